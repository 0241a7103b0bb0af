//! Entities of Wikibase as its dumps have them (<https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html>), said as
//! its RDF says them: labels, aliases, and of each property the values of the best rank.

use oxrdf::{Literal, NamedNode, Term};
use serde_json::Value;

use super::Source;
use crate::dataset::{DatasetError, Said, Visit};
use crate::vocab::{owl, rdfs, skos, xsd};

const ENTITY: &str = "http://www.wikidata.org/entity/";
const DIRECT: &str = "http://www.wikidata.org/prop/direct/";
const DESCRIPTION: &str = "http://schema.org/description";
const WKT: &str = "http://www.opengis.net/ont/geosparql#wktLiteral";

/// Whether a thing is an entity of Wikibase.
pub fn is_entity(thing: &Value) -> bool {
    let id = thing.get("id").and_then(Value::as_str).unwrap_or_default();
    let is_id = id.starts_with(['Q', 'P', 'L'])
        && id.len() > 1
        && id[1..].bytes().all(|byte| byte.is_ascii_digit());
    is_id && (thing.get("labels").is_some() || thing.get("claims").is_some())
}

pub fn say(source: &Source, thing: &Value, visit: Visit) -> Result<(), DatasetError> {
    let id = thing.get("id").and_then(Value::as_str).unwrap_or_default();
    let from = thing.pointer("/redirects/from").and_then(Value::as_str);
    let to = thing.pointer("/redirects/to").and_then(Value::as_str);
    if let (Some(from), Some(to)) = (from, to)
        && let (Some(from), Some(to)) = (entity(from), entity(to))
    {
        visit(Said {
            subject: from.as_str(),
            property: owl::SAME_AS.as_str(),
            object: to.into(),
        })?;
    }
    let subject = format!("{ENTITY}{id}");
    let mut tell = |property: &str, object: Term| match source.wants(property) {
        true => visit(Said {
            subject: &subject,
            property,
            object,
        }),
        false => Ok(()),
    };
    let names = [
        ("labels", rdfs::LABEL.as_str()),
        ("aliases", skos::ALT_LABEL.as_str()),
        ("descriptions", DESCRIPTION),
    ];
    for (key, property) in names {
        let by_lang = thing.get(key).and_then(Value::as_object);
        for value in by_lang.into_iter().flat_map(|map| map.values()) {
            let texts = match value {
                Value::Array(texts) => texts.as_slice(),
                text => std::slice::from_ref(text),
            };
            for literal in texts.iter().filter_map(|text| in_language(text, "value")) {
                tell(property, literal.into())?;
            }
        }
    }
    let claims = thing.get("claims").and_then(Value::as_object);
    for (number, statements) in claims.into_iter().flatten() {
        let property = format!("{DIRECT}{number}");
        if !source.wants(&property) {
            continue;
        }
        for object in best(statements).filter_map(object) {
            tell(&property, object)?;
        }
    }
    Ok(())
}

/// The preferred statements; where there are none, those that are not deprecated.
fn best(statements: &Value) -> impl Iterator<Item = &Value> {
    let all = statements.as_array().map_or(&[][..], Vec::as_slice);
    let rank = |statement: &Value| match statement.get("rank").and_then(Value::as_str) {
        Some("preferred") => 2,
        Some("deprecated") => 0,
        _ => 1,
    };
    let highest = all.iter().map(rank).max().unwrap_or_default().max(1);
    all.iter()
        .filter(move |statement| rank(statement) == highest)
}

fn object(statement: &Value) -> Option<Term> {
    let snak = statement.get("mainsnak")?;
    let value = snak.get("datavalue")?.get("value")?;
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    if let Some(plain) = value.as_str() {
        let is_url = snak.get("datatype").and_then(Value::as_str) == Some("url");
        let iri = is_url.then(|| NamedNode::new(plain).ok()).flatten();
        return Some(iri.map_or_else(
            || Literal::new_simple_literal(plain).into(),
            |iri| iri.into(),
        ));
    }
    if let Some(id) = text("id") {
        return entity(id).map(Term::from);
    }
    if let Some(time) = text("time") {
        return date(time, value.get("precision")?.as_u64()?).map(Term::from);
    }
    if let Some(amount) = text("amount") {
        let amount = amount.strip_prefix('+').unwrap_or(amount);
        return Some(Literal::new_typed_literal(amount, xsd::DECIMAL).into());
    }
    if let (Some(latitude), Some(longitude)) = (value.get("latitude"), value.get("longitude")) {
        let point = format!("Point({longitude} {latitude})");
        let wkt = NamedNode::new_unchecked(WKT);
        return Some(Literal::new_typed_literal(point, wkt).into());
    }
    in_language(value, "text").map(Term::from)
}

fn entity(id: &str) -> Option<NamedNode> {
    NamedNode::new(format!("{ENTITY}{id}")).ok()
}

fn in_language(text: &Value, key: &str) -> Option<Literal> {
    let value = text.get(key)?.as_str()?;
    let lang = text.get("language")?.as_str()?;
    let tagged = Literal::new_language_tagged_literal(value, lang);
    Some(tagged.unwrap_or_else(|_| Literal::new_simple_literal(value)))
}

/// A time as far as it is known: `1956`, `1956-07` or `1956-07-03`.
fn date(time: &str, precision: u64) -> Option<Literal> {
    let (sign, digits) = match time.strip_prefix('+') {
        Some(digits) => ("", digits),
        None => ("-", time.strip_prefix('-')?),
    };
    let day = digits.split('T').next()?;
    let mut parts = day.split('-');
    let (year, month, date) = (parts.next()?, parts.next()?, parts.next()?);
    let text = match precision {
        9 => format!("{sign}{year}"),
        10 => format!("{sign}{year}-{month}"),
        11.. => format!("{sign}{year}-{month}-{date}"),
        _ => return None,
    };
    Some(Literal::new_simple_literal(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_as_exact_as_it_is_known() {
        let date = |time, precision| date(time, precision).map(|it| it.value().to_owned());
        assert_eq!(date("+1956-07-03T00:00:00Z", 11).unwrap(), "1956-07-03");
        assert_eq!(date("+1956-00-00T00:00:00Z", 9).unwrap(), "1956");
        assert_eq!(date("-0044-03-00T00:00:00Z", 10).unwrap(), "-0044-03");
        assert_eq!(date("+1900-00-00T00:00:00Z", 7), None);
        assert_eq!(date("", 11), None);
    }

    #[test]
    fn the_best_statements_are_taken() {
        let of = |ranks: &[&str]| {
            let list = ranks.iter().map(|rank| serde_json::json!({"rank": rank}));
            best(&Value::Array(list.collect())).count()
        };
        assert_eq!(of(&["normal", "preferred", "deprecated"]), 1);
        assert_eq!(of(&["normal", "normal", "deprecated"]), 2);
        assert_eq!(of(&["deprecated"]), 0);
    }
}
