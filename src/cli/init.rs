use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;

use super::{Exit, Usage};

/// Start a project: an empty one, or with `--demo` one to try everything on
///
/// Writes citable.toml, a vocabulary, a dossier with its source, and a query. Files that are there already are left
/// as they are; a folder that is a project already is refused.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    citable init my-project\n  \
    citable init --demo trial && cd trial && citable build && citable query members")]
pub struct Init {
    /// The folder, made if need be
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// Fill it with the example project
    #[arg(long)]
    demo: bool,
}

/// The files of a project: path and content.
type Files = &'static [(&'static str, &'static str)];

macro_rules! embed {
    ($folder:literal: $($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!($folder, $path)))),*]
    };
}

const EMPTY: Files = embed!("init/":
    "citable.toml",
    "ontology/vocabulary.ttl",
    "data/people.entities.md",
    "data/first-source.dossier.md",
    "data/sources/first-source.txt",
    "queries/statements.rq",
);

/// The repository's own example, so that what the README shows is what `--demo` gives.
const DEMO: Files = embed!("../../":
    "citable.toml",
    "ontology/people-and-organizations.ttl",
    "ontology/places-and-events.ttl",
    "ontology/law.ttl",
    "ontology/cybercrime.ttl",
    "data/interpol-in-russia.dossier.md",
    "data/uses-of-interpol-tools.facts.csv",
    "data/sources/interpol-in-russia.txt",
    "data/entities/organizations.entities.md",
    "data/entities/places-and-events.entities.md",
    "data/entities/law.entities.md",
    "data/entities/crypto-crime.entities.md",
    "data/mappings/wikidata.sssom.tsv",
    "data/external/country-codes.ttl",
    "queries/everything-on.rq",
    "queries/how-sure-are-we.rq",
    "queries/is-somebody-a-member.rq",
    "queries/members-on-a-day.rq",
    "queries/members.rq",
    "queries/timeline.rq",
    "queries/what-contradicts-what.rq",
    "queries/what-does-an-act-change.rq",
    "queries/what-happened-in-a-year.rq",
    "queries/what-is-contested.rq",
    "queries/what-is-it-called.rq",
    "queries/what-is-not-vouched-for.rq",
    "queries/what-is-said-about.rq",
    "queries/what-is-unreviewed.rq",
    "queries/what-may-somebody-do.rq",
    "queries/where-is-it-mentioned.rq",
    "queries/which-country-codes.rq",
    "queries/which-figures.rq",
    "queries/which-quotations-carry-most.rq",
    "queries/which-words-say.rq",
    "queries/who-fights-which-crime.rq",
    "queries/who-said-what.rq",
    "queries/who-works-with-whom.rq",
);

impl Init {
    pub fn run(self, directory: &Path) -> anyhow::Result<Exit> {
        let folder = if directory == Path::new(".") {
            self.folder
        } else {
            directory.join(&self.folder)
        };
        if folder.join("citable.toml").exists() {
            bail!(Usage(format!("{} is a project already", folder.display())));
        }
        let files = if self.demo { DEMO } else { EMPTY };
        for (path, content) in files.iter().chain([&(".gitignore", "/.citable\n")]) {
            write_new(&folder.join(path), content)?;
        }
        eprintln!("started a project in {}", folder.display());
        eprintln!(
            "next: citable build; citable query; citable query {}",
            if self.demo { "members" } else { "statements" }
        );
        Ok(Exit::Done)
    }
}

/// Writes a file that isn't there yet.
fn write_new(path: &Path, content: &str) -> anyhow::Result<()> {
    if path.exists() {
        eprintln!("kept {}, which was there", path.display());
        return Ok(());
    }
    let folder = path
        .parent()
        .expect("a file of a project stands in a folder");
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, content))
        .with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_is_the_whole_example() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut example: Vec<String> = ["data", "ontology", "queries"]
            .iter()
            .flat_map(|folder| walkdir::WalkDir::new(root.join(folder)))
            .map(|entry| entry.expect("the repository can be read"))
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                let path = entry.path().strip_prefix(root).expect("found there");
                path.display().to_string()
            })
            .filter(|path| path != "ontology/citable.ttl") // every project has it built in
            .collect();
        example.push("citable.toml".to_owned());
        example.sort();
        let mut demo: Vec<&str> = DEMO.iter().map(|(path, _)| *path).collect();
        demo.sort();
        assert_eq!(demo, example);
    }
}
