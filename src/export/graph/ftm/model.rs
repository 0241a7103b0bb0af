//! The [model of FollowTheMoney](https://followthemoney.tech/explorer/), as far as entities and relations are written in it:
//! its schemata of things, its relations, and which terms of other vocabularies they are.

use super::super::mapping;
use super::super::terms::Terms;
use crate::export::dataset::Id;

/// The namespace of the model as RDF: `Person` and `Person:birthDate` follow it.
const NAMESPACE: &str = "https://schema.followthemoney.tech/#";

/// The schemata of things, each with those that it extends.
const THINGS: &[(&str, &[&str])] = &[
    ("Address", &["Thing"]),
    ("Airplane", &["Vehicle"]),
    ("Article", &["Document"]),
    ("Asset", &["Thing", "Value"]),
    ("Audio", &["Document"]),
    ("BankAccount", &["Asset"]),
    ("CallForTenders", &["Interval", "Thing"]),
    ("Company", &["Asset", "Organization"]),
    ("Contract", &["Asset"]),
    ("CourtCase", &["Thing"]),
    ("CryptoWallet", &["Thing", "Value"]),
    ("Document", &["Analyzable", "Thing"]),
    ("Event", &["Analyzable", "Interval", "Thing"]),
    ("Image", &["Document"]),
    ("LegalEntity", &["Thing"]),
    ("License", &["Contract"]),
    ("Organization", &["LegalEntity"]),
    ("Person", &["LegalEntity"]),
    ("Position", &["Thing"]),
    ("Project", &["Interval", "Thing", "Value"]),
    ("PublicBody", &["Organization"]),
    ("RealEstate", &["Asset"]),
    ("Security", &["Asset"]),
    ("Territory", &["Thing"]),
    ("Thing", &[]),
    ("Trip", &["Event"]),
    ("Vehicle", &["Asset"]),
    ("Vessel", &["Vehicle"]),
    ("Video", &["Document"]),
];

/// A schema of relations, with the property and the schema of each of its ends.
#[derive(Debug)]
pub struct Edge {
    pub schema: &'static str,
    pub source: (&'static str, &'static str),
    pub target: (&'static str, &'static str),
}

const fn edge(
    schema: &'static str,
    source: (&'static str, &'static str),
    target: (&'static str, &'static str),
) -> Edge {
    Edge {
        schema,
        source,
        target,
    }
}

/// What relates any two things.
pub const UNKNOWN: Edge = edge("UnknownLink", ("subject", "Thing"), ("object", "Thing"));

const EDGES: &[Edge] = &[
    edge("Associate", ("person", "Person"), ("associate", "Person")),
    edge(
        "Control",
        ("controller", "LegalEntity"),
        ("controlled", "LegalEntity"),
    ),
    edge("CourtCaseParty", ("party", "Thing"), ("case", "CourtCase")),
    edge(
        "Debt",
        ("debtor", "LegalEntity"),
        ("creditor", "LegalEntity"),
    ),
    edge(
        "Directorship",
        ("director", "LegalEntity"),
        ("organization", "Organization"),
    ),
    edge(
        "Documentation",
        ("document", "Document"),
        ("entity", "Thing"),
    ),
    edge(
        "Employment",
        ("employee", "Person"),
        ("employer", "Organization"),
    ),
    edge("Family", ("person", "Person"), ("relative", "Person")),
    edge(
        "Membership",
        ("member", "LegalEntity"),
        ("organization", "Organization"),
    ),
    edge("Occupancy", ("holder", "Person"), ("post", "Position")),
    edge("Ownership", ("owner", "LegalEntity"), ("asset", "Asset")),
    edge(
        "Payment",
        ("payer", "LegalEntity"),
        ("beneficiary", "LegalEntity"),
    ),
    edge(
        "ProjectParticipant",
        ("participant", "LegalEntity"),
        ("project", "Project"),
    ),
    edge(
        "Representation",
        ("agent", "LegalEntity"),
        ("client", "LegalEntity"),
    ),
    edge(
        "Succession",
        ("predecessor", "LegalEntity"),
        ("successor", "LegalEntity"),
    ),
    UNKNOWN,
];

/// Terms of other vocabularies that mean the same as one of the model. A property that relates two things is the end of a
/// relation that its object is.
const KNOWN: &[(&str, &str)] = &[
    ("https://schema.org/Person", "Person"),
    ("http://xmlns.com/foaf/0.1/Person", "Person"),
    ("http://www.w3.org/ns/prov#Person", "Person"),
    ("https://schema.org/Organization", "Organization"),
    ("http://xmlns.com/foaf/0.1/Organization", "Organization"),
    ("http://www.w3.org/ns/org#Organization", "Organization"),
    ("http://www.w3.org/ns/prov#Organization", "Organization"),
    ("https://schema.org/GovernmentOrganization", "PublicBody"),
    ("https://schema.org/Corporation", "Company"),
    ("https://schema.org/Event", "Event"),
    ("http://www.w3.org/ns/org#Post", "Position"),
    ("https://w3id.org/citable/ns#Source", "Document"),
    ("https://schema.org/memberOf", "Membership:organization"),
    (
        "http://www.w3.org/ns/org#memberOf",
        "Membership:organization",
    ),
    ("https://schema.org/member", "Membership:member"),
    ("http://www.w3.org/ns/org#hasMember", "Membership:member"),
    ("https://schema.org/worksFor", "Employment:employer"),
    ("https://schema.org/employee", "Employment:employee"),
    ("https://schema.org/spouse", "Family:relative"),
    ("https://schema.org/parent", "Family:relative"),
    ("https://schema.org/children", "Family:relative"),
    ("https://schema.org/sibling", "Family:relative"),
    ("https://schema.org/knows", "Associate:associate"),
    ("http://xmlns.com/foaf/0.1/knows", "Associate:associate"),
    ("https://schema.org/owns", "Ownership:asset"),
    ("http://www.w3.org/ns/org#holds", "Occupancy:post"),
    ("http://www.w3.org/ns/org#heldBy", "Occupancy:holder"),
    ("https://schema.org/birthDate", "Person:birthDate"),
    ("https://schema.org/deathDate", "Person:deathDate"),
    (
        "https://schema.org/foundingDate",
        "LegalEntity:incorporationDate",
    ),
    (
        "https://schema.org/dissolutionDate",
        "LegalEntity:dissolutionDate",
    ),
    ("https://schema.org/email", "LegalEntity:email"),
    ("https://schema.org/telephone", "LegalEntity:phone"),
];

/// The name in the model of an IRI.
fn name_of(iri: &str) -> Option<&str> {
    let known = KNOWN.iter().find(|(known, _)| *known == iri);
    let known = known.map(|(_, name)| *name);
    known.or_else(|| iri.strip_prefix(NAMESPACE))
}

/// The names in the model of a term and of those that it is linked to, the nearest first.
pub fn names(terms: &Terms, term: Id) -> Vec<String> {
    let elsewhere = mapping::elsewhere(terms, term).into_iter();
    elsewhere
        .filter_map(|id| Some(name_of(&terms.text(id))?.to_owned()))
        .collect()
}

/// The schema that a class is, if it is mapped.
pub fn schema(names: &[String]) -> Option<&'static str> {
    names.iter().find_map(|name| {
        let found = THINGS.iter().find(|(known, _)| known == name);
        found.map(|(known, _)| *known)
    })
}

/// The one schema of a thing with classes of several: that which extends all others, else what all of them are.
pub fn common(schemata: &[&'static str]) -> Option<&'static str> {
    let is_all = |schema: &&str| schemata.iter().all(|other| is_a(schema, other));
    let all_are = |schema: &&str| schemata.iter().all(|other| is_a(other, schema));
    let wide = ["LegalEntity", "Asset", "Thing"];
    let narrow = schemata.iter().copied().find(is_all);
    narrow.or_else(|| {
        wide.into_iter()
            .find(|schema| !schemata.is_empty() && all_are(schema))
    })
}

/// Whether a schema is another or extends it.
pub fn is_a(schema: &str, other: &str) -> bool {
    let parents = THINGS.iter().find(|(name, _)| *name == schema);
    let parents = parents.map_or(&[][..], |(_, parents)| parents);
    schema == other || parents.iter().any(|parent| is_a(parent, other))
}

/// The relation that a property is, and whether its object is the source of it: between things of some schemata.
pub fn relation(names: &[String], subject: &str, object: &str) -> Option<(&'static Edge, bool)> {
    names.iter().find_map(|name| {
        let (schema, end) = name.split_once(':').unwrap_or((name, ""));
        let edge = EDGES.iter().find(|edge| edge.schema == schema)?;
        let turned = end == edge.source.0;
        if !(turned || end == edge.target.0 || end.is_empty()) {
            return None;
        }
        let (source, target) = if turned {
            (object, subject)
        } else {
            (subject, object)
        };
        let fits = is_a(source, edge.source.1) && is_a(target, edge.target.1);
        fits.then_some((edge, turned))
    })
}

/// The property that a property of values is, of a thing of a schema.
pub fn property(names: &[String], schema: &str) -> Option<String> {
    names.iter().find_map(|name| {
        let (of, property) = name.split_once(':')?;
        is_a(schema, of).then(|| property.to_owned())
    })
}

/// Whether a role is the relation's own property `role`.
pub fn is_role(names: &[String]) -> bool {
    names.iter().any(|name| name == "Interest:role")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_of_several_schemata_is_what_is_sure() {
        for (schemata, expected) in [
            (&["Organization", "PublicBody"][..], Some("PublicBody")),
            (&["Person", "Company"], Some("LegalEntity")),
            (&["Person", "Event"], Some("Thing")),
            (&["Vessel"], Some("Vessel")),
            (&[], None),
        ] {
            assert_eq!(common(schemata), expected, "{schemata:?}");
        }
    }

    #[test]
    fn every_schema_extends_one_that_is_known() {
        let known = ["Value", "Interval", "Analyzable"];
        for (name, parents) in THINGS {
            for parent in *parents {
                let is_known =
                    known.contains(parent) || THINGS.iter().any(|(name, _)| name == parent);
                assert!(is_known, "{name} extends {parent}");
            }
        }
    }
}
