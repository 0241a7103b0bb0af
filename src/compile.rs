//! The pipeline, on one page.

use std::path::Path;

use rayon::prelude::*;

use crate::check;
use crate::diagnostic::{Diagnostic, Rule, Severity, reading_order};
use crate::evidence;
use crate::files::{Files, FilesError, Kind};
use crate::infer;
use crate::lower::{self, Input};
use crate::ontology;
use crate::parse;
use crate::project::{self, Context, Project};
use crate::rdf;
use crate::resolve;
use crate::syntax::Dossier;
use crate::tally::Tally;
use crate::texts;

/// What a compilation is for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Whether to make quads, and not only to check.
    pub quads: bool,
    /// Whether a warning keeps quads from being made, as an error does.
    pub strict: bool,
    /// When the build is said to have ended, in seconds since 1970.
    pub epoch: Option<i64>,
}

/// What came out.
#[derive(Debug)]
pub struct Compilation {
    pub files: Files,
    /// Everything that is wrong, in reading order.
    pub diagnostics: Vec<Diagnostic>,
    /// Nothing if `citable.toml` cannot be used.
    pub project: Option<Project>,
    /// The names under which queries and exports know the project; nothing without vocabulary.
    pub context: Option<Context>,
    /// What there is to count, as far as it could be read.
    pub tally: Tally,
    /// The sorted N-Quads of the whole; nothing if something is wrong, or they weren't asked for.
    pub quads: Option<Vec<u8>>,
}

/// Compiles the project at `root`. `stage` is told what is being done.
///
/// While a diagnostic is an error, no quads leave. The world's errors end it at once.
pub fn compile(
    root: &Path,
    options: Options,
    stage: &dyn Fn(&'static str),
) -> Result<Compilation, FilesError> {
    stage("reading");
    let (files, diagnostics) = Files::read(root)?;
    let mut run = Compilation {
        files,
        diagnostics,
        project: None,
        context: None,
        tally: Tally::default(),
        quads: None,
    };
    run.compile(options, stage)?;
    reading_order(&mut run.diagnostics, &run.files);
    Ok(run)
}

impl Compilation {
    fn compile(
        &mut self,
        options: Options,
        stage: &dyn Fn(&'static str),
    ) -> Result<(), FilesError> {
        let Some(project) = self.project() else {
            return Ok(());
        };
        let (ontology, problems) = ontology::read(&self.files, &project);
        let readable = !problems
            .iter()
            .any(|problem| problem.rule == Rule::RdfSyntax);
        self.diagnostics.extend(problems);
        self.context = Some(project.context(&ontology.prefixes));

        stage("parsing");
        let trees = self.parse();
        let (texts, problems) = texts::open(&mut self.files, &trees)?;
        self.diagnostics.extend(problems);
        let external = self.external(&project);
        if !readable {
            return Ok(()); // every word of the missing terms would be told as a mistake
        }

        stage("resolving names");
        let (model, problems) = resolve::resolve(&trees, &texts, &ontology, &project);
        self.diagnostics.extend(problems);
        self.tally = Tally::of(&model, &trees);

        let whole = !self.is_refused(false);
        stage("looking up quotations");
        let (evidence, problems) = evidence::verify(&model, &self.files);
        self.diagnostics.extend(problems);

        stage("checking");
        let subject = check::Context {
            model: &model,
            ontology: &ontology,
            evidence: &evidence,
            files: &self.files,
            whole,
        };
        self.diagnostics.extend(check::check(subject));
        if !options.quads || self.is_refused(options.strict) {
            return Ok(());
        }

        stage("compiling");
        let inferred = match infer::infer(&model, &ontology, &project.base) {
            Ok(inferred) => inferred,
            Err(diagnostic) => {
                self.diagnostics.push(*diagnostic);
                return Ok(());
            }
        };
        self.quads = Some(lower::lower(Input {
            files: &self.files,
            project: &project,
            ontology: &ontology,
            model: &model,
            evidence: &evidence,
            inferred: &inferred,
            external: &external,
            epoch: options.epoch,
        }));
        Ok(())
    }

    fn project(&mut self) -> Option<Project> {
        let config = self
            .files
            .iter()
            .find(|(_, file)| file.kind == Kind::Config);
        if config.is_some_and(|(_, file)| file.broken) {
            return None; // told when it was read
        }
        match project::read(&self.files) {
            Ok(project) => {
                self.project = Some(project.clone());
                Some(project)
            }
            Err(diagnostic) => {
                self.diagnostics.push(*diagnostic);
                None
            }
        }
    }

    fn parse(&mut self) -> Vec<Dossier> {
        let inputs: Vec<_> = [Kind::Register, Kind::Dossier]
            .into_iter()
            .flat_map(|kind| self.files.of(kind))
            .collect();
        let parsed: Vec<_> = inputs
            .into_par_iter()
            .map(|(id, file)| parse::parse(id, file))
            .collect();
        let mut trees = Vec::with_capacity(parsed.len());
        for (tree, problems) in parsed {
            trees.push(tree);
            self.diagnostics.extend(problems);
        }
        trees
    }

    /// External RDF, each file a graph of its own.
    fn external(&mut self, project: &Project) -> Vec<(String, rdf::Content)> {
        let files: Vec<_> = self.files.of(Kind::External).collect();
        let read: Vec<_> = files
            .into_par_iter()
            .map(|(id, file)| {
                (
                    project.base.file(&file.path),
                    rdf::read(id, file, &project.base),
                )
            })
            .collect();
        let mut external = Vec::new();
        for (graph, content) in read {
            match content {
                Ok(content) => external.push((graph, content)),
                Err(diagnostic) => self.diagnostics.push(*diagnostic),
            }
        }
        external
    }

    /// Whether something is too wrong for quads to leave.
    pub fn is_refused(&self, strict: bool) -> bool {
        self.diagnostics
            .iter()
            .any(|diagnostic| match diagnostic.severity() {
                Severity::Error => true,
                Severity::Warning => strict,
                Severity::Hint => false,
            })
    }
}
