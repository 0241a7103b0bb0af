//! A table of statements, and the sources that its rows cite.

use super::Input;
use super::quads::Graph;
use crate::model::SourceId;
use crate::vocab::{citable, dcterms, rdf};

/// The IRI of a table: also that of its graph.
pub fn iri(input: Input) -> String {
    let path = &input.file.path;
    let below = path.strip_prefix("data/").unwrap_or(path);
    input.project.base.table(below)
}

/// The table itself; `iri` is its own.
pub fn lower(input: Input, iri: &str, graph: &mut Graph) {
    graph.link(iri, rdf::TYPE, citable::TABLE.as_str());
    let mut cited: Vec<SourceId> = input
        .dossier
        .groups
        .iter()
        .filter_map(|group| group.source)
        .collect();
    super::source::review(input, iri, graph);
    cited.sort();
    cited.dedup();
    for id in cited {
        let source = input.project.base.source(&input.model.source(id).id);
        graph.link(iri, dcterms::SOURCE, &source);
    }
}
