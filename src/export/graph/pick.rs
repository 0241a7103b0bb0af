//! Which triples of a build are things, relations and values of a drawn graph.
//!
//! A statement that holds is a relation between two things, or a value of one. So is a bare triple of external RDF. What
//! stands in a build only to lead back to words (quotations, readings, dossiers) is no thing; a source is one where
//! something is said of it.

use std::collections::HashSet;

use crate::date::Day;
use crate::export::dataset::{Dataset, Id, Quad, Text};
use crate::export::form::{Bounds, Machinery, Scope, bounds, events, silent};
use crate::export::report::{AsOf, Loss, Report};
use crate::vocab::{dcterms, owl, prov, rdf, rdfs, schema, skos};

/// A triple, and the statement that says it, unless it is bare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    pub triple: [Id; 3],
    pub statement: Option<Id>,
}

impl Said {
    /// The same with other numbers.
    pub fn renumbered(self, ranks: &[Id]) -> Said {
        let rank = |id: Id| ranks[id as usize];
        Said {
            triple: self.triple.map(rank),
            statement: self.statement.map(rank),
        }
    }
}

/// What is drawn, each once.
#[derive(Debug, Default)]
pub struct Picked {
    pub things: HashSet<Id>,
    pub relations: Vec<Said>,
    pub values: Vec<Said>,
}

/// Picks what holds, and tells what does not.
pub fn pick(dataset: &Dataset, scope: &Scope, report: &mut Report) -> Picked {
    let mut picker = Picker {
        dataset,
        machinery: Machinery::of(dataset),
        naming: NAMING.iter().filter_map(|&iri| dataset.find(iri)).collect(),
        backwards: [
            prov::WAS_DERIVED_FROM,
            prov::WAS_QUOTED_FROM,
            rdf::REIFIES,
            owl::DEPRECATED,
        ]
        .iter()
        .filter_map(|&iri| dataset.find(iri))
        .collect(),
        picked: Picked::default(),
        about: 0,
    };
    let reified = picker.statements(scope, report);
    picker.bare(scope, &reified);
    report.lose(Loss::About(picker.about));
    let mut picked = picker.picked;
    for list in [&mut picked.relations, &mut picked.values] {
        list.sort_unstable();
        list.dedup();
    }
    picked
}

/// What names and describes a thing rather than relating it to another.
const NAMING: [oxrdf::NamedNodeRef<'static>; 14] = [
    rdf::TYPE,
    skos::PREF_LABEL,
    skos::ALT_LABEL,
    skos::HIDDEN_LABEL,
    skos::DEFINITION,
    skos::NOTE,
    skos::CLOSE_MATCH,
    schema::SAME_AS,
    owl::SAME_AS,
    skos::EXACT_MATCH,
    schema::NAME,
    schema::URL,
    rdfs::LABEL,
    dcterms::TITLE,
];

struct Picker<'d, 'b> {
    dataset: &'d Dataset<'b>,
    machinery: Machinery,
    naming: HashSet<Id>,
    /// What leads from a thing back to the evidence.
    backwards: HashSet<Id>,
    picked: Picked,
    about: usize,
}

impl Picker<'_, '_> {
    /// Picks the statements that hold. All triples that some statement reifies are handed out.
    fn statements(&mut self, scope: &Scope, report: &mut Report) -> HashSet<Quad> {
        let dataset = self.dataset;
        let reifies = dataset.find(rdf::REIFIES);
        let (silent, bounds) = (silent(dataset), bounds(dataset));
        let events = events(dataset);
        let statements: Vec<(Id, Quad)> = dataset
            .quads
            .iter()
            .filter(|quad| Some(quad.predicate) == reifies)
            .filter_map(|quad| Some((quad.subject, bare(quad, dataset.triple(quad.object)?))))
            .collect();
        let reified: HashSet<Quad> = statements.iter().map(|(_, quad)| *quad).collect();
        let is_reified = |quad: &&Quad| reified.contains(quad);
        let present: HashSet<Quad> = dataset.quads.iter().filter(is_reified).copied().collect();
        let mut as_of = AsOf::default();
        let mut asserted = HashSet::new();
        let mut unasserted = HashSet::new();
        for (statement, quad) in statements {
            if !scope.has(&quad) {
                continue;
            }
            if silent.contains(&(statement, quad.graph)) || !present.contains(&quad) {
                unasserted.insert(statement);
                continue;
            }
            asserted.insert(statement);
            let bounds = bounds.get(&(statement, quad.graph)).copied();
            let is_event = events.contains(&quad.predicate);
            if let Some(day) = scope.as_of
                && !held(bounds.unwrap_or_default(), is_event, day, &mut as_of)
            {
                continue;
            }
            self.say(Some(statement), quad.triple());
        }
        let unasserted = unasserted.difference(&asserted).count();
        report.lose(Loss::Unasserted(unasserted));
        report.as_of = scope.as_of.map(|_| as_of);
        reified
    }

    /// Picks the triples that no statement says: names, classes, and what external RDF says.
    fn bare(&mut self, scope: &Scope, reified: &HashSet<Quad>) {
        let dataset = self.dataset;
        let triples: HashSet<[Id; 3]> = reified.iter().map(Quad::triple).collect();
        for quad in &dataset.quads {
            let Quad {
                subject, predicate, ..
            } = *quad;
            if !scope.has(quad)
                || scope.is_about_the_build(quad)
                || self.machinery.parts.contains(&subject)
                || self.machinery.sources.contains(&subject)
                || triples.contains(&quad.triple())
            {
                continue;
            }
            if self.naming.contains(&predicate) || self.backwards.contains(&predicate) {
                self.picked.things.insert(subject);
            } else if !self.machinery.parts.contains(&quad.object) {
                self.say(None, quad.triple());
            }
        }
    }

    fn say(&mut self, statement: Option<Id>, triple: [Id; 3]) {
        let [subject, predicate, object] = triple;
        if self.naming.contains(&predicate) {
            // A class that is inferred, or a name that a statement gives, is told with the thing.
            self.picked.things.insert(subject);
            return;
        }
        let is_part = |id: Id| self.machinery.parts.contains(&id);
        let said = Said { triple, statement };
        match &self.dataset.terms()[object as usize] {
            Text::Triple(_) => self.about += 1,
            _ if is_part(subject) || is_part(object) => self.about += 1,
            Text::Whole(text) if text.starts_with('"') => {
                self.picked.things.insert(subject);
                self.picked.values.push(said);
            }
            Text::Whole(_) => {
                self.picked.things.extend([subject, object]);
                self.picked.relations.push(said);
            }
        }
    }
}

fn bare(reifies: &Quad, [subject, predicate, object]: [Id; 3]) -> Quad {
    Quad {
        graph: reifies.graph,
        subject,
        predicate,
        object,
    }
}

/// Whether a statement possibly held on a day, by the same rule as for the plain form.
fn held(bounds: Bounds, is_event: bool, day: Day, as_of: &mut AsOf) -> bool {
    match (bounds.is_timed(), is_event) {
        (false, true) => as_of.timeless_events += 1,
        (false, false) => as_of.timeless += 1,
        (true, _) => as_of.left_out += usize::from(!bounds.allow(day)),
    }
    if bounds.is_timed() {
        bounds.allow(day)
    } else {
        !is_event
    }
}
