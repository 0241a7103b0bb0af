//! A file becomes a source: its text is stored, and a dossier is begun.

use std::path::Path;

use super::{SourceError, are_inside, front};
use crate::edit::{Change, Edits};
use crate::extract::{self, Extracted};
use crate::files::{Files, Kind, sha256};
use crate::iri;
use crate::project::Project;
use crate::unit;

/// What is asked for, beside the file.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub id: Option<String>,
    pub title: Option<String>,
    pub lang: Option<String>,
}

/// A source that can be added.
#[derive(Clone, Debug)]
pub struct Addition {
    pub id: String,
    pub title: String,
    pub lang: String,
    /// Whether the language was told neither by a person nor by the file or its words.
    pub lang_is_assumed: bool,
    /// Paths from the project's root.
    pub text: String,
    pub dossier: String,
    pub extractor: Option<String>,
    /// The number of pages, where the file has any.
    pub pages: usize,
    pub characters: usize,
    pub changes: Vec<Change>,
}

/// Makes a source of a file, of which the path and the bytes are given. Nothing is written over.
pub fn add(
    root: &Path,
    project: &Project,
    path: &Path,
    bytes: &[u8],
    wanted: Wanted,
) -> Result<Addition, SourceError> {
    let extracted = extract::extract(path, bytes).map_err(|error| {
        SourceError::Data(format!("{} cannot be added: {error}", path.display()))
    })?;
    let id = id(path, wanted.id)?;
    let files = Files::find(root)?;
    is_free(&files, &id)?;
    let stored = stored(&files, root, path, &extracted);
    let text = stored
        .clone()
        .unwrap_or_else(|| format!("data/sources/{id}.txt"));
    let dossier = format!("data/{id}.dossier.md");
    for new in [Some(&dossier), stored.is_none().then_some(&text)]
        .into_iter()
        .flatten()
    {
        if root.join(new).symlink_metadata().is_ok() {
            let message =
                format!("there already is a file `{new}`; name the source otherwise with --id");
            return Err(SourceError::Usage(message));
        }
    }
    are_inside(root, [&text, &dossier])?;
    let title = title(path, wanted.title, &extracted)?;
    let told = wanted.lang.or_else(|| extracted.lang.clone());
    let mut addition = Addition {
        lang_is_assumed: told.is_none(),
        lang: told.unwrap_or_else(|| project.lang.clone()),
        pages: extracted.text.matches('\u{C}').count() + 1,
        characters: extracted.text.chars().count(),
        extractor: extracted.extractor.clone(),
        id,
        title,
        text,
        dossier,
        changes: Vec::new(),
    };
    let begun = addition.begun(path, bytes, &extracted, stored.is_some());
    let mut edits = Edits::new();
    edits.create(addition.dossier.clone(), begun);
    if stored.is_none() {
        edits.create(addition.text.clone(), extracted.text);
    }
    addition.changes = edits.changes()?;
    Ok(addition)
}

impl Addition {
    /// The dossier to begin with.
    fn begun(&self, path: &Path, bytes: &[u8], extracted: &Extracted, in_place: bool) -> String {
        let from_data = |path: &str| match path.strip_prefix("data/") {
            Some(path) => path.to_owned(),
            None => format!("../{path}"),
        };
        let mut lines = vec![
            "dossier: 1".to_owned(),
            format!("id: {}", self.id),
            format!("title: {}", front::string(&self.title)),
            format!("lang: {}", self.lang),
            format!("text: {}", front::value(&from_data(&self.text))),
            format!("sha256: {}", sha256(extracted.text.as_bytes())),
        ];
        if !in_place {
            lines.push(format!(
                "original: {}",
                front::string(&name_with_suffix(path))
            ));
            lines.push(format!("original-sha256: {}", sha256(bytes)));
        }
        if let Some(extractor) = &self.extractor {
            lines.push(format!("extractor: {}", front::value(extractor)));
        }
        format!("---\n{}\n---\n\n# {}\n", lines.join("\n"), self.title)
    }
}

/// The title, on one line: as it is asked for, as the file says, or as it is called.
fn title(
    path: &Path,
    wanted: Option<String>,
    extracted: &Extracted,
) -> Result<String, SourceError> {
    let Some(wanted) = wanted else {
        let told = extracted.title.clone();
        let title = told.or_else(|| extract::one_line(&name(path)));
        return Ok(title.unwrap_or_else(|| name(path)));
    };
    extract::one_line(&wanted).ok_or_else(|| {
        SourceError::Usage("a title has words: give some with --title, or leave it out".to_owned())
    })
}

/// The id: as it is asked for, or as the file is called.
fn id(path: &Path, wanted: Option<String>) -> Result<String, SourceError> {
    let usage = |message: String| Err(SourceError::Usage(message));
    match wanted {
        Some(id) if iri::is_slug(&id) => Ok(id),
        Some(id) => usage(format!(
            "`{id}` is no id: it has lower-case letters, digits, and single hyphens between"
        )),
        None => match iri::slug(&name(path)) {
            Some(id) => Ok(id),
            None => usage(format!(
                "no id can be made of `{}`: give one with --id",
                name(path)
            )),
        },
    }
}

/// Whether no dossier is on a source of this id.
fn is_free(files: &Files, id: &str) -> Result<(), SourceError> {
    for dossier in files.of(Kind::Dossier) {
        let (file, _) = files.read(dossier)?;
        let front = unit::parse(dossier, &file).0.front_matter;
        if front.is_some_and(|front| front.get("id").is_some_and(|known| known.value == id)) {
            let message = format!(
                "`{}` is on a source `{id}` already: name this one otherwise with --id, or replace the text of that one with `citable source update`",
                file.path
            );
            return Err(SourceError::Usage(message));
        }
    }
    Ok(())
}

/// Where the file is stored already: a text that lies under `data/` is not copied.
fn stored(files: &Files, root: &Path, path: &Path, extracted: &Extracted) -> Option<String> {
    let (root, path) = (root.canonicalize().ok()?, path.canonicalize().ok()?);
    let relative = path.strip_prefix(root).ok()?.to_str()?.replace('\\', "/");
    let is_text = extracted.extractor.is_none() && relative.starts_with("data/");
    (is_text && files.at_path(&relative).is_none()).then_some(relative)
}

fn name(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or(path.as_os_str());
    stem.to_string_lossy().into_owned()
}

pub fn name_with_suffix(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}
