//! Whether two literals have one value. Engines keep numbers, dates and language tags in a form of their own.

use std::str::FromStr;

use oxrdf::{Literal, NamedNodeRef, Term};
use oxsdatatypes::{Boolean, Date, DateTime, Decimal, Double, Duration, Time};

use crate::ntriples::parsed;
use crate::vocab::{is_integral, xsd};

/// One way to write a term, given as N-Triples; terms of one value have the same.
pub fn canonical(text: &str) -> String {
    match parsed(text) {
        Some(Term::Literal(literal)) => canonical_literal(&literal),
        _ => text.to_owned(),
    }
}

/// One way to write a term that an engine gave.
pub fn canonical_term(term: &Term) -> String {
    match term {
        Term::Literal(literal) => canonical_literal(literal),
        term => canonical(&term.to_string()),
    }
}

fn canonical_literal(literal: &Literal) -> String {
    if let Some(language) = literal.language() {
        let value = Literal::new_simple_literal(literal.value());
        let direction = match literal.direction() {
            Some(direction) => format!("--{direction}"),
            None => String::new(),
        };
        return format!("{value}@{}{direction}", language.to_ascii_lowercase());
    }
    let datatype = literal.datatype();
    match value(literal.value().trim(), datatype) {
        Some((kind, value)) => format!("{value} {kind}"),
        None => literal.to_string(),
    }
}

/// The value of a literal whose datatype is one of values that can be written in several ways. Integers of all kinds and
/// decimals are one kind, as there are engines that don't keep them apart.
fn value(text: &str, datatype: NamedNodeRef) -> Option<(&'static str, String)> {
    fn of<T: FromStr + ToString>(text: &str) -> Option<String> {
        Some(text.parse::<T>().ok()?.to_string())
    }
    if is_integral(datatype) || datatype == xsd::DECIMAL {
        return Some((
            "decimal",
            of::<Decimal>(text).unwrap_or_else(|| digits(text)),
        ));
    }
    let (kind, value) = match datatype {
        xsd::BOOLEAN => ("boolean", of::<Boolean>(text)),
        xsd::DOUBLE | xsd::FLOAT => ("double", of::<Double>(text)),
        xsd::DATE => ("date", of::<Date>(text)),
        xsd::DATE_TIME => ("dateTime", of::<DateTime>(text)),
        xsd::TIME => ("time", of::<Time>(text)),
        xsd::DURATION => ("duration", of::<Duration>(text)),
        _ => return None,
    };
    Some((kind, value?))
}

/// A number with too many digits to compute with, without those that say nothing.
fn digits(text: &str) -> String {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let digits = digits.trim_start_matches('0');
    match digits.split_once('.') {
        Some((whole, part)) => {
            let part = part.trim_end_matches('0');
            let dot = if part.is_empty() { "" } else { "." };
            format!("{sign}{whole}{dot}{part}")
        }
        None => format!("{sign}{digits}"),
    }
}

/// Whether an engine may keep another value of a literal: such as it computes with, and not words or names.
pub fn is_computed(text: &str) -> bool {
    match parsed(text) {
        Some(Term::Literal(literal)) => {
            let datatype = literal.datatype();
            let is_xsd = datatype
                .as_str()
                .starts_with("http://www.w3.org/2001/XMLSchema#");
            literal.language().is_none() && is_xsd && datatype != xsd::STRING
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(value: &str, datatype: &str) -> String {
        canonical(&format!(
            "\"{value}\"^^<http://www.w3.org/2001/XMLSchema#{datatype}>"
        ))
    }

    #[test]
    fn what_has_one_value_is_written_in_one_way() {
        for ((a, b), (c, d)) in [
            (("01", "integer"), ("1", "integer")),
            (("1.50", "decimal"), ("1.5", "decimal")),
            (("7", "nonNegativeInteger"), ("7", "integer")),
            (("1.5e3", "double"), ("1500.0", "double")),
            (("true", "boolean"), ("1", "boolean")),
            (
                ("0123456789012345678901234567890123456789", "integer"),
                ("123456789012345678901234567890123456789", "decimal"),
            ),
        ] {
            assert_eq!(typed(a, b), typed(c, d), "{a} {c}");
        }
        assert_eq!(canonical("\"a\"@de-CH"), canonical("\"a\"@de-ch"));
    }

    #[test]
    fn what_has_two_is_not() {
        assert_ne!(typed("1", "integer"), typed("2", "integer"));
        assert_ne!(typed("1990", "gYear"), typed("1990", "integer"));
        assert_ne!(typed("1", "double"), typed("1", "decimal"));
        assert_ne!(typed("-0044-03-15", "date"), typed("-044-03-15", "date"));
        assert_ne!(canonical("\"01\""), canonical("\"1\""));
        assert_ne!(canonical("\"a\"@de"), canonical("\"a\""));
    }

    #[test]
    fn words_are_not_computed() {
        assert!(is_computed(
            "\"1990\"^^<http://www.w3.org/2001/XMLSchema#gYear>"
        ));
        for text in [
            "\"a\"",
            "\"a\"@en",
            "<a:a>",
            "\"199X\"^^<http://id.loc.gov/datatypes/edtf/EDTF>",
        ] {
            assert!(!is_computed(text), "{text}");
        }
    }
}
