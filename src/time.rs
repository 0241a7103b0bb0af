//! Times of statements: what a line says with dates, and what that bounds.
//!
//! A [`Phrase`] is a time as the notation says it. A [`Time`] is what it says of a statement: the literals of the RDF
//! model, and the days between which it began and ceased to hold.

use serde::{Deserialize, Serialize};

use crate::date::{Date, Day, TimeLiteral, next_day};

/// The words with which a time starts.
pub const OPENERS: &[&str] = &[
    "since",
    "until",
    "from",
    "between",
    "in",
    "throughout",
    "on",
    "before",
    "after",
    "as",
];

/// The words with which the second half of a time starts.
pub const JOINERS: &[&str] = &["to", "and"];

/// The days between which a statement began and ceased to hold; what isn't known is absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "Days", into = "Days")]
pub struct Bounds {
    pub start_earliest: Option<Day>,
    pub start_latest: Option<Day>,
    pub end_earliest: Option<Day>,
    pub end_latest: Option<Day>,
}

/// Bounds as plain numbers: year, month, day.
type Days = [Option<(i64, u8, u8)>; 4];

impl From<Days> for Bounds {
    fn from(days: Days) -> Bounds {
        let [start_earliest, start_latest, end_earliest, end_latest] =
            days.map(|day| day.map(|(year, month, day)| Day { year, month, day }));
        Bounds {
            start_earliest,
            start_latest,
            end_earliest,
            end_latest,
        }
    }
}

impl From<Bounds> for Days {
    fn from(bounds: Bounds) -> Days {
        let numbers = |Day { year, month, day }| (year, month, day);
        bounds.days().map(|day| day.map(numbers))
    }
}

/// When a statement holds: the literals as said, and the computed bounds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Time {
    pub since: Option<TimeLiteral>,
    pub until: Option<TimeLiteral>,
    pub at: Option<TimeLiteral>,
    pub throughout: Option<TimeLiteral>,
    pub as_of: Option<TimeLiteral>,
    pub bounds: Bounds,
}

impl Time {
    /// The literals as said, each with its name.
    pub fn literals(&self) -> impl Iterator<Item = (&'static str, &TimeLiteral)> {
        [
            ("since", &self.since),
            ("until", &self.until),
            ("at", &self.at),
            ("throughout", &self.throughout),
            ("asOf", &self.as_of),
        ]
        .into_iter()
        .filter_map(|(name, literal)| Some((name, literal.as_ref()?)))
    }
}

/// How exactly an end of an interval is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hedge {
    None,
    About,
    AtLeast,
}

/// One end of an interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    pub hedge: Hedge,
    pub date: Date,
}

impl End {
    pub fn new(hedge: Hedge, date: Date) -> End {
        End { hedge, date }
    }
}

/// As the notation has it after `since` or `until`.
impl std::fmt::Display for End {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.hedge {
            Hedge::None => write!(f, "{}", self.date),
            Hedge::About => write!(f, "about {}", self.date),
            Hedge::AtLeast => write!(f, "at least {}", self.date),
        }
    }
}

/// A time as the notation says it, before it is known what it bounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phrase {
    /// `since`, `until`, or both; `from … to …` too.
    Interval {
        since: Option<End>,
        until: Option<End>,
    },
    /// `between A and B`
    Between(Date, Date),
    /// `in P` and `on DAY`
    At {
        about: bool,
        date: Date,
    },
    Throughout {
        about: bool,
        date: Date,
    },
    Before(Date),
    After(Date),
    AsOf(Date),
}

impl Phrase {
    /// The dates that are named in it, in order.
    pub fn dates(&self) -> Vec<&Date> {
        match self {
            Phrase::Interval { since, until } => {
                since.iter().chain(until).map(|end| &end.date).collect()
            }
            Phrase::Between(a, b) => vec![a, b],
            Phrase::At { date, .. }
            | Phrase::Throughout { date, .. }
            | Phrase::Before(date)
            | Phrase::After(date)
            | Phrase::AsOf(date) => vec![date],
        }
    }

    /// The phrase that gives the literal which [`Time::literals`] has under this name; nothing if none does.
    pub fn of_literal(name: &str, value: &str) -> Option<Phrase> {
        let date = |text: &str| Date::parse(text).ok();
        let range = value
            .strip_prefix('[')
            .and_then(|range| range.strip_suffix(']'));
        let range = range.and_then(|range| range.split_once(".."));
        let sure = |text| date(text).map(|date| End::new(Hedge::None, date));
        let at_least = |text| date(text).map(|date| End::new(Hedge::AtLeast, date));
        let beside = |text, step| date(&date(text)?.neighbour(step));
        let since = |end: Option<End>| {
            end.map(|end| Phrase::Interval {
                since: Some(end),
                until: None,
            })
        };
        let until = |end: Option<End>| {
            end.map(|end| Phrase::Interval {
                since: None,
                until: Some(end),
            })
        };
        match (name, range) {
            ("since", Some((_, end))) => since(at_least(end)),
            ("since", None) => since(sure(value)),
            ("until", Some((end, _))) => until(at_least(end)),
            ("until", None) => until(sure(value)),
            ("at", Some(("", end))) => beside(end, 1).map(Phrase::Before),
            ("at", Some((start, ""))) => beside(start, -1).map(Phrase::After),
            ("at", Some((start, end))) => Some(Phrase::Between(date(start)?, date(end)?)),
            ("at", None) => date(value).map(|date| Phrase::At { about: false, date }),
            ("throughout", None) => {
                date(value).map(|date| Phrase::Throughout { about: false, date })
            }
            ("asOf", None) => date(value).map(Phrase::AsOf),
            _ => None,
        }
    }

    /// Whether its end lies before its start.
    pub fn is_reversed(&self) -> bool {
        match self {
            Phrase::Interval {
                since: Some(a),
                until: Some(b),
            } => b.date.latest() < a.date.earliest(),
            Phrase::Between(a, b) => b.latest() < a.earliest(),
            _ => false,
        }
    }

    /// What it says of a statement; `event` where the statement's property is one whose statements happen
    /// rather than last. The table is that of the notation's section «Time».
    pub fn time(&self, event: bool) -> Time {
        let mut time = Time::default();
        match self {
            Phrase::Interval { since, until } => {
                if let Some(end) = since {
                    since_time(end, &mut time);
                }
                if let Some(end) = until {
                    until_time(end, &mut time);
                }
            }
            Phrase::Between(a, b) => {
                time.at = Some(TimeLiteral::edtf(format!("[{a}..{b}]")));
                time.bounds.start_earliest = known(a).then_some(a.earliest());
                time.bounds.end_latest = known(b).then_some(b.latest());
            }
            Phrase::At { about: true, date } => time.at = Some(date.about()),
            Phrase::At { about: false, date } => {
                time.at = Some(date.literal());
                time.bounds = if event { within(date) } else { held_in(date) };
            }
            Phrase::Throughout { about: true, date } => time.throughout = Some(date.about()),
            Phrase::Throughout { about: false, date } => {
                time.throughout = Some(date.literal());
                if known(date) {
                    time.bounds.start_latest = Some(date.earliest());
                    time.bounds.end_earliest = Some(date.latest());
                }
            }
            Phrase::Before(date) => {
                time.at = Some(TimeLiteral::edtf(format!("[..{}]", date.neighbour(-1))));
                time.bounds.end_latest = known(date).then(|| next_day(date.earliest(), -1));
            }
            Phrase::After(date) => {
                time.at = Some(TimeLiteral::edtf(format!("[{}..]", date.neighbour(1))));
                time.bounds.start_earliest = known(date).then(|| next_day(date.latest(), 1));
            }
            Phrase::AsOf(date) => {
                time.as_of = Some(date.literal());
                time.bounds = held_in(date);
            }
        }
        time
    }
}

/// As a line has it.
impl std::fmt::Display for Phrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let about = |about: &bool| if *about { "about " } else { "" };
        match self {
            Phrase::Interval { since, until } => {
                let ends = [("since", since), ("until", until)].into_iter();
                let ends = ends.filter_map(|(word, end)| Some(format!("{word} {}", end.as_ref()?)));
                f.write_str(&ends.collect::<Vec<_>>().join(" "))
            }
            Phrase::Between(start, end) => write!(f, "between {start} and {end}"),
            Phrase::At {
                about: hedged,
                date,
            } if date.is_day() => write!(f, "on {}{date}", about(hedged)),
            Phrase::At {
                about: hedged,
                date,
            } => write!(f, "in {}{date}", about(hedged)),
            Phrase::Throughout {
                about: hedged,
                date,
            } => write!(f, "throughout {}{date}", about(hedged)),
            Phrase::Before(date) => write!(f, "before {date}"),
            Phrase::After(date) => write!(f, "after {date}"),
            Phrase::AsOf(date) => write!(f, "as of {date}"),
        }
    }
}

fn since_time(End { hedge, date }: &End, time: &mut Time) {
    time.since = Some(match hedge {
        Hedge::None => date.literal(),
        Hedge::About => date.about(),
        Hedge::AtLeast => TimeLiteral::edtf(format!("[..{date}]")),
    });
    if *hedge != Hedge::About && known(date) {
        time.bounds.start_latest = Some(date.latest());
        time.bounds.start_earliest = (*hedge == Hedge::None).then_some(date.earliest());
    }
}

fn until_time(End { hedge, date }: &End, time: &mut Time) {
    time.until = Some(match hedge {
        Hedge::None => date.literal(),
        Hedge::About => date.about(),
        Hedge::AtLeast => TimeLiteral::edtf(format!("[{date}..]")),
    });
    if *hedge != Hedge::About && known(date) {
        time.bounds.end_earliest = Some(date.earliest());
        time.bounds.end_latest = (*hedge == Hedge::None).then_some(date.latest());
    }
}

/// Whether a date bounds anything: one that is marked as uncertain or approximate doesn't.
fn known(date: &Date) -> bool {
    !date.is_marked()
}

/// An event that took place within a date.
fn within(date: &Date) -> Bounds {
    Bounds {
        start_earliest: known(date).then_some(date.earliest()),
        end_latest: known(date).then_some(date.latest()),
        ..Bounds::default()
    }
}

/// A state that held at some time within a date.
fn held_in(date: &Date) -> Bounds {
    Bounds {
        start_latest: known(date).then_some(date.latest()),
        end_earliest: known(date).then_some(date.earliest()),
        ..Bounds::default()
    }
}

impl Bounds {
    /// The four days, in their order.
    pub fn days(self) -> [Option<Day>; 4] {
        [
            self.start_earliest,
            self.start_latest,
            self.end_earliest,
            self.end_latest,
        ]
    }

    /// When two statements hold together: the later start and the earlier end, as far as they are known
    /// of both; nothing if that time is empty.
    pub fn intersection(self, other: Bounds) -> Option<Bounds> {
        let both = |a: Option<Day>, b: Option<Day>, pick: fn(Day, Day) -> Day| Some(pick(a?, b?));
        let either = |a: Option<Day>, b: Option<Day>, pick: fn(Day, Day) -> Day| match (a, b) {
            (Some(a), Some(b)) => Some(pick(a, b)),
            (a, b) => a.or(b),
        };
        let bounds = Bounds {
            start_earliest: either(self.start_earliest, other.start_earliest, Day::max),
            start_latest: both(self.start_latest, other.start_latest, Day::max),
            end_earliest: both(self.end_earliest, other.end_earliest, Day::min),
            end_latest: either(self.end_latest, other.end_latest, Day::min),
        };
        match (bounds.start_earliest, bounds.end_latest) {
            (Some(start), Some(end)) if start > end => None,
            _ => Some(bounds),
        }
    }

    /// Whether two statements surely held at one time: no known end of the one lies before the known
    /// start of the other, and what has no known end is taken to go on.
    pub fn overlaps(self, other: Bounds) -> bool {
        !self.is_before(other) && !other.is_before(self)
    }

    /// Whether this has ended, as far as is known, before the other begins.
    pub fn is_before(self, other: Bounds) -> bool {
        let ended = self.end_earliest.or(self.end_latest);
        let begun = other.start_latest.or(other.start_earliest);
        matches!((ended, begun), (Some(ended), Some(begun)) if ended < begun)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).expect(text)
    }

    fn show(time: &Time) -> String {
        let literal = |name: &str, literal: &Option<TimeLiteral>| {
            literal.as_ref().map(|l| format!("{name} {}", l.value))
        };
        let day = |name: &str, day: Option<Day>| day.map(|day| format!("{name} {day}"));
        let Bounds {
            start_earliest,
            start_latest,
            end_earliest,
            end_latest,
        } = time.bounds;
        [
            literal("since", &time.since),
            literal("until", &time.until),
            literal("at", &time.at),
            literal("throughout", &time.throughout),
            literal("asOf", &time.as_of),
            day("se", start_earliest),
            day("sl", start_latest),
            day("ee", end_earliest),
            day("el", end_latest),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
    }

    #[test]
    fn what_each_phrase_says() {
        let end = |hedge, text: &str| {
            Some(End {
                hedge,
                date: date(text),
            })
        };
        let since = |hedge, text: &str| Phrase::Interval {
            since: end(hedge, text),
            until: None,
        };
        let until = |hedge, text: &str| Phrase::Interval {
            since: None,
            until: end(hedge, text),
        };
        let at = |text: &str| Phrase::At {
            about: false,
            date: date(text),
        };
        let cases = [
            (
                since(Hedge::None, "1990"),
                false,
                "since 1990 se 1990-01-01 sl 1990-12-31",
            ),
            (since(Hedge::About, "1990"), false, "since 1990~"),
            (
                since(Hedge::AtLeast, "2015"),
                false,
                "since [..2015] sl 2015-12-31",
            ),
            (
                until(Hedge::None, "2001-02"),
                false,
                "until 2001-02 ee 2001-02-01 el 2001-02-28",
            ),
            (
                until(Hedge::AtLeast, "2001"),
                false,
                "until [2001..] ee 2001-01-01",
            ),
            (at("2020"), true, "at 2020 se 2020-01-01 el 2020-12-31"),
            (at("2020"), false, "at 2020 sl 2020-12-31 ee 2020-01-01"),
            (at("2020?"), true, "at 2020?"),
            (
                Phrase::Between(date("1990"), date("1995")),
                true,
                "at [1990..1995] se 1990-01-01 el 1995-12-31",
            ),
            (
                Phrase::Throughout {
                    about: false,
                    date: date("1990"),
                },
                false,
                "throughout 1990 sl 1990-01-01 ee 1990-12-31",
            ),
            (
                Phrase::Before(date("1990")),
                true,
                "at [..1989] el 1989-12-31",
            ),
            (
                Phrase::After(date("1990-12-31")),
                true,
                "at [1991-01-01..] se 1991-01-01",
            ),
            (
                Phrase::AsOf(date("2023-08")),
                false,
                "asOf 2023-08 sl 2023-08-31 ee 2023-08-01",
            ),
        ];
        for (phrase, event, expected) in cases {
            assert_eq!(show(&phrase.time(event)), expected);
        }
    }

    #[test]
    fn intersections_claim_no_more_than_both_premises() {
        let since = |text: &str| {
            Phrase::Interval {
                since: Some(End {
                    hedge: Hedge::None,
                    date: date(text),
                }),
                until: None,
            }
            .time(false)
            .bounds
        };
        let both = since("1990")
            .intersection(since("2000"))
            .expect("they overlap");
        assert_eq!(both, since("2000"));
        let untimed = since("1990")
            .intersection(Bounds::default())
            .expect("nothing against it");
        assert_eq!(untimed.start_earliest, since("1990").start_earliest);
        assert_eq!(untimed.start_latest, None);
        let before = Phrase::Before(date("1980")).time(true).bounds;
        assert_eq!(since("1990").intersection(before), None);
    }
}
