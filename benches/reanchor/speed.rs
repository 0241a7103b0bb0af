//! How long it takes to find a thousand quotations in five megabytes, and to follow them into another edition.

use std::time::Instant;

use citable::drift;
use citable::quote::{Found, Text, find};
use rayon::prelude::*;

use crate::mutation;
use crate::prose::{Language, Prose};
use crate::random::Random;
use crate::setting::{self, Setting};

const BYTES: usize = 5_000_000;
const QUOTATIONS: usize = 1_000;

pub fn print() {
    let mut random = Random::new(5);
    let mut language = Language::new(&mut random);
    while !language.is_latin() {
        language = Language::new(&mut random);
    }
    let mut prose = Prose::default();
    let mut bytes = 0;
    while bytes < BYTES {
        let more = Prose::new(&language, &mut random);
        bytes += more
            .paragraphs
            .iter()
            .flatten()
            .flatten()
            .map(|word| word.text.len() + 1)
            .sum::<usize>();
        prose.paragraphs.extend(more.paragraphs);
    }
    let count = prose.quote(QUOTATIONS, &mut random);
    let words = setting::words(&prose, count);
    let old = Setting::any(&mut random).set(&prose, &words);
    mutation::edit(&mut prose, &language, &mut random);
    let new = Setting::any(&mut random).set(&prose, &words);

    let words: Vec<String> = words.iter().map(|words| words.join(" ")).collect();
    let start = Instant::now();
    let text = Text::new(&old.text);
    let found: Vec<Found> = words.par_iter().map(|words| find(words, &text)).collect();
    let finding = start.elapsed().as_secs_f64();
    let places = found.iter().map(|found| match found {
        Found::Once(place) => Some(place.bytes.clone()),
        Found::Several(places) => places.first().map(|place| place.bytes.clone()),
        Found::Nowhere(_) => None,
    });
    let places: Vec<_> = words
        .iter()
        .zip(places)
        .filter_map(|(words, place)| Some((words, place?)))
        .collect();
    let start = Instant::now();
    let (old_text, new_text) = (Text::new(&old.text), Text::new(&new.text));
    let fates: Vec<_> = places
        .par_iter()
        .map(|(words, place)| drift::trace(words, place, &old_text, &new_text))
        .collect();
    let following = start.elapsed().as_secs_f64();
    println!(
        "{} quotations in a text of {:.1} MB: {finding:.2} s to find; {following:.2} s to follow {} of them into another of {:.1} MB",
        words.len(),
        old.text.len() as f64 / 1e6,
        fates.len(),
        new.text.len() as f64 / 1e6,
    );
}
