//! What the index knows of its triples before it reads them: how many match a pattern, to within a block; and how the
//! triples of a predicate spread, from a few that are looked at.

use std::sync::Arc;

use oxrdf::{NamedNode, Term};

use super::StoreError;
use super::levels::Levels;
use super::plan::{Counts, Spread};
use super::run::{Cursor, Order, Row};

/// How many triples of a predicate are looked at to tell how they spread.
const LOOKED_AT: u64 = 16;

/// The counts of a build. Where the index is damaged a count is 0: that is told when the query reads it.
pub struct Counted<'l>(pub &'l Arc<Levels>);

impl Counts for Counted<'_> {
    fn count(
        &self,
        subject: Option<&Term>,
        predicate: Option<&NamedNode>,
        object: Option<&Term>,
    ) -> u64 {
        let number = |text: Option<String>| match text {
            None => Some(None),
            Some(text) => self.0.number_of(&text).ok().flatten().map(Some),
        };
        let subject = number(subject.map(Term::to_string));
        let predicate = number(predicate.map(NamedNode::to_string));
        let object = match object {
            Some(Term::Triple(_)) => return 1, // no more than a statement or two reify one triple
            object => number(object.map(Term::to_string)),
        };
        match (subject, predicate, object) {
            (Some(s), Some(p), Some(o)) => self.matches([s, p, o]).unwrap_or(0),
            _ => 0, // the build has no such term
        }
    }

    fn spread(&self, predicate: &NamedNode) -> Spread {
        let number = self.0.number_of(&predicate.to_string()).ok().flatten();
        let spread = number.map(|number| self.spread_of(number));
        spread.and_then(Result::ok).unwrap_or_default()
    }
}

impl Counted<'_> {
    /// About how many rows match.
    fn matches(&self, pattern: [Option<u32>; 3]) -> Result<u64, StoreError> {
        let order = match pattern {
            [_, None, Some(_)] => Order::Osp,
            [None, Some(_), _] => Order::Pos,
            _ => Order::Spo,
        };
        let (mut from, mut to): (Row, Row) = ([0; 4], [u32::MAX; 4]);
        let given = order.arrange(pattern);
        for (column, number) in given.into_iter().map_while(|number| number).enumerate() {
            (from[column], to[column]) = (number, number);
        }
        let mut count = 0;
        for level in &self.0.list {
            let run = level.runs[order as usize];
            let about = run.count(&level.file, &from, &to)?;
            count += if about > EXACT {
                about
            } else {
                let mut cursor = Cursor::seek(&level.file, run, &from)?;
                let mut rows = 0;
                while cursor.current().is_some_and(|row| row <= to) {
                    rows += 1;
                    cursor.advance(&level.file)?;
                }
                rows
            };
        }
        Ok(count)
    }

    /// From the first triples of a predicate by object, some way apart: of each object and subject, how many triples of the
    /// predicate it has.
    fn spread_of(&self, predicate: u32) -> Result<Spread, StoreError> {
        let all = self.matches([None, Some(predicate), None])?;
        let (mut subjects, mut objects, mut looked_at) = (0.0, 0.0, 0.0);
        for level in &self.0.list {
            let run = level.runs[Order::Pos as usize];
            let mut row: Row = [predicate, 0, 0, 0];
            for _ in 0..LOOKED_AT {
                let cursor = Cursor::seek(&level.file, run, &row)?;
                let Some(found) = cursor.current().filter(|found| found[0] == predicate) else {
                    break;
                };
                let [_, object, subject, _] = found;
                let of_object = self.matches([None, Some(predicate), Some(object)])?;
                let of_subject = self.matches([Some(subject), Some(predicate), None])?;
                // An object that has many triples stands for all of them.
                looked_at += of_object as f64;
                objects += 1.0;
                subjects += of_object as f64 / of_subject.max(1) as f64;
                row = [predicate, object.saturating_add(1), 0, 0];
            }
        }
        if looked_at == 0.0 {
            return Ok(Spread::default());
        }
        let estimate = |found: f64| ((all as f64 * found / looked_at) as u64).clamp(1, all.max(1));
        Ok(Spread {
            subjects: estimate(subjects),
            objects: estimate(objects),
        })
    }
}

/// So few rows are counted one by one.
const EXACT: u64 = 256;
