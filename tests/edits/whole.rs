//! What people do to a project, by chance. An edit depends on the project as it is and on its own seed only, so that a
//! sequence with some of its edits left out is a sequence as well.

use crate::chance::Chance;
use crate::declared;
use crate::files::{self, sentence, texts};
use crate::project::{Content, Dossier, Group, Project, Property, TRAITS};
use crate::said;

/// An edit changes a project, and says what it did; it says nothing where there was nothing to do.
pub type Edit = fn(&mut Project, &mut Chance) -> Option<String>;

/// All edits, by how often they are made.
const EDITS: &[(usize, &[Edit])] = &[
    (10, said::EDITS),
    (8, declared::EDITS),
    (
        3,
        &[
            turn_trait,
            rename_property,
            relate_property,
            domain,
            comment,
        ],
    ),
    (
        4,
        &[
            published,
            source_id,
            text_path,
            prose,
            add_group,
            remove_group,
            quotation_id,
        ],
    ),
    (3, files::TEXTS),
    (3, files::FILES),
    (1, &[config]),
    (1, &[files::external]),
    (3, &[files::mapping]),
];

/// Makes the edit that a seed stands for.
pub fn make(project: &mut Project, seed: u64) -> String {
    let mut chance = Chance::new(seed);
    let total: usize = EDITS.iter().map(|(weight, _)| weight).sum();
    for _ in 0..20 {
        let mut at = chance.below(total);
        for (weight, edits) in EDITS {
            if at < *weight {
                let edit = edits[chance.below(edits.len())];
                if let Some(done) = edit(project, &mut chance) {
                    return done;
                }
                break;
            }
            at -= weight;
        }
    }
    "nothing".to_owned()
}

/// A small project, from which a sequence of edits starts.
pub fn start(chance: &mut Chance) -> Project {
    let mut project = Project::default();
    for (word, datatype) in [
        ("knows", None),
        ("parentOf", None),
        ("childOf", None),
        ("partOf", None),
        ("inside", None),
        ("likes", None),
        ("boss", None),
        ("age", Some("integer")),
        ("motto", Some("string")),
        ("place", None),
    ] {
        project.properties.push(Property {
            word: word.to_owned(),
            datatype,
            ..Property::default()
        });
    }
    project.properties[0].traits[0] = true;
    project.properties[1].inverse = Some("childOf".to_owned());
    project.properties[3].traits[1] = true;
    project.properties[4].parent = Some("partOf".to_owned());
    project.properties[6].traits[2] = true;
    project.properties[7].traits[2] = true;
    project.properties[9].traits[4] = true;
    for path in ["data/a.entities.md", "data/b.entities.tsv"] {
        let content = Content::Register(Vec::new());
        project.files.insert(path.to_owned(), content);
    }
    for _ in 0..7 {
        declared::add(&mut project, chance);
    }
    for (name, count) in [("one", 6), ("two", 4)] {
        let sentences = (0..count).map(|number| format!("The {name} passage {number} says so."));
        let path = format!("data/sources/{name}.txt");
        project
            .files
            .insert(path.clone(), Content::Text(sentences.collect()));
        let dossier = Dossier {
            id: name.to_owned(),
            published: Some(2000),
            text: Some(path),
            ..Dossier::default()
        };
        let path = format!("data/{name}.dossier.md");
        project.files.insert(path, Content::Dossier(dossier));
    }
    for path in ["data/rows.facts.tsv", "data/more.facts.csv"] {
        project
            .files
            .insert(path.to_owned(), Content::Facts(Vec::new()));
    }
    let external = vec![files::NO_TRIPLES.to_owned()];
    let path = "data/external/one.ttl".to_owned();
    project.files.insert(path, Content::External(external));
    for _ in 0..4 {
        add_group(&mut project, chance);
    }
    for _ in 0..12 + chance.below(12) {
        said::add(&mut project, chance);
    }
    project
}

// --- Vocabulary and configuration -------------------------------------------------------------------

fn property<'p>(project: &'p mut Project, chance: &mut Chance) -> Option<&'p mut Property> {
    let count = project.properties.len();
    project.properties.get_mut(chance.below(count))
}

fn turn_trait(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let property = property(project, chance)?;
    // A property that becomes a role, or ceases to be one, mostly makes errors.
    let which = match chance.below(TRAITS.len() * 3) {
        at if at < TRAITS.len() => at,
        _ => chance.below(3),
    };
    property.traits[which] ^= true;
    let now = if property.traits[which] {
        "is"
    } else {
        "is not"
    };
    Some(format!("{} {now} {}", property.word, TRAITS[which]))
}

fn rename_property(project: &mut Project, chance: &mut Chance) -> Option<String> {
    if !chance.once_in(3) {
        return None;
    }
    let property = property(project, chance)?;
    property.word += "Then";
    Some(format!("property is now {}", property.word))
}

fn relate_property(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let words: Vec<String> = project
        .properties
        .iter()
        .map(|it| it.word.clone())
        .collect();
    let other = chance.of(&words)?.clone();
    let (parent, nothing) = (chance.once_in(2), chance.once_in(3));
    let property = property(project, chance)?;
    if property.datatype.is_some() || other == property.word {
        return None;
    }
    let related = if parent {
        &mut property.parent
    } else {
        &mut property.inverse
    };
    *related = Some(other).filter(|_| !nothing);
    let what = if parent { "parent" } else { "inverse" };
    Some(format!("the {what} of {} is {related:?}", property.word))
}

fn domain(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let class = chance.of(&crate::project::CLASSES).copied();
    let class = class.filter(|_| !chance.once_in(2));
    let property = property(project, chance)?;
    property.domain = class;
    Some(format!("the domain of {} is {class:?}", property.word))
}

fn comment(project: &mut Project, _: &mut Chance) -> Option<String> {
    project.comments += 1;
    Some("comment in the vocabulary".to_owned())
}

fn config(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let (part, what) = match chance.below(4) {
        0 => (&mut project.base, "base"),
        1 => (&mut project.lang, "lang"),
        2 => (&mut project.prefix, "prefix"),
        _ => (&mut project.title, "title"),
    };
    *part += 1;
    Some(format!("{what} in citable.toml is now number {part}"))
}

// --- Dossiers -------------------------------------------------------------------------------------

/// A dossier, with its path.
pub fn dossier<'p>(
    project: &'p mut Project,
    chance: &mut Chance,
) -> Option<(String, &'p mut Dossier)> {
    let dossiers = project
        .files
        .iter_mut()
        .filter_map(|(path, content)| match content {
            Content::Dossier(dossier) => Some((path.clone(), dossier)),
            _ => None,
        });
    let mut dossiers: Vec<_> = dossiers.collect();
    match dossiers.len() {
        0 => None,
        count => Some(dossiers.swap_remove(chance.below(count))),
    }
}

fn published(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let (path, dossier) = dossier(project, chance)?;
    dossier.published = Some(1995 + chance.below(20)).filter(|_| !chance.once_in(12));
    Some(format!("{path}: published {:?}", dossier.published))
}

fn source_id(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let (path, dossier) = dossier(project, chance)?;
    let old = std::mem::replace(&mut dossier.id, format!("source-{}", chance.below(9)));
    let new = dossier.id.clone();
    // Who renames a source mostly renames it in the tables as well.
    let rows = project
        .files
        .values_mut()
        .filter_map(|content| match content {
            Content::Facts(rows) if !chance.once_in(3) => Some(rows),
            _ => None,
        });
    for row in rows
        .flatten()
        .filter(|row| row.source.as_ref() == Some(&old))
    {
        row.source = Some(new.clone());
    }
    Some(format!("{path}: id {old} becomes {new}"))
}

fn text_path(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let texts = texts(project);
    let text = chance.of(&texts).cloned().filter(|_| !chance.once_in(4));
    let (path, dossier) = dossier(project, chance)?;
    // Mostly the words are the same in both, as when a text is put elsewhere.
    let old = std::mem::replace(&mut dossier.text, text.clone());
    if !chance.once_in(3)
        && let Some(Content::Text(sentences)) = old.and_then(|old| project.files.get(&old)).cloned()
        && let Some(Content::Text(into)) =
            text.as_ref().and_then(|text| project.files.get_mut(text))
    {
        let missing = sentences
            .into_iter()
            .filter(|it| !into.contains(it))
            .collect::<Vec<_>>();
        into.extend(missing);
    }
    Some(format!("{path}: text {text:?}"))
}

fn prose(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let (path, dossier) = dossier(project, chance)?;
    dossier.prose += 1;
    Some(format!("{path}: prose"))
}

fn add_group(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let all = project.clone();
    let (path, dossier) = dossier(project, chance)?;
    let words = sentence(&all, dossier.text.as_ref(), chance)?;
    let again = sentence(&all, dossier.text.as_ref(), chance)?;
    let words = if chance.once_in(4) && words != again {
        vec![words, again]
    } else {
        vec![words]
    };
    let id = Some(format!("q{}", chance.below(200))).filter(|_| chance.once_in(3));
    dossier.groups.push(Group {
        words,
        id,
        statements: Vec::new(),
    });
    Some(format!("{path}: a quotation"))
}

fn remove_group(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let (path, dossier) = dossier(project, chance)?;
    let at = chance.below(dossier.groups.len().max(1));
    if at >= dossier.groups.len() {
        return None;
    }
    dossier.groups.remove(at);
    Some(format!("{path}: quotation {at} is away"))
}

fn quotation_id(project: &mut Project, chance: &mut Chance) -> Option<String> {
    let (path, dossier) = dossier(project, chance)?;
    let count = dossier.groups.len();
    let group = dossier.groups.get_mut(chance.below(count.max(1)))?;
    group.id = Some(format!("q{}", chance.below(200))).filter(|_| !chance.once_in(3));
    Some(format!("{path}: a quotation has the id {:?}", group.id))
}
