//! `citable publish`: brings the build to an engine.

use std::fs::File;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, Read, Seek, SeekFrom, Write};

use anyhow::{Context as _, bail};
use indicatif::{ProgressBar, ProgressStyle};

use super::project::Project;
use super::{Exit, engine};
use crate::publish::{Altered, Event, Lost, Plan, PublishError, Publisher};
use crate::store::FOLDER;

/// Bring the build to an engine that answers over HTTP, graph by graph, and only what has changed
///
/// The engine is `[engines.NAME]` of citable.toml. Each graph is replaced whole, and verified afterwards. If it is cut, the
/// next run goes on from there.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  citable publish library --dry-run      which graphs would be replaced and dropped
  citable publish library                replace those that changed, drop those that are gone
  citable publish library --take-over    go on although somebody else seems to publish, who was cut

In citable.toml:
  [engines.library]
  query = \"https://library.example.org/sparql\"
  update = \"https://library.example.org/update\"
  graph-store = \"https://library.example.org/store\"
  auth = \"basic\"
  user = \"curator\"
  password-env = \"LIBRARY_PASSWORD\"

No graph is touched that was not published by citable. What the engine has is told by its graph BASEgraph/published. \
All keys, and what is to be expected of which engine, are told in docs/engines.md.

Exit codes: 0 done, 1 the engine has a graph that is not ours, or not what it was given, 2 it was asked wrongly, 3 the \
engine or the disk failed.")]
pub struct Publish {
    /// The engine's name in citable.toml
    name: String,

    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,

    /// Go on although somebody else seems to publish to the engine
    #[arg(long)]
    take_over: bool,
}

impl Publish {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        let engine = match engine::open(project, &self.name)? {
            Ok(engine) => engine,
            Err(exit) => return Ok(exit),
        };
        let build = project.built()?;
        let mut place = self.place(project)?;
        let token = token(&mut place)?;
        let bar = bar();
        let publisher = Publisher {
            build: &build,
            engine: &engine,
            token: &token,
            take_over: self.take_over,
            now: &|| jiff::Timestamp::now().to_string(),
            tell: &|event| tell(&bar, event),
        };
        let done = self.publish(&publisher, &bar);
        bar.finish_and_clear();
        match done {
            Err(PublishError::Foreign(_) | PublishError::Differs { .. }) => {
                eprintln!("error: {}", done.expect_err("it is one"));
                Ok(Exit::Data)
            }
            done => Ok(done.map(|()| Exit::Done)?),
        }
    }

    fn publish(&self, publisher: &Publisher, bar: &ProgressBar) -> Result<(), PublishError> {
        let plan = publisher.plan()?;
        tell_losses(plan.lost);
        if self.dry_run {
            bar.finish_and_clear();
            return Ok(show(&plan, &publisher.build.context.base)?);
        }
        if !plan.is_empty() {
            publisher.carry_out(&plan)?;
        }
        bar.finish_and_clear();
        let Plan {
            replace,
            drop,
            unchanged,
            ..
        } = plan;
        let triples: u64 = replace.iter().map(|graph| graph.triples).sum();
        eprintln!(
            "published to `{}`: {} replaced with {triples} triples, {} dropped, {unchanged} unchanged",
            self.name,
            graphs(replace.len()),
            drop.len(),
        );
        Ok(())
    }

    /// The file by which nobody else publishes from here to the same engine, and in which the token stands.
    fn place(&self, project: &Project) -> anyhow::Result<File> {
        let path = project
            .root
            .join(FOLDER)
            .join(format!("publish-{}", self.name));
        let file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .with_context(|| format!("cannot write {}", path.display()))?;
        if file.try_lock().is_err() {
            bail!(
                "another `citable publish {}` of this project is running",
                self.name
            );
        }
        Ok(file)
    }
}

/// By which the engine knows that it was this checkout that was cut: made once, and kept.
fn token(place: &mut File) -> io::Result<String> {
    let mut token = String::new();
    place.read_to_string(&mut token)?;
    if token.len() == 32 && token.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(token);
    }
    let chance = || RandomState::new().build_hasher().finish();
    token = format!("{:016x}{:016x}", chance(), chance());
    place.seek(SeekFrom::Start(0))?;
    place.set_len(0)?;
    place.write_all(token.as_bytes())?;
    place.sync_all()?;
    Ok(token)
}

fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} {msg}");
    let bar = ProgressBar::new(0);
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

fn tell(bar: &ProgressBar, event: Event) {
    let (done, of, what) = match event {
        Event::Surveyed { done, of } => (done, of, "compared".to_owned()),
        Event::Replacing {
            graph,
            triples,
            done,
            of,
        } => (done, of, format!("{graph}: {triples} triples")),
        Event::Dropping { graph, done, of } => (done, of, format!("drops {graph}")),
        Event::Again { error, pause } => return bar.suspend(|| engine::tell(error, pause)),
        Event::Altered { graph, altered } => return bar.suspend(|| tell_altered(graph, altered)),
    };
    bar.set_length(of as u64);
    bar.set_position(done as u64);
    bar.set_message(what);
}

fn tell_altered(graph: &str, altered: &Altered) {
    let Altered { count, of, example } = altered;
    eprint!(
        "note: the engine keeps other values of {count} of {of} triples of <{graph}> that were looked at"
    );
    match example {
        Some((given, kept)) => eprintln!(", such as {kept} for {given}"),
        None => eprintln!(),
    }
}

fn tell_losses(lost: Lost) {
    for (count, what) in [
        (
            lost.triple_terms,
            "triples with a triple term that RDF 1.1 cannot hold",
        ),
        (lost.ambiguous, "statements of reifiers of several triples"),
        (lost.directions, "base directions of strings"),
    ] {
        if count > 0 {
            eprintln!("note: left out: {count} {what}");
        }
    }
}

/// Prints what would be done.
fn show(plan: &Plan, base: &str) -> io::Result<()> {
    let short = |iri: &str| iri.strip_prefix(base).unwrap_or(iri).to_owned();
    let mut out = io::stdout().lock();
    for replacement in &plan.replace {
        let what = if replacement.is_known {
            "replace"
        } else {
            "add"
        };
        let graph = short(replacement.graph.as_str());
        writeln!(out, "{what} {graph} ({} triples)", replacement.triples)?;
    }
    for graph in &plan.drop {
        writeln!(out, "drop {}", short(graph.as_str()))?;
    }
    writeln!(out, "{} unchanged", graphs(plan.unchanged))
}

fn graphs(count: usize) -> String {
    match count {
        1 => "1 graph".to_owned(),
        count => format!("{count} graphs"),
    }
}
