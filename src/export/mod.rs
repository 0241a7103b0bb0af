//! A build as other tools read it: as RDF, in a form, which says what a statement becomes, and in a format, which says
//! how it is written; or as a [graph] of things and relations, in a format that needs no form.
//!
//! The way: [`prepare`] reads the build's quads as numbers, picks the graph, has the [`Form`] rewrite the quads and tells in
//! a [`Report`] what that left out; [`Prepared::write`] sorts them and hands them to the writer of the
//! [`Format`]. The lists [`FORMS`] and [`FORMATS`] are the only places that know what there is: help, documentation
//! and the reading of arguments come from them.
//!
//! To add a format: an entry in [`FORMATS`], and a file with its writer unless another's will do. To add a form: an
//! entry in [`FORMS`], and a file under `form/` that rewrites the quads.

mod arranged;
mod dataset;
pub mod describe;
mod error;
mod folder;
mod form;
mod format;
mod graph;
mod graphs;
mod jsonld;
mod lines;
mod prefixes;
mod rdfxml;
mod report;
pub mod table;
mod turtle;
mod xml;

#[cfg(test)]
mod tests;

use std::io::{BufWriter, Write};
use std::path::Path;

use oxrdf::NamedNode;

use crate::date::Day;
use crate::project::Context;
use crate::store::Build;
use arranged::{Arranged, Order};
use dataset::Dataset;
use form::Scope;
use format::Syntax;
use graph::{Graph, Output, Style};
use prefixes::Prefixes;

pub use error::ExportError;
pub use folder::{Folder, FolderError, MANIFEST};
pub use form::{FORMS, Form, LEGACY};
pub use format::{FORMATS, Format};
pub use graph::Around;
pub use report::{AsOf, Loss, Report};
pub use xml::escape as escape_xml;

/// What is to leave, and how.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The form of RDF; the first, if none is named. A format of things and relations has none.
    pub form: Option<&'static Form>,
    pub format: &'static Format,
    /// One graph, by its IRI or what follows the base in it; all, if none is named.
    pub graph: Option<&'a str>,
    /// Only what held on this day.
    pub as_of: Option<Day>,
    /// Only a thing and its neighbourhood; for formats of things and relations.
    pub around: Option<Around<'a>>,
}

impl Request<'_> {
    fn form(&self) -> &'static Form {
        self.form.unwrap_or(&FORMS[0])
    }

    /// Whether form and format go together.
    fn check(&self) -> Result<(), ExportError> {
        let format = self.format;
        match (format.is_rdf(), self.form, self.around) {
            (false, Some(_), _) => {
                return Err(ExportError::FormOfGraph(
                    format.name,
                    Format::names(Format::is_rdf),
                ));
            }
            (false, None, _) => return Ok(()),
            (true, _, Some(_)) => {
                return Err(ExportError::Around(
                    format.name,
                    Format::names(|format| !format.is_rdf()),
                ));
            }
            (true, _, None) => {}
        }
        let form = self.form();
        if form.triple_terms && !format.triple_terms {
            return Err(ExportError::TripleTerms {
                format: format.name,
                form: form.name,
                others: Format::names(|format| form.fits(format)),
            });
        }
        if form.graphs && !format.graphs {
            return Err(ExportError::Graphs {
                format: format.name,
                form: form.name,
                others: Format::names(|format| form.fits(format)),
            });
        }
        if self.as_of.is_some() && !form.as_of {
            return Err(ExportError::AsOf(form.name));
        }
        Ok(())
    }
}

/// An export that only has to be written.
#[derive(Debug)]
pub struct Prepared<'b> {
    format: &'static Format,
    content: Content<'b>,
    report: Report,
}

/// What is written, and by whom.
#[derive(Debug)]
enum Content<'b> {
    Rdf(Dataset<'b>, Syntax, Prefixes),
    Graph(Graph<'b>, &'static Style),
}

/// Prepares the export of a build.
pub fn prepare<'b>(build: &'b Build, request: &Request) -> Result<Prepared<'b>, ExportError> {
    request.check()?;
    prepare_dataset(Dataset::of(build)?, request, &build.context)
}

fn prepare_dataset<'b>(
    mut dataset: Dataset<'b>,
    request: &Request,
    context: &Context,
) -> Result<Prepared<'b>, ExportError> {
    let graph = request
        .graph
        .map(|name| graphs::select(name, &dataset, &context.base))
        .transpose()?;
    let named = |name: &str| {
        let iri = NamedNode::new(format!("{}graph/{name}", context.base)).ok()?;
        dataset.find(iri.as_ref())
    };
    let scope = Scope {
        graph,
        meta: named("meta"),
        ontology: named("ontology"),
        as_of: request.as_of,
        context,
    };
    let mut report = Report::default();
    let content = match request.format.syntax {
        Syntax::Graph(style) => {
            let graph = Graph::of(dataset, &scope, request, style, context, &mut report)?;
            Content::Graph(graph, style)
        }
        syntax => {
            request.form().rewrite(&mut dataset, &scope, &mut report);
            if !request.format.graphs {
                unite(&mut dataset, &mut report);
            }
            let prefixes = Prefixes::of(context, request.form().rooms);
            Content::Rdf(dataset, syntax, prefixes)
        }
    };
    Ok(Prepared {
        format: request.format,
        content,
        report,
    })
}

/// Makes all graphs one.
fn unite(dataset: &mut Dataset, report: &mut Report) {
    let graphs: std::collections::HashSet<_> =
        dataset.quads.iter().map(|quad| quad.graph).collect();
    if graphs.len() > 1 {
        report.lose(Loss::Graphs(graphs.len()));
    }
    dataset.quads.iter_mut().for_each(|quad| quad.graph = None);
}

impl Prepared<'_> {
    /// The format that it is prepared for.
    pub fn format(&self) -> &'static Format {
        self.format
    }

    /// What is left out.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Writes it to one file: the same build and request give the same bytes. A format of several has no place there.
    pub fn write(self, out: impl Write) -> Result<(), ExportError> {
        let mut out = BufWriter::with_capacity(1 << 16, out);
        let (dataset, syntax, prefixes) = match self.content {
            Content::Rdf(dataset, syntax, prefixes) => (dataset, syntax, prefixes),
            Content::Graph(graph, style) => {
                match style.write {
                    Output::File(write) => write(&graph, &mut out)?,
                    Output::Folder(_) => return Err(ExportError::NoPlace(self.format.name)),
                }
                return Ok(out.flush()?);
            }
        };
        let order = match syntax {
            Syntax::Lines => Order::Lines,
            _ => Order::Terms,
        };
        let arranged = Arranged::of(dataset, order);
        match syntax {
            Syntax::Turtle => turtle::write(&arranged, &prefixes, &mut out)?,
            Syntax::Lines => lines::write(&arranged, &mut out)?,
            Syntax::RdfXml => rdfxml::write(&arranged, &prefixes, &mut out)?,
            Syntax::JsonLd => jsonld::write(&arranged, &prefixes, &mut out)?,
            Syntax::Graph(_) => unreachable!("a graph was written above"),
        }
        out.flush()?;
        Ok(())
    }

    /// Writes a format of several files to the folder at a place, which must be free ([`Folder::begin`]). The same build
    /// and request give the same files.
    pub fn write_folder(self, place: &Path) -> Result<(), ExportError> {
        let mut folder = Folder::begin(place)?;
        match self.content {
            Content::Graph(graph, style) if let Output::Folder(write) = style.write => {
                write(&graph, &mut folder)?;
            }
            _ => return Err(ExportError::OneFile(self.format.name)),
        }
        Ok(folder.put()?)
    }
}
