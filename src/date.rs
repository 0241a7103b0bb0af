//! Dates of the notation, and the days that they span.
//!
//! A [`Date`] is one of the forms that the notation has: a day, a month, a season, a year, a decade
//! (`199X`) or a century (`19XX`), each with an optional mark (`?`, `~`, `%`). All of them are EDTF (ISO 8601-2:2019,
//! Annex A, levels 0 to 1), which `edtf-core` reads.

use edtf_core::{Bound, Edtf};
use serde::{Deserialize, Serialize};

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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
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

impl TryFrom<String> for Date {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Date, &'static str> {
        Date::parse(&text).map_err(|_| "not a date")
    }
}

impl From<Date> for String {
    fn from(date: Date) -> String {
        date.written
    }
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
    pub fn about(&self) -> TimeLiteral {
        let (bare, mark) = match self.written.strip_suffix(['?', '%']) {
            Some(bare) => (bare, '%'),
            None => (self.written.trim_end_matches('~'), '~'),
        };
        TimeLiteral::edtf(format!("{bare}{mark}"))
    }

    /// The period of the same length just before (-1) or just after (+1) this one, in EDTF.
    pub fn neighbour(&self, step: i64) -> String {
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

/// The day before (-1) or after (+1) another.
pub fn next_day(Day { year, month, day }: Day, step: i64) -> Day {
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

// --- Literals -----------------------------------------------------------------------------------

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
    /// A literal of an EDTF expression.
    pub fn edtf(value: String) -> Self {
        Self {
            value,
            datatype: Datatype::Edtf,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).expect(text)
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
}
