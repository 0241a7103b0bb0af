//! One statement as a sentence.

use super::{Links, Teller, text};
use crate::export::dataset::{Id, Value};
use crate::export::graph::pick::Said;
use crate::export::graph::row::{Field, Row};
use crate::export::graph::thing;

/// What is told after the object, with the words that a dossier has for it.
const READINGS: [(&str, &str); 6] = [
    ("accordingTo", "according to"),
    ("confidenceLevel", "confidence"),
    ("confidence", "confidence"),
    ("because", "because"),
    ("notes", "note"),
    ("seeAlso", "see"),
];

/// Fields that are told where they aren't what they are of nearly all statements.
const ODD: [(&str, &str); 2] = [("status", "verified"), ("rank", "normal")];

impl Teller<'_, '_> {
    /// What a statement says of its subject, with the numbers of its footnotes.
    pub fn sentence(&self, said: &Said, links: &dyn Links, number: &dyn Fn(Id) -> usize) -> String {
        let [_, property, object] = said.triple;
        let mut row = Row::default();
        self.details.tell(said.statement, &mut row);
        let mut sentence = format!("**{}**", text::inline(&self.name(property)));
        for part in [
            self.object(object, said, links),
            text::inline(row.get_text("time")),
        ] {
            if !part.is_empty() {
                sentence.push(' ');
                sentence.push_str(&part);
            }
        }
        for (role, value) in self.details.role_list(said.statement) {
            let role = text::inline(&self.name(role));
            sentence.push_str(&format!("; {role} {}", self.value(value, links)));
        }
        for told in readings(&row) {
            sentence.push_str("; ");
            sentence.push_str(&told);
        }
        match said.statement {
            None => sentence.push_str(" *(without a source)*"),
            Some(_) if row.get("inferred") == Some(&Field::Flag(true)) => {
                sentence.push_str(" *(inferred)*");
            }
            Some(_) => {}
        }
        for note in self.footnotes(said) {
            sentence.push_str(&format!("[^{}]", number(note)));
        }
        sentence
    }

    /// The object of a statement, with its unit.
    fn object(&self, object: Id, said: &Said, links: &dyn Links) -> String {
        let value = self.value(object, links);
        match thing::unit(&self.graph.terms, said) {
            Some(unit) => format!("{value} {}", text::inline(&self.name(unit))),
            None => value,
        }
    }

    /// A thing with the way there, or a value with its language.
    pub fn value(&self, value: Id, links: &dyn Links) -> String {
        match self.graph.terms.value(value) {
            Value::Literal(literal) => {
                let words = text::address(literal.value());
                match literal.language() {
                    Some(language) => format!("{words} ({})", text::inline(language)),
                    None => words,
                }
            }
            _ => links.thing(value),
        }
    }
}

/// What readings say, each with its word before it.
fn readings(row: &Row) -> Vec<String> {
    let told = |name: &str| match row.get(name) {
        Some(Field::List(texts)) => texts.iter().map(|told| text::address(told)).collect(),
        Some(field) => vec![text::inline(&field.flat())],
        None => Vec::new(),
    };
    let mut all = Vec::new();
    for (name, word) in READINGS {
        all.extend(told(name).iter().map(|told| format!("{word} {told}")));
    }
    for (name, usual) in ODD {
        let odd = told(name).into_iter().filter(|told| told != usual);
        all.extend(odd.map(|told| format!("{name} {told}")));
    }
    all
}
