//! Puts terms in place of variables, everywhere in the algebra of a query.
//!
//! A parameter is an input, not a column: it vanishes from what is projected, and
//! `(?_name AS ?name)` shows it. Where a term cannot stand, such as a literal for a predicate, that is
//! an error rather than a query without answers. Nothing here touches text, so no value can become syntax.

use std::collections::{BTreeMap, HashMap};

use oxrdf::vocab::xsd;
use oxrdf::{BlankNode, Literal, Term, Variable};
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};
use spargebra::term::{GroundTerm, NamedNodePattern, TermPattern, TriplePattern};

use super::walk::pattern_mut;
use crate::algebra::operands_mut;

/// What stands in place of what.
#[derive(Debug, Default)]
pub struct Substitution {
    /// The terms of variables: IRIs and literals.
    pub variables: BTreeMap<Variable, Term>,
    /// The variables of blank nodes.
    pub blank_nodes: HashMap<BlankNode, Variable>,
    /// How often a variable of our own was needed.
    fresh: usize,
}

/// A term that cannot stand where its variable does.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SubstitutionError {
    #[error("{0} stands for {1}, where only an IRI can stand")]
    IriExpected(Variable, &'static str),
    #[error("{0} is a parameter, and the query gives it a value of its own")]
    Assigned(Variable),
}

type Done = Result<(), SubstitutionError>;

impl Substitution {
    /// Of variables.
    pub fn new(variables: BTreeMap<Variable, Term>) -> Substitution {
        Substitution {
            variables,
            ..Substitution::default()
        }
    }

    /// Rewrites a query.
    pub fn query(&mut self, query: &mut Query) -> Done {
        match query {
            Query::Construct { template, .. } => self.triples(template)?,
            Query::Describe { pattern, .. } => self.described(pattern),
            Query::Select { .. } | Query::Ask { .. } => {}
        }
        self.pattern(pattern_mut(query))
    }

    /// `DESCRIBE ?_x_iri` projects the parameter, so it keeps a column of another name.
    fn described(&mut self, pattern: &mut GraphPattern) {
        match pattern {
            GraphPattern::Slice { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner } => self.described(inner),
            GraphPattern::Project { inner, variables } => {
                for variable in variables {
                    self.renamed(variable, inner);
                }
            }
            _ => {}
        }
    }

    /// Gives a replaced variable another name, bound in `inner` to its term.
    fn renamed(&mut self, variable: &mut Variable, inner: &mut Box<GraphPattern>) {
        let Some(term) = self.variables.get(variable) else {
            return;
        };
        let Some(expression) = expression_of(term) else {
            return;
        };
        self.fresh += 1;
        *variable = Variable::new_unchecked(format!("citable_parameter_{}", self.fresh));
        **inner = GraphPattern::Extend {
            inner: Box::new(std::mem::take(inner)),
            variable: variable.clone(),
            expression,
        };
    }

    /// Rewrites a pattern and all in it.
    pub fn pattern(&mut self, pattern: &mut GraphPattern) -> Done {
        match pattern {
            GraphPattern::Bgp { patterns } => self.triples(patterns),
            GraphPattern::Path {
                subject, object, ..
            } => {
                self.term(subject)?;
                self.term(object)
            }
            GraphPattern::Values {
                variables,
                bindings,
            } => {
                self.values(variables, bindings);
                Ok(())
            }
            GraphPattern::Join { left, right }
            | GraphPattern::Lateral { left, right }
            | GraphPattern::Union { left, right }
            | GraphPattern::Minus { left, right } => {
                self.pattern(left)?;
                self.pattern(right)
            }
            GraphPattern::LeftJoin {
                left,
                right,
                expression,
            } => {
                self.pattern(left)?;
                self.pattern(right)?;
                expression
                    .as_mut()
                    .map_or(Ok(()), |expr| self.expression(expr))
            }
            GraphPattern::Filter { expr, inner } => {
                self.expression(expr)?;
                self.pattern(inner)
            }
            GraphPattern::Graph { name, inner } => {
                self.name(name, "the name of a graph")?;
                self.pattern(inner)
            }
            GraphPattern::Service { name, inner, .. } => {
                self.name(name, "the name of a service")?;
                self.pattern(inner)
            }
            GraphPattern::Extend {
                inner,
                variable,
                expression,
            } => {
                if self.variables.contains_key(variable) {
                    return Err(SubstitutionError::Assigned(variable.clone()));
                }
                self.expression(expression)?;
                self.pattern(inner)
            }
            GraphPattern::OrderBy { inner, expression } => {
                for OrderExpression::Asc(expr) | OrderExpression::Desc(expr) in expression {
                    self.expression(expr)?;
                }
                self.pattern(inner)
            }
            GraphPattern::Project { inner, variables } => {
                variables.retain(|variable| !self.variables.contains_key(variable));
                self.pattern(inner)
            }
            GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::Slice { inner, .. } => self.pattern(inner),
            GraphPattern::Group { .. } => self.group(pattern),
        }
    }

    /// Grouping by a constant is kept: without any key, no solutions would make one group.
    fn group(&mut self, pattern: &mut GraphPattern) -> Done {
        let GraphPattern::Group {
            inner,
            variables,
            aggregates,
        } = pattern
        else {
            return Ok(());
        };
        self.pattern(inner)?;
        for variable in variables {
            self.renamed(variable, inner);
        }
        for (_, aggregate) in aggregates {
            if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                self.expression(expr)?;
            }
        }
        Ok(())
    }

    /// Keeps the rows of a table that agree with the terms, without the columns of these.
    fn values(&self, variables: &mut Vec<Variable>, rows: &mut Vec<Vec<Option<GroundTerm>>>) {
        for column in (0..variables.len()).rev() {
            let Some(term) = self.variables.get(&variables[column]) else {
                continue;
            };
            rows.retain(|row| {
                let value = row[column].clone().map(Term::from);
                value.is_none_or(|value| value == *term)
            });
            variables.remove(column);
            for row in &mut *rows {
                row.remove(column);
            }
        }
    }

    fn triples(&mut self, triples: &mut [TriplePattern]) -> Done {
        triples
            .iter_mut()
            .try_for_each(|triple| self.triple(triple))
    }

    fn triple(&mut self, triple: &mut TriplePattern) -> Done {
        self.term(&mut triple.subject)?;
        self.name(&mut triple.predicate, "a predicate")?;
        self.term(&mut triple.object)
    }

    fn term(&mut self, pattern: &mut TermPattern) -> Done {
        match pattern {
            TermPattern::Triple(triple) => return self.triple(triple),
            TermPattern::Variable(variable) => {
                if let Some(term) = self.variables.get(variable) {
                    *pattern = term.clone().into();
                }
            }
            TermPattern::BlankNode(node) => {
                if let Some(variable) = self.blank_nodes.get(node) {
                    *pattern = variable.clone().into();
                }
            }
            TermPattern::NamedNode(_) | TermPattern::Literal(_) => {}
        }
        Ok(())
    }

    fn name(&self, pattern: &mut NamedNodePattern, place: &'static str) -> Done {
        let NamedNodePattern::Variable(variable) = pattern else {
            return Ok(());
        };
        match self.variables.get(variable) {
            Some(Term::NamedNode(iri)) => *pattern = iri.clone().into(),
            Some(_) => return Err(SubstitutionError::IriExpected(variable.clone(), place)),
            None => {}
        }
        Ok(())
    }

    fn expression(&mut self, expr: &mut Expression) -> Done {
        use Expression as E;
        match expr {
            E::Variable(variable) => {
                if let Some(constant) = self.variables.get(variable).and_then(expression_of) {
                    *expr = constant;
                }
                Ok(())
            }
            E::Bound(variable) => {
                if self.variables.contains_key(variable) {
                    *expr = E::Literal(Literal::new_typed_literal("true", xsd::BOOLEAN));
                }
                Ok(())
            }
            E::Exists(pattern) => self.pattern(pattern),
            _ => operands_mut(expr)
                .into_iter()
                .try_for_each(|part| self.expression(part)),
        }
    }
}

/// A term as a constant; only IRIs and literals are.
fn expression_of(term: &Term) -> Option<Expression> {
    match term {
        Term::NamedNode(iri) => Some(iri.clone().into()),
        Term::Literal(literal) => Some(literal.clone().into()),
        Term::BlankNode(_) | Term::Triple(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::walk::{self, Part};
    use oxrdf::NamedNode;
    use spargebra::SparqlParser;

    /// Queries that, among them, hold every construct of the algebra, each with the parameter in it.
    const QUERIES: [&str; 20] = [
        "SELECT * { ?_p <a:b> ?x . ?y <a:b> ?_p }",
        "SELECT * { ?s ?_p ?o }",
        "SELECT * { ?_p <a:b>/<a:c>* ?x . ?y ^<a:b>|!<a:c> ?_p }",
        "SELECT * { ?x <a:b> <<( ?_p <a:c> <<( <a:x> ?_p ?_p )>> )>> }",
        "SELECT * { ?x <a:b> ?_p {| <a:c> ?_p |} }",
        "SELECT * { ?x <a:b> ?y OPTIONAL { ?_p <a:c> ?y FILTER(?y = ?_p) } }",
        "SELECT * { { ?x <a:b> ?_p } UNION { ?_p <a:c> ?x } MINUS { ?_p <a:d> ?x } }",
        "SELECT * { GRAPH ?_p { ?x <a:b> ?_p } }",
        "SELECT * { SERVICE SILENT ?_p { ?x <a:b> ?_p } }",
        "SELECT * { VALUES (?x ?_p) { (1 <a:v>) (2 UNDEF) (3 <a:other>) } }",
        "SELECT * { ?x <a:b> ?y BIND(STR(?_p) AS ?z) LATERAL { SELECT ?x ?_p { ?_p <a:c> ?x } LIMIT 1 } }",
        "SELECT ?_p (COUNT(?_p) AS ?n) (SUM(DISTINCT ?_p) AS ?m) { ?x <a:b> ?_p } GROUP BY ?_p HAVING(MAX(?_p) > 1)",
        "SELECT * { ?x <a:b> ?y FILTER EXISTS { ?_p <a:c> ?x FILTER(BOUND(?_p)) } }",
        "SELECT * { ?x <a:b> ?y FILTER(?_p IN (?x, ?_p) || !(?_p + 1 - ?_p * 2 / -?_p < +?_p)) }",
        "SELECT * { ?x <a:b> ?y FILTER(IF(?_p, ?_p, COALESCE(?_p, ?x)) && sameTerm(?_p, ?x) && ?_p >= 1 && ?_p <= 2) }",
        "SELECT DISTINCT ?x { ?x <a:b> ?y } ORDER BY DESC(?_p) ASC(?x) LIMIT 1 OFFSET 1",
        "SELECT REDUCED ?x { { SELECT DISTINCT ?x ?_p { ?x <a:b> ?_p } } }",
        "CONSTRUCT { ?_p ?_p ?_p } WHERE { ?_p ?_p ?_p }",
        "DESCRIBE ?_p ?x { ?x <a:b> ?_p }",
        "ASK { FILTER NOT EXISTS { ?x <a:b> ?_p } }",
    ];

    fn substituted(text: &str, term: Term) -> Result<Query, SubstitutionError> {
        let mut query = SparqlParser::new().parse_query(text).unwrap();
        let parameter = Variable::new("_p").unwrap();
        Substitution::new([(parameter, term)].into()).query(&mut query)?;
        Ok(query)
    }

    fn value() -> Term {
        NamedNode::new("a:v").unwrap().into()
    }

    #[test]
    fn no_parameter_is_left_in_any_construct() {
        for text in QUERIES {
            let query = substituted(text, value()).unwrap();
            let mut left = 0;
            walk::query(&query, &mut |part| {
                left += usize::from(matches!(part, Part::Variable(v) if v.as_str() == "_p"));
            });
            assert_eq!(left, 0, "{text}\n{query}");
            assert!(
                !format!("{query:?}").contains("\"_p\""),
                "{text}\n{query:?}"
            );
            assert!(
                query.to_string().contains("<a:v>") || text.contains("VALUES"),
                "{text}"
            );
        }
    }

    #[test]
    fn a_table_keeps_the_rows_that_agree() {
        let query = substituted(QUERIES[9], value()).unwrap().to_string();
        let keeps = |number: &str| query.contains(&format!("\"{number}\""));
        assert!(keeps("1") && keeps("2") && !keeps("3"), "{query}");
    }

    #[test]
    fn a_literal_cannot_be_a_predicate() {
        let literal = Term::from(Literal::from("x"));
        let error = substituted(QUERIES[1], literal.clone()).unwrap_err();
        assert!(error.to_string().contains("a predicate"), "{error}");
        let error = substituted("SELECT * { BIND(1 AS ?_p) }", literal).unwrap_err();
        assert!(error.to_string().contains("value of its own"), "{error}");
    }
}
