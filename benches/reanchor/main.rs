//! How well quotations are found again in a source that has changed, beside two other libraries, and how fast.
//!
//! `cargo bench --bench reanchor`, or with a number of cases: `cargo bench --bench reanchor -- 10000`; with `show` after it
//! every case in which citable errs is printed, and nothing else is measured; with another number after it, the seed, other
//! cases are made, of which citable's answers are measured alone. Texts are generated, with quotations of which
//! it is known what became of them. The other libraries are those that `benches/others/install`
//! puts under `target/others`; without them, they are left out. Nothing is asserted: `docs/performance.md` says how to
//! read the figures.

mod mutation;
mod others;
mod prose;
#[path = "../support/random.rs"]
mod random;
mod score;
mod setting;
mod show;
mod speed;

use std::error::Error;
use std::time::Instant;

use citable::drift::{self, Fate as Drift};
use citable::quote::Text;
use prose::{Language, Prose};
use random::Random;
use rayon::prelude::*;
use score::{Fate, Score, Verdict};
use setting::Setting;

/// How many cases there are, if nobody says.
const CASES: usize = 100_000;
/// What the cases are made from, if nobody says.
const SEED: u64 = 4;
/// How many quotations a text has at most.
const QUOTATIONS: usize = 10;

/// A text before and after, with the quotations from it.
pub struct Case {
    old: String,
    new: String,
    quotations: Vec<Quotation>,
}

/// A quotation, where it stood, in code points, and what is so.
pub struct Quotation {
    words: String,
    place: (usize, usize),
    truth: Verdict,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    let wanted = arguments
        .first()
        .map_or(Ok(CASES), |number| number.parse())?;
    let more = arguments.get(1).map(String::as_str);
    let seed = more.and_then(|word| word.parse().ok());
    let mut random = Random::new(seed.unwrap_or(SEED));
    let mut cases = Vec::new();
    let mut count = 0;
    while count < wanted {
        let case = case(&mut random);
        count += case.quotations.len();
        cases.push(case);
    }
    println!("{count} quotations in {} texts\n", cases.len());
    let (score, said) = citable_score(&cases);
    if more == Some("show") {
        show::errors(&cases, &said);
    }
    println!("citable\n\n{score}");
    if more.is_some() {
        return Ok(());
    }
    for (name, score) in others::scores(&cases)? {
        println!("{name}\n\n{score}");
    }
    speed::print();
    Ok(())
}

/// A text, quoted from, and changed.
fn case(random: &mut Random) -> Case {
    let language = Language::new(random);
    let mut prose = Prose::new(&language, random);
    let count = prose.quote(QUOTATIONS, random);
    let words = setting::words(&prose, count);
    let setting = Setting::any(random);
    let old = setting.set(&prose, &words);
    mutation::edit(&mut prose, &language, random);
    let setting = match random.percent(50) {
        true => setting,
        false => Setting::any(random),
    };
    let new = setting.set(&prose, &words);
    let quotations = words.into_iter().enumerate().filter_map(|(index, words)| {
        let place = old.quoted[index].map(|quoted| (quoted.start, quoted.end))?;
        let now = new.quoted[index];
        let fate = match now {
            None => Fate::Gone,
            Some(quoted) if !quoted.whole => Fate::Changed,
            Some(quoted) if (quoted.start, quoted.end) == place => Fate::Same,
            Some(_) => Fate::Moved,
        };
        let truth = Verdict {
            fate,
            place: now.map(|quoted| (quoted.start, quoted.end)),
        };
        Some(Quotation {
            words: words.join(" "), // as a person types them
            place,
            truth,
        })
    });
    Case {
        quotations: quotations.collect(),
        old: old.text,
        new: new.text,
    }
}

/// What citable says of each quotation of each case, and how good that is. The seconds are those of all cores together.
fn citable_score(cases: &[Case]) -> (Score, Vec<Vec<Verdict>>) {
    let said: Vec<(Vec<Verdict>, f64)> = cases
        .par_iter()
        .map(|case| {
            let start = Instant::now();
            let (old, new) = (Text::new(&case.old), Text::new(&case.new));
            let quotations = case.quotations.iter();
            let said = quotations.map(|quotation| verdict(quotation, &old, &new));
            (said.collect(), start.elapsed().as_secs_f64())
        })
        .collect();
    let mut score = Score::default();
    for (case, (said, seconds)) in cases.iter().zip(&said) {
        score.seconds += seconds;
        for (quotation, said) in case.quotations.iter().zip(said) {
            score.add(quotation.truth, *said);
        }
    }
    (score, said.into_iter().map(|(said, _)| said).collect())
}

fn verdict(quotation: &Quotation, old: &Text, new: &Text) -> Verdict {
    let place = bytes(old.as_str(), quotation.place);
    let fate = drift::trace(&quotation.words, &place, old, new);
    let place = |bytes: &std::ops::Range<usize>| {
        let chars = new.chars(bytes);
        Some((chars.start, chars.end))
    };
    match &fate {
        Drift::Same(found) => Verdict {
            fate: Fate::Same,
            place: place(&found.bytes),
        },
        Drift::Moved(found) => Verdict {
            fate: Fate::Moved,
            place: place(&found.bytes),
        },
        Drift::Changed(changed) => Verdict {
            fate: Fate::Changed,
            place: place(&changed.passage),
        },
        Drift::Gone => Verdict {
            fate: Fate::Gone,
            place: None,
        },
    }
}

/// The bytes of some code points.
fn bytes(text: &str, (start, end): (usize, usize)) -> std::ops::Range<usize> {
    let mut offsets = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    let first = offsets.nth(start).unwrap_or(text.len());
    let last = offsets.nth(end - start - 1).unwrap_or(text.len());
    first..last
}
