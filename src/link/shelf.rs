//! What is kept of a data set between runs: its things in the order of their IRIs, and the index over their names.
//!
//! ```text
//! .citable/datasets/NAME/things   the things one after the other, then where each starts, then how many there are
//! .citable/datasets/NAME/names    the index over their names
//! .citable/datasets/NAME/about    of which files and settings both were made; written last
//! ```
//!
//! Both are made anew if a file of the data set, or what the settings say of it, has changed.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::LinkError;
use super::index::{Builder, Index};
use crate::dataset::{self, Dataset, DatasetError, Record, Skipped};
use crate::files::Stamp;
use crate::iri::hex;
use crate::project::Origin;

/// The form of the files; another version of it is made anew.
const FORM: u32 = 1;
const THINGS: &str = "things";
const NAMES: &str = "names";
const ABOUT: &str = "about";
/// How the names of folders begin in which both are made.
const UNFINISHED: &str = ".new-";

/// The things of a data set, and the index over their names.
pub struct Shelf {
    things: Mutex<File>,
    path: PathBuf,
    count: u64,
    /// Where the table of the places begins.
    table: u64,
    pub index: Index,
    /// What could not be read when it was made.
    pub skipped: Vec<String>,
    /// Whether it was made just now.
    pub is_new: bool,
}

/// Of what a shelf was made.
#[derive(Serialize, Deserialize, PartialEq, Eq)]
struct About {
    form: u32,
    version: String,
    /// A digest of what the settings say.
    settings: String,
    files: Vec<Input>,
    skipped: Vec<String>,
}

/// A file of a data set, from the project's root.
#[derive(Clone, Serialize, Deserialize, PartialEq, Eq)]
pub struct Input {
    pub path: String,
    size: u64,
    mark: u64,
    pub sha256: String,
}

impl Shelf {
    /// Opens what is kept of a data set, or makes it.
    pub fn open(dataset: Dataset) -> Result<Shelf, LinkError> {
        let folder = dataset::folder(dataset.root, &dataset.settings.name);
        let known = read_about(&folder);
        let about = about(dataset, known.as_ref())?;
        let is_same = |known: &About| {
            let same = |a: &Input, b: &Input| a.path == b.path && a.sha256 == b.sha256;
            known.form == about.form
                && known.version == about.version
                && known.settings == about.settings
                && known.files.len() == about.files.len()
                && known
                    .files
                    .iter()
                    .zip(&about.files)
                    .all(|(a, b)| same(a, b))
        };
        let wants_anew = matches!(dataset.settings.origin, Origin::Sparql(_))
            && dataset.asking.refresh
            && !dataset.asking.offline;
        if let Some(known) = known
            && is_same(&known)
            && !wants_anew
            && let Ok(mut shelf) = Shelf::read(&folder)
        {
            shelf.skipped = known.skipped.clone();
            if known.files != about.files {
                let skipped = known.skipped;
                write_about(&folder, &About { skipped, ..about })?;
            }
            return Ok(shelf);
        }
        Shelf::make(dataset, &folder, about)
    }

    /// The same; nothing if the data set has nothing that can be kept, or nothing is kept of an endpoint yet.
    pub fn open_if_kept(dataset: Dataset) -> Result<Option<Shelf>, LinkError> {
        match Shelf::open(dataset) {
            Err(LinkError::Dataset(
                DatasetError::NotCached { .. } | DatasetError::NoRecords { .. },
            )) => Ok(None),
            shelf => shelf.map(Some),
        }
    }

    fn make(dataset: Dataset, folder: &Path, mut about: About) -> Result<Shelf, LinkError> {
        let failed = |cause| LinkError::write(folder, cause);
        fs::create_dir_all(folder).map_err(failed)?;
        // Without it nothing is taken for whole while it is made.
        remove(&folder.join(ABOUT)).map_err(failed)?;
        sweep(folder);
        let unfinished = tempfile::Builder::new()
            .prefix(UNFINISHED)
            .tempdir_in(folder)
            .map_err(failed)?;
        let names = unfinished.path().join(NAMES);
        let mut builder = Builder::new(&names)?;
        let mut things = Things::new(unfinished.path()).map_err(failed)?;
        let mut outcome = Ok(());
        let skipped = dataset::each(dataset, unfinished.path(), &mut |record| {
            let put = things.put(&record).map_err(|cause| DatasetError::Write {
                folder: folder.to_owned(),
                cause,
            });
            let number = put?;
            if outcome.is_ok() && record.redirect.is_none() {
                outcome = record
                    .names()
                    .try_for_each(|name| builder.add(number, name));
            }
            Ok(())
        })?;
        outcome?;
        about.skipped = lines(&skipped);
        drop(builder.finish()?);
        let path = things.finish().map_err(failed)?;
        fs::rename(path, folder.join(THINGS)).map_err(failed)?;
        fs::rename(&names, folder.join(NAMES)).map_err(failed)?;
        write_about(folder, &about)?;
        let mut shelf = Shelf::read(folder)?;
        shelf.skipped = about.skipped;
        shelf.is_new = true;
        Ok(shelf)
    }

    fn read(folder: &Path) -> Result<Shelf, LinkError> {
        let path = folder.join(THINGS);
        let failed = |cause| LinkError::read(&path, cause);
        let mut things = File::open(&path).map_err(failed)?;
        let end = things.seek(SeekFrom::End(0)).map_err(failed)?;
        let count = number_at(&mut things, end.saturating_sub(8)).map_err(failed)?;
        let table = count
            .checked_add(1)
            .and_then(|places| places.checked_mul(8))
            .and_then(|size| end.checked_sub(size));
        let table = table.ok_or_else(|| LinkError::damaged(&path))?;
        Ok(Shelf {
            things: Mutex::new(things),
            path: path.clone(),
            count,
            table,
            index: Index::open(&folder.join(NAMES))?,
            skipped: Vec::new(),
            is_new: false,
        })
    }

    /// How many things there are.
    pub fn len(&self) -> u64 {
        self.count
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The thing with a number.
    pub fn get(&self, number: u64) -> Result<Record, LinkError> {
        let failed = |cause| LinkError::read(&self.path, cause);
        let bytes = {
            let mut things = self.things.lock().unwrap_or_else(|lock| lock.into_inner());
            let place = |at: u64| self.table + 8 * at;
            let start = number_at(&mut things, place(number)).map_err(failed)?;
            let end = match number + 1 == self.count {
                true => self.table,
                false => number_at(&mut things, place(number + 1)).map_err(failed)?,
            };
            let size = end.checked_sub(start).filter(|_| end <= self.table);
            let size = size.and_then(|size| usize::try_from(size).ok());
            let mut bytes = vec![0; size.ok_or_else(|| LinkError::damaged(&self.path))?];
            things.seek(SeekFrom::Start(start)).map_err(failed)?;
            things.read_exact(&mut bytes).map_err(failed)?;
            bytes
        };
        postcard::from_bytes(&bytes).map_err(|_| LinkError::damaged(&self.path))
    }

    /// The thing with an IRI.
    pub fn find(&self, iri: &str) -> Result<Option<Record>, LinkError> {
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = low + (high - low) / 2;
            let record = self.get(middle)?;
            match record.iri.as_bytes().cmp(iri.as_bytes()) {
                std::cmp::Ordering::Equal => return Ok(Some(record)),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        Ok(None)
    }
}

/// Things as they are written, with their places.
struct Things {
    out: BufWriter<File>,
    path: PathBuf,
    places: BufWriter<File>,
    at: u64,
    count: u32,
}

impl Things {
    fn new(folder: &Path) -> io::Result<Things> {
        let path = folder.join(THINGS);
        Ok(Things {
            out: BufWriter::new(File::create(&path)?),
            path,
            places: BufWriter::new(tempfile::tempfile_in(folder)?),
            at: 0,
            count: 0,
        })
    }

    /// Writes a thing, and gives its number.
    fn put(&mut self, record: &Record) -> io::Result<u32> {
        let bytes = postcard::to_allocvec(record).map_err(io::Error::other)?;
        self.out.write_all(&bytes)?;
        self.places.write_all(&self.at.to_le_bytes())?;
        self.at += bytes.len() as u64;
        let number = self.count;
        let next = self.count.checked_add(1);
        self.count = next.ok_or_else(|| io::Error::other("there are more than 4,294,967,295"))?;
        Ok(number)
    }

    fn finish(mut self) -> io::Result<PathBuf> {
        let mut places = self
            .places
            .into_inner()
            .map_err(|error| error.into_error())?;
        places.rewind()?;
        io::copy(&mut places, &mut self.out)?;
        self.out.write_all(&u64::from(self.count).to_le_bytes())?;
        self.out.flush()?;
        self.out.get_ref().sync_all()?;
        Ok(self.path)
    }
}

fn number_at(file: &mut File, place: u64) -> io::Result<u64> {
    let mut bytes = [0; 8];
    file.seek(SeekFrom::Start(place))?;
    file.read_exact(&mut bytes)?;
    Ok(u64::from_le_bytes(bytes))
}

fn lines(skipped: &Skipped) -> Vec<String> {
    skipped.lines().collect()
}

/// What a shelf would be made of now. A file that has the stamp it had is taken to have its digest.
fn about(dataset: Dataset, known: Option<&About>) -> Result<About, LinkError> {
    let mut files = Vec::new();
    if let Origin::Files(paths) = &dataset.settings.origin {
        for path in paths {
            let known = known.and_then(|about| about.files.iter().find(|it| it.path == *path));
            files.push(input(dataset.root, path, known)?);
        }
    }
    let mut settings = dataset.settings.clone();
    // These don't bear on what things are.
    settings.fetch.clear();
    settings.predicate = Default::default();
    let said = format!("{settings:?} {:?}", dataset.terms);
    Ok(About {
        form: FORM,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        settings: hex(&Sha256::digest(said)),
        files,
        skipped: Vec::new(),
    })
}

/// The files of a data set as they are now. One that is kept already is not read again for its digest.
pub fn inputs(dataset: Dataset) -> Result<Vec<Input>, LinkError> {
    let known = read_about(&dataset::folder(dataset.root, &dataset.settings.name));
    Ok(about(dataset, known.as_ref())?.files)
}

fn input(root: &Path, path: &str, known: Option<&Input>) -> Result<Input, LinkError> {
    let full = root.join(path);
    let failed = |cause| {
        LinkError::from(DatasetError::Read {
            path: path.to_owned(),
            cause,
        })
    };
    let metadata = fs::metadata(&full).map_err(failed)?;
    let Stamp { size, mark } = Stamp::of(&metadata, SystemTime::now());
    let is_same = |known: &&Input| known.size == size && known.mark == mark && mark != 0;
    let sha256 = match known.filter(is_same) {
        Some(known) => known.sha256.clone(),
        None => digest(&full).map_err(failed)?,
    };
    let path = path.to_owned();
    Ok(Input {
        path,
        size,
        mark,
        sha256,
    })
}

/// The SHA-256 of a file, however large.
fn digest(path: &Path) -> io::Result<String> {
    if !fs::metadata(path)?.is_file() {
        let why = "it is not a regular file";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
    }
    let mut reader = BufReader::with_capacity(1 << 20, File::open(path)?);
    let mut digest = Sha256::new();
    let mut bytes = vec![0; 1 << 20];
    loop {
        match reader.read(&mut bytes)? {
            0 => return Ok(hex(&digest.finalize())),
            count => digest.update(&bytes[..count]),
        }
    }
}

fn read_about(folder: &Path) -> Option<About> {
    serde_json::from_slice(&fs::read(folder.join(ABOUT)).ok()?).ok()
}

fn write_about(folder: &Path, about: &About) -> Result<(), LinkError> {
    let failed = |cause| LinkError::write(folder, cause);
    let bytes = serde_json::to_vec(about).map_err(|error| failed(error.into()))?;
    let mut out = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    out.write_all(&bytes).map_err(failed)?;
    let put = out.persist(folder.join(ABOUT));
    put.map(drop).map_err(|error| failed(error.error))
}

/// Removes what runs that were killed have left. One that is younger than a day may still be at work.
fn sweep(folder: &Path) {
    const DAY: Duration = Duration::from_secs(86_400);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_unfinished = entry.file_name().to_string_lossy().starts_with(UNFINISHED);
        let changed = entry.metadata().and_then(|about| about.modified()).ok();
        let age = changed.and_then(|then| SystemTime::now().duration_since(then).ok());
        if is_unfinished && age.is_some_and(|age| age > DAY) {
            // What cannot be removed is in nobody's way.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
