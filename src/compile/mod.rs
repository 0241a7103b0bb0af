//! The pipeline, on one page.
//!
//! A file is compiled on its own, by [`unit`](mod@crate::unit), once it is known what all files declare. What an earlier build
//! remembers of a file stands in for it while neither it nor anything that it has asked for has changed. So a clean build
//! and one after a change go the same way, and only differ in how many files they compile.

mod inference;
mod readings;
mod slots;

use std::path::Path;

use crate::check;
use crate::contest::{self, Contest};
use crate::diagnostic::{Diagnostic, Rule, Severity, reading_order};
use crate::files::{Files, FilesError, Kind};
use crate::in_order::in_order;
use crate::infer::Rules;
use crate::lower;
use crate::memo::View;
use crate::ontology::{self, Ontology};
use crate::project::{self, Context, Project};
use crate::rdf;
use crate::resolve::{self, World};
use crate::review;
use crate::span::FileId;
use crate::store::{Build, Lock, StoreError, Writer};
use crate::symbol::{Hasher, hash};
use crate::table;
use crate::tally::Tally;
use crate::texts;
use crate::unit::{self, Unit};
use slots::Slots;

pub use readings::{Readings, Sight, look, read, read_files, skim};
pub use slots::load_shown;

/// What a build is asked for beside the inputs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Whether a warning keeps it from being built, as an error does.
    pub strict: bool,
    /// When the build is said to have ended, in seconds since 1970.
    pub epoch: Option<i64>,
}

/// What came out.
#[derive(Debug)]
pub struct Compilation {
    pub files: Files,
    /// Everything that is wrong, in reading order; the files that they point to are loaded.
    pub diagnostics: Vec<Diagnostic>,
    /// Nothing if `citable.toml` cannot be used.
    pub project: Option<Project>,
    /// The names under which queries and exports know the project; nothing without vocabulary.
    pub context: Option<Context>,
    /// What there is to count, as far as it could be read.
    pub tally: Tally,
    /// How many files were compiled, and how many there are.
    pub compiled: (usize, usize),
    /// What was built; nothing if something is wrong, or it was only checked.
    pub build: Option<Build>,
}

/// The disk failed.
#[derive(Debug, thiserror::Error)]
pub enum CompileError {
    #[error(transparent)]
    Files(#[from] FilesError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Checks the project at `root`. What `before` remembers is made use of. `stage` is told what is being done.
pub fn check(
    root: &Path,
    before: Option<&Build>,
    stage: &dyn Fn(&'static str),
) -> Result<Compilation, CompileError> {
    survey(root, before, stage, &mut |_, _| {})
}

/// The same of files that may be other than those on the disk.
pub fn check_files(
    files: Files,
    stage: &dyn Fn(&'static str),
) -> Result<Compilation, CompileError> {
    compile(files, None, None, Options::default(), stage, &mut |_, _| {})
}

/// What looks at the files of a project, and what is known of each, in reading order.
pub type Look<'l> = &'l mut dyn FnMut(&Files, &[(FileId, View)]);

/// The same as [`check`]; `look` is shown what is known of each file, if there is a vocabulary.
pub fn survey(
    root: &Path,
    before: Option<&Build>,
    stage: &dyn Fn(&'static str),
    look: Look,
) -> Result<Compilation, CompileError> {
    let before = before.filter(|before| slots::are_legible(before));
    let files = Files::find(root)?;
    compile(files, before, None, Options::default(), stage, look)
}

/// Checks the project at `root` and, unless something is wrong, puts a build in place of `before`.
pub fn build(
    root: &Path,
    lock: &Lock,
    before: Option<&Build>,
    options: Options,
    stage: &dyn Fn(&'static str),
) -> Result<Compilation, CompileError> {
    build_aside(root, root, lock, before, options, stage)
}

/// The same in another folder, whose lock and whose last build are given: the project stays as it is.
pub fn build_aside(
    root: &Path,
    place: &Path,
    lock: &Lock,
    before: Option<&Build>,
    options: Options,
    stage: &dyn Fn(&'static str),
) -> Result<Compilation, CompileError> {
    let before = before.filter(|before| slots::are_legible(before));
    let compile = |before| {
        let writer = Build::writer(place, lock, before)?;
        compile(
            Files::find(root)?,
            before,
            Some(writer),
            options,
            stage,
            &mut |_, _| {},
        )
    };
    match compile(before) {
        // What was built before is not what was written: nothing of it is of use.
        Err(CompileError::Store(StoreError::Damaged { .. })) if before.is_some() => compile(None),
        outcome => outcome,
    }
}

/// The key of a description that says when the build was made: it is made anew each time.
const TIMED: u64 = 0;

/// Whether a build says when it was made.
pub fn says_when(build: &Build) -> bool {
    slots::remembers(Some(build), slots::DESCRIPTION, TIMED)
}

/// While a diagnostic is an error, nothing is built. The world's errors end it at once.
fn compile(
    files: Files,
    before: Option<&Build>,
    writer: Option<Writer>,
    options: Options,
    stage: &dyn Fn(&'static str),
    look: Look,
) -> Result<Compilation, CompileError> {
    stage("looking for changes");
    let mut run = Compilation::of(files, before);
    run.compile(before, writer, options, stage, look)?;
    stage("writing");
    run.show()?;
    Ok(run)
}

impl Compilation {
    /// Of the files as they are found. What `before` has seen of them need not be read again.
    fn of(mut files: Files, before: Option<&Build>) -> Compilation {
        if let Some(before) = before {
            files.recall(&before.inputs);
        }
        Compilation {
            files,
            diagnostics: Vec::new(),
            project: None,
            context: None,
            tally: Tally::default(),
            compiled: (0, 0),
            build: None,
        }
    }

    fn compile(
        &mut self,
        before: Option<&Build>,
        mut writer: Option<Writer>,
        options: Options,
        stage: &dyn Fn(&'static str),
        look: Look,
    ) -> Result<(), CompileError> {
        let Some(project) = self.project()? else {
            return Ok(());
        };
        let ontology = self.ontology(&project)?;
        stage("reading external data");
        self.external(&project, before, writer.as_mut())?;
        let Some(ontology) = ontology else {
            return Ok(()); // every word of the missing terms would be told as a mistake
        };

        stage("reading declarations");
        let mut slots = Slots::new(&mut self.files, before, environment(&project, &ontology))?;
        let mut declared = slots.declared(&self.files, &ontology, &project)?;
        let changed = slots.mark_touched(&declared);
        let problems = texts::open(&mut self.files, &mut declared);
        self.tell(problems);
        let world = World::new(declared, changed, &ontology, &project);
        self.tell(review::orphans(&self.files));
        self.tell(world.conflicts().iter().cloned());

        stage("compiling files");
        let rules = Rules::new(&ontology, &project.base);
        for round in [Slots::stale, Slots::touched_by_pins] {
            // Ids of statements reach into files that were compiled without knowing them: hence the second round.
            let compiled = {
                let pins = slots.pins();
                let context = unit::Context {
                    world: &world,
                    pins: &pins,
                    rules: &rules,
                    files: &self.files,
                    quads: writer.is_some(),
                };
                compile_files(round(&slots), context, &slots, &mut writer)?
            };
            slots.take(compiled);
        }
        self.compiled = slots.compiled();
        self.tally = slots.tally();
        let whole = !self.is_refused(false) && slots.are_whole();
        let problems = slots.diagnostics(&self.files);
        self.tell(problems);

        stage("checking across files");
        let memos = slots.memos();
        look(&self.files, &memos);
        if slots.are_pins_changed() {
            let pinned = slots.pinned();
            self.tell(resolve::pin_conflicts(&pinned));
        }
        let contests = contest::find(&memos);
        self.tell(check::check_project(&check::Project {
            files: &memos,
            model: &world.model,
            contests: &contests,
            whole,
        }));

        let Some(mut writer) = writer.filter(|_| !self.is_refused(options.strict)) else {
            return Ok(());
        };

        stage("inferring");
        let problems = inference::infer(&slots, before, &world, &rules, &mut writer)?;
        self.tell(problems);
        if self.is_refused(options.strict) {
            return Ok(());
        }

        stage("writing");
        slots.remove_gone(&mut writer);
        put_vocabulary(&ontology, &project, before, &mut writer)?;
        put_contests(&contests, &project, before, &mut writer)?;
        let inputs = self.files.inputs();
        let has_mappings = self.files.of(Kind::Mappings).next().is_some();
        let description = lower::Description {
            project: &project,
            graphs: &writer.graphs(slots::DESCRIPTION),
            inputs: &inputs,
            has_mappings,
            epoch: options.epoch,
        };
        describe(&description, before, &mut writer)?;
        let context = self.context.clone().unwrap_or_default();
        self.build = Some(writer.finish(inputs, &context)?);
        Ok(())
    }

    fn project(&mut self) -> Result<Option<Project>, FilesError> {
        let config = self.files.of(Kind::Config).next();
        let config = config.expect("a run always has a citable.toml");
        if let (file, Some(problem)) = self.files.load(config)? {
            debug_assert!(file.broken);
            self.diagnostics.push(problem.clone());
            return Ok(None);
        }
        match project::read(&self.files) {
            Ok(project) => {
                self.project = Some(project.clone());
                Ok(Some(project))
            }
            Err(diagnostic) => {
                self.diagnostics.push(*diagnostic);
                Ok(None)
            }
        }
    }

    /// The vocabulary; nothing if a file of it cannot be read.
    fn ontology(&mut self, project: &Project) -> Result<Option<Ontology>, FilesError> {
        for id in self.files.of(Kind::Ontology).collect::<Vec<_>>() {
            let (_, problem) = self.files.load(id)?;
            let problem = problem.cloned();
            self.tell(problem);
        }
        let (ontology, problems) = ontology::read(&self.files, project);
        let readable = problems
            .iter()
            .all(|problem| problem.rule != Rule::RdfSyntax);
        self.tell(problems);
        self.context = Some(project.context(&ontology.prefixes));
        Ok(readable.then_some(ontology))
    }

    /// External RDF, each file a graph of its own, one at a time.
    fn external(
        &mut self,
        project: &Project,
        before: Option<&Build>,
        mut writer: Option<&mut Writer>,
    ) -> Result<(), CompileError> {
        for id in self.files.of(Kind::External).collect::<Vec<_>>() {
            let mut key = Hasher::default();
            key.add(project.base.as_str().as_bytes());
            key.add(self.files.digest(id)?.as_bytes());
            let name = self.files.path(id).to_owned();
            if slots::remembers(before, &name, key.finish()) {
                continue;
            }
            let (file, problem) = self.files.read(id)?;
            if file.broken {
                self.tell(problem);
                continue;
            }
            match (rdf::read(id, &file, &project.base), &mut writer) {
                (Ok(content), Some(writer)) => {
                    let graph = project.base.file(&file.path);
                    let segment = lower::triples(&graph, &content.triples);
                    writer.put(&name, &slots::key_only(key.finish()), &segment)?;
                }
                (Ok(_), None) => {}
                (Err(diagnostic), _) => self.diagnostics.push(*diagnostic),
            }
        }
        Ok(())
    }

    /// Takes in what is wrong, as grave as the project has it.
    fn tell(&mut self, problems: impl IntoIterator<Item = Diagnostic>) {
        let levels = self.project.as_ref().map(|project| &project.levels);
        let weigh = |problem| match levels {
            Some(levels) => levels.weigh(problem),
            None => Some(problem),
        };
        self.diagnostics
            .extend(problems.into_iter().filter_map(weigh));
    }

    /// Puts diagnostics in reading order, and loads the files that they show.
    fn show(&mut self) -> Result<(), FilesError> {
        slots::load_shown(&self.files, &mut self.diagnostics)?;
        table::say_places(&self.files, &mut self.diagnostics);
        reading_order(&mut self.diagnostics, &self.files);
        self.diagnostics.dedup();
        Ok(())
    }

    /// Whether something is too wrong to be built.
    pub fn is_refused(&self, strict: bool) -> bool {
        self.diagnostics
            .iter()
            .any(|diagnostic| match diagnostic.severity() {
                Severity::Error => true,
                Severity::Warning => strict,
                Severity::Hint => false,
            })
    }

    /// Whether nothing is wrong with what the files say, however their reviews stand.
    fn is_legible(&self) -> bool {
        let is_wrong =
            |it: &Diagnostic| it.severity() == Severity::Error && !review::is_of_standing(it.rule);
        !self.diagnostics.iter().any(is_wrong)
    }
}

/// Compiles files on all cores, and writes each in its turn.
fn compile_files(
    indices: Vec<usize>,
    context: unit::Context,
    slots: &Slots,
    writer: &mut Option<Writer>,
) -> Result<Vec<(usize, Unit)>, CompileError> {
    let mut compiled = Vec::with_capacity(indices.len());
    let work = |&index: &usize| unit::compile(slots.file(index), slots.key(index), context);
    in_order(&indices, work, |&index, unit| {
        let mut unit = unit?;
        if let (Some(writer), Some(segment)) = (&mut *writer, unit.segment.take()) {
            writer.put(slots.name(index), &unit.memo, &segment)?;
        }
        compiled.push((index, unit));
        Ok::<_, CompileError>(())
    })?;
    Ok(compiled)
}

/// Writes the vocabulary, if it is another one than before.
fn put_vocabulary(
    ontology: &Ontology,
    project: &Project,
    before: Option<&Build>,
    writer: &mut Writer,
) -> Result<(), StoreError> {
    let vocabulary = lower::vocabulary(ontology, &project.base);
    let digest = hash(vocabulary.digest().as_bytes());
    if !slots::remembers(before, slots::VOCABULARY, digest) {
        writer.put(slots::VOCABULARY, &slots::key_only(digest), &vocabulary)?;
    }
    Ok(())
}

/// Writes which statements contest each other, if they are others than before.
fn put_contests(
    contests: &[Contest],
    project: &Project,
    before: Option<&Build>,
    writer: &mut Writer,
) -> Result<(), StoreError> {
    if contests.is_empty() {
        writer.remove(slots::CONTESTS);
        return Ok(());
    }
    let contests = lower::contests(contests, &project.base);
    let digest = hash(contests.digest().as_bytes());
    if !slots::remembers(before, slots::CONTESTS, digest) {
        writer.put(slots::CONTESTS, &slots::key_only(digest), &contests)?;
    }
    Ok(())
}

/// Writes what describes the build.
fn describe(
    description: &lower::Description,
    before: Option<&Build>,
    writer: &mut Writer,
) -> Result<(), StoreError> {
    let epoch = description.epoch;
    let description = lower::description(description);
    let digest = match epoch {
        Some(_) => TIMED,
        None => hash(description.digest().as_bytes()).max(TIMED + 1),
    };
    if digest == TIMED || !slots::remembers(before, slots::DESCRIPTION, digest) {
        let memo = slots::key_only(digest);
        writer.put(slots::DESCRIPTION, &memo, &description)?;
    }
    Ok(())
}

/// A digest of what every file is compiled with: the tool, the project and the vocabulary, as far as it has a meaning.
fn environment(project: &Project, ontology: &Ontology) -> u64 {
    let mut hasher = Hasher::default();
    hasher.add(env!("CARGO_PKG_VERSION").as_bytes());
    // How grave the rules are is no matter of what a file says: it is told of what is remembered as well. How the project is
    // published stands in the description of the build alone.
    let Project {
        name,
        title,
        base,
        lang,
        prefixes,
        publication: _,
        levels: _,
        engines: _,
        datasets: _,
    } = project;
    hasher.add(format!("{name:?} {title:?} {base:?} {lang:?} {prefixes:?}").as_bytes());
    // What links to a data set become; not where it is, and how it is read.
    hasher.add(format!("{:?}", project.links()).as_bytes());
    hasher.add(ontology.meaning().as_bytes());
    hasher.finish()
}
