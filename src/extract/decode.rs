//! Bytes → text. UTF-8 is taken as it is; anything else is what its byte order mark, its declaration or its letters say.
//! UTF-8 with some bytes wrong is nothing else: read in another encoding, all its letters would be wrong.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

use super::{ExtractError, Extracted, library};

/// A plain text.
pub fn extract(bytes: &[u8]) -> Result<Extracted, ExtractError> {
    let (text, encoding) = decoded(bytes, None)?;
    let extractor = encoding.map(|encoding| format!("{} ({encoding})", library("encoding_rs")));
    Ok(Extracted {
        text: text.into_owned(),
        title: None,
        lang: None,
        extractor,
    })
}

/// The text of some bytes, without a byte order mark, and the name of the encoding that it was decoded from; no name if the
/// bytes are the text. `declared` is what the bytes say of themselves.
pub fn decoded<'b>(
    bytes: &'b [u8],
    declared: Option<&str>,
) -> Result<(Cow<'b, str>, Option<&'static str>), ExtractError> {
    if let Ok(text) = std::str::from_utf8(bytes)
        && !bytes.starts_with(b"\xEF\xBB\xBF")
    {
        return match text.contains('\0') {
            true => Err(ExtractError::Unknown),
            false => Ok((Cow::Borrowed(text), None)),
        };
    }
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    if marked.is_none() && bytes.contains(&0) {
        return Err(ExtractError::Unknown);
    }
    let declared = declared.and_then(|label| Encoding::for_label(label.as_bytes()));
    let told = marked.or(declared);
    if told.is_none_or(|encoding| encoding == UTF_8)
        && let Some(broken) = broken(bytes)
    {
        return Err(broken);
    }
    let encoding = told.unwrap_or_else(|| guess(bytes));
    let (text, _, has_errors) = encoding.decode(bytes);
    if has_errors {
        return Err(ExtractError::Encoding);
    }
    if text.contains('\0') {
        return Err(ExtractError::Unknown);
    }
    Ok((text, Some(encoding.name())))
}

/// What is wrong with bytes that are UTF-8 but for a few: fewer than the letters that only UTF-8 writes so. In other encodings
/// such letters come about by chance, and seldom.
fn broken(bytes: &[u8]) -> Option<ExtractError> {
    let at = std::str::from_utf8(bytes).err()?.valid_up_to();
    let (mut letters, mut wrong) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    (wrong <= letters).then(|| ExtractError::Broken {
        byte: bytes[at],
        at,
        line: 1 + bytes[..at].iter().filter(|&&byte| byte == b'\n').count(),
    })
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}
