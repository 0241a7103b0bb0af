//! Whether probabilities are what they say: of candidates scored 0.9, nine in ten should be the same.

use crate::gold::Asked;

/// The lower bounds of the ranges that are told apart.
const RANGES: &[f64] = &[0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.99];

/// In each range how much was scored, the sum of the scores, and how much of it is the same in truth.
#[derive(Default)]
pub struct Calibration([(f64, f64, f64); RANGES.len()]);

impl Calibration {
    /// Adds the candidates of a set; each set has the same weight.
    pub fn add(&mut self, asked: &[&Asked]) {
        let count: usize = asked.iter().map(|asked| asked.scores.len()).sum();
        let weight = 1.0 / count.max(1) as f64;
        for asked in asked {
            for (score, truth) in asked.scores.iter().zip(&asked.truths) {
                let range = RANGES
                    .iter()
                    .filter(|bound| **bound <= score.probability)
                    .count();
                let Some(range) = self.0.get_mut(range.saturating_sub(1)) else {
                    continue;
                };
                range.0 += weight;
                range.1 += weight * score.probability;
                range.2 += weight * f64::from(u8::from(*truth));
            }
        }
    }

    pub fn print(&self) {
        println!(
            "\n| probability from | share of candidates | mean probability | the same in truth |\n|---|---|---|---|"
        );
        let all: f64 = self.0.iter().map(|(count, _, _)| count).sum();
        for (bound, (count, sum, truths)) in RANGES.iter().zip(&self.0) {
            let of = |value: f64| value / count.max(f64::MIN_POSITIVE);
            println!(
                "| {bound:.2} | {:.3} | {:.3} | {:.3} |",
                count / all,
                of(*sum),
                of(*truths)
            );
        }
    }
}
