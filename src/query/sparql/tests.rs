use spargebra::SparqlParser;

use super::*;

fn whole() -> QueryDataset {
    QueryDataset {
        default: Vec::new(),
        named: None,
    }
}

fn again(text: &str) -> String {
    let parse = |text: &str| {
        let parsed = SparqlParser::new().parse_query(text);
        parsed.unwrap_or_else(|error| panic!("{error}\n{text}"))
    };
    let once = written(&parse(text), &whole());
    assert_eq!(written(&parse(&once), &whole()), once, "{text}");
    once.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_is_read_again_is_written_alike() {
    for text in [
        "SELECT * { ?s ?p ?o }",
        "ASK { ?s <a:p> 1 FILTER NOT EXISTS { ?s <a:q> ?x } }",
        "SELECT DISTINCT ?s { ?s <a:p>/<a:q>* ?o . ?o ^<a:r>|!<a:s> ?x } ORDER BY DESC(?o) ?s LIMIT 3 OFFSET 1",
        "SELECT ?s { { ?s <a:p> ?o } UNION { ?s <a:q> ?o } UNION { ?s <a:r> ?o } MINUS { ?s <a:x> ?y } }",
        "SELECT ?s { ?s <a:p> ?o OPTIONAL { ?s <a:q> ?x FILTER (?x > ?o) } OPTIONAL { { ?s <a:q> ?y FILTER (?y > 1) } } }",
        "SELECT ?s { { ?s <a:p> ?o FILTER (?o > 1) } { ?s <a:q> ?x FILTER (?x > 1) } GRAPH ?g { ?s <a:r> ?y } }",
        "SELECT ?s { VALUES (?s ?x) { (<a:a> UNDEF) (<a:b> \"c\\\"d\\n\"@en) } SERVICE SILENT <a:s> { ?s <a:p> ?o } }",
        "SELECT ?s { { SELECT ?s (MAX(?o) AS ?m) { ?s <a:p> ?o } GROUP BY ?s } BIND (?m + 1 AS ?n) FILTER (?n IN (1, 2) && !(?n NOT IN (3))) }",
        "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT *) AS ?m) { ?s <a:p> ?o }",
        "SELECT ?s { ?s <a:p> ?o ~ ?r {| <a:q> ?x |} }",
    ] {
        again(text);
    }
}

#[test]
fn operations_keep_their_brackets() {
    let text = again("SELECT ((?a + 1) * 2 - (3 - ?a) AS ?b) { ?x <a:p> ?a }");
    let number = |n: u8| format!("\"{n}\"^^<http://www.w3.org/2001/XMLSchema#integer>");
    let expected = format!(
        "(((?a + {}) * {}) - ({} - ?a))",
        number(1),
        number(2),
        number(3)
    );
    assert!(text.contains(&expected), "{text}");
}

#[test]
fn aggregates_stand_where_a_person_writes_them() {
    let text = again(
        "SELECT ?s (COUNT(?o) * 2 AS ?n) (GROUP_CONCAT(DISTINCT ?o; SEPARATOR=\", \") AS ?all)
         { ?s <a:p> ?o } GROUP BY ?s HAVING (COUNT(?o) > 1) ORDER BY ?n",
    );
    assert!(
        text.contains("GROUP_CONCAT(DISTINCT ?o ; SEPARATOR = \", \") AS ?all"),
        "{text}"
    );
    assert!(text.contains("GROUP BY ?s HAVING (COUNT(?o) > "), "{text}");
    assert_eq!(text.matches("SELECT").count(), 1, "{text}");
}

#[test]
fn graphs_stand_after_the_columns() {
    let query = SparqlParser::new()
        .parse_query("SELECT ?s { ?s ?p ?o }")
        .unwrap();
    let graph = NamedNode::new_unchecked("a:g");
    let dataset = QueryDataset {
        default: vec![graph.clone()],
        named: Some(vec![graph]),
    };
    let text = written(&query, &dataset);
    assert!(
        text.starts_with("SELECT ?s\nFROM <a:g>\nFROM NAMED <a:g>\nWHERE {"),
        "{text}"
    );
}
