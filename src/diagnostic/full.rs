//! Diagnostics with the lines in question, for reading.
//!
//! `annotate-snippets` draws the picture. It gets an [`Excerpt`] of the file rather than the file: lines of any
//! length, and characters that would break a terminal, are dealt with there. Since it would count the columns of
//! the excerpt, the headings that say where a place is are filled in afterwards.

mod excerpt;

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Origin, Padding, Patch, Renderer, Snippet,
};

use self::excerpt::Excerpt;
use super::render::visible::{visible, visible_line};
use super::render::{bounded, has_text, positions};
use super::{Diagnostic, Fix, Related, Severity};
use crate::files::Files;
use crate::span::Span;

/// Related places up to this many lines away are drawn into the same picture.
const SAME_PICTURE: usize = 30;
/// A fix of this many lines or more is told, not drawn.
const FIX_LINES: usize = 2 * excerpt::AROUND;
/// A fix of more characters than this is cut.
const FIX_LENGTH: usize = 2000;
/// Stands for the path of a picture until its heading is filled in: a noncharacter, which user text
/// cannot bring in, since it is shown by its number.
const HEADING: &str = "\u{FDD0}";

/// Writes the pictures, in the order given, an empty line after each.
pub fn write(
    diagnostics: &[&Diagnostic],
    files: &Files,
    colour: bool,
    width: usize,
    out: &mut impl Write,
) -> io::Result<()> {
    // The excerpts are cut to the terminal's width already.
    const UNCUT: usize = 1 << 20;
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = renderer.term_width(UNCUT);
    let columns = width.saturating_sub(10).max(30);
    let mut explained = BTreeSet::new();
    for diagnostic in diagnostics {
        let mut report = Report {
            files,
            columns,
            headings: Vec::new(),
        };
        let explain = explained.insert(diagnostic.rule);
        let groups = report.groups(diagnostic, explain);
        writeln!(out, "{}\n", report.fill_in(&renderer.render(&groups)))?;
    }
    Ok(())
}

/// What a diagnostic is drawn from, and on.
struct Report<'a> {
    files: &'a Files,
    columns: usize,
    /// The headings of the pictures, in the order in which these are drawn.
    headings: Vec<String>,
}

impl Report<'_> {
    fn groups(&mut self, diagnostic: &Diagnostic, explain: bool) -> Vec<Group<'static>> {
        let title = level(diagnostic.severity)
            .primary_title(visible_line(&diagnostic.message))
            .id(diagnostic.rule.name());
        let group = self.places(diagnostic, Group::with_title(title));
        let helps = diagnostic.help.iter();
        let group = group.elements(helps.map(|help| Level::HELP.message(shown(help))));
        let mut groups = match &diagnostic.fix {
            None => vec![group],
            Some(fix) => self.fix(diagnostic, fix, group),
        };
        if explain && let Some(last) = groups.pop() {
            let note = format!("`citable explain {}` tells more", diagnostic.rule);
            groups.push(last.element(Level::NOTE.message(note)));
        }
        groups
    }

    /// The places of a diagnostic: those near the first in its picture, the others in their own.
    fn places(&mut self, diagnostic: &Diagnostic, mut group: Group<'static>) -> Group<'static> {
        let (near, far): (Vec<&Related>, Vec<&Related>) = diagnostic
            .related
            .iter()
            .partition(|related| self.are_near(diagnostic.span, related.span));
        let first = (AnnotationKind::Primary, diagnostic.span, &diagnostic.label);
        let near = near.into_iter().map(context);
        group = self.place(
            &std::iter::once(first).chain(near).collect::<Vec<_>>(),
            group,
        );
        for related in far {
            // A picture draws the line above its heading itself.
            if !has_text(self.files, related.span) {
                group = group.element(Padding);
            }
            group = self.place(&[context(related)], group);
        }
        group
    }

    fn are_near(&self, one: Span, other: Span) -> bool {
        let is_near = || {
            let (from, to) = positions(self.files, one);
            let (start, end) = positions(self.files, other);
            start.line <= to.line + SAME_PICTURE && end.line + SAME_PICTURE >= from.line
        };
        one.file == other.file && has_text(self.files, one) && is_near()
    }

    /// A picture of marks in one file; or its path and the first label, where there is no text to show.
    fn place(&mut self, marks: &[Mark], group: Group<'static>) -> Group<'static> {
        let (_, span, label) = marks[0];
        if has_text(self.files, span) {
            return group.element(self.picture(marks));
        }
        let group = group.element(Origin::path(self.heading(span)));
        if label.is_empty() {
            return group;
        }
        group.element(Level::NOTE.message(shown(label)))
    }

    /// The path, line and column of a place; the path alone where there is no text to count in.
    fn heading(&self, span: Span) -> String {
        let path = visible_line(&self.files.get(span.file).path);
        if !has_text(self.files, span) {
            return path;
        }
        let (start, _) = positions(self.files, span);
        format!("{path}:{}:{}", start.line, start.column)
    }

    fn picture(&mut self, marks: &[Mark]) -> Snippet<'static, Annotation<'static>> {
        self.headings.push(self.heading(marks[0].1));
        let spans: Vec<Span> = marks.iter().map(|(_, span, _)| *span).collect();
        let excerpt = self.excerpt(&spans);
        let annotations = marks
            .iter()
            .zip(excerpt.marks)
            .map(|((kind, _, label), mark)| {
                let label = (!label.is_empty()).then(|| shown(label));
                kind.span(mark).label(label)
            });
        Snippet::source(excerpt.source)
            .path(HEADING)
            .line_start(excerpt.first_line)
            .annotations(annotations)
    }

    /// The lines around spans of one file.
    fn excerpt(&self, spans: &[Span]) -> Excerpt {
        let file = spans[0].file;
        let marks: Vec<Range<usize>> = spans
            .iter()
            .map(|&span| bounded(self.files, span))
            .collect();
        let first = marks.iter().map(|mark| mark.start).min().unwrap_or(0);
        let line = self.files.position(file, first).line;
        Excerpt::new(&self.files.get(file).text, line, &marks, self.columns)
    }

    /// The text to type, as a change of the lines where that can be drawn.
    fn fix(
        &self,
        diagnostic: &Diagnostic,
        fix: &Fix,
        group: Group<'static>,
    ) -> Vec<Group<'static>> {
        let words = if fix.text.is_empty() {
            "delete this"
        } else {
            "type this"
        };
        let text = cut(&fix.text);
        if !has_text(self.files, fix.span) {
            return vec![group.element(Level::HELP.message(format!("{words}: {text}")))];
        }
        let (start, end) = positions(self.files, fix.span);
        if end.line - start.line >= FIX_LINES {
            let told = format!(
                "{words} from line {} to line {}: {text}",
                start.line, end.line
            );
            return vec![group.element(Level::HELP.message(told))];
        }
        let excerpt = self.excerpt(&[fix.span]);
        let patches = excerpt
            .marks
            .into_iter()
            .map(|mark| Patch::new(mark, text.clone()));
        let change = Snippet::source(excerpt.source)
            .line_start(excerpt.first_line)
            .patches(patches);
        let mut second = Group::with_title(Level::HELP.secondary_title(format!("{words}:")));
        if fix.span.file != diagnostic.span.file {
            second = second.element(Origin::path(self.heading(fix.span)));
        }
        vec![group, second.element(change)]
    }

    /// Puts the headings in their places, and takes away the line and column that were counted there.
    fn fill_in(&self, drawn: &str) -> String {
        let mut parts = drawn.split(HEADING);
        let mut filled = parts.next().unwrap_or_default().to_owned();
        for (part, heading) in parts.zip(&self.headings) {
            filled.push_str(heading);
            filled.push_str(part.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit()));
        }
        filled
    }
}

type Mark<'a> = (AnnotationKind, Span, &'a String);

fn context(related: &Related) -> Mark<'_> {
    (AnnotationKind::Context, related.span, &related.text)
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::INFO.with_name(Severity::Hint.name()),
    }
}

fn shown(text: &str) -> String {
    visible(text).into_owned()
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(FIX_LENGTH) {
        None => shown(text),
        Some((end, _)) => shown(&text[..end]) + "…",
    }
}

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;
