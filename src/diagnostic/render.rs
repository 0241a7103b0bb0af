//! Diagnostics as text: for people, for editors and for machines.
//!
//! A format is a file beside this one. All of them show the diagnostics in reading order: by path, then by
//! place. Nothing here asks the environment: whether there is colour and how wide the terminal is,
//! the caller says.

pub mod visible;

use std::borrow::Borrow;
use std::collections::BTreeSet;
use std::fmt;
use std::io::{self, Write};

use super::{Diagnostic, Severity, full, json, sarif, short};
use crate::files::{Files, Position};
use crate::span::Span;

/// How diagnostics are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// With the lines in question, for reading
    Full,
    /// A line each, for editors and grep
    Short,
    /// One JSON document
    Json,
    /// SARIF 2.1.0, for code review platforms
    Sarif,
}

/// Writes `diagnostics` in reading order. `colour` and `width`, the columns of the terminal, matter only to the
/// formats for people.
///
/// # Errors
///
/// Only those of `out`.
pub fn render(
    diagnostics: &[Diagnostic],
    files: &Files,
    format: Format,
    colour: bool,
    width: usize,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut ordered: Vec<&Diagnostic> = diagnostics.iter().collect();
    reading_order(&mut ordered, files);
    match format {
        Format::Full => full::write(&ordered, files, colour, width, out),
        Format::Short => short::write(&ordered, files, colour, out),
        Format::Json => json::write(&ordered, files, out),
        Format::Sarif => sarif::write(&ordered, files, out),
    }
}

/// Sorts diagnostics as a reader meets them: by path, place and rule. The message decides between those
/// of one rule at one place, so that the order never depends on who reported first.
pub fn reading_order<D: Borrow<Diagnostic>>(diagnostics: &mut [D], files: &Files) {
    fn key<'a>(
        diagnostic: &'a Diagnostic,
        files: &'a Files,
    ) -> (&'a str, u32, u32, super::Rule, &'a str) {
        let Span { file, start, end } = diagnostic.span;
        let path = files.get(file).path.as_str();
        (path, start, end, diagnostic.rule, &diagnostic.message)
    }
    diagnostics.sort_by(|a, b| key(a.borrow(), files).cmp(&key(b.borrow(), files)));
}

/// How many diagnostics there are, and in how many files. Shown as «3 errors, 2 warnings in 2 files».
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub errors: usize,
    pub warnings: usize,
    pub hints: usize,
    pub files: usize,
}

impl Summary {
    /// Counts `diagnostics`.
    pub fn of<D: Borrow<Diagnostic>>(diagnostics: &[D]) -> Summary {
        let mut summary = Summary::default();
        let mut files = BTreeSet::new();
        for diagnostic in diagnostics {
            let diagnostic = diagnostic.borrow();
            files.insert(diagnostic.span.file);
            match diagnostic.severity {
                Severity::Error => summary.errors += 1,
                Severity::Warning => summary.warnings += 1,
                Severity::Hint => summary.hints += 1,
            }
        }
        summary.files = files.len();
        summary
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = [
            (self.errors, "error"),
            (self.warnings, "warning"),
            (self.hints, "hint"),
        ];
        let parts: Vec<String> = counts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| counted(count, word))
            .collect();
        if parts.is_empty() {
            return f.write_str("no mistakes");
        }
        write!(f, "{} in {}", parts.join(", "), counted(self.files, "file"))
    }
}

fn counted(count: usize, word: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {word}{plural}")
}

/// Whether a place can be shown: its file may have been refused, or be empty.
pub fn has_text(files: &Files, span: Span) -> bool {
    !files.get(span.file).text.is_empty()
}

/// The span as a range of bytes that surely lies in its file, at the bounds of characters.
pub fn bounded(files: &Files, span: Span) -> std::ops::Range<usize> {
    let text = &files.get(span.file).text;
    let start = text.floor_char_boundary(span.start as usize);
    let end = text.floor_char_boundary(span.end as usize);
    start..end.max(start)
}

/// The first and last place of a span, as people count.
pub fn positions(files: &Files, span: Span) -> (Position, Position) {
    let range = bounded(files, span);
    (
        files.position(span.file, range.start),
        files.position(span.file, range.end),
    )
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::diagnostic::Rule;
    use crate::files::Kind;
    use crate::span::FileId;

    /// Files of the given paths and texts.
    pub fn files(contents: &[(&str, &str)]) -> Files {
        let file =
            |(path, text): &(&str, &str)| ((*path).to_owned(), Kind::Dossier, (*text).to_owned());
        Files::from_memory(contents.iter().map(file))
    }

    /// The place of the first `words` in the file `number`.
    #[track_caller]
    pub fn place(files: &Files, number: u32, words: &str) -> Span {
        let file = FileId(number);
        let start = files
            .get(file)
            .text
            .find(words)
            .expect("the words are there");
        Span::new(file, start, start + words.len())
    }

    /// What `render` writes, without colour.
    pub fn rendered(diagnostics: &[Diagnostic], files: &Files, format: Format) -> String {
        let mut out = Vec::new();
        render(diagnostics, files, format, false, 80, &mut out).expect("memory can be written");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn reading_order_is_by_path_then_place() {
        let files = files(&[("b", "0123456789"), ("a", "0123456789")]);
        let at =
            |file, start, end, rule| Diagnostic::new(rule, Span::new(FileId(file), start, end), "");
        let mut diagnostics = vec![
            at(0, 1, 2, Rule::UnknownName),
            at(1, 5, 6, Rule::UnknownName),
            at(1, 3, 9, Rule::UnknownName),
            at(1, 3, 4, Rule::UnknownName),
            at(1, 3, 4, Rule::TwoReadings),
            at(1, 3, 4, Rule::NotUtf8),
        ];
        reading_order(&mut diagnostics, &files);
        let order: Vec<_> = diagnostics
            .iter()
            .map(|d| (d.span.file.0, d.span.start, d.span.end, d.rule.name()))
            .collect();
        assert_eq!(
            order,
            [
                (1, 3, 4, "not-utf8"),
                (1, 3, 4, "unknown-name"),
                (1, 3, 4, "two-readings"),
                (1, 3, 9, "unknown-name"),
                (1, 5, 6, "unknown-name"),
                (0, 1, 2, "unknown-name"),
            ]
        );
    }

    #[test]
    fn a_summary_says_what_there_is() {
        let says = |errors, warnings, hints, files| {
            Summary {
                errors,
                warnings,
                hints,
                files,
            }
            .to_string()
        };
        assert_eq!(says(3, 2, 0, 2), "3 errors, 2 warnings in 2 files");
        assert_eq!(says(1, 0, 1, 1), "1 error, 1 hint in 1 file");
        assert_eq!(says(0, 0, 0, 0), "no mistakes");
    }
}
