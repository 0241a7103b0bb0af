//! `year-not-in-quote`: a statement's year that its quotation doesn't have.

use super::words::Words;
use super::{Context, Quoted};
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Rule};
use crate::span::Span;
use crate::vocab::is_date;

pub fn check(_: Context, quoted: &Quoted, diagnostics: &mut Vec<Diagnostic>) {
    let reading = quoted.reading;
    let published = quoted.source.and_then(|source| source.published.as_ref());
    let published = published.map(|published| &published.value);
    let phrase = reading
        .statement
        .phrase
        .iter()
        .flat_map(|phrase| phrase.dates());
    let times = phrase
        .filter(|date| published != Some(*date))
        .filter_map(|date| Some((date.clone(), reading.places.time?)));
    let literals = quoted.literals();
    let values = literals
        .filter(|(literal, _)| is_date(literal.datatype.as_ref()))
        .filter_map(|(literal, span)| Some((Date::parse(&literal.value).ok()?, span)));
    for (date, span) in times.chain(values) {
        if !has_year(quoted.words, &date) && !is_understood(quoted.words, &date, published) {
            diagnostics.push(missing(&date, span, quoted.place()));
        }
    }
}

/// Whether a source needn't say the year: that of its publication or the one before, in words without any year, as
/// `in March` and `last autumn` are.
fn is_understood(words: &Words, date: &Date, published: Option<&Date>) -> bool {
    let Some(published) = published else {
        return false;
    };
    let years = published.latest().year - date.latest().year;
    (0..=1).contains(&years) && !words.have_some_year()
}

/// Whether words have the year of a date; of a decade or century, the digits that it says.
fn has_year(words: &Words, date: &Date) -> bool {
    let year = &date.as_str()[..4];
    match year.find('X') {
        None => words.have_year(year),
        Some(digits) => {
            let century = year[..2]
                .parse::<u32>()
                .map_or(String::new(), |century| (century + 1).to_string());
            words.have_digits(&year[..digits]) || (digits == 2 && words.have_number(&century))
        }
    }
}

fn missing(date: &Date, span: Span, quotation: Span) -> Diagnostic {
    let year = &date.as_str()[..4];
    Diagnostic::new(
        Rule::YearNotInQuote,
        span,
        format!("the quotation doesn't have the year {year}"),
    )
    .label("is this date right?")
    .related(quotation, "the quotation")
    .help("correct the date, or quote the words that give the year; another quotation may stand beside this one")
}
