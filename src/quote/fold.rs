//! One side of a comparison with what does not matter folded away: white space, and by level also
//! typography and layout.
//!
//! A stored text and a quotation are folded by the same code, so that they agree by construction.
//! A fold is written in one pass, without going back, in time linear in the text; [`Map`] leads from the
//! folded text to the source. The layout level is in [`layout`](super::layout).

use std::iter;
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::AtomicU32;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::grams::Grams;
use super::layout::{Hyphen, Lines};
use super::map::{LONGEST, Map, Pen};
use super::typography;

/// How much a fold takes away. Each level also does what the ones before it do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    WhiteSpace,
    Typography,
    Layout,
}

/// A folded text. It neither begins nor ends with white space.
pub(super) struct Fold {
    pub(super) text: String,
    pub(super) map: Map,
    /// The hyphens that the layout level took out of the text, in order.
    pub(super) hyphens: Vec<Hyphen>,
    /// How often the text was searched, and the index that pays from some number on.
    pub(super) searches: AtomicU32,
    pub(super) grams: OnceLock<Grams>,
}

impl Fold {
    /// Folds `source`, which begins where a line begins. A text that is too long for the map's offsets
    /// (2 GiB) folds to nothing.
    pub(super) fn new(source: &str, level: Level) -> Self {
        Self::part(source, level, true)
    }

    /// Folds `source`, which begins a line or, as a part of a quotation, does not.
    pub(super) fn part(source: &str, level: Level, begins_line: bool) -> Self {
        let source = if source.len() > LONGEST { "" } else { source };
        let mut folder = Folder::new(source, level);
        if begins_line && level == Level::Layout {
            folder.line_start(true);
        }
        while folder.at < source.len() {
            folder.step();
        }
        let (text, map) = folder.pen.finish();
        Self {
            text,
            map,
            hyphens: folder.hyphens,
            searches: AtomicU32::new(0),
            grams: OnceLock::new(),
        }
    }

    /// Whether nothing is left once folded.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The same words with a blank before and after, as asked. The map is no longer of use.
    pub(super) fn padded(mut self, before: bool, after: bool) -> Self {
        if before {
            self.text.insert(0, ' ');
            self.hyphens.iter_mut().for_each(Hyphen::shift);
        }
        if after {
            self.text.push(' ');
        }
        self
    }

    /// Whether neither end of `range` cuts a letter from its combining marks: "cafe" is not in
    /// "café", however that is encoded.
    pub(super) fn is_whole(&self, range: &Range<usize>) -> bool {
        (range.start == 0 || !self.mark_at(range.start)) && !self.mark_at(range.end)
    }

    fn mark_at(&self, at: usize) -> bool {
        // A byte below 0xCC begins a character below U+0300, and none of those combines.
        self.text
            .as_bytes()
            .get(at)
            .is_some_and(|&byte| byte >= 0xCC)
            && self.text[at..].chars().next().is_some_and(is_mark)
    }
}

/// A fold in the making.
pub(super) struct Folder<'s> {
    pub(super) source: &'s str,
    pub(super) level: Level,
    pub(super) at: usize,
    pub(super) pen: Pen,
    pub(super) hyphens: Vec<Hyphen>,
    pub(super) lines: Lines,
    copied: &'static [bool; 128],
}

impl<'s> Folder<'s> {
    fn new(source: &'s str, level: Level) -> Self {
        Self {
            source,
            level,
            at: 0,
            pen: Pen::new(source.len()),
            hyphens: Vec::new(),
            lines: Lines::default(),
            copied: copied(level),
        }
    }

    /// Folds what begins at `at`, and goes past it.
    fn step(&mut self) {
        let end = self.copied_run();
        if end > self.at {
            self.pen.copy(self.source, self.at..end);
            self.at = end;
            return;
        }
        let Some(c) = self.peek(self.at) else { return };
        let end = self.at + c.len_utf8();
        if is_space(c) || (self.level == Level::Layout && self.opens_blank()) {
            self.white_space();
        } else if is_dropped(c) {
            self.dropped(c);
        } else if self.level == Level::Layout && c == '\\' && self.escapes() {
            self.escape();
        } else if self.level >= Level::Typography && typography::is_dash(c) {
            self.dash(c);
        } else if let Some(plain) = self.plain(c) {
            self.pen.atom(self.at..end, plain);
            self.at = end;
        } else {
            self.cluster(c);
        }
    }

    pub(super) fn peek(&self, at: usize) -> Option<char> {
        self.source.get(at..)?.chars().next()
    }

    fn plain(&self, c: char) -> Option<&'static str> {
        if self.level >= Level::Typography {
            typography::plain(c)
        } else {
            None
        }
    }

    /// The end of the ASCII text from here that is copied as it is, single blanks included. The last
    /// character before a non-ASCII one is left out, as a mark may combine with it.
    fn copied_run(&self) -> usize {
        let bytes = self.source.as_bytes();
        let copied = |at: usize| {
            bytes
                .get(at)
                .is_some_and(|&byte| byte < 128 && self.copied[byte as usize])
        };
        let mut end = self.at;
        if !copied(end) {
            return end;
        }
        while copied(end) || (bytes.get(end) == Some(&b' ') && copied(end + 1)) {
            end += 1;
        }
        match bytes.get(end) {
            Some(byte) if !byte.is_ascii() => end - 1,
            _ => end,
        }
    }

    /// Writes one blank for a run of white space, with what was dropped in it.
    fn white_space(&mut self) {
        let first = self.at;
        let first_length = self.blank_length(first).unwrap_or(1);
        self.at += first_length;
        let mut breaks = usize::from(self.source[first..self.at].contains(is_break));
        while let Some(c) = self.peek(self.at) {
            match self.blank_length(self.at) {
                Some(length) => {
                    let crlf = c == '\n' && self.source[..self.at].ends_with('\r');
                    let breaking = self.source[self.at..self.at + length].contains(is_break);
                    breaks += usize::from(breaking && !crlf);
                    self.at += length;
                }
                None if is_dropped(c) => self.at += c.len_utf8(),
                None => break,
            }
        }
        if self.level == Level::Layout && breaks > 0 {
            self.line_start(breaks > 1);
        }
        let written = &self.pen.text;
        let needless = written.is_empty()
            || written.ends_with(' ')
            || (self.level == Level::Layout && self.between_ideographs());
        if !needless {
            self.pen.blank(first..first + first_length);
        }
    }

    /// Goes past what is not seen. All of it at once, as a soft hyphen looks ahead.
    fn dropped(&mut self, c: char) {
        let mut end = self.at + c.len_utf8();
        if c == '\u{AD}'
            && self.level == Level::Layout
            && let Some(past) = self.divided(end)
        {
            self.at = past;
            return;
        }
        while let Some(c) = self.peek(end).filter(|&c| is_dropped(c)) {
            end += c.len_utf8();
        }
        self.at = end;
    }

    /// Writes one dash for a dash, or for the two or three hyphens that a typewriter has for one.
    fn dash(&mut self, c: char) {
        let rest = &self.source[self.at..];
        let run = rest.len() - rest.trim_start_matches('-').len();
        if run > 3 {
            self.pen.copy(self.source, self.at..self.at + run);
            self.at += run;
            return;
        }
        let end = self.at + run.max(c.len_utf8());
        let hyphen = run < 2 && typography::is_hyphen(c);
        if self.level == Level::Layout
            && let Some(past) = self.bridge(end, hyphen)
        {
            self.at = past;
            return;
        }
        if run == 1 {
            self.pen.copy(self.source, self.at..end);
        } else {
            self.pen.atom(self.at..end, "-");
        }
        self.at = end;
    }

    /// Writes a character with all that may combine with it, in NFC.
    fn cluster(&mut self, first: char) {
        let mut end = self.at + first.len_utf8();
        let mut next = end;
        let mut letters = [first; CLUSTER];
        let mut count = 1;
        while let Some(c) = self.peek(next) {
            if is_dropped(c) {
                next += c.len_utf8();
            } else if stands_alone(c) || count == CLUSTER {
                break;
            } else {
                letters[count] = c;
                count += 1;
                next += c.len_utf8();
                end = next;
            }
        }
        if count == 1 && stands_alone(first) {
            self.pen.copy(self.source, self.at..end);
        } else {
            self.compose(&letters[..count], end);
        }
        self.at = end;
    }

    fn compose(&mut self, letters: &[char], end: usize) {
        let mut composed = String::new();
        for c in letters.iter().copied().nfc() {
            match self.plain(c) {
                Some(plain) => composed.push_str(plain),
                None => composed.push(c),
            }
        }
        if composed == self.source[self.at..end] {
            self.pen.copy(self.source, self.at..end);
        } else {
            self.pen.atom(self.at..end, &composed);
        }
    }
}

/// The most characters that are composed together. Real clusters have fewer than ten; the bound is for
/// texts made of nothing but combining marks.
const CLUSTER: usize = 64;

/// The ASCII characters that a level copies without a second look.
fn copied(level: Level) -> &'static [bool; 128] {
    static TABLES: [[bool; 128]; 3] = [table(b""), table(b"-`"), table(b"-`\\|")];
    &TABLES[level as usize]
}

const fn table(special: &[u8]) -> [bool; 128] {
    let mut copied = [true; 128];
    copied[b' ' as usize] = false;
    let mut control = 0x09;
    while control <= 0x0D {
        copied[control] = false;
        control += 1;
    }
    let mut index = 0;
    while index < special.len() {
        copied[special[index] as usize] = false;
        index += 1;
    }
    copied
}

/// White space, as Unicode's `White_Space` has it.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace()
}

pub(super) fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Characters that a reader does not see: the soft hyphen, what has no width, and the controls of
/// bidirectional text.
pub(super) fn is_dropped(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{61C}'
            | '\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{206F}'
            | '\u{FEFF}'
    )
}

/// Whether `c` combines with what is before it.
pub(super) fn is_mark(c: char) -> bool {
    c >= '\u{300}' && canonical_combining_class(c) != 0
}

/// Whether NFC leaves `c` as it is, whatever is before it.
fn stands_alone(c: char) -> bool {
    // Blocks where that holds throughout, so that most text needs no look-up.
    match c {
        '\0'..='\u{2FF}'
        | '\u{400}'..='\u{482}'
        | '\u{48A}'..='\u{52F}'
        | '\u{2010}'..='\u{2027}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7A3}' => true,
        _ => canonical_combining_class(c) == 0 && is_nfc_quick(iter::once(c)) == IsNormalized::Yes,
    }
}
