//! The one file that a build leaves: `.citable/build.nq`.
//!
//! It is sorted N-Quads under a few comment lines, so any RDF tool reads it as it is:
//!
//! ```text
//! # citable build 1
//! # version 0.1.0
//! # fingerprint <SHA-256 of all that follows the comment lines>
//! # base <IRI>
//! # lang <BCP 47>
//! # prefix <name> <IRI>
//! # input <SHA-256> <path>
//! # seal <SHA-256 of the lines above>
//! ```
//!
//! One file and one rename: who opens it sees the old build or the new one, never half of either, at
//! whatever moment the building process is killed.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::{FOLDER, Lock, StoreError, lock};
use crate::iri::hex;
use crate::project::Context;

const FIRST_LINE: &str = "# citable build 1";
const SEAL: &str = "# seal ";
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A build as it was left on disk.
#[derive(Debug)]
pub struct Build {
    /// The version of the tool that wrote it.
    pub version: String,
    /// The SHA-256 of the quads, in lower-case hexadecimal: same quads, same fingerprint.
    pub fingerprint: String,
    /// The names under which queries and exports know the project.
    pub context: Context,
    /// The files that it was built from, by path: each with its SHA-256 in lower-case hexadecimal.
    pub inputs: Vec<(String, String)>,
    bytes: Vec<u8>,
    /// Where the quads begin in them.
    body: usize,
}

impl Build {
    /// The build of the project at `root`. There is none if nothing was built yet, or if another
    /// version of the tool built it: that is built again, not misread. A file that is not what was
    /// written is [`StoreError::Damaged`].
    pub fn open(root: &Path) -> Result<Option<Build>, StoreError> {
        let path = path(root);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(cause) => return Err(StoreError::Read { path, cause }),
        };
        match parse(bytes) {
            Parsed::Build(build) => Ok(Some(build)),
            Parsed::OtherVersion => Ok(None),
            Parsed::Damaged => Err(StoreError::Damaged { path }),
        }
    }

    /// Puts a build in place of the one before. `quads` are N-Quads, sorted, a quad a line; the inputs
    /// may come in any order.
    pub fn put(
        root: &Path,
        _lock: &Lock,
        mut inputs: Vec<(String, String)>,
        context: &Context,
        quads: Vec<u8>,
    ) -> Result<Build, StoreError> {
        inputs.sort();
        let fingerprint = hex(&Sha256::digest(&quads));
        let head = head(&fingerprint, context, &inputs);
        replace(&path(root), &[head.as_bytes(), &quads])?;
        Ok(Build {
            version: VERSION.to_owned(),
            fingerprint,
            context: context.clone(),
            inputs,
            bytes: quads,
            body: 0,
        })
    }

    /// The sorted N-Quads.
    pub fn quads(&self) -> &[u8] {
        &self.bytes[self.body..]
    }
}

/// Where the build of a project is.
fn path(root: &Path) -> PathBuf {
    root.join(FOLDER).join("build.nq")
}

/// Where a build is written before it is put in place. One name is enough: the lock is held.
pub(super) fn unfinished(root: &Path) -> PathBuf {
    path(root).with_extension("nq.new")
}

// --- Writing --------------------------------------------------------------------------------

fn head(fingerprint: &str, context: &Context, inputs: &[(String, String)]) -> String {
    let Context {
        base,
        lang,
        prefixes,
    } = context;
    let mut head = format!("{FIRST_LINE}\n# version {VERSION}\n# fingerprint {fingerprint}\n");
    head += &format!("# base {base}\n# lang {lang}\n");
    for (prefix, namespace) in prefixes {
        head += &format!("# prefix {prefix} {namespace}\n");
    }
    for (path, sha256) in inputs {
        head += &format!("# input {sha256} {}\n", escape(path));
    }
    let seal = hex(&Sha256::digest(head.as_bytes()));
    head + &format!("{SEAL}{seal}\n")
}

/// A path in one line: `%` and control characters are percent-escaped, nothing else.
fn escape(path: &str) -> String {
    path.chars()
        .map(|character| match character {
            '%' | '\0'..='\x1F' | '\x7F' => format!("%{:02X}", character as u32),
            _ => character.to_string(),
        })
        .collect()
}

/// Puts a file in place by one rename, with its bytes and its name safely on disk. Where that fails, nothing is
/// left of it: half a file on a full disk would be in the way.
fn replace(path: &Path, parts: &[&[u8]]) -> Result<(), StoreError> {
    let new = path.with_extension("nq.new");
    let failed = |cause| StoreError::Write {
        path: path.to_owned(),
        cause,
    };
    if let Err(cause) = write(&new, parts).and_then(|()| fs::rename(&new, path)) {
        // That it cannot be removed either is not worth more words than the failure itself.
        let _ = lock::discard(&new);
        return Err(failed(cause));
    }
    sync_folder(path).map_err(failed)
}

fn write(path: &Path, parts: &[&[u8]]) -> io::Result<()> {
    let mut file = File::create(path)?;
    for part in parts {
        file.write_all(part)?;
    }
    file.sync_all()
}

/// Makes the rename last. Only Unix lets a folder be opened for this.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

#[cfg(not(unix))]
fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}

// --- Reading --------------------------------------------------------------------------------

enum Parsed {
    Build(Build),
    OtherVersion,
    Damaged,
}

fn parse(bytes: Vec<u8>) -> Parsed {
    let mut rest = &bytes[..];
    if next_comment(&mut rest) != Some(FIRST_LINE) {
        return Parsed::OtherVersion;
    }
    let version = next_comment(&mut rest).and_then(|line| line.strip_prefix("# version "));
    if version != Some(VERSION) {
        return Parsed::OtherVersion;
    }
    let line = next_comment(&mut rest).and_then(|line| line.strip_prefix("# fingerprint "));
    let Some(fingerprint) = line.map(str::to_owned) else {
        return Parsed::Damaged;
    };
    let Some((context, inputs)) = parse_lists(&mut rest) else {
        return Parsed::Damaged;
    };
    let sealed = bytes.len() - rest.len();
    let seal = next_comment(&mut rest).and_then(|line| line.strip_prefix(SEAL));
    if seal != Some(&hex(&Sha256::digest(&bytes[..sealed])))
        || hex(&Sha256::digest(rest)) != fingerprint
    {
        return Parsed::Damaged;
    }
    Parsed::Build(Build {
        version: VERSION.to_owned(),
        fingerprint,
        context,
        inputs,
        body: bytes.len() - rest.len(),
        bytes,
    })
}

/// Takes one comment line off the front.
fn next_comment<'a>(rest: &mut &'a [u8]) -> Option<&'a str> {
    if !rest.starts_with(b"#") {
        return None;
    }
    let end = memchr::memchr(b'\n', rest)?;
    let line = std::str::from_utf8(&rest[..end]).ok()?;
    *rest = &rest[end + 1..];
    Some(line)
}

/// The names and the inputs.
fn parse_lists(rest: &mut &[u8]) -> Option<(Context, Vec<(String, String)>)> {
    let mut context = Context {
        base: next_comment(rest)?.strip_prefix("# base ")?.to_owned(),
        lang: next_comment(rest)?.strip_prefix("# lang ")?.to_owned(),
        prefixes: Vec::new(),
    };
    let mut inputs = Vec::new();
    while rest.starts_with(b"#") && !rest.starts_with(SEAL.as_bytes()) {
        let line = next_comment(rest)?;
        if let Some(prefix) = line.strip_prefix("# prefix ") {
            let (name, namespace) = prefix.split_once(' ')?;
            context
                .prefixes
                .push((name.to_owned(), namespace.to_owned()));
        } else {
            let (sha256, path) = line.strip_prefix("# input ")?.split_once(' ')?;
            inputs.push((unescape(path)?, sha256.to_owned()));
        }
    }
    Some((context, inputs))
}

fn unescape(path: &str) -> Option<String> {
    let mut parts = path.split('%');
    let mut plain = parts.next()?.to_owned();
    for part in parts {
        let code = u8::from_str_radix(part.get(..2)?, 16).ok()?;
        plain.push(char::from(code));
        plain += &part[2..];
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUADS: &[u8] = b"<a:a> <a:b> <a:c> <a:g> .\n";

    fn built(root: &Path) -> Build {
        let lock = Lock::take(root, || {}).unwrap();
        let input = ("data/50 % of\nit.md".into(), "00".into());
        let context = Context {
            base: "https://example.org/".into(),
            lang: "en".into(),
            prefixes: vec![("e".into(), "https://example.org/entity/".into())],
        };
        Build::put(root, &lock, vec![input], &context, QUADS.to_vec()).unwrap()
    }

    #[test]
    fn what_is_put_is_opened() {
        let root = tempfile::tempdir().unwrap();
        assert!(Build::open(root.path()).unwrap().is_none());
        let put = built(root.path());
        let open = Build::open(root.path()).unwrap().unwrap();
        assert_eq!(open.quads(), QUADS);
        assert_eq!(open.inputs, put.inputs);
        assert_eq!(open.fingerprint, put.fingerprint);
        assert_eq!(open.inputs[0].0, "data/50 % of\nit.md");
        assert_eq!(open.context, put.context);
        assert!(!unfinished(root.path()).exists());
    }

    #[test]
    fn another_version_is_no_build() {
        let root = tempfile::tempdir().unwrap();
        built(root.path());
        let file = path(root.path());
        let text = fs::read_to_string(&file).unwrap();
        let other = text.replace(&format!("version {VERSION}"), "version 0.0.1");
        fs::write(&file, other).unwrap();
        assert!(Build::open(root.path()).unwrap().is_none());
    }

    #[test]
    fn what_was_changed_is_damaged_and_can_be_replaced() {
        let root = tempfile::tempdir().unwrap();
        built(root.path());
        let file = path(root.path());
        let text = fs::read_to_string(&file).unwrap();
        for (old, new) in [
            ("a:c", "a:d"),
            ("# lang en", "# lang fr"),
            ("# input 00", "# input 01"),
        ] {
            assert!(text.contains(old));
            fs::write(&file, text.replace(old, new)).unwrap();
            let error = Build::open(root.path()).unwrap_err();
            assert!(error.to_string().contains("citable build"), "{error}");
        }
        built(root.path());
        assert!(Build::open(root.path()).unwrap().is_some());
    }
}
