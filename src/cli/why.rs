//! `citable why`: from a statement to the words that it was read off.

use std::io::{self, BufWriter, Write};

use clap::Args;

use super::Exit;
use super::asking::{self, Failure, Format};
use super::project::Project;
use crate::why::{self, Account, Archive, Layout};

/// Say why something is said: its readings, their quotations in the sentences around them, and what it follows from
///
/// WHAT is a statement, by its IRI (`statement/b8580ed940f11fa0ab48`), by its id (`^order`) or as a line of a dossier; or an
/// entity, of which all statements are shown. A line may leave out its time and roles: then all statements are shown that
/// say the rest. The last build answers; the line of a dossier is the one on which the reading stands now.
#[derive(Args)]
#[command(after_help = "\
Examples:
  citable why \"Russia memberOf Interpol\"
  citable why \"Russia memberOf Interpol since 1990\" --format markdown   a footnote to paste
  citable why statement/b8580ed940f11fa0ab48
  citable why ^signature
  citable why \"Interpol hasMember Russia\"       what is inferred, and from what
  citable why \"crypto crime unit\"               all that is said of an entity

Exit codes: 0 done, 1 nothing says so, 2 it was asked wrongly, 3 the disk failed.")]
pub struct Why {
    /// A statement or an entity
    #[arg(value_name = "WHAT", allow_hyphen_values = true)]
    what: String,

    /// How it is shown
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Build first, if an input has changed
    #[arg(long)]
    build: bool,
}

impl Why {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        asking::answer(project, self.build, &self.what, |archive| {
            let account = why::why(archive, &self.what)?;
            self.write(archive, &account).map_err(Failure::write)?;
            if account.more > 0 {
                let more =
                    crate::tally::counted(account.more, "statement follows", "statements follow");
                eprintln!("note: {more} from these alone; `citable show` has them");
            }
            Ok(())
        })
    }

    fn write(&self, archive: &Archive, account: &Account) -> io::Result<()> {
        let mut out = BufWriter::new(io::stdout().lock());
        match self.format {
            Format::Text => {
                let width = asking::width();
                let out = &mut out;
                why::text::write(archive, account, &mut Layout { out, width })?;
            }
            Format::Json => super::output::json(account, &mut out)?,
            Format::Markdown => {
                let mut text = Vec::new();
                why::markdown::write(archive, account, &mut text)?;
                out.write_all(asking::plain(&text).as_bytes())?;
            }
        }
        out.flush()
    }
}
