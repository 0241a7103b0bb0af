//! What the dossiers say: every name an entity or an IRI, every word of the vocabulary a term, no «maybe».

mod canonical;

use std::ops::Range;

use oxrdf::NamedNode;

use crate::date::{Date, Day};
use crate::ontology::{ClassId, PropertyId, UnitId};
use crate::span::{FileId, Span, Spanned};
use crate::time::{Phrase, Time};

/// The number of an entity in a [`Model`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

/// The number of a dossier in a [`Model`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DossierId(pub u32);

/// All that a project says.
#[derive(Debug, Default)]
pub struct Model {
    pub entities: Vec<Entity>,
    pub dossiers: Vec<Dossier>,
}

impl Model {
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.0 as usize]
    }

    /// The entity that one was merged into, over however many steps; itself if it wasn't, or if the merges
    /// go in a circle, which is an error.
    pub fn survivor(&self, id: EntityId) -> EntityId {
        let next = |&id: &EntityId| self.entity(id).merged_into;
        let mut walk = std::iter::successors(Some(id), next).take(self.entities.len());
        walk.find(|&id| self.entity(id).merged_into.is_none())
            .unwrap_or(id)
    }

    pub fn dossier(&self, id: DossierId) -> &Dossier {
        &self.dossiers[id.0 as usize]
    }

    /// The dossiers with their numbers.
    pub fn dossiers(&self) -> impl Iterator<Item = (DossierId, &Dossier)> {
        (0..).map(DossierId).zip(&self.dossiers)
    }

    /// All readings, with the dossier that each stands in.
    pub fn readings(&self) -> impl Iterator<Item = (&Dossier, &Reading)> {
        self.dossiers.iter().flat_map(|dossier| {
            dossier
                .readings
                .iter()
                .map(move |reading| (dossier, reading))
        })
    }
}

/// A text in a language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    pub text: String,
    /// BCP 47.
    pub lang: String,
}

/// A declared entity.
#[derive(Debug)]
pub struct Entity {
    /// The slug in its IRI.
    pub id: String,
    /// The name under which it was declared: unique in the project.
    pub label: Label,
    pub classes: Vec<ClassId>,
    pub labels: Vec<Label>,
    pub aliases: Vec<Label>,
    pub former: Vec<Label>,
    pub definitions: Vec<Label>,
    pub notes: Vec<Label>,
    pub same_as: Vec<NamedNode>,
    pub close_to: Vec<NamedNode>,
    pub merged_into: Option<EntityId>,
    /// Checked, but not exported.
    pub draft: bool,
    /// The dossier that declares it; nothing if a register does.
    pub dossier: Option<DossierId>,
    /// The group of quotations, in that dossier, under which it is declared.
    pub group: Option<usize>,
    /// Where its name stands in the declaration.
    pub span: Span,
}

impl Entity {
    /// Everything it is or was called.
    pub fn names(&self) -> impl Iterator<Item = &Label> {
        std::iter::once(&self.label)
            .chain(&self.labels)
            .chain(&self.aliases)
            .chain(&self.former)
    }
}

/// A dossier, or an entity register (which has neither source, nor quotations, nor readings).
#[derive(Debug)]
pub struct Dossier {
    pub file: FileId,
    pub source: Option<Source>,
    pub quotations: Vec<Quotation>,
    pub groups: Vec<Group>,
    pub readings: Vec<Reading>,
}

impl Dossier {
    /// The quotations of a group.
    pub fn quotations_of(&self, group: Option<usize>) -> &[Quotation] {
        match group {
            Some(group) => &self.quotations[self.groups[group].quotations.clone()],
            None => &[],
        }
    }
}

/// Adjacent quotations, which support what is read off them together.
#[derive(Debug)]
pub struct Group {
    /// Indices into the dossier's quotations.
    pub quotations: Range<usize>,
    /// How many bullets stand under them, read or not.
    pub bullets: usize,
}

/// The cited work.
#[derive(Debug)]
pub struct Source {
    pub id: String,
    pub title: String,
    pub lang: String,
    /// Its stored text, if there is one and it can be used.
    pub text: Option<FileId>,
    /// Whether the dossier says that there is no stored text.
    pub without_text: bool,
    pub text_why: Option<String>,
    pub sha256: Option<Spanned<String>>,
    pub url: Option<NamedNode>,
    pub archived: Option<NamedNode>,
    pub author: Option<String>,
    pub publisher: Option<String>,
    pub published: Option<Spanned<Date>>,
    pub retrieved: Option<Date>,
    pub class: Option<ClassId>,
    pub rights: Option<String>,
    pub curator: Option<String>,
    pub review: Option<Review>,
}

/// That someone reviewed a dossier: `reviewed: NAME DATE sha256:DIGEST`.
#[derive(Debug)]
pub struct Review {
    pub by: String,
    pub on: Day,
    /// The SHA-256 of the dossier's text without the line of this key.
    pub sha256: String,
    pub span: Span,
}

/// Words of a source.
#[derive(Debug)]
pub struct Quotation {
    /// As the dossier has it, line feeds between its lines.
    pub text: String,
    /// For each line of `text`: where it starts there, and where in the file.
    pub lines: Vec<(usize, usize)>,
    pub id: Option<String>,
    pub locator: Option<String>,
    pub span: Span,
}

/// That a curator read a statement off quotations, or reasoned it.
#[derive(Debug)]
pub struct Reading {
    pub statement: Statement,
    /// The last part of the statement's IRI: its `^id`, or the hash key of its canonical form.
    pub key: String,
    pub id: Option<Spanned<String>>,
    pub group: Option<usize>,
    pub draft: bool,
    pub unconfirmed: bool,
    pub rank: Rank,
    pub confidence: Option<Confidence>,
    pub according_to: Option<Resource>,
    pub because: Option<String>,
    pub inferred_from: Vec<Spanned<String>>,
    pub see: Vec<Spanned<String>>,
    pub notes: Vec<String>,
    pub places: Places,
    pub span: Span,
}

impl Reading {
    /// Whether it lets the bare triple hold: not a draft, not denied, not doubted, not withdrawn.
    pub fn asserts(&self) -> bool {
        !self.draft
            && !self.unconfirmed
            && !self.statement.negated
            && !matches!(self.rank, Rank::Deprecated(_))
    }
}

/// Where the parts of a statement stand.
#[derive(Clone, Debug)]
pub struct Places {
    pub subject: Span,
    pub predicate: Span,
    pub object: Span,
    pub time: Option<Span>,
    /// Of the statement's roles, in their order: the word, and the value.
    pub roles: Vec<(Span, Span)>,
}

/// Which of several readings of a question to prefer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rank {
    Preferred,
    Normal,
    /// Withdrawn, for this reason.
    Deprecated(String),
}

/// How sure the curator is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// `high`, `medium` or `low`
    Level(&'static str),
    /// A decimal from 0 to 1, as it was written.
    Number(String),
}

/// What is said of what, when, and who else takes part.
#[derive(Clone, Debug)]
pub struct Statement {
    pub subject: Resource,
    pub predicate: PropertyId,
    pub object: Object,
    pub negated: bool,
    pub time: Time,
    /// The time as it was written, with the places of its dates for checks.
    pub phrase: Option<Phrase>,
    /// In the order of the canonical form.
    pub roles: Vec<(PropertyId, Object)>,
}

/// What a subject is, and an object that is no literal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Resource {
    Entity(EntityId),
    /// The source of a dossier: `this`.
    Source(DossierId),
    /// A statement, by the last part of its IRI.
    Statement(String),
    /// A quotation with an id, in a dossier.
    Quotation(DossierId, String),
    Iri(NamedNode),
}

/// What a statement says of its subject.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Object {
    Resource(Resource),
    Literal(Literal),
}

/// A value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Literal {
    pub value: String,
    pub datatype: NamedNode,
    pub lang: Option<String>,
    pub unit: Option<UnitId>,
}
