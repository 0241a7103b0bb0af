//! Inferred statements, each with its rule and its premises.

use super::quads::Quads;
use super::{Input, statement};
use crate::vocab::{citable, prov, rdf};

pub fn lower(input: Input) -> Quads {
    let base = &input.project.base;
    let mut quads = Quads::default();
    let mut graph = quads.graph(&base.graph("inferred"));
    for inferred in input.inferred {
        let iri = base.statement(&inferred.key);
        let (subject, predicate, object) = (
            inferred.subject.as_str(),
            inferred.predicate.as_ref(),
            inferred.object.as_ref(),
        );
        graph.add(subject, predicate, object);
        graph.reify(&iri, subject, predicate, object);
        graph.link(&iri, rdf::TYPE, citable::INFERRED_STATEMENT.as_str());
        graph.add(&iri, citable::ASSERTED, &oxrdf::Literal::from(true));
        graph.link(&iri, citable::RULE, inferred.rule.as_str());
        for premise in &inferred.premises {
            graph.link(&iri, prov::WAS_DERIVED_FROM, premise.as_str());
        }
        statement::bounds(&iri, inferred.bounds, &mut graph);
    }
    quads
}
