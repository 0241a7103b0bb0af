//! `number-not-in-quote`: a statement's number that its quotation doesn't have.

use super::{Context, Quoted};
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::Object;
use crate::vocab::is_numeric;

pub fn check(_: Context, quoted: &Quoted, diagnostics: &mut Vec<Diagnostic>) {
    let Object::Literal(literal) = &quoted.reading.statement.object else {
        return;
    };
    if !is_numeric(literal.datatype.as_ref()) || quoted.words.have_number(&literal.value) {
        return;
    }
    let message = format!("the quotation doesn't have the number {}", literal.value);
    diagnostics.push(
        Diagnostic::new(
            Rule::NumberNotInQuote,
            quoted.reading.places.object,
            message,
        )
        .label("is this number right?")
        .related(quoted.place(), "the quotation")
        .help("correct the number, or quote the words that give it"),
    );
}
