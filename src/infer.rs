//! Statements × vocabulary → what follows from them: inverse, symmetric, transitive, sub-property, sub-class.
//!
//! Only what is asserted is built on. Each inferred statement names its rule and its premises, and holds when
//! all of them do. A triple that is asserted with the same time is not inferred again. The order is that of a queue over
//! sorted statements, so that the same inputs infer the same statements.
//!
//! A chain of a transitive property is made longer at its end, by a statement that is no chain itself: that
//! reaches all there is, and the work grows with what is inferred rather than with its square.

use std::collections::{HashMap, VecDeque};

use oxrdf::{NamedNode, NamedNodeRef};

use crate::diagnostic::{Diagnostic, Rule};
use crate::iri::{self, Base};
use crate::model::{Model, Object};
use crate::ontology::{Ontology, PropertyId};
use crate::time::Bounds;
use crate::vocab::{citable, rdf};

/// How many different times one inferred triple is kept with. A chain of statements with many times has more
/// combinations of them than anybody asks for.
const TIMES_KEPT: usize = 8;

/// How many statements may follow by transitivity. A chain of thousands has millions of them, which nobody
/// asks for and no memory holds.
const CHAINS_KEPT: usize = 500_000;

/// A statement that follows from others.
#[derive(Clone, Debug)]
pub struct Inferred {
    /// The last part of its IRI.
    pub key: String,
    pub subject: NamedNode,
    pub predicate: NamedNode,
    pub object: oxrdf::Term,
    pub bounds: Bounds,
    pub rule: NamedNodeRef<'static>,
    /// The statements that it follows from; of a class, the entity.
    pub premises: Vec<NamedNode>,
}

/// Everything that follows; or the diagnostic that too much does.
pub fn infer(
    model: &Model,
    ontology: &Ontology,
    base: &Base,
) -> Result<Vec<Inferred>, Box<Diagnostic>> {
    let mut engine = Engine::new(ontology, base);
    engine.statements(model);
    let mut inferred = engine
        .run()
        .map_err(|property| Box::new(too_much(property, model, ontology)))?;
    classes(model, ontology, base, &mut inferred);
    Ok(inferred)
}

fn too_much(property: PropertyId, model: &Model, ontology: &Ontology) -> Diagnostic {
    let word = &ontology.property(property).word;
    let readings = || model.readings().map(|(_, reading)| reading);
    let place = readings()
        .find(|reading| reading.statement.predicate == property)
        .or_else(|| readings().next())
        .expect("what follows, follows from a statement");
    let message = format!("more than {CHAINS_KEPT} statements follow from the chains of `{word}`");
    Diagnostic::new(Rule::InferenceLimit, place.span, message)
        .label("this is one of those that they follow from")
        .help("if its chains are not meant to be followed, take owl:TransitiveProperty from it")
}

/// A number for a term, so that joins compare numbers.
type TermId = u32;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Triple {
    subject: TermId,
    predicate: PropertyId,
    object: TermId,
}

/// An asserted or inferred statement in the queue.
#[derive(Clone)]
struct Step {
    triple: Triple,
    bounds: Bounds,
    iri: NamedNode,
    /// Whether it follows by transitivity.
    is_chain: bool,
}

struct Engine<'a> {
    ontology: &'a Ontology,
    base: &'a Base,
    terms: Vec<oxrdf::Term>,
    numbers: HashMap<oxrdf::Term, TermId>,
    asserted: HashMap<Triple, Vec<Bounds>>,
    kept: HashMap<Triple, Vec<Bounds>>,
    /// Statements of transitive properties: those that are no chain by predicate and subject, all by
    /// predicate and object.
    from: HashMap<(PropertyId, TermId), Vec<Step>>,
    to: HashMap<(PropertyId, TermId), Vec<Step>>,
    queue: VecDeque<Step>,
    inferred: Vec<Inferred>,
    chains: usize,
}

impl<'a> Engine<'a> {
    fn new(ontology: &'a Ontology, base: &'a Base) -> Self {
        Self {
            ontology,
            base,
            terms: Vec::new(),
            numbers: HashMap::new(),
            asserted: HashMap::new(),
            kept: HashMap::new(),
            from: HashMap::new(),
            to: HashMap::new(),
            queue: VecDeque::new(),
            inferred: Vec::new(),
            chains: 0,
        }
    }

    fn number(&mut self, term: oxrdf::Term) -> TermId {
        let next = self.terms.len() as TermId;
        *self.numbers.entry(term).or_insert_with_key(|term| {
            self.terms.push(term.clone());
            next
        })
    }

    /// Queues the asserted statements from which something can follow, sorted by their IRIs.
    fn statements(&mut self, model: &Model) {
        let mut steps = Vec::new();
        for (_, reading) in model.readings().filter(|(_, reading)| reading.asserts()) {
            let statement = &reading.statement;
            let object = match &statement.object {
                Object::Resource(resource) => resource.iri(model, self.base).into(),
                Object::Literal(literal) => oxrdf::Literal::from(literal).into(),
            };
            let triple = Triple {
                subject: self.number(statement.subject.iri(model, self.base).into()),
                predicate: statement.predicate,
                object: self.number(object),
            };
            let times = self.asserted.entry(triple).or_default();
            times.push(statement.time.bounds);
            if self.is_premise(statement.predicate) {
                let iri = NamedNode::new_unchecked(self.base.statement(&reading.key));
                steps.push(Step {
                    triple,
                    bounds: statement.time.bounds,
                    iri,
                    is_chain: false,
                });
            }
        }
        steps.sort_by(|a, b| a.iri.cmp(&b.iri));
        steps.dedup_by(|a, b| a.iri == b.iri);
        self.queue.extend(steps);
    }

    fn is_premise(&self, predicate: PropertyId) -> bool {
        let property = self.ontology.property(predicate);
        property.symmetric
            || property.transitive
            || !property.ancestors.is_empty()
            || !property.inverses.is_empty()
    }

    /// Follows the queue to its end, or to the property of which there are too many chains.
    fn run(mut self) -> Result<Vec<Inferred>, PropertyId> {
        while let Some(step) = self.queue.pop_front() {
            self.follow(&step);
            if self.chains > CHAINS_KEPT {
                return Err(step.triple.predicate);
            }
        }
        Ok(self.inferred)
    }

    fn follow(&mut self, step: &Step) {
        let ontology = self.ontology;
        let property = ontology.property(step.triple.predicate);
        let premises = [step.iri.clone()];
        for &above in &property.ancestors {
            let triple = Triple {
                predicate: above,
                ..step.triple
            };
            self.add(triple, step.bounds, citable::SUB_PROPERTY_RULE, &premises);
        }
        if self.terms[step.triple.object as usize].is_named_node() {
            let turned = |predicate| Triple {
                subject: step.triple.object,
                predicate,
                object: step.triple.subject,
            };
            for &inverse in &property.inverses {
                self.add(
                    turned(inverse),
                    step.bounds,
                    citable::INVERSE_RULE,
                    &premises,
                );
            }
            if property.symmetric {
                let triple = turned(step.triple.predicate);
                self.add(triple, step.bounds, citable::SYMMETRIC_RULE, &premises);
            }
            if property.transitive {
                self.chain(step);
            }
        }
    }

    /// Joins a statement of a transitive property to those before and after it.
    fn chain(&mut self, step: &Step) {
        let Triple {
            subject,
            predicate,
            object,
        } = step.triple;
        let known = |steps: &HashMap<_, Vec<Step>>, term| {
            steps.get(&(predicate, term)).cloned().unwrap_or_default()
        };
        let after = known(&self.from, object);
        let before = if step.is_chain {
            Vec::new()
        } else {
            known(&self.to, subject)
        };
        self.to
            .entry((predicate, object))
            .or_default()
            .push(step.clone());
        if !step.is_chain {
            self.from
                .entry((predicate, subject))
                .or_default()
                .push(step.clone());
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
            object: second.triple.object,
            ..first.triple
        };
        if let Some(bounds) = first.bounds.intersection(second.bounds) {
            let premises = [first.iri.clone(), second.iri.clone()];
            self.add(triple, bounds, citable::TRANSITIVE_RULE, &premises);
        }
    }

    fn add(
        &mut self,
        triple: Triple,
        bounds: Bounds,
        rule: NamedNodeRef<'static>,
        premises: &[NamedNode],
    ) {
        let times = self.asserted.get(&triple);
        if times.is_some_and(|times| times.contains(&bounds)) || triple.subject == triple.object {
            return;
        }
        let kept = self.kept.entry(triple).or_default();
        let is_chain = rule == citable::TRANSITIVE_RULE;
        if kept.contains(&bounds) || (is_chain && kept.len() >= TIMES_KEPT) {
            return;
        }
        kept.push(bounds);
        let is_chain = rule == citable::TRANSITIVE_RULE;
        self.chains += usize::from(is_chain);
        let oxrdf::Term::NamedNode(subject) = self.terms[triple.subject as usize].clone() else {
            return;
        };
        let predicate = self.ontology.property(triple.predicate).iri.clone();
        let object = self.terms[triple.object as usize].clone();
        let inferred = Inferred::new(subject, predicate, object, bounds, rule, premises.to_vec());
        let iri = NamedNode::new_unchecked(self.base.statement(&inferred.key));
        self.inferred.push(inferred);
        if self.is_premise(triple.predicate) {
            self.queue.push_back(Step {
                triple,
                bounds,
                iri,
                is_chain,
            });
        }
    }
}

impl Inferred {
    fn new(
        subject: NamedNode,
        predicate: NamedNode,
        object: oxrdf::Term,
        bounds: Bounds,
        rule: NamedNodeRef<'static>,
        premises: Vec<NamedNode>,
    ) -> Inferred {
        let from: Vec<&str> = premises.iter().map(NamedNode::as_str).collect();
        let canonical = format!(
            "{subject}\n{predicate}\n{object}\n{rule}\n{}",
            from.join("\n")
        );
        Inferred {
            key: iri::key(&canonical),
            subject,
            predicate,
            object,
            bounds,
            rule,
            premises,
        }
    }
}

/// The classes above those that entities are declared with.
fn classes(model: &Model, ontology: &Ontology, base: &Base, inferred: &mut Vec<Inferred>) {
    for entity in model.entities.iter().filter(|entity| !entity.draft) {
        let above: std::collections::BTreeSet<_> = entity
            .classes
            .iter()
            .flat_map(|&class| &ontology.class(class).ancestors)
            .filter(|class| !entity.classes.contains(class))
            .collect();
        let subject = NamedNode::new_unchecked(base.entity(&entity.id));
        for &class in above {
            inferred.push(Inferred::new(
                subject.clone(),
                rdf::TYPE.into_owned(),
                ontology.class(class).iri.clone().into(),
                Bounds::default(),
                citable::SUB_CLASS_RULE,
                vec![subject.clone()],
            ));
        }
    }
}
