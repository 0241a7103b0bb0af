//! The parameters of a query, told by the names of its variables as
//! [grlc](https://grlc.readthedocs.io/en/latest/query-mapping/) has them, and the values they take.
//!
//! | variable | value |
//! |---|---|
//! | `?_name` | a plain string |
//! | `?__name` | the same, but it may be left out: then the variable stays a variable |
//! | `?_name_iri` | an entity or another IRI |
//! | `?_name_integer`, `_decimal`, `_double`, `_boolean`, `_date`, … | a literal of that XSD datatype |
//! | `?_name_number` | a number of any kind |
//! | `?_name_en` | a string in a language; any two lower-case letters |
//! | `?_name_xsd_gYear`, `?_name_PREFIX_DATATYPE` | a literal of that datatype |

use std::collections::BTreeMap;
use std::str::FromStr;

use oxrdf::vocab::xsd;
use oxrdf::{Literal, NamedNode, Variable};
use spargebra::Query;

use super::QueryError;
use super::header::Header;
use super::walk::{self, Part};
use crate::diagnostic::did_you_mean;

/// A parameter of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// What people call it: the variable's name without the signs of its type.
    pub name: String,
    pub variable: Variable,
    pub datatype: Datatype,
    /// Whether it may be left out.
    pub optional: bool,
    /// Its value if it is not set.
    pub default: Option<String>,
    /// Its only values; empty if any will do.
    pub values: Vec<String>,
}

/// What kind of term a parameter takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Datatype {
    /// An IRI.
    Iri,
    /// A string in this language.
    Language(String),
    /// `xsd:integer`, `xsd:decimal` or `xsd:double`, as the number is written.
    Number,
    /// A literal of this datatype.
    Literal(NamedNode),
}

/// The datatypes that need no prefix.
const SHORT: [&str; 11] = [
    "string",
    "integer",
    "decimal",
    "double",
    "float",
    "boolean",
    "date",
    "dateTime",
    "gYear",
    "gYearMonth",
    "anyURI",
];

impl Parameter {
    /// The parameter that a variable is, if it is one. `prefixes` are those in force in the query.
    pub fn of(variable: &Variable, prefixes: &[(String, String)]) -> Option<Parameter> {
        let rest = variable.as_str().strip_prefix('_')?;
        let (rest, optional) = match rest.strip_prefix('_') {
            Some(rest) => (rest, true),
            None => (rest, false),
        };
        let (name, datatype) = take_apart(rest, prefixes);
        Some(Parameter {
            name: name.to_owned(),
            variable: variable.clone(),
            datatype,
            optional,
            default: None,
            values: Vec::new(),
        })
    }

    /// Whether a value must be given.
    pub fn is_mandatory(&self) -> bool {
        !self.optional && self.default.is_none()
    }
}

/// The parameters among the variables of a query, by name.
pub fn all(query: &Query, prefixes: &[(String, String)]) -> Result<Vec<Parameter>, QueryError> {
    let mut found = BTreeMap::<String, Parameter>::new();
    let mut clash = None;
    walk::query(query, &mut |part| {
        let Part::Variable(variable) = part else {
            return;
        };
        let Some(parameter) = Parameter::of(variable, prefixes) else {
            return;
        };
        if let Some(other) = found.insert(parameter.name.clone(), parameter)
            && other.variable != *variable
        {
            clash = Some((other.variable, variable.clone()));
        }
    });
    match clash {
        None => Ok(found.into_values().collect()),
        Some((one, other)) => Err(QueryError::usage(format!(
            "`{one}` and `{other}` are two parameters of one name"
        ))),
    }
}

/// Adds to the parameters what the header says of them.
pub fn describe(parameters: &mut [Parameter], header: &Header) -> Result<(), QueryError> {
    let names: Vec<_> = parameters.iter().map(|p| p.name.clone()).collect();
    let find = |name: &str| {
        let found = parameters.iter().position(|p| p.name == name);
        found.ok_or_else(|| {
            let error = QueryError::usage(format!("the query has no parameter `{name}`"));
            match did_you_mean(name, &names) {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error,
            }
        })
    };
    let mut defaults = Vec::new();
    for (name, value) in &header.defaults {
        defaults.push((find(name)?, value.clone()));
    }
    let mut values = Vec::new();
    for (name, list) in &header.enumerate {
        values.push((find(name)?, list.clone()));
    }
    for (index, value) in defaults {
        parameters[index].default = Some(value);
    }
    for (index, list) in values {
        parameters[index].values = list;
    }
    Ok(())
}

fn take_apart<'a>(name: &'a str, prefixes: &[(String, String)]) -> (&'a str, Datatype) {
    let plain = (name, Datatype::Literal(xsd::STRING.into_owned()));
    let Some((head, last)) = name.rsplit_once('_').filter(|(head, _)| !head.is_empty()) else {
        return plain;
    };
    if let Some((head, prefix)) = head.rsplit_once('_').filter(|(head, _)| !head.is_empty())
        && let Some(namespace) = namespace(prefix, prefixes)
    {
        let datatype = NamedNode::new_unchecked(format!("{namespace}{last}"));
        return (head, Datatype::Literal(datatype));
    }
    let datatype = match last {
        "iri" => Datatype::Iri,
        "number" => Datatype::Number,
        _ if SHORT.contains(&last) => Datatype::Literal(xsd_type(last)),
        _ if last.len() == 2 && last.bytes().all(|byte| byte.is_ascii_lowercase()) => {
            Datatype::Language(last.to_owned())
        }
        _ => return plain,
    };
    (head, datatype)
}

const XSD: &str = "http://www.w3.org/2001/XMLSchema#";

fn xsd_type(local: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{XSD}{local}"))
}

fn namespace<'a>(prefix: &str, prefixes: &'a [(String, String)]) -> Option<&'a str> {
    let declared = prefixes.iter().find(|(name, _)| name == prefix);
    match declared {
        Some((_, iri)) => Some(iri),
        None => (prefix == "xsd").then_some(XSD),
    }
}

impl Datatype {
    /// The literal that a text is, or what was expected. An IRI is no literal: see
    /// [`super::entity::find`].
    pub fn literal(&self, text: &str) -> Result<Literal, String> {
        match self {
            Datatype::Iri => Err(self.expected()),
            Datatype::Language(language) => {
                Literal::new_language_tagged_literal(text, language).map_err(|_| self.expected())
            }
            Datatype::Number => number(text.trim()).ok_or_else(|| self.expected()),
            Datatype::Literal(datatype) => {
                let is_string = datatype.as_ref() == xsd::STRING;
                let text = if is_string { text } else { text.trim() };
                if !is_valid(text, datatype) {
                    return Err(self.expected());
                }
                Ok(Literal::new_typed_literal(text, datatype.clone()))
            }
        }
    }

    /// What a value has to be, in words.
    pub fn expected(&self) -> String {
        let datatype = match self {
            Datatype::Iri => return "an entity: its name, an alias, its id or its IRI".to_owned(),
            Datatype::Language(language) => return format!("words in the language `{language}`"),
            Datatype::Number => return "a number, such as 195 or 0.5".to_owned(),
            Datatype::Literal(datatype) => datatype.as_str(),
        };
        match datatype.strip_prefix(XSD) {
            Some("string") => "a text".to_owned(),
            Some("integer") => "a whole number, such as 1990".to_owned(),
            Some("decimal") => "a number, such as 195 or 0.5".to_owned(),
            Some("double" | "float") => "a number, such as 0.5 or 1e9".to_owned(),
            Some("boolean") => "`true` or `false`".to_owned(),
            Some("date") => "a date, such as 2023-08-31".to_owned(),
            Some("dateTime") => "a date and time, such as 2023-08-31T12:00:00Z".to_owned(),
            Some("gYear") => "a year, such as 1990".to_owned(),
            Some("gYearMonth") => "a month, such as 2023-08".to_owned(),
            Some(other) => format!("an xsd:{other}"),
            None => format!("a literal of the datatype <{datatype}>"),
        }
    }
}

fn number(text: &str) -> Option<Literal> {
    let datatype = if oxsdatatypes::Integer::from_str(text).is_ok() {
        xsd::INTEGER
    } else if oxsdatatypes::Decimal::from_str(text).is_ok() {
        xsd::DECIMAL
    } else if text.ends_with(|last: char| last.is_ascii_digit())
        && oxsdatatypes::Double::from_str(text).is_ok()
    {
        xsd::DOUBLE
    } else {
        return None;
    };
    Some(Literal::new_typed_literal(text, datatype))
}

/// Whether a text is in the lexical space of a datatype; of one that is not known here it always is.
fn is_valid(text: &str, datatype: &NamedNode) -> bool {
    match datatype.as_str().strip_prefix(XSD) {
        Some("integer") => oxsdatatypes::Integer::from_str(text).is_ok(),
        Some("decimal") => oxsdatatypes::Decimal::from_str(text).is_ok(),
        Some("double") => oxsdatatypes::Double::from_str(text).is_ok(),
        Some("float") => oxsdatatypes::Float::from_str(text).is_ok(),
        Some("boolean") => oxsdatatypes::Boolean::from_str(text).is_ok(),
        Some("date") => oxsdatatypes::Date::from_str(text).is_ok(),
        Some("dateTime") => oxsdatatypes::DateTime::from_str(text).is_ok(),
        Some("gYear") => oxsdatatypes::GYear::from_str(text).is_ok(),
        Some("gYearMonth") => oxsdatatypes::GYearMonth::from_str(text).is_ok(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> (String, Datatype, bool) {
        let prefixes = [(
            "edtf".to_owned(),
            "http://id.loc.gov/datatypes/edtf/".to_owned(),
        )];
        let parameter = Parameter::of(&Variable::new(name).unwrap(), &prefixes).unwrap();
        (parameter.name, parameter.datatype, parameter.optional)
    }

    #[test]
    fn the_variable_tells_name_and_type() {
        let literal = |iri: &str| Datatype::Literal(NamedNode::new(iri).unwrap());
        let xsd = |local: &str| Datatype::Literal(xsd_type(local));
        let edtf = literal("http://id.loc.gov/datatypes/edtf/EDTF");
        for (variable, name, datatype, optional) in [
            ("_who", "who", xsd("string"), false),
            ("_full_name", "full_name", xsd("string"), false),
            ("__who_iri", "who", Datatype::Iri, true),
            ("_n_integer", "n", xsd("integer"), false),
            ("_n_number", "n", Datatype::Number, false),
            ("_label_en", "label", Datatype::Language("en".into()), false),
            ("_first_day_xsd_date", "first_day", xsd("date"), false),
            ("_when_edtf_EDTF", "when", edtf, false),
            ("_iri", "iri", xsd("string"), false),
        ] {
            assert_eq!(
                of(variable),
                (name.to_owned(), datatype, optional),
                "{variable}"
            );
        }
        assert!(Parameter::of(&Variable::new("who").unwrap(), &[]).is_none());
    }

    #[test]
    fn values_are_checked() {
        let integer = Datatype::Literal(xsd_type("integer"));
        assert!(integer.literal(" 1990 ").is_ok());
        let expected = integer.literal("abc").unwrap_err();
        assert_eq!(expected, "a whole number, such as 1990");
        assert!(
            Datatype::Literal(xsd_type("date"))
                .literal("2023-02-30")
                .is_err()
        );
        assert!(
            Datatype::Literal(xsd_type("boolean"))
                .literal("yes")
                .is_err()
        );
        let half = Datatype::Number.literal("0.5").unwrap();
        assert_eq!(half.datatype(), xsd::DECIMAL);
        assert!(Datatype::Number.literal("many").is_err());
    }
}
