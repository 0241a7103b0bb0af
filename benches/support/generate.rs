//! Projects of any size, the same in every run: a vocabulary, registers of entities, and dossiers, each with a
//! source of 20 to 60 KB, of which some sentences are quoted and read.
//!
//! Seven quotations in ten are the words as they stand; the others are wrapped anew, have the quote marks and
//! dashes of a keyboard, or leave a sentence out with `[…]`. Nothing in a generated project is an error.

use std::collections::HashSet;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

use super::random::Random;
use super::sentences::{self, Sentence};
use super::world::World;

const CONFIG: &str = "[project]\nname = \"bench\"\ntitle = \"A generated project\"\n\
    base = \"https://example.org/bench/\"\nlang = \"en\"\n";
const VOCABULARY: &str = include_str!("vocabulary.ttl");

/// How many statements a dossier has.
const PER_DOSSIER: usize = 100;
/// How many entities a register declares.
const PER_REGISTER: usize = 500;
/// How many statements there are to one entity.
const PER_ENTITY: usize = 10;

/// The size of what was generated.
pub struct Size {
    pub dossiers: usize,
    pub entities: usize,
    /// Bytes of stored text.
    pub sources: usize,
}

/// Writes a project of `statements` statements into the folder `root`.
pub fn project(root: &Path, statements: usize) -> io::Result<Size> {
    for folder in [
        "ontology",
        "data/registers",
        "data/dossiers",
        "data/sources",
    ] {
        fs::create_dir_all(root.join(folder))?;
    }
    fs::write(root.join("citable.toml"), CONFIG)?;
    fs::write(root.join("ontology/bench.ttl"), VOCABULARY)?;
    let mut random = Random::new(2026);
    let entities = (statements / PER_ENTITY).max(60);
    let world = World::new(entities, &mut random);
    for (number, register) in world.registers(PER_REGISTER).iter().enumerate() {
        fs::write(
            root.join(format!("data/registers/r{number:04}.entities.md")),
            register,
        )?;
    }
    let mut size = Size {
        dossiers: 0,
        entities,
        sources: 0,
    };
    let mut pinned = HashSet::new();
    let mut left = statements;
    while left > 0 {
        let count = left.min(PER_DOSSIER);
        let dossier = Writer::new(size.dossiers, &world, &mut random, &mut pinned).dossier(count);
        fs::write(
            root.join(format!("data/sources/s{:04}.txt", size.dossiers)),
            &dossier.source,
        )?;
        fs::write(
            root.join(format!("data/dossiers/d{:04}.dossier.md", size.dossiers)),
            &dossier.notes,
        )?;
        size.sources += dossier.source.len();
        size.dossiers += 1;
        left -= count;
    }
    Ok(size)
}

/// A source, and the notes on it.
struct Dossier {
    source: String,
    notes: String,
}

struct Writer<'a> {
    number: usize,
    world: &'a World,
    random: &'a mut Random,
    /// The statements that have an id, in all dossiers: a statement has one.
    pinned: &'a mut HashSet<String>,
    /// What was quoted from this source: a quotation stands in one place.
    told: HashSet<String>,
    source: String,
    notes: String,
    statements: usize,
    last_id: Option<String>,
}

impl<'a> Writer<'a> {
    fn new(
        number: usize,
        world: &'a World,
        random: &'a mut Random,
        pinned: &'a mut HashSet<String>,
    ) -> Self {
        let notes = format!(
            "---\ndossier: 1\nid: source-{number}\ntitle: \"Source {number}: a chronicle\"\nlang: en\n\
             text: ../sources/s{number:04}.txt\npublished: 2024-01-15\ncurator: bench\n---\n\n# Source {number}\n\n"
        );
        Self {
            number,
            world,
            random,
            pinned,
            told: HashSet::new(),
            source: String::new(),
            notes,
            statements: 0,
            last_id: None,
        }
    }

    fn dossier(mut self, statements: usize) -> Dossier {
        let length = self.random.between(20_000, 60_000) * statements / PER_DOSSIER;
        while self.statements < statements {
            self.passage(statements - self.statements);
            while self.source.len() * statements < length * self.statements {
                let filler = sentences::filler(self.random);
                self.source.push_str(&filler);
                self.source
                    .push(if self.random.percent(20) { '\n' } else { ' ' });
            }
        }
        if self.number % 8 == 7 {
            self.source = wrap(&self.source, 90);
        }
        Dossier {
            source: self.source,
            notes: self.notes,
        }
    }

    /// One passage of the source with its quotation and at most `room` statements.
    fn passage(&mut self, room: usize) {
        let first = self.sentence(room);
        if room >= 4 && self.random.percent(6) {
            let second = self.sentence(1);
            let between = sentences::filler(self.random);
            let _ = write!(self.source, "{} {between} {} ", first.text, second.text);
            self.quote(&format!("{} […] {}", first.text, second.text));
            self.lines(&first.lines);
            self.lines(&second.lines);
        } else {
            let _ = write!(self.source, "{} ", first.text);
            let quotation = self.variant(&first.text);
            self.quote(&quotation);
            self.lines(&first.lines);
        }
        self.notes.push('\n');
    }

    fn sentence(&mut self, room: usize) -> Sentence {
        loop {
            let sentence = if room >= 2 && self.random.percent(20) {
                sentences::telling_twice(self.world, self.random)
            } else {
                sentences::telling(self.world, self.random.below(10), self.random)
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

    fn quote(&mut self, words: &str) {
        for line in words.lines() {
            let _ = writeln!(self.notes, "> {line}");
        }
        if self.random.percent(10) {
            let _ = write!(
                self.notes,
                "\n^q-{} (ch. {})\n",
                self.statements,
                self.random.between(1, 9)
            );
        }
        self.notes.push('\n');
    }

    fn lines(&mut self, lines: &[String]) {
        for line in lines {
            let _ = write!(self.notes, "- {line}");
            if let Some(id) = self.last_id.take_if(|_| self.random.percent(30)) {
                let _ = write!(self.notes, "; see ^{id}");
            } else if self.random.percent(5) && self.pinned.insert(line.clone()) {
                let id = format!("s-{}-{}", self.number, self.statements);
                let _ = write!(self.notes, " ^{id}");
                self.last_id = Some(id);
            }
            self.notes.push('\n');
            self.statements += 1;
        }
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
