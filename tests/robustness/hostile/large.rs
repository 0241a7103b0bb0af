//! Files that are too large, or unfold to what is.

use std::fs;
use std::io::Write;

use libtest_mimic::Failed;

use super::{Case, check};
use crate::inputs::{DOSSIER, TEXT, dossier, put};
use crate::support::Sandbox;

pub const LARGE: &[Case] = &[
    check(
        "a dossier of 200 MB",
        1,
        &["data/d.dossier.md: error[file-too-large]", "1 error"],
        |s| huge(s, DOSSIER),
    ),
    check(
        "a register of 200 MB",
        1,
        &["data/big.entities.md: error[file-too-large]", "1 error"],
        |s| huge(s, "data/big.entities.md"),
    ),
    check(
        "a vocabulary of 200 MB",
        1,
        &["ontology/big.ttl: error[file-too-large]", "1 error"],
        |s| huge(s, "ontology/big.ttl"),
    ),
    check(
        "a stored text of 200 MB",
        1,
        &["data/sources/minutes.txt: error[file-too-large]", "1 error"],
        |s| huge(s, TEXT),
    ),
    check(
        "a citable.toml of 200 MB",
        1,
        &["citable.toml: error[file-too-large]", "1 error"],
        |s| huge(s, "citable.toml"),
    ),
    check(
        "a stored text of one line of 100 MB",
        0,
        &["1 verified"],
        |s| {
            put(
                s,
                TEXT,
                format!(
                    "{}Ada joined the Chess Club in 1990.",
                    "lorem ipsum ".repeat(100_000_000 / 12)
                ),
            )
        },
    ),
    check(
        "a dossier with a word of 30 MB",
        1,
        &["error[no-predicate]", "1 error"],
        |s| {
            put(
                s,
                DOSSIER,
                dossier(&format!("- {}", "x".repeat(30_000_000))),
            )
        },
    ),
    check("front matter of 1 MB", 0, &[], |s| {
        put(
            s,
            DOSSIER,
            dossier("").replace("title: T", &format!("title: {}", "T".repeat(1 << 20))),
        )
    }),
    check(
        "front matter of 20,000 keys",
        1,
        &["error[unknown-key]", "20000 errors"],
        |s| {
            let keys: String = (0..20_000).map(|key| format!("k{key}: x\n")).collect();
            put(
                s,
                DOSSIER,
                dossier("").replace("title: T\n", &format!("title: T\n{keys}")),
            )
        },
    ),
    check(
        "a small file that unfolds to more than 1 GiB",
        1,
        &["error[file-too-large]", "1 error"],
        |s| bomb(s, "data/external/bomb.ttl.gz"),
    ),
    check(
        "a .gz that is none",
        1,
        &["data/external/x.ttl.gz: error[rdf-syntax]", "1 error"],
        |s| put(s, "data/external/x.ttl.gz", "<a:a> <a:b> <a:c> ."),
    ),
    check(
        "a .zst that is none",
        1,
        &["data/external/x.ttl.zst: error[rdf-syntax]", "1 error"],
        |s| put(s, "data/external/x.ttl.zst", "<a:a> <a:b> <a:c> ."),
    ),
];

fn huge(sandbox: &Sandbox, path: &str) -> Result<(), Failed> {
    let file = fs::File::create(sandbox.path().join(path))?;
    Ok(file.set_len(200_000_000)?)
}

fn bomb(sandbox: &Sandbox, path: &str) -> Result<(), Failed> {
    put(sandbox, path, "")?;
    let file = fs::File::create(sandbox.path().join(path))?;
    let mut stream = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
    let spaces = vec![b' '; 1 << 20];
    for _ in 0..1025 {
        stream.write_all(&spaces)?;
    }
    stream.finish()?;
    Ok(())
}
