//! Cases for every tier and every row of the tables, and the law that a quotation is found where it was
//! taken from.

use std::time::{Duration, Instant};

use unicode_normalization::UnicodeNormalization;

use super::*;

/// The one place of a quotation: its tier and the text that it covers.
fn once<'t>(quotation: &str, text: &'t str) -> (Tier, &'t str) {
    match find(quotation, &Text::new(text)) {
        Found::Once(place) => {
            assert_eq!(
                place.chars,
                counted(text, &place.bytes),
                "{quotation:?} in {text:?}"
            );
            (place.tier, &text[place.bytes])
        }
        other => panic!("{quotation:?} in {text:?}: {other:?}"),
    }
}

fn counted(text: &str, bytes: &Range<usize>) -> Range<usize> {
    text[..bytes.start].chars().count()..text[..bytes.end].chars().count()
}

#[track_caller]
fn nowhere(quotation: &str, text: &str) -> Option<Nearest> {
    match find(quotation, &Text::new(text)) {
        Found::Nowhere(near) => near,
        other => panic!("{quotation:?} in {text:?}: {other:?}"),
    }
}

#[track_caller]
fn starts(quotation: &str, text: &str) -> Vec<usize> {
    match find(quotation, &Text::new(text)) {
        Found::Several(places) => places.into_iter().map(|place| place.chars.start).collect(),
        other => panic!("{quotation:?} in {text:?}: {other:?}"),
    }
}

/// Checks rows of (quotation, text, what of the text it covers) in one tier.
#[track_caller]
fn covers(tier: Tier, rows: &[(&str, &str, &str)]) {
    for (quotation, text, covered) in rows {
        assert_eq!(
            once(quotation, text),
            (tier, *covered),
            "{quotation:?} in {text:?}"
        );
    }
}

#[test]
fn exact() {
    covers(
        Tier::Exact,
        &[
            ("joined", "Russia joined Interpol", "joined"),
            (" \n joined\t", "Russia joined Interpol", "joined"),
            ("a\nb", "x a\nb y", "a\nb"),
            (
                "Россия вступила",
                "В 1990 Россия вступила.",
                "Россия вступила",
            ),
            ("国际刑警", "中国加入国际刑警组织", "国际刑警"),
            ("שלום", "אמר שלום לכם", "שלום"),
            ("नमस्ते", "सब को नमस्ते जी", "नमस्ते"),
            ("🕵️ agents", "👮 and 🕵️ agents", "🕵️ agents"),
            ("\u{301}x", "\u{301}x y", "\u{301}x"),
            (
                "C:\\.a [sic] | b",
                "in C:\\.a [sic] | b.",
                "C:\\.a [sic] | b",
            ),
            ("e\u{301}te", "un e\u{301}te", "e\u{301}te"),
        ],
    );
}

#[test]
fn white_space() {
    covers(
        Tier::WhiteSpace,
        &[
            ("a b", "x a \r\n\t b y", "a \r\n\t b"),
            ("a b c", "a\u{A0}b\u{3000}c", "a\u{A0}b\u{3000}c"),
            ("a b", "a\u{2028}\u{85}b", "a\u{2028}\u{85}b"),
            ("a\n\nb", "a b", "a b"),
            ("caf\u{E9} noir", "un cafe\u{301} noir.", "cafe\u{301} noir"),
            ("cafe\u{301} noir", "un caf\u{E9} noir.", "caf\u{E9} noir"),
            ("\u{1EAD}", "a\u{302}\u{323}", "a\u{302}\u{323}"),
            ("각", "\u{1100}\u{1161}\u{11A8}", "\u{1100}\u{1161}\u{11A8}"),
            ("caf\u{E9}", "cafe\u{200D}\u{301}", "cafe\u{200D}\u{301}"),
            (
                "co operation",
                "co\u{200B}\u{FEFF} \u{2060}oper\u{AD}ation",
                "co\u{200B}\u{FEFF} \u{2060}oper\u{AD}ation",
            ),
            (
                "abc",
                "\u{FEFF}a\u{202E}b\u{2066}\u{61C}c\u{AD}",
                "a\u{202E}b\u{2066}\u{61C}c",
            ),
            ("a\u{200F}b", "ab", "ab"),
        ],
    );
}

#[test]
fn typography_by_table() {
    for (class, plain) in [
        ("‘’‚‛‹›′‵´ʼ＇❛❜", "'"),
        ("“”„‟«»″‶〝〞〟＂❝❞「」『』", "\""),
        ("‐‑‒–—―⁃−⸺⸻﹘﹣－", "-"),
    ] {
        for c in class.chars() {
            let fancy = format!("x {c}a{c} y");
            let typed = format!("{plain}a{plain}");
            assert_eq!(
                once(&typed, &fancy),
                (Tier::Typography, &fancy[2..fancy.len() - 2])
            );
            assert_eq!(once(&fancy, &format!("x {typed} y")).0, Tier::Typography);
        }
    }
    covers(
        Tier::Typography,
        &[
            ("wait...", "wait… no", "wait…"),
            ("wait..", "wait‥ no", "wait‥"),
            (
                "off fin flo office affluent st st",
                "oﬀ ﬁn ﬂo oﬃce aﬄuent ﬅ ﬆ",
                "oﬀ ﬁn ﬂo oﬃce aﬄuent ﬅ ﬆ",
            ),
            ("in the", "ﬁn ofﬁn the", "ﬁn the"),
            ("a -- b", "a — b", "a — b"),
            ("a—b", "a---b", "a---b"),
            ("`a'", "x ‘a’", "‘a’"),
        ],
    );
    assert_eq!(nowhere("a'b", "a\"b"), None);
    assert_eq!(nowhere("10 2 m", "10² m"), None);
}

#[test]
fn layout() {
    covers(
        Tier::Layout,
        &[
            (
                "an international body",
                "an inter-\nnational body",
                "an inter-\nnational body",
            ),
            (
                "a well-known body",
                "a well-\n  known body",
                "a well-\n  known body",
            ),
            (
                "an inter-\nnational body",
                "an international body",
                "an international body",
            ),
            (
                "international law",
                "inter\u{AD}\nnational law",
                "inter\u{AD}\nnational law",
            ),
            ("in 1990–1991", "in 1990–\n1991.", "in 1990–\n1991"),
            (
                "well-known inter-national",
                "well-known inter-\r\nnational",
                "well-known inter-\r\nnational",
            ),
            ("one two", "- one\n- two", "one\n- two"),
            (
                "one two three",
                "1. one\n2. two\n3) three",
                "one\n2. two\n3) three",
            ),
            ("\\- one\n\\- two", "- one\n- two", "one\n- two"),
            ("• one\n‣ two", "one two", "one two"),
            (
                "Year Members",
                "| Year | Members |\n|------|--------:|\n| 1990 | 195 |",
                "Year | Members",
            ),
            (
                "Members 1990",
                "|Year|Members|\n|---|---|\n|1990|195|",
                "Members|\n|---|---|\n|1990",
            ),
            (
                "the message says. The ministry",
                "the message says. |\nThe ministry",
                "the message says. |\nThe ministry",
            ),
            ("2 \\* 3 = 6\\.", "so 2 * 3 = 6.", "2 * 3 = 6."),
            ("a \\[b\\]", "a [b] c", "a [b]"),
            ("2 * 3", "2 \\* 3", "2 \\* 3"),
            ("a\\\\b", "a\\b", "a\\b"),
            ("one\\\ntwo", "one two", "one two"),
            ("国际\n刑警", "中国加入国际刑警组织", "国际刑警"),
        ],
    );
    for (quotation, text) in [
        ("wellknown body", "a well-known body"),
        ("well-known body", "a wellknown body"),
        ("19901991", "1990–\n1991"),
        ("in The next", "in\n1990. The next"),
        ("in May The next", "in May\n17. The next"),
        ("a b", "a|b"),
        ("word and", "word – and"),
    ] {
        nowhere(quotation, text);
    }
}

#[test]
fn pieces_are_what_is_quoted_between_omissions() {
    let text = "Ada, a baker, joined. Bob did not. The club, in\nRome, has 24 members.";
    for (quotation, pieces) in [
        ("joined. Bob", vec!["joined. Bob"]),
        (
            "Ada […] joined. […] club, [the old one] in Rome […] members",
            vec!["Ada", "joined.", "club, in\nRome", "members"],
        ),
        ("a [good] baker […] has [so] 24", vec!["a baker", "has 24"]),
        ("[…] Bob […]", vec!["Bob"]),
    ] {
        let stored = Text::new(text);
        let Found::Once(place) = find(quotation, &stored) else {
            panic!("{quotation:?} is found once");
        };
        let found: Vec<&str> = super::pieces(quotation, &place, &stored)
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(found, pieces, "{quotation:?}");
    }
}

#[test]
fn editorial() {
    covers(
        Tier::Editorial,
        &[
            (
                "Russia […] in 1990",
                "Russia joined it in 1990.",
                "Russia joined it in 1990",
            ),
            (
                "Russia [...]\nin [ . . . ] 1990",
                "Russia joined in May 1990.",
                "Russia joined in May 1990",
            ),
            ("[…] joined […]", "Russia joined it", "joined"),
            (
                "units [of the bureau] work",
                "The units work here",
                "units work",
            ),
            (
                "units [of the bureau] work",
                "The units of the bureau work here",
                "units of the bureau work",
            ),
            (
                "[The] units […] here",
                "The units work here",
                "The units work here",
            ),
            ("[In 2023] units work", "The units work here", "units work"),
            ("units work [there].", "The units work. Here", "units work."),
            ("([the] bureau", "it (bureau)", "(bureau"),
            (
                "it [sic] works [there]",
                "so it [sic] works",
                "it [sic] works",
            ),
            ("work[s]", "they work", "work"),
            ("work[s] […] x", "it works a x", "works a x"),
            (
                "well-known [very] body […] of",
                "a well-\nknown body, part of",
                "well-\nknown body, part of",
            ),
            ("a [well-known] man", "a well-known man", "a well-known man"),
            // The shortest omission is tried first, and given up where it leads nowhere.
            (
                "a […] b […] c",
                &format!("a b {} b c", "x".repeat(590)),
                &format!("a b {} b c", "x".repeat(590)),
            ),
        ],
    );
    let text = |gap: usize| format!("start{}end", "é".repeat(gap));
    assert_eq!(once("start […] end", &text(600)).0, Tier::Editorial);
    nowhere("start […] end", &text(601));
    nowhere("end […] start", "start then end");
    nowhere("[…]", "anything");
    nowhere("[words]", "anything");
    nowhere("a \\[…\\] b", "a x b");
    assert_eq!(starts("a […] c", "a b c, a d c"), [0, 7]);
}

#[test]
fn strictest_tier_decides() {
    assert_eq!(once("a b", "a\nb, a b").0, Tier::Exact);
    assert_eq!(once("\"a\" b", "“a” b \"a\"\nb").0, Tier::WhiteSpace);
    assert_eq!(starts("a b", "a b a b"), [0, 4]);
}

#[test]
fn nothing_else_is_forgiven() {
    let text = "Russia joined the organization, in 1990.";
    for quotation in [
        "russia joined",
        "organization in",
        "organisation",
        "joined organization",
        "1991",
    ] {
        nowhere(quotation, text);
    }
}

#[test]
fn letters_keep_their_marks() {
    for text in ["un cafe\u{301}", "un caf\u{E9}", "un cafe\u{301} et"] {
        nowhere("cafe", text);
    }
    assert_eq!(once("q\u{303}", "q\u{303}").0, Tier::Exact);
    nowhere("q", "q\u{303}");
}

#[test]
fn several_and_overlapping() {
    assert_eq!(starts("aa", "aaaa"), [0, 1, 2]);
    assert_eq!(starts("é", "été, e\u{301}"), [0, 2]);
    assert_eq!(once("f", "ﬀ").1, "ﬀ");
}

#[test]
fn empty() {
    for quotation in ["", " \n\t", "\u{200B}\u{FEFF}"] {
        assert!(is_empty(quotation));
        assert_eq!(find(quotation, &Text::new("text")), Found::Nowhere(None));
    }
    assert!(!is_empty("a"));
    for text in ["", " ", "\u{FEFF}", "\n\r\n"] {
        assert_eq!(nowhere("a […] b", text), None);
        assert_eq!(nowhere("anything", text), None);
    }
}

/// Checks the nearest passage and the first letters that differ.
#[track_caller]
fn parts(
    quotation: &str,
    text: &str,
    passage: &str,
    expected: Option<char>,
    found: Option<char>,
) -> Nearest {
    let near = nowhere(quotation, text).unwrap_or_else(|| panic!("nothing near {quotation:?}"));
    let seen = (&text[near.passage.clone()], near.expected, near.found);
    assert_eq!(seen, (passage, expected, found), "{quotation:?}");
    assert_eq!(text[near.at_text..].chars().next(), expected);
    assert_eq!(quotation[near.at_quotation..].chars().next(), found);
    near
}

#[test]
fn nearest_passage() {
    let text = "Interpol is a police organization with 195 member states. Russia joined the\norganization in \
                1990, and “works” with it. Its well-known bureau is in Lyon.";
    let joined = "Russia joined the\norganization in 1990";
    let near = parts(
        "Russia joined the organization in 1991",
        text,
        joined,
        Some('0'),
        Some('1'),
    );
    assert_eq!(&text[..near.at_text][near.at_text - 3..], "199");
    assert_eq!(near.at_quotation, 37);
    parts(
        "russia joined the organization in 1990",
        text,
        joined,
        Some('R'),
        Some('r'),
    );
    parts(
        "Xussia joined the\n organization",
        text,
        "Russia joined the\norganization",
        Some('R'),
        Some('X'),
    );
    parts(
        "Russia has joined the organization in 1990",
        text,
        joined,
        Some('j'),
        Some('h'),
    );
    parts(
        "Russia joined organization in 1990",
        text,
        joined,
        Some('t'),
        Some('o'),
    );
    parts(
        "Russia the joined organization in 1990",
        text,
        joined,
        Some('j'),
        Some('t'),
    );
    parts(
        "In Russia joined the organization in 1990",
        text,
        joined,
        Some('R'),
        Some('I'),
    );
    parts(
        "in 1990, and \"work\" with it",
        text,
        "in 1990, and “works” with it",
        Some('s'),
        Some('"'),
    );
    parts(
        "Its wellknown bureau",
        text,
        "Its well-known bureau",
        Some('-'),
        Some('k'),
    );
    parts(
        "Its well known bureau",
        text,
        "Its well-known bureau",
        Some('-'),
        Some(' '),
    );
    parts(
        "Its well-known bur-eau is",
        text,
        "Its well-known bureau is",
        Some('e'),
        Some('-'),
    );
    parts(
        "bureau is in Lyon!",
        text,
        "bureau is in Lyon",
        Some('.'),
        Some('!'),
    );
    parts(
        "bureau is in Lyon. It",
        text,
        "bureau is in Lyon.",
        None,
        Some(' '),
    );
    parts(
        "Russia […] in 1990, and “workz” with",
        text,
        "in 1990, and “works” with",
        Some('s'),
        Some('z'),
    );
    parts(
        "RUSSIA JOINED the organization in 1990",
        text,
        joined,
        Some('u'),
        Some('U'),
    );
    assert_eq!(
        nowhere("Bananas are rich in potassium and vitamins", text),
        None
    );
}

#[test]
fn nearest_in_other_scripts() {
    parts(
        "Россия вступила в 1991 году",
        "Потом Россия вступила в 1990 году.",
        "Россия вступила в 1990 году",
        Some('0'),
        Some('1'),
    );
    parts(
        "加入国际民警组织",
        "中国于1984年加入国际刑警组织。",
        "中国于1984年加入国际刑警组织",
        Some('刑'),
        Some('民'),
    );
    parts(
        "un cafe noir",
        "c'est un cafe\u{301} noir",
        "un cafe\u{301} noir",
        Some('e'),
        Some('e'),
    );
}

/// A generator of numbers that is the same on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % limit.max(1)
    }

    fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

const WORDS: [&str; 24] = [
    "Interpol",
    "1990,",
    "“agency”",
    "don’t",
    "well-known",
    "éte",
    "e\u{301}te\u{323}",
    "Россия",
    "国际刑警",
    "नमस्ते",
    "שָׁלוֹם",
    "👮🏽‍♀️",
    "oﬃce",
    "wait…",
    "—",
    "a–b",
    "inter\u{AD}national",
    "(ICPO)",
    "2\\*3",
    "x|y",
    "각",
    "\u{1100}\u{1161}\u{11A8}",
    "مرحبا",
    "«la»",
];
const GAPS: [&str; 8] = [" ", " ", " ", "\n", "\r\n", "  ", "\u{A0}", "\n\n"];

fn written(numbers: &mut Numbers, words: usize) -> String {
    let mut text = String::new();
    for number in 0..words {
        text.push_str(numbers.pick(&WORDS));
        // A number makes passages unlike each other.
        text.push_str(&format!(
            " {}{}",
            number * 7919 % 100_003,
            numbers.pick(&GAPS)
        ));
    }
    text
}

fn retyped(passage: &str, numbers: &mut Numbers) -> String {
    let mut typed = String::new();
    for c in passage.chars() {
        match c {
            ' ' if numbers.below(3) == 0 => typed.push_str(numbers.pick(&GAPS)),
            '“' | '”' | '«' | '»' => typed.push(numbers.pick(&['"', '„', '“'])),
            '’' => typed.push('\''),
            '—' | '–' => typed.push_str(numbers.pick(&["-", "--", "–"])),
            '…' => typed.push_str("..."),
            'ﬃ' => typed.push_str("ffi"),
            _ => typed.push(c),
        }
    }
    if numbers.below(2) == 0 {
        typed.nfd().collect()
    } else {
        typed.nfc().collect()
    }
}

/// A stretch of `text` that neither begins nor ends with white space, an unseen character or inside a
/// cluster.
fn stretch(text: &str, numbers: &mut Numbers) -> Range<usize> {
    let boundary = |at: usize| {
        let edge = |c: Option<char>| c.is_none_or(|c| !c.is_whitespace() && !fold::is_dropped(c));
        text.is_char_boundary(at)
            && edge(text[at..].chars().next())
            && edge(text[..at].chars().next_back())
            && !text[at..].starts_with(|c| fold::is_mark(c) || matches!(c, '\u{1161}' | '\u{11A8}'))
    };
    loop {
        let start = numbers.below(text.len());
        let end = (start + 40 + numbers.below(300)).min(text.len());
        if boundary(start) && boundary(end) {
            return start..end;
        }
    }
}

#[test]
fn every_passage_is_found_where_it_is() {
    let mut numbers = Numbers(1990);
    // Long enough for the index, and too short for it.
    for words in [9000, 300] {
        let source = written(&mut numbers, words);
        let text = Text::new(&source);
        for _ in 0..1500 {
            let bytes = stretch(&source, &mut numbers);
            let chars = counted(&source, &bytes);
            let exact = Place {
                tier: Tier::Exact,
                bytes: bytes.clone(),
                chars,
            };
            assert_eq!(
                find(&source[bytes.clone()], &text),
                Found::Once(exact.clone())
            );
            let typed = retyped(&source[bytes.clone()], &mut numbers);
            let Found::Once(place) = find(&typed, &text) else {
                panic!(
                    "{typed:?} of {:?}: {:?}",
                    &source[bytes],
                    find(&typed, &text)
                )
            };
            assert!(place.tier <= Tier::Layout);
            assert_eq!(
                (place.bytes, place.chars),
                (exact.bytes, exact.chars),
                "{typed:?}"
            );
        }
    }
}

#[test]
fn every_change_is_shown_where_it_is() {
    let mut numbers = Numbers(1923);
    let source = written(&mut numbers, 9000);
    let text = Text::new(&source);
    for _ in 0..300 {
        let bytes = stretch(&source, &mut numbers);
        let passage = &source[bytes.clone()];
        // A hyphen that the cut took from its word is not the hyphen of a word.
        if passage.starts_with(typography::is_dash) || passage.ends_with(typography::is_dash) {
            continue;
        }
        // Not in the first or last word, which are cut: there the passage is anyone's guess.
        let inner = passage.find(' ').unwrap_or(0)..passage.rfind(' ').unwrap_or(0);
        let digits: Vec<usize> = passage
            .match_indices(|c: char| c.is_ascii_digit())
            .map(|(at, _)| at)
            .filter(|at| inner.contains(at))
            .collect();
        let at = numbers.pick(&digits);
        let changed = format!("{}#{}", &passage[..at], &passage[at + 1..]);
        let Found::Nowhere(Some(near)) = find(&changed, &text) else {
            panic!("{changed:?}")
        };
        assert_eq!(
            (near.at_text, near.at_quotation),
            (bytes.start + at, at),
            "{changed:?}"
        );
        assert_eq!(near.found, Some('#'));
        // A bar or an escape at an edge is layout, and outside of the passage.
        assert!(near.passage.start <= bytes.start + 2 && near.passage.end + 2 >= bytes.end);
    }
}

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
