//! Patterns in, the same patterns in an order out.

use std::cell::RefCell;

use spargebra::algebra::GraphPattern;

use super::cost::{Estimate, Statistics};
use super::group::Group;
use super::scope::Scope;
use super::unfold::Fresh;
use super::{Counts, assemble};
use crate::algebra::branches;

/// Plans the patterns of one query.
pub struct Planner<'c> {
    pub(super) statistics: Statistics<'c>,
    fresh: RefCell<Fresh>,
}

/// Where a pattern stands.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// What has a value when it is matched, or may have.
    pub outer: Scope,
    /// Whether it is within GRAPH. A `Project` within GRAPH would cut the graph's variable off.
    pub in_graph: bool,
    /// How deeply it is nested.
    depth: usize,
}

/// A pattern in its order, and what it takes.
#[derive(Clone, Debug)]
pub struct Planned {
    pub pattern: GraphPattern,
    pub estimate: Estimate,
}

/// So deep, a pattern is planned for several places, to compare them. Each of them plans what is nested in it
/// again, so further down it is planned for its own place only.
const COMPARED: usize = 4;

/// Deeper, patterns stay as they are: no person nests so deep, and to plan it takes too long.
pub const DEEPEST: usize = 48;

impl Place {
    /// The same place, with values for these variables as well.
    pub fn with(&self, scope: &Scope) -> Place {
        let mut place = self.clone();
        place.outer.join(scope.clone());
        place
    }

    pub fn deeper(&self) -> Place {
        let mut place = self.clone();
        place.depth += 1;
        place
    }

    /// Whether patterns nested here are planned in more than one way, to compare them.
    pub fn compares(&self) -> bool {
        self.depth < COMPARED
    }
}

impl<'c> Planner<'c> {
    pub fn new(counts: &'c dyn Counts) -> Planner<'c> {
        Planner {
            statistics: Statistics::new(counts),
            fresh: RefCell::default(),
        }
    }

    /// Plans a pattern.
    pub fn pattern(&self, pattern: &GraphPattern, place: &Place) -> Planned {
        if place.depth > DEEPEST {
            return Planned {
                pattern: pattern.clone(),
                estimate: Estimate::UNKNOWN,
            };
        }
        match pattern {
            GraphPattern::Bgp { .. }
            | GraphPattern::Path { .. }
            | GraphPattern::Values { .. }
            | GraphPattern::Join { .. }
            | GraphPattern::LeftJoin { .. }
            | GraphPattern::Filter { .. }
            | GraphPattern::Extend { .. }
            | GraphPattern::Minus { .. } => {
                let group = Group::of(pattern, place.in_graph, &mut self.fresh.borrow_mut());
                assemble::group(self, group, place)
            }
            GraphPattern::Union { .. } => self.union(pattern, place),
            GraphPattern::Lateral { left, right } => {
                let seen = place.with(&Scope::of(left));
                let [left, right] = [self.pattern(left, place), self.pattern(right, &seen)];
                Planned {
                    pattern: assemble::lateral(left.pattern, right.pattern),
                    estimate: left.estimate.then(right.estimate),
                }
            }
            _ => self.around(pattern, place),
        }
    }

    /// A pattern around another one. What is asked of other services is theirs to plan.
    fn around(&self, pattern: &GraphPattern, place: &Place) -> Planned {
        let mut pattern = pattern.clone();
        let mut place = place.deeper();
        let estimate = match &mut pattern {
            GraphPattern::Project { inner, variables } => {
                place.outer.restrict(variables);
                self.inner(inner, &place)
            }
            GraphPattern::Graph { inner, .. } => {
                place.in_graph = true;
                self.inner(inner, &place)
            }
            GraphPattern::OrderBy { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::Slice { inner, .. }
            | GraphPattern::Group { inner, .. } => self.inner(inner, &place),
            _ => Estimate::UNKNOWN,
        };
        Planned { pattern, estimate }
    }

    fn inner(&self, inner: &mut GraphPattern, place: &Place) -> Estimate {
        let planned = self.pattern(inner, place);
        *inner = planned.pattern;
        planned.estimate
    }

    fn union(&self, pattern: &GraphPattern, place: &Place) -> Planned {
        let place = place.deeper();
        let planned = branches(pattern)
            .into_iter()
            .map(|branch| self.pattern(branch, &place));
        planned
            .reduce(|left, right| Planned {
                pattern: GraphPattern::Union {
                    left: Box::new(left.pattern),
                    right: Box::new(right.pattern),
                },
                estimate: left.estimate.plus(right.estimate),
            })
            .expect("a union has branches")
    }
}
