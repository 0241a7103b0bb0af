//! What one file offers and another uses, as numbers.
//!
//! A result that is kept is worth having only if it is thrown away in time. So every file says which *symbols* it offers
//! (a name, an id, a source, a statement), each with a number for what it means there, and which symbols it has asked
//! for, whether it found them or not. When a file changes, the symbols whose meanings are others than before are known, and who has
//! asked for one of them is compiled again. Nobody else can tell the difference.
//!
//! Symbols and meanings are the first 64 bits of a digest: a million of them have two alike once in forty million builds,
//! and a symbol that is taken for another one costs a file that is compiled once too often.

/// The number of a symbol, or of what it means.
pub type Symbol = u64;

/// A symbol and what it means to the file that offers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Offer {
    pub symbol: Symbol,
    pub meaning: u64,
}

/// What a symbol is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    /// What an entity is or was called.
    Name = 1,
    /// The id of an entity.
    Entity,
    /// The `^id` of a statement.
    Statement,
    /// The id of a quotation, after that of its source.
    Quotation,
    /// The id of a source.
    Source,
    /// What a statement says, by its hash key.
    Said,
    /// The same, where it has an id.
    Pinned,
}

/// The symbol of a name in a space.
pub fn symbol(space: Space, name: &str) -> Symbol {
    let mut hasher = Hasher::default();
    hasher.add(&[space as u8]);
    hasher.add(name.as_bytes());
    hasher.finish()
}

/// A stable hash of bytes.
pub fn hash(bytes: &[u8]) -> u64 {
    xxhash_rust::xxh3::xxh3_64(bytes)
}

/// A stable hash of several parts, each of which ends where it ends.
#[derive(Default)]
pub struct Hasher(xxhash_rust::xxh3::Xxh3Default);

impl Hasher {
    /// Adds a part.
    pub fn add(&mut self, part: &[u8]) {
        self.0.update(&(part.len() as u64).to_le_bytes());
        self.0.update(part);
    }

    /// Adds a number.
    pub fn number(&mut self, number: u64) {
        self.0.update(&number.to_le_bytes());
    }

    pub fn finish(&self) -> u64 {
        self.0.digest()
    }
}

/// The symbols of which two lists of offers, sorted, don't say the same.
pub fn differences(before: &[Offer], after: &[Offer]) -> Vec<Symbol> {
    let (mut a, mut b) = (before, after);
    let mut differing = Vec::new();
    loop {
        let next = match (a.first(), b.first()) {
            (None, None) => break,
            (Some(one), None) | (None, Some(one)) => one.symbol,
            (Some(one), Some(other)) => one.symbol.min(other.symbol),
        };
        let (mine, rest) = a.split_at(run(a, next));
        let (theirs, others) = b.split_at(run(b, next));
        if mine != theirs {
            differing.push(next);
        }
        (a, b) = (rest, others);
    }
    differing
}

/// How many offers at the front are of a symbol.
fn run(offers: &[Offer], symbol: Symbol) -> usize {
    offers
        .iter()
        .take_while(|offer| offer.symbol == symbol)
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_found() {
        let offers = |pairs: &[(u64, u64)]| -> Vec<Offer> {
            let offer = |&(symbol, meaning)| Offer { symbol, meaning };
            pairs.iter().map(offer).collect()
        };
        let before = offers(&[(1, 1), (2, 1), (2, 2), (4, 1)]);
        let after = offers(&[(1, 1), (2, 1), (3, 1), (4, 2)]);
        assert_eq!(differences(&before, &after), [2, 3, 4]);
        assert_eq!(differences(&before, &before), [0u64; 0]);
        assert_eq!(differences(&[], &after), [1, 2, 3, 4]);
    }

    #[test]
    fn a_name_is_another_symbol_in_another_space() {
        assert_ne!(symbol(Space::Name, "a"), symbol(Space::Entity, "a"));
        assert_ne!(symbol(Space::Name, "a"), symbol(Space::Name, "b"));
    }
}
