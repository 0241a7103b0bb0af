//! The lines and rows that name an entity.

use super::{Asked, RenameError, has_tabs, name};
use crate::compile::Readings;
use crate::edit::Edits;
use crate::files::{File, Kind};
use crate::model::{EntityId, Object, Reading, Resource};
use crate::notation::name_in_cell;
use crate::parse;
use crate::span::{FileId, Span};
use crate::syntax::{Token, TokenKind, text_of};
use crate::table::write::cell;

/// Puts the new name wherever a line, a row or a merge uses the entity's label. Other names of it stay. Gives back how
/// often.
pub fn rename(
    readings: &Readings,
    id: EntityId,
    new: &str,
    edits: &mut Edits,
) -> Result<usize, RenameError> {
    let old = &readings.world.model.entity(id).label.text;
    let uses = replace(readings, id, new, edits, &|written| written == old)?;
    Ok(uses + rename_targets(readings, id, new, edits)?)
}

/// Puts the name of the entity that stays wherever a line or a row names its double, by whichever name.
pub fn merge(
    readings: &Readings,
    double: EntityId,
    target: &str,
    edits: &mut Edits,
) -> Result<usize, RenameError> {
    replace(readings, double, target, edits, &|_| true)
}

fn replace(
    readings: &Readings,
    id: EntityId,
    new: &str,
    edits: &mut Edits,
    is_wanted: &dyn Fn(&str) -> bool,
) -> Result<usize, RenameError> {
    let mut uses = 0;
    readings.each(|dossier| -> Result<(), RenameError> {
        let places: Vec<Span> = dossier
            .readings
            .iter()
            .flat_map(|reading| places(reading, id))
            .collect();
        if places.is_empty() {
            return Ok(());
        }
        let (file, _) = readings.files().read(dossier.file)?;
        for place in places {
            if written(&file, place).iter().any(|name| is_wanted(name)) {
                let words = spelt(readings, &file, new)?;
                edits.replace(&file, place.range(), words);
                uses += 1;
            }
        }
        Ok(())
    })?;
    Ok(uses)
}

/// Where a reading names an entity.
fn places(reading: &Reading, id: EntityId) -> Vec<Span> {
    let roles = reading.statement.roles.iter().zip(&reading.places.roles);
    let roles = roles.filter_map(|((_, value), &(_, place))| match value {
        Object::Resource(resource) => Some((resource, place)),
        Object::Literal(_) => None,
    });
    let source = reading
        .according_to
        .as_ref()
        .zip(reading.places.according_to);
    let named = reading.named().chain(roles).chain(source);
    named
        .filter(|(resource, _)| **resource == Resource::Entity(id))
        .map(|(_, place)| place)
        .collect()
}

/// The new name, for a file of this kind.
fn spelt(readings: &Readings, file: &File, new: &str) -> Result<String, Asked> {
    let ontology = readings.world.ontology;
    match file.kind {
        Kind::Facts | Kind::Entities => Ok(cell(&name_in_cell(new, ontology), has_tabs(file))),
        _ => name::in_line(new, ontology),
    }
}

/// The names that may stand at a place: without its brackets, and in a cell with them, since a name may have brackets.
fn written(file: &File, place: Span) -> Vec<String> {
    let raw = &file.text[place.range()];
    match file.kind {
        Kind::Facts | Kind::Entities => {
            let plain = match raw.strip_prefix('"').and_then(|it| it.strip_suffix('"')) {
                Some(inner) => inner.replace("\"\"", "\""),
                None => raw.to_owned(),
            };
            let inner = plain.trim();
            let bare = inner.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
            let names = bare.into_iter().chain([inner]);
            names.map(name::normal).collect()
        }
        _ => {
            let tokens = parse::tokens(FileId(0), raw, &mut Vec::new());
            match tokens.as_slice() {
                [
                    Token {
                        kind: TokenKind::Iri | TokenKind::Reference,
                        ..
                    },
                ] => vec![String::new()],
                tokens => vec![text_of(tokens)],
            }
        }
    }
}

/// Puts the new name wherever a declaration says that it was merged into the entity.
fn rename_targets(
    readings: &Readings,
    id: EntityId,
    new: &str,
    edits: &mut Edits,
) -> Result<usize, RenameError> {
    let model = &readings.world.model;
    let old = &model.entity(id).label.text;
    let doubles = model.merged.iter().filter(|(_, into)| **into == id);
    let mut uses = 0;
    for (&double, _) in doubles {
        let Some(merge) = &model.entity(double).merge else {
            continue;
        };
        let target = crate::syntax::span_of(&merge.target);
        let Some(place) = target.filter(|_| text_of(&merge.target) == *old) else {
            continue;
        };
        let (file, _) = readings.files().read(place.file)?;
        let words = spelt(readings, &file, new)?;
        edits.replace(&file, place.range(), words);
        uses += 1;
    }
    Ok(uses)
}
