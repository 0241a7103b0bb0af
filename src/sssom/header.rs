//! The metadata of a set: YAML in lines that begin with `#`, above the table.

use std::ops::Range;

use saphyr::{Yaml, YamlLoader};
use saphyr_parser::{Event, Parser, ScanError};

use super::Curies;

/// The metadata, as they were written and as they are understood.
#[derive(Clone, Debug, Default)]
pub struct Header {
    /// The lines with their ends; a byte order mark is of them.
    pub raw: String,
    pub curies: Curies,
    /// The keys with what they say, in their order; a key whose value is a mapping has none.
    keys: Vec<(String, Vec<String>)>,
}

/// Why the YAML cannot be read: the line, from 1, and the reason.
pub type NoYaml = (usize, String);

impl Header {
    /// Takes the lines in; what cannot be understood of them is kept all the same.
    pub fn read(raw: &str) -> (Header, Option<NoYaml>) {
        let mut header = Header {
            raw: raw.to_owned(),
            ..Header::default()
        };
        let problem = header.understand().err();
        (header, problem)
    }

    fn understand(&mut self) -> Result<(), NoYaml> {
        self.keys.clear();
        self.curies.declared.clear();
        let yaml = self.yaml();
        is_plain(&yaml)?;
        // Dates, versions and numbers as they are written.
        let mut loader = YamlLoader::<Yaml>::default();
        loader.early_parse(false);
        let mut parser = Parser::new_from_str(&yaml);
        parser.load(&mut loader, true).map_err(wrong)?;
        let documents = loader.into_documents();
        let Some(root) = documents.first() else {
            return Ok(());
        };
        let Some(root) = root.as_mapping() else {
            let is_empty = yaml.trim().is_empty();
            let message = "it has no keys with values";
            return is_empty.then_some(()).ok_or((1, message.to_owned()));
        };
        for (key, value) in root {
            let Some(key) = text(key) else { continue };
            if key == "curie_map" {
                let entries = value.as_mapping().into_iter().flatten();
                let entries = entries.filter_map(|(key, value)| Some((text(key)?, text(value)?)));
                self.curies.declared.extend(entries);
            }
            let values = match value.as_sequence() {
                Some(values) => values.iter().filter_map(text).collect(),
                None => text(value).into_iter().collect(),
            };
            self.keys.push((key, values));
        }
        Ok(())
    }

    /// The YAML, without the signs before it; as many lines as there are.
    fn yaml(&self) -> String {
        let lines: Vec<&str> = self.raw.lines().map(content).collect();
        // Some write a space after each sign, which is none of the YAML's.
        let spaces = |line: &&str| line.len() - line.trim_start_matches(' ').len();
        let written = lines.iter().filter(|line| !line.trim().is_empty());
        let indent = written.map(spaces).min().unwrap_or_default();
        let lines = lines.iter().map(|line| line.get(indent..).unwrap_or(""));
        lines.collect::<Vec<_>>().join("\n")
    }

    pub fn values(&self, key: &str) -> &[String] {
        let known = self.keys.iter().find(|(known, _)| known == key);
        known.map_or(&[], |(_, values)| values)
    }

    /// Gives a key one value.
    pub fn set(&mut self, key: &str, value: &str, newline: &str) {
        if self.values(key) != [value] {
            let line = format!("{key}: {}", scalar(value));
            self.replace(key, &[line], newline);
        }
    }

    /// Declares a prefix.
    pub fn declare(&mut self, prefix: &str, namespace: &str, newline: &str) {
        let mut declared = self.curies.declared.clone();
        let before = declared.insert(prefix.to_owned(), namespace.to_owned());
        if before.as_deref() == Some(namespace) {
            return;
        }
        let mut lines = vec!["curie_map:".to_owned()];
        let entry = |(prefix, iri): (&String, &String)| format!("  {prefix}: {}", scalar(iri));
        lines.extend(declared.iter().map(entry));
        self.replace("curie_map", &lines, newline);
    }

    /// Puts lines in place of those of a key; after all others, if there is no such key.
    fn replace(&mut self, key: &str, lines: &[String], newline: &str) {
        let sign = match self.raw.trim_start_matches('\u{FEFF}').starts_with("# ") {
            true => "# ",
            false => "#",
        };
        let lines = lines.iter().map(|line| format!("{sign}{line}{newline}"));
        let at = self.place_of(key).unwrap_or_else(|| {
            if !self.raw.is_empty() && !self.raw.ends_with(['\n', '\u{FEFF}']) {
                self.raw.push_str(newline);
            }
            self.raw.len()..self.raw.len()
        });
        self.raw.replace_range(at, &lines.collect::<String>());
        // What was written here is YAML; what was none before still isn't.
        let _ = self.understand();
    }

    /// The lines of a key: its own, and those below that are indented or items of a list.
    fn place_of(&self, key: &str) -> Option<Range<usize>> {
        let yaml = self.yaml();
        let mut found: Option<Range<usize>> = None;
        let mut at = 0;
        for (raw, line) in self.raw.split_inclusive('\n').zip(yaml.split('\n')) {
            let own = line
                .strip_prefix(key)
                .is_some_and(|rest| rest.starts_with(':'));
            let is_below = line.is_empty() || line.starts_with([' ', '-']);
            match &mut found {
                None if own => found = Some(at..at + raw.len()),
                Some(place) if is_below && place.end == at => place.end = at + raw.len(),
                _ => {}
            }
            at += raw.len();
        }
        found
    }
}

/// Whether YAML has only what SSSOM allows: no aliases, which can unfold without bounds, and no abysmal nesting.
fn is_plain(yaml: &str) -> Result<(), NoYaml> {
    const DEEPEST: usize = 16;
    let mut depth = 0_usize;
    for event in Parser::new_from_str(yaml) {
        let (event, span) = event.map_err(wrong)?;
        match event {
            Event::Alias(_) => {
                let message = "it has an alias (`*`), which SSSOM does not allow";
                return Err((span.start.line().max(1), message.to_owned()));
            }
            Event::SequenceStart(..) | Event::MappingStart(..) => depth += 1,
            Event::SequenceEnd | Event::MappingEnd => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            let message = format!("it is nested deeper than {DEEPEST} levels");
            return Err((span.start.line().max(1), message));
        }
    }
    Ok(())
}

fn wrong(error: ScanError) -> NoYaml {
    (error.marker().line().max(1), error.info().to_owned())
}

/// A line without the sign before it.
fn content(line: &str) -> &str {
    let line = line.trim_start_matches('\u{FEFF}');
    line.strip_prefix('#').unwrap_or(line)
}

/// What a node says, if it is one value.
fn text(node: &Yaml) -> Option<String> {
    match node {
        Yaml::Representation(text, ..) => Some(text.to_string()),
        other => other.as_str().map(str::to_owned),
    }
}

/// A value as YAML: plain where it can be, and else in quotation marks as JSON has them.
fn scalar(value: &str) -> String {
    let is_safe = |c: char| c.is_alphanumeric() || " _./:+-()@=~%?&;'".contains(c);
    let is_plain = value.starts_with(char::is_alphanumeric)
        && value.chars().all(is_safe)
        && !value.contains(": ")
        && !value.ends_with([' ', ':'])
        && !["true", "false", "yes", "no", "null", "on", "off"]
            .contains(&value.to_lowercase().as_str());
    match is_plain {
        true => value.to_owned(),
        false => serde_json::Value::from(value).to_string(),
    }
}
