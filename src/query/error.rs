//! What can be wrong with a query, told to the person who asked it.

use std::io;
use std::ops::Range;
use std::path::PathBuf;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::store::StoreError;

/// Why a query was not answered.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// The text of a query, or its header, is wrong.
    #[error("{}", .0.message)]
    Mistake(Box<Mistake>),
    /// The question was put wrongly: a name, a parameter, a format.
    #[error("{message}")]
    Usage { message: String, help: Vec<String> },
    #[error("cannot read {}: {cause}", .path.display())]
    Read { path: PathBuf, cause: io::Error },
    #[error("cannot write the answer: {0}")]
    Write(#[from] io::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An engine elsewhere failed, or cannot be reached.
    #[error("{0}")]
    Elsewhere(String),
}

/// Whose turn it is after an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blame {
    /// The text of a query.
    Data,
    /// The way in which it was asked.
    Usage,
    /// The disk, the store or the pipe.
    World,
}

/// A mistake at a place in the text of a query.
#[derive(Debug)]
pub struct Mistake {
    /// The path of the file, or what stands in for one.
    pub origin: String,
    /// The whole text.
    pub text: String,
    /// The place, in bytes of the text.
    pub span: Range<usize>,
    pub message: String,
    /// What was expected at the place; may be empty.
    pub label: String,
    /// What to do about it.
    pub help: Vec<String>,
}

impl QueryError {
    pub fn usage(message: impl Into<String>) -> QueryError {
        QueryError::Usage {
            message: message.into(),
            help: Vec::new(),
        }
    }

    /// Adds what to do about it.
    pub fn help(mut self, line: impl Into<String>) -> QueryError {
        match &mut self {
            QueryError::Usage { help, .. } => help.push(line.into()),
            QueryError::Mistake(mistake) => mistake.help.push(line.into()),
            _ => {}
        }
        self
    }

    /// The same error as a mistake in the text of a query: at the first word that its message quotes.
    pub(super) fn in_text(self, origin: &str, text: &str) -> QueryError {
        let QueryError::Usage { message, help } = self else {
            return self;
        };
        let word = message.split('`').nth(1).unwrap_or_default();
        let start = text.find(word).unwrap_or(0);
        let length = if text[start..].starts_with(word) {
            word.len()
        } else {
            0
        };
        QueryError::Mistake(Box::new(Mistake {
            origin: origin.to_owned(),
            text: text.to_owned(),
            span: start..start + length,
            message,
            label: String::new(),
            help,
        }))
    }

    pub fn blame(&self) -> Blame {
        match self {
            QueryError::Mistake(_) | QueryError::Store(StoreError::Refused(_)) => Blame::Data,
            QueryError::Usage { .. } => Blame::Usage,
            _ => Blame::World,
        }
    }

    /// The whole message for people, with the place and the help, from `error:` on and without a line
    /// break at its end.
    pub fn render(&self) -> String {
        match self {
            QueryError::Mistake(mistake) => mistake.render(),
            QueryError::Usage { message, help } => {
                let mut text = format!("error: {message}");
                for line in help {
                    text += &format!("\n  help: {line}");
                }
                text
            }
            other => format!("error: {other}"),
        }
    }
}

impl Mistake {
    fn render(&self) -> String {
        let mut place = AnnotationKind::Primary.span(self.span.clone());
        if !self.label.is_empty() {
            place = place.label(&self.label);
        }
        let snippet = Snippet::source(&self.text)
            .path(&self.origin)
            .annotation(place);
        let mut group = Level::ERROR.primary_title(&self.message).element(snippet);
        for line in &self.help {
            group = group.element(Level::HELP.message(line));
        }
        Renderer::plain().render(&[group])
    }
}
