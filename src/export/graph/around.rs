//! The neighbourhood of one thing.

use std::collections::{HashMap, HashSet};

use super::pick::Picked;
use crate::export::dataset::Id;

/// Leaves the things that are at most so many relations away from one, and what is said among them. The direction of a
/// relation does not matter.
pub fn keep(picked: &mut Picked, centre: Id, depth: usize) {
    let mut neighbours: HashMap<Id, Vec<Id>> = HashMap::new();
    for said in &picked.relations {
        let [subject, _, object] = said.triple;
        neighbours.entry(subject).or_default().push(object);
        neighbours.entry(object).or_default().push(subject);
    }
    let mut near = HashSet::from([centre]);
    let mut rim = vec![centre];
    for _ in 0..depth {
        let reached = rim.iter().filter_map(|id| neighbours.get(id)).flatten();
        let next: Vec<Id> = reached.copied().filter(|id| near.insert(*id)).collect();
        if next.is_empty() {
            break;
        }
        rim = next;
    }
    picked.things.retain(|id| near.contains(id));
    picked
        .relations
        .retain(|said| near.contains(&said.triple[0]) && near.contains(&said.triple[2]));
    picked.values.retain(|said| near.contains(&said.triple[0]));
}

#[cfg(test)]
mod tests {
    use super::super::pick::Said;
    use super::*;

    fn chain() -> Picked {
        let relations = [(1, 2), (3, 2), (3, 4), (4, 5), (1, 1)].map(|(subject, object)| Said {
            triple: [subject, 0, object],
            statement: None,
        });
        Picked {
            things: HashSet::from([1, 2, 3, 4, 5, 6]),
            relations: relations.to_vec(),
            values: Vec::new(),
        }
    }

    #[test]
    fn things_are_reached_against_the_direction_too() {
        for (depth, things) in [(0, 1), (1, 2), (2, 3), (3, 4), (9, 5)] {
            let mut picked = chain();
            keep(&mut picked, 1, depth);
            assert_eq!(picked.things.len(), things, "{depth}");
        }
    }

    #[test]
    fn what_is_said_among_the_things_stays() {
        let mut picked = chain();
        keep(&mut picked, 1, 1);
        assert_eq!(picked.relations.len(), 2);
    }
}
