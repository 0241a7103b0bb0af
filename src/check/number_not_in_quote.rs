//! `number-not-in-quote`: a statement's number that its quotation doesn't have.

use super::{Context, words};
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::{Literal, Object};
use crate::vocab::xsd;

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    for (dossier, reading, quoted) in context.quoted() {
        let Object::Literal(literal) = &reading.statement.object else {
            continue;
        };
        if !is_number(literal) || words::has_number(&quoted.folded(), &literal.value) {
            continue;
        }
        let message = format!("the quotation doesn't have the number {}", literal.value);
        diagnostics.push(
            Diagnostic::new(Rule::NumberNotInQuote, reading.places.object, message)
                .label("is this number right?")
                .related(
                    dossier.quotations_of(reading.group)[0].span,
                    "the quotation",
                )
                .help("correct the number, or quote the words that give it"),
        );
    }
}

fn is_number(literal: &Literal) -> bool {
    [
        xsd::INTEGER,
        xsd::DECIMAL,
        xsd::DOUBLE,
        xsd::FLOAT,
        xsd::NON_NEGATIVE_INTEGER,
        xsd::POSITIVE_INTEGER,
    ]
    .contains(&literal.datatype.as_ref())
}
