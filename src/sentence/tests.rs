//! What a reader takes for a sentence, in several habits of writing.

use super::sentences;

#[track_caller]
fn parted(lang: &str, expected: &[&str]) {
    split(lang, &expected.join(" "), expected);
}

#[track_caller]
fn split(lang: &str, text: &str, expected: &[&str]) {
    let found: Vec<&str> = sentences(text, lang)
        .into_iter()
        .map(|range| &text[range])
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn abbreviations_end_nothing() {
    parted(
        "en",
        &[
            "Dr. Byron met Mrs. Smith, e.g. in St. Petersburg.",
            "They left.",
        ],
    );
    parted(
        "en",
        &[
            "Order No. 199 Russian text.",
            "See para. 3 and pp. 4 ff. of it.",
        ],
    );
    parted("en", &["I said no.", "He went on."]);
    parted(
        "de",
        &["Vgl. Abs. 2 des Gesetzes, z. B. Nr. 5 davon.", "Es gilt."],
    );
    parted(
        "ru",
        &[
            "Это было в 1990 г. в Москве, т. е. давно.",
            "Потом всё изменилось.",
        ],
    );
    parted("ru", &["Его звали А. С. Пушкин.", "Он жил в Москве."]);
    parted(
        "de",
        &[
            "Es kamen u. a. Dr. h. c. Schmidt und die Fa. Müller.",
            "Sie blieben.",
        ],
    );
    parted("hi", &["डॉ. राम आए।", "वे चले गए।"]);
}

#[test]
fn initials_and_acronyms_end_nothing_before_a_name() {
    parted(
        "en",
        &["J. R. R. Tolkien and George W. Bush met.", "So it goes."],
    );
    parted(
        "en",
        &["It is the U.S. Department of Justice.", "It is big."],
    );
    parted(
        "en",
        &[
            "It left the U.S.",
            "The rest of it stayed, as the text says.",
        ],
    );
    parted(
        "en",
        &["We follow plan B.", "Then we rest, and then we stop."],
    );
    parted("ar", &["قال د. محمد ذلك.", "ثم ذهب؟", "نعم."]);
}

#[test]
fn numbers() {
    parted(
        "en",
        &["It grew by 3.14 per cent, to 1.000.000 members.", "Good."],
    );
    parted("en", &["The club was founded in 1990.", "25 people came."]);
    parted("en", &["There were 12.", "Members paid."]);
    parted(
        "de",
        &[
            "Am 3. Oktober endete der 2. Weltkrieg nicht.",
            "Es waren 12.",
            "Der Rest ging, und der Rest blieb.",
        ],
    );
    parted("en", &["It is version 2.0.", "Use it."]);
}

#[test]
fn quotations_and_brackets_close_within_the_sentence() {
    parted("en", &["“Stop!” she said.", "“I can't.”", "He ran."]);
    parted("en", &["He left (so they say.)", "She stayed."]);
    parted("de", &["„Halt!“, rief er.", "»Nein.«", "Sie ging."]);
    parted(
        "fr",
        &[
            "« Où ? » demanda-t-il.",
            "Il dit : « Là ! »",
            "Puis il partit.",
        ],
    );
    parted(
        "en",
        ["Yahoo! is a company.", "What?!", "Yes… Maybe."][..2].as_ref(),
    );
    parted("en", &["Well… he said.", "Well…", "He went."]);
}

#[test]
fn marks_of_footnotes_belong_to_the_sentence() {
    parted(
        "en",
        &[
            "It was founded in 1923.[3]",
            "It grew.[a][note 2]",
            "It ended.¹²",
            "So be it.",
        ],
    );
    parted("en", &["It grew.[1] [2]"]);
}

#[test]
fn scripts_without_spaces_or_capitals() {
    split(
        "zh",
        "他说：“好。”然后走了。你呢？我也走！",
        &["他说：“好。”", "然后走了。", "你呢？", "我也走！"],
    );
    split(
        "ja",
        "「行く。」と言った。そして行った。",
        &["「行く。」と言った。", "そして行った。"],
    );
    parted("hi", &["यह पहला वाक्य है।", "यह दूसरा है॥"]);
    parted("el", &["Πού πήγε;", "Δεν ξέρω· ίσως στην Αθήνα.", "Ναι;"]);
    parted("el", &["Πού πήγε\u{37E}", "Δεν ξέρω."]);
    parted("hy", &["Սա առաջինն է։", "Սա երկրորդն է։"]);
    parted("ur", &["یہ پہلا جملہ ہے۔", "یہ دوسرا ہے۔"]);
    split("th", "นี่คือข้อความ\n\nอีกย่อหน้า", &["นี่คือข้อความ", "อีกย่อหน้า"]);
}

#[test]
fn wrapped_lines_are_one_sentence_and_blocks_are_not() {
    split(
        "en",
        "A sentence that is\r\nwrapped in the\r\nmiddle. Another\r\none.\r\n",
        &[
            "A sentence that is\r\nwrapped in the\r\nmiddle.",
            "Another\r\none.",
        ],
    );
    split(
        "en",
        "A heading\n\nWords without end\n\nMore words",
        &["A heading", "Words without end", "More words"],
    );
    split(
        "en",
        "INTRODUCTION\nThis is a paragraph that begins below it\nand goes on.",
        &[
            "INTRODUCTION",
            "This is a paragraph that begins below it\nand goes on.",
        ],
    );
    split(
        "en",
        "## The order\nIt came. It went.\n\n=====\nOver",
        &["The order", "It came.", "It went.", "Over"],
    );
    split(
        "en",
        "Uses:\n\n- one of them\n  goes on\n* two. And so on\n1. three\n2. four\n",
        &[
            "Uses:",
            "one of them\n  goes on",
            "two.",
            "And so on",
            "three",
            "four",
        ],
    );
    split(
        "en",
        "| Year | Members |\n|---|---|\n| 1990 | 12. Good |\n",
        &["Year | Members |", "1990 | 12. Good |"],
    );
    split(
        "en",
        "Name      Share\nDoe       60. Yes\n",
        &["Name      Share", "Doe       60. Yes"],
    );
    split("en", "## Sources ##\n- a) one\n", &["Sources", "a) one"]);
    split("en", "a\tb\tc\nd\te\tf\n", &["a\tb\tc", "d\te\tf"]);
    split(
        "en",
        "The page ends\n\u{C}here. Next.",
        &["The page ends\n\u{C}here.", "Next."],
    );
}

#[test]
fn there_may_be_none() {
    split("en", "", &[]);
    split("en", "\u{FEFF}\n \n***\n— … !\n", &[]);
    split("en", "\u{FEFF}Word", &["Word"]);
}

/// A generator without state to share: xorshift.
fn random(seed: &mut u64) -> usize {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    (*seed >> 16) as usize
}

#[test]
fn sentences_are_in_order_and_hold_every_letter() {
    const PIECES: &[&str] = &[
        "Ada",
        "and",
        "No",
        "J",
        "199",
        ". ",
        ".",
        "! ",
        "?",
        "\n",
        "\n\n",
        "\r\n",
        "- ",
        "# ",
        "| ",
        "\t",
        "”",
        "(",
        "[3]",
        "。",
        "「",
        "」",
        "漢字",
        "कथा",
        "।",
        "ημέρα",
        ";",
        "\u{37E}",
        "é",
        "\u{301}",
        "🙂",
        "\u{200B}",
        "…",
        " ",
        "\u{C}",
        "1. ",
    ];
    let mut seed = 0x9E37_79B9_7F4A_7C15;
    for _ in 0..3000 {
        let count = random(&mut seed) % 40;
        let text: String = (0..count)
            .map(|_| PIECES[random(&mut seed) % PIECES.len()])
            .collect();
        let mut at = 0;
        for range in sentences(&text, "de") {
            assert!(at <= range.start && range.start < range.end, "{text:?}");
            assert!(
                !text[at..range.start].contains(char::is_alphabetic),
                "{text:?}"
            );
            assert_eq!(text[range.clone()].trim(), &text[range.clone()], "{text:?}");
            at = range.end;
        }
        assert!(!text[at..].contains(char::is_alphabetic), "{text:?}");
    }
}

#[test]
fn no_text_takes_long() {
    for piece in [
        " ", ")", ". ", "1 ", ".1", "“", "[", "\u{301}", "a", "A. ", ";", "漢", "…[1",
    ] {
        let text = format!("End.{}", piece.repeat(500_000 / piece.len()));
        assert!(!sentences(&text, "en").is_empty());
    }
}

#[test]
fn an_opening_mark_belongs_to_what_it_opens() {
    split(
        "zh",
        "他来了。《人民日报》报道。“我来。”「好。」（完）",
        &[
            "他来了。",
            "《人民日报》报道。",
            "“我来。”",
            "「好。」",
            "（完）",
        ],
    );
    split(
        "ja",
        "彼は来た。「はい」と言った。",
        &["彼は来た。", "「はい」と言った。"],
    );
}
