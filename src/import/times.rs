//! When a statement holds, as other tools say it: a start, an end, a point in time, each with its precision.

use crate::date::Date;
use crate::time::{End, Hedge, Phrase};

/// The dates that are said of a statement.
#[derive(Debug, Default)]
pub struct Times {
    since: Option<Date>,
    until: Option<Date>,
    at: Option<Date>,
    /// It is no earlier, and no later.
    earliest: Option<Date>,
    latest: Option<Date>,
    /// It began at the latest, and ended at the earliest.
    began: Option<Date>,
    ended: Option<Date>,
    about: bool,
}

/// Where a date of one kind is kept.
type Place = fn(&mut Times) -> &mut Option<Date>;

/// What a date says, by the property of Wikidata that says so.
const PROPERTIES: &[(&str, Place)] = &[
    ("P580", |times| &mut times.since),
    ("P582", |times| &mut times.until),
    ("P585", |times| &mut times.at),
    ("P1319", |times| &mut times.earliest),
    ("P1326", |times| &mut times.latest),
    ("P8555", |times| &mut times.began),
    ("P8554", |times| &mut times.ended),
];

/// The property that says in which way a date is to be taken, and its value for «about».
pub const CIRCUMSTANCES: &str = "P1480";
pub const CIRCA: &str = "Q5727902";

/// Properties of other vocabularies, by their IRIs, and those of Wikidata that mean the same.
const OTHERS: &[(&str, &str)] = &[
    ("https://schema.org/startDate", "P580"),
    ("http://schema.org/startDate", "P580"),
    ("http://www.w3.org/ns/dcat#startDate", "P580"),
    ("http://www.w3.org/ns/prov#startedAtTime", "P580"),
    ("https://schema.org/endDate", "P582"),
    ("http://schema.org/endDate", "P582"),
    ("http://www.w3.org/ns/dcat#endDate", "P582"),
    ("http://www.w3.org/ns/prov#endedAtTime", "P582"),
    ("http://purl.org/dc/terms/temporal", "P585"),
    ("http://purl.org/dc/terms/valid", "P585"),
];

/// The property of Wikidata by which [`Times`] knows a property: its own, or one of another vocabulary.
pub fn known_as(iri: &str) -> Option<&str> {
    let other = OTHERS.iter().find(|(other, _)| *other == iri);
    if let Some((_, property)) = other {
        return Some(property);
    }
    let local = iri.strip_prefix("http://www.wikidata.org/")?;
    let local = local.rsplit('/').next()?;
    let known = PROPERTIES.iter().map(|(property, _)| property);
    known
        .chain([&CIRCUMSTANCES])
        .find(|known| **known == local)
        .copied()
}

impl Times {
    /// Takes in a date; false if the property says no time, or has said one already.
    pub fn add(&mut self, property: &str, date: &Date) -> bool {
        let Some((_, field)) = PROPERTIES.iter().find(|(known, _)| *known == property) else {
            return false;
        };
        let field = field(self);
        let is_free = field.is_none();
        field.get_or_insert_with(|| date.clone());
        is_free
    }

    /// Takes in a time in EDTF: a date, or an interval with or without its ends.
    pub fn add_edtf(&mut self, property: &str, text: &str) -> bool {
        let Some((start, end)) = text.split_once('/') else {
            return date(text).is_some_and(|date| self.add(property, &date));
        };
        let open = |end: &str| matches!(end, "" | "..");
        let (since, until) = (date(start), date(end));
        let is_sound = (open(start) || since.is_some()) && (open(end) || until.is_some());
        if !is_sound || self.since.is_some() || self.until.is_some() {
            return false;
        }
        (self.since, self.until) = (since, until);
        true
    }

    pub fn is_about(&mut self) {
        self.about = true;
    }

    /// The time as the notation says it, and in words what it has no room for.
    pub fn phrase(self) -> (Option<Phrase>, Vec<String>) {
        let mut rest = Vec::new();
        let end = |sure: Option<Date>, bound: Option<Date>| match (sure, bound) {
            (Some(date), _) => Some(End {
                hedge: if self.about {
                    Hedge::About
                } else {
                    Hedge::None
                },
                date,
            }),
            (None, Some(date)) => Some(End {
                hedge: Hedge::AtLeast,
                date,
            }),
            (None, None) => None,
        };
        let (since, until) = (end(self.since, self.began), end(self.until, self.ended));
        let at = self.at.map(|date| Phrase::At {
            about: self.about,
            date,
        });
        let bounded = bounded(self.earliest, self.latest);
        let interval =
            (since.is_some() || until.is_some()).then_some(Phrase::Interval { since, until });
        let mut phrases = [interval, at, bounded].into_iter().flatten();
        let first = phrases.next();
        rest.extend(phrases.map(|phrase| phrase.to_string()));
        (first, rest)
    }
}

fn bounded(earliest: Option<Date>, latest: Option<Date>) -> Option<Phrase> {
    match (earliest, latest) {
        (Some(earliest), Some(latest)) => Some(Phrase::Between(earliest, latest)),
        (Some(earliest), None) => Date::parse(&earliest.neighbour(-1)).ok().map(Phrase::After),
        (None, Some(latest)) => Date::parse(&latest.neighbour(1)).ok().map(Phrase::Before),
        (None, None) => None,
    }
}

/// A date of the notation, or the day of a moment (`xsd:dateTime`).
pub fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    let day = match text.split_once('T') {
        Some((day, time)) if time.starts_with(|c: char| c.is_ascii_digit()) => day,
        _ => text.trim_end_matches('Z'),
    };
    Date::parse(day).ok()
}

/// A date of Wikibase: `+1990-05-00T00:00:00Z` and its precision, from 7 (a century) to 11 (a day). A century ends with the
/// year that names it, so that 1900 is of the nineteenth.
pub fn of_wikibase(time: &str, precision: u64) -> Option<Date> {
    let time = time.strip_prefix('+').unwrap_or(time);
    let mut parts = time.split('T').next()?.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let year: u32 = year.parse().ok().filter(|year| *year <= 9999)?;
    let text = match precision {
        11.. => format!("{year:04}-{month}-{day}"),
        10 => format!("{year:04}-{month}"),
        9 => format!("{year:04}"),
        8 => format!("{:03}X", year / 10),
        7 => format!("{:02}XX", year.checked_sub(1)? / 100),
        _ => return None,
    };
    Date::parse(&text).ok()
}

/// The literals by which citable's own RDF says a time, as [`Phrase`].
pub fn of_literals<'a>(literals: impl IntoIterator<Item = (&'a str, &'a str)>) -> Option<Phrase> {
    let mut phrases = literals
        .into_iter()
        .filter_map(|(name, value)| Phrase::of_literal(name, value));
    let first = phrases.next()?;
    match (first, phrases.next()) {
        (
            Phrase::Interval {
                since: Some(since),
                until: None,
            },
            Some(Phrase::Interval { until, .. }),
        ) => Some(Phrase::Interval {
            since: Some(since),
            until,
        }),
        (Phrase::Interval { since: None, until }, Some(Phrase::Interval { since, .. })) => {
            Some(Phrase::Interval { since, until })
        }
        (first, _) => Some(first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(pairs: &[(&str, &str)]) -> String {
        let mut times = Times::default();
        for (property, text) in pairs {
            assert!(times.add(property, &date(text).unwrap()));
        }
        times.phrase().0.unwrap().to_string()
    }

    #[test]
    fn dates_of_wikibase_have_their_precision() {
        for (time, precision, date) in [
            ("+1990-05-31T00:00:00Z", 11, Some("1990-05-31")),
            ("+1990-05-00T00:00:00Z", 10, Some("1990-05")),
            ("+1990-00-00T00:00:00Z", 9, Some("1990")),
            ("+1990-00-00T00:00:00Z", 8, Some("199X")),
            ("+1900-00-00T00:00:00Z", 7, Some("18XX")),
            ("+1901-00-00T00:00:00Z", 7, Some("19XX")),
            ("+00000001990-00-00T00:00:00Z", 9, Some("1990")),
            ("-0044-03-15T00:00:00Z", 11, None),
            ("+12000-00-00T00:00:00Z", 9, None),
            ("+1990-02-30T00:00:00Z", 11, None),
            ("1990", 9, None),
        ] {
            let read = of_wikibase(time, precision);
            assert_eq!(read.as_ref().map(Date::as_str), date, "{time}");
        }
    }

    #[test]
    fn dates_become_the_phrase_that_says_them() {
        assert_eq!(
            said(&[("P580", "1990"), ("P582", "1995-02")]),
            "since 1990 until 1995-02"
        );
        assert_eq!(said(&[("P582", "1995")]), "until 1995");
        assert_eq!(said(&[("P585", "2020")]), "in 2020");
        assert_eq!(said(&[("P585", "2020-10-17T12:00:00Z")]), "on 2020-10-17");
        assert_eq!(
            said(&[("P1319", "1990"), ("P1326", "1995")]),
            "between 1990 and 1995"
        );
        assert_eq!(said(&[("P1326", "1989")]), "before 1990");
        assert_eq!(said(&[("P1319", "1991")]), "after 1990");
        assert_eq!(said(&[("P8555", "1990")]), "since at least 1990");
    }

    #[test]
    fn intervals_of_edtf_are_read_with_their_open_ends() {
        for (text, phrase) in [
            ("1990/1995", "since 1990 until 1995"),
            ("1990/..", "since 1990"),
            ("../1995-05", "until 1995-05"),
            ("199X", "in 199X"),
        ] {
            let mut times = Times::default();
            assert!(times.add_edtf("P585", text), "{text}");
            assert_eq!(times.phrase().0.unwrap().to_string(), phrase);
        }
        assert!(!Times::default().add_edtf("P585", "then/1990"));
    }
}
