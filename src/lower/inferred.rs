//! Inferred statements, each with its rule and its premises.

use super::quads::Quads;
use super::statement;
use crate::infer::Inferred;
use crate::iri::Base;
use crate::store::Segment;
use crate::vocab::{citable, prov, rdf};

pub fn lower(inferred: &[Inferred], base: &Base) -> Segment {
    let mut quads = Quads::default();
    let mut graph = quads.graph(&base.graph("inferred"));
    for inferred in inferred {
        let iri = base.statement(&inferred.key);
        let triple = [
            inferred.subject.as_str(),
            inferred.predicate.as_str(),
            inferred.object.as_str(),
        ];
        graph.reify_texts(&iri, triple);
        graph.link(&iri, rdf::TYPE, citable::INFERRED_STATEMENT.as_str());
        graph.add(&iri, citable::ASSERTED, &oxrdf::Literal::from(true));
        graph.link(&iri, citable::RULE, inferred.rule.as_str());
        for premise in &inferred.premises {
            graph.link(&iri, prov::WAS_DERIVED_FROM, premise);
        }
        statement::bounds(&iri, inferred.bounds, &mut graph);
    }
    quads.finish()
}
