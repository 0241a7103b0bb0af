//! A file that has changed is read again, whatever its times say; one that hasn't is not.

mod support;

use std::fs::{self, File, FileTimes};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use citable::compile::{self, Compilation, Options};
use citable::files::Files;
use citable::store::{Build, Lock};
use support::{Sandbox, root};

/// After this, what a file system says of a file settles what is in it.
const SETTLED: Duration = Duration::from_millis(2100);

const DOSSIER: &str = "data/faros-glarou.dossier.md";
const TEXT: &str = "data/sources/faros-glarou.txt";

fn project() -> Sandbox {
    let sandbox = Sandbox::new();
    let lighthouse = root().join("tests/projects/lighthouse");
    sandbox.lay(&lighthouse).expect("it can be copied");
    sandbox
}

fn build(root: &Path, before: Option<&Build>) -> Compilation {
    let lock = Lock::take(root, || {}).expect("nobody else builds");
    compile::build(root, &lock, before, Options::default(), &|_| {}).expect("the disk works")
}

/// Puts other words of the same length into a file, and gives it the time that it had.
fn change(file: &PathBuf, from: &str, to: &str) {
    assert_eq!(from.len(), to.len());
    let time = fs::metadata(file).and_then(|about| about.modified());
    let text = fs::read_to_string(file).expect("it is text");
    assert!(text.contains(from), "{} has no `{from}`", file.display());
    fs::write(file, text.replace(from, to)).expect("it can be written");
    let opened = File::options().write(true).open(file);
    let times = FileTimes::new().set_modified(time.expect("it has a time"));
    let set = opened.and_then(|opened| opened.set_times(times));
    set.expect("it can be given a time");
}

/// A change of the same size, with the time set back, is seen by a build that comes right after it.
fn is_noticed(wait: Duration) {
    let sandbox = project();
    thread::sleep(wait);
    let first = build(sandbox.path(), None)
        .build
        .expect("it has no mistake");
    let settled = Files::are_settled(sandbox.path(), &first.inputs).expect("the disk works");
    assert!(settled || wait < SETTLED);
    change(
        &sandbox.path().join(DOSSIER),
        "confidence 0.6",
        "confidence 0.7",
    );
    assert!(!Files::are_settled(sandbox.path(), &first.inputs).expect("the disk works"));
    let second = build(sandbox.path(), Some(&first));
    assert_eq!(second.compiled.0, 1);
    let second = second.build.expect("it has no mistake");
    let clean = build(sandbox.path(), None)
        .build
        .expect("it has no mistake");
    assert_ne!(second.fingerprint, first.fingerprint);
    assert_eq!(second.fingerprint, clean.fingerprint);
}

#[test]
fn a_change_with_the_old_size_and_time_is_noticed() {
    is_noticed(SETTLED);
}

#[test]
fn a_change_within_the_tick_of_a_build_is_noticed() {
    is_noticed(Duration::ZERO);
}

#[test]
fn a_changed_text_with_the_old_size_and_time_is_noticed() {
    let sandbox = project();
    thread::sleep(SETTLED);
    let first = build(sandbox.path(), None)
        .build
        .expect("it has no mistake");
    change(&sandbox.path().join(TEXT), "1887", "1886");
    let refused = build(sandbox.path(), Some(&first));
    assert!(refused.build.is_none(), "what it quotes has changed");
    change(&sandbox.path().join(TEXT), "1886", "1887");
    let again = build(sandbox.path(), Some(&first))
        .build
        .expect("all is as it was");
    assert_eq!(again.fingerprint, first.fingerprint);
}

/// Its digest is known without the file.
#[test]
fn a_file_that_has_not_changed_is_not_read() {
    let sandbox = project();
    thread::sleep(SETTLED);
    let first = build(sandbox.path(), None)
        .build
        .expect("it has no mistake");
    let second = build(sandbox.path(), Some(&first));
    assert_eq!(second.compiled.0, 0);
    let mut files = Files::find(sandbox.path()).expect("the disk works");
    files.recall(&first.inputs);
    let text = files.find_text(TEXT).expect("it is there");
    for input in &first.inputs {
        fs::remove_file(sandbox.path().join(&input.path)).expect("it is there");
    }
    for id in files.ids().chain([text]) {
        let recorded = first
            .inputs
            .iter()
            .find(|input| input.path == files.path(id));
        let recorded = recorded.map(|input| input.sha256.as_str());
        assert_eq!(files.digest(id).ok(), recorded);
    }
}
