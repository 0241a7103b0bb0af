//! `number-not-in-quote`: a statement's number that its quotation doesn't have.

use super::{Context, Quoted};
use crate::diagnostic::{Diagnostic, Rule};
use crate::vocab::is_numeric;

pub fn check(_: Context, quoted: &Quoted, diagnostics: &mut Vec<Diagnostic>) {
    for (literal, span) in quoted.literals() {
        if !is_numeric(literal.datatype.as_ref()) || quoted.words.have_number(&literal.value) {
            continue;
        }
        let message = format!("the quotation doesn't have the number {}", literal.value);
        diagnostics.push(
            Diagnostic::new(Rule::NumberNotInQuote, span, message)
                .label("is this number right?")
                .related(quoted.place(), "the quotation")
                .help("correct the number, or quote the words that give it"),
        );
    }
}
