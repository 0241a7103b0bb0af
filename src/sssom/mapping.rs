//! What a row says, as far as citable makes use of it.

use super::{MappingSet, NO_TERM_FOUND};

/// A mapping.
#[derive(Clone, Debug, PartialEq)]
pub struct Mapping<'a> {
    /// The number of its row in the set.
    pub row: usize,
    /// CURIEs or IRIs, as they stand there; empty where there is none.
    pub subject: &'a str,
    pub predicate: &'a str,
    pub object: &'a str,
    pub subject_label: Option<&'a str>,
    pub object_label: Option<&'a str>,
    /// Whether it is rejected: that the predicate does not hold.
    pub not: bool,
    /// Whether it says that the other data set has no such thing.
    pub no_term_found: bool,
    /// Empty where there is none.
    pub justification: &'a str,
    /// From 0 to 1; nothing if there is none, or it is no such number.
    pub confidence: Option<f64>,
    pub similarity_score: Option<f64>,
    /// By their ids, and then by their names where they have no id.
    pub authors: Vec<String>,
    pub reviewers: Vec<String>,
    /// The day on which it was asserted.
    pub date: Option<&'a str>,
    pub comment: Option<&'a str>,
}

impl<'a> Mapping<'a> {
    pub(super) fn of(set: &'a MappingSet, row: usize) -> Mapping<'a> {
        let get = |slot| set.get(row, slot);
        let both = |id, label| {
            let mut all = set.values(row, id);
            all.extend(set.values(row, label));
            all
        };
        let subject = get("subject_id").unwrap_or_default();
        let object = get("object_id").unwrap_or_default();
        let is_none = |id: &str| set.expand(id).is_some_and(|iri| iri == NO_TERM_FOUND);
        Mapping {
            row,
            subject,
            predicate: get("predicate_id").unwrap_or_default(),
            object,
            subject_label: get("subject_label"),
            object_label: get("object_label"),
            not: get("predicate_modifier").is_some_and(|it| it.eq_ignore_ascii_case("not")),
            no_term_found: is_none(object) || is_none(subject),
            justification: get("mapping_justification").unwrap_or_default(),
            confidence: get("confidence").and_then(share),
            similarity_score: get("similarity_score").and_then(share),
            authors: both("author_id", "author_label"),
            reviewers: both("reviewer_id", "reviewer_label"),
            date: set.value(row, "mapping_date"),
            comment: get("comment"),
        }
    }

    /// Whether it says that the predicate holds.
    pub fn is_accepted(&self) -> bool {
        !self.not && !self.no_term_found
    }
}

/// A number from 0 to 1.
pub fn share(text: &str) -> Option<f64> {
    let number: f64 = text.parse().ok()?;
    (0.0..=1.0).contains(&number).then_some(number)
}

/// The values of a slot that can have several: `|` stands between them; in them, it stands after `\`, and so does `\`.
pub fn split(text: &str) -> Vec<String> {
    let mut values = vec![String::new()];
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let value = values.last_mut().expect("there is always one");
        match (c, rest.peek()) {
            ('\\', Some(&escaped @ ('|' | '\\'))) => {
                rest.next();
                value.push(escaped);
            }
            ('|', _) => values.push(String::new()),
            (other, _) => value.push(other),
        }
    }
    let values = values.into_iter().map(|value| value.trim().to_owned());
    values.filter(|value| !value.is_empty()).collect()
}

/// Several values as one cell has them.
pub fn join<'v>(values: impl IntoIterator<Item = &'v str>) -> String {
    let escaped = |value: &str| value.replace('\\', "\\\\").replace('|', "\\|");
    let values: Vec<String> = values.into_iter().map(escaped).collect();
    values.join("|")
}
