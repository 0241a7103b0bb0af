//! Edits of statements: lines of dossiers and rows of tables.

use crate::chance::Chance;
use crate::declared;
use crate::files::sentence;
use crate::project::{Content, Project, Row, Statement};
use crate::whole::{Edit, dossier};

pub const EDITS: &[Edit] = &[
    add, add, add, remove, alter, alter, reorder, copy, copy, copy, pin, pin, unpin, turn_draft,
    qualify, qualify, infer, see, speak_of, quote,
];

/// All statements, with the paths of their files.
fn all(project: &mut Project) -> Vec<(&String, &mut Statement)> {
    let mut list = Vec::new();
    for (path, content) in &mut project.files {
        match content {
            Content::Dossier(dossier) => {
                let groups = dossier.groups.iter_mut();
                let read = groups.flat_map(|group| &mut group.statements);
                list.extend(read.chain(&mut dossier.loose).map(|it| (path, it)));
            }
            Content::Facts(rows) => {
                list.extend(rows.iter_mut().map(|row| (path, &mut row.statement)))
            }
            _ => {}
        }
    }
    list
}

fn one<'p>(
    project: &'p mut Project,
    chance: &mut Chance,
) -> Option<(&'p String, &'p mut Statement)> {
    let mut statements = all(project);
    match statements.len() {
        0 => None,
        count => Some(statements.swap_remove(chance.below(count))),
    }
}

/// An id that a statement has.
fn id(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let pinned = all(project).into_iter().filter(|(_, it)| !it.draft);
    let ids: Vec<String> = pinned.filter_map(|(_, it)| it.pin.clone()).collect();
    chance.of(&ids).cloned()
}

fn new(project: &Project, chance: &mut Chance) -> Option<Statement> {
    let properties: Vec<_> = project
        .properties
        .iter()
        .filter(|it| !it.traits[4])
        .collect();
    let property = chance.of(&properties)?;
    let object = match property.datatype {
        Some("integer") => chance.below(3).to_string(),
        Some(_) => format!("Words {}", chance.below(3)),
        None => declared::name(project, chance)?,
    };
    let time = match chance.below(6) {
        0 => Some(("since", 1990 + chance.below(3))),
        1 => Some(("in", 1990 + chance.below(3))),
        2 if chance.once_in(2) => Some(("as of publication", 0)),
        3 if chance.once_in(2) => Some(("until", 1992 + chance.below(3))),
        _ => None,
    };
    Some(Statement {
        subject: declared::name(project, chance)?,
        denied: chance.once_in(12),
        predicate: match chance.once_in(8) {
            true => format!("v:{}", property.word),
            false => property.word.clone(),
        },
        object,
        is_text: property.datatype == Some("string"),
        time,
        draft: chance.once_in(12),
        ..Statement::default()
    })
}

pub fn add(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let statement = new(project, chance)?;
    put(project, statement, chance)
}

/// Puts a statement into some file.
fn put(project: &mut Project, mut statement: Statement, chance: &mut Chance) -> Option<String> {
    let told = format!(
        "{} {} {}",
        statement.subject, statement.predicate, statement.object
    );
    if chance.once_in(3) {
        let row = row(project, statement, chance)?;
        let tables = project
            .files
            .iter_mut()
            .filter_map(|(path, content)| match content {
                Content::Facts(rows) => Some((path, rows)),
                _ => None,
            });
        let mut tables: Vec<_> = tables.collect();
        let count = tables.len();
        let (path, rows) = tables.get_mut(chance.below(count.max(1)))?;
        rows.push(row);
        return Some(format!("{path}: {told}"));
    }
    let (path, dossier) = dossier(project, chance)?;
    let count = dossier.groups.len();
    match dossier.groups.get_mut(chance.below(count.max(1))) {
        Some(group) if !chance.once_in(6) => {
            let at = chance.below(group.statements.len() + 1);
            group.statements.insert(at, statement);
        }
        _ => {
            statement.because = true;
            dossier.loose.push(statement);
        }
    }
    Some(format!("{path}: {told}"))
}

/// A row with a statement, which cites the source of some dossier.
fn row(project: &mut Project, mut statement: Statement, chance: &mut Chance) -> Option<Row> {
    let all = project.clone();
    if chance.once_in(5) {
        statement.because = true;
        statement.time = statement
            .time
            .filter(|(word, _)| *word != "as of publication");
        return Some(Row {
            statement,
            ..Row::default()
        });
    }
    let (_, dossier) = dossier(project, chance)?;
    let words = sentence(&all, dossier.text.as_ref(), chance)?;
    Some(Row {
        source: Some(dossier.id.clone()),
        words: Some(words),
        quote_id: Some(format!("q{}", chance.below(200))).filter(|_| chance.once_in(5)),
        statement,
    })
}

fn remove(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let paths: Vec<String> = project.files.keys().cloned().collect();
    let path = chance.of(&paths)?;
    match project.files.get_mut(path)? {
        Content::Dossier(dossier) => {
            let count = dossier.groups.len();
            dossier
                .groups
                .get_mut(chance.below(count.max(1)))?
                .statements
                .pop()?;
        }
        Content::Facts(rows) => drop(rows.pop()?),
        _ => return None,
    }
    Some(format!("{path}: a statement less"))
}

fn alter(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let other = new(project, chance)?;
    let (path, statement) = one(project, chance)?;
    match chance.below(4) {
        0 => statement.subject = other.subject,
        1 => statement.time = other.time,
        2 => statement.denied ^= true,
        _ => {
            statement.predicate = other.predicate;
            (statement.object, statement.is_text) = (other.object, other.is_text);
        }
    }
    let said = format!(
        "{} {} {}",
        statement.subject, statement.predicate, statement.object
    );
    Some(format!(
        "{path}: a statement becomes {said} {:?}",
        statement.time
    ))
}

fn reorder(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let paths: Vec<String> = project.files.keys().cloned().collect();
    let path = chance.of(&paths)?;
    match project.files.get_mut(path)? {
        Content::Dossier(dossier) if chance.once_in(2) => dossier.groups.reverse(),
        Content::Dossier(dossier) => {
            let groups = dossier.groups.iter_mut();
            groups.for_each(|group| group.statements.reverse());
        }
        Content::Facts(rows) => rows.reverse(),
        _ => return None,
    }
    Some(format!("{path}: other order"))
}

/// The same statement in another place, with its id, without it, or as a draft.
fn copy(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let mut statement = one(project, chance)?.1.clone();
    if !chance.once_in(4) {
        statement.pin = None;
    }
    statement.draft = chance.once_in(8);
    let told = put(project, statement, chance)?;
    Some(format!("{told}, as elsewhere"))
}

fn pin(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let taken = id(project, chance).filter(|_| chance.once_in(8));
    let number = chance.below(400);
    let (path, statement) = one(project, chance)?;
    statement.pin = Some(taken.unwrap_or(format!("p{number}")));
    Some(format!(
        "{path}: a statement has the id {:?}",
        statement.pin
    ))
}

fn unpin(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let statements = all(project).into_iter();
    let mut pinned: Vec<_> = statements.filter(|(_, it)| it.pin.is_some()).collect();
    let count = pinned.len();
    let (path, statement) = pinned.get_mut(chance.below(count.max(1)))?;
    let id = statement.pin.take()?;
    Some(format!("{path}: a statement loses the id {id}"))
}

fn turn_draft(project: &mut Project, chance: &mut Chance) -> Option<String> {
    if !chance.once_in(2) {
        return None;
    }
    let (path, statement) = one(project, chance)?;
    statement.draft ^= true;
    Some(format!(
        "{path}: a statement is a draft: {}",
        statement.draft
    ))
}

fn qualify(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let name = declared::name(project, chance)?;
    let (path, statement) = one(project, chance)?;
    let again = chance.once_in(3);
    match chance.below(5) {
        0 => statement.role = Some(("place".to_owned(), name)).filter(|_| !again),
        1 => statement.according_to = Some(name).filter(|_| !again),
        2 => statement.status = Some("preferred").filter(|_| !again),
        3 => statement.status = Some("unconfirmed").filter(|_| !again),
        _ => statement.note = Some(chance.below(100)).filter(|_| !again),
    }
    Some(format!("{path}: a statement is qualified otherwise"))
}

fn infer(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let ids = [id(project, chance)?, id(project, chance)?];
    let (path, statement) = one(project, chance)?;
    if ids.iter().any(|id| Some(id) == statement.pin.as_ref()) && !chance.once_in(10) {
        return None;
    }
    match chance.once_in(4) {
        true => statement.from.clear(),
        false => {
            statement.from = ids.to_vec();
            statement.from.dedup();
            statement.because = true;
        }
    }
    Some(format!(
        "{path}: a statement is inferred from {:?}",
        statement.from
    ))
}

fn see(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let id = id(project, chance)?;
    let (path, statement) = one(project, chance)?;
    statement.see = Some(id);
    Some(format!("{path}: see {:?}", statement.see))
}

/// A statement about a statement, or about a quotation.
fn speak_of(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let id = match chance.once_in(3) {
        true => {
            let groups = &dossier(project, chance)?.1.groups;
            groups.iter().find_map(|group| group.id.clone())?
        }
        false => id(project, chance)?,
    };
    let mut statement = new(project, chance)?;
    statement.predicate = "likes".to_owned();
    statement.is_text = false;
    statement.object = format!("^{id}");
    put(project, statement, chance)
}

fn quote(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let all = project.clone();
    let (path, dossier) = dossier(project, chance)?;
    let words = sentence(&all, dossier.text.as_ref(), chance)?;
    let count = dossier.groups.len();
    let group = dossier.groups.get_mut(chance.below(count.max(1)))?;
    group.words = vec![words];
    Some(format!("{path}: other words are quoted"))
}
