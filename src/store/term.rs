//! Terms between their texts, as they are stored, and the types of Oxigraph.
//!
//! The texts are canonical N-Triples (RDF 1.2 N-Triples, canonical form) that was checked before it was
//! written, so reading it is a matter of cutting.

use oxrdf::vocab::xsd;
use oxrdf::{NamedOrBlankNode, Term, Triple};
use spareval::{ExpressionTerm, ExpressionTriple};

use super::StoreError;
use super::dictionary::Stored;
use super::levels::Levels;
use crate::ntriples::{Cut, Suffix, cut, parsed};

fn unreadable() -> StoreError {
    StoreError::Load("it has a term that is none".to_owned())
}

/// The term of a number.
pub fn term(levels: &Levels, number: u32) -> Result<Term, StoreError> {
    match levels.term(number)? {
        Stored::Text(text) => parsed(text).ok_or_else(unreadable),
        Stored::Triple([s, p, o]) => {
            let (Some(subject), Term::NamedNode(predicate)) =
                (node(term(levels, s)?), term(levels, p)?)
            else {
                return Err(unreadable());
            };
            Ok(Triple::new(subject, predicate, term(levels, o)?).into())
        }
    }
}

fn node(term: Term) -> Option<NamedOrBlankNode> {
    match term {
        Term::NamedNode(node) => Some(node.into()),
        Term::BlankNode(node) => Some(node.into()),
        _ => None,
    }
}

/// The term of a number, to compute with.
pub fn expression(levels: &Levels, number: u32) -> Result<ExpressionTerm, StoreError> {
    match levels.term(number)? {
        Stored::Text(text) => value(text).ok_or_else(unreadable),
        Stored::Triple([s, p, o]) => {
            let (subject, predicate) = (expression(levels, s)?, expression(levels, p)?);
            let object = as_written(levels, o)?;
            let triple = ExpressionTriple::new(subject, predicate, object);
            Ok(triple.ok_or_else(unreadable)?.into())
        }
    }
}

/// What stands inside a triple term. It is looked up again by what comes of this, so a value that would be
/// written in another way than it was stays as it was written.
fn as_written(levels: &Levels, number: u32) -> Result<ExpressionTerm, StoreError> {
    let value = expression(levels, number)?;
    if canonical(&value)
        .is_none_or(|canonical| levels.text(number).is_ok_and(|text| text == canonical))
    {
        return Ok(value);
    }
    match term(levels, number)? {
        Term::Literal(literal) => Ok(ExpressionTerm::OtherTypedLiteral {
            datatype: literal.datatype().into_owned(),
            value: literal.value().to_owned(),
        }),
        _ => Ok(value),
    }
}

/// The text of a value that can be written in several ways, as it is written when it was computed.
pub fn canonical(value: &ExpressionTerm) -> Option<String> {
    match value {
        ExpressionTerm::NamedNode(_)
        | ExpressionTerm::BlankNode(_)
        | ExpressionTerm::StringLiteral(_)
        | ExpressionTerm::LangStringLiteral { .. }
        | ExpressionTerm::DirLangStringLiteral { .. }
        | ExpressionTerm::OtherTypedLiteral { .. }
        | ExpressionTerm::Triple(_) => None,
        value => Some(Term::from(value.clone()).to_string()),
    }
}

/// A value to compute with: numbers and the like without a detour.
fn value(text: &str) -> Option<ExpressionTerm> {
    if let Cut::Literal(value, Suffix::Datatype(datatype)) = cut(text)?
        && let Some(typed) = typed(value, datatype)
    {
        return Some(typed);
    }
    parsed(text).map(ExpressionTerm::from)
}

/// A literal of one of the datatypes that are met most.
fn typed(value: &str, datatype: &str) -> Option<ExpressionTerm> {
    const XSD: usize = "http://www.w3.org/2001/XMLSchema#".len();
    if !xsd::STRING.as_str().starts_with(datatype.get(..XSD)?) {
        return None;
    }
    Some(match &datatype[XSD..] {
        "integer" => ExpressionTerm::IntegerLiteral(value.parse().ok()?),
        "decimal" => ExpressionTerm::DecimalLiteral(value.parse().ok()?),
        "double" => ExpressionTerm::DoubleLiteral(value.parse().ok()?),
        "boolean" => ExpressionTerm::BooleanLiteral(value.parse().ok()?),
        "date" => ExpressionTerm::DateLiteral(value.parse().ok()?),
        "dateTime" => ExpressionTerm::DateTimeLiteral(value.parse().ok()?),
        "gYear" => ExpressionTerm::GYearLiteral(value.parse().ok()?),
        "gYearMonth" => ExpressionTerm::GYearMonthLiteral(value.parse().ok()?),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_what_oxigraph_makes_of_the_term() {
        let datatypes = [
            "integer",
            "decimal",
            "double",
            "boolean",
            "date",
            "dateTime",
            "gYear",
            "gYearMonth",
            "string",
            "time",
        ];
        let values = [
            "1",
            "01",
            "1.50",
            "true",
            "2020-02-03",
            "2020-02-03T04:05:06Z",
            "1990",
            "1990-02",
            "x",
        ];
        for datatype in datatypes {
            for written in values {
                let text = format!("\"{written}\"^^<http://www.w3.org/2001/XMLSchema#{datatype}>");
                assert!(
                    value(&text) == parsed(&text).map(ExpressionTerm::from),
                    "{text}"
                );
            }
        }
    }
}
