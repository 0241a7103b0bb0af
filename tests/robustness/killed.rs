//! Builds that are killed, and builds that run at once.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use libtest_mimic::Failed;

use crate::inputs::{lay_many, lay_many_as, project};
use crate::run::{citable_in, start};
use crate::state::{Trials, build_file};
use crate::support::Sandbox;

pub const TRIALS: Trials = &[
    (
        "a killed build leaves the old state or the new one",
        a_hundred_kills,
    ),
    (
        "a killed first build leaves nothing or all of it",
        kills_of_first_builds,
    ),
    (
        "a killed build of a small change leaves the old state or the new one",
        kills_of_small_changes,
    ),
    ("two builds at once both end well", two_at_once),
];

const MOMENTS: u32 = 100;
const MANY: usize = 3000;

/// Versions of the inputs that alternate.
const YEARS: [u32; 2] = [1990, 1991];

fn a_hundred_kills() -> Result<(), Failed> {
    let sandbox = project()?;
    let mut versions = Vec::new();
    for year in YEARS {
        lay_many(&sandbox, MANY, year)?;
        versions.push(whole(&sandbox)?);
    }
    assert_ne!(versions[0], versions[1]);
    lay_many(&sandbox, MANY, YEARS[0])?;
    let mut moments = Moments::new(&sandbox)?;
    let mut at = 0;
    for moment in 0..MOMENTS {
        // Always the inputs that are not built yet, else there is nothing to kill.
        lay_many(&sandbox, MANY, YEARS[1 - at])?;
        moments.kill(&sandbox, moment)?;
        let left = dump(&sandbox)?;
        let version = versions.iter().position(|whole| *whole == left);
        at = version.ok_or("the build is none of the two")?;
        opens(&sandbox)?;
    }
    moments.were_right();
    lay_many(&sandbox, MANY, YEARS[1])?;
    citable_in(sandbox.path(), &["build"])?.expect(0, &[])?;
    assert_eq!(dump(&sandbox)?, versions[1]);
    only_what_belongs(sandbox.path())
}

/// How many dossiers there are of which one changes, and how many entries each has.
const DOSSIERS: u32 = 30;
const ENTRIES: usize = 60;

fn lay_one(sandbox: &Sandbox, number: u32, year: u32) -> Result<(), Failed> {
    lay_many_as(sandbox, &format!("many-{number}"), ENTRIES, year)
}

fn lay_all(sandbox: &Sandbox) -> Result<(), Failed> {
    (0..DOSSIERS).try_for_each(|number| lay_one(sandbox, number, 1990))
}

fn kills_of_first_builds() -> Result<(), Failed> {
    let sandbox = project()?;
    lay_all(&sandbox)?;
    let mut moments = Moments::new(&sandbox)?;
    for moment in 0..MOMENTS {
        fs::remove_file(build_file(sandbox.path()))?;
        moments.kill(&sandbox, moment)?;
        let left = match build_file(sandbox.path()).exists() {
            true => Some(dump(&sandbox)?),
            false => None,
        };
        let whole = whole(&sandbox)?;
        assert!(left.is_none_or(|left| left == whole));
    }
    moments.were_right();
    Ok(())
}

fn kills_of_small_changes() -> Result<(), Failed> {
    let sandbox = project()?;
    lay_all(&sandbox)?;
    let mut moments = Moments::new(&sandbox)?;
    lay_one(&sandbox, 0, 1989)?;
    moments.measure(&sandbox)?;
    let mut old = dump(&sandbox)?;
    for moment in 0..MOMENTS {
        lay_one(&sandbox, moment % DOSSIERS, 1990 + moment)?;
        moments.kill(&sandbox, moment)?;
        let left = dump(&sandbox)?;
        let new = whole(&sandbox)?;
        assert!(left == old || left == new, "it is none of the two");
        old = new;
    }
    moments.were_right();
    Ok(())
}

/// The quads of a build that comes to its end, after which nothing is left of others.
fn whole(sandbox: &Sandbox) -> Result<String, Failed> {
    citable_in(sandbox.path(), &["build"])?.expect(0, &[])?;
    only_what_belongs(sandbox.path())?;
    dump(sandbox)
}

/// The moments at which builds are killed: from their beginnings to a little beyond their ends.
struct Moments {
    duration: Duration,
    ends: u32,
}

impl Moments {
    /// Builds a project, and sees how long that takes.
    fn new(sandbox: &Sandbox) -> Result<Moments, Failed> {
        let mut moments = Moments {
            duration: Duration::ZERO,
            ends: 0,
        };
        moments.measure(sandbox)?;
        Ok(moments)
    }

    fn measure(&mut self, sandbox: &Sandbox) -> Result<(), Failed> {
        let start = Instant::now();
        citable_in(sandbox.path(), &["build"])?.expect(0, &["built"])?;
        self.duration = start.elapsed();
        Ok(())
    }

    /// Starts a build, and kills it.
    fn kill(&mut self, sandbox: &Sandbox, moment: u32) -> Result<(), Failed> {
        // Multiples of the golden ratio, without their wholes, are spread evenly in any number.
        let part = (f64::from(moment) * 0.618_033_988_749_895).fract();
        let mut running = start(sandbox.path(), &["build"])?;
        std::thread::sleep(self.duration.mul_f64(part));
        let has_ended = running.child.try_wait()?.is_some();
        running.child.kill()?;
        running.child.wait()?;
        self.ends += u32::from(has_ended);
        // The machine may be busier or idler than it was.
        match has_ended {
            false if part > 0.8 => self.duration = self.duration.mul_f64(1.25),
            true if part < 0.6 => self.duration = self.duration.mul_f64(0.8),
            _ => {}
        }
        Ok(())
    }

    fn were_right(&self) {
        assert!(self.ends > 0, "no build came to its end");
        assert!(self.ends < MOMENTS, "no build was killed");
    }
}

/// All quads of a build: the head also says when the inputs were written, which differs.
fn dump(sandbox: &Sandbox) -> Result<String, Failed> {
    let export = ["export", "--form", "rdf12", "--format", "nquads"];
    Ok(citable_in(sandbox.path(), &export)?.expect(0, &[])?.out)
}

/// Whether the state is read as a build, and all of it is there.
fn opens(sandbox: &Sandbox) -> Result<(), Failed> {
    dump(sandbox)?;
    let status = citable_in(sandbox.path(), &["status", "--format", "json"])?.expect(0, &[])?;
    let report: serde_json::Value = serde_json::from_str(&status.out)?;
    let state = report["build"]["state"].as_str().unwrap_or_default();
    assert!(
        ["current", "stale"].contains(&state),
        "the build is {state}"
    );
    let leavings = fs::read_dir(sandbox.path().join(".citable"))?.count();
    assert!(leavings <= 9, "{leavings} files lie in .citable");
    Ok(())
}

/// Whether nothing of killed builds is left.
fn only_what_belongs(project: &Path) -> Result<(), Failed> {
    let mut names = Vec::new();
    for entry in fs::read_dir(project.join(".citable"))? {
        names.push(entry?.file_name().into_string().unwrap_or_default());
    }
    names.sort();
    let levels = names.iter().filter(|name| name.starts_with("level-"));
    let levels = levels.count();
    assert!((1..=6).contains(&levels), "{names:?}");
    assert_eq!(names.len(), levels + 3, "{names:?}");
    assert_eq!(names[..2], [".gitignore", "build"]);
    assert_eq!(names[names.len() - 1], "lock");
    Ok(())
}

fn two_at_once() -> Result<(), Failed> {
    let sandbox = project()?;
    lay_many(&sandbox, MANY, 1990)?;
    let held = fs::File::create({
        fs::create_dir_all(sandbox.path().join(".citable"))?;
        sandbox.path().join(".citable/lock")
    })?;
    // While somebody holds the lock, both wait and say so; then one builds, and the other finds nothing to do.
    held.lock()?;
    let builds = [
        start(sandbox.path(), &["build"])?,
        start(sandbox.path(), &["build"])?,
    ];
    for build in &builds {
        let start = Instant::now();
        while !build.said()?.contains("waiting") {
            assert!(
                start.elapsed() < Duration::from_secs(30),
                "it doesn't say that it waits"
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }
    assert!(!build_file(sandbox.path()).exists());
    drop(held);
    let mut said = String::new();
    for build in builds {
        said += &build.end()?.expect(0, &[])?.err;
    }
    assert_eq!(said.matches("quads, fingerprint").count(), 1, "{said}");
    assert_eq!(said.matches("nothing has changed").count(), 1, "{said}");
    opens(&sandbox)?;
    only_what_belongs(sandbox.path())
}
