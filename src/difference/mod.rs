//! What differs between two versions of a project, in the words of its curators.
//!
//! Quads tell what has changed, and not what that means: a statement that holds since another year is a node that is
//! gone and a node that is new. This room reads the nodes that changed quads speak of, on both sides, pairs what is the
//! same in another way, and says what has happened to it. The quads themselves are kept, for who wants to turn the one
//! version into the other.
//!
//! The description of the build (`graph/meta`) differs whenever an input does, be it by a space. It is among the quads,
//! and not among what has changed.

mod entity;
mod json;
mod mapping;
mod markdown;
mod node;
mod notation;
mod outline;
mod pair;
mod patch;
mod quotation;
mod reading;
mod respect;
mod room;
mod side;
mod statement;
mod statements;
mod text;
mod update;

use std::io;

use crate::store::{self, Build, StoreError};
use crate::version::Version;

pub use entity::{EntityChange, EntityKind, Mapping};
pub use node::{NodeChange, Property};
pub use quotation::{QuotationChange, Quoted};
pub use respect::{Kind, What};
pub use statement::Statement;
pub use statements::{Section, StatementChange};
pub use text::statements as write_statements;

use room::Touched;
use side::Side;

/// In what a version differs from the one before; every list in the order in which it is shown.
#[derive(Debug, Default)]
pub struct Difference {
    pub statements: Vec<StatementChange>,
    /// What follows from the vocabulary in one version only.
    pub inferred: Vec<StatementChange>,
    pub entities: Vec<EntityChange>,
    pub mappings: Vec<Mapping>,
    /// Sources, with their dossiers, and tables.
    pub sources: Vec<NodeChange>,
    pub quotations: Vec<QuotationChange>,
    /// Terms of the vocabulary.
    pub terms: Vec<NodeChange>,
    /// External files: the graph, and how many triples were removed and added.
    pub external: Vec<(String, usize, usize)>,
    /// What is none of these, as where graphs are not known.
    pub other: Vec<NodeChange>,
    /// All quads, those of the description too.
    pub quads: store::Difference,
}

/// A way to write a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For reading
    Text,
    /// For programs
    Json,
    /// For a pull request
    Markdown,
    /// SPARQL Update that turns A into B
    Sparql,
    /// RDF Patch that turns A into B
    RdfPatch,
}

/// In what `after` differs from `before`, which have one shape.
pub fn difference(before: &Version, after: &Version) -> Result<Difference, StoreError> {
    between(
        &Side::of(before),
        &Side::of(after),
        store::difference(&before.build, &after.build)?,
    )
}

/// In what a build differs from the one before it.
pub fn of_builds(before: &Build, after: &Build) -> Result<Difference, StoreError> {
    between(
        &Side::of_build(before),
        &Side::of_build(after),
        store::difference(before, after)?,
    )
}

fn between(
    before: &Side,
    after: &Side,
    quads: store::Difference,
) -> Result<Difference, StoreError> {
    let sides = side::Sides { before, after };
    let mut touched = Touched::of(&quads, sides);
    let quotations = quotation::changes(&touched, sides)?;
    let renamed = entity::renamed(&touched, sides)?;
    let statements = statements::changes(&mut touched, &quotations, &renamed, sides)?;
    let (entities, mappings) = entity::changes(&touched, &renamed, sides)?;
    let mut difference = Difference {
        statements: statements.said,
        inferred: statements.inferred,
        entities,
        mappings,
        sources: node::changes(&touched.sources, sides)?,
        quotations,
        terms: node::changes(&touched.terms, sides)?,
        external: touched.external(),
        other: node::changes(&touched.other, sides)?,
        quads,
    };
    difference.other.extend(mapping::changes(&touched, sides)?);
    difference
        .sources
        .retain(|node| !node.properties.is_empty());
    Ok(difference)
}

impl Difference {
    /// Whether nothing has changed but the description of the build.
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty()
            && self.inferred.is_empty()
            && self.entities.is_empty()
            && self.mappings.is_empty()
            && self.sources.is_empty()
            && self.quotations.is_empty()
            && self.terms.is_empty()
            && self.external.is_empty()
            && self.other.is_empty()
    }

    /// How much differs, in a sentence.
    pub fn summary(&self) -> String {
        outline::summary(self, &outline::chapters(self))
    }

    /// Writes it; `names` are what the two versions are called, and `colour` is for a terminal.
    pub fn write(
        &self,
        format: Format,
        names: [&str; 2],
        colour: bool,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        match format {
            Format::Text => text::write(self, names, colour, out),
            Format::Json => json::write(self, names, out),
            Format::Markdown => markdown::write(self, names, out),
            Format::Sparql => update::write(&self.quads, out),
            Format::RdfPatch => patch::write(&self.quads, out),
        }
    }
}
