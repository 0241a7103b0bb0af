//! Which statement that is gone is which new one, in another way.
//!
//! The IRI of a statement without an id is made from what it says, so whatever changes in it makes it another node. Two are
//! taken for one if subject, predicate, object and polarity are the same, where an entity that was merged or has another
//! id is what it was; of several, those that are most alike.

use std::collections::BTreeMap;

use oxrdf::Term;

use super::entity::Renamed;
use super::statement::{Said, Statement};

/// A statement of each version that are taken for the same.
pub struct Pair {
    pub before: Statement,
    pub after: Statement,
}

/// What has to be the same of two statements, as text.
pub fn key(said: &Said, renamed: &Renamed) -> String {
    let triple = &said.triple;
    let subject = renamed.in_both(&triple.subject.clone().into());
    let object = renamed.in_both(&triple.object);
    let (unit, negated) = (said.unit.as_ref(), said.negated);
    let unit = unit.map_or("", |unit| unit.as_str());
    format!("{subject} {} {object} {unit} {negated}", triple.predicate)
}

/// Pairs statements of both versions; those that have no other half are given back.
pub fn pairs(
    removed: Vec<Statement>,
    added: Vec<Statement>,
    renamed: &Renamed,
) -> (Vec<Pair>, Vec<Statement>, Vec<Statement>) {
    let mut groups: BTreeMap<(String, bool), [Vec<Statement>; 2]> = BTreeMap::new();
    for (side, statements) in [removed, added].into_iter().enumerate() {
        for statement in statements {
            let key = (key(&statement.said, renamed), statement.rule.is_some());
            groups.entry(key).or_default()[side].push(statement);
        }
    }
    let (mut pairs, mut gone, mut new) = (Vec::new(), Vec::new(), Vec::new());
    for [mut before, mut after] in groups.into_values() {
        let is_alike: [fn(&Likeness) -> bool; 4] = [
            |alike| alike.time && alike.roles,
            |alike| alike.roles,
            |alike| alike.time,
            |_| true,
        ];
        for is_alike in is_alike {
            before = take(before, &mut after, &mut pairs, |a, b| {
                is_alike(&Likeness::of(a, b, renamed))
            });
        }
        gone.append(&mut before);
        new.append(&mut after);
    }
    (pairs, gone, new)
}

/// Pairs each statement with the first that is like it; gives back those that nothing is like.
fn take(
    before: Vec<Statement>,
    after: &mut Vec<Statement>,
    pairs: &mut Vec<Pair>,
    is_alike: impl Fn(&Said, &Said) -> bool,
) -> Vec<Statement> {
    let mut left = Vec::new();
    for before in before {
        let alike = after
            .iter()
            .position(|after| is_alike(&before.said, &after.said));
        match alike {
            Some(at) => pairs.push(Pair {
                before,
                after: after.remove(at),
            }),
            None => left.push(before),
        }
    }
    left
}

/// In what two statements are alike.
struct Likeness {
    time: bool,
    roles: bool,
}

impl Likeness {
    fn of(before: &Said, after: &Said, renamed: &Renamed) -> Likeness {
        let now = |said: &Said| {
            let roles = said.roles.iter();
            let mut roles: Vec<(String, Term)> = roles
                .map(|(role, value)| (role.to_string(), renamed.in_both(value)))
                .collect();
            roles.sort_by_cached_key(|(role, value)| format!("{role} {value}"));
            roles
        };
        Likeness {
            time: before.time == after.time,
            roles: now(before) == now(after),
        }
    }
}
