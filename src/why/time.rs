//! When a statement holds, in the words of the notation; and what is inferred, by the days that bound it.

use oxrdf::{NamedNode, Term};
use serde::Serialize;

use crate::date::Date;
use crate::vocab::citable;

/// When a statement holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Time {
    /// As the source says it: the names of the RDF model, with EDTF.
    #[serde(flatten)]
    pub said: Said,
    /// The days between which it began and ceased to hold.
    #[serde(flatten)]
    pub bounds: Bounds,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Said {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub throughout: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Bounds {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_earliest: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_latest: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_earliest: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_latest: Option<String>,
}

impl Time {
    /// Of what is said of a statement's node.
    pub fn of(said: &[(NamedNode, Term)]) -> Time {
        let first = |wanted| {
            said.iter().find_map(|(predicate, object)| match object {
                Term::Literal(literal) if *predicate == wanted => Some(literal.value().to_owned()),
                _ => None,
            })
        };
        Time {
            said: Said {
                since: first(citable::SINCE),
                until: first(citable::UNTIL),
                at: first(citable::AT),
                throughout: first(citable::THROUGHOUT),
                as_of: first(citable::AS_OF),
            },
            bounds: Bounds {
                start_earliest: first(citable::START_EARLIEST),
                start_latest: first(citable::START_LATEST),
                end_earliest: first(citable::END_EARLIEST),
                end_latest: first(citable::END_LATEST),
            },
        }
    }

    /// As a line says it; of what is inferred, what is known of its beginning and end. Nothing if nothing is known.
    pub fn words(&self) -> Option<String> {
        let said = self.said.words();
        let words = if said.is_empty() {
            self.bounds.words()
        } else {
            said
        };
        (!words.is_empty()).then(|| words.join(" "))
    }
}

impl Said {
    fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        let mut end = |keyword: &str, literal: &Option<String>| {
            if let Some(literal) = literal {
                words.push(match open(literal) {
                    Some(date) => format!("{keyword} at least {date}"),
                    None => format!("{keyword} {literal}"),
                });
            }
        };
        end("since", &self.since);
        end("until", &self.until);
        words.extend(self.at.as_deref().map(at));
        words.extend(
            self.throughout
                .as_ref()
                .map(|period| format!("throughout {period}")),
        );
        words.extend(self.as_of.as_ref().map(|date| format!("as of {date}")));
        words
    }
}

/// The date of `[..D]` or `[D..]`.
fn open(literal: &str) -> Option<&str> {
    let inner = literal.strip_prefix('[')?.strip_suffix(']')?;
    inner.strip_prefix("..").or(inner.strip_suffix(".."))
}

/// What `citable:at` says: `[A..B]` is between two dates, `[..C]` before the period after C, `[E..]` after the one
/// before E.
fn at(literal: &str) -> String {
    let inner = literal
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let beside = |date: &str, step| Date::parse(date).ok().map(|date| date.neighbour(step));
    let words = match inner.and_then(|inner| inner.split_once("..")) {
        Some(("", last)) => beside(last, 1).map(|date| format!("before {date}")),
        Some((first, "")) => beside(first, -1).map(|date| format!("after {date}")),
        Some((first, last)) => Some(format!("between {first} and {last}")),
        None => {
            let is_day = Date::parse(literal).is_ok_and(|date| date.is_day());
            Some(format!("{} {literal}", if is_day { "on" } else { "in" }))
        }
    };
    words.unwrap_or_else(|| format!("in {literal}"))
}

impl Bounds {
    fn words(&self) -> Vec<String> {
        let start = match (&self.start_earliest, &self.start_latest) {
            (Some(a), Some(b)) if a == b => Some(format!("from {a}")),
            (Some(a), Some(b)) => Some(format!("from between {a} and {b}")),
            (Some(a), None) => Some(format!("not before {a}")),
            (None, Some(b)) => Some(format!("from {b} at the latest")),
            (None, None) => None,
        };
        let end = match (&self.end_earliest, &self.end_latest) {
            (Some(a), Some(b)) if a == b => Some(format!("until {a}")),
            (Some(a), Some(b)) => Some(format!("until between {a} and {b}")),
            (Some(a), None) => Some(format!("until {a} at the earliest")),
            (None, Some(b)) => Some(format!("not after {b}")),
            (None, None) => None,
        };
        start.into_iter().chain(end).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{End, Hedge, Phrase};

    fn date(text: &str) -> Date {
        Date::parse(text).expect(text)
    }

    /// What a line says with a date is told as the line says it.
    #[test]
    fn a_time_is_told_as_it_was_written() {
        let end = |hedge, text| {
            Some(End {
                hedge,
                date: date(text),
            })
        };
        let interval = |since, until| Phrase::Interval { since, until };
        for (phrase, words) in [
            (interval(end(Hedge::None, "1990"), None), "since 1990"),
            (
                interval(end(Hedge::AtLeast, "2015"), None),
                "since at least 2015",
            ),
            (
                interval(None, end(Hedge::AtLeast, "2015-02")),
                "until at least 2015-02",
            ),
            (
                interval(end(Hedge::None, "1990"), end(Hedge::About, "1999")),
                "since 1990 until 1999~",
            ),
            (
                Phrase::Between(date("1990"), date("1995")),
                "between 1990 and 1995",
            ),
            (Phrase::Before(date("1990")), "before 1990"),
            (Phrase::Before(date("2024-03-01")), "before 2024-03-01"),
            (Phrase::After(date("199X")), "after 199X"),
            (Phrase::AsOf(date("2023-08")), "as of 2023-08"),
            (
                Phrase::At {
                    about: false,
                    date: date("2022-10-17"),
                },
                "on 2022-10-17",
            ),
            (
                Phrase::At {
                    about: false,
                    date: date("2023-21"),
                },
                "in 2023-21",
            ),
            (
                Phrase::Throughout {
                    about: false,
                    date: date("1990"),
                },
                "throughout 1990",
            ),
        ] {
            let time = phrase.time(true);
            let mut said = Said::default();
            for (name, literal) in time.literals() {
                let field = match name {
                    "since" => &mut said.since,
                    "until" => &mut said.until,
                    "at" => &mut said.at,
                    "throughout" => &mut said.throughout,
                    _ => &mut said.as_of,
                };
                *field = Some(literal.value.clone());
            }
            assert_eq!(said.words().join(" "), words);
        }
    }

    #[test]
    fn bounds_are_told_in_words() {
        let bounds = |days: [&str; 4]| {
            let [a, b, c, d] = days.map(|day| (!day.is_empty()).then(|| day.to_owned()));
            Bounds {
                start_earliest: a,
                start_latest: b,
                end_earliest: c,
                end_latest: d,
            }
            .words()
            .join(" ")
        };
        assert_eq!(
            bounds(["1990-01-01", "1990-12-31", "", ""]),
            "from between 1990-01-01 and 1990-12-31"
        );
        assert_eq!(
            bounds(["", "2023-08-31", "2023-08-01", ""]),
            "from 2023-08-31 at the latest until 2023-08-01 at the earliest"
        );
        assert_eq!(
            bounds(["2020-01-01", "", "", "2020-12-31"]),
            "not before 2020-01-01 not after 2020-12-31"
        );
        assert_eq!(bounds(["", "", "", ""]), "");
    }
}
