//! The walk over the algebra.

use oxrdf::Variable;
use spargebra::algebra::{
    AggregateExpression, AggregateFunction, Expression, GraphPattern, OrderExpression,
};
use spargebra::term::GroundTerm;

use super::error::Untold;
use super::expression::Scope;
use super::kinds::{Kind, Kinds, Names, both, columns, crossed, plain, plain_by};
use super::terms::{and, filtered, ground, not};
use super::triples::{nested, triples};
use super::value::Value;
use super::{parts, path};

/// A pattern that an engine can be asked, and what the variables of the one that it stands for may hold.
pub struct Told {
    pub pattern: GraphPattern,
    pub kinds: Kinds,
}

/// Rewrites a pattern. `demand` are variables that the patterns around it bind, and to no triple term: solutions in which they
/// are triple terms need not be found.
pub fn told(pattern: &GraphPattern, demand: &Names) -> Result<Told, Untold> {
    use GraphPattern as P;
    match pattern {
        P::Bgp { patterns } => triples(patterns, demand),
        P::Path {
            subject,
            path,
            object,
        } => path::path(subject, path, object, demand),
        P::Join { left, right } => join(left, right, demand),
        P::LeftJoin {
            left,
            right,
            expression,
        } => optional(left, right, expression.as_ref(), demand),
        P::Minus { left, right } => minus(left, right, demand),
        P::Filter { expr, inner } => filter(expr, inner, demand),
        P::Union { left, right } => union(left, right, demand),
        P::Graph { name, inner } => {
            let mut told = told(inner, demand)?;
            if let spargebra::term::NamedNodePattern::Variable(variable) = name {
                told.kinds.insert(variable.clone(), Kind::Plain);
            }
            Ok(told.with(|inner| P::Graph {
                name: name.clone(),
                inner,
            }))
        }
        P::Extend {
            inner,
            variable,
            expression,
        } => extend(inner, variable, expression, demand),
        P::Values {
            variables,
            bindings,
        } => values(variables, bindings),
        P::OrderBy { inner, expression } => order_by(inner, expression, demand),
        P::Project { inner, variables } => project(inner, variables, demand),
        P::Distinct { inner } => Ok(told(inner, demand)?.with(|inner| P::Distinct { inner })),
        P::Reduced { inner } => Ok(told(inner, demand)?.with(|inner| P::Reduced { inner })),
        P::Slice {
            inner,
            start,
            length,
        } => {
            let (start, length) = (*start, *length);
            let told = told(inner, &Names::new())?;
            Ok(told.with(|inner| P::Slice {
                inner,
                start,
                length,
            }))
        }
        P::Group {
            inner,
            variables,
            aggregates,
        } => group(inner, variables, aggregates),
        P::Service { .. } => Ok(as_it_is(pattern)),
        P::Lateral { .. } => Err(Untold::keyword(
            "LATERAL",
            "{} is no part of SPARQL 1.1, which the engine is asked in",
            "write a join or a sub-select, or ask without `--engine`",
        )),
    }
}

fn join(left: &GraphPattern, right: &GraphPattern, demand: &Names) -> Result<Told, Untold> {
    let left_told = told(left, &(demand | &plain(right)))?;
    let right_told = told(right, &(demand | &plain(left)))?;
    let conditions = apart(&left_told.kinds, &right_told.kinds);
    let joined = GraphPattern::Join {
        left: Box::new(left_told.pattern),
        right: Box::new(right_told.pattern),
    };
    let kinds = both(left_told.kinds, right_told.kinds);
    Ok(Told {
        pattern: filtered(joined, conditions),
        kinds,
    })
}

fn optional(
    left: &GraphPattern,
    right: &GraphPattern,
    condition: Option<&Expression>,
    demand: &Names,
) -> Result<Told, Untold> {
    let certain = plain(left);
    let left = told(left, demand)?;
    let right = told(right, &certain)?;
    let mut conditions = apart(&left.kinds, &right.kinds);
    let kinds = both(left.kinds, right.kinds);
    if let Some(condition) = condition {
        let value = Scope::new(&kinds, &certain).condition(condition)?;
        conditions.push(value);
    }
    let pattern = GraphPattern::LeftJoin {
        left: Box::new(left.pattern),
        right: Box::new(right.pattern),
        expression: conditions.into_iter().reduce(and),
    };
    Ok(Told { pattern, kinds })
}

fn minus(left: &GraphPattern, right: &GraphPattern, demand: &Names) -> Result<Told, Untold> {
    let certain = plain(left);
    let left = told(left, demand)?;
    let right = told(right, &certain)?;
    if let Some(variable) = crossed(&left.kinds, &right.kinds).next() {
        return Err(Untold::variable(
            variable,
            "{} may be a triple term on one side of MINUS, and something else on the other",
            "say `FILTER (!isTRIPLE(…))` on both sides, or take FILTER NOT EXISTS",
        ));
    }
    Ok(left.with(|left| GraphPattern::Minus {
        left,
        right: Box::new(right.pattern),
    }))
}

fn filter(condition: &Expression, inner: &GraphPattern, demand: &Names) -> Result<Told, Untold> {
    let by = plain_by(condition);
    let told = told(inner, &(demand | &by))?;
    let certain = &plain(inner) | &by;
    let expr = Scope::new(&told.kinds, &certain).condition(condition)?;
    Ok(told.with(|inner| GraphPattern::Filter { expr, inner }))
}

fn union(left: &GraphPattern, right: &GraphPattern, demand: &Names) -> Result<Told, Untold> {
    let left = told(left, demand)?;
    let right = told(right, demand)?;
    Ok(Told {
        pattern: GraphPattern::Union {
            left: Box::new(left.pattern),
            right: Box::new(right.pattern),
        },
        kinds: both(left.kinds, right.kinds),
    })
}

fn extend(
    inner: &GraphPattern,
    variable: &Variable,
    computed: &Expression,
    demand: &Names,
) -> Result<Told, Untold> {
    let certain = plain(inner);
    let Told {
        mut pattern,
        mut kinds,
    } = told(inner, demand)?;
    let value = Scope::new(&kinds, &certain).value(computed)?;
    kinds.insert(variable.clone(), value.kind());
    let (plain, triple) = value.split();
    let mut bind = |variable: Variable, expression: Expression| {
        pattern = GraphPattern::Extend {
            inner: Box::new(std::mem::take(&mut pattern)),
            variable,
            expression,
        };
    };
    if let Some(plain) = plain {
        bind(variable.clone(), plain);
    }
    for (part, expression) in parts(variable)
        .into_iter()
        .zip(triple.into_iter().flatten())
    {
        bind(part, expression);
    }
    Ok(Told { pattern, kinds })
}

fn order_by(inner: &GraphPattern, by: &[OrderExpression], demand: &Names) -> Result<Told, Untold> {
    let certain = plain(inner);
    let told = told(inner, demand)?;
    let mut expression = Vec::new();
    for key in by {
        let (key, wrap): (_, fn(Expression) -> OrderExpression) = match key {
            OrderExpression::Asc(key) => (key, OrderExpression::Asc),
            OrderExpression::Desc(key) => (key, OrderExpression::Desc),
        };
        let value = Scope::new(&told.kinds, &certain).value(key)?;
        expression.extend(value.order().into_iter().map(wrap));
    }
    Ok(told.with(|inner| GraphPattern::OrderBy { inner, expression }))
}

fn project(inner: &GraphPattern, variables: &[Variable], demand: &Names) -> Result<Told, Untold> {
    let shown: Names = variables.iter().cloned().collect();
    let mut told = told(inner, &(demand & &shown))?;
    let variables = variables
        .iter()
        .flat_map(|variable| columns(variable, &told.kinds))
        .collect();
    told.kinds.retain(|variable, _| shown.contains(variable));
    Ok(told.with(|inner| GraphPattern::Project { inner, variables }))
}

fn group(
    inner: &GraphPattern,
    variables: &[Variable],
    aggregates: &[(Variable, AggregateExpression)],
) -> Result<Told, Untold> {
    let certain = plain(inner);
    let told = told(inner, &Names::new())?;
    let mut rewritten = Vec::new();
    for (variable, aggregate) in aggregates {
        let scope = Scope::new(&told.kinds, &certain);
        rewritten.push((variable.clone(), aggregated(aggregate, scope)?));
    }
    let keys = variables
        .iter()
        .flat_map(|variable| columns(variable, &told.kinds))
        .collect();
    let mut kinds = told.kinds;
    kinds.retain(|variable, _| variables.contains(variable));
    kinds.extend(
        aggregates
            .iter()
            .map(|(variable, _)| (variable.clone(), Kind::Plain)),
    );
    let pattern = GraphPattern::Group {
        inner: Box::new(told.pattern),
        variables: keys,
        aggregates: rewritten,
    };
    Ok(Told { pattern, kinds })
}

impl Told {
    fn with(self, wrap: impl FnOnce(Box<GraphPattern>) -> GraphPattern) -> Told {
        Told {
            pattern: wrap(Box::new(self.pattern)),
            kinds: self.kinds,
        }
    }
}

/// Conditions under which two solutions agree on the variables that may hold a triple term on one side alone.
fn apart(left: &Kinds, right: &Kinds) -> Vec<Expression> {
    let differs = |variable: &Variable| {
        let [part, ..] = parts(variable);
        not(and(
            Expression::Bound(variable.clone()),
            Expression::Bound(part),
        ))
    };
    crossed(left, right).map(differs).collect()
}

/// The pattern of another server is not about the form.
fn as_it_is(pattern: &GraphPattern) -> Told {
    let mut kinds = Kinds::new();
    pattern.on_in_scope_variable(|variable| {
        kinds.insert(variable.clone(), Kind::Plain);
    });
    Told {
        pattern: pattern.clone(),
        kinds,
    }
}

/// Whatever is made of many values is made of no triple terms; but they can be counted.
fn aggregated(
    aggregate: &AggregateExpression,
    scope: Scope<'_>,
) -> Result<AggregateExpression, Untold> {
    let AggregateExpression::FunctionCall {
        name,
        expr,
        distinct,
    } = aggregate
    else {
        return Ok(aggregate.clone());
    };
    let expr = match scope.value(expr)? {
        Value::Plain(expr) => expr,
        other if *name == AggregateFunction::Count && !distinct => other.any(),
        _ => {
            const MESSAGE: &str =
                "{} may be a triple term, which the engine cannot put together with others";
            const HELP: &str = "leave them out with `FILTER (!isTRIPLE(…))`, or take SUBJECT(…), PREDICATE(…) or OBJECT(…)";
            return Err(match expr {
                Expression::Variable(variable) => Untold::variable(variable, MESSAGE, HELP),
                _ => Untold::keyword("TRIPLE", MESSAGE, HELP),
            });
        }
    };
    Ok(AggregateExpression::FunctionCall {
        name: name.clone(),
        expr,
        distinct: *distinct,
    })
}

/// A table: a column with triple terms becomes three, or four.
fn values(variables: &[Variable], bindings: &[Vec<Option<GroundTerm>>]) -> Result<Told, Untold> {
    let mut kinds = Kinds::new();
    let mut names = Vec::new();
    let mut rows = vec![Vec::new(); bindings.len()];
    for (column, variable) in variables.iter().enumerate() {
        let cells = || {
            bindings
                .iter()
                .map(|row| row.get(column).cloned().flatten())
        };
        let is_triple = |cell: &GroundTerm| matches!(cell, GroundTerm::Triple(_));
        let kind = match (
            cells().flatten().any(|c| is_triple(&c)),
            cells().flatten().all(|c| is_triple(&c)),
        ) {
            (false, _) => Kind::Plain,
            (true, true) => Kind::Triple,
            (true, false) => Kind::Either,
        };
        kinds.insert(variable.clone(), kind);
        names.extend(columns(variable, &kinds));
        for (row, cell) in rows.iter_mut().zip(cells()) {
            row.extend(split(cell, kind)?);
        }
    }
    let pattern = GraphPattern::Values {
        variables: names,
        bindings: rows,
    };
    Ok(Told { pattern, kinds })
}

fn split(cell: Option<GroundTerm>, kind: Kind) -> Result<Vec<Option<GroundTerm>>, Untold> {
    let (plain, triple) = match cell {
        Some(GroundTerm::Triple(triple)) => {
            if matches!(triple.object, GroundTerm::Triple(_)) {
                return Err(nested());
            }
            let triple = *triple;
            let parts = [
                triple.subject.into(),
                triple.predicate.into(),
                ground(triple.object),
            ];
            (None, parts.map(Some))
        }
        other => (other.map(ground), [None, None, None]),
    };
    Ok(match kind {
        Kind::Plain => vec![plain],
        Kind::Triple => triple.into(),
        Kind::Either => [plain].into_iter().chain(triple).collect(),
    })
}
