//! Projects of any size, the same in every run: a vocabulary, registers of entities, sources, and the notes on
//! them, either as dossiers or as tables. Nothing in a generated project is an error.

use std::fs;
use std::io;
use std::path::Path;
use std::str::FromStr;

use super::chronicle::{Chronicle, Chronicler};
use super::notes;
use super::random::Random;
use super::world::World;

const CONFIG: &str = "[project]\nname = \"bench\"\ntitle = \"A generated project\"\n\
    base = \"https://example.org/bench/\"\nlang = \"en\"\n";
const VOCABULARY: &str = include_str!("vocabulary.ttl");

/// How many entities a register declares.
const PER_REGISTER: usize = 500;
/// How many statements there are to one entity.
const PER_ENTITY: usize = 10;

/// How statements and declarations are written down.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// In Markdown, a hundred statements to a dossier.
    Dossiers,
    /// A row each, a thousand to a table; the dossiers have only front matter.
    Tables,
    /// The first half in dossiers, the second in tables; registers by turns.
    Mixed,
}

const LAYOUTS: &[Layout] = &[Layout::Dossiers, Layout::Tables, Layout::Mixed];

impl Layout {
    pub fn name(self) -> &'static str {
        match self {
            Layout::Dossiers => "dossiers",
            Layout::Tables => "tables",
            Layout::Mixed => "mixed",
        }
    }
}

impl FromStr for Layout {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let layout = LAYOUTS.iter().find(|layout| layout.name() == name);
        layout
            .copied()
            .ok_or_else(|| format!("`{name}` is no layout; there are dossiers, tables and mixed"))
    }
}

/// The size of what was generated.
#[derive(Default)]
pub struct Size {
    pub dossiers: usize,
    pub entities: usize,
    /// Bytes of stored text.
    pub sources: usize,
}

/// Writes a project of `statements` statements into the folder `root`.
pub fn project(root: &Path, statements: usize, layout: Layout) -> io::Result<Size> {
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
    let mut size = Size {
        entities: (statements / PER_ENTITY).max(60),
        ..Size::default()
    };
    let world = World::new(size.entities, &mut random);
    registers(root, &world, layout)?;
    let mut chronicler = Chronicler::new(&world, random);
    let rows = match layout {
        Layout::Dossiers => 0,
        Layout::Tables => statements,
        Layout::Mixed => statements / 2,
    };
    for count in portions(statements - rows, 100) {
        let chronicle = chronicler.next(count, 100, (20_000, 60_000));
        let notes = notes::dossier(&chronicle);
        put(root, &chronicle, &notes, &mut size)?;
    }
    if rows > 0 {
        fs::create_dir_all(root.join("data/tables"))?;
    }
    for count in portions(rows, 1_000) {
        let chronicle = chronicler.next(count, 1_000, (100_000, 200_000));
        let number = chronicle.number;
        put(root, &chronicle, &notes::front_matter(number), &mut size)?;
        let table = notes::table(&chronicle);
        fs::write(
            root.join(format!("data/tables/s{number:04}.facts.tsv")),
            table,
        )?;
    }
    Ok(size)
}

fn registers(root: &Path, world: &World, layout: Layout) -> io::Result<()> {
    for (number, things) in world.registers(PER_REGISTER).enumerate() {
        let is_table = match layout {
            Layout::Dossiers => false,
            Layout::Tables => true,
            Layout::Mixed => number % 2 == 1,
        };
        let (suffix, text) = match is_table {
            true => ("tsv", things.table()),
            false => ("md", things.register()),
        };
        let name = format!("data/registers/r{number:04}.entities.{suffix}");
        fs::write(root.join(name), text)?;
    }
    Ok(())
}

/// `whole` in portions of `portion`, and what is left.
fn portions(whole: usize, portion: usize) -> impl Iterator<Item = usize> {
    (0..whole)
        .step_by(portion)
        .map(move |start| portion.min(whole - start))
}

fn put(root: &Path, chronicle: &Chronicle, notes: &str, size: &mut Size) -> io::Result<()> {
    let number = chronicle.number;
    fs::write(
        root.join(format!("data/sources/s{number:04}.txt")),
        &chronicle.text,
    )?;
    fs::write(
        root.join(format!("data/dossiers/d{number:04}.dossier.md")),
        notes,
    )?;
    size.sources += chronicle.text.len();
    size.dossiers += 1;
    Ok(())
}
