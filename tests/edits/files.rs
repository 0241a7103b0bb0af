//! Edits of whole files, of stored texts, of external data, and of mapping sets.

use crate::chance::Chance;
use crate::project::{Content, Dossier, Mapping, Project};
use crate::whole::Edit;

pub const TEXTS: &[Edit] = &[
    insert_before,
    break_sentence,
    repair,
    make_ambiguous,
    swap_sentences,
    add_sentence,
];

pub const FILES: &[Edit] = &[delete, add_file, rename, move_folder];

/// The paths of all stored texts.
pub fn texts(project: &Project) -> Vec<String> {
    let is_text = |content: &Content| matches!(content, Content::Text(_));
    let texts = project.files.iter().filter(|(_, content)| is_text(content));
    texts.map(|(path, _)| path.clone()).collect()
}

/// A sentence that can be quoted from a text, or made up where there is none.
pub fn sentence(project: &Project, text: Option<&String>, chance: &mut Chance) -> Option<String> {
    let Some(text) = text else {
        return Some(format!("The lost passage {} says so.", chance.below(9)));
    };
    match project.files.get(text)? {
        Content::Text(sentences) => chance.of(sentences).cloned(),
        _ => None,
    }
}

fn sentences<'p>(
    project: &'p mut Project,
    chance: &mut Chance,
) -> Option<(String, &'p mut Vec<String>)> {
    let path = chance.of(&texts(project))?.clone();
    match project.files.get_mut(&path)? {
        Content::Text(sentences) if !sentences.is_empty() => Some((path, sentences)),
        _ => None,
    }
}

fn insert_before(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let (path, sentences) = sentences(project, chance)?;
    sentences.insert(0, format!("Before that {}.", chance.below(1000)));
    Some(format!("{path}: something before"))
}

fn break_sentence(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let (path, sentences) = sentences(project, chance)?;
    let at = chance.below(sentences.len());
    sentences[at] = sentences[at].replace(" says ", " sayz ");
    Some(format!("{path}: sentence {at} is broken"))
}

fn repair(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let (path, sentences) = sentences(project, chance)?;
    let broken = sentences.iter_mut().find(|it| it.contains("sayz"))?;
    *broken = broken.replace("sayz", "says");
    Some(format!("{path}: a sentence is repaired"))
}

fn make_ambiguous(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let (path, sentences) = sentences(project, chance)?;
    let again = chance.of(sentences)?.clone();
    sentences.push(again);
    Some(format!("{path}: a sentence stands there twice"))
}

fn swap_sentences(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let (path, sentences) = sentences(project, chance)?;
    let (a, b) = (chance.below(sentences.len()), chance.below(sentences.len()));
    sentences.swap(a, b);
    Some(format!("{path}: sentences {a} and {b} change places"))
}

fn add_sentence(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let (path, sentences) = sentences(project, chance)?;
    sentences.push(format!("The new passage {} says so.", chance.below(1000)));
    Some(format!("{path}: a sentence more"))
}

// --- Files --------------------------------------------------------------------------------------

fn any_path(project: &Project, chance: &mut Chance) -> Option<String> {
    let paths: Vec<&String> = project.files.keys().collect();
    chance.of(&paths).map(|path| path.to_string())
}

fn delete(project: &mut Project, chance: &mut Chance) -> Option<String> {
    if !chance.once_in(2) {
        return None;
    }
    let path = any_path(project, chance)?;
    project.files.remove(&path);
    Some(format!("{path} is deleted"))
}

fn add_file(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let number = chance.below(100);
    let (path, content) = match chance.below(6) {
        0 => (
            format!("data/{number}.entities.md"),
            Content::Register(Vec::new()),
        ),
        1 => (
            format!("data/{number}.entities.csv"),
            Content::Register(Vec::new()),
        ),
        2 => (
            format!("data/{number}.facts.tsv"),
            Content::Facts(Vec::new()),
        ),
        3 => {
            let sentences = (0..3).map(|at| format!("The passage {at} of {number} says so."));
            (
                format!("data/sources/{number}.txt"),
                Content::Text(sentences.collect()),
            )
        }
        _ => {
            let dossier = Dossier {
                id: format!("source-{number}"),
                published: Some(2001),
                text: chance.of(&texts(project)).cloned(),
                ..Dossier::default()
            };
            (
                format!("data/sub/{number}.dossier.md"),
                Content::Dossier(dossier),
            )
        }
    };
    let told = format!("{path} is new");
    project.files.insert(path, content);
    Some(told)
}

fn rename(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let path = any_path(project, chance)?;
    let (folder, name) = path.rsplit_once('/')?;
    let (_, suffix) = name.split_once('.')?;
    let new = format!(
        "{folder}/{}{}.{suffix}",
        ["a", "m", "z"][chance.below(3)],
        chance.below(50)
    );
    moved(project, &path, new, chance)
}

fn move_folder(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let path = any_path(project, chance)?;
    let name = path.strip_prefix("data/")?;
    let new = match name.split_once('/') {
        None => format!("data/sub/{name}"),
        Some(("sub", name)) => format!("data/{name}"),
        Some(_) => return None,
    };
    moved(project, &path, new, chance)
}

fn moved(project: &mut Project, old: &str, new: String, chance: &mut Chance) -> Option<String> {
    if project.files.contains_key(&new) {
        return None;
    }
    let content = project.files.remove(old)?;
    if matches!(content, Content::Text(_)) && !chance.once_in(4) {
        for content in project.files.values_mut() {
            if let Content::Dossier(dossier) = content
                && dossier.text.as_deref() == Some(old)
            {
                dossier.text = Some(new.clone());
            }
        }
    }
    let told = format!("{old} is now {new}");
    project.files.insert(new, content);
    Some(told)
}

/// What an external file holds beside triples.
pub const NO_TRIPLES: &str = "# Nothing else.";
/// What makes it an error.
const NO_TURTLE: &str = "this is no Turtle";

pub fn external(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let path = format!("data/external/{}.ttl", ["one", "two"][chance.below(2)]);
    let content = project.files.entry(path.clone());
    let Content::External(lines) = content.or_insert(Content::External(Vec::new())) else {
        return None;
    };
    let before = lines.len();
    lines.retain(|line| line != NO_TURTLE);
    if lines.len() < before {
        return Some(format!("{path} is repaired"));
    }
    lines.push(match chance.once_in(12) {
        true => NO_TURTLE.to_owned(),
        false => {
            let number = chance.below(20);
            format!("<https://example.org/ext/{number}> <https://example.org/ext/p> \"{number}\" .")
        }
    });
    Some(format!("{path}: a line more"))
}

/// The ids that entities have, and some that none has.
fn ids(project: &Project) -> Vec<String> {
    let declared = project.files.values().flat_map(|content| match content {
        Content::Register(entities) => entities.clone(),
        Content::Dossier(dossier) => dossier.declared.clone(),
        _ => Vec::new(),
    });
    let ids = declared.map(|entity| entity.id);
    ids.chain(["nobody".to_owned()]).collect()
}

pub fn mapping(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let id = chance.of(&ids(project))?.clone();
    let path = format!(
        "data/mappings/{}.sssom.tsv",
        ["one", "two"][chance.below(2)]
    );
    let content = project.files.entry(path.clone());
    let Content::Mappings(rows) = content.or_insert(Content::Mappings(Vec::new())) else {
        return None;
    };
    if !rows.is_empty() && chance.once_in(3) {
        let row = rows.remove(chance.below(rows.len()));
        return Some(format!("{path}: {} is taken out", row.id));
    }
    let predicates = ["skos:exactMatch", "owl:sameAs", "skos:closeMatch"];
    rows.push(Mapping {
        id: id.clone(),
        predicate: predicates[chance.below(3)],
        target: (!chance.once_in(6)).then(|| chance.below(8)),
        rejected: chance.once_in(5),
        confidence: match chance.below(30) {
            0 => Some("high"),
            1..=9 => Some("0.9"),
            _ => None,
        },
    });
    Some(format!("{path}: {id} is mapped"))
}
