//! Properties, roles, classes and units: those that the vocabulary has, and definitions of the rest, in a file of the import's own.
//!
//! What a new property takes is seen from its values. A term keeps its IRI, unless its local name means something else in the project already or
//! cannot be typed: then it gets one of the import's own, and a link to the other.

use std::collections::{BTreeMap, HashSet};

use oxrdf::{Literal, NamedNode, NamedNodeRef, Term as RdfTerm, Triple};

use super::found::{Found, Term, Text, is_iri};
use super::known::{Terms as Known, local_name, namespace};
use super::profile::{Profile, profiles};
use super::turtle;
use super::words::{is_word, literal, word_of};
use crate::ontology::{ClassId, Lookup, Ontology, PropertyId, Range, is_reserved};
use crate::resolve::World;
use crate::table::is_fact_column;
use crate::vocab::{citable, edtf, owl, rdf, rdfs, skos, xsd};

/// How a statement uses a property, as predicate and as role.
#[derive(Clone, Debug)]
pub struct Word {
    /// In the column of predicates.
    pub predicate: String,
    /// The name of a role's column; nothing if it cannot be a role.
    pub role: Option<String>,
    pub range: Range,
    /// What is written after a number, by the unit that the file has.
    pub units: BTreeMap<String, String>,
}

/// The terms of an import, each as it is written.
#[derive(Debug, Default)]
pub struct Terms {
    pub properties: Vec<Option<Word>>,
    pub classes: Vec<Option<String>>,
    /// The definitions, in Turtle; and how many there are.
    pub turtle: Option<String>,
    pub count: usize,
}

/// Settles what every term of the import is called.
pub fn settle(found: &Found, world: &World, name: &str) -> Terms {
    let mut writer = Writer {
        found,
        ontology: world.ontology,
        known: Known::new(world.ontology),
        lang: &world.project.lang,
        own: format!("{}imported/{name}#", world.project.base.as_str()),
        name,
        words: HashSet::new(),
        prefixes: BTreeMap::new(),
        triples: Vec::new(),
        units: BTreeMap::new(),
        terms: Terms::default(),
    };
    let profiles = profiles(found);
    for (term, profile) in found.terms.iter().zip(&profiles) {
        let is_property = profile.predicate || profile.role;
        let word = is_property.then(|| writer.property(term, profile));
        writer.terms.properties.push(word);
        let class = profile.class.then(|| writer.class(term));
        writer.terms.classes.push(class);
    }
    writer.finish()
}

struct Writer<'a> {
    found: &'a Found,
    ontology: &'a Ontology,
    known: Known,
    lang: &'a str,
    /// The namespace of terms that cannot keep their IRI.
    own: String,
    name: &'a str,
    /// Words that the import has given away.
    words: HashSet<String>,
    /// Namespaces with the prefixes that the file needs.
    prefixes: BTreeMap<String, String>,
    triples: Vec<Triple>,
    /// The notations of units that are defined, by the unit of the file.
    units: BTreeMap<String, String>,
    terms: Terms,
}

impl Writer<'_> {
    fn property(&mut self, term: &Term, profile: &Profile) -> Word {
        let candidates = self.known.candidates(term);
        let own_word = match self.ontology.find_property(&term.key) {
            Lookup::One(id) => Some(id),
            _ => None,
        };
        let known = candidates
            .iter()
            .filter_map(|iri| self.ontology.property_of(iri))
            .chain(own_word);
        let known: Vec<PropertyId> = known.collect();
        known
            .into_iter()
            .find_map(|id| self.known_property(id, profile))
            .unwrap_or_else(|| self.new_property(term, profile))
    }

    fn known_property(&self, id: PropertyId, profile: &Profile) -> Option<Word> {
        let property = self.ontology.property(id);
        if !profile.fits(property, self.ontology) {
            return None;
        }
        let is_it = matches!(self.ontology.find_property(&property.word), Lookup::One(found) if found == id);
        let prefixed = || {
            let mut prefixes = self.ontology.prefixes.iter();
            prefixes.find_map(|(prefix, namespace)| {
                let local = property.iri.as_str().strip_prefix(namespace.as_str())?;
                Some(format!("{prefix}:{local}"))
            })
        };
        let predicate = if is_it {
            Some(property.word.clone())
        } else {
            prefixed()
        };
        let role = match is_it && !is_fact_column(&property.word) {
            true => Some(property.word.clone()),
            false => prefixed(),
        };
        let notations = profile.units.iter().filter_map(|unit| {
            let mut units = property.units.iter().map(|id| self.ontology.unit(*id));
            let known =
                units.find(|it| it.iri.as_str() == unit || it.notation == local_name(unit))?;
            Some((unit.clone(), known.notation.clone()))
        });
        Some(Word {
            predicate: predicate?,
            role,
            range: property.range.clone(),
            units: notations.collect(),
        })
    }

    fn new_property(&mut self, term: &Term, profile: &Profile) -> Word {
        let ontology = self.ontology;
        let is_taken = |word: &str| {
            !matches!(
                ontology.find_property(word),
                Lookup::None | Lookup::NoPrefix(_)
            ) || is_reserved(word, true)
        };
        let iri = self.iri(term, "p-", &is_taken);
        let word = local_name(iri.as_str()).to_owned();
        let range = profile.range();
        let says = |class: NamedNodeRef| RdfTerm::from(class.into_owned());
        let kind = match &range {
            Range::Resource => owl::OBJECT_PROPERTY,
            Range::Literal(_) => owl::DATATYPE_PROPERTY,
            Range::Any => rdf::PROPERTY,
        };
        self.says(&iri, rdf::TYPE, says(kind));
        if profile.role {
            self.says(&iri, rdf::TYPE, says(citable::ROLE_PROPERTY));
        }
        if profile.predicate {
            match term.event {
                Some(true) => self.says(&iri, rdf::TYPE, says(citable::EVENT_PROPERTY)),
                // A role that is no state and no event couldn't be a predicate.
                Some(false) => self.says(&iri, rdf::TYPE, says(citable::STATE_PROPERTY)),
                None if profile.role => self.says(&iri, rdf::TYPE, says(citable::STATE_PROPERTY)),
                None => {}
            }
        }
        self.describe(&iri, term, owl::EQUIVALENT_PROPERTY);
        if let Range::Literal(datatype) = &range {
            self.says(&iri, rdfs::RANGE, datatype.clone().into());
            let is_standard = datatype.as_str().starts_with(xsd::NAMESPACE)
                || [rdf::LANG_STRING, rdfs::LITERAL, edtf::EDTF].contains(&datatype.as_ref());
            if !is_standard {
                self.says(datatype, rdf::TYPE, says(rdfs::DATATYPE));
            }
        }
        // A property with units demands one of each value.
        let mut units = BTreeMap::new();
        if !profile.bare {
            for unit in &profile.units {
                let (unit_iri, notation) = self.unit(unit);
                self.says(&iri, citable::ALLOWED_UNIT, unit_iri.into());
                units.insert(unit.clone(), notation);
            }
        }
        self.terms.count += 1;
        let prefix = self.prefix(iri.as_str());
        let role = match is_fact_column(&word) {
            true => format!("{prefix}:{word}"),
            false => word.clone(),
        };
        Word {
            predicate: word,
            role: profile.role.then_some(role),
            range,
            units,
        }
    }

    fn class(&mut self, term: &Term) -> String {
        let candidates = self.known.candidates(term);
        let own_word = match self.ontology.find_class(&term.key) {
            Lookup::One(id) => Some(id),
            _ => None,
        };
        let known = candidates
            .iter()
            .filter_map(|iri| self.ontology.class_of(iri))
            .chain(own_word);
        let known: Vec<ClassId> = known.collect();
        for id in known {
            let word = &self.ontology.class(id).word;
            if matches!(self.ontology.find_class(word), Lookup::One(found) if found == id) {
                return word.clone();
            }
        }
        let ontology = self.ontology;
        let is_taken = |word: &str| {
            !matches!(
                ontology.find_class(word),
                Lookup::None | Lookup::NoPrefix(_)
            )
        };
        let iri = self.iri(term, "C-", &is_taken);
        self.says(&iri, rdf::TYPE, owl::CLASS.into_owned().into());
        self.describe(&iri, term, owl::EQUIVALENT_CLASS);
        self.terms.count += 1;
        self.prefix(iri.as_str());
        local_name(iri.as_str()).to_owned()
    }

    /// The IRI of a new term: its own, if its local name can be typed and means nothing else.
    fn iri(&mut self, term: &Term, letter: &str, is_taken: &dyn Fn(&str) -> bool) -> NamedNode {
        let key = |word: &str| format!("{letter}{word}");
        let is_free =
            |words: &HashSet<String>, word: &str| !is_taken(word) && !words.contains(&key(word));
        if is_iri(&term.key) {
            let word = local_name(&term.key);
            if is_word(word) && is_free(&self.words, word) {
                self.words.insert(key(word));
                return NamedNode::new_unchecked(&term.key);
            }
        }
        let base = word_of(term);
        let numbered = (2..).map(|n| format!("{base}-{}-{n}", self.name));
        let mut words = [base.clone(), format!("{base}-{}", self.name)]
            .into_iter()
            .chain(numbered);
        let word = words
            .find(|word| is_free(&self.words, word))
            .expect("some number is free");
        self.words.insert(key(&word));
        NamedNode::new_unchecked(format!("{}{word}", self.own))
    }

    fn describe(&mut self, iri: &NamedNode, term: &Term, equivalent: NamedNodeRef) {
        let labels: Vec<&Text> = term
            .labels
            .iter()
            .filter(|label| self.is_wanted(label))
            .collect();
        for label in labels {
            let label = literal(label);
            self.says(iri, rdfs::LABEL, label.into());
        }
        if term.labels.is_empty() && !is_iri(&term.key) {
            let label = Literal::new_simple_literal(&term.key);
            self.says(iri, rdfs::LABEL, label.into());
        }
        if let Some(definition) = term.definition.as_ref().filter(|it| self.is_wanted(it)) {
            self.says(iri, skos::DEFINITION, literal(definition).into());
        }
        // One link is enough; the rest is for finding the term in a vocabulary.
        let others = [&term.key].into_iter().chain(term.equivalents.first());
        for other in others.filter(|other| *other != iri.as_str() && is_iri(other)) {
            self.says(iri, equivalent, NamedNode::new_unchecked(other).into());
        }
    }

    /// A label in the project's language, in English, or in none.
    fn is_wanted(&self, text: &Text) -> bool {
        let lang = text.lang.as_deref();
        lang.is_none_or(|lang| lang == self.lang || lang == "en" || lang == "mul")
    }

    /// The IRI and the notation of a unit, which is defined unless the vocabulary has it.
    fn unit(&mut self, unit: &str) -> (NamedNode, String) {
        let iri = match is_iri(unit) {
            true => NamedNode::new_unchecked(unit),
            false => NamedNode::new_unchecked(format!(
                "{}{}",
                self.own,
                crate::iri::percent_encode(unit)
            )),
        };
        if let Some(notation) = self.units.get(unit) {
            return (iri, notation.clone());
        }
        let things = self.found.things.iter();
        let described = things
            .filter(|thing| thing.key == unit)
            .find_map(|thing| thing.labels.first());
        let label = described.map_or(local_name(unit), |label| label.text.as_str());
        let label = if label.is_empty() { unit } else { label };
        let is_free = |notation: &str| {
            self.ontology.find_unit(notation).is_none()
                && !self.units.values().any(|it| it == notation)
        };
        let notation = match is_free(label) {
            true => label.to_owned(),
            false => format!("{label}-{}", self.name),
        };
        self.units.insert(unit.to_owned(), notation.clone());
        self.says(&iri, rdf::TYPE, citable::UNIT_CLASS.into_owned().into());
        self.says(
            &iri,
            skos::NOTATION,
            Literal::new_simple_literal(&notation).into(),
        );
        (iri, notation)
    }

    fn says(&mut self, subject: &NamedNode, predicate: NamedNodeRef, object: RdfTerm) {
        let triple = Triple::new(subject.clone(), predicate, object);
        if !self.triples.contains(&triple) {
            self.triples.push(triple);
        }
    }

    /// The prefix for the namespace of an IRI: one that the project has, one by which it is known, or the import's name.
    fn prefix(&mut self, iri: &str) -> String {
        const KNOWN: &[(&str, &str)] = &[
            ("wdt", "http://www.wikidata.org/prop/direct/"),
            ("wd", "http://www.wikidata.org/entity/"),
            ("ftm", "https://w3id.org/ftm#"),
            ("geo", "http://www.opengis.net/ont/geosparql#"),
            ("foaf", "http://xmlns.com/foaf/0.1/"),
        ];
        let namespace = namespace(iri);
        if let Some(prefix) = self.prefixes.get(namespace) {
            return prefix.clone();
        }
        let prefixes = &self.ontology.prefixes;
        let of_project = prefixes
            .iter()
            .find(|(_, known)| *known == namespace)
            .map(|(prefix, _)| prefix);
        let is_free = |prefix: &str| {
            !prefixes.contains_key(prefix) && !self.prefixes.values().any(|it| it == prefix)
        };
        let known = KNOWN
            .iter()
            .find(|(prefix, known)| *known == namespace && is_free(prefix));
        let prefix = match (of_project, known) {
            (Some(prefix), _) => prefix.clone(),
            (None, Some((prefix, _))) => (*prefix).to_owned(),
            (None, None) => {
                let numbered = (2..).map(|n| format!("{}{n}", self.name));
                let mut free = [self.name.to_owned()].into_iter().chain(numbered);
                free.find(|prefix| is_free(prefix))
                    .expect("some number is free")
            }
        };
        self.prefixes.insert(namespace.to_owned(), prefix.clone());
        prefix
    }

    fn finish(mut self) -> Terms {
        self.triples
            .sort_by_key(|triple| triple.subject.to_string());
        if !self.triples.is_empty() {
            let turtle = turtle::write(&self.triples, &self.prefixes, self.ontology);
            self.terms.turtle = Some(format!(
                "# The terms of the import {}: drafts as well. Give them labels, definitions, domains and ranges, or replace them.\n\n{turtle}",
                self.name
            ));
        }
        self.terms
    }
}
