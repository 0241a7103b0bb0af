//! Of whom a row speaks.

use super::Reader;
use crate::diagnostic::{Diagnostic, Rule, did_you_mean};
use crate::sssom::NO_TERM_FOUND;

/// The subject of a row.
pub enum Subject {
    /// The IRI of an entity of ours, or of the one that it was merged into.
    Ours(String),
    /// An entity that is a draft.
    Draft,
    /// Something else.
    Other(Option<String>),
}

impl Subject {
    /// The IRI by which it is known; a draft isn't.
    pub fn iri(&self) -> Option<String> {
        match self {
            Subject::Ours(iri) => Some(iri.clone()),
            Subject::Draft => None,
            Subject::Other(iri) => iri.clone(),
        }
    }
}

impl Reader<'_> {
    /// Finds out who the subject of a row is.
    pub(super) fn subject(&mut self, row: usize, iri: Option<String>) -> Subject {
        let Some(iri) = iri.filter(|iri| iri != NO_TERM_FOUND) else {
            return Subject::Other(None);
        };
        let base = &self.world.project.base;
        let id = iri.strip_prefix(&base.entity("")).map(str::to_owned);
        let Some(id) = id else {
            self.unknown(row, &iri, None);
            return Subject::Other(Some(iri));
        };
        let (found, asked) = self.world.standing(&id);
        self.asks.extend(asked);
        let Some(found) = found else {
            self.unknown(row, &iri, Some(&id));
            return Subject::Other(Some(iri));
        };
        let entity = self.world.model.entity(found);
        match entity.draft {
            true => Subject::Draft,
            false => Subject::Ours(self.world.project.base.entity(&entity.id)),
        }
    }

    /// `id` is that of an entity of ours, if it can only be one.
    fn unknown(&mut self, row: usize, iri: &str, id: Option<&str>) {
        let span = self.span(row, "subject_id");
        let diagnostic = |message| Diagnostic::new(Rule::UnknownSubject, span, message);
        let known = self.world.model.entities.iter().map(|entity| &entity.id);
        let diagnostic = match id {
            Some(id) => {
                let diagnostic = diagnostic(format!("no entity has the id `{id}`"));
                match did_you_mean(id, known) {
                    Some(near) => diagnostic.label(format!("did you mean `{near}`?")),
                    None => diagnostic.label("no such entity is declared"),
                }
            }
            None => {
                let message = format!("the subject <{iri}> is no entity of this project");
                let entity = self.world.project.base.entity("ID");
                diagnostic(message).label(format!("the IRIs of entities are <{entity}>"))
            }
        };
        let help = "declare the entity, or take the row out; it makes no link";
        self.diagnostics.push(diagnostic.help(help));
    }
}
