//! What follows from one statement alone: by its property's inverses, its being symmetric, and the properties above.

use oxrdf::NamedNodeRef;

use super::{Inferred, Premise, Rules, Triple};
use crate::ontology::PropertyId;
use crate::symbol::Symbol;
use crate::vocab::citable;

/// Everything that follows from a statement, over however many steps, each with the step before as its premise; the
/// shortest way to a triple counts. `is_asserted` says whether a triple is asserted with its time: then it needs no inference, and what follows from it
/// follows from the statement that asserts it.
pub fn follow(
    premise: &Premise,
    rules: &Rules,
    is_asserted: &mut dyn FnMut(Symbol) -> bool,
) -> Vec<(Triple, Inferred)> {
    let mut followed: Vec<(Triple, Inferred)> = Vec::new();
    let mut next = 0;
    let mut step = (premise.triple.clone(), rules.base.statement(&premise.key));
    loop {
        for (triple, rule) in steps(&step.0, rules) {
            let is_new = triple.subject != triple.object
                && triple != premise.triple
                && followed.iter().all(|(other, _)| *other != triple)
                && !is_asserted(triple.asserted(premise.bounds));
            if is_new {
                let premises = vec![step.1.clone()];
                let inferred = rules.inferred(&triple, premise.bounds, rule, premises);
                followed.push((triple, inferred));
            }
        }
        let Some((triple, inferred)) = followed.get(next) else {
            return followed;
        };
        step = (triple.clone(), rules.base.statement(&inferred.key));
        next += 1;
    }
}

/// What follows from a triple in one step, with the rule.
fn steps(triple: &Triple, rules: &Rules) -> Vec<(Triple, NamedNodeRef<'static>)> {
    let property = rules.ontology.property(triple.predicate);
    let above = |&predicate: &PropertyId| Triple {
        predicate,
        ..triple.clone()
    };
    let mut steps: Vec<_> = property
        .ancestors
        .iter()
        .map(|predicate| (above(predicate), citable::SUB_PROPERTY_RULE))
        .collect();
    if triple.can_turn() {
        let inverses = property.inverses.iter();
        steps.extend(inverses.map(|&inverse| (triple.turned(inverse), citable::INVERSE_RULE)));
        if property.symmetric {
            steps.push((triple.turned(triple.predicate), citable::SYMMETRIC_RULE));
        }
    }
    steps
}
