//! Sentences, each with the statements that a curator reads off it.

use super::random::Random;
use super::reading::{Part, Reading, Value};
use super::world::{Thing, World};

/// A sentence of a source, and what it says.
pub struct Sentence {
    pub text: String,
    pub readings: Vec<Reading>,
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
    let (text, reading) = match order % 10 {
        0..6 => between_entities(world, random),
        _ => value(world, random),
    };
    Sentence {
        text,
        readings: vec![reading],
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
        readings: vec![
            Reading::new(p, "worksFor", Value::word(c)).time(&[("since", year.to_string())]),
            Reading::new(c, "seatedIn", Value::word(t)).time(&[("in", year.to_string())]),
        ],
    }
}

fn between_entities(world: &World, random: &mut Random) -> (String, Reading) {
    let person = &random.pick(&world.people).name;
    let organization = &random.pick(&world.organizations).name;
    let company = &random.pick(&world.companies).name;
    let city = &random.pick(&world.cities).name;
    let topic = &random.pick(&world.topics).name;
    let state = state_time(random);
    let event = event_time(random);
    let is = |subject, predicate, object: &String| {
        Reading::new(subject, predicate, Value::word(object)).time(&state.parts)
    };
    let was = |subject, predicate, object: &String| {
        Reading::new(subject, predicate, Value::word(object)).time(&event.parts)
    };
    match random.below(12) {
        0 => (
            format!(
                "{person} has been on the rolls of the {organization} as a fellow {}.",
                state.words
            ),
            is(person, "memberOf", organization).with("capacity", Value::text("fellow")),
        ),
        1 => (
            format!(
                "The {organization} counted {company} among its members {}.",
                state.words
            ),
            is(organization, "hasMember", company).with("confidence", Value::word("high")),
        ),
        2 => (
            format!("{person} was paid by the {organization} {}.", state.words),
            is(person, "worksFor", organization),
        ),
        3 => (
            format!(
                "{company} and the {organization} worked on {topic} {}.",
                state.words
            ),
            is(company, "partnersWith", organization).with("purpose", Value::word(topic)),
        ),
        4 => {
            let country = &random.pick(&world.countries).name;
            (
                format!(
                    "The maps show {city} as a town of {country} {}.",
                    state.words
                ),
                is(city, "locatedIn", country),
            )
        }
        5 => (
            format!(
                "{}, {person} set up the {organization} at {city}.",
                capital(&event.words)
            ),
            was(organization, "foundedBy", person).with("at", Value::word(city)),
        ),
        6 => {
            let congress = &random.pick(&world.congresses).name;
            (
                format!("{congress} met at {city} {}.", event.words),
                was(city, "hosted", congress),
            )
        }
        7 => (
            format!(
                "{person} lectured on {topic} at {city} {}, the minutes say.",
                event.words
            ),
            was(person, "spokeOn", topic)
                .with("at", Value::word(city))
                .with("note", Value::text("from the minutes")),
        ),
        8 => (
            format!("The {organization} took over {company} {}.", event.words),
            was(organization, "acquired", company).with("according_to", Value::word(person)),
        ),
        9 => (
            format!("Nobody at {company} looked into {topic} {}.", state.words),
            is(company, "studies", topic).denied(),
        ),
        10 => (
            format!(
                "It is rumoured that {person} wrote about {topic} {}.",
                state.words
            ),
            is(person, "studies", topic).with("status", Value::word("unconfirmed")),
        ),
        _ => (
            format!(
                "{company} kept an office with the {organization} {}.",
                state.words
            ),
            is(company, "affiliatedWith", organization).with("confidence", Value::word("0.8")),
        ),
    }
}

fn value(world: &World, random: &mut Random) -> (String, Reading) {
    let Thing {
        name: organization,
        id,
        ..
    } = random.pick(&world.organizations);
    let city = &random.pick(&world.cities).name;
    let year = random.between(1950, 2022);
    let number = random.between(20, 99_999);
    let state = state_time(random);
    let published = [("as_of", "publication".to_owned())];
    match random.below(8) {
        0 => (
            format!(
                "The {organization} had {} members when {year} ended.",
                grouped(number)
            ),
            Reading::new(
                organization,
                "memberCount",
                Value::Number(number.to_string(), None),
            )
            .time(&[("as_of", format!("{year}-12"))]),
        ),
        1 => (
            format!(
                "The common land of {city} measured {number}.5 hectares {}.",
                state.words
            ),
            Reading::new(
                city,
                "area",
                Value::Number(format!("{number}.5"), Some("ha")),
            )
            .time(&state.parts),
        ),
        2 => (
            format!(
                "“By work no. {number}” was the motto of the {organization} {}.",
                state.words
            ),
            Reading::new(
                organization,
                "motto",
                Value::Text(format!("By work no. {number}"), Some("en")),
            )
            .time(&state.parts),
        ),
        3 => (
            format!("The {organization} is entered in the register as No. {number}/{year}."),
            Reading::new(
                organization,
                "registryCode",
                Value::text(format!("{number}/{year}")),
            )
            .time(&published),
        ),
        4 => {
            let person = &random.pick(&world.people).name;
            let (year, month, day) = birthday(person);
            (
                format!(
                    "{person} was born on {day} {} {year}, by the parish book.",
                    MONTHS[month - 1]
                ),
                Reading::new(
                    person,
                    "bornOn",
                    Value::word(format!("{year}-{month:02}-{day:02}")),
                ),
            )
        }
        5 => {
            let congress = &random.pick(&world.congresses).name;
            (
                format!(
                    "In {year} as before, {congress} let in whoever had a ticket no. {number}."
                ),
                Reading::new(congress, "openToPublic", Value::word("true"))
                    .time(&[("in", year.to_string())]),
            )
        }
        6 => (
            format!("The {organization} has put page {number} of its reports on the web."),
            Reading::new(
                organization,
                "website",
                Value::text(format!("https://{id}.example/{number}")),
            )
            .time(&published),
        ),
        _ => (
            format!(
                "The charter of the {organization} dates from the {}0s, file {number} has it.",
                year / 10
            ),
            Reading::new(
                organization,
                "charterOf",
                Value::word(format!("{}X", year / 10)),
            ),
        ),
    }
}

/// A time in the words of a source, and as a statement has it.
struct When {
    words: String,
    parts: Vec<Part>,
}

fn state_time(random: &mut Random) -> When {
    let year = random.between(1950, 2008);
    let later = year + random.between(1, 12);
    let month = random.between(1, 12);
    let name = MONTHS[month - 1];
    let to = |keyword, year: usize| (keyword, year.to_string());
    let (words, parts) = match random.below(9) {
        0 => (
            format!("since {name} {year}"),
            vec![("since", format!("{year}-{month:02}"))],
        ),
        1 => (
            format!("since about {year}"),
            vec![("since", format!("about {year}"))],
        ),
        2 => (
            format!("since {year} or earlier"),
            vec![("since", format!("at least {year}"))],
        ),
        3 => (format!("until {later}"), vec![to("until", later)]),
        4 => (
            format!("from {year} to {later}"),
            vec![to("from", year), to("to", later)],
        ),
        5 => (
            format!("from {year} on, and no longer than {later}"),
            vec![to("since", year), to("until", later)],
        ),
        6 => (
            format!("in {name} {year}"),
            vec![("in", format!("{year}-{month:02}"))],
        ),
        7 => (format!("all through {year}"), vec![to("throughout", year)]),
        _ => (
            format!("as the list of {name} {year} has it"),
            vec![("as_of", format!("{year}-{month:02}"))],
        ),
    };
    When { words, parts }
}

fn event_time(random: &mut Random) -> When {
    let year = random.between(1950, 2008);
    let later = year + random.between(1, 12);
    let (day, month) = (random.between(1, 28), random.between(1, 12));
    let name = MONTHS[month - 1];
    let (words, parts) = match random.below(6) {
        0 => (
            format!("on {day} {name} {year}"),
            vec![("on", format!("{year}-{month:02}-{day:02}"))],
        ),
        1 => (
            format!("in {name} {year}"),
            vec![("in", format!("{year}-{month:02}"))],
        ),
        2 => (
            format!("in about {year}"),
            vec![("in", format!("about {year}"))],
        ),
        3 => (
            format!("between {year} and {later}"),
            vec![("between", year.to_string()), ("and", later.to_string())],
        ),
        4 => (format!("before {year}"), vec![("before", year.to_string())]),
        _ => (format!("after {year}"), vec![("after", year.to_string())]),
    };
    When { words, parts }
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

/// When a person was born, whoever tells it.
fn birthday(person: &str) -> (usize, usize, usize) {
    let seed = person
        .bytes()
        .fold(0, |seed: u64, byte| seed.wrapping_mul(31) + u64::from(byte));
    let mut random = Random::new(seed);
    let year = random.between(1900, 2000);
    (year, random.between(1, 12), random.between(1, 28))
}
