//! The places of quotations in a text that is not stored here: what whoever holds the text has written down.
//!
//! A publisher may forbid copies, and a short quotation is lawful. So the words stay in the dossier, and a file beside it says
//! of which text they are (its digest), and where in it each quotation stands. `citable source verify` writes it, and a build
//! takes it for evidence that somebody else has seen. The digest of its words, and its locator, tie an entry to a quotation: once
//! the quotation is edited, the entry is no longer about it.

use serde::{Deserialize, Serialize};

use crate::files::sha256;
use crate::quote::Tier;

/// The places of a source's quotations in one text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Offsets {
    /// The version of this form.
    pub version: u32,
    /// The id of the source.
    pub source: String,
    /// The SHA-256 of the text, UTF-8, that the offsets count in.
    pub text_sha256: String,
    /// The SHA-256 of the file that it was extracted from, and the extractor; none if the text is that file.
    pub original_sha256: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extractor: Option<String>,
    /// In the order of the text.
    pub quotations: Vec<Entry>,
}

/// Where one quotation stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Entry {
    /// Code points of the text, half-open.
    pub start: usize,
    pub end: usize,
    /// What was forgiven when it was found.
    pub tier: String,
    /// The SHA-256 of the quoted words, with single spaces.
    pub words_sha256: String,
    /// The locator of the quotation, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locator: Option<String>,
}

/// The version of the form that this tool writes. The first, which is read as well, has no locators.
pub const VERSION: u32 = 2;

impl Offsets {
    /// Reads the file of a source; the error says what is wrong with it.
    pub fn read(text: &str, source: &str) -> Result<Offsets, String> {
        let offsets: Offsets = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if !(1..=VERSION).contains(&offsets.version) {
            return Err(format!(
                "it is of version {}, and this tool reads those up to {VERSION}",
                offsets.version
            ));
        }
        if offsets.source != source {
            return Err(format!("it is of the source `{}`", offsets.source));
        }
        let is_tier = |entry: &Entry| Tier::ALL.iter().any(|tier| tier.name() == entry.tier);
        match offsets
            .quotations
            .iter()
            .find(|entry| !is_tier(entry) || entry.start >= entry.end)
        {
            Some(entry) => Err(format!("{}..{} is no place", entry.start, entry.end)),
            None => Ok(offsets),
        }
    }

    /// As it is written.
    pub fn to_text(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("numbers and strings are JSON");
        text.push('\n');
        text
    }

    /// Where a quotation stands, if it is known. An entry without a locator is of any quotation of the words, if they stand
    /// in one place only.
    pub fn entry(&self, words: &str, locator: Option<&str>) -> Option<&Entry> {
        let digest = words_digest(words);
        let same = |entry: &&Entry| entry.words_sha256 == digest;
        let of_words = self.quotations.iter().filter(same);
        let (located, others): (Vec<&Entry>, Vec<&Entry>) = of_words
            .filter(|entry| entry.locator.is_none() || entry.locator.as_deref() == locator)
            .partition(|entry| entry.locator.is_some());
        let candidates = if located.is_empty() { others } else { located };
        let first = *candidates.first()?;
        let is_there = |entry: &&Entry| (entry.start, entry.end) == (first.start, first.end);
        candidates.iter().all(is_there).then_some(first)
    }
}

/// The digest of quoted words, however they are wrapped.
pub fn words_digest(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    sha256(words.join(" ").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offsets() -> Offsets {
        Offsets {
            version: VERSION,
            source: "minutes".to_owned(),
            text_sha256: sha256(b"text"),
            original_sha256: sha256(b"file"),
            extractor: None,
            quotations: vec![Entry {
                start: 3,
                end: 9,
                tier: "exact".to_owned(),
                words_sha256: words_digest("some words"),
                locator: None,
            }],
        }
    }

    #[test]
    fn the_same_words_are_told_apart_by_their_locators() {
        let mut offsets = offsets();
        let at = |start, locator: Option<&str>| Entry {
            start,
            end: start + 6,
            locator: locator.map(str::to_owned),
            ..offsets.quotations[0].clone()
        };
        let (first, third) = (at(3, Some("para. 1")), at(40, Some("para. 3")));
        let unlocated = [at(3, None), at(40, None)];
        offsets.quotations = vec![first, third];
        let start = |offsets: &Offsets, locator| {
            let entry = offsets.entry("some words", locator);
            entry.map(|entry| entry.start)
        };
        assert_eq!(start(&offsets, Some("para. 1")), Some(3));
        assert_eq!(start(&offsets, Some("para. 3")), Some(40));
        assert_eq!(start(&offsets, Some("para. 2")), None);
        // Of the first version nobody knows which is which, unless there is one place.
        offsets.version = 1;
        offsets.quotations = unlocated.to_vec();
        assert_eq!(start(&offsets, Some("para. 3")), None);
        offsets.quotations.pop();
        assert_eq!(start(&offsets, Some("para. 3")), Some(3));
    }

    #[test]
    fn what_is_written_is_read() {
        let read = Offsets::read(&offsets().to_text(), "minutes").unwrap();
        assert_eq!(read, offsets());
        assert!(read.entry("some\nwords", None).is_some());
        assert!(read.entry("other words", None).is_none());
        let first = offsets().to_text().replace("version\": 2", "version\": 1");
        assert!(Offsets::read(&first, "minutes").is_ok());
    }

    #[test]
    fn what_is_not_ours_is_refused() {
        let text = offsets().to_text();
        for (text, source) in [
            (text.clone(), "other"),
            (text.replace("\"version\": 2", "\"version\": 3"), "minutes"),
            (text.replace("exact", "roughly"), "minutes"),
            (text.replace("\"end\": 9", "\"end\": 1"), "minutes"),
            (text.replace("\"tier\"", "\"level\""), "minutes"),
            ("{".to_owned(), "minutes"),
        ] {
            assert!(Offsets::read(&text, source).is_err(), "{text}");
        }
    }
}
