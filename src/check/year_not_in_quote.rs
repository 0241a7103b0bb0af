//! `year-not-in-quote`: a statement's year that its quotation doesn't have.

use super::words::Words;
use super::{Context, Quoted};
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::Object;
use crate::span::Span;
use crate::vocab::is_date;

pub fn check(context: Context, quoted: &Quoted, diagnostics: &mut Vec<Diagnostic>) {
    let reading = quoted.reading;
    let source = context.model.source_of(quoted.dossier, reading.group);
    let published = source.and_then(|source| source.published.as_ref());
    let is_publication = |date: &Date| published.is_some_and(|published| published.value == *date);
    let phrase = reading
        .statement
        .phrase
        .iter()
        .flat_map(|phrase| phrase.dates());
    let times = phrase
        .filter(|date| !is_publication(date))
        .filter_map(|date| Some((date.clone(), reading.places.time?)));
    let object = match &reading.statement.object {
        Object::Literal(literal) if is_date(literal.datatype.as_ref()) => {
            Date::parse(&literal.value)
                .ok()
                .map(|date| (date, reading.places.object))
        }
        _ => None,
    };
    for (date, span) in times.chain(object) {
        if !has_year(quoted.words, &date) {
            diagnostics.push(missing(&date, span, quoted.place()));
        }
    }
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
            words.contain(&year[..digits]) || (digits == 2 && words.contain(&century))
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
