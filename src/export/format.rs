//! The formats that an export can be written in.

use super::ExportError;
use super::graph::{self, Output, Style};
use crate::diagnostic::did_you_mean;

/// A format.
#[derive(Debug)]
pub struct Format {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// The extensions of its files, the usual one first; each is also a name on the command line. A format without
    /// one has those of another, or is a folder.
    pub extensions: &'static [&'static str],
    pub media_type: &'static str,
    /// Whether it says which graph a triple is in.
    pub graphs: bool,
    /// Whether it has the triple terms of RDF 1.2.
    pub triple_terms: bool,
    pub(super) syntax: Syntax,
}

/// Which writer a format has.
#[derive(Clone, Copy, Debug)]
pub(super) enum Syntax {
    Turtle,
    Lines,
    RdfXml,
    JsonLd,
    /// One of things and relations, which needs no form.
    Graph(&'static Style),
}

/// All formats; the first is the one that is taken where nothing is said.
pub static FORMATS: &[Format] = &[
    Format {
        name: "turtle",
        about: "Turtle: grouped by subject, with prefixes",
        extensions: &["ttl"],
        media_type: "text/turtle",
        graphs: false,
        triple_terms: true,
        syntax: Syntax::Turtle,
    },
    Format {
        name: "trig",
        about: "TriG: Turtle with graphs",
        extensions: &["trig"],
        media_type: "application/trig",
        graphs: true,
        triple_terms: true,
        syntax: Syntax::Turtle,
    },
    Format {
        name: "ntriples",
        about: "N-Triples: a triple a line",
        extensions: &["nt"],
        media_type: "application/n-triples",
        graphs: false,
        triple_terms: true,
        syntax: Syntax::Lines,
    },
    Format {
        name: "nquads",
        about: "N-Quads: a triple and its graph a line",
        extensions: &["nq"],
        media_type: "application/n-quads",
        graphs: true,
        triple_terms: true,
        syntax: Syntax::Lines,
    },
    Format {
        name: "rdfxml",
        about: "RDF/XML",
        extensions: &["rdf", "xml", "owl"],
        media_type: "application/rdf+xml",
        graphs: false,
        triple_terms: false,
        syntax: Syntax::RdfXml,
    },
    Format {
        name: "jsonld",
        about: "JSON-LD 1.1, with a context",
        extensions: &["jsonld", "json"],
        media_type: "application/ld+json",
        graphs: true,
        triple_terms: false,
        syntax: Syntax::JsonLd,
    },
    of_graph(
        "graphml",
        "GraphML: things and relations, for networkx, igraph, Gephi, Cytoscape",
        &["graphml"],
        "application/graphml+xml",
        &graph::graphml::STYLE,
    ),
    of_graph(
        "yed",
        "GraphML with the labels, shapes and colours of yEd",
        &[],
        "application/graphml+xml",
        &graph::yed::STYLE,
    ),
    of_graph(
        "gexf",
        "GEXF 1.3, for Gephi, with its timeline",
        &["gexf"],
        "application/gexf+xml",
        &graph::gexf::STYLE,
    ),
    of_graph(
        "cytoscape",
        "Cytoscape.js JSON",
        &["cyjs"],
        "application/json",
        &graph::cytoscape::STYLE,
    ),
    of_graph(
        "cx2",
        "CX2, for NDEx and Cytoscape",
        &["cx2"],
        "application/json",
        &graph::cx2::STYLE,
    ),
    of_graph(
        "node-link",
        "node-link JSON, for networkx",
        &[],
        "application/json",
        &graph::node_link::STYLE,
    ),
    of_graph(
        "d3",
        "nodes and links in JSON, for d3-force",
        &[],
        "application/json",
        &graph::d3::STYLE,
    ),
    of_graph(
        "dot",
        "DOT, for Graphviz",
        &["dot", "gv"],
        "text/vnd.graphviz",
        &graph::dot::STYLE,
    ),
    of_graph(
        "mermaid",
        "Mermaid: a flowchart for Markdown",
        &["mmd", "mermaid"],
        "text/vnd.mermaid",
        &graph::mermaid::STYLE,
    ),
    of_graph(
        "svg",
        "SVG: a picture",
        &["svg"],
        "image/svg+xml",
        &graph::svg::STYLE,
    ),
    of_graph(
        "markdown",
        "a report in Markdown, with the quotations as footnotes",
        &["md"],
        "text/markdown",
        &graph::markdown::STYLE,
    ),
    of_graph(
        "obsidian",
        "a vault of Obsidian: a folder with a note for each thing and source",
        &[],
        "text/markdown",
        &graph::obsidian::STYLE,
    ),
    of_graph(
        "neo4j",
        "a folder of CSV, for neo4j-admin database import",
        &[],
        "text/csv",
        &graph::neo4j::STYLE,
    ),
    of_graph(
        "kuzu",
        "a folder of CSV for Kùzu, with schema.cypher and copy.cypher",
        &[],
        "text/csv",
        &graph::kuzu::STYLE,
    ),
    of_graph(
        "ladybug",
        "the same for Ladybug, which Kùzu has become",
        &[],
        "text/csv",
        &graph::kuzu::STYLE,
    ),
    of_graph(
        "parquet",
        "a folder of Parquet, for DuckDB, Spark, pandas, Polars",
        &[],
        "application/vnd.apache.parquet",
        &graph::parquet::STYLE,
    ),
    of_graph(
        "kgtk",
        "KGTK: a TSV of edges, and edges that qualify them",
        &["kgtk"],
        "text/tab-separated-values",
        &graph::kgtk::STYLE,
    ),
    of_graph(
        "kgx",
        "a folder of TSV for Biolink's KGX: nodes.tsv and edges.tsv",
        &[],
        "text/tab-separated-values",
        &graph::kgx::STYLE,
    ),
    of_graph(
        "quickstatements",
        "QuickStatements, version 1: what is mapped to Wikidata",
        &["qs"],
        "text/tab-separated-values",
        &graph::quickstatements::STYLE,
    ),
    of_graph(
        "ftm",
        "FollowTheMoney: entities, a line of JSON each",
        &["ftm"],
        "application/x-ndjson",
        &graph::ftm::ENTITIES,
    ),
    of_graph(
        "ftm-statements",
        "FollowTheMoney: statements, a line of JSON each",
        &[],
        "application/x-ndjson",
        &graph::ftm::STATEMENTS,
    ),
];

/// A format of things and relations.
const fn of_graph(
    name: &'static str,
    about: &'static str,
    extensions: &'static [&'static str],
    media_type: &'static str,
    style: &'static Style,
) -> Format {
    Format {
        name,
        about,
        extensions,
        media_type,
        graphs: false,
        triple_terms: false,
        syntax: Syntax::Graph(style),
    }
}

impl Format {
    /// The format of a name or an extension.
    pub fn named(name: &str) -> Result<&'static Format, ExportError> {
        if super::form::is_legacy(name) {
            return Err(ExportError::Legacy(name.to_owned()));
        }
        let found = FORMATS.iter().find(|format| format.name == name);
        found
            .or_else(|| Self::of_extension(name))
            .ok_or_else(|| ExportError::Unknown {
                kind: "format",
                wanted: name.to_owned(),
                nearest: did_you_mean(name, FORMATS.iter().map(|format| format.name)),
            })
    }

    /// The format of a file's extension, without the dot.
    pub fn of_extension(extension: &str) -> Option<&'static Format> {
        let extension = extension.to_ascii_lowercase();
        FORMATS
            .iter()
            .find(|format| format.extensions.contains(&extension.as_str()))
    }

    /// Whether it is a syntax of RDF, which has statements in a form, rather than one of things and relations.
    pub fn is_rdf(&self) -> bool {
        !matches!(self.syntax, Syntax::Graph(_))
    }

    /// Whether it is a folder of several files.
    pub fn is_folder(&self) -> bool {
        match self.syntax {
            Syntax::Graph(style) => matches!(style.write, Output::Folder(_)),
            _ => false,
        }
    }

    /// The names of the formats that are picked.
    pub(super) fn names(is_picked: impl Fn(&Format) -> bool) -> String {
        let picked = FORMATS.iter().filter(|format| is_picked(format));
        let names: Vec<&str> = picked.map(|format| format.name).collect();
        names.join(", ")
    }

    /// The names of the formats of things and relations that are of any size.
    pub(super) fn of_any_size() -> String {
        Format::names(
            |format| matches!(format.syntax, Syntax::Graph(style) if style.most.is_none()),
        )
    }
}
