//! What a statement rests on: the words of a source, or the statements that it follows from.

use std::collections::BTreeSet;

use super::{Links, Teller, text};
use crate::export::dataset::{Id, Value};
use crate::vocab::{citable, oa, prov, rdf, schema};

impl Teller<'_, '_> {
    /// The text of a footnote: of a quotation, or of an inferred statement.
    pub fn footnote(&self, of: Id, links: &dyn Links) -> String {
        match self.details.source(of) {
            Some(source) => self.quotation(of, source, links),
            None => self.inference(of, links),
        }
    }

    /// The words, and where they stand.
    fn quotation(&self, quotation: Id, source: Id, links: &dyn Links) -> String {
        let terms = &self.graph.terms;
        let selectors = terms.objects(quotation, oa::HAS_SELECTOR);
        let words: Vec<String> = selectors
            .flat_map(|selector| terms.texts(selector, oa::EXACT))
            .map(|words| text::quoted(&words))
            .collect();
        let mut place = vec![links.source(source)];
        place.extend(self.published(source));
        let locators = terms.texts(quotation, citable::LOCATOR);
        place.extend(locators.iter().map(|locator| text::inline(locator)));
        format!("{} — {}", words.join(" "), place.join(", "))
    }

    /// Who published a source, and when.
    pub fn published(&self, source: Id) -> Vec<String> {
        let terms = &self.graph.terms;
        let mut told = Vec::new();
        for property in [schema::AUTHOR, schema::PUBLISHER] {
            let objects = terms.objects(source, property);
            told.extend(objects.map(|id| text::inline(&self.name_of(id))));
        }
        let dates = terms.texts(source, schema::DATE_PUBLISHED);
        told.extend(dates.iter().map(|date| text::inline(date)));
        told
    }

    /// The name of a thing, or a value.
    pub fn name_of(&self, id: Id) -> String {
        match self.graph.terms.value(id) {
            Value::Literal(literal) => literal.value().to_owned(),
            _ => self.name(id),
        }
    }

    /// The rule, and what it was applied to.
    fn inference(&self, statement: Id, links: &dyn Links) -> String {
        let terms = &self.graph.terms;
        let rule = terms.objects(statement, citable::RULE).next();
        let rule = rule.map_or_else(String::new, |rule| {
            format!(" by *{}*", text::inline(&self.name(rule)))
        });
        let premises = terms.objects(statement, prov::WAS_DERIVED_FROM);
        let premises: Vec<String> = premises.map(|id| self.premise(id, links)).collect();
        let mut sources = BTreeSet::new();
        self.details
            .sources(statement, &mut sources, &mut BTreeSet::new());
        let sources: Vec<String> = sources.into_iter().map(|id| links.source(id)).collect();
        let mut told = format!("Follows{rule} from: {}", premises.join("; "));
        if !sources.is_empty() {
            told.push_str(" — ");
            told.push_str(&sources.join(", "));
        }
        told
    }

    /// A statement in few words.
    fn premise(&self, statement: Id, links: &dyn Links) -> String {
        let terms = &self.graph.terms;
        let reified = terms.objects(statement, rdf::REIFIES).next();
        match reified.map(|id| terms.value(id)) {
            Some(Value::Triple([subject, property, object])) => format!(
                "{} {} {}",
                links.thing(subject),
                text::inline(&self.name(property)),
                self.value(object, links)
            ),
            _ => text::inline(&terms.short(statement)),
        }
    }
}
