//! Diagnostics as SARIF 2.1.0, for code review platforms.
//!
//! One run with the rules that occur and a result for each diagnostic. Paths are relative to the symbol
//! `PROJECTROOT`, for the reader's machine has its own. Columns are in Unicode code points, as everywhere
//! else. Specification: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::render::{has_text, positions};
use super::{Diagnostic, Fix, Rule, Severity};
use crate::files::Files;
use crate::iri::percent_encode;
use crate::span::Span;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const ROOT: &str = "PROJECTROOT";

/// Writes the log, its results in the order given.
pub fn write(diagnostics: &[&Diagnostic], files: &Files, out: &mut impl Write) -> io::Result<()> {
    let indexes = indexes(diagnostics);
    let rules: Vec<Value> = indexes.keys().map(|&rule| descriptor(rule)).collect();
    let results: Vec<Value> = diagnostics
        .iter()
        .map(|diagnostic| result(diagnostic, indexes[&diagnostic.rule], files))
        .collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the project."}}},
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

/// The rules that occur, each with its place in the array of rules.
fn indexes(diagnostics: &[&Diagnostic]) -> BTreeMap<Rule, usize> {
    let mut indexes: BTreeMap<Rule, usize> = diagnostics.iter().map(|it| (it.rule, 0)).collect();
    for (index, place) in indexes.values_mut().enumerate() {
        *place = index;
    }
    indexes
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "note",
    }
}

fn descriptor(rule: Rule) -> Value {
    let page = rule.page();
    let (meaning, why) = (meaning(page), section(page, "Why it matters"));
    json!({
        "id": rule.name(),
        "shortDescription": {"text": meaning},
        "fullDescription": {"text": format!("{meaning} {why}").trim()},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": level(rule.severity())},
    })
}

/// The sentence under a page's heading.
fn meaning(page: &str) -> &str {
    page.lines()
        .find(|line| !line.is_empty() && !line.starts_with('#'))
        .unwrap_or_default()
}

/// The text of one section of a page, on one line.
fn section(page: &str, heading: &str) -> String {
    page.lines()
        .skip_while(|line| line.strip_prefix("## ") != Some(heading))
        .skip(1)
        .take_while(|line| !line.starts_with("## "))
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn result(diagnostic: &Diagnostic, index: usize, files: &Files) -> Value {
    let mut result = json!({
        "ruleId": diagnostic.rule.name(),
        "ruleIndex": index,
        "level": level(diagnostic.severity),
        "message": {"text": text(diagnostic)},
        "locations": [location(diagnostic.span, files)],
    });
    if !diagnostic.related.is_empty() {
        result["relatedLocations"] = related(diagnostic, files);
    }
    if let Some(fix) = &diagnostic.fix {
        result["fixes"] = json!([replacement(fix, files)]);
    }
    result
}

/// All that is said about it, a line each: there is no other place for the label and the help.
fn text(diagnostic: &Diagnostic) -> String {
    [&diagnostic.message, &diagnostic.label]
        .into_iter()
        .chain(&diagnostic.help)
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

fn related(diagnostic: &Diagnostic, files: &Files) -> Value {
    let places = diagnostic.related.iter().enumerate();
    places
        .map(|(id, related)| {
            let mut place = location(related.span, files);
            place["id"] = json!(id);
            place["message"] = json!({"text": related.text});
            place
        })
        .collect()
}

fn location(span: Span, files: &Files) -> Value {
    let mut physical = json!({"artifactLocation": artifact(span, files)});
    if has_text(files, span) {
        physical["region"] = region(span, files);
    }
    json!({"physicalLocation": physical})
}

fn artifact(span: Span, files: &Files) -> Value {
    // A relative URI reference (RFC 3986): encoded, a colon in its first part cannot be taken for a scheme.
    let uri = percent_encode(&files.get(span.file).path);
    json!({"uri": uri, "uriBaseId": ROOT})
}

fn region(span: Span, files: &Files) -> Value {
    let (start, end) = positions(files, span);
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

fn replacement(fix: &Fix, files: &Files) -> Value {
    json!({
        "description": {"text": "type this instead"},
        "artifactChanges": [{
            "artifactLocation": artifact(fix.span, files),
            "replacements": [{
                "deletedRegion": region(fix.span, files),
                "insertedContent": {"text": fix.text},
            }],
        }],
    })
}

#[cfg(test)]
mod tests {
    use serde_sarif::sarif::{ResultLevel, Sarif};

    use super::*;
    use crate::diagnostic::Format;
    use crate::diagnostic::render::tests::{files, place, rendered};
    use crate::span::FileId;

    fn example() -> String {
        let files = files(&[("data/ä b.dossier.md", "é\n- é 🌍 Rusia\n"), ("b", "")]);
        let wrong = place(&files, 0, "Rusia");
        let empty = Span::new(FileId(1), 0, 0);
        let diagnostics = [
            Diagnostic::new(Rule::UnknownName, wrong, "`Rusia` is not declared")
                .label("no entity has this name")
                .related(Span::new(FileId(0), 0, 2), "see here")
                .related(empty, "and there")
                .help("did you mean `Russia`?")
                .fix(wrong, "Russia"),
            Diagnostic::new(Rule::FileTooLarge, empty, "too large"),
            Diagnostic::new(Rule::UnusedEntity, wrong, "never used"),
        ];
        rendered(&diagnostics, &files, Format::Sarif)
    }

    #[test]
    fn a_log_is_sarif() {
        let log: Sarif = serde_json::from_str(&example()).expect("it is SARIF");
        let run = &log.runs[0];
        let rules = run.tool.driver.rules.as_ref().expect("there are rules");
        let ids: Vec<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
        assert_eq!(ids, ["file-too-large", "unknown-name", "unused-entity"]);
        let results = run.results.as_ref().expect("there are results");
        let said: Vec<_> = results
            .iter()
            .map(|it| (it.rule_id.as_deref(), it.rule_index, it.level))
            .collect();
        assert_eq!(
            said,
            [
                (Some("file-too-large"), Some(0), Some(ResultLevel::Error)),
                (Some("unknown-name"), Some(1), Some(ResultLevel::Error)),
                (Some("unused-entity"), Some(2), Some(ResultLevel::Note)),
            ]
        );
    }

    #[test]
    fn places_are_in_code_points_and_paths_are_encoded() {
        let log: Value = serde_json::from_str(&example()).expect("it is JSON");
        let run = &log["runs"][0];
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        let result = &run["results"][1];
        let physical = &result["locations"][0]["physicalLocation"];
        assert_eq!(
            *physical,
            json!({
                "artifactLocation": {"uri": "data/%C3%A4%20b.dossier.md", "uriBaseId": "PROJECTROOT"},
                "region": {"startLine": 2, "startColumn": 7, "endLine": 2, "endColumn": 12},
            })
        );
        let change = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
        assert_eq!(change["insertedContent"]["text"], "Russia");
        assert_eq!(change["deletedRegion"], physical["region"]);
        assert_eq!(result["relatedLocations"][0]["message"]["text"], "see here");
        assert!(run["results"][0]["locations"][0]["physicalLocation"]["region"].is_null());
    }

    #[test]
    fn every_page_has_a_meaning_and_a_reason() {
        for rule in Rule::ALL {
            let page = rule.page();
            assert!(
                page.starts_with(&format!("# {rule}\n\n")),
                "{rule}: heading"
            );
            assert!(
                meaning(page).ends_with('.'),
                "{rule}: the meaning is one line, one sentence"
            );
            for heading in ["Why it matters", "Example", "What to do"] {
                assert!(!section(page, heading).is_empty(), "{rule}: «{heading}»");
            }
        }
    }
}
