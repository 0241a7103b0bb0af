//! The triples of a graph in the form that an engine reads, a subject at a time.
//!
//! It is what `citable export --form` makes of the whole build, but in memory that a graph doesn't exceed: the forms that an
//! engine can have change nothing but triples of one subject. Whether a reifier reifies several triples is looked up in
//! the store, as the others may be in other graphs.

use std::io;

use oxrdf::NamedNode;

use super::Publisher;
use crate::ntriples::{Cut, Suffix, cut};
use crate::project::EngineForm;
use crate::store::{Store, StoreError, TermRef};
use crate::vocab::rdf;

/// What the engine's form cannot hold, as `citable export` counts it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lost {
    /// Triples with a triple term that RDF 1.1 cannot hold.
    pub triple_terms: u64,
    /// Reifiers of several triples.
    pub ambiguous: u64,
    /// Base directions of strings.
    pub directions: u64,
}

impl Lost {
    /// Adds what another graph loses.
    pub fn add(&mut self, other: Lost) {
        self.triple_terms += other.triple_terms;
        self.ambiguous += other.ambiguous;
        self.directions += other.directions;
    }
}

/// A subject, and what is said of it in the graph: predicates and objects in N-Triples, sorted, each once.
pub struct Subject<'a> {
    pub text: &'a str,
    pub said: &'a [(String, String)],
}

/// Calls `visit` with each subject of a graph, in the order of the lines of N-Triples; what the form cannot hold.
pub fn subjects(
    publisher: &Publisher,
    graph: &str,
    visit: &mut dyn FnMut(&Subject) -> io::Result<()>,
) -> Result<Lost, StoreError> {
    let store = Store::of(publisher.build);
    let form = publisher.engine.settings().form;
    let mut lost = Lost::default();
    let mut failed = None;
    let mut said = Vec::new();
    publisher
        .build
        .subjects(Some(graph), &mut |subject| {
            said.clear();
            for (predicate, object, _) in subject.quads {
                match form {
                    EngineForm::Rdf12 => {
                        said.push((predicate.text.to_owned(), object.text.to_owned()))
                    }
                    EngineForm::Rdf11 => {
                        let told = rdf11(
                            &store,
                            subject.text,
                            predicate,
                            object,
                            &mut said,
                            &mut lost,
                        );
                        if let Err(error) = told {
                            failed = Some(error);
                            return Err(io::Error::other("the store cannot be read"));
                        }
                    }
                }
            }
            // A space follows each part of a line, which comes before all that could follow it in a longer one.
            said.sort_unstable();
            said.dedup();
            if said.is_empty() {
                return Ok(());
            }
            visit(&Subject {
                text: subject.text,
                said: &said,
            })
        })
        .map_err(|error| failed.take().unwrap_or(error))?;
    Ok(lost)
}

/// Says a triple in RDF 1.1, where every reifier is an `rdf:Statement`.
fn rdf11(
    store: &Store,
    subject: &str,
    predicate: &TermRef,
    object: &TermRef,
    said: &mut Vec<(String, String)>,
    lost: &mut Lost,
) -> Result<(), StoreError> {
    let mut say = |predicate: String, object: String| said.push((predicate, object));
    let Some(triple) = object.triple else {
        let (text, is_directed) = without_direction(object.text);
        lost.directions += u64::from(is_directed);
        say(predicate.text.to_owned(), text);
        return Ok(());
    };
    let reifies = Cut::Iri(rdf::REIFIES.as_str());
    if cut(predicate.text) != Some(reifies) || triple[2].starts_with("<<(") {
        lost.triple_terms += 1;
    } else if is_ambiguous(store, subject)? {
        lost.ambiguous += 1;
    } else {
        let (object, is_directed) = without_direction(triple[2]);
        lost.directions += u64::from(is_directed);
        say(rdf::TYPE.to_string(), rdf::STATEMENT.to_string());
        say(rdf::SUBJECT.to_string(), triple[0].to_owned());
        say(rdf::PREDICATE.to_string(), triple[1].to_owned());
        say(rdf::OBJECT.to_string(), object);
    }
    Ok(())
}

fn is_ambiguous(store: &Store, reifier: &str) -> Result<bool, StoreError> {
    let Some(Cut::Iri(iri)) = cut(reifier) else {
        return Ok(false);
    };
    let reified = store.objects(&NamedNode::new_unchecked(iri), rdf::REIFIES)?;
    Ok(reified.windows(2).any(|two| two[0] != two[1]))
}

/// A string with a base direction as one with a language.
fn without_direction(text: &str) -> (String, bool) {
    match cut(text) {
        Some(Cut::Literal(value, Suffix::Language(language, Some(_)))) => {
            (format!("\"{value}\"@{language}"), true)
        }
        _ => (text.to_owned(), false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_direction_is_left_out() {
        assert_eq!(
            without_direction("\"a \\\" b\"@he--rtl"),
            ("\"a \\\" b\"@he".to_owned(), true)
        );
        for text in ["\"a\"@he", "\"@he--rtl\"", "<https://example.org/--rtl>"] {
            assert_eq!(without_direction(text), (text.to_owned(), false));
        }
    }
}
