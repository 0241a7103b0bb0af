//! How likely two things are the same, and what speaks for it and against it.
//!
//! What both sides say is compared feature by feature. Each [`Feature`] has a value, and a weight: by how much it moves the
//! logarithm of the odds. Their sum is the probability, as in logistic regression; the weights were fitted to real
//! pairs that are known to be the same or not ([`weights`]), so that of things scored 0.9, nine in ten are the same. What one
//! side doesn't say moves nothing.
//!
//! A name that fits is not yet the thing that is meant: others may bear it. [`decide`] looks at all that come into question
//! together. Of equals none is chosen, and where an initial or a name alone speaks for it the outcome is undecided.

mod date;
mod decide;
mod features;
#[cfg(test)]
mod tests;
mod weights;

use serde::Serialize;

pub use decide::{DEFAULT, Outcome, decide};
pub use features::compare;

/// What is said of a thing, in words that both sides use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Side {
    /// Its label and its aliases, in any script.
    pub names: Vec<String>,
    /// IRIs of its classes, those of the data set as what they match here.
    pub classes: Vec<String>,
    /// Dates (EDTF or XSD), each with what happened then, such as a property's IRI.
    pub dates: Vec<(String, String)>,
    /// Identifiers, each with its kind, such as a property's IRI.
    pub identifiers: Vec<(String, String)>,
    /// IRIs or names of things that it has to do with.
    pub neighbours: Vec<String>,
}

/// How likely two things are the same.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Score {
    /// From 0 to 1.
    pub probability: f64,
    /// What it rests on, in a fixed order; what couldn't be compared is not among them.
    pub features: Vec<Feature>,
}

/// Something in which two things were compared.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Feature {
    /// `label`, `initials`, `words`, `class`, `date`, `identifier` or `neighbour`.
    pub name: &'static str,
    /// From 0 to 1, or from -1 where it can speak against it.
    pub value: f64,
    /// What it adds to the natural logarithm of the odds.
    pub weight: f64,
}

/// The features that compare names.
pub const OF_NAMES: [&str; 3] = ["label", "initials", "words"];

impl Feature {
    /// Its value, and what it adds: `0.97 (+2.1)`.
    pub fn said(&self) -> String {
        format!("{:.2} ({:+.1})", self.value, self.weight)
    }
}

impl Score {
    /// Whether a feature was compared, and found.
    pub fn has(&self, name: &str) -> bool {
        self.features.iter().any(|feature| feature.name == name)
    }

    /// Whether a date, an identifier or a neighbour speaks for it.
    pub fn has_support(&self) -> bool {
        let supports = ["date", "identifier", "neighbour"];
        let is_one = |feature: &Feature| supports.contains(&feature.name) && feature.weight > 0.0;
        self.features.iter().any(is_one)
    }
}
