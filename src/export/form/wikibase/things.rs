//! Things: what has names, and of which something is said.

use std::collections::{BTreeMap, BTreeSet};

use super::losses;
use super::words::Words;
use crate::export::dataset::{Dataset, Id, Quad, Value};
use crate::export::form::said::About;
use crate::export::form::{Machinery, Scope};
use crate::export::report::{Loss, Report};
use crate::vocab::prov;

/// Things of the world, with sources, classes and units.
pub struct Things {
    all: BTreeSet<Id>,
    /// The graph of the vocabulary, of which only names and superclasses are taken.
    ontology: Option<Id>,
    /// The graph of the build's description, unless it was asked for by name.
    left_out: Option<Id>,
}

impl Things {
    pub fn of(dataset: &Dataset, about: &About, words: &Words, scope: &Scope) -> Things {
        let mut parts = Machinery::of(dataset).parts;
        let provenance = [prov::ENTITY, prov::ACTIVITY, prov::SOFTWARE_AGENT];
        let provenance = provenance.map(|class| dataset.find(class));
        for quad in about.all() {
            if quad.predicate == words.a && provenance.contains(&Some(quad.object)) {
                parts.insert(quad.subject);
            }
        }
        let left_out = scope.meta.filter(|_| scope.graph.is_none());
        let is_class = |quad: &&Quad| {
            quad.graph != scope.ontology
                || quad.predicate == words.a && words.classes.contains(&quad.object)
        };
        let quads = about.all().iter().filter(is_class);
        let quads = quads.filter(|quad| left_out.is_none() || quad.graph != left_out);
        let subjects = quads.map(|quad| quad.subject);
        Things {
            all: subjects
                .filter(|subject| !parts.contains(subject))
                .collect(),
            ontology: scope.ontology,
            left_out,
        }
    }

    pub fn has(&self, id: Id) -> bool {
        self.all.contains(&id)
    }

    /// Whether a quad says something of a thing, other than what it is called.
    pub fn says(&self, words: &Words, quad: &Quad) -> bool {
        let is_in = |graph: Option<Id>| graph.is_some() && quad.graph == graph;
        let naming = [words.alt_label, words.hidden, words.definition];
        let other = [words.derived, words.quoted, words.replaced];
        self.has(quad.subject)
            && !is_in(self.left_out)
            && (!is_in(self.ontology) || quad.predicate == words.sub_class)
            && !naming.contains(&quad.predicate)
            && !other.contains(&quad.predicate)
            && !words.naming.contains(&quad.predicate)
            && !words.notes.contains(&quad.predicate)
    }

    /// What of the vocabulary is neither names nor superclasses.
    pub fn tell_axioms(&self, about: &About, words: &Words, report: &mut Report) {
        let is_left_out = |quad: &&Quad| {
            let naming = [words.alt_label, words.definition, words.sub_class];
            self.ontology.is_some()
                && quad.graph == self.ontology
                && !naming.contains(&quad.predicate)
                && !words.naming.contains(&quad.predicate)
        };
        let axioms = about.all().iter().filter(is_left_out).count();
        report.lose(Loss::Special(axioms, losses::AXIOMS));
    }
}

/// The names of a thing or a property, as Wikibase has them: a label and a description a language, and aliases. Subject,
/// predicate, object, each in a graph.
pub struct Names<'n> {
    pub about: &'n About,
    pub words: &'n Words,
    /// Former names, which are aliases here.
    pub former: usize,
    /// Notes, and further descriptions of a language.
    pub notes: usize,
}

impl Names<'_> {
    pub fn of(&mut self, dataset: &mut Dataset, thing: Id) -> Vec<Quad> {
        let words = self.words;
        let quads = self.about.term(thing);
        let mut labelled: BTreeMap<String, Id> = BTreeMap::new();
        let mut described: BTreeMap<String, Id> = BTreeMap::new();
        let mut named = Vec::new();
        let mut say = |quad: &Quad, predicate, object| {
            named.push(Quad {
                predicate,
                object,
                ..*quad
            });
        };
        for naming in &words.naming {
            for quad in quads.iter().filter(|quad| quad.predicate == *naming) {
                let Some((language, text)) = tagged(dataset, quad.object) else {
                    continue;
                };
                match *labelled.entry(language).or_insert(text) {
                    label if label == text => {
                        for predicate in [words.label, words.pref_label, words.name] {
                            say(quad, predicate, text);
                        }
                    }
                    _ => say(quad, words.alt_label, text),
                }
            }
        }
        for quad in quads {
            if quad.predicate == words.alt_label || quad.predicate == words.hidden {
                self.former += usize::from(quad.predicate == words.hidden);
                if let Some((_, text)) = tagged(dataset, quad.object) {
                    say(quad, words.alt_label, text);
                }
            } else if quad.predicate == words.definition {
                let Some((language, text)) = tagged(dataset, quad.object) else {
                    continue;
                };
                match *described.entry(language).or_insert(text) {
                    first if first == text => say(quad, words.description, text),
                    _ => self.notes += 1,
                }
            } else if words.notes.contains(&quad.predicate) {
                self.notes += 1;
            } else if quad.predicate == words.replaced {
                say(quad, words.same_as, quad.object);
            }
        }
        named
    }

    /// Whether another thing stands in the place of this one.
    pub fn is_replaced(&self, thing: Id) -> bool {
        let mut others = self.about.objects(thing, Some(self.words.replaced));
        others.next().is_some()
    }
}

/// A text with its language; one that has none is in an undetermined one.
fn tagged(dataset: &mut Dataset, id: Id) -> Option<(String, Id)> {
    let Value::Literal(literal) = dataset.value(id) else {
        return None;
    };
    match literal.language() {
        Some(language) => Some((language.to_owned(), id)),
        None => {
            let text = literal.value();
            let tagged = oxrdf::Literal::new_language_tagged_literal_unchecked(text, "und");
            Some(("und".to_owned(), dataset.intern_literal(&tagged)))
        }
    }
}
