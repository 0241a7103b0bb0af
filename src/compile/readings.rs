//! What the files say, for those who write statements down again.

use std::path::Path;

use super::slots::Slots;
use super::{Compilation, CompileError, check, environment};
use crate::files::{Files, FilesError};
use crate::in_order::in_order;
use crate::model::Dossier;
use crate::ontology;
use crate::resolve::{self, Pins, Resolved, World};
use crate::texts;
use crate::unit;

/// The readings of a project without mistakes, file by file.
pub struct Readings<'a> {
    pub world: &'a World<'a>,
    files: &'a Files,
    slots: &'a Slots<'a>,
    pins: Pins<'static>,
}

impl Readings<'_> {
    /// Hands out every dossier and table, in reading order. The first error of `visit` ends it.
    pub fn each<E: From<FilesError>>(
        &self,
        mut visit: impl FnMut(&Dossier) -> Result<(), E>,
    ) -> Result<(), E> {
        let files: Vec<usize> = (0..self.slots.count()).collect();
        let resolved = |&index: &usize| self.resolved(index);
        in_order(&files, resolved, |_, resolved| visit(&resolved?.dossier))
    }

    /// The files that were read.
    pub fn files(&self) -> &Files {
        self.files
    }

    fn resolved(&self, index: usize) -> Result<Resolved, FilesError> {
        let id = self.slots.file(index);
        let (file, _) = self.files.read(id)?;
        let (tree, _) = unit::parse(id, &file);
        Ok(resolve::resolve(&tree, self.world, &self.pins).0)
    }

    /// The ids that all files give to statements.
    fn all_pins(&self) -> Result<Pins<'static>, FilesError> {
        let files: Vec<usize> = (0..self.slots.count()).collect();
        let resolved = |&index: &usize| self.resolved(index);
        let mut pins = Pins::default();
        in_order(&files, resolved, |_, resolved| {
            pins.add(&resolved?.pins);
            Ok::<_, FilesError>(())
        })?;
        Ok(pins)
    }
}

/// Checks the project at `root` and, unless something is wrong, calls `visit` with its readings.
pub fn read<R>(
    root: &Path,
    stage: &dyn Fn(&'static str),
    visit: impl FnOnce(&Readings) -> R,
) -> Result<(Compilation, Option<R>), CompileError> {
    let mut run = check(root, None, stage)?;
    let project = run.project.clone().filter(|_| !run.is_refused(false));
    let Some(project) = project else {
        return Ok((run, None));
    };
    stage("reading again");
    let (ontology, _) = ontology::read(&run.files, &project);
    let environment = environment(&project, &ontology);
    let slots = Slots::new(&mut run.files, None, environment)?;
    let mut declared = slots.declared(&run.files, &ontology, &project)?;
    texts::open(&mut run.files, &mut declared);
    let world = World::new(declared, false, &ontology, &project);
    let mut readings = Readings {
        world: &world,
        files: &run.files,
        slots: &slots,
        pins: Pins::default(),
    };
    readings.pins = readings.all_pins()?;
    let result = visit(&readings);
    Ok((run, Some(result)))
}
