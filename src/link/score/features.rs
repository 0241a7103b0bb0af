//! The features in which two things are compared.

use std::collections::BTreeSet;

use super::date::{Agreement, agreement};
use super::weights as w;
use super::{Feature, Score, Side};
use crate::link::name::{Compared, Likeness, fold};

/// Of a thing with more names, or more of anything, the first are compared.
const MOST: usize = 64;

/// How likely two things are the same. The order of the two makes no difference.
pub fn compare(one: &Side, other: &Side) -> Score {
    let mut features = labels(one, other);
    features.extend(classes(one, other));
    features.extend(dates(one, other));
    features.extend(identifiers(one, other));
    features.extend(neighbours(one, other));
    let odds: f64 = w::PRIOR + features.iter().map(|feature| feature.weight).sum::<f64>();
    Score {
        probability: 1.0 / (1.0 + (-odds).exp()),
        features,
    }
}

/// The names that are most like each other.
fn labels(one: &Side, other: &Side) -> Vec<Feature> {
    let Some(best) = nearest(&one.names, &other.names) else {
        return Vec::new();
    };
    let value = f64::from(best.value);
    let weight = if best.value >= 1.0 {
        w::SAME_NAME
    } else {
        w::NEAR + w::UNLIKE * (1.0 - value - f64::from(best.missing)).max(0.0)
    };
    let mut features = vec![Feature {
        name: "label",
        value,
        weight,
    }];
    if best.initials {
        features.push(Feature {
            name: "initials",
            value: 1.0,
            weight: w::INITIALS,
        });
    }
    if best.missing > 0.0 {
        let value = f64::from(best.missing);
        features.push(Feature {
            name: "words",
            value,
            weight: w::MISSING * value,
        });
    }
    features
}

fn nearest(ours: &[String], theirs: &[String]) -> Option<Compared> {
    let folded = |names: &[String]| -> BTreeSet<String> {
        let folded = names.iter().take(MOST).map(|name| fold(name));
        folded.filter(|name| !name.is_empty()).collect()
    };
    let (ours, theirs) = (folded(ours), folded(theirs));
    let pairs = ours.iter().flat_map(|name| {
        let likeness = Likeness::new(name);
        theirs.iter().map(move |other| likeness.to(other))
    });
    pairs.max_by(|a, b| {
        a.value
            .total_cmp(&b.value)
            .then(b.initials.cmp(&a.initials))
    })
}

fn classes(one: &Side, other: &Side) -> Option<Feature> {
    if one.classes.is_empty() || other.classes.is_empty() {
        return None;
    }
    let shared = one
        .classes
        .iter()
        .any(|class| other.classes.contains(class));
    Some(Feature {
        name: "class",
        value: if shared { 1.0 } else { -1.0 },
        weight: if shared {
            w::SAME_CLASS
        } else {
            w::OTHER_CLASS
        },
    })
}

/// The dates of one kind that agree least: a date that excludes another is not made good by a third.
fn dates(one: &Side, other: &Side) -> Option<Feature> {
    let kinds: BTreeSet<&str> = one
        .dates
        .iter()
        .take(MOST)
        .map(|(kind, _)| kind.as_str())
        .collect();
    let best = |kind: &str| {
        let of = |side: &'_ Side| -> Vec<String> {
            let of_kind = side
                .dates
                .iter()
                .take(MOST)
                .filter(|(other, _)| other == kind);
            of_kind.map(|(_, date)| date.clone()).collect()
        };
        let (ours, theirs) = (of(one), of(other));
        let pairs = ours
            .iter()
            .flat_map(|date| theirs.iter().map(move |other| agreement(date, other)));
        pairs.flatten().max()
    };
    let agreement = kinds.into_iter().filter_map(best).min()?;
    let (value, weight) = match agreement {
        Agreement::Day => (1.0, w::SAME_DAY),
        Agreement::Same => (0.7, w::SAME_DATE),
        Agreement::Slipped => (0.3, w::SLIPPED_DATE),
        Agreement::Other => (-1.0, w::OTHER_DATE),
    };
    Some(Feature {
        name: "date",
        value,
        weight,
    })
}

/// Identifiers are the same but for case and signs, as `0000-0002-1825-0097` and `0000000218250097`.
fn identifiers(one: &Side, other: &Side) -> Option<Feature> {
    let read = |side: &Side| -> BTreeSet<(String, String)> {
        let pairs = side.identifiers.iter().take(MOST);
        pairs
            .map(|(kind, value)| {
                (
                    kind.clone(),
                    value
                        .chars()
                        .filter(|c| c.is_alphanumeric())
                        .flat_map(char::to_lowercase)
                        .collect(),
                )
            })
            .filter(|(_, value): &(String, String)| !value.is_empty())
            .collect()
    };
    let (ours, theirs) = (read(one), read(other));
    if ours.intersection(&theirs).next().is_some() {
        return Some(Feature {
            name: "identifier",
            value: 1.0,
            weight: w::SAME_IDENTIFIER,
        });
    }
    let is_other = ours
        .iter()
        .any(|(kind, _)| theirs.iter().any(|(other, _)| other == kind));
    is_other.then_some(Feature {
        name: "identifier",
        value: -1.0,
        weight: w::OTHER_IDENTIFIER,
    })
}

fn neighbours(one: &Side, other: &Side) -> Option<Feature> {
    let read = |side: &Side| -> BTreeSet<String> {
        side.neighbours
            .iter()
            .take(MOST)
            .map(|name| fold(name))
            .collect()
    };
    let (ours, theirs) = (read(one), read(other));
    let fewer = ours.len().min(theirs.len());
    if fewer == 0 {
        return None;
    }
    let shared = ours.intersection(&theirs).count();
    // There are at most 64.
    let value = shared as f64 / fewer as f64;
    Some(Feature {
        name: "neighbour",
        value,
        weight: if shared == 0 {
            w::OTHER_NEIGHBOUR
        } else {
            w::SAME_NEIGHBOUR * value.sqrt()
        },
    })
}
