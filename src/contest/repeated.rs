//! Which of many marks occur more than once: without sorting or keeping those that don't.

/// The bits of a mark by which it is told apart at first: a bitmap of two megabytes.
const BITS: u32 = 24;

/// Tells which marks may occur more than once. It errs on one side only: a mark that occurs twice is always told.
pub struct Repeated {
    once: Vec<u64>,
    twice: Vec<u64>,
}

impl Repeated {
    /// Counts marks, each as often as it is given.
    pub fn new(marks: impl Iterator<Item = u64>) -> Repeated {
        let words = 1 << (BITS - 6);
        let mut counted = Repeated {
            once: vec![0; words],
            twice: vec![0; words],
        };
        for mark in marks {
            let (word, bit) = place(mark);
            counted.twice[word] |= counted.once[word] & bit;
            counted.once[word] |= bit;
        }
        counted
    }

    /// Whether a mark may have been given more than once.
    pub fn may_have(&self, mark: u64) -> bool {
        let (word, bit) = place(mark);
        self.twice[word] & bit != 0
    }
}

fn place(mark: u64) -> (usize, u64) {
    let place = mark >> (64 - BITS);
    ((place >> 6) as usize, 1 << (place & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_occurs_twice_is_told() {
        let mark = |number: u64| number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let repeated = Repeated::new((0..1000).chain([7, 500, 500]).map(mark));
        assert!(repeated.may_have(mark(7)) && repeated.may_have(mark(500)));
        let others = (0..1000).filter(|&number| repeated.may_have(mark(number)));
        assert!(others.count() < 10);
    }
}
