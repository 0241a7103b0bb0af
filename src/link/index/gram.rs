//! The trigrams of a folded name, as numbers.

/// How many letters are told apart: none (before and after a word), a to z, 0 to 9.
const LETTERS: u16 = 37;

/// How many trigrams there are.
pub const GRAMS: usize = (LETTERS as usize).pow(3);

/// Puts the trigrams of a folded name into `grams`, in order, each once.
pub fn grams(folded: &str, grams: &mut Vec<u16>) {
    grams.clear();
    let (mut before, mut last) = (0, 0);
    for byte in folded.bytes() {
        let letter = letter(byte);
        if letter != 0 || last != 0 {
            if last != 0 {
                grams.push(number(before, last, letter));
            }
            (before, last) = (last, letter);
        }
    }
    if last != 0 {
        grams.push(number(before, last, 0));
    }
    grams.sort_unstable();
    grams.dedup();
}

/// A bit for each letter that a word of the name begins with.
pub fn beginnings(folded: &str) -> u32 {
    let words = folded.split(' ').filter_map(|word| word.bytes().next());
    words.fold(0, |bits, byte| bits | 1 << (letter(byte) % 32))
}

fn number(one: u16, two: u16, three: u16) -> u16 {
    (one * LETTERS + two) * LETTERS + three
}

/// Other letters than those of folded names (of names that are signs only) share their numbers.
fn letter(byte: u8) -> u16 {
    match byte {
        b' ' => 0,
        b'a'..=b'z' => u16::from(byte - b'a') + 1,
        b'0'..=b'9' => u16::from(byte - b'0') + 27,
        other => u16::from(other % 36) + 1,
    }
}
