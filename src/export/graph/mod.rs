//! The build as a graph of things and relations, for tools that draw and analyse graphs.
//!
//! A relation is a statement that holds, or a bare triple of external RDF, between two things; a statement whose object is
//! a value belongs to its thing. [`pick`] says which they are, [`thing`] and [`relation`] what is told of each, as
//! [rows](row) of named fields. Each format is a file that writes those rows; its [`Style`] says what it carries.
//!
//! Rows are made when they are written, some hundreds at a time and on all cores: a graph in memory is the quads' numbers.

mod around;
mod cited;
mod csv;
pub mod cx2;
pub mod cytoscape;
pub mod d3;
pub mod dot;
pub mod ftm;
pub mod gexf;
pub mod graphml;
mod json;
pub mod kgtk;
pub mod kgx;
pub mod kuzu;
mod look;
mod mapping;
pub mod markdown;
pub mod mermaid;
mod names;
pub mod neo4j;
pub mod node_link;
pub mod obsidian;
pub mod parquet;
mod pick;
mod prose;
pub mod quickstatements;
mod relation;
mod row;
pub mod svg;
mod terms;
mod thing;
pub mod yed;

use std::collections::BTreeSet;
use std::io::{self, Write};

use oxrdf::{NamedNode, NamedNodeRef};

use super::dataset::{Dataset, Id};
use super::form::Scope;
use super::report::{Loss, Report};
use super::{ExportError, Folder, Format, Request, xml};
use crate::in_order::in_order;
use crate::project::Context;
use pick::{Picked, Said};
use relation::{Details, RoleColumns};
use row::{Kind, Row};
use terms::Terms;
use thing::ValueColumns;

/// What a format of graphs does.
#[derive(Debug)]
pub struct Style {
    pub write: Output,
    pub carries: Carries,
    /// Whether it is XML, which has no control characters.
    pub is_xml: bool,
    /// How many relations it draws at most, since a picture of more is none.
    pub most: Option<usize>,
}

/// Whether a format is one file or several, and what writes it.
#[derive(Clone, Copy, Debug)]
pub enum Output {
    File(fn(&Graph, &mut dyn Write) -> io::Result<()>),
    Folder(fn(&Graph, &mut Folder) -> io::Result<()>),
}

/// How much of things and relations a format carries.
#[derive(Clone, Copy, Debug)]
pub enum Carries {
    /// All.
    Everything,
    /// Columns of things and of relations; so a value is without its time and evidence.
    Columns,
    /// Names, classes, time, and the words of the source.
    Picture,
    /// What the format itself tells.
    Own(fn(&Graph, &mut Report)),
}

/// A thing with so many relations around it.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    pub thing: NamedNodeRef<'a>,
    pub depth: usize,
}

/// Things and what is said of them.
#[derive(Debug)]
pub struct Graph<'b> {
    title: String,
    terms: Terms<'b>,
    things: Vec<Id>,
    relations: Vec<Said>,
    /// Sorted by thing.
    values: Vec<Said>,
    readings: Vec<(Id, Id)>,
    /// The first class of each thing, each once and sorted.
    classes: Vec<Id>,
}

impl<'b> Graph<'b> {
    /// Takes from a build what is to be drawn, and tells what is left out.
    pub fn of(
        dataset: Dataset<'b>,
        scope: &Scope,
        request: &Request,
        style: &Style,
        context: &Context,
        report: &mut Report,
    ) -> Result<Graph<'b>, ExportError> {
        let mut picked = pick::pick(&dataset, scope, report);
        if let Some(Around { thing, depth }) = request.around {
            let centre = dataset.find(thing).filter(|id| picked.things.contains(id));
            let centre = centre.ok_or_else(|| ExportError::NoThing(thing.as_str().to_owned()))?;
            around::keep(&mut picked, centre, depth);
        }
        let title = NamedNode::new(format!("{}graph/meta#dataset", context.base));
        let title = title.ok().and_then(|iri| dataset.find(iri.as_ref()));
        let (terms, ranks) = Terms::of(dataset, context);
        let title = title.map(|id| terms.name(ranks[id as usize]));
        let graph = Graph::new(title.unwrap_or_default(), terms, picked, &ranks);
        graph.tell_losses(style, report);
        match style.most {
            Some(most) if graph.relations.len().max(graph.things.len()) > most => {
                Err(ExportError::TooLarge {
                    format: request.format.name,
                    others: Format::of_any_size(),
                    things: graph.things.len(),
                    relations: graph.relations.len(),
                    most,
                })
            }
            _ => Ok(graph),
        }
    }

    fn new(title: String, terms: Terms<'b>, picked: Picked, ranks: &[Id]) -> Graph<'b> {
        let renumbered = |said: Vec<Said>| {
            let mut said: Vec<Said> = said.iter().map(|said| said.renumbered(ranks)).collect();
            said.sort_unstable();
            said
        };
        let things = picked.things.iter().map(|&id| ranks[id as usize]);
        let mut things: Vec<Id> = things.collect();
        things.sort_unstable();
        let classes = things.iter();
        let classes = classes.filter_map(|&thing| thing::classes(&terms, thing).first().copied());
        let classes: BTreeSet<Id> = classes.collect();
        Graph {
            classes: classes.into_iter().collect(),
            title,
            things,
            relations: renumbered(picked.relations),
            values: renumbered(picked.values),
            readings: relation::readings(&terms),
            terms,
        }
    }

    fn tell_losses(&self, style: &Style, report: &mut Report) {
        let values = self.values.iter().filter(|said| said.statement.is_some());
        let relations = self
            .relations
            .iter()
            .filter(|said| said.statement.is_some());
        match style.carries {
            Carries::Everything => {}
            Carries::Columns => report.lose(Loss::Values(values.count())),
            Carries::Picture => {
                report.lose(Loss::Undrawn(relations.count()));
                report.lose(Loss::UndrawnValues(self.values.len()));
            }
            Carries::Own(tell) => tell(self, report),
        }
        if style.is_xml {
            report.lose(Loss::Controls(self.with_controls(style)));
        }
    }

    /// How many things and relations have a text with a character that XML cannot hold.
    fn with_controls(&self, style: &Style) -> usize {
        if !self.terms.has_controls() {
            return 0;
        }
        let view = View::of(self);
        let has = |row: Row| row.0.iter().any(|(_, field)| !xml::holds(&field.flat()));
        let things = self.things.iter();
        let things = things.filter(|thing| match style.carries {
            Carries::Picture => !xml::holds(&self.terms.name(**thing)),
            _ => has(view.thing(**thing)),
        });
        let relations = self.relations.iter();
        things.count() + relations.filter(|said| has(view.relation(said))).count()
    }

    /// The values of a thing.
    fn values(&self, thing: Id) -> &[Said] {
        let start = self.values.partition_point(|said| said.triple[0] < thing);
        let length = self.values[start..].partition_point(|said| said.triple[0] == thing);
        &self.values[start..start + length]
    }
}

/// A graph, and what is needed to tell of its parts in columns.
struct View<'g, 'b> {
    graph: &'g Graph<'b>,
    details: Details<'g, 'b>,
    values: ValueColumns,
    roles: RoleColumns,
}

impl<'g, 'b> View<'g, 'b> {
    fn of(graph: &'g Graph<'b>) -> View<'g, 'b> {
        let details = Details::new(&graph.terms, &graph.readings);
        View {
            graph,
            values: ValueColumns::of(&graph.terms, &graph.values),
            roles: RoleColumns::of(&details, &graph.relations),
            details,
        }
    }

    /// The columns of things, with their kinds.
    fn thing_columns(&self) -> Vec<(&str, Kind)> {
        let own = self.values.list.iter();
        let own = own.map(|(name, kind)| (name.as_str(), *kind));
        thing::COLUMNS.into_iter().chain(own).collect()
    }

    /// The columns of relations, with their kinds.
    fn relation_columns(&self) -> Vec<(&str, Kind)> {
        let own = self.roles.list.iter();
        let own = own.map(|(name, kind)| (name.as_str(), *kind));
        relation::COLUMNS.into_iter().chain(own).collect()
    }

    fn thing(&self, thing: Id) -> Row {
        let terms = &self.graph.terms;
        let mut row = thing::row(terms, thing);
        self.values.tell(terms, self.graph.values(thing), &mut row);
        row
    }

    fn relation(&self, said: &Said) -> Row {
        let mut row = self.details.row(said);
        self.roles.tell(&self.details, said, &mut row);
        row
    }
}

/// Writes what each item is, some hundreds at a time and on all cores, with a separator between two.
fn write_each<T: Sync>(
    items: &[T],
    separator: &str,
    out: &mut dyn Write,
    text: impl Fn(&T, &mut Vec<u8>) -> io::Result<()> + Sync,
) -> io::Result<()> {
    const ITEMS: usize = 512;
    let pieces: Vec<(usize, &[T])> = items.chunks(ITEMS).enumerate().collect();
    let work = |&(number, items): &(usize, &[T])| {
        let mut bytes = Vec::new();
        for (index, item) in items.iter().enumerate() {
            if number + index > 0 {
                bytes.extend_from_slice(separator.as_bytes());
            }
            text(item, &mut bytes)?;
        }
        Ok::<_, io::Error>(bytes)
    };
    in_order(&pieces, work, |_, bytes| out.write_all(&bytes?))
}
