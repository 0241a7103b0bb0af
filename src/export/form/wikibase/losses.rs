//! What Wikibase's RDF has no place for, in words for one and for several.

/// What is denied or doubted.
pub const UNRANKED: [&str; 2] = [
    "statement denied or unconfirmed, for which Wikibase has no rank",
    "statements denied or unconfirmed, for which Wikibase has no rank",
];

/// Who read something, where, and how the words were verified.
pub const READERS: [&str; 2] = [
    "reading's curator, dossier and verification",
    "readings' curators, dossiers and verification",
];

/// Times as they were said, of which the days that bound them are there.
pub const TIMES: [&str; 2] = [
    "time as it was said, of which no more than the days that bound it are there",
    "times as they were said, of which no more than the days that bound them are there",
];

/// What is not of its property's one type.
pub const MISFITS: [&str; 2] = [
    "value that the type of its property cannot hold",
    "values that the types of their properties cannot hold",
];

/// What is there as a mere text.
pub const DATATYPES: [&str; 2] = [
    "value's datatype or language, since it is a string there",
    "values' datatypes or languages, since they are strings there",
];

/// What was called otherwise.
pub const FORMER: [&str; 2] = ["name's having been given up", "names' having been given up"];

/// What is told of things besides one description a language.
pub const NOTES: [&str; 2] = [
    "note or further definition",
    "notes and further definitions",
];

/// What the vocabulary says.
pub const AXIOMS: [&str; 2] = [
    "triple of the vocabulary that is neither a name nor a superclass",
    "triples of the vocabulary that are neither names nor superclasses",
];
