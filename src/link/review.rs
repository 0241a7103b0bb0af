//! Proposals, decided one after the other by a person.
//!
//! A session holds no decision: each is in the file before the next pair is shown. So a session that was killed is taken up
//! by a new one, which shows what is still open.

use super::LinkError;
use super::decisions::{Decision, Decisions, Step, Verdict};
use super::linking::{Linking, Standing};
use super::ours::{self, Entity};
use super::proposals::{self, Proposal};
use super::shelf::Shelf;
use crate::dataset::Record;
use crate::project::DatasetSettings;

/// Who decides, and when.
#[derive(Clone, Debug)]
pub struct Reviewer {
    pub by: String,
    /// As `2026-11-28`.
    pub on: String,
}

/// What a person says to a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is the same.
    Accept,
    /// It is another thing.
    Reject,
    /// The data set has no such thing.
    NoneThere,
    /// Not now.
    Skip,
    /// What was said last is taken back.
    Undo,
}

/// An entity with what is proposed for it.
#[derive(Clone, Debug)]
struct Item<'a> {
    entity: &'a Entity,
    proposals: Vec<Proposal>,
}

/// Where a session is: the entity, and the candidate.
type Place = (usize, usize);

/// A review of the proposals of a data set.
pub struct Session<'a> {
    linking: &'a Linking<'a>,
    settings: &'a DatasetSettings,
    /// The things themselves, where they are kept.
    shelf: Option<&'a Shelf>,
    reviewer: Reviewer,
    decisions: Decisions,
    items: Vec<Item<'a>>,
    at: Place,
    /// What was said, with where, and how it is taken back.
    past: Vec<(Place, Option<Step>)>,
    /// How many were decided.
    pub decided: usize,
}

/// A pair, with all that is known of both sides.
pub struct Pair<'s> {
    pub entity: &'s Entity,
    pub proposal: &'s Proposal,
    pub record: Option<Record>,
    /// Words from which something about the entity was read.
    pub quotations: Vec<String>,
    /// Which entity it is of how many, and which candidate of how many.
    pub entity_of: (usize, usize),
    pub candidate_of: (usize, usize),
}

impl<'a> Session<'a> {
    /// Begins with the pairs that are open: the likeliest first.
    pub fn new(
        linking: &'a Linking<'a>,
        settings: &'a DatasetSettings,
        shelf: Option<&'a Shelf>,
        reviewer: Reviewer,
    ) -> Result<Session<'a>, LinkError> {
        let decisions = linking.decisions(settings)?;
        let states = decisions.states();
        let mut proposed = proposals::read(linking, settings, &states)?;
        let mut items = Vec::new();
        for entity in &linking.entities {
            let state = states.get(&entity.iri);
            if let Some(proposals) = proposed.remove(&entity.iri)
                && linking.standing(settings, entity, state) == Standing::Open
            {
                items.push(Item { entity, proposals });
            }
        }
        items.sort_by(|a, b| {
            let best = |item: &Item| item.proposals.first().map_or(0.0, |it| it.confidence);
            best(b).total_cmp(&best(a))
        });
        Ok(Session {
            linking,
            settings,
            shelf,
            reviewer,
            decisions,
            items,
            at: (0, 0),
            past: Vec::new(),
            decided: 0,
        })
    }

    /// How many entities there are to decide about.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The file into which it writes, from the project's root.
    pub fn path(&self) -> &str {
        &self.decisions.path
    }

    /// The pair that is to be decided; nothing at the end.
    pub fn pair(&self) -> Result<Option<Pair<'_>>, LinkError> {
        let (item, candidate) = self.at;
        let Some(Item { entity, proposals }) = self.items.get(item) else {
            return Ok(None);
        };
        let Some(proposal) = proposals.get(candidate) else {
            return Ok(None);
        };
        let record = match self.shelf {
            Some(shelf) => shelf.find(&proposal.object.iri)?,
            None => None,
        };
        Ok(Some(Pair {
            entity,
            proposal,
            record,
            quotations: ours::quotations(self.linking.store, entity, 2)?,
            entity_of: (item + 1, self.items.len()),
            candidate_of: (candidate + 1, proposals.len()),
        }))
    }

    /// Does what a person says to the pair, and goes on to the next.
    pub fn answer(&mut self, answer: Answer) -> Result<(), LinkError> {
        let (item, candidate) = self.at;
        if answer == Answer::Undo {
            return self.undo();
        }
        let Some(Item { entity, proposals }) = self.items.get(item) else {
            return Ok(());
        };
        let Some(proposal) = proposals.get(candidate) else {
            return Ok(());
        };
        let object = proposal.object.clone();
        let verdict = match answer {
            Answer::Accept => Some(Verdict::Accept(object)),
            Answer::Reject => Some(Verdict::Reject(object)),
            Answer::NoneThere => Some(Verdict::NoneThere),
            Answer::Skip | Answer::Undo => None,
        };
        let next = match answer {
            Answer::Reject if candidate + 1 < proposals.len() => (item, candidate + 1),
            _ => (item + 1, 0),
        };
        let step = match verdict {
            None => None,
            Some(verdict) => {
                let decision = decision(self.settings, &self.reviewer, entity, verdict);
                self.decided += 1;
                Some(self.decisions.decide(&decision)?)
            }
        };
        self.past.push((self.at, step));
        self.at = next;
        Ok(())
    }

    fn undo(&mut self) -> Result<(), LinkError> {
        if let Some((place, step)) = self.past.pop() {
            if let Some(step) = step {
                self.decisions.undo(&step)?;
                self.decided -= 1;
            }
            self.at = place;
        }
        Ok(())
    }
}

/// A decision of a reviewer about an entity.
pub fn decision(
    settings: &DatasetSettings,
    reviewer: &Reviewer,
    entity: &Entity,
    verdict: Verdict,
) -> Decision {
    Decision {
        subject: entity.end(),
        verdict,
        predicate: settings.predicate.curie().to_owned(),
        by: reviewer.by.clone(),
        on: reviewer.on.clone(),
        comment: None,
        dataset: format!("dataset:{}", settings.name),
    }
}
