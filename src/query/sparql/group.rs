//! Group graph patterns: what stands between braces.

use std::fmt::Write;

use spargebra::algebra::{Expression, GraphPattern};

use super::expression::{Inlined, condition, conditions, expression};
use super::select::select;
use crate::algebra::branches;

/// A pattern as a group of its own.
pub fn braced(pattern: &GraphPattern) -> String {
    let mut out = "{\n".to_owned();
    put(pattern, &mut out);
    out.push_str("}\n");
    out
}

/// Writes a pattern at the end of a group.
fn put(pattern: &GraphPattern, out: &mut String) {
    use GraphPattern as P;
    match pattern {
        P::Bgp { patterns } => {
            for triple in patterns {
                let _ = writeln!(
                    out,
                    "{} {} {} .",
                    triple.subject, triple.predicate, triple.object
                );
            }
        }
        P::Path {
            subject,
            path,
            object,
        } => {
            let _ = writeln!(out, "{subject} {path} {object} .");
        }
        P::Join { left, right } => {
            put_first(left, out);
            match **right {
                // These would be about what stands before them.
                P::LeftJoin { .. } | P::Minus { .. } | P::Extend { .. } | P::Filter { .. } => {
                    out.push_str(&braced(right));
                }
                P::Lateral { .. } | P::Join { .. } => out.push_str(&braced(right)),
                _ => put(right, out),
            }
        }
        P::LeftJoin {
            left,
            right,
            expression,
        } => {
            put_first(left, out);
            out.push_str("OPTIONAL {\n");
            put_first(right, out);
            if let Some(expr) = expression {
                put_filters(expr, out);
            }
            out.push_str("}\n");
        }
        P::Lateral { left, right } => {
            put_first(left, out);
            let _ = write!(out, "LATERAL {}", braced(right));
        }
        P::Minus { left, right } => {
            put_first(left, out);
            let _ = write!(out, "MINUS {}", braced(right));
        }
        P::Filter { expr, inner } => {
            put(inner, out);
            put_filters(expr, out);
        }
        P::Extend {
            inner,
            variable,
            expression: expr,
        } => {
            put_first(inner, out);
            let _ = writeln!(
                out,
                "BIND ({} AS {variable})",
                expression(expr, &Inlined::new())
            );
        }
        P::Union { .. } => {
            let branches: Vec<_> = branches(pattern).into_iter().map(braced).collect();
            out.push_str(&branches.join("UNION "));
        }
        P::Graph { name, inner } => {
            let _ = write!(out, "GRAPH {name} {}", braced(inner));
        }
        P::Service {
            name,
            inner,
            silent,
        } => {
            let silent = if *silent { "SILENT " } else { "" };
            let _ = write!(out, "SERVICE {silent}{name} {}", braced(inner));
        }
        P::Values { .. } => {
            // The library writes tables as they are.
            let _ = writeln!(out, "{pattern}");
        }
        P::OrderBy { .. }
        | P::Project { .. }
        | P::Distinct { .. }
        | P::Reduced { .. }
        | P::Slice { .. }
        | P::Group { .. } => {
            let _ = write!(out, "{{\n{}}}\n", select(pattern, ""));
        }
    }
}

/// Writes a pattern that more follows: a FILTER in it would be about that as well, so it gets a group of its own.
fn put_first(pattern: &GraphPattern, out: &mut String) {
    if ends_in_filter(pattern) {
        out.push_str(&braced(pattern));
    } else {
        put(pattern, out);
    }
}

fn put_filters(expr: &Expression, out: &mut String) {
    let mut all = Vec::new();
    conditions(expr, &mut all);
    for expr in all {
        let _ = writeln!(out, "FILTER {}", condition(expr, &Inlined::new()));
    }
}

fn ends_in_filter(pattern: &GraphPattern) -> bool {
    matches!(pattern, GraphPattern::Filter { .. })
}
