//! Turtle → the ontology.

use std::collections::{BTreeMap, BTreeSet};

use oxrdf::{NamedNode, NamedNodeRef, Term};

use super::graph::Graph;
use super::{
    Class, ClassId, Ontology, Property, PropertyId, Range, Unit, UnitId, hierarchy, terms,
};
use crate::diagnostic::{Diagnostic, Rule};
use crate::files::{File, Files, Kind};
use crate::project::Project;
use crate::rdf;
use crate::span::{FileId, Span};
use crate::vocab::{citable, edtf, owl, rdf as r, rdfs, schema, skos, xsd};

/// Reads the Turtle under `ontology/`, which is loaded. What is wrong in one file does not keep the others from being read.
pub fn read(files: &Files, project: &Project) -> (Ontology, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut ontology = Ontology {
        prefixes: project.prefixes.clone(),
        ..Ontology::default()
    };
    let mut own = own_vocabulary(project);
    ontology.triples.append(&mut own.triples);
    for (id, file) in readable(files) {
        match rdf::read(id, file, &project.base) {
            Ok(mut content) => {
                ontology.triples.append(&mut content.triples);
                add_prefixes(&mut ontology, content.prefixes, id, file, &mut diagnostics);
            }
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    for (prefix, namespace) in own.prefixes {
        ontology.prefixes.entry(prefix).or_insert(namespace);
    }
    let graph = Graph::new(&ontology.triples);
    let mut reader = Reader {
        graph,
        files,
        ontology: Ontology {
            prefixes: std::mem::take(&mut ontology.prefixes),
            ..Ontology::default()
        },
        diagnostics,
    };
    reader.classes();
    reader.units();
    reader.properties();
    let undefined = terms::undefined(&ontology.triples, &reader.graph, |word| reader.place(word));
    reader.diagnostics.extend(undefined);
    let Reader {
        ontology: mut terms,
        diagnostics,
        ..
    } = reader;
    terms.triples = ontology.triples;
    (terms, diagnostics)
}

/// The files of the vocabulary that are text.
fn readable(files: &Files) -> impl Iterator<Item = (FileId, &File)> {
    let loaded = files.of(Kind::Ontology).map(|id| (id, files.get(id)));
    loaded.filter(|(_, file)| !file.broken)
}

/// The tool's own vocabulary, read like any other file.
fn own_vocabulary(project: &Project) -> rdf::Content {
    let text = super::CITABLE_TTL.to_owned();
    let files = Files::from_memory([("ontology/citable.ttl".to_owned(), Kind::Ontology, text)]);
    let file = FileId(0);
    rdf::read(file, files.get(file), &project.base).expect("the shipped vocabulary is Turtle")
}

fn add_prefixes(
    ontology: &mut Ontology,
    prefixes: BTreeMap<String, String>,
    id: FileId,
    file: &File,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (prefix, namespace) in prefixes {
        match ontology.prefixes.get(&prefix) {
            Some(known) if *known != namespace => {
                let message = format!(
                    "the prefix `{prefix}:` stands for <{namespace}> here and for <{known}> elsewhere"
                );
                let span = place_of(id, file, &format!("{prefix}:"));
                diagnostics.push(
                    Diagnostic::new(Rule::PrefixConflict, span, message)
                        .label("one prefix, one namespace")
                        .help("give one of the two namespaces another prefix, in all files and in citable.toml"),
                );
            }
            _ => {
                ontology.prefixes.insert(prefix, namespace);
            }
        }
    }
}

/// The first place where `text` stands in a file as a word of its own.
fn place_of(id: FileId, file: &File, text: &str) -> Span {
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let at = file.text.match_indices(text).map(|(at, _)| at).find(|&at| {
        let before = file.text[..at].chars().next_back();
        let after = file.text[at + text.len()..].chars().next();
        let starts_with_word = text.starts_with(is_word);
        !(starts_with_word && before.is_some_and(is_word)
            || after.is_some_and(is_word) && !text.ends_with(':'))
    });
    match at {
        Some(at) => Span::new(id, at, at + text.len()),
        None => Span::new(id, 0, 0),
    }
}

struct Reader<'a> {
    graph: Graph,
    files: &'a Files,
    ontology: Ontology,
    diagnostics: Vec<Diagnostic>,
}

/// The local name of an IRI: what follows the last `#` or `/`.
pub fn local_name(iri: &NamedNode) -> &str {
    iri.as_str().rsplit(['#', '/']).next().unwrap_or_default()
}

/// Whether a term is of the tool's own vocabulary.
pub fn is_tools_own(iri: &NamedNode) -> bool {
    iri.as_str().starts_with(citable::NAMESPACE)
}

impl Reader<'_> {
    // --- Classes ------------------------------------------------------------------------

    fn classes(&mut self) {
        let defined = self.graph.instances(&[owl::CLASS, rdfs::CLASS]);
        for iri in &defined {
            let id = self.class(iri);
            if !is_tools_own(iri) && !self.is_skolem(iri) {
                let word = local_name(iri).to_owned();
                self.ontology.class_words.entry(word).or_default().push(id);
            }
        }
        let mut above: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        let mut next: Vec<NamedNode> = defined.into_iter().collect();
        let mut done = BTreeSet::new();
        while let Some(iri) = next.pop() {
            let id = self.class(&iri);
            if !done.insert(id) {
                continue;
            }
            let parents = self.graph.iris(&iri, rdfs::SUB_CLASS_OF);
            let ids = parents.iter().map(|parent| self.class(parent).0).collect();
            above.insert(id.0, ids);
            next.extend(parents);
        }
        let (reached, circles) = hierarchy::closure(&above);
        for (index, class) in (0..).zip(&mut self.ontology.classes) {
            let ancestors = reached
                .get(&index)
                .into_iter()
                .flatten()
                .copied()
                .map(ClassId);
            class.ancestors = ancestors.chain([ClassId(index)]).collect();
        }
        for circle in circles {
            let words = circle
                .iter()
                .map(|&id| self.ontology.class(ClassId(id)).word.clone());
            self.circle(words.collect(), "class");
        }
    }

    /// The number of a class, new or known.
    fn class(&mut self, iri: &NamedNode) -> ClassId {
        if let Some(&id) = self.ontology.class_numbers.get(iri) {
            return id;
        }
        let id = ClassId(self.ontology.classes.len() as u32);
        self.ontology.class_numbers.insert(iri.clone(), id);
        self.ontology.classes.push(Class {
            iri: iri.clone(),
            word: self.word(iri),
            ancestors: BTreeSet::from([id]),
            deprecated: self.graph.is_true(iri, owl::DEPRECATED),
        });
        id
    }

    fn is_skolem(&self, iri: &NamedNode) -> bool {
        iri.as_str().contains("/.well-known/genid/")
    }

    /// How messages show a term: by its local name if it is a word of the notation, else as a CURIE.
    fn word(&self, iri: &NamedNode) -> String {
        let known = self.ontology.class_words.contains_key(local_name(iri));
        let prefixes = self.ontology.prefixes.iter();
        let curie = prefixes
            .filter(|(_, namespace)| iri.as_str().starts_with(namespace.as_str()))
            .map(|(prefix, namespace)| format!("{prefix}:{}", &iri.as_str()[namespace.len()..]))
            .min_by_key(|curie| (curie.len(), curie.clone()));
        let defined = self.graph.describes(iri);
        match curie {
            _ if known || (defined && !is_tools_own(iri)) => local_name(iri).to_owned(),
            Some(curie) => curie,
            None => format!("<{}>", iri.as_str()),
        }
    }

    fn circle(&mut self, words: Vec<String>, what: &str) {
        let span = self.place(&words[0]);
        let message = match words.as_slice() {
            [one] => format!("the {what} `{one}` stands above itself"),
            _ => format!(
                "these stand above each other in a circle: {}",
                words.join(", ")
            ),
        };
        self.diagnostics.push(
            Diagnostic::new(Rule::CyclicHierarchy, span, message)
                .label(format!("a {what} cannot be above itself"))
                .help("if they mean the same, keep one of them, or say owl:equivalentClass or owl:equivalentProperty"),
        );
    }

    /// Where the vocabulary's files first name a term.
    fn place(&self, word: &str) -> Span {
        let local = word.rsplit(':').next().unwrap_or(word);
        let found = readable(self.files).find_map(|(id, file)| {
            let span = place_of(id, file, &format!(":{local}"));
            (span.end > 0).then_some(Span {
                start: span.start + 1,
                ..span
            })
        });
        let first = || {
            readable(self.files)
                .next()
                .map(|(id, _)| Span::new(id, 0, 0))
        };
        found.or_else(first).unwrap_or(Span::new(FileId(0), 0, 0))
    }

    // --- Units --------------------------------------------------------------------------

    fn units(&mut self) {
        for iri in self.graph.instances(&[citable::UNIT_CLASS]) {
            let notation = self
                .graph
                .of(&iri, skos::NOTATION)
                .iter()
                .find_map(|term| match term {
                    Term::Literal(literal) => Some(literal.value().to_owned()),
                    _ => None,
                });
            let notation = notation.unwrap_or_else(|| local_name(&iri).to_owned());
            let id = UnitId(self.ontology.units.len() as u32);
            self.ontology.unit_words.insert(notation.clone(), id);
            self.ontology.units.push(Unit { iri, notation });
        }
    }

    // --- Properties ---------------------------------------------------------------------

    fn properties(&mut self) {
        let kinds = [
            r::PROPERTY,
            owl::OBJECT_PROPERTY,
            owl::DATATYPE_PROPERTY,
            owl::FUNCTIONAL_PROPERTY,
            owl::SYMMETRIC_PROPERTY,
            owl::TRANSITIVE_PROPERTY,
            citable::EVENT_PROPERTY,
            citable::STATE_PROPERTY,
            citable::ROLE_PROPERTY,
        ];
        let defined: Vec<NamedNode> = self
            .graph
            .instances(&kinds)
            .into_iter()
            .filter(|iri| !is_tools_own(iri))
            .collect();
        for iri in &defined {
            let id = self.number_property(iri);
            let word = local_name(iri).to_owned();
            if terms::is_reserved(&word, self.ontology.property(id).predicate) {
                continue;
            }
            self.ontology
                .property_words
                .entry(word)
                .or_default()
                .push(id);
        }
        let mut next = 0;
        while next < self.ontology.properties.len() {
            let iri = self.ontology.properties[next].iri.clone();
            for parent in self.graph.iris(&iri, rdfs::SUB_PROPERTY_OF) {
                self.number_property(&parent);
            }
            next += 1;
        }
        self.property_hierarchy();
    }

    /// The number of a property, new or known. One that the project's vocabulary only names as standing
    /// above another is no word of the notation.
    fn number_property(&mut self, iri: &NamedNode) -> PropertyId {
        if let Some(&id) = self.ontology.property_numbers.get(iri) {
            return id;
        }
        let id = PropertyId(self.ontology.properties.len() as u32);
        self.ontology.property_numbers.insert(iri.clone(), id);
        let property = self.property(iri);
        self.ontology.properties.push(property);
        id
    }

    fn property(&mut self, iri: &NamedNode) -> Property {
        let defined = !is_tools_own(iri) && self.graph.describes(iri);
        let is_a = |class| self.graph.is_a(iri, class);
        let (event, state, role) = (
            is_a(citable::EVENT_PROPERTY),
            is_a(citable::STATE_PROPERTY),
            is_a(citable::ROLE_PROPERTY),
        );
        let (functional, symmetric, transitive) = (
            is_a(owl::FUNCTIONAL_PROPERTY),
            is_a(owl::SYMMETRIC_PROPERTY),
            is_a(owl::TRANSITIVE_PROPERTY),
        );
        let unit_of = |unit: &NamedNode| {
            let position = self
                .ontology
                .units
                .iter()
                .position(|known| known.iri == *unit);
            position.map(|at| UnitId(at as u32))
        };
        let allowed = self.graph.iris(iri, citable::ALLOWED_UNIT);
        let units = allowed.iter().filter_map(unit_of).collect();
        let range = self.range(iri);
        let ranges = match range {
            Range::Literal(_) => Vec::new(),
            _ => self.class_sets(iri, rdfs::RANGE, schema::RANGE_INCLUDES),
        };
        Property {
            iri: iri.clone(),
            word: local_name(iri).to_owned(),
            range,
            domains: self.class_sets(iri, rdfs::DOMAIN, schema::DOMAIN_INCLUDES),
            ranges,
            ancestors: BTreeSet::new(),
            inverses: BTreeSet::new(),
            functional,
            symmetric,
            transitive,
            event: match (event, state) {
                (true, false) => Some(true),
                (false, true) => Some(false),
                _ => None,
            },
            role,
            predicate: defined && (event || state || !role),
            units,
            deprecated: self.graph.is_true(iri, owl::DEPRECATED),
        }
    }

    fn range(&self, iri: &NamedNode) -> Range {
        let mut ranges = self.graph.iris(iri, rdfs::RANGE);
        ranges.extend(self.graph.iris(iri, schema::RANGE_INCLUDES));
        let datatype = ranges
            .into_iter()
            .find(|range| is_datatype(range, &self.graph));
        match datatype {
            Some(datatype) => Range::Literal(datatype),
            None if self.graph.is_a(iri, owl::DATATYPE_PROPERTY) => {
                Range::Literal(rdfs::LITERAL.into_owned())
            }
            None if self.graph.is_a(iri, owl::OBJECT_PROPERTY) => Range::Resource,
            None if !self.graph.iris(iri, rdfs::RANGE).is_empty() => Range::Resource,
            None => Range::Any,
        }
    }

    /// The classes that a property demands: each value of `exact` (which may be a union) on its own, those
    /// of `includes` together.
    fn class_sets(
        &mut self,
        iri: &NamedNode,
        exact: NamedNodeRef,
        includes: NamedNodeRef,
    ) -> Vec<BTreeSet<ClassId>> {
        let mut sets = Vec::new();
        for class in self.graph.iris(iri, exact) {
            let union = self.graph.iris(&class, owl::UNION_OF);
            let members = match union.first() {
                Some(head) => self.graph.list(head),
                None => vec![class],
            };
            sets.push(members);
        }
        sets.push(self.graph.iris(iri, includes));
        sets.retain(|set| !set.is_empty() && !set.iter().any(is_everything));
        for class in sets.iter().flatten() {
            self.defined(class, iri);
        }
        sets.iter()
            .map(|set| set.iter().map(|class| self.class(class)).collect())
            .collect()
    }

    /// A class of one of the project's own namespaces has to be defined.
    fn defined(&mut self, class: &NamedNode, property: &NamedNode) {
        let namespace =
            |iri: &NamedNode| iri.as_str()[..iri.as_str().len() - local_name(iri).len()].to_owned();
        if namespace(class) != namespace(property) || self.graph.describes(class) {
            return;
        }
        let word = local_name(class);
        let message = format!(
            "`{}` demands the class `{word}`, which the vocabulary doesn't define",
            local_name(property)
        );
        let near = crate::diagnostic::did_you_mean(word, self.ontology.class_words.keys());
        let mut diagnostic = Diagnostic::new(Rule::UnknownClass, self.place(word), message);
        if let Some(near) = near {
            diagnostic = diagnostic.label(format!("did you mean `{near}`?"));
        }
        self.diagnostics.push(diagnostic);
    }

    fn property_hierarchy(&mut self) {
        let numbers = &self.ontology.property_numbers;
        let known = |iris: Vec<NamedNode>| -> BTreeSet<u32> {
            iris.iter()
                .filter_map(|iri| numbers.get(iri))
                .map(|id| id.0)
                .collect()
        };
        let mut above = BTreeMap::new();
        let mut inverses: Vec<(u32, u32)> = Vec::new();
        for (index, property) in (0..).zip(&self.ontology.properties) {
            above.insert(
                index,
                known(self.graph.iris(&property.iri, rdfs::SUB_PROPERTY_OF)),
            );
            for other in known(self.graph.iris(&property.iri, owl::INVERSE_OF)) {
                inverses.extend([(index, other), (other, index)]);
            }
        }
        let (reached, circles) = hierarchy::closure(&above);
        for (index, property) in (0..).zip(&mut self.ontology.properties) {
            let ancestors = reached.get(&index).into_iter().flatten().copied();
            property.ancestors = ancestors
                .filter(|&id| id != index)
                .map(PropertyId)
                .collect();
        }
        for (one, other) in inverses {
            self.ontology.properties[one as usize]
                .inverses
                .insert(PropertyId(other));
        }
        for circle in circles {
            let words = circle
                .iter()
                .map(|&id| self.ontology.property(PropertyId(id)).word.clone());
            self.circle(words.collect(), "property");
        }
    }
}

/// The classes that hold everything, and so demand nothing.
fn is_everything(class: &NamedNode) -> bool {
    class.as_ref() == owl::THING || class.as_ref() == rdfs::RESOURCE
}

fn is_datatype(iri: &NamedNode, graph: &Graph) -> bool {
    let iri_ref = iri.as_ref();
    iri.as_str().starts_with(xsd::NAMESPACE)
        || iri_ref == r::LANG_STRING
        || iri_ref == rdfs::LITERAL
        || iri_ref == edtf::EDTF
        || graph.is_a(iri, rdfs::DATATYPE)
}
