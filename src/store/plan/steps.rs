//! BIND, FILTER, OPTIONAL and MINUS, after the patterns of their group.

use spargebra::algebra::{Expression, GraphPattern};

use super::assemble::{Tree, apart, expression, lateral};
use super::correlate::{correlates, is_anti_join};
use super::cost::{Estimate, HASH, SOLUTION};
use super::expression::share;
use super::group::Step;
use super::kinds;
use super::order::meets;
use super::planner::{Place, Planned, Planner};
use super::scope::Scope;

/// What takes less for each solution, in microseconds, is not compared with another way.
const LITTLE: f64 = 50.0;

/// Does something to the solutions of a tree.
pub fn step(planner: &Planner<'_>, tree: Tree, step: &Step, place: &Place) -> Tree {
    match step {
        Step::Filter(condition) => {
            let mut tree = tree;
            tree.estimate.rows *= share(condition);
            let expr = expression(planner, condition, &tree.scope, place);
            filtered(tree, expr)
        }
        Step::Bind(variable, value) => {
            let value = expression(planner, value, &tree.scope, place);
            let mut tree = tree;
            tree.pattern = GraphPattern::Extend {
                inner: Box::new(tree.pattern),
                variable: variable.clone(),
                expression: value,
            };
            step.extend(&mut tree.scope);
            tree.estimate.cost += tree.estimate.rows * SOLUTION;
            tree
        }
        Step::Optional(right, condition) => {
            let mut tree = optional(planner, tree, right, condition.as_ref(), place);
            step.extend(&mut tree.scope);
            tree
        }
        Step::Minus(right) => minus(planner, tree, right, place),
    }
}

fn filtered(mut tree: Tree, expr: Expression) -> Tree {
    tree.pattern = GraphPattern::Filter {
        expr,
        inner: Box::new(tree.pattern),
    };
    tree
}

/// OPTIONAL, as a look-up for each solution where that is the same. The evaluator knows this by an optional join of the
/// single solution without bindings, and gives the solution alone if the right side has none for it. The
/// condition sees the values of both sides in either way.
fn optional(
    planner: &Planner<'_>,
    mut tree: Tree,
    right: &GraphPattern,
    condition: Option<&Expression>,
    place: &Place,
) -> Tree {
    let mut both = tree.scope.clone();
    both.join(Scope::of(right));
    let condition = condition.map(|condition| expression(planner, condition, &both, place));
    let (is_each, planned) = sides(
        planner,
        &tree,
        right,
        correlates(right, &tree.scope.all),
        place,
    );
    let rows = tree.estimate.rows;
    tree.estimate = if is_each {
        tree.estimate.then(planned.estimate)
    } else {
        hashed(tree.estimate, planned.estimate)
    };
    tree.estimate.rows = tree.estimate.rows.max(rows);
    tree.pattern = if is_each {
        lateral(
            tree.pattern,
            left_join(kinds::alone(), planned.pattern, condition),
        )
    } else {
        let right = apart(planned.pattern, &Scope::of(right), place);
        left_join(tree.pattern, right, condition)
    };
    tree
}

fn left_join(
    left: GraphPattern,
    right: GraphPattern,
    expression: Option<Expression>,
) -> GraphPattern {
    GraphPattern::LeftJoin {
        left: Box::new(left),
        right: Box::new(right),
        expression,
    }
}

/// MINUS, as NOT EXISTS where that is the same.
fn minus(planner: &Planner<'_>, mut tree: Tree, right: &GraphPattern, place: &Place) -> Tree {
    let is_anti_join = is_anti_join(&tree.scope, right);
    let (is_each, planned) = sides(planner, &tree, right, is_anti_join, place);
    let rows = tree.estimate.rows;
    if is_each {
        tree.estimate = tree.estimate.then(planned.estimate);
        let exists = Expression::Exists(Box::new(planned.pattern));
        tree = filtered(tree, Expression::Not(Box::new(exists)));
    } else {
        tree.estimate = hashed(tree.estimate, planned.estimate);
        tree.pattern = GraphPattern::Minus {
            left: Box::new(tree.pattern),
            right: Box::new(planned.pattern),
        };
    }
    tree.estimate.rows = rows;
    tree
}

/// The right side of OPTIONAL or MINUS, and whether to match it for each solution of the left side, if it `may` be.
fn sides(
    planner: &Planner<'_>,
    tree: &Tree,
    right: &GraphPattern,
    may: bool,
    place: &Place,
) -> (bool, Planned) {
    let alone = |place: &Place| planner.pattern(right, &place.deeper());
    if !may || !meets(&Scope::of(right).all, &tree.scope.all) {
        return (false, alone(place));
    }
    let each = alone(&place.with(&tree.scope));
    if each.estimate.cost <= LITTLE || !place.compares() {
        return (true, each);
    }
    let once = alone(place);
    if tree.estimate.then(each.estimate).cost <= hashed(tree.estimate, once.estimate).cost {
        (true, each)
    } else {
        (false, once)
    }
}

/// Both sides by themselves, the solutions of the right one in a hash table.
fn hashed(left: Estimate, right: Estimate) -> Estimate {
    Estimate {
        rows: left.rows,
        cost: left.cost + right.cost + HASH * (left.rows + right.rows),
    }
}
