//! The engine that a command speaks with.

use std::collections::BTreeMap;
use std::io;
use std::time::Duration;

use anyhow::Context as _;

use super::Exit;
use super::project::Project;
use super::report;
use crate::diagnostic::{Format, did_you_mean, render};
use crate::engine::{Engine, EngineError};
use crate::files::{Files, Kind};
use crate::project::{self, EngineSettings, Project as Settings};

/// Opens an engine of the project, by its name in citable.toml. Where there is none that can be used, says so.
pub fn open(project: &Project, name: &str) -> anyhow::Result<Result<Engine, Exit>> {
    let settings = match named(project, name)? {
        Ok(settings) => settings,
        Err(exit) => return Ok(Err(exit)),
    };
    match Engine::open(&settings, &|variable| std::env::var(variable).ok()) {
        Ok(engine) => Ok(Ok(engine)),
        Err(error @ EngineError::NoVariable { .. }) => {
            eprintln!("error: {error}");
            Ok(Err(Exit::Usage))
        }
        Err(error) => Err(error.into()),
    }
}

/// All engines of the project, by name. Where citable.toml cannot be read, says so.
pub fn all(project: &Project) -> anyhow::Result<Result<BTreeMap<String, EngineSettings>, Exit>> {
    Ok(settings(project)?.map(|settings| settings.engines))
}

/// What the project says of itself. Where citable.toml cannot be read, says so.
pub fn settings(project: &Project) -> anyhow::Result<Result<Settings, Exit>> {
    let path = project.root.join("citable.toml");
    let text = std::fs::read_to_string(&path);
    let text = text.with_context(|| format!("cannot read {}", path.display()))?;
    let files = Files::from_memory([("citable.toml".to_owned(), Kind::Config, text)]);
    match project::read(&files) {
        Ok(settings) => Ok(Ok(settings)),
        Err(wrong) => {
            let colour = report::colours(&io::stderr());
            let width = report::terminal_width().unwrap_or(100);
            let wrong = [*wrong];
            render(
                &wrong,
                &files,
                Format::Full,
                colour,
                width,
                &mut io::stderr(),
            )?;
            Ok(Err(Exit::Data))
        }
    }
}

fn named(project: &Project, name: &str) -> anyhow::Result<Result<EngineSettings, Exit>> {
    let engines = match all(project)? {
        Ok(engines) => engines,
        Err(exit) => return Ok(Err(exit)),
    };
    if let Some(settings) = engines.get(name) {
        return Ok(Ok(settings.clone()));
    }
    let names: Vec<&str> = engines.keys().map(String::as_str).collect();
    let instead = match did_you_mean(name, names.iter().copied()) {
        _ if names.is_empty() => "it has no engine, which would be `[engines.NAME]`".to_owned(),
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("engines: {}", names.join(", ")),
    };
    eprintln!("error: there is no engine `{name}` in citable.toml: {instead}");
    Ok(Err(Exit::Usage))
}

/// Tells of a failure that is borne, and of the pause after it.
pub fn tell(error: &EngineError, pause: Duration) {
    eprintln!("note: {error}; again in {} s", pause.as_secs_f32());
}
