//! What a reconciliation service is asked: for proposals, where what it offers is compared as all else is, and its own score is
//! told beside it; and for what it says of things, by its data extension.

use super::LinkError;
use super::linking::Linking;
use super::proposals::Proposal;
use super::propose::{self, Proposer};
use super::side;
use crate::dataset::{self, Asking, Dataset, Record, Text};
use crate::reconcile::client::{Cache, Event, Mode, Service, Wanted};
use crate::reconcile::message::{Candidate, Query};

/// How many candidates are wanted.
const WANTED: usize = 10;

/// Proposes for the entities about which nothing is decided, in the order of their IRIs; `url` is that of the service.
pub fn propose(linking: &Linking, dataset: Dataset, url: &str) -> Result<Vec<Proposal>, LinkError> {
    let settings = dataset.settings;
    let states = linking.decisions(settings)?.states();
    let entities = propose::open(linking, settings, &states)?;
    if entities.is_empty() {
        return Ok(Vec::new());
    }
    let tell = teller(dataset.asking);
    let service = open(dataset, url, &tell)?;
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
    let answers = service.reconcile(&queries)?;
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

/// Hands on what the service at `url` says of things with some properties; both are given by their IRIs.
pub fn about(
    dataset: Dataset,
    url: &str,
    things: &[String],
    properties: &[String],
    visit: dataset::Visit,
) -> Result<(), LinkError> {
    let tell = teller(dataset.asking);
    let service = open(dataset, url, &tell)?;
    let ids =
        |iris: &[String]| -> Vec<String> { iris.iter().map(|iri| id_of(&service, iri)).collect() };
    let (entities, wanted) = (ids(things), ids(properties));
    let wanted = Wanted {
        entities: &entities,
        properties: &wanted,
    };
    for said in service.extend(wanted)? {
        visit(dataset::Said {
            subject: &things[said.entity],
            property: &properties[said.property],
            object: said.value,
        })?;
    }
    Ok(())
}

/// Opens a service, which is asked as the data set is.
fn open<'a>(
    dataset: Dataset,
    url: &str,
    tell: &'a dyn Fn(Event),
) -> Result<Service<'a>, LinkError> {
    let mode = Mode::of(dataset.asking.offline, dataset.asking.refresh);
    Ok(Service::open(url, Cache::of(dataset.root), mode, tell)?)
}

/// Hands failures that are borne to who hears of those of endpoints.
fn teller<'a>(asking: &'a Asking<'a>) -> impl Fn(Event) + 'a {
    |event| {
        if let Event::Waiting { error, pause } = event {
            (asking.tell)(error, pause);
        }
    }
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
