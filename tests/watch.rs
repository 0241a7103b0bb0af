//! `citable watch`, as a process: files change under it, and what it says is read.
//!
//! Each wait is bounded, and the process is ended by its id.

mod support;

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use support::{Sandbox, citable, root};

/// Far more than a round takes, on a busy machine too.
const PATIENCE: Duration = Duration::from_secs(60);

const DOSSIER: &str = "data/minutes.dossier.md";
const MINUTES: &str = "---
dossier: 1
id: minutes
title: \"Minutes\"
lang: en
text: sources/minutes.txt
---

> Ada joined the Chess Club in 1990.

- Ada memberOf Chess Club since 1990
";

/// A watch that runs.
struct Watch {
    sandbox: Sandbox,
    child: Child,
    lines: Receiver<String>,
    /// All that it has said.
    said: Vec<String>,
}

impl Watch {
    /// Watches a project with one dossier.
    fn start(arguments: &[&str]) -> Watch {
        let sandbox = Sandbox::new();
        sandbox
            .lay(&root().join("tests/base"))
            .expect("a project can be copied");
        fs::write(sandbox.path().join(DOSSIER), MINUTES).expect("a file can be written");
        let script = "exec \"$0\" watch --format short \"$@\" 2>&1";
        let mut child = Command::new("sh")
            .args(["-c", script])
            .arg(citable())
            .args(arguments)
            .current_dir(sandbox.path())
            .env_remove("SOURCE_DATE_EPOCH")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("citable runs");
        let out = BufReader::new(child.stdout.take().expect("it is piped"));
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Watch {
            sandbox,
            child,
            lines,
            said: Vec::new(),
        }
    }

    /// Waits for a line that has these words, and gives back the lines until then.
    #[track_caller]
    fn until(&mut self, words: &str) -> Vec<String> {
        let start = Instant::now();
        let mut lines = Vec::new();
        loop {
            let left = PATIENCE.saturating_sub(start.elapsed());
            let Ok(line) = self.lines.recv_timeout(left) else {
                let said = self.said.join("\n");
                panic!("it doesn't say `{words}`; it has said:\n{said}");
            };
            self.said.push(line.clone());
            lines.push(line);
            if lines.last().is_some_and(|line| line.contains(words)) {
                return lines;
            }
        }
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.sandbox.path().join(path), text).expect("a file can be written");
    }

    /// Writes a file as many editors do: beside it first, and then in its place.
    fn write_and_rename(&self, path: &str, text: &str) {
        let path = self.sandbox.path().join(path);
        let beside = path.with_extension("swp");
        fs::write(&beside, text).expect("a file can be written");
        fs::rename(beside, path).expect("a file can be renamed");
    }

    fn fingerprint(&self) -> String {
        let status = self
            .sandbox
            .citable(&["status", "--format", "json"])
            .output();
        let status = status.expect("citable runs").stdout;
        let status: serde_json::Value = serde_json::from_slice(&status).expect("it is JSON");
        status["build"]["fingerprint"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[track_caller]
fn has(lines: &[String], words: &str) {
    let any = lines.iter().any(|line| line.contains(words));
    assert!(any, "`{words}` is not among:\n{}", lines.join("\n"));
}

#[track_caller]
fn lacks(lines: &[String], words: &str) {
    let any = lines.iter().any(|line| line.contains(words));
    assert!(!any, "`{words}` is among:\n{}", lines.join("\n"));
}

#[test]
fn it_shows_only_what_changed() {
    let mut watch = Watch::start(&[]);
    let first = watch.until("built 1 dossier");
    has(&first, "watching ");
    has(&first, "hint[unused-entity]: no statement is about `Bob`");

    watch.write(
        DOSSIER,
        &MINUTES.replace("since 1990", "since at least 1990"),
    );
    let second = watch.until("1 statement re-timed");
    has(&second, "changed: data/minutes.dossier.md");
    has(&second, "~ Ada memberOf Chess Club since at least 1990");
    has(&second, "time: since 1990 → since at least 1990");
    lacks(&second, "unused-entity");
    lacks(&second, "\u{1b}");

    let more = MINUTES.to_owned()
        + "\n> Bob joined the Chess Club in 1995\n\n- Bob memberOf Chess Club since 1995\n";
    watch.write_and_rename(DOSSIER, &more);
    let third = watch.until("1 statement added");
    has(&third, "changed: data/minutes.dossier.md");
    lacks(&third, "swp");
    has(&third, "+ Bob memberOf Chess Club since 1995");
    has(&third, "“Bob joined the Chess Club in 1995” (Minutes)");
    has(
        &third,
        "no longer: data/people.entities.md: hint[unused-entity]: no statement is about `Bob`",
    );

    watch.write(DOSSIER, MINUTES);
    let fourth = watch.until("1 statement removed");
    has(&fourth, "- Bob memberOf Chess Club since 1995");
    has(&fourth, "hint[unused-entity]: no statement is about `Bob`");
}

#[test]
fn a_mistake_is_told_once_and_the_old_build_stays() {
    let mut watch = Watch::start(&[]);
    watch.until("built 1 dossier");
    let good = watch.fingerprint();

    watch.write(
        DOSSIER,
        &MINUTES.replace("- Ada memberOf", "- Eve memberOf"),
    );
    let broken = watch.until("nothing was built");
    has(&broken, "error[unknown-name]: `Eve` is not declared");
    assert_eq!(watch.fingerprint(), good);

    // A line above it moves the mistake, which is the one that was told.
    let moved = MINUTES
        .replace("- Ada memberOf", "- Eve memberOf")
        .replace("> Ada", "Prose.\n\n> Ada");
    watch.write(DOSSIER, &moved);
    lacks(&watch.until("nothing was built"), "unknown-name");

    watch.write(DOSSIER, MINUTES);
    let mended = watch.until("nothing has changed");
    has(
        &mended,
        "no longer: data/minutes.dossier.md: error[unknown-name]: `Eve` is not declared",
    );
    assert_eq!(watch.fingerprint(), good);
}

#[test]
fn it_survives_what_cannot_be_read() {
    let mut watch = Watch::start(&[]);
    watch.until("built 1 dossier");
    let good = watch.fingerprint();
    let project = watch.sandbox.path().to_owned();

    // A project without data, and the data again.
    fs::rename(project.join("data"), project.join("elsewhere")).expect("a folder can be renamed");
    has(
        &watch.until("built: "),
        "- Ada memberOf Chess Club since 1990",
    );
    fs::rename(project.join("elsewhere"), project.join("data")).expect("a folder can be renamed");
    has(
        &watch.until("built: "),
        "+ Ada memberOf Chess Club since 1990",
    );
    assert_eq!(watch.fingerprint(), good);

    // Files in the folder that was renamed are still watched.
    watch.write(DOSSIER, "\u{fffd}---\n");
    watch.until("nothing was built");
    watch.write(DOSSIER, MINUTES);
    watch.until("nothing has changed");

    let config = fs::read_to_string(project.join("citable.toml")).expect("it is there");
    watch.write("citable.toml", "[project");
    has(&watch.until("nothing was built"), "error[invalid-config]");
    fs::remove_file(project.join("citable.toml")).expect("it is there");
    watch.until("there is no citable.toml");
    watch.write("citable.toml", &config);
    watch.until("nothing has changed");
    assert_eq!(watch.fingerprint(), good);

    fs::write(project.join("data/sources/minutes.txt"), b"\xff\xfe\x00")
        .expect("a file can be written");
    has(&watch.until("nothing was built"), "not-utf8");
    assert_eq!(watch.fingerprint(), good);
}

#[test]
fn a_text_outside_of_data_is_watched_as_well() {
    let mut watch = Watch::start(&[]);
    watch.until("built 1 dossier");
    let project = watch.sandbox.path().to_owned();
    fs::create_dir(project.join("texts")).expect("a folder can be made");
    fs::rename(
        project.join("data/sources/minutes.txt"),
        project.join("texts/minutes.txt"),
    )
    .expect("a file can be renamed");
    watch.until("text-not-found");
    watch.write(DOSSIER, &MINUTES.replace("text: sources", "text: ../texts"));
    watch.until("built: ");
    let text = fs::read_to_string(project.join("texts/minutes.txt")).expect("it is there");
    watch.write("texts/minutes.txt", "Nothing of the kind.\n");
    has(&watch.until("nothing was built"), "error[quote-not-found]");

    // Its folder goes, and comes again.
    fs::remove_dir_all(project.join("texts")).expect("it is there");
    has(&watch.until("nothing was built"), "text-not-found");
    fs::create_dir(project.join("texts")).expect("a folder can be made");
    watch.write("texts/minutes.txt", &text);
    watch.until("nothing has changed");
}

#[test]
fn what_is_no_input_is_no_news() {
    let mut watch = Watch::start(&[]);
    watch.until("built 1 dossier");
    watch.write("watch.log", "as of a redirection\n");
    watch.write("data/notes.txt", "for oneself\n");
    std::thread::sleep(Duration::from_millis(300));
    watch.write(DOSSIER, &MINUTES.replace("since 1990", "since 1991"));
    let told = watch.until("1 statement");
    lacks(&told, "watch.log");
    lacks(&told, "notes.txt");
    lacks(&told, "nothing has changed");
}

#[test]
fn warnings_stop_a_strict_watch() {
    let mut watch = Watch::start(&["--strict"]);
    watch.until("built 1 dossier");
    watch.write(DOSSIER, &MINUTES.replace("since 1990", "since 1991"));
    has(
        &watch.until("nothing was built"),
        "warning[year-not-in-quote]",
    );
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_and_leaves_the_build_whole() {
    let mut watch = Watch::start(&[]);
    watch.until("built 1 dossier");
    let good = watch.fingerprint();
    // As Ctrl-C does, but for a signal that no shell has us ignore.
    let id = watch.child.id().to_string();
    let sent = Command::new("kill").args(["-TERM", &id]).status();
    assert!(sent.expect("there is such a command").success());
    let start = Instant::now();
    while watch
        .child
        .try_wait()
        .expect("it is a child of ours")
        .is_none()
    {
        assert!(start.elapsed() < PATIENCE, "it doesn't end");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(watch.fingerprint(), good);
}
