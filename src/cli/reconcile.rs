//! `citable reconcile`: the Reconciliation Service API, both ways.

use std::io::{self, BufRead, BufWriter, IsTerminal, Write};
use std::net::{Ipv4Addr, TcpListener};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::output::Format;
use super::project::Project;
use super::{Exit, asking};
use crate::query::without_controls;
use crate::reconcile::client::{Cache, Event, Mode, Service};
use crate::reconcile::message::{Candidate, Query};
use crate::reconcile::service::{self, Live};

/// Match names with entities by the Reconciliation Service API 0.2: as a service, or by asking one
///
/// OpenRefine and others match the cells of a table with entities by it.
#[derive(Args)]
pub struct Reconcile {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Serve(Serve),
    Ask(Ask),
}

/// Serve the entities of the build to OpenRefine and others, on this machine alone
///
/// The service matches names, with types and properties; suggests entities, properties and types; shows previews with the
/// words that statements rest on; and extends tables with values. A build that is made meanwhile is taken up. Ctrl-C ends it.
///
/// As the specification wants, pages of any website that your browser shows may ask it while it runs (CORS).
#[derive(Args)]
#[command(after_help = "\
Examples:
  citable reconcile serve                then in OpenRefine: Reconcile, Add standard service, http://127.0.0.1:7878/
  citable reconcile serve --port 0       on a port that is free; its address is printed
  curl http://127.0.0.1:7878/ --data-urlencode 'queries={\"q0\": {\"query\": \"Interpol\", \"type\": \"v:Organization\"}}'

Exit codes: 0 it was ended, 2 it was asked wrongly, 3 the disk failed, or the port is taken.")]
struct Serve {
    /// The port on 127.0.0.1; 0 takes one that is free
    #[arg(long, default_value_t = 7878)]
    port: u16,

    /// Build first, if an input has changed
    #[arg(long)]
    build: bool,
}

/// Ask a reconciliation service for names, and show its candidates
///
/// Names are arguments, or lines of standard input. What the service answers is kept in .citable/reconcile, and never asked
/// again: a run that was cut goes on where it was.
#[derive(Args)]
#[command(after_help = "\
Examples:
  citable reconcile ask https://wikidata.reconci.link/en/api Interpol Delhi
  citable reconcile ask https://wikidata.reconci.link/en/api --type Q6256 --limit 1 < countries.txt
  citable reconcile ask https://wikidata.reconci.link/en/api Interpol --offline --format json

To ask again, delete .citable/reconcile.

Exit codes: 0 done, also where there are no candidates, 2 it was asked wrongly, 3 the service or the disk failed, or \
something is not at hand offline.")]
struct Ask {
    /// The URL of the service
    url: String,

    /// What is looked for; without any, the lines of standard input
    names: Vec<String>,

    /// Only things of this type, by its id
    #[arg(long = "type", value_name = "ID")]
    class: Vec<String>,

    /// How many candidates a name gets at most
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: u16,

    /// Use only what was answered before
    #[arg(long)]
    offline: bool,

    /// How it is shown
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Reconcile {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        match self.command {
            Command::Serve(command) => command.run(project),
            Command::Ask(command) => command.run(project),
        }
    }
}

impl Serve {
    fn run(self, project: &Project) -> anyhow::Result<Exit> {
        if let Err(exit) = asking::open(project, self.build)? {
            return Ok(exit);
        }
        let settings = match super::engine::settings(project)? {
            Ok(settings) => settings,
            Err(exit) => return Ok(exit),
        };
        let tell = Box::new(|taken: Result<(), String>| match taken {
            Ok(()) => eprintln!("note: the new build is served"),
            Err(error) => eprintln!("note: the new build is not served, the old one is: {error}"),
        });
        let live = Live::open(&project.root, settings.title, tell)?;
        let live = live.context("nothing is built yet: run `citable build` first")?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port))
            .with_context(|| format!("cannot listen on port {} of 127.0.0.1", self.port))?;
        let mut out = io::stdout().lock();
        writeln!(out, "http://{}/", listener.local_addr()?)?;
        out.flush()?;
        drop(out);
        eprintln!("serving {}; Ctrl-C ends it", live.title);
        service::serve(listener, live, ended)?;
        Ok(Exit::Done)
    }
}

/// Waits for Ctrl-C, or for being ended otherwise.
async fn ended() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

impl Ask {
    fn run(self, project: &Project) -> anyhow::Result<Exit> {
        let names = match self.names.is_empty() {
            true => lines()?,
            false => self.names.clone(),
        };
        let query = |name: &String| Query {
            types: self.class.clone(),
            limit: Some(self.limit.into()),
            ..Query::named(name.trim())
        };
        let queries: Vec<Query> = names
            .iter()
            .filter(|name| !name.trim().is_empty())
            .map(query)
            .collect();
        if queries.is_empty() {
            eprintln!("error: no name is given, as an argument or as a line of standard input");
            return Ok(Exit::Usage);
        }
        let bar = bar();
        let tell = |event: Event| match event {
            Event::Answered { done, of } => {
                bar.set_length(of as u64);
                bar.set_position(done as u64);
            }
            Event::Waiting { error, pause } => bar.suspend(|| super::engine::tell(error, pause)),
        };
        let (cache, mode) = (Cache::of(&project.root), Mode::of(self.offline, false));
        let asked = Service::open(&self.url, cache, mode, &tell).and_then(|service| {
            let candidates = service.reconcile(&queries)?;
            Ok((service, candidates))
        });
        bar.finish_and_clear();
        let (service, candidates) = asked?;
        self.write(&service, &queries, &candidates)?;
        Ok(Exit::Done)
    }

    fn write(
        &self,
        service: &Service,
        queries: &[Query],
        all: &[Vec<Candidate>],
    ) -> anyhow::Result<()> {
        let mut out = BufWriter::new(io::stdout().lock());
        let pairs = queries.iter().zip(all);
        match self.format {
            Format::Json => {
                let told = pairs.map(|(query, candidates)| {
                    let iris: Vec<String> =
                        candidates.iter().map(|one| service.iri(&one.id)).collect();
                    json!({ "name": query.name(), "candidates": candidates, "iris": iris })
                });
                super::output::json(&told.collect::<Vec<_>>(), &mut out)?;
            }
            Format::Text => {
                for (query, candidates) in pairs {
                    writeln!(out, "{}", without_controls(query.name()))?;
                    for candidate in candidates {
                        writeln!(out, "  {}", line(service, candidate))?;
                    }
                }
            }
        }
        Ok(out.flush()?)
    }
}

/// A candidate for people.
fn line(service: &Service, candidate: &Candidate) -> String {
    let types: Vec<&str> = candidate
        .types
        .iter()
        .map(|class| class.name.as_str())
        .collect();
    let types = match types.as_slice() {
        [] => String::new(),
        types => format!(" ({})", types.join(", ")),
    };
    let sure = if candidate.is_match { ", match" } else { "" };
    let iri = service.iri(&candidate.id);
    without_controls(&format!(
        "{}{types}  {iri}  {}{sure}",
        candidate.name, candidate.score
    ))
    .replace('\n', " ")
}

fn lines() -> io::Result<Vec<String>> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        eprintln!("names, one a line; Ctrl-D ends them");
    }
    stdin.lock().lines().collect()
}

fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len} answered, {elapsed}");
    let bar = ProgressBar::new(0);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
