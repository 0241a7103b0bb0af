//! Where a reading stands: the file and the line, as the project's files are now.
//!
//! No line number is in the build, since moving a line changes nothing of what it says. So the file is read, and the reading
//! found in it that says the same statement off the same words. A file that has not changed since the build need not be read:
//! its lines are remembered.

use serde::Serialize;

use super::WhyError;
use super::archive::Archive;
use super::quotation::Quotation;

/// Where something stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// From the project's root; nothing if it is not known.
    pub file: Option<String>,
    /// Nothing if it no longer stands in the file.
    pub line: Option<usize>,
    /// Whether a reading rests on other words, or on another reason, than it did when it was built.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub changed: bool,
    /// Whether it must stand in the file, which is as it was built, but is read otherwise now: names or the vocabulary
    /// have changed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unread: bool,
}

/// What tells a reading apart from others of its file.
pub struct Marks<'a> {
    /// The last part of the statement's IRI.
    pub key: &'a str,
    pub quotations: &'a [Quotation],
    pub because: Option<&'a str>,
}

/// Where a reading of the graph `container` stands.
pub fn find(archive: &Archive, container: &str, marks: &Marks) -> Result<Place, WhyError> {
    if !archive.looks_up() {
        return Ok(Place::default());
    }
    let file = archive.path(container).map(str::to_owned);
    if let Some(line) = archive.line(container, marks.key) {
        return Ok(Place {
            file,
            line: Some(line),
            ..Place::default()
        });
    }
    let opened = archive.open(container)?;
    let written = opened.as_ref().as_ref();
    let found = written.and_then(|written| written.find(marks));
    let unread = match written {
        Some(written) if found.is_none() => archive.is_as_built(&written.file)?,
        _ => false,
    };
    let line = |start: u32| written.map(|it| it.file.position(start as usize).line);
    Ok(Place {
        file,
        line: found.and_then(|(reading, _)| line(reading.span.start)),
        changed: found.is_some_and(|(_, is_same)| !is_same),
        unread,
    })
}
