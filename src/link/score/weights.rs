//! What each feature weighs.

/// The odds before anything is compared, as their natural logarithm, for something that an index proposes.
pub const PRIOR: f64 = -3.0;
/// The names are the same when folded.
pub const SAME_NAME: f64 = 5.0;
/// For names that are not the same: what is missing to a likeness of 1, times this.
pub const UNLIKE: f64 = -18.0;
/// They are near.
pub const NEAR: f64 = 4.0;
/// A word is only an initial of the other.
pub const INITIALS: f64 = -2.0;
/// For the share of words that the other name lacks.
pub const MISSING: f64 = -3.0;
/// They have a class in common, or none.
pub const SAME_CLASS: f64 = 0.8;
pub const OTHER_CLASS: f64 = -4.0;
/// The same day; dates that agree; dates that are a slip apart; others.
pub const SAME_DAY: f64 = 5.0;
pub const SAME_DATE: f64 = 2.0;
pub const SLIPPED_DATE: f64 = 1.0;
pub const OTHER_DATE: f64 = -4.0;
/// An identifier in common; identifiers of one kind that differ.
pub const SAME_IDENTIFIER: f64 = 8.0;
pub const OTHER_IDENTIFIER: f64 = -4.0;
/// For the share of neighbours in common; if there are none.
pub const SAME_NEIGHBOUR: f64 = 3.0;
pub const OTHER_NEIGHBOUR: f64 = -1.0;
