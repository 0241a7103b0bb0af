//! `year-not-in-quote`: a statement's year that its quotation doesn't have.

use super::{Context, words};
use crate::date::Date;
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::Object;
use crate::span::Span;

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    for (dossier, reading, quoted) in context.quoted() {
        let published = dossier
            .source
            .as_ref()
            .and_then(|source| source.published.as_ref());
        let is_publication =
            |date: &Date| published.is_some_and(|published| published.value == *date);
        let phrase = reading
            .statement
            .phrase
            .iter()
            .flat_map(|phrase| phrase.dates());
        let times = phrase
            .filter(|date| !is_publication(date))
            .filter_map(|date| Some((date.clone(), reading.places.time?)));
        let object = match &reading.statement.object {
            Object::Literal(literal) => Date::parse(&literal.value)
                .ok()
                .filter(|_| is_date(literal))
                .map(|date| (date, reading.places.object)),
            Object::Resource(_) => None,
        };
        let text = quoted.folded();
        for (date, span) in times.chain(object) {
            if !has_year(&text, &date) {
                diagnostics.push(missing(
                    &date,
                    span,
                    dossier.quotations_of(reading.group)[0].span,
                ));
            }
        }
    }
}

fn is_date(literal: &crate::model::Literal) -> bool {
    use crate::vocab::{edtf, xsd};
    [xsd::DATE, xsd::G_YEAR, xsd::G_YEAR_MONTH, edtf::EDTF].contains(&literal.datatype.as_ref())
}

/// Whether a text has the year of a date; of a decade or century, the digits that it says.
fn has_year(text: &str, date: &Date) -> bool {
    let year = &date.as_str()[..4];
    match year.find('X') {
        None => words::numbers(text).iter().any(|number| number == year),
        Some(digits) => {
            let century = year[..2]
                .parse::<u32>()
                .map_or(String::new(), |century| (century + 1).to_string());
            text.contains(&year[..digits]) || (digits == 2 && text.contains(&century))
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
