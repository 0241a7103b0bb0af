//! An entity under another name, or in another one, in all files at once.
//!
//! [`rename`] writes the new name into the declaration and into every line that uses the old one, which stays in the
//! declaration as a former name. [`merge`] says in the declaration of a double that it was merged, and names the entity
//! that stays in every line that named the double. Neither gives away an id, so every IRI goes on to answer. Quotations
//! are never touched.
//!
//! Nothing is proposed that isn't known to say the same: the project is compiled with the declaration changed, where
//! every line still has the old name, and with all of the change; each file has to give the same quads.

mod declaration;
mod lines;
mod mappings;
mod name;
mod row;

use std::collections::BTreeMap;
use std::path::Path;

use crate::compile::{self, Compilation, CompileError, Readings};
use crate::diagnostic::did_you_mean;
use crate::edit::{Change, EditError, Edits};
use crate::files::{File, Files, FilesError, Kind};
use crate::model::{Entity, EntityId, Model};
use crate::notation::name_in_cell;
use crate::review;
use crate::sssom;

/// What came of asking for a change.
pub enum Outcome {
    /// Something is wrong with the project as it is.
    Unsound(Box<Compilation>),
    /// Something would be wrong with it then.
    Refused(Box<Compilation>),
    Found(Plan),
}

/// A change of all files that it bears on.
#[derive(Debug)]
pub struct Plan {
    pub changes: Vec<Change>,
    /// How many times the old name gives way to the new one.
    pub uses: usize,
    /// The dossiers and tables whose review was over what they said before.
    pub reviews: Vec<String>,
    /// The entity before, and what it is called then.
    pub old: String,
    pub new: String,
}

#[derive(Debug, thiserror::Error)]
pub enum RenameError {
    #[error(transparent)]
    Compile(#[from] CompileError),
    #[error(transparent)]
    Files(#[from] FilesError),
    #[error(transparent)]
    Edit(#[from] EditError),
    #[error("{0}")]
    Asked(#[from] Asked),
    /// A mistake of citable's own: the check before writing found it.
    #[error("`{path}` would say something else than before: nothing was changed")]
    Different { path: String },
}

/// What cannot be done as it was asked for.
#[derive(Debug, thiserror::Error)]
pub enum Asked {
    #[error("no entity is called `{name}`{}", hint(.near))]
    Unknown { name: String, near: Option<String> },
    #[error("`{name}` may mean {}: give the id of the one that is meant", listed(.labels))]
    Several { name: String, labels: Vec<String> },
    #[error("`{name}` is taken: {by} is called so; to make the two one, use `citable merge`")]
    Taken { name: String, by: String },
    #[error(
        "`{name}` is a name of the double that was merged into `{into}` (id {id}), and means `{into}` already: give that declaration in {path} another name by hand first, and take this one from it"
    )]
    Double {
        name: String,
        id: String,
        into: String,
        path: String,
    },
    #[error("it is called `{name}` already")]
    Same { name: String },
    #[error("`{name}` cannot be a name: {why}")]
    NoName { name: String, why: &'static str },
    #[error(
        "`{name}` cannot be written in a line: each of its brackets needs its other half, or none of its words may be one of the notation"
    )]
    Unwritable { name: String },
    #[error("both names mean `{name}`")]
    Itself { name: String },
    #[error("`{name}` was merged into `{into}` already")]
    Merged { name: String, into: String },
}

fn hint(near: &Option<String>) -> String {
    near.as_ref()
        .map_or(String::new(), |near| format!("; did you mean `{near}`?"))
}

fn listed(labels: &[String]) -> String {
    let quoted: Vec<String> = labels.iter().map(|label| format!("`{label}`")).collect();
    quoted.join(" or ")
}

/// A change before it is held against what is said: of the declaration alone, and of everything.
struct Draft {
    declaration: Vec<Change>,
    all: Vec<Change>,
    plan: Plan,
    /// Whether the declaration changes what other files say: the IRI that they name.
    moves: bool,
}

/// Gives an entity another name.
pub fn rename(
    root: &Path,
    old: &str,
    new: &str,
    stage: &dyn Fn(&'static str),
) -> Result<Outcome, RenameError> {
    let new = name::clean(new)?;
    propose(root, stage, |readings| {
        let model = &readings.world.model;
        let id = find(model, old)?;
        is_free(readings, id, &new)?;
        let entity = model.entity(id);
        let mut edits = Edits::new();
        let renamed = |edits: &mut Edits, readings: &Readings| -> Result<(), RenameError> {
            let (file, _) = readings.files().read(entity.span.file)?;
            match file.kind {
                Kind::Entities => row::rename(&file, entity, &new, edits),
                _ => declaration::rename(readings, &file, entity, &new, edits)?,
            }
            Ok(())
        };
        renamed(&mut edits, readings)?;
        let declaration = edits.changes()?;
        let mut edits = Edits::new();
        renamed(&mut edits, readings)?;
        let mut uses = lines::rename(readings, id, &new, &mut edits)?;
        uses += mappings::rename(readings, id, &new, &mut edits)?;
        let all = edits.changes()?;
        Ok(Draft {
            plan: plan(readings, &all, uses, &entity.label.text, &new)?,
            declaration,
            all,
            moves: false,
        })
    })
}

/// Makes one entity of two: the first was a double of the second.
pub fn merge(
    root: &Path,
    double: &str,
    into: &str,
    stage: &dyn Fn(&'static str),
) -> Result<Outcome, RenameError> {
    propose(root, stage, |readings| {
        let model = &readings.world.model;
        let (double, into) = (find(model, double)?, find(model, into)?);
        are_two(model, double, into)?;
        let (entity, target) = (model.entity(double), &model.entity(into).label.text);
        let merged = |edits: &mut Edits, readings: &Readings| -> Result<(), RenameError> {
            let (file, _) = readings.files().read(entity.span.file)?;
            match file.kind {
                Kind::Entities => {
                    let target = name_in_cell(target, readings.world.ontology);
                    row::merge(&file, entity, &target, edits);
                }
                _ => declaration::merge(readings, &file, entity, target, edits)?,
            }
            Ok(())
        };
        let mut edits = Edits::new();
        merged(&mut edits, readings)?;
        let declaration = edits.changes()?;
        let mut edits = Edits::new();
        merged(&mut edits, readings)?;
        let mut uses = lines::merge(readings, double, target, &mut edits)?;
        uses += mappings::merge(readings, double, into, &mut edits)?;
        let all = edits.changes()?;
        Ok(Draft {
            plan: plan(readings, &all, uses, &entity.label.text, target)?,
            declaration,
            all,
            moves: true,
        })
    })
}

/// Drafts a change, and holds it against what the project says.
fn propose(
    root: &Path,
    stage: &dyn Fn(&'static str),
    draft: impl FnOnce(&Readings) -> Result<Draft, RenameError>,
) -> Result<Outcome, RenameError> {
    let visit = |readings: &Readings| Ok::<_, RenameError>((draft(readings)?, readings.digests()?));
    let (run, drafted) = compile::read(root, stage, visit)?;
    let Some(drafted) = drafted else {
        return Ok(Outcome::Unsound(Box::new(run)));
    };
    let (draft, before) = drafted?;
    stage("checking the change");
    let declared = said(root, &draft.declaration, &draft.all, stage)?;
    let all = said(root, &draft.all, &draft.all, stage)?;
    let (declared, all) = match (declared, all) {
        (_, Err(run)) | (Err(run), _) => return Ok(Outcome::Refused(run)),
        (Ok(declared), Ok(all)) => (declared, all),
    };
    same(&declared, &all)?;
    if !draft.moves {
        let touched = |path: &String| draft.all.iter().any(|change| change.path == *path);
        let others = before.into_iter().filter(|(path, _)| !touched(path));
        same(&others.collect(), &all)?;
    }
    Ok(Outcome::Found(draft.plan))
}

type Digests = BTreeMap<String, String>;

/// What the project says with some changes, if it is sound then. A review of one of the files that the whole change
/// touches is void then: it is left out, as far as this looks, whether it stands in the file or beside it.
fn said(
    root: &Path,
    changes: &[Change],
    touched: &[Change],
    stage: &dyn Fn(&'static str),
) -> Result<Result<Digests, Box<Compilation>>, RenameError> {
    let mut files = Files::find(root).map_err(CompileError::from)?;
    for touched in touched {
        let change = changes.iter().find(|change| change.path == touched.path);
        let content = match change {
            Some(change) => Some(&change.after),
            None => touched.before.as_ref(),
        };
        if let Some(content) = content {
            files.give(&touched.path, without_review(content));
        }
        files.leave_out(&format!("{}{}", touched.path, review::SUFFIX));
    }
    let (run, digests) = compile::read_files(files, stage, |it| it.digests())?;
    match digests {
        Some(digests) => Ok(Ok(digests?.into_iter().collect())),
        None => Ok(Err(Box::new(run))),
    }
}

/// A text without the line of its front matter that says who reviewed it.
fn without_review(text: &str) -> String {
    let body = &text[..crate::parse::body(text).unwrap_or(0)];
    match body.find("\nreviewed:") {
        Some(at) => review::without_line(text, at + 1),
        None => text.to_owned(),
    }
}

/// Mapping sets are looked over by nobody: what they call an entity is among what they say.
fn same(one: &Digests, other: &Digests) -> Result<(), RenameError> {
    let mut lines = one
        .iter()
        .filter(|(path, _)| !path.ends_with(sssom::SUFFIX));
    let different = lines.find(|(path, said)| other.get(*path) != Some(said));
    match different {
        Some((path, _)) => Err(RenameError::Different { path: path.clone() }),
        None => Ok(()),
    }
}

fn plan(
    readings: &Readings,
    changes: &[Change],
    uses: usize,
    old: &str,
    new: &str,
) -> Result<Plan, RenameError> {
    let files = readings.files();
    let mut reviews = Vec::new();
    for change in changes {
        let Some(id) = files.at_path(&change.path) else {
            continue;
        };
        let mut sources = readings.world.model.sources.iter();
        let review = match files.kind(id) {
            Kind::Facts => review::of_table(files, id)?,
            _ => sources
                .find(|source| source.file == id)
                .and_then(|source| source.review.clone()),
        };
        if let Some(review) = review
            && review::holds(&review, &files.read(id)?.0)
        {
            reviews.push(change.path.clone());
        }
    }
    Ok(Plan {
        changes: changes.to_vec(),
        uses,
        reviews,
        old: old.to_owned(),
        new: new.to_owned(),
    })
}

/// The entity that is called so; one that has this as its label before those that have it as another name, and those
/// before one that has this id.
fn find(model: &Model, name: &str) -> Result<EntityId, Asked> {
    let called = name::normal(name);
    let all = || model.entities.ids().map(|id| (id, model.entity(id)));
    if let Some((id, _)) = all().find(|(_, entity)| entity.label.text == called) {
        return Ok(id);
    }
    let is_called = |entity: &Entity| entity.names().any(|name| name.text == called);
    let found: Vec<(EntityId, &Entity)> = all().filter(|(_, entity)| is_called(entity)).collect();
    match found.as_slice() {
        [(id, _)] => return Ok(*id),
        [] => {}
        several => {
            return Err(Asked::Several {
                name: called,
                labels: several
                    .iter()
                    .map(|(_, entity)| entity.label.text.clone())
                    .collect(),
            });
        }
    }
    if let Some((id, _)) = all().find(|(_, entity)| entity.id == called) {
        return Ok(id);
    }
    let names = all().flat_map(|(_, entity)| entity.names().map(|name| &name.text));
    Err(Asked::Unknown {
        near: did_you_mean(&called, names),
        name: called,
    })
}

/// Whether nobody else is called so.
fn is_free(readings: &Readings, id: EntityId, new: &str) -> Result<(), Asked> {
    let model = &readings.world.model;
    if model.entity(id).label.text == new {
        return Err(Asked::Same {
            name: new.to_owned(),
        });
    }
    let is_called = |other: &EntityId| model.entity(*other).names().any(|it| it.text == new);
    let mut others = model.entities.ids().filter(|&other| other != id);
    let Some(taken) = others.find(is_called) else {
        return Ok(());
    };
    let (other, name) = (model.entity(taken), new.to_owned());
    Err(if model.survivor(taken) == id {
        Asked::Double {
            name,
            id: other.id.clone(),
            into: model.entity(id).label.text.clone(),
            path: readings.files().path(other.span.file).to_owned(),
        }
    } else {
        let by = format!("`{}` (id {})", other.label.text, other.id);
        Asked::Taken { name, by }
    })
}

/// Whether the first can be merged into the second.
fn are_two(model: &Model, double: EntityId, into: EntityId) -> Result<(), Asked> {
    let name = |id: EntityId| model.entity(id).label.text.clone();
    for id in [double, into] {
        if let Some(next) = model.merged_into(id) {
            return Err(Asked::Merged {
                name: name(id),
                into: name(next),
            });
        }
    }
    if double == into {
        return Err(Asked::Itself { name: name(into) });
    }
    Ok(())
}

/// Whether cells of a table have tabs between them.
fn has_tabs(file: &File) -> bool {
    file.path.ends_with(".tsv")
}
