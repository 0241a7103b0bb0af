//! A statement: the triple where it is asserted, and the reifier with time and roles.

use oxrdf::{Literal, NamedNodeRef};

use super::Input;
use super::quads::Graph;
use crate::date::Day;
use crate::model::{Object, Reading};
use crate::time::Bounds;
use crate::vocab::{citable, prov, rdf, xsd};

pub fn lower(input: Input, reading: &Reading, quotations: &[String], graph: &mut Graph) {
    let base = &input.project.base;
    let statement = &reading.statement;
    let iri = base.statement(&reading.key);
    let subject = statement.subject.iri(input.model, base);
    let predicate = input.ontology.property(statement.predicate).iri.as_ref();
    let object = statement.object.term(input.model, base);
    graph.reify(
        &iri,
        subject.as_str(),
        predicate,
        object.as_ref(),
        reading.asserts(),
    );
    graph.link(&iri, rdf::TYPE, citable::STATEMENT.as_str());
    // An annotation pattern matches every reifier of a triple that is asserted, also by another statement.
    graph.add(&iri, citable::ASSERTED, &Literal::from(reading.asserts()));
    if statement.negated {
        graph.add(&iri, citable::NEGATED, &Literal::from(true));
    }
    if let Object::Literal(literal) = &statement.object
        && let Some(unit) = literal.unit
    {
        graph.link(&iri, citable::UNIT, input.ontology.unit(unit).iri.as_str());
    }
    for (name, literal) in statement.time.literals() {
        let predicate = format!("{}{name}", citable::NAMESPACE);
        graph.add(
            &iri,
            NamedNodeRef::new_unchecked(&predicate),
            &Literal::from(literal),
        );
    }
    bounds(&iri, statement.time.bounds, graph);
    for (role, value) in &statement.roles {
        let role = input.ontology.property(*role).iri.as_ref();
        graph.add(&iri, role, value.term(input.model, base).as_ref());
    }
    for quotation in quotations {
        graph.link(&iri, prov::WAS_DERIVED_FROM, quotation);
    }
    for premise in &reading.inferred_from {
        graph.link(
            &iri,
            prov::WAS_DERIVED_FROM,
            &base.statement(&premise.value),
        );
    }
}

/// The computed bounds of a statement's time.
pub fn bounds(statement: &str, bounds: Bounds, graph: &mut Graph) {
    let mut day = |predicate, day: Option<Day>| {
        if let Some(day) = day {
            graph.add(
                statement,
                predicate,
                &Literal::new_typed_literal(day.to_string(), xsd::DATE),
            );
        }
    };
    day(citable::START_EARLIEST, bounds.start_earliest);
    day(citable::START_LATEST, bounds.start_latest);
    day(citable::END_EARLIEST, bounds.end_earliest);
    day(citable::END_LATEST, bounds.end_latest);
}
