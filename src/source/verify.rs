//! The quotations of a source without a stored text, held against a text that somebody has: what is found is written down.

use std::path::Path;

use serde::Serialize;

use super::quoted::{self, Quoted};
use super::{SourceError, are_inside, find, front};
use crate::compile::Readings;
use crate::edit::{Change, Edits};
use crate::evidence;
use crate::extract;
use crate::files::sha256;
use crate::model::Source;
use crate::offsets::{Entry, Offsets, VERSION, words_digest};
use crate::quote::Text;

/// What came of it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Verification {
    pub source: String,
    /// The path of the file with the offsets.
    pub offsets: String,
    pub text_sha256: String,
    /// Whether offsets were written down before, and for another text than this.
    pub other_text: bool,
    pub quotations: Vec<Checked>,
    #[serde(skip)]
    pub changes: Vec<Change>,
}

/// A quotation, held against the text.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Checked {
    pub quotation: String,
    pub file: String,
    pub line: usize,
    pub words: String,
    /// Where it stands, in code points; nothing if it doesn't stand there once.
    pub place: Option<[usize; 2]>,
    pub tier: Option<&'static str>,
    /// `as-recorded`, `recorded` if it is written down now, `not-recorded` if it isn't as others are doubtful, `elsewhere` if
    /// other offsets were written down, or `missing`.
    pub outcome: &'static str,
}

/// Holds the quotations of a source against the text of a file.
pub fn verify(
    root: &Path,
    readings: &Readings,
    id: &str,
    path: &Path,
    bytes: &[u8],
) -> Result<Verification, SourceError> {
    let (source_id, source) = find(readings, id)?;
    if !source.without_text {
        let message = format!(
            "the source `{id}` has a stored text: every build holds its quotations against that"
        );
        return Err(SourceError::Usage(message));
    }
    let extracted = extract::extract(path, bytes).map_err(|error| {
        SourceError::Data(format!("{} cannot be read: {error}", path.display()))
    })?;
    let text = Text::new(&extracted.text);
    let known = offsets(readings, source)?;
    let text_sha256 = sha256(extracted.text.as_bytes());
    let other_text = known
        .as_ref()
        .is_some_and(|known| known.text_sha256 != text_sha256);
    let quotations = quoted::of(readings, source_id, None)?;
    let checked: Vec<(Checked, Option<Entry>)> = quotations
        .iter()
        .map(|quoted| checked(quoted, &text, known.as_ref()))
        .collect();
    let known = known.unwrap_or_else(|| Offsets {
        version: VERSION,
        source: id.to_owned(),
        text_sha256: text_sha256.clone(),
        original_sha256: sha256(bytes),
        extractor: extracted.extractor,
        quotations: Vec::new(),
    });
    let added = checked.iter().filter_map(|(_, added)| added.clone());
    let offsets = with(known, added.collect());
    let mut verification = Verification {
        source: id.to_owned(),
        offsets: offsets_path(readings, source),
        text_sha256,
        other_text,
        quotations: checked.into_iter().map(|(checked, _)| checked).collect(),
        changes: Vec::new(),
    };
    are_inside(root, [&verification.offsets])?;
    let is_elsewhere = |checked: &Checked| checked.outcome == "elsewhere";
    if other_text || verification.quotations.iter().any(is_elsewhere) {
        let checked = verification.quotations.iter_mut();
        let new = checked.filter(|checked| checked.outcome == "recorded");
        new.for_each(|checked| checked.outcome = "not-recorded");
    } else if let Some(offsets) = offsets {
        is_free(root, source, &verification.offsets)?;
        verification.changes = written(readings, source, &verification.offsets, &offsets)?;
    }
    Ok(verification)
}

/// What was written down before, if anything was.
fn offsets(readings: &Readings, source: &Source) -> Result<Option<Offsets>, SourceError> {
    let Some(known) = evidence::offsets(source, readings.files())? else {
        return Ok(None);
    };
    known.map(Some).map_err(|why| {
        let path = offsets_path(readings, source);
        SourceError::Data(format!(
            "the offsets in `{path}` cannot be used: {why}. Restore the file; or delete it and the line `offsets:`, and verify again"
        ))
    })
}

/// What is written down with more of it; nothing if there is no more. What is there stays.
fn with(mut known: Offsets, mut added: Vec<Entry>) -> Option<Offsets> {
    if added.is_empty() {
        return None;
    }
    known.version = VERSION;
    known.quotations.append(&mut added);
    known.quotations.sort();
    known.quotations.dedup();
    Some(known)
}

/// Whether a file of offsets that the dossier doesn't name can be made.
fn is_free(root: &Path, source: &Source, path: &str) -> Result<(), SourceError> {
    if source.offsets.is_none() && root.join(path).symlink_metadata().is_ok() {
        let message = format!(
            "there already is a file `{path}`, and the dossier doesn't name it: name it there with `offsets:`, or delete it, and verify again"
        );
        return Err(SourceError::Usage(message));
    }
    Ok(())
}

/// A quotation held against the text, and what of it is to be written down.
fn checked(quoted: &Quoted, text: &Text, known: Option<&Offsets>) -> (Checked, Option<Entry>) {
    let quotation = &quoted.quotation;
    let place = evidence::place(&quoted.quotation, text);
    let words: Vec<&str> = quoted.quotation.text.split_whitespace().collect();
    let entry = place.as_ref().map(|place| Entry {
        start: place.chars.start,
        end: place.chars.end,
        tier: place.tier.name().to_owned(),
        words_sha256: words_digest(&quotation.text),
        locator: quotation.locator.clone(),
    });
    let recorded =
        known.and_then(|known| known.entry(&quotation.text, quotation.locator.as_deref()));
    let outcome = match (&entry, recorded) {
        (None, _) => "missing",
        (Some(now), Some(before)) if (now.start, now.end) == (before.start, before.end) => {
            "as-recorded"
        }
        (Some(_), Some(_)) => "elsewhere",
        (Some(_), None) => "recorded",
    };
    let checked = Checked {
        quotation: quoted.name.clone(),
        file: quoted.path.clone(),
        line: quoted.line,
        words: words.join(" "),
        place: place
            .as_ref()
            .map(|place| [place.chars.start, place.chars.end]),
        tier: place.map(|place| place.tier.name()),
        outcome,
    };
    let added = entry.filter(|_| outcome == "recorded");
    (checked, added)
}

/// Where the offsets are, or will be.
fn offsets_path(readings: &Readings, source: &Source) -> String {
    match source.offsets {
        Some(file) => readings.files().path(file).to_owned(),
        None => format!("data/sources/{}.offsets.json", source.id),
    }
}

/// The file of offsets, and the key that names it in the dossier.
fn written(
    readings: &Readings,
    source: &Source,
    path: &str,
    offsets: &Offsets,
) -> Result<Vec<Change>, SourceError> {
    let mut edits = Edits::new();
    let text = offsets.to_text();
    match source.offsets {
        Some(file) => {
            let (file, _) = readings.files().read(file)?;
            edits.replace(&file, 0..file.text.len(), text);
        }
        None => edits.create(path, text),
    }
    if source.offsets.is_none() {
        let (dossier, keys) = front::of(readings, source)?;
        let path = front::value(&relative(&dossier.path, path));
        front::set(&keys, &dossier, "offsets", &path, &mut edits);
    }
    Ok(edits.changes()?)
}

/// The path of a file from the folder of another, both from the project's root.
fn relative(from: &str, to: &str) -> String {
    let folder: Vec<&str> = from.split('/').rev().skip(1).collect();
    let folder: Vec<&str> = folder.into_iter().rev().collect();
    let to: Vec<&str> = to.split('/').collect();
    let common = folder.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", folder.len() - common);
    up.chain(to[common..].iter().copied())
        .collect::<Vec<_>>()
        .join("/")
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn paths_are_told_from_the_dossier() {
        let to = "data/sources/a.offsets.json";
        assert_eq!(relative("data/a.dossier.md", to), "sources/a.offsets.json");
        assert_eq!(
            relative("data/x/y/a.dossier.md", to),
            "../../sources/a.offsets.json"
        );
        assert_eq!(relative("data/sources/a.dossier.md", to), "a.offsets.json");
    }
}
