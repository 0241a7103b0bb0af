//! `statement-in-register`: an entity register holds declarations, and no statements or quotations.

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    let registers = context.model.dossiers.iter().filter(|dossier| {
        let name = &context.files.get(dossier.file).path;
        dossier.source.is_none() && name.ends_with(".entities.md")
    });
    for register in registers {
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
}
