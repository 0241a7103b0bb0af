//! A million labels made of real names, and noisy names of which it is known whose they are.
//!
//! People are made of first and last names as often as they come, organisations of last names, places and lines of
//! business, and places are those of GeoNames. No two records have the same label, so that each noisy name has one right answer; an initial
//! may fit several all the same. What is made depends on nothing but the seed, the sizes and the lists.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::Outcome;
use crate::noise::{KINDS, Kind, Spoilt};
use crate::random::Random;

const SEED: u64 = 20_261_128;

const BUSINESS: &[&str] = &[
    "Logistics",
    "Consulting",
    "Engineering",
    "Textiles",
    "Pharma",
    "Energy",
    "Shipping",
    "Insurance",
    "Steel",
    "Foods",
    "Electronics",
    "Media",
    "Construction",
    "Mining",
    "Chemicals",
    "Software",
    "Trading",
    "Airlines",
    "Brewery",
    "Motors",
];
const FORMS: &[&str] = &[
    "Ltd", "GmbH", "Inc", "S.A.", "LLC", "AG", "B.V.", "Oy", "S.p.A.", "Co",
];

/// The lists that names are made of.
pub struct Lists {
    first: Vec<String>,
    last: Vec<String>,
    nicknames: Vec<(String, String)>,
    /// The name of each place, and its other names.
    places: Vec<(String, Vec<String>)>,
}

impl Lists {
    pub fn read(folder: &Path) -> Outcome<Self> {
        let lines = |name: &str| -> Outcome<Vec<String>> {
            let path = folder.join(name);
            let text = fs::read_to_string(&path)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            Ok(text.lines().map(str::to_owned).collect())
        };
        let pair = |line: String| {
            line.split_once('\t')
                .map(|(one, other)| (one.to_owned(), other.to_owned()))
        };
        let place = |line: String| {
            let cells: Vec<&str> = line.split('\t').collect();
            let others = cells.get(2)?.split('|').filter(|name| !name.is_empty());
            Some((
                (*cells.get(1)?).to_owned(),
                others.map(str::to_owned).collect(),
            ))
        };
        Ok(Self {
            first: lines("names/first.txt")?,
            last: lines("names/last.txt")?,
            nicknames: lines("names/nicknames.tsv")?
                .into_iter()
                .filter_map(pair)
                .collect(),
            places: lines("places.tsv")?.into_iter().filter_map(place).collect(),
        })
    }
}

/// A record and its labels, the first of which is its name.
struct Record {
    labels: Vec<String>,
    is_person: bool,
}

/// Writes `labels.tsv` (record, label) and `queries.tsv` (record, kind of noise, name).
pub fn write(lists: &Lists, labels: usize, queries: usize, folder: &Path) -> Outcome<()> {
    let mut random = Random::new(SEED);
    let records = records(lists, labels, &mut random);
    let mut text = String::new();
    for (number, record) in records.iter().enumerate() {
        for label in &record.labels {
            writeln!(text, "{number}\t{label}")?;
        }
    }
    fs::write(folder.join("labels.tsv"), text)?;
    let mut text = String::new();
    let mut asked = 0;
    while asked < queries {
        let kind = Kind::any(&mut random);
        let mut spoilt = None;
        while spoilt.is_none() {
            let at = random.below(records.len());
            spoilt = spoil(&records[at], kind, &mut random).map(|name| (at, name));
        }
        if let Some((at, name)) = spoilt {
            writeln!(text, "{at}\t{}\t{name}", kind.name())?;
            asked += 1;
        }
    }
    fs::write(folder.join("queries.tsv"), text)?;
    debug_assert!(KINDS.iter().map(|(_, share)| share).sum::<usize>() == 100);
    Ok(())
}

fn spoil(record: &Record, kind: Kind, random: &mut Random) -> Option<String> {
    let label = match (kind, record.labels.as_slice()) {
        (Kind::Alias, [_, others @ ..]) if !others.is_empty() => random.pick(others),
        (Kind::Alias, _) => return None,
        (Kind::Initials, _) if !record.is_person => return None,
        (_, labels) => labels.first()?,
    };
    Spoilt::new(label).with(kind, random)
}

fn records(lists: &Lists, labels: usize, random: &mut Random) -> Vec<Record> {
    let mut known = HashSet::with_capacity(labels);
    let mut records = Vec::new();
    while known.len() < labels {
        let mut record = match random.below(100) {
            0..60 => person(lists, random),
            60..85 => organisation(lists, random),
            _ => place(lists, random),
        };
        record.labels.retain(|label| {
            known.len() < labels && !label.contains('\t') && known.insert(label.to_lowercase())
        });
        if !record.labels.is_empty() {
            records.push(record);
        }
    }
    records
}

fn person(lists: &Lists, random: &mut Random) -> Record {
    let last = random.pick(&lists.last);
    let first = common(&lists.first, random);
    let middle = random.percent(25).then(|| common(&lists.first, random));
    let full = |first: &str| match middle {
        Some(middle) => format!("{first} {middle} {last}"),
        None => format!("{first} {last}"),
    };
    let mut labels = vec![full(first)];
    let nicks: Vec<_> = lists
        .nicknames
        .iter()
        .filter(|(name, _)| name == first)
        .collect();
    if !nicks.is_empty() {
        labels.push(full(&random.pick(&nicks).1));
    }
    Record {
        labels,
        is_person: true,
    }
}

/// Names at the beginning of a list are more frequent.
fn common<'l>(list: &'l [String], random: &mut Random) -> &'l String {
    let end = random.between(1, list.len());
    &list[random.below(end)]
}

fn organisation(lists: &Lists, random: &mut Random) -> Record {
    let business = random.pick(BUSINESS);
    let form = random.pick(FORMS);
    let last = random.pick(&lists.last);
    let label = match random.below(3) {
        0 => format!("{last} & {} {form}", random.pick(&lists.last)),
        1 => format!("{} {business} {form}", random.pick(&lists.places).0),
        _ => format!("{last} {business} {form}"),
    };
    Record {
        labels: vec![label],
        is_person: false,
    }
}

fn place(lists: &Lists, random: &mut Random) -> Record {
    let (name, others) = random.pick(&lists.places);
    let mut labels = vec![name.clone()];
    labels.extend(others.iter().take(3).cloned());
    Record {
        labels,
        is_person: false,
    }
}
