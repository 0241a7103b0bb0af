//! A line for each diagnostic: `path:line:column: error[rule]: message; help`.
//!
//! The shape that editors and `grep` know. A fix ends the line as «type `…`»; line breaks in any part
//! become spaces, so that a diagnostic is always one line.

use std::io::{self, Write};

use annotate_snippets::renderer::{
    DEFAULT_ERROR_STYLE, DEFAULT_INFO_STYLE, DEFAULT_WARNING_STYLE, Style,
};

use super::render::visible::visible_line;
use super::render::{has_text, positions};
use super::{Diagnostic, Severity};
use crate::files::Files;

/// Writes the lines, in the order given.
pub fn write(
    diagnostics: &[&Diagnostic],
    files: &Files,
    colour: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    for diagnostic in diagnostics {
        let style = if colour {
            style(diagnostic.severity)
        } else {
            Style::new()
        };
        writeln!(
            out,
            "{}: {style}{}[{}]{style:#}: {}",
            place(diagnostic, files),
            diagnostic.severity.name(),
            diagnostic.rule,
            what(diagnostic)
        )?;
    }
    Ok(())
}

fn place(diagnostic: &Diagnostic, files: &Files) -> String {
    let path = visible_line(&files.get(diagnostic.span.file).path);
    if !has_text(files, diagnostic.span) {
        return path;
    }
    let (start, _) = positions(files, diagnostic.span);
    format!("{path}:{}:{}", start.line, start.column)
}

fn what(diagnostic: &Diagnostic) -> String {
    let mut parts = vec![visible_line(&diagnostic.message)];
    parts.extend(diagnostic.help.iter().map(|help| visible_line(help)));
    parts.extend(diagnostic.fix.as_ref().map(|fix| {
        if fix.text.is_empty() {
            "delete it".to_owned()
        } else {
            format!("type `{}`", visible_line(&fix.text))
        }
    }));
    parts.join("; ")
}

fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => DEFAULT_ERROR_STYLE,
        Severity::Warning => DEFAULT_WARNING_STYLE,
        Severity::Hint => DEFAULT_INFO_STYLE,
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::render::tests::{files, place, rendered};
    use crate::diagnostic::{Diagnostic, Format, Rule};
    use crate::span::{FileId, Span};

    #[test]
    fn a_line_each() {
        let files = files(&[
            ("data/é.dossier.md", "é\n- Rusia memberOf Interpol\n"),
            ("b", ""),
        ]);
        let wrong = place(&files, 0, "Rusia");
        let diagnostics = [
            Diagnostic::new(
                Rule::MissingFrontMatter,
                Span::new(FileId(1), 0, 0),
                "it is empty",
            ),
            Diagnostic::new(Rule::UnknownName, wrong, "`Rusia` is not\ndeclared")
                .help("did you mean `Russia`?")
                .fix(wrong, "Russia"),
            Diagnostic::new(Rule::UnusedEntity, Span::new(FileId(0), 0, 2), "\u{1b}[2J")
                .fix(wrong, ""),
        ];
        assert_eq!(
            rendered(&diagnostics, &files, Format::Short),
            "b: error[missing-front-matter]: it is empty\n\
             data/é.dossier.md:1:1: hint[unused-entity]: <U+001B>[2J; delete it\n\
             data/é.dossier.md:2:3: error[unknown-name]: `Rusia` is not declared; \
             did you mean `Russia`?; type `Russia`\n"
        );
    }
}
