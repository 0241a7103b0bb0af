//! The entities of a generated project: people, organizations, places, congresses and topics.

use std::collections::HashSet;
use std::fmt::Write;

use super::random::Random;
use super::reading::cell;

const FIRST: &[&str] = &[
    "Ada",
    "Bela",
    "Clara",
    "David",
    "Edith",
    "Fatima",
    "Greta",
    "Hana",
    "Ivo",
    "Jonas",
    "Karin",
    "Lev",
    "Mira",
    "Nils",
    "Olga",
    "Pavel",
    "Quentin",
    "Rosa",
    "Sven",
    "Tomas",
    "Ursula",
    "Vera",
    "Walter",
    "Xenia",
    "Yusuf",
    "Zoe",
    "Jürgen",
    "Łucja",
    "Øystein",
    "Анна",
    "Ελένη",
];
const START: &[&str] = &[
    "Bar", "Cal", "Dren", "El", "Far", "Gol", "Hav", "Jar", "Kel", "Lor", "Mar", "Nor", "Ost",
    "Pel", "Quar", "Ros", "Sel", "Tor", "Ul", "Ves", "Wal", "Yar", "Zor",
];
const MIDDLE: &[&str] = &[
    "a", "be", "di", "go", "ka", "li", "mo", "ne", "ra", "si", "ta", "vo",
];
const END: &[&str] = &[
    "berg", "dal", "ford", "grad", "ham", "kov", "lund", "mar", "nes", "rin", "stad", "vik",
];
const KIND: &[&str] = &[
    "Institute",
    "Council",
    "Academy",
    "Union",
    "League",
    "Chamber",
    "Foundation",
    "Society",
];
const TRADE: &[&str] = &[
    "Shipping",
    "Optics",
    "Foundry",
    "Press",
    "Instruments",
    "Textiles",
    "Motors",
];
const FIELD: &[&str] = &[
    "tidal", "polar", "alpine", "coastal", "urban", "solar", "marine", "rural",
];
const MATTER: &[&str] = &[
    "archives",
    "forestry",
    "navigation",
    "metrology",
    "drainage",
    "printing",
    "surveying",
];

/// An entity: its name, and the slug in its IRI.
pub struct Thing {
    pub name: String,
    pub id: String,
    class: &'static str,
}

/// Everything that statements are about.
pub struct World {
    pub people: Vec<Thing>,
    pub organizations: Vec<Thing>,
    pub companies: Vec<Thing>,
    pub cities: Vec<Thing>,
    pub countries: Vec<Thing>,
    pub congresses: Vec<Thing>,
    pub topics: Vec<Thing>,
}

impl World {
    /// A world of about `size` entities.
    pub fn new(size: usize, random: &mut Random) -> World {
        let mut names = Names {
            random,
            taken: HashSet::new(),
            count: 0,
        };
        let part = |percent: usize| (size * percent / 100).max(3);
        World {
            people: names.several(part(40), "Person", |random| {
                format!("{} {}", random.pick(FIRST), word(random))
            }),
            organizations: names.several(part(22), "Organization", |random| {
                format!(
                    "{} {} of {}",
                    word(random),
                    random.pick(KIND),
                    title(random.pick::<&str>(MATTER))
                )
            }),
            companies: names.several(part(14), "Company", |random| {
                format!("{} {}", word(random), random.pick(TRADE))
            }),
            cities: names.several(part(12), "City", word),
            countries: names.several(part(3), "Country", |random| format!("{}ia", word(random))),
            congresses: names.several(part(5), "Congress", |random| {
                format!("{} Congress {}", word(random), random.between(1950, 2020))
            }),
            topics: names.several(part(4), "Topic", |random| {
                format!(
                    "{} {} {}",
                    random.pick(FIELD),
                    random.pick(MATTER),
                    word(random)
                )
            }),
        }
    }

    fn things(&self) -> impl Iterator<Item = &Thing> {
        [
            &self.people,
            &self.organizations,
            &self.companies,
            &self.cities,
            &self.countries,
            &self.congresses,
            &self.topics,
        ]
        .into_iter()
        .flatten()
    }

    /// Registers that declare everything, each at most `size` entities.
    pub fn registers(&self, size: usize) -> impl Iterator<Item = Register<'_>> {
        let things: Vec<&Thing> = self.things().collect();
        let chunks: Vec<Vec<&Thing>> = things.chunks(size).map(<[_]>::to_vec).collect();
        chunks
            .into_iter()
            .enumerate()
            .map(move |(number, things)| Register {
                number,
                first: number * size,
                things,
            })
    }
}

/// Entities that are declared in one file.
pub struct Register<'a> {
    number: usize,
    /// The number of its first entity.
    first: usize,
    things: Vec<&'a Thing>,
}

impl Register<'_> {
    /// As Markdown, a bullet each.
    pub fn register(&self) -> String {
        let mut text = format!("# Register {}\n\n", self.number);
        for (at, thing) in self.things.iter().enumerate() {
            declare(thing, self.first + at, &mut text);
        }
        text
    }

    /// As a table, a row each.
    pub fn table(&self) -> String {
        let mut text = "id\tname\tclass\talso\tlabel@ru\tdescribed\tsame_as\n".to_owned();
        for (at, thing) in self.things.iter().enumerate() {
            row(thing, self.first + at, &mut text);
        }
        text
    }
}

/// What is said of an entity, beside its name, id and class.
struct Sayings {
    also: String,
    label: Option<String>,
    described: Option<String>,
    same: Option<String>,
}

impl Sayings {
    fn of(name: &str, number: usize) -> Self {
        let every = |nth| number.is_multiple_of(nth);
        Self {
            also: alias(name, number),
            label: every(3).then(|| format!("{name} (по-русски)")),
            described: every(4)
                .then(|| format!("What the sources call {name},\n  as far as they agree.")),
            same: every(2).then(|| format!("wikidata:Q{}", 1000 + number)),
        }
    }
}

fn declare(thing: &Thing, number: usize, text: &mut String) {
    let Thing { name, id, class } = thing;
    let said = Sayings::of(name, number);
    let article = if class.starts_with('O') { "an" } else { "a" };
    let _ = write!(
        text,
        "- {name} is {article} {class}; id {id}; also \"{}\"",
        said.also
    );
    if let Some(label) = said.label {
        let _ = write!(text, "; label \"{label}\"@ru");
    }
    if let Some(described) = said.described {
        let _ = write!(text, "; described \"{described}\"");
    }
    if let Some(same) = said.same {
        let _ = write!(text, "; same as {same}");
    }
    text.push('\n');
}

fn row(thing: &Thing, number: usize, text: &mut String) {
    let Thing { name, id, class } = thing;
    let said = Sayings::of(name, number);
    let described = said.described.unwrap_or_default().replace("\n  ", " ");
    let _ = writeln!(
        text,
        "{id}\t{name}\t{class}\t{}\t{}\t{}\t{}",
        said.also,
        said.label.unwrap_or_default(),
        cell(&described),
        said.same.unwrap_or_default(),
    );
}

/// The initials of a name, and a number that makes them unique.
fn alias(name: &str, number: usize) -> String {
    let initials: String = name
        .split(' ')
        .filter_map(|word| word.chars().next())
        .collect();
    format!("{initials}-{number}")
}

struct Names<'a> {
    random: &'a mut Random,
    taken: HashSet<String>,
    count: usize,
}

impl Names<'_> {
    fn several(
        &mut self,
        count: usize,
        class: &'static str,
        name: impl Fn(&mut Random) -> String,
    ) -> Vec<Thing> {
        (0..count).map(|_| self.one(class, &name)).collect()
    }

    fn one(&mut self, class: &'static str, name: impl Fn(&mut Random) -> String) -> Thing {
        loop {
            let name = name(self.random);
            if self.taken.insert(name.clone()) {
                self.count += 1;
                let id = format!("{}-{}", class.to_lowercase(), self.count);
                return Thing { name, id, class };
            }
        }
    }
}

/// A word that could be a place or a family name.
fn word(random: &mut Random) -> String {
    let middle: String = (0..random.between(1, 3))
        .map(|_| *random.pick::<&str>(MIDDLE))
        .collect();
    format!("{}{middle}{}", random.pick(START), random.pick(END))
}

fn title(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}
