//! In what two statements differ that are taken for the same.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::Serialize;

use super::entity::Renamed;
use super::notation;
use super::pair;
use super::quotation::Quoted;
use super::reading::Reading;
use super::room::{Changed, Touched};
use super::side::{self, Side, Sides};
use super::statement::Statement;
use crate::store::StoreError;

/// One respect in which a statement differs, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct What {
    pub kind: Kind,
    pub before: Vec<String>,
    pub after: Vec<String>,
}

/// The respects in which a statement can differ, as they are shown one after another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The triple itself, under one `^id`.
    Content,
    Time,
    /// The days that follow from the time, and not the time itself.
    Bounds,
    Qualifiers,
    /// What its subject or object is called, as it was merged or has another id.
    Entity,
    Evidence,
    /// In which dossiers and tables it is read.
    Reading,
    Status,
    Rank,
    Deprecated,
    Confidence,
    AccordingTo,
    Because,
    See,
    Note,
    Curator,
    Id,
    Other,
}

impl Kind {
    /// What it is called in the texts for people.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Content => "statement",
            Kind::Time => "time",
            Kind::Bounds => "days",
            Kind::Qualifiers => "qualifiers",
            Kind::Entity => "entity",
            Kind::Evidence => "evidence",
            Kind::Reading => "read in",
            Kind::Status => "status",
            Kind::Rank => "rank",
            Kind::Deprecated => "deprecated because",
            Kind::Confidence => "confidence",
            Kind::AccordingTo => "according to",
            Kind::Because => "because",
            Kind::See => "see",
            Kind::Note => "note",
            Kind::Curator => "curator",
            Kind::Id => "IRI",
            Kind::Other => "otherwise",
        }
    }
}

/// In what two statements differ that are taken for the same.
pub fn all(
    before: &Statement,
    after: &Statement,
    renamed: &Renamed,
    sides: Sides,
) -> Result<Vec<What>, StoreError> {
    let mut what = Vec::new();
    let mut tell = |kind, before: Vec<String>, after: Vec<String>| {
        if before != after {
            what.push(What {
                kind,
                before,
                after,
            });
        }
    };
    let (old, new) = (&before.said, &after.said);
    if pair::key(old, renamed) != pair::key(new, renamed) {
        tell(
            Kind::Content,
            vec![before.line.clone()],
            vec![after.line.clone()],
        );
    } else {
        let (before, after) = (ends(before, sides.before), ends(after, sides.after));
        let other = before
            .into_iter()
            .zip(after)
            .filter(|(before, after)| before != after);
        let (before, after) = other.unzip();
        tell(Kind::Entity, before, after);
    }
    if old.time != new.time {
        let phrase = |said| notation::time(said).into_iter().collect();
        tell(Kind::Time, phrase(old), phrase(new));
    } else {
        tell(Kind::Bounds, days(before), days(after));
    }
    tell(
        Kind::Qualifiers,
        notation::roles(old, sides.before)?,
        notation::roles(new, sides.after)?,
    );
    let [lost, gained] = evidence(before, after);
    tell(Kind::Evidence, lost, gained);
    what.extend(of_readings(&before.readings, &after.readings));
    if what.is_empty() && before.iri != after.iri {
        let iri = |statement: &Statement| statement.iri.clone().into_iter().collect();
        what.push(What {
            kind: Kind::Id,
            before: iri(before),
            after: iri(after),
        });
    }
    Ok(what)
}

/// The IRIs of a statement's subject and object; of a value there is none.
fn ends(statement: &Statement, side: &Side) -> [String; 2] {
    let triple = &statement.said.triple;
    let short = |term: &oxrdf::Term| {
        let iri = side::iri(term);
        iri.map_or(String::new(), |iri| side.short(iri))
    };
    [short(&triple.subject.clone().into()), short(&triple.object)]
}

/// The days between which a statement began and ceased to hold, in words.
fn days(statement: &Statement) -> Vec<String> {
    let day = |name: &str| {
        let mut bounds = statement.said.bounds.iter();
        bounds.find_map(|(bound, day)| (bound == name).then_some(day.as_str()))
    };
    let between = |word: &str, earliest: Option<&str>, latest: Option<&str>| {
        let known = earliest.is_some() || latest.is_some();
        let (earliest, latest) = (earliest.unwrap_or_default(), latest.unwrap_or_default());
        known.then(|| format!("{word} {earliest}..{latest}"))
    };
    let began = between("began", day("startEarliest"), day("startLatest"));
    let ended = between("ended", day("endEarliest"), day("endLatest"));
    began.into_iter().chain(ended).collect()
}

/// The evidence that only the one or only the other statement has.
fn evidence(before: &Statement, after: &Statement) -> [Vec<String>; 2] {
    let only = |mine: &Statement, other: &Statement| {
        let said = |quoted: &Quoted| {
            (
                quoted.source.clone(),
                quoted.words.clone(),
                quoted.locator.clone(),
            )
        };
        let known: HashSet<_> = other.quotations.iter().map(said).collect();
        let has = |quoted: &&Quoted| !known.contains(&said(quoted));
        let quotations = mine.quotations.iter().filter(has).map(Quoted::cited);
        let premises = mine.premises.iter();
        let premises = premises.filter(|premise| !other.premises.contains(premise));
        let premises = premises.map(|premise| format!("inferred from {premise}"));
        quotations.chain(premises).collect()
    };
    [only(before, after), only(after, before)]
}

impl Quoted {
    /// The words, and where they stand.
    pub fn cited(&self) -> String {
        let place = self.locator.iter().map(|locator| format!(", {locator}"));
        let place: String = place.collect();
        format!("“{}” ({}{place})", self.words, self.title)
    }
}

/// In what the readings of a statement differ.
fn of_readings(before: &[Reading], after: &[Reading]) -> Vec<What> {
    let mut gone: Vec<&Reading> = Vec::new();
    let mut new: Vec<&Reading> = after.iter().collect();
    let mut pairs = Vec::new();
    for reading in before {
        match new.iter().position(|other| other.iri == reading.iri) {
            Some(at) => pairs.push((reading, new.remove(at))),
            None => gone.push(reading),
        }
    }
    gone.retain(|reading| {
        let same = new
            .iter()
            .position(|other| other.container == reading.container);
        same.map(|at| pairs.push((reading, new.remove(at))))
            .is_none()
    });
    let mut what: BTreeMap<Kind, What> = BTreeMap::new();
    let mut tell = |kind, before: Vec<String>, after: Vec<String>| {
        let entry = what.entry(kind).or_insert(What {
            kind,
            before: Vec::new(),
            after: Vec::new(),
        });
        entry.before.extend(before);
        entry.after.extend(after);
    };
    let is_several = pairs.len() > 1;
    for (before, after) in pairs {
        let told = |texts: Vec<String>| match is_several {
            true => texts
                .into_iter()
                .map(|text| format!("{text} ({})", after.container))
                .collect(),
            false => texts,
        };
        let kinds: BTreeSet<Kind> = before
            .says
            .keys()
            .chain(after.says.keys())
            .copied()
            .collect();
        for kind in kinds {
            let (old, new) = (before.says.get(&kind), after.says.get(&kind));
            if old != new {
                let none = Vec::new();
                let (old, new) = (old.unwrap_or(&none), new.unwrap_or(&none));
                tell(kind, told(only(old, new)), told(only(new, old)));
            }
        }
    }
    let containers = |readings: Vec<&Reading>| {
        let containers = readings.iter().map(|reading| reading.container.clone());
        containers.collect::<Vec<_>>()
    };
    if !gone.is_empty() || !new.is_empty() {
        tell(Kind::Reading, containers(gone), containers(new));
    }
    what.into_values().collect()
}

/// The texts that the other list doesn't have.
fn only(mine: &[String], other: &[String]) -> Vec<String> {
    let own = mine.iter().filter(|text| !other.contains(text));
    own.cloned().collect()
}

/// What differs of a statement that is none of the above, by the properties.
pub fn otherwise(statement: &Statement, touched: &Touched, sides: Sides) -> Option<What> {
    let quads = touched.statements.get(statement.iri.as_ref()?)?;
    let of = |added, side: &Side| {
        let of = |changed: &&Changed| changed.added == added;
        let words = quads.iter().filter(of).map(|changed| {
            let value = side.words_of(&changed.object).unwrap_or_default();
            format!("{} {value}", side.short(changed.predicate.as_str()))
        });
        words.collect::<Vec<_>>()
    };
    let (before, after) = (of(false, sides.before), of(true, sides.after));
    (before != after).then_some(What {
        kind: Kind::Other,
        before,
        after,
    })
}
