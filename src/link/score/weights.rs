//! What each feature weighs: what it adds to the natural logarithm of the odds.
//!
//! Those of names, dates and neighbours follow a logistic regression on gold sets (`CITABLE_LINKING_ONLY=fit cargo bench
//! --bench linking`; docs/names.md says what the sets are), rounded. No set has classes or identifiers: theirs are set by hand.

/// The odds before anything is compared, for something that an index proposes.
pub const PRIOR: f64 = -0.5;
/// The names are the same when folded.
pub const SAME_NAME: f64 = 3.0;
/// They are not the same, but near.
pub const NEAR: f64 = 1.6;
/// Then for what is missing to a likeness of 1, but for words that are missing.
pub const UNLIKE: f64 = -20.0;
/// A word fits only by its initial.
pub const INITIALS: f64 = -3.0;
/// For the share of words that only one of the names has.
pub const MISSING: f64 = -9.0;
/// A class in common; none.
pub const SAME_CLASS: f64 = 0.8;
pub const OTHER_CLASS: f64 = -4.0;
/// The same day; dates that agree; dates that are a slip apart, which speak neither for nor against it; others.
pub const SAME_DAY: f64 = 6.0;
pub const SAME_DATE: f64 = 2.0;
pub const SLIPPED_DATE: f64 = 0.0;
pub const OTHER_DATE: f64 = -5.0;
/// An identifier in common; identifiers of one kind that differ.
pub const SAME_IDENTIFIER: f64 = 8.0;
pub const OTHER_IDENTIFIER: f64 = -4.0;
/// All neighbours of the side that has fewer in common; none.
pub const SAME_NEIGHBOUR: f64 = 1.5;
pub const OTHER_NEIGHBOUR: f64 = -3.5;
