//! Times of statements as qualifiers of Wikidata, whose times are points with a precision.

use crate::date::{Date, Precision};

/// With which word a time stands in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    Since,
    Until,
    At,
    AsOf,
    Throughout,
}

/// A time as qualifiers: start, end and point in time; latest start and earliest end; earliest and latest date; and for
/// what is about or perhaps true, the circumstances. `None` if Wikidata has no form for it.
pub fn qualifiers(word: Word, text: &str) -> Option<Vec<(&'static str, String)>> {
    let range = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'))
        .and_then(|text| text.split_once(".."));
    match (word, range) {
        (Word::Since, Some(("", latest))) => Some(vec![("P8555", point(latest)?)]),
        (Word::Until, Some((earliest, ""))) => Some(vec![("P8554", point(earliest)?)]),
        (Word::At, Some((earliest, ""))) => Some(vec![("P1319", point(earliest)?)]),
        (Word::At, Some(("", latest))) => Some(vec![("P1326", point(latest)?)]),
        (Word::At, Some((earliest, latest))) => {
            Some(vec![("P1319", point(earliest)?), ("P1326", point(latest)?)])
        }
        (Word::Throughout, _) | (_, Some(_)) => None,
        (word, None) => {
            let name = match word {
                Word::Since => "P580",
                Word::Until => "P582",
                _ => "P585",
            };
            let (date, mark) = match text.char_indices().last() {
                Some((at, mark @ ('~' | '?' | '%'))) => (&text[..at], Some(mark)),
                _ => (text, None),
            };
            let mut qualifiers = vec![(name, point(date)?)];
            let circa = matches!(mark, Some('~' | '%')).then_some("Q5727902");
            let presumably = matches!(mark, Some('?' | '%')).then_some("Q18122778");
            let circumstances = circa.into_iter().chain(presumably);
            qualifiers.extend(circumstances.map(|item| ("P1480", item.to_owned())));
            Some(qualifiers)
        }
    }
}

/// A day, month, year or decade as a point in time with its precision. A season has none, and a century of Wikidata begins
/// a year later.
pub fn point(text: &str) -> Option<String> {
    let date = Date::parse(text).ok().filter(|date| !date.is_marked())?;
    let day = date.earliest();
    if day.year < 1 {
        return None;
    }
    let (month, of_month, precision) = match date.precision() {
        Precision::Day => (day.month, day.day, 11),
        Precision::Month => (day.month, 0, 10),
        Precision::Year => (0, 0, 9),
        Precision::Decade => (0, 0, 8),
        Precision::Season | Precision::Century => return None,
    };
    let year = day.year;
    Some(format!(
        "+{year:04}-{month:02}-{of_month:02}T00:00:00Z/{precision}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_the_precision_that_they_are_given_with() {
        for (text, expected) in [
            ("1990", Some("+1990-00-00T00:00:00Z/9")),
            ("1990-05", Some("+1990-05-00T00:00:00Z/10")),
            ("1990-05-12", Some("+1990-05-12T00:00:00Z/11")),
            ("199X", Some("+1990-00-00T00:00:00Z/8")),
            ("19XX", None),
            ("1990-21", None),
            ("0000", None),
            ("1990~", None),
            ("yesterday", None),
        ] {
            assert_eq!(point(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn open_and_uncertain_times_are_qualifiers_of_their_own() {
        let year = |year: &str| format!("+{year}-00-00T00:00:00Z/9");
        for (word, text, expected) in [
            (Word::Since, "1990", vec![("P580", year("1990"))]),
            (Word::Since, "[..1990]", vec![("P8555", year("1990"))]),
            (Word::Until, "[1990..]", vec![("P8554", year("1990"))]),
            (
                Word::At,
                "[1990..1995]",
                vec![("P1319", year("1990")), ("P1326", year("1995"))],
            ),
            (
                Word::Until,
                "1990%",
                vec![
                    ("P582", year("1990")),
                    ("P1480", "Q5727902".to_owned()),
                    ("P1480", "Q18122778".to_owned()),
                ],
            ),
        ] {
            assert_eq!(qualifiers(word, text), Some(expected), "{text}");
        }
        assert_eq!(qualifiers(Word::Throughout, "1990"), None);
        assert_eq!(qualifiers(Word::Since, "[1990..1995]"), None);
    }
}
