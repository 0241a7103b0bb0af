//! One thing that is measured, and how it is run.

use std::path::PathBuf;

use super::Outcome;
use super::field::{self, Field, Material};
use super::report::Run;
use super::tool::{BUILD, Step};

/// One thing that is measured: whole processes, one after the other.
pub struct Job {
    pub name: &'static str,
    before: Before,
    needs: &'static [Material],
    steps: &'static [Step],
    product: Product,
    /// The most statements that it gets, since more would take too long.
    most: usize,
}

/// What is put in order before the clock starts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Before {
    Nothing,
    /// Nothing is left of an earlier build.
    Clean,
    /// There is a build.
    Built,
    /// There is a build, and after it a line was changed.
    Edited,
}

/// What a job leaves on disk.
#[derive(Clone, Copy)]
pub enum Product {
    Nothing,
    Build,
    /// A file or folder, removed before the next run.
    Passing(&'static str),
}

const ANY: usize = usize::MAX;

pub const fn job(name: &'static str, before: Before, steps: &'static [Step]) -> Job {
    Job {
        name,
        before,
        needs: &[],
        steps,
        product: Product::Nothing,
        most: ANY,
    }
}

impl Job {
    pub const fn needs(self, needs: &'static [Material]) -> Self {
        Self { needs, ..self }
    }

    pub const fn leaves(self, product: Product) -> Self {
        Self { product, ..self }
    }

    pub const fn at_most(self, most: usize) -> Self {
        Self { most, ..self }
    }
}

impl Job {
    /// Gets ready what it needs, or tells why it cannot be run.
    pub fn cannot_run(&self, field: &Field) -> Outcome<Option<String>> {
        if field.statements > self.most {
            return Ok(Some(format!("not run above {} statements", self.most)));
        }
        if self.steps.iter().any(|(tool, _)| tool.find().is_none()) {
            return Ok(Some(
                "not installed: see `benches/others/install`".to_owned(),
            ));
        }
        for &need in self.needs {
            if let Err(trouble) = field.make(need)? {
                return Ok(Some(format!(
                    "`{}` could not be made: {trouble}",
                    need.name()
                )));
            }
        }
        Ok(None)
    }

    /// Runs it once; what went wrong with it is told in a word.
    pub fn run(&self, field: &mut Field) -> Outcome<Result<Run, String>> {
        self.prepare(field)?;
        let mut run = Run::default();
        for &step in self.steps {
            match field.step(step)? {
                Ok(usage) => run.add(&usage),
                Err(trouble) => return Ok(Err(trouble)),
            }
        }
        field.is_built |= self.steps.contains(&BUILD);
        if let Some(product) = self.product(field) {
            run.bytes = Some(field::bytes(&product)?);
        }
        if let Product::Passing(_) = self.product {
            self.sweep(field)?;
        }
        Ok(Ok(run))
    }

    fn prepare(&self, field: &mut Field) -> Outcome<()> {
        match self.before {
            Before::Nothing => {}
            Before::Clean => field.clean()?,
            Before::Built | Before::Edited if !field.is_built => field.build()?,
            Before::Built | Before::Edited => {}
        }
        if self.before == Before::Edited {
            field.edit()?;
        }
        if let Product::Passing(_) = self.product {
            self.sweep(field)?;
        }
        Ok(())
    }

    fn product(&self, field: &Field) -> Option<PathBuf> {
        match self.product {
            Product::Nothing => None,
            Product::Build => Some(field.built()),
            Product::Passing(name) => Some(field.root.join(name)),
        }
    }

    fn sweep(&self, field: &Field) -> Outcome<()> {
        if let Some(product) = self.product(field) {
            field::remove(&product)?;
        }
        Ok(())
    }

    /// What it writes to standard output, for jobs of one step.
    pub fn answer(&self, field: &Field) -> Outcome<String> {
        field.answer(self.steps[0])
    }
}
