//! What is said, as statements of Wikibase: a value with rank, qualifiers and references.

use std::collections::{BTreeMap, BTreeSet};

use super::things::Things;
use super::words::Words;
use super::{losses, values};
use crate::export::dataset::{Dataset, Id, Quad, Value};
use crate::export::form::asserting::is_true;
use crate::export::form::said::{About, Said, said};
use crate::export::report::{Loss, Report};
use crate::iri;
use crate::vocab::citable;

/// From the weakest to the strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    Deprecated,
    Normal,
    Preferred,
}

/// A property with a value, said in a graph.
#[derive(Clone, Copy, Debug)]
pub struct Snak {
    pub property: Id,
    pub value: Id,
    pub graph: Option<Id>,
}

/// A statement.
#[derive(Debug)]
pub struct Claim {
    pub node: Id,
    pub subject: Id,
    pub property: Id,
    pub value: Id,
    pub unit: Option<Id>,
    pub rank: Rank,
    pub graphs: Vec<Option<Id>>,
    pub qualifiers: Vec<Snak>,
    /// Its references, each in a graph.
    pub references: Vec<(Id, Option<Id>)>,
}

/// All statements, and what their references say, each in a graph.
#[derive(Debug, Default)]
pub struct Claims {
    pub list: Vec<Claim>,
    pub references: BTreeMap<(Id, Option<Id>), Vec<Snak>>,
}

/// Finds what is said.
pub struct Collector<'c> {
    pub base: &'c str,
    pub about: &'c About,
    pub words: &'c Words,
    pub things: &'c Things,
}

impl Collector<'_> {
    /// All statements: those of dossiers, the inferred ones, and what is said without being one.
    pub fn collect(&self, dataset: &mut Dataset, report: &mut Report) -> Claims {
        let mut claims = Claims::default();
        let mut reified = BTreeSet::new();
        let (mut unranked, mut readings, mut times) = (0, 0, 0);
        for said in said(dataset, self.about, report) {
            let Some(rank) = self.rank(dataset, &said) else {
                unranked += 1;
                continue;
            };
            if rank != Rank::Deprecated {
                reified.insert(said.triple);
            }
            readings += said.readings.len();
            let claim = self.claim(dataset, &said, rank, &mut times);
            self.refer(dataset, &mut claims, claim);
        }
        let bare = self.bare(&reified);
        for quad in bare {
            self.add_bare(dataset, &mut claims, quad);
        }
        report.lose(Loss::Special(unranked, losses::UNRANKED));
        report.lose(Loss::Special(readings, losses::READERS));
        report.lose(Loss::Special(times, losses::TIMES));
        claims
    }

    /// The rank by the readings that do not doubt it: one that holds to it is enough. Nothing of what is denied or only
    /// unconfirmed, which Wikibase has no rank for.
    fn rank(&self, dataset: &Dataset, said: &Said) -> Option<Rank> {
        let find = |word| dataset.find(word);
        let is_negated = self
            .about
            .objects(said.statement, find(citable::NEGATED))
            .any(|value| is_true(&dataset.value(value)));
        if is_negated {
            return None;
        }
        if said.readings.is_empty() {
            return said.asserted.then_some(Rank::Normal);
        }
        let ranks = self.firm(dataset, said).map(|reading| {
            let mut ranks = self.about.objects(reading, find(citable::RANK));
            let is = |rank: Id, word| Some(rank) == find(word);
            match ranks.next() {
                Some(rank) if is(rank, citable::PREFERRED) => Rank::Preferred,
                Some(rank) if is(rank, citable::DEPRECATED) => Rank::Deprecated,
                _ => Rank::Normal,
            }
        });
        ranks.max()
    }

    /// The readings that do not doubt the statement.
    fn firm(&self, dataset: &Dataset, said: &Said) -> impl Iterator<Item = Id> {
        let (status, unconfirmed) = (
            dataset.find(citable::STATUS),
            dataset.find(citable::UNCONFIRMED),
        );
        let is_firm = move |reading: &Id| {
            let mut all = self.about.objects(*reading, status);
            all.all(|status| Some(status) != unconfirmed)
        };
        said.readings.iter().copied().filter(is_firm)
    }

    fn claim(&self, dataset: &Dataset, said: &Said, rank: Rank, lost: &mut usize) -> Claim {
        let words = self.words;
        let (mut qualifiers, mut bounds, mut times) = (Vec::new(), Vec::new(), 0);
        let mut untold = BTreeSet::new();
        for quad in self.about.term(said.statement) {
            if words.bounds.contains(&quad.predicate) {
                bounds.push(snak(quad));
            } else if !words.times.contains(&quad.predicate) {
                if !words.no_roles.contains(&quad.predicate) {
                    qualifiers.push(snak(quad));
                }
            } else if is_time(&dataset.value(quad.object)) {
                times += 1;
                qualifiers.push(snak(quad));
            } else {
                untold.insert((quad.predicate, quad.object));
            }
        }
        // The days are there for what has no other time.
        if times == 0 || !untold.is_empty() {
            qualifiers.extend(bounds);
        }
        *lost += untold.len();
        for reading in self.firm(dataset, said) {
            let details = self.about.term(reading).iter();
            let details = details.filter(|quad| words.details.contains(&quad.predicate));
            qualifiers.extend(details.map(snak));
        }
        let [subject, property, value] = said.triple;
        let unit = self.about.objects(said.statement, Some(words.unit)).next();
        Claim {
            node: said.statement,
            subject,
            property,
            value,
            unit,
            rank,
            graphs: said.graphs.clone(),
            qualifiers,
            references: Vec::new(),
        }
    }

    /// Adds a statement with a reference for each of its quotations, and one for what it was inferred from.
    fn refer(&self, dataset: &mut Dataset, claims: &mut Claims, mut claim: Claim) {
        let mut inference: Vec<Snak> = Vec::new();
        for quad in self.about.term(claim.node) {
            if quad.predicate == self.words.rule {
                inference.push(snak(quad));
            } else if quad.predicate != self.words.derived {
                continue;
            } else if self.is_quotation(quad.object) {
                self.quote(claims, &mut claim, quad.object, quad.graph);
            } else {
                inference.push(snak(quad));
            }
        }
        if !inference.is_empty() {
            let text = dataset.iri(claim.node).unwrap_or_default();
            let key = iri::key(&format!("inference\n{text}"));
            let node = dataset.intern_made(&format!("{}reference/{key}", self.base));
            for snak in inference {
                claim.references.push((node, snak.graph));
                let reference = claims.references.entry((node, snak.graph)).or_default();
                reference.push(snak);
            }
            claim.references.dedup();
        }
        claims.list.push(claim);
    }

    fn is_quotation(&self, node: Id) -> bool {
        let mut sources = self.about.objects(node, Some(self.words.has_source));
        sources.next().is_some()
    }

    /// A quotation is a reference: to its source, with its words and where they are.
    fn quote(&self, claims: &mut Claims, claim: &mut Claim, quotation: Id, graph: Option<Id>) {
        claim.references.push((quotation, graph));
        let words = self.words;
        let snaks = claims.references.entry((quotation, graph));
        snaks.or_insert_with(|| {
            let mut snaks = Vec::new();
            let mut add = |property, value| {
                snaks.push(Snak {
                    property,
                    value,
                    graph,
                });
            };
            for quad in self.about.term(quotation) {
                if quad.predicate == words.quoted {
                    add(words.quoted, quad.object);
                    let source = self.about.term(quad.object).iter();
                    let told = source.filter(|quad| words.of_sources.contains(&quad.predicate));
                    told.for_each(|quad| add(quad.predicate, quad.object));
                } else if quad.predicate == words.locator {
                    add(words.locator, quad.object);
                } else if quad.predicate == words.selector {
                    let exact = self.about.objects(quad.object, Some(words.exact));
                    exact.for_each(|text| add(words.exact, text));
                }
            }
            snaks
        });
    }

    /// What is said of things without being a statement: classes, links, of what a source is, and RDF from elsewhere.
    fn bare(&self, reified: &BTreeSet<[Id; 3]>) -> Vec<Quad> {
        let is_bare =
            |quad: &&Quad| self.things.says(self.words, quad) && !reified.contains(&quad.triple());
        self.about.all().iter().filter(is_bare).copied().collect()
    }

    fn add_bare(&self, dataset: &mut Dataset, claims: &mut Claims, quad: Quad) {
        let same = |claim: &Claim| [claim.subject, claim.property, claim.value] == quad.triple();
        match claims.list.last_mut() {
            Some(last) if same(last) && last.unit.is_none() => last.graphs.push(quad.graph),
            _ => {
                let parts = quad.triple().map(|part| dataset.text(part));
                let key = iri::key(&format!("bare\n{}", parts.join("\n")));
                let node = dataset.intern_made(&format!("{}statement/{key}", self.base));
                claims.list.push(Claim {
                    node,
                    subject: quad.subject,
                    property: quad.predicate,
                    value: quad.object,
                    unit: None,
                    rank: Rank::Normal,
                    graphs: vec![quad.graph],
                    qualifiers: Vec::new(),
                    references: Vec::new(),
                });
            }
        }
        if quad.predicate == self.words.a {
            self.quote_declaration(claims, quad);
        }
    }

    /// Quotations over a declaration are references of what it says that the thing is.
    fn quote_declaration(&self, claims: &mut Claims, quad: Quad) {
        let derived = self.about.term(quad.subject).iter().filter(|other| {
            other.predicate == self.words.derived
                && other.graph == quad.graph
                && self.is_quotation(other.object)
        });
        let Some(mut claim) = claims.list.pop() else {
            return;
        };
        for other in derived {
            self.quote(claims, &mut claim, other.object, quad.graph);
        }
        claims.list.push(claim);
    }
}

fn snak(quad: &Quad) -> Snak {
    Snak {
        property: quad.predicate,
        value: quad.object,
        graph: quad.graph,
    }
}

fn is_time(value: &Value) -> bool {
    matches!(value, Value::Literal(literal) if values::time(literal).is_some())
}
