//! Where statements are said to come from: a dossier for each page, without a text and without quotations yet.

use std::collections::{BTreeMap, HashSet};

use super::found::Reference;
use super::text::{name, tidy};
use crate::edit::Change;
use crate::iri::slug;
use crate::resolve::World;

/// The sources of an import.
#[derive(Debug, Default)]
pub struct Sources {
    /// The id of each source by its address.
    ids: BTreeMap<String, String>,
    dossiers: Vec<(String, String)>,
    taken: HashSet<String>,
}

/// The longest id.
const LONGEST: usize = 60;

impl Sources {
    pub fn new(world: &World) -> Sources {
        let mut sources = Sources::default();
        for source in &world.model.sources {
            sources.taken.insert(source.id.clone());
            if let Some(url) = &source.url {
                sources
                    .ids
                    .insert(url.as_str().to_owned(), source.id.clone());
            }
        }
        sources
    }

    /// The id of the source with this address, which is declared if it is new; nothing if the address is none.
    pub fn id(&mut self, reference: &Reference, lang: &str) -> Option<String> {
        let url = reference.url.trim();
        if let Some(known) = self.ids.get(url) {
            return Some(known.clone());
        }
        let iri = oxiri::Iri::parse(url).ok()?;
        let place = iri.authority().filter(|place| !place.is_empty())?;
        let host = place.trim_start_matches("www.");
        let path = iri.path().trim_matches('/');
        let proposed: String = slug(&format!("{host} {path}"))?
            .chars()
            .take(LONGEST)
            .collect();
        let proposed = proposed.trim_end_matches('-');
        let numbered = (2..).map(|n| format!("{proposed}-{n}"));
        let mut ids = [proposed.to_owned()].into_iter().chain(numbered);
        let id = ids
            .find(|id| !self.taken.contains(id))
            .expect("some number is free");
        self.taken.insert(id.clone());
        self.ids.insert(url.to_owned(), id.clone());
        self.dossiers
            .push((id.clone(), dossier(&id, url, reference, lang)));
        Some(id)
    }

    pub fn count(&self) -> usize {
        self.dossiers.len()
    }

    /// The dossiers as new files of a folder.
    pub fn changes(&self, folder: &str) -> impl Iterator<Item = Change> {
        self.dossiers.iter().map(move |(id, text)| Change {
            path: format!("{folder}/{id}.dossier.md"),
            before: None,
            after: text.clone(),
        })
    }
}

fn dossier(id: &str, url: &str, reference: &Reference, lang: &str) -> String {
    let title = reference.title.as_deref().and_then(name);
    let title = title.unwrap_or_else(|| url.to_owned());
    let quoted = |text: &str| {
        format!(
            "\"{}\"",
            tidy(text).replace('\\', "\\\\").replace('"', "\\\"")
        )
    };
    let mut text = format!(
        "---\ndossier: 1\nid: {id}\ntitle: {}\nlang: {lang}\ntext: none\ntext-why: \"an import cites it; it has not been fetched yet\"\nurl: {}\n",
        quoted(&title),
        quoted(url)
    );
    let dates = [
        ("published", &reference.published),
        ("retrieved", &reference.retrieved),
    ];
    for (key, date) in dates {
        if let Some(date) = date {
            text.push_str(&format!("{key}: {date}\n"));
        }
    }
    text + "---\n"
}
