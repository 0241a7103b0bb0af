//! Where a reading stands: the file and the line, as the project's files are now.
//!
//! No line number is in the build, since moving a line changes nothing of what it says. So the file is read, and the reading
//! found in it that says the same statement off the same words. A file that has not changed since the build need not be read:
//! its lines are remembered.

use serde::Serialize;

use super::WhyError;
use super::archive::Archive;
use super::quotation::Quotation;
use crate::files::File;
use crate::model::{self, Dossier};
use crate::quote::{self, Found, Text};
use crate::resolve::Resolved;

/// Where something stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// From the project's root; nothing if it is not known.
    pub file: Option<String>,
    /// Nothing if it no longer stands in the file.
    pub line: Option<usize>,
    /// Whether a reading rests on other words, or on another reason, than it did when it was built.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub changed: bool,
    /// Whether it must stand in the file, which is as it was built, but is read otherwise now: names or the vocabulary
    /// have changed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unread: bool,
}

/// What tells a reading apart from others of its file.
pub struct Marks<'a> {
    /// The last part of the statement's IRI.
    pub key: &'a str,
    pub quotations: &'a [Quotation],
    pub because: Option<&'a str>,
}

/// Where a reading of the graph `container` stands.
pub fn find(archive: &Archive, container: &str, marks: &Marks) -> Result<Place, WhyError> {
    if !archive.looks_up() {
        return Ok(Place::default());
    }
    let file = archive.path(container).map(str::to_owned);
    if let Some(line) = archive.line(container, marks.key) {
        return Ok(Place {
            file,
            line: Some(line),
            ..Place::default()
        });
    }
    let opened = archive.open(container)?;
    let opened = opened.as_ref().as_ref();
    let found = opened.and_then(|(file, resolved)| line(file, resolved, marks));
    let unread = match opened {
        Some((file, _)) if found.is_none() => archive.is_as_built(file)?,
        _ => false,
    };
    Ok(Place {
        file,
        line: found.map(|(line, _)| line),
        changed: found.is_some_and(|(_, changed)| changed),
        unread,
    })
}

/// The line of a reading; of the first that says the same, if none rests on the same words.
fn line(file: &File, resolved: &Resolved, marks: &Marks) -> Option<(usize, bool)> {
    let dossier = &resolved.dossier;
    let readings = dossier.readings.iter().zip(&resolved.hashes);
    // A statement that was given an id since the build is still known by what it says.
    let says = |reading: &model::Reading, hash: &str| reading.key == marks.key || hash == marks.key;
    let alike: Vec<&model::Reading> = readings
        .filter(|(reading, hash)| !reading.draft && says(reading, hash))
        .map(|(reading, _)| reading)
        .collect();
    let same = alike
        .iter()
        .find(|reading| is_same(dossier, reading, marks));
    let found = same.or(alike.first())?;
    let line = file.position(found.span.start as usize).line;
    Some((line, same.is_none()))
}

/// Whether a reading was read off the same words, or is reasoned by the same reason.
fn is_same(dossier: &Dossier, reading: &model::Reading, marks: &Marks) -> bool {
    let quotations = dossier.quotations_of(reading.group);
    reading.because.as_deref() == marks.because
        && quotations.len() == marks.quotations.len()
        && quotations.iter().all(|written| {
            let mut known = marks.quotations.iter();
            known.any(|known| is_quotation(written, known))
        })
}

/// Whether a quotation as it is written selects the words that the build knows.
fn is_quotation(written: &model::Quotation, known: &Quotation) -> bool {
    if written.locator != known.locator {
        return false;
    }
    let words = Text::new(&known.passage.words);
    !matches!(quote::find(&written.text, &words), Found::Nowhere(_))
}
