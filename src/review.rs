//! Whether a review of a dossier is over the words that the dossier has now.

use crate::files::{File, sha256};
use crate::model::Review;

/// Whether a dossier, whose file is given, was reviewed as it stands. The digest of a review is over the dossier's text
/// without the line of the key `reviewed`, so that writing the review down doesn't void it.
pub fn holds(review: &Review, dossier: &File) -> bool {
    digest(&dossier.text, review.span.start as usize) == review.sha256
}

/// The digest of a text without the line that holds byte `at`.
fn digest(text: &str, at: usize) -> String {
    sha256(without_line(text, at).as_bytes())
}

/// A text without the line that holds byte `at`.
pub fn without_line(text: &str, at: usize) -> String {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
    [&text[..start], &text[end..]].concat()
}
