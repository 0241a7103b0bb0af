//! A group, put together again in the order that was found for it.

use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::GroundTerm;

use super::Names;
use super::bound::Bound;
use super::cost::Estimate;
use super::expression::{each_exists, mentions, one_of, share};
use super::group::{Group, Member, Step};
use super::kinds::guarded;
use super::order::{Condition, Item, Ordering, Packed, Way, meets};
use super::planner::{Place, Planned, Planner};
use super::scope::Scope;
use super::steps;

/// What of a group is put together so far.
pub struct Tree {
    pub pattern: GraphPattern,
    pub scope: Scope,
    pub estimate: Estimate,
}

/// A FILTER that may stand anywhere after what it needs.
struct Filter<'g> {
    expression: &'g Expression,
    condition: &'g Condition,
}

/// Plans a group.
pub fn group(planner: &Planner<'_>, mut group: Group, place: &Place) -> Planned {
    tabulate(&mut group);
    let pool = group.pool();
    let conditions = conditions(&group, pool.clone());
    let mut early = Vec::new();
    let mut late = Vec::new();
    for (step, condition) in group.steps.iter().zip(&conditions) {
        match (step, condition) {
            (Step::Filter(expression), Some(condition))
                if condition.needs.is_subset(&pool.sure) =>
            {
                early.push(Filter {
                    expression,
                    condition,
                });
            }
            _ => late.push(step),
        }
    }
    let mut tree = patterns(planner, &group.members, early, place);
    for step in late {
        tree = steps::step(planner, tree, step, place);
    }
    Planned {
        pattern: tree.pattern,
        estimate: tree.estimate,
    }
}

/// Makes conditions that name the IRIs that a variable may be tables, from which the patterns can be looked up.
fn tabulate(group: &mut Group) {
    let sure = group.pool().sure;
    let mut tables = Vec::new();
    group.steps.retain(|step| {
        let Step::Filter(condition) = step else {
            return true;
        };
        let Some((variable, iris)) = one_of(condition).filter(|(name, _)| sure.contains(*name))
        else {
            return true;
        };
        let row = |iri: &oxrdf::NamedNode| vec![Some(GroundTerm::NamedNode(iri.clone()))];
        tables.push(GraphPattern::Values {
            variables: vec![variable.clone()],
            bindings: iris.into_iter().map(row).collect(),
        });
        false
    });
    tables.into_iter().for_each(|table| group.add(table));
}

/// For each step that is a filter and may be moved, what of the group's variables it needs.
fn conditions(group: &Group, pool: Scope) -> Vec<Option<Condition>> {
    let mut scope = pool;
    let conditions = group.steps.iter().map(|step| {
        let condition = match step {
            Step::Filter(expression) if step.is_movable() => {
                let mut needs = mentions(expression);
                needs.retain(|name| scope.all.contains(name));
                let share = share(expression);
                Some(Condition { needs, share })
            }
            _ => None,
        };
        step.extend(&mut scope);
        condition
    });
    conditions.collect()
}

/// Joins the patterns of a group, with its filters as early as they can be.
fn patterns(
    planner: &Planner<'_>,
    members: &[Member],
    mut filters: Vec<Filter<'_>>,
    place: &Place,
) -> Tree {
    let items: Vec<_> = members
        .iter()
        .map(|member| item(planner, member, members, place))
        .collect();
    let conditions: Vec<_> = filters.iter().map(|filter| filter.condition).collect();
    let bound = Bound::of(&place.outer.sure);
    let ordering = Ordering {
        items: &items,
        conditions: &conditions,
        statistics: &planner.statistics,
        bound: &bound,
        may_hash: !place.in_graph,
    };
    let order = ordering.best();
    let mut tree: Option<Tree> = None;
    for (index, way) in order.steps {
        let joined = match tree.take() {
            None => first(planner, &members[index], place),
            Some(tree) => join(planner, tree, &members[index], way, place),
        };
        tree = Some(filter(planner, joined, &mut filters, place));
    }
    let tree = tree.unwrap_or_else(Tree::unit);
    let mut tree = filter(planner, tree, &mut filters, place);
    tree.estimate = order.estimate;
    tree
}

impl Tree {
    fn unit() -> Tree {
        Tree {
            pattern: GraphPattern::default(),
            scope: Scope::default(),
            estimate: Estimate::UNIT,
        }
    }
}

fn item<'m>(
    planner: &Planner<'_>,
    member: &'m Member,
    members: &[Member],
    place: &Place,
) -> Item<'m> {
    let is_single = planner
        .statistics
        .single(&member.pattern, &Bound::default())
        .is_some();
    let packed = (!is_single).then(|| {
        let mut shared = Names::new();
        for other in members {
            if !std::ptr::eq(other, member) && meets(&other.scope.all, &member.scope.all) {
                shared.extend(other.scope.sure.iter().cloned());
            }
        }
        shared.retain(|name| member.scope.all.contains(name));
        packed(planner, &member.pattern, shared, place)
    });
    Item {
        pattern: &member.pattern,
        scope: &member.scope,
        packed,
    }
}

fn packed(planner: &Planner<'_>, pattern: &GraphPattern, shared: Names, place: &Place) -> Packed {
    let (mut alone, mut met) = (Estimate::UNKNOWN, Estimate::UNKNOWN);
    if place.compares() {
        alone = planner.pattern(pattern, &place.deeper()).estimate;
        let bound = Scope {
            sure: shared.clone(),
            ..Scope::default()
        };
        met = planner
            .pattern(pattern, &place.deeper().with(&bound))
            .estimate;
    }
    Packed { shared, alone, met }
}

fn first(planner: &Planner<'_>, member: &Member, place: &Place) -> Tree {
    Tree {
        pattern: member_planned(planner, member, place),
        scope: member.scope.clone(),
        estimate: Estimate::UNIT,
    }
}

fn join(planner: &Planner<'_>, tree: Tree, member: &Member, way: Way, place: &Place) -> Tree {
    let pattern = match way {
        Way::Each => {
            let place = place.with(&tree.scope);
            lateral(tree.pattern, member_planned(planner, member, &place))
        }
        Way::Hash => {
            let right = member_planned(planner, member, place);
            GraphPattern::Join {
                left: Box::new(apart(tree.pattern, &tree.scope, place)),
                right: Box::new(apart(right, &member.scope, place)),
            }
        }
    };
    let mut scope = tree.scope;
    scope.join(member.scope.clone());
    Tree {
        pattern,
        scope,
        estimate: tree.estimate,
    }
}

/// A single pattern is planned already; one that holds others is not.
fn member_planned(planner: &Planner<'_>, member: &Member, place: &Place) -> GraphPattern {
    match planner
        .statistics
        .single(&member.pattern, &Bound::default())
    {
        Some(_) => guarded(member.pattern.clone(), &place.outer, place.in_graph),
        None => planner.pattern(&member.pattern, &place.deeper()).pattern,
    }
}

/// Puts filters where all that they need is bound for the first time.
fn filter(planner: &Planner<'_>, tree: Tree, filters: &mut Vec<Filter<'_>>, place: &Place) -> Tree {
    let mut tree = tree;
    filters.retain(|filter| {
        let is_met = filter.condition.needs.is_subset(&tree.scope.sure);
        if is_met {
            let inner = std::mem::take(&mut tree.pattern);
            tree.pattern = GraphPattern::Filter {
                expr: expression(planner, filter.expression, &tree.scope, place),
                inner: Box::new(inner),
            };
        }
        !is_met
    });
    tree
}

/// Plans the patterns within an expression that is evaluated on solutions of a scope.
pub fn expression(
    planner: &Planner<'_>,
    expression: &Expression,
    scope: &Scope,
    place: &Place,
) -> Expression {
    let mut expression = expression.clone();
    let place = place.deeper().with(scope);
    each_exists(&mut expression, &mut |pattern| {
        *pattern = planner.pattern(pattern, &place).pattern;
    });
    expression
}

/// `right` for each solution of `left`.
pub fn lateral(left: GraphPattern, right: GraphPattern) -> GraphPattern {
    GraphPattern::Lateral {
        left: Box::new(left),
        right: Box::new(right),
    }
}

/// A side of a join that the evaluator is to match by itself. It takes nothing apart that is projected. What is bound
/// around the group is let through, as within EXISTS a filter may speak of it.
pub fn apart(pattern: GraphPattern, scope: &Scope, place: &Place) -> GraphPattern {
    if place.in_graph {
        return pattern;
    }
    GraphPattern::Project {
        inner: Box::new(pattern),
        variables: scope.all.union(&place.outer.all).cloned().collect(),
    }
}
