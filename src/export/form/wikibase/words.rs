//! The words that are written, and those that are looked for, as numbers.

use oxrdf::NamedNodeRef;

use crate::export::dataset::{Dataset, Id};
use crate::vocab::{
    OF_STATEMENTS, citable, dcterms, oa, owl, prov, rdf, rdfs, schema, schema_of_wikibase, skos,
    wikibase,
};

/// All words.
pub struct Words {
    pub a: Id,
    pub label: Id,
    pub pref_label: Id,
    pub alt_label: Id,
    pub name: Id,
    pub description: Id,
    pub same_as: Id,
    pub item: Id,
    pub statement: Id,
    pub reference: Id,
    pub rank: Id,
    pub best: Id,
    /// By [`Rank`](super::claims::Rank): deprecated, normal, preferred.
    pub ranks: [Id; 3],
    pub derived: Id,
    pub quoted: Id,
    pub exact: Id,
    pub selector: Id,
    pub has_source: Id,
    pub locator: Id,
    pub rule: Id,
    pub unit: Id,
    pub sub_class: Id,
    pub replaced: Id,
    pub definition: Id,
    pub hidden: Id,
    pub classes: [Id; 3],
    /// What names a thing in the build.
    pub naming: Vec<Id>,
    /// What texts of a thing Wikibase has no place for.
    pub notes: Vec<Id>,
    pub times: Vec<Id>,
    pub bounds: Vec<Id>,
    /// What the model says of a statement, which is no role.
    pub no_roles: Vec<Id>,
    /// What a reading says that qualifies the statement.
    pub details: Vec<Id>,
    /// What of a source stands in a reference.
    pub of_sources: Vec<Id>,
}

/// Forms of a time.
const TIMES: [NamedNodeRef<'static>; 5] = [
    citable::SINCE,
    citable::UNTIL,
    citable::AT,
    citable::THROUGHOUT,
    citable::AS_OF,
];

const BOUNDS: [NamedNodeRef<'static>; 4] = [
    citable::START_EARLIEST,
    citable::START_LATEST,
    citable::END_EARLIEST,
    citable::END_LATEST,
];

const DETAILS: [NamedNodeRef<'static>; 7] = [
    citable::ACCORDING_TO,
    citable::CONFIDENCE,
    citable::CONFIDENCE_LEVEL,
    citable::BECAUSE,
    citable::DEPRECATED_BECAUSE,
    skos::NOTE,
    rdfs::SEE_ALSO,
];

/// In the order in which the first of a language becomes the label.
const NAMING: [NamedNodeRef<'static>; 4] =
    [skos::PREF_LABEL, rdfs::LABEL, schema::NAME, dcterms::TITLE];

const OF_SOURCES: [NamedNodeRef<'static>; 4] = [
    schema::URL,
    schema::ARCHIVED_AT,
    schema::DATE_PUBLISHED,
    citable::RETRIEVED,
];

impl Words {
    pub fn of(dataset: &mut Dataset) -> Words {
        let mut id = |word| dataset.intern(word);
        Words {
            a: id(rdf::TYPE),
            label: id(rdfs::LABEL),
            pref_label: id(skos::PREF_LABEL),
            alt_label: id(skos::ALT_LABEL),
            name: id(schema_of_wikibase::NAME),
            description: id(schema_of_wikibase::DESCRIPTION),
            same_as: id(owl::SAME_AS),
            item: id(wikibase::ITEM),
            statement: id(wikibase::STATEMENT),
            reference: id(wikibase::REFERENCE),
            rank: id(wikibase::RANK),
            best: id(wikibase::BEST_RANK),
            ranks: [
                wikibase::DEPRECATED_RANK,
                wikibase::NORMAL_RANK,
                wikibase::PREFERRED_RANK,
            ]
            .map(&mut id),
            derived: id(prov::WAS_DERIVED_FROM),
            quoted: id(prov::WAS_QUOTED_FROM),
            exact: id(oa::EXACT),
            selector: id(oa::HAS_SELECTOR),
            has_source: id(oa::HAS_SOURCE),
            locator: id(citable::LOCATOR),
            rule: id(citable::RULE),
            unit: id(citable::UNIT),
            sub_class: id(rdfs::SUB_CLASS_OF),
            replaced: id(dcterms::IS_REPLACED_BY),
            definition: id(skos::DEFINITION),
            hidden: id(skos::HIDDEN_LABEL),
            classes: [owl::CLASS, rdfs::CLASS, citable::UNIT_CLASS].map(&mut id),
            naming: NAMING.map(&mut id).to_vec(),
            notes: [skos::NOTE, rdfs::COMMENT].map(&mut id).to_vec(),
            times: TIMES.map(&mut id).to_vec(),
            bounds: BOUNDS.map(&mut id).to_vec(),
            no_roles: OF_STATEMENTS.map(&mut id).to_vec(),
            details: DETAILS.map(&mut id).to_vec(),
            of_sources: OF_SOURCES.map(&mut id).to_vec(),
        }
    }
}
