//! Model → diagnostics: what is well formed and still wrong, or worth a second look. Changes nothing.
//!
//! One rule, one file, one function `check`; [`RULES`] lists those that look at one file at a time, and [`PROJECT_RULES`]
//! those for which several files matter. They see of each file what is remembered of it, so that files which have not
//! changed need not be read. A rule's page is `docs/rules/NAME.md`.

mod circular_inference;
mod contested_value;
mod contradictory_mappings;
mod contradictory_statements;
mod date_after_publication;
mod deprecated_term;
mod digest_mismatch;
mod domain_mismatch;
mod draft_used;
mod draft_without_evidence;
mod duplicate_statement;
mod entity_not_in_quote;
mod merge_cycle;
mod merged_name;
mod no_evidence;
mod number_not_in_quote;
mod quotation_is_title;
mod quotation_too_long;
mod quotation_without_statements;
mod range_mismatch;
mod review_void;
mod reviewed_by_curator;
mod several_targets;
mod single_unverified_source;
mod statement_in_register;
mod time_kind_mismatch;
mod unused_entity;
mod value_not_in_quote;
mod words;
mod year_not_in_quote;

use crate::contest::Contest;
use crate::diagnostic::Diagnostic;
use crate::evidence::Evidence;
use crate::files::{File, Files};
use crate::memo::View;
use crate::model::{
    Dossier, EntityId, Literal, Model, Object, Reading, Resource, Source, Statement,
};
use crate::ontology::{ClassId, Ontology};
use crate::span::{FileId, Span};
use crate::vocab::citable;
use words::Words;

/// What a rule on one file looks at.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The dossier, register or table.
    pub dossier: &'a Dossier,
    /// The entities that it declares.
    pub entities: &'a [EntityId],
    pub evidence: &'a Evidence,
    /// Its own text.
    pub file: &'a File,
    pub model: &'a Model<'a>,
    pub ontology: &'a Ontology,
    /// Of which the stored texts are known by their digests.
    pub files: &'a Files,
    /// The project's language.
    pub lang: &'a str,
}

/// What a rule on several files looks at.
pub struct Project<'a> {
    /// What is remembered of each file, in reading order.
    pub files: &'a [(FileId, View<'a>)],
    pub model: &'a Model<'a>,
    /// The values that contest each other.
    pub contests: &'a [Contest],
    /// Whether every line could be read. A rule that misses something holds back where not: what it misses may
    /// stand in a line with a mistake, which is told already.
    pub whole: bool,
}

type Check = fn(Context, &mut Vec<Diagnostic>);

/// Every rule that needs one file.
const RULES: &[Check] = &[
    date_after_publication::check,
    deprecated_term::check,
    digest_mismatch::check,
    domain_mismatch::check,
    draft_used::check,
    draft_without_evidence::check,
    duplicate_statement::check,
    merged_name::check,
    no_evidence::check,
    quotation_is_title::check,
    quotation_too_long::check,
    quotation_without_statements::check,
    range_mismatch::check,
    review_void::check,
    reviewed_by_curator::check,
    statement_in_register::check,
    time_kind_mismatch::check,
];

type CheckProject = fn(&Project, &mut Vec<Diagnostic>);

/// Every rule that needs several files.
const PROJECT_RULES: &[CheckProject] = &[
    circular_inference::check,
    contested_value::check,
    contradictory_mappings::check,
    contradictory_statements::check,
    draft_used::across,
    duplicate_statement::across,
    merge_cycle::check,
    several_targets::check,
    single_unverified_source::check,
    unused_entity::check,
];

type CheckQuoted = fn(Context, &Quoted, &mut Vec<Diagnostic>);

/// Every rule that looks for the parts of a reading in the words that support it.
const QUOTED_RULES: &[CheckQuoted] = &[
    entity_not_in_quote::check,
    number_not_in_quote::check,
    value_not_in_quote::check,
    year_not_in_quote::check,
];

/// A reading that quotations support.
pub struct Quoted<'a> {
    pub dossier: &'a Dossier,
    pub reading: &'a Reading,
    pub words: &'a Words<'a>,
    /// The source of the quotations.
    pub source: Option<&'a Source>,
}

impl<'a> Quoted<'a> {
    /// The values of the object and of the roles, each with where it stands.
    fn literals(&self) -> impl Iterator<Item = (&'a Literal, Span)> {
        self.values().filter_map(|(value, span)| match value {
            Object::Literal(literal) => Some((literal, span)),
            Object::Resource(_) => None,
        })
    }

    /// The resources that are subject, object and roles, each with where it stands.
    fn resources(&self) -> impl Iterator<Item = (&'a Resource, Span)> {
        let (subject, span) = (&self.reading.statement.subject, self.reading.places.subject);
        let values = self.values().filter_map(|(value, span)| match value {
            Object::Resource(resource) => Some((resource, span)),
            Object::Literal(_) => None,
        });
        std::iter::once((subject, span)).chain(values)
    }

    fn values(&self) -> impl Iterator<Item = (&'a Object, Span)> {
        let Reading {
            statement, places, ..
        } = self.reading;
        let roles = statement.roles.iter().zip(&places.roles);
        let roles = roles.map(|((_, value), &(_, span))| (value, span));
        std::iter::once((&statement.object, places.object)).chain(roles)
    }

    /// The language of the source.
    fn lang(&self) -> &'a str {
        self.source.map_or("", |source| &source.lang)
    }

    /// Where the quotation stands, or the first of several.
    fn place(&self) -> Span {
        self.dossier.quotations_of(self.reading.group)[0].span
    }
}

/// Runs every rule on one file.
pub fn check(context: Context) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for rule in RULES {
        rule(context, &mut diagnostics);
    }
    diagnostics.append(&mut check_quoted(context));
    diagnostics
}

/// Runs every rule on several files.
pub fn check_project(project: &Project) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for rule in PROJECT_RULES {
        rule(project, &mut diagnostics);
    }
    diagnostics
}

/// Runs the rules on words over a file. The words of adjacent quotations are prepared once for all that is
/// read off them. Quotations that cannot be found are told already, and what is read off them is left out.
fn check_quoted(context: Context) -> Vec<Diagnostic> {
    let dossier = context.dossier;
    let mut diagnostics = Vec::new();
    for readings in dossier.readings.chunk_by(|a, b| a.group == b.group) {
        let group = readings[0].group;
        let quotations = dossier.quotations_of(group);
        if quotations.is_empty() || !context.evidence.is_settled(context.model, dossier, group) {
            continue;
        }
        let source = context.model.source_of(dossier, group);
        let words = &Words::new(quotations, source.map_or("", |source| &source.lang));
        for reading in readings {
            let quoted = Quoted {
                dossier,
                reading,
                words,
                source,
            };
            for rule in QUOTED_RULES {
                rule(context, &quoted, &mut diagnostics);
            }
        }
    }
    diagnostics
}

impl<'a> Context<'a> {
    /// The source that the dossier declares.
    fn own_source(self) -> Option<&'a Source> {
        self.dossier.source.map(|id| self.model.source(id))
    }

    /// The classes that a resource is known to have; nothing where they are not known.
    fn classes(self, resource: &Resource) -> Option<Vec<ClassId>> {
        let classes = match resource {
            Resource::Entity(id) => self.model.entity(*id).classes.clone(),
            Resource::Source(id) => {
                let source = self.model.source(*id);
                let own = self.ontology.class_of(&citable::SOURCE.into_owned());
                own.into_iter().chain(source.class).collect()
            }
            Resource::Statement(_) => self
                .ontology
                .class_of(&citable::STATEMENT.into_owned())
                .into_iter()
                .collect(),
            Resource::Quotation(..) => self
                .ontology
                .class_of(&citable::QUOTATION.into_owned())
                .into_iter()
                .collect(),
            Resource::Iri(_) => return None,
        };
        (!classes.is_empty()).then_some(classes)
    }

    /// Whether subject and object fit neither domain nor range, and would if they were exchanged.
    fn fits_swapped(self, statement: &Statement) -> bool {
        let property = self.ontology.property(statement.predicate);
        let (subject, Object::Resource(object)) = (&statement.subject, &statement.object) else {
            return false;
        };
        let are_known = self.classes(subject).is_some() && self.classes(object).is_some();
        are_known
            && self.unmet(subject, &property.domains).is_some()
            && self.unmet(object, &property.ranges).is_some()
            && self.unmet(object, &property.domains).is_none()
            && self.unmet(subject, &property.ranges).is_none()
    }

    /// How messages call a resource.
    fn name(self, resource: &Resource) -> String {
        resource.name(self.model)
    }

    /// What something of these classes is called: `a Country or a City`.
    fn class_names<'c>(
        self,
        classes: impl IntoIterator<Item = &'c ClassId>,
        conjunction: &str,
    ) -> String {
        let words: Vec<String> = classes
            .into_iter()
            .map(|&class| with_article(&self.ontology.class(class).word))
            .collect();
        words.join(&format!(" {conjunction} "))
    }

    /// The first set of classes of which a resource has none.
    fn unmet<'s>(
        self,
        resource: &Resource,
        sets: &'s [std::collections::BTreeSet<ClassId>],
    ) -> Option<&'s std::collections::BTreeSet<ClassId>> {
        let classes = self.classes(resource)?;
        let has = |wanted: &ClassId| {
            classes
                .iter()
                .any(|&class| self.ontology.class(class).ancestors.contains(wanted))
        };
        sets.iter().find(|set| !set.iter().any(has))
    }
}

/// A class with its article; before a `U` it is a guess.
fn with_article(class: &str) -> String {
    let article = match class.chars().next() {
        Some('A' | 'E' | 'I' | 'O') => "an",
        _ => "a",
    };
    format!("{article} {class}")
}
