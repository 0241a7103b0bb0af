//! The laws of following words: what stays, what goes, and when nobody can tell.

use super::*;

const OLD: &str = "The club met in Rome. Ada joined the Chess Club in 1990, and was its secretary until 1999.\n\
    Bob joined the Book Club in 1995. It has twenty-four members, of whom six play on Sundays.\n\
    The dues are five crowns a year; nobody has paid them since the war, as far as we know.";

fn fate(quotation: &str, old: &str, new: &str) -> Fate {
    let at = old.find(quotation).expect("it is quoted from the old text");
    let (old, new) = (Text::new(old), Text::new(new));
    trace(quotation, &(at..at + quotation.len()), &old, &new)
}

/// The fate, and the words of the new text.
fn told(quotation: &str, new: &str) -> (&'static str, String) {
    let fate = fate(quotation, OLD, new);
    let words = match &fate {
        Fate::Same(found) | Fate::Moved(found) => new[found.bytes.clone()].to_owned(),
        Fate::Changed(changed) => new[changed.passage.clone()].to_owned(),
        Fate::Gone => String::new(),
    };
    (fate.name(), words)
}

const ADA: &str = "Ada joined the Chess Club in 1990, and was its secretary until 1999.";

#[test]
fn what_has_not_changed_is_the_same() {
    assert_eq!(told(ADA, OLD), ("same", ADA.to_owned()));
}

#[test]
fn what_is_only_set_anew_has_not_changed() {
    let new = OLD
        .replace("secretary until", "secre-\ntary until")
        .replace("Chess Club", "Chess\u{a0}Club");
    let (fate, words) = told(ADA, &new);
    assert_eq!(fate, "moved"); // a line's end is one more character
    assert!(words.starts_with("Ada joined the Chess\u{a0}Club") && words.ends_with("until 1999."));
}

#[test]
fn what_stands_elsewhere_has_moved() {
    let new = format!("A preface, which nobody reads.\n\n{OLD}");
    assert_eq!(told(ADA, &new), ("moved", ADA.to_owned()));
    let apart = OLD.replace(ADA, "") + " And " + ADA;
    assert_eq!(told(ADA, &apart), ("moved", ADA.to_owned()));
}

#[test]
fn what_is_worded_anew_has_changed() {
    let now = "Ada entered the Chess Club in 1991, and was its secretary till 1999.";
    assert_eq!(
        told(ADA, &OLD.replace(ADA, now)),
        ("changed", now.to_owned())
    );
}

#[test]
fn what_was_taken_out_is_gone() {
    assert_eq!(told(ADA, &OLD.replace(ADA, "")).0, "gone");
    let other = "Nothing else is known of those days, I fear.";
    assert_eq!(told(ADA, &OLD.replace(ADA, other)).0, "gone");
}

/// The heart of it: the words stand somewhere, and are not those that were quoted.
#[test]
fn a_look_alike_is_not_the_original() {
    let now = "Ada entered the Chess Club in 1991, and was its secretary till 1999.";
    let new = format!(
        "{}\n\nIn short, it was said: {ADA} So much for that.",
        OLD.replace(ADA, now)
    );
    assert_eq!(told(ADA, &new), ("changed", now.to_owned()));
}

/// Worded anew in a few words of the old ones, at the beginning, and said again in the old ones elsewhere.
#[test]
fn little_that_is_left_beside_the_old_surroundings_is_enough_to_ask() {
    let old = "Minutes: ka liver bering ververwane erfra. Nobody has paid the dues since the war. They are five crowns.";
    let new = "Minutes: ka liver verdenkane co erfra. They are five crowns.\n\nOf all that was read to us there, \
        who would forget this? Minutes: ka liver bering ververwane erfra. So much for that.";
    let fate = fate("ka liver bering ververwane erfra.", old, new);
    assert_eq!(fate.name(), "changed", "{fate:?}");
}

#[test]
fn a_part_of_a_word_is_not_the_word() {
    let old = "The club met in Rome. Ada has joined the Chess Co. Bob joined the Book Club.";
    let new =
        "The club met in Rome. Ada has joined the Chess Company of old. Bob joined the Book Club.";
    let fate = fate("Ada has joined the Chess Co", old, new);
    assert_eq!(fate.name(), "changed", "{fate:?}");
    let old = "俱乐部在罗马。艾达加入国际象棋俱乐部。鲍勃加入读书俱乐部。";
    let new = "俱乐部在罗马。艾达加入国际象棋俱乐部了。鲍勃加入读书俱乐部。";
    assert_eq!(
        super::tests::fate("艾达加入国际象棋俱乐部", old, new).name(),
        "same"
    );
}

#[test]
fn a_double_that_was_there_before_stays_the_double() {
    let double = format!("{OLD}\n\nIn short, it was said: {ADA} So much for that.");
    let without = double.replacen(ADA, "", 1);
    assert_eq!(fate(ADA, &double, &without), Fate::Gone);
    // Of two that stay, each is its own.
    let fate = fate(ADA, &double, &format!("A preface.\n{double}"));
    let Fate::Moved(found) = fate else {
        panic!("{fate:?}")
    };
    assert_eq!(
        (found.bytes.start, found.others.len()),
        (OLD.find(ADA).unwrap() + 11, 1)
    );
}

#[test]
fn of_two_that_fit_alike_none_is_taken() {
    let new = OLD.replace(ADA, &format!("{ADA} {ADA}"));
    let fate = fate(ADA, OLD, &new);
    assert!(
        matches!(
            fate,
            Fate::Changed(Changed {
                why: Why::Several,
                ..
            })
        ),
        "{fate:?}"
    );
}

/// A part of a sentence is not found by the rest of it: that went into the summary as well.
#[test]
fn the_rest_of_a_sentence_does_not_tell_its_place() {
    let part = "joined the Chess Club in 1990, and was its secretary";
    let now = "Ada entered the Chess Club in 1991, and was its secretary till 1999.";
    let new = format!(
        "{}\n\nThere is more to it. {ADA} So much for that.",
        OLD.replace(ADA, now)
    );
    let (fate, words) = told(part, &new);
    assert_eq!(fate, "changed");
    assert!(now.contains(&words), "{words}");
}

/// The sentence was taken out; its double, whose surroundings have changed, is not it.
#[test]
fn what_may_be_another_old_place_is_not_taken() {
    let part = "joined the Chess Club in 1990, and was its secretary";
    let double = format!("{OLD}\n\nIn short, it was said: {ADA} So much for that.");
    let new = double.replacen(ADA, "", 1).replace("In short,", "Later");
    let fate = fate(part, &double, &new);
    assert!(!matches!(fate, Fate::Same(_) | Fate::Moved(_)), "{fate:?}");
}

#[test]
fn what_is_left_of_two_sentences_is_shown() {
    let left = "Bob joined the Book Club in 1995.";
    let new = OLD.replace(&format!("{ADA}\n"), "");
    let words = ("changed", left.to_owned());
    assert_eq!(told(&format!("{ADA}\n{left}"), &new), words);
}

#[test]
fn a_few_words_in_other_surroundings_may_be_chance() {
    let new = OLD.replace(ADA, "") + " A guest from the north came in 1990, and left.";
    let fate = fate("in 1990,", OLD, &new);
    assert!(
        matches!(
            fate,
            Fate::Changed(Changed {
                why: Why::Elsewhere,
                ..
            })
        ),
        "{fate:?}"
    );
}

/// Sentences of one form, as in a register, are told apart by what stands around them.
#[test]
fn another_sentence_of_the_same_form_is_no_new_wording() {
    let line = |name: &str, year: usize| {
        format!("{name} was admitted to the register of members in {year}.\n")
    };
    let old = ["Ada", "Bob", "Cem", "Dora"]
        .iter()
        .zip(1990..)
        .map(|(name, year)| line(name, year))
        .collect::<String>();
    let new = old.replace(&line("Bob", 1991), "");
    assert_eq!(fate(line("Bob", 1991).trim(), &old, &new), Fate::Gone);
    let fate = fate(line("Dora", 1993).trim(), &old, &new);
    assert_eq!(fate.name(), "moved");
}

#[test]
fn any_script_will_do() {
    let old = "Η λέσχη ιδρύθηκε στη Ρώμη. Η Άντα έγινε μέλος της λέσχης το 1990. Ο Βασίλης ήρθε αργότερα, το 1995.";
    let quoted = "Η Άντα έγινε μέλος της λέσχης το 1990.";
    let now = "Η Άντα έγινε μέλος αυτής της λέσχης το 1991.";
    let fate = fate(quoted, old, &old.replace(quoted, now));
    let Fate::Changed(changed) = fate else {
        panic!("{fate:?}")
    };
    assert_eq!(old.replace(quoted, now)[changed.passage], *now);
    let old = "会议在罗马举行。艾达于一九九〇年加入国际象棋俱乐部。鲍勃后来也加入了。";
    assert_eq!(
        super::tests::fate(
            "艾达于一九九〇年加入国际象棋俱乐部。",
            old,
            &format!("前言。{old}")
        )
        .name(),
        "moved"
    );
}

#[test]
fn nothing_panics_at_the_edges_of_texts() {
    for (quotation, old, new) in [
        ("a", "a", "a"),
        ("a", "a", ""),
        ("a", "a", "b"),
        ("é", "é", "e\u{301}"),
        ("a b", "a b", " "),
    ] {
        fate(quotation, old, new);
    }
    assert_eq!(fate("a", "a", "a").name(), "same");
    assert_eq!(fate("a", "a", "").name(), "gone");
}

#[test]
fn what_is_known_of_a_place_may_be_little() {
    let new = format!("A preface, which nobody reads.\n\n{OLD}");
    let at = OLD.find(ADA).unwrap();
    let stood = Stood::between(
        "The club met in Rome. ",
        " Bob joined the Book Club",
        at..at + ADA.len(),
    );
    assert_eq!(follow(ADA, &stood, &[], &Text::new(&new)).name(), "moved");
}
