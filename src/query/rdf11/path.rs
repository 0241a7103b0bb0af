//! Property paths that are walked again and again, where they lead over what differs in the form.

use spargebra::algebra::{Expression, GraphPattern, PropertyPathExpression as Path};
use spargebra::term::TermPattern;

use super::error::Untold;
use super::kinds::{Kind, Kinds, Names};
use super::pattern::Told;
use super::terms::{filtered, iri, not};
use super::triples::PARTS;
use crate::vocab::rdf;

/// Rewrites a path between two ends. It is one that is walked again and again: others were taken apart.
pub fn path(
    subject: &TermPattern,
    path: &Path,
    object: &TermPattern,
    demand: &Names,
) -> Result<Told, Untold> {
    let open = |end: &TermPattern| matches!(end, TermPattern::Variable(v) if !demand.contains(v));
    if can_be_empty(path) && open(subject) && open(object) {
        return Err(matches_everything(subject));
    }
    if !is_touched(path) {
        return Ok(as_it_is(subject, path, object));
    }
    match path {
        Path::ZeroOrMore(inner) | Path::OneOrMore(inner) | Path::ZeroOrOne(inner) => {
            repeated(subject, path, inner, object)
        }
        _ => repeated(subject, path, path, object),
    }
}

/// A path that is walked again and again can have `rdf:type` in it, as what is of the class `rdf:Statement` leads no further.
fn repeated(
    subject: &TermPattern,
    path: &Path,
    inner: &Path,
    object: &TermPattern,
) -> Result<Told, Untold> {
    if let Some(step) = untold_step(inner) {
        return Err(step);
    }
    let told = as_it_is(subject, path, object);
    let is_no_class = |end: &TermPattern| match end {
        TermPattern::Variable(variable) => {
            let class = Expression::from(iri(rdf::STATEMENT));
            Some(not(Expression::Equal(
                Box::new(variable.clone().into()),
                Box::new(class),
            )))
        }
        _ => None,
    };
    let conditions = [subject, object]
        .into_iter()
        .filter_map(is_no_class)
        .collect();
    Ok(Told {
        pattern: filtered(told.pattern, conditions),
        kinds: told.kinds,
    })
}

fn as_it_is(subject: &TermPattern, path: &Path, object: &TermPattern) -> Told {
    let mut kinds = Kinds::new();
    for end in [subject, object] {
        if let TermPattern::Variable(variable) = end {
            kinds.insert(variable.clone(), Kind::Plain);
        }
    }
    let pattern = GraphPattern::Path {
        subject: subject.clone(),
        path: path.clone(),
        object: object.clone(),
    };
    Told { pattern, kinds }
}

fn matches_everything(end: &TermPattern) -> Untold {
    let message = "a path that may be empty begins at {}, which nothing else binds: it matches all there is, and \
                   the form for the engine has more";
    let help = "let another pattern say what one of its ends is";
    match end {
        TermPattern::Variable(variable) => Untold::variable(variable, message, help),
        _ => Untold::keyword("*", message, help),
    }
}

/// Whether a path may lead over what differs in the form.
pub fn is_touched(path: &Path) -> bool {
    match path {
        Path::NamedNode(iri) => {
            *iri == rdf::REIFIES || *iri == rdf::TYPE || PARTS.iter().any(|part| *iri == *part)
        }
        Path::NegatedPropertySet(_) => true,
        Path::Sequence(left, right) | Path::Alternative(left, right) => {
            is_touched(left) || is_touched(right)
        }
        Path::Reverse(inner)
        | Path::ZeroOrMore(inner)
        | Path::OneOrMore(inner)
        | Path::ZeroOrOne(inner) => is_touched(inner),
    }
}

/// The first step within a repeated path that cannot be walked there.
fn untold_step(path: &Path) -> Option<Untold> {
    match path {
        Path::NamedNode(iri) if *iri != rdf::TYPE && is_touched(path) => Some(Untold::iri(
            iri,
            "{} stands in a path with `*`, `+` or `?`, and is no single step for the engine",
            "ask for its steps one by one, or without `--engine`",
        )),
        Path::NamedNode(_) => None,
        Path::NegatedPropertySet(_) => Some(Untold::keyword(
            "!",
            "{} stands in a path with `*`, `+` or `?`, and would lead over more for the engine",
            "name the properties that the path may take, or ask without `--engine`",
        )),
        Path::Sequence(left, right) | Path::Alternative(left, right) => {
            untold_step(left).or_else(|| untold_step(right))
        }
        Path::Reverse(inner)
        | Path::ZeroOrMore(inner)
        | Path::OneOrMore(inner)
        | Path::ZeroOrOne(inner) => untold_step(inner),
    }
}

/// Whether a path may have no step at all.
pub fn can_be_empty(path: &Path) -> bool {
    match path {
        Path::ZeroOrMore(_) | Path::ZeroOrOne(_) => true,
        Path::NamedNode(_) | Path::NegatedPropertySet(_) => false,
        Path::Reverse(inner) | Path::OneOrMore(inner) => can_be_empty(inner),
        Path::Sequence(left, right) => can_be_empty(left) && can_be_empty(right),
        Path::Alternative(left, right) => can_be_empty(left) || can_be_empty(right),
    }
}
