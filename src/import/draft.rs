//! The files of an import: tables of drafts and of declarations, terms, sources.

use oxrdf::Literal;

use super::Plan;
use super::found::{Found, More, Rank, Statement, Value};
use super::known::Entities;
use super::mappings;
use super::references::Sources;
use super::terms::{self, Terms, Word};
use super::text::tidy;
use super::things::{self, Things};
use super::uses;
use crate::edit::Change;
use crate::ontology::{Lookup, Range};
use crate::resolve::World;
use crate::table::write::{self, Row};
use crate::vocab::{rdfs, xsd};

/// What an import would write.
pub struct Draft {
    found: Found,
    terms: Terms,
    things: Things,
    sources: Sources,
    name: String,
    /// The statements that are written; the others were refused.
    kept: Vec<bool>,
    /// Where the statements stand: the path of a table, and for each row where it starts and which statement it is.
    rows: Vec<(String, Vec<(usize, usize)>)>,
}

/// How many statements a table holds.
const ROWS: usize = 1_000_000;

/// What a draft says of itself.
const WAITING: &str = "no evidence yet";

impl Draft {
    /// `mapped` are the links of mapping sets: the IRI of an entity, and that of a thing elsewhere.
    pub fn new(
        mut found: Found,
        world: &World,
        mapped: &[(String, String)],
        name: &str,
        file: &str,
    ) -> Draft {
        let entities = Entities::new(world, mapped);
        mappings::place(&mut found, &entities);
        let wanted = uses::wanted(&found, world);
        give_class(&mut found, world, &wanted);
        let terms = terms::settle(&found, world, name);
        let things = things::settle(&mut found, world, &entities, &terms, &wanted);
        let mut draft = Draft {
            kept: vec![true; found.statements.len()],
            sources: Sources::new(world),
            name: name.to_owned(),
            rows: Vec::new(),
            found,
            terms,
            things,
        };
        draft.settle_sources(&world.project.lang);
        draft.leave_odd(file);
        draft
    }

    /// Declares the pages that statements rest on. An address that is none stays a note.
    fn settle_sources(&mut self, lang: &str) {
        for more in self
            .found
            .statements
            .iter_mut()
            .filter_map(|statement| statement.more.as_mut())
        {
            let references = std::mem::take(&mut more.references);
            for mut reference in references {
                match self.sources.id(&reference, lang) {
                    Some(id) => {
                        reference.title = Some(id);
                        more.references.push(reference);
                    }
                    None => more
                        .notes
                        .push(format!("reference: {}", tidy(&reference.url))),
                }
            }
        }
    }

    /// Leaves out what no row can say.
    fn leave_odd(&mut self, file: &str) {
        for (at, statement) in self.found.statements.iter().enumerate() {
            let text = match &statement.object {
                Value::Literal(literal) | Value::Quantity(literal, _) => tidy(literal.value()),
                Value::Thing(_) => continue,
            };
            if text.is_empty() {
                self.kept[at] = false;
                self.found.left.out("values without words", file);
            }
        }
    }

    /// Takes a statement out, for a reason.
    pub fn refuse(&mut self, statement: usize, what: &str, why: &str) {
        self.kept[statement] = false;
        self.found.left.out(what, why);
    }

    /// The statement whose row has a byte of a table.
    pub fn statement_at(&self, path: &str, byte: usize) -> Option<usize> {
        let (_, rows) = self.rows.iter().find(|(known, _)| known == path)?;
        let after = rows.partition_point(|(start, _)| *start <= byte);
        Some(rows[after.checked_sub(1)?].1)
    }

    /// The files that are written.
    pub fn changes(&mut self) -> Vec<Change> {
        let name = self.name.clone();
        let new = |path: String, after: String| Change {
            path,
            before: None,
            after,
        };
        let mut changes = Vec::new();
        if let Some(turtle) = &self.terms.turtle {
            changes.push(new(format!("ontology/imported/{name}.ttl"), turtle.clone()));
        }
        if let Some(table) = &self.things.table {
            changes.push(new(
                format!("data/imported/{name}.entities.tsv"),
                table.clone(),
            ));
        }
        changes.extend(self.sources.changes(&format!("data/imported/{name}")));
        let numbers: Vec<usize> = (0..self.kept.len()).filter(|at| self.kept[*at]).collect();
        self.rows.clear();
        for (part, numbers) in numbers.chunks(ROWS).enumerate() {
            let part = if part == 0 {
                String::new()
            } else {
                format!("-{}", part + 1)
            };
            let path = format!("data/imported/{name}{part}.facts.tsv");
            let rows = |visit: &mut dyn FnMut(&Row)| {
                for number in numbers {
                    visit(&self.row(&self.found.statements[*number]));
                }
            };
            let (text, starts) = write::table(&rows, true);
            let places = starts.into_iter().zip(numbers.iter().copied()).collect();
            self.rows.push((path.clone(), places));
            changes.push(new(path, text));
        }
        changes
    }

    pub fn plan(self, changes: Vec<Change>) -> Plan {
        Plan {
            changes,
            drafts: self.kept.iter().filter(|kept| **kept).count(),
            entities: self.things.declared,
            unclear: self.things.unclear,
            known: self.things.known,
            terms: self.terms.count,
            sources: self.sources.count(),
            left: self.found.left,
        }
    }

    fn row(&self, statement: &Statement) -> Row {
        let mut row = Row::default();
        row.put("subject", self.cell(statement.subject.0));
        let word = self.word(statement.predicate.0);
        row.put("predicate", &word.predicate);
        let mut notes = vec![WAITING.to_owned()];
        let written = self.value(&statement.object, word, &mut notes);
        row.put("object", written.text);
        if let Some(lang) = written.lang {
            row.put("lang", lang);
        }
        if let Some(unit) = written.unit {
            row.put("unit", unit);
        }
        let mut status = vec!["draft"];
        if let Some(more) = &statement.more {
            self.more(more, &mut row, &mut status, &mut notes);
        }
        row.put("status", status.join("|"));
        for (number, note) in notes.into_iter().enumerate() {
            row.nth("note", number, note);
        }
        row
    }

    fn cell(&self, thing: u32) -> &str {
        &self.things.cells[thing as usize]
    }

    fn word(&self, term: u32) -> &Word {
        let word = self.terms.properties[term as usize].as_ref();
        word.expect("every property of a statement was settled")
    }

    fn more(&self, more: &More, row: &mut Row, status: &mut Vec<&str>, notes: &mut Vec<String>) {
        if more.negated {
            row.put("not", "not");
        }
        if let Some(phrase) = &more.phrase {
            row.time(phrase);
        }
        for (role, value) in &more.roles {
            self.role(role.0, value, row, notes);
        }
        match &more.rank {
            Rank::Normal => {}
            Rank::Preferred => status.push("preferred"),
            Rank::Deprecated(why) if tidy(why).is_empty() => {
                row.put("deprecated_because", "no reason given")
            }
            Rank::Deprecated(why) => row.put("deprecated_because", tidy(why)),
        }
        if more.unconfirmed {
            status.push("unconfirmed");
        }
        if let Some(who) = more.according_to {
            row.put("according_to", self.cell(who.0));
        }
        let texts = [
            ("confidence", &more.confidence),
            ("because", &more.because),
            ("id", &more.id),
        ];
        for (column, text) in texts {
            if let Some(text) = text.as_deref().map(tidy).filter(|text| !text.is_empty()) {
                row.put(column, text);
            }
        }
        notes.extend(
            more.notes
                .iter()
                .map(|note| tidy(note))
                .filter(|note| !note.is_empty()),
        );
        // The title has become the id of the source.
        let mut ids = more
            .references
            .iter()
            .filter_map(|reference| Some((reference.title.as_ref()?, reference)));
        if let Some((id, _)) = ids.next() {
            row.put("source", id);
        }
        notes.extend(
            ids.map(|(id, reference)| format!("also in the source {id}, {}", reference.url)),
        );
    }

    fn role(&self, role: u32, value: &Value, row: &mut Row, notes: &mut Vec<String>) {
        let word = self.word(role);
        let written = self.value(value, word, notes);
        let Some(mut name) = word.role.clone() else {
            notes.push(format!("{}: {}", word.predicate, written.text));
            return;
        };
        if written.text.is_empty() {
            return;
        }
        if let Some(lang) = written.lang {
            name = format!("{name}@{lang}");
        }
        let text = match written.unit {
            Some(unit) => format!("{} {unit}", written.text),
            None => written.text,
        };
        row.role(name, text);
    }

    fn value(&self, value: &Value, word: &Word, notes: &mut Vec<String>) -> Written {
        let (literal, unit) = match value {
            Value::Thing(id) => {
                return Written {
                    text: self.cell(id.0).to_owned(),
                    lang: None,
                    unit: None,
                };
            }
            Value::Literal(literal) => (literal, None),
            Value::Quantity(literal, unit) => (literal, Some(unit)),
        };
        let known = unit.and_then(|unit| word.units.get(unit));
        if let (Some(unit), None) = (unit, known) {
            notes.push(format!("unit: {unit}"));
        }
        Written {
            text: literal_text(literal, &word.range),
            lang: literal.language().map(str::to_owned),
            unit: known.cloned(),
        }
    }
}

/// A value as cells have it.
struct Written {
    text: String,
    lang: Option<String>,
    unit: Option<String>,
}

/// A literal in a cell: with quotation marks of its own where the vocabulary doesn't say that it is a string.
fn literal_text(literal: &Literal, range: &Range) -> String {
    let text = tidy(literal.value());
    let is_said = match range {
        Range::Literal(datatype) => datatype.as_ref() != rdfs::LITERAL,
        Range::Resource | Range::Any => false,
    };
    let datatype = literal.datatype();
    let has_form = crate::vocab::is_numeric(datatype)
        || crate::vocab::is_date(datatype)
        || datatype == xsd::BOOLEAN;
    match is_said || has_form || text.is_empty() || literal.language().is_some() {
        true => text,
        false => format!("\"{text}\""),
    }
}

/// Gives a class to what has none in the file: the vocabulary's own `Thing`, or a new one.
fn give_class(found: &mut Found, world: &World, wanted: &[bool]) {
    const THING: &str = "Thing";
    let key = match world.ontology.find_class(THING) {
        Lookup::One(id) => world.ontology.class(id).iri.as_str().to_owned(),
        _ => THING.to_owned(),
    };
    let class = found.term(&key);
    let things = found.things.iter_mut().zip(wanted);
    for (thing, _) in things.filter(|(thing, wanted)| **wanted && thing.classes.is_empty()) {
        thing.classes.push(class);
    }
}
