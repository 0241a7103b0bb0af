//! What cannot be said to an engine of RDF 1.1.

use oxrdf::{NamedNode, Variable};

use crate::query::QueryError;

/// A place in a query that has no counterpart over the RDF 1.1 form, and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untold {
    word: Word,
    /// `{}` is the place.
    message: &'static str,
    help: &'static str,
}

/// The word of the query at which it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Word {
    Variable(Variable),
    Iri(NamedNode),
    Keyword(&'static str),
}

impl Untold {
    pub(super) fn variable(
        variable: &Variable,
        message: &'static str,
        help: &'static str,
    ) -> Untold {
        let word = Word::Variable(variable.clone());
        Untold {
            word,
            message,
            help,
        }
    }

    pub(super) fn iri(iri: &NamedNode, message: &'static str, help: &'static str) -> Untold {
        let word = Word::Iri(iri.clone());
        Untold {
            word,
            message,
            help,
        }
    }

    pub(super) fn keyword(word: &'static str, message: &'static str, help: &'static str) -> Untold {
        let word = Word::Keyword(word);
        Untold {
            word,
            message,
            help,
        }
    }

    /// As an error that quotes the word as the query may have it.
    pub fn told(&self, prefixes: &[(String, String)]) -> QueryError {
        let word = match &self.word {
            Word::Variable(variable) => variable.to_string(),
            Word::Iri(iri) => short(iri.as_str(), prefixes),
            Word::Keyword(word) => (*word).to_owned(),
        };
        let message = self.message.replace("{}", &format!("`{word}`"));
        QueryError::usage(message).help(self.help)
    }
}

fn short(iri: &str, prefixes: &[(String, String)]) -> String {
    let local = |(prefix, namespace): &(String, String)| {
        let local = iri.strip_prefix(namespace.as_str())?;
        Some(format!("{prefix}:{local}"))
    };
    prefixes
        .iter()
        .find_map(local)
        .unwrap_or_else(|| format!("<{iri}>"))
}
