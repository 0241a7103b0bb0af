//! A hash table of numbers: what the numbers stand for is kept elsewhere, and so is how they compare.
//!
//! It is open addressing with linear probing in one array, so that it can be written to disk as it is and searched
//! there. What it looks like depends only on the numbers and the order in which they came.

/// Numbers, found by hashes.
#[derive(Debug)]
pub struct Slots {
    /// One more than the number; 0 where there is none.
    slots: Vec<u32>,
    filled: usize,
}

impl Default for Slots {
    fn default() -> Slots {
        Slots {
            slots: vec![0; 16],
            filled: 0,
        }
    }
}

impl Slots {
    /// The number with this hash that `is` says is the one.
    #[inline]
    pub fn find(&self, hash: u64, mut is: impl FnMut(u32) -> bool) -> Option<u32> {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            match self.slots[at] {
                0 => return None,
                slot if is(slot - 1) => return Some(slot - 1),
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// Adds a number that isn't there. `hash_of` knows the hashes of all.
    pub fn insert(&mut self, hash: u64, number: u32, hash_of: impl Fn(u32) -> u64) {
        if (self.filled + 1) * 3 > self.slots.len() * 2 {
            self.grow(hash_of);
        }
        place(&mut self.slots, hash, number);
        self.filled += 1;
    }

    /// The array: each slot is 0, or one more than a number.
    pub fn as_slice(&self) -> &[u32] {
        &self.slots
    }

    fn grow(&mut self, hash_of: impl Fn(u32) -> u64) {
        let mut slots = vec![0; self.slots.len() * 2];
        for number in 0..self.filled as u32 {
            place(&mut slots, hash_of(number), number);
        }
        self.slots = slots;
    }
}

fn place(slots: &mut [u32], hash: u64, number: u32) {
    let mask = slots.len() - 1;
    let mut at = hash as usize & mask;
    while slots[at] != 0 {
        at = (at + 1) & mask;
    }
    slots[at] = number + 1;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_found_and_no_other() {
        let hash = |number: u32| u64::from(number % 50) * 0x9E37_79B9_7F4A_7C15;
        let mut slots = Slots::default();
        for number in 0..1000 {
            assert_eq!(slots.find(hash(number), |found| found == number), None);
            slots.insert(hash(number), number, hash);
        }
        for number in 0..1000 {
            let found = slots.find(hash(number), |found| found == number);
            assert_eq!(found, Some(number));
        }
        assert!(slots.as_slice().len() < 4 * 1000);
    }
}
