//! A project as it stands in a revision of git.
//!
//! The installed git is asked, since it knows what a revision is called, where its objects are, and how the repository wants its
//! files on disk (line ends, large files kept elsewhere); a library would double the time to compile citable and know less.
//! The files are checked out from an index of our own into a folder of our own: nothing of the repository changes.

use std::ffi::OsStr;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::VersionError;

/// Writes the project at `root`, as it stands in a revision, into a folder; where its root is then.
pub fn check_out(root: &Path, revision: &str, into: &Path) -> Result<PathBuf, VersionError> {
    let repository = Repository::of(root, revision)?;
    let tree = repository.tree(revision)?;
    let index = into.join("index");
    repository.git(&["read-tree", "--no-sparse-checkout", &tree], Some(&index))?;
    let files = repository.files(&index)?;
    let tree = into.join("tree");
    repository.write(&index, files, &tree)?;
    let project = tree.join(&repository.prefix);
    if !project.join("citable.toml").is_file() {
        return Err(VersionError::NoProject {
            name: revision.to_owned(),
            folder: match repository.prefix.as_str() {
                "" => "its root".to_owned(),
                prefix => format!("`{prefix}`"),
            },
        });
    }
    Ok(project)
}

/// The repository that a project lies in.
struct Repository {
    top: PathBuf,
    /// The project's folder in it, with a `/` at the end, or nothing.
    prefix: String,
}

impl Repository {
    fn of(root: &Path, revision: &str) -> Result<Repository, VersionError> {
        let ask = |what| {
            let output = run(command(root).args(["rev-parse", what]))?;
            if output.status.success() {
                return Ok(line(&output.stdout));
            }
            let said = String::from_utf8_lossy(&output.stderr);
            let why = match said.contains("not a git repository") {
                true => "the project is not in a git repository, and there is no file of this name"
                    .to_owned(),
                // As of a repository of another user, with what to do about it.
                false => format!(
                    "git says: {}",
                    said.split_whitespace().collect::<Vec<_>>().join(" ")
                ),
            };
            Err(VersionError::NoRevision {
                name: revision.to_owned(),
                why,
            })
        };
        Ok(Repository {
            top: PathBuf::from(ask("--show-toplevel")?),
            prefix: ask("--show-prefix")?,
        })
    }

    /// The id of a revision's tree.
    fn tree(&self, revision: &str) -> Result<String, VersionError> {
        let unknown = |why: &str| VersionError::NoRevision {
            name: revision.to_owned(),
            why: why.to_owned(),
        };
        if revision.starts_with('-') || revision.is_empty() {
            return Err(unknown("it is no name that git knows"));
        }
        let tree = format!("{revision}^{{tree}}");
        let output = run(command(&self.top).args(["rev-parse", "--verify", "--quiet", &tree]))?;
        match output.status.success() {
            true => Ok(line(&output.stdout)),
            false => Err(unknown(
                "git doesn't know it, and there is no file of this name",
            )),
        }
    }

    /// The paths of the project's files, each ended by a zero.
    fn files(&self, index: &Path) -> Result<Vec<u8>, VersionError> {
        let mut arguments = vec!["--literal-pathspecs", "ls-files", "-z"];
        if !self.prefix.is_empty() {
            arguments.extend(["--", &self.prefix]);
        }
        Ok(self.git(&arguments, Some(index))?.stdout)
    }

    /// Writes files of the index below a folder.
    fn write(&self, index: &Path, files: Vec<u8>, into: &Path) -> Result<(), VersionError> {
        fs::create_dir_all(into).map_err(|cause| VersionError::Write {
            path: into.to_owned(),
            cause,
        })?;
        let mut prefix = std::ffi::OsString::from("--prefix=");
        prefix.push(into.join(""));
        let mut command = command(&self.top);
        command.env("GIT_INDEX_FILE", index);
        command.args([
            OsStr::new("checkout-index"),
            "--quiet".as_ref(),
            "-z".as_ref(),
        ]);
        command.args([OsStr::new("--stdin"), &prefix]);
        command.stdin(Stdio::piped()).stdout(Stdio::null());
        let mut child = command.stderr(Stdio::piped()).spawn();
        let child = child
            .as_mut()
            .map_err(|_| VersionError::Git("checkout-index".to_owned()))?;
        let (stdin, stderr) = (child.stdin.take(), child.stderr.take());
        let mut said = Vec::new();
        // At once, since a filter that says much would wait for a reader while it is waited for here.
        std::thread::scope(|scope| {
            scope.spawn(|| {
                // If git ends early, its message says more than the broken pipe.
                let _ = stdin.map(|mut stdin| stdin.write_all(&files));
            });
            let _ = stderr.map(|mut stderr| stderr.read_to_end(&mut said));
        });
        match child.wait() {
            Ok(status) if status.success() => Ok(()),
            _ => Err(VersionError::Git(said_by(&said))),
        }
    }

    fn git(&self, arguments: &[&str], index: Option<&Path>) -> Result<Output, VersionError> {
        let mut command = command(&self.top);
        if let Some(index) = index {
            command.env("GIT_INDEX_FILE", index);
        }
        let output = run(command.args(arguments))?;
        match output.status.success() {
            true => Ok(output),
            false => Err(VersionError::Git(said_by(&output.stderr))),
        }
    }
}

/// Git in a folder, without what a person has set up to speed up or restrict their own working tree.
fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder);
    for setting in ["core.fsmonitor=false", "core.sparseCheckout=false"] {
        command.args(["-c", setting]);
    }
    // Within a hook git says by these which repository is meant, and another may be.
    for inherited in [
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_PREFIX",
        "GIT_COMMON_DIR",
    ] {
        command.env_remove(inherited);
    }
    command.env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C");
    command.stdin(Stdio::null());
    command
}

fn run(command: &mut Command) -> Result<Output, VersionError> {
    command.output().map_err(VersionError::NoGit)
}

fn line(output: &[u8]) -> String {
    String::from_utf8_lossy(output)
        .trim_end_matches(['\r', '\n'])
        .to_owned()
}

fn said_by(stderr: &[u8]) -> String {
    let said = String::from_utf8_lossy(stderr);
    let first = said.lines().find(|line| !line.trim().is_empty());
    first.unwrap_or("it doesn't say why").to_owned()
}
