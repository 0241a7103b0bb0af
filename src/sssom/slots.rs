//! The slots of SSSOM 1.0 and 1.1: what each is in RDF (<https://mapping-commons.github.io/sssom/spec-formats-rdf/>).

/// What the values of a slot are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// CURIEs.
    Entity,
    /// IRIs written out.
    Iri,
    Text,
    /// Numbers, here all from 0 to 1.
    Share,
    Date,
    /// What kind of thing an end of the mapping is; words for classes.
    EntityType,
    /// `Not`.
    Modifier,
}

/// A slot of a mapping.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    pub name: &'static str,
    /// Its property.
    pub iri: &'static str,
    pub range: Range,
    /// Whether it can have several values.
    pub is_multiple: bool,
    /// Whether a set can give it to all of its mappings.
    pub is_propagated: bool,
}

/// The columns of a file of decisions that is begun.
pub const COLUMNS: &[&str] = &[
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_id",
    "author_label",
    "reviewer_id",
    "reviewer_label",
    "object_source",
    "mapping_tool",
    "mapping_tool_version",
    "mapping_date",
    "confidence",
    "similarity_score",
    "similarity_measure",
    "other",
    "comment",
];

macro_rules! slots {
    ($($name:literal $iri:literal $range:ident $is_multiple:literal $is_propagated:literal;)*) => {
        /// The slots of a mapping, in the order in which SSSOM has them.
        pub const SLOTS: &[Slot] = &[$(Slot {
            name: $name,
            iri: $iri,
            range: Range::$range,
            is_multiple: $is_multiple,
            is_propagated: $is_propagated,
        }),*];
    };
}

slots! {
    "record_id" "https://w3id.org/sssom/record_id" Entity false false;
    "subject_id" "http://www.w3.org/2002/07/owl#annotatedSource" Entity false false;
    "subject_label" "https://w3id.org/sssom/subject_label" Text false false;
    "subject_category" "https://w3id.org/sssom/subject_category" Text false false;
    "predicate_id" "http://www.w3.org/2002/07/owl#annotatedProperty" Entity false false;
    "predicate_label" "https://w3id.org/sssom/predicate_label" Text false false;
    "predicate_modifier" "https://w3id.org/sssom/predicate_modifier" Modifier false false;
    "object_id" "http://www.w3.org/2002/07/owl#annotatedTarget" Entity false false;
    "object_label" "https://w3id.org/sssom/object_label" Text false false;
    "object_category" "https://w3id.org/sssom/object_category" Text false false;
    "mapping_justification" "https://w3id.org/sssom/mapping_justification" Entity false false;
    "author_id" "http://purl.org/pav/authoredBy" Entity true false;
    "author_label" "https://w3id.org/sssom/author_label" Text true false;
    "reviewer_id" "https://w3id.org/sssom/reviewer_id" Entity true false;
    "reviewer_label" "https://w3id.org/sssom/reviewer_label" Text true false;
    "creator_id" "http://purl.org/dc/terms/creator" Entity true false;
    "creator_label" "https://w3id.org/sssom/creator_label" Text true false;
    "license" "http://purl.org/dc/terms/license" Iri false false;
    "subject_type" "https://w3id.org/sssom/subject_type" EntityType false true;
    "subject_source" "https://w3id.org/sssom/subject_source" Entity false true;
    "subject_source_version" "https://w3id.org/sssom/subject_source_version" Text false true;
    "object_type" "https://w3id.org/sssom/object_type" EntityType false true;
    "object_source" "https://w3id.org/sssom/object_source" Entity false true;
    "object_source_version" "https://w3id.org/sssom/object_source_version" Text false true;
    "predicate_type" "https://w3id.org/sssom/predicate_type" EntityType false true;
    "mapping_provider" "https://w3id.org/sssom/mapping_provider" Iri false true;
    "mapping_source" "https://w3id.org/sssom/mapping_source" Entity false false;
    "mapping_cardinality" "https://w3id.org/sssom/mapping_cardinality" Text false false;
    "cardinality_scope" "https://w3id.org/sssom/cardinality_scope" Text true true;
    "mapping_tool" "https://w3id.org/sssom/mapping_tool" Text false true;
    "mapping_tool_id" "https://w3id.org/sssom/mapping_tool_id" Entity false true;
    "mapping_tool_version" "https://w3id.org/sssom/mapping_tool_version" Text false true;
    "mapping_date" "http://purl.org/dc/terms/created" Date false true;
    "publication_date" "http://purl.org/dc/terms/issued" Date false false;
    "review_date" "https://w3id.org/sssom/review_date" Date false false;
    "confidence" "https://w3id.org/sssom/confidence" Share false false;
    "curation_rule" "https://w3id.org/sssom/curation_rule" Entity true true;
    "curation_rule_text" "https://w3id.org/sssom/curation_rule_text" Text true true;
    "subject_match_field" "https://w3id.org/sssom/subject_match_field" Entity true true;
    "object_match_field" "https://w3id.org/sssom/object_match_field" Entity true true;
    "match_string" "https://w3id.org/sssom/match_string" Text true false;
    "subject_preprocessing" "https://w3id.org/sssom/subject_preprocessing" Entity true true;
    "object_preprocessing" "https://w3id.org/sssom/object_preprocessing" Entity true true;
    "similarity_score" "https://w3id.org/sssom/similarity_score" Share false false;
    "similarity_measure" "https://w3id.org/sssom/similarity_measure" Text false true;
    "see_also" "http://www.w3.org/2000/01/rdf-schema#seeAlso" Iri true false;
    "issue_tracker_item" "https://w3id.org/sssom/issue_tracker_item" Entity false false;
    "other" "https://w3id.org/sssom/other" Text false false;
    "comment" "http://www.w3.org/2000/01/rdf-schema#comment" Text false false;
}

/// The justifications that a mapping can have: terms of the Semantic Mapping Vocabulary.
pub const JUSTIFICATIONS: &[&str] = &[
    "semapv:BackgroundKnowledgeBasedMatching",
    "semapv:CompositeMatching",
    "semapv:InstanceBasedMatching",
    "semapv:LexicalMatching",
    "semapv:LexicalSimilarityThresholdMatching",
    "semapv:LogicalReasoning",
    "semapv:ManualMappingCuration",
    "semapv:MappingChaining",
    "semapv:MappingInversion",
    "semapv:MappingReview",
    "semapv:SemanticSimilarityThresholdMatching",
    "semapv:StructuralMatching",
    "semapv:UnspecifiedMatching",
];

/// The class that a word for a kind of thing stands for.
pub fn entity_type(word: &str) -> Option<&'static str> {
    Some(match word {
        "owl class" => "http://www.w3.org/2002/07/owl#Class",
        "owl object property" => "http://www.w3.org/2002/07/owl#ObjectProperty",
        "owl data property" => "http://www.w3.org/2002/07/owl#DataProperty",
        "owl annotation property" => "http://www.w3.org/2002/07/owl#AnnotationProperty",
        "owl named individual" => "http://www.w3.org/2002/07/owl#NamedIndividual",
        "skos concept" => "http://www.w3.org/2004/02/skos/core#Concept",
        "rdfs resource" => "http://www.w3.org/2000/01/rdf-schema#Resource",
        "rdfs class" => "http://www.w3.org/2000/01/rdf-schema#Class",
        "rdfs literal" => "http://www.w3.org/2000/01/rdf-schema#Literal",
        "rdfs datatype" => "http://www.w3.org/2000/01/rdf-schema#Datatype",
        "rdf property" => "http://www.w3.org/1999/02/22-rdf-syntax-ns#Property",
        "composed entity expression" => "https://w3id.org/sssom/ComposedEntityExpression",
        _ => return None,
    })
}

/// The slot of that name.
pub fn slot(name: &str) -> Option<&'static Slot> {
    SLOTS.iter().find(|slot| slot.name == name)
}

/// Whether a set can give a slot to all of its mappings.
pub fn is_propagated(name: &str) -> bool {
    slot(name).is_some_and(|slot| slot.is_propagated)
}
