//! Why something is said: from a statement to the words that it was read off, set in the sentences around them.
//!
//! A question is a statement by its IRI or as a line of the notation, or an entity ([`question`]). The build answers it: each
//! [`statement`] with its [`reading`]s, each of those with its [`quotation`]s, and what is inferred with its premises, down
//! to the words ([`account`]). The project's files are looked into for two things that no build holds: the sentences around a
//! quotation, from the stored text as long as that is the one of the build ([`passage`]); and the line on which a reading
//! stands now ([`place`]). What an answer costs depends on its length, not on the project's: nothing is searched through but
//! what is *not* asserted, since no triple leads to that ([`about`](mod@about)).

mod about;
mod account;
mod archive;
mod declaration;
pub mod markdown;
mod merged;
mod notation;
mod passage;
mod place;
mod question;
mod quotation;
mod reading;
mod source;
mod statement;
mod stored_text;
pub mod text;
mod time;
mod written;

use crate::diagnostic::Diagnostic;
use crate::files::FilesError;
use crate::query::QueryError;
use crate::store::StoreError;

pub use about::{About, Part, about};
pub use account::{Account, Item, why};
pub use archive::{Archive, Named};
pub use declaration::{classes, place as declared_at, read as declaration};
pub use merged::{doubles, stays};
pub use notation::{class, predicate, with_article, words};
pub use passage::{Passage, State};
pub use place::Place;
pub use question::entity;
pub use quotation::Quotation;
pub use reading::{Reading, Status};
pub use source::Source;
pub use statement::{Raw, Role, Standing, Statement, Value, read as statement, value};
pub use text::Layout;
pub use time::Time;

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
pub enum WhyError {
    #[error(transparent)]
    Query(#[from] QueryError),
    #[error(transparent)]
    Files(#[from] FilesError),
    /// The line that was asked about cannot be read.
    #[error("the line cannot be read")]
    Line(Vec<Diagnostic>),
    /// The question is a good one, and nothing says so.
    #[error("{message}")]
    Unsaid {
        message: String,
        /// What is said, to look at instead.
        instead: Vec<String>,
    },
}

impl From<StoreError> for WhyError {
    fn from(error: StoreError) -> WhyError {
        WhyError::Query(error.into())
    }
}
