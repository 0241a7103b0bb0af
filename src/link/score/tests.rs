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
}
