//! Reviews: that a second person has read a dossier or table, and in which words.
//!
//! A dossier names its review in its front matter; a table, which has none, in a file beside it whose name is the table's
//! with [`SUFFIX`]. A review is over the words of its file, and over nothing else: any later edit voids it. It counts
//! if the file has those words still, and if the reviewer isn't the one whose work it is.

mod history;
mod list;
mod sign;

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::date::Date;
use crate::diagnostic::{Diagnostic, Rule, is_hidden};
use crate::files::{File, Files, Kind, sha256};
use crate::model::{Dossier, Model, Review};
use crate::span::{FileId, Span, Spanned};

pub use history::{Change, since};
pub use list::{Entry, State, count, find, list, of_table};
pub use sign::{SignError, sign, written};

/// What the name of a review file has after that of its table.
pub const SUFFIX: &str = ".reviewed";

/// How a review is written down.
pub const FORM: &str = "NAME YYYY-MM-DD sha256:DIGEST";

/// Reads `NAME YYYY-MM-DD sha256:DIGEST`; nothing if it is something else.
pub fn read(text: &Spanned<String>) -> Option<Review> {
    let mut words: Vec<&str> = text.value.split_whitespace().collect();
    let digest = words.pop()?.strip_prefix("sha256:")?;
    let on = Date::parse(words.pop()?).ok()?;
    let whole = is_digest(digest) && on.is_day() && !words.is_empty();
    whole.then(|| Review {
        by: words.join(" "),
        on,
        sha256: digest.to_owned(),
        span: text.span,
    })
}

/// The review file of a table, if there is one.
pub fn beside(files: &Files, table: &File) -> Option<FileId> {
    match table.kind {
        Kind::Facts => files.at_path(&format!("{}{SUFFIX}", table.path)),
        _ => None,
    }
}

/// The review files whose tables are not there.
pub fn orphans(files: &Files) -> Vec<Diagnostic> {
    let reviews = files.of(Kind::Review);
    let orphan = |id: FileId| {
        let table = files.path(id).strip_suffix(SUFFIX)?;
        files.at_path(table).is_none().then(|| {
            let message = format!("this is the review of `{table}`, which is not there");
            Diagnostic::new(Rule::ReviewVoid, Span::new(id, 0, 0), message)
                .help("give it the name that the table has now, or delete it")
        })
    };
    reviews.filter_map(orphan).collect()
}

/// The words of a review file, with their place.
pub fn text_of(file: FileId, text: &str) -> Spanned<String> {
    let start = text.len()
        - text
            .trim_start_matches(['\u{FEFF}', ' ', '\n', '\r', '\t'])
            .len();
    let words = text[start..].trim_end();
    Spanned::new(
        words.to_owned(),
        Span::new(file, start, start + words.len()),
    )
}

pub fn is_digest(text: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    text.len() == 64 && text.bytes().all(is_digit)
}

/// Whether a rule is about how a review stands, and not about what a file says.
pub fn is_of_standing(rule: Rule) -> bool {
    matches!(rule, Rule::ReviewVoid | Rule::ReviewedByCurator)
}

/// The review of a dossier or table, whether it counts or not.
pub fn of<'a>(dossier: &'a Dossier, model: &'a Model) -> Option<&'a Review> {
    let source = dossier.source.map(|id| model.source(id));
    let own = source.and_then(|source| source.review.as_ref());
    own.or(dossier.review.as_ref())
}

/// Whether a review is over the words that its file has now. The digest of a dossier's review is over the text without
/// the line of the key `reviewed`, so that writing the review down doesn't void it.
pub fn holds(review: &Review, file: &File) -> bool {
    digest(file, Some(review.span)) == review.sha256
}

/// Whether the review of a dossier or table counts: it holds, and is by nobody whose work it is over.
pub fn counted<'a>(dossier: &'a Dossier, model: &'a Model, file: &File) -> Option<&'a Review> {
    let review = of(dossier, model)?;
    let own = |curator: &str| is_same_person(&review.by, curator);
    (holds(review, file) && !curators(dossier, model).into_iter().any(own)).then_some(review)
}

/// Whose work a dossier or table is: those who curate the sources that it reads.
pub fn curators<'a>(dossier: &Dossier, model: &'a Model) -> Vec<&'a str> {
    let cited = dossier.groups.iter().filter_map(|group| group.source);
    let sources = dossier.source.into_iter().chain(cited);
    let curators = sources.filter_map(|id| model.source(id).curator.as_deref());
    let mut curators: Vec<&str> = curators.collect();
    curators.sort_unstable();
    curators.dedup();
    curators
}

/// The digest that a review of a file is over; `review` is where a dossier has one already.
fn digest(file: &File, review: Option<Span>) -> String {
    if file.kind == Kind::Facts {
        return file.sha256.clone();
    }
    match review {
        Some(span) => without(&file.text, line_of(&file.text, span.range())),
        None => sha256(file.text.as_bytes()),
    }
}

/// A text without the line that holds byte `at`.
pub fn without_line(text: &str, at: usize) -> String {
    let line = line_of(text, at..at);
    [&text[..line.start], &text[line.end..]].concat()
}

/// The digest of a text without some of it.
fn without(text: &str, range: Range<usize>) -> String {
    sha256(
        [&text[..range.start], &text[range.end..]]
            .concat()
            .as_bytes(),
    )
}

/// The lines that hold a place, line ends included.
fn line_of(text: &str, place: Range<usize>) -> Range<usize> {
    let start = text[..place.start].rfind('\n').map_or(0, |end| end + 1);
    let end = text[place.start..].find('\n');
    start..end.map_or(text.len(), |end| place.start + end + 1)
}

/// Whether two names are written as one person's: case and white space aside, and what cannot be seen.
pub fn is_same_person(one: &str, other: &str) -> bool {
    let is_unseen = |c: char| {
        let is_space = c.is_whitespace();
        let joins = matches!(
            c,
            '\u{200C}' | '\u{200D}' | '\u{34F}' | '\u{FE00}'..='\u{FE0F}'
        );
        (is_hidden(c) && !is_space) || joins
    };
    let plain = |name: &str| -> Vec<String> {
        let name: String = name.chars().filter(|&c| !is_unseen(c)).nfkc().collect();
        name.split_whitespace().map(str::to_lowercase).collect()
    };
    plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::FileId;

    fn reading(text: &str) -> Option<Review> {
        read(&text_of(FileId(0), text))
    }

    #[test]
    fn a_review_says_who_when_and_over_what() {
        let digest = "a".repeat(64);
        let review = reading(&format!(
            "\u{FEFF} Ana  María 2024-05-01 sha256:{digest}\r\n"
        ))
        .unwrap();
        assert_eq!(
            (review.by.as_str(), review.on.as_str()),
            ("Ana María", "2024-05-01")
        );
        for wrong in [
            String::new(),
            format!("2024-05-01 sha256:{digest}"),
            format!("Ana 2024-05 sha256:{digest}"),
            format!("Ana 2024-05-01 {digest}"),
            "Ana 2024-05-01 sha256:abc".to_owned(),
        ] {
            assert!(reading(&wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn persons_are_told_by_their_names() {
        assert!(is_same_person("Ana  María", "ana maría"));
        assert!(is_same_person("Ανα", "ΑΝΑ"));
        assert!(is_same_person("Ana\u{200B} Ü", "Ana\u{202C} U\u{308}"));
        assert!(is_same_person("An\u{200D}a", "Ana"));
        assert!(!is_same_person("Ana", "Ben"));
    }
}
