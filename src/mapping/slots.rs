//! What the slots of a row have to say, and whether they can.

use super::Reader;
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Rule, did_you_mean};
use crate::span::Span;
use crate::sssom::slots::{JUSTIFICATIONS, Range, SLOTS, Slot};
use crate::sssom::{Mapping, is_iri, share};

impl Reader<'_> {
    fn tell(&mut self, rule: Rule, span: Span, message: String, label: &str, help: &str) {
        let mut diagnostic = Diagnostic::new(rule, span, message).label(label);
        if !help.is_empty() {
            diagnostic = diagnostic.help(help);
        }
        self.diagnostics.push(diagnostic);
    }

    /// What SSSOM wants of a set.
    pub(super) fn metadata(&mut self) {
        for (key, example) in [
            ("mapping_set_id", "https://example.org/mappings/wikidata"),
            (
                "license",
                "https://creativecommons.org/publicdomain/zero/1.0/",
            ),
        ] {
            if self.set.metadata_values(key).is_empty() {
                let place = self.set.metadata_place();
                let span = Span::new(self.id, place.start, place.start);
                let message = format!("the metadata have no `{key}`");
                let help = format!("add a line `#{key}: {example}` above the table");
                self.tell(Rule::MissingSlot, span, message, "", &help);
            }
        }
        if !self.set.is_empty() && !self.has_column("mapping_justification") {
            let place = self.set.columns_place();
            let span = Span::new(self.id, place.start, place.end);
            let message = "there is no column `mapping_justification`".to_owned();
            let help =
                "add the column; `semapv:ManualMappingCuration` says that a person has decided";
            self.tell(Rule::MissingSlot, span, message, "", help);
        }
    }

    fn has_column(&self, slot: &str) -> bool {
        self.set.columns().iter().any(|column| column == slot)
    }

    /// Holds the slots of a row against what they can say.
    pub(super) fn slots(&mut self, mapping: &Mapping) {
        let row = mapping.row;
        self.needed(mapping);
        self.justification(mapping);
        for slot in SLOTS {
            let Some(text) = self.set.get(row, slot.name).map(str::to_owned) else {
                continue;
            };
            match slot.range {
                Range::Share => self.share(row, slot, &text),
                Range::Date => self.date(row, slot, &text),
                Range::Modifier if !text.eq_ignore_ascii_case("not") => {
                    let span = self.span(row, slot.name);
                    let message = format!("`{text}` is no modifier of a predicate");
                    let label = "`Not`, or nothing, is expected here";
                    self.tell(Rule::MappingSyntax, span, message, label, "");
                }
                // The three ends are told where they are expanded, and what they lead to.
                Range::Entity if !ENDS.contains(&slot.name) => self.references(row, slot, &text),
                _ => {}
            }
        }
    }

    /// A row without an end says nothing, unless that end is a text that has no id.
    fn needed(&mut self, mapping: &Mapping) {
        let row = mapping.row;
        for (slot, kind) in [
            ("subject_id", "subject_type"),
            ("predicate_id", ""),
            ("object_id", "object_type"),
        ] {
            let is_literal = self.set.value(row, kind) == Some("rdfs literal");
            if self.set.get(row, slot).is_none() && self.has_column(slot) && !is_literal {
                let span = self.span(row, "");
                let message = format!("this mapping has no `{slot}`");
                let help =
                    "where the other data set has no such thing, the object is `sssom:NoTermFound`";
                self.tell(Rule::MappingSyntax, span, message, "", help);
            }
        }
    }

    fn justification(&mut self, mapping: &Mapping) {
        if !self.has_column("mapping_justification") {
            return;
        }
        let (row, text) = (mapping.row, mapping.justification);
        if text.is_empty() {
            let span = self.span(row, "");
            let message = "nothing says how this mapping was found".to_owned();
            let help = "write a `mapping_justification`; `semapv:ManualMappingCuration` says that a person has decided";
            self.tell(Rule::MissingSlot, span, message, "", help);
            return;
        }
        let iri = self.set.expand(text);
        let curie = iri.map(|iri| iri.replace("https://w3id.org/semapv/vocab/", "semapv:"));
        let curie = curie.unwrap_or_else(|| text.to_owned());
        if JUSTIFICATIONS.contains(&curie.as_str()) {
            return;
        }
        let span = self.span(row, "mapping_justification");
        let message = format!("`{text}` is no justification that SSSOM knows");
        let label = match did_you_mean(&curie, JUSTIFICATIONS) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "a term of `semapv:` is expected here".to_owned(),
        };
        let help = "`citable explain unknown-justification` lists them";
        self.tell(Rule::UnknownJustification, span, message, &label, help);
    }

    fn share(&mut self, row: usize, slot: &Slot, text: &str) {
        if share(text).is_none() {
            let span = self.span(row, slot.name);
            let message = format!("`{text}` is no {}", slot.name.replace('_', " "));
            let label = "a number from 0 to 1 is expected here";
            self.tell(Rule::InvalidConfidence, span, message, label, "");
        }
    }

    fn date(&mut self, row: usize, slot: &Slot, text: &str) {
        if day(text).is_none() {
            let span = self.span(row, slot.name);
            let message = format!("`{text}` is no day");
            let label = "a day is expected here, as 2026-11-28";
            self.tell(Rule::InvalidDate, span, message, label, "");
        }
    }

    fn references(&mut self, row: usize, slot: &Slot, text: &str) {
        let values = match slot.is_multiple {
            true => crate::sssom::split(text),
            false => vec![text.to_owned()],
        };
        for value in values {
            if self.set.expand(&value).is_none() {
                self.unexpanded(row, slot.name, &value);
            }
        }
    }

    /// The IRI of an end of a row; nothing if there is none, or if that is told.
    pub(super) fn expanded(&mut self, row: usize, slot: &str) -> Option<String> {
        let text = self.set.get(row, slot)?.to_owned();
        let iri = self.set.expand(&text);
        if iri.is_none() {
            self.unexpanded(row, slot, &text);
        }
        iri
    }

    fn unexpanded(&mut self, row: usize, slot: &str, text: &str) {
        let span = self.span(row, slot);
        let Some((prefix, _)) = text.split_once(':') else {
            let message = format!("`{text}` is no CURIE, and no IRI");
            let label = "a prefix, a colon and a name are expected here";
            self.tell(Rule::UndeclaredPrefix, span, message, label, "");
            return;
        };
        if self.set.curies().namespace(prefix).is_some() || is_iri(text) {
            let message = format!("no IRI comes of `{text}`");
            let label = "it has a character that no IRI can have";
            self.tell(Rule::UndeclaredPrefix, span, message, label, "");
            return;
        }
        let prefixes = self.world.project.prefixes.get(prefix);
        let namespace = prefixes.map_or("https://…/", String::as_str);
        let help = format!("add a line `#  {prefix}: {namespace}` under `#curie_map:`");
        let message = format!("the set declares no prefix `{prefix}:`");
        let names = self.set.curies().declared().map(|(prefix, _)| prefix);
        let label = match did_you_mean(prefix, names) {
            Some(near) => format!("did you mean `{near}:`?"),
            None => String::new(),
        };
        self.tell(Rule::UndeclaredPrefix, span, message, &label, &help);
    }
}

const ENDS: &[&str] = &["subject_id", "predicate_id", "object_id"];

/// A day, as RDF has it.
pub fn day(text: &str) -> Option<&str> {
    let is_day = Date::parse(text).is_ok_and(|date| date.is_day() && !date.is_marked());
    is_day.then_some(text)
}
