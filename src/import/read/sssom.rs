//! SSSOM (<https://mapping-commons.github.io/sssom/>): mappings as tab-separated values, with their prefixes in the comments above them.

use std::io::Read as _;

use crate::import::found::{Found, Mapping, Text};
use crate::import::{ImportError, Source};
use crate::sssom::{self, MappingSet};

/// The slots that say of a mapping how it came about.
const TOLD: &[&str] = &[
    "mapping_justification",
    "author_label",
    "author_id",
    "reviewer_label",
    "reviewer_id",
    "mapping_date",
    "mapping_tool",
    "comment",
];

pub fn read(source: &Source, found: &mut Found) -> Result<(), ImportError> {
    let set = set(source)?;
    for mapping in set.mappings() {
        let sssom::Mapping {
            subject,
            predicate,
            object,
            row,
            ..
        } = mapping;
        if [subject, predicate, object].contains(&"") {
            let message = "this mapping has an empty `subject_id`, `predicate_id` or `object_id`";
            return Err(source.wrong(line(&set, row), message.to_owned()));
        }
        let expand = |curie: &str| -> Option<String> {
            set.expand(curie).or_else(|| {
                let (prefix, local) = curie.split_once(':')?;
                let iri = format!("{}{local}", source.prefixes.get(prefix)?);
                crate::import::found::is_iri(&iri).then_some(iri)
            })
        };
        let ends = (expand(subject), expand(predicate), expand(object));
        let (Some(from), Some(predicate), Some(to)) = ends else {
            let what = "mappings with a prefix that `curie_map` doesn't have";
            found
                .left
                .out(what, format!("{subject} {} {object}", mapping.predicate));
            continue;
        };
        let left = match (mapping.not, mapping.no_term_found) {
            (_, true) => Some("mappings to nothing (sssom:NoTermFound)"),
            (true, false) => Some("rejected mappings (predicate_modifier is Not)"),
            (false, false) => None,
        };
        if let Some(what) = left {
            found.left.out(what, format!("{subject} {object}"));
            continue;
        }
        if !found.wants(&from) && !found.wants(subject) {
            continue;
        }
        let mut named = |key: &str, label: Option<&str>| {
            let id = found.thing(key);
            let text = label.map(|label| Text {
                text: label.to_owned(),
                lang: None,
            });
            let labels = &mut found.thing_mut(id).labels;
            labels.extend(text.filter(|text| !labels.contains(text)));
            id
        };
        let subject = named(&from, mapping.subject_label);
        let object = named(&to, mapping.object_label);
        found.mappings.push(Mapping {
            subject,
            object,
            predicate,
            confidence: set.get(row, "confidence").map(str::to_owned),
            note: note(&set, row),
        });
    }
    Ok(())
}

/// The set, if nothing is wrong with how it is written.
fn set(source: &Source) -> Result<MappingSet, ImportError> {
    let mut bytes = Vec::new();
    let read = source.open()?.read_to_end(&mut bytes);
    read.map_err(|cause| source.failed(&cause))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = memchr::memchr_iter(b'\n', before).count() + 1;
        source.wrong(number(line), "this row is not UTF-8".to_owned())
    })?;
    let (set, problems) = MappingSet::read(&text);
    match problems.into_iter().next() {
        Some(problem) => Err(source.wrong(number(problem.line), problem.message)),
        None => Ok(set),
    }
}

fn line(set: &MappingSet, row: usize) -> u64 {
    number(set.line(row))
}

fn number(line: usize) -> u64 {
    u64::try_from(line).unwrap_or(u64::MAX)
}

/// What a mapping says of itself, in words.
fn note(set: &MappingSet, row: usize) -> Option<String> {
    let told = TOLD
        .iter()
        .filter_map(|name| Some(format!("{name} {}", set.get(row, name)?)));
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| told.join("; "))
}
