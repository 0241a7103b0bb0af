//! The cases in which citable errs, to be read by those who mend that: what was quoted, what is so, what was said, and the
//! text around each place.

use crate::score::{Verdict, error};
use crate::{Case, Quotation};

/// So many code points are shown around a place.
const AROUND: usize = 160;

/// Prints every case with an error.
pub fn errors(cases: &[Case], said: &[Vec<Verdict>]) {
    for (number, (case, said)) in cases.iter().zip(said).enumerate() {
        for (quotation, said) in case.quotations.iter().zip(said) {
            if let Some(error) = error(quotation.truth, *said) {
                print(number, case, quotation, *said, error);
            }
        }
    }
}

fn print(number: usize, case: &Case, quotation: &Quotation, said: Verdict, error: &str) {
    let truth = quotation.truth;
    println!(
        "text {number}: {error}: {:?} is said to be {:?}",
        truth.fate, said.fate
    );
    println!("  quoted: {}", quotation.words);
    let places = [
        ("old", &case.old, Some(quotation.place)),
        ("new", &case.new, truth.place),
        ("said", &case.new, said.place),
    ];
    for (name, text, place) in places {
        match place {
            Some(place) => println!("  {name}: {}", around(text, place)),
            None => println!("  {name}: nowhere"),
        }
    }
    println!();
}

/// A place in its surroundings, on one line.
fn around(text: &str, (start, end): (usize, usize)) -> String {
    let from = start.saturating_sub(AROUND);
    let piece = |from: usize, to: usize| {
        let piece: String = text.chars().skip(from).take(to - from).collect();
        piece.replace(['\r', '\n'], "␤")
    };
    format!(
        "{start}..{end} {}⟦{}⟧{}",
        piece(from, start),
        piece(start, end),
        piece(end, end + AROUND)
    )
}
