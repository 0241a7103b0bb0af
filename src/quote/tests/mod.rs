//! Cases for every tier and every row of the tables.

mod hostile;
mod laws;
mod passage;

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
