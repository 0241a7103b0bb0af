//! SELECT: the query itself, and queries within it.

use std::fmt::Write;

use oxrdf::Variable;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};

use super::expression::{Inlined, aggregate, condition, expression};
use super::group::braced;

/// The text of a SELECT, with lines of FROM after its columns.
pub fn select(pattern: &GraphPattern, from: &str) -> String {
    let head = Head::of(pattern);
    let grouped = Grouped::of(&head);
    let mut inlined = Inlined::new();
    if let Some(grouped) = &grouped {
        let text =
            |(variable, of): &(Variable, AggregateExpression)| (variable.clone(), aggregate(of));
        inlined.extend(grouped.aggregates.iter().map(text));
    }
    let mut out = format!("SELECT {}", head.keyword);
    let columns = match (head.columns, &grouped) {
        (Some(columns), _) => Some(columns.to_vec()),
        (None, Some(grouped)) => Some(grouped.columns()),
        (None, None) => None,
    };
    match columns.as_deref() {
        None => out.push('*'),
        // There is no SELECT without a column.
        Some([]) => out.push_str("(1 AS ?citable_none)"),
        Some(columns) => {
            let text = |column| column_text(column, grouped.as_ref(), &inlined);
            out.push_str(&columns.iter().map(text).collect::<Vec<_>>().join(" "));
        }
    }
    let body = grouped.as_ref().map_or(head.body, |grouped| grouped.inner);
    let _ = write!(out, "\n{from}WHERE {}", braced(body));
    if let Some(grouped) = &grouped {
        grouped.write(&inlined, &mut out);
    }
    head.write(&inlined, &mut out);
    out
}

fn column_text(column: &Variable, grouped: Option<&Grouped>, inlined: &Inlined) -> String {
    let computed = grouped.and_then(|grouped| {
        let of = |(variable, _): &&(&Variable, &Expression)| *variable == column;
        grouped.computed.iter().find(of)
    });
    match (computed, inlined.get(column)) {
        (Some((_, expr)), _) => format!("({} AS {column})", expression(expr, inlined)),
        (None, Some(text)) => format!("({text} AS {column})"),
        (None, None) => column.to_string(),
    }
}

/// What stands around the pattern of a SELECT.
struct Head<'a> {
    keyword: &'static str,
    /// All variables where there are none.
    columns: Option<&'a [Variable]>,
    order: &'a [OrderExpression],
    slice: Option<(usize, Option<usize>)>,
    body: &'a GraphPattern,
}

impl<'a> Head<'a> {
    /// Takes a pattern apart, as far as one SELECT can hold it.
    fn of(pattern: &'a GraphPattern) -> Head<'a> {
        let mut head = Head {
            keyword: "",
            columns: None,
            order: &[],
            slice: None,
            body: pattern,
        };
        if let GraphPattern::Slice {
            inner,
            start,
            length,
        } = head.body
        {
            head.slice = Some((*start, *length));
            head.body = inner;
        }
        match head.body {
            GraphPattern::Distinct { inner } => (head.keyword, head.body) = ("DISTINCT ", inner),
            GraphPattern::Reduced { inner } => (head.keyword, head.body) = ("REDUCED ", inner),
            _ => {}
        }
        if let GraphPattern::Project { inner, variables } = head.body {
            head.columns = Some(variables);
            head.body = inner;
        }
        if let GraphPattern::OrderBy { inner, expression } = head.body {
            head.order = expression;
            head.body = inner;
        }
        head
    }

    fn write(&self, inlined: &Inlined, out: &mut String) {
        if !self.order.is_empty() {
            out.push_str("ORDER BY");
            for key in self.order {
                let (keyword, key) = match key {
                    OrderExpression::Asc(key) => ("ASC", key),
                    OrderExpression::Desc(key) => ("DESC", key),
                };
                let _ = write!(out, " {keyword}({})", expression(key, inlined));
            }
            out.push('\n');
        }
        if let Some((start, length)) = self.slice {
            if let Some(length) = length {
                let _ = writeln!(out, "LIMIT {length}");
            }
            if start > 0 {
                let _ = writeln!(out, "OFFSET {start}");
            }
        }
    }
}

/// The parts of a SELECT with GROUP BY.
struct Grouped<'a> {
    /// What is computed of aggregates, in the order in which it is.
    computed: Vec<(&'a Variable, &'a Expression)>,
    having: Vec<&'a Expression>,
    keys: &'a [Variable],
    aggregates: &'a [(Variable, AggregateExpression)],
    inner: &'a GraphPattern,
}

impl<'a> Grouped<'a> {
    /// The groups directly inside of a SELECT, if that shows all that is computed of them.
    fn of(head: &Head<'a>) -> Option<Grouped<'a>> {
        let (mut computed, mut having) = (Vec::new(), Vec::new());
        let mut pattern = head.body;
        while let GraphPattern::Extend {
            inner,
            variable,
            expression,
        } = pattern
        {
            computed.push((variable, expression));
            pattern = inner;
        }
        while let GraphPattern::Filter { inner, expr } = pattern {
            having.push(expr);
            pattern = inner;
        }
        let GraphPattern::Group {
            inner,
            variables,
            aggregates,
        } = pattern
        else {
            return None;
        };
        computed.reverse();
        let columns = head.columns.unwrap_or_default();
        let is_shown = computed
            .iter()
            .all(|(variable, _)| columns.contains(variable));
        // What stands alone is the sub-select that groups.
        let is_whole = head.columns.is_some() || computed.is_empty();
        (is_shown && is_whole).then_some(Grouped {
            computed,
            having,
            keys: variables,
            aggregates,
            inner,
        })
    }

    /// All that it has, where nothing says what is shown of it.
    fn columns(&self) -> Vec<Variable> {
        let aggregates = self.aggregates.iter().map(|(variable, _)| variable);
        self.keys.iter().chain(aggregates).cloned().collect()
    }

    fn write(&self, inlined: &Inlined, out: &mut String) {
        if !self.keys.is_empty() {
            let keys: Vec<_> = self.keys.iter().map(Variable::to_string).collect();
            let _ = writeln!(out, "GROUP BY {}", keys.join(" "));
        }
        for expr in &self.having {
            let _ = writeln!(out, "HAVING {}", condition(expr, inlined));
        }
    }
}
