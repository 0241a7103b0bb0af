//! Which variables a pattern may give a value to, and to which it surely does.
//!
//! A blank node of a pattern is a variable that nothing can name, and counts as one here.

use oxrdf::{BlankNode, Variable};
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::{Names, expression, kinds};
use crate::algebra::{branches, children};

/// The variables of a pattern's solutions.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Those that a solution may have a value for.
    pub all: Names,
    /// Those that every solution has a value for.
    pub sure: Names,
    /// Of those, the ones whose value is neither a literal nor a triple term.
    pub resources: Names,
    /// Of those again, the ones whose value is an IRI.
    pub iris: Names,
}

impl Scope {
    /// Both patterns are matched.
    pub fn join(&mut self, other: Scope) {
        self.all.extend(other.all);
        self.sure.extend(other.sure);
        self.resources.extend(other.resources);
        self.iris.extend(other.iris);
    }

    /// The other pattern is matched if it can be.
    pub fn join_optional(&mut self, other: Scope) {
        self.all.extend(other.all);
    }

    /// One of the patterns is matched.
    fn or(&mut self, other: Scope) {
        self.all.extend(other.all);
        self.sure.retain(|name| other.sure.contains(name));
        self.resources.retain(|name| other.resources.contains(name));
        self.iris.retain(|name| other.iris.contains(name));
    }

    /// What a sub-select lets through, in either direction.
    pub fn restrict(&mut self, to: &[Variable]) {
        for names in [
            &mut self.all,
            &mut self.sure,
            &mut self.resources,
            &mut self.iris,
        ] {
            names.retain(|name| to.contains(name));
        }
    }

    pub fn bind(&mut self, variable: &Variable, expression: &Expression) {
        self.all.insert(variable.clone());
        let sure = match expression {
            Expression::NamedNode(_) | Expression::Literal(_) => true,
            Expression::Variable(other) => self.sure.contains(other),
            _ => false,
        };
        if sure {
            self.sure.insert(variable.clone());
        }
    }

    pub fn of(pattern: &GraphPattern) -> Scope {
        match pattern {
            GraphPattern::Bgp { .. } | GraphPattern::Path { .. } => {
                let mut scope = Scope::default();
                mention(pattern, &mut scope.all);
                scope.sure = scope.all.clone();
                kinds::settle(pattern, &mut scope);
                scope
            }
            GraphPattern::Join { left, right } | GraphPattern::Lateral { left, right } => {
                let mut scope = Scope::of(left);
                scope.join(Scope::of(right));
                scope
            }
            GraphPattern::LeftJoin { left, right, .. } => {
                let mut scope = Scope::of(left);
                scope.join_optional(Scope::of(right));
                scope
            }
            GraphPattern::Union { .. } => Scope::of_union(pattern),
            GraphPattern::Graph { name, inner } => {
                let mut scope = Scope::of(inner);
                if let NamedNodePattern::Variable(variable) = name {
                    scope.join(Scope::of_iri(variable));
                }
                scope
            }
            GraphPattern::Extend {
                inner,
                variable,
                expression,
            } => {
                let mut scope = Scope::of(inner);
                scope.bind(variable, expression);
                scope
            }
            GraphPattern::Minus { left: inner, .. }
            | GraphPattern::Filter { inner, .. }
            | GraphPattern::OrderBy { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::Slice { inner, .. } => Scope::of(inner),
            GraphPattern::Project { inner, variables } => {
                let mut scope = Scope::of(inner);
                scope.restrict(variables);
                scope.all = variables.iter().cloned().collect();
                scope
            }
            GraphPattern::Group { .. } => Scope::of_group(pattern),
            GraphPattern::Values { .. } => Scope::of_values(pattern),
            GraphPattern::Service { .. } => {
                let mut all = Names::new();
                mention(pattern, &mut all);
                Scope {
                    all,
                    ..Scope::default()
                }
            }
        }
    }

    fn of_union(pattern: &GraphPattern) -> Scope {
        let mut scopes = branches(pattern).into_iter().map(Scope::of);
        let mut scope = scopes.next().unwrap_or_default();
        scopes.for_each(|other| scope.or(other));
        scope
    }

    fn of_group(pattern: &GraphPattern) -> Scope {
        let GraphPattern::Group {
            inner,
            variables,
            aggregates,
        } = pattern
        else {
            return Scope::default();
        };
        let mut scope = Scope::of(inner);
        scope.restrict(variables);
        scope.all = variables.iter().cloned().collect();
        scope
            .all
            .extend(aggregates.iter().map(|(name, _)| name.clone()));
        scope
    }

    fn of_values(pattern: &GraphPattern) -> Scope {
        let GraphPattern::Values {
            variables,
            bindings,
        } = pattern
        else {
            return Scope::default();
        };
        let sure = |column: &usize| bindings.iter().all(|row| row[*column].is_some());
        let columns = (0..variables.len()).filter(sure);
        Scope {
            all: variables.iter().cloned().collect(),
            sure: columns.map(|column| variables[column].clone()).collect(),
            ..Scope::default()
        }
    }

    fn of_iri(variable: &Variable) -> Scope {
        let names = Names::from([variable.clone()]);
        Scope {
            all: names.clone(),
            sure: names.clone(),
            resources: names.clone(),
            iris: names,
        }
    }
}

/// The variable that a blank node is. SPARQL lets no variable begin with a dot.
pub fn variable_of(node: &BlankNode) -> Variable {
    Variable::new_unchecked(format!(".{}", node.as_str()))
}

/// Adds all variables of a pattern, also those that do not leave it.
pub fn mention(pattern: &GraphPattern, names: &mut Names) {
    match pattern {
        GraphPattern::Bgp { patterns } => {
            for triple in patterns {
                mention_triple(triple, names);
            }
        }
        GraphPattern::Path {
            subject, object, ..
        } => {
            mention_term(subject, names);
            mention_term(object, names);
        }
        GraphPattern::Values { variables, .. } | GraphPattern::Project { variables, .. } => {
            names.extend(variables.iter().cloned());
        }
        GraphPattern::Graph { name, .. } | GraphPattern::Service { name, .. } => {
            mention_name(name, names);
        }
        GraphPattern::Extend {
            variable,
            expression: value,
            ..
        } => {
            names.insert(variable.clone());
            expression::mention(value, names);
        }
        GraphPattern::Group {
            variables,
            aggregates,
            ..
        } => {
            names.extend(variables.iter().cloned());
            for (variable, aggregate) in aggregates {
                names.insert(variable.clone());
                if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                    expression::mention(expr, names);
                }
            }
        }
        GraphPattern::Filter { expr, .. }
        | GraphPattern::LeftJoin {
            expression: Some(expr),
            ..
        } => expression::mention(expr, names),
        _ => {}
    }
    for inner in children(pattern) {
        mention(inner, names);
    }
}

/// Whether there is a MINUS anywhere in a pattern.
pub fn has_minus(pattern: &GraphPattern) -> bool {
    let in_expression = match pattern {
        GraphPattern::Minus { .. } => true,
        GraphPattern::Extend { expression, .. }
        | GraphPattern::Filter {
            expr: expression, ..
        }
        | GraphPattern::LeftJoin {
            expression: Some(expression),
            ..
        } => !expression::is_movable(expression),
        _ => false,
    };
    in_expression || children(pattern).into_iter().any(has_minus)
}

fn mention_triple(triple: &TriplePattern, names: &mut Names) {
    mention_term(&triple.subject, names);
    mention_name(&triple.predicate, names);
    mention_term(&triple.object, names);
}

fn mention_term(term: &TermPattern, names: &mut Names) {
    match term {
        TermPattern::Variable(variable) => {
            names.insert(variable.clone());
        }
        TermPattern::BlankNode(node) => {
            names.insert(variable_of(node));
        }
        TermPattern::Triple(triple) => mention_triple(triple, names),
        TermPattern::NamedNode(_) | TermPattern::Literal(_) => {}
    }
}

fn mention_name(name: &NamedNodePattern, names: &mut Names) {
    if let NamedNodePattern::Variable(variable) = name {
        names.insert(variable.clone());
    }
}
