//! What becomes of one quotation when another text takes the place of its source's.

use std::ops::Range;

use serde::Serialize;
use similar::{ChangeTag, TextDiff};

use super::proposal::{self, Unquotable};
use super::quoted::{Quoted, Said};
use crate::drift::{self, Changed, Fate, Why};
use crate::edit::Edits;
use crate::evidence;
use crate::files::File;
use crate::model::Quotation;
use crate::quote::Text;

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
    /// Why nothing can be proposed: `several` if the words there stand more than once however they are lengthened,
    /// `control-characters` if they hold some.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocked: Option<&'static str>,
    /// Its locator, if that names another part than it did, and what it would have to be.
    pub locator: Option<[String; 2]>,
    /// Whether it needs a person: only with what is proposed does it stand in the new text, as a build finds it and where its
    /// locator says.
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

/// Follows a quotation from the old text into the new one.
pub fn item(quoted: &Quoted, old: &Text, new: &Text) -> Item {
    let quotation = &quoted.quotation;
    let Some(place) = &quoted.place else {
        return blank(quoted, [0, 0]); // it has no words, or isn't found in the old text either, which is told
    };
    let mut item = blank(quoted, [place.chars.start, place.chars.end]);
    let told = told(quotation, new);
    let fate = drift::trace_told(&quotation.text, &place.bytes, old, new, told.as_ref());
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
                    item.drop_idle_locator();
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
                    "the words stand in several places that fit alike; this is one of them, and a locator such as `(para. 2)` would tell which"
                }
            });
            match told.filter(|_| why == Why::Several) {
                Some(told) => item.confirm(new, &told),
                None => item.propose(quotation, new, &passage),
            }
            let proposed = item.locator.as_ref().map(|[_, locator]| locator.clone());
            if !proposed.is_some_and(|locator| is_found(quotation, Some(locator), new, &passage)) {
                item.drop_idle_locator();
            }
        }
        Fate::Gone => {
            item.needs = true;
            if let Some(told) = told {
                // The place belongs to another one of the old text, unless a person says otherwise.
                item.fate = "changed";
                item.confirm(new, &told);
            }
        }
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
        blocked: None,
        locator: None,
        needs: false,
        accepted: false,
        statements: quoted.said.clone(),
    }
}

/// The place of the new text that the locator of a quotation names, if it stands there.
fn told(quotation: &Quotation, new: &Text) -> Option<Range<usize>> {
    let locator = quotation.locator.as_deref()?;
    let bytes = evidence::place(quotation, new)?.bytes;
    (evidence::locates(locator, new.as_str(), bytes.start) == Some(true)).then_some(bytes)
}

/// Whether a build will find a quotation, with this locator or its own, at these bytes of the new text.
fn is_found(
    quotation: &Quotation,
    locator: Option<String>,
    new: &Text,
    bytes: &Range<usize>,
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
    pub fn is_touched(&self) -> bool {
        matches!(self.fate, "changed" | "gone")
    }

    pub fn is_settled(&self) -> bool {
        !self.needs || self.accepted
    }

    pub fn can_be_accepted(&self) -> bool {
        self.proposal.is_some() || self.locator.is_some()
    }

    fn place(&mut self, new: &Text, bytes: &Range<usize>) {
        let chars = new.chars(bytes);
        self.new = Some([chars.start, chars.end]);
    }

    /// Asks whether the words stand where their locator says: nothing is to be written then.
    fn confirm(&mut self, new: &Text, told: &Range<usize>) {
        self.place(new, told);
        self.proposal = Some(self.words.clone());
        self.locator = None;
        self.why =
            Some("the words stand in several places that fit alike; its locator names this one");
    }

    /// Proposes the words that stand there now.
    fn propose(&mut self, quotation: &Quotation, new: &Text, passage: &Range<usize>) {
        let words = match proposal::words(new, passage) {
            Ok(words) => words,
            Err(Unquotable::Several) => return self.blocked = Some("several"),
            Err(Unquotable::Control) => {
                self.why = Some("control characters stand there, which no quotation may have");
                return self.blocked = Some("control-characters");
            }
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

    /// Forgets a locator that alone would not let the quotation be found.
    fn drop_idle_locator(&mut self) {
        if self.proposal.is_none() {
            self.locator = None;
        }
    }

    /// Notes that a locator named the part of the old text, and names another part of the new one.
    fn relocate(
        &mut self,
        quotation: &Quotation,
        (old, before): (&Text, &Range<usize>),
        (new, now): (&Text, &Range<usize>),
    ) {
        let Some(locator) = &quotation.locator else {
            return;
        };
        let was_right = evidence::locates(locator, old.as_str(), before.start) == Some(true);
        let is_right = evidence::locates(locator, new.as_str(), now.start) == Some(true);
        if was_right && !is_right {
            let new = evidence::locator_at(locator, new.as_str(), now.start);
            self.locator = new.map(|new| [locator.clone(), new]);
            self.needs |= self.locator.is_some();
        }
    }

    /// Writes what was accepted.
    pub fn write(&self, quoted: &Quoted, file: &File, edits: &mut Edits) {
        if let Some(words) = self.proposal.as_ref().filter(|words| **words != self.words) {
            proposal::rewrite(quoted, file, words, edits);
        }
        if let Some([old, new]) = &self.locator {
            proposal::relocate(quoted, file, old, new, edits);
        }
    }
}
