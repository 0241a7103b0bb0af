//! All that entities and sources are called in a build.

use oxrdf::{NamedNode, NamedNodeRef, Term};
use serde::Serialize;

use crate::project::Context;
use crate::query::QueryError;
use crate::store::Store;
use crate::vocab::{owl, schema, skos};

/// What a name is to the thing that is called so; what is more its own comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    Label,
    /// The title of a source.
    Title,
    Alias,
    Former,
    Id,
    Iri,
    /// The IRI of the same, or of something close, in another data set.
    Mapping,
}

impl Field {
    pub fn name(self) -> &'static str {
        match self {
            Field::Label => "label",
            Field::Title => "title",
            Field::Alias => "alias",
            Field::Former => "former name",
            Field::Id => "id",
            Field::Iri => "IRI",
            Field::Mapping => "mapping",
        }
    }
}

/// A name, and what is called so.
pub struct Name {
    pub of: NamedNode,
    pub field: Field,
    pub text: String,
}

/// All names of a build.
pub fn all(store: &Store, context: &Context) -> Result<Vec<Name>, QueryError> {
    let mut names = Vec::new();
    for (field, predicate) in [
        (Field::Label, skos::PREF_LABEL),
        (Field::Alias, skos::ALT_LABEL),
        (Field::Former, skos::HIDDEN_LABEL),
        (Field::Title, schema::NAME),
    ] {
        called(store, predicate, field, &mut names)?;
    }
    let mut known: Vec<NamedNode> = names.iter().map(|name| name.of.clone()).collect();
    known.sort_unstable();
    known.dedup();
    let rooms = ["entity/", "source/"].map(|room| format!("{}{room}", context.base));
    for of in &known {
        let id = rooms.iter().find_map(|room| of.as_str().strip_prefix(room));
        let id = id.map(|id| (Field::Id, id.to_owned()));
        for (field, text) in id.into_iter().chain([(Field::Iri, of.as_str().to_owned())]) {
            let of = of.clone();
            names.push(Name { of, field, text });
        }
    }
    // The first two are what dossiers and registers say; external data may say it with the others, in either direction.
    for predicate in [
        schema::SAME_AS,
        skos::CLOSE_MATCH,
        skos::EXACT_MATCH,
        owl::SAME_AS,
    ] {
        let is_known = |iri: &NamedNode| known.binary_search(iri).is_ok();
        store.pairs(predicate, |subject, object| {
            let Term::NamedNode(object) = object else {
                return;
            };
            for (of, other) in [(&subject, &object), (&object, &subject)] {
                if is_known(of) {
                    names.push(Name {
                        of: of.clone(),
                        field: Field::Mapping,
                        text: other.as_str().to_owned(),
                    });
                }
            }
        })?;
    }
    Ok(names)
}

fn called(
    store: &Store,
    predicate: NamedNodeRef,
    field: Field,
    names: &mut Vec<Name>,
) -> Result<(), QueryError> {
    store.pairs(predicate, |of, object| {
        if let Term::Literal(label) = object {
            let text = label.value().to_owned();
            names.push(Name { of, field, text });
        }
    })?;
    Ok(())
}

/// The IRI that a text is, in full, with a prefix, or without the project's base.
pub fn expanded(text: &str, context: &Context) -> Option<NamedNode> {
    let bare = text
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'))
        .unwrap_or(text);
    if bare.contains(char::is_whitespace) {
        return None;
    }
    if let Some((prefix, local)) = bare.split_once(':') {
        let prefixes = context.all_prefixes();
        let known = prefixes.iter().find(|(name, _)| name == prefix);
        return match known {
            Some((_, namespace)) => NamedNode::new(format!("{namespace}{local}")).ok(),
            None => NamedNode::new(bare).ok(),
        };
    }
    bare.contains('/')
        .then(|| NamedNode::new(format!("{}{bare}", context.base)).ok())?
}
