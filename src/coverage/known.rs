//! Known entities that a sentence names: what a curator may find in it.
//!
//! A name is looked for word by word, in any script, case aside, and the longest name wins: where `Chess Club of Rome`
//! stands, `Rome` isn't named. A name all in capitals has to stand so, since `US` and `us` are two words.

use rustc_hash::FxHashMap;
use unicode_normalization::{UnicodeNormalization, is_nfc};
use unicode_segmentation::UnicodeSegmentation;

use crate::model::{EntityId, Model};

/// The names of all entities.
pub struct Known<'a> {
    model: &'a Model<'a>,
    /// By their first word, the longest first.
    names: FxHashMap<String, Vec<Name>>,
}

struct Name {
    words: Vec<String>,
    /// The words as written, if they have to stand so.
    as_written: Option<Vec<String>>,
    entity: EntityId,
}

impl<'a> Known<'a> {
    pub fn new(model: &'a Model<'a>) -> Known<'a> {
        let mut names: FxHashMap<String, Vec<Name>> = FxHashMap::default();
        for id in model.entities.ids() {
            for label in model.entity(id).names() {
                let written = words(&label.text);
                let small: Vec<String> = written.iter().map(|word| word.to_lowercase()).collect();
                let Some(first) = small.first() else { continue };
                names.entry(first.clone()).or_default().push(Name {
                    as_written: is_in_capitals(&label.text).then_some(written),
                    words: small.clone(),
                    entity: model.survivor(id),
                });
            }
        }
        for names in names.values_mut() {
            names.sort_by_key(|name| (usize::MAX - name.words.len(), name.entity));
        }
        Known { model, names }
    }

    /// The labels of the entities that a sentence names, in the order in which it does.
    pub fn named(&self, sentence: &str) -> Vec<String> {
        let written = words(sentence);
        let small: Vec<String> = written.iter().map(|word| word.to_lowercase()).collect();
        let mut found: Vec<EntityId> = Vec::new();
        let mut at = 0;
        while at < small.len() {
            let names = self.names.get(&small[at]).map_or(&[][..], Vec::as_slice);
            let stands = |name: &&Name| {
                let capitals = name.as_written.as_ref();
                small[at..].starts_with(&name.words)
                    && capitals.is_none_or(|words| written[at..].starts_with(words))
            };
            let Some(longest) = names.iter().find(stands).map(|name| name.words.len()) else {
                at += 1;
                continue;
            };
            let all = names.iter().filter(|name| name.words.len() == longest);
            for name in all.filter(stands) {
                if !found.contains(&name.entity) {
                    found.push(name.entity);
                }
            }
            at += longest;
        }
        let label = |id| self.model.entity(id).label.text.clone();
        found.into_iter().map(label).collect()
    }
}

/// The words of a text in NFC. What an apostrophe joins is apart: `Interpol's` names Interpol.
fn words(text: &str) -> Vec<String> {
    let words = |text: &str| {
        let words = text.unicode_words();
        let parts = words.flat_map(|word| word.split(['\'', '’']));
        parts
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    };
    match is_nfc(text) {
        true => words(text),
        false => words(&text.nfc().collect::<String>()),
    }
}

fn is_in_capitals(text: &str) -> bool {
    text.contains(char::is_uppercase) && !text.contains(char::is_lowercase)
}
