//! A file as it was found → the text that quotations are held against.
//!
//! Kept libraries do the reading; each format is one file. What a reader sees is kept, and in its order: words, lines of a
//! page, paragraphs, items, cells. What only sets it is not. The pages of a PDF file are parted by form feeds, so that
//! `(p. 3)` finds the third of them. Whatever cannot be read whole is an error: half a text would make quotations look
//! as if they were not in the source.

mod decode;
mod html;
mod inflate;
mod language;
mod markdown;
mod pdf;

use std::path::Path;

pub use decode::decoded;

/// The largest file that is read, in bytes.
pub const LARGEST: u64 = 512 << 20;
/// The largest text that can be stored, in bytes.
const LARGEST_TEXT: usize = 128 << 20;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Text,
    Markdown,
    Html,
    Pdf,
}

/// What was extracted from a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extracted {
    pub text: String,
    /// The title, if the file says one.
    pub title: Option<String>,
    /// The language (BCP 47) that the file says, or that its words are of.
    pub lang: Option<String>,
    /// The library that extracted the text, with its version; nothing if the text is the file, byte for byte.
    pub extractor: Option<String>,
}

/// Why there is no text.
#[derive(Debug, thiserror::Error)]
pub enum ExtractError {
    #[error(
        "it has no words: if its pages are pictures, let a program for text recognition (OCR) make a text of it first"
    )]
    Wordless,
    #[error("it is empty")]
    Empty,
    #[error("it is encrypted, and needs a password: save it without one")]
    Encrypted,
    #[error("it is damaged ({0}): open it in a viewer, save or print it anew as PDF, and add that")]
    Damaged(String),
    #[error(
        "its page {page} of {pages} cannot be read: open it in a viewer, print it anew as PDF, and add that"
    )]
    Page { page: usize, pages: usize },
    #[error(
        "it inflates to more than {} MiB for a page, or {} MiB for all of it: open it in a viewer, print what you read of it anew as PDF, and add that",
        inflate::LARGEST_PAGE >> 20,
        inflate::LARGEST_ALL >> 20
    )]
    Inflates,
    #[error("its elements are nested {0} deep: that is no page for readers")]
    Nested(usize),
    #[error("it is neither plain text, Markdown, HTML nor PDF: save it as one of these")]
    Unknown,
    #[error("its encoding cannot be told: save it as UTF-8")]
    Encoding,
    #[error(
        "it is UTF-8 but for some bytes, the first of them in line {line} (0x{byte:02X}, at byte {at}): correct it there, or get the file anew"
    )]
    Broken { byte: u8, at: usize, line: usize },
    #[error(
        "as a web page it is larger than {} MiB: save what you quote of it as plain text, and add that",
        html::LARGEST >> 20
    )]
    LargePage,
    #[error("its text has more than {} MiB: add the parts that are quoted, each for itself", LARGEST_TEXT >> 20)]
    TooLarge,
}

/// The text of a file, by its name and its bytes.
pub fn extract(name: &Path, bytes: &[u8]) -> Result<Extracted, ExtractError> {
    if bytes.is_empty() {
        return Err(ExtractError::Empty);
    }
    let mut extracted = match format(name, bytes) {
        Format::Pdf => pdf::extract(bytes)?,
        Format::Html => html::extract(bytes)?,
        Format::Markdown => markdown::extract(bytes)?,
        Format::Text => decode::extract(bytes)?,
    };
    if !extracted.text.contains(char::is_alphanumeric) {
        return Err(ExtractError::Wordless);
    }
    if extracted.text.len() > LARGEST_TEXT {
        return Err(ExtractError::TooLarge);
    }
    extracted.title = extracted.title.and_then(|title| one_line(&title));
    extracted.lang = extracted
        .lang
        .filter(|lang| oxilangtag::LanguageTag::parse(lang.as_str()).is_ok())
        .or_else(|| language::of(&extracted.text));
    Ok(extracted)
}

/// How many instructions and comments of a page's beginning are looked behind, about.
const PROLOG: usize = 16;

/// What a file holds: by its first bytes, which do not lie as suffixes do; where they don't tell, by its suffix.
fn format(name: &Path, bytes: &[u8]) -> Format {
    let start = &bytes[..bytes.len().min(1024)];
    let suffix = name.extension().and_then(|suffix| suffix.to_str());
    let suffix = suffix.unwrap_or("").to_ascii_lowercase();
    let beginning = String::from_utf8_lossy(start).to_lowercase();
    let beginning = beginning.trim_start_matches('\u{FEFF}').trim_start();
    let begins = |words: &str| beginning.starts_with(words);
    // Viewers forgive a PDF file whose head isn't its first line; a text may speak of such a head.
    if begins("%pdf-") || suffix == "pdf" && memchr::memmem::find(start, b"%PDF-").is_some() {
        return Format::Pdf;
    }
    let page = after_prolog(beginning);
    let is_page = page.starts_with("<!doctype html") || page.starts_with("<html");
    match suffix.as_str() {
        "html" | "htm" | "xhtml" => Format::Html,
        _ if is_page => Format::Html,
        "md" | "markdown" => Format::Markdown,
        _ => Format::Text,
    }
}

/// What follows the instructions of XML and the comments that a page may begin with.
fn after_prolog(beginning: &str) -> &str {
    let mut rest = beginning;
    for (open, close) in [("<?", "?>"), ("<!--", "-->")].iter().cycle().take(PROLOG) {
        if let Some((_, after)) = rest.strip_prefix(open).and_then(|it| it.split_once(close)) {
            rest = after.trim_start();
        }
    }
    rest
}

/// A title on one line, without what is not seen; nothing if nothing is left.
pub fn one_line(title: &str) -> Option<String> {
    let seen: String = title
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let line = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

/// A library with the version that this tool is built with. A test holds these against `Cargo.lock`.
#[derive(Clone, Copy)]
struct Library {
    name: &'static str,
    version: &'static str,
}

const LIBRARIES: [Library; 4] = [
    Library {
        name: "encoding_rs",
        version: "0.8.35",
    },
    Library {
        name: "html2text",
        version: "0.17.4",
    },
    Library {
        name: "pdf-extract",
        version: "0.12.1",
    },
    Library {
        name: "pulldown-cmark",
        version: "0.13.6",
    },
];

/// A library with its version.
fn library(name: &str) -> String {
    let library = LIBRARIES.iter().find(|library| library.name == name);
    let library = library.expect("only libraries of the list are named");
    format!("{} {}", library.name, library.version)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str, bytes: &[u8]) -> String {
        extract(Path::new(name), bytes).unwrap().text
    }

    #[test]
    fn versions_are_those_that_are_built() {
        let lock = include_str!("../../Cargo.lock");
        for Library { name, version } in LIBRARIES {
            let entry = format!("name = \"{name}\"\nversion = \"{version}\"\n");
            assert!(lock.contains(&entry), "{name} is not of version {version}");
        }
    }

    #[test]
    fn formats_are_told_by_what_files_begin_with() {
        let format = |name: &str, bytes: &[u8]| format(Path::new(name), bytes);
        assert_eq!(format("a.txt", b"%PDF-1.7"), Format::Pdf);
        assert_eq!(
            format("a", b"\xEF\xBB\xBF <!DOCTYPE html><p>"),
            Format::Html
        );
        assert_eq!(format("a.HTM", b"words"), Format::Html);
        assert_eq!(format("a.md", b"words"), Format::Markdown);
        assert_eq!(format("a.doc", b"words"), Format::Text);
        assert_eq!(format("a.txt", b" \n%PDF-1.7"), Format::Pdf);
        assert_eq!(format("a.PDF", b"mail\n%PDF-1.7"), Format::Pdf);
        let prose = b"Files begin with %PDF-1.7 in our archive.";
        assert_eq!(format("a.txt", prose), Format::Text);
        let page = b"<?xml version='1.0'?>\n<!-- saved --> <!DOCTYPE html><p>";
        assert_eq!(format("a", page), Format::Html);
        assert_eq!(
            format("a.md", b"<!-- a note -->\n# Title"),
            Format::Markdown
        );
    }

    #[test]
    fn a_text_in_utf8_is_the_file() {
        let read = extract(Path::new("a.txt"), "Ρώμη\r\n".as_bytes()).unwrap();
        assert_eq!((read.text.as_str(), read.extractor), ("Ρώμη\r\n", None));
    }

    #[test]
    fn other_encodings_are_told_apart() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1251
            .encode("Россия вступила в организацию в 1990 году. Это было решение совета.");
        let read = extract(Path::new("a.txt"), &bytes).unwrap();
        assert_eq!(
            read.text,
            "Россия вступила в организацию в 1990 году. Это было решение совета."
        );
        assert_eq!(
            read.extractor.as_deref(),
            Some("encoding_rs 0.8.35 (windows-1251)")
        );
        assert_eq!(read.lang.as_deref(), Some("ru"));
        assert_eq!(text("a.txt", b"\xFF\xFEO\x00k\x00"), "Ok");
        let page = b"<html><meta charset=iso-8859-7><p>\xD1\xFE\xEC\xE7";
        assert_eq!(text("a.html", page), "Ρώμη\n");
    }

    #[test]
    fn broken_utf8_is_no_other_encoding() {
        let refused = |name: &str, bytes: &[u8]| {
            let error = extract(Path::new(name), bytes).unwrap_err();
            error.to_string()
        };
        let mut stray = "Zoë\nMüller trat 1990 bei.".as_bytes().to_vec();
        stray.insert(8, 0xFF);
        assert_eq!(
            refused("a.txt", &stray),
            "it is UTF-8 but for some bytes, the first of them in line 2 (0xFF, at byte 8): correct it there, or get the file anew"
        );
        assert!(refused("a.md", &stray).contains("0xFF, at byte 8"));
        assert!(refused("a.html", &stray).contains("0xFF, at byte 8"));
        let cut = "Zoë trat 1990 dem Verein bei, mit José".as_bytes();
        assert!(refused("a.txt", &cut[..cut.len() - 1]).contains("0xC3"));
        // Of two letters of another encoding one looks like UTF-8 by chance.
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode("Â© 1990 Zoë Müller, Köln, Straße");
        let read = text("a.txt", &bytes);
        assert_eq!(read, "Â© 1990 Zoë Müller, Köln, Straße");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let refused = |bytes: &[u8]| extract(Path::new("a.txt"), bytes).unwrap_err();
        assert!(matches!(refused(b""), ExtractError::Empty));
        assert!(matches!(refused(b" \n --- "), ExtractError::Wordless));
        assert!(matches!(
            refused(b"PK\x03\x04\x00\x00"),
            ExtractError::Unknown
        ));
        assert!(matches!(
            refused(b"%PDF-1.7 words"),
            ExtractError::Damaged(_)
        ));
    }

    #[test]
    fn a_page_is_what_a_reader_sees() {
        let page = "<html lang=de><head><title> Ein\nTitel </title><style>p {}</style><script>x = 1</script></head>\
            <h1>Kopf</h1><p>Ein <b>fett</b>es Wort &amp; <a href=x>noch</a> eines.<ul><li>Eins<li>Zwei</ul>";
        let read = extract(Path::new("a.html"), page.as_bytes()).unwrap();
        assert_eq!(
            read.text,
            "Kopf\n\nEin fettes Wort & noch eines.\nEins\nZwei\n"
        );
        assert_eq!(read.title.as_deref(), Some("Ein Titel"));
        assert_eq!(read.lang.as_deref(), Some("de"));
    }

    #[test]
    fn a_page_that_is_nested_without_end_is_refused() {
        let page = "<div>".repeat(50_000) + "words";
        let refused = |page: String| extract(Path::new("a.html"), page.as_bytes()).unwrap_err();
        assert!(matches!(refused(page), ExtractError::Nested(_)));
        // Ends of what isn't open end nothing, and some elements are no end of others.
        for open in ["<div></x>", "<div><table><tr><td></div>", "<b><div></b>"] {
            let page = open.repeat(50_000) + "words";
            assert!(matches!(refused(page), ExtractError::Nested(_)), "{open}");
        }
    }

    #[test]
    fn a_page_may_have_many_elements_beside_each_other() {
        let page = "<p>One<svg>".to_owned() + &"<path/>".repeat(30_000) + "</svg> two";
        assert_eq!(text("a.html", page.as_bytes()), "One two\n");
        let script = "<div>".repeat(30_000);
        let page = format!("<p>One<script>x = '{script}'</script> two");
        assert_eq!(text("a.html", page.as_bytes()), "One two\n");
    }

    #[test]
    fn the_title_of_a_page_is_its_own() {
        let title = |page: &str| extract(Path::new("a.html"), page.as_bytes()).unwrap().title;
        let script = "<script>x = '<title>no</title>'</script><title>A &amp; <b></title><p>words";
        assert_eq!(title(script).as_deref(), Some("A & <b>"));
        let picture = "<p>words<svg><title>A picture</title></svg>";
        assert_eq!(title(picture), None);
    }

    #[test]
    fn a_page_that_is_too_large_is_refused() {
        let page = vec![b'a'; html::LARGEST + 1];
        let refused = extract(Path::new("a.html"), &page).unwrap_err();
        assert!(matches!(refused, ExtractError::LargePage));
    }

    #[test]
    fn html_in_markdown_is_what_it_shows() {
        let shown = |page: &str| text("a.md", page.as_bytes());
        assert_eq!(
            shown("One\n\n<!-- first\nhidden words\n-->\n\ntwo"),
            "One\n\ntwo\n"
        );
        assert_eq!(shown("one<br>two<br />three"), "one\ntwo\nthree\n");
        assert_eq!(
            shown("<p>A &amp; B\n<b>bold</b>\n<br>line</p>\n\nwords"),
            "A & B bold\nline\n\nwords\n"
        );
        assert_eq!(
            shown("words\n\n<script>\nx = 1;\n\ny = 2;\n</script>\n\nmore"),
            "words\n\nmore\n"
        );
        assert_eq!(
            shown("some <script>x = 1</script>words <!-- no -->here"),
            "some words here\n"
        );
        assert_eq!(shown("<div>\n\n*set* words\n\n</div>"), "set words\n");
    }

    #[test]
    fn markdown_is_what_it_shows() {
        let page = "---\ntitle: x\n---\n# A *title*\n\nSome **bold**\nwords, and a [link](http://x.y).\n\n\
            - one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode  here\n```\n<b>html</b>\n\n> quoted\n";
        let read = extract(Path::new("a.md"), page.as_bytes()).unwrap();
        assert_eq!(
            read.text,
            "A title\n\nSome bold\nwords, and a link.\n\none\ntwo\n\na | b\n1 | 2\n\ncode  here\n\nhtml\n\nquoted\n"
        );
        assert_eq!(read.title.as_deref(), Some("A title"));
    }
}
