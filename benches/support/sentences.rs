//! Sentences, each with the statements that a curator reads off it.

use super::random::Random;
use super::world::{Thing, World};

/// A sentence of a source, and the lines that say the same.
pub struct Sentence {
    pub text: String,
    pub lines: Vec<String>,
}

const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A sentence that says something; `order` chooses what about, so that all kinds are equally common.
pub fn telling(world: &World, order: usize, random: &mut Random) -> Sentence {
    let (text, line) = match order % 10 {
        0..6 => between_entities(world, random),
        _ => value(world, random),
    };
    Sentence {
        text,
        lines: vec![line],
    }
}

/// A sentence that says two things.
pub fn telling_twice(world: &World, random: &mut Random) -> Sentence {
    let (person, company) = (random.pick(&world.people), random.pick(&world.companies));
    let (city, year) = (random.pick(&world.cities), random.between(1950, 2021));
    let (p, c, t) = (&person.name, &company.name, &city.name);
    Sentence {
        text: format!(
            "{p} joined {c} – “a house of the old school” – in {year}, when its seat was {t}."
        ),
        lines: vec![
            format!("{p} worksFor {c} since {year}"),
            format!("{c} seatedIn {t} in {year}"),
        ],
    }
}

fn between_entities(world: &World, random: &mut Random) -> (String, String) {
    let person = &random.pick(&world.people).name;
    let organization = &random.pick(&world.organizations).name;
    let company = &random.pick(&world.companies).name;
    let city = &random.pick(&world.cities).name;
    let topic = &random.pick(&world.topics).name;
    let state = state_time(random);
    let event = event_time(random);
    match random.below(12) {
        0 => (
            format!(
                "{person} has been on the rolls of the {organization} {}.",
                state.words
            ),
            format!(
                "{person} memberOf {organization} {}; capacity \"fellow\"",
                state.line
            ),
        ),
        1 => (
            format!(
                "The {organization} counted {company} among its members {}.",
                state.words
            ),
            format!(
                "{organization} hasMember {company} {}; confidence high",
                state.line
            ),
        ),
        2 => (
            format!("{person} was paid by the {organization} {}.", state.words),
            format!("{person} worksFor {organization} {}", state.line),
        ),
        3 => (
            format!(
                "{company} and the {organization} worked on {topic} {}.",
                state.words
            ),
            format!(
                "{company} partnersWith {organization} {}; purpose {topic}",
                state.line
            ),
        ),
        4 => {
            let country = &random.pick(&world.countries).name;
            (
                format!(
                    "The maps show {city} as a town of {country} {}.",
                    state.words
                ),
                format!("{city} locatedIn {country} {}", state.line),
            )
        }
        5 => (
            format!(
                "{}, {person} set up the {organization}.",
                capital(&event.words)
            ),
            format!(
                "{organization} foundedBy {person} {}; at {city}",
                event.line
            ),
        ),
        6 => {
            let congress = &random.pick(&world.congresses).name;
            (
                format!("{congress} met at {city} {}.", event.words),
                format!("{city} hosted {congress} {}", event.line),
            )
        }
        7 => (
            format!(
                "{person} lectured on {topic} {}, the minutes say.",
                event.words
            ),
            format!(
                "{person} spokeOn {topic} {}; at {city}; note \"from the minutes\"",
                event.line
            ),
        ),
        8 => (
            format!("The {organization} took over {company} {}.", event.words),
            format!(
                "{organization} acquired {company} {}; according to {person}",
                event.line
            ),
        ),
        9 => (
            format!("Nobody at {company} looked into {topic} {}.", state.words),
            format!("{company} not studies {topic} {}", state.line),
        ),
        10 => (
            format!(
                "It is rumoured that {person} wrote about {topic} {}.",
                state.words
            ),
            format!("{person} studies {topic} {}; unconfirmed", state.line),
        ),
        _ => (
            format!(
                "{company} kept an office with the {organization} {}.",
                state.words
            ),
            format!(
                "{company} affiliatedWith {organization} {}; confidence 0.8",
                state.line
            ),
        ),
    }
}

fn value(world: &World, random: &mut Random) -> (String, String) {
    let Thing {
        name: organization,
        id,
        ..
    } = random.pick(&world.organizations);
    let city = &random.pick(&world.cities).name;
    let year = random.between(1950, 2022);
    let number = random.between(20, 99_999);
    let state = state_time(random);
    match random.below(8) {
        0 => (
            format!(
                "The {organization} had {} members when {year} ended.",
                grouped(number)
            ),
            format!("{organization} memberCount {number} as of {year}-12"),
        ),
        1 => (
            format!(
                "The common land of {city} measured {number}.5 hectares {}.",
                state.words
            ),
            format!("{city} area {number}.5 ha {}", state.line),
        ),
        2 => (
            format!(
                "“By work no. {number}” was the motto of the {organization} {}.",
                state.words
            ),
            format!(
                "{organization} motto \"By work no. {number}\"@en {}",
                state.line
            ),
        ),
        3 => (
            format!("The {organization} is entered in the register as No. {number}/{year}."),
            format!("{organization} registryCode \"{number}/{year}\" as of publication"),
        ),
        4 => {
            let (day, month) = (random.between(1, 28), random.between(1, 12));
            let person = &random.pick(&world.people).name;
            (
                format!(
                    "{person} was born on {day} {} {year}, by the parish book.",
                    MONTHS[month - 1]
                ),
                format!("{person} bornOn {year}-{month:02}-{day:02}"),
            )
        }
        5 => {
            let congress = &random.pick(&world.congresses).name;
            (
                format!(
                    "In {year} as before, {congress} let in whoever had a ticket no. {number}."
                ),
                format!("{congress} openToPublic true in {year}"),
            )
        }
        6 => (
            format!("The {organization} has put page {number} of its reports on the web."),
            format!("{organization} website \"https://{id}.example/{number}\" as of publication"),
        ),
        _ => (
            format!(
                "The charter of the {organization} dates from the {}0s, file {number} has it.",
                year / 10
            ),
            format!("{organization} charterOf {}X", year / 10),
        ),
    }
}

/// A time in the words of a source, and in those of a line.
struct When {
    words: String,
    line: String,
}

fn state_time(random: &mut Random) -> When {
    let year = random.between(1950, 2008);
    let later = year + random.between(1, 12);
    let month = random.between(1, 12);
    let name = MONTHS[month - 1];
    let (words, line) = match random.below(9) {
        0 => (
            format!("since {name} {year}"),
            format!("since {year}-{month:02}"),
        ),
        1 => (format!("since about {year}"), format!("since about {year}")),
        2 => (
            format!("since {year} or earlier"),
            format!("since at least {year}"),
        ),
        3 => (format!("until {later}"), format!("until {later}")),
        4 => (
            format!("from {year} to {later}"),
            format!("from {year} to {later}"),
        ),
        5 => (
            format!("from {year} on, and no longer than {later}"),
            format!("since {year} until {later}"),
        ),
        6 => (format!("in {name} {year}"), format!("in {year}-{month:02}")),
        7 => (format!("all through {year}"), format!("throughout {year}")),
        _ => (
            format!("as the list of {name} {year} has it"),
            format!("as of {year}-{month:02}"),
        ),
    };
    When { words, line }
}

fn event_time(random: &mut Random) -> When {
    let year = random.between(1950, 2008);
    let later = year + random.between(1, 12);
    let (day, month) = (random.between(1, 28), random.between(1, 12));
    let name = MONTHS[month - 1];
    let (words, line) = match random.below(6) {
        0 => (
            format!("on {day} {name} {year}"),
            format!("on {year}-{month:02}-{day:02}"),
        ),
        1 => (format!("in {name} {year}"), format!("in {year}-{month:02}")),
        2 => (format!("in about {year}"), format!("in about {year}")),
        3 => (
            format!("between {year} and {later}"),
            format!("between {year} and {later}"),
        ),
        4 => (format!("before {year}"), format!("before {year}")),
        _ => (format!("after {year}"), format!("after {year}")),
    };
    When { words, line }
}

/// A number with a comma between thousands, as newspapers have it.
fn grouped(number: usize) -> String {
    match number {
        0..1000 => number.to_string(),
        _ => format!("{},{:03}", number / 1000, number % 1000),
    }
}

fn capital(words: &str) -> String {
    words[..1].to_uppercase() + &words[1..]
}

// --- What nobody reads a statement off ----------------------------------------------------------

const OPENINGS: &[&str] = &[
    "The committee noted",
    "Several letters suggest",
    "A later editor remarks",
    "It was widely held",
    "The minutes of the meeting record",
    "An unsigned article claims",
    "Those who were there remember",
    "The annual report admits",
];
const SUBJECTS: &[&str] = &[
    "the building by the old harbour",
    "a small library of maps and tables",
    "the winter session",
    "the second edition of the catalogue",
    "much of the correspondence",
    "the fund for travelling scholars",
    "the workshop behind the town hall",
    "a set of brass instruments",
];
const ENDINGS: &[&str] = &[
    "had to be given up for want of money",
    "found more friends abroad than at home",
    "was moved twice – once by night – and never catalogued",
    "outlived everybody who had planned it",
    "caused a long quarrel about who’s to pay for heating",
    "became “the talk of the town” for a season",
    "was lent out freely, and came back incomplete",
    "has since been rebuilt after the old drawings",
];

/// A sentence off which nothing is read.
pub fn filler(random: &mut Random) -> String {
    format!(
        "{} that {} {}, and that {} {}.",
        random.pick(OPENINGS),
        random.pick(SUBJECTS),
        random.pick(ENDINGS),
        random.pick(SUBJECTS),
        random.pick(ENDINGS),
    )
}
