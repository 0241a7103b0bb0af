//! A file that `citable export` has written, as a build.

use std::io::Read;
use std::path::Path;

use oxrdf::{GraphName, NamedOrBlankNode, Quad, Term};
use oxrdfio::{RdfFormat, RdfParseError, RdfParser};

use super::{Aside, Form, Opened, Shape, Version, VersionError, context_of};
use crate::export::Format;
use crate::files::open_named;
use crate::project::Context;
use crate::store::{Build, Lock, Segment, SegmentBuilder, StoreError};
use crate::vocab::{rdf, void};

/// The graph of triples that a file has in no graph: a build has named graphs only.
pub const UNNAMED_GRAPH: &str = "urn:citable:unnamed-graph";

/// Whether a word is the name of an export, by its extension.
pub fn is_named_so(word: &str) -> bool {
    format_of(word).is_some()
}

fn format_of(path: &str) -> Option<RdfFormat> {
    let (_, extension) = crate::files::strip_compression(path).rsplit_once('.')?;
    RdfFormat::from_media_type(Format::of_extension(extension)?.media_type)
}

/// Opens an export.
pub fn open(
    root: &Path,
    path: &Path,
    stage: &dyn Fn(&'static str),
) -> Result<Opened, VersionError> {
    stage("reading the export");
    let name = path.to_string_lossy();
    let format = format_of(&name).expect("it was known by its extension");
    let failed = |cause| VersionError::Read {
        path: path.to_owned(),
        cause,
    };
    let content = open_named(path).map_err(failed)?;
    let folder = Aside::new(root)?;
    let wrong = |error: RdfParseError| match error {
        RdfParseError::Io(cause) => failed(cause),
        RdfParseError::Syntax(error) => VersionError::Syntax {
            path: path.to_owned(),
            why: error.to_string(),
        },
    };
    let context = context_of(root)?;
    let (build, seen) = read_into(&folder, content, format, context).map_err(wrong)??;
    if seen.blank_nodes {
        return Err(VersionError::BlankNodes {
            path: path.to_owned(),
        });
    }
    Ok(Opened::Version(Box::new(Version {
        build,
        shape: seen.shape(),
        folder: Some(folder),
    })))
}

/// What was seen in a file.
#[derive(Default)]
pub struct Seen {
    quads: usize,
    reifiers: bool,
    statements: bool,
    graphs: bool,
    blank_nodes: bool,
    /// The base that the description of the build names.
    base: Option<String>,
}

impl Seen {
    fn shape(&self) -> Shape {
        if self.quads == 0 {
            return Shape::STORE; // nothing is lost of nothing
        }
        Shape {
            form: match (self.reifiers, self.statements) {
                (true, _) => Form::Rdf12,
                (false, true) => Form::Rdf11,
                (false, false) => Form::Plain,
            },
            graphs: self.graphs,
        }
    }

    fn see(&mut self, quad: &Quad) {
        let is_blank = matches!(quad.subject, NamedOrBlankNode::BlankNode(_))
            || is_blank(&quad.object)
            || matches!(quad.graph_name, GraphName::BlankNode(_));
        self.quads += 1;
        self.blank_nodes |= is_blank;
        self.graphs |= !quad.graph_name.is_default_graph();
        self.reifiers |= quad.predicate == rdf::REIFIES;
        if let Term::NamedNode(class) = &quad.object
            && quad.predicate == rdf::TYPE
        {
            self.statements |= *class == rdf::STATEMENT;
        }
        if let Term::Literal(base) = &quad.object
            && quad.predicate == void::URI_SPACE
        {
            self.base = Some(base.value().to_owned());
        }
    }
}

/// Whether a term is a blank node, or a triple that has one.
fn is_blank(term: &Term) -> bool {
    match term {
        Term::BlankNode(_) => true,
        Term::Triple(triple) => {
            matches!(triple.subject, NamedOrBlankNode::BlankNode(_)) || is_blank(&triple.object)
        }
        Term::NamedNode(_) | Term::Literal(_) => false,
    }
}

/// Reads RDF into a build in a folder, which is known by the names of `context`, but for the base that it names itself.
pub fn read_into(
    folder: &Aside,
    content: impl Read,
    format: RdfFormat,
    mut context: Context,
) -> Result<Result<(Build, Seen), VersionError>, RdfParseError> {
    let mut seen = Seen::default();
    let mut builder = SegmentBuilder::default();
    for quad in RdfParser::from_format(format).for_reader(content) {
        let quad = quad?;
        seen.see(&quad);
        put(&mut builder, &quad);
    }
    let segment = builder.finish();
    if let Some(base) = seen.base.clone() {
        context.base = base;
    }
    Ok(store(folder, &segment, &context).map(|build| (build, seen)))
}

fn store(folder: &Aside, segment: &Segment, context: &Context) -> Result<Build, VersionError> {
    let place = folder.place()?;
    let lock = Lock::take(&place, || {})?;
    let mut writer = Build::writer(&place, &lock, None)?;
    writer.put("export", b"", segment)?;
    let build: Result<Build, StoreError> = writer.finish(Vec::new(), context);
    Ok(build?)
}

fn put(builder: &mut SegmentBuilder, quad: &Quad) {
    let graph = match &quad.graph_name {
        GraphName::DefaultGraph => builder.term(&format!("<{UNNAMED_GRAPH}>")),
        graph => builder.term(&graph.to_string()),
    };
    let subject = builder.term(&quad.subject.to_string());
    let predicate = builder.term(&quad.predicate.to_string());
    let object = term(builder, &quad.object);
    builder.quad(graph, subject, predicate, object);
}

fn term(builder: &mut SegmentBuilder, value: &Term) -> u32 {
    let Term::Triple(triple) = value else {
        return builder.term(&value.to_string());
    };
    let subject = builder.term(&triple.subject.to_string());
    let predicate = builder.term(&triple.predicate.to_string());
    let object = term(builder, &triple.object);
    builder.triple(subject, predicate, object)
}
