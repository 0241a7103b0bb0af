//! What the files say, for those who write statements down again.

use std::path::Path;

use super::slots::{self, Slots};
use super::{Compilation, CompileError, Options, compile, environment};
use crate::files::{File, Files, FilesError};
use crate::in_order::in_order;
use crate::infer::Rules;
use crate::model::Dossier;
use crate::ontology::{self, Ontology};
use crate::project::Project;
use crate::resolve::{self, Pins, Resolved, World};
use crate::span::FileId;
use crate::store::Build;
use crate::texts;
use crate::unit;

/// The readings of a project, file by file.
pub struct Readings<'a> {
    pub world: &'a World<'a>,
    files: &'a Files,
    slots: &'a Slots<'a>,
    pins: Pins<'a>,
}

impl Readings<'_> {
    /// The dossiers and tables, each by its number.
    pub fn numbered(&self) -> impl Iterator<Item = (usize, FileId)> {
        (0..self.slots.count()).map(|index| (index, self.slots.file(index)))
    }

    /// The lines on which a file says a statement, by the last part of its IRI; nothing if that is not remembered, since
    /// the file has changed.
    pub fn lines(&self, index: usize, key: &str) -> Option<Vec<usize>> {
        let (memo, _) = self.slots.memo(index)?;
        Some(memo.lines_of(key))
    }

    /// What one file says, with its text; nothing if that cannot be used.
    pub fn one(&self, index: usize) -> Result<Option<(File, Resolved)>, FilesError> {
        let id = self.slots.file(index);
        let (file, _) = self.files.read(id)?;
        if file.broken {
            return Ok(None);
        }
        let (tree, _) = unit::parse(id, &file);
        let resolved = resolve::resolve(&tree, self.world, &self.pins).0;
        Ok(Some((file, resolved)))
    }

    /// Hands out every dossier and table, in reading order. The first error of `visit` ends it.
    pub fn each<E: From<FilesError>>(
        &self,
        mut visit: impl FnMut(&Dossier) -> Result<(), E>,
    ) -> Result<(), E> {
        let files: Vec<usize> = (0..self.slots.count()).collect();
        let resolved = |&index: &usize| self.resolved(index);
        in_order(&files, resolved, |_, resolved| visit(&resolved?.dossier))
    }

    /// A digest of the quads of each file, by its path: those of two projects are the same if they say the same.
    pub fn digests(&self) -> Result<Vec<(String, String)>, FilesError> {
        let rules = Rules::new(self.world.ontology, &self.world.project.base);
        let context = unit::Context {
            world: self.world,
            pins: &self.pins,
            rules: &rules,
            files: self.files,
            quads: true,
        };
        let files: Vec<usize> = (0..self.slots.count()).collect();
        let digest = |&index: &usize| -> Result<String, FilesError> {
            let (file, key) = (self.slots.file(index), self.slots.key(index));
            let segment = unit::compile(file, key, context)?.segment;
            Ok(segment.map(|segment| segment.digest()).unwrap_or_default())
        };
        let mut digests = Vec::with_capacity(files.len());
        in_order(&files, digest, |&index, digest| {
            digests.push((self.slots.name(index).to_owned(), digest?));
            Ok::<_, FilesError>(())
        })?;
        Ok(digests)
    }

    /// The files, as they were read.
    pub fn files(&self) -> &Files {
        self.files
    }

    fn resolved(&self, index: usize) -> Result<Resolved, FilesError> {
        let id = self.slots.file(index);
        let (file, _) = self.files.read(id)?;
        let (tree, _) = unit::parse(id, &file);
        Ok(resolve::resolve(&tree, self.world, &self.pins).0)
    }

    /// Adds the ids that some files give to statements.
    fn add_pins(&self, files: &[usize], pins: &mut Pins) -> Result<(), FilesError> {
        let resolved = |&index: &usize| self.resolved(index);
        in_order(files, resolved, |_, resolved| {
            pins.add(&resolved?.pins);
            Ok(())
        })
    }
}

/// Checks the project at `root` and, unless something is wrong with what it says, calls `visit` with its readings. How
/// reviews stand is no such thing, even where that is an error.
pub fn read<R>(
    root: &Path,
    stage: &dyn Fn(&'static str),
    visit: impl FnOnce(&Readings) -> R,
) -> Result<(Compilation, Option<R>), CompileError> {
    read_files(Files::find(root)?, stage, visit)
}

/// The same of files that may have been given other contents than they have on disk.
pub fn read_files<R>(
    files: Files,
    stage: &dyn Fn(&'static str),
    visit: impl FnOnce(&Readings) -> R,
) -> Result<(Compilation, Option<R>), CompileError> {
    let mut run = compile(files, None, None, Options::default(), stage, &mut |_, _| {})?;
    let result = match run.is_legible() {
        true => visit_readings(&mut run, stage, visit)?,
        false => None,
    };
    Ok((run, result))
}

/// The same of a project that may have mistakes: what can be read of it.
pub fn skim<R>(
    root: &Path,
    stage: &dyn Fn(&'static str),
    visit: impl FnOnce(&Readings) -> R,
) -> Result<(Compilation, Option<R>), CompileError> {
    let mut run = compile(
        Files::find(root)?,
        None,
        None,
        Options::default(),
        stage,
        &mut |_, _| {},
    )?;
    let result = visit_readings(&mut run, stage, visit)?;
    Ok((run, result))
}

/// Calls `visit` with the readings of a project that was checked; nothing if its vocabulary cannot be read.
fn visit_readings<R>(
    run: &mut Compilation,
    stage: &dyn Fn(&'static str),
    visit: impl FnOnce(&Readings) -> R,
) -> Result<Option<R>, CompileError> {
    let Some(project) = run.project.clone().filter(|_| run.context.is_some()) else {
        return Ok(None);
    };
    stage("reading again");
    let (ontology, _) = ontology::read(&run.files, &project);
    visit_known(&mut run.files, None, (&ontology, &project), visit).map(Some)
}

/// Calls `visit` with the readings of files under a vocabulary. Those that `before` remembers and that have not changed are
/// not read again for the ids that they give to statements.
fn visit_known<R>(
    files: &mut Files,
    before: Option<&Build>,
    (ontology, project): (&Ontology, &Project),
    visit: impl FnOnce(&Readings) -> R,
) -> Result<R, CompileError> {
    let slots = Slots::new(files, before, environment(project, ontology))?;
    let mut declared = slots.declared(files, ontology, project)?;
    texts::open(files, &mut declared);
    let world = World::new(declared, false, ontology, project);
    let mut readings = Readings {
        world: &world,
        files,
        slots: &slots,
        pins: Pins::default(),
    };
    let mut pins = slots.pins();
    readings.add_pins(&slots.stale(), &mut pins)?;
    readings.pins = pins;
    Ok(visit(&readings))
}

/// A project as it stands, whatever is wrong with it.
pub struct Sight<'a> {
    pub files: &'a Files,
    /// A text that stands in no file, of which diagnostics can speak.
    pub line: FileId,
    /// Nothing if the project's description or its vocabulary cannot be used.
    pub readings: Option<&'a Readings<'a>>,
}

/// Looks into the project at `root` as it stands. What `before` remembers of files that have not changed is not read
/// again. Diagnostics that come of it, of `line` too, point to the files that are handed back.
pub fn look<R>(
    root: &Path,
    before: &Build,
    line: &str,
    visit: impl FnOnce(Sight) -> R,
) -> Result<(Files, R), CompileError> {
    let mut run = Compilation::of(Files::find(root)?, Some(before));
    let line = run.files.hold(LINE, line);
    let project = run.project()?;
    let ontology = match &project {
        Some(project) => run.ontology(project)?,
        None => None,
    };
    for input in &before.inputs {
        run.files.find_text(&input.path);
    }
    let (Some(project), Some(ontology)) = (project, ontology) else {
        let result = visit(Sight {
            files: &run.files,
            line,
            readings: None,
        });
        return Ok((run.files, result));
    };
    let legible = Some(before).filter(|before| slots::are_legible(before));
    let known = (&ontology, &project);
    let result = visit_known(&mut run.files, legible, known, |readings| {
        visit(Sight {
            files: readings.files,
            line,
            readings: Some(readings),
        })
    })?;
    Ok((run.files, result))
}

/// What diagnostics call a line that stands in no file.
const LINE: &str = "the line";
