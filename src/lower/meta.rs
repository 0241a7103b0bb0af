//! The build itself: VoID and DCAT on the data set and its graphs, PROV-O on where it came from.

use oxrdf::Literal;

use super::quads::{Graph, Quads};
use crate::files;
use crate::project::{Project, Publication};
use crate::store::Segment;
use crate::vocab::{citable, dcat, dcterms, foaf, prov, rdf, schema, void, xsd};

/// The tool that builds.
const TOOL: &str = "https://w3id.org/citable/tool";

/// What a build is described by.
pub struct Description<'a> {
    pub project: &'a Project,
    /// The graphs, this one left out, with their numbers of triples.
    pub graphs: &'a [(String, u64)],
    /// The files that it was built from, by path.
    pub inputs: &'a [files::Input],
    /// Whether links come from mapping sets too, so that several files may have one.
    pub has_mappings: bool,
    /// When the build is said to have ended, in seconds since 1970; nothing keeps the clock out of it.
    pub epoch: Option<i64>,
}

/// Describes a build.
pub fn lower(description: &Description) -> Segment {
    let Description {
        project, graphs, ..
    } = description;
    let base = &project.base;
    let mut quads = Quads::default();
    let mut graph = quads.graph(&base.graph("meta"));
    let dataset = base.graph("meta#dataset");
    graph.link(&dataset, rdf::TYPE, void::DATASET.as_str());
    graph.link(&dataset, rdf::TYPE, dcat::DATASET.as_str());
    graph.label(&dataset, dcterms::TITLE, &project.title, &project.lang);
    graph.text(&dataset, dcterms::IDENTIFIER, &project.name);
    graph.text(&dataset, void::URI_SPACE, base.as_str());
    lower_publication(project, &dataset, &mut graph);
    // One triple can follow from statements of several files, each of which has it: how many different ones there are is not
    // known without looking at all of them.
    let mut uncounted = vec![base.graph("inferred")];
    // A link may stand in a declaration and in several sets.
    uncounted.extend(description.has_mappings.then(|| base.graph("links")));
    for (part, triples) in *graphs {
        graph.link(&dataset, void::SUBSET, part);
        graph.link(part, rdf::TYPE, void::DATASET.as_str());
        if !uncounted.contains(part) {
            graph.add(part, void::TRIPLES, &Literal::from(*triples));
        }
    }
    let build = base.graph("meta#build");
    graph.link(&dataset, prov::WAS_GENERATED_BY, &build);
    lower_build(description, &build, &mut graph);
    quads.finish()
}

/// How the data set is published, as far as the project says so.
fn lower_publication(project: &Project, dataset: &str, graph: &mut Graph) {
    let Publication {
        description,
        license,
        publisher,
        published,
        url,
    } = &project.publication;
    if let Some(text) = description {
        graph.label(dataset, dcterms::DESCRIPTION, text, &project.lang);
    }
    if let Some(license) = license {
        graph.link(dataset, dcterms::LICENSE, license);
    }
    if let Some(name) = publisher {
        let publisher = project.base.graph("meta#publisher");
        graph.link(dataset, dcterms::PUBLISHER, &publisher);
        graph.link(&publisher, rdf::TYPE, foaf::AGENT.as_str());
        graph.text(&publisher, foaf::NAME, name);
    }
    if let Some(day) = published {
        let day = Literal::new_typed_literal(day.to_string(), xsd::DATE);
        graph.add(dataset, dcterms::ISSUED, &day);
    }
    if let Some(url) = url {
        graph.link(dataset, dcat::LANDING_PAGE, url);
    }
}

fn lower_build(description: &Description, build: &str, graph: &mut Graph) {
    let base = &description.project.base;
    graph.link(build, rdf::TYPE, citable::BUILD.as_str());
    graph.link(build, prov::WAS_ASSOCIATED_WITH, TOOL);
    graph.link(TOOL, rdf::TYPE, prov::SOFTWARE_AGENT.as_str());
    graph.text(TOOL, schema::NAME, env!("CARGO_PKG_NAME"));
    graph.text(TOOL, schema::SOFTWARE_VERSION, env!("CARGO_PKG_VERSION"));
    for file in description.inputs {
        let iri = base.file(&file.path);
        graph.link(build, prov::USED, &iri);
        graph.link(&iri, rdf::TYPE, prov::ENTITY.as_str());
        let digest = Literal::new_typed_literal(file.sha256.as_str(), xsd::HEX_BINARY);
        graph.add(&iri, citable::SHA256, &digest);
    }
    let ended = description
        .epoch
        .and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    if let Some(ended) = ended {
        let literal = Literal::new_typed_literal(ended.to_string(), xsd::DATE_TIME);
        graph.add(build, prov::ENDED_AT_TIME, &literal);
    }
}
