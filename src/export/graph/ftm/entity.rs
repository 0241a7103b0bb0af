//! Things, sources and relations as entities of FollowTheMoney.

use std::collections::{BTreeMap, BTreeSet};

use oxrdf::{Literal, NamedNodeRef};

use super::super::Graph;
use super::super::pick::Said;
use super::super::relation::Details;
use super::super::terms::Terms;
use super::model;
use crate::date::{Date, Precision};
use crate::export::dataset::{Id, Value as Term};
use crate::iri;
use crate::vocab::{IDENTITY, citable, oa, prov, rdf, schema, skos};

/// An entity: a value is one of its properties.
#[derive(Debug)]
pub struct Entity {
    pub id: String,
    pub schema: &'static str,
    pub values: Vec<Value>,
}

/// A value of a property, with its language in three letters and the statement that says it.
#[derive(Debug)]
pub struct Value {
    pub property: String,
    pub text: String,
    pub language: Option<&'static str>,
    pub origin: Option<String>,
}

/// What of a graph is not in its entities.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lost {
    pub classes: usize,
    pub relations: usize,
    pub inferred: usize,
    pub values: usize,
    pub evidence: usize,
    pub links: usize,
    pub times: usize,
    pub roles: usize,
    pub readings: usize,
}

/// Names and texts of things.
const TEXTS: [(&str, NamedNodeRef<'static>); 4] = [
    ("alias", skos::ALT_LABEL),
    ("previousName", skos::HIDDEN_LABEL),
    ("description", skos::DEFINITION),
    ("notes", skos::NOTE),
];

/// What makes entities of a graph.
pub struct Entities<'g, 'b> {
    graph: &'g Graph<'b>,
    details: Details<'g, 'b>,
    /// What classes and properties are called in the model.
    names: BTreeMap<Id, Vec<String>>,
}

impl<'g, 'b> Entities<'g, 'b> {
    pub fn of(graph: &'g Graph<'b>) -> Entities<'g, 'b> {
        let details = Details::new(&graph.terms, &graph.readings);
        let mut entities = Entities {
            graph,
            details,
            names: BTreeMap::new(),
        };
        let things = entities.sources();
        let things = things.iter().chain(&graph.things);
        let mut words: BTreeSet<Id> = things
            .flat_map(|&thing| graph.terms.objects(thing, rdf::TYPE))
            .collect();
        for said in graph.relations.iter().chain(&graph.values) {
            let roles = entities.details.role_list(said.statement);
            words.extend(roles.into_iter().map(|role| role.0));
            words.insert(said.triple[1]);
        }
        let named = words.into_iter();
        let named = named.map(|word| (word, model::names(&graph.terms, word)));
        entities.names = named.collect();
        entities
    }

    fn names(&self, term: Id) -> &[String] {
        self.names.get(&term).map_or(&[], Vec::as_slice)
    }

    /// The sources of relations that are no things themselves.
    pub fn sources(&self) -> Vec<Id> {
        let statements = self
            .graph
            .relations
            .iter()
            .filter_map(|said| said.statement);
        let sources: BTreeSet<Id> = statements.flat_map(|id| self.sources_of(id)).collect();
        let is_thing = |source: &Id| self.graph.things.binary_search(source).is_ok();
        sources
            .into_iter()
            .filter(|source| !is_thing(source))
            .collect()
    }

    /// A thing or a source.
    pub fn thing(&self, thing: Id, lost: &mut Lost) -> Entity {
        let terms = &self.graph.terms;
        let schema = self.schema(thing);
        lost.classes += usize::from(schema.is_none());
        let schema = schema.unwrap_or("Thing");
        let mut values = Values::default();
        let labels = terms.label_literals(thing);
        if labels.is_empty() {
            values.text("name", terms.name(thing));
        }
        labels
            .iter()
            .for_each(|label| values.literal("name", label));
        for (property, word) in TEXTS {
            for object in terms.objects(thing, word) {
                if let Term::Literal(literal) = terms.value(object) {
                    values.literal(property, &literal);
                }
            }
        }
        self.links(thing, &mut values, lost);
        if model::is_a(schema, "Document") {
            self.document(thing, &mut values);
        }
        for said in self.graph.values(thing) {
            self.value(said, schema, &mut values, lost);
        }
        Entity {
            id: id(terms, thing),
            schema,
            values: values.0,
        }
    }

    /// The schema that the classes of a thing are mapped to.
    fn schema(&self, thing: Id) -> Option<&'static str> {
        let terms = &self.graph.terms;
        let classes = terms.objects(thing, rdf::TYPE);
        let schemata: Vec<&str> = classes
            .filter_map(|class| model::schema(self.names(class)))
            .collect();
        model::common(&schemata)
    }

    fn links(&self, thing: Id, values: &mut Values, lost: &mut Lost) {
        let terms = &self.graph.terms;
        let same = IDENTITY
            .into_iter()
            .flat_map(|link| terms.texts(thing, link));
        for same in same {
            match same.split_once("://www.wikidata.org/entity/") {
                Some(("http" | "https", item)) => values.text("wikidataId", item.to_owned()),
                _ => lost.links += 1,
            }
        }
        lost.links += terms.objects(thing, skos::CLOSE_MATCH).count();
        for url in terms.texts(thing, schema::URL) {
            values.text("sourceUrl", url);
        }
    }

    /// What is known of a source.
    fn document(&self, source: Id, values: &mut Values) {
        let terms = &self.graph.terms;
        values.text("title", terms.name(source));
        for (property, word) in [("author", schema::AUTHOR), ("publisher", schema::PUBLISHER)] {
            for text in terms.objects(source, word).map(|object| terms.name(object)) {
                values.text(property, text);
            }
        }
        for (property, word) in [
            ("publishedAt", schema::DATE_PUBLISHED),
            ("retrievedAt", citable::RETRIEVED),
        ] {
            for date in terms.texts(source, word) {
                date_of(&date)
                    .into_iter()
                    .for_each(|date| values.text(property, date));
            }
        }
        for language in terms.texts(source, schema::IN_LANGUAGE) {
            if let Some(language) = three_letters(&language) {
                values.text("language", language.to_owned());
            }
        }
    }

    fn value(&self, said: &Said, schema: &str, values: &mut Values, lost: &mut Lost) {
        let terms = &self.graph.terms;
        let [_, property, object] = said.triple;
        if self.details.is_inferred(said.statement) {
            lost.inferred += 1;
            return;
        }
        let property = model::property(self.names(property), schema);
        let (Some(property), Term::Literal(literal)) = (property, terms.value(object)) else {
            lost.values += 1;
            return;
        };
        lost.evidence += usize::from(said.statement.is_some());
        values.literal(&property, &literal);
        if let (Some(value), Some(statement)) = (values.0.last_mut(), said.statement) {
            value.origin = Some(terms.text(statement));
        }
    }

    /// A relation, if it isn't inferred.
    pub fn relation(&self, said: &Said, lost: &mut Lost) -> Option<Entity> {
        if self.details.is_inferred(said.statement) {
            lost.inferred += 1;
            return None;
        }
        let terms = &self.graph.terms;
        let [subject, property, object] = said.triple;
        let schema = |thing| self.schema(thing).unwrap_or("Thing");
        let found = model::relation(self.names(property), schema(subject), schema(object));
        lost.relations += usize::from(found.is_none());
        let (edge, turned) = found.unwrap_or((&model::UNKNOWN, false));
        let (source, target) = if turned {
            (object, subject)
        } else {
            (subject, object)
        };
        let mut values = Values::default();
        values.text(edge.source.0, id(terms, source));
        values.text(edge.target.0, id(terms, target));
        if edge.schema == model::UNKNOWN.schema {
            values.text("role", terms.name(property));
        }
        if let Some(statement) = said.statement {
            lost.readings += 1;
            self.times(statement, &mut values, lost);
            for (role, value) in self.details.role_list(said.statement) {
                match model::is_role(self.names(role)) {
                    true => values.text("role", terms.name(value)),
                    false => lost.roles += 1,
                }
            }
            self.evidence(statement, &mut values);
            values.text("recordId", terms.text(statement));
            let origin = terms.text(statement);
            let all = values.0.iter_mut();
            all.for_each(|value| value.origin = Some(origin.clone()));
        }
        Some(Entity {
            id: match said.statement {
                Some(statement) if self.details.id(said) == terms.text(statement) => {
                    id(terms, statement)
                }
                _ => format!("triple.{}", self.details.id(said)),
            },
            schema: edge.schema,
            values: values.0,
        })
    }

    fn times(&self, statement: Id, values: &mut Values, lost: &mut Lost) {
        for (property, word) in [
            ("startDate", citable::SINCE),
            ("endDate", citable::UNTIL),
            ("date", citable::AT),
            ("date", citable::AS_OF),
        ] {
            for text in self.graph.terms.texts(statement, word) {
                match date_of(&text) {
                    Some(date) => values.text(property, date),
                    None => lost.times += 1,
                }
            }
        }
        lost.times += self
            .graph
            .terms
            .objects(statement, citable::THROUGHOUT)
            .count();
    }

    fn evidence(&self, statement: Id, values: &mut Values) {
        let terms = &self.graph.terms;
        for source in self.sources_of(statement) {
            values.text("proof", id(terms, source));
            terms
                .texts(source, schema::URL)
                .into_iter()
                .for_each(|url| values.text("sourceUrl", url));
        }
        let quotations = terms.objects(statement, prov::WAS_DERIVED_FROM);
        let selectors = quotations.flat_map(|quotation| terms.objects(quotation, oa::HAS_SELECTOR));
        for words in selectors.flat_map(|selector| terms.texts(selector, oa::EXACT)) {
            values.text("summary", words);
        }
    }

    fn sources_of(&self, statement: Id) -> BTreeSet<Id> {
        let terms = &self.graph.terms;
        let quotations = terms.objects(statement, prov::WAS_DERIVED_FROM);
        quotations
            .flat_map(|quotation| terms.objects(quotation, oa::HAS_SOURCE))
            .collect()
    }
}

/// Values as they come.
#[derive(Default)]
struct Values(Vec<Value>);

impl Values {
    fn text(&mut self, property: &str, text: String) {
        self.0.push(Value {
            property: property.to_owned(),
            text,
            language: None,
            origin: None,
        });
    }

    fn literal(&mut self, property: &str, literal: &Literal) {
        let date = date_of(literal.value());
        let text = match crate::vocab::is_date(literal.datatype()) {
            true => date.unwrap_or_else(|| literal.value().to_owned()),
            false => literal.value().to_owned(),
        };
        self.text(property, text);
        if let Some(value) = self.0.last_mut() {
            value.language = literal.language().and_then(three_letters);
        }
    }
}

/// The id of a term, in which FollowTheMoney has letters, digits, dots and hyphens only.
fn id(terms: &Terms, term: Id) -> String {
    let iri = terms.text(term);
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/');
    match terms.own(&iri) {
        Some(own)
            if own.ends_with(|c: char| c.is_ascii_alphanumeric()) && own.chars().all(is_plain) =>
        {
            own.replace('/', ".")
        }
        _ => format!("iri.{}", iri::key(&iri)),
    }
}

/// A day, month or year.
fn date_of(text: &str) -> Option<String> {
    let date = Date::parse(text).ok().filter(|date| !date.is_marked())?;
    let is_plain = matches!(
        date.precision(),
        Precision::Day | Precision::Month | Precision::Year
    );
    is_plain.then(|| date.as_str().to_owned())
}

/// A language in the three letters of ISO 639-3.
fn three_letters(language: &str) -> Option<&'static str> {
    let primary = language.split('-').next()?;
    let known = isolang::Language::from_639_1(primary);
    known
        .or_else(|| isolang::Language::from_639_3(primary))
        .map(|language| language.to_639_3())
}
