//! Bare triples: what the statements say, without how it is known.

use std::collections::{HashMap, HashSet};

use super::as_of::{self, Bounds};
use super::machinery::Machinery;
use super::{Scope, asserting};
use crate::date::Day;
use crate::export::dataset::{Dataset, Id, Quad};
use crate::export::report::{AsOf, Loss, Report};
use crate::vocab::{citable, prov, rdf, schema};

pub fn rewrite(dataset: &mut Dataset, scope: &Scope, report: &mut Report) {
    let view = View::of(dataset, scope);
    let mut as_of = AsOf::default();
    let mut about = 0;
    let mut quads: Vec<Quad> = Vec::new();
    for quad in dataset.quads.iter().filter(|quad| scope.has(quad)) {
        let statements = view.asserted.get(quad);
        let kept = match statements {
            Some(_) if view.is_about_parts(quad) => {
                about += 1;
                false
            }
            Some(bounds) => scope
                .as_of
                .is_none_or(|day| view.held(quad, bounds, day, &mut as_of)),
            None => view.is_plain(quad, dataset),
        };
        if kept {
            quads.push(*quad);
        }
    }
    report.lose(Loss::Evidence(view.statements));
    report.lose(Loss::Unasserted(view.unasserted));
    report.lose(Loss::About(about));
    report.as_of = scope.as_of.map(|_| as_of);
    dataset.quads = quads;
}

/// What has to be known of the whole to tell plain triples from the rest.
struct View {
    machinery: Machinery,
    meta: Option<Id>,
    events: HashSet<Id>,
    /// The triples that statements assert, with the bounds of those statements.
    asserted: HashMap<Quad, Vec<Bounds>>,
    statements: usize,
    unasserted: usize,
    /// Sources that asserted triples are about.
    spoken_of: HashSet<Id>,
    /// What a source that is spoken of keeps.
    naming: [Option<Id>; 2],
    /// What leads from a thing of the world back to the evidence.
    evidence: [Option<Id>; 3],
}

impl View {
    fn of(dataset: &Dataset, scope: &Scope) -> View {
        let find = |iri| dataset.find(iri);
        let mut view = View {
            machinery: Machinery::of(dataset),
            meta: scope.meta,
            events: as_of::events(dataset),
            asserted: HashMap::new(),
            statements: 0,
            unasserted: 0,
            spoken_of: HashSet::new(),
            naming: [find(rdf::TYPE), find(schema::NAME)],
            evidence: [
                find(prov::WAS_DERIVED_FROM),
                find(prov::WAS_QUOTED_FROM),
                find(rdf::REIFIES),
            ],
        };
        view.read_statements(dataset, scope);
        view
    }

    fn read_statements(&mut self, dataset: &Dataset, scope: &Scope) {
        let Some(reifies) = dataset.find(rdf::REIFIES) else {
            return;
        };
        let silent = asserting::silent(dataset);
        let bounds = as_of::bounds(dataset);
        for quad in dataset
            .quads
            .iter()
            .filter(|quad| quad.predicate == reifies && scope.has(quad))
        {
            let Some([subject, predicate, object]) = dataset.triple(quad.object) else {
                continue;
            };
            let statement = (quad.subject, quad.graph);
            if silent.contains(&statement) {
                self.unasserted += 1;
                continue;
            }
            let bare = Quad {
                graph: quad.graph,
                subject,
                predicate,
                object,
            };
            let bounds = bounds.get(&statement).copied().unwrap_or_default();
            self.asserted.entry(bare).or_default().push(bounds);
        }
        self.keep_present(dataset);
    }

    /// A triple that is reified but stands nowhere is not asserted.
    fn keep_present(&mut self, dataset: &Dataset) {
        let reified: usize = self.asserted.values().map(Vec::len).sum();
        let is_reified = |quad: &&Quad| self.asserted.contains_key(quad);
        let present: HashSet<Quad> = dataset.quads.iter().filter(is_reified).copied().collect();
        self.asserted.retain(|quad, _| present.contains(quad));
        self.statements = self.asserted.values().map(Vec::len).sum();
        self.unasserted += reified - self.statements;
        let ends = self
            .asserted
            .keys()
            .flat_map(|quad| [quad.subject, quad.object]);
        self.spoken_of = ends
            .filter(|end| self.machinery.sources.contains(end))
            .collect();
    }

    fn is_about_parts(&self, quad: &Quad) -> bool {
        [quad.subject, quad.object]
            .iter()
            .any(|end| self.machinery.parts.contains(end))
    }

    /// Whether a quad that no statement asserts is about the world all the same: a label, a type, a link, or RDF
    /// from elsewhere.
    fn is_plain(&self, quad: &Quad, dataset: &Dataset) -> bool {
        let Machinery { sources, .. } = &self.machinery;
        if (quad.graph.is_some() && quad.graph == self.meta)
            || self.is_about_parts(quad)
            || self.evidence.contains(&Some(quad.predicate))
            || dataset.triple(quad.object).is_some()
        {
            return false;
        }
        if sources.contains(&quad.subject) {
            return self.spoken_of.contains(&quad.subject)
                && self.naming.contains(&Some(quad.predicate))
                && dataset.iri(quad.object) != Some(citable::SOURCE.as_str());
        }
        true
    }

    fn held(&self, quad: &Quad, statements: &[Bounds], day: Day, as_of: &mut AsOf) -> bool {
        let is_timeless = statements.iter().all(|bounds| !bounds.is_timed());
        if is_timeless && self.events.contains(&quad.predicate) {
            as_of.timeless_events += 1;
            return false;
        }
        if is_timeless {
            as_of.timeless += 1;
            return true;
        }
        let is_event = self.events.contains(&quad.predicate);
        let held = statements
            .iter()
            .any(|bounds| (bounds.is_timed() || !is_event) && bounds.allow(day));
        as_of.left_out += usize::from(!held);
        held
    }
}
