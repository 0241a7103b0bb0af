//! Our client against a server by other people (datasette-reconcile), killed again and again: in the end all is answered, and
//! nothing that was answered was asked twice.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use libtest_mimic::{Completion, Failed, Trial};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::served::{BOUND, Running, free_port, installed, missing, reachable};
use crate::support::{Sandbox, root};

/// How many names are looked for.
const NAMES: usize = 300;

pub fn all() -> Vec<Trial> {
    vec![Trial::ignorable_test(
        "resuming/a client that is killed goes on where it was",
        resuming,
    )]
}

fn resuming() -> Result<Completion, Failed> {
    let (Some(datasette), Some(python)) = (installed("datasette"), installed("python")) else {
        return missing("datasette-reconcile");
    };
    let sandbox = Sandbox::new();
    sandbox.lay(&root())?;
    let (port, _server) = server(&datasette, &python, sandbox.path())?;
    let proxy = Proxy::to(port)?;
    let url = format!("http://127.0.0.1:{}/places/places/-/reconcile", proxy.port);
    let names: String = (0..NAMES)
        .map(|at| format!("Place number {at}\n"))
        .collect();
    let file = sandbox.path().join("names.txt");
    fs::write(&file, names)?;

    // What was kept at each kill, and how much had been asked by then.
    let mut kept: Vec<(usize, BTreeSet<String>)> = Vec::new();
    let start = Instant::now();
    let out = loop {
        let mut client = Running(
            sandbox
                .citable(&["reconcile", "ask", &url, "--limit", "2", "--format", "json"])
                .stdin(fs::File::open(&file)?)
                .stdout(fs::File::create(sandbox.path().join("out.json"))?)
                .stderr(Stdio::null())
                .spawn()?,
        );
        let wanted = proxy.answered().len() + 20;
        let status = loop {
            if let Some(status) = client.0.try_wait()? {
                break Some(status);
            }
            if kept.len() < 8 && proxy.answered().len() >= wanted {
                client.0.kill()?;
                client.0.wait()?;
                // What the proxy hands on still was asked before.
                thread::sleep(Duration::from_millis(200));
                kept.push((proxy.answered().len(), names_kept(sandbox.path())?));
                break None;
            }
            assert!(start.elapsed() < BOUND, "it takes too long");
            thread::sleep(Duration::from_millis(1));
        };
        if let Some(status) = status {
            assert_eq!(status.code(), Some(0));
            break fs::read_to_string(sandbox.path().join("out.json"))?;
        }
    };
    assert!(kept.len() >= 5, "it was killed only {} times", kept.len());
    let told: Vec<Value> = serde_json::from_str(&out)?;
    assert_eq!(told.len(), NAMES);
    for (at, one) in told.iter().enumerate() {
        let first = &one["candidates"][0];
        assert_eq!(first["name"], format!("Place number {at}"));
        assert_eq!(one["iris"][0], format!("https://example.com/place/{at}"));
    }
    let answered = proxy.answered();
    let all: BTreeSet<&String> = answered.iter().collect();
    assert_eq!(all.len(), NAMES);
    // An answer that was under way when it was killed never came. What had come is not asked for again.
    for (from, kept) in &kept {
        assert!(!kept.is_empty(), "it kept nothing");
        let again = answered[*from..].iter().find(|name| kept.contains(*name));
        assert_eq!(again, None, "asked twice");
    }

    // Offline everything is at hand, and nothing is asked.
    let before = proxy.answered().len();
    let offline = sandbox
        .citable(&[
            "reconcile",
            "ask",
            &url,
            "--limit",
            "2",
            "--format",
            "json",
            "--offline",
        ])
        .stdin(fs::File::open(&file)?)
        .output()?;
    assert_eq!(String::from_utf8_lossy(&offline.stdout), out);
    let more = sandbox
        .citable(&["reconcile", "ask", &url, "--offline", "Atlantis"])
        .output()?;
    assert_eq!(more.status.code(), Some(3));
    let said = String::from_utf8_lossy(&more.stderr);
    assert!(
        said.contains("1 of 1 yet") && said.contains("`Atlantis`"),
        "{said}"
    );
    assert_eq!(proxy.answered().len(), before);
    Ok(Completion::Completed)
}

/// The names whose answers are on disk.
fn names_kept(root: &Path) -> Result<BTreeSet<String>, Failed> {
    let mut names = BTreeSet::new();
    for entry in walkdir::WalkDir::new(root.join(".citable/reconcile")) {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy();
        if !entry.file_type().is_file() || name.starts_with('.') {
            continue; // one that was being written
        }
        let text = fs::read_to_string(entry.path())?;
        let json = text.split_once('\n').map_or("", |(_, json)| json);
        let kept: Value = serde_json::from_str(json)?;
        names.extend(kept["asked"]["query"].as_str().map(str::to_owned));
    }
    Ok(names)
}

/// Starts the server with places of its own.
fn server(datasette: &Path, python: &Path, folder: &Path) -> Result<(u16, Running), Failed> {
    const PLACES: &str = "\
        import sqlite3, sys\n\
        places = sqlite3.connect(sys.argv[1])\n\
        places.execute('create table places (id integer primary key, name text)')\n\
        places.executemany('insert into places values (?, ?)', ((at, f'Place number {at}') for at in range(300)))\n\
        places.commit()\n";
    const SETTINGS: &str = r#"{"databases": {"places": {"tables": {"places": {"plugins": {"datasette-reconcile": {
        "id_field": "id", "name_field": "name", "max_limit": 5, "service_name": "Places",
        "identifierSpace": "https://example.com/place/", "schemaSpace": "https://example.com/schema"}}}}}}}"#;
    let database = folder.join("places.db");
    let made = Command::new(python)
        .arg("-c")
        .arg(PLACES)
        .arg(&database)
        .status()?;
    assert!(made.success());
    let settings = folder.join("places.json");
    fs::write(&settings, SETTINGS)?;
    let port = free_port()?;
    let mut server = Running(
        Command::new(datasette)
            .arg("serve")
            .arg(&database)
            .args([
                "--host",
                "127.0.0.1",
                "--port",
                &port.to_string(),
                "--metadata",
            ])
            .arg(&settings)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?,
    );
    reachable(port, &mut server)?;
    Ok((port, server))
}

/// A way to the server that notes for what it was asked, once it has answered.
struct Proxy {
    port: u16,
    answered: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    fn to(to: u16) -> std::io::Result<Proxy> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let port = listener.local_addr()?.port();
        let answered = Arc::new(Mutex::default());
        let noted = Arc::clone(&answered);
        // It ends with the process, as do its threads when their connections do.
        thread::spawn(move || {
            for from in listener.incoming().flatten() {
                let noted = Arc::clone(&noted);
                thread::spawn(move || hand_on(from, to, &noted));
            }
        });
        Ok(Proxy { port, answered })
    }

    fn answered(&self) -> Vec<String> {
        self.answered.lock().expect("nobody panics with it").clone()
    }
}

/// Hands on requests and answers, one after the other, as long as the client stays.
fn hand_on(mut from: TcpStream, to: u16, noted: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut server = TcpStream::connect(("127.0.0.1", to))?;
    while let Some(request) = message(&mut from)? {
        server.write_all(&request)?;
        let Some(answer) = message(&mut server)? else {
            break;
        };
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((_, queries)) = text.split_once("\r\n\r\nqueries=") {
            let queries = percent_decode_str(queries).decode_utf8_lossy();
            let queries: Value = serde_json::from_str(&queries)?;
            let names = queries.as_object().into_iter().flatten();
            let names = names.filter_map(|(_, query)| Some(query["query"].as_str()?.to_owned()));
            noted.lock().expect("nobody panics with it").extend(names);
        }
        from.write_all(&answer)?;
    }
    from.shutdown(Shutdown::Both)
}

/// A whole message, whose length is said, or which comes in chunks; nothing at the end.
fn message(stream: &mut TcpStream) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 16 << 10];
    loop {
        if let Some(head) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let text = String::from_utf8_lossy(&bytes[..head]).to_lowercase();
            let length = text
                .lines()
                .find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
            let is_whole = match text.contains("transfer-encoding: chunked") {
                true => bytes.ends_with(b"\r\n0\r\n\r\n"),
                false => bytes.len() >= head + 4 + length.unwrap_or(0),
            };
            if is_whole {
                return Ok(Some(bytes));
            }
        }
        match stream.read(&mut buffer)? {
            0 => return Ok(None),
            read => bytes.extend_from_slice(&buffer[..read]),
        }
    }
}
