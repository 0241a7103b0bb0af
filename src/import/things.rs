//! Entities: those that the project has, and declarations of the rest, a row each.

use std::collections::{BTreeSet, HashMap, HashSet};

use oxilangtag::LanguageTag;

use super::declaration::{self, Row};
use super::found::{Found, Left, Text, Thing, is_iri};
use super::known::{Entities, Match, local_name};
use super::terms::Terms;
use super::text::{name, tidy};
use crate::iri::{is_slug, slug};
use crate::model::EntityId;
use crate::resolve::World;

/// The things of an import, each as a cell names it.
#[derive(Debug, Default)]
pub struct Things {
    pub cells: Vec<String>,
    /// The declarations, as a table.
    pub table: Option<String>,
    pub declared: usize,
    pub unclear: usize,
    pub known: usize,
}

/// With more languages than these, only names in the project's language and in English are kept.
const MOST_LANGUAGES: usize = 12;

/// Settles what every thing is called, and declares those that the project doesn't have.
pub fn settle(
    found: &mut Found,
    world: &World,
    entities: &Entities,
    terms: &Terms,
    wanted: &[bool],
) -> Things {
    let ids = world.model.entities.iter().map(|entity| entity.id.clone());
    let mut writer = Writer {
        world,
        entities,
        terms,
        ids: ids.collect(),
        names: HashMap::new(),
        languages: languages(found, wanted, &world.project.lang),
        rows: Vec::new(),
        left: std::mem::take(&mut found.left),
    };
    let mut things = Things::default();
    let places = writer.places(found, wanted, &mut things);
    for place in places {
        let cell = match place {
            Place::Known(id) => writer.cell_of(id),
            Place::New(row) => writer.cell(row),
            Place::Elsewhere(iri) => format!("<{iri}>"),
            Place::Unused => String::new(),
        };
        things.cells.push(cell);
    }
    things.declared = writer.rows.len();
    things.table = declaration::table(&writer.rows);
    found.left = writer.left;
    things
}

/// The languages in which names are kept; nothing if it is all.
fn languages(found: &Found, wanted: &[bool], project: &str) -> Option<BTreeSet<String>> {
    let things = found
        .things
        .iter()
        .zip(wanted)
        .filter(|(_, wanted)| **wanted);
    let texts = things.flat_map(|(thing, _)| {
        [
            &thing.labels,
            &thing.aliases,
            &thing.former,
            &thing.definitions,
        ]
    });
    let all: BTreeSet<&str> = texts
        .flatten()
        .filter_map(|text| text.lang.as_deref())
        .collect();
    let kept = || [project, "en"].map(str::to_owned).into();
    (all.len() > MOST_LANGUAGES).then(kept)
}

enum Place {
    Known(EntityId),
    /// The number of its row.
    New(usize),
    Elsewhere(String),
    /// No statement that is wanted names it.
    Unused,
}

struct Writer<'a> {
    world: &'a World<'a>,
    entities: &'a Entities<'a>,
    terms: &'a Terms,
    /// The ids that are taken.
    ids: HashSet<String>,
    /// How many of the new entities are called so.
    names: HashMap<String, usize>,
    languages: Option<BTreeSet<String>>,
    rows: Vec<Row>,
    left: Left,
}

impl Writer<'_> {
    /// Where every thing is: those that are found by IRI come before those by name, so that no name takes an entity from its IRI.
    fn places(&mut self, found: &Found, wanted: &[bool], things: &mut Things) -> Vec<Place> {
        let by_iri: Vec<Match> = found
            .things
            .iter()
            .map(|thing| self.entities.by_iri(thing))
            .collect();
        let one = |it: &Match| match it {
            Match::One(id) => Some(*id),
            _ => None,
        };
        let mut taken: HashSet<EntityId> = by_iri.iter().filter_map(one).collect();
        let mut places = Vec::with_capacity(found.things.len());
        for ((thing, by_iri), wanted) in found.things.iter().zip(by_iri).zip(wanted) {
            let (is_new, unclear) = match (by_iri, *wanted) {
                (Match::One(id), _) => {
                    things.known += 1;
                    places.push(Place::Known(id));
                    continue;
                }
                (Match::Unclear(_) | Match::None, false) => (false, Vec::new()),
                (Match::Unclear(several), true) => (true, several),
                (Match::None, true) => match self.by_name(thing, &mut taken) {
                    Match::One(id) => {
                        things.known += 1;
                        places.push(Place::Known(id));
                        continue;
                    }
                    Match::Unclear(several) => (true, several),
                    Match::None => (true, Vec::new()),
                },
            };
            places.push(match (is_new, thing.iri()) {
                (false, Some(iri)) => Place::Elsewhere(iri.to_owned()),
                (false, None) => Place::Unused,
                (true, _) => {
                    things.unclear += usize::from(!unclear.is_empty());
                    Place::New(self.declare(thing, &unclear))
                }
            });
        }
        places
    }

    fn by_name(&self, thing: &Thing, taken: &mut HashSet<EntityId>) -> Match {
        if thing.labels.is_empty() {
            return Match::None;
        }
        match self.entities.by_name(thing, &self.label(thing).text) {
            Match::One(id) if !taken.insert(id) => Match::Unclear(vec![id]),
            other => other,
        }
    }

    /// The label in the project's language, or else the one that is most widely understood; the local name where there is none.
    fn label(&self, thing: &Thing) -> Text {
        let labels: Vec<(Text, Option<&str>)> = thing
            .labels
            .iter()
            .filter_map(|label| {
                Some((
                    Text {
                        text: name(&label.text)?,
                        lang: label.lang.clone(),
                    },
                    label.lang.as_deref(),
                ))
            })
            .collect();
        let in_lang = |wanted: Option<&str>| {
            labels
                .iter()
                .find(|(_, lang)| *lang == wanted)
                .map(|(label, _)| label)
        };
        let project = self.world.project.lang.as_str();
        let best = [Some(project), None, Some("en"), Some("mul")]
            .into_iter()
            .find_map(in_lang);
        let best = best.or_else(|| labels.first().map(|(label, _)| label));
        best.cloned().unwrap_or_else(|| {
            let local = thing.iri().map_or(thing.key.as_str(), local_name);
            let text = name(local.trim_start_matches("_:")).unwrap_or_else(|| "unnamed".to_owned());
            Text { text, lang: None }
        })
    }

    fn declare(&mut self, thing: &Thing, unclear: &[EntityId]) -> usize {
        let label = self.label(thing);
        let local = thing
            .iri()
            .map_or(thing.key.as_str(), local_name)
            .trim_start_matches("_:");
        let told = self.unique_name(&label.text, local);
        let id = self.unique_id(thing, &label.text, local);
        let mut row = Row::new(&id, &told);
        let words = thing.classes.iter().map(|class| {
            let word = self.terms.classes[class.0 as usize].as_deref();
            word.expect("every class of a thing was settled")
        });
        for word in words.collect::<BTreeSet<&str>>() {
            row.put("class", "", word);
        }
        self.names(thing, &label, &mut row);
        self.links(thing, &mut row);
        if !unclear.is_empty() {
            let model = &self.world.model;
            let perhaps: Vec<String> = unclear
                .iter()
                .map(|id| format!("`{}`", model.entity(*id).label.text))
                .collect();
            row.put(
                "note",
                "",
                format!(
                    "perhaps the same as {}: merge it, or give it a name of its own",
                    perhaps.join(" or ")
                ),
            );
            row.put("status", "", "draft");
        }
        for name in row.names() {
            *self.names.entry(name.to_owned()).or_default() += 1;
        }
        self.rows.push(row);
        self.rows.len() - 1
    }

    /// A name that no other entity is declared under, nor called by in the project.
    fn unique_name(&self, label: &str, local: &str) -> String {
        let is_free = |name: &str| self.world.called(name).is_empty() && !self.rows_have(name);
        let numbered = (2..).map(|n| format!("{label} ({local} {n})"));
        let mut names = [label.to_owned(), format!("{label} ({local})")]
            .into_iter()
            .chain(numbered);
        names
            .find(|name| is_free(name))
            .expect("some number is free")
    }

    fn rows_have(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    /// The id of an entity of the project itself, as in what it has exported; or one of the label, or of the local name.
    fn unique_id(&mut self, thing: &Thing, label: &str, local: &str) -> String {
        let own = self.world.project.base.entity("");
        let own = thing
            .iri()
            .and_then(|iri| iri.strip_prefix(&own))
            .filter(|id| is_slug(id));
        let proposed = own
            .map(str::to_owned)
            .or_else(|| slug(label))
            .or_else(|| slug(local));
        let proposed = proposed.unwrap_or_else(|| "entity".to_owned());
        let numbered = (2..).map(|n| format!("{proposed}-{n}"));
        let mut all = [proposed.clone()].into_iter().chain(numbered);
        let id = all
            .find(|id| !self.ids.contains(id))
            .expect("some number is free");
        self.ids.insert(id.clone());
        id
    }

    fn names(&mut self, thing: &Thing, label: &Text, row: &mut Row) {
        let mut labelled = BTreeSet::new();
        for (column, texts) in [
            ("label", &thing.labels),
            ("also", &thing.aliases),
            ("formerly", &thing.former),
            ("described", &thing.definitions),
        ] {
            for text in texts {
                let is_label = column == "label"
                    && name(&text.text).as_deref() == Some(label.text.as_str())
                    && text.lang == label.lang;
                if is_label {
                    continue;
                }
                let Some((words, lang)) = self.kept(text, column) else {
                    continue;
                };
                if column != "described" && words == row.name {
                    continue;
                }
                // One label a language; another one is an alternative.
                let column = match column {
                    "label" if lang.is_empty() || !labelled.insert(lang.clone()) => "also",
                    "described" if !labelled.insert(format!("described {lang}")) => {
                        self.left
                            .out("further descriptions in one language", &words);
                        continue;
                    }
                    column => column,
                };
                row.put(column, &lang, words);
            }
        }
    }

    /// A text that can be kept, with its language; nothing is its language if that is the project's.
    fn kept(&mut self, text: &Text, column: &str) -> Option<(String, String)> {
        let words = match column {
            "described" => Some(tidy(&text.text)).filter(|words| !words.is_empty()),
            _ => name(&text.text),
        }?;
        let lang = text
            .lang
            .as_deref()
            .filter(|lang| LanguageTag::parse(*lang).is_ok());
        let lang = lang
            .filter(|lang| *lang != self.world.project.lang && *lang != "mul")
            .unwrap_or("");
        if !lang.is_empty()
            && self
                .languages
                .as_ref()
                .is_some_and(|kept| !kept.contains(lang))
        {
            self.left.out(
                "names and descriptions in further languages",
                format!("{words}@{lang}"),
            );
            return None;
        }
        if column != "described" && !self.world.called(&words).is_empty() {
            self.left
                .out("names that an entity of the project has", &words);
            return None;
        }
        Some((words, lang.to_owned()))
    }

    fn links(&mut self, thing: &Thing, row: &mut Row) {
        let own = self.world.project.base.as_str();
        let same = thing
            .iri()
            .into_iter()
            .chain(thing.same_as.iter().map(String::as_str));
        let close = thing.close_to.iter().map(String::as_str);
        let links = same
            .map(|iri| ("same_as", iri))
            .chain(close.map(|iri| ("close_to", iri)));
        for (column, iri) in links.filter(|(_, iri)| !iri.starts_with(own)) {
            match is_iri(iri) {
                true => row.put(column, "", format!("<{iri}>")),
                false => self.left.out("links that are no IRIs", iri),
            }
        }
    }

    /// An entity of the project, as a cell names it.
    fn cell_of(&self, id: EntityId) -> String {
        let entity = self.world.model.entity(id);
        let label = entity.label.text.as_str();
        match self.is_plain(label) && self.world.called(label).len() == 1 && !self.rows_have(label)
        {
            true => label.to_owned(),
            false => format!("<{}>", self.world.project.base.entity(&entity.id)),
        }
    }

    /// An entity of the import, as a cell names it.
    fn cell(&self, row: usize) -> String {
        let row = &self.rows[row];
        let is_one =
            self.names.get(&row.name) == Some(&1) && self.world.called(&row.name).is_empty();
        match self.is_plain(&row.name) && is_one {
            true => row.name.clone(),
            false => format!("<{}>", self.world.project.base.entity(&row.id)),
        }
    }

    fn is_plain(&self, name: &str) -> bool {
        name != "this"
            && name != "nothing"
            && !name.starts_with(['^', '<', '[', '\'', '"'])
            && self.world.ontology.expand(name).is_none()
    }
}
