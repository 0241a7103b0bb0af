//! The stored text of a source, as it is on disk.

use std::ops::Range;

use crate::files::File;

/// How many code points lie between two places that are remembered.
const STRIDE: usize = 1024;

/// A text, and where its code points are: many quotations of one are looked up.
pub struct StoredText {
    pub file: File,
    /// The bytes at which every [`STRIDE`]th code point begins; none if the text is ASCII, where each is a byte.
    places: Vec<usize>,
}

impl StoredText {
    pub fn new(file: File) -> StoredText {
        let places = match file.text.is_ascii() {
            true => Vec::new(),
            false => {
                let starts = file.text.char_indices().map(|(at, _)| at);
                starts.step_by(STRIDE).collect()
            }
        };
        StoredText { file, places }
    }

    /// The bytes of a range of code points; nothing if the text has no such place.
    pub fn bytes(&self, chars: Range<usize>) -> Option<Range<usize>> {
        Some(self.byte(chars.start)?..self.byte(chars.end)?)
    }

    fn byte(&self, chars: usize) -> Option<usize> {
        let text = &self.file.text;
        if self.places.is_empty() {
            return (chars <= text.len()).then_some(chars);
        }
        // The end of a text may be just where a stride would begin.
        let stride = (chars / STRIDE).min(self.places.len() - 1);
        let start = self.places[stride];
        let rest = &text[start..];
        let ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
        Some(start + ends.into_iter().nth(chars - stride * STRIDE)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::{Files, Kind};
    use crate::span::FileId;

    fn stored(text: &str) -> StoredText {
        let path = "data/sources/a.txt".to_owned();
        let mut files = Files::from_memory([(path.clone(), Kind::Text, String::new())]);
        files.give(&path, text.to_owned());
        let (file, _) = files.read(FileId(0)).expect("its content is given");
        StoredText::new(file)
    }

    #[test]
    fn every_code_point_has_its_byte() {
        for length in [0, 1, STRIDE - 1, STRIDE, STRIDE + 1, 3 * STRIDE] {
            for pattern in ["a", "é", "aé國👩"] {
                let text: String = pattern.chars().cycle().take(length).collect();
                let known = stored(&text);
                let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
                for (chars, byte) in ends.enumerate() {
                    assert_eq!(known.byte(chars), Some(byte), "{chars} of {length}");
                }
                assert_eq!(known.byte(length + 1), None);
            }
        }
    }

    #[test]
    fn a_range_has_to_be_in_the_text() {
        let known = stored("né à");
        assert_eq!(known.bytes(1..4), Some(1..6));
        assert_eq!(known.bytes(3..5), None);
    }
}
