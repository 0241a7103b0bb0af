//! Edits of declarations: entities, their names, ids and classes, and what they were merged into.

use crate::chance::Chance;
use crate::project::{CLASSES, Content, Entity, Project};
use crate::whole::Edit;

pub const EDITS: &[Edit] = &[
    add,
    add,
    remove,
    rename,
    give_alias,
    give_alias,
    take_alias,
    move_alias,
    move_alias,
    change_id,
    change_class,
    merge,
    merge,
    part,
    turn_draft,
    describe,
    same_as,
    move_declaration,
    swap,
];

/// What entities may be called.
const NAMES: [&str; 16] = [
    "Ada",
    "Ben",
    "Cleo",
    "Dora",
    "Emil",
    "Fay",
    "Rome",
    "Old Rome",
    "Isle",
    "Big Isle",
    "Club",
    "Chess Club",
    "The Book",
    "Gus",
    "Hill",
    "Inn",
];

/// The lists of declarations, with the paths of their files.
fn lists(project: &mut Project) -> Vec<(&String, &mut Vec<Entity>)> {
    let lists = project
        .files
        .iter_mut()
        .filter_map(|(path, content)| match content {
            Content::Register(entities) => Some((path, entities)),
            Content::Dossier(dossier) => Some((path, &mut dossier.declared)),
            _ => None,
        });
    lists.collect()
}

fn all(project: &Project) -> impl Iterator<Item = &Entity> {
    project.files.values().flat_map(|content| match content {
        Content::Register(entities) => entities.as_slice(),
        Content::Dossier(dossier) => &dossier.declared,
        _ => &[],
    })
}

/// The name that a statement uses: mostly one that means one thing.
pub fn name(project: &Project, chance: &mut Chance) -> Option<String> {
    let mut names: Vec<&String> = all(project)
        .filter(|entity| !entity.draft || chance.once_in(20))
        .flat_map(|entity| std::iter::once(&entity.label).chain(&entity.also))
        .collect();
    names.sort();
    let several: Vec<&String> = names
        .windows(2)
        .filter(|it| it[0] == it[1])
        .map(|it| it[0])
        .collect();
    names.retain(|name| !several.contains(name));
    let name = chance.of(&names)?.to_string();
    let entity = all(project).find(|entity| entity.label == name);
    Some(match (chance.below(12), entity) {
        (0, Some(entity)) => format!("e:{}", entity.id),
        (1, Some(entity)) => format!("<{}entity/{}>", project.base(), entity.id),
        (2, _) => format!("[{name}]"),
        _ => name,
    })
}

/// A name that nobody has, mostly.
fn new_name(project: &Project, chance: &mut Chance) -> String {
    let taken = |name: &str| {
        all(project).any(|it| it.label == name || it.also.iter().any(|also| also == name))
    };
    for _ in 0..6 {
        let name = NAMES[chance.below(NAMES.len())];
        if !taken(name) {
            return name.to_owned();
        }
    }
    match chance.once_in(6) {
        true => NAMES[chance.below(NAMES.len())].to_owned(),
        false => format!("Name {}", chance.below(1000)),
    }
}

fn entity<'p>(project: &'p mut Project, chance: &mut Chance) -> Option<&'p mut Entity> {
    let lists = lists(project).into_iter();
    let mut entities: Vec<&mut Entity> = lists.flat_map(|(_, list)| list.iter_mut()).collect();
    match entities.len() {
        0 => None,
        count => Some(entities.swap_remove(chance.below(count))),
    }
}

pub fn add(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let label = new_name(project, chance);
    let also = match chance.once_in(3) {
        true => vec![new_name(project, chance)],
        false => Vec::new(),
    };
    let mut lists = lists(project);
    let count = lists.len();
    let (path, list) = lists.get_mut(chance.below(count.max(1)))?;
    let told = format!("{path}: {label} is declared");
    list.push(Entity {
        id: label.to_lowercase().replace(' ', "-"),
        label,
        class: CLASSES[chance.below(CLASSES.len())],
        also,
        ..Entity::default()
    });
    Some(told)
}

fn remove(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let mut lists = lists(project);
    let count = lists.len();
    let (path, list) = lists.get_mut(chance.below(count.max(1)))?;
    let at = chance.below(list.len().max(1));
    if at >= list.len() {
        return None;
    }
    let gone = list.remove(at);
    Some(format!("{path}: {} is not declared any more", gone.label))
}

/// The old label mostly becomes an alias, so that lines that use it mean the same.
fn rename(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let new = new_name(project, chance);
    let keep = !chance.once_in(4);
    let entity = entity(project, chance)?;
    let old = std::mem::replace(&mut entity.label, new);
    let told = format!("{old} is now called {}", entity.label);
    if keep {
        entity.also.push(old);
    }
    Some(told)
}

fn give_alias(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let alias = match chance.once_in(3) {
        true => name(project, chance).filter(|name| !name.contains([':', '[', '<']))?,
        false => new_name(project, chance),
    };
    let entity = entity(project, chance)?;
    let told = format!("{} is also called {alias}", entity.label);
    entity.also.push(alias);
    Some(told)
}

fn take_alias(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let entity = entity(project, chance)?;
    let alias = entity.also.pop()?;
    Some(format!("{} is no longer called {alias}", entity.label))
}

/// What was one's alias is another's: lines that use it mean another entity.
fn move_alias(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let lists_of = lists(project).into_iter();
    let mut with: Vec<&mut Entity> = lists_of
        .flat_map(|(_, list)| list.iter_mut())
        .filter(|entity| !entity.also.is_empty())
        .collect();
    let count = with.len();
    let alias = with.get_mut(chance.below(count.max(1)))?.also.pop()?;
    let entity = entity(project, chance)?;
    let told = format!("the alias {alias} goes to {}", entity.label);
    entity.also.push(alias);
    Some(told)
}

fn change_id(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let entity = entity(project, chance)?;
    entity.id = format!("id-{}", chance.below(40));
    Some(format!("{} has the id {}", entity.label, entity.id))
}

fn change_class(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let entity = entity(project, chance)?;
    entity.class = CLASSES[chance.below(CLASSES.len())];
    Some(format!("{} is a {}", entity.label, entity.class))
}

fn merge(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let target = name(project, chance)?;
    let entity = entity(project, chance)?;
    if target == entity.label || entity.also.contains(&target) {
        return None;
    }
    entity.merged = Some(target.clone());
    Some(format!("{} is merged into {target}", entity.label))
}

fn part(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let entity = entity(project, chance)?;
    entity.merged.take()?;
    Some(format!("{} is merged into nothing", entity.label))
}

fn turn_draft(project: &mut Project, chance: &mut Chance) -> Option<String> {
    if !chance.once_in(3) {
        return None;
    }
    let entity = entity(project, chance)?;
    entity.draft ^= true;
    Some(format!("{} is a draft: {}", entity.label, entity.draft))
}

fn describe(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let entity = entity(project, chance)?;
    entity.described = Some(chance.below(100));
    Some(format!("{} is described", entity.label))
}

fn same_as(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let entity = entity(project, chance)?;
    entity.same_as = Some(chance.below(5));
    Some(format!(
        "{} is the same as {:?}",
        entity.label, entity.same_as
    ))
}

fn move_declaration(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let mut lists = lists(project);
    let count = lists.len();
    let (from, to) = (chance.below(count.max(1)), chance.below(count.max(1)));
    let list = &mut lists.get_mut(from)?.1;
    let at = chance.below(list.len().max(1));
    if at >= list.len() {
        return None;
    }
    let moved = list.remove(at);
    let (path, list) = lists.get_mut(to)?;
    let told = format!("the declaration of {} goes to {path}", moved.label);
    list.push(moved);
    Some(told)
}

fn swap(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let mut lists = lists(project);
    let count = lists.len();
    let (path, list) = lists.get_mut(chance.below(count.max(1)))?;
    if list.len() < 2 {
        return None;
    }
    list.rotate_left(1);
    Some(format!("{path}: other order of declarations"))
}
