//! Known entities that a sentence names: what a curator may find in it.
//!
//! A name is looked for word by word, in any script, case aside, and the longest name wins: where `Chess Club of Rome`
//! stands, `Rome` isn't named. A name all in capitals has to stand so, since `US` and `us` are two words.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use unicode_normalization::{UnicodeNormalization, is_nfc};
use unicode_segmentation::UnicodeSegmentation;

use crate::model::{EntityId, Model};

/// The names of all entities.
pub struct Known<'a> {
    model: &'a Model<'a>,
    /// By their words in small letters.
    names: FxHashMap<Vec<String>, Vec<Name>>,
    /// By a first word, how many words the names have that begin with it; the greatest number first.
    lengths: FxHashMap<String, BTreeSet<Reverse<usize>>>,
}

struct Name {
    /// The words as written, if they have to stand so.
    as_written: Option<Vec<String>>,
    entity: EntityId,
}

impl<'a> Known<'a> {
    pub fn new(model: &'a Model<'a>) -> Known<'a> {
        let mut known = Known {
            model,
            names: FxHashMap::default(),
            lengths: FxHashMap::default(),
        };
        for id in model.entities.ids() {
            for label in model.entity(id).names() {
                known.add(&label.text, model.survivor(id));
            }
        }
        for names in known.names.values_mut() {
            names.sort_by_key(|name| name.entity);
        }
        known
    }

    fn add(&mut self, label: &str, entity: EntityId) {
        let written = words(label);
        let small: Vec<String> = written.iter().map(|word| word.to_lowercase()).collect();
        let Some(first) = small.first() else { return };
        let lengths = self.lengths.entry(first.clone()).or_default();
        lengths.insert(Reverse(small.len()));
        self.names.entry(small).or_default().push(Name {
            as_written: is_in_capitals(label).then_some(written),
            entity,
        });
    }

    /// The labels of the entities that a sentence names, in the order in which it does.
    pub fn named(&self, sentence: &str) -> Vec<String> {
        let written = words(sentence);
        let small: Vec<String> = written.iter().map(|word| word.to_lowercase()).collect();
        let mut found: Vec<EntityId> = Vec::new();
        let mut at = 0;
        while at < small.len() {
            let Some((names, length)) = self.longest(&small[at..], &written[at..]) else {
                at += 1;
                continue;
            };
            for entity in names {
                if !found.contains(&entity) {
                    found.push(entity);
                }
            }
            at += length;
        }
        let label = |id| self.model.entity(id).label.text.clone();
        found.into_iter().map(label).collect()
    }

    /// The entities of the longest name that stands at the start of words, and how many words it has.
    fn longest(&self, small: &[String], written: &[String]) -> Option<(Vec<EntityId>, usize)> {
        let lengths = self.lengths.get(small.first()?)?;
        lengths.iter().find_map(|&Reverse(length)| {
            let names = self.names.get(small.get(..length)?)?.iter();
            let stands = |name: &&Name| {
                let capitals = name.as_written.as_ref();
                capitals.is_none_or(|words| written.starts_with(words))
            };
            let entities: Vec<EntityId> = names.filter(stands).map(|name| name.entity).collect();
            (!entities.is_empty()).then_some((entities, length))
        })
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
