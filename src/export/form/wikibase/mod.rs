//! As a Wikibase writes its RDF ([the mapping](https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format)): what has
//! been written for the query service of Wikidata works on it, with the project's own properties and things.
//!
//! [`claims`] says what is said, as statements with rank, qualifiers and references; [`properties`] what their predicates are
//! called, and of which type their values are; [`values`] how a value is written; [`things`] what there are items for.

mod claims;
mod losses;
mod properties;
mod things;
mod values;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use super::Scope;
use super::said::About;
use crate::export::dataset::{Dataset, Id, Quad};
use crate::export::report::{Loss, Report};
use claims::{Claim, Claims, Collector, Rank, Snak};
use properties::{Place, Property, properties};
use things::{Names, Things};
use values::{Seen, Shown, Values};
use words::Words;

/// The prefixes that everyone knows these predicates by; what follows the project's base.
pub const ROOMS: [(&str, &str); 12] = [
    ("p", "prop/"),
    ("pq", "prop/qualifier/"),
    ("pqv", "prop/qualifier/value/"),
    ("pr", "prop/reference/"),
    ("prv", "prop/reference/value/"),
    ("ps", "prop/statement/"),
    ("psv", "prop/statement/value/"),
    ("wd", "entity/"),
    ("wdref", "reference/"),
    ("wds", "statement/"),
    ("wdt", "prop/direct/"),
    ("wdv", "value/"),
];

pub fn rewrite(dataset: &mut Dataset, scope: &Scope, report: &mut Report) {
    let about = About::of(dataset, scope);
    let words = Words::of(dataset);
    let things = Things::of(dataset, &about, &words, scope);
    let collector = Collector {
        base: &scope.context.base,
        about: &about,
        words: &words,
        things: &things,
    };
    let claims = collector.collect(dataset, report);
    let seen = seen(dataset, &claims, &things);
    let mut writer = Writer {
        properties: properties(dataset, &seen, scope.context),
        values: Values::new(&scope.context.base),
        words: &words,
        things: &things,
        quads: Vec::new(),
        misfits: 0,
        poorer: 0,
        dataset,
    };
    writer.claims(&claims);
    let mut names = Names {
        about: &about,
        words: &words,
        former: 0,
        notes: 0,
    };
    writer.declare(&mut names, scope.ontology);
    writer.name(&mut names, scope);
    for (count, words) in [
        (writer.misfits, losses::MISFITS),
        (writer.poorer, losses::DATATYPES),
        (names.former, losses::FORMER),
        (names.notes, losses::NOTES),
    ] {
        report.lose(Loss::Special(count, words));
    }
    things.tell_axioms(&about, &words, report);
    let quads = writer.quads;
    dataset.quads = quads;
}

/// Which sorts of values each property has, in statements, qualifiers and references.
fn seen(dataset: &Dataset, claims: &Claims, things: &Things) -> BTreeMap<Id, Seen> {
    let mut seen: BTreeMap<Id, Seen> = BTreeMap::new();
    let mut add = |property, value| {
        let seen: &mut Seen = seen.entry(property).or_default();
        seen.add(&dataset.value(value), things.has(value));
    };
    for claim in &claims.list {
        add(claim.property, claim.value);
        let qualifiers = claim.qualifiers.iter();
        qualifiers.for_each(|snak| add(snak.property, snak.value));
    }
    for snak in claims.references.values().flatten() {
        add(snak.property, snak.value);
    }
    seen
}

struct Writer<'w, 'b> {
    dataset: &'w mut Dataset<'b>,
    words: &'w Words,
    things: &'w Things,
    properties: BTreeMap<Id, Property>,
    values: Values<'w>,
    quads: Vec<Quad>,
    /// Values that the type of their property cannot hold.
    misfits: usize,
    /// Values that lost their datatype or language.
    poorer: usize,
}

impl Writer<'_, '_> {
    fn put(&mut self, graph: Option<Id>, [subject, predicate, object]: [Id; 3]) {
        self.quads.push(Quad {
            graph,
            subject,
            predicate,
            object,
        });
    }

    /// All statements. Those of the best rank of a thing's property are told to be so, and stand there directly as well.
    fn claims(&mut self, claims: &Claims) {
        let preferred: BTreeSet<[Id; 2]> = claims
            .list
            .iter()
            .filter(|claim| claim.rank == Rank::Preferred)
            .map(|claim| [claim.subject, claim.property])
            .collect();
        let mut told = BTreeSet::new();
        for claim in &claims.list {
            let best = match claim.rank {
                Rank::Deprecated => false,
                Rank::Normal => !preferred.contains(&[claim.subject, claim.property]),
                Rank::Preferred => true,
            };
            let Some(shown) = self.show(claim.property, claim.value, claim.unit) else {
                continue;
            };
            self.claim(claim, shown, best);
            for &(reference, graph) in &claim.references {
                let derived = self.words.derived;
                self.put(graph, [claim.node, derived, reference]);
                if told.insert((reference, graph)) {
                    self.reference(reference, graph, &claims.references[&(reference, graph)]);
                }
            }
        }
    }

    fn claim(&mut self, claim: &Claim, shown: Shown, best: bool) {
        let words = self.words;
        let property = self.properties[&claim.property];
        for &graph in &claim.graphs {
            self.put(
                graph,
                [claim.subject, property.at(Place::Claim), claim.node],
            );
            self.put(graph, [claim.node, words.a, words.statement]);
            self.put(
                graph,
                [claim.node, words.rank, words.ranks[claim.rank as usize]],
            );
            if best {
                self.put(graph, [claim.node, words.a, words.best]);
                let direct = property.at(Place::Direct);
                self.put(graph, [claim.subject, direct, shown.simple]);
            }
            let places = [Place::Statement, Place::StatementValue];
            self.value(graph, claim.node, property, places, shown);
        }
        for snak in &claim.qualifiers {
            self.snak(claim.node, snak, [Place::Qualifier, Place::QualifierValue]);
        }
    }

    fn reference(&mut self, reference: Id, graph: Option<Id>, snaks: &[Snak]) {
        let words = self.words;
        self.put(graph, [reference, words.a, words.reference]);
        for snak in snaks {
            self.snak(reference, snak, [Place::Reference, Place::ReferenceValue]);
        }
    }

    fn snak(&mut self, node: Id, snak: &Snak, places: [Place; 2]) {
        if let Some(shown) = self.show(snak.property, snak.value, None) {
            let property = self.properties[&snak.property];
            self.value(snak.graph, node, property, places, shown);
        }
    }

    /// A value, in its simple form and as a node.
    fn value(
        &mut self,
        graph: Option<Id>,
        node: Id,
        property: Property,
        [simple, full]: [Place; 2],
        shown: Shown,
    ) {
        self.put(graph, [node, property.at(simple), shown.simple]);
        if let Some(value) = shown.node {
            self.put(graph, [node, property.at(full), value]);
            for [predicate, object] in self.values.parts(value).to_vec() {
                self.put(graph, [value, predicate, object]);
            }
        }
    }

    fn show(&mut self, property: Id, value: Id, unit: Option<Id>) -> Option<Shown> {
        let kind = self.properties[&property].kind;
        let shown = self.values.show(self.dataset, value, unit, kind);
        match shown {
            None => self.misfits += 1,
            Some(shown) => self.poorer += usize::from(shown.is_poorer),
        }
        shown
    }

    /// Says what the properties are, in the graph of the vocabulary.
    fn declare(&mut self, names: &mut Names, graph: Option<Id>) {
        for (id, property) in self.properties.clone() {
            for triple in property.declaration(self.dataset, id, self.words.a) {
                self.put(graph, triple);
            }
            let named = names.of(self.dataset, id);
            self.quads.extend(named);
        }
    }

    /// Names the things, and says that they are items; what is merged into another is a redirect to it.
    fn name(&mut self, names: &mut Names, scope: &Scope) {
        let words = self.words;
        for quads in names.about.all().chunk_by(|a, b| a.subject == b.subject) {
            let thing = quads[0].subject;
            if !self.things.has(thing) || self.properties.contains_key(&thing) {
                continue;
            }
            let is_replaced = names.is_replaced(thing);
            let graphs: BTreeSet<Option<Id>> = quads
                .iter()
                .filter(|quad| !scope.is_about_the_build(quad) || quad.predicate == words.a)
                .map(|quad| quad.graph)
                .collect();
            for graph in graphs.into_iter().filter(|_| !is_replaced) {
                self.put(graph, [thing, words.a, words.item]);
            }
            let named = names.of(self.dataset, thing);
            self.quads.extend(named);
        }
    }
}
