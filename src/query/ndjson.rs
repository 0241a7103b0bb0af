//! Rows as JSON objects, one a line, with plain values: what `jq` and data frames read best.

use std::io::Write;

use oxrdf::vocab::xsd;
use oxrdf::{Literal, Term};
use serde_json::{Map, Number, Value};

use super::results::cited_columns;
use super::{QueryError, Solutions};

/// Writes rows as they come, and gives their number. Every object has all keys; what has no value is
/// `null`. The citations are two arrays of one length.
pub fn write(solutions: Solutions<'_>, out: &mut dyn Write) -> Result<usize, QueryError> {
    let keys: Vec<_> = solutions
        .variables
        .iter()
        .map(|v| v.as_str().to_owned())
        .collect();
    let cited = solutions.cited.then(|| cited_columns(&solutions.variables));
    let mut count = 0;
    for row in solutions {
        let row = row?;
        let mut pairs: Vec<(&str, Value)> = Vec::new();
        for (key, value) in keys.iter().zip(&row.values) {
            pairs.push((key, value.as_ref().map_or(Value::Null, plain)));
        }
        if let Some([quotation, source]) = &cited {
            let words = row.citations.iter().map(|citation| citation.words.clone());
            pairs.push((quotation, words.collect()));
            let sources = row.citations.iter().map(|citation| citation.source.clone());
            pairs.push((source, sources.collect()));
        }
        writeln!(out, "{}", object(&pairs))?;
        count += 1;
    }
    Ok(count)
}

/// An object whose keys keep their order.
fn object(pairs: &[(&str, Value)]) -> String {
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(key, value)| format!("{}:{value}", Value::from(*key)))
        .collect();
    format!("{{{}}}", pairs.join(","))
}

fn plain(term: &Term) -> Value {
    match term {
        Term::NamedNode(iri) => iri.as_str().into(),
        Term::BlankNode(node) => node.to_string().into(),
        Term::Literal(literal) => plain_literal(literal),
        Term::Triple(triple) => {
            let parts = [
                ("subject", Term::from(triple.subject.clone())),
                ("predicate", triple.predicate.clone().into()),
                ("object", triple.object.clone()),
            ];
            Value::Object(Map::from_iter(
                parts.map(|(key, term)| (key.to_owned(), plain(&term))),
            ))
        }
    }
}

/// A number or a boolean where JSON has it; what JSON could not hold exactly stays a string.
fn plain_literal(literal: &Literal) -> Value {
    let text = literal.value();
    let datatype = literal.datatype();
    let number = if datatype == xsd::BOOLEAN {
        return match text {
            "true" | "1" => true.into(),
            _ => false.into(),
        };
    } else if datatype == xsd::INTEGER {
        text.parse::<i64>().ok().map(Number::from)
    } else if [xsd::DECIMAL, xsd::DOUBLE, xsd::FLOAT].contains(&datatype) {
        text.parse::<f64>().ok().and_then(Number::from_f64)
    } else {
        None
    };
    number.map_or_else(|| text.into(), Value::Number)
}
