//! Properties: their names below the project's base, and the predicates of each.

use std::collections::BTreeMap;

use oxrdf::NamedNodeRef;

use super::values::{Kind, Seen};
use crate::export::dataset::{Dataset, Id};
use crate::iri;
use crate::project::Context;
use crate::vocab::{citable, owl, wikibase};

/// Where a property's predicates stand.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    Direct,
    Claim,
    Statement,
    StatementValue,
    Qualifier,
    QualifierValue,
    Reference,
    ReferenceValue,
}

/// The rooms of the predicates, in the order of [`Place`], and by what a property leads to the one in it. The last is for
/// what a thing has no value of, which nothing here says.
const PLACES: [(&str, NamedNodeRef<'static>); 9] = [
    ("prop/direct/", wikibase::DIRECT_CLAIM),
    ("prop/", wikibase::CLAIM),
    ("prop/statement/", wikibase::STATEMENT_PROPERTY),
    ("prop/statement/value/", wikibase::STATEMENT_VALUE),
    ("prop/qualifier/", wikibase::QUALIFIER),
    ("prop/qualifier/value/", wikibase::QUALIFIER_VALUE),
    ("prop/reference/", wikibase::REFERENCE_PROPERTY),
    ("prop/reference/value/", wikibase::REFERENCE_VALUE),
    ("prop/novalue/", wikibase::NOVALUE),
];

/// A property.
#[derive(Clone, Copy, Debug)]
pub struct Property {
    pub kind: Kind,
    predicates: [Id; 9],
}

impl Property {
    pub fn at(&self, place: Place) -> Id {
        self.predicates[place as usize]
    }

    /// What says that it is a property, and what each of its predicates is: subject, predicate, object.
    pub fn declaration(&self, dataset: &mut Dataset, property: Id, a: Id) -> Vec<[Id; 3]> {
        let object = dataset.intern(owl::OBJECT_PROPERTY);
        let values = match self.kind {
            kind if kind.is_object() => object,
            _ => dataset.intern(owl::DATATYPE_PROPERTY),
        };
        let class = dataset.intern(owl::CLASS);
        let mut triples = vec![
            [property, a, dataset.intern(wikibase::PROPERTY)],
            [
                property,
                dataset.intern(wikibase::PROPERTY_TYPE),
                dataset.intern(self.datatype()),
            ],
        ];
        let types = [
            values, object, values, object, values, object, values, object, class,
        ];
        for ((predicate, (_, link)), class) in self.predicates.into_iter().zip(PLACES).zip(types) {
            triples.push([property, dataset.intern(link), predicate]);
            triples.push([predicate, a, class]);
        }
        triples
    }

    fn datatype(&self) -> NamedNodeRef<'static> {
        match self.kind {
            Kind::Item => wikibase::TYPE_ITEM,
            Kind::Url => wikibase::TYPE_URL,
            Kind::Quantity => wikibase::TYPE_QUANTITY,
            Kind::Time => wikibase::TYPE_TIME,
            Kind::Monolingual => wikibase::TYPE_MONOLINGUAL,
            Kind::Text => wikibase::TYPE_STRING,
        }
    }
}

/// The properties of what was seen.
pub fn properties(
    dataset: &mut Dataset,
    seen: &BTreeMap<Id, Seen>,
    context: &Context,
) -> BTreeMap<Id, Property> {
    let names = names(dataset, seen, context);
    let property = |((&property, seen), name): ((&Id, &Seen), String)| {
        let predicates =
            PLACES.map(|(room, _)| dataset.intern_made(&format!("{}{room}{name}", context.base)));
        let kind = seen.kind();
        (property, Property { kind, predicates })
    };
    seen.iter().zip(names).map(property).collect()
}

/// What each is called; two that would be called alike have the hash of their IRI in their names.
fn names(dataset: &Dataset, seen: &BTreeMap<Id, Seen>, context: &Context) -> Vec<String> {
    let prefixes = context.all_prefixes();
    let iris: Vec<&str> = seen.keys().filter_map(|&id| dataset.iri(id)).collect();
    let names = iris.iter().map(|iri| name(iri, &context.base, &prefixes));
    let names: Vec<String> = names.collect();
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for name in &names {
        *uses.entry(name).or_default() += 1;
    }
    let tell_apart = |(name, iri): (&String, &str)| match uses[name.as_str()] {
        1 => name.clone(),
        _ => format!("{name}-{}", iri::key(iri)),
    };
    names.iter().zip(iris).map(tell_apart).collect()
}

/// The last part of the IRI; before it the prefix of a vocabulary that is not the project's own or the tool's.
fn name(iri: &str, base: &str, prefixes: &[(String, String)]) -> String {
    let (namespace, local) = split(iri);
    if local.is_empty() {
        return iri::key(iri);
    }
    if iri.starts_with(base) || namespace == citable::NAMESPACE {
        return local.to_owned();
    }
    let prefix = prefixes.iter().find(|(_, iri)| iri == namespace);
    match prefix {
        Some((prefix, _)) => format!("{prefix}-{local}"),
        None => format!("{local}-{}", iri::key(iri)),
    }
}

/// An IRI before and after its last `/`, `#` or `:`.
fn split(iri: &str) -> (&str, &str) {
    let place = iri.rfind(['/', '#', ':']).map_or(0, |place| place + 1);
    iri.split_at(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_properties_are_called() {
        let prefixes = [("schema".to_owned(), "https://schema.org/".to_owned())];
        let name = |iri| name(iri, "https://x/", &prefixes);
        assert_eq!(name("https://x/vocabulary#memberOf"), "memberOf");
        assert_eq!(name("https://w3id.org/citable/ns#since"), "since");
        assert_eq!(name("https://schema.org/memberOf"), "schema-memberOf");
        assert_eq!(name("urn:y:p"), format!("p-{}", iri::key("urn:y:p")));
        assert_eq!(name("https://y/p/"), iri::key("https://y/p/"));
    }
}
