//! The plans of typical queries, over the counts of a graph of a million statements.

use oxrdf::{NamedNode, Term};
use spargebra::SparqlParser;

use super::{Counts, Spread, plan};

/// A predicate, its triples, their subjects and their objects.
const PREDICATES: &[(&str, u64, u64, u64)] = &[
    ("rdf:reifies", 1_000_000, 1_000_000, 990_000),
    ("rdf:type", 3_600_000, 3_000_000, 40),
    ("c:asserted", 1_000_000, 1_000_000, 1),
    ("c:negated", 35_000, 35_000, 1),
    ("c:derivedFrom", 1_500_000, 1_000_000, 800_000),
    ("c:locator", 80_000, 80_000, 900),
    ("c:selector", 1_600_000, 800_000, 1_600_000),
    ("c:exact", 800_000, 800_000, 780_000),
    ("c:since", 350_000, 350_000, 4_000),
    ("v:memberOf", 70_000, 60_000, 5_000),
    ("v:partOf", 20_000, 20_000, 3_000),
    ("skos:prefLabel", 40_000, 30_000, 39_000),
];

/// How often an object stands with a predicate.
const OBJECTS: &[(&str, &str, u64)] = &[
    ("c:asserted", "true", 1_000_000),
    ("c:negated", "true", 35_000),
    ("v:memberOf", "e:interpol", 190),
    ("rdf:type", "v:CrimeType", 20),
    ("rdf:type", "c:Inferred", 500_000),
    ("skos:prefLabel", "Russia", 1),
];

struct Million;

impl Counts for Million {
    fn count(
        &self,
        subject: Option<&Term>,
        predicate: Option<&NamedNode>,
        object: Option<&Term>,
    ) -> u64 {
        let Some(predicate) = predicate else {
            return match (subject, object) {
                (None, None) => 30_000_000,
                (Some(_), None) => 10,
                _ => 5,
            };
        };
        let (_, count, subjects, objects) = row(predicate);
        match (subject, object) {
            (None, None) => count,
            (Some(_), None) => count / subjects,
            (None, Some(object)) => {
                let object = match object {
                    Term::NamedNode(iri) => iri.as_str().to_owned(),
                    Term::Literal(literal) => literal.value().to_owned(),
                    other => other.to_string(),
                };
                let listed = OBJECTS
                    .iter()
                    .find(|(name, of, _)| *name == predicate.as_str() && *of == object);
                listed.map_or(count / objects, |(_, _, count)| *count)
            }
            (Some(_), Some(_)) => 1,
        }
    }

    fn spread(&self, predicate: &NamedNode) -> Spread {
        let (_, _, subjects, objects) = row(predicate);
        Spread { subjects, objects }
    }
}

fn row(predicate: &NamedNode) -> (&str, u64, u64, u64) {
    let name = predicate.as_str();
    let listed = PREDICATES.iter().find(|row| row.0 == name);
    *listed.unwrap_or(&("", 0, 1, 1))
}

/// The plan of a group, with its blank nodes and IRIs in short.
fn planned(group: &str) -> String {
    let text = format!(
        "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX c: <c:> PREFIX v: <v:> PREFIX e: <e:> \
         PREFIX skos: <skos:> SELECT * {{ {group} }}"
    );
    let query = SparqlParser::new().parse_query(&text).unwrap();
    // The RDF namespace, as the counts know it.
    let counts = Short(&Million);
    let text = plan(&query, &counts).to_string();
    let text = text.replace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf:");
    let text = text.replace("^^<http://www.w3.org/2001/XMLSchema#boolean>", "");
    let (_, group) = text.split_once(" WHERE ").unwrap();
    shortened(group)
}

/// Without the angle brackets, the braces of single patterns, and the labels of blank nodes.
fn shortened(text: &str) -> String {
    let mut short = String::new();
    for word in text.split(' ') {
        let word = match word.strip_prefix("?.") {
            Some(label) if label.len() > 8 => "[]",
            _ => word.trim_matches(['<', '>']),
        };
        match word {
            "" if short.is_empty() => {}
            word => {
                short += word;
                short.push(' ');
            }
        }
    }
    short.trim_end().to_owned()
}

/// Counts that know the RDF namespace by its prefix.
struct Short<'c>(&'c dyn Counts);

impl Counts for Short<'_> {
    fn count(
        &self,
        subject: Option<&Term>,
        predicate: Option<&NamedNode>,
        object: Option<&Term>,
    ) -> u64 {
        self.0.count(subject, predicate.map(short).as_ref(), object)
    }

    fn spread(&self, predicate: &NamedNode) -> Spread {
        self.0.spread(&short(predicate))
    }
}

fn short(iri: &NamedNode) -> NamedNode {
    let name = iri
        .as_str()
        .replace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf:");
    NamedNode::new_unchecked(name)
}

/// Asserts the plan of a group, whose lines are joined by a blank.
fn assert_plan(group: &str, lines: &[&str]) {
    assert_eq!(planned(group), format!("{{ {} }}", lines.join(" ")));
}

#[test]
fn begins_with_the_fewest_and_follows_connections() {
    assert_plan(
        "?st c:asserted true ; c:derivedFrom ?q . ?who v:memberOf e:interpol ~ ?st",
        &[
            "?who v:memberOf e:interpol .",
            "LATERAL { ?st rdf:reifies ( ?who v:memberOf e:interpol ) . }",
            "LATERAL { ?st c:asserted \"true\" . }",
            "LATERAL { ?st c:derivedFrom ?q . }",
        ],
    );
}

#[test]
fn paths_are_joined_step_by_step_and_options_looked_up() {
    assert_plan(
        "?who v:memberOf ?group ~ ?st {| c:since ?since ; c:derivedFrom ?q |} . ?q c:selector/c:exact ?words .
         ?st c:asserted true OPTIONAL { ?q c:locator ?at }",
        &[
            "?who v:memberOf ?group .",
            "LATERAL { ?st rdf:reifies ( ?who v:memberOf ?group ) . }",
            "LATERAL { ?st c:since ?since . }",
            "LATERAL { ?st c:asserted \"true\" . }",
            "LATERAL { ?st c:derivedFrom ?q . }",
            "LATERAL { ?q c:selector [] . }",
            "LATERAL { [] c:exact ?words . }",
            "LATERAL { VALUES ( ) { ( )  } OPTIONAL { ?q c:locator ?at . } }",
        ],
    );
}

#[test]
fn what_follows_an_option_is_matched_before_it() {
    assert_plan(
        "?who skos:prefLabel \"Russia\" OPTIONAL { ?who c:since ?a } ?who v:memberOf ?group",
        &[
            "?who skos:prefLabel \"Russia\" .",
            "LATERAL { ?who v:memberOf ?group . }",
            "LATERAL { VALUES ( ) { ( )  } OPTIONAL { ?who c:since ?a . } }",
        ],
    );
}

#[test]
fn an_option_that_may_have_its_own_value_is_hashed() {
    assert_plan(
        "?who v:memberOf e:interpol OPTIONAL { ?who c:since ?a } OPTIONAL { ?st c:since ?a }",
        &[
            "?who v:memberOf e:interpol .",
            "LATERAL { VALUES ( ) { ( )  } OPTIONAL { ?who c:since ?a . } }",
            "OPTIONAL { { SELECT ?a ?st WHERE { ?st c:since ?a . } } }",
        ],
    );
}

#[test]
fn reifiers_are_read_once_rather_than_for_each() {
    assert_plan(
        "?who v:memberOf e:interpol . ?st rdf:reifies <<( ?who ?p ?o )>>",
        &[
            "{ SELECT ?who WHERE { ?who v:memberOf e:interpol . } }",
            "{ SELECT ?o ?p ?st ?who WHERE { ?st rdf:reifies ( ?who ?p ?o ) . } }",
        ],
    );
}

#[test]
fn a_triple_term_is_only_made_of_what_it_can_be_made_of() {
    assert_plan(
        "?x v:partOf ?o . ?st rdf:reifies <<( ?o v:memberOf e:interpol )>>",
        &[
            "?x v:partOf ?o .",
            "LATERAL { VALUES ( ) { ( )  } FILTER(COALESCE((isIRI(?o) || isBLANK(?o)), \"true\"))",
            "LATERAL { ?st rdf:reifies ( ?o v:memberOf e:interpol ) . } }",
        ],
    );
}

#[test]
fn a_condition_stands_where_it_can_first_be_told() {
    assert_plan(
        "?st c:asserted true FILTER NOT EXISTS { ?st a c:Inferred } ?who v:memberOf e:interpol ~ ?st",
        &[
            "?who v:memberOf e:interpol .",
            "LATERAL { ?st rdf:reifies ( ?who v:memberOf e:interpol ) . }",
            "FILTER(NOT EXISTS { ?st rdf:type c:Inferred . })",
            "LATERAL { ?st c:asserted \"true\" . }",
        ],
    );
}

#[test]
fn minus_looks_up_if_it_shares_a_variable() {
    assert_plan(
        "?who v:memberOf ?group MINUS { ?who v:memberOf e:interpol }",
        &[
            "?who v:memberOf ?group .",
            "FILTER(NOT EXISTS { ?who v:memberOf e:interpol . })",
        ],
    );
    assert_plan(
        "?who v:memberOf e:interpol MINUS { ?st c:negated true }",
        &[
            "?who v:memberOf e:interpol .",
            "MINUS { ?st c:negated \"true\" . }",
        ],
    );
}

#[test]
fn iris_in_a_condition_are_a_table() {
    assert_plan(
        "?who ?how ?group FILTER (?how IN (v:partOf, v:memberOf, v:partOf))",
        &[
            "VALUES ( ?how ) { ( v:partOf ) ( v:memberOf )  }",
            "LATERAL { ?who ?how ?group . }",
        ],
    );
}

#[test]
fn a_path_of_any_length_begins_at_the_known_end() {
    assert_plan(
        "?who v:partOf* ?all . ?who skos:prefLabel \"Russia\"",
        &[
            "?who skos:prefLabel \"Russia\" .",
            "LATERAL { ?who (<v:partOf>)* ?all . }",
        ],
    );
}

#[test]
fn a_union_is_looked_up_branch_by_branch() {
    assert_plan(
        "{ ?who v:memberOf ?group } UNION { ?who v:partOf ?group } ?who skos:prefLabel \"Russia\"",
        &[
            "?who skos:prefLabel \"Russia\" .",
            "LATERAL { { ?who v:memberOf ?group . } UNION { ?who v:partOf ?group . } }",
        ],
    );
}

#[test]
fn a_graph_is_kept_around_its_patterns() {
    assert_plan(
        "GRAPH ?g { ?st c:asserted true ; c:since ?since . ?who v:memberOf e:interpol ~ ?st }",
        &[
            "GRAPH ?g { ?who v:memberOf e:interpol .",
            "LATERAL { ?st rdf:reifies ( ?who v:memberOf e:interpol ) . }",
            "LATERAL { ?st c:asserted \"true\" . }",
            "LATERAL { ?st c:since ?since . } }",
        ],
    );
}
