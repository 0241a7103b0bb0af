//! Values that contest each other: a property that has one value at a time, of which sources give several for one time.
//!
//! All of them are kept, and shown with how many independent publishers stand behind each. Contests go across files, so
//! they are found in what is remembered of each file, and only of files whose marks meet is anything decoded.

mod origin;
mod repeated;

use std::collections::BTreeMap;

use crate::memo::{Value, View};
use crate::span::{FileId, Span};
use crate::time::Bounds;

pub use origin::{independent, origin};
pub use repeated::Repeated;

/// Values of one property of one subject, each of which holds at a time at which another does.
#[derive(Debug, PartialEq, Eq)]
pub struct Contest {
    /// How messages call property and subject.
    pub property: String,
    pub subject: String,
    /// Their IRIs.
    pub predicate: String,
    pub about: String,
    /// How many independent publishers take part.
    pub publishers: usize,
    /// By value, in reading order.
    pub sides: Vec<Side>,
}

/// Who gives one of the values.
#[derive(Debug, PartialEq, Eq)]
pub struct Side {
    /// How messages show the value.
    pub value: String,
    /// How many independent publishers give it; none, if nothing is quoted for it.
    pub publishers: usize,
    /// Where it stands first.
    pub span: Span,
    /// The last parts of the statements' IRIs; sorted.
    pub statements: Vec<String>,
    /// Which of the other sides it contests: the first before it, else the first after it.
    pub beside: usize,
}

/// A value, by its place in the project.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Marked {
    of: u64,
    file: u32,
    index: u32,
    value: u64,
}

/// All contests of a project, of whose files this is remembered, in reading order; in the order of a hash.
pub fn find(files: &[(FileId, View)]) -> Vec<Contest> {
    let all = files.iter();
    let repeated = Repeated::new(all.flat_map(|(_, memo)| memo.value_marks().map(|mark| mark.of)));
    let repeated = &repeated;
    let mut marks: Vec<Marked> = files
        .iter()
        .zip(0..)
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
        files,
        decoded: BTreeMap::new(),
    };
    let mut contests = Vec::new();
    for marks in marks.chunk_by(|a, b| a.of == b.of) {
        // Where all give one value there is no contest, which is common.
        if marks.iter().any(|mark| mark.value != marks[0].value) {
            group(marks, &mut values, &mut contests);
        }
    }
    contests
}

/// The values of files, decoded once each.
struct Values<'a> {
    files: &'a [(FileId, View<'a>)],
    decoded: BTreeMap<u32, Vec<Value>>,
}

impl Values<'_> {
    fn load(&mut self, marks: &[Marked]) {
        for mark in marks {
            let (_, memo) = self.files[mark.file as usize];
            self.decoded
                .entry(mark.file)
                .or_insert_with(|| memo.values());
        }
    }

    fn get(&self, mark: &Marked) -> Option<&Value> {
        self.decoded.get(&mark.file)?.get(mark.index as usize)
    }
}

/// The values of one property of one subject.
fn group(marks: &[Marked], values: &mut Values, contests: &mut Vec<Contest>) {
    values.load(marks);
    let group: Vec<(&Marked, &Value)> = marks
        .iter()
        .filter_map(|mark| Some((mark, values.get(mark)?)))
        .collect();
    if !may_contest(&group) {
        return;
    }
    let mut parts = Parts::new(group.len());
    for (at, (mark, value)) in group.iter().enumerate() {
        for (other_at, (other, earlier)) in group[..at].iter().enumerate() {
            if mark.value != other.value && contests_with(value, earlier) {
                parts.join(at, other_at);
            }
        }
    }
    for part in parts.list() {
        let members: Vec<(&Marked, &Value)> = part.into_iter().map(|at| group[at]).collect();
        if members.len() > 1 {
            contests.push(contest(&members, values.files));
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

fn contests_with(one: &Value, other: &Value) -> bool {
    let settled = one.preferred || other.preferred;
    !settled && one.roles == other.roles && one.bounds.overlaps(other.bounds)
}

fn contest(members: &[(&Marked, &Value)], files: &[(FileId, View)]) -> Contest {
    let mut sides: Vec<Vec<(&Marked, &Value)>> = Vec::new();
    for &(mark, value) in members {
        match sides.iter_mut().find(|side| side[0].0.value == mark.value) {
            Some(side) => side.push((mark, value)),
            None => sides.push(vec![(mark, value)]),
        }
    }
    let (_, first) = members[0];
    Contest {
        property: first.property.clone(),
        subject: first.subject.clone(),
        predicate: first.predicate.clone(),
        about: first.about.clone(),
        publishers: publishers(members),
        sides: (0..sides.len())
            .map(|at| side(&sides[at], beside(at, &sides), files))
            .collect(),
    }
}

/// Which of the other sides one contests. In a chain of overlapping times it doesn't contest them all.
fn beside(at: usize, sides: &[Vec<(&Marked, &Value)>]) -> usize {
    let contests = |other: &usize| {
        let others = &sides[*other];
        sides[at].iter().any(|(_, value)| {
            let mut others = others.iter();
            others.any(|(_, other)| contests_with(value, other))
        })
    };
    let mut others = (0..at).chain(at + 1..sides.len());
    others.find(contests).unwrap_or(0)
}

fn side(members: &[(&Marked, &Value)], beside: usize, files: &[(FileId, View)]) -> Side {
    let (mark, first) = members[0];
    let statements = members.iter().map(|(_, value)| value.statement.clone());
    let mut statements: Vec<String> = statements.collect();
    statements.sort_unstable();
    statements.dedup();
    Side {
        value: first.value.clone(),
        publishers: publishers(members),
        span: first.place.of(files[mark.file as usize].0),
        statements,
        beside,
    }
}

fn publishers(members: &[(&Marked, &Value)]) -> usize {
    let origins: Vec<&[u64]> = members.iter().map(|(_, value)| &value.origin[..]).collect();
    independent(&origins)
}

/// Numbers in disjoint sets.
struct Parts(Vec<usize>);

impl Parts {
    fn new(count: usize) -> Parts {
        Parts((0..count).collect())
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other)] = one.min(other);
    }

    /// The sets, each in order, by their first numbers.
    fn list(mut self) -> Vec<Vec<usize>> {
        let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in 0..self.0.len() {
            parts.entry(self.root(at)).or_default().push(at);
        }
        parts.into_values().collect()
    }
}
