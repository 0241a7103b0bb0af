//! Text → blocks, across which no sentence goes.
//!
//! Stored texts come from everywhere: wrapped at a column, a paragraph a line, Markdown, tables that were copied out of
//! pages. Blank lines part paragraphs; headings, items of lists and rows of tables are known by their signs. Other line
//! ends are the wrapping of a paragraph, unless a line stops far short of the paragraph's width.

use std::ops::Range;

use super::is_blank;

/// A part of a text that no sentence leaves.
pub(super) struct Block {
    pub kind: Kind,
    pub range: Range<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Sentences in running text, on one or more lines.
    Prose,
    /// A heading or a row of a table: one sentence, whatever is in it.
    Whole,
}

/// A text with lines longer than this is not wrapped: the end of a line is the end of a paragraph.
const WIDEST_WRAPPED: usize = 200;

/// The white space between the cells of a table that was set with spaces.
const GAP: &str = "    ";

/// As many characters in a row that are neither letters nor digits are a rule, or a gap. (Unicode's rules look ahead
/// over such a run from each of its places, so none may be long.)
const LONGEST_GAP: usize = 64;

/// The blocks of a text, in its order.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut paragraph: Vec<Range<usize>> = Vec::new();
    let mut number = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        match sign(line, last_line(text, &paragraph), &mut number) {
            Sign::None => paragraph.push(range),
            Sign::Rule => close(text, &mut paragraph, &mut blocks),
            Sign::Whole(indent) => {
                close(text, &mut paragraph, &mut blocks);
                blocks.push(Block {
                    kind: Kind::Whole,
                    range: range.start + indent..range.end - tail(line),
                });
            }
            Sign::Item(indent) => {
                close(text, &mut paragraph, &mut blocks);
                paragraph.push(range.start + indent..range.end);
            }
        }
    }
    close(text, &mut paragraph, &mut blocks);
    blocks
}

fn last_line<'a>(text: &'a str, paragraph: &[Range<usize>]) -> &'a str {
    paragraph
        .last()
        .map_or("", |line| text[line.clone()].trim_end_matches(is_blank))
}

/// What a line begins with; an indent is what stands before its words.
enum Sign {
    None,
    /// It is empty, or a line drawn.
    Rule,
    Whole(usize),
    Item(usize),
}

fn sign(line: &str, before: &str, number: &mut Option<u32>) -> Sign {
    let words = line.trim_start_matches(is_blank);
    let indent = line.len() - words.len();
    if !words.contains(char::is_alphanumeric) {
        // A line of a sentence can begin with its closing marks; a rule has several of one.
        let is_closing =
            !before.is_empty() && !words.is_empty() && words.trim_end().chars().count() < 3;
        return if is_closing { Sign::None } else { Sign::Rule };
    }
    if let Some(length) = heading(words) {
        return Sign::Whole(indent + length);
    }
    if words.starts_with('|') {
        return Sign::Whole(indent + words.len() - words.trim_start_matches(['|', ' ']).len());
    }
    if is_row(words.trim_end()) {
        return Sign::Whole(indent);
    }
    match marker(words, before, number) {
        Some(length) => Sign::Item(indent + length),
        None => Sign::None,
    }
}

/// Whether a line has cells: with tabs, bars or gaps between them.
fn is_row(words: &str) -> bool {
    words.matches('\t').count() > 1 || words.matches(" | ").count() > 1 || words.contains(GAP)
}

/// The length of the sign of a Markdown heading.
fn heading(words: &str) -> Option<usize> {
    let rest = words.trim_start_matches('#');
    let level = words.len() - rest.len();
    ((1..=6).contains(&level) && rest.starts_with([' ', '\t'])).then_some(level)
}

/// The length of what closes a Markdown heading: ` ##`.
fn tail(line: &str) -> usize {
    let words = line.trim_end().trim_end_matches('#');
    match words.ends_with([' ', '\t']) && line.starts_with('#') {
        true => line.len() - words.len(),
        false => 0,
    }
}

/// The length of the marker of a list's item. `number` is that of the item before.
fn marker(words: &str, before: &str, number: &mut Option<u32>) -> Option<usize> {
    let mut chars = words.chars();
    // A number or a dash may begin a line of a sentence by chance.
    let may_begin = before.is_empty() || before.ends_with(['.', '!', '?', ':', ';', '…', '。']);
    let (length, is_marker) = match chars.next()? {
        c @ ('•' | '‣' | '◦' | '▪' | '●' | '○' | '■' | '·') => {
            return Some(c.len_utf8());
        }
        '*' | '+' => (1, true),
        c @ ('-' | '–' | '—') => (c.len_utf8(), may_begin),
        _ => {
            let (length, found) = numbered(words)?;
            let goes_on = found == Some(1) || (found.is_some() && found == number.map(|n| n + 1));
            if may_begin || goes_on {
                *number = found.or(*number);
            }
            (length, may_begin || goes_on)
        }
    };
    let is_parted = words[length..].starts_with(char::is_whitespace);
    (is_parted && is_marker).then_some(length)
}

/// The length of `12.`, `12)`, `(12)`, `b)`, `(b)`, and the number; that of `b` is 2.
fn numbered(words: &str) -> Option<(usize, Option<u32>)> {
    let open = usize::from(words.starts_with('('));
    let inner = &words[open..];
    let digits = inner.len() - inner.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let letter = usize::from(digits == 0 && inner.starts_with(|c: char| c.is_ascii_lowercase()));
    let end = open + digits + letter;
    let closes = match words[end..].chars().next()? {
        ')' => true,
        '.' => open == 0 && letter == 0,
        _ => false,
    };
    let is_short = (1..=3).contains(&(digits + letter));
    let of_letter = || inner.bytes().next().map(|byte| u32::from(byte - b'a') + 1);
    let number = match letter {
        0 => inner[..digits].parse().ok(),
        _ => of_letter(),
    };
    (closes && is_short).then_some((end + 1, number))
}

/// Ends a paragraph: cuts its lines into blocks.
fn close(text: &str, paragraph: &mut Vec<Range<usize>>, blocks: &mut Vec<Block>) {
    let width = |line: &Range<usize>| text[line.clone()].trim_end().chars().count();
    let widths: Vec<usize> = paragraph.iter().map(width).collect();
    let widest = widths.iter().copied().max().unwrap_or(0);
    let mut lines = std::mem::take(paragraph).into_iter().zip(widths);
    let Some((mut block, mut last)) = lines.next() else {
        return;
    };
    for (line, width) in lines {
        if is_end_of_block(&text[line.clone()], last, widest) {
            gaps(text, std::mem::replace(&mut block, line), blocks);
        } else {
            block.end = line.end;
        }
        last = width;
    }
    gaps(text, block, blocks);
}

/// Whether the line before `next` was ended on purpose.
fn is_end_of_block(next: &str, width: usize, widest: usize) -> bool {
    let is_short = width * 3 < widest * 2 || widest > WIDEST_WRAPPED;
    let first = next.chars().find(|c| c.is_alphanumeric());
    is_short && !first.is_some_and(char::is_lowercase)
}

/// Cuts a block at its gaps.
fn gaps(text: &str, block: Range<usize>, blocks: &mut Vec<Block>) {
    let mut start = block.start;
    let mut gap = 0;
    for (at, c) in text[block.clone()].char_indices() {
        gap = if c.is_alphanumeric() { 0 } else { gap + 1 };
        if gap == LONGEST_GAP {
            let end = block.start + at;
            blocks.push(prose(start..end));
            (start, gap) = (end, 0);
        }
    }
    blocks.push(prose(start..block.end));
}

fn prose(range: Range<usize>) -> Block {
    Block {
        kind: Kind::Prose,
        range,
    }
}
