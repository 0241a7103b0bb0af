//! A statement as a line of the notation, from the quads of a build.
//!
//! It is for reading, and as a rule it can be typed: an entity stands with the label that it has in the version at hand, in
//! brackets where a word of the vocabulary or of time is in it.

use oxrdf::Term;

use super::side::{Side, literal, local_name};
use super::statement::Said;
use crate::date::Date;
use crate::notation::{self, Words, name_in_line};
use crate::store::StoreError;
use crate::vocab::skos;

/// The line of a statement, with its time and its roles.
pub fn line(said: &Said, side: &Side) -> Result<String, StoreError> {
    let triple = &said.triple;
    let mut words = vec![value(&triple.subject.clone().into(), side)?];
    words.extend(said.negated.then(|| "not".to_owned()));
    words.push(local_name(triple.predicate.as_str()).to_owned());
    words.push(value(&triple.object, side)?);
    if let Some(unit) = &said.unit {
        words.push(self::unit(unit.as_str(), side)?);
    }
    words.extend(time(said));
    let mut line = words.join(" ");
    for role in roles(said, side)? {
        line += "; ";
        line += &role;
    }
    Ok(line)
}

/// A unit as it follows a number.
fn unit(unit: &str, side: &Side) -> Result<String, StoreError> {
    let notations = side.objects(unit, skos::NOTATION)?;
    let notation = notations.iter().find_map(literal);
    Ok(match notation {
        Some(notation) => notation.value().to_owned(),
        None => side.short(unit),
    })
}

/// The roles of a statement, as qualifiers.
pub fn roles(said: &Said, side: &Side) -> Result<Vec<String>, StoreError> {
    let role = |(role, of): &(oxrdf::NamedNode, Term)| {
        Ok(format!(
            "{} {}",
            local_name(role.as_str()),
            value(of, side)?
        ))
    };
    said.roles.iter().map(role).collect()
}

/// A subject or a value.
pub fn value(term: &Term, side: &Side) -> Result<String, StoreError> {
    Ok(match term {
        Term::NamedNode(node) => match side.label(node.as_str())? {
            Some(label) => name(&label, side),
            None => unnamed(&side.short(node.as_str())),
        },
        Term::Literal(literal) => notation::value(literal),
        term => term.to_string(),
    })
}

/// What has no label: a statement or a quotation by its id, where it has one, and anything else by its IRI.
fn unnamed(short: &str) -> String {
    const KEY: usize = 20;
    let id = match short.split_once('/') {
        Some(("statement", id)) => Some(id),
        Some(("quotation", rest)) => rest.split_once('/').map(|(_, id)| id),
        _ => None,
    };
    let is_key = |id: &str| id.len() == KEY && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    match id.filter(|id| !is_key(id)) {
        Some(id) => format!("^{id}"),
        None => short.to_owned(),
    }
}

/// A name, in brackets if it would be taken for something else.
fn name(label: &str, side: &Side) -> String {
    name_in_line(label, side).unwrap_or_else(|| format!("[{label}]"))
}

impl Words for Side {
    fn has_property(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    fn is_prefixed(&self, word: &str) -> bool {
        let prefix = word.split_once(':').map(|(prefix, _)| prefix);
        prefix.is_some_and(|prefix| self.has_prefix(prefix))
    }
}

/// The time of a statement as a phrase; nothing if it has none.
pub fn time(said: &Said) -> Option<String> {
    let mut phrases = Vec::new();
    for name in ["since", "until", "at", "throughout", "asOf"] {
        if let Some(literal) = said.time.get(name).and_then(literal) {
            phrases.push(phrase(name, literal.value()));
        }
    }
    (!phrases.is_empty()).then(|| phrases.join(" "))
}

/// The phrase that gives a literal.
fn phrase(name: &str, value: &str) -> String {
    let range = value
        .strip_prefix('[')
        .and_then(|range| range.strip_suffix(']'));
    let range = range.and_then(|range| range.split_once(".."));
    let beside = |date: &str, step| match Date::parse(date) {
        Ok(date) => date.neighbour(step),
        Err(_) => date.to_owned(),
    };
    match (name, range) {
        ("since", Some((_, date))) => format!("since at least {date}"),
        ("until", Some((date, _))) => format!("until at least {date}"),
        ("at", Some(("", date))) => format!("before {}", beside(date, 1)),
        ("at", Some((date, ""))) => format!("after {}", beside(date, -1)),
        ("at", Some((start, end))) => format!("between {start} and {end}"),
        ("at", None) => match Date::parse(value) {
            Ok(date) if date.is_day() => format!("on {value}"),
            _ => format!("in {value}"),
        },
        ("asOf", _) => format!("as of {value}"),
        (name, _) => format!("{name} {value}"),
    }
}

#[cfg(test)]
mod tests {
    use super::phrase;
    use crate::date::Date;
    use crate::time::{End, Hedge, Phrase};

    #[test]
    fn a_phrase_is_read_back_from_its_literal() {
        let date = |text: &str| Date::parse(text).unwrap();
        let end = |hedge, text: &str| {
            Some(End {
                hedge,
                date: date(text),
            })
        };
        let at = |text: &str| Phrase::At {
            about: false,
            date: date(text),
        };
        let since = |hedge, text| Phrase::Interval {
            since: end(hedge, text),
            until: None,
        };
        let until = |hedge, text| Phrase::Interval {
            since: None,
            until: end(hedge, text),
        };
        let both = Phrase::Interval {
            since: end(Hedge::None, "1990"),
            until: end(Hedge::AtLeast, "1995-02"),
        };
        for (meant, written) in [
            (since(Hedge::None, "1990"), "since 1990"),
            (since(Hedge::AtLeast, "1990-02"), "since at least 1990-02"),
            (since(Hedge::About, "1990"), "since 1990~"),
            (until(Hedge::AtLeast, "1990"), "until at least 1990"),
            (both, "since 1990 until at least 1995-02"),
            (
                Phrase::Between(date("1990"), date("1995")),
                "between 1990 and 1995",
            ),
            (Phrase::Before(date("1990")), "before 1990"),
            (Phrase::After(date("1990-12-31")), "after 1990-12-31"),
            (Phrase::AsOf(date("2023-08")), "as of 2023-08"),
            (at("199X"), "in 199X"),
            (at("2023-21"), "in 2023-21"),
            (at("2023-02-03"), "on 2023-02-03"),
        ] {
            let time = meant.time(true);
            let phrases: Vec<String> = time
                .literals()
                .map(|(name, literal)| phrase(name, &literal.value))
                .collect();
            assert_eq!(phrases.join(" "), written);
        }
    }
}
