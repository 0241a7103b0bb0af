//! Quotations laid over the sentences of a text.

use std::ops::Range;

use super::{Sentence, Standing};

/// A part of a text that is quoted, what its quotation has come to, and the number of its note.
pub type Piece = (Range<usize>, Standing, usize);

/// The sentences of a text (`bounds`, in its order), each with what the quoted pieces make of it. Time is linear in the
/// text, and in each piece's sentences.
pub fn lay(text: &str, bounds: Vec<Range<usize>>, pieces: &[Piece]) -> Vec<Sentence> {
    let mut sentences = places(text, bounds);
    let mut read: Vec<Range<usize>> = Vec::new();
    for (piece, standing, note) in pieces {
        let first = sentences.partition_point(|sentence| sentence.bytes.end <= piece.start);
        for sentence in sentences[first..]
            .iter_mut()
            .take_while(|sentence| sentence.bytes.start < piece.end)
        {
            if letters(text, &overlap(&sentence.bytes, piece)) > 0 {
                sentence.standing = sentence.standing.max(*standing);
                sentence.notes.push(*note);
            }
        }
        if standing.is_read() {
            read.push(piece.clone());
        }
    }
    for sentence in &mut sentences {
        sentence.notes.sort_unstable();
        sentence.notes.dedup();
    }
    count_read(text, &mut sentences, read);
    sentences
}

/// The sentences before anything is laid over them.
fn places(text: &str, bounds: Vec<Range<usize>>) -> Vec<Sentence> {
    let (mut at, mut chars, mut line) = (0, 0, 1);
    let mut to = |offset: usize| {
        let part = &text[at..offset];
        chars += part.chars().count();
        line += part.matches('\n').count();
        at = offset;
        (chars, line)
    };
    bounds
        .into_iter()
        .map(|bytes| {
            let (start, first) = to(bytes.start);
            let (end, last) = to(bytes.end);
            Sentence {
                letters: letters(text, &bytes),
                bytes,
                chars: start..end,
                lines: (first, last),
                standing: Standing::Untouched,
                letters_read: 0,
                notes: Vec::new(),
                known: Vec::new(),
            }
        })
        .collect()
}

/// Counts the letters that are read; those that two quotations have, once.
fn count_read(text: &str, sentences: &mut [Sentence], mut read: Vec<Range<usize>>) {
    read.sort_unstable_by_key(|piece| (piece.start, piece.end));
    let mut done = 0;
    for piece in read {
        let piece = piece.start.max(done)..piece.end;
        if piece.is_empty() {
            continue;
        }
        let first = sentences.partition_point(|sentence| sentence.bytes.end <= piece.start);
        for sentence in sentences[first..]
            .iter_mut()
            .take_while(|sentence| sentence.bytes.start < piece.end)
        {
            sentence.letters_read += letters(text, &overlap(&sentence.bytes, &piece));
        }
        done = piece.end;
    }
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> Range<usize> {
    one.start.max(other.start)..one.end.min(other.end)
}

/// How many letters and digits a part of a text has.
fn letters(text: &str, range: &Range<usize>) -> usize {
    text[range.clone()]
        .chars()
        .filter(|c| c.is_alphanumeric())
        .count()
}
