use super::*;

fn compare(one: &str, other: &str) -> Compared {
    Likeness::new(&fold(one)).to(&fold(other))
}

#[test]
fn scripts_case_and_accents_make_no_difference() {
    for (name, folded) in [
        ("Jürgen Stock", "jurgen stock"),
        ("Łódź", "lodz"),
        ("STRASSE Straße", "strasse strasse"),
        ("Юрий  Гагарин", "yuriy gagarin"),
        ("Ελένη", "eleni"),
        ("北京", "beijing"),
        ("O’Neil, O'Neil", "oneil oneil"),
        ("ＩＣＰＯ–Interpol", "icpo interpol"),
        ("İstanbul", "istanbul"),
        ("トヨタ自動車株式会社", "toyotazidongche kk"),
    ] {
        assert_eq!(fold(name), folded, "{name}");
    }
}

#[test]
fn folding_what_is_folded_changes_nothing() {
    for name in [
        "Siemens AG",
        "Юрий Гагарин",
        "♥♥",
        "\u{202e}abc",
        "a\u{0}b",
        "1. FC Köln",
        "ﷺ",
    ] {
        assert_eq!(fold(&fold(name)), fold(name), "{name}");
    }
}

#[test]
fn names_from_hell_are_read_in_bounded_time() {
    let marks = format!("a{}", "\u{301}".repeat(100_000));
    let long = "word ".repeat(200_000);
    let signs = "\u{fdfa}".repeat(10_000);
    for name in [
        "",
        " ",
        "\u{0}",
        "\u{202e}\u{200b}",
        "!!!",
        "♥",
        "\u{10ffff}",
        &marks,
        &long,
        &signs,
    ] {
        let folded = fold(name);
        assert!(
            folded.chars().count() <= 2 * LONGEST + 1,
            "{}",
            folded.len()
        );
        for other in ["", "word", &signs, &long] {
            let value = compare(name, other).value;
            assert!((0.0..=1.0).contains(&value), "{value}");
        }
    }
    assert_eq!(fold("\u{202e}\u{200b}"), "");
    assert_eq!(fold("! ! !"), "!!!");
    assert_eq!(compare("", "").value, 0.0);
    assert_eq!(compare("!!!", "!!!").value, 1.0);
}

#[test]
fn the_order_of_words_makes_no_difference() {
    for (one, other) in [
        ("Jürgen Stock", "Stock, Jürgen"),
        ("Bank of China", "China, Bank of"),
    ] {
        assert!(compare(one, other).value > 0.99, "{one}");
    }
}

#[test]
fn comparing_is_symmetric() {
    let names = [
        "Jürgen Stock",
        "J. Stock",
        "Stock Ltd",
        "Юлия Кузнецова",
        "Kuznetsova, Julia",
        "a b c d",
        "a a b",
        "Apollo 11",
    ];
    for one in names {
        for other in names {
            let (there, back) = (compare(one, other), compare(other, one));
            assert!(
                (there.value - back.value).abs() < 1e-5,
                "{one} and {other}: {there:?} {back:?}"
            );
            assert_eq!(there.initials, back.initials, "{one} and {other}");
        }
    }
}

#[test]
fn legal_forms_and_particles_say_little() {
    for (one, other) in [
        ("Siemens AG", "Siemens Aktiengesellschaft"),
        ("Telecom S.p.A.", "Telecom SpA"),
        ("ООО «Ромашка»", "Romashka"),
        ("Trend Micro Ltd.", "Trend Micro Limited"),
        ("University of Delhi", "Delhi University"),
        ("トヨタ株式会社", "Toyota K.K."),
    ] {
        let value = compare(one, other).value;
        assert!(value > 0.85, "{one} and {other}: {value}");
    }
    assert!(compare("SA", "AG").value < 0.5);
    assert!(compare("Siemens AG", "Bayer AG").value < 0.5);
}

#[test]
fn spellings_of_one_sound_are_near() {
    for (one, other) in [
        ("Юрий", "Juri"),
        ("Müller", "Mueller"),
        ("Кузнецов", "Kusnezow"),
        ("Юлия Чехова", "Julia Tchekhova"),
    ] {
        let value = compare(one, other).value;
        assert!(value > 0.85, "{one} and {other}: {value}");
    }
}

#[test]
fn initials_are_told() {
    let found = compare("J. R. R. Tolkien", "John Ronald Reuel Tolkien");
    assert!(found.initials && found.value > 0.85, "{found:?}");
    assert!(!compare("John Tolkien", "John Tolkien").initials);
    assert!(compare("J. Smith", "Adam Smith").value < compare("J. Smith", "John Smith").value);
}

#[test]
fn other_numbers_are_other_names() {
    assert!(compare("Apollo 11", "Apollo 12").value < 0.7);
    assert!(compare("Apollo11", "Apollo 11").value > 0.9);
}

#[test]
fn words_that_are_missing_are_told() {
    let found = compare("Interpol", "Interpol General Assembly");
    assert!(found.missing > 0.5, "{found:?}");
    assert_eq!(compare("Interpol", "Interpol").missing, 0.0);
}
