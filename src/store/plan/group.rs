//! A group of patterns as what may be put into any order, and what is done to its solutions after that.
//!
//! The algebra nests where the text of a query is flat: each FILTER, BIND, OPTIONAL and MINUS encloses all before
//! it. Most of it can be taken apart again, so that patterns on either side of an OPTIONAL are in one pool.
//! What cannot, stays packed: it is one member of the pool, and planned by itself.

use oxrdf::Variable;
use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::NamedNodePattern;

use super::Names;
use super::correlate::is_settled;
use super::expression::{conjuncts, is_movable, mention};
use super::scope::{self, Scope};
use super::unfold::{self, Fresh};

/// A group, taken apart.
#[derive(Debug, Default)]
pub struct Group {
    /// Patterns to be joined, in any order.
    pub members: Vec<Member>,
    /// What is then done, in this order.
    pub steps: Vec<Step>,
    /// Of the whole.
    pub scope: Scope,
}

/// A pattern of a group.
#[derive(Clone, Debug)]
pub struct Member {
    pub pattern: GraphPattern,
    pub scope: Scope,
}

/// Something done to solutions.
#[derive(Debug)]
pub enum Step {
    Filter(Expression),
    Bind(Variable, Expression),
    Optional(GraphPattern, Option<Expression>),
    Minus(GraphPattern),
}

impl Group {
    /// Takes a pattern apart. `in_graph` is whether it stands within GRAPH, where even the empty pattern has
    /// a solution for each graph.
    pub fn of(pattern: &GraphPattern, in_graph: bool, fresh: &mut Fresh) -> Group {
        match pattern {
            GraphPattern::Bgp { patterns } if !patterns.is_empty() || !in_graph => {
                let mut group = Group::default();
                for triple in patterns {
                    group.add(unfold::triple(triple));
                }
                group
            }
            GraphPattern::Path {
                subject,
                path,
                object,
            } => {
                let (patterns, conditions) = unfold::path(subject, path, object, fresh);
                let mut group = Group::default();
                patterns.into_iter().for_each(|pattern| group.add(pattern));
                group.steps = conditions.into_iter().map(Step::Filter).collect();
                group
            }
            GraphPattern::Join { left, right } => {
                let [left, right] = [left, right].map(|side| {
                    let group = Group::of(side, in_graph, fresh);
                    (group, &**side)
                });
                Group::join(left, right)
            }
            GraphPattern::Filter { expr, inner } => {
                let mut group = Group::of(inner, in_graph, fresh);
                let conditions = conjuncts(expr).into_iter().map(Step::Filter);
                group.steps.extend(conditions);
                group
            }
            GraphPattern::Graph { name, inner } if is_basic(inner) => {
                Group::of(inner, true, fresh).in_graph(name)
            }
            _ => Group::of_step(pattern, in_graph, fresh),
        }
    }

    fn of_step(pattern: &GraphPattern, in_graph: bool, fresh: &mut Fresh) -> Group {
        let (inner, step) = match pattern {
            GraphPattern::Extend {
                inner,
                variable,
                expression,
            } => (inner, Step::Bind(variable.clone(), expression.clone())),
            GraphPattern::LeftJoin {
                left,
                right,
                expression,
            } => (left, Step::Optional((**right).clone(), expression.clone())),
            GraphPattern::Minus { left, right } => (left, Step::Minus((**right).clone())),
            packed => {
                let mut group = Group::default();
                group.add(packed.clone());
                return group;
            }
        };
        let mut group = Group::of(inner, in_graph, fresh);
        step.extend(&mut group.scope);
        group.steps.push(step);
        group
    }

    /// Adds a pattern to the pool.
    pub fn add(&mut self, pattern: GraphPattern) {
        let scope = Scope::of(&pattern);
        self.scope.join(scope.clone());
        self.members.push(Member { pattern, scope });
    }

    /// Two groups as one, as far as what is done in either does not see what the other binds.
    fn join(left: (Group, &GraphPattern), right: (Group, &GraphPattern)) -> Group {
        let keep_left = left.0.commutes(&right.0.scope.all);
        let keep_right = right.0.commutes(&left.0.scope.all);
        let mut group = if keep_left { left.0 } else { packed(left.1) };
        let right = if keep_right { right.0 } else { packed(right.1) };
        group.members.extend(right.members);
        group.steps.extend(right.steps);
        group.scope.join(right.scope);
        group
    }

    /// Whether more patterns, with these variables, may be matched before the steps as well as after them.
    fn commutes(&self, others: &Names) -> bool {
        if self.steps.is_empty() {
            return true;
        }
        let mut before = self.pool();
        self.steps.iter().all(|step| {
            let settled = is_settled(&step.mentions(), &before, others);
            let is_free = !matches!(step, Step::Bind(variable, _) if others.contains(variable));
            step.extend(&mut before);
            settled && is_free && step.is_movable()
        })
    }

    /// The scope of the patterns, before any step.
    pub fn pool(&self) -> Scope {
        let mut pool = Scope::default();
        for member in &self.members {
            pool.join(member.scope.clone());
        }
        pool
    }

    fn in_graph(self, name: &NamedNodePattern) -> Group {
        let mut group = Group {
            steps: self.steps,
            ..Group::default()
        };
        for member in self.members {
            group.add(GraphPattern::Graph {
                name: name.clone(),
                inner: Box::new(member.pattern),
            });
        }
        group
    }
}

impl Step {
    /// The variables that it speaks of.
    fn mentions(&self) -> Names {
        let mut names = Names::new();
        match self {
            Step::Filter(condition) => mention(condition, &mut names),
            Step::Bind(_, value) => mention(value, &mut names),
            Step::Optional(pattern, condition) => {
                scope::mention(pattern, &mut names);
                if let Some(condition) = condition {
                    mention(condition, &mut names);
                }
            }
            Step::Minus(pattern) => scope::mention(pattern, &mut names),
        }
        names
    }

    /// Whether it is enough for it that the variables it speaks of are bound.
    pub fn is_movable(&self) -> bool {
        match self {
            Step::Filter(expression)
            | Step::Bind(_, expression)
            | Step::Optional(_, Some(expression)) => is_movable(expression),
            Step::Optional(_, None) | Step::Minus(_) => true,
        }
    }

    /// Adds the variables that it binds.
    pub fn extend(&self, scope: &mut Scope) {
        match self {
            Step::Bind(variable, value) => scope.bind(variable, value),
            Step::Optional(pattern, _) => scope.join_optional(Scope::of(pattern)),
            Step::Filter(_) | Step::Minus(_) => {}
        }
    }
}

fn packed(pattern: &GraphPattern) -> Group {
    let mut group = Group::default();
    group.add(pattern.clone());
    group
}

/// Whether a pattern is of triples and paths alone, so that each of them may stand in a GRAPH of its own.
fn is_basic(pattern: &GraphPattern) -> bool {
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } => true,
        GraphPattern::Join { left, right } => is_basic(left) && is_basic(right),
        _ => false,
    }
}
