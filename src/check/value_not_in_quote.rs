//! `value-not-in-quote`: a statement's string that its quotation doesn't have.

use super::{Context, Quoted};
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::Literal;
use crate::vocab::{rdf, xsd};

pub fn check(context: Context, quoted: &Quoted, diagnostics: &mut Vec<Diagnostic>) {
    for (literal, span) in quoted.literals() {
        if !is_of_the_source(literal, context, quoted) || quoted.words.have_text(&literal.value) {
            continue;
        }
        diagnostics.push(
            Diagnostic::new(
                Rule::ValueNotInQuote,
                span,
                "the quotation doesn't have these words",
            )
            .label("does the source say so?")
            .related(quoted.place(), "the quotation")
            .help("write what the source has, or quote the words that say it"),
        );
    }
}

/// Whether a string is in the language of the source, so that it may have its words: a translation hasn't, and a
/// string without a language is in the project's.
fn is_of_the_source(literal: &Literal, context: Context, quoted: &Quoted) -> bool {
    let datatype = literal.datatype.as_ref();
    if ![xsd::STRING, rdf::LANG_STRING].contains(&datatype) || literal.value.trim().is_empty() {
        return false;
    }
    let lang = literal.lang.as_deref().unwrap_or(context.lang);
    let primary = |tag: &str| tag.split('-').next().map(str::to_ascii_lowercase);
    primary(lang) == primary(quoted.lang())
}
