//! Where a statement was read, as references: one for each source.

use super::{Lines, Lost, monolingual, string, time};
use crate::export::dataset::{Id, Value};
use crate::vocab::{citable, oa, prov, schema};

impl Lines<'_, '_> {
    /// Adds a reference for each source of a statement: its address, what it is called, when it was published and
    /// retrieved, and the words.
    pub(super) fn references(&self, statement: Id, cells: &mut Vec<String>, lost: &mut Lost) {
        let terms = &self.graph.terms;
        let mut sources: Vec<(Id, Vec<Id>)> = Vec::new();
        for quotation in terms.objects(statement, prov::WAS_DERIVED_FROM) {
            for source in terms.objects(quotation, oa::HAS_SOURCE) {
                match sources.iter_mut().find(|(known, _)| *known == source) {
                    Some((_, quotations)) => quotations.push(quotation),
                    None => sources.push((source, vec![quotation])),
                }
            }
        }
        let mut is_first = true;
        for (source, quotations) in sources {
            let mut reference = self.reference(source, &quotations, lost);
            // An exclamation mark begins another reference.
            if let Some((name, _)) = reference.first_mut()
                && !is_first
            {
                name.insert(0, '!');
            }
            is_first &= reference.is_empty();
            cells.extend(
                reference
                    .into_iter()
                    .flat_map(|(name, value)| [name, value]),
            );
        }
    }

    fn reference(&self, source: Id, quotations: &[Id], lost: &mut Lost) -> Vec<(String, String)> {
        let terms = &self.graph.terms;
        let language = terms.texts(source, schema::IN_LANGUAGE).pop();
        let language = language.unwrap_or_else(|| "und".to_owned());
        let mut reference = Vec::new();
        let mut add = |name: &str, value: Option<String>| {
            reference.extend(value.map(|value| (name.to_owned(), value)));
        };
        add("S248", self.item(source));
        for url in terms.objects(source, schema::URL) {
            if let Value::Iri(url) = terms.value(url) {
                add("S854", string(url.as_str()));
            }
        }
        add("S1476", monolingual(&language, &terms.name(source)));
        for (name, property) in [
            ("S577", schema::DATE_PUBLISHED),
            ("S813", citable::RETRIEVED),
        ] {
            let date = terms.texts(source, property).pop();
            add(name, date.and_then(|date| time::point(&date)));
        }
        for quotation in quotations {
            for selector in terms.objects(*quotation, oa::HAS_SELECTOR) {
                for words in terms.texts(selector, oa::EXACT) {
                    let words = monolingual(&language, &words);
                    lost.quotations += usize::from(words.is_none());
                    add("S1683", words);
                }
            }
        }
        reference
    }
}
