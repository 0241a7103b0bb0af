//! Quotations × stored texts → where each quotation stands, or what is wrong with it.
//!
//! One file at a time, and in it one text after the other: a text is read, made ready, searched for all that is quoted
//! from it, and let go. What is needed of it later (the words, and some before and after) is kept with the place.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Rule};
use crate::files::{Files, FilesError};
use crate::model::{Dossier, Model, Quotation, Source, SourceId};
use crate::offsets::{Entry, Offsets};
use crate::quote::{self, Found, Nearest, Place, Text};
use crate::span::{FileId, Span};

/// How many of several places a diagnostic shows.
const SHOWN: usize = 5;

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
        match offsets.entry(&quotation.text) {
            Some(entry) => {
                evidence.elsewhere[index] = Some(Elsewhere {
                    entry: entry.clone(),
                    text_sha256: offsets.text_sha256.clone(),
                });
            }
            None if quote::is_empty(&quotation.text) => {}
            None => diagnostics.push(unseen(quotation, &offsets.source)),
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
fn offsets(source: &Source, files: &Files) -> Result<Option<Result<Offsets, String>>, FilesError> {
    let Some(file) = source.offsets else {
        return Ok(None);
    };
    let (file, _) = files.read(file)?;
    Ok(Some(match file.broken {
        true => Err("the file cannot be read as text".to_owned()),
        false => Offsets::read(&file.text, &source.id),
    }))
}

fn unseen(quotation: &Quotation, source: &str) -> Diagnostic {
    let message = "nobody has held this quotation against the text of its source";
    Diagnostic::new(Rule::NotVerifiedElsewhere, quotation.span, message)
        .label("the offsets of this source have no entry for these words")
        .help(format!(
            "whoever holds the text adds one with `citable source verify {source} FILE`"
        ))
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
            None => Err(Box::new(ambiguous(quotation, &places, file))),
        },
        Found::Nowhere(nearest) => Err(Box::new(match slip(quotation, text) {
            Some(diagnostic) => diagnostic,
            None => not_found(quotation, nearest, file),
        })),
    }
}

// --- Locators ---------------------------------------------------------------------------------

/// The one of several places that the locator means, if it names a paragraph or a page.
fn located(quotation: &Quotation, places: &[Place], text: &Text) -> Option<Place> {
    let part = part(quotation.locator.as_ref()?, text.as_str())?;
    let mut within = places
        .iter()
        .filter(|place| part.start <= place.bytes.start && place.bytes.end <= part.end);
    match (within.next(), within.next()) {
        (Some(place), None) => Some(place.clone()),
        _ => None,
    }
}

/// A locator of the same form that names the part in which a byte of the text is; nothing if the locator names no paragraph
/// and no page.
pub fn locator_at(locator: &str, text: &str, at: usize) -> Option<String> {
    let digits = locator.find(|c: char| c.is_ascii_digit())?;
    let (unit, number) = locator.split_at(digits);
    let _: usize = number.trim().parse().ok()?;
    let index = parts(unit, text)?
        .iter()
        .position(|part| part.contains(&at))?;
    Some(format!("{unit}{}", index + 1))
}

/// Whether a locator names the part of the text in which a byte is; nothing if it names no paragraph and no page.
pub fn locates(locator: &str, text: &str, at: usize) -> Option<bool> {
    let known = locator_at(locator, text, at)?;
    Some(known.trim() == locator.trim())
}

/// The bytes of the paragraph (between empty lines) or page (between form feeds) that a locator such as
/// `para. 9`, `¶ 9`, `p. 3` or `page 3` names, counted from 1.
fn part(locator: &str, text: &str) -> Option<Range<usize>> {
    let digits = locator.find(|c: char| c.is_ascii_digit())?;
    let (unit, number) = locator.split_at(digits);
    let number: usize = number.trim().parse().ok()?;
    parts(unit, text)?.into_iter().nth(number.checked_sub(1)?)
}

/// The parts of a text that a unit of locators counts.
fn parts(unit: &str, text: &str) -> Option<Vec<Range<usize>>> {
    match unit.trim().trim_end_matches('.').to_lowercase().as_str() {
        "para" | "paragraph" | "par" | "¶" => Some(paragraphs(text)),
        "p" | "page" => Some(pages(text)),
        _ => None,
    }
}

fn pages(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    text.split('\u{000C}')
        .map(|page| {
            let range = start..start + page.len();
            start = range.end + 1;
            range
        })
        .collect()
}

fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut paragraphs: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    let mut open = false;
    for line in text.split_inclusive('\n') {
        let empty = line.trim().is_empty();
        match paragraphs.last_mut() {
            Some(last) if open && !empty => last.end = at + line.len(),
            _ if !empty => paragraphs.push(at..at + line.len()),
            _ => {}
        }
        open = !empty;
        at += line.len();
    }
    paragraphs
}

// --- Slips ------------------------------------------------------------------------------------

/// What is wrong with a quotation that would be found without the quotation marks around it, or if what it leaves out
/// were marked.
fn slip(quotation: &Quotation, text: &Text) -> Option<Diagnostic> {
    let words = quotation.text.trim();
    let is_found = |words: &str| matches!(quote::find(words, text), Found::Once(_));
    let marks = ['"', '“', '”', '„', '«', '»', '\'', '‘', '’'];
    if let Some(bare) = words
        .strip_prefix(marks)
        .and_then(|words| words.strip_suffix(marks))
        && is_found(bare)
    {
        let start = quotation.text.len() - quotation.text.trim_start().len();
        let span = in_dossier(quotation, start, words.chars().next()?.len_utf8());
        return Some(
            Diagnostic::new(
                Rule::QuoteNotFound,
                span,
                "the source has no quotation marks here",
            )
            .label("a block quote is a quotation without them")
            .help("take away the marks at its start and end"),
        );
    }
    let dots = ["...", "…"].into_iter().find_map(|dots| {
        let at = quotation.text.find(dots)?;
        let in_brackets = quotation.text[..at].ends_with('[');
        (!in_brackets).then_some((at, dots))
    });
    let (at, dots) = dots?;
    let mut marked = quotation.text.clone();
    marked.replace_range(at..at + dots.len(), "[…]");
    is_found(&marked).then(|| {
        let span = in_dossier(quotation, at, dots.len());
        Diagnostic::new(
            Rule::QuoteNotFound,
            span,
            "the source doesn't have these dots",
        )
        .label("if they stand for words that you leave out, mark them as yours: `[…]`")
        .fix(span, "[…]")
    })
}

// --- Diagnostics ------------------------------------------------------------------------------

/// A range of the quotation's words, as it stands in the dossier.
fn in_dossier(quotation: &Quotation, offset: usize, length: usize) -> Span {
    let line = quotation
        .lines
        .partition_point(|&(start, _)| start <= offset);
    let start = match quotation.lines.get(line.saturating_sub(1)) {
        Some(&(start, place)) => place + (offset - start),
        None => quotation.span.start as usize,
    };
    Span::new(quotation.span.file, start, start + length)
}

fn not_found(quotation: &Quotation, nearest: Option<Nearest>, file: FileId) -> Diagnostic {
    let message = "these words do not stand in the stored text";
    let Some(nearest) = nearest else {
        return Diagnostic::new(Rule::QuoteNotFound, quotation.span, message)
            .label("nothing in the source is near to this")
            .help("look whether `text:` names the right file, and whether the words were copied from it");
    };
    let length = nearest.found.map_or(0, char::len_utf8);
    let span = in_dossier(quotation, nearest.at_quotation, length);
    let passage = Span::new(file, nearest.passage.start, nearest.passage.end);
    let differs = Span::new(
        file,
        nearest.at_text,
        nearest.at_text + nearest.expected.map_or(0, char::len_utf8),
    );
    let show = |c: Option<char>| match c {
        Some(c) if c.is_whitespace() => "a space".to_owned(),
        Some(c) => format!("`{c}`"),
        None => "nothing more".to_owned(),
    };
    Diagnostic::new(Rule::QuoteNotFound, span, message)
        .label(format!(
            "here the quotation has {}, and the source {}",
            show(nearest.found),
            show(nearest.expected)
        ))
        .related(passage, "the nearest passage")
        .related(differs, "the first character that differs")
        .help("quote the words as they stand in the source; `[…]` leaves words out, `[so]` adds your own")
}

fn ambiguous(quotation: &Quotation, places: &[Place], file: FileId) -> Diagnostic {
    let message = format!(
        "these words stand in the stored text {} times",
        places.len()
    );
    let mut diagnostic = Diagnostic::new(Rule::QuoteAmbiguous, quotation.span, message)
        .label("which of them is meant?")
        .help("quote more words, or name the paragraph or page after the quotation: `(para. 9)`, `(p. 3)`");
    for place in places.iter().take(SHOWN) {
        let span = Span::new(file, place.bytes.start, place.bytes.end);
        diagnostic = diagnostic.related(span, "here");
    }
    diagnostic
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locators_name_paragraphs_and_pages() {
        let text = "One\none.\n\nTwo.\n\n\nThree.\u{000C}Page two.";
        let words = |locator| part(locator, text).map(|range| text[range].trim());
        assert_eq!(words("para. 1"), Some("One\none."));
        assert_eq!(words("¶ 2"), Some("Two."));
        assert_eq!(words("p. 2"), Some("Page two."));
        assert_eq!(words("para. 9"), None);
        assert_eq!(words("para. 0"), None);
        assert_eq!(words("chapter 1"), None);
        assert_eq!(words("p. 1-2"), None);
    }

    #[test]
    fn a_locator_is_told_for_a_place() {
        let text = "One.\n\nTwo.\u{000C}Page two.";
        let at = |locator, words| locator_at(locator, text, text.find(words).unwrap());
        assert_eq!(at("para. 9", "Two").as_deref(), Some("para. 2"));
        assert_eq!(at("p. 1", "Page").as_deref(), Some("p. 2"));
        assert_eq!(at("ch. 1", "Page"), None);
        assert_eq!(locates("¶ 1", text, 0), Some(true));
        assert_eq!(locates("p. 2", text, 0), Some(false));
    }
}
