//! What of a data set could not be read, and was left out.

use std::collections::BTreeMap;

use serde::Serialize;

/// What was left out, by why, each with how often and the first place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Skipped(pub BTreeMap<&'static str, (u64, String)>);

impl Skipped {
    /// Counts something that was left out at a place.
    pub fn add(&mut self, why: &'static str, place: impl FnOnce() -> String) {
        let counted = self.0.entry(why).or_insert_with(|| (0, place()));
        counted.0 += 1;
    }

    /// For people, a line each.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|(why, (count, place))| match count {
            1 => format!("left out: {why} ({place})"),
            count => format!("left out: {why}, {count} times (first in {place})"),
        })
    }
}
