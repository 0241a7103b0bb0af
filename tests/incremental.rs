//! A build after a change is a clean build: whatever was changed, its quads, its fingerprint and what it says are those
//! of a build that remembers nothing.
//!
//! Random edits are made to copies of real projects, one after the other: lines are taken away, doubled, moved and mixed with
//! others, words are exchanged for words of elsewhere, files vanish and come back. Many of the edits are mistakes, so that builds are
//! refused and later ones start from an older build. The same seeds make the same edits on every machine;
//! `CITABLE_SEQUENCES` says how many sequences of edits there are.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use citable::compile::{self, Compilation, Options};
use citable::diagnostic::{Format, render};
use citable::store::{Build, Lock};
use tempfile::TempDir;

/// How many edits are made to one copy.
const EDITS: usize = 8;

/// SplitMix64.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((bits ^ (bits >> 31)) % end.max(1) as u64) as usize
    }
}

/// The files of a project, by path; those that were taken away are empty.
type Texts = BTreeMap<PathBuf, Option<String>>;

fn project(root: &Path) -> Texts {
    let mut texts = Texts::new();
    for part in ["citable.toml", "ontology", "data"] {
        for entry in walkdir::WalkDir::new(root.join(part)) {
            let entry = entry.unwrap();
            if entry.file_type().is_file() {
                let path = entry.path().strip_prefix(root).unwrap().to_owned();
                texts.insert(path, Some(fs::read_to_string(entry.path()).unwrap()));
            }
        }
    }
    texts
}

/// Changes one file: mostly data, now and then the vocabulary or the project's own file.
fn edit(texts: &mut Texts, pristine: &Texts, chance: &mut Chance) -> PathBuf {
    let paths: Vec<PathBuf> = texts.keys().cloned().collect();
    let path = paths[chance.below(paths.len())].clone();
    let other = paths[chance.below(paths.len())].clone();
    let text = match (&texts[&path], chance.below(12)) {
        (None, _) | (_, 0) => pristine[&path].clone(), // as it was in the beginning
        (Some(_), 1) if path.starts_with("data") => None,
        (Some(text), _) => Some(mangled(text, pristine[&other].as_deref(), chance)),
    };
    texts.insert(path.clone(), text);
    path
}

fn mangled(text: &str, other: Option<&str>, chance: &mut Chance) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let others: Vec<&str> = other.unwrap_or_default().lines().collect();
    if lines.is_empty() {
        return others.join("\n");
    }
    let at = chance.below(lines.len());
    let to = chance.below(lines.len());
    match chance.below(8) {
        0 => drop(lines.remove(at)),
        1 => lines.insert(to, lines[at].clone()),
        2 => lines.swap(at, to),
        3 if !others.is_empty() => lines.insert(at, others[chance.below(others.len())].to_owned()),
        4 => lines[at] = lines[at].replacen("- ", "- [ ] ", 1),
        5 => lines[at] = exchanged(&lines[at], &lines[to], chance),
        6 => lines[at] = format!("{} ^id-{}", lines[at], chance.below(3)),
        _ => lines.insert(at, String::new()),
    }
    lines.join("\n") + "\n"
}

/// A line with one of its words exchanged for one of another line.
fn exchanged(line: &str, other: &str, chance: &mut Chance) -> String {
    let mut words: Vec<&str> = line.split(' ').collect();
    let others: Vec<&str> = other.split(' ').collect();
    let at = chance.below(words.len());
    words[at] = others[chance.below(others.len())];
    words.join(" ")
}

/// A copy of a project on disk, in memory where the system has a folder for that.
struct Copy {
    folder: TempDir,
    before: Option<Build>,
}

impl Copy {
    fn new(texts: &Texts) -> Copy {
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() {
            TempDir::new_in(memory)
        } else {
            TempDir::new()
        };
        let copy = Copy {
            folder: folder.unwrap(),
            before: None,
        };
        for path in texts.keys() {
            copy.write(path, texts);
        }
        copy
    }

    fn write(&self, path: &Path, texts: &Texts) {
        let full = self.folder.path().join(path);
        match &texts[path] {
            Some(text) => {
                fs::create_dir_all(full.parent().unwrap()).unwrap();
                fs::write(full, text).unwrap();
            }
            None => fs::remove_file(full).unwrap_or_default(),
        }
    }

    fn check(&self) -> Compilation {
        compile::check(self.folder.path(), self.before.as_ref(), &|_| ()).unwrap()
    }

    fn build(&self) -> Compilation {
        let root = self.folder.path();
        let lock = Lock::take(root, || ()).unwrap();
        let before = self.before.as_ref();
        compile::build(root, &lock, before, Options::default(), &|_| ()).unwrap()
    }
}

fn said(run: &Compilation) -> String {
    let mut out = Vec::new();
    render(
        &run.diagnostics,
        &run.files,
        Format::Json,
        false,
        100,
        &mut out,
    )
    .unwrap();
    String::from_utf8(out).unwrap()
}

fn quads(build: &Build) -> String {
    let mut out = Vec::new();
    build.write_nquads(None, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Says the first line that differs.
fn same(what: &str, one: &str, other: &str, history: &[String]) {
    if one == other {
        return;
    }
    let pair = one.lines().zip(other.lines()).find(|(a, b)| a != b);
    let (got, expected) = pair.unwrap_or(("", "(one is longer)"));
    panic!(
        "{what} differ after these edits:\n{}\nincremental: {got}\nclean:       {expected}",
        history.join("\n")
    );
}

fn sequence(pristine: &Texts, seed: u64) {
    let mut chance = Chance(seed);
    let mut texts = pristine.clone();
    let mut kept = Copy::new(&texts);
    let clean = Copy::new(&texts);
    let mut history = vec![format!("seed {seed}")];
    for number in 0..=EDITS {
        if number > 0 {
            let path = edit(&mut texts, pristine, &mut chance);
            history.push(format!("{number}: {}", path.display()));
            kept.write(&path, &texts);
            clean.write(&path, &texts);
        }
        let (checked, built, expected) = (kept.check(), kept.build(), clean.build());
        same("diagnostics", &said(&built), &said(&expected), &history);
        same(
            "those of a check",
            &said(&checked),
            &said(&clean.check()),
            &history,
        );
        let tallies = [&built, &expected].map(|run| format!("{:?}", run.tally));
        same("tallies", &tallies[0], &tallies[1], &history);
        match (built.build, expected.build) {
            (Some(built), Some(expected)) => {
                same("quads", &quads(&built), &quads(&expected), &history);
                same(
                    "fingerprints",
                    &built.fingerprint,
                    &expected.fingerprint,
                    &history,
                );
                kept.before = Some(built);
            }
            (None, None) => {}
            _ => panic!("one is refused after these edits:\n{}", history.join("\n")),
        }
    }
}

#[test]
fn a_build_after_a_change_is_a_clean_build() {
    let sequences = std::env::var("CITABLE_SEQUENCES").ok();
    let sequences = sequences.map_or(120, |number| number.parse().expect("a number"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = [
        root.to_owned(),
        root.join("tests/projects/lighthouse"),
        root.join("tests/cases/table/rows/input"),
    ];
    let projects: Vec<Texts> = folders
        .iter()
        .filter(|folder| folder.join("citable.toml").exists())
        .map(|folder| project(folder))
        .collect();
    for seed in 0..sequences {
        sequence(&projects[seed as usize % projects.len()], seed);
    }
}
