//! Which dossiers and tables of a project a second person has reviewed.

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::{holds, is_of_standing, is_same_person};
use crate::diagnostic::{Diagnostic, Severity};
use crate::files::{Files, FilesError, Kind};
use crate::memo::View;
use crate::model::{Review, Source};
use crate::review;
use crate::span::FileId;
use crate::symbol::{Space, symbol};

/// A dossier or table, and how its review stands.
#[derive(Debug, Serialize)]
pub struct Entry {
    #[serde(skip)]
    pub file: FileId,
    /// From the project's root.
    pub path: String,
    /// The id of the source that a dossier is on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Those whose work it is.
    pub curators: Vec<String>,
    #[serde(flatten)]
    pub state: State,
    /// Its statements, those among them that are drafts, and what there is to say about the file.
    pub statements: usize,
    pub drafts: usize,
    pub errors: usize,
    pub warnings: usize,
    pub hints: usize,
    /// The change that voided the review, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<super::Change>,
}

/// How the review of a file stands.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum State {
    /// Nobody has reviewed it.
    Unreviewed,
    /// It was edited after its review.
    Void {
        by: String,
        on: String,
        sha256: String,
    },
    /// By the one whose work it is.
    ByCurator { by: String, on: String },
    /// A second person has read it as it is.
    Reviewed { by: String, on: String },
}

impl Entry {
    /// Whether a second person has reviewed it as it is.
    pub fn is_reviewed(&self) -> bool {
        matches!(self.state, State::Reviewed { .. })
    }

    /// How the command line calls it.
    pub fn name(&self) -> &str {
        self.id
            .as_deref()
            .filter(|id| !id.is_empty())
            .unwrap_or(&self.path)
    }
}

/// The dossiers and tables of a project, of whose files this is remembered, in reading order.
pub fn list(files: &Files, memos: &[(FileId, View)]) -> Result<Vec<Entry>, FilesError> {
    let sources: Vec<(FileId, Source)> = memos
        .iter()
        .filter_map(|(file, memo)| Some((*file, memo.source(*file)??)))
        .collect();
    let mut entries = Vec::new();
    for (file, memo) in memos {
        let source = sources.iter().find(|(other, _)| other == file);
        let source = source.map(|(_, source)| source);
        let is_table = files.kind(*file) == Kind::Facts;
        if !is_table && source.is_none() {
            continue;
        }
        let curators = match source {
            Some(source) => source.curator.iter().cloned().collect(),
            None => curators(memo, &sources),
        };
        let review = match source {
            Some(source) => source.review.clone(),
            None => of_table(files, *file)?,
        };
        let tally = memo.tally().unwrap_or_default();
        let drafts = tally.drafts;
        entries.push(Entry {
            file: *file,
            path: files.path(*file).to_owned(),
            id: source.map(|source| source.id.clone()),
            state: state(files, *file, review, &curators)?,
            curators,
            statements: tally.verified + tally.unverified + tally.reasoned + drafts,
            drafts,
            errors: 0,
            warnings: 0,
            hints: 0,
            since: None,
        });
    }
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(entries)
}

/// The curators of the sources that a table cites.
fn curators(table: &View, sources: &[(FileId, Source)]) -> Vec<String> {
    let asked: rustc_hash::FxHashSet<u64> = table.asks().collect();
    let cited = sources
        .iter()
        .filter(|(_, source)| asked.contains(&symbol(Space::Source, &source.id)));
    let mut curators: Vec<String> = cited
        .filter_map(|(_, source)| source.curator.clone())
        .collect();
    curators.sort_unstable();
    curators.dedup();
    curators
}

/// What the review file of a table says, if there is one that can be read.
pub fn of_table(files: &Files, table: FileId) -> Result<Option<Review>, FilesError> {
    let path = format!("{}{}", files.path(table), review::SUFFIX);
    match files.at_path(&path) {
        Some(id) => {
            let (file, _) = files.read(id)?;
            Ok(review::read(&review::text_of(id, &file.text)))
        }
        None => Ok(None),
    }
}

fn state(
    files: &Files,
    file: FileId,
    review: Option<Review>,
    curators: &[String],
) -> Result<State, FilesError> {
    let Some(review) = review else {
        return Ok(State::Unreviewed);
    };
    let (by, on) = (review.by.clone(), review.on.to_string());
    let (content, _) = files.read(file)?;
    let is_own = curators.iter().any(|curator| is_same_person(&by, curator));
    Ok(match (holds(&review, &content), is_own) {
        (true, false) => State::Reviewed { by, on },
        (true, true) => State::ByCurator { by, on },
        (false, _) => State::Void {
            by,
            on,
            sha256: review.sha256,
        },
    })
}

/// Counts what there is to say about each file, but for how its review stands.
pub fn count(entries: &mut [Entry], diagnostics: &[Diagnostic]) {
    let numbers = entries.iter().enumerate();
    let numbers: FxHashMap<FileId, usize> = numbers.map(|(at, entry)| (entry.file, at)).collect();
    // How a review stands is told as such, and it is the review that mends it.
    let others = diagnostics.iter().filter(|it| !is_of_standing(it.rule));
    for diagnostic in others {
        if let Some(&at) = numbers.get(&diagnostic.span.file) {
            let entry = &mut entries[at];
            *match diagnostic.severity() {
                Severity::Error => &mut entry.errors,
                Severity::Warning => &mut entry.warnings,
                Severity::Hint => &mut entry.hints,
            } += 1;
        }
    }
}

/// The dossier or table that a name means: the id of a source, or the path of a file.
pub fn find<'e>(entries: &'e [Entry], name: &str) -> Option<&'e Entry> {
    let by_id = |entry: &&Entry| entry.id.as_deref() == Some(name);
    let path = name.trim_start_matches("./");
    let by_path =
        |entry: &&Entry| entry.path == path || entry.path.strip_prefix("data/") == Some(path);
    entries
        .iter()
        .find(by_id)
        .or_else(|| entries.iter().find(by_path))
}
