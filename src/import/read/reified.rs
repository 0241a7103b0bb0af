//! Statements of RDF: `rdf:Statement` (RDF Schema 1.1, section 5.3) and reifiers (RDF 1.2), with what is said of them.
//!
//! A property of the node is a time, a note, a place where it comes from, or else a role. What citable itself exports is read
//! with its readings: rank, confidence, doubt.

use oxrdf::NamedNodeRef;
use rustc_hash::FxHashMap;

use super::described;
use super::graph::{Graph, Id};
use crate::import::found::{Found, More, Rank, Reference, ThingId, Value};
use crate::import::times::{self, Times};
use crate::vocab::{citable, dcterms, oa, prov, rdf, rdfs, schema, skos};

/// Says all statements that are reified; how many there are.
pub fn say(graph: &Graph, found: &mut Found) -> usize {
    let reified = reified(graph);
    let is_inferred = |node: &Id| {
        let class = graph.find(citable::INFERRED_STATEMENT);
        class.is_some() && graph.objects(*node, rdf::TYPE).any(|it| Some(it) == class)
    };
    let (inferred, said): (Vec<_>, Vec<_>) =
        reified.iter().partition(|(node, _)| is_inferred(node));
    let mut reader = Reader {
        readings: readings(graph),
        graph,
        found,
    };
    for (node, triple) in &said {
        reader.statement(*node, *triple);
    }
    for (node, _) in &inferred {
        let what = "inferred statements (they follow again once the drafts are taken over)";
        reader.found.left.out(what, graph.shown(*node));
    }
    if !said.is_empty() {
        let inferred = inferred.iter().map(|(_, triple)| *triple).collect();
        described::say(graph, inferred, &reified, reader.found);
    }
    reified.len()
}

/// The nodes that reify a triple, in order. One that reifies several is several statements.
fn reified(graph: &Graph) -> Vec<(Id, [Id; 3])> {
    let mut reified = Vec::new();
    let reifies = graph.find(rdf::REIFIES);
    let subject = graph.find(rdf::SUBJECT);
    for &[node, predicate, object] in graph.triples() {
        if Some(predicate) == reifies {
            reified.extend(graph.parts(object).map(|parts| (node, parts)));
        } else if Some(predicate) == subject {
            let part = |part| graph.object(node, part);
            if let (Some(predicate), Some(value)) = (part(rdf::PREDICATE), part(rdf::OBJECT)) {
                reified.push((node, [object, predicate, value]));
            }
        }
    }
    reified
}

/// The readings of each statement.
fn readings(graph: &Graph) -> FxHashMap<Id, Vec<Id>> {
    let mut readings: FxHashMap<Id, Vec<Id>> = FxHashMap::default();
    if let Some(body) = graph.find(oa::HAS_BODY) {
        for &[reading, predicate, statement] in graph.triples() {
            if predicate == body {
                readings.entry(statement).or_default().push(reading);
            }
        }
    }
    readings
}

/// Properties of a statement's node that say nothing that the import needs.
const SILENT: &[NamedNodeRef] = &[
    rdf::TYPE,
    rdf::SUBJECT,
    rdf::PREDICATE,
    rdf::OBJECT,
    rdf::REIFIES,
    citable::ASSERTED,
    citable::START_EARLIEST,
    citable::START_LATEST,
    citable::END_EARLIEST,
    citable::END_LATEST,
    oa::HAS_BODY,
    oa::HAS_TARGET,
    dcterms::CREATOR,
];

/// The literals of a time, in citable's own RDF.
const TIMES: &[NamedNodeRef] = &[
    citable::SINCE,
    citable::UNTIL,
    citable::AT,
    citable::THROUGHOUT,
    citable::AS_OF,
];

/// Properties that say where a statement comes from.
const SOURCES: &[NamedNodeRef] = &[
    prov::WAS_DERIVED_FROM,
    dcterms::SOURCE,
    schema::URL,
    NamedNodeRef::new_unchecked("http://www.w3.org/ns/prov#hadPrimarySource"),
    NamedNodeRef::new_unchecked("https://schema.org/isBasedOn"),
    NamedNodeRef::new_unchecked("https://schema.org/citation"),
];

struct Reader<'a> {
    graph: &'a Graph,
    found: &'a mut Found,
    readings: FxHashMap<Id, Vec<Id>>,
}

impl Reader<'_> {
    fn statement(&mut self, node: Id, [subject, predicate, object]: [Id; 3]) {
        let graph = self.graph;
        let shown = || format!("{} {}", graph.shown(subject), graph.shown(predicate));
        let (Some(key), Some(property)) = (graph.key(subject), graph.iri(predicate)) else {
            return self
                .found
                .left
                .out("statements about triple terms", shown());
        };
        if !self.found.wants(&key) {
            return;
        }
        let Some(object) = self.value(object) else {
            return self
                .found
                .left
                .out("statements about triple terms", shown());
        };
        let subject = self.found.thing(&key);
        if property == rdf::TYPE.as_str() {
            if let Value::Thing(class) = object {
                let class = self.found.things[class.0 as usize].key.clone();
                let class = self.found.term(&class);
                self.found.thing_mut(subject).classes.push(class);
            }
            return;
        }
        let predicate = self.found.term(property);
        let (more, unit) = self.more(node);
        let object = match (object, unit) {
            (Value::Literal(number), Some(unit)) => Value::Quantity(number, unit),
            (object, _) => object,
        };
        self.found.say(subject, predicate, object, more);
    }

    fn value(&mut self, id: Id) -> Option<Value> {
        match self.graph.literal(id) {
            Some(literal) => Some(Value::Literal(literal.clone())),
            None => Some(Value::Thing(self.thing(id)?)),
        }
    }

    fn thing(&mut self, id: Id) -> Option<ThingId> {
        let key = self.graph.key(id)?;
        Some(self.found.thing(&key))
    }

    /// What is said of a statement, by its node and by the reading that vouches most for it; and the unit of its value.
    fn more(&mut self, node: Id) -> (More, Option<String>) {
        let mut said = Said::default();
        for &[_, predicate, object] in self.graph.of(node) {
            self.property(predicate, object, &mut said);
        }
        let readings = self.readings.get(&node).cloned().unwrap_or_default();
        let best = readings
            .iter()
            .min_by_key(|reading| self.doubt(**reading))
            .copied();
        for &[_, predicate, object] in best.map_or(&[][..], |best| self.graph.of(best)) {
            self.property(predicate, object, &mut said);
        }
        if let Some(id) = self.graph.iri(node) {
            for _ in readings.iter().skip(1) {
                self.found.left.out("further readings of a statement", id);
            }
            said.more.id = given_id(id);
        }
        let (phrase, rest) = said.times.phrase();
        let own = said
            .own
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        said.more.phrase = times::of_literals(own).or(phrase);
        said.more.notes.extend(rest);
        (said.more, said.unit)
    }

    /// How little a reading vouches for what it says.
    fn doubt(&self, reading: Id) -> usize {
        let has = |property, value| {
            let value = self.graph.find(value);
            value.is_some()
                && self
                    .graph
                    .objects(reading, property)
                    .any(|it| Some(it) == value)
        };
        let preferred = has(citable::RANK, citable::PREFERRED);
        2 * usize::from(has(citable::STATUS, citable::UNCONFIRMED))
            + 2 * usize::from(has(citable::RANK, citable::DEPRECATED))
            + usize::from(!preferred)
    }

    fn property(&mut self, predicate: Id, object: Id, said: &mut Said) {
        let graph = self.graph;
        let Some(iri) = graph.iri(predicate) else {
            return;
        };
        let property = NamedNodeRef::new_unchecked(iri);
        let text = graph
            .literal(object)
            .map(|literal| literal.value().to_owned());
        if SILENT.contains(&property) {
        } else if TIMES.contains(&property) {
            let name = iri[citable::NAMESPACE.len()..].to_owned();
            said.own.extend(text.map(|text| (name, text)));
        } else if SOURCES.contains(&property) {
            self.source(object, &mut said.more);
        } else if property == rdfs::SEE_ALSO {
            let what = "references from one statement to another";
            self.found.left.out(what, graph.shown(object));
        } else if [rdfs::COMMENT, skos::NOTE].contains(&property) {
            said.more.notes.extend(text);
        } else if iri.starts_with(citable::NAMESPACE) {
            self.own(property, object, text, said);
        } else if !self.time(iri, object, said) {
            self.role(iri, object, said);
        }
    }

    /// A property of citable's own vocabulary.
    fn own(&mut self, property: NamedNodeRef, object: Id, text: Option<String>, said: &mut Said) {
        let iri = self.graph.iri(object);
        let is = |value: NamedNodeRef| iri == Some(value.as_str());
        let holds = text.as_deref() == Some("true");
        match property {
            citable::NEGATED => said.more.negated = holds,
            citable::UNIT => said.unit = iri.map(str::to_owned),
            citable::STATUS => said.more.unconfirmed |= is(citable::UNCONFIRMED),
            citable::RANK if is(citable::PREFERRED) => said.more.rank = Rank::Preferred,
            citable::DEPRECATED_BECAUSE => {
                said.more.rank = Rank::Deprecated(text.unwrap_or_default());
            }
            citable::CONFIDENCE_LEVEL => said.more.confidence = text,
            citable::CONFIDENCE => {
                said.more.confidence.get_or_insert(text.unwrap_or_default());
            }
            citable::ACCORDING_TO => said.more.according_to = self.thing(object),
            citable::BECAUSE => said.more.because = text,
            _ => {}
        }
    }

    fn time(&mut self, iri: &str, object: Id, said: &mut Said) -> bool {
        let Some(property) = times::known_as(iri) else {
            return false;
        };
        match (self.graph.literal(object), self.graph.iri(object)) {
            (Some(literal), _) => said.times.add_edtf(property, literal.value()),
            (None, Some(value)) if value.ends_with(times::CIRCA) => {
                said.times.is_about();
                true
            }
            _ => false,
        }
    }

    fn role(&mut self, iri: &str, object: Id, said: &mut Said) {
        match self.value(object) {
            Some(value) => said.more.roles.push((self.found.term(iri), value)),
            None => self.found.left.out("roles that are triple terms", iri),
        }
    }

    /// Where a statement comes from: a page; a source that has one; or the source of a quotation.
    fn source(&mut self, object: Id, more: &mut More) {
        let graph = self.graph;
        let source = match graph.object(object, prov::WAS_QUOTED_FROM) {
            Some(source) => {
                let words = "quotations: their words are still to be found in the text";
                self.found.left.out(words, graph.shown(object));
                source
            }
            None => object,
        };
        let text = |id: Id| match graph.literal(id) {
            Some(literal) => Some(literal.value().to_owned()),
            None => graph.iri(id).map(str::to_owned),
        };
        let of = |property| graph.object(source, property).and_then(text);
        let url = of(schema::URL).or_else(|| text(source).filter(|url| url.starts_with("http")));
        let own = graph.objects(source, rdf::TYPE).any(|class| {
            graph
                .iri(class)
                .is_some_and(|class| class.starts_with(citable::NAMESPACE))
        });
        match url {
            Some(url) if of(schema::URL).is_some() || !own => {
                let reference = Reference {
                    url,
                    title: of(schema::NAME).or_else(|| of(dcterms::TITLE)),
                    retrieved: of(citable::RETRIEVED).and_then(|date| times::date(&date)),
                    published: of(schema::DATE_PUBLISHED).and_then(|date| times::date(&date)),
                };
                if !more.references.contains(&reference) {
                    more.references.push(reference);
                }
            }
            _ => {
                let title = of(schema::NAME).unwrap_or_else(|| graph.shown(source));
                self.found.left.out("sources without an address", title);
            }
        }
    }
}

/// What is said of one statement, as it is collected.
#[derive(Default)]
struct Said {
    more: More,
    own: Vec<(String, String)>,
    times: Times,
    unit: Option<String>,
}

/// The id of a statement that was given one, in its IRI; keys are computed anew.
pub fn given_id(iri: &str) -> Option<String> {
    const KEY: usize = 20;
    let (_, id) = iri.rsplit_once("/statement/")?;
    let is_key = id.len() == KEY && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    (crate::iri::is_slug(id) && !is_key).then(|| id.to_owned())
}
