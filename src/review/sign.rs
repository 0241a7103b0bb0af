//! A review, written down: in a dossier's front matter, or beside a table.

use std::ops::Range;

use super::{Entry, SUFFIX, State, digest, is_same_person, line_of};
use crate::date::Date;
use crate::diagnostic::is_hidden;
use crate::edit::Edits;
use crate::files::{File, Files, FilesError, Kind};
use crate::span::Span;
use crate::tally;

/// Why a review cannot be written down.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    #[error("a reviewer has a name, on one line")]
    Name,
    #[error("the name of the reviewer has a character that cannot be seen")]
    Hidden,
    #[error(
        "`{path}` has {errors}: what cannot be built cannot be reviewed; `citable check` shows them"
    )]
    Errors { path: String, errors: String },
    #[error(
        "`{path}` doesn't say whose work it is, so nobody can be a second person: write `curator: NAME` into {place}"
    )]
    NoCurator { path: String, place: &'static str },
    #[error("{by} is the curator of `{path}`: a review is by a second person")]
    Curator { path: String, by: String },
    #[error(
        "`{path}` has been reviewed as it is, by {by} on {on}; delete that first if yours is to stand in its place"
    )]
    Reviewed {
        path: String,
        by: String,
        on: String,
    },
    #[error(transparent)]
    Files(#[from] FilesError),
}

/// A name as a review has it: with single spaces.
pub fn written(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The edits that write down that `by` has reviewed a dossier or table on a day.
pub fn sign(files: &Files, entry: &Entry, by: &str, on: &Date) -> Result<Edits, SignError> {
    let by = written(by);
    if by.is_empty() {
        return Err(SignError::Name);
    }
    if by.chars().any(is_hidden) {
        return Err(SignError::Hidden);
    }
    may_sign(entry, &by)?;
    let (file, _) = files.load(entry.file)?;
    let mut edits = Edits::new();
    if file.kind == Kind::Facts {
        let words = format!("{by} {on} sha256:{}\n", digest(file, None));
        beside(files, file, words, &mut edits)?;
    } else {
        let line = line(&file.text);
        let span = line
            .clone()
            .map(|line| Span::new(entry.file, line.start, line.end));
        let words = format!("{by} {on} sha256:{}", digest(file, span));
        let place = line.unwrap_or_else(|| {
            let at = place(&file.text);
            at..at
        });
        edits.replace(file, place, format!("reviewed: {}\n", quoted(&words)));
    }
    Ok(edits)
}

/// Whether a person may sign a file, as it stands.
fn may_sign(entry: &Entry, by: &str) -> Result<(), SignError> {
    let path = entry.path.clone();
    if entry.errors > 0 {
        let errors = tally::counted(entry.errors, "error", "errors");
        return Err(SignError::Errors { path, errors });
    }
    if entry.curators.is_empty() {
        let place = match entry.id {
            Some(_) => "its front matter",
            None => "the front matter of the sources that it cites",
        };
        return Err(SignError::NoCurator { path, place });
    }
    if entry
        .curators
        .iter()
        .any(|curator| is_same_person(curator, by))
    {
        let by = by.to_owned();
        return Err(SignError::Curator { path, by });
    }
    match &entry.state {
        State::Reviewed { by, on } => Err(SignError::Reviewed {
            path,
            by: by.clone(),
            on: on.clone(),
        }),
        _ => Ok(()),
    }
}

/// Writes the review file of a table.
fn beside(files: &Files, table: &File, words: String, edits: &mut Edits) -> Result<(), FilesError> {
    let path = format!("{}{SUFFIX}", table.path);
    match files.at_path(&path) {
        Some(id) => {
            let (file, _) = files.load(id)?;
            edits.replace(file, 0..file.text.len(), words);
        }
        None => edits.create(path, words),
    }
    Ok(())
}

/// The lines of the front matter, each with where it starts, and where the front matter ends.
fn front_matter(text: &str) -> (Vec<(usize, &str)>, usize) {
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if at > 0 && line.trim_end() == "---" {
            break;
        }
        lines.push((at, line));
        at += line.len();
    }
    (lines, at)
}

/// The line of the key `reviewed`, if the front matter has it.
fn line(text: &str) -> Option<Range<usize>> {
    let (lines, _) = front_matter(text);
    let (at, _) = lines
        .into_iter()
        .find(|(_, line)| line.starts_with("reviewed:"))?;
    Some(line_of(text, at..at))
}

/// Where a line for the review is put: after the curator's, or else at the end of the front matter.
fn place(text: &str) -> usize {
    let (lines, end) = front_matter(text);
    let mut lines = lines.into_iter();
    match lines.find(|(_, line)| line.starts_with("curator:")) {
        // A value may go on in the lines below its key, which are indented.
        Some(_) => lines
            .find(|(_, line)| !line.starts_with([' ', '\t']))
            .map_or(end, |(at, _)| at),
        None => end,
    }
}

/// A value of YAML, in quotation marks where it needs them.
fn quoted(words: &str) -> String {
    let starts = words.starts_with(|c: char| !c.is_alphanumeric());
    if starts || words.contains(": ") || words.contains(" #") {
        format!("\"{}\"", words.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        words.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review;
    use crate::span::{FileId, Spanned};

    fn signed(text: &str, by: &str) -> Result<String, SignError> {
        let path = "data/a.dossier.md".to_owned();
        let files = Files::from_memory([(path.clone(), Kind::Dossier, text.to_owned())]);
        let entry = Entry {
            file: FileId(0),
            path,
            id: Some("a".to_owned()),
            curators: vec!["Ana".to_owned()],
            state: State::Unreviewed,
            statements: 0,
            drafts: 0,
            errors: 0,
            warnings: 0,
            hints: 0,
            since: None,
        };
        let on = Date::parse("2024-05-01").unwrap();
        let changes = sign(&files, &entry, by, &on)?.changes().unwrap();
        Ok(changes[0].after.clone())
    }

    /// Whether the review in a text is over that text.
    fn holds(text: &str) -> bool {
        let path = "data/a.dossier.md".to_owned();
        let files = Files::from_memory([(path, Kind::Dossier, text.to_owned())]);
        let range = line(text).unwrap();
        let value = text[range.clone()]
            .trim_end()
            .trim_start_matches("reviewed: ")
            .trim_matches('"');
        let start = range.start + "reviewed: ".len();
        let span = Span::new(FileId(0), start, start + 1);
        let review = review::read(&Spanned::new(value.to_owned(), span)).unwrap();
        review::holds(&review, files.get(FileId(0)))
    }

    #[test]
    fn a_review_is_written_after_the_curator_and_holds() {
        let text = "---\nid: a\ncurator: Ana\nlang: en\n---\n\n- curator: no\n";
        let after = signed(text, "Ben  Müller").unwrap();
        assert!(
            after.starts_with("---\nid: a\ncurator: Ana\nreviewed: Ben Müller 2024-05-01 sha256:")
        );
        assert!(holds(&after));
        let again = signed(&after, "Eva").unwrap();
        assert_eq!(again.matches("reviewed:").count(), 1);
        assert!(holds(&again));
    }

    #[test]
    fn line_ends_and_a_byte_order_mark_stay() {
        let text = "\u{FEFF}---\r\ncurator: >\r\n  Ana\r\nid: a\r\n---\r\n";
        let after = signed(text, "Ben").unwrap();
        assert!(after.contains("\r\n  Ana\r\nreviewed: Ben "));
        assert_eq!(after.matches("\r\n").count(), after.matches('\n').count());
        assert!(holds(&after));
    }

    #[test]
    fn names_that_yaml_would_take_for_something_else_are_quoted() {
        let after = signed("---\ncurator: Ana\n---\n", "Ben: \"the\" #1").unwrap();
        assert!(
            after.contains("reviewed: \"Ben: \\\"the\\\" #1 2024"),
            "{after}"
        );
    }

    #[test]
    fn a_review_is_by_a_second_person_with_a_name() {
        let text = "---\ncurator: Ana\n---\n";
        assert!(matches!(
            signed(text, "ana"),
            Err(SignError::Curator { .. })
        ));
        assert!(matches!(signed(text, " "), Err(SignError::Name)));
        for hidden in ["Ben\u{0}", "An\u{200B}a", "\u{202E}anA"] {
            assert!(matches!(signed(text, hidden), Err(SignError::Hidden)));
        }
        assert!(matches!(
            signed(text, "An\u{200D}a"),
            Err(SignError::Curator { .. })
        ));
    }
}
