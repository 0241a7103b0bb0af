//! The graph told in Markdown, for people: sentences, and under them as footnotes the words that they were read from.
//!
//! What is written is [CommonMark](https://spec.commonmark.org/) with the footnotes of
//! [GitHub](https://github.github.com/gfm/). A [report](super::markdown) is one file of it, a vault of
//! [Obsidian](super::obsidian) a file for each thing; they differ in how they lead to a thing ([`Links`]).

mod footnote;
mod sentence;
pub mod text;

use std::collections::{BTreeMap, BTreeSet};

use super::pick::Said;
use super::relation::Details;
use super::{Graph, thing};
use crate::export::dataset::Id;
use crate::export::report::{Loss, Report};

/// How one gets from a sentence to what it speaks of: both give Markdown.
pub trait Links: Sync {
    /// A thing by its name, and the way there if it has a place of its own.
    fn thing(&self, thing: Id) -> String;
    /// A source by its name, and the way there.
    fn source(&self, source: Id) -> String;
}

/// A class in the order of headings: whether there is none, its name, and itself.
type Heading = (bool, String, Option<Id>);

/// Tells of the things of a graph.
pub struct Teller<'g, 'b> {
    pub graph: &'g Graph<'b>,
    details: Details<'g, 'b>,
}

impl<'g, 'b> Teller<'g, 'b> {
    pub fn of(graph: &'g Graph<'b>) -> Teller<'g, 'b> {
        Teller {
            graph,
            details: Details::new(&graph.terms, &graph.readings),
        }
    }

    /// What is said of a thing: first its relations, then its values.
    pub fn said(&self, thing: Id) -> impl Iterator<Item = &'g Said> + use<'g, 'b> {
        let graph = self.graph;
        let relations = graph.relations.iter();
        let start = graph
            .relations
            .partition_point(|said| said.triple[0] < thing);
        let relations = relations
            .skip(start)
            .take_while(move |said| said.triple[0] == thing);
        relations.chain(graph.values(thing))
    }

    /// The footnotes of a statement: its quotations, or the statement itself if it is inferred.
    pub fn footnotes(&self, said: &Said) -> Vec<Id> {
        let Some(statement) = said.statement else {
            return Vec::new();
        };
        let quotations = self.details.quotations(statement);
        match quotations.is_empty() && self.details.is_inferred(Some(statement)) {
            true => vec![statement],
            false => quotations,
        }
    }

    /// What tells a statement from all others.
    pub fn id(&self, said: &Said) -> String {
        self.details.id(said)
    }

    /// Adds the sources that a statement was read from, also by way of what it follows from; what was `seen` is passed over.
    pub fn sources(&self, statement: Id, sources: &mut BTreeSet<Id>, seen: &mut BTreeSet<Id>) {
        self.details.sources(statement, sources, seen);
    }

    /// What a thing is called, on one line; what has no name by its IRI.
    pub fn name(&self, thing: Id) -> String {
        let name = text::line(&self.graph.terms.name(thing));
        match name.is_empty() {
            true => text::line(&self.graph.terms.short(thing)),
            false => name,
        }
    }

    /// All things by their class, and in that by name: both as people look for them. What has no class comes last.
    pub fn by_class(&self) -> Vec<(Option<Id>, Vec<Id>)> {
        let mut classes: BTreeMap<Heading, BTreeSet<(String, Id)>> = BTreeMap::new();
        for &thing in &self.graph.things {
            let class = thing::main_class(&self.graph.terms, thing);
            let name = class.map_or_else(String::new, |class| self.name(class));
            let key = (class.is_none(), name.to_lowercase(), class);
            let name = self.name(thing).to_lowercase();
            classes.entry(key).or_default().insert((name, thing));
        }
        let things = |things: BTreeSet<(String, Id)>| things.into_iter().map(|(_, id)| id);
        classes
            .into_iter()
            .map(|((_, _, class), of_it)| (class, things(of_it).collect()))
            .collect()
    }

    /// What a class is headed by.
    pub fn heading(&self, class: Option<Id>) -> String {
        class.map_or_else(
            || "Without a class".to_owned(),
            |class| text::inline(&self.name(class)),
        )
    }

    /// Lines that say what a thing is: classes, other names, what it means, links.
    pub fn about(&self, thing: Id) -> Vec<String> {
        let row = thing::row(&self.graph.terms, thing);
        let listed = |name: &str| match row.get(name) {
            Some(super::row::Field::List(texts)) => texts.clone(),
            _ => Vec::new(),
        };
        let joined = |texts: Vec<String>| {
            let texts = texts.iter().map(|text| text::inline(text));
            texts.collect::<Vec<_>>().join(", ")
        };
        let mut lines = Vec::new();
        let main = thing::main_class(&self.graph.terms, thing);
        let main = main.map(|class| self.graph.terms.name(class));
        let mut classes = listed("classes");
        classes.sort_by_key(|class| Some(class) != main.as_ref());
        for (before, texts) in [("", classes), ("Also called ", listed("alternatives"))] {
            let texts = joined(texts);
            if !texts.is_empty() {
                lines.push(format!("{before}{texts}"));
            }
        }
        for name in ["definition", "notes"] {
            lines.extend(listed(name).iter().map(|told| text::inline(told)));
        }
        let short = text::inline(&self.graph.terms.short(thing));
        let own = text::link(&short, &self.graph.terms.text(thing));
        let links = listed("links").into_iter();
        let links = links.map(|iri| text::address(&iri));
        let addresses: Vec<String> = [own].into_iter().chain(links).collect();
        lines.push(addresses.join(", "));
        lines.retain(|line| !line.is_empty());
        lines
    }
}

/// Tells what sentences leave out.
pub fn tell_losses(graph: &Graph, report: &mut Report) {
    let said = graph.relations.iter().chain(&graph.values);
    let statements = said.filter(|said| said.statement.is_some()).count();
    report.lose(Loss::Special(
        statements,
        [
            "statement without its curators, dossiers and days that bound its time",
            "statements without their curators, dossiers and days that bound their times",
        ],
    ));
    let teller = Teller::of(graph);
    let odd = if graph.terms.has_controls() {
        teller.with_controls()
    } else {
        0
    };
    report.lose(Loss::Special(
        odd,
        [
            "thing or statement with control characters, which Markdown doesn't show",
            "things and statements with control characters, which Markdown doesn't show",
        ],
    ));
}

impl Teller<'_, '_> {
    /// How many things and statements have a text with a control character that is no white space.
    fn with_controls(&self) -> usize {
        let has = |row: super::row::Row| {
            let mut fields = row.0.iter();
            fields.any(|(_, field)| {
                let text = field.flat();
                text.chars().any(|c| c.is_control() && !c.is_whitespace())
            })
        };
        let things = self.graph.things.iter();
        let things = things.filter(|thing| has(thing::row(&self.graph.terms, **thing)));
        let relations = self.graph.relations.iter();
        let relations = relations.filter(|said| has(self.details.row(said)));
        let values = self.graph.values.iter();
        let values =
            values.filter(|said| has(thing::value(&self.graph.terms, &self.details, said)));
        things.count() + relations.count() + values.count()
    }
}
