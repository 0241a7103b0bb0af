//! Changes to the user's files: words replaced at their places, in many files together.
//!
//! [`Edits`] collects what is to be replaced in files as they were read, and makes of it one [`Change`] a file: the
//! content before and after. Two replacements of the same words are refused, as one of them would be lost. A change
//! can be shown ([`Change::diff`]), or all be written together ([`write`]): only if no file has changed since it was
//! read, and each by one rename, so that nobody ever sees half a file.

mod diff;
mod write;

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;

use crate::files::File;

pub use write::write;

/// Replacements in files, and new files; they are applied together.
#[derive(Debug, Default)]
pub struct Edits {
    drafts: BTreeMap<String, Draft>,
}

/// What is to become of one file.
#[derive(Debug)]
struct Draft {
    /// The content as it was read; nothing of a file that is to be made.
    before: Option<String>,
    replacements: Vec<(Range<usize>, String)>,
}

/// A file before and after its edits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Relative to the project's root, with `/`.
    pub path: String,
    /// The content as it was read; nothing of a file that is to be made.
    pub before: Option<String>,
    pub after: String,
}

/// Why edits were not made, or not all.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    #[error("two changes to `{path}` meet in line {line}: make one of them first")]
    Overlap { path: String, line: usize },
    #[error("`{path}` was changed since it was read: run the command again")]
    Changed { path: String },
    #[error("there already is a file `{path}`")]
    Exists { path: String },
    #[error("cannot write `{path}`: {cause}")]
    Write { path: String, cause: io::Error },
    /// The disk failed, or somebody wrote, after the first file was in place.
    #[error("{cause}; already written: {}; not written: {}", listed(.written), listed(.missing))]
    Partly {
        written: Vec<String>,
        missing: Vec<String>,
        cause: Box<EditError>,
    },
}

fn listed(paths: &[String]) -> String {
    let quoted: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
    quoted.join(", ")
}

impl Edits {
    pub fn new() -> Edits {
        Edits::default()
    }

    /// Replaces the bytes `range` of a file as it was read. An empty range inserts; insertions at one place keep the
    /// order in which they were asked for. A `\n` in the new words becomes the line end that the file has.
    ///
    /// # Panics
    ///
    /// If the range is not one of the file's text.
    pub fn replace(&mut self, file: &File, range: Range<usize>, words: impl Into<String>) {
        assert!(
            file.text.get(range.clone()).is_some(),
            "{range:?} is no range of {}",
            file.path
        );
        let draft = self.drafts.entry(file.path.clone());
        let draft = draft.or_insert_with(|| Draft {
            before: Some(file.text.clone()),
            replacements: Vec::new(),
        });
        draft.replacements.push((range, words.into()));
    }

    /// Makes a new file with this content, at a path relative to the project's root.
    pub fn create(&mut self, path: impl Into<String>, content: impl Into<String>) {
        let draft = Draft {
            before: None,
            replacements: vec![(0..0, content.into())],
        };
        self.drafts.insert(path.into(), draft);
    }

    /// The files that become others, in the order of their paths.
    pub fn changes(self) -> Result<Vec<Change>, EditError> {
        let mut changes = Vec::new();
        for (path, draft) in self.drafts {
            let Draft {
                before,
                replacements,
            } = draft;
            let after = match &before {
                Some(before) => apply(before, replacements).map_err(|line| EditError::Overlap {
                    path: path.clone(),
                    line,
                })?,
                None => replacements.into_iter().map(|(_, words)| words).collect(),
            };
            if before.as_ref() != Some(&after) {
                changes.push(Change {
                    path,
                    before,
                    after,
                });
            }
        }
        Ok(changes)
    }
}

/// The text with its replacements, or the line in which two of them meet.
fn apply(text: &str, mut replacements: Vec<(Range<usize>, String)>) -> Result<String, usize> {
    // What is inserted at a place stands before what is put for the words that start there.
    replacements.sort_by_key(|(range, _)| (range.start, range.end));
    let mut after = String::with_capacity(text.len());
    let mut done = 0;
    for (range, words) in replacements {
        if range.start < done {
            return Err(1 + text[..range.start].matches('\n').count());
        }
        after.push_str(&text[done..range.start]);
        after.push_str(&with_line_ends(&words, text));
        done = range.end;
    }
    after.push_str(&text[done..]);
    Ok(after)
}

/// New words with the line ends of the text that they come into: those of its first line.
fn with_line_ends(words: &str, text: &str) -> String {
    let plain = words.replace("\r\n", "\n");
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => plain.replace('\n', "\r\n"),
        _ => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::{Files, Kind};

    fn file(text: &str) -> Files {
        let path = "data/a.dossier.md".to_owned();
        Files::from_memory([(path, Kind::Dossier, text.to_owned())])
    }

    fn edited(text: &str, replacements: &[(Range<usize>, &str)]) -> Result<String, EditError> {
        let files = file(text);
        let id = files.ids().next().unwrap();
        let mut edits = Edits::new();
        for (range, words) in replacements {
            edits.replace(files.get(id), range.clone(), *words);
        }
        let changes = edits.changes()?;
        Ok(changes
            .into_iter()
            .next()
            .map_or(text.to_owned(), |change| change.after))
    }

    #[test]
    fn replacements_are_applied_together_in_whatever_order_they_were_asked_for() {
        let after = edited(
            "Ada knows Bob",
            &[(10..13, "Cem"), (0..3, "Zoë"), (3..3, "!")],
        );
        assert_eq!(after.unwrap(), "Zoë! knows Cem");
    }

    #[test]
    fn insertions_at_one_place_keep_their_order_and_stand_before_a_replacement() {
        let after = edited("abc", &[(1..2, "B"), (1..1, "1"), (1..1, "2"), (2..2, "3")]);
        assert_eq!(after.unwrap(), "a12B3c");
    }

    #[test]
    fn overlaps_are_refused_with_their_line() {
        let both = edited("a\nbcde", &[(2..4, "x"), (3..5, "y")]);
        assert!(matches!(both, Err(EditError::Overlap { line: 2, .. })));
        let inside = edited("abcd", &[(0..4, "x"), (2..2, "y")]);
        assert!(matches!(inside, Err(EditError::Overlap { line: 1, .. })));
    }

    #[test]
    fn the_byte_order_mark_and_both_kinds_of_line_end_stay() {
        let after = edited("\u{FEFF}a\r\nb\r\n", &[(6..7, "x\ny")]);
        assert_eq!(after.unwrap(), "\u{FEFF}a\r\nx\r\ny\r\n");
        assert_eq!(
            edited("a\nb\r\n", &[(2..3, "x\r\ny")]).unwrap(),
            "a\nx\ny\r\n"
        );
    }

    #[test]
    fn what_stays_as_it_is_is_no_change() {
        let files = file("abc");
        let id = files.ids().next().unwrap();
        let mut edits = Edits::new();
        edits.replace(files.get(id), 0..1, "a");
        assert_eq!(edits.changes().unwrap(), []);
    }
}
