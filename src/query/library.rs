//! The saved queries of a project: `queries/**/*.rq`.

use std::fs;
use std::path::{Path, PathBuf};

use super::{QueryError, Question};
use crate::diagnostic::did_you_mean;
use crate::project::Context;

/// A saved query, not read yet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Saved {
    /// Its path under `queries/` without the suffix, such as `members` or `checks/dates`.
    pub name: String,
    /// Its path in the project, with `/`.
    pub path: String,
    file: PathBuf,
}

impl Saved {
    /// Its text.
    pub fn text(&self) -> Result<String, QueryError> {
        let bytes = fs::read(&self.file).map_err(|cause| QueryError::Read {
            path: self.file.clone(),
            cause,
        })?;
        text(bytes, &self.path)
    }

    /// Reads and parses it.
    pub fn read(&self, context: &Context) -> Result<Question, QueryError> {
        let command = format!("citable query {}", self.name);
        Question::read(&self.path, &command, &self.text()?, context, false)
    }
}

/// The saved queries of the project at `root`, by name.
pub fn saved(root: &Path) -> Result<Vec<Saved>, QueryError> {
    let folder = root.join("queries");
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut saved = Vec::new();
    for entry in walkdir::WalkDir::new(&folder) {
        let entry = entry.map_err(|error| QueryError::Read {
            path: error.path().unwrap_or(&folder).to_owned(),
            cause: error.into(),
        })?;
        let relative = entry.path().strip_prefix(&folder).unwrap_or(entry.path());
        let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
        let path = parts.join("/");
        if let Some(name) = path.strip_suffix(".rq")
            && entry.path().is_file()
        {
            saved.push(Saved {
                name: name.to_owned(),
                path: format!("queries/{path}"),
                file: entry.into_path(),
            });
        }
    }
    saved.sort();
    Ok(saved)
}

/// The saved query of that name.
pub fn named(root: &Path, name: &str) -> Result<Saved, QueryError> {
    let all = saved(root)?;
    let plain = name.strip_prefix("queries/").unwrap_or(name);
    let plain = plain.strip_suffix(".rq").unwrap_or(plain);
    if let Some(found) = all.iter().find(|saved| saved.name == plain) {
        return Ok(found.clone());
    }
    let error = QueryError::usage(format!("there is no saved query `{name}`"));
    Err(
        match did_you_mean(plain, all.iter().map(|saved| &saved.name)) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None if all.is_empty() => {
                error.help("the project has none: put one at queries/NAME.rq")
            }
            None => error.help("`citable query` lists them"),
        },
    )
}

/// A query's text from bytes.
pub fn text(bytes: Vec<u8>, origin: &str) -> Result<String, QueryError> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text
            .strip_prefix('\u{FEFF}')
            .map(str::to_owned)
            .unwrap_or(text)),
        Err(_) => Err(QueryError::usage(format!("{origin} is not UTF-8")).help("save it as UTF-8")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_found_by_name() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("queries/checks")).unwrap();
        for path in ["members.rq", "checks/dates.rq", "README.md"] {
            fs::write(root.path().join("queries").join(path), "ASK {}").unwrap();
        }
        let names: Vec<_> = saved(root.path())
            .unwrap()
            .into_iter()
            .map(|s| s.name)
            .collect();
        assert_eq!(names, ["checks/dates", "members"]);
        assert_eq!(
            named(root.path(), "queries/members.rq").unwrap().name,
            "members"
        );
        let shown = named(root.path(), "membres").unwrap_err().render();
        assert!(shown.contains("did you mean `members`?"), "{shown}");
    }
}
