//! Projects that are made for these tests, on the base that the cases share.

use std::fs;
use std::path::Path;

use libtest_mimic::Failed;

use crate::support::{Sandbox, root};

/// The front matter of a dossier over the stored text of the base.
pub const FRONT: &str =
    "---\ndossier: 1\nid: d\ntitle: T\nlang: en\ntext: sources/minutes.txt\n---\n";
/// A group with one statement that is right.
pub const GROUP: &str =
    "\n> Ada joined the Chess Club in 1990.\n\n- Ada memberOf Chess Club since 1990\n";
pub const DOSSIER: &str = "data/d.dossier.md";
pub const TEXT: &str = "data/sources/minutes.txt";

/// A dossier that is right, with something after it.
pub fn dossier(rest: &str) -> String {
    format!("{FRONT}{GROUP}\n{rest}")
}

/// The project of the cases, with one dossier that is right.
pub fn project() -> Result<Sandbox, Failed> {
    let sandbox = Sandbox::new();
    sandbox.lay(&root().join("tests/base"))?;
    put(&sandbox, DOSSIER, dossier(""))?;
    Ok(sandbox)
}

/// Writes a file of a project, and the folders above it.
pub fn put(sandbox: &Sandbox, path: &str, content: impl AsRef<[u8]>) -> Result<(), Failed> {
    let file = sandbox.path().join(path);
    fs::create_dir_all(file.parent().unwrap_or(Path::new("/")))?;
    Ok(fs::write(file, content)?)
}

/// A dossier whose text has `count` sentences, each of them quoted and read; `year` makes versions differ.
pub fn lay_many(sandbox: &Sandbox, count: usize, year: u32) -> Result<(), Failed> {
    lay_many_as(sandbox, "many", count, year)
}

/// The same, under a name.
pub fn lay_many_as(sandbox: &Sandbox, name: &str, count: usize, year: u32) -> Result<(), Failed> {
    let mut text = String::new();
    let mut dossier = FRONT
        .replace("minutes", name)
        .replace("id: d", &format!("id: {name}"));
    for number in 0..count {
        text += &format!("Entry {number}: Ada joined the Chess Club in {year}.\n\n");
        dossier += &format!(
            "\n> Entry {number}: Ada joined the Chess Club in {year}.\n\n\
             - Ada memberOf Chess Club since {year}; note \"{number}\"\n"
        );
    }
    put(sandbox, &format!("data/sources/{name}.txt"), text)?;
    put(sandbox, &format!("data/{name}.dossier.md"), dossier)
}
