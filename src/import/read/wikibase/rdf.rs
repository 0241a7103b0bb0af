//! Wikibase's RDF (<https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format>): statement nodes with `ps:`, `pq:`, ranks and
//! references, of any Wikibase, since its IRIs say where it is.

use std::collections::BTreeMap;

use oxrdf::NamedNodeRef;
use rustc_hash::FxHashMap;

use super::json::{NONE, SOME};
use super::{DEPRECATED, Snak, Statement, say as say_statement};
use crate::import::found::{Found, Rank, Text};
use crate::import::read::graph::{Graph, Id};
use crate::vocab::{prov, rdf, rdfs, skos, xsd};

const ONTOLOGY: &str = "http://wikiba.se/ontology#";

/// Says all statements of Wikibase in a graph; how many there are.
pub fn say(graph: &Graph, found: &mut Found) -> usize {
    let places = Places::new(graph);
    if places.values.is_empty() {
        return 0;
    }
    let mut count = 0;
    for &[subject, predicate, node] in graph.triples() {
        let Some(property) = places.statements.get(&predicate) else {
            continue;
        };
        let Some(item) = graph.iri(subject).map(str::to_owned) else {
            continue;
        };
        let reader = Reader {
            graph,
            places: &places,
        };
        if let Some(statement) = reader.statement(&item, property, node) {
            count += 1;
            say_statement(statement, found);
        }
    }
    describe(graph, found);
    count
}

/// Where a predicate has its place: of a property of some Wikibase, by the number of the predicate.
struct Places {
    /// `p:`, from an item to a statement.
    statements: FxHashMap<Id, Property>,
    /// `ps:` and `psv:`; `pq:` and `pqv:`; `pr:` and `prv:`.
    values: FxHashMap<Id, (Place, Property)>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Property {
    root: String,
    number: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Main,
    MainNode,
    Qualifier,
    QualifierNode,
    Reference,
    ReferenceNode,
}

const PLACES: &[(&str, Place)] = &[
    ("prop/statement/value/", Place::MainNode),
    ("prop/qualifier/value/", Place::QualifierNode),
    ("prop/reference/value/", Place::ReferenceNode),
    ("prop/statement/", Place::Main),
    ("prop/qualifier/", Place::Qualifier),
    ("prop/reference/", Place::Reference),
];

impl Places {
    fn new(graph: &Graph) -> Places {
        let mut places = Places {
            statements: FxHashMap::default(),
            values: FxHashMap::default(),
        };
        let mut predicates: Vec<Id> = graph.triples().iter().map(|triple| triple[1]).collect();
        predicates.sort_unstable();
        predicates.dedup();
        for predicate in predicates {
            let Some((namespace, number)) = graph.iri(predicate).and_then(cut) else {
                continue;
            };
            let of = |end: &str| {
                let root = namespace.strip_suffix(end)?.to_owned();
                let number = number.to_owned();
                Some(Property { root, number })
            };
            let place = PLACES
                .iter()
                .find_map(|(end, place)| Some((*place, of(end)?)));
            if let Some(place) = place {
                places.values.insert(predicate, place);
            } else if let Some(property) = of("prop/") {
                places.statements.insert(predicate, property);
            }
        }
        places
    }
}

/// An IRI that ends in the number of a property, cut before it.
fn cut(iri: &str) -> Option<(&str, &str)> {
    let (_, number) = iri.rsplit_once('/')?;
    let digits = number.strip_prefix('P')?;
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| iri.split_at(iri.len() - number.len()))
}

struct Reader<'a> {
    graph: &'a Graph,
    places: &'a Places,
}

impl<'a> Reader<'a> {
    fn statement(&self, item: &str, property: &'a Property, node: Id) -> Option<Statement<'a>> {
        let main = self.snaks(node, Place::Main, Place::MainNode);
        let value = main
            .into_iter()
            .find(|(number, _)| *number == property.number);
        let value = match value {
            Some((_, value)) => value,
            None if self.has_no_value(node) => Snak::Odd(NONE),
            None => return None,
        };
        let references = self.graph.objects(node, prov::WAS_DERIVED_FROM);
        Some(Statement {
            root: &property.root,
            subject: item.to_owned(),
            property: property.number.clone(),
            value,
            qualifiers: self.snaks(node, Place::Qualifier, Place::QualifierNode),
            rank: self.rank(node),
            references: references
                .map(|reference| self.snaks(reference, Place::Reference, Place::ReferenceNode))
                .collect(),
        })
    }

    fn has_no_value(&self, node: Id) -> bool {
        let mut classes = self.graph.objects(node, rdf::TYPE);
        classes.any(|class| {
            let class = self.graph.iri(class).and_then(cut);
            class.is_some_and(|(namespace, _)| namespace.ends_with("prop/novalue/"))
        })
    }

    fn rank(&self, node: Id) -> Rank {
        match self
            .of_ontology(node, "rank")
            .and_then(|rank| self.graph.iri(rank))
        {
            Some(iri) if iri.ends_with("PreferredRank") => Rank::Preferred,
            Some(iri) if iri.ends_with("DeprecatedRank") => Rank::Deprecated(DEPRECATED.to_owned()),
            _ => Rank::Normal,
        }
    }

    /// The values of a node in one place: as they are, or from their own nodes, which say more. A property with as many nodes as
    /// values is read from the nodes.
    fn snaks(&self, node: Id, bare: Place, with_node: Place) -> Vec<(String, Snak)> {
        let mut values: BTreeMap<&Property, (Vec<Id>, Vec<Id>)> = BTreeMap::new();
        for &[_, predicate, object] in self.graph.of(node) {
            match self.places.values.get(&predicate) {
                Some((place, property)) if *place == bare => {
                    values.entry(property).or_default().0.push(object);
                }
                Some((place, property)) if *place == with_node => {
                    values.entry(property).or_default().1.push(object);
                }
                _ => {}
            }
        }
        let mut snaks = Vec::new();
        for (property, (bare, nodes)) in values {
            let from_nodes: Option<Vec<Snak>> =
                nodes.iter().map(|node| self.of_node(*node)).collect();
            let read = match from_nodes {
                Some(read) if !read.is_empty() && read.len() == bare.len() => read,
                _ => bare.iter().map(|value| self.snak(*value)).collect(),
            };
            snaks.extend(read.into_iter().map(|snak| (property.number.clone(), snak)));
        }
        snaks
    }

    fn of_ontology(&self, node: Id, name: &str) -> Option<Id> {
        let iri = format!("{ONTOLOGY}{name}");
        self.graph.object(node, NamedNodeRef::new_unchecked(&iri))
    }

    /// A value from its node: a time with its precision, a number with its unit.
    fn of_node(&self, node: Id) -> Option<Snak> {
        let text = |name| {
            let value = self.of_ontology(node, name)?;
            let literal = self.graph.literal(value).map(|literal| literal.value());
            literal.or_else(|| self.graph.iri(value)).map(str::to_owned)
        };
        if let Some(time) = text("timeValue") {
            return Some(Snak::Time {
                time,
                precision: text("timePrecision")?.parse().ok()?,
                calendar: text("timeCalendarModel")?,
            });
        }
        let amount = text("quantityAmount")?;
        // The unit of what has none.
        let unit = text("quantityUnit").filter(|unit| !unit.ends_with("/Q199"));
        Some(Snak::Quantity { amount, unit })
    }

    fn snak(&self, value: Id) -> Snak {
        let Some(literal) = self.graph.literal(value) else {
            return match self.graph.iri(value) {
                Some(iri) if !iri.contains("/.well-known/genid/") => self.of_iri(iri),
                _ => Snak::Odd(SOME),
            };
        };
        if literal.datatype() != xsd::DATE_TIME {
            return Snak::Literal(literal.clone());
        }
        // Without its node, a time has the precision that it is written with.
        Snak::Time {
            time: literal.value().to_owned(),
            precision: 11,
            calendar: "http://www.wikidata.org/entity/Q1985727".to_owned(),
        }
    }

    /// An entity, or the address of a page.
    fn of_iri(&self, iri: &str) -> Snak {
        match iri.contains("/entity/") {
            true => Snak::Entity(iri.to_owned()),
            false => super::string(iri),
        }
    }
}

/// Describes the items and properties that were named.
fn describe(graph: &Graph, found: &mut Found) {
    let texts = |id: Id, properties: &[NamedNodeRef]| -> Vec<Text> {
        let objects = properties
            .iter()
            .flat_map(|property| graph.objects(id, *property));
        let literals = objects.filter_map(|object| graph.literal(object));
        let text = |literal: &oxrdf::Literal| Text {
            text: literal.value().to_owned(),
            lang: literal.language().map(str::to_owned),
        };
        literals.map(text).collect()
    };
    let description = [
        NamedNodeRef::new_unchecked("http://schema.org/description"),
        NamedNodeRef::new_unchecked("https://schema.org/description"),
    ];
    for thing in &mut found.things {
        let Some(id) = graph.find_iri(&thing.key) else {
            continue;
        };
        thing.labels = texts(id, &[rdfs::LABEL]);
        thing.aliases = texts(id, &[skos::ALT_LABEL]);
        thing.definitions = texts(id, &description);
        thing.is_described = !thing.labels.is_empty();
    }
    for term in &mut found.terms {
        let iris = [&term.key].into_iter().chain(&term.equivalents);
        for id in iris.filter_map(|iri| graph.find_iri(iri)) {
            let labels = texts(id, &[rdfs::LABEL]);
            if !labels.is_empty() {
                term.labels = labels;
                term.definition = texts(id, &description).into_iter().next();
            }
        }
    }
}
