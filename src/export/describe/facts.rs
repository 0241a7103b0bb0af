//! What a build tells of itself as a data set: names, counts, links, sources.

use std::collections::{BTreeMap, BTreeSet};

use oxrdf::{Literal, NamedNodeRef};

use crate::export::ExportError;
use crate::export::dataset::{Dataset, Id, Quad, Value};
use crate::export::form::{About, Scope};
use crate::iri::namespace;
use crate::project::Context;
use crate::store::Build;
use crate::vocab::{citable, dcat, dcterms, foaf, owl, prov, rdf, schema, skos, void};

/// Properties that link things to what is the same or close elsewhere.
const LINKS: [NamedNodeRef<'static>; 4] = [
    schema::SAME_AS,
    owl::SAME_AS,
    skos::CLOSE_MATCH,
    skos::EXACT_MATCH,
];

/// What is known of the data set.
#[derive(Debug)]
pub struct Facts {
    pub context: Context,
    /// The IRI of the data set.
    pub dataset: String,
    pub name: String,
    pub title: String,
    pub description: Option<String>,
    pub license: Option<String>,
    pub publisher: Option<String>,
    /// The day of publication, as it is given.
    pub published: Option<String>,
    /// When the build ended, where the environment said so.
    pub built: Option<String>,
    pub url: Option<String>,
    pub counts: Counts,
    /// The graphs with their numbers of triples.
    pub graphs: Vec<(String, Option<String>)>,
    pub sources: Vec<Source>,
    pub curators: BTreeSet<String>,
}

/// Numbers, in the words of VoID.
#[derive(Debug, Default)]
pub struct Counts {
    pub triples: usize,
    pub entities: usize,
    pub statements: usize,
    pub subjects: usize,
    pub objects: usize,
    /// How many things are of a class, and how many triples are with a property.
    pub classes: BTreeMap<String, usize>,
    pub properties: BTreeMap<String, usize>,
    /// How many links there are, by property, into which namespace.
    pub links: BTreeMap<(String, String), usize>,
}

/// A source, as its dossier describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    pub iri: String,
    pub title: Option<String>,
    pub language: Option<String>,
    pub author: Option<String>,
    pub publisher: Option<String>,
    pub published: Option<String>,
    pub url: Option<String>,
    pub archived: Option<String>,
    pub rights: Option<String>,
    /// Where its text is in the project, and the digest of that.
    pub text: Option<String>,
    pub sha256: Option<String>,
    /// Whether only so many words of it may be quoted.
    pub is_limited: bool,
}

impl Facts {
    pub fn of(build: &Build) -> Result<Facts, ExportError> {
        let dataset = Dataset::of(build)?;
        let context = &build.context;
        let iri = |name: &str| format!("{}graph/{name}", context.base);
        let find = |name: &str| dataset.find(NamedNodeRef::new_unchecked(&iri(name)));
        let scope = Scope {
            graph: None,
            meta: find("meta"),
            ontology: find("ontology"),
            as_of: None,
            context,
        };
        let about = About::of(&dataset, &scope);
        let view = View {
            dataset: &dataset,
            about: &about,
        };
        let (itself, build, publisher) = (
            find("meta#dataset"),
            find("meta#build"),
            find("meta#publisher"),
        );
        let of = |node: Option<Id>, word| node.and_then(|node| view.text(node, word));
        let name = of(itself, dcterms::IDENTIFIER).unwrap_or_default();
        Ok(Facts {
            context: context.clone(),
            dataset: iri("meta#dataset"),
            title: of(itself, dcterms::TITLE).unwrap_or_else(|| name.clone()),
            name,
            description: of(itself, dcterms::DESCRIPTION),
            license: of(itself, dcterms::LICENSE),
            publisher: of(publisher, foaf::NAME),
            published: of(itself, dcterms::ISSUED),
            built: of(build, prov::ENDED_AT_TIME),
            url: of(itself, dcat::LANDING_PAGE),
            counts: Counts::of(&view, &scope),
            graphs: view.graphs(itself),
            sources: view.sources(),
            curators: view.curators(),
        })
    }

    /// What the data set is about: what the project says, or what is in it.
    pub fn about(&self) -> String {
        let count = |count: usize, one: &str, several: &str| match count {
            1 => format!("1 {one}"),
            _ => format!("{count} {several}"),
        };
        self.description.clone().unwrap_or_else(|| {
            format!(
                "{}: {} about {}, read from {}",
                self.title,
                count(self.counts.statements, "statement", "statements"),
                count(self.counts.entities, "entity", "entities"),
                count(self.sources.len(), "source", "sources"),
            )
        })
    }

    /// The day, or the time, from which it is.
    pub fn date(&self) -> Option<&str> {
        self.published.as_deref().or(self.built.as_deref())
    }
}

struct View<'v, 'b> {
    dataset: &'v Dataset<'b>,
    about: &'v About,
}

impl View<'_, '_> {
    fn objects(&self, subject: Id, word: NamedNodeRef) -> impl Iterator<Item = Id> {
        self.about.objects(subject, self.dataset.find(word))
    }

    /// A value as a text, or an IRI.
    fn text(&self, subject: Id, word: NamedNodeRef) -> Option<String> {
        self.objects(subject, word).next().map(|id| self.told(id))
    }

    fn told(&self, id: Id) -> String {
        match self.dataset.value(id) {
            Value::Literal(literal) => literal.value().to_owned(),
            _ => self.dataset.iri(id).unwrap_or_default().to_owned(),
        }
    }

    fn graphs(&self, itself: Option<Id>) -> Vec<(String, Option<String>)> {
        let parts = itself.map(|itself| self.objects(itself, void::SUBSET));
        let parts = parts.into_iter().flatten();
        parts
            .map(|part| (self.told(part), self.text(part, void::TRIPLES)))
            .collect()
    }

    /// What is of a class.
    fn instances(&self, class: NamedNodeRef) -> BTreeSet<Id> {
        let (a, class) = (self.dataset.find(rdf::TYPE), self.dataset.find(class));
        let quads = self.about.all().iter();
        let quads = quads.filter(|quad| Some(quad.predicate) == a && Some(quad.object) == class);
        quads.map(|quad| quad.subject).collect()
    }

    fn sources(&self) -> Vec<Source> {
        let source = |id: Id| Source {
            iri: self.told(id),
            title: self.text(id, schema::NAME),
            language: self.text(id, schema::IN_LANGUAGE),
            author: self.text(id, schema::AUTHOR),
            publisher: self.text(id, schema::PUBLISHER),
            published: self.text(id, schema::DATE_PUBLISHED),
            url: self.text(id, schema::URL),
            archived: self.text(id, schema::ARCHIVED_AT),
            rights: self.text(id, dcterms::RIGHTS),
            text: self.text(id, citable::TEXT),
            sha256: self.text(id, citable::SHA256),
            is_limited: self.text(id, citable::QUOTE_LIMIT).is_some(),
        };
        let mut sources: Vec<Source> = self
            .instances(citable::SOURCE)
            .into_iter()
            .map(source)
            .collect();
        sources.sort_by(|a, b| a.iri.cmp(&b.iri));
        sources
    }

    fn curators(&self) -> BTreeSet<String> {
        let dossiers = self.instances(citable::DOSSIER).into_iter();
        let creators = dossiers.flat_map(|dossier| self.objects(dossier, dcterms::CREATOR));
        creators.map(|creator| self.told(creator)).collect()
    }
}

impl Counts {
    fn of(view: &View, scope: &Scope) -> Counts {
        let dataset = view.dataset;
        let mut triples: Vec<[Id; 3]> = view.about.all().iter().map(Quad::triple).collect();
        triples.dedup();
        let entities = format!("{}entity/", scope.context.base);
        let is_entity = |id: &Id| {
            dataset
                .iri(*id)
                .is_some_and(|iri| iri.starts_with(&entities))
        };
        let subjects: BTreeSet<Id> = triples.iter().map(|triple| triple[0]).collect();
        let objects: BTreeSet<Id> = triples.iter().map(|triple| triple[2]).collect();
        let mut counts = Counts {
            triples: triples.len(),
            entities: subjects.iter().filter(|id| is_entity(id)).count(),
            statements: view.instances(citable::STATEMENT).len(),
            subjects: subjects.len(),
            objects: objects.len(),
            ..Counts::default()
        };
        let a = dataset.find(rdf::TYPE);
        for [_, predicate, object] in triples {
            *counts.properties.entry(view.told(predicate)).or_default() += 1;
            if Some(predicate) == a {
                *counts.classes.entry(view.told(object)).or_default() += 1;
            }
        }
        counts.count_links(view, scope);
        counts
    }

    /// Links of things: what the vocabulary is close to is another matter.
    fn count_links(&mut self, view: &View, scope: &Scope) {
        let words = LINKS.map(|word| view.dataset.find(word));
        let links = view.about.all().iter().filter(|quad| {
            words.contains(&Some(quad.predicate))
                && (scope.ontology.is_none() || quad.graph != scope.ontology)
        });
        let links: BTreeSet<[Id; 3]> = links.map(Quad::triple).collect();
        for [_, predicate, object] in links {
            let iri = view.told(object);
            if !iri.starts_with(&scope.context.base) {
                let key = (view.told(predicate), namespace(&iri).to_owned());
                *self.links.entry(key).or_default() += 1;
            }
        }
    }
}

/// A number of VoID.
pub fn number(count: usize) -> Literal {
    Literal::new_typed_literal(count.to_string(), crate::vocab::xsd::INTEGER)
}
