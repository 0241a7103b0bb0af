//! The change that voided a review, as the project's history has it.
//!
//! The installed git is asked, since it knows where the history is. Where there is none, or it doesn't have the words that
//! were reviewed, nothing is known.

use std::path::Path;
use std::process::{Command, Stdio};

use serde::Serialize;

use super::{line_of, without};
use crate::files::sha256;

/// How many changes of a file are looked through.
const LOOKED_THROUGH: usize = 200;

/// The first change after a review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Change {
    Commit {
        commit: String,
        author: String,
        date: String,
        title: String,
    },
    /// What isn't committed yet.
    Uncommitted,
}

/// The change after which a file, whose path from the project's `root` is given, no longer had the words of which
/// `digest` is the review's.
pub fn since(root: &Path, path: &str, digest: &str) -> Option<Change> {
    let count = format!("-n{LOOKED_THROUGH}");
    let log = git(
        root,
        &["log", &count, "--format=%H%x1f%an%x1f%as%x1f%s", "--", path],
    )?;
    let mut later = Change::Uncommitted;
    for line in String::from_utf8_lossy(&log).lines() {
        let parts: Vec<&str> = line.splitn(4, '\u{1f}').collect();
        let &[commit, author, date, title] = parts.as_slice() else {
            return None;
        };
        let text = git(root, &["show", &format!("{commit}:./{path}")]).unwrap_or_default();
        if has_digest(&text, digest) {
            return Some(later);
        }
        later = Change::Commit {
            commit: commit.chars().take(10).collect(),
            author: author.to_owned(),
            date: date.to_owned(),
            title: title.to_owned(),
        };
    }
    None
}

/// Whether a file with this content is what was reviewed: a table as it is, a dossier without its line `reviewed`.
fn has_digest(content: &[u8], digest: &str) -> bool {
    if sha256(content) == digest {
        return true;
    }
    let text = String::from_utf8_lossy(content);
    let lines = text.match_indices("\nreviewed:");
    let mut ranges = lines.map(|(at, line)| line_of(&text, at + 1..at + line.len()));
    ranges.any(|range| without(&text, range) == digest)
}

/// What git says in a folder; nothing if it fails.
fn git(folder: &Path, arguments: &[&str]) -> Option<Vec<u8>> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments);
    command.env("GIT_OPTIONAL_LOCKS", "0");
    let output = command.stdin(Stdio::null()).output().ok()?;
    output.status.success().then_some(output.stdout)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dossier_is_known_with_and_without_its_review() {
        let before = "---\nid: a\n---\n\n- text\n";
        let digest = sha256(before.as_bytes());
        assert!(has_digest(before.as_bytes(), &digest));
        let signed = before.replace("id: a\n", "id: a\nreviewed: Ben 2024-01-01 sha256:0\n");
        assert!(has_digest(signed.as_bytes(), &digest));
        let edited = signed.replace("text", "words");
        assert!(!has_digest(edited.as_bytes(), &digest));
        assert!(!has_digest(&[0xFF, b'\n'], &digest));
    }
}
