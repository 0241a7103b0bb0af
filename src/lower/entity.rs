//! An entity: what it is, what it is and was called, and what it is elsewhere.

use super::Input;
use super::quads::Graph;
use crate::model::{Entity, EntityId, Label};
use crate::project::Project;
use crate::vocab::{dcterms, owl, prov, rdf, skos};

/// The entity itself; `quotations` are those under which it is declared.
pub fn lower(
    input: Input,
    (id, entity): (EntityId, &Entity),
    quotations: &[String],
    graph: &mut Graph,
) {
    let base = &input.project.base;
    let iri = base.entity(&entity.id);
    for &class in &entity.classes {
        graph.link(&iri, rdf::TYPE, input.ontology.class(class).iri.as_str());
    }
    let mut all = |predicate, labels: &[Label]| {
        for label in labels {
            graph.label(&iri, predicate, &label.text, &label.lang);
        }
    };
    all(skos::PREF_LABEL, std::slice::from_ref(&entity.label));
    all(skos::PREF_LABEL, &entity.labels);
    all(skos::ALT_LABEL, &entity.aliases);
    all(skos::HIDDEN_LABEL, &entity.former);
    all(skos::DEFINITION, &entity.definitions);
    all(skos::NOTE, &entity.notes);
    for quotation in quotations {
        graph.link(&iri, prov::WAS_DERIVED_FROM, quotation);
    }
    if let Some(target) = input.model.merged_into(id) {
        let target = base.entity(&input.model.entity(target).id);
        graph.link(&iri, dcterms::IS_REPLACED_BY, &target);
        graph.add(&iri, owl::DEPRECATED, &oxrdf::Literal::from(true));
    }
}

/// The links to other data sets.
pub fn links(project: &Project, entity: &Entity, graph: &mut Graph) {
    let iri = project.base.entity(&entity.id);
    for same in &entity.same_as {
        let link = project.link_to(same.as_str(), None);
        graph.link(&iri, link.iri(), same.as_str());
    }
    for close in &entity.close_to {
        graph.link(&iri, skos::CLOSE_MATCH, close.as_str());
    }
}
