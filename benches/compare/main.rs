//! citable beside other tools, on the same content: loaders, parsers, mappers of tables, and a database.
//!
//! `cargo bench --bench compare`, or with sizes: `cargo bench --bench compare -- 1000 1000000`. The other tools are
//! installed by `benches/others/install`; a job whose tool is missing, or that takes too long at a size, says so in
//! its row. Every job is a whole process, or several in turn, and what it finds on disk is put in order before the clock
//! starts. The jobs take turns, round by round, so that a machine that slows down slows all of them. Nothing is
//! asserted but that two databases answer alike: the figures are for reading, and `docs/performance.md` says how.

mod arguments;
mod edit;
mod field;
mod groups;
mod job;
mod jobs;
mod process;
mod report;
#[path = "../support/mod.rs"]
mod support;
mod tool;

use std::error::Error;
use std::fs;
use std::path::Path;

use arguments::Arguments;
use field::Field;
use job::Job;
use report::Measured;
use support::generate;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    if let [option, statements, layout, folder] = arguments.as_slice()
        && option == "--generate"
    {
        let folder = Path::new(folder);
        return Ok(generate::project(folder, statements.parse()?, layout.parse()?).map(drop)?);
    }
    let arguments = Arguments::read(&arguments)?;
    for &statements in &arguments.sizes {
        compare(statements, &arguments)?;
    }
    Ok(())
}

fn compare(statements: usize, arguments: &Arguments) -> Outcome<()> {
    let groups = groups::asked(&arguments.only);
    if groups.is_empty() {
        return Err("no job has that in its name".into());
    }
    let passing = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let root = match &arguments.keep {
        Some(keep) => keep.join(statements.to_string()),
        None => passing.path().to_owned(),
    };
    fs::create_dir_all(&root)?;
    let mut field = Field::new(&root, statements, arguments.layout)?;
    let jobs = groups::jobs(&groups);
    let mut measured: Vec<Measured> = jobs
        .iter()
        .map(|job| Ok(Measured::new(job.cannot_run(&field)?)))
        .collect::<Outcome<_>>()?;
    report::heading(&field, arguments.rounds(statements))?;
    report::agreement(&field, &jobs, &measured)?;
    for _ in 0..arguments.rounds(statements) {
        for (job, measured) in jobs.iter().zip(&mut measured) {
            one(job, &mut field, measured)?;
        }
    }
    report::tables(&groups, &jobs, &measured);
    Ok(())
}

/// Runs a job once, unless it cannot be run.
fn one(job: &Job, field: &mut Field, measured: &mut Measured) -> Outcome<()> {
    if measured.trouble.is_some() {
        return Ok(());
    }
    match job.run(field)? {
        Ok(run) => measured.add(run),
        Err(trouble) => measured.trouble = Some(trouble),
    }
    Ok(())
}
