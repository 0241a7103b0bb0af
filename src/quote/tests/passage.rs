//! Where a quotation isn't found: the nearest passage, and the first letters that differ.

use super::*;

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
