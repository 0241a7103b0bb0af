//! What cannot be answered is told with a status and a reason, and harms nobody else.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use libtest_mimic::{Failed, Trial};
use serde_json::json;

use crate::raw::{FORM, Reply, encoded, exchange, get, post, read, request};
use crate::served::example;

/// A name, and what is tried.
type Tried = (&'static str, fn() -> Result<(), Failed>);

const TRIALS: [Tried; 5] = [
    ("malformed queries", malformed),
    ("other methods, paths and media types", other),
    ("too much at once", too_much),
    ("clients that are slow, or break off", slow),
    ("what is no HTTP", garbage),
];

pub fn all() -> Vec<Trial> {
    let trial = |(name, tried): Tried| Trial::test(format!("refusals/{name}"), tried);
    TRIALS.map(trial).into()
}

/// Holds a reply against what is expected of it: a problem with its reason.
fn refused(reply: &Reply, status: u16, words: &str, asked: &str) {
    assert_eq!(reply.status, status, "{asked}: {}", reply.body);
    assert_eq!(
        reply.header("content-type"),
        Some("application/problem+json"),
        "{asked}"
    );
    assert_eq!(
        reply.header("access-control-allow-origin"),
        Some("*"),
        "{asked}"
    );
    let problem = reply.json();
    assert_eq!(problem["status"], status, "{asked}");
    let detail = problem["detail"].as_str().expect("a reason");
    assert!(detail.contains(words), "{asked}: {detail}");
}

fn malformed() -> Result<(), Failed> {
    let port = example()?.port;
    for (queries, words) in [
        ("", "no JSON"),
        ("nonsense", "no JSON"),
        ("[]", "an object"),
        (r#"{"q0": "Interpol"}"#, "an object"),
        (r#"{"q0": {}}"#, "`query`"),
        (r#"{"q0": {"query": ""}}"#, "not empty"),
        (r#"{"q0": {"query": "x", "limit": "many"}}"#, "`limit`"),
        (
            r#"{"q0": {"query": "x", "type_strict": "must"}}"#,
            "`type_strict`",
        ),
        (
            r#"{"q0": {"query": "x", "properties": [{"pid": "v:none", "v": 1}]}}"#,
            "no property",
        ),
    ] {
        let encoded = encoded(queries);
        refused(
            &get(port, &format!("/?queries={encoded}"))?,
            400,
            words,
            queries,
        );
        let form = format!("queries={encoded}");
        refused(
            &request(port, "POST", "/", FORM, form.as_bytes())?,
            400,
            words,
            queries,
        );
    }
    let reply = post(
        port,
        "queries",
        &json!({ "q": { "query": "x", "properties": [{ "pid": "v:none", "v": 1 }] } }),
    )?;
    assert_eq!(reply.json()["pointer"], "/q/properties/0/pid");
    for (extend, words) in [
        (json!([]), "an object"),
        (json!({ "ids": [] }), "`properties` is missing"),
        (json!({ "ids": "x", "properties": [] }), "a list"),
        (
            json!({ "ids": [], "properties": [{ "id": "v:none" }] }),
            "no property",
        ),
    ] {
        refused(
            &post(port, "extend", &extend)?,
            400,
            words,
            &extend.to_string(),
        );
    }
    for (path, status, words) in [
        ("/?queries=%FF", 400, "UTF-8"),
        ("/?queries={}&queries={}", 400, "more than once"),
        ("/?queries={}&extend={}", 400, "together"),
        ("/suggest/entity", 400, "`prefix`"),
        ("/suggest/entity?prefix=a&cursor=-1", 400, "`cursor`"),
        ("/suggest/cats?prefix=a", 404, "suggested"),
        ("/preview", 400, "`id`"),
        ("/preview?id=nobody", 404, "no entity"),
        ("/properties?type=v:None", 404, "no type"),
        ("/flyout/property?id=v:none", 404, "no property"),
    ] {
        refused(&get(port, path)?, status, words, path);
    }
    for form in [&b"queries=%FF%FE"[..], b"queries=\xff", b"%C3=1&queries={}"] {
        refused(
            &request(port, "POST", "/", FORM, form)?,
            400,
            "UTF-8",
            "bytes",
        );
    }
    refused(
        &request(port, "POST", "/", FORM, b"other=1")?,
        400,
        "`queries` or `extend`",
        "other",
    );
    Ok(())
}

fn other() -> Result<(), Failed> {
    let port = example()?.port;
    for kind in [
        "",
        "Content-Type: application/json\r\n",
        "Content-Type: text/plain; charset=utf-8\r\n",
        "Content-Type: multipart/form-data; boundary=x\r\n",
    ] {
        refused(
            &request(port, "POST", "/", kind, b"queries={}")?,
            415,
            "a form",
            kind,
        );
    }
    let charset = "Content-Type: Application/X-WWW-Form-URLencoded; charset=UTF-8\r\n";
    assert_eq!(
        request(port, "POST", "/", charset, b"queries=%7B%7D")?.status,
        200
    );
    for (method, path) in [("PUT", "/"), ("DELETE", "/"), ("POST", "/preview")] {
        refused(
            &request(port, method, path, FORM, b"queries={}")?,
            405,
            "GET",
            method,
        );
    }
    for path in ["/nowhere", "/suggest", "/..%2f..%2fetc/passwd"] {
        refused(&get(port, path)?, 404, "", path);
    }
    Ok(())
}

fn too_much() -> Result<(), Failed> {
    let port = example()?.port;
    let queries = (0..51).map(|at| (format!("q{at}"), json!({ "query": "x" })));
    let queries = serde_json::Value::Object(queries.collect());
    refused(
        &post(port, "queries", &queries)?,
        413,
        "at most 50",
        "queries",
    );
    let ids: Vec<String> = (0..1001).map(|at| at.to_string()).collect();
    let extend = json!({ "ids": ids, "properties": [{ "id": "rdf:type" }] });
    refused(&post(port, "extend", &extend)?, 413, "at most 1000", "ids");
    let name = "x".repeat(1001);
    refused(
        &post(port, "queries", &json!({ "q": { "query": name } }))?,
        400,
        "longer",
        "a name",
    );
    refused(
        &get(port, &format!("/suggest/entity?prefix={name}"))?,
        400,
        "longer",
        "a prefix",
    );

    // A body that is too long, with its length said and without.
    let body = [b"queries=".as_slice(), &vec![b'x'; 2 << 20]].concat();
    refused(
        &request(port, "POST", "/", FORM, &body)?,
        413,
        "",
        "a long body",
    );
    let mut chunked = format!("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{FORM}Transfer-Encoding: chunked\r\n\r\n").into_bytes();
    for _ in 0..32 {
        chunked.extend_from_slice(b"10000\r\n");
        chunked.extend_from_slice(&[b'x'; 0x10000]);
        chunked.extend_from_slice(b"\r\n");
    }
    chunked.extend_from_slice(b"0\r\n\r\n");
    refused(&exchange(port, &chunked)?, 413, "", "a long body in chunks");
    // A head that is too long is not read to its end.
    let head = format!("GET /?queries={} HTTP/1.1\r\n", "x".repeat(200_000));
    let outcome = exchange(port, head.as_bytes());
    assert!(outcome.map_or(true, |reply| (400..500).contains(&reply.status)));
    // Nesting is bounded.
    let deep = format!("{{\"q\": {}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    refused(
        &get(
            port,
            &format!("/?queries={}", deep.replace('"', "%22").replace(' ', "+")),
        )?,
        400,
        "no JSON",
        "nesting",
    );
    Ok(())
}

fn slow() -> Result<(), Failed> {
    let port = example()?.port;
    let connect = || {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        Ok::<_, std::io::Error>(stream)
    };
    let mut body = connect()?;
    write!(
        body,
        "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{FORM}Content-Length: 100\r\n\r\nqueries="
    )?;
    let mut head = connect()?;
    write!(head, "GET / HTTP/1.1\r\nHost:")?;
    for _ in 0..20 {
        let mut broken = connect()?;
        write!(
            broken,
            "POST / HTTP/1.1\r\nHost: x\r\n{FORM}Content-Length: 100\r\n\r\nque"
        )?;
    }
    // Meanwhile others are answered.
    assert_eq!(get(port, "/")?.status, 200);
    refused(&read(&mut body)?, 408, "longer than", "a slow body");
    let mut rest = Vec::new();
    let _ = head.read_to_end(&mut rest);
    let rest = String::from_utf8_lossy(&rest);
    assert!(rest.is_empty() || rest.contains("408"), "{rest}");
    Ok(())
}

fn garbage() -> Result<(), Failed> {
    let port = example()?.port;
    for bytes in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"hello\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\r\n\r\n\r\n\0\0\0",
    ] {
        let outcome = TcpStream::connect(("127.0.0.1", port)).and_then(|mut stream| {
            stream.write_all(bytes)?;
            stream.shutdown(std::net::Shutdown::Write)?;
            read(&mut stream)
        });
        assert!(outcome.map_or(true, |reply| reply.status >= 400));
    }
    assert_eq!(get(port, "/")?.status, 200);
    Ok(())
}
