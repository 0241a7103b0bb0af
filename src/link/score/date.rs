//! How well two dates go together.

use crate::date::{Date, Precision};

/// How two dates stand to each other, the nearest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// They exclude each other.
    Other,
    /// A slip of the finger apart: a digit, or day and month the other way round.
    Slipped,
    /// One is within the other.
    Same,
    /// The same day.
    Day,
}

/// Compares two dates; nothing if one of them is none.
pub fn agreement(one: &str, other: &str) -> Option<Agreement> {
    let (one, other) = (read(one)?, read(other)?);
    let overlap = one.earliest() <= other.latest() && other.earliest() <= one.latest();
    if overlap {
        let exact = |date: &Date| date.precision() == Precision::Day;
        return Some(if exact(&one) && exact(&other) {
            Agreement::Day
        } else {
            Agreement::Same
        });
    }
    Some(if is_slip(one.as_str(), other.as_str()) {
        Agreement::Slipped
    } else {
        Agreement::Other
    })
}

/// Reads EDTF, and what XSD and Wikidata have besides: times of the day, zones, a plus, months and days that are 00.
fn read(text: &str) -> Option<Date> {
    let text = text.trim().trim_start_matches('+');
    let day = text.split(['T', ' ']).next().unwrap_or(text);
    let day = day.trim_end_matches('Z');
    let day = day.strip_suffix("-00").unwrap_or(day);
    let day = day.strip_suffix("-00").unwrap_or(day);
    Date::parse(day).ok()
}

fn is_slip(one: &str, other: &str) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let differing = one
        .bytes()
        .zip(other.bytes())
        .filter(|(a, b)| a != b)
        .count();
    if differing == 1 {
        return true;
    }
    let parts = |date: &str| -> Vec<String> { date.split('-').map(str::to_owned).collect() };
    matches!((parts(one).as_slice(), parts(other).as_slice()),
        ([year, month, day], [other_year, other_month, other_day])
            if year == other_year && month == other_day && day == other_month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_agree_as_periods_however_they_are_written() {
        for (one, other, expected) in [
            ("1961-03-02", "1961-03-02", Some(Agreement::Day)),
            ("1961-03-02", "+1961-03-02T00:00:00Z", Some(Agreement::Day)),
            ("1961", "1961-03-02", Some(Agreement::Same)),
            ("+1961-00-00T00:00:00Z", "1961", Some(Agreement::Same)),
            ("1961-03-02", "1961-02-03", Some(Agreement::Slipped)),
            ("1961-03-02", "1961-03-12", Some(Agreement::Slipped)),
            ("1961-03-02", "1972-05-12", Some(Agreement::Other)),
            ("long ago", "1961", None),
            ("", "", None),
        ] {
            assert_eq!(agreement(one, other), expected, "{one} and {other}");
            assert_eq!(agreement(other, one), expected, "{other} and {one}");
        }
    }
}
