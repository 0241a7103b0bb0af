//! The build itself: VoID and DCAT on the data set and its graphs, PROV-O on where it came from.

use std::collections::BTreeMap;

use oxrdf::Literal;

use super::Input;
use super::quads::{Graph, Quads};
use crate::vocab::{citable, dcat, dcterms, prov, rdf, schema, void, xsd};

/// The tool that builds.
const TOOL: &str = "https://w3id.org/citable/tool";

/// Describes a build whose other quads are `lines`.
pub fn lower(input: Input, lines: &[&str]) -> Quads {
    let base = &input.project.base;
    let mut quads = Quads::default();
    let mut graph = quads.graph(&base.graph("meta"));
    let dataset = base.graph("meta#dataset");
    graph.link(&dataset, rdf::TYPE, void::DATASET.as_str());
    graph.link(&dataset, rdf::TYPE, dcat::DATASET.as_str());
    graph.label(
        &dataset,
        dcterms::TITLE,
        &input.project.title,
        &input.project.lang,
    );
    graph.text(&dataset, dcterms::IDENTIFIER, &input.project.name);
    graph.text(&dataset, void::URI_SPACE, base.as_str());
    for (part, triples) in sizes(lines) {
        graph.link(&dataset, void::SUBSET, part);
        graph.link(part, rdf::TYPE, void::DATASET.as_str());
        graph.add(part, void::TRIPLES, &Literal::from(triples));
    }
    let build = base.graph("meta#build");
    graph.link(&dataset, prov::WAS_GENERATED_BY, &build);
    lower_build(input, &build, &mut graph);
    quads
}

/// How many triples each graph has.
fn sizes<'a>(lines: &[&'a str]) -> BTreeMap<&'a str, u64> {
    let mut sizes = BTreeMap::new();
    // Lines of one subject stand together and are mostly in one graph, so the map is asked for each run only.
    for run in lines.chunk_by(|one, next| next.ends_with(graph(one).1)) {
        *sizes.entry(graph(run[0]).0).or_default() += run.len() as u64;
    }
    sizes
}

/// The graph of a line, and the end of the line with which it is named.
fn graph(line: &str) -> (&str, &str) {
    let start = line.rfind(" <").expect("every quad is in a named graph");
    (&line[start + 2..line.len() - "> .\n".len()], &line[start..])
}

fn lower_build(input: Input, build: &str, graph: &mut Graph) {
    let base = &input.project.base;
    graph.link(build, rdf::TYPE, citable::BUILD.as_str());
    graph.link(build, prov::WAS_ASSOCIATED_WITH, TOOL);
    graph.link(TOOL, rdf::TYPE, prov::SOFTWARE_AGENT.as_str());
    graph.text(TOOL, schema::NAME, env!("CARGO_PKG_NAME"));
    graph.text(TOOL, schema::SOFTWARE_VERSION, env!("CARGO_PKG_VERSION"));
    for (_, file) in input.files.iter() {
        let iri = base.file(&file.path);
        graph.link(build, prov::USED, &iri);
        graph.link(&iri, rdf::TYPE, prov::ENTITY.as_str());
        let digest = Literal::new_typed_literal(file.sha256.as_str(), xsd::HEX_BINARY);
        graph.add(&iri, citable::SHA256, &digest);
    }
    let ended = input
        .epoch
        .and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    if let Some(ended) = ended {
        let literal = Literal::new_typed_literal(ended.to_string(), xsd::DATE_TIME);
        graph.add(build, prov::ENDED_AT_TIME, &literal);
    }
}
