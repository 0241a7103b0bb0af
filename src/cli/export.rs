//! `citable export`: writes the build for other tools.

use std::io;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use oxrdf::NamedNode;

use super::project::Project;
use super::{Exit, output};
use crate::date::{Date, Day};
use crate::export::{
    Around, ExportError, FORMATS, FORMS, Form, Format, LEGACY, Prepared, Request, prepare,
};
use crate::query::{self, QueryError};
use crate::store::{Build, Store};

/// Write the build for other tools: as RDF, or as a graph of things and relations
///
/// Without -o it goes to standard output. What form and format cannot hold is told on standard error.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  citable export                                       Turtle, as RDF 1.1, to standard output
  citable export -o interpol.jsonld                    the extension says the format
  citable export --form rdf12 --format trig            as in the store: graphs and reifiers
  citable export --form plain --as-of 2015-06-30       a snapshot: the bare triples that held then
  citable export --graph dossier/interpol-in-russia    one graph
  citable export --form plain --deny-loss              refused, since evidence would be left out
  citable export --form wikibase -o interpol.ttl       ranks, qualifiers and references, as a Wikibase has them
  citable export --form nanopub -o interpol.trig       a nanopublication a statement, in a format with graphs
  citable export -o interpol.gexf                      things and relations, with the timeline of Gephi
  citable export -o russia.svg --around Russia         a picture of Russia and what is one relation away
  citable export --format neo4j -o interpol-neo4j      a folder of CSV for Neo4j's import
  citable export --format dot --around Russia --depth 2 | dot -Tpdf -o russia.pdf

Without --format the extension of FILE decides, and without one it is Turtle. Formats without graphs get the \
union of all. A snapshot keeps what certainly or possibly held: states without a time stay, events without \
one don't. The quoted triples of the RDF-star drafts are not supported. In formats of things and relations \
statements that hold are relations, and it makes no difference which way --around follows them. Some formats are a \
folder of several files; one that exists is replaced only if it is empty or what an earlier export wrote. What each format \
carries is told in docs/exports.md.

Exit codes: 0 done, 1 something would be lost or cannot be written, 2 it was asked wrongly, 3 the disk failed.")]
pub struct Export {
    /// What a statement becomes in RDF; rdf11, if nothing is said
    #[arg(long, value_name = "FORM", value_parser = forms())]
    form: Option<String>,

    /// How it is written
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    format: Option<String>,

    /// Write to this file or folder, which stays as it was if something fails
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,

    /// Only this graph, by its IRI or by what follows the base in it
    #[arg(long, value_name = "GRAPH")]
    graph: Option<String>,

    /// Only what held on this day; with --form plain, or a format of things and relations
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Day>,

    /// Only this thing and its neighbourhood, by its name, alias, id or IRI; in a format of things and relations
    #[arg(long, value_name = "ENTITY")]
    around: Option<String>,

    /// How many relations away from it
    #[arg(long, value_name = "N", requires = "around", default_value_t = 1)]
    depth: usize,

    /// Fail if the form or the format leaves something out
    #[arg(long)]
    deny_loss: bool,
}

/// Names that are understood, but answered with an explanation.
fn explained() -> impl Iterator<Item = PossibleValue> {
    LEGACY
        .iter()
        .map(|name| PossibleValue::new(*name).hide(true))
}

fn forms() -> PossibleValuesParser {
    let value = |form: &Form| PossibleValue::new(form.name).help(form.about);
    FORMS
        .iter()
        .map(value)
        .chain(explained())
        .collect::<Vec<_>>()
        .into()
}

fn formats() -> PossibleValuesParser {
    let value = |format: &Format| {
        let aliases = format
            .extensions
            .iter()
            .filter(|name| **name != format.name);
        PossibleValue::new(format.name)
            .help(format.about)
            .aliases(aliases)
    };
    FORMATS
        .iter()
        .map(value)
        .chain(explained())
        .collect::<Vec<_>>()
        .into()
}

fn day(text: &str) -> Result<Day, String> {
    match Date::parse(text) {
        Ok(date) if date.is_day() && !date.is_marked() => Ok(date.earliest()),
        _ => Err("expected a day, as 2015-06-30".to_owned()),
    }
}

impl Export {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        let build = project.built()?;
        match self.export(&build) {
            Err(error) => match error.downcast_ref::<ExportError>() {
                Some(wrong) if wrong.is_usage() => {
                    eprintln!("error: {wrong}");
                    Ok(Exit::Usage)
                }
                Some(wrong @ ExportError::Xml { .. }) => {
                    eprintln!("error: {wrong}");
                    Ok(Exit::Data)
                }
                _ => Err(error),
            },
            done => done,
        }
    }

    fn export(&self, build: &Build) -> anyhow::Result<Exit> {
        let thing = match &self.around {
            Some(name) => match thing(name, build) {
                Ok(iri) => Some(iri),
                Err(error) => {
                    eprintln!("{}", error.render());
                    return Ok(super::query::exit_code(&error));
                }
            },
            None => None,
        };
        let request = Request {
            form: self.form.as_deref().map(Form::named).transpose()?,
            format: self.format()?,
            graph: self.graph.as_deref(),
            as_of: self.as_of,
            around: thing.as_ref().map(|thing| Around {
                thing: thing.as_ref(),
                depth: self.depth,
            }),
        };
        if request.format.is_folder() && self.output.is_none() {
            Err(ExportError::NoPlace(request.format.name))?;
        }
        let prepared = prepare(build, &request)?;
        if self.tell(&prepared) && self.deny_loss {
            eprintln!("error: nothing was written, since --deny-loss forbids leaving anything out");
            return Ok(Exit::Data);
        }
        match &self.output {
            Some(path) if prepared.format().is_folder() => prepared.write_folder(path)?,
            Some(path) => output::write(path, |file| Ok(prepared.write(file)?))?,
            None => prepared.write(io::stdout().lock())?,
        }
        Ok(Exit::Done)
    }

    /// The format that is asked for, or that the file's extension says.
    fn format(&self) -> Result<&'static Format, ExportError> {
        let extension = || self.output.as_deref()?.extension()?.to_str();
        match (&self.format, extension()) {
            (Some(name), _) => Format::named(name),
            (None, Some(extension)) => Ok(Format::of_extension(extension).unwrap_or(&FORMATS[0])),
            (None, None) => Ok(&FORMATS[0]),
        }
    }

    /// Tells what is left out; whether anything is.
    fn tell(&self, prepared: &Prepared) -> bool {
        let report = prepared.report();
        if let Some(as_of) = &report.as_of {
            eprintln!("note: triples as of that day: {as_of}");
        }
        for loss in &report.losses {
            eprintln!("note: left out: {loss}");
        }
        !report.losses.is_empty()
    }
}

/// The thing that a name stands for, or an IRI of another data set.
fn thing(name: &str, build: &Build) -> Result<NamedNode, QueryError> {
    let store = Store::of(build);
    let iri = query::entity(name, &store, &build.context, &[])?;
    query::mapped(name, iri, &store, &build.context)
}
