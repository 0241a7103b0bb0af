//! What is said of an entity, or with it, by one property.

use oxrdf::{NamedNode, Term, Triple};
use serde::Serialize;

use super::footnote::{Footnotes, Ground};
use crate::query::QueryError;
use crate::vocab::citable;
use crate::why::{
    Archive, Named, Part, Reading, Role, Standing, Statement, Time, Value, WhyError, term, value,
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
    /// What readings say of it: who said so, doubts, reasons.
    pub remarks: Vec<String>,
    pub footnotes: Vec<usize>,
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
        let numbers = footnotes.of(archive, &statement)?;
        let said_by = *property == citable::ACCORDING_TO;
        let readings = statement.readings.iter();
        let mut remarks: Vec<String> = readings
            .flat_map(|reading| remarks(reading, &statement, said_by))
            .collect();
        remarks.dedup();
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
            remarks,
            footnotes: numbers,
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
            words: term(archive, &other)?,
            value: Some(value(archive, &other)?),
            standing: Standing::Asserted,
            negated: false,
            time: Time::default(),
            roles: Vec::new(),
            rule: None,
            remarks: vec!["external data".to_owned()],
            footnotes: vec![footnotes.number(Ground::External { files })],
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
    term(archive, &end)
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
