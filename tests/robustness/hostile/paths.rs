//! Names and links that lead astray, and what is there instead of a file.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;

use libtest_mimic::Failed;

use super::{Case, build, check};
use crate::inputs::{DOSSIER, dossier, put};
use crate::support::Sandbox;

pub const PATHS: &[Case] = &[
    check(
        "an absolute path",
        1,
        &[
            "data/d.dossier.md:6:7: error[path-outside-project]",
            "1 error",
        ],
        |s| text_is(s, "/etc/passwd"),
    ),
    check(
        "a path upwards",
        1,
        &[
            "data/d.dossier.md:6:7: error[path-outside-project]",
            "1 error",
        ],
        |s| text_is(s, "../../../../etc/passwd"),
    ),
    check(
        "a path through a linked folder",
        1,
        &[
            "data/d.dossier.md:6:7: error[path-outside-project]",
            "1 error",
        ],
        |s| {
            symlink("/etc", s.path().join("data/sources/etc"))?;
            text_is(s, "sources/etc/passwd")
        },
    ),
    check(
        "a text that is a folder",
        1,
        &["error[text-not-found]", "1 error"],
        |s| text_is(s, "sources"),
    ),
    check(
        "a dossier that is a link out of the project",
        1,
        &["data/x.dossier.md: error[path-outside-project]", "1 error"],
        |s| link(s, "/etc/passwd", "data/x.dossier.md"),
    ),
    check(
        "a dossier that is an endless device",
        1,
        &["data/x.dossier.md: error[path-outside-project]", "1 error"],
        |s| link(s, "/dev/zero", "data/x.dossier.md"),
    ),
    check(
        "a vocabulary that is a link out of the project",
        1,
        &["ontology/x.ttl: error[path-outside-project]", "1 error"],
        |s| link(s, "/etc/passwd", "ontology/x.ttl"),
    ),
    check(
        "a folder of data that is a link out of the project",
        1,
        &["data/x: error[path-outside-project]", "1 error"],
        |s| link(s, "/etc", "data/x"),
    ),
    check(
        "external data that are a link out of the project",
        1,
        &["data/external: error[path-outside-project]", "1 error"],
        |s| link(s, "/etc", "data/external"),
    ),
    check("a link to the folder above it", 0, &["1 verified"], |s| {
        link(s, "..", "data/x")
    }),
    check(
        "a link in a circle",
        3,
        &["error: cannot read", "data/x.dossier.md"],
        |s| link(s, "x.dossier.md", "data/x.dossier.md"),
    ),
    check(
        "a link to nothing",
        3,
        &["error: cannot read", "data/x.dossier.md"],
        |s| link(s, "nothing", "data/x.dossier.md"),
    ),
    check(
        "a pipe that is named as a dossier",
        3,
        &[
            "error: cannot read",
            "data/x.dossier.md: it is not a regular file",
        ],
        |s| pipe(s, "data/x.dossier.md"),
    ),
    check(
        "a pipe that is named as a text",
        1,
        &["error[text-not-found]", "1 error"],
        |s| {
            pipe(s, "data/sources/pipe.txt")?;
            text_is(s, "sources/pipe.txt")
        },
    ),
    build(
        "names of files with line feeds, quotes and percent signs",
        0,
        &["built"],
        |s| {
            put(
                s,
                "data/a\nb \"c\" 'd' %25 <e> \u{202E}.entities.md",
                "- Zoe is a Person; id zoe\n",
            )
        },
    ),
    check(
        "a name of a file that is no UTF-8",
        3,
        &["is not UTF-8: rename it"],
        |s| {
            let name = OsStr::from_bytes(b"data/\xFF.entities.md");
            Ok(fs::write(s.path().join(name), "")?)
        },
    ),
    check("64 folders in each other", 0, &["7 entities"], |s| {
        put(
            s,
            &format!("data/{}x.entities.md", "x/".repeat(64)),
            "- Zoe is a Person; id zoe\n",
        )
    }),
    check(
        "a file that cannot be read",
        3,
        &["error: cannot read", "data/x.dossier.md"],
        unreadable,
    ),
    build(
        "an empty citable.toml",
        1,
        &["error[invalid-config]", "1 error"],
        |s| put(s, "citable.toml", ""),
    ),
    build("a project without data", 0, &["built"], |s| {
        Ok(fs::remove_dir_all(s.path().join("data"))?)
    }),
    build("a project with nothing but its name", 0, &["built"], |s| {
        fs::remove_dir_all(s.path().join("data"))?;
        Ok(fs::remove_dir_all(s.path().join("ontology"))?)
    }),
    check(
        "empty files",
        1,
        &["data/d.dossier.md: error[missing-front-matter]", "1 error"],
        |s| {
            put(s, DOSSIER, "")?;
            put(s, "data/x.entities.md", "")?;
            put(s, "ontology/x.ttl", "")?;
            put(s, "data/external/x.ttl", "")
        },
    ),
];

fn text_is(sandbox: &Sandbox, path: &str) -> Result<(), Failed> {
    put(
        sandbox,
        DOSSIER,
        dossier("").replace("sources/minutes.txt", path),
    )
}

fn link(sandbox: &Sandbox, to: &str, at: &str) -> Result<(), Failed> {
    Ok(symlink(to, sandbox.path().join(at))?)
}

fn pipe(sandbox: &Sandbox, path: &str) -> Result<(), Failed> {
    let made = Command::new("mkfifo")
        .arg(sandbox.path().join(path))
        .status()?;
    if made.success() {
        Ok(())
    } else {
        Err("mkfifo failed".into())
    }
}

/// A superuser may read everything; for one, the file is a folder's name that leads nowhere instead.
fn unreadable(sandbox: &Sandbox) -> Result<(), Failed> {
    let file = sandbox.path().join("data/x.dossier.md");
    fs::write(&file, "")?;
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000))?;
    if fs::read(&file).is_ok() {
        fs::remove_file(&file)?;
        symlink("nothing/at/all", &file)?;
    }
    Ok(())
}
