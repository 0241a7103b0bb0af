//! A vault of [Obsidian](https://obsidian.md): a note for each thing and each source that is quoted, and one that lists them.
//!
//! A relation is a link `[[…]]` in the note of its subject; in that of its object Obsidian shows it as a backlink. Every statement is
//! a block, so that other notes can link to it or show it. Notes are in two folders, but no two in the vault have the same
//! name, as a link names only that.

mod front;
mod names;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;

use super::prose::{self, Links, Teller, text};
use super::{Carries, Graph, Output, Style};
use crate::export::Folder;
use crate::export::dataset::Id;
use crate::in_order::in_order;
use crate::iri;
use crate::vocab::citable;
use front::Front;
use names::FileNames;

pub const STYLE: Style = Style {
    write: Output::Folder(write),
    carries: Carries::Own(prose::tell_losses),
    is_xml: false,
    most: None,
};

/// The note that lists the others.
const INDEX: &str = "Index";

fn write(graph: &Graph, folder: &mut Folder) -> io::Result<()> {
    let vault = Vault::of(graph);
    folder.file(&format!("{INDEX}.md"), |out| {
        out.write_all(vault.index().as_bytes())
    })?;
    let notes: Vec<Id> = vault.notes.iter().copied().collect();
    in_order(
        &notes,
        |&id| vault.note(id),
        |&id, note| {
            let room = if vault.sources.contains(&id) {
                "sources"
            } else {
                "things"
            };
            let name = format!("{room}/{}.md", vault.names.get(id));
            folder.file(&name, |out| out.write_all(note.as_bytes()))
        },
    )
}

struct Vault<'g, 'b> {
    teller: Teller<'g, 'b>,
    /// The things and the sources.
    notes: BTreeSet<Id>,
    sources: BTreeSet<Id>,
    names: FileNames,
}

impl<'g, 'b> Vault<'g, 'b> {
    fn of(graph: &'g Graph<'b>) -> Vault<'g, 'b> {
        let teller = Teller::of(graph);
        let said = graph.relations.iter().chain(&graph.values);
        let mut sources = BTreeSet::new();
        let mut seen = BTreeSet::new();
        for statement in said.filter_map(|said| said.statement) {
            teller.sources(statement, &mut sources, &mut seen);
        }
        let class = graph.terms.word(citable::SOURCE);
        let is_source = |thing: &Id| {
            let mut classes = graph.terms.objects(*thing, oxrdf::vocab::rdf::TYPE);
            class.is_some() && classes.any(|of_it| Some(of_it) == class)
        };
        sources.extend(graph.things.iter().copied().filter(is_source));
        let notes: BTreeSet<Id> = graph.things.iter().chain(&sources).copied().collect();
        let called = notes
            .iter()
            .map(|&id| (id, teller.name(id), graph.terms.text(id)));
        let names = FileNames::of(called, &[INDEX]);
        Vault {
            teller,
            notes,
            sources,
            names,
        }
    }

    /// The list of all notes.
    fn index(&self) -> String {
        let graph = self.teller.graph;
        let title = text::inline(&graph.title);
        let title = if title.is_empty() { INDEX } else { &title };
        let mut index = format!(
            "# {title}\n\nThings: {}; relations between them: {}; values: {}; sources: {}.\n",
            graph.things.len(),
            graph.relations.len(),
            graph.values.len(),
            self.sources.len()
        );
        let mut list = |heading: &str, notes: &[Id]| {
            let links = notes
                .iter()
                .map(|&note| format!("- {}\n", self.thing(note)));
            let links: String = links.collect();
            if !links.is_empty() {
                let _ = write!(index, "\n## {heading}\n\n{links}");
            }
        };
        for (class, things) in self.teller.by_class() {
            let things: Vec<Id> = things
                .into_iter()
                .filter(|thing| !self.sources.contains(thing))
                .collect();
            list(&self.teller.heading(class), &things);
        }
        let sources: Vec<Id> = self.sources.iter().copied().collect();
        list("Sources", &sources);
        index
    }

    /// The note of a thing or a source.
    fn note(&self, id: Id) -> String {
        let teller = &self.teller;
        let mut note = self.front(id);
        let _ = writeln!(note, "\n# {}", text::inline(&teller.name(id)));
        if teller.graph.things.binary_search(&id).is_ok() {
            for line in teller.about(id) {
                let _ = writeln!(note, "\n{line}");
            }
        }
        let published = teller.published(id);
        if self.sources.contains(&id) && !published.is_empty() {
            let _ = writeln!(note, "\n{}", published.join(", "));
        }
        let mut calls: Vec<Id> = Vec::new();
        let mut blocks = names::Blocks::default();
        for (index, said) in teller.said(id).enumerate() {
            for call in teller.footnotes(said) {
                if !calls.contains(&call) {
                    calls.push(call);
                }
            }
            let number = |call| {
                calls
                    .iter()
                    .position(|&known| known == call)
                    .map_or(0, |at| at + 1)
            };
            let sentence = teller.sentence(said, self, &number);
            let block = blocks.of(iri::last_part(&teller.id(said)));
            let _ = writeln!(
                note,
                "{}- {sentence} ^{block}",
                if index == 0 { "\n" } else { "" }
            );
        }
        for (index, &call) in calls.iter().enumerate() {
            let before = if index == 0 { "\n" } else { "" };
            let _ = writeln!(
                note,
                "{before}[^{}]: {}",
                index + 1,
                teller.footnote(call, self)
            );
        }
        note
    }

    /// The properties of a note, which Obsidian shows above it and searches in.
    fn front(&self, id: Id) -> String {
        let teller = &self.teller;
        let graph = teller.graph;
        let mut front = Front::default();
        let row = super::thing::row(&graph.terms, id);
        let list = |name: &str| match row.get(name) {
            Some(super::row::Field::List(texts)) => texts.clone(),
            _ => Vec::new(),
        };
        let name = teller.name(id);
        let mut aliases = list("alternatives");
        if name != self.names.get(id) {
            aliases.insert(0, name);
        }
        front.list("aliases", &aliases);
        front.list("class", &list("classes"));
        front.text("iri", &graph.terms.text(id));
        front.list("links", &list("links"));
        for (key, property) in front::OF_SOURCES {
            let objects = graph.terms.objects(id, property);
            let texts: Vec<String> = objects.map(|id| teller.name_of(id)).collect();
            front.list(key, &texts);
        }
        front.written()
    }
}

impl Links for Vault<'_, '_> {
    fn thing(&self, thing: Id) -> String {
        match self.notes.contains(&thing) {
            true => self.names.link(thing, &self.teller.name(thing)),
            false => text::inline(&self.teller.name(thing)),
        }
    }

    fn source(&self, source: Id) -> String {
        self.thing(source)
    }
}
