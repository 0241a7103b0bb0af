//! What stands in a build only to lead statements back to their words.

use std::collections::HashSet;

use crate::export::dataset::{Dataset, Id};
use crate::vocab::{citable, oa, owl, rdf, sssom};

/// Things of the build that are not things of the world.
pub struct Machinery {
    /// Statements, readings, quotations with their selectors, dossiers, tables, contests, mappings with their sets,
    /// and builds.
    pub parts: HashSet<Id>,
    /// Sources, which statements may also be about.
    pub sources: HashSet<Id>,
}

impl Machinery {
    pub fn of(dataset: &Dataset) -> Machinery {
        let classes = [
            citable::STATEMENT,
            citable::INFERRED_STATEMENT,
            citable::READING,
            citable::QUOTATION,
            citable::DOSSIER,
            citable::TABLE,
            citable::CONTEST,
            citable::BUILD,
            sssom::MAPPING_SET,
            owl::AXIOM,
            oa::TEXT_QUOTE_SELECTOR,
            oa::TEXT_POSITION_SELECTOR,
        ];
        let classes: HashSet<Id> = classes
            .iter()
            .filter_map(|&class| dataset.find(class))
            .collect();
        let source = dataset.find(citable::SOURCE);
        let (a, reifies) = (dataset.find(rdf::TYPE), dataset.find(rdf::REIFIES));
        let mut machinery = Machinery {
            parts: HashSet::new(),
            sources: HashSet::new(),
        };
        for quad in &dataset.quads {
            if Some(quad.predicate) == a && Some(quad.object) == source {
                machinery.sources.insert(quad.subject);
            } else if Some(quad.predicate) == reifies
                || Some(quad.predicate) == a && classes.contains(&quad.object)
            {
                machinery.parts.insert(quad.subject);
            }
        }
        machinery
    }
}
