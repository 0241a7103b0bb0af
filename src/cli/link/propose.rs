use std::io::{self, BufWriter, Write};

use clap::Args;
use serde::Serialize;

use super::asked::{self, Network};
use crate::cli::Exit;
use crate::cli::output::{self, Format};
use crate::cli::progress::Progress;
use crate::cli::project::Project;
use crate::link::{self, Linking, Outcome, Proposal, Shelf, word};
use crate::project::{DatasetSettings, Origin};
use crate::query::without_controls;
use crate::tally::counted;

/// Propose what entities are in a data set
///
/// Entities about which nothing is decided are looked for by all their names, in any script and with slips of the finger, and
/// compared by what else is known of both. What comes of it is written to data/mappings/NAME.proposed.sssom.tsv, in the place of
/// what was proposed before. A pair that was rejected, and an entity of which the data set has none, are never proposed again.
///
/// The data set is read once; what is kept of it under .citable/ is made anew when its files or its settings change.
#[derive(Args)]
#[command(after_help = "\
Examples:
  citable link propose wikidata
  citable link propose wikidata --build --format json

Each line says how likely two things are the same (of those at 0.90, nine in ten are), and what that rests on. `undecided`
is what isn't known well enough, and `tied` what others are as likely for.

Exit codes: 0 done, 1 the data set cannot be read, 2 it was asked wrongly, 3 the disk or the network failed.")]
pub struct Propose {
    /// The data set, as citable.toml calls it
    name: String,
    /// How the proposals are shown
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    network: Network,
    /// Build first, if an input has changed
    #[arg(long)]
    build: bool,
}

/// For how many entities the proposals are shown to people.
const SHOWN: usize = 20;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown<'p> {
    entity: &'p str,
    label: &'p str,
    target: &'p str,
    target_label: &'p str,
    probability: f64,
    name_likeness: f64,
    outcome: &'static str,
    tied: usize,
    features: Vec<Feature<'p>>,
    taken: &'p [String],
}

#[derive(Serialize)]
struct Feature<'p> {
    name: &'p str,
    said: &'p str,
}

impl Propose {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        asked::with(project, self.build, |linking| {
            let settings = linking.settings(&self.name)?;
            let (proposals, among) = match &settings.origin {
                Origin::Reconcile(url) => self.by_service(linking, settings, url)?,
                _ => self.by_index(linking, settings)?,
            };
            let changed = link::write_proposals(linking, settings, &proposals)?;
            let mut out = BufWriter::new(io::stdout().lock());
            match self.format {
                Format::Text => write(linking, &proposals, &mut out)?,
                Format::Json => output::json(&shown(&proposals), &mut out)?,
            }
            out.flush()?;
            drop(out);
            let path = link::proposals_path(settings);
            let written = match changed {
                true => format!("; {path} is written"),
                false => String::new(),
            };
            self.say(&proposals, &among, &written);
            Ok(Exit::Done)
        })
    }

    /// Compares with the things of the data set, as they are kept. Gives also what that were.
    fn by_index(
        &self,
        linking: &Linking,
        settings: &DatasetSettings,
    ) -> anyhow::Result<(Vec<Proposal>, String)> {
        let progress = Progress::new();
        progress.stage("reading the data set");
        let shelf = self
            .network
            .ask(|asking| Ok(Shelf::open(linking.dataset(settings, asking))?))?;
        progress.stage("comparing");
        let proposals = link::propose(linking, settings, &shelf)?;
        drop(progress);
        for line in &shelf.skipped {
            eprintln!("note: {}", without_controls(line));
        }
        let among = match shelf.len() {
            1 => "1 thing".to_owned(),
            count => format!("{count} things"),
        };
        Ok((proposals, among))
    }

    /// Asks a service for what is called so, and compares with that.
    fn by_service(
        &self,
        linking: &Linking,
        settings: &DatasetSettings,
        url: &str,
    ) -> anyhow::Result<(Vec<Proposal>, String)> {
        let proposals = self.network.ask(|asking| {
            let dataset = linking.dataset(settings, asking);
            Ok(link::propose_by_service(linking, dataset, url)?)
        })?;
        Ok((proposals, "the things".to_owned()))
    }

    fn say(&self, proposals: &[Proposal], among: &str, written: &str) {
        let mut entities: Vec<&str> = proposals.iter().map(|it| it.subject.iri.as_str()).collect();
        entities.dedup();
        eprintln!(
            "{} for {}, among {among} of `{}`{written}",
            counted(proposals.len(), "proposal", "proposals"),
            counted(entities.len(), "entity", "entities"),
            self.name,
        );
        if !proposals.is_empty() {
            eprintln!("next: citable link review {}", self.name);
        }
    }
}

fn write(linking: &Linking, proposals: &[Proposal], out: &mut impl Write) -> io::Result<()> {
    let mut shown = 0;
    let mut last = "";
    for (at, proposal) in proposals.iter().enumerate() {
        if proposal.subject.iri != last {
            if shown == SHOWN {
                let mut left: Vec<&str> = proposals[at..]
                    .iter()
                    .map(|it| it.subject.iri.as_str())
                    .collect();
                left.dedup();
                writeln!(
                    out,
                    "and {} more",
                    counted(left.len(), "entity", "entities")
                )?;
                break;
            }
            shown += 1;
            last = &proposal.subject.iri;
            let subject = &proposal.subject;
            let entity = format!("{}  {}", subject.label, linking.terms.shorten(&subject.iri));
            writeln!(out, "{}", without_controls(&entity))?;
        }
        writeln!(out, "  {}", without_controls(&line(linking, proposal)))?;
    }
    Ok(())
}

fn line(linking: &Linking, proposal: &Proposal) -> String {
    let mut outcome = word(proposal.outcome).to_owned();
    if proposal.tied > 1 {
        outcome = match proposal.outcome {
            Outcome::Undecided => "tied".to_owned(),
            _ => format!("{outcome}, tied"),
        };
    }
    let mut line = format!(
        "{:.2} {outcome:<9}  {}  {}  ({})",
        proposal.confidence,
        linking.terms.shorten(&proposal.object.iri),
        proposal.object.label,
        proposal.grounds(),
    );
    if !proposal.taken.is_empty() {
        line.push_str(&format!(
            ", linked with {} already",
            proposal.taken.join(", ")
        ));
    }
    line
}

fn shown(proposals: &[Proposal]) -> Vec<Shown<'_>> {
    let mut shown = Vec::new();
    for proposal in proposals {
        let features = proposal.features.iter();
        shown.push(Shown {
            entity: &proposal.subject.iri,
            label: &proposal.subject.label,
            target: &proposal.object.iri,
            target_label: &proposal.object.label,
            probability: proposal.confidence,
            name_likeness: proposal.similarity,
            outcome: word(proposal.outcome),
            tied: proposal.tied,
            features: features
                .map(|(name, said)| Feature { name, said })
                .collect(),
            taken: &proposal.taken,
        });
    }
    shown
}
