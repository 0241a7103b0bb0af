//! What is written into a file when a person accepts what stands in a new text: the words of a quotation, or its locator.

use std::ops::Range;

use super::quoted::Quoted;
use crate::edit::Edits;
use crate::files::{File, Kind};
use crate::quote::{self, Found, Text};
use crate::table::{self, Citing};

/// How many words a passage is widened by, at most, to stand once.
const WIDENED: usize = 60;

/// Why words of a text cannot be quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unquotable {
    /// However many of them there are, they stand there more than once.
    Several,
    /// No file of quotations may have the control characters that they hold.
    Control,
}

/// The words of a text's passage as a quotation, widened until they stand once.
pub fn words(text: &Text, passage: &Range<usize>) -> Result<String, Unquotable> {
    let source = text.as_str();
    let mut range = passage.clone();
    for step in 0..WIDENED {
        let words = quotable(&source[range.clone()]);
        match quote::find(&words, text) {
            Found::Once(place) if overlaps(&place.bytes, passage) => {
                return match words.contains(|c: char| c.is_ascii_control()) {
                    true => Err(Unquotable::Control),
                    false => Ok(words),
                };
            }
            _ => {}
        }
        range = match step % 2 {
            0 => range.start..next(source, range.end),
            _ => previous(source, range.start)..range.end,
        };
    }
    Err(Unquotable::Several)
}

fn overlaps(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Words of a text as they are quoted: on one line, and what has a meaning in a quotation after a backslash.
fn quotable(words: &str) -> String {
    let mut quotable = String::with_capacity(words.len());
    for (index, word) in words.split_whitespace().enumerate() {
        if index > 0 {
            quotable.push(' ');
        }
        for c in word.chars() {
            if matches!(c, '[' | ']' | '\\') {
                quotable.push('\\');
            }
            quotable.push(c);
        }
    }
    quotable
}

/// Where the word after a byte ends.
fn next(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let blank = rest.len() - rest.trim_start().len();
    let word = rest[blank..]
        .find(char::is_whitespace)
        .unwrap_or(rest.len() - blank);
    at + blank + word
}

/// Where the word before a byte begins.
fn previous(text: &str, at: usize) -> usize {
    let rest = text[..at].trim_end();
    rest.rfind(char::is_whitespace).map_or(0, |blank| {
        blank + rest[blank..].chars().next().map_or(1, char::len_utf8)
    })
}

/// Writes other words in the place of a quotation's.
pub fn rewrite(quoted: &Quoted, file: &File, words: &str, edits: &mut Edits) {
    match file.kind {
        Kind::Facts => rewrite_cells(quoted, file, words, edits),
        _ => rewrite_block(quoted, file, words, edits),
    }
}

/// In a dossier: the lines of the block quote that have words; its glosses stay, after them.
fn rewrite_block(quoted: &Quoted, file: &File, words: &str, edits: &mut Edits) {
    let lines = &quoted.quotation.lines;
    let ends: Vec<usize> = lines
        .iter()
        .map(|&(_, place)| {
            place
                + file.text[place..]
                    .find(['\r', '\n'])
                    .unwrap_or(file.text.len() - place)
        })
        .collect();
    let (Some(&(_, first)), Some(&end)) = (lines.first(), ends.first()) else {
        return;
    };
    let begin = file.text[..first].rfind('\n').map_or(0, |at| at + 1);
    let mark = &file.text[begin..first];
    let width = ends
        .iter()
        .zip(lines)
        .map(|(end, &(_, start))| file.text[start..*end].chars().count())
        .max();
    let width = match lines.len() {
        1 => usize::MAX, // it was on one line, and stays there
        _ => width.unwrap_or(0),
    };
    edits.replace(
        file,
        first..end,
        wrapped(words, width).join(&format!("\n{mark}")),
    );
    // Each line goes with the line end before it.
    for (&(_, place), &end) in lines.iter().zip(&ends).skip(1) {
        let before = &file.text[..place];
        let line = before.rfind('\n').unwrap_or(0);
        let start = line - usize::from(before[..line].ends_with('\r'));
        edits.replace(file, start..end, "");
    }
}

/// Words in lines of about so many characters, none of which begins as a gloss does.
fn wrapped(words: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    let mut column = 0;
    for word in words.split(' ') {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > width && !word.starts_with('>') {
            lines.push(String::new());
            column = 0;
        }
        let line = lines.last_mut().expect("there always is a line");
        match column {
            0 if word.starts_with('>') => line.push('\\'),
            0 => {}
            _ => line.push(' '),
        }
        line.push_str(word);
        column += length + 1;
    }
    lines
}

/// In a table: the cell, and the same cell of the rows after it that cite the same words.
fn rewrite_cells(quoted: &Quoted, file: &File, words: &str, edits: &mut Edits) {
    let cell = table::cell(words, file.path.ends_with(".tsv"));
    for citing in citing(quoted, file) {
        edits.replace(file, citing.quote, cell.clone());
    }
}

/// The cells of a quotation in all rows that are a group under it.
fn citing(quoted: &Quoted, file: &File) -> Vec<Citing> {
    let quotation = &quoted.quotation;
    let rows = quoted.file.start as usize..quoted.end;
    table::citing(file, &rows, &quotation.text, quotation.locator.as_deref())
}

/// Writes another locator in the place of a quotation's.
pub fn relocate(quoted: &Quoted, file: &File, old: &str, new: &str, edits: &mut Edits) {
    match file.kind {
        Kind::Facts => relocate_cells(quoted, file, new, edits),
        _ => relocate_anchor(quoted, file, old, new, edits),
    }
}

/// In a table: in all rows that cite the words.
fn relocate_cells(quoted: &Quoted, file: &File, locator: &str, edits: &mut Edits) {
    let cell = table::cell(locator, file.path.ends_with(".tsv"));
    let cells = citing(quoted, file);
    for place in cells.into_iter().filter_map(|citing| citing.locator) {
        edits.replace(file, place, cell.clone());
    }
}

/// In a dossier: in the paragraph after the quotation.
fn relocate_anchor(quoted: &Quoted, file: &File, old: &str, new: &str, edits: &mut Edits) {
    let start = quoted.file.end as usize;
    let anchored = format!("({old})");
    let rest = &file.text[start..];
    let paragraph = rest.trim_start();
    let begin = start + (rest.len() - paragraph.len());
    let end = paragraph
        .find("\n\n")
        .or(paragraph.find("\n\r\n"))
        .unwrap_or(paragraph.len());
    if let Some(at) = paragraph[..end].find(&anchored) {
        let at = begin + at + 1;
        edits.replace(file, at..at + old.len(), new);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_widened_until_they_stand_once() {
        let doubled = "Ada came. ".repeat(200);
        let text = Text::new("Ada came. Then Bob came.\nThen it [rained].");
        let came = text.as_str().rfind("came").unwrap();
        assert_eq!(words(&text, &(came..came + 4)).as_deref(), Ok("Bob came."));
        let rained = text.as_str().find("[rained]").unwrap();
        assert_eq!(
            words(&text, &(rained..rained + 8)).as_deref(),
            Ok("\\[rained\\]")
        );
        assert_eq!(
            words(&Text::new("a a a a"), &(0..1)).as_deref(),
            Ok("a a a a")
        );
        let hidden = Text::new("Ada \u{2}came");
        assert_eq!(words(&hidden, &(0..8)), Err(Unquotable::Control));
        let doubled = Text::new(&doubled);
        assert_eq!(words(&doubled, &(0..4)), Err(Unquotable::Several));
    }

    #[test]
    fn no_line_begins_as_a_gloss() {
        assert_eq!(
            wrapped("> one two > three", 8),
            ["\\> one", "two >", "three"]
        );
    }
}
