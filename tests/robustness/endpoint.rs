//! A data set behind a SPARQL endpoint that answers in small pages, and fails now and then.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use libtest_mimic::Failed;

use crate::linked::atlas;
use crate::run::citable_in;
use crate::state::Trials;

pub const TRIALS: Trials = &[(
    "an endpoint is asked page by page, once, and what it says is kept",
    asked_once,
)];

const TRIPLES: [&str; 5] = [
    "<https://places.example.org/delhi> <http://www.w3.org/2000/01/rdf-schema#label> \"Delhi\"@en .",
    "<https://places.example.org/italy> <http://www.w3.org/2000/01/rdf-schema#label> \"Italy\"@en .",
    "<https://places.example.org/italy> <http://www.w3.org/2004/02/skos/core#altLabel> \"Italia\" .",
    "<https://places.example.org/rome> <http://www.w3.org/2000/01/rdf-schema#label> \"Rome\"@en .",
    "<https://places.example.org/rome> <http://www.w3.org/2004/02/skos/core#altLabel> \"Roma\" .",
];
/// Fewer than anybody asks for, as endpoints with a limit of their own give.
const PAGE: usize = 2;

/// Answers until the test ends; gives the URL, and how often it was asked.
fn endpoint() -> Result<(String, Arc<AtomicUsize>), Failed> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}/sparql", listener.local_addr()?);
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = asked.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let number = counted.fetch_add(1, SeqCst);
            // Who asked has gone away; that is for the test to notice.
            let _ = answer(stream, number);
        }
    });
    Ok((url, asked))
}

fn answer(mut stream: TcpStream, number: usize) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let lower = line.to_lowercase();
        if let Some(value) = lower.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut query = vec![0; length];
    reader.read_exact(&mut query)?;
    if number == 1 {
        return Ok(()); // hung up, once
    }
    let query = String::from_utf8_lossy(&query).replace("%20", " ");
    let offset = query.split("OFFSET ").nth(1).map(|rest| {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().unwrap_or(usize::MAX)
    });
    let page: Vec<&str> = match offset {
        Some(offset) => TRIPLES.into_iter().skip(offset).take(PAGE).collect(),
        None => TRIPLES
            .into_iter()
            .filter(|it| it.contains("rome"))
            .collect(),
    };
    let body = page.join("\n");
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: application/n-triples\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn propose(folder: &Path, more: &[&str], code: i32, words: &[&str]) -> Result<(), Failed> {
    let arguments = [&["link", "propose", "there"], more].concat();
    citable_in(folder, &arguments)?.expect(code, words)?;
    Ok(())
}

fn asked_once() -> Result<(), Failed> {
    let sandbox = atlas()?;
    let folder = sandbox.path();
    let (url, asked) = endpoint()?;
    let config = folder.join("citable.toml");
    let mut text = fs::read_to_string(&config)?;
    text.push_str(&format!(
        "\n[datasets.there]\nsparql = \"{url}\"\niri = \"https://places.example.org/\"\nfetch = \"rdfs:label\"\n"
    ));
    fs::write(&config, text)?;

    propose(folder, &["--offline"], 2, &["nothing is kept of `there`"])?;
    assert_eq!(asked.load(SeqCst), 0);
    propose(folder, &[], 0, &["again in", "rome", "among 3 things"])?;
    // Three pages, an empty one, and the one that was hung up on.
    assert_eq!(asked.load(SeqCst), 5);
    let proposals = folder.join("data/mappings/there.proposed.sssom.tsv");
    let first = fs::read(&proposals)?;
    for more in [&[][..], &["--offline"]] {
        propose(folder, more, 0, &["among 3 things"])?;
        assert_eq!(asked.load(SeqCst), 5, "what is kept is not asked for");
    }
    propose(folder, &["--refresh"], 0, &[])?;
    assert_eq!(asked.load(SeqCst), 9);
    assert_eq!(fs::read(&proposals)?, first);

    let accept = ["link", "accept", "there", "rome", "--by", "Ana"];
    citable_in(folder, &accept)?.expect(0, &["1 decision"])?;
    citable_in(folder, &["link", "fetch", "there"])?.expect(0, &["2 triples of 1 thing"])?;
    let fetched = fs::read_to_string(folder.join("data/external/there.nt"))?;
    assert!(fetched.contains(&format!("# from {url}\n")), "{fetched}");
    citable_in(folder, &["build"])?.expect(0, &[])?;
    Ok(())
}
