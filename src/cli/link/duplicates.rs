use std::io::{self, Write};

use clap::Args;

use super::asked::{self, By};
use crate::cli::Exit;
use crate::cli::output::{self, Format};
use crate::cli::project::Project;
use crate::link::{self, Against, Duplicate};
use crate::query::without_controls;

/// Show entities of the project that are probably one
///
/// For each pair, what speaks for it: names, classes, dates, values that only these two have, neighbours; and what speaks
/// against it: a property that has one value at most, and another with each. The command under it makes one of both.
#[derive(Args)]
#[command(after_help = "\
Examples:
  citable link duplicates
  citable link distinct georgia georgia-us       they are not the same: never show them again

Exit codes: 0 done, 2 it was asked wrongly, 3 the disk failed.")]
pub struct Duplicates {
    /// How they are shown
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Build first, if an input has changed
    #[arg(long)]
    build: bool,
}

/// Write down that two entities are not the same
///
/// `citable link duplicates` doesn't show them again. It is kept in data/mappings/not-the-same.sssom.tsv.
#[derive(Args)]
#[command(after_help = "\
Examples:
  citable link distinct georgia georgia-us --by Ana

Exit codes: 0 done, 2 there is no such entity, 3 the disk failed.")]
pub struct Distinct {
    /// An entity, by id, name or IRI
    one: String,
    /// The other
    other: String,
    #[command(flatten)]
    by: By,
}

impl Duplicates {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        asked::with(project, self.build, |linking| {
            let found = link::duplicates(linking)?;
            let mut out = io::stdout().lock();
            match self.format {
                Format::Json => output::json(&found, &mut out)?,
                Format::Text => {
                    for duplicate in &found {
                        out.write_all(without_controls(&text(duplicate)).as_bytes())?;
                    }
                }
            }
            if found.is_empty() {
                eprintln!("note: no two entities are probably one");
            }
            Ok(Exit::Done)
        })
    }
}

impl Distinct {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        let reviewer = self.by.reviewer(project)?;
        asked::with(project, false, |linking| {
            let (one, other) = (linking.entity(&self.one)?, linking.entity(&self.other)?);
            link::distinct(linking, &reviewer, one, other)?;
            eprintln!(
                "{} and {} are not the same: in {}",
                one.id,
                other.id,
                link::NOT_THE_SAME
            );
            Ok(Exit::Done)
        })
    }
}

fn text(duplicate: &Duplicate) -> String {
    let (double, into) = (&duplicate.double, &duplicate.into);
    let features = duplicate.features.iter();
    let features: Vec<String> = features
        .map(|it| format!("{} {}", it.name, it.said()))
        .collect();
    let mut text = format!(
        "{:.2} {}: {} ({}) and {} ({})\n  for: {}\n",
        duplicate.probability,
        duplicate.outcome,
        double.label,
        double.id,
        into.label,
        into.id,
        features.join(", ")
    );
    for Against {
        property,
        double,
        into,
    } in &duplicate.against
    {
        let (double, into) = (double.join(", "), into.join(", "));
        text.push_str(&format!("  against: {property} is {double} and {into}\n"));
    }
    text.push_str(&format!("  {}\n", duplicate.command()));
    text
}
