//! What our service answers, asked byte by byte.

use std::fs;
use std::io::Write as _;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};

use crate::raw::{FORM, encoded, get, post, read, request};
use crate::served::{BOUND, Served, example};

/// A name, and what is tried.
type Tried = (&'static str, fn() -> Result<(), Failed>);

const TRIALS: [Tried; 11] = [
    ("names are matched, also mistyped ones", names),
    ("ids and IRIs of any data set are matched", ids),
    (
        "IRIs of a data set with another property for links are matched",
        ids_by_other_links,
    ),
    ("types narrow what is found", types),
    (
        "properties decide between namesakes, and a tie is shown",
        properties,
    ),
    (
        "entities, properties and types are suggested, page by page",
        suggestions,
    ),
    ("tables are extended by values of every kind", values),
    ("a preview has the words that statements rest on", preview),
    ("pages of any origin may ask, also old ones", origins),
    ("a build that is made meanwhile is taken up", another_build),
    (
        "it stops when it is asked to, and answers what is under way",
        stopping,
    ),
];

pub fn all() -> Vec<Trial> {
    let trial = |(name, tried): Tried| Trial::test(format!("answers/{name}"), tried);
    TRIALS.map(trial).into()
}

/// The candidates for one query.
fn candidates(port: u16, query: &Value) -> Result<Vec<Value>, Failed> {
    let reply = post(port, "queries", &json!({ "q": query }))?;
    if reply.status != 200 {
        return Err(reply.body.into());
    }
    let result = reply.json()["q"]["result"].clone();
    Ok(result.as_array().expect("a list").clone())
}

fn of(candidates: &[Value]) -> Vec<&str> {
    candidates
        .iter()
        .map(|one| one["id"].as_str().expect("an id"))
        .collect()
}

fn names() -> Result<(), Failed> {
    let port = example()?.port;
    for (name, id, is_match) in [
        ("Interpol", "interpol", true),
        ("INTERPOL", "interpol", true),
        ("Intrepol", "interpol", false),
        ("jurgen stock", "juergen-stock", true),
        ("Russian Federation", "russia", true),
    ] {
        let found = candidates(port, &json!({ "query": name }))?;
        assert_eq!(of(&found)[0], id, "{name}: {found:?}");
        assert_eq!(found[0]["match"], is_match, "{name}: {found:?}");
        assert!(found.iter().skip(1).all(|other| other["match"] == false));
    }
    assert!(candidates(port, &json!({ "query": "zzzzzz" }))?.is_empty());
    let few = candidates(port, &json!({ "query": "Interpol", "limit": 1 }))?;
    assert_eq!(few.len(), 1);
    // By GET as by POST, and each query on its own.
    let both = json!({ "a": { "query": "Interpol" }, "b/~": { "query": "Delhi" } });
    let posted = post(port, "queries", &both)?.json();
    let got = get(port, &format!("/?queries={}", encoded(&both.to_string())))?.json();
    assert_eq!(posted, got);
    assert_eq!(posted["b/~"]["result"][0]["id"], "delhi");
    Ok(())
}

fn ids() -> Result<(), Failed> {
    let port = example()?.port;
    for id in [
        "russia",
        "e:russia",
        "https://example.org/interpol/entity/russia",
        "wikidata:Q159",
        "http://www.wikidata.org/entity/Q159",
    ] {
        let found = candidates(port, &json!({ "query": id }))?;
        assert_eq!(of(&found)[0], "russia", "{id}");
        assert_eq!(found[0]["match"], true, "{id}: {found:?}");
    }
    Ok(())
}

fn ids_by_other_links() -> Result<(), Failed> {
    for predicate in ["owl:sameAs", "skos:exactMatch"] {
        let served = Served::of(|sandbox| {
            let path = sandbox.path().join("citable.toml");
            let text = fs::read_to_string(&path)?;
            let there = "http://www.wikidata.org/entity/";
            let data_set = format!(
                "\n[datasets.wikidata]\nsparql = \"http://127.0.0.1:9/sparql\"\niri = \"{there}\"\npredicate = \"{predicate}\"\n"
            );
            fs::write(&path, text + &data_set)
        })?;
        let russia = json!({ "query": "http://www.wikidata.org/entity/Q159" });
        let found = candidates(served.port, &russia)?;
        assert_eq!(of(&found)[..1], ["russia"], "{predicate}");
        assert_eq!(found[0]["match"], true, "{predicate}: {found:?}");
    }
    Ok(())
}

fn types() -> Result<(), Failed> {
    let port = example()?.port;
    let typed = |class: Value, strict: Value| {
        candidates(
            port,
            &json!({ "query": "Interpol", "type": class, "type_strict": strict, "limit": 50 }),
        )
    };
    let organizations = typed(json!("v:Organization"), json!("any"))?;
    assert_eq!(of(&organizations)[0], "interpol");
    assert!(organizations.iter().all(|one| {
        one["features"]
            .to_string()
            .contains(r#"{"id":"class","value":1.0}"#)
    }));
    assert!(typed(json!(["v:City", "v:Organization"]), json!("all"))?.is_empty());
    assert!(!typed(json!(["v:City", "v:Organization"]), json!("any"))?.is_empty());
    assert!(!of(&typed(json!("v:City"), json!("any"))?).contains(&"interpol"));
    // What should be of a type is found all the same, and is no match.
    let others = typed(json!("v:City"), json!("should"))?;
    let interpol = others
        .iter()
        .find(|one| one["id"] == "interpol")
        .expect("it is found");
    assert_eq!(interpol["match"], false);
    Ok(())
}

/// Two persons of one name, as it is compared.
const NAMESAKES: &str =
    "# People\n\n- Jane Roe is a Person; id jane-one\n- Jane ROE is a Person; id jane-two\n";

fn properties() -> Result<(), Failed> {
    let served = Served::of(|sandbox| {
        let register = sandbox.path().join("data/entities/people.entities.md");
        fs::write(register, NAMESAKES)
    })?;
    let tied = candidates(served.port, &json!({ "query": "Jane Roe" }))?;
    assert_eq!(of(&tied), ["jane-one", "jane-two"]);
    assert_eq!(tied[0]["score"], tied[1]["score"]);
    assert!(
        tied.iter().all(|one| one["match"] == false),
        "a tie is no match"
    );

    let port = example()?.port;
    for value in [
        json!("Interpol"),
        json!({ "id": "interpol" }),
        json!(["nobody", "interpol"]),
    ] {
        let property = json!([{ "pid": "v:memberOf", "v": value }]);
        let found = candidates(port, &json!({ "query": "Russia", "properties": property }))?;
        assert_eq!(of(&found)[0], "russia");
        assert_eq!(found[0]["match"], true, "{found:?}");
        let found = candidates(port, &json!({ "properties": property, "limit": 100 }))?;
        assert!(of(&found).contains(&"russia"), "{found:?}");
    }
    let other = json!([{ "pid": "memberOf", "v": "Singapore" }]);
    let found = candidates(port, &json!({ "query": "Russia", "properties": other }))?;
    assert_eq!(found[0]["match"], false, "{found:?}");
    Ok(())
}

fn suggestions() -> Result<(), Failed> {
    let port = example()?.port;
    let ids = |path: &str| {
        let reply = get(port, path)?.json();
        let result = reply["result"].as_array().expect("a list").clone();
        let ids = result
            .iter()
            .map(|one| one["id"].as_str().expect("an id").to_owned());
        Ok::<Vec<String>, Failed>(ids.collect())
    };
    assert_eq!(ids("/suggest/entity?prefix=Inter")?[0], "interpol");
    assert_eq!(ids("/suggest/entity?prefix=russia")?[0], "russia");
    assert!(ids("/suggest/entity?prefix=zzz")?.is_empty());
    let first = ids("/suggest/entity?prefix=")?;
    let second = ids("/suggest/entity?prefix=&cursor=5")?;
    assert_eq!(first[5..10], second[..5]);
    assert!(ids("/suggest/entity?prefix=&cursor=100000")?.is_empty());
    assert_eq!(ids("/suggest/property?prefix=member+of")?[0], "v:memberOf");
    assert_eq!(ids("/suggest/type?prefix=coun")?[0], "v:Country");
    let flyout = get(port, "/flyout/type?id=v:Country")?.json();
    assert!(flyout["html"].as_str().expect("HTML").contains("country"));
    Ok(())
}

fn values() -> Result<(), Failed> {
    let port = example()?.port;
    let asked = json!({
        "ids": ["russia", "interpol", "nobody"],
        "properties": [
            { "id": "v:memberOf" }, { "id": "v:memberCount" }, { "id": "rdf:type" },
            { "id": "skos:altLabel", "settings": { "limit": 1 } }, { "id": "schema:sameAs" },
        ],
    });
    let reply = post(port, "extend", &asked)?.json();
    let rows = &reply["rows"];
    assert_eq!(
        rows["russia"]["v:memberOf"],
        json!([{ "id": "interpol", "name": "Interpol" }])
    );
    assert_eq!(rows["interpol"]["v:memberCount"], json!([{ "int": 195 }]));
    assert_eq!(rows["russia"]["rdf:type"], json!([{ "str": "country" }]));
    assert_eq!(
        rows["interpol"]["skos:altLabel"].as_array().map(Vec::len),
        Some(1)
    );
    assert_eq!(
        rows["russia"]["schema:sameAs"],
        json!([{ "str": "http://www.wikidata.org/entity/Q159" }])
    );
    assert_eq!(rows["nobody"]["v:memberOf"], json!([]));
    let meta = &reply["meta"][0];
    assert_eq!(
        *meta,
        json!({ "id": "v:memberOf", "name": "member of", "type": { "id": "v:Organization", "name": "organization" } })
    );
    // What is denied or unconfirmed is no value.
    let denied = json!({ "ids": ["bitcoin", "interpol"], "properties": [{ "id": "v:governedBy" }, { "id": "v:hasTask" }] });
    let reply = post(port, "extend", &denied)?.json();
    assert_eq!(reply["rows"]["bitcoin"]["v:governedBy"], json!([]));
    let tasks = reply["rows"]["interpol"]["v:hasTask"].to_string();
    assert!(!tasks.contains("crypto crime"), "{tasks}");
    let proposal = get(port, "/properties?type=v:Country&limit=3")?.json();
    assert_eq!(proposal["properties"].as_array().map(Vec::len), Some(3));
    assert_eq!(proposal["type"], "v:Country");
    Ok(())
}

fn preview() -> Result<(), Failed> {
    let page = get(example()?.port, "/preview?id=russia")?;
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert!(page.header("content-security-policy").is_some());
    for part in [
        "<h1>Russia</h1>",
        "country",
        "member of",
        "Russia has belonged to Interpol since 1990.",
    ] {
        assert!(page.body.contains(part), "no {part}: {}", page.body);
    }
    Ok(())
}

fn origins() -> Result<(), Failed> {
    let port = example()?.port;
    let origin = "Origin: https://example.com\r\n";
    for path in [
        "/",
        "/suggest/entity?prefix=I",
        "/preview?id=russia",
        "/properties",
        "/nowhere",
        "/?queries=%FF",
    ] {
        let reply = request(port, "GET", path, origin, b"")?;
        assert_eq!(
            reply.header("access-control-allow-origin"),
            Some("*"),
            "{path}"
        );
    }
    let asks = format!(
        "{origin}Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type\r\n"
    );
    let reply = request(port, "OPTIONS", "/", &asks, b"")?;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
    assert!(reply.header("access-control-allow-methods").is_some());
    assert!(reply.header("access-control-allow-headers").is_some());

    let old = get(port, "/?callback=jQuery.f_1")?;
    assert_eq!(
        old.header("content-type"),
        Some("text/javascript; charset=utf-8")
    );
    let inner = old
        .body
        .strip_prefix("/**/jQuery.f_1(")
        .and_then(|rest| rest.strip_suffix(");"));
    let manifest: Value = serde_json::from_str(inner.expect("a call"))?;
    assert_eq!(manifest, get(port, "/")?.json());
    assert_eq!(manifest["versions"], json!(["0.2"]));
    assert_eq!(
        manifest["identifierSpace"],
        "https://example.org/interpol/entity/"
    );
    assert_eq!(get(port, "/?callback=alert(1)")?.status, 400);
    Ok(())
}

fn another_build() -> Result<(), Failed> {
    let served = Served::example()?;
    let asked = json!({ "query": "Atlantis" });
    assert!(candidates(served.port, &asked)?.is_empty());
    let register = served.sandbox.path().join("data/entities/more.entities.md");
    fs::write(register, "# More\n\n- Atlantis is a Country; id atlantis\n")?;
    let built = served.sandbox.citable(&["build"]).output()?;
    assert!(
        built.status.success(),
        "{}",
        String::from_utf8_lossy(&built.stderr)
    );
    let start = Instant::now();
    while candidates(served.port, &asked)?.is_empty() {
        assert!(start.elapsed() < BOUND, "it never has it");
        std::thread::sleep(Duration::from_millis(50));
    }
    // Without a build, what was there is served.
    fs::remove_dir_all(served.sandbox.path().join(".citable"))?;
    assert!(!candidates(served.port, &asked)?.is_empty());
    Ok(())
}

fn stopping() -> Result<(), Failed> {
    for signal in ["-INT", "-TERM"] {
        let served = Served::example()?;
        // One that says nothing, and one that is half said: they don't hold it up for long.
        let _idle = TcpStream::connect(("127.0.0.1", served.port))?;
        let mut half = TcpStream::connect(("127.0.0.1", served.port))?;
        write!(
            half,
            "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{FORM}Content-Length: 16\r\n\r\nqueries="
        )?;
        let port = served.port;
        assert_eq!(get(port, "/")?.status, 200);
        let stopping = std::thread::spawn(move || served.stop(signal));
        std::thread::sleep(Duration::from_millis(300));
        write!(half, "%7B%7D  ")?;
        let reply = read(&mut half)?;
        assert_eq!(reply.status, 200, "{}", reply.body);
        let status = stopping.join().expect("it doesn't panic")?;
        assert_eq!(status.code(), Some(0), "{signal}");
        assert!(get(port, "/").is_err(), "nobody listens any more");
    }
    Ok(())
}
