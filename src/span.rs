//! Places in the user's files.
//!
//! A [`Span`] is a half-open range of bytes in one file of [`Files`](crate::files::Files). Lines and
//! columns are worked out only when a diagnostic is shown.

use serde::{Deserialize, Serialize};

/// The number of a file in [`Files`](crate::files::Files).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FileId(pub u32);

/// A half-open range of bytes in one file. Ordered as a reader meets it: by file, then by place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// The bytes `start..end` of `file`. Files are limited well below 4 GiB, so offsets fit.
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let fit = |n: usize| u32::try_from(n).expect("files over 4 GiB are refused when read");
        Self {
            file,
            start: fit(start),
            end: fit(end),
        }
    }

    /// The span from the start of this one to the end of `other`, in the same file.
    pub fn to(self, other: Span) -> Span {
        Span {
            end: other.end,
            ..self
        }
    }

    /// The empty span at the end of this one: where something is missing.
    pub fn after(self) -> Span {
        Span {
            start: self.end,
            ..self
        }
    }

    /// The same bytes of whichever file they are in.
    pub fn place(self) -> Place {
        Place {
            start: self.start,
            end: self.end,
        }
    }

    /// The range of bytes, to index the file's text with.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A half-open range of bytes in a file that is known from elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    pub start: u32,
    pub end: u32,
}

impl Place {
    /// The place in a file.
    pub fn of(self, file: FileId) -> Span {
        Span {
            file,
            start: self.start,
            end: self.end,
        }
    }
}

/// What has places in files, whose numbers can change from one run to the next.
pub trait Placed {
    /// Calls `visit` with every span.
    fn each_span(&mut self, visit: &mut dyn FnMut(&mut Span));
}

impl<T: Placed> Placed for Vec<T> {
    fn each_span(&mut self, visit: &mut dyn FnMut(&mut Span)) {
        self.iter_mut().for_each(|item| item.each_span(visit));
    }
}

/// A value and the place where it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}

impl<T> Spanned<T> {
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}
