//! Another text takes the place of a source's: what becomes of each quotation, and what depends on it.
//!
//! The new text is put in place only when every quotation stands in it, as the build will find it: by itself, or because a
//! person has accepted what stands there now. So a project that was sound stays so, and the old text stays until then.

use std::collections::BTreeSet;
use std::path::Path;

use rayon::prelude::*;
use serde::Serialize;
use similar::{ChangeTag, TextDiff};

use super::add::name_with_suffix;
use super::dependents::{self, Dependent};
use super::quoted::{self, Quoted, Said};
use super::{SourceError, find, front, proposal};
use crate::compile::Readings;
use crate::drift::{self, Changed, Fate, Why};
use crate::edit::{Change, Edits};
use crate::evidence;
use crate::extract::{self, Extracted};
use crate::files::{File, sha256};
use crate::model::{Quotation, Source};
use crate::quote::Text;

/// What comes of a new text.
#[derive(Debug, Serialize)]
pub struct Update {
    pub source: String,
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

/// What became of one quotation.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Item {
    /// Its `^id`, or the first digits of the hash in its IRI.
    pub quotation: String,
    pub fate: &'static str,
    pub file: String,
    pub line: usize,
    pub words: String,
    /// Where it stood, and where it or the nearest passage stands, in code points.
    pub old: [usize; 2],
    pub new: Option<[usize; 2]>,
    /// Why it isn't simply the same or moved.
    pub why: Option<&'static str>,
    /// How often the words stand elsewhere in the new text.
    pub elsewhere: usize,
    /// What would be written in its place.
    pub proposal: Option<String>,
    /// The difference between its words and those of the proposal.
    pub difference: Vec<Piece>,
    /// Its locator, if that names another part than it did, and what it would have to be.
    pub locator: Option<[String; 2]>,
    /// Whether it needs a person: it stands in the new text, as a build finds it, only with what is proposed.
    pub needs: bool,
    pub accepted: bool,
    pub statements: Vec<Said>,
}

/// A run of words that both have, or only the one or the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    pub kind: &'static str,
    pub text: String,
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
    let Some(text_file) = source.text else {
        let message =
            format!("the source `{id}` has no stored text: `citable source verify` is for those");
        return Err(SourceError::Usage(message));
    };
    let extracted = extract::extract(path, bytes).map_err(|error| {
        SourceError::Data(format!("{} cannot be read: {error}", path.display()))
    })?;
    let (stored, _) = readings.files().read(text_file)?;
    let (old, new) = (Text::new(&stored.text), Text::new(&extracted.text));
    let quotations = quoted::of(readings, source_id, Some(&old))?;
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
            update.written(readings, source, &stored, &extracted, bytes, &quotations)?;
    }
    Ok(update)
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

fn item(quoted: &Quoted, old: &Text, new: &Text) -> Item {
    let quotation = &quoted.quotation;
    let Some(place) = &quoted.place else {
        return blank(quoted, [0, 0]); // it has no words, or isn't found in the old text either, which is told
    };
    let mut item = blank(quoted, [place.chars.start, place.chars.end]);
    let fate = drift::trace(&quotation.text, &place.bytes, old, new);
    item.fate = fate.name();
    match fate {
        Fate::Same(found) | Fate::Moved(found) => {
            item.elsewhere = found.others.len();
            item.place(new, &found.bytes);
            item.relocate(quotation, (old, &place.bytes), (new, &found.bytes));
            let proposed = item.locator.as_ref().map(|[_, locator]| locator.clone());
            if !is_found(quotation, None, new, &found.bytes) {
                item.needs = true;
                item.why = Some("these words stand in the new text more than once");
                if !proposed
                    .is_some_and(|locator| is_found(quotation, Some(locator), new, &found.bytes))
                {
                    item.propose(quotation, new, &found.bytes);
                }
            }
        }
        Fate::Changed(Changed { passage, why }) => {
            item.needs = true;
            item.place(new, &passage);
            item.relocate(quotation, (old, &place.bytes), (new, &passage));
            item.why = Some(match why {
                Why::Reworded => "other words stand there",
                Why::Elsewhere => "the words stand elsewhere, in other surroundings",
                Why::Several => {
                    "the words stand in several places that fit alike; this is one of them"
                }
            });
            item.propose(quotation, new, &passage);
        }
        Fate::Gone => item.needs = true,
    }
    item
}

fn blank(quoted: &Quoted, old: [usize; 2]) -> Item {
    let words: Vec<&str> = quoted.quotation.text.split_whitespace().collect();
    Item {
        quotation: quoted.name.clone(),
        fate: Fate::Gone.name(),
        file: quoted.path.clone(),
        line: quoted.line,
        words: words.join(" "),
        old,
        new: None,
        why: None,
        elsewhere: 0,
        proposal: None,
        difference: Vec::new(),
        locator: None,
        needs: false,
        accepted: false,
        statements: quoted.said.clone(),
    }
}

/// Whether a build will find a quotation, with this locator or its own, at these bytes of the new text.
fn is_found(
    quotation: &Quotation,
    locator: Option<String>,
    new: &Text,
    bytes: &std::ops::Range<usize>,
) -> bool {
    let mut quotation = quotation.clone();
    if locator.is_some() {
        quotation.locator = locator;
    }
    let place = evidence::place(&quotation, new);
    place.is_some_and(|place| place.bytes.start < bytes.end && bytes.start < place.bytes.end)
}

impl Item {
    /// Whether its evidence is another than it was.
    fn is_touched(&self) -> bool {
        matches!(self.fate, "changed" | "gone")
    }

    fn is_settled(&self) -> bool {
        !self.needs || self.accepted
    }

    fn can_be_accepted(&self) -> bool {
        self.proposal.is_some() || self.locator.is_some()
    }

    fn place(&mut self, new: &Text, bytes: &std::ops::Range<usize>) {
        let chars = new.chars(bytes);
        self.new = Some([chars.start, chars.end]);
    }

    /// Proposes the words that stand there now.
    fn propose(&mut self, quotation: &Quotation, new: &Text, passage: &std::ops::Range<usize>) {
        let Some(words) = proposal::words(new, passage) else {
            return;
        };
        let written: Vec<&str> = quotation.text.split_whitespace().collect();
        let written = written.join(" ");
        let diff = TextDiff::from_words(written.as_str(), words.as_str());
        for change in diff.iter_all_changes() {
            let kind = match change.tag() {
                ChangeTag::Equal => "same",
                ChangeTag::Delete => "removed",
                ChangeTag::Insert => "added",
            };
            match self.difference.last_mut() {
                Some(last) if last.kind == kind => last.text.push_str(change.value()),
                _ => self.difference.push(Piece {
                    kind,
                    text: change.value().to_owned(),
                }),
            }
        }
        self.proposal = Some(words);
    }

    /// Notes that a locator named the part of the old text, and names another part of the new one.
    fn relocate(
        &mut self,
        quotation: &Quotation,
        (old, before): (&Text, &std::ops::Range<usize>),
        (new, now): (&Text, &std::ops::Range<usize>),
    ) {
        let Some(locator) = &quotation.locator else {
            return;
        };
        let was_right = evidence::locates(locator, old.as_str(), before.start) == Some(true);
        let is_right = evidence::locates(locator, new.as_str(), now.start) == Some(true);
        if was_right && !is_right {
            let new = evidence::locator_at(locator, new.as_str(), now.start);
            self.locator = new.map(|new| [locator.clone(), new]);
        }
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

    /// The files as they become: the text, the front matter, and what was accepted.
    fn written(
        &self,
        readings: &Readings,
        source: &Source,
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
        let (dossier, _) = readings.files().read(source.file)?;
        if let Some(keys) = front::read(source.file, &dossier) {
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

impl Item {
    fn write(&self, quoted: &Quoted, file: &File, edits: &mut Edits) {
        if let Some(words) = &self.proposal {
            proposal::rewrite(quoted, file, words, edits);
        }
        if let Some([old, new]) = &self.locator {
            proposal::relocate(quoted, file, old, new, edits);
        }
    }
}
