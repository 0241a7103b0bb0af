//! What the ways of writing one foreign name have in common.
//!
//! `Yuriy`, `Juri` and `Iouri` are one name, as are `Mueller` and `Muller`, `Kuznetsov` and `Kusnezow`: systems of transliteration,
//! and the habits of languages, write one sound with several letters. This is no phonetic code that makes different
//! names one; it only evens out such spellings.

/// Spellings of one sound, those of more letters first.
const SAME: &[(&[u8], &[u8])] = &[
    (b"shch", b"s"),
    (b"tsch", b"c"),
    (b"sch", b"s"),
    (b"sh", b"s"),
    (b"tch", b"c"),
    (b"ch", b"c"),
    (b"tz", b"s"),
    (b"ts", b"s"),
    (b"zh", b"z"),
    (b"kh", b"h"),
    (b"ck", b"k"),
    (b"ph", b"f"),
    (b"th", b"t"),
    (b"gh", b"g"),
    (b"ks", b"x"),
    (b"qu", b"k"),
    (b"ae", b"a"),
    (b"oe", b"o"),
    (b"ue", b"u"),
    (b"ou", b"u"),
    (b"oo", b"u"),
    (b"ee", b"i"),
    (b"ie", b"i"),
    (b"iy", b"i"),
    (b"yi", b"i"),
    (b"ij", b"i"),
    (b"ii", b"i"),
    (b"ye", b"e"),
    (b"je", b"e"),
    (b"ya", b"ia"),
    (b"ja", b"ia"),
    (b"yu", b"iu"),
    (b"ju", b"iu"),
    (b"w", b"v"),
    (b"y", b"i"),
    (b"j", b"i"),
    (b"q", b"k"),
    (b"c", b"k"),
    (b"z", b"s"),
];

/// Whether two folded words are spellings of the same sounds.
pub fn same(one: &[u8], other: &[u8]) -> bool {
    sounds(one).eq(sounds(other))
}

/// The sounds of a word, without doubled ones.
fn sounds(word: &[u8]) -> impl Iterator<Item = u8> + '_ {
    let mut rest = word;
    let mut written: &[u8] = &[];
    let mut before = None;
    std::iter::from_fn(move || {
        loop {
            let sound = if let Some((&first, after)) = written.split_first() {
                written = after;
                first
            } else {
                let (&first, after) = rest.split_first()?;
                match SAME.iter().find(|(spelling, _)| rest.starts_with(spelling)) {
                    Some((spelling, sounds)) => {
                        rest = rest.get(spelling.len()..)?;
                        written = sounds;
                        continue;
                    }
                    None => {
                        rest = after;
                        first
                    }
                }
            };
            if before.replace(sound) != Some(sound) {
                return Some(sound);
            }
        }
    })
}
