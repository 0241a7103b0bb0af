//! What the commands about links have in common: the build, the settings, who decides, and what is told.

use std::time::Duration;

use clap::Args;

use crate::cli::asking;
use crate::cli::engine::{self, tell};
use crate::cli::project::Project;
use crate::cli::review::today;
use crate::cli::{Exit, Usage};
use crate::dataset::{Asking, DatasetError};
use crate::diagnostic::is_hidden;
use crate::engine::EngineError;
use crate::link::{LinkError, Linking, Reviewer, Shelf};
use crate::project::DatasetSettings;
use crate::query::without_controls;
use crate::sssom::SUFFIX;
use crate::store::Store;

/// Who decides.
#[derive(Args)]
pub struct By {
    /// Who decides [default: the variable CITABLE_REVIEWER, or else git's user.name]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

impl By {
    pub fn reviewer(&self, project: &Project) -> anyhow::Result<Reviewer> {
        let by = self.by.clone();
        let by = by.or_else(|| std::env::var("CITABLE_REVIEWER").ok());
        let by = by.or_else(|| git_name(project)).unwrap_or_default();
        let by = by.split_whitespace().collect::<Vec<_>>().join(" ");
        if by.is_empty() {
            let message = "nobody knows who decides: say it by `--by NAME`";
            return Err(Usage(message.to_owned()).into());
        }
        if by.chars().any(is_hidden) {
            let message = "the name of who decides has a character that cannot be seen";
            return Err(Usage(message.to_owned()).into());
        }
        Ok(Reviewer {
            by,
            on: today()?.to_string(),
        })
    }
}

/// The name that git would commit with.
fn git_name(project: &Project) -> Option<String> {
    let mut git = std::process::Command::new("git");
    git.args(["config", "--get", "user.name"]);
    let said = git.current_dir(&project.root).output().ok()?;
    let name = String::from_utf8(said.stdout).ok()?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

/// Whether the network is used.
#[derive(Args, Default)]
pub struct Network {
    /// Use only what is kept of the data set, and no network
    #[arg(long)]
    pub offline: bool,
    /// Ask an endpoint again, although its answers are kept
    #[arg(long, conflicts_with = "offline")]
    pub refresh: bool,
}

impl Network {
    /// Does something with a data set, with the day of today.
    pub fn ask<T>(&self, work: impl FnOnce(&Asking) -> anyhow::Result<T>) -> anyhow::Result<T> {
        let today = today()?.to_string();
        work(&Asking {
            offline: self.offline,
            refresh: self.refresh,
            today: &today,
            tell: &|error: &EngineError, pause: Duration| tell(error, pause),
        })
    }
}

/// What is kept of a data set, without the network; nothing if nothing is.
pub fn kept(linking: &Linking, settings: &DatasetSettings) -> anyhow::Result<Option<Shelf>> {
    let network = Network {
        offline: true,
        refresh: false,
    };
    network.ask(|asking| Ok(Shelf::open_if_kept(linking.dataset(settings, asking))?))
}

/// Does something with the project as it was built.
pub fn with(
    project: &Project,
    build: bool,
    work: impl FnOnce(&Linking) -> anyhow::Result<Exit>,
) -> anyhow::Result<Exit> {
    let config = match engine::settings(project)? {
        Ok(config) => config,
        Err(exit) => return Ok(exit),
    };
    // What is decided is read from its files, however the build has it.
    let matters = |path: &str| !path.ends_with(SUFFIX);
    let build = match asking::open_among(project, build, &matters)? {
        Ok(build) => build,
        Err(exit) => return Ok(exit),
    };
    let store = Store::of(&build);
    let linking = match Linking::new(&project.root, &config, &store, &build.context) {
        Ok(linking) => linking,
        Err(error) => return refuse(error.into()),
    };
    match work(&linking) {
        Ok(exit) => Ok(exit),
        Err(error) => refuse(error),
    }
}

/// Tells what cannot be done: of what was asked, of the data, or of the world.
fn refuse(error: anyhow::Error) -> anyhow::Result<Exit> {
    let exit = match error.downcast_ref() {
        Some(LinkError::Asked(_)) => Exit::Usage,
        Some(LinkError::Mappings { .. }) => Exit::Data,
        Some(LinkError::Query(error)) => return asking::refuse(error),
        Some(LinkError::Dataset(error)) => match error {
            DatasetError::NoRecords { .. } | DatasetError::NotCached { .. } => Exit::Usage,
            DatasetError::Read { .. } | DatasetError::Write { .. } | DatasetError::Engine(_) => {
                return Err(anyhow::Error::msg(without_controls(&error.to_string())));
            }
            _ => Exit::Data,
        },
        _ => return Err(error),
    };
    eprintln!("error: {}", without_controls(&error.to_string()));
    Ok(exit)
}
