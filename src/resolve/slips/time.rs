//! Dates and times as people write them elsewhere.

use crate::date::Date;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The date that was meant, if a text is one in another way of writing; nothing if it may be two.
pub fn date(text: &str) -> Option<String> {
    let bare = text.trim_matches(|c: char| {
        matches!(c, '.' | ',' | ';' | ':' | '(' | ')') || c.is_whitespace()
    });
    let about = [
        "circa ", "approx. ", "around ", "ca. ", "ca.", "ca ", "c. ", "c.", "~",
    ];
    let about = about.into_iter().find_map(|word| bare.strip_prefix(word));
    let (bare, mark) = about.map_or((bare, ""), |rest| (rest.trim(), "~"));
    let meant = numeric(bare)
        .or_else(|| spoken(bare))
        .or_else(|| century(bare))?;
    let meant = format!("{meant}{mark}");
    (Date::parse(&meant).is_ok() && meant != text).then_some(meant)
}

/// A date in digits, with other marks between them or in another order.
fn numeric(text: &str) -> Option<String> {
    if let Some(decade) = text.strip_suffix("0s").filter(|rest| rest.len() == 3) {
        return Some(format!("{decade}X"));
    }
    let parts: Vec<&str> = text.split(['-', '/', '.', '–']).collect();
    let is_number =
        |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !parts.iter().all(is_number) {
        return None;
    }
    let is_year = |part: &str| part.len() == 4;
    let number = |part: &str| part.parse::<u32>().unwrap_or_default();
    match *parts.as_slice() {
        [year] if is_year(year) => Some(year.to_owned()),
        [year, month] if is_year(year) && month.len() < 3 => Some(format!("{year}-{month:0>2}")),
        [month, year] if is_year(year) && month.len() < 3 => Some(format!("{year}-{month:0>2}")),
        [year, month, day] if is_year(year) => Some(format!("{year}-{month:0>2}-{day:0>2}")),
        [one, two, year] if is_year(year) => {
            // With full stops it is the day that comes first; with other marks only a number over twelve tells.
            let day_first = text.contains('.') || number(one) > 12;
            let month_first = !text.contains('.') && number(two) > 12;
            match (day_first, month_first) {
                (true, false) => Some(format!("{year}-{two:0>2}-{one:0>2}")),
                (false, true) => Some(format!("{year}-{one:0>2}-{two:0>2}")),
                _ => None,
            }
        }
        _ => None,
    }
}

/// A date with the name of a month, as `1 May 1990` and `May 1st, 1990`.
fn spoken(text: &str) -> Option<String> {
    let (mut year, mut month, mut day) = (None, None, None);
    let lower = text.to_lowercase();
    for word in lower.split([' ', ',', '.']).filter(|word| !word.is_empty()) {
        let number = word.trim_end_matches(char::is_alphabetic);
        let named = MONTHS
            .iter()
            .position(|name| word.len() > 2 && name.starts_with(word));
        match (named, number.len()) {
            (Some(named), _) if month.is_none() => month = Some(named + 1),
            (None, 4) if word.len() == 4 && year.is_none() => year = Some(word),
            (None, 1 | 2) if day.is_none() => day = Some(number),
            (None, 0) if matches!(word, "of" | "the") => {}
            _ => return None,
        }
    }
    let (year, month) = (year?, month?);
    let day = day.map_or(String::new(), |day| format!("-{day:0>2}"));
    Some(format!("{year}-{month:02}{day}"))
}

/// A century by its number, as `19th century`.
fn century(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let number = lower.trim_start_matches("the ").strip_suffix("century")?;
    let number = number.trim().trim_end_matches(char::is_alphabetic);
    let before = number.parse::<u32>().ok()?.checked_sub(1)?;
    (before < 100).then(|| format!("{before:02}XX"))
}

/// The time that was meant, if words are one in another way of writing.
pub fn phrase(text: &str) -> Option<String> {
    let text = text.trim();
    let (opener, rest) = opened(text);
    let meant = match range(rest) {
        Some((start, end)) if is_present(&end) => format!("since {}", hedged(&start)?),
        Some((start, end)) => {
            let (start, end) = (hedged(&start)?, hedged(&end)?);
            match opener {
                "between" => format!("between {start} and {end}"),
                _ => format!("from {start} to {end}"),
            }
        }
        None if opener.is_empty() => return None,
        None => {
            let date = hedged(rest)?;
            let is_day = Date::parse(&date).is_ok_and(|date| date.is_day());
            let opener = match opener {
                "from" => "since",
                "till" => "until",
                "in" | "on" | "during" | "at" if is_day => "on",
                "in" | "on" | "during" | "at" => "in",
                "around" | "about" => "in about",
                other => other,
            };
            format!("{opener} {date}")
        }
    };
    (meant != text).then_some(meant)
}

/// The word that opens a time, and the rest; without one, all is the rest.
fn opened(text: &str) -> (&str, &str) {
    const OPENERS: [&str; 14] = [
        "since",
        "until",
        "till",
        "from",
        "between",
        "in",
        "on",
        "at",
        "during",
        "throughout",
        "before",
        "after",
        "around",
        "about",
    ];
    if let Some(rest) = text.strip_prefix("as of ") {
        return ("as of", rest);
    }
    match text.split_once(' ') {
        Some((opener, rest)) if OPENERS.contains(&opener) => (opener, rest.trim()),
        _ => ("", text),
    }
}

/// The two ends of a range.
fn range(text: &str) -> Option<(String, String)> {
    for between in [" to ", " until ", " till ", " and ", " - ", " – ", " — "] {
        if let Some((start, end)) = text.split_once(between) {
            return Some((start.to_owned(), end.to_owned()));
        }
    }
    let (start, end) = text.split_once(['-', '–', '—'])?;
    let is_year = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    match (is_year(start), end.len()) {
        (true, 4) if is_year(end) || is_present(end) => Some((start.to_owned(), end.to_owned())),
        (true, _) if is_present(end) => Some((start.to_owned(), end.to_owned())),
        _ => None,
    }
}

fn is_present(text: &str) -> bool {
    matches!(
        text.trim(),
        "present" | "the present" | "today" | "now" | "date"
    )
}

/// A date with what the notation may have before it.
fn hedged(text: &str) -> Option<String> {
    let text = text.trim();
    let hedge = ["about ", "at least "]
        .into_iter()
        .find(|hedge| text.starts_with(hedge));
    let bare = &text[hedge.map_or(0, str::len)..];
    let date = match Date::parse(bare) {
        Ok(_) => bare.to_owned(),
        Err(_) => date(bare)?,
    };
    Some(format!("{}{date}", hedge.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_other_ways_of_writing() {
        for (text, meant) in [
            ("1990,", "1990"),
            ("1990.", "1990"),
            ("01.05.1990", "1990-05-01"),
            ("1.5.1990", "1990-05-01"),
            ("13/05/1990", "1990-05-13"),
            ("05/13/1990", "1990-05-13"),
            ("1990/5", "1990-05"),
            ("1990-5-1", "1990-05-01"),
            ("05/1990", "1990-05"),
            ("May 1990", "1990-05"),
            ("1 May 1990", "1990-05-01"),
            ("May 1st, 1990", "1990-05-01"),
            ("the 1st of Sept. 1990", "1990-09-01"),
            ("1990s", "199X"),
            ("19th century", "18XX"),
            ("c. 1990", "1990~"),
            ("~1990", "1990~"),
        ] {
            assert_eq!(date(text).as_deref(), Some(meant), "{text}");
        }
        for text in [
            "1990",
            "03/04/1990",
            "1990-13",
            "32 May 1990",
            "May",
            "19",
            "",
            "1990-91",
            "c.",
            "é",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn times_in_other_ways_of_writing() {
        for (text, meant) in [
            ("from 1990 until 1995", "from 1990 to 1995"),
            ("since 1990 to 1995", "from 1990 to 1995"),
            ("1990-1995", "from 1990 to 1995"),
            ("in 1990–1995", "from 1990 to 1995"),
            ("from 1990 to present", "since 1990"),
            ("1990-present", "since 1990"),
            ("from 1990", "since 1990"),
            ("since May 1990", "since 1990-05"),
            ("since c. 1990", "since 1990~"),
            ("on May 1990", "in 1990-05"),
            (
                "between May 1990 and 1 June 1991",
                "between 1990-05 and 1991-06-01",
            ),
            ("during 1990", "in 1990"),
            ("around 1990", "in about 1990"),
            ("since at least May 1990", "since at least 1990-05"),
        ] {
            assert_eq!(phrase(text).as_deref(), Some(meant), "{text}");
        }
        for text in [
            "since 1990",
            "1990",
            "since then",
            "in Rome",
            "",
            "from to",
            "- -",
            "from 1990 to",
        ] {
            assert_eq!(phrase(text), None, "{text}");
        }
    }
}
