//! How much the streams of a PDF file inflate to, told before anything inflates them.
//!
//! A few kilobytes of a compressed stream can stand for gigabytes, and the library that reads PDF files inflates whatever it
//! meets, and whole. So every stream of a file is decoded once beforehand, into nothing, and only as far as its bounds.
//! Pictures and attached files may be large, and have no words: their content is taken out before pages are read.
//!
//! Streams and filters are those of ISO 32000-2, 7.3.8 and 7.4.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Read};

use flate2::read::{DeflateDecoder, ZlibDecoder};
use memchr::memmem;
use pdf_extract::content::Content;
use pdf_extract::{Dictionary, Document, Object, Stream};
use weezl::BitOrder;
use weezl::decode::Decoder;

use super::ExtractError;

/// The most that a stream may inflate to, in bytes: a font for all scripts has some twenty million.
pub const LARGEST: u64 = 64 << 20;
/// The most that a page may draw, or a form on it. In memory its operators take two hundred times as much.
pub const LARGEST_PAGE: u64 = 16 << 20;
/// The most that all streams of a file may inflate to.
pub const LARGEST_ALL: u64 = 1 << 30;
/// The longest dictionary of a stream that is read.
const LONGEST: usize = 1 << 20;

/// Adds up what streams inflate to.
#[derive(Default)]
struct Total(u64);

impl Total {
    /// Adds a stream; tells that it or all of them are too large.
    fn add(&mut self, dictionary: &Dictionary, data: &[u8]) -> Result<u64, ExtractError> {
        let size = inflated(dictionary, data);
        self.0 += size;
        match size > LARGEST || self.0 > LARGEST_ALL {
            true => Err(ExtractError::Inflates),
            false => Ok(size),
        }
    }
}

/// Looks through a file as it is. Where it is encrypted, its streams are first seen by [`check`].
pub fn check_file(bytes: &[u8]) -> Result<(), ExtractError> {
    let mut total = Total::default();
    for at in memmem::find_iter(bytes, b"stream") {
        let (before, after) = (&bytes[..at], &bytes[at + b"stream".len()..]);
        if before.ends_with(b"end") {
            continue;
        }
        let blanks = after.iter().take_while(|&&byte| byte == b' ').count();
        let data = match &after[blanks..] {
            [b'\r', b'\n', data @ ..] | [b'\r' | b'\n', data @ ..] => data,
            _ => continue, // a word
        };
        // What cannot be read as a dictionary is perhaps read by others: most streams are of this kind.
        let dictionary = dictionary(before).unwrap_or_else(deflated);
        if !has_no_words(&dictionary) {
            total.add(&dictionary, data)?;
        }
    }
    Ok(())
}

/// Looks through a file that was read, takes out what has no words, and adds up what each page shows.
pub fn check(document: &mut Document) -> Result<(), ExtractError> {
    let mut total = Total::default();
    let mut sizes = HashMap::new();
    for (&id, object) in &mut document.objects {
        let Object::Stream(stream) = object else {
            continue;
        };
        if has_no_words(&stream.dict) {
            stream.set_plain_content(Vec::new());
        }
        let size = total.add(&stream.dict, &stream.content)?;
        let size = size.max(stream.content.len() as u64);
        if is_form(&stream.dict) && size > LARGEST_PAGE {
            return Err(ExtractError::Inflates);
        }
        sizes.insert(id, size);
    }
    for page in document.page_iter() {
        let contents = document.get_page_contents(page).into_iter();
        let size: u64 = contents.filter_map(|id| sizes.get(&id)).sum();
        if size > LARGEST_PAGE {
            return Err(ExtractError::Inflates);
        }
    }
    Ok(())
}

/// Whether a stream is a part of pages that is drawn by its name.
fn is_form(dictionary: &Dictionary) -> bool {
    let subtype = dictionary.get(b"Subtype").and_then(Object::as_name);
    subtype.is_ok_and(|name| name == b"Form")
}

/// Whether a stream is a picture or an attached file, and nothing else by its type.
fn has_no_words(dictionary: &Dictionary) -> bool {
    let name = |key: &[u8]| dictionary.get(key).and_then(Object::as_name).ok();
    match name(b"Type") {
        Some(b"EmbeddedFile") => true,
        None | Some(b"XObject") => name(b"Subtype") == Some(b"Image"),
        _ => false,
    }
}

/// The dictionary that stands before a stream.
fn dictionary(before: &[u8]) -> Option<Dictionary> {
    let start = memmem::rfind(before, b"obj")? + b"obj".len();
    let text = before.get(start..).filter(|text| text.len() <= LONGEST)?;
    // As the operand of an operator it is read with the library's own parser.
    let content = Content::decode(&[text, b" stream"].concat()).ok()?;
    let operation = content.operations.into_iter().next()?;
    match operation.operands.into_iter().next()? {
        Object::Dictionary(dictionary) => Some(dictionary),
        _ => None,
    }
}

fn deflated() -> Dictionary {
    Dictionary::from_iter([("Filter", Object::Name(b"FlateDecode".to_vec()))])
}

/// What data inflate to by the filters of their dictionary: that many bytes, or more than is allowed.
fn inflated(dictionary: &Dictionary, data: &[u8]) -> u64 {
    let stream = Stream::new(dictionary.clone(), Vec::new());
    let mut data = Cow::Borrowed(data);
    let mut size = 0;
    for filter in stream.filters().unwrap_or_default() {
        let output = match filter {
            b"FlateDecode" => flate(&data),
            b"LZWDecode" => lzw(dictionary, &data),
            b"ASCII85Decode" => ascii85(&data),
            _ => break, // a picture's, which the library doesn't know either
        };
        size = output.len() as u64;
        if size > LARGEST {
            break;
        }
        data = Cow::Owned(output);
    }
    size
}

/// What a reader gives, as far as one byte more than is allowed; what is damaged, up to there.
fn bounded(reader: impl Read) -> Vec<u8> {
    let mut output = Vec::new();
    let _ = reader.take(LARGEST + 1).read_to_end(&mut output);
    output
}

fn flate(data: &[u8]) -> Vec<u8> {
    let output = bounded(ZlibDecoder::new(data));
    match data.get(2..) {
        // The library tries it without its frame.
        Some(bare) if output.is_empty() => bounded(DeflateDecoder::new(bare)),
        _ => output,
    }
}

fn lzw(dictionary: &Dictionary, data: &[u8]) -> Vec<u8> {
    let parameters = dictionary.get(b"DecodeParms").and_then(Object::as_dict);
    let early = parameters
        .and_then(|it| it.get(b"EarlyChange"))
        .and_then(Object::as_i64);
    let mut decoder = match early {
        Ok(0) => Decoder::new(BitOrder::Msb, 8),
        _ => Decoder::with_tiff_size_switch(BitOrder::Msb, 8),
    };
    let mut output = Bounded(Vec::new());
    let _ = decoder.into_stream(&mut output).decode_all(data);
    output.0
}

/// Takes one byte more than is allowed, and then fails.
struct Bounded(Vec<u8>);

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.extend_from_slice(bytes);
        match self.0.len() as u64 > LARGEST {
            true => Err(io::Error::other("it is too large")),
            false => Ok(bytes.len()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// At most four times what it was: the library may do it.
fn ascii85(data: &[u8]) -> Vec<u8> {
    let end = memmem::find(data, b"~>").map_or(data.len(), |at| at + 2);
    let filter = Dictionary::from_iter([("Filter", Object::Name(b"ASCII85Decode".to_vec()))]);
    let stream = Stream::new(filter, data[..end].to_vec());
    stream.decompressed_content().unwrap_or_default()
}
