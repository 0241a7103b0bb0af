//! What the scores of all that come into question amount to.

use serde::Serialize;

use super::{Feature, OF_NAMES, Score};

/// From this probability on something is the same, unless others are as likely.
pub const DEFAULT: f64 = 0.9;
/// From this on it is probable.
const PROBABLE: f64 = 0.6;
/// Below this it is another thing.
const OTHER: f64 = 0.2;
/// From this likeness on names fit, where one has an initial.
const FITTING: f64 = 0.85;
/// Odds that differ by less than this factor, as a natural logarithm, are those of equals.
const TIE: f64 = 0.7;

/// What a candidate is to the thing that is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    Same,
    Probable,
    /// What is known doesn't decide it: others are as likely, or only an initial fits.
    Undecided,
    Other,
}

/// The outcome of each of the candidates of one thing, in their order.
pub fn decide(scores: &[Score]) -> Vec<Outcome> {
    let outcome = |(at, score): (usize, &Score)| {
        let alone = alone(score);
        let is_tied = |(other, rival): (usize, &Score)| {
            other != at && odds(rival.probability) > odds(score.probability) - TIE
        };
        match alone {
            Outcome::Same | Outcome::Probable if scores.iter().enumerate().any(is_tied) => {
                Outcome::Undecided
            }
            alone => alone,
        }
    };
    scores.iter().enumerate().map(outcome).collect()
}

/// The outcome of a candidate that has no rival.
fn alone(score: &Score) -> Outcome {
    match score.probability {
        _ if is_guess(score) => Outcome::Undecided,
        probability if probability < OTHER => Outcome::Other,
        probability if probability < PROBABLE => Outcome::Undecided,
        probability if probability < DEFAULT => Outcome::Probable,
        _ => Outcome::Same,
    }
}

/// Whether the names fit by an initial, and nothing else speaks for it or against it.
fn is_guess(score: &Score) -> bool {
    let is_of_names = |feature: &Feature| OF_NAMES.contains(&feature.name);
    let against = |feature: &Feature| feature.weight < 0.0 && !is_of_names(feature);
    let fits = |feature: &Feature| feature.name == "label" && feature.value >= FITTING;
    score.has("initials")
        && score.features.iter().any(fits)
        && !score.has_support()
        && !score.features.iter().any(against)
}

fn odds(probability: f64) -> f64 {
    (probability / (1.0 - probability)).ln()
}
