//! When statements held, by the bounds of their time.
//!
//! A statement *possibly held* on a day that is neither before its earliest start nor after its latest end; a bound
//! that it does not have excludes no day. So `since 1990` possibly holds from 1990-01-01 on, and `in 2020`, of a
//! state, on any day: it held in 2020, and how long before and after nobody said. A triple held if one of its
//! asserted statements possibly did, inferred ones included. A state without any time is kept, since it is said without
//! limit; an event without any is left out, since it is over in a moment that nobody named.

use std::collections::{HashMap, HashSet};

use crate::date::{Date, Day};
use crate::export::dataset::{Dataset, Id, Value};
use crate::vocab::{citable, rdf};

/// The days between which a statement can have held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    timed: bool,
    from: Option<Day>,
    to: Option<Day>,
}

impl Bounds {
    /// Whether it has a time at all.
    pub fn is_timed(self) -> bool {
        self.timed
    }

    /// Whether the statement can have held on a day.
    pub fn allow(self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// The bounds of all statements, each with its graph.
pub fn bounds(dataset: &Dataset) -> HashMap<(Id, Option<Id>), Bounds> {
    let find = |iri| dataset.find(iri);
    let from = find(citable::START_EARLIEST);
    let to = find(citable::END_LATEST);
    let others = [find(citable::START_LATEST), find(citable::END_EARLIEST)];
    let mut all: HashMap<_, Bounds> = HashMap::new();
    for quad in &dataset.quads {
        let predicate = Some(quad.predicate);
        let is_side = predicate == from || predicate == to;
        if !is_side && !others.contains(&predicate) {
            continue;
        }
        let bounds = all.entry((quad.subject, quad.graph)).or_default();
        bounds.timed = true;
        if is_side {
            let side = if predicate == from {
                &mut bounds.from
            } else {
                &mut bounds.to
            };
            *side = day(&dataset.value(quad.object)).or(*side);
        }
    }
    all
}

fn day(value: &Value) -> Option<Day> {
    match value {
        Value::Literal(literal) => Date::parse(literal.value())
            .ok()
            .map(|date| date.earliest()),
        _ => None,
    }
}

/// The properties whose statements happen rather than last.
pub fn events(dataset: &Dataset) -> HashSet<Id> {
    let (a, event) = (
        dataset.find(rdf::TYPE),
        dataset.find(citable::EVENT_PROPERTY),
    );
    let events = dataset
        .quads
        .iter()
        .filter(|quad| Some(quad.predicate) == a && Some(quad.object) == event);
    events.map(|quad| quad.subject).collect()
}
