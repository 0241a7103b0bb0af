//! What spreadsheets make of names, dates and numbers: told, and never guessed back.
//!
//! A cell that reads is never looked at here; only where one doesn't is it asked whether a spreadsheet did it. So
//! `1990.0` may stand where decimals are due, and an apostrophe may begin a name that is declared with it.

use crate::date::Date;
use crate::diagnostic::{Diagnostic, Rule};
use crate::span::{FileId, Span};
use crate::syntax::Token;

/// The names of months as spreadsheets shorten them.
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// What spreadsheets leave where a formula failed.
const ERRORS: [&str; 8] = [
    "#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!",
];

/// Says that a table starts with a byte order mark.
pub fn byte_order_mark(file: FileId, text: &str) -> Option<Diagnostic> {
    let length = text.len() - text.trim_start_matches('\u{FEFF}').len();
    let span = Span::new(file, 0, length);
    (length > 0).then(|| {
        told(span, "this table starts with a byte order mark")
            .label("the invisible character U+FEFF stands before the header")
            .help("save the table as UTF-8 without it: most programs call it «BOM» or «signature»")
            .fix(span, "")
    })
}

/// Says that a cell holds the error of a formula.
pub fn error_value(raw: &str, span: Span) -> Option<Diagnostic> {
    if !raw.starts_with('#') || !ERRORS.contains(&raw) {
        return None;
    }
    let message = format!("`{raw}` is what a spreadsheet leaves where a formula failed");
    Some(told(span, message).label("expected what the cell was to say"))
}

/// What a spreadsheet did to a cell that cannot be read, if it looks as if one did.
pub fn explain(cell: &Token) -> Option<Diagnostic> {
    let text = cell.text.as_str();
    odd_space(cell.span, text)
        .or_else(|| apostrophe(cell.span, text))
        .or_else(|| month(cell.span, text))
        .or_else(|| slashed(cell.span, text))
        .or_else(|| decimal(cell.span, text))
        .or_else(|| grouped(cell.span, text))
}

fn told(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Rule::SpreadsheetDamage, span, message)
}

/// White space that is no plain space, such as the no-break space of web pages.
fn odd_space(span: Span, text: &str) -> Option<Diagnostic> {
    let is_odd = |c: char| c.is_whitespace() && !matches!(c, ' ' | '\n' | '\r' | '\t');
    let odd = text.chars().find(|&c| is_odd(c))?;
    let plain: String = text
        .chars()
        .map(|c| if is_odd(c) { ' ' } else { c })
        .collect();
    let message = format!(
        "white space that is no plain space stands in `{text}`: U+{:04X}",
        u32::from(odd)
    );
    Some(
        told(span, message)
            .label("names and values have plain spaces")
            .fix(span, plain.trim()),
    )
}

/// The apostrophe with which spreadsheets mark text.
fn apostrophe(span: Span, text: &str) -> Option<Diagnostic> {
    let rest = text.strip_prefix('\'')?;
    let message = format!("`{text}` starts with the apostrophe with which spreadsheets mark text");
    Some(
        told(span, message)
            .label("expected the cell without it")
            .fix(span, rest),
    )
}

/// `Mar-90`, `90-Mar`, `1-Mar-90`, `Mar 1990`: dates, or names that were taken for dates.
fn month(span: Span, text: &str) -> Option<Diagnostic> {
    let parts: Vec<&str> = text.split(['-', ' ', '/']).collect();
    let of_month = |part: &&str| {
        let part = part.to_ascii_lowercase();
        MONTHS.iter().position(|month| part == *month)
    };
    let month = parts.iter().find_map(of_month)?;
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let numbers: Vec<&&str> = parts.iter().filter(|part| digits(part)).collect();
    if numbers.len() + 1 != parts.len() || !(1..=2).contains(&numbers.len()) {
        return None;
    }
    let message = format!("`{text}` is how a spreadsheet shows a date");
    let diagnostic = told(span, message)
        .label("expected what was typed: a date as 1990-03-18, or a name")
        .help("give the column the format «Text» before you type or paste");
    Some(match numbers.as_slice() {
        [year] if year.len() == 4 => diagnostic.fix(span, format!("{year}-{:02}", month + 1)),
        [day, year] if year.len() == 4 && day.len() <= 2 => {
            diagnostic.fix(span, format!("{year}-{:02}-{day:0>2}", month + 1))
        }
        _ => diagnostic,
    })
}

/// `03/04/1990`, `1.3.1990`: a day, of which month and day may be either.
fn slashed(span: Span, text: &str) -> Option<Diagnostic> {
    let separator = text.chars().find(|c| !c.is_ascii_digit())?;
    let parts: Vec<&str> = text.split(separator).collect();
    let [first, second, third] = parts.as_slice() else {
        return None;
    };
    let is_number = |part: &&str| {
        (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_plain = separator == '-' && [first.len(), second.len(), third.len()] == [4, 2, 2];
    if !matches!(separator, '/' | '.' | '-') || !parts.iter().all(is_number) || is_plain {
        return None;
    }
    let diagnostic = told(
        span,
        format!("`{text}` is a date in the form of some country"),
    )
    .label("expected YYYY-MM-DD");
    Some(match days(first, second, third).as_slice() {
        [one] => diagnostic.fix(span, one.clone()),
        [one, other] => {
            diagnostic.help(format!("write `{one}` or `{other}`, as the source has it"))
        }
        _ => diagnostic,
    })
}

/// The days that three numbers may mean: with the year first, or last and then in two orders.
fn days(first: &str, second: &str, third: &str) -> Vec<String> {
    let date = |year: &str, month: &str, day: &str| {
        let text = format!("{year}-{month:0>2}-{day:0>2}");
        Date::parse(&text).is_ok().then_some(text)
    };
    let readings = match (first.len(), third.len()) {
        (4, _) => [date(first, second, third), None],
        (_, 4) => [date(third, second, first), date(third, first, second)],
        _ => [None, None],
    };
    let mut days: Vec<String> = readings.into_iter().flatten().collect();
    days.dedup();
    days
}

/// `1990.0` where a whole number, a year or a name is due.
fn decimal(span: Span, text: &str) -> Option<Diagnostic> {
    let (whole, part) = text.split_once(['.', ','])?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = whole.strip_prefix('-').unwrap_or(whole);
    if !digits(number)
        || part.is_empty()
        || !part.bytes().all(|byte| byte == b'0')
        || part.len() > 2
    {
        return None;
    }
    let message = format!("`{text}` is a whole number with decimals that a spreadsheet gave it");
    Some(
        told(span, message)
            .label(format!("expected `{whole}`"))
            .fix(span, whole),
    )
}

/// `1,234,567`: separators between thousands.
fn grouped(span: Span, text: &str) -> Option<Diagnostic> {
    let number = text.strip_prefix('-').unwrap_or(text);
    let separator = number.chars().find(|c| !c.is_ascii_digit())?;
    let mut groups = number.split(separator);
    let first = groups.next()?;
    let is_group = |group: &str| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit());
    let mut rest = groups.peekable();
    let whole = (1..=3).contains(&first.len()) && rest.peek().is_some() && rest.all(is_group);
    if !whole || !matches!(separator, ',' | '.' | ' ' | '\'' | '’') {
        return None;
    }
    let plain: String = text.chars().filter(|&c| c != separator).collect();
    let message = format!("`{text}` is a number with separators between its thousands");
    Some(
        told(span, message)
            .label("numbers are written without them")
            .fix(span, plain),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::TokenKind;

    /// The fix where there is one, and an empty text where the damage is told without.
    fn fixed(text: &str) -> Option<String> {
        let cell = Token {
            kind: TokenKind::Cell { lang: None },
            text: text.to_owned(),
            span: Span::new(FileId(0), 0, text.len()),
        };
        let diagnostic = explain(&cell)?;
        Some(diagnostic.fix.map_or(String::new(), |fix| fix.text))
    }

    #[test]
    fn damage_is_told_and_mended_only_where_it_is_sure() {
        for (text, fix) in [
            ("Mar-90", ""),
            ("1-Mar", ""),
            ("Mar-1990", "1990-03"),
            ("18-Mar-1990", "1990-03-18"),
            ("1990.0", "1990"),
            ("03/04/1990", ""),
            ("3.3.1990", "1990-03-03"),
            ("25/12/1990", "1990-12-25"),
            ("1990/3/4", "1990-03-04"),
            ("1,234,567", "1234567"),
            ("'1990", "1990"),
            ("Trend\u{A0}Micro", "Trend Micro"),
        ] {
            assert_eq!(fixed(text).as_deref(), Some(fix), "{text}");
        }
        for text in [
            "Mar",
            "March-90",
            "1990",
            "12.5",
            "Trend Micro",
            "1990-03-04",
            "a/b/c",
            "",
        ] {
            assert_eq!(fixed(text), None, "{text}");
        }
    }
}
