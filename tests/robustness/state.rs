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

/// Where a project's build is.
pub fn build_file(project: &Path) -> PathBuf {
    project.join(".citable/build.nq")
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
    assert_eq!(fs::read(build_file(sandbox.path()))?, whole);
    Ok(())
}

fn changed_states() -> Result<(), Failed> {
    let (sandbox, whole) = built()?;
    let length = whole.len();
    for end in [0, 1, 19, 40, 300, length / 2, length - 1] {
        is_replaced(&sandbox, &whole[..end], &whole)?;
    }
    // Every part of the head, and some of the body.
    let head = whole.windows(2).position(|two| two == b"\n<").unwrap_or(0);
    for at in (0..head)
        .step_by(37)
        .chain([head, head + 1, length / 2, length - 2])
    {
        let mut state = whole.clone();
        state[at] ^= 1;
        is_replaced(&sandbox, &state, &whole)?;
    }
    let longer = [&whole[..], b"<a:a> <a:b> <a:c> .\n"].concat();
    is_replaced(&sandbox, &longer, &whole)
}

fn another_version() -> Result<(), Failed> {
    let (sandbox, whole) = built()?;
    let text = String::from_utf8(whole.clone())?;
    let version = concat!("# version ", env!("CARGO_PKG_VERSION"), "\n");
    assert!(text.contains(version));
    let other = text.replace(version, "# version 99.0.0\n");
    is_replaced(&sandbox, other.as_bytes(), &whole)?;
    let other = text.replace("# citable build 1", "# citable build 2");
    is_replaced(&sandbox, other.as_bytes(), &whole)
}

fn folders_in_its_place() -> Result<(), Failed> {
    for name in ["build.nq", "build.nq.new", "lock"] {
        let sandbox = project()?;
        fs::create_dir_all(sandbox.path().join(".citable").join(name))?;
        let told = format!(".citable/{name}: ");
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
    for name in ["lock", "build.nq", "build.nq.new", ".gitignore"] {
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
    let script = "trap '' XFSZ; ulimit -f 64; exec \"$0\" \"$@\"";
    let ended = start_in_shell(sandbox.path(), script, &["build"])?.end()?;
    ended.expect(3, &["error: cannot write", "build.nq"])?;
    assert_eq!(fs::read(build_file(sandbox.path()))?, whole);
    assert!(!sandbox.path().join(".citable/build.nq.new").exists());
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
