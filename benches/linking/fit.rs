//! Fits the weights of features to gold sets: logistic regression.
//!
//! Each candidate that the index proposes is an example: what its features say, and whether it is the same in truth. Sets
//! weigh the same, whatever their size, and each has odds of its own to begin with, of which the mean is taken; else a feature would
//! be praised for being known of a set that is easy. What can only speak for it or only against it keeps its sign.
//! A ridge keeps a weight finite where a feature decides alone. The weights are found by Newton's method; they are printed,
//! and written by hand into `src/link/score/weights.rs`.

use citable::link::score::{Feature, Score};

/// The weights in the order of the columns, and which signs they may have.
const WEIGHTS: &[(&str, f64, f64)] = &[
    ("SAME_NAME", 0.0, 20.0),
    ("NEAR", -20.0, 20.0),
    ("UNLIKE", -60.0, 0.0),
    ("INITIALS", -20.0, 0.0),
    ("MISSING", -60.0, 0.0),
    ("SAME_DAY", 0.0, 20.0),
    ("SAME_DATE", 0.0, 20.0),
    ("SLIPPED_DATE", -20.0, 20.0),
    ("OTHER_DATE", -20.0, 0.0),
    ("SAME_NEIGHBOUR", 0.0, 20.0),
    ("OTHER_NEIGHBOUR", -20.0, 0.0),
];
/// How many sets may have odds of their own.
const SETS: usize = 9;
const COLUMNS: usize = 11 + SETS;
const RIDGE: f64 = 0.1;
const ROUNDS: usize = 200;

type Row = [f64; COLUMNS];

/// A candidate of a gold set.
pub struct Example {
    row: Row,
    is_same: bool,
    weight: f64,
}

impl Example {
    /// `set` is the number of its set.
    pub fn new(score: &Score, is_same: bool, weight: f64, set: usize) -> Self {
        let mut row = [0.0; COLUMNS];
        row[WEIGHTS.len() + set % SETS] = 1.0;
        for feature in &score.features {
            put(&mut row, feature);
        }
        Self {
            row,
            is_same,
            weight,
        }
    }
}

// Values that are one of a few.
fn put(row: &mut Row, feature: &Feature) {
    let value = feature.value;
    match feature.name {
        "label" if value == 1.0 => row[0] = 1.0,
        "label" => (row[1], row[2]) = (1.0, 1.0 - value),
        "initials" => row[3] = 1.0,
        // What is missing is missing to the likeness as well, and counts once.
        "words" => (row[2], row[4]) = ((row[2] - value).max(0.0), value),
        "date" if value == 1.0 => row[5] = 1.0,
        "date" if value == 0.7 => row[6] = 1.0,
        "date" if value == 0.3 => row[7] = 1.0,
        "date" => row[8] = 1.0,
        "neighbour" if value > 0.0 => row[9] = value.sqrt(),
        "neighbour" => row[10] = 1.0,
        _ => {}
    }
}

/// The weights by their names.
pub fn fit(examples: &[Example]) -> Vec<(&'static str, f64)> {
    let mut weights = [0.0; COLUMNS];
    for _ in 0..ROUNDS {
        let mut gradient = weights.map(|weight: f64| -RIDGE * weight);
        let mut hessian = [[0.0; COLUMNS]; COLUMNS];
        for (at, row) in hessian.iter_mut().enumerate() {
            row[at] = RIDGE;
        }
        for example in examples {
            let odds: f64 = example
                .row
                .iter()
                .zip(&weights)
                .map(|(value, weight)| value * weight)
                .sum();
            let probability = 1.0 / (1.0 + (-odds).exp());
            let error = f64::from(u8::from(example.is_same)) - probability;
            let curve = probability * (1.0 - probability) * example.weight;
            for (one, value) in example
                .row
                .iter()
                .enumerate()
                .filter(|(_, value)| **value != 0.0)
            {
                gradient[one] += example.weight * error * value;
                for (other, second) in example.row.iter().enumerate() {
                    hessian[one][other] += curve * value * second;
                }
            }
        }
        for (at, step) in solve(hessian, gradient).into_iter().enumerate() {
            let (least, most) = WEIGHTS
                .get(at)
                .map_or((-20.0, 20.0), |(_, least, most)| (*least, *most));
            weights[at] = (weights[at] + 0.5 * step.clamp(-2.0, 2.0)).clamp(least, most);
        }
    }
    let sets = &weights[WEIGHTS.len()..];
    let seen = sets.iter().filter(|odds| **odds != 0.0);
    let prior = seen.clone().sum::<f64>() / seen.count().max(1) as f64;
    let names = WEIGHTS.iter().map(|(name, _, _)| *name);
    [("PRIOR", prior)]
        .into_iter()
        .chain(names.zip(weights))
        .collect()
}

/// Solves a system of equations whose matrix is positive definite.
fn solve(mut matrix: [Row; COLUMNS], mut sides: Row) -> Row {
    for pivot in 0..COLUMNS {
        for below in pivot + 1..COLUMNS {
            let factor = matrix[below][pivot] / matrix[pivot][pivot];
            let above = matrix[pivot];
            for (cell, value) in matrix[below].iter_mut().zip(above) {
                *cell -= factor * value;
            }
            sides[below] -= factor * sides[pivot];
        }
    }
    for pivot in (0..COLUMNS).rev() {
        let known: f64 = (pivot + 1..COLUMNS)
            .map(|at| matrix[pivot][at] * sides[at])
            .sum();
        sides[pivot] = (sides[pivot] - known) / matrix[pivot][pivot];
    }
    sides
}
