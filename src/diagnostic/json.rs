//! Diagnostics as one JSON document, for programs.
//!
//! The document is an object:
//!
//! | field | holds |
//! |---|---|
//! | `version` | the version of this format, `1`; a field may be added within a version, none changed or removed |
//! | `counts` | an object: how many are of each severity, `error`, `warning` and `hint` |
//! | `diagnostics` | an array, in reading order |
//!
//! A diagnostic is an object:
//!
//! | field | holds |
//! |---|---|
//! | `rule` | the rule's name, as `citable explain` takes it |
//! | `severity` | `error`, `warning` or `hint` |
//! | `message` | what is wrong, in one line |
//! | `label` | what was expected at the place; may be empty |
//! | `path` | the file, from the project's root, with `/` |
//! | `start`, `end` | the place, half-open; `null` where the file has no text, as one that was refused |
//! | `related` | an array of other places: `path`, `start`, `end` as above, and `text` |
//! | `help` | an array: what to do, a sentence each |
//! | `fix` | `null`, or an object: `path`, `start`, `end` as above, and the `text` to put there |
//!
//! `start` and `end` are objects: `line` and `column` from 1, the column in Unicode code points, and `byte`,
//! the offset in the UTF-8 of the file from 0. Text is as it was written: control and
//! bidirectional characters are escaped as JSON demands and no further.

use std::io::{self, Write};

use serde::Serialize;

use super::Diagnostic;
use super::render::{Summary, bounded, has_text};
use crate::files::Files;
use crate::span::Span;

const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    counts: Counts,
    diagnostics: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Counts {
    error: usize,
    warning: usize,
    hint: usize,
}

#[derive(Serialize)]
struct Item<'a> {
    rule: &'static str,
    severity: &'static str,
    message: &'a str,
    label: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    related: Vec<PlacedText<'a>>,
    help: &'a [String],
    fix: Option<PlacedText<'a>>,
}

#[derive(Serialize)]
struct PlacedText<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    text: &'a str,
}

#[derive(Serialize)]
struct Place<'a> {
    path: &'a str,
    start: Option<Point>,
    end: Option<Point>,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
    byte: usize,
}

/// Writes the document, its diagnostics in the order given.
pub fn write(diagnostics: &[&Diagnostic], files: &Files, out: &mut impl Write) -> io::Result<()> {
    let summary = Summary::of(diagnostics);
    let document = Document {
        version: VERSION,
        counts: Counts {
            error: summary.errors,
            warning: summary.warnings,
            hint: summary.hints,
        },
        diagnostics: diagnostics.iter().map(|it| item(it, files)).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn item<'a>(diagnostic: &'a Diagnostic, files: &'a Files) -> Item<'a> {
    let placed = |span, text: &'a str| PlacedText {
        place: place(span, files),
        text,
    };
    Item {
        rule: diagnostic.rule.name(),
        severity: diagnostic.severity.name(),
        message: &diagnostic.message,
        label: &diagnostic.label,
        place: place(diagnostic.span, files),
        related: diagnostic
            .related
            .iter()
            .map(|related| placed(related.span, &related.text))
            .collect(),
        help: &diagnostic.help,
        fix: diagnostic
            .fix
            .as_ref()
            .map(|fix| placed(fix.span, &fix.text)),
    }
}

fn place(span: Span, files: &Files) -> Place<'_> {
    let range = has_text(files, span).then(|| bounded(files, span));
    let point = |byte| {
        let position = files.position(span.file, byte);
        Point {
            line: position.line,
            column: position.column,
            byte,
        }
    };
    Place {
        path: &files.get(span.file).path,
        start: range.as_ref().map(|range| point(range.start)),
        end: range.as_ref().map(|range| point(range.end)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::diagnostic::render::tests::{files, place, rendered};
    use crate::diagnostic::{Diagnostic, Format, Rule};
    use crate::span::{FileId, Span};

    #[test]
    fn every_field_is_there() {
        let files = files(&[("a.dossier.md", "é\n- é Rusia\n"), ("b", "")]);
        let wrong = place(&files, 0, "Rusia");
        let diagnostics = [
            Diagnostic::new(
                Rule::MissingFrontMatter,
                Span::new(FileId(1), 0, 0),
                "empty",
            ),
            Diagnostic::new(Rule::UnknownName, wrong, "`Rusia` \u{1b}")
                .label("here")
                .related(Span::new(FileId(1), 0, 0), "there")
                .help("one")
                .fix(wrong, "Russia"),
        ];
        let written = rendered(&diagnostics, &files, Format::Json);
        let start = json!({"line": 2, "column": 5, "byte": 8});
        let end = json!({"line": 2, "column": 10, "byte": 13});
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&written).expect("it is JSON"),
            json!({
                "version": 1,
                "counts": {"error": 2, "warning": 0, "hint": 0},
                "diagnostics": [
                    {
                        "rule": "unknown-name", "severity": "error", "message": "`Rusia` \u{1b}",
                        "label": "here", "path": "a.dossier.md", "start": start, "end": end,
                        "related": [{"path": "b", "start": null, "end": null, "text": "there"}],
                        "help": ["one"],
                        "fix": {"path": "a.dossier.md", "start": start, "end": end, "text": "Russia"},
                    },
                    {
                        "rule": "missing-front-matter", "severity": "error", "message": "empty",
                        "label": "", "path": "b", "start": null, "end": null,
                        "related": [], "help": [], "fix": null,
                    },
                ],
            })
        );
    }
}
