//! How long it takes to tell what one changed line changes, beside what it takes to read both builds once.
//!
//! `cargo bench --bench difference`, or with sizes: `cargo bench --bench difference -- 10000`. Of a generated project with
//! one statement re-timed there is a build before and a build after, each made from nothing, so that they share no
//! file. Nothing is asserted: the figures are for reading.

mod support;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Instant;

use citable::compile::{self, Options};
use citable::difference;
use citable::store::{Build, Lock};
use support::generate::{self, Layout};
use support::measure::Times;

type Outcome<T> = Result<T, Box<dyn Error>>;

const SIZES: &[usize] = &[10_000, 100_000];
const RUNS: usize = 7;

fn main() -> Outcome<()> {
    let arguments = std::env::args().skip(1);
    let sizes: Vec<usize> = arguments
        .filter(|argument| argument != "--bench")
        .map(|size| size.parse())
        .collect::<Result<_, _>>()?;
    let sizes = if sizes.is_empty() { SIZES } else { &sizes };
    println!(
        "{:>10} {:>10}  {:<14} {:>12} {:>12} {:>12}   of {RUNS} runs",
        "statements", "quads", "", "median", "least", "most"
    );
    for &statements in sizes {
        report(statements)?;
    }
    Ok(())
}

fn report(statements: usize) -> Outcome<()> {
    let folders = [tempfile::tempdir()?, tempfile::tempdir()?];
    let mut builds = Vec::new();
    for (number, folder) in folders.iter().enumerate() {
        generate::project(folder.path(), statements, Layout::Dossiers)?;
        if number == 1 {
            change(&folder.path().join("data"))?;
        }
        builds.push(build(folder.path())?);
    }
    let [before, after] = &builds[..] else {
        return Err("there are two builds".into());
    };
    let (mut differs, mut anew, mut reads) = (Times::default(), Times::default(), Times::default());
    let exports = [tempfile::tempdir()?, tempfile::tempdir()?];
    let exported = [
        export(before, exports[0].path())?,
        export(after, exports[1].path())?,
    ];
    for _ in 0..RUNS {
        differs.add(timed(|| {
            let found = difference::of_builds(before, after)?;
            assert!(!found.is_empty(), "one statement was changed");
            Ok(())
        })?);
        // A whole export is one part, of which nothing can be skipped.
        anew.add(timed(|| {
            let found = difference::of_builds(&exported[0], &exported[1])?;
            assert!(!found.is_empty(), "one statement was changed");
            Ok(())
        })?);
        reads.add(timed(|| {
            before.write_nquads(None, &mut std::io::sink())?;
            Ok(after.write_nquads(None, &mut std::io::sink())?)
        })?);
    }
    for (what, times) in [
        ("difference", differs),
        ("of exports", anew),
        ("reading both", reads),
    ] {
        let [median, least, most] =
            [times.median(), times.least(), times.most()].map(|time| time * 1e3);
        println!(
            "{statements:>10} {:>10}  {what:<14} {median:>9.1} ms {least:>9.1} ms {most:>9.1} ms",
            after.quads()
        );
    }
    Ok(())
}

fn timed(work: impl FnOnce() -> Outcome<()>) -> Outcome<f64> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed().as_secs_f64())
}

fn build(root: &Path) -> Outcome<Build> {
    let lock = Lock::take(root, || {})?;
    let run = compile::build(root, &lock, None, Options::default(), &|_| {})?;
    run.build.ok_or_else(|| "the project is refused".into())
}

/// All quads of a build as one unit of another one, as those of an export are.
fn export(build: &Build, root: &Path) -> Outcome<Build> {
    let mut nquads = Vec::new();
    build.write_nquads(None, &mut nquads)?;
    let lock = Lock::take(root, || {})?;
    let mut writer = Build::writer(root, &lock, None)?;
    writer.put("export", b"", &citable::store::segment(&nquads)?)?;
    Ok(writer.finish(Vec::new(), &build.context)?)
}

/// Re-times the first statement that has a beginning, in a dossier: a stored text may say so as well.
fn change(data: &Path) -> Outcome<()> {
    let mut folders = vec![data.to_owned()];
    while let Some(folder) = folders.pop() {
        let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
        entries.sort_by_key(fs::DirEntry::path);
        for path in entries.iter().map(fs::DirEntry::path) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if !path.to_string_lossy().ends_with(".dossier.md") {
                continue;
            }
            let text = fs::read_to_string(&path)?;
            let start = [" since 1", " since 2"]
                .into_iter()
                .find(|start| text.contains(start));
            if let Some(start) = start {
                let hedged = start.replace("since", "since at least");
                fs::write(&path, text.replacen(start, &hedged, 1))?;
                return Ok(());
            }
        }
    }
    Err("no statement of the project has a beginning".into())
}
