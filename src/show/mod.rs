//! All that is said of an entity: what it is called, what is said of it and with it, by property, each with its time and the
//! numbers of its footnotes.
//!
//! What a source says, what is denied, doubted or withdrawn, and what only follows are told apart in every format. A footnote
//! stands for the words of a group of quotations, and several statements may rest on it.

mod decision;
mod entry;
mod footnote;
pub mod markdown;
mod portrait;
pub mod text;

pub use decision::Decision;
pub use entry::{Entry, Group, Mark};
pub use footnote::{Footnote, Ground};
pub use portrait::{Name, Portrait, show};
