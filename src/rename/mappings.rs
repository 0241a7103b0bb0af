//! Mapping sets that speak of an entity.

use super::RenameError;
use crate::compile::Readings;
use crate::edit::Edits;
use crate::files::Kind;
use crate::model::EntityId;
use crate::sssom::{MappingSet, cell};

/// Puts the new name wherever a set calls the entity by its label. Gives back how often.
pub fn rename(
    readings: &Readings,
    id: EntityId,
    new: &str,
    edits: &mut Edits,
) -> Result<usize, RenameError> {
    change(readings, id, None, new, edits)
}

/// Puts the entity that stays wherever a set speaks of its double.
pub fn merge(
    readings: &Readings,
    double: EntityId,
    into: EntityId,
    edits: &mut Edits,
) -> Result<usize, RenameError> {
    let label = &readings.world.model.entity(into).label.text;
    change(readings, double, Some(into), label, edits)
}

fn change(
    readings: &Readings,
    id: EntityId,
    into: Option<EntityId>,
    label: &str,
    edits: &mut Edits,
) -> Result<usize, RenameError> {
    let (model, base) = (&readings.world.model, &readings.world.project.base);
    let (entity, iri) = (model.entity(id), base.entity(&model.entity(id).id));
    let files = readings.files();
    let mut uses = 0;
    let sets = readings.numbered().map(|(_, file)| file);
    for file in sets.filter(|&file| files.kind(file) == Kind::Mappings) {
        let (file, _) = files.read(file)?;
        let (set, _) = MappingSet::read(&file.text);
        let is_about = |row: &usize| {
            let subject = set.get(*row, "subject_id");
            subject.and_then(|subject| set.expand(subject)).as_deref() == Some(iri.as_str())
        };
        for row in (0..set.len()).filter(is_about) {
            let mut put = |slot, words: &str| {
                edits.replace(&file, set.place(row, slot), cell(words).into_owned());
                uses += 1;
            };
            if let Some(into) = into {
                let stays = base.entity(&model.entity(into).id);
                put("subject_id", &set.shorten(&stays));
            }
            if set.get(row, "subject_label") == Some(entity.label.text.as_str()) {
                put("subject_label", label);
            }
        }
    }
    Ok(uses)
}
