//! Which thing of a data set elsewhere is the one that is meant here.
//!
//! Nothing here decides: names are [folded](name) to what is the same in every script and order, an [index] finds those
//! that are near among millions, and a [score] says how likely two things are the same, and why.

pub mod index;
pub mod name;
pub mod score;
