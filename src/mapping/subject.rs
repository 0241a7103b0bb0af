//! Of whom a row speaks.

use super::Reader;
use crate::diagnostic::{Diagnostic, Rule, did_you_mean};
use crate::sssom::NO_TERM_FOUND;

/// For how many unknown ids of a file the nearest is looked for: that compares all ids with each.
const SUGGESTIONS: usize = 100;

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
            self.foreign.0 += 1;
            self.foreign.1.get_or_insert((row, iri.clone()));
            return Subject::Other(Some(iri));
        };
        let (found, asked) = self.world.standing(&id);
        self.asks.extend(asked);
        let Some(found) = found else {
            self.unknown(row, &id);
            return Subject::Other(Some(iri));
        };
        let entity = self.world.model.entity(found);
        match entity.draft {
            true => Subject::Draft,
            false => Subject::Ours(self.world.project.base.entity(&entity.id)),
        }
    }

    /// `id` is none of an entity of ours, and can be of nothing else.
    fn unknown(&mut self, row: usize, id: &str) {
        self.suggestions += 1;
        let known = self.world.model.entities.iter().map(|entity| &entity.id);
        let near = match self.suggestions {
            ..=SUGGESTIONS => did_you_mean(id, known),
            _ => None,
        };
        let label = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "no such entity is declared".to_owned(),
        };
        self.tell_subject(row, format!("no entity has the id `{id}`"), label);
    }

    /// Tells once of all subjects that are things elsewhere: a set that others have made may be full of them.
    pub(super) fn foreign(&mut self) {
        let (count, Some((row, iri))) = std::mem::take(&mut self.foreign) else {
            return;
        };
        let message = match count {
            1 => format!("the subject <{iri}> is no entity of this project"),
            _ => format!(
                "{count} subjects, of which <{iri}> is the first, are no entities of this project"
            ),
        };
        let entity = self.world.project.base.entity("ID");
        self.tell_subject(row, message, format!("the IRIs of entities are <{entity}>"));
    }

    fn tell_subject(&mut self, row: usize, message: String, label: String) {
        let span = self.span(row, "subject_id");
        let diagnostic = Diagnostic::new(Rule::UnknownSubject, span, message).label(label);
        let help = "declare the entity, or take the row out; it makes no link";
        self.diagnostics.push(diagnostic.help(help));
    }
}
