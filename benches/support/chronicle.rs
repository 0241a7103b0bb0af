//! The text of a source, and what a curator quotes from it and reads off it.
//!
//! Seven quotations in ten are the words as they stand; the others are wrapped anew, have the quote marks and
//! dashes of a keyboard, or leave a sentence out with `[…]`. Every eighth source is wrapped itself.

use std::collections::HashSet;
use std::fmt::Write;

use super::random::Random;
use super::reading::Reading;
use super::sentences::{self, Sentence};
use super::world::World;

/// A source, and the notes on it.
pub struct Chronicle {
    pub number: usize,
    pub text: String,
    pub passages: Vec<Passage>,
}

/// A quotation, and the statements that are read off it.
pub struct Passage {
    pub quotation: String,
    /// An id and a chapter.
    pub anchor: Option<(String, String)>,
    pub statements: Vec<Statement>,
}

/// A statement, with its own id, or a reference to another's.
pub struct Statement {
    pub reading: Reading,
    pub id: Option<String>,
    pub see: Option<String>,
}

/// Writes sources, one after the other.
pub struct Chronicler<'a> {
    world: &'a World,
    random: Random,
    /// The statements that have an id, in all sources: a statement has one.
    pinned: HashSet<String>,
    number: usize,
    /// What was quoted from this source: a quotation stands in one place.
    told: HashSet<String>,
    text: String,
    passages: Vec<Passage>,
    statements: usize,
    last_id: Option<String>,
}

impl<'a> Chronicler<'a> {
    pub fn new(world: &'a World, random: Random) -> Self {
        Self {
            world,
            random,
            pinned: HashSet::new(),
            number: 0,
            told: HashSet::new(),
            text: String::new(),
            passages: Vec::new(),
            statements: 0,
            last_id: None,
        }
    }

    /// The next source, with so many statements; a full one has about `length` bytes, as `full` statements would.
    pub fn next(
        &mut self,
        statements: usize,
        full: usize,
        (least, most): (usize, usize),
    ) -> Chronicle {
        self.told.clear();
        self.statements = 0;
        self.last_id = None;
        let length = self.random.between(least, most) * statements / full;
        while self.statements < statements {
            self.passage(statements - self.statements);
            while self.text.len() * statements < length * self.statements {
                let filler = sentences::filler(&mut self.random);
                self.text.push_str(&filler);
                self.text
                    .push(if self.random.percent(20) { '\n' } else { ' ' });
            }
        }
        let number = self.number;
        self.number += 1;
        let text = std::mem::take(&mut self.text);
        Chronicle {
            number,
            text: if number % 8 == 7 {
                wrap(&text, 90)
            } else {
                text
            },
            passages: std::mem::take(&mut self.passages),
        }
    }

    /// One passage of the source with its quotation and at most `room` statements.
    fn passage(&mut self, room: usize) {
        let mut first = self.sentence(room);
        let quotation = if room >= 4 && self.random.percent(6) {
            let second = self.sentence(1);
            let between = sentences::filler(&mut self.random);
            let _ = write!(self.text, "{} {between} {} ", first.text, second.text);
            first.readings.extend(second.readings);
            format!("{} […] {}", first.text, second.text)
        } else {
            let _ = write!(self.text, "{} ", first.text);
            self.variant(&first.text)
        };
        let passage = Passage {
            quotation,
            anchor: self.anchor(),
            statements: first
                .readings
                .into_iter()
                .map(|reading| self.statement(reading))
                .collect(),
        };
        self.passages.push(passage);
    }

    fn sentence(&mut self, room: usize) -> Sentence {
        loop {
            let sentence = if room >= 2 && self.random.percent(20) {
                sentences::telling_twice(self.world, &mut self.random)
            } else {
                let order = self.random.below(10);
                sentences::telling(self.world, order, &mut self.random)
            };
            if self.told.insert(sentence.text.clone()) {
                return sentence;
            }
        }
    }

    /// The words as a curator may have copied them.
    fn variant(&mut self, text: &str) -> String {
        match self.random.below(100) {
            0..70 => text.to_owned(),
            70..86 => wrap(text, 60),
            _ => text
                .replace(['“', '”'], "\"")
                .replace('’', "'")
                .replace('–', "-"),
        }
    }

    fn anchor(&mut self) -> Option<(String, String)> {
        let chapter = |random: &mut Random| format!("ch. {}", random.between(1, 9));
        self.random
            .percent(10)
            .then(|| (format!("q-{}", self.statements), chapter(&mut self.random)))
    }

    fn statement(&mut self, reading: Reading) -> Statement {
        let see = self.last_id.take_if(|_| self.random.percent(30));
        let is_pinned =
            see.is_none() && self.random.percent(5) && self.pinned.insert(reading.line());
        let id = is_pinned.then(|| format!("s-{}-{}", self.number, self.statements));
        if id.is_some() {
            self.last_id = id.clone();
        }
        self.statements += 1;
        Statement { reading, id, see }
    }
}

/// A text in lines of about `width` characters; its own line breaks stay.
fn wrap(text: &str, width: usize) -> String {
    let mut wrapped = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut column = 0;
        for word in line.split_inclusive(' ') {
            column += word.chars().count();
            wrapped.push_str(word);
            if column > width && word.ends_with(' ') {
                wrapped.pop();
                wrapped.push('\n');
                column = 0;
            }
        }
    }
    wrapped
}
