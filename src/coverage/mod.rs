//! How much of each source has been read, sentence by sentence.
//!
//! A source's stored text is cut into [sentences](crate::sentence), and what is quoted of it is laid over them. A
//! sentence counts as touched by a quotation when at least one of its letters or digits is quoted; of all quotations
//! that touch it, the one that says most gives it its [`Standing`]. *Stated* and *dismissed* sentences are read. A
//! source without a stored text has no sentences, and is listed as such.
//!
//! [`measure`] takes the readings of a project; [`Format`] lists what the outcome is written as: [`text`] for a
//! terminal, [`json`], [`lcov`] for tools that show the coverage of files, and a [page](html) for readers.

mod collect;
mod format;
mod html;
mod json;
mod known;
mod lay;
mod lcov;
mod percent;
mod said;
#[cfg(test)]
mod tests;
mod text;

use std::ops::Range;

use crate::compile::Readings;
use crate::diagnostic::did_you_mean;
use crate::files::FilesError;
use crate::model::SourceId;

pub use format::Format;
pub use lay::lay;
pub use percent::{Count, shown};

/// What a sentence has come to, or a quotation. The later says more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Nobody has quoted it.
    Untouched,
    /// It is quoted, and nothing is read off it.
    Quoted,
    /// It is quoted, and what is read off it is marked `[ ]`.
    Draft,
    /// It is quoted, and says nothing, for a reason.
    Dismissed,
    /// A statement or a declaration rests on it.
    Stated,
}

impl Standing {
    /// All, in the order in which they are listed.
    pub const ALL: [Standing; 5] = [
        Standing::Stated,
        Standing::Dismissed,
        Standing::Draft,
        Standing::Quoted,
        Standing::Untouched,
    ];

    /// Its word.
    pub fn name(self) -> &'static str {
        match self {
            Standing::Untouched => "untouched",
            Standing::Quoted => "quoted",
            Standing::Draft => "draft",
            Standing::Dismissed => "dismissed",
            Standing::Stated => "stated",
        }
    }

    /// Whether nothing is left to do.
    pub fn is_read(self) -> bool {
        matches!(self, Standing::Stated | Standing::Dismissed)
    }
}

/// How much of the sources of a project is read.
#[derive(Debug)]
pub struct Coverage {
    /// The project's title.
    pub project: String,
    /// In the order of their ids.
    pub sources: Vec<Source>,
}

/// A source, with what was read off it.
#[derive(Debug)]
pub struct Source {
    pub id: String,
    pub title: String,
    pub lang: String,
    pub author: Option<String>,
    pub published: Option<String>,
    pub url: Option<String>,
    /// The path of the dossier that declares it.
    pub dossier: String,
    pub text: Text,
    /// In the order of the text; those that stand nowhere in it last.
    pub notes: Vec<Note>,
}

/// The stored text of a source.
#[derive(Debug)]
pub enum Text {
    Stored {
        path: String,
        content: String,
        sentences: Vec<Sentence>,
    },
    /// There is none, and quotations are unverified; with the dossier's reason.
    None(Option<String>),
}

/// A sentence of a stored text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    pub bytes: Range<usize>,
    /// The same in Unicode code points.
    pub chars: Range<usize>,
    /// The lines on which it begins and ends, from 1.
    pub lines: (usize, usize),
    pub standing: Standing,
    /// How many letters and digits it has, and how many of them are read.
    pub letters: usize,
    pub letters_read: usize,
    /// The notes that touch it, by their number.
    pub notes: Vec<usize>,
    /// Labels of the known entities that it names, if it is not read; in its order.
    pub known: Vec<String>,
}

/// Adjacent quotations, and what is read off them together.
#[derive(Debug)]
pub struct Note {
    /// The dossier or table, and the line of the first quotation.
    pub file: String,
    pub line: usize,
    pub quotations: Vec<Quotation>,
    pub said: Vec<Said>,
    /// Why nothing is read off them, with the line that says so.
    pub dismissed: Option<Said>,
}

/// Words of a source.
#[derive(Debug)]
pub struct Quotation {
    /// As the dossier has them, in one line.
    pub words: String,
    pub id: Option<String>,
    pub locator: Option<String>,
    /// What is quoted of the stored text: without what `[…]` leaves out; in bytes.
    pub pieces: Vec<Range<usize>>,
}

/// A statement or a declaration.
#[derive(Clone, Debug)]
pub struct Said {
    pub words: String,
    pub line: usize,
    /// Of the statement or the entity, unless it is a draft.
    pub iri: Option<String>,
    pub draft: bool,
}

impl Note {
    pub fn standing(&self) -> Standing {
        let all = self.said.iter().map(|said| match said.draft {
            true => Standing::Draft,
            false => Standing::Stated,
        });
        let dismissed = self.dismissed.iter().map(|said| match said.draft {
            true => Standing::Draft,
            false => Standing::Dismissed,
        });
        all.chain(dismissed).max().unwrap_or(Standing::Quoted)
    }

    /// Where its words begin in the stored text.
    fn start(&self) -> Option<usize> {
        let pieces = self
            .quotations
            .iter()
            .flat_map(|quotation| &quotation.pieces);
        pieces.map(|piece| piece.start).min()
    }
}

impl Source {
    /// The sentences of its stored text; none if there is none.
    pub fn sentences(&self) -> &[Sentence] {
        match &self.text {
            Text::Stored { sentences, .. } => sentences,
            Text::None(_) => &[],
        }
    }

    pub fn count(&self) -> Count {
        Count::of(self.sentences())
    }

    /// How many quotations are held against no text.
    pub fn unverified(&self) -> usize {
        match self.text {
            Text::Stored { .. } => 0,
            Text::None(_) => self.notes.iter().map(|note| note.quotations.len()).sum(),
        }
    }
}

impl Coverage {
    /// All sources together.
    pub fn count(&self) -> Count {
        self.sources.iter().map(Source::count).sum()
    }
}

/// Why nothing could be measured.
#[derive(Debug, thiserror::Error)]
pub enum CoverageError {
    #[error("no dossier has a source with the id `{id}`{}", .near.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
    UnknownSource { id: String, near: Option<String> },
    #[error(transparent)]
    Files(#[from] FilesError),
}

/// Measures the sources that are wanted, by their ids; all if none is named.
pub fn measure(readings: &Readings, wanted: &[String]) -> Result<Coverage, CoverageError> {
    let sources = self::wanted(readings, wanted)?;
    let mut notes = collect::notes(readings, &sources)?;
    let known = known::Known::new(&readings.world.model);
    let mut measured = Vec::with_capacity(sources.len());
    for id in sources {
        let notes = notes.remove(&id).unwrap_or_default();
        measured.push(collect::source(readings, id, notes, &known)?);
    }
    Ok(Coverage {
        project: readings.world.project.title.clone(),
        sources: measured,
    })
}

/// The sources that are asked for, in the order of their ids.
fn wanted(readings: &Readings, wanted: &[String]) -> Result<Vec<SourceId>, CoverageError> {
    let sources = &readings.world.model.sources;
    for id in wanted {
        if !sources.iter().any(|source| source.id == *id) {
            let known = sources.iter().map(|source| &source.id);
            return Err(CoverageError::UnknownSource {
                id: id.clone(),
                near: did_you_mean(id, known),
            });
        }
    }
    let all = (0..)
        .zip(sources)
        .map(|(number, source)| (&source.id, SourceId(number)));
    let mut found: Vec<_> = all
        .filter(|(id, _)| wanted.is_empty() || wanted.contains(id))
        .collect();
    found.sort_unstable();
    Ok(found.into_iter().map(|(_, id)| id).collect())
}
