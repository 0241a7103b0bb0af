//! What follows from several statements: chains of a transitive property, and what follows from those.
//!
//! The order is that of a queue over sorted statements, so that the same statements give the same chains. A chain is made
//! longer at its end, by a statement that is no chain itself: that reaches all there is, and the work grows with what is
//! inferred rather than with its square.

use std::collections::{HashMap, VecDeque};

use super::{Inferred, Premise, Rules, Triple, follow};
use crate::ontology::PropertyId;
use crate::span::Place;
use crate::symbol::Symbol;
use crate::time::Bounds;
use crate::vocab::citable;

/// How many different times one inferred triple is kept with. A chain of statements with many times has more
/// combinations of them than anybody asks for.
const TIMES_KEPT: usize = 8;

/// How many statements may follow by transitivity. A chain of thousands has millions of them, which nobody
/// asks for and no memory holds.
pub const CHAINS_KEPT: usize = 500_000;

/// Everything that follows from chains of the sorted `premises`; or the property of which there are too many.
pub fn chains(
    premises: &[Premise],
    rules: &Rules,
    is_asserted: &mut dyn FnMut(Symbol) -> bool,
) -> Result<Vec<Inferred>, PropertyId> {
    let mut engine = Engine {
        rules,
        is_asserted,
        kept: HashMap::new(),
        from: HashMap::new(),
        to: HashMap::new(),
        queue: VecDeque::new(),
        inferred: Vec::new(),
        chains: 0,
    };
    for premise in premises {
        engine.queue_all(premise, false);
    }
    engine.run()
}

/// A statement of a transitive property.
#[derive(Clone)]
struct Step {
    triple: Triple,
    bounds: Bounds,
    iri: String,
    is_chain: bool,
}

type Steps = HashMap<(PropertyId, String), Vec<Step>>;

struct Engine<'a> {
    rules: &'a Rules<'a>,
    is_asserted: &'a mut dyn FnMut(Symbol) -> bool,
    kept: HashMap<Triple, Vec<Bounds>>,
    /// The statements that are no chain by predicate and subject, all by predicate and object.
    from: Steps,
    to: Steps,
    queue: VecDeque<Step>,
    inferred: Vec<Inferred>,
    chains: usize,
}

impl Engine<'_> {
    /// Follows the queue to its end.
    fn run(mut self) -> Result<Vec<Inferred>, PropertyId> {
        while let Some(step) = self.queue.pop_front() {
            self.chain(&step);
            if self.chains > CHAINS_KEPT {
                return Err(step.triple.predicate);
            }
        }
        Ok(self.inferred)
    }

    /// Queues a statement and all that follows from it alone, as far as they can be part of a chain. What follows from a
    /// chain is inferred here; what follows from an asserted statement is inferred where that stands.
    fn queue_all(&mut self, premise: &Premise, is_chain: bool) {
        let iri = self.rules.base.statement(&premise.key);
        self.queue_one(premise.triple.clone(), premise.bounds, iri, is_chain);
        for (triple, inferred) in follow(premise, self.rules, self.is_asserted) {
            let iri = self.rules.base.statement(&inferred.key);
            self.queue_one(triple, premise.bounds, iri, is_chain);
            if is_chain {
                self.inferred.push(inferred);
            }
        }
    }

    fn queue_one(&mut self, triple: Triple, bounds: Bounds, iri: String, is_chain: bool) {
        let property = self.rules.ontology.property(triple.predicate);
        let kept = self.kept.entry(triple.clone()).or_default();
        if kept.contains(&bounds) && !is_chain {
            return;
        }
        kept.push(bounds);
        if property.transitive && triple.can_turn() {
            self.queue.push_back(Step {
                triple,
                bounds,
                iri,
                is_chain,
            });
        }
    }

    /// Joins a statement to those before and after it.
    fn chain(&mut self, step: &Step) {
        let place = |term: &String| (step.triple.predicate, term.clone());
        let known = |steps: &Steps, term| steps.get(&place(term)).cloned().unwrap_or_default();
        let (subject, object) = (&step.triple.subject, &step.triple.object);
        let after = known(&self.from, object);
        let before = if step.is_chain {
            Vec::new()
        } else {
            known(&self.to, subject)
        };
        self.to.entry(place(object)).or_default().push(step.clone());
        if !step.is_chain {
            let steps = self.from.entry(place(subject)).or_default();
            steps.push(step.clone());
        }
        for next in after {
            self.join(step, &next);
        }
        for previous in before {
            self.join(&previous, step);
        }
    }

    fn join(&mut self, first: &Step, second: &Step) {
        let triple = Triple {
            object: second.triple.object.clone(),
            ..first.triple.clone()
        };
        let Some(bounds) = first.bounds.intersection(second.bounds) else {
            return;
        };
        let kept = self.kept.get(&triple).map_or(&[][..], Vec::as_slice);
        if kept.contains(&bounds)
            || kept.len() >= TIMES_KEPT
            || triple.subject == triple.object
            || (self.is_asserted)(triple.asserted(bounds))
        {
            return;
        }
        let premises = vec![first.iri.clone(), second.iri.clone()];
        let rule = citable::TRANSITIVE_RULE;
        let inferred = self.rules.inferred(&triple, bounds, rule, premises);
        let premise = Premise {
            key: inferred.key.clone(),
            said: 0,
            triple,
            bounds,
            place: Place { start: 0, end: 0 }, // nobody wrote it
        };
        self.chains += 1;
        self.inferred.push(inferred);
        self.queue_all(&premise, true);
    }
}
