//! `contested-value`: a functional property with different values that hold at one time, wherever they are said. Both are
//! kept.

use std::collections::BTreeMap;

use super::Project;
use super::repeated::Repeated;
use crate::diagnostic::{Diagnostic, Rule};
use crate::memo::Value;
use crate::span::Span;
use crate::time::Bounds;

/// A value, by its place in the project.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Marked {
    of: u64,
    file: u32,
    index: u32,
    value: u64,
}

pub fn check(project: &Project, diagnostics: &mut Vec<Diagnostic>) {
    let all = project.files.iter();
    let repeated = Repeated::new(all.flat_map(|(_, memo)| memo.value_marks().map(|mark| mark.of)));
    let repeated = &repeated;
    let marked = project.files.iter().zip(0..);
    let mut marks: Vec<Marked> = marked
        .flat_map(|((_, memo), file)| {
            let marks = memo.value_marks().zip(0..);
            let marks = marks.filter(|(mark, _)| repeated.may_have(mark.of));
            marks.map(move |(mark, index)| Marked {
                of: mark.of,
                file,
                index,
                value: mark.value,
            })
        })
        .collect();
    marks.sort_unstable();
    let mut values = Values {
        project,
        decoded: BTreeMap::new(),
    };
    for marks in marks.chunk_by(|a, b| a.of == b.of) {
        // Where all give one value there is no contest, which is common.
        if marks.iter().any(|mark| mark.value != marks[0].value) {
            group(marks, &mut values, diagnostics);
        }
    }
}

/// The values of files, decoded once each.
struct Values<'a> {
    project: &'a Project<'a>,
    decoded: BTreeMap<u32, Vec<Value>>,
}

impl Values<'_> {
    fn load(&mut self, marks: &[Marked]) {
        for mark in marks {
            let (_, memo) = self.project.files[mark.file as usize];
            self.decoded
                .entry(mark.file)
                .or_insert_with(|| memo.values());
        }
    }

    fn get(&self, mark: &Marked) -> Option<&Value> {
        self.decoded.get(&mark.file)?.get(mark.index as usize)
    }

    fn span(&self, mark: &Marked, value: &Value) -> Span {
        value.place.of(self.project.files[mark.file as usize].0)
    }
}

/// The values of one property of one subject.
fn group(marks: &[Marked], values: &mut Values, diagnostics: &mut Vec<Diagnostic>) {
    values.load(marks);
    let group: Vec<(&Marked, &Value)> = marks
        .iter()
        .filter_map(|mark| Some((mark, values.get(mark)?)))
        .collect();
    if !may_contest(&group) {
        return;
    }
    for (at, (mark, value)) in group.iter().enumerate() {
        let other = group[..at]
            .iter()
            .find(|(other, earlier)| mark.value != other.value && contests(value, earlier));
        if let Some((other, earlier)) = other {
            let span = values.span(mark, value);
            diagnostics.push(contested(value, span, values.span(other, earlier)));
        }
    }
}

/// Whether two of these values may contest each other: not where each has its own time. That is common, and long
/// lists of them would be slow to compare one by one.
fn may_contest(group: &[(&Marked, &Value)]) -> bool {
    let mut times: Vec<Bounds> = group.iter().map(|(_, value)| value.bounds).collect();
    times.sort_by_key(|bounds| bounds.start_latest.or(bounds.start_earliest));
    times.windows(2).any(|pair| !pair[0].is_before(pair[1]))
}

fn contests(one: &Value, other: &Value) -> bool {
    let settled = one.preferred || other.preferred;
    !settled && one.roles == other.roles && one.bounds.overlaps(other.bounds)
}

fn contested(value: &Value, span: Span, other: Span) -> Diagnostic {
    let Value {
        property, subject, ..
    } = value;
    Diagnostic::new(
        Rule::ContestedValue,
        span,
        format!("`{property}` of `{subject}` has one value at a time, and here is a second one"),
    )
    .label("both are kept")
    .related(other, "the other value")
    .help("give each its time, mark one as `preferred` or `deprecated because \"…\"`, or let the contradiction stand")
}
