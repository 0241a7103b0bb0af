//! The layout level of a fold: what setting a text in lines, lists and tables adds to its words.
//!
//! * A word divided at a line's end may have been written with that hyphen or without, and only a
//!   person can tell. So the hyphens inside words leave the folded text and are kept beside it, each
//!   with the [`Readings`] it allows; two texts agree where at every place some reading is common.
//!   A hyphen within a line has one reading, so "well-known" and "wellknown" still differ.
//! * Markers of list items and the bars and rulers of tables are dropped at line starts; a bar
//!   elsewhere is white space where it stands free. Both may be escaped, as in Markdown.
//! * A backslash before ASCII punctuation is CommonMark's escape, before a line break its hard break.
//! * White space between two ideographs or kana is dropped: those scripts wrap anywhere.

use std::ops::Range;

use super::fold::{Fold, Folder, is_break, is_dropped, is_mark, is_space};

/// What may be read where a text has a hyphen: a set of bits.
type Readings = u8;

const NOTHING: Readings = 1;
const HYPHEN: Readings = 2;
const HYPHEN_AND_BLANK: Readings = 4;

/// A hyphen between two word characters.
#[derive(Clone, Copy)]
pub(super) struct Hyphen {
    /// Where it stood: before this byte of the folded text.
    at: u32,
    readings: Readings,
}

impl Hyphen {
    /// Moves the hyphen on by one byte.
    pub(super) fn shift(&mut self) {
        self.at += 1;
    }
}

/// What a fold remembers of the lines before.
#[derive(Default)]
pub(super) struct Lines {
    /// Whether this line began with a bar.
    table: bool,
    /// The number of the last item of an ordered list.
    number: Option<u32>,
}

impl Folder<'_> {
    /// Drops the markers, bars and rulers with which a line begins. `after_blank`: the line before is
    /// empty, or there is none.
    pub(super) fn line_start(&mut self, after_blank: bool) {
        let mut after_blank = after_blank;
        self.lines.table = false;
        self.indent();
        while let Some(end) = self.ruler() {
            self.at = end;
            self.indent();
        }
        loop {
            if let Some(length) = self.bar(self.at) {
                self.lines.table = true;
                self.at += length;
            } else if let Some(end) = self.marker(after_blank) {
                self.at = end;
                after_blank = false;
            } else {
                break;
            }
            self.indent();
        }
    }

    /// Skips white space and what is dropped anyhow.
    fn indent(&mut self) {
        while let Some(c) = self.peek(self.at)
            && (is_space(c) || is_dropped(c))
        {
            self.at += c.len_utf8();
        }
    }

    /// The end of this line, if it is the ruler under a table's head: `|---|:-:|`.
    fn ruler(&self) -> Option<usize> {
        let line = &self.source.as_bytes()[self.at..];
        let length = line
            .iter()
            .take_while(|byte| b"|-: \t\\".contains(byte))
            .count();
        let ends = matches!(line.get(length), None | Some(b'\n' | b'\r'));
        let ruler = &line[..length];
        (ends && ruler.contains(&b'|') && ruler.contains(&b'-')).then_some(self.at + length)
    }

    /// The end of the list item's marker that begins here.
    fn marker(&mut self, after_blank: bool) -> Option<usize> {
        let here = self.at + usize::from(self.source[self.at..].starts_with('\\'));
        let c = self.peek(here)?;
        let free = |end: usize| self.peek(end).is_none_or(is_space);
        match c {
            '-' | '*' | '+' if free(here + 1) => Some(here + 1),
            '•' | '‣' | '◦' | '▪' | '●' | '○' | '■' => Some(here + c.len_utf8()),
            '0'..='9' if here == self.at => self.number(after_blank),
            _ => None,
        }
    }

    /// The end of an ordered item's marker. A number that happens to begin a line is a word of the
    /// text; it counts as a marker only where a list may begin, or goes on.
    fn number(&mut self, after_blank: bool) -> Option<usize> {
        let rest = &self.source[self.at..];
        let digits = rest.bytes().take(4).take_while(u8::is_ascii_digit).count();
        let number: u32 = rest[..digits].parse().ok().filter(|_| digits < 4)?;
        let after = rest[digits..].strip_prefix('\\').unwrap_or(&rest[digits..]);
        let after = after.strip_prefix(['.', ')'])?;
        let goes_on = number
            .checked_sub(1)
            .is_some_and(|before| self.lines.number == Some(before));
        if !after.starts_with(is_space) || !(number == 1 || after_blank || goes_on) {
            return None;
        }
        self.lines.number = Some(number);
        Some(self.source.len() - after.len())
    }

    /// The length of the bar, escaped or not, that begins at `at`.
    fn bar(&self, at: usize) -> Option<usize> {
        let rest = self.source.get(at..)?;
        if rest.starts_with('|') {
            Some(1)
        } else if rest.starts_with("\\|") {
            Some(2)
        } else {
            None
        }
    }

    /// Whether a bar or a hard break that counts as white space begins here, after a word.
    pub(super) fn opens_blank(&self) -> bool {
        match self.bar(self.at) {
            Some(length) => self.lines.table || self.peek(self.at + length).is_none_or(is_space),
            None => self.hard_break(self.at),
        }
    }

    /// The length of what counts as white space at `at`, inside or at the start of a run of it.
    pub(super) fn blank_length(&self, at: usize) -> Option<usize> {
        let c = self.peek(at)?;
        if is_space(c) {
            return Some(c.len_utf8());
        }
        if self.level != super::fold::Level::Layout {
            return None;
        }
        self.bar(at).or_else(|| self.hard_break(at).then_some(1))
    }

    fn hard_break(&self, at: usize) -> bool {
        let mut rest = self.source[at..].chars();
        rest.next() == Some('\\') && rest.next().is_some_and(is_break)
    }

    /// Whether the backslash here escapes what follows it.
    pub(super) fn escapes(&self) -> bool {
        self.peek(self.at + 1)
            .is_some_and(|c| c.is_ascii_punctuation())
    }

    /// Goes past the backslash of an escape, and past what would otherwise be looked at again.
    pub(super) fn escape(&mut self) {
        self.at += 1;
        if matches!(self.peek(self.at), Some('\\' | '|')) {
            self.pen.copy(self.source, self.at..self.at + 1);
            self.at += 1;
        }
    }

    /// Whether the white space just read stands between two characters of a script without spaces.
    pub(super) fn between_ideographs(&self) -> bool {
        self.pen.text.chars().next_back().is_some_and(is_ideograph)
            && self.peek(self.at).is_some_and(is_ideograph)
    }

    /// Takes a hyphen or dash that ends at `end` out of the text if it joins two words, and returns
    /// where the second one begins.
    pub(super) fn bridge(&mut self, end: usize, hyphen: bool) -> Option<usize> {
        let (next, blank, broken) = self.next_word(end)?;
        let readings = match (blank, broken) {
            (false, _) => HYPHEN,
            (true, false) => HYPHEN_AND_BLANK,
            (true, true) if hyphen => NOTHING | HYPHEN | HYPHEN_AND_BLANK,
            (true, true) => HYPHEN | HYPHEN_AND_BLANK,
        };
        self.keep(readings);
        Some(next)
    }

    /// The same for a soft hyphen, which is one only at a line's end.
    pub(super) fn divided(&mut self, end: usize) -> Option<usize> {
        let (next, _, broken) = self.next_word(end)?;
        broken.then(|| self.keep(NOTHING | HYPHEN))?;
        Some(next)
    }

    fn keep(&mut self, readings: Readings) {
        let at = self.pen.text.len() as u32;
        self.hyphens.push(Hyphen { at, readings });
    }

    /// If a word ends here and another begins after `end` and white space: where, whether there is
    /// white space, and whether it breaks the line.
    fn next_word(&self, end: usize) -> Option<(usize, bool, bool)> {
        self.pen.text.chars().next_back().filter(|&c| is_word(c))?;
        let (mut next, mut blank, mut broken) = (end, false, false);
        loop {
            let c = self.peek(next)?;
            if is_space(c) {
                blank = true;
                broken |= is_break(c);
            } else if !is_dropped(c) {
                return is_word(c).then_some((next, blank, broken));
            }
            next += c.len_utf8();
        }
    }
}

impl Fold {
    /// The first place, in bytes after `at`, where the hyphens of `quotation` do not agree with those
    /// here, the folded texts being equal from `at` on. `work` counts comparisons.
    pub(super) fn hyphens_differ(
        &self,
        at: usize,
        quotation: &Fold,
        work: &mut usize,
    ) -> Option<usize> {
        self.hyphens_differ_within(at, quotation, quotation.text.len(), work)
    }

    /// The same for the first `length` bytes of the quotation's folded text.
    pub(super) fn hyphens_differ_within(
        &self,
        at: usize,
        quotation: &Fold,
        length: usize,
        work: &mut usize,
    ) -> Option<usize> {
        let mut ours = self.hyphens_inside(at..at + length).peekable();
        let mut theirs = quotation.hyphens_inside(0..length).peekable();
        loop {
            *work += 1;
            let place = match (ours.peek(), theirs.peek()) {
                (None, None) => return None,
                (Some(our), Some(their)) => our.0.min(their.0),
                (Some(one), None) | (None, Some(one)) => one.0,
            };
            let our = ours
                .next_if(|hyphen| hyphen.0 == place)
                .map_or(NOTHING, |hyphen| hyphen.1);
            let their = theirs
                .next_if(|hyphen| hyphen.0 == place)
                .map_or(NOTHING, |hyphen| hyphen.1);
            if our & their == 0 {
                return Some(place);
            }
        }
    }

    /// The hyphens strictly inside a range of the folded text, by their place after its start.
    fn hyphens_inside(&self, range: Range<usize>) -> impl Iterator<Item = (usize, Readings)> {
        let first = self
            .hyphens
            .partition_point(|hyphen| hyphen.at as usize <= range.start);
        self.hyphens[first..]
            .iter()
            .map(move |hyphen| (hyphen.at as usize, hyphen.readings))
            .take_while(move |&(at, _)| at < range.end)
            .map(move |(at, readings)| (at - range.start, readings))
    }

    /// Whether a hyphen was taken out before the folded byte `at`.
    pub(super) fn hyphen_at(&self, at: usize) -> bool {
        self.hyphens
            .binary_search_by_key(&at, |hyphen| hyphen.at as usize)
            .is_ok()
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c)
}

/// Han, kana, and the punctuation set with them.
fn is_ideograph(c: char) -> bool {
    matches!(
        c,
        '\u{3001}'..='\u{30FF}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{FF01}'..='\u{FF60}'
            | '\u{20000}'..='\u{3FFFF}'
    )
}
