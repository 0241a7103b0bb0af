//! The catalogue of the build that is there now.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use super::Catalogue;
use crate::query::QueryError;
use crate::store::Build;

/// When the head of a build was put in place, and how long it is.
type Stamp = (SystemTime, u64);

/// Holds the catalogue of a project's build, and makes another once there is another build.
pub struct Live {
    root: PathBuf,
    /// What people call the project.
    pub title: String,
    current: Mutex<(Option<Stamp>, Arc<Catalogue>)>,
    /// Whoever makes a catalogue holds this; the others take the old one meanwhile.
    making: Mutex<()>,
    tell: Box<dyn Fn(Result<(), String>) + Send + Sync>,
}

impl Live {
    /// Of the build that is there; nothing if there is none. `tell` hears when another build was taken up, and why one was not.
    pub fn open(
        root: &Path,
        title: String,
        tell: Box<dyn Fn(Result<(), String>) + Send + Sync>,
    ) -> Result<Option<Live>, QueryError> {
        let stamp = stamp(root);
        let Some(build) = Build::open(root)? else {
            return Ok(None);
        };
        let catalogue = Arc::new(Catalogue::of(&build)?);
        Ok(Some(Live {
            root: root.to_owned(),
            title,
            current: Mutex::new((stamp, catalogue)),
            making: Mutex::new(()),
            tell,
        }))
    }

    /// The catalogue of the last build that could be read.
    pub fn catalogue(&self) -> Arc<Catalogue> {
        let now = stamp(&self.root);
        let (known, catalogue) = self.current();
        // While a build is put in place there may be none for a moment.
        if now.is_none() || now == known {
            return catalogue;
        }
        let Ok(_making) = self.making.try_lock() else {
            return catalogue;
        };
        let made = Build::open(&self.root)
            .map_err(QueryError::from)
            .and_then(|build| build.as_ref().map(Catalogue::of).transpose());
        let (catalogue, told) = match made {
            Ok(Some(made)) => (Arc::new(made), Ok(())),
            Ok(None) => (
                catalogue,
                Err("it is of another version of citable".to_owned()),
            ),
            Err(error) => (catalogue, Err(error.to_string())),
        };
        // What could not be read is not read again until it changes.
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = (now, catalogue.clone());
        (self.tell)(told);
        catalogue
    }

    fn current(&self) -> (Option<Stamp>, Arc<Catalogue>) {
        self.current
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

fn stamp(root: &Path) -> Option<Stamp> {
    let about = fs::metadata(Build::head(root)).ok()?;
    Some((about.modified().ok()?, about.len()))
}
