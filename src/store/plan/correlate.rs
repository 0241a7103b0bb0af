//! Whether a pattern may be matched for each solution of another, with what that has bound, instead of by itself.
//!
//! SPARQL's semantics are bottom-up: a group is matched by itself, and its solutions are joined with those around
//! it. To match it with the values from outside comes to the same for triples, but not where a value that is not yet
//! there makes a difference: a filter on a variable that only the outside binds, an OPTIONAL that gives a value
//! to a variable that the outside has another one for, a LIMIT, an aggregate.

use spargebra::algebra::GraphPattern;

use super::Names;
use super::expression::{is_movable, mentions};
use super::planner::DEEPEST;
use super::scope::{Scope, mention};
use crate::algebra::branches;

/// Whether to match `pattern` where the variables `outer` may have values is the same as to join
/// its solutions with those values. For what is nested very deeply, the answer is no.
pub fn correlates(pattern: &GraphPattern, outer: &Names) -> bool {
    within(pattern, outer, DEEPEST)
}

/// Whether MINUS `right` leaves out just those solutions for which `right` exists: the two sides surely
/// share a variable, so they are never disjoint, and `right` says the same if it knows the solution.
pub fn is_anti_join(left: &Scope, right: &GraphPattern) -> bool {
    shares(left, right) && correlates(right, &left.all)
}

fn shares(left: &Scope, right: &GraphPattern) -> bool {
    let right = Scope::of(right);
    left.sure.iter().any(|name| right.sure.contains(name))
}

/// The same, at most so deep. Each kind of pattern asks for each pattern inside of it once, or the time would
/// double with every level.
fn within(pattern: &GraphPattern, outer: &Names, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        return false;
    };
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => true,
        GraphPattern::Join { left, right } => {
            within(left, outer, depth) && within(right, outer, depth)
        }
        GraphPattern::Union { .. } => branches(pattern)
            .into_iter()
            .all(|branch| within(branch, outer, depth)),
        GraphPattern::Graph { inner, .. } => within(inner, outer, depth),
        GraphPattern::Distinct { inner } | GraphPattern::Reduced { inner } => {
            // With a value from outside, solutions may be equal that are not without.
            let scope = Scope::of(inner);
            within(inner, outer, depth) && is_settled(&scope.all, &scope, outer)
        }
        GraphPattern::Filter { expr, inner } => {
            is_movable(expr)
                && within(inner, outer, depth)
                && is_settled(&mentions(expr), &Scope::of(inner), outer)
        }
        GraphPattern::Extend {
            inner,
            variable,
            expression,
        } => {
            is_movable(expression)
                && !outer.contains(variable)
                && within(inner, outer, depth)
                && is_settled(&mentions(expression), &Scope::of(inner), outer)
        }
        GraphPattern::LeftJoin {
            left,
            right,
            expression,
        } => {
            let condition = expression.as_ref().map(mentions).unwrap_or_default();
            expression.as_ref().is_none_or(is_movable)
                && within(left, outer, depth)
                && within(right, outer, depth)
                && is_optional_settled(left, right, &condition, outer)
        }
        GraphPattern::Minus { left, right } => {
            let scope = Scope::of(left);
            let both: Names = outer.union(&scope.all).cloned().collect();
            within(left, outer, depth)
                && within(right, &both, depth)
                && shares(&scope, right)
                && is_settled(&mentions_of(right), &scope, outer)
        }
        GraphPattern::Project { inner, variables } => {
            // A variable that stays inside has nothing to do with one of the same name outside, but the evaluator's
            // optimizer takes what it knows of the one for the other.
            let hidden = mentions_of(inner).into_iter();
            let mut hidden = hidden.filter(|name| !variables.contains(name));
            let seen = outer.iter().filter(|name| variables.contains(name));
            !hidden.any(|name| outer.contains(&name))
                && within(inner, &seen.cloned().collect(), depth)
        }
        GraphPattern::Lateral { .. }
        | GraphPattern::OrderBy { .. }
        | GraphPattern::Slice { .. }
        | GraphPattern::Group { .. }
        | GraphPattern::Service { .. } => false,
    }
}

/// Whether the values that `names` have inside do not depend on those outside.
pub fn is_settled(names: &Names, inside: &Scope, outer: &Names) -> bool {
    names
        .iter()
        .all(|name| !outer.contains(name) || inside.sure.contains(name))
}

fn is_optional_settled(
    left: &GraphPattern,
    right: &GraphPattern,
    condition: &Names,
    outer: &Names,
) -> bool {
    let scope = Scope::of(left);
    let mut both = scope.clone();
    both.join(Scope::of(right));
    is_settled(&mentions_of(right), &scope, outer) && is_settled(condition, &both, outer)
}

fn mentions_of(pattern: &GraphPattern) -> Names {
    let mut names = Names::new();
    mention(pattern, &mut names);
    names
}
