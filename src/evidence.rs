//! Quotations × stored texts → where each quotation stands, or what is wrong with it.
//!
//! One file at a time, and in it one text after the other: a text is read, made ready, searched for all that is quoted
//! from it, and let go. What is needed of it later (the words, and some before and after) is kept with the place.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Rule};
use crate::files::{Files, FilesError};
use crate::model::{Dossier, Model, Quotation};
use crate::quote::{self, Found, Nearest, Place, Text};
use crate::span::{FileId, Span};

/// How many of several places a diagnostic shows.
const SHOWN: usize = 5;

/// How many characters before and after a quotation are kept.
const CONTEXT: usize = 32;

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
}

impl Evidence {
    /// Where a quotation stands; nothing if there is no text to hold it against.
    pub fn witness(&self, quotation: usize) -> Option<&Witness> {
        self.witnesses[quotation].as_ref()
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
    };
    let mut diagnostics = Vec::new();
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

/// The bytes of the paragraph (between empty lines) or page (between form feeds) that a locator such as
/// `para. 9`, `¶ 9`, `p. 3` or `page 3` names, counted from 1.
fn part(locator: &str, text: &str) -> Option<Range<usize>> {
    let digits = locator.find(|c: char| c.is_ascii_digit())?;
    let (unit, number) = locator.split_at(digits);
    let number: usize = number.trim().parse().ok()?;
    let parts = match unit.trim().trim_end_matches('.').to_lowercase().as_str() {
        "para" | "paragraph" | "par" | "¶" => paragraphs(text),
        "p" | "page" => pages(text),
        _ => return None,
    };
    parts.into_iter().nth(number.checked_sub(1)?)
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
}
