//! `statement-in-register`: an entity register holds declarations, and no statements or quotations.

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};
use crate::files::Kind;

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    let register = context.dossier;
    if register.kind != Kind::Register || register.source.is_some() {
        return;
    }
    for quotation in &register.quotations {
        diagnostics.push(
            Diagnostic::new(
                Rule::StatementInRegister,
                quotation.span,
                "an entity register holds declarations only, and this is a quotation",
            )
            .label("which source is it from?")
            .help("put it into the dossier of its source"),
        );
    }
    for reading in &register.readings {
        diagnostics.push(
            Diagnostic::new(
                Rule::StatementInRegister,
                reading.span,
                "an entity register holds declarations only, and this is a statement",
            )
            .label("expected `NAME is a CLASS; id …`")
            .help("put it into the dossier of the source that says so, under its quotation"),
        );
    }
}
