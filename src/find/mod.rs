//! Entities and sources by what they are called: name, alias, id, IRI, or their id in another data set.
//!
//! All names of the build are compared with what is looked for, on all cores; [`likeness`] says how near two are. A thing is
//! found once, by the name that is nearest.

mod likeness;
mod names;

use std::collections::BTreeMap;

use oxrdf::NamedNode;
use rayon::prelude::*;
use serde::Serialize;

use crate::project::Context;
use crate::query::{Names, QueryError, without_controls};
use crate::store::Store;
use crate::why::{Named, classes, stays};

pub use likeness::{How, Wanted};
use names::Name;
pub use names::{Field, expanded};

/// How many things are shown at most: who looks for more looks for something else.
const SHOWN: usize = 50;

/// Something that is called like what is looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Found {
    pub iri: String,
    /// The IRI without the project's base.
    pub short: String,
    pub label: String,
    /// Those with which it was declared.
    pub classes: Vec<Named>,
    /// The entity that stays, if it was merged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<Named>,
    pub matched: Match,
}

impl Found {
    /// For people: what it is, and by what it was found.
    pub fn line(&self) -> String {
        let classes: Vec<&str> = self
            .classes
            .iter()
            .map(|class| class.label.as_str())
            .collect();
        let kind = match classes.as_slice() {
            [] => String::new(),
            classes => format!(" ({})", classes.join(", ")),
        };
        let merged = self
            .merged_into
            .as_ref()
            .map(|stays| format!(", merged into {}", stays.label));
        let slips = match self.matched.how {
            How::Mistyped(_) => "near to its",
            _ => "by its",
        };
        let (field, text) = (self.matched.field.name(), &self.matched.text);
        let by = if self.matched.field == Field::Label && *text == self.label {
            String::new()
        } else {
            format!(" `{text}`")
        };
        let merged = merged.unwrap_or_default();
        without_controls(&format!(
            "{}{kind}  {}  {slips} {field}{by}{merged}",
            self.label, self.short
        ))
    }
}

/// By what something was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Match {
    pub field: Field,
    pub text: String,
    pub how: How,
}

/// Finds what is called like a text, the nearest first; and how many more there are than are handed out.
pub fn find(
    store: &Store,
    context: &Context,
    text: &str,
) -> Result<(Vec<Found>, usize), QueryError> {
    let text = text.trim();
    let Some(wanted) = Wanted::new(text) else {
        let error = QueryError::usage("nothing is looked for");
        return Err(
            error.help("give a name, an alias, an id, an IRI, or an id in another data set")
        );
    };
    let all = names::all(store, context)?;
    let iri = names::expanded(text, context);
    let matches = all.par_iter().filter_map(|name| {
        let how = how(name, &wanted, iri.as_ref())?;
        Some(Rated { how, name })
    });
    let mut nearest: BTreeMap<&NamedNode, Rated> = BTreeMap::new();
    for rated in matches.collect::<Vec<_>>() {
        match nearest.get(&rated.name.of) {
            Some(known) if known.order() <= rated.order() => {}
            _ => drop(nearest.insert(&rated.name.of, rated)),
        }
    }
    let mut found: Vec<Rated> = nearest.into_values().collect();
    found.sort_by(|a, b| a.order().cmp(&b.order()));
    let more = found.len().saturating_sub(SHOWN);
    found.truncate(SHOWN);
    let mut names = Names::new(store, context, &[]);
    let found = found
        .into_iter()
        .map(|rated| rated.found(store, &mut names));
    Ok((found.collect::<Result<_, _>>()?, more))
}

/// How a name is like what is looked for, if it is. IRIs and ids of other data sets are the same, or they aren't.
fn how(name: &Name, wanted: &Wanted, iri: Option<&NamedNode>) -> Option<How> {
    let is_same = || iri.is_some_and(|iri| iri.as_str() == name.text);
    match name.field {
        Field::Iri => is_same().then_some(How::Same),
        Field::Mapping => (is_same() || wanted.is_last_of(&name.text)).then_some(How::Same),
        // An id is less its own than the name that it was made of.
        Field::Id => wanted.like(&name.text).map(|how| how.max(How::Folded)),
        _ => wanted.like(&name.text),
    }
}

/// A name that is like what is looked for.
struct Rated<'n> {
    how: How,
    name: &'n Name,
}

impl Rated<'_> {
    fn order(&self) -> impl Ord {
        let length = self.name.text.chars().count();
        (
            self.how,
            self.name.field,
            length,
            &self.name.text,
            &self.name.of,
        )
    }

    fn found(self, store: &Store, names: &mut Names) -> Result<Found, QueryError> {
        let named = |iri: NamedNode, names: &mut Names| {
            Ok::<_, QueryError>(Named {
                label: names.of(&iri.clone().into())?,
                iri: iri.into_string(),
            })
        };
        let iri = &self.name.of;
        let mut declared = Vec::new();
        for class in classes(store, iri)? {
            declared.push(named(class, names)?);
        }
        let survivor = stays(store, iri.clone())?;
        let merged = Some(survivor).filter(|survivor| survivor != iri);
        Ok(Found {
            short: names.own(iri.as_str()),
            label: names.of(&iri.clone().into())?,
            classes: declared,
            merged_into: merged.map(|iri| named(iri, names)).transpose()?,
            matched: Match {
                field: self.name.field,
                text: self.name.text.clone(),
                how: self.how,
            },
            iri: iri.as_str().to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::fixture;

    fn found(text: &str) -> Vec<(String, Field, How)> {
        let (found, _) = find(&fixture::store(), &fixture::context(), text).unwrap();
        found
            .into_iter()
            .map(|one| (one.short, one.matched.field, one.matched.how))
            .collect()
    }

    #[test]
    fn things_are_found_by_all_that_they_are_called() {
        let first = |text: &str| found(text).into_iter().next().expect(text);
        assert_eq!(
            first("Interpol"),
            ("entity/interpol".into(), Field::Label, How::Same)
        );
        assert_eq!(
            first("INTERPOL"),
            ("entity/interpol".into(), Field::Label, How::Folded)
        );
        assert_eq!(
            first("icpo"),
            ("entity/interpol".into(), Field::Alias, How::Folded)
        );
        assert_eq!(
            first("Interpl"),
            ("entity/interpol".into(), Field::Label, How::Mistyped(1))
        );
        assert_eq!(
            first("e:russia"),
            ("entity/russia".into(), Field::Iri, How::Same)
        );
        assert!(found("nothing of the kind").is_empty());
        assert!(find(&fixture::store(), &fixture::context(), "  ").is_err());
    }
}
