//! Names, folded to what they have in common in any script, case, order and form.
//!
//! A name becomes words of Latin letters and digits: compatibility forms and accents are taken away (NFKD), other
//! scripts are written in Latin letters, case is dropped, and every other character separates words. What a word is
//! to a name is told apart: an initial, a [legal form](form), a particle, or a word of its own. Two names are then
//! compared word by word, in any order ([`Likeness`]).
//!
//! Names come from anywhere: whatever they hold, they are read in bounded time, and nothing panics.

mod fold;
mod form;
mod likeness;
mod sound;
#[cfg(test)]
mod tests;

pub use fold::{LONGEST, fold};
pub use likeness::{Compared, Likeness};
