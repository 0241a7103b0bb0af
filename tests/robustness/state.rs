//! The state on disk, in every shape in which it may be found; and errors, which leave it as it was.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use libtest_mimic::Failed;

use crate::inputs::{DOSSIER, dossier, lay_many, project, put};
use crate::run::{citable_in, start_in_shell};
use crate::support::{Sandbox, root};

pub type Trials = &'static [(&'static str, fn() -> Result<(), Failed>)];

pub const TRIALS: Trials = &[
    (
        "a state that is not what was written is built anew",
        changed_states,
    ),
    (
        "a level that is not what was written is an error or makes no difference",
        changed_levels,
    ),
    (
        "a build that starts from a level that is not what was written is a clean build",
        built_on_changed_levels,
    ),
    (
        "the state of another version is built anew",
        another_version,
    ),
    (
        "a folder in the place of the state is an error",
        folders_in_its_place,
    ),
    ("a lock that is a link is not written through", linked_lock),
    ("a state that cannot be written is an error", read_only),
    ("a full disk leaves the old state", full_disk),
    (
        "an error leaves the old state, and shows the first letter that differs",
        one_letter,
    ),
];

/// The head of a project's build.
pub fn build_file(project: &Path) -> PathBuf {
    project.join(".citable/build")
}

fn built() -> Result<(Sandbox, Vec<u8>), Failed> {
    let sandbox = project()?;
    citable_in(sandbox.path(), &["build"])?.expect(0, &["built"])?;
    let bytes = fs::read(build_file(sandbox.path()))?;
    Ok((sandbox, bytes))
}

/// Whether a state is seen for what it is not, and replaced by the right one.
fn is_replaced(sandbox: &Sandbox, state: &[u8], whole: &[u8]) -> Result<(), Failed> {
    fs::write(build_file(sandbox.path()), state)?;
    let status = citable_in(sandbox.path(), &["status", "--format", "json"])?.expect(0, &[])?;
    let report: serde_json::Value = serde_json::from_str(&status.out)?;
    let named = report["build"]["state"].as_str().unwrap_or_default();
    assert!(
        ["damaged", "none"].contains(&named),
        "it is taken for {named}"
    );
    citable_in(sandbox.path(), &["build"])?.expect(0, &["built"])?;
    assert_eq!(made(&fs::read(build_file(sandbox.path()))?), made(whole));
    Ok(())
}

/// What a head says up to the fingerprint, which is over all quads: after it come the stamps of the inputs, which settle
/// something only once they are old enough.
fn made(head: &[u8]) -> &[u8] {
    &head[..head.len().min(87)]
}

fn changed_states() -> Result<(), Failed> {
    let (sandbox, whole) = built()?;
    let length = whole.len();
    for end in [0, 1, 16, 40, length / 2, length - 1] {
        is_replaced(&sandbox, &whole[..end], &whole)?;
    }
    for at in (0..length).step_by(37) {
        let mut state = whole.clone();
        state[at] ^= 1;
        is_replaced(&sandbox, &state, &whole)?;
    }
    let longer = [&whole[..], b"<a:a> <a:b> <a:c> .\n"].concat();
    is_replaced(&sandbox, &longer, &whole)
}

/// The files of a build but for its head.
fn levels(project: &Path) -> Result<Vec<PathBuf>, Failed> {
    let entries = fs::read_dir(project.join(".citable"))?;
    let paths = entries.map(|entry| Ok(entry?.path()));
    let mut levels = paths.collect::<Result<Vec<_>, std::io::Error>>()?;
    levels.retain(|path| path.to_string_lossy().contains("level-"));
    Ok(levels)
}

/// A level is looked at where it is needed: a change in it is told then, and a file that is cut off at once.
fn changed_levels() -> Result<(), Failed> {
    let (sandbox, head) = built()?;
    let level = levels(sandbox.path())?.remove(0);
    let whole = fs::read(&level)?;
    let export = ["export", "--form", "rdf12", "--format", "nquads"];
    let exported = citable_in(sandbox.path(), &export)?.expect(0, &[])?.out;
    for at in (0..whole.len()).step_by(whole.len() / 40) {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        fs::remove_file(&level)?;
        fs::write(&level, &changed)?;
        for arguments in [
            &export[..],
            &["query", "-e", "SELECT * { ?s ?p ?o } ORDER BY ?s"],
        ] {
            let ended = citable_in(sandbox.path(), arguments)?;
            if ended.code != Some(0) {
                ended.expect(
                    3,
                    &["is damaged: delete it, and `citable build` makes it anew"],
                )?;
            } else if arguments == export {
                assert!(
                    ended.out == exported,
                    "a change at {at} changes what is exported"
                );
            }
        }
        fs::remove_file(&level)?;
        fs::write(&level, &whole[..at])?;
        citable_in(sandbox.path(), &export)?.expect(3, &["is damaged"])?;
        citable_in(sandbox.path(), &["build"])?.expect(0, &["built"])?;
        assert!(fs::read(&level)? == whole);
        assert_eq!(made(&fs::read(build_file(sandbox.path()))?), made(&head));
    }
    fs::remove_file(&level)?;
    citable_in(sandbox.path(), &export)?.expect(3, &["is damaged"])?;
    citable_in(sandbox.path(), &["build"])?.expect(0, &["built"])?;
    Ok(())
}

fn built_on_changed_levels() -> Result<(), Failed> {
    let (sandbox, head) = built()?;
    let level = levels(sandbox.path())?.remove(0);
    let (name, whole) = (level.clone(), fs::read(&level)?);
    let export = ["export", "--form", "rdf12", "--format", "nquads"];
    put(&sandbox, DOSSIER, dossier("Changed."))?;
    citable_in(sandbox.path(), &["build"])?.expect(0, &["built"])?;
    let exported = citable_in(sandbox.path(), &export)?.expect(0, &[])?.out;
    for at in (0..whole.len()).step_by(whole.len() / 40) {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        for level in levels(sandbox.path())? {
            fs::remove_file(level)?;
        }
        fs::write(&name, &changed)?;
        fs::write(build_file(sandbox.path()), &head)?;
        citable_in(sandbox.path(), &["build"])?.expect(0, &["built"])?;
        let now = citable_in(sandbox.path(), &export)?.expect(0, &[])?.out;
        assert!(now == exported, "a change at {at} is built on");
    }
    Ok(())
}

fn another_version() -> Result<(), Failed> {
    let (sandbox, whole) = built()?;
    let first = concat!("citable build 2\n", env!("CARGO_PKG_VERSION"), "\n");
    let rest = whole
        .strip_prefix(first.as_bytes())
        .ok_or("it begins otherwise")?;
    for other in ["citable build 2\n99.0.0\n", "citable build 3\n0.1.0\n"] {
        is_replaced(&sandbox, &[other.as_bytes(), rest].concat(), &whole)?;
    }
    Ok(())
}

fn folders_in_its_place() -> Result<(), Failed> {
    for (name, told) in [
        ("build", "build"),
        ("new-head", ""),
        ("level-0", ""),
        ("lock", "lock"),
    ] {
        let sandbox = project()?;
        fs::create_dir_all(sandbox.path().join(".citable").join(name))?;
        let told = format!(".citable{}{told}: ", if told.is_empty() { "" } else { "/" });
        citable_in(sandbox.path(), &["build"])?.expect(3, &["error: cannot", &told])?;
    }
    let sandbox = project()?;
    put(&sandbox, ".citable", "a file")?;
    citable_in(sandbox.path(), &["build"])?.expect(3, &["error: cannot write", ".citable"])?;
    Ok(())
}

fn linked_lock() -> Result<(), Failed> {
    let sandbox = project()?;
    put(&sandbox, "precious", "precious")?;
    fs::create_dir_all(sandbox.path().join(".citable"))?;
    for name in ["lock", "build", "new-head", "level-0", ".gitignore"] {
        std::os::unix::fs::symlink("../precious", sandbox.path().join(".citable").join(name))?;
    }
    citable_in(sandbox.path(), &["build"])?.expect(0, &["built"])?;
    assert_eq!(
        fs::read_to_string(sandbox.path().join("precious"))?,
        "precious"
    );
    Ok(())
}

/// A superuser writes anyway; then there is nothing to see.
fn read_only() -> Result<(), Failed> {
    let (sandbox, whole) = built()?;
    put(&sandbox, DOSSIER, dossier("Changed."))?;
    let folder = sandbox.path().join(".citable");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555))?;
    let can_write = fs::write(folder.join("trial"), "").is_ok();
    let ended = citable_in(sandbox.path(), &["build"]);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755))?;
    if !can_write {
        ended?.expect(3, &["error: cannot write"])?;
        assert_eq!(fs::read(build_file(sandbox.path()))?, whole);
    }
    Ok(())
}

/// A limit of the size of files stands for a disk that is full.
fn full_disk() -> Result<(), Failed> {
    let (sandbox, whole) = built()?;
    lay_many(&sandbox, 300, 1990)?;
    for blocks in [1, 8, 32, 64] {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let ended = start_in_shell(sandbox.path(), &script, &["build"])?.end()?;
        ended.expect(3, &["error: cannot write", ".citable"])?;
        assert_eq!(fs::read(build_file(sandbox.path()))?, whole);
        let left = fs::read_dir(sandbox.path().join(".citable"))?.count();
        assert_eq!(left, 4, "the lock, its neighbour, and the old build");
    }
    citable_in(sandbox.path(), &["build"])?.expect(0, &["built"])?;
    Ok(())
}

fn one_letter() -> Result<(), Failed> {
    let sandbox = Sandbox::new();
    sandbox.lay(&root())?;
    citable_in(sandbox.path(), &["build"])?.expect(0, &["built"])?;
    let whole = fs::read(build_file(sandbox.path()))?;
    let file = sandbox.path().join("data/interpol-in-russia.dossier.md");
    let text = fs::read_to_string(&file)?;
    let words = "> Russia has belonged to Interpol since";
    assert!(text.contains(words));
    fs::write(
        &file,
        text.replace(words, "> Russia has belonqed to Interpol since"),
    )?;
    let told = [
        "error[quote-not-found]",
        "here the quotation has `q`, and the source `g`",
        "data/sources/interpol-in-russia.txt",
        "the nearest passage",
        "Russia has belonged to Interpol since 1990.",
        "nothing was built; what was built before is as it was",
    ];
    citable_in(sandbox.path(), &["build"])?.expect(1, &told)?;
    assert_eq!(fs::read(build_file(sandbox.path()))?, whole);
    Ok(())
}
