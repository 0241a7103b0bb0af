use super::*;

fn person(name: &str, born: &str) -> Side {
    Side {
        names: vec![name.to_owned()],
        dates: match born {
            "" => Vec::new(),
            born => vec![("born".to_owned(), born.to_owned())],
        },
        ..Side::default()
    }
}

#[test]
fn dates_decide_between_homonyms() {
    let wanted = person("Ivan Petrov", "1961-03-02");
    let scores = [
        compare(&wanted, &person("Иван Петров", "1961")),
        compare(&wanted, &person("Иван Петров", "1972")),
    ];
    assert_eq!(decide(&scores), [Outcome::Same, Outcome::Other]);
    let unknown = person("Ivan Petrov", "");
    let scores = [
        compare(&unknown, &person("Иван Петров", "1961")),
        compare(&unknown, &person("Иван Петров", "1972")),
    ];
    assert_eq!(decide(&scores), [Outcome::Undecided, Outcome::Undecided]);
}

#[test]
fn an_initial_alone_decides_nothing() {
    let wanted = person("I. Petrov", "1961-03-02");
    assert_eq!(
        decide(&[compare(&wanted, &person("Ivan Petrov", ""))]),
        [Outcome::Undecided]
    );
    assert_eq!(
        decide(&[compare(&wanted, &person("Ivan Petrov", "1961-03-02"))]),
        [Outcome::Same]
    );
    // A date that is a slip away may be another person's.
    assert_eq!(
        decide(&[compare(&wanted, &person("Ivan Petrov", "1961-03-12"))]),
        [Outcome::Undecided]
    );
}

#[test]
fn identifiers_decide() {
    let with = |name: &str, code: &str| Side {
        identifiers: vec![("orcid".to_owned(), code.to_owned())],
        ..person(name, "")
    };
    let wanted = with("Josiah Carberry", "0000-0002-1825-0097");
    let scores = [
        compare(&wanted, &with("J. S. Carberry", "0000000218250097")),
        compare(&wanted, &with("Josiah Carberry", "0000-0001-5109-3700")),
    ];
    assert_eq!(decide(&scores), [Outcome::Same, Outcome::Other]);
}

#[test]
fn nothing_known_decides_nothing() {
    let score = compare(&Side::default(), &person("Ivan Petrov", "1961"));
    assert!(score.features.is_empty());
    assert_eq!(decide(&[score]), [Outcome::Undecided]);
    assert_eq!(decide(&[]), []);
}

#[test]
fn comparing_is_symmetric_and_a_probability() {
    let sides = [
        person("Ivan Petrov", "1961-03-02"),
        person("I. Petrov", "1961"),
        person("Петров Иван Сергеевич", "1972"),
        person("\u{202e}\u{0}", "never"),
        person(&"x".repeat(100_000), ""),
    ];
    for one in &sides {
        for other in &sides {
            let (there, back) = (compare(one, other), compare(other, one));
            assert!((there.probability - back.probability).abs() < 1e-4);
            assert!((0.0..=1.0).contains(&there.probability));
            let names = |score: &Score| -> Vec<&str> {
                score.features.iter().map(|feature| feature.name).collect()
            };
            assert_eq!(names(&there), names(&back));
        }
    }
}
