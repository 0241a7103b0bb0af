//! The digests of stored texts, written into their dossiers.

use std::collections::BTreeSet;

use super::{SourceError, find, front};
use crate::compile::Readings;
use crate::edit::{Change, Edits};
use crate::model::Source;

/// What became of sources that were to be pinned, each list by ids in reading order.
#[derive(Debug, Default)]
pub struct Pinned {
    /// Those that are pinned now.
    pub pinned: Vec<String>,
    /// Those that were pinned to another text, and now are to this one, because they were named.
    pub anew: Vec<String>,
    /// Those that are pinned to another text than is stored, and stay so.
    pub other: Vec<String>,
    /// Those that were pinned to this text before.
    pub before: usize,
    /// Those that have no text.
    pub without: usize,
    /// Those whose text isn't there, each with the path that its dossier names.
    pub missing: Vec<(String, String)>,
    pub changes: Vec<Change>,
}

/// Pins the sources of these ids; all, if there are none. Only one that is named is pinned anew to another text.
pub fn pin(readings: &Readings, ids: &[String]) -> Result<Pinned, SourceError> {
    let mut seen = BTreeSet::new();
    let named = ids
        .iter()
        .filter(|id| seen.insert(*id))
        .map(|id| find(readings, id).map(|(_, source)| source));
    let named: Vec<&Source> = named.collect::<Result<_, _>>()?;
    let sources = match named.is_empty() {
        true => readings.world.model.sources.iter().collect(),
        false => named,
    };
    let mut pinned = Pinned::default();
    let mut edits = Edits::new();
    for source in sources {
        let Some(text) = source.text else {
            match &source.text_path {
                Some(path) => pinned.missing.push((source.id.clone(), path.value.clone())),
                None => pinned.without += 1,
            }
            continue;
        };
        let digest = readings.files().digest(text)?;
        match &source.sha256 {
            Some(known) if known.value == digest => {
                pinned.before += 1;
                continue;
            }
            Some(_) if ids.is_empty() => {
                pinned.other.push(source.id.clone());
                continue;
            }
            Some(_) => pinned.anew.push(source.id.clone()),
            None => pinned.pinned.push(source.id.clone()),
        }
        let (file, keys) = front::of(readings, source)?;
        front::set(&keys, &file, "sha256", digest, &mut edits);
    }
    pinned.changes = edits.changes()?;
    Ok(pinned)
}
