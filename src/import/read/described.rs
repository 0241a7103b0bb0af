//! What a graph says of the things and terms that its statements name, and of others that have a label and a class.

use oxrdf::NamedNodeRef;
use rustc_hash::FxHashSet;

use super::graph::{Graph, Id};
use crate::import::found::{Found, TermId, Text};
use crate::vocab::{IDENTITY, citable, dcterms, oa, owl, prov, rdf, rdfs, schema, skos};

/// Properties that hold a label, in the order in which they are preferred.
const LABELS: &[NamedNodeRef] = &[
    skos::PREF_LABEL,
    rdfs::LABEL,
    schema::NAME,
    NamedNodeRef::new_unchecked("http://schema.org/name"),
    NamedNodeRef::new_unchecked("http://xmlns.com/foaf/0.1/name"),
    dcterms::TITLE,
];

/// Properties that hold a definition.
const DEFINITIONS: &[NamedNodeRef] = &[
    skos::DEFINITION,
    rdfs::COMMENT,
    NamedNodeRef::new_unchecked("https://schema.org/description"),
    NamedNodeRef::new_unchecked("http://schema.org/description"),
];

/// Namespaces whose classes are of the way in which statements are kept, and not of what they are about.
const MACHINERY: &[&str] = &[
    citable::NAMESPACE,
    rdf::NAMESPACE,
    rdfs::NAMESPACE,
    owl::NAMESPACE,
    oa::NAMESPACE,
    prov::NAMESPACE,
    "http://rdfs.org/ns/void#",
    "http://www.w3.org/ns/dcat#",
    "http://wikiba.se/ontology#",
];

/// Properties whose triples are of a description, which is carried.
const DESCRIBING: &[NamedNodeRef] = &[
    rdf::TYPE,
    skos::ALT_LABEL,
    skos::HIDDEN_LABEL,
    schema::SAME_AS,
    owl::SAME_AS,
    skos::EXACT_MATCH,
    skos::CLOSE_MATCH,
];

/// Describes things and terms, and counts what is left of the triples about things.
pub fn say(
    graph: &Graph,
    inferred: FxHashSet<[Id; 3]>,
    reified: &[(Id, [Id; 3])],
    found: &mut Found,
) {
    let mut reader = Reader {
        graph,
        found,
        inferred,
    };
    reader.things();
    reader.terms();
    reader.others(reified);
}

struct Reader<'a> {
    graph: &'a Graph,
    found: &'a mut Found,
    /// The triples that citable has inferred.
    inferred: FxHashSet<[Id; 3]>,
}

impl Reader<'_> {
    /// Describes the things that statements name, and all others that have a label and a class.
    fn things(&mut self) {
        let graph = self.graph;
        let mut last = None;
        for &[subject, ..] in graph.triples() {
            if last.replace(subject) == Some(subject) {
                continue;
            }
            let Some(key) = graph.key(subject) else {
                continue;
            };
            let types = graph.find(rdf::TYPE);
            let is_given = |class: &Id| {
                types.is_none_or(|types| !self.inferred.contains(&[subject, types, *class]))
            };
            let classes: Vec<&str> = graph
                .objects(subject, rdf::TYPE)
                .filter(is_given)
                .filter_map(|class| graph.iri(class))
                .collect();
            let is_machinery = |class: &&str| MACHINERY.iter().any(|of| class.starts_with(of));
            if classes.iter().any(is_machinery)
                || !self.found.wants(&key) && !self.found.knows(&key)
            {
                continue;
            }
            let labels = self.texts(subject, LABELS);
            if labels.is_empty() {
                continue;
            }
            if !classes.is_empty() || self.found.knows(&key) {
                self.describe(subject, &key, labels, &classes);
            }
        }
    }

    fn describe(&mut self, subject: Id, key: &str, labels: Vec<Text>, classes: &[&str]) {
        let aliases = self.texts(subject, &[skos::ALT_LABEL]);
        let former = self.texts(subject, &[skos::HIDDEN_LABEL]);
        let definitions = self.texts(subject, DEFINITIONS);
        let same_as = IDENTITY
            .iter()
            .flat_map(|property| self.iris(subject, *property))
            .collect();
        let close_to = self.iris(subject, skos::CLOSE_MATCH);
        let classes: Vec<TermId> = classes.iter().map(|class| self.found.term(class)).collect();
        let id = self.found.thing(key);
        let thing = self.found.thing_mut(id);
        thing.is_described = true;
        thing.classes.extend(classes);
        (thing.labels, thing.aliases, thing.former) = (labels, aliases, former);
        (thing.definitions, thing.same_as, thing.close_to) = (definitions, same_as, close_to);
    }

    fn iris(&self, subject: Id, property: NamedNodeRef) -> Vec<String> {
        let iris = self.graph.objects(subject, property);
        iris.filter_map(|iri| self.graph.iri(iri).map(str::to_owned))
            .collect()
    }

    fn texts(&self, subject: Id, properties: &[NamedNodeRef]) -> Vec<Text> {
        let objects = properties
            .iter()
            .flat_map(|property| self.graph.objects(subject, *property));
        let texts = objects.filter_map(|object| self.graph.literal(object));
        let mut all: Vec<Text> = Vec::new();
        for literal in texts {
            let text = Text {
                text: literal.value().to_owned(),
                lang: literal.language().map(str::to_owned),
            };
            if !all.contains(&text) {
                all.push(text);
            }
        }
        all
    }

    /// Describes the terms that statements use.
    fn terms(&mut self) {
        for at in 0..self.found.terms.len() {
            let Some(id) = self.graph.find_iri(&self.found.terms[at].key) else {
                continue;
            };
            let is_a = |class| {
                let class = self.graph.find(class);
                class.is_some()
                    && self
                        .graph
                        .objects(id, rdf::TYPE)
                        .any(|it| Some(it) == class)
            };
            let event = match (is_a(citable::EVENT_PROPERTY), is_a(citable::STATE_PROPERTY)) {
                (true, false) => Some(true),
                (false, true) => Some(false),
                _ => None,
            };
            let labels = self.texts(id, LABELS);
            let definition = self.texts(id, DEFINITIONS).into_iter().next();
            let term = &mut self.found.terms[at];
            (term.labels, term.definition, term.event) = (labels, definition, event);
        }
    }

    /// Counts the triples that are neither reified nor a description, where their subject is a thing.
    fn others(&mut self, reified: &[(Id, [Id; 3])]) {
        let mut said: Vec<[Id; 3]> = reified.iter().map(|(_, triple)| *triple).collect();
        said.sort_unstable();
        let describing = [LABELS, DEFINITIONS, DESCRIBING].concat();
        for triple in self.graph.triples() {
            let [subject, predicate, _] = *triple;
            let key = self.graph.key(subject).unwrap_or_default();
            let is_thing = self.found.describes(&key);
            let iri = self.graph.iri(predicate).unwrap_or_default();
            if is_thing
                && !iri.starts_with(citable::NAMESPACE)
                && !describing.contains(&NamedNodeRef::new_unchecked(iri))
                && said.binary_search(triple).is_err()
            {
                let what = "bare triples (put the file under data/external/ to have them)";
                self.found.left.out(what, format!("<{key}> <{iri}>"));
            }
        }
    }
}
