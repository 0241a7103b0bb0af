//! What is wrong with the user's text, as values.
//!
//! A [`Diagnostic`] names a [`Rule`], a place, what was found and what to type instead. It is a value:
//! rooms collect diagnostics and go on, and the command line [`render`]s all of a run at once, in
//! reading order. Wording belongs to the room that finds the mistake; the long explanation of a rule is its
//! page under `docs/rules/`, which [`Rule::page`] hands out.

mod full;
mod json;
mod levels;
mod nearest;
mod render;
mod rule;
mod sarif;
mod short;

pub use levels::{LEVELS, LevelError, Levels};
pub use nearest::{did_you_mean, fold, limit};
pub use render::visible::{is_hidden, visible_line};
pub use render::{Format, Summary, reading_order, render};
pub use rule::{Rule, Severity};

use serde::{Deserialize, Serialize};

use crate::span::{Placed, Span};

/// One thing that is wrong with the user's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    pub rule: Rule,
    /// How grave it is: as the rule is, unless the project says otherwise.
    severity: Severity,
    /// What is wrong, in one line that stands on its own.
    pub message: String,
    /// Where it is wrong.
    pub span: Span,
    /// What was expected at that place; may be empty.
    pub label: String,
    /// Other places that help to understand it.
    pub related: Vec<Related>,
    /// What to do about it, a sentence each.
    pub help: Vec<String>,
    /// The text to type.
    pub fix: Option<Fix>,
}

/// A second place that helps to understand a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    pub span: Span,
    pub text: String,
}

/// A replacement of a place in the user's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    pub span: Span,
    pub text: String,
}

impl Diagnostic {
    /// A diagnostic of `rule` at `span`; the other parts are added by the methods below.
    pub fn new(rule: Rule, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity(),
            message: message.into(),
            span,
            label: String::new(),
            related: Vec::new(),
            help: Vec::new(),
            fix: None,
        }
    }

    /// Says what was expected at the place.
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.label = text.into();
        self
    }

    /// Shows a second place.
    pub fn related(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related.push(Related {
            span,
            text: text.into(),
        });
        self
    }

    /// Adds a sentence on what to do.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// Adds the text to type in place of `span`.
    pub fn fix(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fix = Some(Fix {
            span,
            text: text.into(),
        });
        self
    }

    /// How grave it is: as its rule is, unless the project says otherwise.
    pub fn severity(&self) -> Severity {
        self.severity
    }
}

impl Placed for Diagnostic {
    fn each_span(&mut self, visit: &mut dyn FnMut(&mut Span)) {
        visit(&mut self.span);
        self.related
            .iter_mut()
            .for_each(|related| visit(&mut related.span));
        if let Some(fix) = &mut self.fix {
            visit(&mut fix.span);
        }
    }
}
