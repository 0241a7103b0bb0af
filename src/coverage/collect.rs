//! What dossiers and tables quote of each source, gathered.

use rustc_hash::FxHashMap;

use super::known::Known;
use super::lay::Piece;
use super::said::Writer;
use super::{CoverageError, Note, Quotation, Said, Source, Standing, Text, lay};
use crate::compile::Readings;
use crate::evidence::{self, Evidence};
use crate::files::File;
use crate::model::{Dossier, SourceId};
use crate::quote::{self, Place};
use crate::sentence::sentences;

/// A note whose quotations are found, and not yet laid over the text.
pub struct Found {
    note: Note,
    /// Of each quotation its raw text, and its place.
    places: Vec<(String, Option<Place>)>,
}

/// The notes on each source, in reading order.
pub fn notes(
    readings: &Readings,
    wanted: &[SourceId],
) -> Result<FxHashMap<SourceId, Vec<Found>>, CoverageError> {
    let mut notes: FxHashMap<SourceId, Vec<Found>> = FxHashMap::default();
    readings.each(|dossier| {
        let is_wanted = |source: &SourceId| wanted.contains(source);
        let mut cited = dossier.groups.iter().filter_map(|group| group.source);
        if !cited.any(|source| is_wanted(&source)) {
            return Ok::<_, CoverageError>(());
        }
        let (file, _) = readings.files().read(dossier.file)?;
        let (evidence, _) = evidence::verify(dossier, &readings.world.model, readings.files())?;
        let mut said = said(readings, dossier, &file);
        for (number, group) in dossier.groups.iter().enumerate() {
            let Some(source) = group.source.filter(is_wanted) else {
                continue;
            };
            if !group.quotations.is_empty() {
                let said = said.remove(&number).unwrap_or_default();
                let found = found(dossier, number, said, &file, &evidence);
                notes.entry(source).or_default().push(found);
            }
        }
        Ok(())
    })?;
    Ok(notes)
}

/// What is read off each group of a dossier or table, in its order.
fn said(readings: &Readings, dossier: &Dossier, file: &File) -> FxHashMap<usize, Vec<Said>> {
    let writer = Writer::new(readings.world, file);
    let mut said: FxHashMap<usize, Vec<Said>> = FxHashMap::default();
    for reading in &dossier.readings {
        if let Some(group) = reading.group {
            said.entry(group)
                .or_default()
                .push(writer.statement(dossier, reading));
        }
    }
    let model = &readings.world.model;
    for id in model.entities.of(dossier.file) {
        let entity = model.entity(id);
        if let Some(group) = entity.group {
            said.entry(group)
                .or_default()
                .push(writer.declaration(entity));
        }
    }
    for said in said.values_mut() {
        said.sort_by_key(|said| said.line);
    }
    said
}

fn found(
    dossier: &Dossier,
    number: usize,
    said: Vec<Said>,
    file: &File,
    evidence: &Evidence,
) -> Found {
    let group = &dossier.groups[number];
    let quotations = &dossier.quotations[group.quotations.clone()];
    let line = |offset: u32| file.position(offset as usize).line;
    let place = |index| evidence.witness(index).map(|witness| witness.place.clone());
    Found {
        places: group
            .quotations
            .clone()
            .map(|index| (dossier.quotations[index].text.clone(), place(index)))
            .collect(),
        note: Note {
            file: file.path.clone(),
            line: line(quotations[0].span.start),
            quotations: quotations
                .iter()
                .map(|quotation| Quotation {
                    words: one_line(&quotation.text),
                    id: quotation.id.clone(),
                    locator: quotation.locator.clone(),
                    pieces: Vec::new(),
                })
                .collect(),
            said,
            dismissed: group.dismissal.as_ref().map(|dismissal| Said {
                words: dismissal.because.clone(),
                line: line(dismissal.span.start),
                iri: None,
                draft: dismissal.draft,
            }),
        },
    }
}

/// A text of at most so many characters, with `…` for what is left out.
pub fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// A text with single spaces.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A source with its notes laid over its text.
pub fn source(
    readings: &Readings,
    id: SourceId,
    notes: Vec<Found>,
    known: &Known,
) -> Result<Source, CoverageError> {
    let (model, files) = (&readings.world.model, readings.files());
    let source = model.source(id);
    let (text, notes) = match source.text {
        Some(file) => {
            let (file, _) = files.read(file)?;
            let notes = placed(notes, &file.text);
            let sentences = covered(&file.text, &source.lang, &notes, known);
            let text = Text::Stored {
                path: file.path,
                content: file.text,
                sentences,
            };
            (text, notes)
        }
        None => {
            let notes = notes.into_iter().map(|found| found.note).collect();
            (Text::None(source.text_why.clone()), notes)
        }
    };
    Ok(Source {
        id: source.id.clone(),
        title: source.title.clone(),
        lang: source.lang.clone(),
        author: source.author.clone(),
        published: source.published.as_ref().map(|date| date.value.to_string()),
        url: source.url.as_ref().map(|url| url.as_str().to_owned()),
        dossier: files.path(source.file).to_owned(),
        text,
        notes,
    })
}

/// Notes with the pieces of their quotations, in the order of the text.
fn placed(notes: Vec<Found>, text: &str) -> Vec<Note> {
    let text = quote::Text::new(text);
    let mut notes: Vec<Note> = notes
        .into_iter()
        .map(|Found { mut note, places }| {
            for (quotation, (raw, place)) in note.quotations.iter_mut().zip(places) {
                let pieces = place.map(|place| quote::pieces(&raw, &place, &text));
                quotation.pieces = pieces.unwrap_or_default();
            }
            note
        })
        .collect();
    notes.sort_by_cached_key(|note| {
        let start = note.start();
        (start.is_none(), start, note.file.clone(), note.line)
    });
    notes
}

/// The sentences of a text, with what the notes make of them.
fn covered(text: &str, lang: &str, notes: &[Note], known: &Known) -> Vec<super::Sentence> {
    let pieces: Vec<Piece> = notes
        .iter()
        .enumerate()
        .flat_map(|(number, note)| {
            let standing: Standing = note.standing();
            let quotations = note.quotations.iter();
            let pieces = quotations.flat_map(|quotation| quotation.pieces.iter().cloned());
            pieces.map(move |piece| (piece, standing, number))
        })
        .collect();
    let mut covered = lay(text, sentences(text, lang), &pieces);
    for sentence in covered
        .iter_mut()
        .filter(|sentence| !sentence.standing.is_read())
    {
        sentence.known = known.named(&text[sentence.bytes.clone()]);
    }
    covered
}
