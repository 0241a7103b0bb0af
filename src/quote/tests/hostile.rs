//! Input that is made to be slow, and threads that share a text.

use std::time::{Duration, Instant};

use super::laws::{Numbers, stretch, written};
use super::*;

/// Runs hostile input: only the time counts.
fn within(seconds: u64, what: &str, quotation: &str, text: &str) {
    let begun = Instant::now();
    let _ = find(quotation, &Text::new(text));
    let taken = begun.elapsed();
    assert!(taken < Duration::from_secs(seconds), "{what}: {taken:?}");
}

#[test]
fn hostile() {
    let text = "a".repeat(1 << 20);
    within(5, "one letter", &"a".repeat(1 << 16), &text);
    within(
        5,
        "one letter, then none",
        &format!("{}b", "a".repeat(1 << 16)),
        &text,
    );
    within(5, "omissions", &"a[…]".repeat(5000), &text);
    within(
        5,
        "omissions in vain",
        &format!("{}b", "a[…]".repeat(5000)),
        &format!("{text}b {text}"),
    );
    within(5, "insertions", &format!("{}b", "a[a]".repeat(5000)), &text);
    within(5, "open brackets", &"[".repeat(1 << 20), &text);
    within(
        5,
        "nested brackets",
        &format!("{}{}", "[".repeat(10_000), "]".repeat(10_000)),
        &text,
    );
    within(
        5,
        "marks",
        "e\u{301}",
        &format!("e{}", "\u{301}\u{323}".repeat(1 << 19)),
    );
    within(
        5,
        "soft hyphens",
        "ab",
        &format!("a{}b", "\u{AD}".repeat(1 << 20)),
    );
    within(
        5,
        "hyphens",
        &format!("{}b", "a-".repeat(1 << 12)),
        &"a-\n".repeat(1 << 18),
    );
    within(5, "list markers", "b", &"- ".repeat(1 << 19));
    within(5, "bars", "b", &"| ".repeat(1 << 19));
    within(5, "rulers", "b", &"|-\n".repeat(1 << 19));
    within(5, "backslashes", "b", &"\\".repeat(1 << 20));
    within(5, "blanks", "b c", &" \u{200B}\n".repeat(1 << 19));
    within(5, "controls", "b c", &"\0\u{202E}".repeat(1 << 19));
}

#[test]
fn threads_share_a_text() {
    let source = written(&mut Numbers(7), 9000);
    let text = Text::new(&source);
    std::thread::scope(|scope| {
        for seed in 0..4 {
            let (source, text) = (&source, &text);
            scope.spawn(move || {
                let mut numbers = Numbers(seed);
                for _ in 0..100 {
                    let bytes = stretch(source, &mut numbers);
                    assert!(matches!(find(&source[bytes], text), Found::Once(_)));
                }
            });
        }
    });
}
