//! A text with its quotations marked, a row a paragraph, and beside each paragraph the notes that begin in it.

use std::fmt::Write;
use std::ops::Range;

use super::escape::escape;
use super::notes;
use crate::coverage::{Sentence, Source, Standing};

/// A quoted part of the text.
struct Mark {
    bytes: Range<usize>,
    standing: Standing,
    note: usize,
    quotation: usize,
    /// Whether its quotation begins with it, and ends.
    first: bool,
    last: bool,
}

pub fn write(source: &Source, text: &str, out: &mut String) {
    let marks = marks(source);
    let mut page = Page {
        source,
        text,
        marks: &marks,
        from: 0,
        note: 0,
    };
    for paragraph in paragraphs(text) {
        page.paragraph(paragraph, out);
    }
}

/// The quoted parts, in the order of the text.
fn marks(source: &Source) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (note, of_note) in source.notes.iter().enumerate() {
        let standing = of_note.standing();
        for (quotation, of_quotation) in of_note.quotations.iter().enumerate() {
            let pieces = &of_quotation.pieces;
            marks.extend(pieces.iter().enumerate().map(|(number, bytes)| Mark {
                bytes: bytes.clone(),
                standing,
                note,
                quotation,
                first: number == 0,
                last: number + 1 == pieces.len(),
            }));
        }
    }
    marks.sort_by_key(|mark| (mark.bytes.start, mark.bytes.end, mark.note));
    marks
}

/// The parts of a text between empty lines.
fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut paragraphs: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    let mut open = false;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        let is_empty = line.trim().is_empty();
        match paragraphs.last_mut() {
            _ if is_empty => {}
            Some(last) if open => last.end = range.end,
            _ => paragraphs.push(range),
        }
        open = !is_empty;
    }
    paragraphs
}

struct Page<'a> {
    source: &'a Source,
    text: &'a str,
    marks: &'a [Mark],
    /// The first mark that has not ended before the paragraph.
    from: usize,
    /// The first note that is not written yet.
    note: usize,
}

impl Page<'_> {
    fn paragraph(&mut self, paragraph: Range<usize>, out: &mut String) {
        let sentences = self.source.sentences();
        let first = sentences.partition_point(|sentence| sentence.bytes.end <= paragraph.start);
        let last = sentences.partition_point(|sentence| sentence.bytes.start < paragraph.end);
        while self
            .marks
            .get(self.from)
            .is_some_and(|mark| mark.bytes.end <= paragraph.start)
        {
            self.from += 1;
        }
        let within = |mark: &&Mark| mark.bytes.end > paragraph.start;
        let marks = self.marks[self.from..].iter();
        let marks: Vec<&Mark> = marks
            .take_while(|mark| mark.bytes.start < paragraph.end)
            .filter(within)
            .collect();
        let class = match are_lines(self.text, &paragraph, &sentences[first..last]) {
            true => " class=\"lines\"",
            false => "",
        };
        let lang = escape(&self.source.lang);
        let _ = write!(
            out,
            "<div class=\"row\">\n<p lang=\"{lang}\" dir=\"auto\"{class}>"
        );
        let mut marks = marks.as_slice();
        let mut at = paragraph.start;
        for (number, sentence) in (first..).zip(&sentences[first..last]) {
            self.run(at..sentence.bytes.start, &mut marks, out);
            let _ = write!(
                out,
                "<span id=\"{}.s{number}\" class=\"{}\">",
                escape(&self.source.id),
                sentence.standing.name()
            );
            self.run(sentence.bytes.clone(), &mut marks, out);
            out.push_str("</span>");
            at = sentence.bytes.end;
        }
        self.run(at..paragraph.end, &mut marks, out);
        out.push_str("</p>\n");
        let start = self.note;
        let begins = |number: usize| self.source.notes[number].start();
        while self.note < self.source.notes.len()
            && begins(self.note).is_some_and(|start| start < paragraph.end)
        {
            self.note += 1;
        }
        notes::list(self.source, start..self.note, out);
        out.push_str("</div>\n");
    }

    /// A part of the text within or between sentences, cut where marks begin and end. Of the marks, which are in order,
    /// it drops the first ones that end before it.
    fn run(&self, range: Range<usize>, marks: &mut &[&Mark], out: &mut String) {
        while let [first, rest @ ..] = *marks
            && first.bytes.end <= range.start
        {
            *marks = rest;
        }
        let over: Vec<&&Mark> = marks
            .iter()
            .take_while(|mark| mark.bytes.start < range.end)
            .filter(|mark| mark.bytes.end > range.start)
            .collect();
        let ends = over
            .iter()
            .flat_map(|mark| [mark.bytes.start, mark.bytes.end]);
        let mut cuts: Vec<usize> = ends.filter(|at| range.contains(at)).collect();
        cuts.extend([range.start, range.end]);
        cuts.sort_unstable();
        cuts.dedup();
        for cut in cuts.windows(2) {
            let part = cut[0]..cut[1];
            self.anchors(&over, part.start, out);
            self.part(&over, part.clone(), out);
            self.numbers(&over, part.end, out);
        }
    }

    /// Where quotations begin, for the links that lead to them.
    fn anchors(&self, over: &[&&Mark], at: usize, out: &mut String) {
        for mark in over
            .iter()
            .filter(|mark| mark.first && mark.bytes.start == at)
        {
            let id = escape(&self.source.id);
            let _ = write!(
                out,
                "<span id=\"{id}.q{}-{}\"></span>",
                mark.note + 1,
                mark.quotation + 1
            );
        }
    }

    fn part(&self, over: &[&&Mark], part: Range<usize>, out: &mut String) {
        let covering = over
            .iter()
            .filter(|mark| mark.bytes.start <= part.start && mark.bytes.end >= part.end);
        let words = escape(&self.text[part.clone()]);
        match covering.map(|mark| mark.standing).max() {
            Some(standing) => {
                let _ = write!(out, "<mark class=\"{}\">{words}</mark>", standing.name());
            }
            None => out.push_str(&words),
        }
    }

    /// The numbers of the notes on the quotations that end here.
    fn numbers(&self, over: &[&&Mark], at: usize, out: &mut String) {
        for mark in over.iter().filter(|mark| mark.last && mark.bytes.end == at) {
            let id = escape(&self.source.id);
            let number = mark.note + 1;
            let _ = write!(
                out,
                "<sup><a href=\"#{id}.n{number}\" aria-label=\"note {number}\">{number}</a></sup>"
            );
        }
    }
}

/// Whether the lines of a paragraph are its sentences, as in a list or a table.
fn are_lines(text: &str, paragraph: &Range<usize>, sentences: &[Sentence]) -> bool {
    let lines = text[paragraph.clone()].trim_end().matches('\n').count();
    lines > 0
        && sentences.len() > lines
        && sentences
            .iter()
            .all(|sentence| sentence.lines.0 == sentence.lines.1)
}
