//! Where a statement stands: its quotations, and their sources.

use std::collections::BTreeSet;

use super::relation::Details;
use super::row::Row;
use crate::export::dataset::Id;
use crate::vocab::{citable, oa, prov};

impl Details<'_, '_> {
    /// The quotations that a statement was read from.
    pub fn quotations(&self, statement: Id) -> Vec<Id> {
        self.terms
            .objects(statement, prov::WAS_DERIVED_FROM)
            .filter(|&from| self.source(from).is_some())
            .collect()
    }

    /// Sources and quotations; of an inferred statement the sources of what it follows from.
    pub fn evidence(&self, statement: Id, row: &mut Row) {
        let quotations = self.quotations(statement);
        let mut sources = BTreeSet::new();
        self.sources(statement, &mut sources, &mut BTreeSet::new());
        let texts = |ids: &BTreeSet<Id>, text: &dyn Fn(Id) -> String| {
            ids.iter().map(|&id| text(id)).collect()
        };
        row.texts("sources", texts(&sources, &|id| self.terms.name(id)));
        row.texts("sourceIris", texts(&sources, &|id| self.terms.text(id)));
        let all = |property| {
            let quotations = quotations.iter();
            quotations.flat_map(move |&quotation| self.terms.texts(quotation, property))
        };
        row.texts("locators", all(citable::LOCATOR).collect());
        let words = quotations
            .iter()
            .flat_map(|&quotation| self.terms.objects(quotation, oa::HAS_SELECTOR))
            .flat_map(|selector| self.terms.texts(selector, oa::EXACT));
        row.texts("quotations", words.collect());
    }

    /// The source of a quotation.
    pub fn source(&self, quotation: Id) -> Option<Id> {
        self.terms.objects(quotation, oa::HAS_SOURCE).next()
    }

    /// The sources that a statement was read from, also by way of what it follows from.
    pub fn sources(&self, statement: Id, sources: &mut BTreeSet<Id>, seen: &mut BTreeSet<Id>) {
        let mut left = vec![statement];
        while let Some(statement) = left.pop() {
            for from in self.terms.objects(statement, prov::WAS_DERIVED_FROM) {
                match self.source(from) {
                    Some(source) => {
                        sources.insert(source);
                    }
                    None if seen.insert(from) => left.push(from),
                    None => {}
                }
            }
        }
    }
}
