//! Which names among millions are near to one.
//!
//! An index is one file. It holds the names in blocks of at most 65,536, each with its own lists of the trigrams of
//! its words; so it is built in the memory of a few blocks, on all cores, and numbers in lists take two bytes. The file is mapped
//! into memory and held against its checksums when it is opened; after that nothing in it can fail.
//!
//! A name is looked for in two steps. The trigrams that the fewest names have are counted, block by block, for all names
//! at once, up to a bounded number of entries; what has most of them is then compared word by word
//! ([`Likeness`](super::name::Likeness)). Trigrams are those of words, so the order of words makes no difference; one slip of the
//! finger changes three of them and leaves the others.
//!
//! | file | what it holds |
//! |---|---|
//! | `gram` | the trigrams of a folded name, as numbers |
//! | `build` | names → blocks → the file |
//! | `block` | a block as it lies in the file |
//! | `open` | the file, checked and mapped |
//! | `search` | a name → its candidates |

mod block;
mod build;
mod gram;
mod open;
mod search;
#[cfg(test)]
mod tests;

use std::io;
use std::path::PathBuf;

pub use build::Builder;
pub use open::Index;

/// A name of the index that may be meant.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The number that it was added with.
    pub record: u32,
    /// As it was added; of a very long one, the beginning.
    pub name: String,
    /// How like it is to the name that was looked for, from 0 to 1; see [`Compared`](super::name::Compared).
    pub likeness: f32,
}

/// An index cannot be written, or not be used.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    #[error("cannot read {}: {cause}", .path.display())]
    Read { path: PathBuf, cause: io::Error },
    #[error("cannot write {}: {cause}", .path.display())]
    Write { path: PathBuf, cause: io::Error },
    #[error("{} is no index of names, or one of another version of citable: build it again", .path.display())]
    Foreign { path: PathBuf },
    #[error("{} is damaged: build the index again", .path.display())]
    Damaged { path: PathBuf },
}
