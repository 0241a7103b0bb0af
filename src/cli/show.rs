//! `citable show`: all that is said of an entity.

use std::io::{self, BufWriter, Write};

use clap::Args;

use super::Exit;
use super::asking::{self, Failure, Format};
use super::project::Project;
use crate::show::{self, Portrait};
use crate::why::Layout;

/// Show all that is said of an entity, in both directions, with times and footnotes
///
/// ENTITY is named as in a query: by its name, an alias, its id or its IRI, or by the IRI or the id of the same thing in
/// another data set. What is denied, unconfirmed, deprecated or only inferred is marked so.
#[derive(Args)]
#[command(after_help = "\
Examples:
  citable show Russia
  citable show wikidata:Q159
  citable show Q159
  citable show \"crypto crime unit\" --format markdown > unit.md

Exit codes: 0 done, 2 it was asked wrongly, 3 the disk failed.")]
pub struct Show {
    /// An entity, or a source
    entity: String,

    /// How it is shown
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Build first, if an input has changed
    #[arg(long)]
    build: bool,
}

impl Show {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        asking::answer(project, self.build, &self.entity, |archive| {
            let portrait = show::show(archive, &self.entity)?;
            self.write(&portrait).map_err(Failure::write)
        })
    }

    fn write(&self, portrait: &Portrait) -> io::Result<()> {
        let mut out = BufWriter::new(io::stdout().lock());
        match self.format {
            Format::Text => {
                let width = asking::width();
                let out = &mut out;
                show::text::write(portrait, &mut Layout { out, width })?;
            }
            Format::Json => super::output::json(portrait, &mut out)?,
            Format::Markdown => {
                let mut text = Vec::new();
                show::markdown::write(portrait, &mut text)?;
                out.write_all(asking::plain(&text).as_bytes())?;
            }
        }
        out.flush()
    }
}
