//! The entity that a person means by a name, an alias, an id or an IRI.

use std::collections::{BTreeMap, BTreeSet};

use oxrdf::{NamedNode, NamedNodeRef, Term};
use unicode_normalization::UnicodeNormalization;

use super::QueryError;
use crate::diagnostic::did_you_mean;
use crate::iri;
use crate::project::Context;
use crate::store::Store;
use crate::vocab::{IDENTITY, rdfs, schema, skos};

/// How many of several entities, or of several values, a message lists.
const LISTED: usize = 12;

/// Finds the entity. Tried in this order: `<IRI>`; an id; a label, then an alias, then what else a
/// vocabulary or a source is called; a prefixed name; an IRI; the id of the same thing in another data set. `prefixes` are
/// those of the query.
pub fn find(
    text: &str,
    store: &Store,
    context: &Context,
    prefixes: &[(String, String)],
) -> Result<NamedNode, QueryError> {
    let text = text.trim();
    if let Some(iri) = text
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'))
    {
        return NamedNode::new(iri)
            .map_err(|error| QueryError::usage(format!("`{text}` is not an IRI: {error}")));
    }
    for room in ["entity", "source"] {
        let id = NamedNode::new(format!("{}{room}/{text}", context.base));
        if let Ok(iri) = id
            && store.describes(iri.as_ref())?
        {
            return Ok(iri);
        }
    }
    let labels = Labels::read(store)?;
    for tier in &labels.tiers {
        let found = tier.get(&folded(text)).cloned().unwrap_or_default();
        if found.len() == 1 {
            return Ok(found.into_iter().next().expect("its length is 1"));
        }
        if !found.is_empty() {
            return Err(several(text, "is the name of", &found));
        }
    }
    if let Some(iri) = written_out(text, context, prefixes) {
        return iri;
    }
    match elsewhere(text, store, context)? {
        Some(iri) => Ok(iri),
        None => Err(labels.none(text)),
    }
}

/// What has an id in another data set: `Q159` is what is the same as `http://www.wikidata.org/entity/Q159`.
fn elsewhere(
    text: &str,
    store: &Store,
    context: &Context,
) -> Result<Option<NamedNode>, QueryError> {
    let mut found = BTreeSet::new();
    for link in IDENTITY {
        store.pairs(link, |subject, object| {
            if let Term::NamedNode(iri) = object
                && iri::last_part(iri.as_str()) == text
                && is_of_a_thing(link, &subject, context)
            {
                found.insert(subject);
            }
        })?;
    }
    if found.len() > 1 {
        return Err(several(text, "is an id elsewhere of", &found));
    }
    Ok(found.pop_first())
}

/// Terms of a vocabulary have links as well, of which those of `schema:sameAs` count.
fn is_of_a_thing(link: NamedNodeRef, subject: &NamedNode, context: &Context) -> bool {
    let entities = format!("{}entity/", context.base);
    link == schema::SAME_AS || subject.as_str().starts_with(&entities)
}

/// What an IRI of another data set stands for: the one thing that is mapped to it, whatever external RDF says of it; itself if
/// nothing is. `text` is how it was written.
pub fn mapped(
    text: &str,
    iri: NamedNode,
    store: &Store,
    context: &Context,
) -> Result<NamedNode, QueryError> {
    let mut found = BTreeSet::new();
    if iri.as_str().starts_with(&context.base) {
        return Ok(iri);
    }
    for link in IDENTITY {
        let subjects = store.subjects(link, iri.clone())?.into_iter();
        found.extend(subjects.filter(|subject| is_of_a_thing(link, subject, context)));
    }
    if found.len() > 1 {
        return Err(several(text, "is mapped to", &found));
    }
    Ok(found.pop_first().unwrap_or(iri))
}

/// An IRI, in full or with a prefix.
fn written_out(
    text: &str,
    context: &Context,
    prefixes: &[(String, String)],
) -> Option<Result<NamedNode, QueryError>> {
    let (prefix, local) = text.split_once(':')?;
    if text.contains(char::is_whitespace) {
        return None;
    }
    let all = context.all_prefixes();
    let known = prefixes.iter().chain(&all).find(|(name, _)| name == prefix);
    if let Some((_, namespace)) = known {
        return NamedNode::new(format!("{namespace}{local}")).ok().map(Ok);
    }
    let is_iri =
        local.starts_with("//") || ["urn", "tag", "mailto", "did", "doi"].contains(&prefix);
    if is_iri && let Ok(iri) = NamedNode::new(text) {
        return Some(Ok(iri));
    }
    let names = prefixes.iter().chain(&all).map(|(name, _)| name);
    let near = did_you_mean(prefix, names).map(|near| format!("did you mean `{near}:{local}`?"));
    let error = QueryError::usage(format!("there is no prefix `{prefix}:`"));
    Some(Err(match near {
        Some(near) => error.help(near),
        None => error.help(format!("an IRI is written in full: `<{text}>`")),
    }))
}

/// All names, by how much a name is the entity's own.
struct Labels {
    tiers: [BTreeMap<String, BTreeSet<NamedNode>>; 3],
}

impl Labels {
    fn read(store: &Store) -> Result<Labels, QueryError> {
        let tier = |predicates: &[NamedNodeRef<'_>]| {
            let mut names = BTreeMap::<String, BTreeSet<NamedNode>>::new();
            for predicate in predicates {
                store.pairs(*predicate, |subject, object| {
                    if let Term::Literal(label) = object {
                        names
                            .entry(folded(label.value()))
                            .or_default()
                            .insert(subject);
                    }
                })?;
            }
            Ok::<_, QueryError>(names)
        };
        Ok(Labels {
            tiers: [
                tier(&[skos::PREF_LABEL])?,
                tier(&[skos::ALT_LABEL, skos::HIDDEN_LABEL])?,
                tier(&[rdfs::LABEL, schema::NAME])?,
            ],
        })
    }

    fn none(&self, text: &str) -> QueryError {
        let error = QueryError::usage(format!("nothing is called `{text}`"));
        let names = self.tiers.iter().flat_map(BTreeMap::keys);
        match did_you_mean(text, names) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error.help("give a name, an alias, an id, a prefixed name or `<IRI>`"),
        }
    }
}

/// `is` is what a text is to each of the things: their name, or an id.
fn several(text: &str, is: &str, found: &BTreeSet<NamedNode>) -> QueryError {
    let error = QueryError::usage(format!("`{text}` {is} {} things", found.len()));
    found
        .iter()
        .take(LISTED)
        .fold(error, |error, iri| error.help(format!("is it {iri}?")))
}

/// Names are compared in NFC.
fn folded(name: &str) -> String {
    name.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::fixture;

    fn found(text: &str) -> Result<String, String> {
        find(text, &fixture::store(), &fixture::context(), &[])
            .map(|iri| iri.as_str().replace("https://example.org/", ""))
            .map_err(|error| error.render())
    }

    #[test]
    fn an_entity_is_found_by_any_of_its_names() {
        for name in [
            "interpol",
            "Interpol",
            "ICPO",
            "e:interpol",
            "<https://example.org/entity/interpol>",
            "https://example.org/entity/interpol",
        ] {
            assert_eq!(found(name).unwrap(), "entity/interpol", "{name}");
        }
        assert_eq!(found("interpol-note").unwrap(), "source/interpol-note");
        assert_eq!(found("member of").unwrap(), "vocabulary#memberOf");
    }

    #[test]
    fn what_is_not_found_is_told() {
        assert!(
            found("Interpoll")
                .unwrap_err()
                .contains("did you mean `Interpol`?")
        );
        assert!(found("x:interpol").unwrap_err().contains("no prefix `x:`"));
        let both = found("the bureau").unwrap_err();
        assert!(
            both.contains("name of 2 things") && both.contains("ncb-russia"),
            "{both}"
        );
    }
}
