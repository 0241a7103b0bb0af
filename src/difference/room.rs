//! The quads that differ, by the nodes that they speak of, and these by what they are.
//!
//! What a node is, its IRI says: the RDF model gives every kind its own place below the project's base.

use std::collections::{BTreeMap, HashSet};

use oxrdf::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term, Triple};

use super::side::Sides;
use crate::store;
use crate::vocab::{IDENTITY, citable, dcterms, owl, prov, rdf, skos, void};

/// A quad that only one version has.
#[derive(Clone, Debug)]
pub struct Changed {
    pub added: bool,
    pub predicate: NamedNode,
    pub object: Term,
}

/// The changed quads of nodes, by the IRI of each.
pub type Nodes = BTreeMap<String, Vec<Changed>>;

/// The nodes that changed quads speak of.
#[derive(Debug, Default)]
pub struct Touched {
    pub statements: Nodes,
    pub readings: Nodes,
    /// With their selectors.
    pub quotations: Nodes,
    pub sources: Nodes,
    pub entities: Nodes,
    /// Links to other data sets.
    pub links: Nodes,
    /// Mappings of mapping sets, and the sets.
    pub mappings: Nodes,
    pub terms: Nodes,
    pub other: Nodes,
    external: BTreeMap<String, (usize, usize)>,
}

/// What a quad speaks of.
enum Room {
    Statement,
    Reading,
    Quotation,
    Source,
    Entity,
    Link,
    Mapping,
    Term,
    External(String),
    Description,
    Other,
}

impl Touched {
    pub fn of(quads: &store::Difference, sides: Sides) -> Touched {
        let mut touched = Touched::default();
        let removed = quads.removed.iter().map(|quad| (false, quad));
        for (added, quad) in removed.chain(quads.added.iter().map(|quad| (true, quad))) {
            let base = if added {
                &sides.after.base
            } else {
                &sides.before.base
            };
            touched.put(added, quad, base);
        }
        touched
    }

    fn put(&mut self, added: bool, quad: &Quad, base: &str) {
        let NamedOrBlankNode::NamedNode(subject) = &quad.subject else {
            return;
        };
        let mut node = subject.as_str();
        let nodes = match room(quad, node, base) {
            Room::Description => return,
            Room::External(graph) => {
                let (removed, new) = self.external.entry(graph).or_default();
                *(if added { new } else { removed }) += 1;
                return;
            }
            Room::Quotation => {
                let selector = node[base.len()..].find('#');
                node = &node[..selector.map_or(node.len(), |at| base.len() + at)];
                &mut self.quotations
            }
            Room::Statement => &mut self.statements,
            Room::Reading => &mut self.readings,
            Room::Source => &mut self.sources,
            Room::Entity => &mut self.entities,
            Room::Link => &mut self.links,
            Room::Mapping => &mut self.mappings,
            Room::Term => &mut self.terms,
            Room::Other => &mut self.other,
        };
        nodes.entry(node.to_owned()).or_default().push(Changed {
            added,
            predicate: quad.predicate.clone(),
            object: quad.object.clone(),
        });
    }

    /// The graphs of external files, with the numbers of triples that were removed and added.
    pub fn external(&self) -> Vec<(String, usize, usize)> {
        let counts = self.external.iter();
        counts
            .map(|(graph, (removed, added))| (graph.clone(), *removed, *added))
            .collect()
    }

    /// Takes out the bare triples of statements, of which the statements tell.
    pub fn without(&mut self, triples: &HashSet<Triple>) {
        for nodes in [
            &mut self.statements,
            &mut self.sources,
            &mut self.entities,
            &mut self.quotations,
            &mut self.other,
        ] {
            nodes.retain(|subject, changed| {
                changed.retain(|changed| !triples.contains(&changed.triple(subject)));
                !changed.is_empty()
            });
        }
    }

    /// Takes out the triples of entities that stand for statements where those have no nodes of their own: the triples that were
    /// removed and those that were added.
    pub fn take_bare(&mut self) -> [Vec<Triple>; 2] {
        let mut taken = [Vec::new(), Vec::new()];
        self.entities.retain(|subject, changed| {
            changed.retain(|changed| {
                let is_bare = !describes(&changed.predicate);
                if is_bare {
                    taken[usize::from(changed.added)].push(changed.triple(subject));
                }
                !is_bare
            });
            !changed.is_empty()
        });
        taken
    }
}

impl Changed {
    pub fn triple(&self, subject: &str) -> Triple {
        Triple::new(
            NamedNode::new_unchecked(subject),
            self.predicate.clone(),
            self.object.clone(),
        )
    }
}

fn room(quad: &Quad, subject: &str, base: &str) -> Room {
    if let GraphName::NamedNode(graph) = &quad.graph_name
        && let Some(graph) = graph.as_str().strip_prefix(base)
    {
        match graph {
            "graph/meta" => return Room::Description,
            "graph/ontology" => return Room::Term,
            "graph/links" => return Room::Link,
            set if set.starts_with("mappings/") => return Room::Mapping,
            file if file.starts_with("file/") => return Room::External(file.to_owned()),
            _ => {}
        }
    }
    let void = |iri: &str| iri.starts_with(void::NAMESPACE);
    if void(quad.predicate.as_str()) || super::side::iri(&quad.object).is_some_and(void) {
        return Room::Description;
    }
    let Some(own) = subject.strip_prefix(base) else {
        return match subject.starts_with("https://w3id.org/citable/tool") {
            true => Room::Description,
            false => Room::Other,
        };
    };
    let is_link = || {
        let property = quad.predicate.as_ref();
        IDENTITY.contains(&property) || property == skos::CLOSE_MATCH
    };
    match own.split_once('/').map(|(room, _)| room) {
        Some("statement") => Room::Statement,
        Some("quotation") => Room::Quotation,
        Some("dossier" | "table") if own.contains('#') => Room::Reading,
        Some("dossier" | "table" | "source") => Room::Source,
        Some("entity") if is_link() => Room::Link,
        Some("entity") => Room::Entity,
        Some("graph" | "file") => Room::Description,
        _ => Room::Other,
    }
}

/// Whether a property says of an entity what it is and what it is called, and not what a statement says.
fn describes(predicate: &NamedNode) -> bool {
    let iri = predicate.as_str();
    let namespaces = [
        rdf::NAMESPACE,
        skos::NAMESPACE,
        citable::NAMESPACE,
        owl::NAMESPACE,
        prov::NAMESPACE,
        dcterms::NAMESPACE,
    ];
    namespaces
        .iter()
        .any(|namespace| iri.starts_with(namespace))
}
