//! Entities, properties and classes while somebody types, and what they are.

use rayon::prelude::*;
use serde_json::{Value, json};

use super::terms::Words;
use super::{Catalogue, LONGEST, PAGE, Refusal};
use crate::find::{How, Wanted};

/// What can be suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Entity,
    Property,
    Type,
}

impl Kind {
    /// By its name in paths.
    pub fn named(name: &str) -> Option<Kind> {
        match name {
            "entity" => Some(Kind::Entity),
            "property" => Some(Kind::Property),
            "type" => Some(Kind::Type),
            _ => None,
        }
    }
}

impl Catalogue {
    /// A suggest response: what begins so, by its name, a word of it, or its id. The first `cursor` are left out.
    pub fn suggest(&self, kind: Kind, prefix: &str, cursor: usize) -> Result<Value, Refusal> {
        if prefix.chars().nth(LONGEST).is_some() {
            let detail = format!("`prefix` is longer than {LONGEST} characters");
            return Err(Refusal::bad(detail));
        }
        let page: Vec<Value> = match kind {
            Kind::Entity => {
                let found = self.beginning(prefix);
                let page = found.into_iter().skip(cursor).take(PAGE);
                page.map(|entity| self.suggestion(entity))
                    .collect::<Result<_, _>>()?
            }
            Kind::Property => words(&self.properties, prefix, cursor),
            Kind::Type => words(&self.classes.words, prefix, cursor),
        };
        Ok(json!({ "result": page }))
    }

    /// A flyout response: what something is, in a line of HTML.
    pub fn flyout(&self, kind: Kind, id: &str) -> Result<Value, Refusal> {
        let (name, about) = match kind {
            Kind::Entity => {
                let entity = self.entity(id).ok_or_else(|| unknown("entity", id))?;
                (self.named(entity).name, self.description(entity)?)
            }
            Kind::Property | Kind::Type => {
                let (words, what) = match kind {
                    Kind::Property => (&self.properties, "property"),
                    _ => (&self.classes.words, "type"),
                };
                let at = words.find(id).ok_or_else(|| unknown(what, id))?;
                let word = &words.list[at];
                (word.named.name.clone(), word.definition.clone())
            }
        };
        let escape = |text: &str| crate::export::escape_xml(text).into_owned();
        let about = about.map(|about| format!("<p>{}</p>", escape(&about)));
        let html = format!(
            "<p><b>{}</b></p>{}",
            escape(&name),
            about.unwrap_or_default()
        );
        Ok(json!({ "id": id, "html": html }))
    }

    /// The entities with a name that begins so, or a word of it, or with such an id; the nearest first.
    fn beginning(&self, prefix: &str) -> Vec<usize> {
        let Some(wanted) = Wanted::new(prefix) else {
            return (0..self.entities.len()).collect();
        };
        let names = self.names.par_iter().filter_map(|name| {
            let how = wanted.like(&name.text).filter(|how| *how <= How::Words)?;
            Some((how, !name.is_label, name.text.chars().count(), name.of))
        });
        let ids = self
            .entities
            .par_iter()
            .enumerate()
            .filter_map(|(of, entity)| {
                let how = match entity.id.strip_prefix(prefix.trim())? {
                    "" => How::Same,
                    _ => How::Begins,
                };
                Some((how, true, entity.id.len(), of))
            });
        let mut found: Vec<_> = names.chain(ids).collect();
        // Where a whole IRI is given, there is one that has it.
        found.extend(
            self.entity(prefix.trim())
                .map(|of| (How::Same, false, 0, of)),
        );
        found.sort_unstable();
        let mut seen = vec![false; self.entities.len()];
        let all = found.into_iter().map(|(.., of)| of);
        all.filter(|of| !std::mem::replace(&mut seen[*of], true))
            .collect()
    }

    fn suggestion(&self, entity: usize) -> Result<Value, Refusal> {
        let named = self.named(entity);
        let mut suggestion = json!({
            "id": named.id,
            "name": named.name,
            "notable": self.types(entity),
        });
        if let Some(description) = self.description(entity)? {
            suggestion["description"] = json!(description);
        }
        Ok(suggestion)
    }
}

/// That there is nothing with an id.
pub fn unknown(what: &str, id: &str) -> Refusal {
    Refusal::not_found(format!("there is no {what} `{id}`"))
}

fn words(words: &Words, prefix: &str, cursor: usize) -> Vec<Value> {
    let wanted = Wanted::new(prefix);
    let how = |at: &usize| {
        let word = &words.list[*at];
        let Some(wanted) = &wanted else {
            return Some(How::Begins);
        };
        let prefix = prefix.trim();
        let local = crate::iri::last_part(word.iri.as_str());
        if [local, &word.named.id, word.iri.as_str()].contains(&prefix) {
            return Some(How::Same);
        }
        if local.starts_with(prefix) || word.named.id.starts_with(prefix) {
            return Some(How::Begins);
        }
        wanted
            .like(&word.named.name)
            .filter(|how| *how <= How::Words)
    };
    let all = 0..words.list.len();
    let mut found: Vec<_> = all
        .filter_map(|at| Some((how(&at)?, &words.list[at].named.name, at)))
        .collect();
    found.sort_unstable();
    let page = found.into_iter().skip(cursor).take(PAGE);
    let suggestion = page.map(|(.., at)| {
        let word = &words.list[at];
        let mut suggestion = json!(word.named);
        if let Some(definition) = &word.definition {
            suggestion["description"] = json!(definition);
        }
        suggestion
    });
    suggestion.collect()
}
