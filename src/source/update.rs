//! Another text takes the place of a source's: what becomes of each quotation, and what depends on it.
//!
//! The new text is put in place only when every quotation stands in it, as the build will find it: by itself, or because a
//! person has accepted what stands there now. So a project that was sound stays so, and the old text stays until then.
//! Where several sources have one text, all of them are followed.

use std::collections::BTreeSet;
use std::path::Path;

use rayon::prelude::*;
use serde::Serialize;

use super::add::name_with_suffix;
use super::dependents::{self, Dependent};
use super::item::{Item, item};
use super::quoted::{self, Quoted};
use super::{SourceError, find, front};
use crate::compile::{Compilation, Readings};
use crate::diagnostic::{Diagnostic, Severity};
use crate::edit::{Change, Edits};
use crate::extract::{self, Extracted};
use crate::files::{File, Kind, is_compressed, sha256};
use crate::model::{Source, SourceId};
use crate::quote::Text;
use crate::span::FileId;

/// What comes of a new text.
#[derive(Debug, Serialize)]
pub struct Update {
    pub source: String,
    /// The other sources that have the same text, and go with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<String>,
    /// The path of the stored text.
    pub text: String,
    pub new: New,
    pub quotations: Vec<Item>,
    /// What depends on statements whose quotations are changed or gone.
    pub dependents: Vec<Dependent>,
    /// Whether the new text can be put in place: every quotation stands in it, or was accepted.
    pub settled: bool,
    #[serde(skip)]
    pub changes: Vec<Change>,
    /// The paths of the dossiers and tables that quote it.
    #[serde(skip)]
    quoting: BTreeSet<String>,
}

/// The new text.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct New {
    pub file: String,
    pub extractor: Option<String>,
    pub old_sha256: String,
    pub new_sha256: String,
    /// Code points.
    pub old_length: usize,
    pub new_length: usize,
}

/// Tells what becomes of the quotations of a source when the text of a file takes the place of its own; with what is
/// written for those that are accepted.
pub fn update(
    readings: &Readings,
    id: &str,
    path: &Path,
    bytes: &[u8],
    accepted: &[String],
) -> Result<Update, SourceError> {
    let (source_id, source) = find(readings, id)?;
    let text_file = text_of(source)?;
    let sources = sharing(readings, source_id, text_file);
    let (stored, _) = readings.files().read(text_file)?;
    is_as_read(&sources, &stored)?;
    let extracted = extract::extract(path, bytes).map_err(|error| {
        SourceError::Data(format!("{} cannot be read: {error}", path.display()))
    })?;
    let (old, new) = (Text::new(&stored.text), Text::new(&extracted.text));
    let mut quotations = Vec::new();
    for (id, _) in &sources {
        quotations.extend(quoted::of(readings, *id, Some(&old))?);
    }
    unknown(accepted, &quotations)?;
    let mut items: Vec<Item> = quotations
        .par_iter()
        .map(|quoted| item(quoted, &old, &new))
        .collect();
    for item in &mut items {
        item.accepted = accepted.contains(&item.quotation) && item.can_be_accepted();
    }
    let touched = items.iter().filter(|item| item.is_touched());
    let keys: BTreeSet<String> = touched
        .flat_map(|item| item.statements.iter().map(|said| said.statement.clone()))
        .collect();
    let mut update = Update {
        source: id.to_owned(),
        others: sources
            .iter()
            .skip(1)
            .map(|(_, source)| source.id.clone())
            .collect(),
        quoting: quotations
            .iter()
            .map(|quoted| quoted.path.clone())
            .collect(),
        text: stored.path.clone(),
        new: New {
            file: name_with_suffix(path),
            extractor: extracted.extractor.clone(),
            old_sha256: stored.sha256.clone(),
            new_sha256: sha256(extracted.text.as_bytes()),
            old_length: stored.text.chars().count(),
            new_length: extracted.text.chars().count(),
        },
        settled: items.iter().all(Item::is_settled),
        dependents: dependents::of(readings, &keys)?,
        quotations: items,
        changes: Vec::new(),
    };
    if update.settled {
        update.changes =
            update.written(readings, &sources, &stored, &extracted, bytes, &quotations)?;
    }
    Ok(update)
}

fn text_of(source: &Source) -> Result<FileId, SourceError> {
    let id = &source.id;
    source.text.ok_or_else(|| match &source.text_path {
        Some(path) => SourceError::Data(format!(
            "the text `{}` of the source `{id}` cannot be read: `citable check` says why",
            path.value
        )),
        None => SourceError::Usage(format!(
            "the source `{id}` has no stored text: `citable source verify` is for those"
        )),
    })
}

/// The sources that have a text: first the one that is asked for.
fn sharing<'r>(
    readings: &'r Readings,
    asked: SourceId,
    text: FileId,
) -> Vec<(SourceId, &'r Source)> {
    let all = (0..).map(SourceId).zip(&readings.world.model.sources);
    let mut sources: Vec<_> = all
        .filter(|(_, source)| source.text == Some(text))
        .collect();
    sources.sort_by_key(|&(id, _)| id != asked);
    sources
}

/// Whether a stored text is the one that was quoted, so that words can be followed from it, and can be written.
fn is_as_read(sources: &[(SourceId, &Source)], stored: &File) -> Result<(), SourceError> {
    let path = &stored.path;
    if is_compressed(path) {
        return Err(SourceError::Data(format!(
            "`{path}` is compressed, and a new text is written plainly: unpack it, name the unpacked file in `text:`, pin it, and update then"
        )));
    }
    if stored.broken {
        return Err(SourceError::Data(format!(
            "`{path}` cannot be read as text: `citable check` says why"
        )));
    }
    let is_other = |source: &Source| {
        let pinned = source.sha256.as_ref();
        pinned.is_some_and(|pinned| pinned.value != stored.sha256)
    };
    match sources.iter().find(|(_, source)| is_other(source)) {
        None => Ok(()),
        Some((_, source)) => Err(SourceError::Data(format!(
            "`{path}` is not the text that was pinned, so quotations cannot be followed from it: restore the old text, then update with a file of the new one; if only the text was corrected, and all its quotations stand in it, `citable source pin {}` pins it anew",
            source.id
        ))),
    }
}

fn unknown(accepted: &[String], quotations: &[Quoted]) -> Result<(), SourceError> {
    let is_known = |name: &&String| quotations.iter().any(|quoted| quoted.name == **name);
    match accepted.iter().find(|name| !is_known(name)) {
        None => Ok(()),
        Some(name) => Err(SourceError::Usage(format!(
            "no quotation of this source is called `{name}`: the report has their names"
        ))),
    }
}

impl Update {
    /// How many quotations have a fate.
    pub fn count(&self, fate: &str) -> usize {
        self.quotations
            .iter()
            .filter(|item| item.fate == fate)
            .count()
    }

    /// Whether mistakes of the project may hide quotations, or have changed them: those in a file that quotes the source, or
    /// that names it and may quote it, in the text, or in what all files are read by.
    pub fn is_hindered(&self, run: &Compilation) -> bool {
        let bears = |problem: &&Diagnostic| {
            let file = run.files.get(problem.span.file);
            let names = |id: &String| file.text.contains(id.as_str());
            file.broken
                || matches!(file.kind, Kind::Config | Kind::Ontology)
                || file.path == self.text
                || self.quoting.contains(&file.path)
                || names(&self.source)
                || self.others.iter().any(names)
        };
        let is_error = |problem: &&Diagnostic| problem.severity() == Severity::Error;
        run.diagnostics
            .iter()
            .filter(is_error)
            .any(|problem| bears(&problem))
    }

    /// The files as they become: the text, the front matter, and what was accepted.
    fn written(
        &self,
        readings: &Readings,
        sources: &[(SourceId, &Source)],
        stored: &File,
        extracted: &Extracted,
        bytes: &[u8],
        quotations: &[Quoted],
    ) -> Result<Vec<Change>, SourceError> {
        let mut edits = Edits::new();
        for (item, quoted) in self.quotations.iter().zip(quotations) {
            if item.accepted {
                let (file, _) = readings.files().read(quoted.file.file)?;
                item.write(quoted, &file, &mut edits);
            }
        }
        for (_, source) in sources {
            let (dossier, keys) = front::of(readings, source)?;
            let mut set = |key, value: &str| front::set(&keys, &dossier, key, value, &mut edits);
            set("sha256", &self.new.new_sha256);
            set("original", &front::string(&self.new.file));
            set("original-sha256", &sha256(bytes));
            match &extracted.extractor {
                Some(extractor) => set("extractor", &front::string(extractor)),
                None => front::remove(&keys, &dossier, "extractor", &mut edits),
            }
        }
        let mut changes = edits.changes()?;
        if stored.text != extracted.text {
            // Its line ends are its own: no edit of words.
            changes.push(Change {
                path: stored.path.clone(),
                before: Some(stored.text.clone()),
                after: extracted.text.clone(),
            });
        }
        Ok(changes)
    }
}
