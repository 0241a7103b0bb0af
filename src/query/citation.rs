//! From a statement to the words of the sources that it was read off.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use oxrdf::{NamedNode, NamedNodeRef, Term};

use super::QueryError;
use crate::store::{Store, as_iri};
use crate::vocab::{citable, oa, prov, rdf, schema};

/// A quotation, and the source in which it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The quotation's IRI.
    pub quotation: NamedNode,
    /// Its words.
    pub words: String,
    /// The source, as a person would cite it: name, locator and address.
    pub source: String,
}

/// The properties that lead from a statement to its quotations, and from these to their words and their source.
pub const FOLLOWED: [NamedNodeRef<'static>; 5] = [
    oa::HAS_TARGET,
    prov::WAS_DERIVED_FROM,
    oa::HAS_SELECTOR,
    prov::WAS_QUOTED_FROM,
    oa::HAS_SOURCE,
];

/// The other properties that citations are made of.
pub const TOLD: [NamedNodeRef<'static>; 5] = [
    rdf::TYPE,
    oa::EXACT,
    schema::NAME,
    schema::URL,
    citable::LOCATOR,
];

/// Whoever knows what is said of statements, quotations and sources by [`FOLLOWED`] and [`TOLD`].
pub trait Said {
    /// The objects of a subject and a predicate, sorted.
    fn objects(
        &self,
        subject: &NamedNode,
        predicate: NamedNodeRef<'_>,
    ) -> Result<Vec<Term>, QueryError>;

    /// Is told beforehand what will be asked about.
    fn expect(&self, subjects: BTreeSet<NamedNode>) -> Result<(), QueryError> {
        drop(subjects);
        Ok(())
    }

    /// How many rows it wants to be told of together.
    fn at_once(&self) -> usize {
        1
    }
}

impl Said for Store {
    fn objects(
        &self,
        subject: &NamedNode,
        predicate: NamedNodeRef<'_>,
    ) -> Result<Vec<Term>, QueryError> {
        Ok(Store::objects(self, subject, predicate)?)
    }
}

/// Finds citations, and remembers them: many rows rest on the same statement.
pub struct Citations<'a> {
    said: &'a dyn Said,
    known: HashMap<NamedNode, Rc<[Rc<Citation>]>>,
}

impl<'a> Citations<'a> {
    pub fn new(said: &'a dyn Said) -> Citations<'a> {
        Citations {
            said,
            known: HashMap::new(),
        }
    }

    /// The citations of a statement, a reading or a quotation, sorted by the quotation's IRI. An
    /// inferred statement has those of its premises.
    pub fn of(&mut self, iri: &NamedNode) -> Result<Rc<[Rc<Citation>]>, QueryError> {
        if let Some(known) = self.known.get(iri) {
            return Ok(known.clone());
        }
        let mut quotations = BTreeSet::new();
        self.follow(iri, &mut BTreeSet::new(), &mut quotations)?;
        let citations: Rc<[_]> = quotations
            .into_iter()
            .map(|quotation| self.cite(quotation).map(Rc::new))
            .collect::<Result<_, _>>()?;
        self.known.insert(iri.clone(), citations.clone());
        Ok(citations)
    }

    /// The same of any term of a solution: only what is a statement, a reading or a quotation has any.
    pub fn of_value(&mut self, value: &Term) -> Result<Rc<[Rc<Citation>]>, QueryError> {
        const CITED: [NamedNodeRef<'_>; 4] = [
            citable::STATEMENT,
            citable::INFERRED_STATEMENT,
            citable::READING,
            citable::QUOTATION,
        ];
        let Term::NamedNode(iri) = value else {
            return Ok(Rc::new([]));
        };
        if let Some(known) = self.known.get(iri) {
            return Ok(known.clone());
        }
        let classes = self.said.objects(iri, rdf::TYPE)?;
        let is_cited = |class: &Term| CITED.iter().any(|cited| *class == Term::from(*cited));
        if classes.iter().any(is_cited) {
            return self.of(iri);
        }
        self.known.insert(iri.clone(), Rc::new([]));
        Ok(Rc::new([]))
    }

    /// Collects the quotations that an IRI leads to. An IRI is visited once, so circles end.
    fn follow(
        &self,
        iri: &NamedNode,
        seen: &mut BTreeSet<NamedNode>,
        quotations: &mut BTreeSet<NamedNode>,
    ) -> Result<(), QueryError> {
        let mut next = vec![iri.clone()];
        while let Some(iri) = next.pop() {
            if !seen.insert(iri.clone()) {
                continue;
            }
            if !self.said.objects(&iri, oa::HAS_SELECTOR)?.is_empty() {
                quotations.insert(iri);
                continue;
            }
            for predicate in [oa::HAS_TARGET, prov::WAS_DERIVED_FROM] {
                let objects = self.said.objects(&iri, predicate)?;
                next.extend(objects.into_iter().filter_map(as_iri));
            }
        }
        Ok(())
    }

    fn cite(&self, quotation: NamedNode) -> Result<Citation, QueryError> {
        let mut words = String::new();
        for selector in self.said.objects(&quotation, oa::HAS_SELECTOR)? {
            if let Some(selector) = as_iri(selector)
                && let Some(exact) = self.first(&selector, oa::EXACT)?
            {
                words = exact;
            }
        }
        Ok(Citation {
            source: self.source(&quotation)?,
            words,
            quotation,
        })
    }

    /// `name, locator <address>`, as far as they are known.
    fn source(&self, quotation: &NamedNode) -> Result<String, QueryError> {
        let mut sources = self.said.objects(quotation, prov::WAS_QUOTED_FROM)?;
        if sources.is_empty() {
            sources = self.said.objects(quotation, oa::HAS_SOURCE)?;
        }
        let Some(source) = sources.into_iter().find_map(as_iri) else {
            return Ok(String::new());
        };
        let name = self.first(&source, schema::NAME)?;
        let mut text = name.unwrap_or_else(|| source.as_str().to_owned());
        if let Some(locator) = self.first(quotation, citable::LOCATOR)? {
            text += &format!(", {locator}");
        }
        if let Some(url) = self.first(&source, schema::URL)? {
            text += &format!(" <{url}>");
        }
        Ok(text)
    }

    /// The first object, as bare text.
    fn first(
        &self,
        subject: &NamedNode,
        predicate: NamedNodeRef<'_>,
    ) -> Result<Option<String>, QueryError> {
        let objects = self.said.objects(subject, predicate)?;
        Ok(objects.into_iter().find_map(|object| match object {
            Term::Literal(literal) => Some(literal.value().to_owned()),
            Term::NamedNode(iri) => Some(iri.into_string()),
            _ => None,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::fixture;

    fn cited(path: &str) -> Vec<String> {
        let store = fixture::store();
        let iri = NamedNode::new(format!("https://example.org/{path}")).unwrap();
        let citations = Citations::new(&store).of_value(&iri.into()).unwrap();
        citations
            .iter()
            .map(|citation| citation.words.clone())
            .collect()
    }

    #[test]
    fn a_statement_leads_to_all_its_quotations() {
        let both = [
            "Russia joined the organization in 1990",
            "Russia has belonged to Interpol since 1990",
        ];
        assert_eq!(cited("statement/s01"), both);
        // An inferred statement that is its own premise as well ends, with its premises' quotations.
        assert_eq!(cited("statement/i01"), both);
        assert_eq!(cited("dossier/un-note#s01-0"), both[1..]);
        assert_eq!(cited("quotation/q1"), both[..1]);
        assert_eq!(cited("entity/russia"), [""; 0]);
    }

    #[test]
    fn a_source_is_cited_with_place_and_address() {
        let store = fixture::store();
        let iri = NamedNode::new("https://example.org/statement/s04").unwrap();
        let citations = Citations::new(&store).of(&iri).unwrap();
        assert_eq!(
            citations[0].source,
            "Interpol and Russia: a background note, para. 9 <https://news.example/interpol-note>"
        );
    }
}
