//! What the dossiers say: every name an entity or an IRI, every word of the vocabulary a term, no «maybe».

mod canonical;
mod entities;

use std::ops::Range;

use oxrdf::NamedNode;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::files::Kind;
use crate::ontology::{ClassId, PropertyId, UnitId};
use crate::span::{FileId, Placed, Span, Spanned};
use crate::syntax::Token;
use crate::time::{Phrase, Time};

pub use entities::{Entities, Packed};

/// The number of an entity in a [`Model`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

/// The number of a source in a [`Model`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// What a project declares: what the statements of every file may speak of.
#[derive(Debug, Default)]
pub struct Model<'a> {
    pub entities: Entities<'a>,
    /// The entities that were merged into others.
    pub merged: FxHashMap<EntityId, EntityId>,
    pub sources: Vec<Source>,
}

impl Model<'_> {
    pub fn entity(&self, id: EntityId) -> &Entity {
        self.entities.get(id)
    }

    /// The entity that one was merged into, in one step.
    pub fn merged_into(&self, id: EntityId) -> Option<EntityId> {
        self.merged.get(&id).copied()
    }

    /// The entity that one was merged into, over however many steps; itself if it wasn't, or if the merges
    /// go in a circle, which is an error.
    pub fn survivor(&self, id: EntityId) -> EntityId {
        let next = |&id: &EntityId| self.merged_into(id);
        let mut walk = std::iter::successors(Some(id), next).take(self.merged.len() + 1);
        walk.find(|&id| self.merged_into(id).is_none())
            .unwrap_or(id)
    }

    pub fn source(&self, id: SourceId) -> &Source {
        &self.sources[id.0 as usize]
    }

    /// The source of what stands in a group of a dossier or table, or outside of its groups.
    pub fn source_of(&self, dossier: &Dossier, group: Option<usize>) -> Option<&Source> {
        dossier.source_of(group).map(|id| self.source(id))
    }
}

/// A text in a language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Label {
    pub text: String,
    /// BCP 47.
    pub lang: String,
}

/// A declared entity.
#[derive(Clone, Debug, Serialize, Deserialize)]
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
    /// What the declaration says that it was merged into: a name, which means something once all are known.
    pub merge: Option<Merge>,
    /// Checked, but not exported.
    pub draft: bool,
    /// The group of quotations, in its dossier, under which it is declared.
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

/// `merged into NAME`, as written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Merge {
    pub target: Vec<Token>,
    pub span: Span,
}

impl Placed for Entity {
    fn each_span(&mut self, visit: &mut dyn FnMut(&mut Span)) {
        visit(&mut self.span);
        if let Some(merge) = &mut self.merge {
            visit(&mut merge.span);
            merge
                .target
                .iter_mut()
                .for_each(|token| visit(&mut token.span));
        }
    }
}

/// A dossier, a table of statements (whose rows cite sources of dossiers), or an entity register in either form
/// (which has neither source, nor quotations, nor readings).
#[derive(Debug)]
pub struct Dossier {
    pub file: FileId,
    pub kind: Kind,
    /// The source that its front matter declares.
    pub source: Option<SourceId>,
    pub quotations: Vec<Quotation>,
    pub groups: Vec<Group>,
    pub readings: Vec<Reading>,
    /// The review of a table, from the file beside it; a dossier's is in its front matter.
    pub review: Option<Review>,
}

impl Dossier {
    /// The source of what stands in a group, or outside of all groups.
    pub fn source_of(&self, group: Option<usize>) -> Option<SourceId> {
        match group {
            Some(group) => self.groups[group].source,
            None => self.source,
        }
    }

    /// The quotations of a group.
    pub fn quotations_of(&self, group: Option<usize>) -> &[Quotation] {
        match group {
            Some(group) => &self.quotations[self.groups[group].quotations.clone()],
            None => &[],
        }
    }
}

/// Adjacent quotations, which support what is read off them together. The rows of a table that cite a source and
/// quote nothing are a group without quotations.
#[derive(Debug)]
pub struct Group {
    /// In a dossier its own; in a table the one that the rows cite, if there is such a source.
    pub source: Option<SourceId>,
    /// Indices into the dossier's quotations.
    pub quotations: Range<usize>,
    /// How many bullets stand under them, read or not.
    pub bullets: usize,
    /// That nothing is to be read off them.
    pub dismissal: Option<Dismissal>,
}

/// That a curator has read a group of quotations, and says nothing of it for a reason.
#[derive(Clone, Debug)]
pub struct Dismissal {
    pub because: String,
    /// Whether it is marked `[ ]`: checked, and not counted yet.
    pub draft: bool,
    pub span: Span,
}

/// The cited work.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Source {
    /// The dossier that declares it.
    pub file: FileId,
    pub id: String,
    pub id_span: Span,
    pub title: String,
    pub lang: String,
    /// Where the dossier says that its stored text is, from the dossier's folder.
    pub text_path: Option<Spanned<String>>,
    /// Its stored text, if there is one and it can be used.
    #[serde(skip)]
    pub text: Option<FileId>,
    /// Whether the dossier says that there is no stored text.
    pub without_text: bool,
    pub text_why: Option<String>,
    pub sha256: Option<Spanned<String>>,
    /// What the stored text was made of.
    pub original: Option<Original>,
    /// Where the dossier says that the places of its quotations are, in a text that is not stored.
    pub offsets_path: Option<Spanned<String>>,
    /// The file with them, if there is one and it can be used.
    #[serde(skip)]
    pub offsets: Option<FileId>,
    pub url: Option<NamedNode>,
    pub archived: Option<NamedNode>,
    pub author: Option<String>,
    pub publisher: Option<String>,
    pub published: Option<Spanned<Date>>,
    /// Whether a date of publication is given that cannot be read, which is told there.
    pub published_is_wrong: bool,
    pub retrieved: Option<Date>,
    pub class: Option<ClassId>,
    pub rights: Option<String>,
    pub curator: Option<String>,
    pub review: Option<Review>,
    /// How long a quotation may be.
    pub quote_limit: Option<Spanned<QuoteLimit>>,
}

impl Placed for Source {
    fn each_span(&mut self, visit: &mut dyn FnMut(&mut Span)) {
        visit(&mut self.id_span);
        let texts = [
            &mut self.text_path,
            &mut self.sha256,
            &mut self.offsets_path,
        ];
        for text in texts.into_iter().flatten() {
            visit(&mut text.span);
        }
        if let Some(published) = &mut self.published {
            visit(&mut published.span);
        }
        if let Some(review) = &mut self.review {
            visit(&mut review.span);
        }
        if let Some(limit) = &mut self.quote_limit {
            visit(&mut limit.span);
        }
    }
}

/// How long a quotation of a source may be: `quote-limit: 50 words`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteLimit {
    pub most: u32,
    pub of: Limit,
}

/// What a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Limit {
    Words,
    /// Of which a run of white space is one.
    Characters,
}

impl QuoteLimit {
    /// A number of what the limit counts.
    pub fn counted(self, number: u32) -> String {
        let (one, many) = match self.of {
            Limit::Words => ("word", "words"),
            Limit::Characters => ("character", "characters"),
        };
        format!("{number} {}", if number == 1 { one } else { many })
    }
}

impl std::fmt::Display for QuoteLimit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.counted(self.most))
    }
}

/// The file that a stored text was extracted from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Original {
    /// Its name, or its path from the dossier's folder.
    pub name: Option<String>,
    pub sha256: Option<String>,
    /// The program that extracted the text, with its version.
    pub extractor: Option<String>,
}

/// That someone reviewed a dossier: `reviewed: NAME DATE sha256:DIGEST`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Review {
    pub by: String,
    /// A day.
    pub on: Date,
    /// The SHA-256 of the dossier's text without the line of this key.
    pub sha256: String,
    pub span: Span,
}

/// Words of a source.
#[derive(Clone, Debug)]
pub struct Quotation {
    /// As the dossier has it, line feeds between its lines.
    pub text: String,
    /// For each piece of `text` that stands in the file as it is: where it starts there, and where in the file.
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
    /// The subject, and the object where it is no literal, each with where it stands.
    pub fn named(&self) -> impl Iterator<Item = (&Resource, Span)> {
        let object = match &self.statement.object {
            Object::Resource(resource) => Some((resource, self.places.object)),
            Object::Literal(_) => None,
        };
        std::iter::once((&self.statement.subject, self.places.subject)).chain(object)
    }

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
    /// To whom the source attributes it.
    pub according_to: Option<Span>,
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
    /// A source: `this`.
    Source(SourceId),
    /// A statement, by the last part of its IRI.
    Statement(String),
    /// A quotation of a source, by its id.
    Quotation(SourceId, String),
    Iri(NamedNode),
}

impl Resource {
    /// How messages call it.
    pub fn name(&self, model: &Model) -> String {
        match self {
            Resource::Entity(id) => model.entity(*id).label.text.clone(),
            Resource::Source(_) => "this".to_owned(),
            Resource::Statement(id) | Resource::Quotation(_, id) => format!("^{id}"),
            Resource::Iri(iri) => iri.to_string(),
        }
    }
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
