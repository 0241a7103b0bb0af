//! An entity with all that is said of it.

use std::collections::BTreeMap;

use oxrdf::{NamedNode, NamedNodeRef, Term};
use serde::Serialize;

use super::decision::{self, Decision};
use super::entry::{Entry, Group, Mark};
use super::footnote::{Footnote, Footnotes};
use crate::query::QueryError;
use crate::vocab::{IDENTITY, rdf, skos};
use crate::why::{
    self, About, Archive, Named, Part, Place, Standing, WhyError, class, predicate, statement,
};

/// All that is said of an entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Portrait {
    pub iri: String,
    pub short: String,
    pub label: String,
    /// The classes with which it was declared, as a line has them; and those that follow.
    pub classes: Vec<String>,
    pub inferred_classes: Vec<String>,
    pub labels: Vec<Name>,
    pub aliases: Vec<Name>,
    pub former: Vec<Name>,
    pub definitions: Vec<Name>,
    pub notes: Vec<Name>,
    pub same_as: Vec<String>,
    pub close_to: Vec<String>,
    /// What mapping sets say of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Decision>,
    /// What was merged into it, over however many steps.
    pub merged: Vec<Named>,
    pub declared: Place,
    /// What is said of it and with it; and after that what only follows.
    pub said: Vec<Group>,
    pub inferred: Vec<Group>,
    pub footnotes: Vec<Footnote>,
}

/// A text in a language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Name {
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
}

/// Shows the entity that is meant by a name, an alias, an id or an IRI.
pub fn show(archive: &Archive, text: &str) -> Result<Portrait, WhyError> {
    archive.without_places();
    let entity = why::entity(archive, text)?;
    let about = why::about(archive, &entity)?;
    let mut footnotes = Footnotes::default();
    let mut groups = Groups::default();
    groups.statements(archive, &about, &mut footnotes)?;
    groups.external(archive, &entity, &about, &mut footnotes)?;
    let mut portrait = Portrait::of(archive, &entity, &about)?;
    portrait.said = groups.said.into_values().collect();
    portrait.inferred = groups.inferred.into_values().collect();
    for group in portrait.said.iter_mut().chain(&mut portrait.inferred) {
        group.entries.sort_by_cached_key(Entry::order);
    }
    portrait.number(footnotes.list);
    Ok(portrait)
}

/// What is said, by part and property.
#[derive(Default)]
struct Groups {
    said: BTreeMap<(Part, String), Group>,
    inferred: BTreeMap<(Part, String), Group>,
}

impl Groups {
    fn statements(
        &mut self,
        archive: &Archive,
        about: &About,
        footnotes: &mut Footnotes,
    ) -> Result<(), WhyError> {
        for (part, property, iri) in &about.statements {
            if *part == Part::Subject && *property == rdf::TYPE {
                continue; // classes are told apart
            }
            let Some(statement) = statement(archive, iri)? else {
                continue;
            };
            let entry = Entry::of(archive, statement, *part, property, footnotes)?;
            self.add(archive, *part, property, entry)?;
        }
        Ok(())
    }

    /// What external data say of the entity.
    fn external(
        &mut self,
        archive: &Archive,
        entity: &NamedNode,
        about: &About,
        footnotes: &mut Footnotes,
    ) -> Result<(), WhyError> {
        for (triple, files) in about.external(archive)? {
            let is_subject = triple.subject == oxrdf::NamedOrBlankNode::from(entity.clone());
            let part = if is_subject {
                Part::Subject
            } else {
                Part::Object
            };
            let entry = Entry::external(archive, triple, part, files, footnotes)?;
            self.add(archive, part, &triple.predicate, entry)?;
        }
        Ok(())
    }

    fn add(
        &mut self,
        archive: &Archive,
        part: Part,
        property: &NamedNode,
        entry: Entry,
    ) -> Result<(), QueryError> {
        let groups = match entry.standing {
            Standing::Inferred => &mut self.inferred,
            _ => &mut self.said,
        };
        let word = predicate(archive, property);
        let group = groups.entry((part, word.clone())).or_insert(Group {
            part,
            property: archive.named(property)?,
            word,
            entries: Vec::new(),
        });
        group.entries.push(entry);
        Ok(())
    }
}

impl Portrait {
    /// What an entity is called, and where it is declared.
    fn of(archive: &Archive, entity: &NamedNode, about: &About) -> Result<Portrait, WhyError> {
        let said = archive.store.about(entity.as_ref())?;
        let label = archive.name(&entity.clone().into())?;
        let names = |wanted| names(&said, wanted);
        let links = |wanted: NamedNodeRef| {
            let iris = said.iter().filter(|(known, _)| *known == wanted);
            let iris = iris.filter_map(|(_, object)| match object {
                Term::NamedNode(iri) => Some(archive.short(iri.as_str())),
                _ => None,
            });
            iris.collect::<Vec<_>>()
        };
        let mut merged = Vec::new();
        for iri in why::doubles(archive.store, entity)? {
            merged.push(archive.named(&iri)?);
        }
        let (classes, inferred_classes) = classes(archive, entity, about)?;
        Ok(Portrait {
            iri: entity.as_str().to_owned(),
            short: archive.short(entity.as_str()),
            labels: names(skos::PREF_LABEL)
                .into_iter()
                .filter(|name| name.text != label)
                .collect(),
            aliases: names(skos::ALT_LABEL),
            former: names(skos::HIDDEN_LABEL),
            definitions: names(skos::DEFINITION),
            notes: names(skos::NOTE),
            same_as: IDENTITY.into_iter().flat_map(links).collect(),
            close_to: links(skos::CLOSE_MATCH),
            decisions: decision::decisions(archive, entity)?,
            merged,
            declared: why::declared_at(archive, entity)?,
            classes,
            inferred_classes,
            label,
            said: Vec::new(),
            inferred: Vec::new(),
            footnotes: Vec::new(),
        })
    }

    /// Numbers the footnotes in the order in which a reader meets them.
    fn number(&mut self, footnotes: Vec<Footnote>) {
        let mut order: Vec<usize> = Vec::new();
        let mut numbers = vec![0; footnotes.len() + 1];
        let groups = self.said.iter_mut().chain(&mut self.inferred);
        for entry in groups.flat_map(|group| &mut group.entries) {
            for Mark { number, .. } in &mut entry.footnotes {
                if numbers[*number] == 0 {
                    order.push(*number);
                    numbers[*number] = order.len();
                }
                *number = numbers[*number];
            }
            entry.footnotes.sort();
        }
        let numbered = (1..).zip(order).map(|(number, old)| Footnote {
            number,
            ground: footnotes[old - 1].ground.clone(),
        });
        self.footnotes = numbered.collect();
    }
}

fn names(said: &[(NamedNode, Term)], wanted: NamedNodeRef) -> Vec<Name> {
    let found = said.iter().filter(|(known, _)| *known == wanted);
    let name = |(_, object): &(NamedNode, Term)| match object {
        Term::Literal(literal) => Some(Name {
            text: literal.value().to_owned(),
            lang: literal.language().map(str::to_owned),
        }),
        _ => None,
    };
    found.filter_map(name).collect()
}

/// The classes that are declared, and those that follow.
fn classes(
    archive: &Archive,
    entity: &NamedNode,
    about: &About,
) -> Result<(Vec<String>, Vec<String>), QueryError> {
    let declared = about
        .others
        .iter()
        .filter_map(|triple| match &triple.object {
            Term::NamedNode(iri)
                if triple.predicate == rdf::TYPE
                    && triple.subject == oxrdf::NamedOrBlankNode::from(entity.clone()) =>
            {
                Some(class(archive, iri))
            }
            _ => None,
        });
    let declared: Vec<String> = declared.collect();
    let all = archive.store.objects(entity, rdf::TYPE)?;
    let all = all.into_iter().filter_map(|object| match object {
        Term::NamedNode(iri) => Some(class(archive, &iri)),
        _ => None,
    });
    let inferred = all.filter(|class| !declared.contains(class)).collect();
    Ok((declared, inferred))
}
