//! The mistakes of form that have one remedy: a line of a quotation without its `>`, and a declaration without an id.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::diagnostic::{Diagnostic, Rule};
use crate::files::{Files, FilesError, Kind};
use crate::iri;
use crate::ontology::Ontology;
use crate::parse;
use crate::parse::container::{self, Part, Quoted, quoted_lines};
use crate::project::Project;
use crate::resolve;
use crate::span::{FileId, Span};
use crate::unit;

/// Words that come in at a place.
type Insertion = (usize, String);

/// The ids of a project's entities, so that a new one is nobody else's.
pub struct Ids {
    project: Project,
    ontology: Ontology,
    /// Nothing before the first file that needs to know.
    taken: Option<HashSet<String>>,
    /// The number after the last that was given with a name.
    next: HashMap<String, usize>,
}

impl Ids {
    pub fn new(project: Project, ontology: Ontology) -> Ids {
        Ids {
            project,
            ontology,
            taken: None,
            next: HashMap::new(),
        }
    }

    /// Reads which ids are taken, if a text needs new ones and that isn't known.
    pub fn prepare(&mut self, text: &str, kind: Kind, files: &Files) -> Result<(), FilesError> {
        if self.taken.is_some() || self.missing(text, kind).is_empty() {
            return Ok(());
        }
        let kinds = [Kind::Register, Kind::Entities, Kind::Dossier];
        let mut taken = HashSet::new();
        for id in kinds.into_iter().flat_map(|kind| files.of(kind)) {
            let declared = unit::declared(id, files, &self.ontology, &self.project)?;
            taken.extend(declared.entities.into_iter().map(|entity| entity.id));
        }
        self.taken = Some(taken);
        Ok(())
    }

    /// Where in a text an id belongs that is missing, each with the name that is declared there.
    fn missing(&self, text: &str, kind: Kind) -> Vec<Insertion> {
        let files = Files::from_memory([(String::new(), kind, text.to_owned())]);
        let (tree, _) = parse::parse(FileId(0), files.get(FileId(0)));
        let (declared, diagnostics) = resolve::declare(&tree, &self.ontology, &self.project);
        let missing = diagnostics
            .into_iter()
            .filter(|it| it.rule == Rule::MissingId);
        let entities = declared.entities.iter();
        let names: HashMap<Span, &str> = entities
            .map(|entity| (entity.span, entity.label.text.as_str()))
            .collect();
        let place = |missing: Diagnostic| {
            let name = *names.get(&missing.span)?;
            Some((missing.fix?.span.start as usize, name.to_owned()))
        };
        missing.filter_map(place).collect()
    }

    /// An id for a name, which nobody has; nothing if the name has no letters for one.
    fn give(&mut self, name: &str) -> Option<String> {
        let slug = iri::slug(name)?;
        let taken = self.taken.get_or_insert_default();
        if taken.insert(slug.clone()) {
            return Some(slug);
        }
        let next = self.next.entry(slug.clone()).or_insert(2);
        loop {
            let numbered = format!("{slug}-{next}");
            *next += 1;
            if taken.insert(numbered.clone()) {
                return Some(numbered);
            }
        }
    }
}

/// A text, repaired. Ids are given if it is known which are taken.
pub fn repair(text: &str, kind: Kind, ids: Option<&mut Ids>) -> String {
    let lazy = applied(text, lazy_lines(text));
    match ids {
        Some(ids) => {
            let missing = missing_ids(&lazy, kind, ids);
            applied(&lazy, missing)
        }
        None => lazy,
    }
}

fn applied(text: &str, mut insertions: Vec<Insertion>) -> String {
    insertions.sort_by_key(|&(at, _)| at);
    let mut repaired = String::with_capacity(text.len());
    let mut done = 0;
    for (at, words) in insertions {
        repaired.push_str(&text[done..at]);
        repaired.push_str(&words);
        done = at;
    }
    repaired.push_str(&text[done..]);
    repaired
}

/// `> ` before each line that Markdown counts to the quotation above it; or a blank line before it, if it is an anchor.
fn lazy_lines(text: &str) -> Vec<Insertion> {
    let body = parse::body(text).unwrap_or(text.len());
    let quotes = container::top_level(&text[body..], body);
    let quotes = quotes.into_iter().filter_map(|part| match part {
        Part::Quote(range) => Some(range),
        _ => None,
    });
    quotes
        .flat_map(|range| lazy_lines_of(text, range))
        .collect()
}

fn lazy_lines_of(text: &str, range: Range<usize>) -> Vec<Insertion> {
    let block = text[range.clone()].trim_end();
    let lines = quoted_lines(block);
    let last = lines.len() - 1;
    let mut insertions = Vec::new();
    for (index, &(place, line)) in lines.iter().enumerate() {
        let Quoted::Lazy(words) = line else { continue };
        let is_first = index == 0 || !matches!(lines[index - 1].1, Quoted::Lazy(_));
        let may_be = index == last && (is_first || words.starts_with('^'));
        let is_anchor = may_be && container::anchor_parts(words).is_some();
        insertions.push(match is_anchor {
            true => {
                let at = text[..range.start + place]
                    .rfind('\n')
                    .map_or(0, |at| at + 1);
                (at, "\n".to_owned())
            }
            false => (range.start + place, "> ".to_owned()),
        });
    }
    insertions
}

/// `; id …` in each declaration that has none.
fn missing_ids(text: &str, kind: Kind, ids: &mut Ids) -> Vec<Insertion> {
    let mut insertions = Vec::new();
    for (at, name) in ids.missing(text, kind) {
        // A semicolon right after a backslash would be a letter.
        let space = if text[..at].ends_with('\\') { " " } else { "" };
        let id = ids.give(&name);
        insertions.extend(id.map(|id| (at, format!("{space}; id {id}"))));
    }
    insertions
}
