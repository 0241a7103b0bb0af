//! Coverage as one JSON document. Places are Unicode code points, half-open, as everywhere; lines are from 1.

use serde::Serialize;

use super::collect::one_line;
use super::{Count, Coverage, Note, Said, Source, Standing, Text};

#[derive(Serialize)]
struct Document<'a> {
    project: &'a str,
    total: Numbers,
    sources: Vec<OfSource<'a>>,
}

#[derive(Serialize)]
struct Numbers {
    sentences: usize,
    stated: usize,
    dismissed: usize,
    draft: usize,
    quoted: usize,
    untouched: usize,
    /// Per cent of the sentences that are stated or dismissed.
    read: f64,
    letters: usize,
    letters_read: usize,
}

#[derive(Serialize)]
struct OfSource<'a> {
    id: &'a str,
    title: &'a str,
    dossier: &'a str,
    /// The path of the stored text; absent if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    without_text: Option<WithoutText<'a>>,
    count: Numbers,
    sentences: Vec<OfSentence<'a>>,
    notes: Vec<OfNote<'a>>,
}

#[derive(Serialize)]
struct WithoutText<'a> {
    why: Option<&'a str>,
    unverified_quotations: usize,
}

#[derive(Serialize)]
struct OfSentence<'a> {
    start: usize,
    end: usize,
    line: usize,
    standing: &'static str,
    words: String,
    letters: usize,
    letters_read: usize,
    /// Indices into the source's notes.
    notes: &'a [usize],
    known: &'a [String],
}

#[derive(Serialize)]
struct OfNote<'a> {
    file: &'a str,
    line: usize,
    standing: &'static str,
    quotations: Vec<OfQuotation<'a>>,
    statements: Vec<OfSaid<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dismissed_because: Option<&'a str>,
}

#[derive(Serialize)]
struct OfQuotation<'a> {
    words: &'a str,
    id: Option<&'a str>,
    locator: Option<&'a str>,
}

#[derive(Serialize)]
struct OfSaid<'a> {
    words: &'a str,
    line: usize,
    draft: bool,
    iri: Option<&'a str>,
}

pub fn write(coverage: &Coverage) -> String {
    let document = Document {
        project: &coverage.project,
        total: numbers(&coverage.count()),
        sources: coverage.sources.iter().map(source).collect(),
    };
    let json = serde_json::to_string_pretty(&document);
    json.expect("it has only texts and finite numbers") + "\n"
}

fn numbers(count: &Count) -> Numbers {
    Numbers {
        sentences: count.sentences(),
        stated: count.of_standing(Standing::Stated),
        dismissed: count.of_standing(Standing::Dismissed),
        draft: count.of_standing(Standing::Draft),
        quoted: count.of_standing(Standing::Quoted),
        untouched: count.of_standing(Standing::Untouched),
        read: count.percent(),
        letters: count.letters,
        letters_read: count.letters_read,
    }
}

fn source(source: &Source) -> OfSource<'_> {
    let (text, content, without_text) = match &source.text {
        Text::Stored { path, content, .. } => (Some(path.as_str()), content.as_str(), None),
        Text::None(why) => {
            let without_text = WithoutText {
                why: why.as_deref(),
                unverified_quotations: source.unverified(),
            };
            (None, "", Some(without_text))
        }
    };
    let sentences = source.sentences().iter().map(|sentence| OfSentence {
        start: sentence.chars.start,
        end: sentence.chars.end,
        line: sentence.lines.0,
        standing: sentence.standing.name(),
        words: one_line(&content[sentence.bytes.clone()]),
        letters: sentence.letters,
        letters_read: sentence.letters_read,
        notes: &sentence.notes,
        known: &sentence.known,
    });
    OfSource {
        id: &source.id,
        title: &source.title,
        dossier: &source.dossier,
        text,
        without_text,
        count: numbers(&source.count()),
        sentences: sentences.collect(),
        notes: source.notes.iter().map(note).collect(),
    }
}

fn note(note: &Note) -> OfNote<'_> {
    OfNote {
        file: &note.file,
        line: note.line,
        standing: note.standing().name(),
        quotations: note
            .quotations
            .iter()
            .map(|quotation| OfQuotation {
                words: &quotation.words,
                id: quotation.id.as_deref(),
                locator: quotation.locator.as_deref(),
            })
            .collect(),
        statements: note.said.iter().map(self::said).collect(),
        dismissed_because: note.dismissed.as_ref().map(|why| why.words.as_str()),
    }
}

fn said(said: &Said) -> OfSaid<'_> {
    OfSaid {
        words: &said.words,
        line: said.line,
        draft: said.draft,
        iri: said.iri.as_deref(),
    }
}
