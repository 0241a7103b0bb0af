//! The formats that can be brought in: one list, from which help, completions and messages come.

use std::path::Path;

use oxrdfio::RdfFormat;

use super::found::Found;
use super::open::{first_bytes, plain_name};
use super::read::{ftm, kgtk, quickstatements, rdf, sssom, wikibase};
use super::{ImportError, Source};

/// How the statements of another tool are written down.
pub struct Format {
    pub name: &'static str,
    pub about: &'static str,
    pub read: fn(&Source, &mut Found) -> Result<(), ImportError>,
}

/// All formats.
pub const FORMATS: &[Format] = &[
    Format {
        name: "rdf",
        about: "RDF with rdf:Statement or reifiers of RDF 1.2, or Wikibase's RDF",
        read: rdf::read,
    },
    Format {
        name: "wikibase",
        about: "JSON of Wikidata or another Wikibase: Special:EntityData, lines, or a dump",
        read: wikibase::json::read,
    },
    Format {
        name: "quickstatements",
        about: "QuickStatements, version 1: with tabs or bars",
        read: quickstatements::read,
    },
    Format {
        name: "kgtk",
        about: "KGTK's tab-separated edges",
        read: kgtk::read,
    },
    Format {
        name: "ftm",
        about: "FollowTheMoney: statements as CSV or JSON lines, entities as JSON lines",
        read: ftm::read,
    },
    Format {
        name: "sssom",
        about: "SSSOM: mappings as tab-separated values",
        read: sssom::read,
    },
];

impl Format {
    /// The format of that name.
    pub fn named(name: &str) -> Option<&'static Format> {
        FORMATS.iter().find(|format| format.name == name)
    }

    /// The format of a file, by its name and its first bytes; nothing if they leave it open.
    pub fn of(path: &Path) -> Result<Option<&'static Format>, ImportError> {
        let name = plain_name(path);
        let suffix = name.rsplit('.').next().unwrap_or_default();
        if syntax(&name).is_some() {
            return Ok(Format::named("rdf"));
        }
        let bytes = first_bytes(path, 1 << 16)?;
        let start = String::from_utf8_lossy(&bytes);
        let start = start.trim_start_matches('\u{FEFF}');
        let name = match suffix {
            "json" | "jsonl" | "ndjson" | "ijson" => json(start),
            _ => table(start).or_else(|| json(start)),
        };
        Ok(name.and_then(Format::named))
    }
}

/// The syntax of RDF that a file's name says.
pub fn syntax(name: &str) -> Option<RdfFormat> {
    let suffix = name.rsplit('.').next()?;
    match suffix {
        "json" | "txt" | "xml" => None,
        suffix => RdfFormat::from_extension(suffix),
    }
}

fn json(start: &str) -> Option<&'static str> {
    if !start.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let has = |key: &str| start.contains(&format!("\"{key}\""));
    if has("schema") && (has("properties") || has("prop") || has("canonical_id")) {
        Some("ftm")
    } else if has("entities") || has("claims") || has("labels") {
        Some("wikibase")
    } else {
        None
    }
}

/// The format of a table, by its header; or of commands, by the first of them.
fn table(start: &str) -> Option<&'static str> {
    let header = start.lines().find(|line| !line.starts_with('#'))?;
    let names = |delimiter: char| -> Vec<&str> {
        let names = header.split(delimiter);
        names.map(|name| name.trim().trim_matches('"')).collect()
    };
    let has = |names: &[&str], wanted: &[&str]| wanted.iter().all(|it| names.contains(it));
    let (tabs, commas) = (names('\t'), names(','));
    if has(&tabs, &["subject_id", "predicate_id", "object_id"]) {
        Some("sssom")
    } else if has(&tabs, &["node1", "label", "node2"]) {
        Some("kgtk")
    } else if has(&commas, &["prop", "value"]) || has(&commas, &["prop", "schema"]) {
        Some("ftm")
    } else if quickstatements::is_command(header) {
        Some("quickstatements")
    } else {
        None
    }
}
