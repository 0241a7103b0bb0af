//! The terms of the vocabularies that citable writes and reads.

macro_rules! terms {
    ($($(#[$doc:meta])* $room:ident $namespace:literal { $($name:ident $local:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        pub mod $room {
            use oxrdf::NamedNodeRef;
            /// The namespace.
            pub const NAMESPACE: &str = $namespace;
            $(pub const $name: NamedNodeRef<'static> =
                NamedNodeRef::new_unchecked(concat!($namespace, $local));)*
        }
    )*};
}

terms! {
    /// The tool's own vocabulary: `ontology/citable.ttl`.
    citable "https://w3id.org/citable/ns#" {
        STATEMENT "Statement", INFERRED_STATEMENT "InferredStatement", READING "Reading",
        QUOTATION "Quotation", SOURCE "Source", DOSSIER "Dossier", TABLE "Table", CONTEST "Contest", UNIT_CLASS "Unit", BUILD "Build",
        EVENT_PROPERTY "EventProperty", STATE_PROPERTY "StateProperty", ROLE_PROPERTY "RoleProperty",
        ALLOWED_UNIT "allowedUnit",
        SINCE "since", UNTIL "until", AT "at", THROUGHOUT "throughout", AS_OF "asOf",
        START_EARLIEST "startEarliest", START_LATEST "startLatest",
        END_EARLIEST "endEarliest", END_LATEST "endLatest",
        ASSERTED "asserted", NEGATED "negated", UNIT "unit", RULE "rule",
        MATCH_TIER "matchTier", LOCATOR "locator", DISMISSED_BECAUSE "dismissedBecause",
        VERIFIED_ELSEWHERE "verifiedElsewhere",
        STATUS "status", VERIFIED "Verified", UNVERIFIED "Unverified", REASONED "Reasoned",
        UNCONFIRMED "Unconfirmed",
        RANK "rank", PREFERRED "Preferred", NORMAL "Normal", DEPRECATED "Deprecated",
        DEPRECATED_BECAUSE "deprecatedBecause", CONFIDENCE "confidence",
        CONFIDENCE_LEVEL "confidenceLevel", ACCORDING_TO "accordingTo", BECAUSE "because",
        SHA256 "sha256", TEXT "text", TEXT_WHY "textWhy", RETRIEVED "retrieved",
        REVIEWED_BY "reviewedBy", REVIEWED_ON "reviewedOn", QUOTE_LIMIT "quoteLimit",
        KNOWN_AS "knownAs", CONTENDER "contender", INDEPENDENT_PUBLISHERS "independentPublishers",
        SUB_PROPERTY_RULE "subPropertyRule", SUB_CLASS_RULE "subClassRule", INVERSE_RULE "inverseRule",
        SYMMETRIC_RULE "symmetricRule", TRANSITIVE_RULE "transitiveRule",
    }
    /// RDF.
    rdf "http://www.w3.org/1999/02/22-rdf-syntax-ns#" {
        TYPE "type", PROPERTY "Property", REIFIES "reifies", LANG_STRING "langString",
        FIRST "first", REST "rest", NIL "nil",
        STATEMENT "Statement", SUBJECT "subject", PREDICATE "predicate", OBJECT "object",
    }
    /// RDF Schema.
    rdfs "http://www.w3.org/2000/01/rdf-schema#" {
        CLASS "Class", DATATYPE "Datatype", LITERAL "Literal", LABEL "label", COMMENT "comment", DOMAIN "domain", RANGE "range",
        SUB_CLASS_OF "subClassOf", SUB_PROPERTY_OF "subPropertyOf", SEE_ALSO "seeAlso", RESOURCE "Resource",
    }
    /// OWL.
    owl "http://www.w3.org/2002/07/owl#" {
        CLASS "Class", THING "Thing", OBJECT_PROPERTY "ObjectProperty", DATATYPE_PROPERTY "DatatypeProperty",
        FUNCTIONAL_PROPERTY "FunctionalProperty", SYMMETRIC_PROPERTY "SymmetricProperty",
        TRANSITIVE_PROPERTY "TransitiveProperty", INVERSE_OF "inverseOf", UNION_OF "unionOf",
        DEPRECATED "deprecated", SAME_AS "sameAs", EQUIVALENT_CLASS "equivalentClass",
        EQUIVALENT_PROPERTY "equivalentProperty", AXIOM "Axiom", ANNOTATED_SOURCE "annotatedSource",
        ANNOTATED_PROPERTY "annotatedProperty", ANNOTATED_TARGET "annotatedTarget", VERSION_INFO "versionInfo",
    }
    /// XML Schema datatypes.
    xsd "http://www.w3.org/2001/XMLSchema#" {
        STRING "string", BOOLEAN "boolean", INTEGER "integer", DECIMAL "decimal", DOUBLE "double",
        FLOAT "float", DATE "date", G_YEAR "gYear", G_YEAR_MONTH "gYearMonth", ANY_URI "anyURI",
        HEX_BINARY "hexBinary", NON_NEGATIVE_INTEGER "nonNegativeInteger",
        POSITIVE_INTEGER "positiveInteger", DATE_TIME "dateTime", TIME "time",
        DURATION "duration", LONG "long", INT "int", SHORT "short", BYTE "byte",
        NON_POSITIVE_INTEGER "nonPositiveInteger", NEGATIVE_INTEGER "negativeInteger",
        UNSIGNED_LONG "unsignedLong", UNSIGNED_INT "unsignedInt", UNSIGNED_SHORT "unsignedShort",
        UNSIGNED_BYTE "unsignedByte",
    }
    /// The Library of Congress's datatype for EDTF.
    edtf "http://id.loc.gov/datatypes/edtf/" {
        EDTF "EDTF",
    }
    /// SKOS.
    skos "http://www.w3.org/2004/02/skos/core#" {
        PREF_LABEL "prefLabel", ALT_LABEL "altLabel", HIDDEN_LABEL "hiddenLabel", DEFINITION "definition",
        NOTE "note", NOTATION "notation", CLOSE_MATCH "closeMatch", EXACT_MATCH "exactMatch",
    }
    /// PROV-O.
    prov "http://www.w3.org/ns/prov#" {
        WAS_DERIVED_FROM "wasDerivedFrom", WAS_QUOTED_FROM "wasQuotedFrom", USED "used",
        WAS_GENERATED_BY "wasGeneratedBy", WAS_ASSOCIATED_WITH "wasAssociatedWith", ENTITY "Entity",
        ACTIVITY "Activity",
        SOFTWARE_AGENT "SoftwareAgent", ENDED_AT_TIME "endedAtTime", STARTED_AT_TIME "startedAtTime",
        GENERATED_AT_TIME "generatedAtTime",
    }
    /// Web Annotation.
    oa "http://www.w3.org/ns/oa#" {
        HAS_SOURCE "hasSource", HAS_SELECTOR "hasSelector", HAS_BODY "hasBody", HAS_TARGET "hasTarget",
        TEXT_QUOTE_SELECTOR "TextQuoteSelector", TEXT_POSITION_SELECTOR "TextPositionSelector",
        EXACT "exact", PREFIX "prefix", SUFFIX "suffix", START "start", END "end",
        ANNOTATION "Annotation", SPECIFIC_RESOURCE "SpecificResource",
    }
    /// DCMI Metadata Terms.
    dcterms "http://purl.org/dc/terms/" {
        CREATOR "creator", RIGHTS "rights", TITLE "title", IS_REPLACED_BY "isReplacedBy",
        SOURCE "source", IDENTIFIER "identifier", LANGUAGE "language", LICENSE "license", CREATED "created",
        IS_PART_OF "isPartOf", ISSUED "issued", DESCRIPTION "description", PUBLISHER "publisher",
        RELATION "relation", LICENSE_DOCUMENT "LicenseDocument", LINGUISTIC_SYSTEM "LinguisticSystem",
        MEDIA_TYPE "MediaType",
    }
    /// schema.org.
    schema "https://schema.org/" {
        NAME "name", URL "url", AUTHOR "author", PUBLISHER "publisher", DATE_PUBLISHED "datePublished",
        IN_LANGUAGE "inLanguage", ARCHIVED_AT "archivedAt", SAME_AS "sameAs", SOFTWARE_VERSION "softwareVersion",
        DOMAIN_INCLUDES "domainIncludes", RANGE_INCLUDES "rangeIncludes", SHA256 "sha256",
        CREATIVE_WORK_STATUS "creativeWorkStatus",
    }
    /// VoID.
    void "http://rdfs.org/ns/void#" {
        DATASET "Dataset", TRIPLES "triples", SUBSET "subset", URI_SPACE "uriSpace", VOCABULARY "vocabulary",
        ENTITIES "entities", CLASSES "classes", PROPERTIES "properties", DISTINCT_SUBJECTS "distinctSubjects",
        DISTINCT_OBJECTS "distinctObjects", CLASS_PARTITION "classPartition", CLASS "class",
        PROPERTY_PARTITION "propertyPartition", PROPERTY "property", LINKSET "Linkset",
        LINK_PREDICATE "linkPredicate", SUBJECTS_TARGET "subjectsTarget", OBJECTS_TARGET "objectsTarget",
    }
    /// DCAT.
    dcat "http://www.w3.org/ns/dcat#" {
        DATASET "Dataset", LANDING_PAGE "landingPage", CATALOG "Catalog", HAS_DATASET "dataset",
        DISTRIBUTION "Distribution", HAS_DISTRIBUTION "distribution", ACCESS_URL "accessURL",
        DOWNLOAD_URL "downloadURL", MEDIA_TYPE "mediaType", BYTE_SIZE "byteSize",
    }
    /// FOAF.
    foaf "http://xmlns.com/foaf/0.1/" {
        AGENT "Agent", NAME "name", DOCUMENT "Document",
    }
    /// SPDX, of which DCAT takes checksums.
    spdx "http://spdx.org/rdf/terms#" {
        CHECKSUM "checksum", CHECKSUM_CLASS "Checksum", CHECKSUM_VALUE "checksumValue", ALGORITHM "algorithm",
        CHECKSUM_ALGORITHM "ChecksumAlgorithm", SHA256 "checksumAlgorithm_sha256",
    }
    /// SHACL, of which executable queries are taken.
    sh "http://www.w3.org/ns/shacl#" {
        SELECT_EXECUTABLE "SPARQLSelectExecutable", ASK_EXECUTABLE "SPARQLAskExecutable",
        CONSTRUCT_EXECUTABLE "SPARQLConstructExecutable", SELECT "select", ASK "ask", CONSTRUCT "construct",
    }
    /// The ontology of Wikibase's RDF.
    wikibase "http://wikiba.se/ontology#" {
        ITEM "Item", PROPERTY "Property", STATEMENT "Statement", REFERENCE "Reference",
        RANK "rank", BEST_RANK "BestRank", PREFERRED_RANK "PreferredRank", NORMAL_RANK "NormalRank",
        DEPRECATED_RANK "DeprecatedRank", PROPERTY_TYPE "propertyType",
        DIRECT_CLAIM "directClaim", CLAIM "claim", STATEMENT_PROPERTY "statementProperty",
        STATEMENT_VALUE "statementValue", QUALIFIER "qualifier", QUALIFIER_VALUE "qualifierValue",
        REFERENCE_PROPERTY "reference", REFERENCE_VALUE "referenceValue", NOVALUE "novalue",
        TYPE_ITEM "WikibaseItem", TYPE_URL "Url", TYPE_QUANTITY "Quantity", TYPE_TIME "Time",
        TYPE_MONOLINGUAL "Monolingualtext", TYPE_STRING "String",
        TIME_NODE "TimeValue", TIME_VALUE "timeValue", TIME_PRECISION "timePrecision",
        TIME_TIMEZONE "timeTimezone", TIME_CALENDAR "timeCalendarModel",
        QUANTITY_NODE "QuantityValue", QUANTITY_AMOUNT "quantityAmount", QUANTITY_UNIT "quantityUnit",
    }
    /// schema.org as Wikibase writes it.
    schema_of_wikibase "http://schema.org/" {
        NAME "name", DESCRIPTION "description",
    }
    /// Wikidata: what Wikibase's RDF names by its IRIs.
    wikidata "http://www.wikidata.org/entity/" {
        GREGORIAN "Q1985727", ONE "Q199",
    }
    /// SSSOM: mappings to other data sets.
    sssom "https://w3id.org/sssom/" {
        MAPPING_SET "MappingSet", MAPPINGS "mappings", MAPPING_SET_ID "mapping_set_id",
        CREATOR_LABEL "creator_label", NEGATED_PREDICATE "NegatedPredicate",
        JUSTIFICATION "mapping_justification", PREDICATE_MODIFIER "predicate_modifier", CONFIDENCE "confidence",
        AUTHOR_LABEL "author_label", OBJECT_SOURCE "object_source",
    }
    /// Provenance, authoring and versioning, of which SSSOM takes authors.
    pav "http://purl.org/pav/" {
        AUTHORED_BY "authoredBy",
    }
    /// Nanopublications.
    np "http://www.nanopub.org/nschema#" {
        NANOPUBLICATION "Nanopublication", HAS_ASSERTION "hasAssertion", HAS_PROVENANCE "hasProvenance",
        HAS_PUBLICATION_INFO "hasPublicationInfo",
    }
}

/// The properties that say that two names are names of one thing. A project chooses one for each data set.
pub const IDENTITY: [oxrdf::NamedNodeRef<'static>; 3] =
    [schema::SAME_AS, owl::SAME_AS, skos::EXACT_MATCH];

/// Whether a datatype is `xsd:integer` or derived from it (XML Schema, part 2).
pub fn is_integral(datatype: oxrdf::NamedNodeRef) -> bool {
    [
        xsd::INTEGER,
        xsd::NON_NEGATIVE_INTEGER,
        xsd::POSITIVE_INTEGER,
        xsd::NON_POSITIVE_INTEGER,
        xsd::NEGATIVE_INTEGER,
        xsd::LONG,
        xsd::INT,
        xsd::SHORT,
        xsd::BYTE,
        xsd::UNSIGNED_LONG,
        xsd::UNSIGNED_INT,
        xsd::UNSIGNED_SHORT,
        xsd::UNSIGNED_BYTE,
    ]
    .contains(&datatype)
}

/// Whether the values of a datatype are numbers.
pub fn is_numeric(datatype: oxrdf::NamedNodeRef) -> bool {
    is_integral(datatype) || [xsd::DECIMAL, xsd::DOUBLE, xsd::FLOAT].contains(&datatype)
}

/// Whether the values of a datatype are dates of the notation.
pub fn is_date(datatype: oxrdf::NamedNodeRef) -> bool {
    [xsd::DATE, xsd::G_YEAR, xsd::G_YEAR_MONTH, edtf::EDTF].contains(&datatype)
}
