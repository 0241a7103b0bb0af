//! `citable watch`: builds as files change.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use clap::Args;

use super::Exit;
use super::build::{epoch, short};
use super::project::Project;
use super::report::{colours, terminal_width};
use crate::compile::Options;
use crate::diagnostic::{Format, Summary, render};
use crate::difference::write_statements;
use crate::watch::{self, News, Round, RoundError};

/// Check and build as files change, and show only what changed
///
/// Tells which mistakes are new and which are gone, which statements came and went, and how long it took. While something
/// is wrong, what was built before stays; a project that cannot be read is waited for. Ctrl-C ends it.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    citable watch\n  \
    citable watch --strict                 warnings keep it from being built as well\n  \
    citable watch > watch.log              lines are written as things happen")]
pub struct Watch {
    /// How diagnostics are shown
    #[arg(long, value_enum, default_value_t = Shown::Full)]
    format: Shown,
    /// Build nothing while there are warnings
    #[arg(long)]
    strict: bool,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Shown {
    /// With the lines in question, for reading
    Full,
    /// A line each, for editors and grep
    Short,
}

/// How long a project that cannot be read is left alone.
const PATIENCE: Duration = Duration::from_secs(1);

impl Watch {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        let options = Options {
            strict: self.strict,
            epoch: epoch()?,
        };
        let mut news = News::of(&project.root)?;
        let mut watch = watch::Watch::new(&project.root, options);
        let how = match news.is_told() {
            true => "",
            false => " by looking now and then, as the system doesn't tell of changes",
        };
        eprintln!("watching {}{how}; Ctrl-C ends it", project.root.display());
        let mut changed = Vec::new();
        let mut failure = None;
        loop {
            let start = Instant::now();
            match watch
                .round(|| eprintln!("another build of this project is running; waiting for it"))
            {
                Ok(round) => {
                    if let Some(round) = round {
                        let inputs = round.inputs(&changed);
                        if !inputs.is_empty() || round.is_news() {
                            // A folder is none, and may have been moved.
                            let changed = if inputs.is_empty() { &changed } else { &inputs };
                            self.tell(&round, changed, start.elapsed())?;
                        }
                    }
                    failure = None;
                }
                Err(error) => tell_failure(&error, &mut failure),
            }
            if news.lacks(watch.folders()) {
                // What changed in there since it was read is not told by the system.
                news.watch(watch.folders())?;
                changed.clear();
                continue;
            }
            changed = news.wait(failure.is_some().then_some(PATIENCE));
            news.watch(watch.folders())?;
        }
    }

    /// Tells what a round has changed.
    fn tell(&self, round: &Round, changed: &[String], took: Duration) -> io::Result<()> {
        let stdout = io::stdout().lock();
        let colour = colours(&stdout);
        let width = terminal_width().unwrap_or(100);
        let mut out = io::BufWriter::new(stdout);
        if !changed.is_empty() {
            writeln!(out, "{}", listed(changed))?;
        }
        let format = match self.format {
            Shown::Full => Format::Full,
            Shown::Short => Format::Short,
        };
        render(
            &round.new,
            &round.run.files,
            format,
            colour,
            width,
            &mut out,
        )?;
        for line in &round.gone {
            writeln!(out, "no longer: {line}")?;
        }
        if let Some(difference) = &round.difference {
            write_statements(&difference.statements, colour, &mut out)?;
        }
        writeln!(out, "{} ({} ms)", ended(round), took.as_millis())?;
        out.flush()
    }
}

/// How a round has ended, in a line.
fn ended(round: &Round) -> String {
    let summary = Summary::of(&round.run.diagnostics);
    let wrong = match round.run.diagnostics.is_empty() {
        true => String::new(),
        false => format!("{summary}; "),
    };
    let Some((quads, fingerprint)) = &round.built else {
        return format!("{wrong}nothing was built; what was built before is as it was");
    };
    let differs = match &round.difference {
        None => format!("built {}", round.run.tally),
        Some(difference) if difference.quads.is_empty() => "nothing has changed".to_owned(),
        Some(difference) => format!("built: {}", difference.summary()),
    };
    format!(
        "{wrong}{differs}: {quads} quads, fingerprint {}",
        short(fingerprint)
    )
}

/// Tells why a round did not come to its end, once.
fn tell_failure(error: &RoundError, told: &mut Option<String>) {
    let words = error.to_string();
    if told.as_ref() != Some(&words) {
        eprintln!("error: {words}");
    }
    *told = Some(words);
}

/// A few paths, and how many more there are.
fn listed(paths: &[String]) -> String {
    const SHOWN: usize = 3;
    let shown: Vec<String> = paths
        .iter()
        .take(SHOWN)
        .map(|path| crate::diagnostic::visible_line(path))
        .collect();
    let hidden = paths.len().saturating_sub(SHOWN);
    match hidden {
        0 => format!("changed: {}", shown.join(", ")),
        hidden => format!("changed: {} and {hidden} more", shown.join(", ")),
    }
}
