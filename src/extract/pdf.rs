//! A PDF file: the words of each page in the order in which they are drawn, by `pdf-extract`.
//!
//! The pages are parted by form feeds (U+000C), also where a page has no words, so that the third part is page 3. A page that
//! cannot be read makes the whole file unreadable: a page less would shift all that follow.

use std::fmt;
use std::panic;
use std::thread;

use pdf_extract::{ConvertToFmt, Document, OutputError, PlainTextOutput, output_doc_page};

use super::html::tidy;
use super::{ExtractError, Extracted, LARGEST_TEXT, inflate, library};

/// Pages may hold forms that hold forms: a deep stack, so that only a file without end exceeds it.
const STACK: usize = 256 << 20;
/// The name of the thread that reads a file.
const READER: &str = "reader of a PDF file";

/// The library panics at some damaged files; on a thread of its own that is an error like others.
pub fn extract(bytes: &[u8]) -> Result<Extracted, ExtractError> {
    be_quiet();
    thread::scope(|scope| {
        let reader = thread::Builder::new()
            .name(READER.to_owned())
            .stack_size(STACK);
        let reading = reader
            .spawn_scoped(scope, || read(bytes))
            .map_err(|error| ExtractError::Damaged(error.to_string()))?;
        let outcome = reading.join();
        outcome.unwrap_or_else(|_| Err(ExtractError::Damaged("it breaks the reader".to_owned())))
    })
}

/// Keeps the panics of the library from being printed.
fn be_quiet() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if thread::current().name() != Some(READER) {
                usual(info);
            }
        }));
    });
}

fn read(bytes: &[u8]) -> Result<Extracted, ExtractError> {
    let damaged = |error: pdf_extract::Error| ExtractError::Damaged(error.to_string());
    inflate::check_file(bytes)?;
    let mut document = Document::load_mem(bytes).map_err(damaged)?;
    if document.is_encrypted() {
        // Many files are locked against changes only, and open without a password.
        document.decrypt("").map_err(|_| ExtractError::Encrypted)?;
    }
    inflate::check(&mut document)?;
    let numbers: Vec<u32> = document.get_pages().into_keys().collect();
    let mut text = String::new();
    for (index, &number) in numbers.iter().enumerate() {
        if index > 0 {
            text.push('\u{C}');
        }
        let page = page(&document, number).map_err(|_| ExtractError::Page {
            page: index + 1,
            pages: numbers.len(),
        })?;
        text.push_str(&tidy(&page.0));
        if page.is_full() || text.len() > LARGEST_TEXT {
            return Err(ExtractError::TooLarge);
        }
    }
    let (title, lang) = about(&document);
    Ok(Extracted {
        text,
        title,
        lang,
        extractor: Some(library("pdf-extract")),
    })
}

fn page(document: &Document, number: u32) -> Result<Page, OutputError> {
    let mut page = Page(String::new());
    let mut output = PlainTextOutput::new(&mut page);
    match output_doc_page(document, &mut output, number) {
        Err(_) if page.is_full() => Ok(page),
        outcome => outcome.map(|()| page),
    }
}

/// The words of a page. A page can draw the same words over and over, so there is an end to it.
struct Page(String);

impl Page {
    fn is_full(&self) -> bool {
        self.0.len() > LARGEST_TEXT
    }
}

impl fmt::Write for Page {
    fn write_str(&mut self, words: &str) -> fmt::Result {
        self.0.push_str(words);
        match self.is_full() {
            true => Err(fmt::Error),
            false => Ok(()),
        }
    }
}

impl<'p> ConvertToFmt for &'p mut Page {
    type Writer = &'p mut Page;

    fn convert(self) -> Self::Writer {
        self
    }
}

/// The title and the language that the file says.
fn about(document: &Document) -> (Option<String>, Option<String>) {
    let read = |value: &pdf_extract::Object| pdf_extract::decode_text_string(value).ok();
    let information = document.trailer.get(b"Info").ok();
    let information = information
        .and_then(|info| info.as_reference().ok())
        .and_then(|id| document.get_dictionary(id).ok());
    let title = information
        .and_then(|info| info.get(b"Title").ok())
        .and_then(read);
    let catalog = document.catalog().ok();
    let lang = catalog
        .and_then(|catalog| catalog.get(b"Lang").ok())
        .and_then(read);
    (title, lang)
}
