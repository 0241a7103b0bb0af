//! The levels of a build as Oxigraph's engine sees them.
//!
//! A term that a level has is its number, wherever it comes from: what a query computes is looked up, and stays
//! a term of its own only if no level has it. So numbers are equal where terms are. Literals are as they were
//! written: `"01"^^xsd:integer` and `"1"^^xsd:integer` are two terms and one value.

use std::cell::RefCell;
use std::sync::Arc;

use oxrdf::Term;
use rustc_hash::FxHashMap;
use spareval::{ExpressionTerm, InternalQuad, QueryableDataset};

use super::StoreError;
use super::levels::Levels;
use super::scan::{Quads, Scope};
use super::term;

/// A build, for one query.
pub struct Dataset {
    levels: Arc<Levels>,
    /// The default graph.
    default: Scope,
    /// The literals that were computed with though a value of theirs is written in another way, by that way: a triple term
    /// that is put together from such a value is one that has the literal as it was written. Nothing where the
    /// query puts no triple terms together.
    written: Option<RefCell<FxHashMap<String, Vec<u32>>>>,
}

/// A term in a query.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum InternalTerm {
    /// One that a level has.
    Stored(u32),
    /// One that none has.
    Computed(Arc<Term>),
}

impl Dataset {
    pub fn new(levels: Arc<Levels>, default: Scope, has_triple_terms: bool) -> Dataset {
        Dataset {
            levels,
            default,
            written: has_triple_terms.then(RefCell::default),
        }
    }

    /// The number of a term, if a level has it.
    pub fn number(levels: &Levels, term: &Term) -> Result<Option<u32>, StoreError> {
        let Term::Triple(triple) = term else {
            return levels.number_of(&term.to_string());
        };
        let subject = levels.number_of(&triple.subject.to_string())?;
        let predicate = levels.number_of(&triple.predicate.to_string())?;
        let object = Dataset::number(levels, &triple.object)?;
        match (subject, predicate, object) {
            (Some(s), Some(p), Some(o)) => levels.number_of_triple([s, p, o]),
            _ => Ok(None),
        }
    }

    /// The triple term with this subject and predicate, and a value that was computed with as its object.
    fn as_written(&self, triple: &oxrdf::Triple) -> Result<Option<u32>, StoreError> {
        let Some(written) = &self.written else {
            return Ok(None);
        };
        let written = written.borrow();
        let Some(objects) = written.get(&triple.object.to_string()) else {
            return Ok(None);
        };
        let subject = self.levels.number_of(&triple.subject.to_string())?;
        let predicate = self.levels.number_of(&triple.predicate.to_string())?;
        let (Some(subject), Some(predicate)) = (subject, predicate) else {
            return Ok(None);
        };
        for object in objects {
            let found = self
                .levels
                .number_of_triple([subject, predicate, *object])?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// Keeps in mind how a value was written, if it is written in another way when it is computed.
    fn note(&self, number: u32, value: &ExpressionTerm) -> Result<(), StoreError> {
        if let Some(written) = &self.written
            && let Some(canonical) = term::canonical(value)
            && self.levels.text(number)? != canonical
        {
            let mut written = written.borrow_mut();
            let numbers = written.entry(canonical).or_default();
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        Ok(())
    }

    fn scope(&self, graph: Option<Option<&InternalTerm>>) -> Option<Scope> {
        match graph {
            Some(None) => Some(self.default.clone()),
            Some(Some(InternalTerm::Stored(number))) => Some(Scope::Graph(*number)),
            Some(Some(InternalTerm::Computed(_))) => None,
            None => Some(Scope::Named),
        }
    }

    fn find(
        &self,
        pattern: [Option<&InternalTerm>; 3],
        graph: Option<Option<&InternalTerm>>,
    ) -> Result<Quads, StoreError> {
        let mut numbers = [None; 3];
        for (number, term) in numbers.iter_mut().zip(pattern) {
            match term {
                None => {}
                Some(InternalTerm::Stored(stored)) => *number = Some(*stored),
                Some(InternalTerm::Computed(_)) => return Ok(Quads::None),
            }
        }
        match self.scope(graph) {
            Some(scope) => Quads::find(&self.levels, numbers, scope),
            None => Ok(Quads::None),
        }
    }
}

/// The quads of a pattern, or why there are none.
struct Found {
    quads: Quads,
    error: Option<StoreError>,
    is_named: bool,
}

impl Iterator for Found {
    type Item = Result<InternalQuad<InternalTerm>, StoreError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if let Some(error) = self.error.take() {
            return Some(Err(error));
        }
        let is_named = self.is_named;
        let quad = self.quads.next()?;
        Some(
            quad.map(|([subject, predicate, object], graph)| InternalQuad {
                subject: InternalTerm::Stored(subject),
                predicate: InternalTerm::Stored(predicate),
                object: InternalTerm::Stored(object),
                graph_name: is_named.then_some(InternalTerm::Stored(graph)),
            }),
        )
    }
}

impl<'a> QueryableDataset<'a> for Dataset {
    type InternalTerm = InternalTerm;
    type Error = StoreError;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&InternalTerm>,
        predicate: Option<&InternalTerm>,
        object: Option<&InternalTerm>,
        graph_name: Option<Option<&InternalTerm>>,
    ) -> impl Iterator<Item = Result<InternalQuad<InternalTerm>, StoreError>> + use<'a> {
        let is_named = graph_name != Some(None);
        match self.find([subject, predicate, object], graph_name) {
            Ok(quads) => Found {
                quads,
                error: None,
                is_named,
            },
            Err(error) => Found {
                quads: Quads::None,
                error: Some(error),
                is_named,
            },
        }
    }

    fn internal_named_graphs(
        &self,
    ) -> impl Iterator<Item = Result<InternalTerm, StoreError>> + use<'a> {
        let numbers: Vec<u32> = self.levels.named.iter().map(|graph| graph.number).collect();
        numbers
            .into_iter()
            .map(|number| Ok(InternalTerm::Stored(number)))
    }

    fn contains_internal_graph_name(&self, graph_name: &InternalTerm) -> Result<bool, StoreError> {
        Ok(match graph_name {
            InternalTerm::Stored(number) => self.levels.graph(*number).is_some(),
            InternalTerm::Computed(_) => false,
        })
    }

    fn internalize_term(&self, term: Term) -> Result<InternalTerm, StoreError> {
        Ok(match Dataset::number(&self.levels, &term)? {
            Some(number) => InternalTerm::Stored(number),
            None => InternalTerm::Computed(Arc::new(term)),
        })
    }

    fn externalize_term(&self, term: InternalTerm) -> Result<Term, StoreError> {
        match term {
            InternalTerm::Stored(number) => term::term(&self.levels, number),
            InternalTerm::Computed(term) => Ok(Arc::unwrap_or_clone(term)),
        }
    }

    fn externalize_expression_term(
        &self,
        term: InternalTerm,
    ) -> Result<ExpressionTerm, StoreError> {
        match term {
            InternalTerm::Stored(number) => {
                let value = term::expression(&self.levels, number)?;
                self.note(number, &value)?;
                Ok(value)
            }
            InternalTerm::Computed(term) => Ok(Arc::unwrap_or_clone(term).into()),
        }
    }

    fn internalize_expression_term(
        &self,
        term: ExpressionTerm,
    ) -> Result<InternalTerm, StoreError> {
        let term = self.internalize_term(term.into())?;
        if let InternalTerm::Computed(computed) = &term
            && let Term::Triple(triple) = &**computed
            && let Some(number) = self.as_written(triple)?
        {
            return Ok(InternalTerm::Stored(number));
        }
        Ok(term)
    }
}
