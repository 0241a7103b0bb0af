//! Quotations × stored texts → where each quotation stands, or what is wrong with it.
//!
//! One file at a time, and in it one text after the other: a text is read, made ready, searched for all that is quoted
//! from it, and let go. What is needed of it later (the words, and some before and after) is kept with the place.

mod locators;
mod wrong;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Rule};
use crate::files::{Files, FilesError};
use crate::model::{Dossier, Model, Quotation, Source, SourceId};
use crate::offsets::{Entry, Offsets};
use crate::quote::{self, Found, Place, Text};
use crate::span::FileId;

use locators::located;
pub use locators::{locates, locator_at};

/// How many characters before and after a quotation are kept.
pub const CONTEXT: usize = 32;

/// Where a quotation stands, with the words there.
#[derive(Clone, Debug)]
pub struct Witness {
    pub place: Place,
    /// The words of the stored text.
    pub exact: String,
    /// Some characters before them, and after them.
    pub prefix: String,
    pub suffix: String,
}

/// Where the quotations of a dossier or table stand in the stored texts.
#[derive(Debug, Default)]
pub struct Evidence {
    /// By quotation.
    witnesses: Vec<Option<Witness>>,
    /// By quotation, where it stands in a text that is not stored here.
    elsewhere: Vec<Option<Elsewhere>>,
}

/// Where a quotation stands in a text that is not stored here, as whoever holds that text has written down.
#[derive(Clone, Debug)]
pub struct Elsewhere {
    pub entry: Entry,
    /// The digest of the text.
    pub text_sha256: String,
}

impl Evidence {
    /// Where a quotation stands; nothing if there is no text to hold it against.
    pub fn witness(&self, quotation: usize) -> Option<&Witness> {
        self.witnesses[quotation].as_ref()
    }

    /// Where a quotation was seen by somebody who holds the text; nothing if nobody has said so.
    pub fn elsewhere(&self, quotation: usize) -> Option<&Elsewhere> {
        self.elsewhere[quotation].as_ref()
    }

    /// Whether no quotation of a group is missing in the stored text; where there is no text, none is.
    pub fn is_settled(&self, model: &Model, dossier: &Dossier, group: Option<usize>) -> bool {
        let source = model.source_of(dossier, group);
        let stored = source.and_then(|source| source.text);
        let mut quotations = group.map_or(0..0, |group| dossier.groups[group].quotations.clone());
        stored.is_none() || quotations.all(|quotation| self.witness(quotation).is_some())
    }
}

/// Holds every quotation of a dossier or table against the stored text of its source.
pub fn verify(
    dossier: &Dossier,
    model: &Model,
    files: &Files,
) -> Result<(Evidence, Vec<Diagnostic>), FilesError> {
    let mut evidence = Evidence {
        witnesses: vec![None; dossier.quotations.len()],
        elsewhere: vec![None; dossier.quotations.len()],
    };
    let mut diagnostics = Vec::new();
    let cited: BTreeSet<SourceId> = dossier
        .groups
        .iter()
        .filter_map(|group| group.source)
        .collect();
    for id in cited {
        if let Some(Ok(offsets)) = offsets(model.source(id), files)? {
            let problems = look_up(dossier, id, &offsets, &mut evidence);
            diagnostics.extend(problems);
        }
    }
    diagnostics.extend(own_offsets(dossier, model, files)?);
    for (file, quotations) in by_text(dossier, model) {
        let (text, problem) = files.read(file)?;
        if text.broken {
            diagnostics.extend(problem);
            continue;
        }
        let text = Text::new(&text.text);
        let outcomes: Vec<_> = quotations
            .par_iter()
            .map(|&index| verify_quotation(&dossier.quotations[index], file, &text))
            .collect();
        for (index, outcome) in quotations.into_iter().zip(outcomes) {
            match outcome {
                Ok(place) => {
                    evidence.witnesses[index] = place.map(|place| witness(place, text.as_str()))
                }
                Err(diagnostic) => diagnostics.push(*diagnostic),
            }
        }
    }
    Ok((evidence, diagnostics))
}

/// Looks up where quotations stand in a text that is not stored here; those that nobody has seen there are told.
fn look_up(
    dossier: &Dossier,
    source: SourceId,
    offsets: &Offsets,
    evidence: &mut Evidence,
) -> Vec<Diagnostic> {
    let groups = dossier
        .groups
        .iter()
        .filter(|group| group.source == Some(source));
    let mut diagnostics = Vec::new();
    for index in groups.flat_map(|group| group.quotations.clone()) {
        let quotation = &dossier.quotations[index];
        match offsets.entry(&quotation.text, quotation.locator.as_deref()) {
            Some(entry) => {
                evidence.elsewhere[index] = Some(Elsewhere {
                    entry: entry.clone(),
                    text_sha256: offsets.text_sha256.clone(),
                });
            }
            None if quote::is_empty(&quotation.text) => {}
            None => diagnostics.push(wrong::unseen(quotation, &offsets.source)),
        }
    }
    diagnostics
}

/// What is wrong with the file of offsets that a dossier names.
fn own_offsets(
    dossier: &Dossier,
    model: &Model,
    files: &Files,
) -> Result<Option<Diagnostic>, FilesError> {
    let Some(source) = dossier.source.map(|source| model.source(source)) else {
        return Ok(None);
    };
    let Some(Err(why)) = offsets(source, files)? else {
        return Ok(None);
    };
    let place = source
        .offsets_path
        .as_ref()
        .map_or(source.id_span, |path| path.span);
    let message = format!("these offsets cannot be used: {why}");
    Ok(Some(
        Diagnostic::new(Rule::InvalidOffsets, place, message)
            .label("expected a file that `citable source verify` has written")
            .help("restore the file; or delete it and this line, and verify again"),
    ))
}

/// The offsets of a source, if its dossier names a file of them; or what is wrong with that.
pub fn offsets(
    source: &Source,
    files: &Files,
) -> Result<Option<Result<Offsets, String>>, FilesError> {
    let Some(file) = source.offsets else {
        return Ok(None);
    };
    let (file, _) = files.read(file)?;
    Ok(Some(match file.broken {
        true => Err("the file cannot be read as text".to_owned()),
        false => Offsets::read(&file.text, &source.id),
    }))
}

/// The quotations from each stored text.
fn by_text(dossier: &Dossier, model: &Model) -> BTreeMap<FileId, Vec<usize>> {
    let mut by_text: BTreeMap<FileId, Vec<usize>> = BTreeMap::new();
    for group in &dossier.groups {
        if let Some(text) = group.source.and_then(|source| model.source(source).text) {
            let quotations = by_text.entry(text).or_default();
            quotations.extend(group.quotations.clone());
        }
    }
    by_text
}

fn witness(place: Place, text: &str) -> Witness {
    let (before, after) = (&text[..place.bytes.start], &text[place.bytes.end..]);
    let prefix = before.char_indices().rev().nth(CONTEXT - 1);
    let suffix = after.char_indices().nth(CONTEXT);
    Witness {
        exact: text[place.bytes.clone()].to_owned(),
        prefix: before[prefix.map_or(0, |(at, _)| at)..].to_owned(),
        suffix: after[..suffix.map_or(after.len(), |(at, _)| at)].to_owned(),
        place,
    }
}

/// Where a quotation stands in a text: in one place, or in the one of several that its locator means.
pub fn place(quotation: &Quotation, text: &Text) -> Option<Place> {
    match quote::find(&quotation.text, text) {
        Found::Once(place) => Some(place),
        Found::Several(places) => located(quotation, &places, text),
        Found::Nowhere(_) => None,
    }
}

type Outcome = Result<Option<Place>, Box<Diagnostic>>;

fn verify_quotation(quotation: &Quotation, file: FileId, text: &Text) -> Outcome {
    if quote::is_empty(&quotation.text) {
        return Ok(None);
    }
    match quote::find(&quotation.text, text) {
        Found::Once(place) => Ok(Some(place)),
        Found::Several(places) => match located(quotation, &places, text) {
            Some(place) => Ok(Some(place)),
            None => Err(Box::new(wrong::ambiguous(quotation, &places, file))),
        },
        Found::Nowhere(nearest) => Err(Box::new(match wrong::slip(quotation, text) {
            Some(diagnostic) => diagnostic,
            None => wrong::not_found(quotation, nearest, file),
        })),
    }
}
