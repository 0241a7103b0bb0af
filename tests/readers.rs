//! Real readers read what `citable export` writes: every form in every format comes back as the same graph.
//!
//! The readers are other people's programs, of four families: rdflib, raptor, serd and N3.js, and oxrdfio in this
//! process. Three projects are built and exported with the real command: the repository's example, the lighthouse, and
//! one whose external RDF (`tests/readers/odd.nq`) has what readers may stumble over. `tests/readers/install` installs them. A reader that is missing is skipped and said so, unless
//! `CITABLE_REQUIRE_READERS` is set: then it fails.

#[path = "readers/coverage.rs"]
mod coverage;
#[path = "readers/forms.rs"]
mod forms;
#[path = "readers/graphs.rs"]
mod graphs;
#[path = "readers/mappings.rs"]
mod mappings;
mod support;
#[path = "readers/tables.rs"]
mod tables;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Arc;

use citable::export::{FORMATS, FORMS, Form, Format};
use libtest_mimic::{Arguments, Completion, Failed, Trial};
use oxrdf::{GraphName, NamedNode, Quad, Term};
use oxrdfio::{RdfFormat, RdfParser};
use support::{Sandbox, root};

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// A program that reads RDF.
struct Reader {
    name: &'static str,
    /// Whether it reads RDF 1.2.
    rdf12: bool,
    /// Our formats that it reads, and what it calls them.
    formats: &'static [(&'static str, &'static str)],
    /// Our formats that it doesn't read, and why.
    excluded: &'static [(&'static str, &'static str)],
    is_installed: fn() -> bool,
    /// The command that prints a file, in a syntax of the reader's, as N-Quads.
    command: fn(&str, &Path) -> Vec<OsString>,
}

static READERS: [Reader; 4] = [
    Reader {
        name: "rdflib",
        rdf12: false,
        formats: &[
            ("turtle", "turtle"),
            ("trig", "trig"),
            ("ntriples", "nt"),
            ("nquads", "nquads"),
            ("rdfxml", "xml"),
            ("jsonld", "json-ld"),
        ],
        excluded: &[],
        is_installed: || target("venv/bin/python").exists(),
        command: |syntax, file| {
            let script = here("rdflib_reader.py");
            vec![
                target("venv/bin/python").into(),
                script.into(),
                syntax.into(),
                file.into(),
            ]
        },
    },
    Reader {
        name: "rapper",
        rdf12: false,
        formats: &[
            ("turtle", "turtle"),
            ("trig", "trig"),
            ("ntriples", "ntriples"),
            ("nquads", "nquads"),
            ("rdfxml", "rdfxml"),
        ],
        excluded: &[("jsonld", "raptor 2.0 has no JSON-LD parser")],
        is_installed: || on_path("rapper"),
        command: |syntax, file| {
            ["rapper", "-q", "-i", syntax, "-o", "nquads"]
                .map(OsString::from)
                .into_iter()
                .chain([file.into()])
                .collect()
        },
    },
    Reader {
        name: "serdi",
        rdf12: false,
        formats: &[
            ("turtle", "turtle"),
            ("trig", "trig"),
            ("ntriples", "ntriples"),
            ("nquads", "nquads"),
        ],
        excluded: &[
            ("rdfxml", "serd is for the Turtle family only"),
            ("jsonld", "serd is for the Turtle family only"),
        ],
        is_installed: || on_path("serdi"),
        command: |syntax, file| {
            ["serdi", "-i", syntax, "-o", "nquads"]
                .map(OsString::from)
                .into_iter()
                .chain([file.into()])
                .collect()
        },
    },
    Reader {
        name: "N3.js",
        rdf12: true,
        formats: &[
            ("turtle", "text/turtle"),
            ("trig", "application/trig"),
            ("ntriples", "application/n-triples"),
            ("nquads", "application/n-quads"),
        ],
        excluded: &[
            ("rdfxml", "N3.js is for the Turtle family only"),
            ("jsonld", "N3.js is for the Turtle family only"),
        ],
        is_installed: || on_path("node") && target("node_modules/n3").exists(),
        command: |syntax, file| {
            let script = here("n3_reader.js");
            vec!["node".into(), script.into(), syntax.into(), file.into()]
        },
    },
];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let projects = ["example", "lighthouse", "odd"].map(|name| Arc::new(Project::build(name)));
    let mut trials = vec![Trial::test(
        "every_reader_says_what_it_does_not_read",
        tables_are_complete,
    )];
    for project in &projects {
        for form in FORMS {
            for format in FORMATS.iter().filter(|format| format.is_rdf()) {
                trials.extend(trials_of(project, form, format));
            }
        }
    }
    trials.extend(coverage::trials());
    trials.extend(mappings::trials());
    for format in ["sparql", "rdf-patch"] {
        let name = format!("difference/{format}/rdflib");
        trials.push(Trial::ignorable_test(name, move || changed(format)));
    }
    trials.extend(graphs::trials(&projects));
    trials.extend(tables::trials(&projects));
    trials.extend(forms::trials(&projects));
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// Has rdflib turn an export of the lighthouse into one of it with changes, by what `citable diff` writes.
fn changed(format: &str) -> Result<Completion, Failed> {
    let rdflib = &READERS[0];
    if !(rdflib.is_installed)() {
        return missing(rdflib.name);
    }
    let project = Project::build("lighthouse");
    let path = project.folder.path();
    let (form, nquads) = (&FORMS[0], Format::named("nquads")?);
    let (before, after) = (path.join("before.nq"), path.join("after.nq"));
    std::fs::write(&before, project.export(form, nquads)?)?;
    change(&path.join("data/faros-glarou.dossier.md"))?;
    let built = project.folder.citable(&["build"]).output()?;
    if !built.status.success() {
        return Err(String::from_utf8_lossy(&built.stderr).into_owned().into());
    }
    std::fs::write(&after, project.export(form, nquads)?)?;
    let written = project
        .folder
        .citable(&["diff", "before.nq", "after.nq", "--format", format])
        .output()?;
    let change = path.join("change");
    std::fs::write(&change, &written.stdout)?;
    let output = Command::new(target("venv/bin/python"))
        .args([
            &here("rdflib_change.py"),
            Path::new(format),
            &before,
            &change,
        ])
        .output()?;
    let errors = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() || !errors.is_empty() {
        return Err(format!("rdflib complains: {errors}").into());
    }
    let expected = quads(&std::fs::read_to_string(&after)?, RdfFormat::NQuads)?;
    let unchanged = quads(&std::fs::read_to_string(&before)?, RdfFormat::NQuads)?;
    assert_ne!(lines(&expected), lines(&unchanged), "nothing was changed");
    let printed = String::from_utf8(output.stdout)?;
    compare(&lines(&expected), &quads(&printed, RdfFormat::NQuads)?)?;
    Ok(Completion::Completed)
}

/// Takes a statement out of a dossier, gives another one another time, and puts a string into it that readers may stumble
/// over.
fn change(dossier: &Path) -> Result<(), Failed> {
    let mut text = std::fs::read_to_string(dossier)?;
    for (old, new) in [
        (
            "- Υπηρεσία Φάρων orderedLensFrom Οίκος Λεμουάν in 188X\n",
            "",
        ),
        (
            "locatedIn Κάβος Γλάρος before 1885; confidence medium",
            "locatedIn Κάβος Γλάρος before 1884; note \"A \\\\u0041, C:\\\\users and \\\"日本\\\"\"",
        ),
    ] {
        assert!(text.contains(old), "the dossier has no `{old}`");
        text = text.replace(old, new);
    }
    Ok(std::fs::write(dossier, text)?)
}

/// What is tried of a form in a format: every reader that reads it, or that it is refused.
fn trials_of(project: &Arc<Project>, form: &'static Form, format: &'static Format) -> Vec<Trial> {
    let name = |reader: &str| format!("{}/{}/{}/{reader}", project.name, form.name, format.name);
    let here = Arc::clone(project);
    if !form.fits(format) {
        return vec![Trial::test(name("refused"), move || {
            match here.export(form, format) {
                Err(message) if message.contains("nquads") => Ok(()),
                other => Err(format!("expected a refusal that names a format: {other:?}").into()),
            }
        })];
    }
    let in_process = Trial::test(name("oxrdfio"), move || {
        let written = here.export(form, format)?;
        let rdf_format =
            RdfFormat::from_media_type(format.media_type).ok_or("an unknown media type")?;
        compare(&here.expected(form, format)?, &quads(&written, rdf_format)?)
    });
    let others = READERS
        .iter()
        .filter(|reader| reader.rdf12 || !form.triple_terms)
        .filter_map(|reader| {
            let syntax = reader
                .formats
                .iter()
                .find(|(name, _)| *name == format.name)?
                .1;
            let project = Arc::clone(project);
            Some(Trial::ignorable_test(name(reader.name), move || {
                read(reader, syntax, form, format, &project)
            }))
        });
    std::iter::once(in_process).chain(others).collect()
}

/// Has a reader read an export.
fn read(
    reader: &Reader,
    syntax: &str,
    form: &'static Form,
    format: &'static Format,
    project: &Project,
) -> Result<Completion, Failed> {
    if !(reader.is_installed)() {
        return missing(reader.name);
    }
    let name = format!("{}-{}.{}", form.name, reader.name, format.extensions[0]);
    let file = project.folder.path().join(name);
    std::fs::write(&file, project.export(form, format)?)?;
    let words = (reader.command)(syntax, &file);
    let output = Command::new(&words[0]).args(&words[1..]).output()?;
    let errors = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() || !errors.is_empty() {
        return Err(format!("{} complains: {errors}", reader.name).into());
    }
    let printed = String::from_utf8(output.stdout)?;
    compare(
        &project.expected(form, format)?,
        &quads(&printed, RdfFormat::NQuads)?,
    )?;
    Ok(Completion::Completed)
}

fn missing(reader: &str) -> Result<Completion, Failed> {
    let message = format!("{reader} is not installed (tests/readers/install)");
    if std::env::var_os("CITABLE_REQUIRE_READERS").is_some() {
        return Err(message.into());
    }
    Ok(Completion::ignored_with(format!("skipped: {message}")))
}

/// A project that was built.
struct Project {
    name: &'static str,
    folder: Sandbox,
    nquads: String,
}

impl Project {
    fn build(name: &'static str) -> Project {
        let folder = Sandbox::new();
        let base = match name {
            "example" => root(),
            "lighthouse" => root().join("tests/projects/lighthouse"),
            _ => root().join("tests/base"),
        };
        folder.lay(&base).expect("a project can be copied");
        if name == "odd" {
            let external = folder.path().join("data/external");
            std::fs::create_dir_all(&external).expect("a folder can be made");
            std::fs::copy(here("odd.nq"), external.join("odd.nq")).expect("a file can be copied");
        }
        let built = folder.citable(&["build"]).output().expect("citable runs");
        assert!(
            built.status.success(),
            "{}",
            String::from_utf8_lossy(&built.stderr)
        );
        let arguments = ["export", "--form", "rdf12", "--format", "nquads"];
        let exported = folder.citable(&arguments).output().expect("citable runs");
        let nquads = String::from_utf8(exported.stdout).expect("N-Quads are text");
        Project {
            name,
            folder,
            nquads,
        }
    }

    /// What the command writes, or what it says where it refuses.
    fn export(&self, form: &Form, format: &Format) -> Result<String, String> {
        let arguments = ["export", "--form", form.name, "--format", format.name];
        let output = self
            .folder
            .citable(&arguments)
            .output()
            .map_err(|error| error.to_string())?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
        String::from_utf8(output.stdout).map_err(|error| error.to_string())
    }

    /// What a reader has to get: made here from the build, but for the other forms, of which the N-Quads are
    /// the measure.
    fn expected(&self, form: &Form, format: &Format) -> Result<BTreeSet<String>, Failed> {
        let whole = quads(&self.nquads, RdfFormat::NQuads)?;
        let mut expected = match form.name {
            "rdf12" => whole,
            "rdf11" => whole.into_iter().flat_map(as_rdf11).collect(),
            _ => quads(
                &self.export(form, Format::named("nquads")?)?,
                RdfFormat::NQuads,
            )?,
        };
        if !format.graphs {
            expected
                .iter_mut()
                .for_each(|quad| quad.graph_name = GraphName::DefaultGraph);
        }
        Ok(lines(&expected))
    }
}

/// A reifier as an `rdf:Statement`; any other quad as it is.
fn as_rdf11(quad: Quad) -> Vec<Quad> {
    let Term::Triple(triple) = &quad.object else {
        return vec![quad];
    };
    let says = |predicate: &str, object: Term| Quad {
        predicate: NamedNode::new_unchecked(format!("{RDF}{predicate}")),
        object,
        ..quad.clone()
    };
    vec![
        says(
            "type",
            NamedNode::new_unchecked(format!("{RDF}Statement")).into(),
        ),
        says("subject", triple.subject.clone().into()),
        says("predicate", triple.predicate.clone().into()),
        says("object", triple.object.clone()),
    ]
}

fn quads(text: &str, format: RdfFormat) -> Result<Vec<Quad>, Failed> {
    let quads = RdfParser::from_format(format).for_slice(text.as_bytes());
    Ok(quads.collect::<Result<_, _>>()?)
}

fn lines(quads: &[Quad]) -> BTreeSet<String> {
    quads.iter().map(Quad::to_string).collect()
}

fn compare(expected: &BTreeSet<String>, read: &[Quad]) -> Result<(), Failed> {
    let read = lines(read);
    let list = |lines: Vec<&String>| {
        let shown = lines
            .iter()
            .take(5)
            .map(|line| format!("\n  {line}"))
            .collect::<String>();
        format!("{}{shown}", lines.len())
    };
    let missing: Vec<&String> = expected.difference(&read).collect();
    let extra: Vec<&String> = read.difference(expected).collect();
    if missing.is_empty() && extra.is_empty() {
        return Ok(());
    }
    Err(format!(
        "not read: {}\nread, but not written: {}",
        list(missing),
        list(extra)
    )
    .into())
}

/// Every format of every reader is tried or has its reason not to be.
fn tables_are_complete() -> Result<(), Failed> {
    for reader in &READERS {
        for format in FORMATS.iter().filter(|format| format.is_rdf()) {
            let reads = reader
                .formats
                .iter()
                .filter(|(name, _)| *name == format.name)
                .count();
            let excludes = reader
                .excluded
                .iter()
                .filter(|(name, why)| *name == format.name && !why.is_empty());
            if reads + excludes.count() != 1 {
                return Err(format!(
                    "{}: {} is neither read nor excluded",
                    reader.name, format.name
                )
                .into());
            }
        }
    }
    Ok(())
}

fn here(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/readers")
        .join(name)
}

/// What `tests/readers/install` has installed.
fn target(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("target/readers")
        .join(name)
}

fn on_path(program: &str) -> bool {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders).any(|folder| folder.join(program).is_file())
}
