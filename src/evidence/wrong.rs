//! What is said of a quotation that is not found, or not once.

use crate::diagnostic::{Diagnostic, Rule};
use crate::model::Quotation;
use crate::quote::{self, Found, Nearest, Place, Text};
use crate::span::{FileId, Span};

/// How many of several places a diagnostic shows.
const SHOWN: usize = 5;

/// What is wrong with a quotation that would be found without the quotation marks around it, or if what it leaves out
/// were marked.
pub fn slip(quotation: &Quotation, text: &Text) -> Option<Diagnostic> {
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

pub fn not_found(quotation: &Quotation, nearest: Option<Nearest>, file: FileId) -> Diagnostic {
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

pub fn ambiguous(quotation: &Quotation, places: &[Place], file: FileId) -> Diagnostic {
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

pub fn unseen(quotation: &Quotation, source: &str) -> Diagnostic {
    let message = "nobody has held this quotation against the text of its source";
    Diagnostic::new(Rule::NotVerifiedElsewhere, quotation.span, message)
        .label("the offsets of this source have no entry for these words")
        .help(format!(
            "whoever holds the text adds one with `citable source verify {source} FILE`"
        ))
}
