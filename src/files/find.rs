//! Which files a project is built from, by their place and suffix.

use std::fs;
use std::path::{Component, Path};
use std::time::SystemTime;

use super::{FilesError, Kind, Stamp};

/// The kind of the input at a path, if it is one.
pub fn kind_of(path: &str) -> Option<Kind> {
    const RDF: [&str; 6] = [".ttl", ".trig", ".nt", ".nq", ".rdf", ".jsonld"];
    if path == "citable.toml" {
        Some(Kind::Config)
    } else if path.starts_with("ontology/") {
        path.ends_with(".ttl").then_some(Kind::Ontology)
    } else if path.starts_with("data/external/") {
        let plain = strip_compression(path);
        RDF.iter()
            .any(|suffix| plain.ends_with(suffix))
            .then_some(Kind::External)
    } else if path.ends_with(".dossier.md") {
        Some(Kind::Dossier)
    } else if path.ends_with(".entities.md") {
        Some(Kind::Register)
    } else if path.ends_with(".facts.tsv") || path.ends_with(".facts.csv") {
        Some(Kind::Facts)
    } else if path.ends_with(".entities.tsv") || path.ends_with(".entities.csv") {
        Some(Kind::Entities)
    } else if path.ends_with(".facts.tsv.reviewed") || path.ends_with(".facts.csv.reviewed") {
        Some(Kind::Review)
    } else if path.ends_with(".sssom.tsv") && !path.ends_with(".proposed.sssom.tsv") {
        Some(Kind::Mappings)
    } else {
        None
    }
}

/// A path without the suffix of a compression.
pub fn strip_compression(path: &str) -> &str {
    path.strip_suffix(".gz")
        .or_else(|| path.strip_suffix(".zst"))
        .or_else(|| path.strip_suffix(".bz2"))
        .unwrap_or(path)
}

/// An input that was found.
pub(super) struct Found {
    pub(super) path: String,
    pub(super) kind: Kind,
    pub(super) stamp: Option<Stamp>,
}

/// The inputs of a project, in the order of their paths, with their stamps; none is opened.
pub(super) fn find(root: &Path) -> Result<Vec<Found>, FilesError> {
    let now = SystemTime::now();
    let stamp = |path: &Path| fs::metadata(path).ok().map(|about| Stamp::of(&about, now));
    let config = "citable.toml".to_owned();
    let mut found = vec![Found {
        stamp: stamp(&root.join(&config)),
        path: config,
        kind: Kind::Config,
    }];
    for top in ["ontology", "data"] {
        let folder = root.join(top);
        if !folder.is_dir() {
            continue;
        }
        for entry in walkdir::WalkDir::new(&folder) {
            let entry = entry.map_err(|error| FilesError::Read {
                path: error.path().unwrap_or(&folder).to_owned(),
                cause: error.into(),
            })?;
            if entry.file_type().is_dir() {
                continue;
            }
            let relative = entry.path().strip_prefix(root).unwrap_or(entry.path());
            let path = with_slashes(relative);
            let behind = || {
                let is_link = entry.file_type().is_symlink();
                is_link.then(|| kind_behind(root, entry.path(), &path))?
            };
            let Some(kind) = kind_of(&path).or_else(behind) else {
                continue;
            };
            if relative.to_str().is_none() {
                return Err(FilesError::Name {
                    path: entry.into_path(),
                });
            }
            let stamp = stamp(entry.path());
            found.push(Found { path, kind, stamp });
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

/// Links to folders are not followed. One that leads out of the project, and would bring in what is read, is
/// taken for one of the files behind it, so that it is told.
fn kind_behind(root: &Path, full: &Path, path: &str) -> Option<Kind> {
    let is_told = full.is_dir()
        && !path.starts_with("data/sources/")
        && matches!(leads_to(root, full), Target::Outside);
    is_told.then_some(if path.starts_with("ontology/") {
        Kind::Ontology
    } else {
        Kind::Dossier
    })
}

fn with_slashes(path: &Path) -> String {
    let parts: Vec<_> = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}

/// A relative path with `.` and `..` worked out, or nothing if it leads above its start.
pub(super) fn normalise(path: &Path) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for component in path.components() {
        match component {
            Component::Normal(part) => parts.push(part.to_str()?),
            Component::CurDir => {}
            Component::ParentDir => {
                parts.pop()?;
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts.join("/"))
}

pub(super) enum Target {
    Inside,
    Outside,
    Nowhere,
}

/// Where a path leads once its symbolic links are followed.
pub(super) fn leads_to(root: &Path, path: &Path) -> Target {
    let (Ok(root), Ok(path)) = (root.canonicalize(), path.canonicalize()) else {
        return Target::Nowhere;
    };
    if path.starts_with(root) {
        Target::Inside
    } else {
        Target::Outside
    }
}
