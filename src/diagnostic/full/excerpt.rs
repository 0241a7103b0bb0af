//! The lines of a file that a picture shows, fit to be shown.
//!
//! A file may be one line of a hundred kilobytes, and its characters may move the cursor. An excerpt has only the
//! lines that marks touch; a line that is too wide keeps what is around its marks, with `…` for the
//! rest; characters that would break the picture are spelled out. The marks move along. The
//! work is bounded by what is shown, not by how long a line is.

use std::collections::BTreeMap;
use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use crate::diagnostic::render::visible::{is_hidden, push_visible};

/// Lines up to this far from the end of a mark are kept; those between are left empty, for the picture folds
/// them away.
pub const AROUND: usize = 6;
/// A mark over more lines than this is shown by its first line.
const MOST_LINES: usize = 1000;
const CUT: char = '…';

/// Some lines of a file, and the marks in them.
#[derive(Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The number of the first line.
    pub first_line: usize,
    pub source: String,
    /// The marks, as ranges of bytes in `source`, in the order in which they were given.
    pub marks: Vec<Range<usize>>,
}

impl Excerpt {
    /// The lines of `text` that `marks` touch, each cut to about `columns` columns. The marks lie in `text`,
    /// at the bounds of characters; `first_line` is the number of the line of the first.
    pub fn new(text: &str, first_line: usize, marks: &[Range<usize>], columns: usize) -> Excerpt {
        let marks: Vec<Range<usize>> = marks.iter().map(|mark| tidy(text, mark)).collect();
        let mut bounds: Vec<usize> = marks
            .iter()
            .flat_map(|mark| [mark.start, mark.end])
            .collect();
        bounds.sort_unstable();
        bounds.dedup();
        let mut lines = Lines {
            text,
            columns,
            source: String::new(),
            moved: BTreeMap::new(),
        };
        lines.push_all(&bounds);
        let moved = |bound: usize| {
            lines
                .moved
                .get(&bound)
                .copied()
                .unwrap_or(lines.source.len())
        };
        Excerpt {
            first_line,
            marks: marks
                .iter()
                .map(|mark| moved(mark.start)..moved(mark.end))
                .collect(),
            source: lines.source,
        }
    }
}

/// A mark without the line break at its end, which would draw it into the next line, and not over too
/// many lines.
fn tidy(text: &str, mark: &Range<usize>) -> Range<usize> {
    let words = &text[mark.clone()];
    let mut breaks = memchr::memchr_iter(b'\n', words.as_bytes());
    let shown = match (breaks.next(), breaks.nth(MOST_LINES)) {
        (Some(first), Some(_)) => &words[..first],
        _ => words,
    };
    let trimmed = shown.trim_end_matches(['\n', '\r']);
    let shown = if trimmed.is_empty() { shown } else { trimmed };
    mark.start..mark.start + shown.len()
}

/// An excerpt while it is made.
struct Lines<'a> {
    text: &'a str,
    columns: usize,
    source: String,
    /// Where the bounds of marks came to be.
    moved: BTreeMap<usize, usize>,
}

impl Lines<'_> {
    fn push_all(&mut self, bounds: &[usize]) {
        let lines = self.lines(bounds);
        let line_of = |bound: &usize| lines.partition_point(|line| line.start <= *bound) - 1;
        let marked: Vec<usize> = bounds.iter().map(line_of).collect();
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                self.source.push('\n');
            }
            let from = marked.partition_point(|&marked| marked < index);
            let to = marked.partition_point(|&marked| marked <= index);
            let is_near = |marked: &usize| marked.abs_diff(index) <= AROUND;
            if marked[..from].last().is_some_and(is_near)
                || marked[from..].first().is_some_and(is_near)
            {
                self.push(line.clone(), &bounds[from..to]);
            }
        }
        if self.source.ends_with('\n') {
            // A last line without a character would not be seen as a line.
            self.source.push(' ');
        }
    }

    /// The lines from the first bound to the last, without their breaks.
    fn lines(&self, bounds: &[usize]) -> Vec<Range<usize>> {
        let (first, last) = (bounds[0], bounds[bounds.len() - 1]);
        let bytes = self.text.as_bytes();
        let mut start = memchr::memrchr(b'\n', &bytes[..first]).map_or(0, |at| at + 1);
        let mut lines = Vec::new();
        loop {
            let end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |at| start + at);
            lines.push(start..end);
            if end >= last {
                return lines;
            }
            start = end + 1;
        }
    }

    fn push(&mut self, line: Range<usize>, bounds: &[usize]) {
        let line = match self.text[line.clone()].strip_suffix('\r') {
            Some(rest) => line.start..line.start + rest.len(),
            None => line,
        };
        let mut shown_to = line.start;
        for window in self.windows(&line, bounds) {
            if window.start > shown_to {
                self.source.push(CUT);
            }
            for (at, c) in self.text[window.clone()].char_indices() {
                self.note(window.start + at, bounds);
                push_visible(&mut self.source, c);
            }
            shown_to = window.end;
            self.note(shown_to, bounds);
        }
        // A bound within the line break belongs to the end of the line.
        for &bound in bounds.iter().filter(|&&bound| bound > line.end) {
            self.moved.insert(bound, self.source.len());
        }
        if shown_to < line.end {
            self.source.push(CUT);
        }
    }

    fn note(&mut self, at: usize, bounds: &[usize]) {
        if bounds.binary_search(&at).is_ok() {
            self.moved.entry(at).or_insert(self.source.len());
        }
    }

    /// The parts of a line that are shown: all of it if it is narrow enough, otherwise what is around the bounds.
    fn windows(&self, line: &Range<usize>, bounds: &[usize]) -> Vec<Range<usize>> {
        if self.forward(line.start, line, self.columns) == line.end {
            return vec![line.clone()];
        }
        let start = [line.start];
        let centres = if bounds.is_empty() { &start } else { bounds };
        let centres = centres.iter().map(|&bound| bound.min(line.end));
        let reach = (self.columns / (2 * centres.len())).max(8);
        let windows = merge(centres.map(|at| self.widen(&(at..at), line, reach)));
        let used: usize = windows.iter().map(|window| self.width(window)).sum();
        let spare = self.columns.saturating_sub(used) / (2 * windows.len());
        merge(windows.iter().map(|window| self.widen(window, line, spare)))
    }

    fn widen(&self, window: &Range<usize>, line: &Range<usize>, columns: usize) -> Range<usize> {
        self.back(window.start, line, columns)..self.forward(window.end, line, columns)
    }

    fn width(&self, window: &Range<usize>) -> usize {
        self.text[window.clone()].chars().map(width).sum()
    }

    /// The place up to `columns` after `from`, in the line.
    fn forward(&self, from: usize, line: &Range<usize>, columns: usize) -> usize {
        let mut taken = 0;
        for (at, c) in self.text[from..line.end].char_indices() {
            taken += width(c);
            if taken > columns {
                return from + at;
            }
        }
        line.end
    }

    /// The place up to `columns` before `from`, in the line; not at a combining mark, which would sit on
    /// the sign of the cut.
    fn back(&self, from: usize, line: &Range<usize>, columns: usize) -> usize {
        let (mut taken, mut start) = (0, from);
        for (at, c) in self.text[line.start..from].char_indices().rev() {
            taken += width(c);
            if taken > columns {
                let marks = self.text[start..from]
                    .chars()
                    .take_while(|&c| c.width() == Some(0));
                return start + marks.map(char::len_utf8).sum::<usize>();
            }
            start = line.start + at;
        }
        line.start
    }
}

/// Joins ranges, given in order, that touch or leave out less than a sign of the cut would take.
fn merge(windows: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut merged: Vec<Range<usize>> = Vec::new();
    for window in windows {
        match merged.last_mut() {
            Some(last) if window.start <= last.end + CUT.len_utf8() => {
                last.end = last.end.max(window.end);
            }
            _ => merged.push(window),
        }
    }
    merged
}

/// The columns that a character takes, rather too many than too few: a heap of combining marks is also
/// cut.
fn width(c: char) -> usize {
    if c == '\t' {
        4
    } else if is_hidden(c) {
        "<U+0000>".len()
    } else {
        c.width().unwrap_or(0).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(text: &str, marks: &[[usize; 2]], columns: usize) -> (String, Vec<String>) {
        let marks: Vec<Range<usize>> = marks.iter().map(|&[start, end]| start..end).collect();
        let excerpt = Excerpt::new(text, 1, &marks, columns);
        let marked = excerpt
            .marks
            .iter()
            .map(|mark| excerpt.source[mark.clone()].to_owned());
        (excerpt.source.clone(), marked.collect())
    }

    #[test]
    fn only_the_lines_in_question() {
        let (source, marked) = excerpt("one\r\ntwo\r\nthree\r\n", &[[5, 8]], 40);
        assert_eq!((source.as_str(), marked), ("two", vec!["two".to_owned()]));
        let (source, marked) = excerpt("one\ntwo\nthree", &[[0, 4], [4, 4], [9, 10]], 40);
        assert_eq!(source, "one\ntwo\nthree");
        assert_eq!(marked, ["one", "", "h"]);
    }

    #[test]
    fn a_long_line_is_cut_around_its_marks() {
        let text = format!("{}WRONG{}", "a ".repeat(50_000), " b".repeat(50_000));
        let (source, marked) = excerpt(&text, &[[100_000, 100_005]], 31);
        assert_eq!(source, "… a a a a a a WRONG b b b b b b …");
        assert_eq!(marked, ["WRONG"]);
        let (source, marked) = excerpt(&text, &[[10, 199_000]], 40);
        assert_eq!(source, "a a a a a a a a a a …b b b b b b b b b b …");
        assert_eq!(marked, ["a a a a a …b b b b b "]);
    }

    #[test]
    fn hidden_characters_are_spelled_out_and_marks_move() {
        let (source, marked) = excerpt("\t\u{202e}x\u{7}y", &[[4, 5]], 60);
        assert_eq!(source, "    <U+202E>x<U+0007>y");
        assert_eq!(marked, ["x"]);
    }

    #[test]
    fn a_cut_does_not_fall_before_a_combining_mark() {
        let text = "e\u{301}".repeat(500);
        let (source, marked) = excerpt(&text, &[[600, 603]], 20);
        assert!(source.starts_with("…e\u{301}"), "{source:?}");
        assert_eq!(marked, ["e\u{301}"]);
        let heap = format!("x{}", "\u{301}".repeat(100_000));
        assert!(excerpt(&heap, &[[0, 1]], 60).0.len() < 200);
    }

    #[test]
    fn the_end_of_a_file_can_be_marked() {
        assert_eq!(excerpt("a\n", &[[2, 2]], 40).0, "");
        let (source, marked) = excerpt("a\n", &[[0, 1], [2, 2]], 40);
        assert_eq!(
            (source.as_str(), marked),
            ("a\n ", vec!["a".to_owned(), String::new()])
        );
        assert_eq!(excerpt("", &[[0, 0]], 40).0, "");
    }

    #[test]
    fn a_mark_over_very_many_lines_is_shown_by_its_first() {
        let text = "line\n".repeat(5000);
        assert_eq!(excerpt(&text, &[[0, text.len()]], 40).0, "line");
        assert_eq!(excerpt(&text, &[[0, 5 * 900]], 40).0.len(), 899 + 4 * 14);
    }
}
