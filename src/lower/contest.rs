//! Contests: which statements give different values for one time, and how many independent publishers stand behind each.

use oxrdf::Literal;

use super::quads::{Graph, Quads};
use crate::contest::Contest;
use crate::iri::{self, Base};
use crate::store::Segment;
use crate::vocab::{citable, rdf, xsd};

/// All contests of a project, in a graph of their own.
pub fn lower(contests: &[Contest], base: &Base) -> Segment {
    let mut quads = Quads::default();
    let mut graph = quads.graph(&base.graph("contests"));
    for contest in contests {
        let sides = contest.sides.iter();
        let mut keys: Vec<&str> = sides
            .flat_map(|side| &side.statements)
            .map(String::as_str)
            .collect();
        keys.sort_unstable();
        let iri = base.contest(&iri::key(&keys.join("\n")));
        graph.link(&iri, rdf::TYPE, citable::CONTEST.as_str());
        graph.link(&iri, rdf::SUBJECT, &contest.about);
        graph.link(&iri, rdf::PREDICATE, &contest.predicate);
        publishers(&iri, contest.publishers, &mut graph);
        for side in &contest.sides {
            for key in &side.statements {
                let statement = base.statement(key);
                graph.link(&iri, citable::CONTENDER, &statement);
                publishers(&statement, side.publishers, &mut graph);
            }
        }
    }
    quads.finish()
}

fn publishers(iri: &str, number: usize, graph: &mut Graph) {
    let number = Literal::new_typed_literal(number.to_string(), xsd::INTEGER);
    graph.add(iri, citable::INDEPENDENT_PUBLISHERS, &number);
}
