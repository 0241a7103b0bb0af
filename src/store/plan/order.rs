//! The order of the patterns of a group.
//!
//! Each pattern is tried as the first, and then always the one is taken next that costs least, with what it leaves to
//! do for those after it. That is not all orders, of which there are too many, but from a good beginning the rest mostly
//! follows: what is connected to what is known already, fewest first.

use spargebra::algebra::GraphPattern;

use super::Names;
use super::bound::Bound;
use super::correlate::correlates;
use super::cost::{Estimate, HASH, LOOK_UP, Statistics};
use super::scope::Scope;

/// A pattern to be put into an order.
#[derive(Debug)]
pub struct Item<'p> {
    pub pattern: &'p GraphPattern,
    pub scope: &'p Scope,
    /// For what is no single pattern: the variables that it shares with the others, and what it takes by
    /// itself and with a value for them.
    pub packed: Option<Packed>,
}

/// What is known of a pattern that is planned by itself.
#[derive(Debug)]
pub struct Packed {
    pub shared: Names,
    pub alone: Estimate,
    pub met: Estimate,
}

/// A condition on solutions: what must be bound for it, and the share that it keeps.
#[derive(Debug)]
pub struct Condition {
    pub needs: Names,
    pub share: f64,
}

/// How a pattern is joined to those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Matched for each solution so far.
    Each,
    /// Matched by itself, and joined.
    Hash,
}

/// The order of patterns, by their numbers, and what the whole takes.
#[derive(Clone, Debug)]
pub struct Order {
    pub steps: Vec<(usize, Way)>,
    pub estimate: Estimate,
}

/// All that an order is found from.
pub struct Ordering<'a> {
    pub items: &'a [Item<'a>],
    pub conditions: &'a [&'a Condition],
    pub statistics: &'a Statistics<'a>,
    /// What has a value before the first pattern is matched.
    pub bound: &'a Bound,
    /// Whether a pattern may be matched by itself for no other reason than that it takes less.
    pub may_hash: bool,
}

/// So many patterns are tried as the first, and looked at for the next, which bounds the time for queries that
/// programs write.
const MOST: usize = 40;

impl Ordering<'_> {
    /// The order that is thought to take least.
    pub fn best(&self) -> Order {
        let mut firsts: Vec<usize> = (0..self.items.len()).collect();
        if firsts.len() > MOST {
            let cost = |index: &usize| self.item(*index, self.bound).cost;
            firsts.sort_by(|a, b| cost(a).total_cmp(&cost(b)));
            firsts.truncate(4);
        }
        let mut best: Option<Order> = None;
        for first in firsts {
            let limit = best
                .as_ref()
                .map_or(f64::INFINITY, |best| best.estimate.cost);
            if let Some(order) = self.from(first, limit) {
                best = Some(order);
            }
        }
        best.unwrap_or(Order {
            steps: Vec::new(),
            estimate: Estimate::UNIT,
        })
    }

    /// The order that begins with a pattern, if it takes less than `limit`.
    fn from(&self, first: usize, limit: f64) -> Option<Order> {
        let mut so_far = SoFar::new(self);
        so_far.take(first, Way::Each, self.item(first, self.bound));
        while let Some((next, way, estimate)) = so_far.next() {
            so_far.take(next, way, estimate);
            if so_far.order.estimate.cost >= limit {
                return None;
            }
        }
        (so_far.order.estimate.cost < limit).then_some(so_far.order)
    }

    /// What it takes to match a pattern with values for `bound`.
    fn item(&self, index: usize, bound: &Bound) -> Estimate {
        let item = &self.items[index];
        match &item.packed {
            Some(packed) if is_met(&packed.shared, bound) => packed.met,
            Some(packed) => packed.alone,
            None => self
                .statistics
                .single(item.pattern, bound)
                .unwrap_or(Estimate::UNKNOWN),
        }
    }
}

/// An order that is being made.
struct SoFar<'o, 'a> {
    ordering: &'o Ordering<'a>,
    open: Vec<usize>,
    conditions: Vec<&'a Condition>,
    scope: Scope,
    /// What has a value, also from before.
    bound: Bound,
    order: Order,
}

impl<'o, 'a> SoFar<'o, 'a> {
    fn new(ordering: &'o Ordering<'a>) -> SoFar<'o, 'a> {
        SoFar {
            ordering,
            open: (0..ordering.items.len()).collect(),
            conditions: ordering.conditions.to_vec(),
            scope: Scope::default(),
            bound: ordering.bound.clone(),
            order: Order {
                steps: Vec::new(),
                estimate: Estimate::UNIT,
            },
        }
    }

    /// The pattern to match next, how, and what everything up to it then takes.
    fn next(&self) -> Option<(usize, Way, Estimate)> {
        let connected = |index: &&usize| self.is_connected(**index);
        let mut candidates: Vec<usize> = self
            .open
            .iter()
            .filter(connected)
            .take(MOST)
            .copied()
            .collect();
        if candidates.is_empty() {
            candidates = self.open.iter().take(MOST).copied().collect();
        }
        let weighed = candidates.into_iter().map(|index| {
            let (way, estimate) = self.joined(index);
            (index, way, estimate)
        });
        let burden = |estimate: &Estimate| estimate.cost + estimate.rows * LOOK_UP;
        weighed.min_by(|a, b| burden(&a.2).total_cmp(&burden(&b.2)))
    }

    fn is_connected(&self, index: usize) -> bool {
        let names = &self.ordering.items[index].scope.all;
        names.is_empty() || meets(names, &self.scope.all) || is_met(names, &self.bound)
    }

    /// The cheaper way to join a pattern.
    fn joined(&self, index: usize) -> (Way, Estimate) {
        let item = &self.ordering.items[index];
        let so_far = self.order.estimate;
        let each = so_far.then(self.ordering.item(index, &self.bound));
        let alone = self.ordering.item(index, self.ordering.bound);
        let hash = Estimate {
            rows: each.rows,
            cost: so_far.cost + alone.cost + HASH * (so_far.rows + alone.rows),
        };
        let is_less = each.cost <= hash.cost || !self.ordering.may_hash;
        if is_less && correlates(item.pattern, &self.scope.all) {
            (Way::Each, each)
        } else {
            (Way::Hash, hash)
        }
    }

    fn take(&mut self, index: usize, way: Way, mut estimate: Estimate) {
        let item = &self.ordering.items[index];
        self.open.retain(|open| *open != index);
        self.scope.join(item.scope.clone());
        let scope = &self.scope;
        self.conditions.retain(|condition| {
            let is_met = condition.needs.is_subset(&scope.sure);
            if is_met {
                estimate.rows *= condition.share;
            }
            !is_met
        });
        let different = self.ordering.statistics.different(item.pattern);
        self.bound.bind(&item.scope.sure, &different, estimate.rows);
        self.bound.tabulate(item.pattern);
        self.order.steps.push((index, way));
        self.order.estimate = estimate;
    }
}

fn is_met(names: &Names, bound: &Bound) -> bool {
    names.iter().any(|name| bound.contains(name))
}

/// Whether two sets have something in common.
pub fn meets(one: &Names, other: &Names) -> bool {
    let (few, many) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    few.iter().any(|name| many.contains(name))
}
