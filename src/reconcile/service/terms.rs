//! The classes and properties of a build, as the service calls them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use oxrdf::{NamedNode, NamedNodeRef, Term};

use crate::iri::last_part;
use crate::ontology::is_tools_own;
use crate::query::{Names, QueryError};
use crate::reconcile::message::Named;
use crate::store::{Store, as_iri};
use crate::vocab::{citable, owl, rdf, rdfs, schema, skos};

/// A class or a property.
#[derive(Clone, Debug)]
pub struct Word {
    pub iri: NamedNode,
    /// `prefix:name`, or the IRI where there is no prefix; and what people call it.
    pub named: Named,
    pub definition: Option<String>,
}

/// Some words, sorted by their ids.
#[derive(Debug, Default)]
pub struct Words {
    pub list: Vec<Word>,
    by_iri: HashMap<NamedNode, usize>,
}

impl Words {
    fn of(
        store: &Store,
        iris: BTreeSet<NamedNode>,
        names: &mut Names,
    ) -> Result<Words, QueryError> {
        let mut list = Vec::new();
        for iri in iris {
            let name = names.of(&iri.clone().into())?;
            let id = names.short(iri.as_str());
            let definition = definition(store, &iri)?;
            let named = Named { id, name };
            list.push(Word {
                iri,
                named,
                definition,
            });
        }
        list.sort_by(|a, b| a.named.cmp(&b.named));
        let numbered = list.iter().enumerate();
        let by_iri = numbered.map(|(at, word)| (word.iri.clone(), at)).collect();
        Ok(Words { list, by_iri })
    }

    /// The word with an id, which may also be its IRI, or the last part of it if that is its alone.
    pub fn find(&self, id: &str) -> Option<usize> {
        let whole = self
            .list
            .iter()
            .position(|word| word.named.id == id || word.iri.as_str() == id);
        whole.or_else(|| {
            let is_called = |word: &Word| last_part(word.iri.as_str()) == id;
            let mut called = (0..self.list.len()).filter(|at| is_called(&self.list[*at]));
            let first = called.next()?;
            called.next().is_none().then_some(first)
        })
    }

    pub fn of_iri(&self, iri: &NamedNode) -> Option<usize> {
        self.by_iri.get(iri).copied()
    }
}

/// What something is, in words, if somebody says.
pub fn definition(store: &Store, iri: &NamedNode) -> Result<Option<String>, QueryError> {
    for predicate in [skos::DEFINITION, rdfs::COMMENT, skos::NOTE] {
        let said = store.objects(iri, predicate)?;
        let text = said.into_iter().find_map(|term| match term {
            Term::Literal(text) => Some(text.value().to_owned()),
            _ => None,
        });
        if text.is_some() {
            return Ok(text);
        }
    }
    Ok(None)
}

/// The classes of the project's vocabulary, and those that are broader, however far.
#[derive(Debug, Default)]
pub struct Classes {
    pub words: Words,
    /// The classes that each is directly within.
    pub broader: Vec<Vec<usize>>,
}

impl Classes {
    pub fn of(store: &Store, names: &mut Names) -> Result<Classes, QueryError> {
        let declared = of_kinds(store, &[owl::CLASS, rdfs::CLASS])?;
        let mut broader = BTreeMap::new();
        for class in &declared {
            let within = store.objects(class, rdfs::SUB_CLASS_OF)?;
            let within = within
                .into_iter()
                .filter_map(as_iri)
                .filter(|iri| declared.contains(iri));
            broader.insert(class.clone(), within.collect::<Vec<_>>());
        }
        let words = Words::of(store, declared, names)?;
        let broader = words.list.iter().map(|word| {
            let within = broader.get(&word.iri).into_iter().flatten();
            within.filter_map(|iri| words.of_iri(iri)).collect()
        });
        Ok(Classes {
            broader: broader.collect(),
            words,
        })
    }

    /// A class, and all that it is within.
    pub fn upward(&self, class: usize) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut open = vec![class];
        while let Some(class) = open.pop() {
            if found.insert(class) {
                open.extend(&self.broader[class]);
            }
        }
        found
    }

    /// Those of some classes that are not within each other: the narrowest.
    pub fn narrowest(&self, classes: &BTreeSet<usize>) -> Vec<usize> {
        let is_broader = |class: &usize| {
            let mut others = classes.iter().filter(|other| *other != class);
            others.any(|other| {
                self.upward(*other).contains(class) && !self.upward(*class).contains(other)
            })
        };
        classes
            .iter()
            .filter(|class| !is_broader(class))
            .copied()
            .collect()
    }
}

/// What every entity may have, beside the properties of the vocabulary.
pub const OWN: [(NamedNodeRef<'static>, &str); 5] = [
    (rdf::TYPE, "class"),
    (skos::PREF_LABEL, "label"),
    (skos::ALT_LABEL, "alternative label"),
    (skos::DEFINITION, "definition"),
    (schema::SAME_AS, "same as"),
];

/// The properties of the project's vocabulary, and [`OWN`].
pub fn properties(store: &Store, names: &mut Names) -> Result<Words, QueryError> {
    const KINDS: [NamedNodeRef<'static>; 6] = [
        owl::OBJECT_PROPERTY,
        owl::DATATYPE_PROPERTY,
        rdf::PROPERTY,
        citable::STATE_PROPERTY,
        citable::EVENT_PROPERTY,
        citable::ROLE_PROPERTY,
    ];
    let mut iris = of_kinds(store, &KINDS)?;
    iris.extend(OWN.map(|(iri, _)| iri.into_owned()));
    let mut words = Words::of(store, iris, names)?;
    for word in &mut words.list {
        if let Some((_, name)) = OWN.iter().find(|(iri, _)| word.iri == *iri) {
            word.named.name = (*name).to_owned();
        }
    }
    Ok(words)
}

/// What the project's vocabulary declares as one of some kinds.
fn of_kinds(store: &Store, kinds: &[NamedNodeRef]) -> Result<BTreeSet<NamedNode>, QueryError> {
    let mut found = BTreeSet::new();
    for kind in kinds {
        let declared = store.subjects(rdf::TYPE, kind.into_owned())?;
        let is_nameless = |iri: &NamedNode| iri.as_str().contains("/.well-known/genid/");
        found.extend(
            declared
                .into_iter()
                .filter(|iri| !is_tools_own(iri) && !is_nameless(iri)),
        );
    }
    Ok(found)
}
