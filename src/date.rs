//! Dates and times of the notation, and what they bound.
//!
//! A [`Date`] is one of the forms that the notation has: a day, a month, a season, a year, a decade
//! (`199X`) or a century (`19XX`), each with an optional mark (`?`, `~`, `%`). All of them are EDTF (ISO 8601-2:2019,
//! Annex A, levels 0 to 1), which `edtf-core` reads. A [`Time`] is what a statement says with dates: the literals
//! of the RDF model, and the days between which it began and ceased to hold.

use edtf_core::{Bound, Edtf};

/// A day of the proleptic Gregorian calendar; displays as an `xsd:date`.
pub use edtf_core::BoundDate as Day;

/// How finely a date is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    Day,
    Month,
    Season,
    Year,
    Decade,
    Century,
}

/// A date as the notation has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Date {
    /// As it was written, mark included: a valid EDTF expression.
    written: String,
    precision: Precision,
    earliest: Day,
    latest: Day,
}

/// Why a text is not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateError {
    /// It doesn't have the form of a date at all.
    Form,
    /// It has the form, but the calendar has no such day or month.
    Calendar,
}

impl Date {
    /// Reads a date of the notation.
    pub fn parse(text: &str) -> Result<Date, DateError> {
        let precision = precision(text).ok_or(DateError::Form)?;
        let edtf = Edtf::parse(text).map_err(|_| DateError::Calendar)?;
        let bounds = edtf.bounds();
        match (bounds.earliest, bounds.latest) {
            (Bound::Date(earliest), Bound::Date(latest)) => Ok(Date {
                written: text.to_owned(),
                precision,
                earliest,
                latest,
            }),
            _ => Err(DateError::Calendar),
        }
    }

    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// Whether it is a day, and not a longer period.
    pub fn is_day(&self) -> bool {
        self.precision == Precision::Day
    }

    /// The first day of it.
    pub fn earliest(&self) -> Day {
        self.earliest
    }

    /// The last day of it.
    pub fn latest(&self) -> Day {
        self.latest
    }

    /// Whether it is marked as uncertain or approximate, so that it bounds nothing.
    pub fn is_marked(&self) -> bool {
        self.written.ends_with(['?', '~', '%'])
    }

    /// As it was written: an EDTF expression.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The literal of this date alone: plain years, months and days have XSD's types.
    pub fn literal(&self) -> TimeLiteral {
        let datatype = match self.precision {
            _ if self.is_marked() => Datatype::Edtf,
            Precision::Day => Datatype::Date,
            Precision::Month => Datatype::YearMonth,
            Precision::Year => Datatype::Year,
            _ => Datatype::Edtf,
        };
        TimeLiteral {
            value: self.written.clone(),
            datatype,
        }
    }

    /// The same date, marked as approximate as well.
    fn about(&self) -> TimeLiteral {
        let (bare, mark) = match self.written.strip_suffix(['?', '%']) {
            Some(bare) => (bare, '%'),
            None => (self.written.trim_end_matches('~'), '~'),
        };
        TimeLiteral::edtf(format!("{bare}{mark}"))
    }

    /// The period of the same length just before (-1) or just after (+1) this one, in EDTF.
    fn neighbour(&self, step: i64) -> String {
        let Day { year, month, day } = if step < 0 { self.earliest } else { self.latest };
        let next = next_day(Day { year, month, day }, step);
        let beside = match self.precision {
            // Years of other than four digits have forms of their own.
            _ if next.year < 0 => format!("-{:04}", -next.year),
            _ if next.year > 9999 => format!("Y{}", next.year),
            Precision::Day => next.to_string(),
            Precision::Month => {
                let months = year * 12 + i64::from(month) - 1 + step;
                format!(
                    "{:04}-{:02}",
                    months.div_euclid(12),
                    months.rem_euclid(12) + 1
                )
            }
            Precision::Season => self.next_season(step),
            Precision::Year => format!("{:04}", year + step),
            Precision::Decade => format!("{:03}X", year.div_euclid(10) + step),
            Precision::Century => format!("{:02}XX", year.div_euclid(100) + step),
        };
        let mark = if self.is_marked() {
            &self.written[self.written.len() - 1..]
        } else {
            ""
        };
        beside + mark
    }

    /// The seasons of a year are numbered 21 (spring) to 24 (winter).
    fn next_season(&self, step: i64) -> String {
        let number = |range: std::ops::Range<usize>| {
            self.written[range]
                .parse::<i64>()
                .expect("digits, by the form of a season")
        };
        let seasons = number(0..4) * 4 + number(5..7) - 21 + step;
        format!(
            "{:04}-{}",
            seasons.div_euclid(4),
            seasons.rem_euclid(4) + 21
        )
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.written)
    }
}

/// The precision that the form of a text says, or nothing if it is no date's form.
fn precision(text: &str) -> Option<Precision> {
    let bare = text.strip_suffix(['?', '~', '%']).unwrap_or(text);
    let shape: String = bare
        .chars()
        .map(|c| if c.is_ascii_digit() { '9' } else { c })
        .collect();
    match shape.as_str() {
        "9999-99-99" => Some(Precision::Day),
        "9999-99" if matches!(&bare[5..], "21" | "22" | "23" | "24") => Some(Precision::Season),
        "9999-99" if bare[5..] <= *"20" => Some(Precision::Month),
        "9999" => Some(Precision::Year),
        "999X" => Some(Precision::Decade),
        "99XX" => Some(Precision::Century),
        _ => None,
    }
}

fn next_day(Day { year, month, day }: Day, step: i64) -> Day {
    let last = last_day(year, month);
    match i64::from(day) + step {
        0 => {
            let (year, month) = if month == 1 {
                (year - 1, 12)
            } else {
                (year, month - 1)
            };
            Day {
                year,
                month,
                day: last_day(year, month),
            }
        }
        next if next > i64::from(last) => {
            let (year, month) = if month == 12 {
                (year + 1, 1)
            } else {
                (year, month + 1)
            };
            Day {
                year,
                month,
                day: 1,
            }
        }
        next => Day {
            year,
            month,
            day: next as u8,
        },
    }
}

/// The last day of a month, which EDTF's calendar knows.
fn last_day(year: i64, month: u8) -> u8 {
    let (earliest, latest) = Date::parse(&format!("{year:04}-{month:02}"))
        .map(|date| (date.earliest, date.latest))
        .unwrap_or((
            Day {
                year,
                month,
                day: 1,
            },
            Day {
                year,
                month,
                day: 31,
            },
        ));
    debug_assert_eq!(earliest.month, latest.month);
    latest.day
}

// --- The time of a statement ----------------------------------------------------------------

/// The datatype of a time's literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Datatype {
    Year,
    YearMonth,
    Date,
    Edtf,
}

/// A literal that says a time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeLiteral {
    pub value: String,
    pub datatype: Datatype,
}

impl TimeLiteral {
    fn edtf(value: String) -> Self {
        Self {
            value,
            datatype: Datatype::Edtf,
        }
    }
}

/// The days between which a statement began and ceased to hold; what isn't known is absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bounds {
    pub start_earliest: Option<Day>,
    pub start_latest: Option<Day>,
    pub end_earliest: Option<Day>,
    pub end_latest: Option<Day>,
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

    /// Whether its end lies before its start.
    pub fn is_reversed(&self) -> bool {
        match self {
            Phrase::Interval {
                since: Some(a),
                until: Some(b),
            } => b.date.latest < a.date.earliest,
            Phrase::Between(a, b) => b.latest < a.earliest,
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
                time.bounds.start_earliest = known(a).then_some(a.earliest);
                time.bounds.end_latest = known(b).then_some(b.latest);
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
                    time.bounds.start_latest = Some(date.earliest);
                    time.bounds.end_earliest = Some(date.latest);
                }
            }
            Phrase::Before(date) => {
                time.at = Some(TimeLiteral::edtf(format!("[..{}]", date.neighbour(-1))));
                time.bounds.end_latest = known(date).then(|| next_day(date.earliest, -1));
            }
            Phrase::After(date) => {
                time.at = Some(TimeLiteral::edtf(format!("[{}..]", date.neighbour(1))));
                time.bounds.start_earliest = known(date).then(|| next_day(date.latest, 1));
            }
            Phrase::AsOf(date) => {
                time.as_of = Some(date.literal());
                time.bounds = held_in(date);
            }
        }
        time
    }
}

fn since_time(End { hedge, date }: &End, time: &mut Time) {
    time.since = Some(match hedge {
        Hedge::None => date.literal(),
        Hedge::About => date.about(),
        Hedge::AtLeast => TimeLiteral::edtf(format!("[..{date}]")),
    });
    if *hedge != Hedge::About && known(date) {
        time.bounds.start_latest = Some(date.latest);
        time.bounds.start_earliest = (*hedge == Hedge::None).then_some(date.earliest);
    }
}

fn until_time(End { hedge, date }: &End, time: &mut Time) {
    time.until = Some(match hedge {
        Hedge::None => date.literal(),
        Hedge::About => date.about(),
        Hedge::AtLeast => TimeLiteral::edtf(format!("[{date}..]")),
    });
    if *hedge != Hedge::About && known(date) {
        time.bounds.end_earliest = Some(date.earliest);
        time.bounds.end_latest = (*hedge == Hedge::None).then_some(date.latest);
    }
}

/// Whether a date bounds anything: one that is marked as uncertain or approximate doesn't.
fn known(date: &Date) -> bool {
    !date.is_marked()
}

/// An event that took place within a date.
fn within(date: &Date) -> Bounds {
    Bounds {
        start_earliest: known(date).then_some(date.earliest),
        end_latest: known(date).then_some(date.latest),
        ..Bounds::default()
    }
}

/// A state that held at some time within a date.
fn held_in(date: &Date) -> Bounds {
    Bounds {
        start_latest: known(date).then_some(date.latest),
        end_earliest: known(date).then_some(date.earliest),
        ..Bounds::default()
    }
}

impl Bounds {
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
    fn forms_that_are_dates_and_forms_that_are_not() {
        for text in [
            "1990",
            "1990-02",
            "1990-02-28",
            "1990-21",
            "199X",
            "19XX",
            "1990?",
            "1990-02-28~",
            "199X%",
        ] {
            assert!(Date::parse(text).is_ok(), "{text}");
        }
        for text in [
            "90",
            "1990-2",
            "1990-25",
            "19X0",
            "1990-02-30",
            "1990/1991",
            "Mar-90",
            "1990.0",
            "",
            "1990??",
            "XXXX",
        ] {
            assert!(Date::parse(text).is_err(), "{text}");
        }
        assert_eq!(Date::parse("1990-02-30"), Err(DateError::Calendar));
        assert_eq!(Date::parse("the year"), Err(DateError::Form));
    }

    #[test]
    fn the_period_before_and_after() {
        let cases = [
            ("1990", "1989", "1991"),
            ("1990-01", "1989-12", "1990-02"),
            ("2024-02-28", "2024-02-27", "2024-02-29"),
            ("2023-12-31", "2023-12-30", "2024-01-01"),
            ("2024-03-01", "2024-02-29", "2024-03-02"),
            ("1990-21", "1989-24", "1990-22"),
            ("199X", "198X", "200X"),
            ("19XX", "18XX", "20XX"),
            ("00XX", "-0001", "01XX"),
            ("9999", "9998", "Y10000"),
        ];
        for (text, before, after) in cases {
            assert_eq!(date(text).neighbour(-1), before);
            assert_eq!(date(text).neighbour(1), after);
            for edtf in [before, after] {
                assert!(Edtf::parse(&format!("[..{edtf}]")).is_ok(), "{edtf}");
            }
        }
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
