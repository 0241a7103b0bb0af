use std::collections::BTreeMap;

use clap::Args;

use super::asked::{self, By};
use crate::cli::Exit;
use crate::cli::project::Project;
use crate::link::{self, End, Entity, LinkError, Linking, Proposal, Verdict};
use crate::project::DatasetSettings;
use crate::tally::counted;

/// Accept proposals, or pairs that nobody proposed
///
/// An entity alone means the likeliest of what is proposed for it, unless others are as likely. A pair is written as
/// ENTITY=THING; the thing by its IRI, with a prefix, or by what comes after the namespace of the data set.
#[derive(Args)]
#[command(after_help = "\
Examples:
  citable link accept wikidata india                       what is proposed for it
  citable link accept wikidata india=Q668 delhi=Q1353
  citable link accept wikidata \"Trend Micro=wd:Q1053598\" --by Ana

Exit codes: 0 done, 2 it was asked wrongly or nothing is proposed, and nothing is written, 3 the disk failed.")]
pub struct Accept {
    #[command(flatten)]
    what: What,
}

/// Reject proposals: they are never made again
///
/// An entity alone means all that is proposed for it. A pair is written as ENTITY=THING.
#[derive(Args)]
#[command(after_help = "\
Examples:
  citable link reject wikidata georgia                     all that is proposed for it
  citable link reject wikidata georgia=Q1428

Exit codes: 0 done, 2 it was asked wrongly or nothing is proposed, and nothing is written, 3 the disk failed.")]
pub struct Reject {
    #[command(flatten)]
    what: What,
}

/// Say that a data set has no such thing: nothing is proposed for the entity again
#[derive(Args)]
#[command(after_help = "\
Examples:
  citable link none wikidata chess-club ada

Exit codes: 0 done, 2 it was asked wrongly, 3 the disk failed.")]
pub struct NoneThere {
    #[command(flatten)]
    what: What,
}

/// What is decided, by the name of an entity, the thing of a pair, and what is proposed.
type Verdicts<'v> = dyn Fn(&str, Option<End>, &[Proposal]) -> Result<Vec<Verdict>, LinkError> + 'v;

#[derive(Args)]
struct What {
    /// The data set, as citable.toml calls it
    name: String,
    /// Entities by id, name or IRI; or pairs
    #[arg(required = true, value_name = "ENTITY|ENTITY=THING")]
    what: Vec<String>,
    #[command(flatten)]
    by: By,
}

impl Accept {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        self.what.decide(project, |text, end, proposals| match end {
            Some(end) => Ok(vec![Verdict::Accept(end)]),
            None => {
                let best = proposals.first().ok_or_else(|| unproposed(text))?;
                if best.tied > 1 {
                    return Err(LinkError::Asked(format!(
                        "several things are as likely for `{text}`: say which, as `{text}=THING`"
                    )));
                }
                Ok(vec![Verdict::Accept(best.object.clone())])
            }
        })
    }
}

impl Reject {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        self.what.decide(project, |text, end, proposals| match end {
            Some(end) => Ok(vec![Verdict::Reject(end)]),
            None if proposals.is_empty() => Err(unproposed(text)),
            None => {
                let all = proposals.iter();
                Ok(all.map(|it| Verdict::Reject(it.object.clone())).collect())
            }
        })
    }
}

impl NoneThere {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        self.what.decide(project, |text, end, _| match end {
            Some(_) => Err(LinkError::Asked(format!(
                "`{text}` is a pair: that there is none is said of an entity alone"
            ))),
            None => Ok(vec![Verdict::NoneThere]),
        })
    }
}

fn unproposed(text: &str) -> LinkError {
    LinkError::Asked(format!(
        "nothing that is open is proposed for `{text}`: say the pair, as `{text}=THING`"
    ))
}

impl What {
    /// Decides about all of it, once all of it is understood.
    fn decide(
        self,
        project: &Project,
        verdicts: impl Fn(&str, Option<End>, &[Proposal]) -> Result<Vec<Verdict>, LinkError>,
    ) -> anyhow::Result<Exit> {
        let reviewer = self.by.reviewer(project)?;
        asked::with(project, false, |linking| {
            let settings = linking.settings(&self.name)?;
            let mut decisions = linking.decisions(settings)?;
            let proposed = link::read_proposals(linking, settings, &decisions.states())?;
            let all = self.understood(linking, settings, &proposed, &verdicts)?;
            let count = all.len();
            for (entity, verdict) in all {
                decisions.decide(&link::decision(settings, &reviewer, entity, verdict))?;
            }
            eprintln!(
                "{} in {}",
                counted(count, "decision", "decisions"),
                decisions.path
            );
            Ok(Exit::Done)
        })
    }

    /// About which entities what is decided; `proposed` is by the IRI of the entity.
    fn understood<'l>(
        &self,
        linking: &'l Linking,
        settings: &DatasetSettings,
        proposed: &BTreeMap<String, Vec<Proposal>>,
        verdicts: &Verdicts,
    ) -> Result<Vec<(&'l Entity, Verdict)>, LinkError> {
        let mut all = Vec::new();
        for text in &self.what {
            let (name, thing) = match text.split_once('=') {
                Some((name, thing)) => (name.trim(), Some(thing.trim())),
                None => (text.as_str(), None),
            };
            let entity = linking.entity(name)?;
            let proposals = proposed.get(&entity.iri).map_or(&[][..], Vec::as_slice);
            let end = match thing {
                None => None,
                Some(thing) => {
                    let iri = linking.thing(settings, thing)?;
                    let known = proposals.iter().find(|it| it.object.iri == iri);
                    let label = known.map(|it| it.object.label.clone());
                    let label = label.unwrap_or_default();
                    Some(End { iri, label })
                }
            };
            let verdicts = verdicts(name, end, proposals)?.into_iter();
            all.extend(verdicts.map(|verdict| (entity, verdict)));
        }
        Ok(all)
    }
}
