//! The declaration of an entity in a table: a row, to which a column may have to be added.

use super::has_tabs;
use crate::edit::Edits;
use crate::files::File;
use crate::model::Entity;
use crate::table::cells::{Cell, Cells};
use crate::table::{self, write};

/// The new name in place of the old, which stays as a former one.
pub fn rename(file: &File, entity: &Entity, new: &str, edits: &mut Edits) {
    let cells = table::cells(file);
    let row = cells.row_at(entity.span.start as usize);
    edits.replace(file, entity.span.range(), write::cell(new, has_tabs(file)));
    let old = &entity.label.text;
    let mut missing = !entity
        .former
        .iter()
        .chain(&entity.aliases)
        .any(|it| it.text == *old);
    for word in ["also", "formerly"] {
        let Some(column) = column(&cells, word) else {
            continue;
        };
        let cell = cells.row(row).cell(column);
        let value = cell.value();
        let mut names: Vec<String> = listed(&value);
        let before = names.clone();
        names.retain(|name| name != new);
        if word == "formerly" && missing {
            names.push(old.clone());
            missing = false;
        }
        if names != before {
            set(file, cell, &joined(&names), edits);
        }
    }
    if missing {
        add_column(
            file,
            &cells,
            "formerly",
            (row, &joined(std::slice::from_ref(old))),
            edits,
        );
    }
}

/// That the entity was merged.
pub fn merge(file: &File, entity: &Entity, target: &str, edits: &mut Edits) {
    let cells = table::cells(file);
    let row = cells.row_at(entity.span.start as usize);
    match column(&cells, "merged_into") {
        Some(column) => set(file, cells.row(row).cell(column), target, edits),
        None => add_column(file, &cells, "merged_into", (row, target), edits),
    }
}

fn column(cells: &Cells, word: &str) -> Option<usize> {
    let header = cells.row(0);
    header.cells().position(|cell| cell.value().trim() == word)
}

fn set(file: &File, cell: Cell, words: &str, edits: &mut Edits) {
    let written = write::cell(words, has_tabs(file));
    edits.replace(file, cell.start..cell.end(), written);
}

/// Adds a column after the last, with words in one row.
fn add_column(
    file: &File,
    cells: &Cells,
    word: &str,
    (row, words): (usize, &str),
    edits: &mut Edits,
) {
    let tabs = has_tabs(file);
    let delimiter = if tabs { "\t" } else { "," };
    for at in 0..cells.len() {
        let (_, end) = cells.row(at).range();
        let words = match at {
            0 => word,
            at if at == row => words,
            _ => "",
        };
        edits.replace(
            file,
            end..end,
            format!("{delimiter}{}", write::cell(words, tabs)),
        );
    }
}

/// The names in a cell, with bars between; a backslash before a bar makes it a letter.
fn listed(value: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let mut characters = value.chars().peekable();
    while let Some(c) = characters.next() {
        let name = names.last_mut().expect("it starts with one");
        match c {
            '\\' if characters.next_if_eq(&'|').is_some() => name.push('|'),
            '|' => names.push(String::new()),
            _ => name.push(c),
        }
    }
    let names = names.into_iter().map(|name| name.trim().to_owned());
    names.filter(|name| !name.is_empty()).collect()
}

fn joined(names: &[String]) -> String {
    let escaped: Vec<String> = names.iter().map(|name| name.replace('|', "\\|")).collect();
    escaped.join("|")
}
