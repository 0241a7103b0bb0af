//! Proposals by a reconciliation service: what it offers is compared as all else is, and its own score is told beside it.

use super::LinkError;
use super::linking::Linking;
use super::proposals::Proposal;
use super::propose::{Proposer, open};
use super::side;
use crate::dataset::{Record, Text};
use crate::project::DatasetSettings;
use crate::reconcile::client::{Cache, Event, Mode, Service, reconcile};
use crate::reconcile::message::{Candidate, Query};

/// How many candidates are wanted.
const WANTED: usize = 10;

/// Proposes for the entities about which nothing is decided, in the order of their IRIs.
pub fn propose(
    linking: &Linking,
    settings: &DatasetSettings,
    url: &str,
    mode: Mode,
    tell: &dyn Fn(Event),
) -> Result<Vec<Proposal>, LinkError> {
    let states = linking.decisions(settings)?.states();
    let entities = open(linking, settings, &states)?;
    if entities.is_empty() {
        return Ok(Vec::new());
    }
    let cache = Cache::of(linking.root);
    let service = Service::open(url, &cache, mode, tell)?;
    let classes = side::classes(settings, &linking.terms)?;
    let ids = |class: &String| {
        let types = classes.get(class).into_iter().flatten();
        types.map(|iri| id_of(&service, iri)).collect::<Vec<_>>()
    };
    let queries: Vec<Query> = entities
        .iter()
        .map(|entity| {
            let mut types: Vec<String> = entity.classes.iter().flat_map(ids).collect();
            types.sort_unstable();
            types.dedup();
            Query {
                types,
                limit: Some(WANTED),
                ..Query::named(entity.label.clone())
            }
        })
        .collect();
    let answers = reconcile(&service, &queries, &cache, mode, tell)?;
    let proposer = Proposer::new(linking, settings, &states, None)?;
    let mut proposals = Vec::new();
    for (entity, candidates) in entities.into_iter().zip(answers) {
        let scores: Vec<(String, f64)> = candidates
            .iter()
            .map(|one| (service.iri(&one.id), one.score))
            .collect();
        let things = candidates.into_iter().map(|one| thing(&service, one));
        for mut proposal in proposer.of(entity, things.collect())? {
            let score = scores.iter().find(|(iri, _)| *iri == proposal.object.iri);
            if let Some((_, score)) = score {
                let said = ("service".to_owned(), format!("{score:.1}"));
                proposal.features.push(said);
            }
            proposals.push(proposal);
        }
    }
    Ok(proposals)
}

/// The id that a service has for an IRI.
fn id_of(service: &Service, iri: &str) -> String {
    let spaces = [
        &service.manifest.identifier_space,
        &service.manifest.schema_space,
    ];
    let id = spaces
        .into_iter()
        .find_map(|space| iri.strip_prefix(space.as_str()));
    id.unwrap_or(iri).to_owned()
}

/// What a service says of a candidate; how like its name is comes of the comparison.
fn thing(service: &Service, candidate: Candidate) -> (Record, f64) {
    let types = candidate.types.iter().map(|it| service.iri(&it.id));
    let record = Record {
        iri: service.iri(&candidate.id),
        types: types.collect(),
        labels: vec![Text {
            text: candidate.name,
            lang: None,
        }],
        ..Record::default()
    };
    (record, 0.0)
}
