//! How much of what stood around words stands around them still.
//!
//! Both sides are cut into all their runs of six bytes. A run that both have counts by how near to the words it is, on the
//! side where it is farther: the next letters say most, an insertion only moves the rest away, and what was edited is
//! just not shared.

use rustc_hash::FxHashMap;

use super::passage::ends_sentence;

/// How many bytes on each side are looked at, to begin with.
pub const NARROW: usize = 256;
/// How many show where a passage belongs, if the nearest letters were edited.
pub const WIDE: usize = 4 * NARROW;
/// What is looked at when that doesn't decide, in turn.
pub const WINDOWS: [usize; 4] = [NARROW, WIDE, 16 * NARROW, 256 * NARROW];

/// The length of a run.
const RUN: usize = 6;
/// A side that is shorter than the other, because its text begins or ends there, lacks at most so many of the runs that the other
/// has: a title's few letters are not all that can stand around words.
const LACKING: usize = 48;
/// At so many bytes from the words, a run counts half.
const HALF: f64 = 24.0;

/// What stands before and after a place, within so many bytes: cut into its runs once, to be held against many others.
pub struct Around {
    before: Runs,
    after: Runs,
    window: usize,
}

impl Around {
    pub fn of((before, after): (&str, &str), window: usize) -> Around {
        Around {
            before: Runs::of(Side::Before, before, window),
            after: Runs::of(Side::After, after, window),
            window,
        }
    }

    /// The share of these surroundings of an old place that stand around a new one, which is told by all before and after
    /// it: 0 to 1.
    pub fn stand_around(&self, (before, after): (&str, &str)) -> f64 {
        let share = |runs: &Runs, other| match runs.meet(other, self.window) {
            Meeting::Blank(share) => share,
            Meeting::Runs { shared, whole, .. } => part(shared, whole),
        };
        (share(&self.before, before) + share(&self.after, after)) / 2.0
    }

    /// The share of the surroundings of an old place, which is told by all before and after it, that are these of a new
    /// one: 0 to 1.
    pub fn are_around(&self, (before, after): (&str, &str)) -> f64 {
        let share = |runs: &Runs, other| match runs.meet(other, self.window) {
            Meeting::Blank(share) => share,
            Meeting::Runs {
                shared,
                whole_other,
                ..
            } => part(shared, whole_other),
        };
        (share(&self.before, before) + share(&self.after, after)) / 2.0
    }
}

/// Of what stands before and after words, what is of other sentences than theirs, which may end with them. The rest of a
/// sentence goes where the words go, into a summary as well: it doesn't tell the place.
pub fn outside<'a>((before, after): (&'a str, &'a str), ends: bool) -> (&'a str, &'a str) {
    let after = match ends {
        true => after,
        false => Side::After.outside(after),
    };
    (Side::Before.outside(before), after)
}

fn part(shared: f64, whole: f64) -> f64 {
    if whole > 0.0 { shared / whole } else { 0.0 }
}

/// A side of some words.
#[derive(Clone, Copy)]
enum Side {
    Before,
    After,
}

/// The runs of one side.
struct Runs {
    side: Side,
    /// Each with its number, and with its distance where it is nearest.
    nearest: FxHashMap<[u8; RUN], (usize, usize)>,
    /// The weight of all of them.
    whole: f64,
    /// The bytes that they are of.
    size: usize,
    is_blank: bool,
}

/// What two sides have in common.
enum Meeting {
    /// On one of them nothing stands. Nothing before and nothing before is alike: both texts begin with the words. A wider
    /// window says no more of that.
    Blank(f64),
    /// The weight of what both have, of all that these have, and of all that the other has.
    Runs {
        shared: f64,
        whole: f64,
        whole_other: f64,
    },
}

impl Runs {
    fn of(side: Side, text: &str, window: usize) -> Runs {
        let mut nearest = FxHashMap::default();
        let mut whole = 0.0;
        for (distance, run) in side.runs(text, window) {
            let number = nearest.len();
            nearest.entry(run).or_insert((number, distance));
            whole += weight(distance);
        }
        Runs {
            side,
            nearest,
            whole,
            size: text.len().min(window),
            is_blank: text.trim().is_empty(),
        }
    }

    /// Holds the same side of other words against these. A run that stands on a side more than once counts once.
    fn meet(&self, other: &str, window: usize) -> Meeting {
        let is_blank = other.trim().is_empty();
        if self.is_blank || is_blank {
            let alike = self.is_blank && is_blank && window == NARROW;
            return Meeting::Blank(if alike { 1.0 } else { 0.0 });
        }
        let mut met = vec![false; self.nearest.len()];
        let (mut shared, mut whole_other) = (0.0, 0.0);
        for (distance, run) in self.side.runs(other, window) {
            whole_other += weight(distance);
            if let Some(&(number, known)) = self.nearest.get(&run)
                && !std::mem::replace(&mut met[number], true)
            {
                shared += weight(distance.max(known));
            }
        }
        Meeting::Runs {
            shared,
            whole: self.whole.max(beginning(other.len())),
            whole_other: whole_other.max(beginning(self.size)),
        }
    }
}

impl Side {
    /// A side as far as it is of other sentences than the words; all of it if no sentence ends near.
    fn outside(self, text: &str) -> &str {
        match self {
            Side::Before => {
                let near = text.ceil_char_boundary(text.len().saturating_sub(NARROW));
                let end = text[near..].rfind(ends_sentence);
                let end = end.map(|at| text.ceil_char_boundary(near + at + 1));
                end.map_or(text, |end| &text[..end])
            }
            Side::After => {
                let near = text.floor_char_boundary(NARROW);
                let end = text[..near].find(ends_sentence);
                let end = end.map(|at| text.ceil_char_boundary(at + 1));
                end.map_or(text, |end| &text[end..])
            }
        }
    }

    /// The runs of a side, the nearest first, each with its distance.
    fn runs(self, text: &str, window: usize) -> impl Iterator<Item = (usize, [u8; RUN])> + '_ {
        let bytes = text.as_bytes();
        let size = bytes.len().min(window);
        let bytes = match self {
            Side::Before => &bytes[bytes.len() - size..],
            Side::After => &bytes[..size],
        };
        let last = bytes.len().saturating_sub(RUN);
        let count = if bytes.len() < RUN { 0 } else { last + 1 };
        (0..count).map(move |distance| {
            let at = match self {
                Side::Before => last - distance,
                Side::After => distance,
            };
            let mut run = [0; RUN];
            run.copy_from_slice(&bytes[at..at + RUN]);
            (distance, run)
        })
    }
}

/// The weight of the first runs of so many bytes.
fn beginning(size: usize) -> f64 {
    let runs = size.saturating_sub(RUN - 1).min(LACKING);
    (0..runs).map(weight).sum()
}

fn weight(distance: usize) -> f64 {
    1.0 / (HALF + distance as f64)
}
