//! What is said of an entity, or with it, by one property.

use oxrdf::{NamedNode, Term, Triple};
use serde::Serialize;

use super::footnote::{Footnotes, Ground};
use crate::query::QueryError;
use crate::vocab::citable;
use crate::why::{
    Archive, Named, Part, Reading, Role, Standing, Statement, Time, Value, WhyError, value, words,
};

/// What is said by one property, in one direction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Group {
    pub part: Part,
    pub property: Named,
    /// The property as a line has it.
    pub word: String,
    pub entries: Vec<Entry>,
}

/// A statement, as it is told of the entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Nothing if it is a triple of external data, which no statement is about.
    pub statement: Option<String>,
    /// What is at the other end: the object, or the subject; of a role, the whole statement.
    pub words: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    pub standing: Standing,
    pub negated: bool,
    pub time: Time,
    pub roles: Vec<Role>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<Named>,
    /// What it rests on: each of its readings, and what those readings rest on from which it follows.
    pub footnotes: Vec<Mark>,
}

/// The number of a footnote, and what the reading that rests on it says of the statement: who said so, doubts, reasons.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Mark {
    pub number: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
}

impl Mark {
    /// The marks of an entry in a row, each as `mark` has its number. Where a reading has remarks, they stand beside its
    /// own number, and commas part it from the others.
    pub fn row(marks: &[Mark], mark: impl Fn(usize) -> String) -> String {
        let is_plain = marks.iter().all(|mark| mark.remarks.is_empty());
        let one = |Mark { number, remarks }: &Mark| match remarks.as_slice() {
            [] => mark(*number),
            remarks => format!("{} ({})", mark(*number), remarks.join("; ")),
        };
        let marks: Vec<String> = marks.iter().map(one).collect();
        marks.join(if is_plain { "" } else { ", " })
    }
}

impl Entry {
    /// Of a statement in which the entity has this part.
    pub fn of(
        archive: &Archive,
        statement: Statement,
        part: Part,
        property: &NamedNode,
        footnotes: &mut Footnotes,
    ) -> Result<Entry, WhyError> {
        let said_by = *property == citable::ACCORDING_TO;
        let readings = statement.readings.iter().map(|reading| Mark {
            number: footnotes.of_reading(reading),
            remarks: remarks(reading, &statement, said_by),
        });
        let mut marks: Vec<Mark> = readings.collect();
        for number in footnotes.of_premises(archive, &statement)? {
            if !marks.iter().any(|mark| mark.number == number) {
                let remarks = Vec::new();
                marks.push(Mark { number, remarks });
            }
        }
        marks.sort();
        marks.dedup();
        let qualified = |end: &str| qualified(end, &statement);
        let (words, value) = match part {
            Part::Subject => {
                let end = end(archive, &statement.object)?;
                (qualified(&end), Some(statement.object.clone()))
            }
            Part::Object => {
                let end = end(archive, &Value::Named(statement.subject.clone()))?;
                (
                    qualified(&end),
                    Some(Value::Named(statement.subject.clone())),
                )
            }
            Part::Role => (statement.line.clone(), None),
        };
        Ok(Entry {
            words,
            value,
            standing: statement.standing,
            negated: statement.negated,
            rule: statement.rule,
            statement: Some(statement.iri),
            time: statement.time,
            roles: statement.roles,
            footnotes: marks,
        })
    }

    /// Of a triple of external data.
    pub fn external(
        archive: &Archive,
        triple: &Triple,
        part: Part,
        files: Vec<String>,
        footnotes: &mut Footnotes,
    ) -> Result<Entry, QueryError> {
        let other: Term = match part {
            Part::Object => triple.subject.clone().into(),
            _ => triple.object.clone(),
        };
        Ok(Entry {
            statement: None,
            words: words(archive, &other)?,
            value: Some(value(archive, &other)?),
            standing: Standing::Asserted,
            negated: false,
            time: Time::default(),
            roles: Vec::new(),
            rule: None,
            footnotes: vec![Mark {
                number: footnotes.number(Ground::External { files }),
                remarks: vec!["external data".to_owned()],
            }],
        })
    }

    /// What tells it apart from what a source says and nobody doubts; nothing if that is what it is.
    pub fn mark(&self) -> Option<String> {
        match (self.standing, &self.rule) {
            (Standing::Asserted, _) => None,
            (Standing::Inferred, Some(rule)) => Some(format!("inferred, {}", rule.label)),
            (standing, _) if self.negated && standing != Standing::Denied => {
                Some(format!("denied, {}", standing.name()))
            }
            (standing, _) => Some(standing.name().to_owned()),
        }
    }

    /// In the order in which entries of a group are told.
    pub fn order(&self) -> (Standing, String, Option<String>) {
        (self.standing, self.words.clone(), self.statement.clone())
    }
}

/// The other end of a statement, as a line has it.
fn end(archive: &Archive, value: &Value) -> Result<String, QueryError> {
    let end: Term = match value {
        Value::Named(named) => match NamedNode::new(&named.iri) {
            Ok(iri) => iri.into(),
            Err(_) => return Ok(named.label.clone()), // a blank node, or a triple
        },
        Value::Literal {
            value,
            datatype,
            lang,
        } => match lang {
            Some(lang) => oxrdf::Literal::new_language_tagged_literal_unchecked(value, lang).into(),
            None => {
                let datatype = NamedNode::new_unchecked(datatype);
                oxrdf::Literal::new_typed_literal(value, datatype).into()
            }
        },
    };
    words(archive, &end)
}

/// An end with the unit, the time and the roles of its statement.
fn qualified(end: &str, statement: &Statement) -> String {
    let mut words = end.to_owned();
    for part in statement
        .unit
        .clone()
        .into_iter()
        .chain(statement.time.words())
    {
        words += &format!(" {part}");
    }
    for role in &statement.roles {
        words += &format!("; {}", role.words);
    }
    words
}

/// What a reading says of a statement that changes what one makes of it, and is not told otherwise.
fn remarks(reading: &Reading, statement: &Statement, said_by: bool) -> Vec<String> {
    let mut remarks = Vec::new();
    let who = reading.according_to.as_ref().filter(|_| !said_by);
    remarks.extend(who.map(|who| format!("according to {}", who.label)));
    let confidence = reading.confidence.as_ref();
    remarks.extend(confidence.map(|confidence| format!("confidence {confidence}")));
    remarks.extend(reading.preferred.then(|| "preferred".to_owned()));
    let doubted = reading.unconfirmed && statement.standing != Standing::Unconfirmed;
    remarks.extend(doubted.then(|| "unconfirmed".to_owned()));
    let deprecated = reading.deprecated_because.as_ref();
    remarks.extend(deprecated.map(|reason| format!("deprecated because: {reason}")));
    remarks
}
