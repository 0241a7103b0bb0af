//! What services have answered, on disk: `.citable/reconcile/SERVICE/QUERY`.
//!
//! A file is named by digests of the service's URL and of the query, and holds both beside the answer, under a digest of the
//! whole. It is written beside its place and renamed. One that is damaged is as none.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::ReconcileError;
use crate::iri::hex;
use crate::store::FOLDER;

/// The answers of all services. To forget what one has answered, delete its folder.
#[derive(Clone, Debug)]
pub struct Cache {
    folder: PathBuf,
}

/// A file's content, after the line with its digest.
#[derive(Serialize, Deserialize)]
struct Entry {
    service: String,
    asked: Value,
    answered: Value,
}

impl Cache {
    /// That of the project at `root`. Nothing is made yet.
    pub fn of(root: &Path) -> Cache {
        Cache {
            folder: root.join(FOLDER).join("reconcile"),
        }
    }

    /// What a service has answered to a question, if it was asked.
    pub fn get(&self, service: &str, asked: &Value) -> Option<Value> {
        let bytes = fs::read(self.path(service, asked)).ok()?;
        let at = bytes.iter().position(|byte| *byte == b'\n')?;
        let (digest, rest) = (bytes.get(..at)?, bytes.get(at + 1..)?);
        if digest != sha256(rest).as_bytes() {
            return None;
        }
        let entry: Entry = serde_json::from_slice(rest).ok()?;
        (entry.service == service && entry.asked == *asked).then_some(entry.answered)
    }

    /// Keeps an answer.
    pub fn put(&self, service: &str, asked: &Value, answered: Value) -> Result<(), ReconcileError> {
        let path = self.path(service, asked);
        let entry = Entry {
            service: service.to_owned(),
            asked: asked.clone(),
            answered,
        };
        let written = serde_json::to_vec(&entry)
            .map_err(io::Error::from)
            .and_then(|rest| write(&path, &rest));
        written.map_err(|cause| ReconcileError::Write { path, cause })
    }

    fn path(&self, service: &str, asked: &Value) -> PathBuf {
        // Objects are sorted by their keys, so the same question is the same text.
        let query = sha256(asked.to_string().as_bytes());
        self.folder
            .join(&sha256(service.as_bytes())[..16])
            .join(query)
    }
}

fn write(path: &Path, rest: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new()
        .prefix(".new-")
        .tempfile_in(folder)?;
    writeln!(file, "{}", sha256(rest))?;
    file.write_all(rest)?;
    file.persist(path)?;
    Ok(())
}

fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_kept_comes_back_and_what_is_damaged_does_not() {
        let root = tempfile::tempdir().unwrap();
        let cache = Cache::of(root.path());
        let (service, asked) = (
            "https://example.com/",
            json!({"query": "Delhi", "limit": 3}),
        );
        assert_eq!(cache.get(service, &asked), None);
        cache.put(service, &asked, json!([1])).unwrap();
        assert_eq!(cache.get(service, &asked), Some(json!([1])));
        assert_eq!(
            cache.get(service, &json!({"limit": 3, "query": "Delhi"})),
            Some(json!([1]))
        );
        assert_eq!(cache.get("https://example.org/", &asked), None);
        let path = cache.path(service, &asked);
        let whole = fs::read(&path).unwrap();
        for damaged in [&whole[..whole.len() - 1], b"", b"\n{}", &whole[1..]] {
            fs::write(&path, damaged).unwrap();
            assert_eq!(cache.get(service, &asked), None);
        }
        let mut flipped = whole.clone();
        let last = flipped.len() - 3;
        flipped[last] ^= 1;
        fs::write(&path, &flipped).unwrap();
        assert_eq!(cache.get(service, &asked), None);
        cache.put(service, &asked, json!([2])).unwrap();
        assert_eq!(cache.get(service, &asked), Some(json!([2])));
        let files = fs::read_dir(path.parent().unwrap()).unwrap().count();
        assert_eq!(files, 1, "nothing is left over");
    }
}
