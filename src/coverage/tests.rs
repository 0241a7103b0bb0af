//! The law of coverage: what is laid over sentences is what a count character by character gives.

use std::ops::Range;

use super::lay::Piece;
use super::{Count, Standing, lay};
use crate::sentence::sentences;

/// A generator without state to share: xorshift.
fn random(seed: &mut u64, below: usize) -> usize {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    (*seed >> 16) as usize % below
}

fn text(seed: &mut u64) -> String {
    const PIECES: &[&str] = &[
        "Ada ",
        "joined",
        " ",
        "the ",
        "club. ",
        "It ",
        "1990. ",
        "(so) ",
        "? ",
        "\n",
        "\n\n",
        "- ",
        "…",
        "漢字。",
        "Ελλάδα ",
        "é",
        "e\u{301}",
        "🙂 ",
        "نعم؟ ",
        "“No.” ",
        "\r\n",
        "\u{200B}",
        "! ",
    ];
    let count = random(seed, 60);
    (0..count)
        .map(|_| PIECES[random(seed, PIECES.len())])
        .collect()
}

fn piece(seed: &mut u64, text: &str, note: usize) -> Piece {
    let mut bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    bounds.push(text.len());
    let (a, b) = (random(seed, bounds.len()), random(seed, bounds.len()));
    let standings = [
        Standing::Quoted,
        Standing::Draft,
        Standing::Dismissed,
        Standing::Stated,
    ];
    let range = bounds[a.min(b)]..bounds[a.max(b)];
    (range, standings[random(seed, standings.len())], note)
}

/// What a sentence comes to, asked of each of its letters alone.
fn naive(
    text: &str,
    sentence: &Range<usize>,
    pieces: &[Piece],
) -> (Standing, usize, usize, Vec<usize>) {
    let mut outcome = (Standing::Untouched, 0, 0, Vec::new());
    for (at, _) in text
        .char_indices()
        .filter(|(at, c)| sentence.contains(at) && c.is_alphanumeric())
    {
        let over: Vec<&Piece> = pieces
            .iter()
            .filter(|(range, ..)| range.contains(&at))
            .collect();
        outcome.1 += 1;
        outcome.2 += usize::from(over.iter().any(|(_, standing, _)| standing.is_read()));
        for (_, standing, note) in over {
            outcome.0 = outcome.0.max(*standing);
            outcome.3.push(*note);
        }
    }
    outcome.3.sort_unstable();
    outcome.3.dedup();
    outcome
}

#[test]
fn coverage_is_that_of_a_count_by_characters() {
    let mut seed = 0x2545_F491_4F6C_DD1D;
    for _ in 0..2000 {
        let text = text(&mut seed);
        let count = random(&mut seed, 6);
        let pieces: Vec<Piece> = (0..count)
            .map(|note| piece(&mut seed, &text, note))
            .collect();
        let bounds = sentences(&text, "en");
        let laid = lay(&text, bounds.clone(), &pieces);
        assert_eq!(laid.len(), bounds.len());
        for (sentence, bytes) in laid.iter().zip(&bounds) {
            let found = (
                sentence.standing,
                sentence.letters,
                sentence.letters_read,
                sentence.notes.clone(),
            );
            assert_eq!(
                found,
                naive(&text, bytes, &pieces),
                "{text:?} {bytes:?} {pieces:?}"
            );
            let before = |at: usize| text[..at].chars().count();
            assert_eq!(sentence.chars, before(bytes.start)..before(bytes.end));
            let line = |at: usize| text[..at].matches('\n').count() + 1;
            assert_eq!(sentence.lines, (line(bytes.start), line(bytes.end)));
        }
        let count = Count::of(&laid);
        let read = laid
            .iter()
            .filter(|sentence| sentence.standing.is_read())
            .count();
        assert_eq!((count.sentences(), count.read()), (laid.len(), read));
    }
}

#[test]
fn marks_alone_touch_nothing() {
    let text = "She said: “No.” He left.";
    let marks = text.find('.').expect("it is there")..text.find("He").expect("it is there");
    let laid = lay(text, sentences(text, "en"), &[(marks, Standing::Stated, 0)]);
    assert!(
        laid.iter()
            .all(|sentence| sentence.standing == Standing::Untouched)
    );
}

#[test]
fn what_is_not_whole_never_looks_whole() {
    assert_eq!(super::shown(99.99), "99.9 %");
    assert_eq!(super::shown(100.0), "100.0 %");
    assert_eq!(super::shown(29.0), "29.0 %");
    assert_eq!(super::shown(Count::default().percent()), "100.0 %");
}
