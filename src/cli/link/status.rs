use std::io::{self, Write};

use clap::Args;

use super::asked;
use crate::cli::Exit;
use crate::cli::output::{self, Format};
use crate::cli::project::Project;
use crate::link::{self, Counts, Moved};
use crate::query::without_controls;
use crate::tally::counted;

/// Show what is linked with data sets, and what is not
///
/// By data set and class: entities that are linked, for which something is proposed, of which all that was proposed is rejected,
/// of which the data set has none, and which nobody has looked at. With a new dump it tells the links whose targets are gone,
/// or were replaced.
#[derive(Args)]
#[command(after_help = "\
Examples:
  citable link status
  citable link status wikidata --format json

Exit codes: 0 done, 1 a data set cannot be read, 2 it was asked wrongly, 3 the disk failed.")]
pub struct Status {
    /// The data set, as citable.toml calls it [default: all]
    name: Option<String>,
    /// How it is shown
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Build first, if an input has changed
    #[arg(long)]
    build: bool,
}

impl Status {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        asked::with(project, self.build, |linking| {
            let settings = match &self.name {
                Some(name) => vec![linking.settings(name)?],
                None => linking.project.datasets.values().collect(),
            };
            let mut all = Vec::new();
            for settings in settings {
                let shelf = asked::kept(linking, settings)?;
                all.push(link::status(linking, settings, shelf.as_ref())?);
            }
            let mut out = io::stdout().lock();
            match self.format {
                Format::Json => output::json(&all, &mut out)?,
                Format::Text => {
                    for status in &all {
                        out.write_all(without_controls(&text(status)).as_bytes())?;
                    }
                }
            }
            if all.is_empty() {
                eprintln!("note: citable.toml names no data set; docs/linking.md tells how");
            }
            Ok(Exit::Done)
        })
    }
}

fn text(status: &link::Status) -> String {
    let mut text = format!(
        "{}: {}: {}\n",
        status.dataset,
        counted(status.counts.all(), "entity", "entities"),
        counts(&status.counts)
    );
    for class in &status.classes {
        let of = counts(&class.counts);
        text.push_str(&format!("  {}: {of}\n", class.class));
    }
    let link = |moved: &Moved| format!("{} ({}) → {}", moved.label, moved.entity, moved.target);
    for moved in &status.vanished {
        text.push_str(&format!("  gone: {}\n", link(moved)));
    }
    for moved in &status.redirected {
        let to = moved.redirected_to.as_deref().unwrap_or_default();
        text.push_str(&format!("  replaced: {}, now {to}\n", link(moved)));
    }
    for contested in &status.contested {
        text.push_str(&format!("  decided in two ways: {}\n", link(contested)));
    }
    if !status.targets_known && status.counts.linked > 0 {
        text.push_str(
            "  nothing is kept of the data set, so the targets of links were not looked up\n",
        );
    }
    text
}

fn counts(counts: &Counts) -> String {
    format!(
        "{} linked, {} proposed, {} rejected, {} none there, {} untouched",
        counts.linked, counts.proposed, counts.rejected, counts.none_there, counts.untouched
    )
}
