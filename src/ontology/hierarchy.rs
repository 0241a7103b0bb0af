//! The classes and properties above each other, and circles in them.

use std::collections::{BTreeMap, BTreeSet};

/// Everything that is reached from each term over one or more steps of `above`.
///
/// A term that is reached from itself is in a circle: the second value has one circle for each such group of
/// terms, starting with its smallest.
pub fn closure(
    above: &BTreeMap<u32, BTreeSet<u32>>,
) -> (BTreeMap<u32, BTreeSet<u32>>, Vec<Vec<u32>>) {
    let mut reached = BTreeMap::new();
    for &start in above.keys() {
        reached.insert(start, reach(start, above));
    }
    let mut circles = Vec::new();
    let mut told: BTreeSet<u32> = BTreeSet::new();
    for (&term, all) in &reached {
        if all.contains(&term) && !told.contains(&term) {
            let back = |other: &u32| reached.get(other).is_some_and(|set| set.contains(&term));
            let circle: Vec<u32> = all.iter().copied().filter(back).collect();
            told.extend(circle.iter().copied());
            circles.push(circle);
        }
    }
    (reached, circles)
}

fn reach(start: u32, above: &BTreeMap<u32, BTreeSet<u32>>) -> BTreeSet<u32> {
    let mut seen = BTreeSet::new();
    let mut next: Vec<u32> = above.get(&start).into_iter().flatten().copied().collect();
    while let Some(term) = next.pop() {
        if seen.insert(term) {
            next.extend(above.get(&term).into_iter().flatten());
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_is_told_once_and_ends() {
        let above = BTreeMap::from([
            (1, BTreeSet::from([2])),
            (2, BTreeSet::from([3])),
            (3, BTreeSet::from([1])),
            (4, BTreeSet::from([1])),
        ]);
        let (reached, circles) = closure(&above);
        assert_eq!(reached[&4], BTreeSet::from([1, 2, 3]));
        assert_eq!(circles, [[1, 2, 3]]);
    }
}
