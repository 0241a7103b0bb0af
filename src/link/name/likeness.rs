//! How like two folded names are: their words laid beside each other in the best order.

use rapidfuzz::distance::osa;

use super::{form, sound};

/// Of a name with more words, the first are compared one by one.
const WORDS: usize = 16;
/// Words that are less like than this have nothing to do with each other.
const LEAST: f32 = 0.6;
/// An initial beside a word that begins with it.
const INITIAL: f32 = 0.85;
/// Two spellings of the same sounds.
const SOUND: f32 = 0.94;
/// The same letters, cut into words otherwise.
const JOINED: f32 = 0.97;

/// A folded name, prepared to be compared with many.
pub struct Likeness {
    folded: String,
    words: Vec<(Word, osa::BatchComparator<u8>)>,
    compact: Vec<u8>,
    whole: osa::BatchComparator<u8>,
}

/// What comparing two names found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compared {
    /// From 0 to 1, where 1 are names with the same words.
    pub value: f32,
    /// Whether a word is only likely to be another by its initial.
    pub initials: bool,
    /// The share of the longer name's words that the other doesn't have at all.
    pub missing: f32,
}

/// A word of a name, and what it is to it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Word {
    start: usize,
    end: usize,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Own,
    Number,
    Initial,
    Particle,
    Form(&'static str),
}

impl Likeness {
    /// Prepares a name that was folded by [`fold`](super::fold).
    pub fn new(folded: &str) -> Self {
        let bytes = folded.as_bytes();
        let compact = compact(bytes);
        Self {
            words: words(folded)
                .into_iter()
                .map(|word| {
                    (
                        word,
                        osa::BatchComparator::new(word.of(bytes).iter().copied()),
                    )
                })
                .collect(),
            whole: osa::BatchComparator::new(compact.iter().copied()),
            compact,
            folded: folded.to_owned(),
        }
    }

    /// How like another folded name is. The order of the two makes no difference.
    pub fn to(&self, other: &str) -> Compared {
        if self.folded == other {
            return Compared {
                value: if other.is_empty() { 0.0 } else { 1.0 },
                initials: false,
                missing: 0.0,
            };
        }
        let known = words(other);
        let by_words = self.by_words(other, &known);
        if known.len() == self.words.len() {
            return by_words; // the same number of words is cut in the same places
        }
        let joined = self.joined(other, by_words.value);
        if joined > by_words.value {
            return Compared {
                value: joined,
                initials: by_words.initials,
                missing: 0.0,
            };
        }
        by_words
    }

    /// The words of both, each beside the one that it is most like.
    fn by_words(&self, other: &str, known: &[Word]) -> Compared {
        let (mut used, mut taken) = (Taken(0), Taken(0));
        let (mut shared, mut paired, mut initials) = (0.0, 0.0, false);
        for (like, i, j) in self.pairs(other, known) {
            if used.has(i) || taken.has(j) {
                continue;
            }
            used.take(i);
            taken.take(j);
            let (one, other) = (&self.words[i].0, &known[j]);
            let is_initial = (one.kind == Kind::Initial) != (other.kind == Kind::Initial);
            initials |= is_initial;
            let weight = if is_initial {
                2.0 * one.weight().min(other.weight())
            } else {
                one.weight() + other.weight()
            };
            shared += weight * like;
            paired += weight;
        }
        let ours = self.words.iter().map(|(word, _)| word);
        let left = used.left(ours) + taken.left(known.iter());
        let all = paired + left;
        if all == 0.0 {
            return Compared {
                value: 0.0,
                initials,
                missing: 1.0,
            };
        }
        Compared {
            value: shared / all,
            initials,
            missing: left / all,
        }
    }

    /// Words that are like each other, the most like first, with their places; of equals those at the same place.
    fn pairs(&self, other: &str, known: &[Word]) -> Vec<(f32, usize, usize)> {
        let (ours, theirs) = (self.folded.as_bytes(), other.as_bytes());
        let mut pairs = Vec::with_capacity(self.words.len() + known.len());
        for (i, (word, comparator)) in self.words.iter().enumerate() {
            for (j, other) in known.iter().enumerate() {
                let like = alike((word, word.of(ours), comparator), (other, other.of(theirs)));
                if like > 0.0 {
                    pairs.push((like, i, j));
                }
            }
        }
        let place = |i: usize, j: usize| (i + j, i.abs_diff(j));
        pairs.sort_by(|one, other| {
            let by_place = place(one.1, one.2).cmp(&place(other.1, other.2));
            other.0.total_cmp(&one.0).then(by_place)
        });
        pairs
    }

    /// All letters of both without the spaces; nothing unless it is more than `least`.
    fn joined(&self, other: &str, least: f32) -> f32 {
        let letters = compact(other.as_bytes());
        let longest = letters.len().max(self.compact.len());
        if longest == 0 || least >= JOINED {
            return 0.0;
        }
        // Names are cut to some hundred letters.
        let limit = ((1.0 - least / JOINED) * longest as f32).ceil() as usize;
        if letters.len().abs_diff(self.compact.len()) > limit
            || digits(&letters).ne(digits(&self.compact))
        {
            return 0.0;
        }
        let args = osa::Args::default().score_cutoff(limit);
        let distance = self
            .whole
            .distance_with_args(letters.iter().copied(), &args);
        distance.map_or(0.0, |distance| JOINED * share(distance, longest))
    }
}

/// Which words of a name have a counterpart, a bit each.
struct Taken(u32);

impl Taken {
    fn has(&self, word: usize) -> bool {
        self.0 & (1 << word) != 0
    }

    fn take(&mut self, word: usize) {
        self.0 |= 1 << word;
    }

    /// What the others weigh.
    fn left<'w>(&self, words: impl Iterator<Item = &'w Word>) -> f32 {
        let others = words.enumerate().filter(|(at, _)| !self.has(*at));
        others.map(|(_, word)| word.weight()).sum()
    }
}

impl Word {
    fn of<'n>(&self, name: &'n [u8]) -> &'n [u8] {
        name.get(self.start..self.end).unwrap_or_default()
    }

    /// How much it tells, up to 1.
    fn weight(&self) -> f32 {
        match self.kind {
            Kind::Own => 0.5 + 0.0625 * (self.end - self.start).min(8) as f32,
            Kind::Number => 0.9,
            Kind::Initial => 0.4,
            Kind::Particle => 0.2,
            Kind::Form(_) => 0.1,
        }
    }
}

/// How like two words are, from [`LEAST`] to 1, or 0.
fn alike(
    (one, letters, comparator): (&Word, &[u8], &osa::BatchComparator<u8>),
    (other, known): (&Word, &[u8]),
) -> f32 {
    match (one.kind, other.kind) {
        (Kind::Form(one), Kind::Form(other)) => return f32::from(u8::from(one == other)),
        _ if letters == known => return 1.0,
        (Kind::Form(_), _) | (_, Kind::Form(_)) | (Kind::Number, _) | (_, Kind::Number) => {
            return 0.0;
        }
        (Kind::Initial, Kind::Initial) => return 0.0,
        (Kind::Initial, _) | (_, Kind::Initial) => {
            return if letters.first() == known.first() {
                INITIAL
            } else {
                0.0
            };
        }
        _ => {}
    }
    let longest = letters.len().max(known.len());
    let limit = longest * 2 / 5;
    if letters.len().abs_diff(known.len()) > limit {
        return 0.0;
    }
    let args = osa::Args::default().score_cutoff(limit);
    let Some(distance) = comparator.distance_with_args(known.iter().copied(), &args) else {
        return 0.0;
    };
    let like = share(distance, longest);
    if like < SOUND && longest > 3 && sound::same(letters, known) {
        return SOUND;
    }
    if like < LEAST { 0.0 } else { like }
}

// Names are cut to some hundred letters.
fn share(distance: usize, longest: usize) -> f32 {
    1.0 - distance as f32 / longest as f32
}

/// The words of a folded name, each with what it is.
fn words(folded: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::with_capacity(4);
    let mut start = 0;
    for text in folded.split(' ').take(WORDS) {
        let end = start + text.len();
        let kind = match text.as_bytes() {
            [letter] if letter.is_ascii_alphabetic() => Kind::Initial,
            [] => Kind::Particle,
            letters if letters.iter().all(u8::is_ascii_digit) => Kind::Number,
            _ if form::is_particle(text) => Kind::Particle,
            _ => Kind::Own,
        };
        words.push(Word { start, end, kind });
        start = end + 1;
    }
    mark_forms(folded, &mut words, true);
    mark_forms(folded, &mut words, false);
    words
}

/// Finds legal forms at the end or the beginning of a name, at most two, spelled in one or letter by letter.
fn mark_forms(folded: &str, words: &mut Vec<Word>, at_end: bool) {
    for done in 0..2 {
        let found = (1..=4).rev().find_map(|count| {
            let from = if at_end {
                words.len().checked_sub(done + count)?
            } else {
                done
            };
            let form = legal(folded, words, from, count)?;
            Some((from, count, form))
        });
        let Some((from, count, form)) = found else {
            return;
        };
        words[from].end = words[from + count - 1].end;
        words[from].kind = Kind::Form(form);
        words.drain(from + 1..from + count);
    }
}

/// The legal form that some words are, if others are left to be the name.
fn legal(folded: &str, words: &[Word], from: usize, count: usize) -> Option<&'static str> {
    let run = words.get(from..from + count)?;
    let is_spelled = run.iter().all(|word| word.kind == Kind::Initial);
    if count > 1 && !is_spelled {
        return None;
    }
    let is_own = |word: &&Word| matches!(word.kind, Kind::Own | Kind::Number);
    let others = words.iter().filter(is_own).count() - run.iter().filter(is_own).count();
    if others == 0 {
        return None;
    }
    if let [word] = run {
        return form::legal(folded.get(word.start..word.end)?);
    }
    let letters = run
        .iter()
        .filter_map(|word| folded.get(word.start..word.end));
    form::legal(&letters.collect::<String>())
}

fn compact(folded: &[u8]) -> Vec<u8> {
    folded
        .iter()
        .copied()
        .filter(|byte| *byte != b' ')
        .collect()
}

fn digits(letters: &[u8]) -> impl Iterator<Item = u8> + '_ {
    letters.iter().copied().filter(u8::is_ascii_digit)
}
