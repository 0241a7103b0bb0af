//! Proposals as they are written: a mapping set of its own, which is no input of a build.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::LinkError;
use super::decisions::{End, State};
use super::linking::Linking;
use super::score::{Feature, OF_NAMES, Outcome, Score};
use crate::edit::{self, Change};
use crate::project::DatasetSettings;
use crate::sssom::{MappingSet, PROPOSED};

/// That two things may be the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    pub subject: End,
    pub object: End,
    /// How likely they are the same, from 0 to 1.
    pub confidence: f64,
    /// How like their names are, from 0 to 1.
    pub similarity: f64,
    pub outcome: Outcome,
    /// How many candidates are as likely, this one among them.
    pub tied: usize,
    /// What it rests on: features with their values, in a fixed order.
    pub features: Vec<(String, String)>,
    /// The entities that are linked with the same thing already.
    pub taken: Vec<String>,
}

const OUTCOMES: [(Outcome, &str); 4] = [
    (Outcome::Same, "same"),
    (Outcome::Probable, "probable"),
    (Outcome::Undecided, "undecided"),
    (Outcome::Other, "other"),
];

/// An outcome in a word.
pub fn word(outcome: Outcome) -> &'static str {
    let found = OUTCOMES.iter().find(|(known, _)| *known == outcome);
    found.map_or("other", |(_, word)| word)
}

impl Proposal {
    /// What a score rests on, each with what it adds.
    pub fn features(score: &Score) -> Vec<(String, String)> {
        let feature = |feature: &Feature| (feature.name.to_owned(), feature.said());
        score.features.iter().map(feature).collect()
    }

    /// What it rests on, in a line.
    pub fn grounds(&self) -> String {
        let features = self.features.iter();
        let features = features.map(|(name, said)| format!("{name} {said}"));
        features.collect::<Vec<_>>().join(", ")
    }

    fn other(&self) -> String {
        let mut pairs = vec![format!("outcome: {}", word(self.outcome))];
        if self.tied > 1 {
            pairs.push(format!("tied: {}", self.tied));
        }
        pairs.extend(self.taken.iter().map(|entity| format!("taken: {entity}")));
        let features = self.features.iter();
        pairs.extend(features.map(|(name, said)| format!("{name}: {said}")));
        pairs.join(" | ")
    }

    fn read(set: &MappingSet, row: usize) -> Option<Proposal> {
        let mapping = set.mapping(row);
        let end = |id: &str, label: Option<&str>| {
            Some(End {
                iri: set.expand(id)?,
                label: label.unwrap_or_default().to_owned(),
            })
        };
        let mut proposal = Proposal {
            subject: end(mapping.subject, mapping.subject_label)?,
            object: end(mapping.object, mapping.object_label)?,
            confidence: mapping.confidence.unwrap_or_default(),
            similarity: mapping.similarity_score.unwrap_or_default(),
            outcome: Outcome::Undecided,
            tied: 1,
            features: Vec::new(),
            taken: Vec::new(),
        };
        for pair in set.get(row, "other").unwrap_or_default().split(" | ") {
            let Some((key, value)) = pair.split_once(": ") else {
                continue;
            };
            match key {
                "outcome" => {
                    let known = OUTCOMES.iter().find(|(_, word)| *word == value);
                    proposal.outcome = known.map_or(Outcome::Undecided, |(outcome, _)| *outcome);
                }
                "tied" => proposal.tied = value.parse().unwrap_or(1),
                "taken" => proposal.taken.push(value.to_owned()),
                _ => proposal.features.push((key.to_owned(), value.to_owned())),
            }
        }
        Some(proposal)
    }
}

/// Where they stand, from the project's root.
pub fn path(settings: &DatasetSettings) -> String {
    format!("data/mappings/{}{PROPOSED}", settings.name)
}

/// Writes the proposals in the place of those that were there; whether that changed anything.
pub fn write(
    linking: &Linking,
    settings: &DatasetSettings,
    proposals: &[Proposal],
) -> Result<bool, LinkError> {
    let name = format!("{}.proposed", settings.name);
    let mut set = linking.new_set(&name, Some(settings));
    let ends = |it: &Proposal| (set.shorten(&it.subject.iri), set.shorten(&it.object.iri));
    let mut rows: Vec<_> = proposals.iter().map(|it| (ends(it), it)).collect();
    rows.sort_by(|(a, _), (b, _)| a.cmp(b));
    for ((subject, object), proposal) in rows {
        let is_by_name = proposal
            .features
            .iter()
            .all(|(name, _)| OF_NAMES.contains(&name.as_str()));
        let justification = match is_by_name {
            true => "semapv:LexicalMatching",
            false => "semapv:CompositeMatching",
        };
        let (confidence, similarity) = (
            format!("{:.3}", proposal.confidence),
            format!("{:.3}", proposal.similarity),
        );
        let other = proposal.other();
        set.push(
            [
                ("subject_id", subject.as_str()),
                ("subject_label", proposal.subject.label.as_str()),
                ("predicate_id", settings.predicate.curie()),
                ("object_id", object.as_str()),
                ("object_label", proposal.object.label.as_str()),
                ("mapping_justification", justification),
                ("mapping_tool", "citable"),
                ("mapping_tool_version", env!("CARGO_PKG_VERSION")),
                ("confidence", confidence.as_str()),
                ("similarity_score", similarity.as_str()),
                ("other", other.as_str()),
            ]
            .into_iter()
            .filter(|(_, value)| !value.is_empty()),
        );
    }
    let after = set.write();
    let path = path(settings);
    let before = text(&linking.root.join(&path))?;
    if before.as_ref() == Some(&after) {
        return Ok(false);
    }
    let change = Change {
        path,
        before,
        after,
    };
    edit::write(linking.root, &[change])?;
    Ok(true)
}

/// Reads the proposals of the last run that were not rejected since, by the IRI of the entity, the likeliest first. An entity
/// of which none is left is not among them.
pub fn read(
    linking: &Linking,
    settings: &DatasetSettings,
    states: &BTreeMap<String, State>,
) -> Result<BTreeMap<String, Vec<Proposal>>, LinkError> {
    let mut proposals: BTreeMap<String, Vec<Proposal>> = BTreeMap::new();
    let Some(text) = text(&linking.root.join(path(settings)))? else {
        return Ok(proposals);
    };
    let (set, _) = MappingSet::read(&text);
    let is_live = |proposal: &Proposal| {
        let state = states.get(&proposal.subject.iri);
        !state.is_some_and(|state| state.rejected.contains(&proposal.object.iri))
    };
    let read = (0..set.len()).filter_map(|row| Proposal::read(&set, row));
    for proposal in read.filter(is_live) {
        let of = proposals.entry(proposal.subject.iri.clone()).or_default();
        of.push(proposal);
    }
    for of in proposals.values_mut() {
        of.sort_by(|a, b| {
            let order = b.confidence.total_cmp(&a.confidence);
            order.then_with(|| a.object.iri.cmp(&b.object.iri))
        });
    }
    Ok(proposals)
}

/// The text of a file that need not be there.
pub fn text(path: &Path) -> Result<Option<String>, LinkError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(LinkError::read(path, cause)),
    }
}
