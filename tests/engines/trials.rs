//! What must hold of publishing, whatever the engine.

use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;
use std::time::{Duration, Instant};

use libtest_mimic::Failed;

use crate::checkout::{Checkout, Way};
use crate::proxy::Proxy;
use crate::server::{Server, free_port};

/// One that is tried with a server and a way to write to it.
type Tried = fn(&Arc<Server>, &'static Way) -> Result<(), Failed>;

pub static TRIALS: [(&str, Tried); 7] = [
    ("only what changed is replaced", only_what_changed),
    ("a graph that is not ours stays as it is", not_ours),
    ("two publishers keep out of each other's way", one_at_a_time),
    ("whoever is not let in hears why", not_let_in),
    ("an engine that is away for a while is waited for", away),
    ("cut twenty times, it ends as if it had not been cut", cut),
    ("readers see the old graph or the new one", readers),
];

fn only_what_changed(server: &Arc<Server>, way: &'static Way) -> Result<(), Failed> {
    let checkout = Checkout::new(server, way, "changes", 30)?;
    let plan = checkout.run(&["publish", "it", "--dry-run"])?.expect(0)?;
    assert!(plan.contains("add dossier/many ("), "{plan}");
    assert!(
        checkout.published()?.is_empty(),
        "a dry run changed something"
    );
    checkout.publish()?.expect(0)?;
    checkout.is_published()?;
    let again = checkout.publish()?.expect(0)?;
    assert!(
        again.contains(": 0 graphs replaced with 0 triples, 0 dropped"),
        "{again}"
    );

    let before = checkout.expected()?;
    checkout.lay(30, 1991)?;
    let after = checkout.expected()?;
    let changed: Vec<_> = after
        .iter()
        .filter(|(graph, triples)| before.get(*graph) != Some(triples))
        .map(|(graph, _)| graph.clone())
        .collect();
    let plan = checkout.run(&["publish", "it", "--dry-run"])?.expect(0)?;
    let planned = plan
        .lines()
        .filter(|line| line.starts_with("replace "))
        .count();
    assert_eq!(planned, changed.len(), "{plan}\n{changed:?}");
    assert!(plan.contains("replace dossier/many "), "{plan}");
    checkout.publish()?.expect(0)?;
    checkout.is_published()?;

    fs::remove_file(checkout.sandbox.path().join("data/many.dossier.md"))?;
    checkout.build()?;
    let dropped = checkout.publish()?.expect(0)?;
    assert!(dropped.contains(", 1 dropped,"), "{dropped}");
    checkout.is_published()
}

fn not_ours(server: &Arc<Server>, way: &'static Way) -> Result<(), Failed> {
    let checkout = Checkout::new(server, way, "theirs", 3)?;
    let engine = checkout.engine()?;
    let graph = checkout.graph("dossier/many");
    let elsewhere = format!("https://example.com/{}", way.name);
    for graph in [&graph, &elsewhere] {
        engine.update(&format!(
            "INSERT DATA {{ GRAPH <{graph}> {{ <a:a> <a:b> \"theirs\" }} }}"
        ))?;
    }
    let theirs = checkout.look(&graph)?;
    assert_eq!(theirs.len(), 1);
    let said = checkout.publish()?.expect(1)?;
    assert!(said.contains("that citable did not publish"), "{said}");
    assert_eq!(checkout.look(&graph)?, theirs, "it was touched");
    engine.update(&format!("DROP SILENT GRAPH <{graph}>"))?;
    checkout.publish()?.expect(0)?;
    checkout.is_published()?;
    assert_eq!(checkout.look(&elsewhere)?, theirs, "it was touched");
    Ok(())
}

fn one_at_a_time(server: &Arc<Server>, way: &'static Way) -> Result<(), Failed> {
    let checkout = Checkout::new(server, way, "two", 3)?;
    let manifest = checkout.graph("graph/published");
    checkout.engine()?.update(&format!(
        "INSERT DATA {{ GRAPH <{manifest}> {{ \
         <{manifest}> <http://www.w3.org/ns/prov#wasGeneratedBy> <{manifest}#other> . \
         <{manifest}#other> <http://www.w3.org/ns/prov#startedAtTime> \"2026-01-02T03:04:05Z\" }} }}"
    ))?;
    let said = checkout.publish()?.expect(3)?;
    assert!(said.contains("since 2026-01-02T03:04:05Z"), "{said}");
    assert!(checkout.published()?.is_empty(), "something was published");
    checkout.run(&["publish", "it", "--take-over"])?.expect(0)?;
    checkout.is_published()?;
    checkout.lay(3, 1991)?;
    checkout.publish()?.expect(0)?;
    checkout.is_published()
}

fn not_let_in(server: &Arc<Server>, way: &'static Way) -> Result<(), Failed> {
    let checkout = Checkout::new(server, way, "locked", 3)?;
    if server.engine.auth.is_empty() {
        return checkout.publish()?.expect(0).map(drop);
    }
    let wrong = "wrong-Geheimnis";
    let said = checkout.run_with(&["publish", "it"], wrong)?.expect(3)?;
    assert!(said.contains("does not let us in (401)"), "{said}");
    assert!(!said.contains(wrong), "{said}");
    assert!(checkout.published()?.is_empty());
    let said = checkout.run_with(&["publish", "it"], "")?.expect(2)?;
    assert!(said.contains("ENGINE_SECRET"), "{said}");
    Ok(())
}

fn away(server: &Arc<Server>, way: &'static Way) -> Result<(), Failed> {
    let checkout = Checkout::new(server, way, "away", 3)?;
    let port = free_port()?;
    checkout.settings(port, "retries = 0\n")?;
    let said = checkout.publish()?.expect(3)?;
    assert!(said.contains(&port.to_string()), "{said}");
    checkout.settings(port, "")?;
    let to = server.port;
    let late = thread::spawn(move || {
        thread::sleep(Duration::from_secs(1));
        Proxy::to(to, port)
    });
    let said = checkout.publish()?;
    let proxy = late.join().map_err(|_| "the proxy panicked")??;
    let said = said.expect(0)?;
    drop(proxy);
    assert!(said.contains("; again in "), "{said}");
    checkout.is_published()
}

/// How often a run is cut, and how many statements the larger graph has.
const CUTS: u32 = 20;
const ENTRIES: usize = 120;

/// Runs are killed and connections are cut, by turns, at moments that are spread over the time that a run takes.
fn cut(server: &Arc<Server>, way: &'static Way) -> Result<(), Failed> {
    let checkout = Checkout::new(server, way, "cut", ENTRIES)?;
    let proxy = Proxy::to(server.port, 0)?;
    checkout.settings(proxy.port, "")?;
    checkout.build()?;
    let start = Instant::now();
    checkout.publish()?.expect(0)?;
    let whole = start.elapsed();
    let mut chance = 1u32;
    let mut killed = 0;
    for number in 0..CUTS {
        checkout.lay(ENTRIES, 1991 + number)?;
        chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let mut run = checkout.begin()?;
        thread::sleep(whole * (chance >> 16) / 65_536);
        if number % 2 == 0 {
            killed += u32::from(run.try_wait()?.is_none());
            run.kill()?;
            run.wait()?;
        } else {
            proxy.cut(Duration::from_millis(100));
            let ended = run.wait()?;
            assert!(ended.success(), "it did not go on by itself");
            checkout.is_published()?;
        }
    }
    assert!(killed > 0, "all runs had ended before they were killed");
    checkout.publish()?.expect(0)?;
    checkout.is_published()?;
    let again = checkout.publish()?.expect(0)?;
    assert!(again.contains(": 0 graphs replaced"), "{again}");
    Ok(())
}

/// Someone reads a graph again and again while it is replaced.
fn readers(server: &Arc<Server>, way: &'static Way) -> Result<(), Failed> {
    let checkout = Checkout::new(server, way, "read", ENTRIES)?;
    let graph = checkout.graph("dossier/many");
    let mut versions: Vec<BTreeSet<String>> = Vec::new();
    for year in [1990, 1991] {
        checkout.lay(ENTRIES, year)?;
        versions.push(checkout.expected()?.remove(&graph).ok_or("no graph")?);
    }
    checkout.publish()?.expect(0)?;
    let is_over = AtomicBool::new(false);
    let (looks, mixed) = thread::scope(|scope| {
        let reader = scope.spawn(|| -> Result<(usize, usize), String> {
            let (mut looks, mut mixed) = (0, 0);
            while !is_over.load(SeqCst) {
                let seen = checkout
                    .look(&graph)
                    .map_err(|error| format!("{error:?}"))?;
                looks += 1;
                mixed += usize::from(!versions.contains(&seen));
            }
            Ok((looks, mixed))
        });
        let published = (0..6).try_for_each(|number| {
            checkout.lay(ENTRIES, 1990 + number % 2)?;
            checkout.publish()?.expect(0).map(drop)
        });
        is_over.store(true, SeqCst);
        let seen = reader.join().map_err(|_| "the reader panicked")?;
        published.and(seen.map_err(Failed::from))
    })?;
    assert!(looks > 0);
    let promised = server.engine.is_atomic[usize::from(way.name != "put")];
    eprintln!(
        "{}/{}: {mixed} of {looks} looks saw neither",
        server.engine.name, way.name
    );
    assert!(
        !promised || mixed == 0,
        "{mixed} of {looks} looks saw neither graph"
    );
    Ok(())
}
