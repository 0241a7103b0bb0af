//! A build as other tools read it: a form, which says what a statement becomes, in a format, which says how it is
//! written.
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
mod error;
mod form;
mod format;
mod graphs;
mod jsonld;
mod lines;
mod prefixes;
mod rdfxml;
mod report;
pub mod table;
mod turtle;

#[cfg(test)]
mod tests;

use std::io::{BufWriter, Write};

use oxrdf::NamedNode;

use crate::date::Day;
use crate::project::Context;
use crate::store::Build;
use arranged::{Arranged, Order};
use dataset::Dataset;
use form::Scope;
use format::Syntax;
use prefixes::Prefixes;

pub use error::ExportError;
pub use form::{FORMS, Form, LEGACY};
pub use format::{FORMATS, Format};
pub use report::{AsOf, Loss, Report};

/// What is to leave, and how.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub form: &'static Form,
    pub format: &'static Format,
    /// One graph, by its IRI or what follows the base in it; all, if none is named.
    pub graph: Option<&'a str>,
    /// Only what held on this day.
    pub as_of: Option<Day>,
}

impl Request<'_> {
    /// Whether form and format go together.
    fn check(&self) -> Result<(), ExportError> {
        let Request { form, format, .. } = self;
        if form.triple_terms && !format.triple_terms {
            return Err(ExportError::TripleTerms {
                format: format.name,
                form: form.name,
                others: Format::with_triple_terms(),
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
    dataset: Dataset<'b>,
    format: &'static Format,
    prefixes: Prefixes,
    report: Report,
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
    let meta = NamedNode::new(format!("{}graph/meta", context.base)).ok();
    let scope = Scope {
        graph,
        meta: meta.and_then(|iri| dataset.find(iri.as_ref())),
        as_of: request.as_of,
    };
    let mut report = Report::default();
    request.form.rewrite(&mut dataset, &scope, &mut report);
    if !request.format.graphs {
        unite(&mut dataset, &mut report);
    }
    Ok(Prepared {
        dataset,
        format: request.format,
        prefixes: Prefixes::of(context),
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
    /// What is left out.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Writes it: the same build and request give the same bytes.
    pub fn write(self, out: impl Write) -> Result<(), ExportError> {
        let Prepared {
            dataset,
            format,
            prefixes,
            ..
        } = self;
        let mut out = BufWriter::with_capacity(1 << 16, out);
        let order = if format.syntax == Syntax::Lines {
            Order::Lines
        } else {
            Order::Terms
        };
        let arranged = Arranged::of(dataset, order);
        match format.syntax {
            Syntax::Turtle => turtle::write(&arranged, &prefixes, &mut out)?,
            Syntax::Lines => lines::write(&arranged, &mut out)?,
            Syntax::RdfXml => rdfxml::write(&arranged, &prefixes, &mut out)?,
            Syntax::JsonLd => jsonld::write(&arranged, &prefixes, &mut out)?,
        }
        out.flush()?;
        Ok(())
    }
}
