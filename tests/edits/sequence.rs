//! Sequences of edits, each followed by a build that knows the one before it and by one that knows nothing.

use std::fs::{self, File, FileTimes};
use std::io;
use std::path::{Path, PathBuf};

use citable::compile::{self, Compilation, Options};
use citable::store::{Build, Lock};

use crate::chance::Chance;
use crate::outcome::{self, Outcome};
use crate::project::{OnDisk, Project};
use crate::whole;

/// The seed of the project, and for each build those of the edits before it.
#[derive(Clone)]
pub struct Sequence {
    pub seed: u64,
    pub steps: Vec<Vec<u64>>,
}

/// What went wrong, with what was done until then.
pub struct Failure {
    pub what: String,
    pub story: Vec<String>,
}

/// How many builds there were, how many of them were refused, and how many files of how many were compiled.
#[derive(Clone, Copy, Default)]
pub struct Count {
    pub builds: usize,
    pub refused: usize,
    pub compiled: (usize, usize),
}

/// How many projects are tried until one has no mistake.
const STARTS: usize = 12;

impl Sequence {
    pub fn new(seed: u64) -> Sequence {
        let mut chance = Chance::new(seed);
        let steps = 4 + chance.below(10);
        let step = |_| {
            let edits = [1, 1, 1, 2, 3][chance.below(5)];
            (0..edits).map(|_| chance.next()).collect()
        };
        Sequence {
            seed,
            steps: (0..steps).map(step).collect(),
        }
    }

    /// Makes the edits and the builds.
    pub fn run(&self, count: &mut Count) -> Result<(), Failure> {
        let mut stage = Stage::new();
        let mut chance = Chance::new(self.seed);
        let mut story = Vec::new();
        let told = |what: String, story: &[String]| Failure {
            what,
            story: story.to_vec(),
        };
        // Chance makes projects with mistakes as well, from which there is less to see.
        let mut project = whole::start(&mut chance);
        for _ in 0..STARTS {
            let built = stage.build(&project, 0, count);
            if built.map_err(|what| told(what, &story))? {
                break;
            }
            project = whole::start(&mut chance);
        }
        let mut good = project.clone();
        for step in &self.steps {
            let mut seed = 0;
            let mut done = Vec::new();
            for &edit in step {
                seed ^= edit;
                done.push(whole::make(&mut project, edit));
            }
            story.push(done.join("; "));
            let built = stage
                .build(&project, seed, count)
                .map_err(|what| told(what, &story))?;
            if built {
                good = project.clone();
            } else if !Chance::new(seed).once_in(3) {
                project = good.clone();
                story.push("refused, and taken back".to_owned());
                stage
                    .build(&project, seed + 1, count)
                    .map_err(|what| told(what, &story))?;
            } else {
                story.push("refused".to_owned());
            }
        }
        Ok(())
    }

    /// The sequence without what makes no difference to its failure.
    pub fn shrunk(mut self) -> Sequence {
        let fails = |sequence: &Sequence| sequence.run(&mut Count::default()).is_err();
        let mut at = 0;
        while at < self.steps.len() {
            let mut fewer = self.clone();
            fewer.steps.remove(at);
            match fails(&fewer) {
                true => self = fewer,
                false => at += 1,
            }
        }
        for step in 0..self.steps.len() {
            for edit in (0..self.steps[step].len()).rev() {
                let mut fewer = self.clone();
                fewer.steps[step].remove(edit);
                if fails(&fewer) {
                    self = fewer;
                }
            }
        }
        self
    }
}

/// Two folders with the same inputs: one in which builds know the build before, and one in which they don't.
struct Stage {
    _folder: tempfile::TempDir,
    known: PathBuf,
    clean: PathBuf,
    disk: OnDisk,
    before: Option<Build>,
}

impl Stage {
    fn new() -> Stage {
        let memory = Path::new("/dev/shm");
        let folder = match memory.is_dir() {
            true => tempfile::tempdir_in(memory),
            false => tempfile::tempdir(),
        };
        let folder = folder.expect("a temporary folder can be made");
        Stage {
            known: folder.path().join("known"),
            clean: folder.path().join("clean"),
            disk: OnDisk::new(),
            before: None,
            _folder: folder,
        }
    }

    /// Builds a project in both folders and compares; whether it was built. `seed` decides how.
    fn build(&mut self, project: &Project, seed: u64, count: &mut Count) -> Result<bool, String> {
        let mut chance = Chance::new(seed ^ 1);
        let disk = project.on_disk();
        for root in [&self.known, &self.clean] {
            lay(root, &self.disk, &disk, &mut Chance::new(seed)).expect("the disk takes it");
        }
        self.disk = disk;
        let options = Options {
            strict: chance.once_in(20),
            epoch: Some(1_700_000_000).filter(|_| chance.once_in(20)),
        };
        if chance.once_in(3) {
            let (with, without) = (
                checked(&self.known, self.before.as_ref()),
                checked(&self.clean, None),
            );
            told("check", &with, &without)?;
        }
        let run = built(&self.known, self.before.as_ref(), options);
        let clean = built(&self.clean, None, options);
        let with = outcome::of(&run);
        told("build", &with, &outcome::of(&clean))?;
        count.builds += 1;
        count.compiled.0 += run.compiled.0;
        count.compiled.1 += run.compiled.1;
        if let Some(what) = outcome::wrong_count(&with) {
            return Err(what);
        }
        match run.build {
            Some(build) => self.before = Some(build),
            None => {
                count.refused += 1;
                self.is_kept()?;
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether the build on disk is the last one that was built.
    fn is_kept(&self) -> Result<(), String> {
        let left = Build::open(&self.known).map_err(|error| error.to_string())?;
        let fingerprint =
            |build: &Option<Build>| build.as_ref().map(|build| build.fingerprint.clone());
        match fingerprint(&left) == fingerprint(&self.before) {
            true => Ok(()),
            false => Err("a refused build has changed the one before".to_owned()),
        }
    }
}

fn told(what: &str, with: &Outcome, without: &Outcome) -> Result<(), String> {
    match outcome::difference(with, without) {
        Some(difference) => Err(format!("{what} differs in {difference}")),
        None => Ok(()),
    }
}

fn checked(root: &Path, before: Option<&Build>) -> Outcome {
    outcome::of(&compile::check(root, before, &|_| {}).expect("the disk doesn't fail"))
}

fn built(root: &Path, before: Option<&Build>, options: Options) -> Compilation {
    let lock = Lock::take(root, || {}).expect("nobody else builds");
    compile::build(root, &lock, before, options, &|_| {}).expect("the disk doesn't fail")
}

/// Writes what is otherwise than before. By chance a file gets its old time back, or is written without a change.
fn lay(root: &Path, old: &OnDisk, new: &OnDisk, chance: &mut Chance) -> io::Result<()> {
    for path in old.keys().filter(|path| !new.contains_key(*path)) {
        fs::remove_file(root.join(path))?;
    }
    for (path, text) in new {
        let is_same = old.get(path) == Some(text);
        if is_same && !chance.once_in(30) {
            continue;
        }
        let file = root.join(path);
        fs::create_dir_all(file.parent().expect("a file stands in a folder"))?;
        let time = fs::metadata(&file).and_then(|about| about.modified());
        fs::write(&file, text)?;
        if let (Ok(time), true) = (time, chance.once_in(4)) {
            let times = FileTimes::new().set_modified(time);
            File::options().write(true).open(&file)?.set_times(times)?;
        }
    }
    Ok(())
}

impl std::ops::Add for Count {
    type Output = Count;

    fn add(self, other: Count) -> Count {
        Count {
            builds: self.builds + other.builds,
            refused: self.refused + other.refused,
            compiled: (
                self.compiled.0 + other.compiled.0,
                self.compiled.1 + other.compiled.1,
            ),
        }
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        let Count {
            builds,
            refused,
            compiled: (compiled, files),
        } = self;
        write!(
            f,
            "{builds} builds, {refused} of them refused; {compiled} of {files} files compiled"
        )
    }
}
