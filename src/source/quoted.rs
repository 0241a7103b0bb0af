//! The quotations of one source, wherever they stand, and what is said under each.

use serde::Serialize;

use crate::compile::Readings;
use crate::evidence;
use crate::files::{File, FilesError};
use crate::iri;
use crate::model::{Quotation, Reading, SourceId};
use crate::quote::{Place, Text};
use crate::span::Span;

/// A statement as it stands in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Said {
    pub file: String,
    pub line: usize,
    /// As it is written.
    pub text: String,
    /// The last part of its IRI.
    pub statement: String,
}

/// A quotation, where it stands, and what is said under it.
pub struct Quoted {
    /// Its `^id`, or the first digits of the hash in its IRI.
    pub name: String,
    pub file: Span,
    pub path: String,
    pub line: usize,
    pub quotation: Quotation,
    /// Where it stands in the stored text.
    pub place: Option<Place>,
    pub said: Vec<Said>,
    /// The end of what stands under it.
    pub end: usize,
}

/// How many digits of a hash name a quotation.
const DIGITS: usize = 8;

/// All quotations of a source, in reading order, held against its text.
pub fn of(
    readings: &Readings,
    source: SourceId,
    text: Option<&Text>,
) -> Result<Vec<Quoted>, FilesError> {
    let id = &readings.world.model.source(source).id;
    let mut all = Vec::new();
    readings.each(|dossier| {
        let mut groups = dossier.groups.iter();
        if !groups.any(|group| group.source == Some(source)) {
            return Ok(());
        }
        let (file, _) = readings.files().read(dossier.file)?;
        let mut under: Vec<Vec<&Reading>> = vec![Vec::new(); dossier.groups.len()];
        for reading in &dossier.readings {
            if let Some(group) = reading.group {
                under[group].push(reading);
            }
        }
        for (index, group) in dossier.groups.iter().enumerate() {
            if group.source != Some(source) {
                continue;
            }
            for quotation in &dossier.quotations[group.quotations.clone()] {
                all.push(quoted(quotation, &under[index], id, text, &file));
            }
        }
        Ok::<_, FilesError>(())
    })?;
    Ok(all)
}

fn quoted(
    quotation: &Quotation,
    under: &[&Reading],
    source: &str,
    text: Option<&Text>,
    file: &File,
) -> Quoted {
    let place = text.and_then(|text| evidence::place(quotation, text));
    let end = under.iter().map(|reading| reading.span.end as usize).max();
    Quoted {
        name: name(quotation, source, place.as_ref(), text),
        file: quotation.span,
        path: file.path.clone(),
        line: file.position(quotation.span.start as usize).line,
        said: under.iter().map(|reading| said(reading, file)).collect(),
        end: end.unwrap_or(quotation.span.end as usize),
        quotation: quotation.clone(),
        place,
    }
}

/// A reading's statement as it stands in its file.
pub fn said(reading: &Reading, file: &File) -> Said {
    let words: Vec<&str> = file.text[reading.span.range()].split_whitespace().collect();
    Said {
        file: file.path.clone(),
        line: file.position(reading.span.start as usize).line,
        text: words.join(" "),
        statement: reading.key.clone(),
    }
}

/// What a person calls a quotation: its id, or the beginning of the hash that its IRI ends in.
fn name(quotation: &Quotation, source: &str, place: Option<&Place>, text: Option<&Text>) -> String {
    if let Some(id) = &quotation.id {
        return id.clone();
    }
    let exact = match (place, text) {
        (Some(place), Some(text)) => text.as_str()[place.bytes.clone()].to_owned(),
        _ => {
            let words: Vec<&str> = quotation.text.split_whitespace().collect();
            words.join(" ")
        }
    };
    let mut key = iri::quotation_key(source, quotation.locator.as_deref(), &exact);
    key.truncate(DIGITS);
    key
}
