//! The container: which block of a Markdown file is a quotation, a statement, or prose.

use pulldown_cmark::{Event, Parser, Tag};
use std::ops::Range;

use super::line;
use crate::diagnostic::{Diagnostic, Rule};
use crate::escape;
use crate::span::{FileId, Span, Spanned};
use crate::syntax::{Anchor, Block, Bullet, Group, Quotation};

/// Reads the blocks of `text` from byte `body` on.
pub fn parse(
    file: FileId,
    text: &str,
    body: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Block> {
    let mut reader = Reader {
        file,
        text,
        diagnostics,
        blocks: Vec::new(),
        open: Open::Nothing,
    };
    for part in top_level(&text[body..], body) {
        reader.part(part);
    }
    reader.close();
    reader.blocks
}

/// A block at the top level of a file.
pub enum Part {
    Quote(Range<usize>),
    Bullets(Range<usize>, Vec<Item>),
    Paragraph(Range<usize>),
    Other(Range<usize>),
}

/// A list item: its range, and the first block in it that is not its one paragraph.
pub struct Item {
    pub range: Range<usize>,
    has_paragraph: bool,
    pub extra: Option<Range<usize>>,
}

impl Item {
    /// What stands after the bullet, without white space around it.
    pub fn content<'a>(&self, text: &'a str) -> (usize, &'a str) {
        let raw = &text[self.range.clone()];
        let inner = raw.trim_start().get(1..).unwrap_or("");
        let start = self.range.start + (raw.len() - inner.trim_start().len());
        (start, inner.trim())
    }
}

/// The blocks at the top level, whose ranges are shifted by `shift`.
pub fn top_level(markdown: &str, shift: usize) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut depth = 0usize;
    for (event, range) in Parser::new(markdown).into_offset_iter() {
        let range = range.start + shift..range.end + shift;
        match event {
            Event::Start(tag) => {
                match (depth, &tag) {
                    (0, Tag::BlockQuote(_)) => parts.push(Part::Quote(range)),
                    (0, Tag::List(None)) => parts.push(Part::Bullets(range, Vec::new())),
                    (0, Tag::Paragraph) => parts.push(Part::Paragraph(range)),
                    (0, _) => parts.push(Part::Other(range)),
                    (1, Tag::Item) => add_item(parts.last_mut(), range),
                    _ => item_holds(parts.last_mut(), &tag, depth, range),
                }
                depth += 1;
            }
            Event::End(_) => depth -= 1,
            Event::Rule | Event::Html(_) if depth == 0 => parts.push(Part::Other(range)),
            _ => {}
        }
    }
    parts
}

fn add_item(part: Option<&mut Part>, range: Range<usize>) {
    if let Some(Part::Bullets(_, items)) = part {
        items.push(Item {
            range,
            has_paragraph: false,
            extra: None,
        });
    }
}

/// Notes a block inside a list item that is not the item's first paragraph.
fn item_holds(part: Option<&mut Part>, tag: &Tag, depth: usize, range: Range<usize>) {
    let Some(Part::Bullets(_, items)) = part else {
        return;
    };
    let Some(item) = items.last_mut() else {
        return;
    };
    let is_block = matches!(
        tag,
        Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::List(_)
    );
    if depth != 2 || !is_block {
        return;
    }
    if matches!(tag, Tag::Paragraph) && !item.has_paragraph {
        item.has_paragraph = true;
    } else if item.extra.is_none() {
        item.extra = Some(range);
    }
}

/// What the next block may continue.
enum Open {
    Nothing,
    Group(Group),
    Declarations(Vec<Bullet>),
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    diagnostics: &'a mut Vec<Diagnostic>,
    blocks: Vec<Block>,
    open: Open,
}

impl Reader<'_> {
    fn part(&mut self, part: Part) {
        match part {
            Part::Quote(range) => self.quote(range),
            Part::Bullets(_, items) => self.bullets(items),
            Part::Paragraph(range) => self.paragraph(range),
            Part::Other(_) => self.close(),
        }
    }

    fn close(&mut self) {
        match std::mem::replace(&mut self.open, Open::Nothing) {
            Open::Nothing => {}
            Open::Group(group) => self.blocks.push(Block::Group(group)),
            Open::Declarations(bullets) => self.blocks.push(Block::Declarations(bullets)),
        }
    }

    fn quote(&mut self, range: Range<usize>) {
        let quotation = quotation(self.file, self.text, range, self.diagnostics);
        match &mut self.open {
            Open::Group(group) if group.bullets.is_empty() => group.quotations.push(quotation),
            _ => {
                self.close();
                self.open = Open::Group(Group {
                    source: None,
                    quotations: vec![quotation],
                    bullets: Vec::new(),
                });
            }
        }
    }

    fn bullets(&mut self, items: Vec<Item>) {
        let mut read = Vec::with_capacity(items.len());
        for item in items {
            read.extend(self.item(item));
        }
        match &mut self.open {
            Open::Group(group) => group.bullets.append(&mut read),
            Open::Declarations(bullets) => bullets.append(&mut read),
            Open::Nothing => self.open = Open::Declarations(read),
        }
    }

    fn item(&mut self, item: Item) -> Option<Bullet> {
        if let Some(extra) = item.extra {
            self.structure(extra, "a bullet is one paragraph, and this is more");
            return None;
        }
        let (start, content) = item.content(self.text);
        if content.is_empty() {
            self.structure(item.range, "this bullet is empty");
            return None;
        }
        let range = (start, start + content.len());
        Some(line::bullet(self.file, self.text, range, self.diagnostics))
    }

    fn structure(&mut self, range: Range<usize>, message: &str) {
        let raw = &self.text[range.clone()];
        let line = raw.lines().next().unwrap_or("").trim_end();
        let span = Span::new(self.file, range.start, range.start + line.len());
        self.diagnostics.push(
            Diagnostic::new(Rule::BulletStructure, span, message)
                .label("one bullet is one statement or declaration, on one or more lines")
                .help("give it a bullet of its own at the left margin, or make it prose by a line without a bullet"),
        );
    }

    fn paragraph(&mut self, range: Range<usize>) {
        let raw = self.text[range.clone()].trim_end();
        if let Open::Group(group) = &mut self.open
            && group.bullets.is_empty()
            && let Some(quotation) = group.quotations.last_mut()
            && quotation.anchor.is_none()
            && (raw.starts_with('^') || raw.starts_with('('))
        {
            match anchor(self.file, raw, range.start) {
                Some(anchor) => return quotation.anchor = Some(anchor),
                None if raw.starts_with('^') => {
                    self.diagnostics
                        .push(malformed_anchor(self.file, raw, range.start));
                    return;
                }
                None => {}
            }
        }
        self.close();
    }
}

/// The id and the locator of an anchor, without escapes; nothing if a paragraph is none.
pub fn anchor_parts(paragraph: &str) -> Option<(Option<String>, Option<String>)> {
    if !paragraph.starts_with(['^', '(']) {
        return None;
    }
    let anchor = anchor(FileId(0), paragraph, 0)?;
    let value = |part: Option<Spanned<String>>| part.map(|part| part.value);
    Some((value(anchor.id), value(anchor.locator)))
}

fn malformed_anchor(file: FileId, raw: &str, start: usize) -> Diagnostic {
    let line = raw.lines().next().unwrap_or(raw);
    Diagnostic::new(
        Rule::AnchorSyntax,
        Span::new(file, start, start + line.len()),
        "this is not an anchor",
    )
    .label("expected `^id`, `^id (locator)` or `(locator)`")
    .help("an id has lower-case letters and digits, with hyphens between: `^order (p. 3)`")
}

/// Reads `^id`, `^id (locator)` or `(locator)`.
fn anchor(file: FileId, raw: &str, start: usize) -> Option<Anchor> {
    let place = |part: &str| {
        let at = start + (part.as_ptr() as usize - raw.as_ptr() as usize);
        Spanned::new(part.to_owned(), Span::new(file, at, at + part.len()))
    };
    let (id, rest) = match raw.strip_prefix('^') {
        Some(rest) => {
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            (Some(&rest[..end]), rest[end..].trim())
        }
        None => (None, raw),
    };
    let locator = match rest {
        "" => None,
        rest => Some(rest.strip_prefix('(')?.strip_suffix(')')?.trim()),
    };
    let one_line = |text: &str| !text.contains('\n');
    if id.is_some_and(|id| !crate::iri::is_slug(id)) || !locator.is_none_or(one_line) {
        return None;
    }
    let plain = |locator: Spanned<String>| Spanned {
        value: escape::unescape(&locator.value).into_owned(),
        ..locator
    };
    Some(Anchor {
        id: id.map(place),
        locator: locator.map(place).map(plain),
    })
}

/// Reads a block quote by its raw lines.
fn quotation(
    file: FileId,
    text: &str,
    range: Range<usize>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Quotation {
    let block = text[range.clone()].trim_end();
    let span = Span::new(file, range.start, range.start + block.len());
    let mut quotation = Quotation {
        span,
        text: String::with_capacity(block.len()),
        lines: Vec::new(),
        anchor: None,
    };
    let lines = quoted_lines(block);
    let mut is_blank = false;
    for (index, &(place, ref line)) in lines.iter().enumerate() {
        match *line {
            Quoted::Blank => is_blank = !beside_gloss(&lines, index),
            Quoted::Gloss(_) => {}
            Quoted::Lazy(words) => diagnostics.push(lazy(file, words, range.start + place)),
            Quoted::Words(words) => {
                let breaks = if is_blank { "\n\n" } else { "\n" };
                let goes_on = matches!(lines.get(index + 1), Some((_, Quoted::Words(_))));
                let words = if goes_on { unbroken(words) } else { words };
                quotation.add_line(breaks, words, range.start + place);
                is_blank = false;
            }
        }
    }
    if crate::quote::is_empty(&quotation.text)
        && diagnostics
            .last()
            .is_none_or(|last| last.span.start < span.start)
    {
        diagnostics.push(
            Diagnostic::new(Rule::EmptyQuotation, span, "this quotation has no words")
                .label("the words of the source are expected after `>`"),
        );
    }
    quotation
}

/// A line of a block quote, without `>`, and without white space around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quoted<'a> {
    /// Words of the source, as they are written.
    Words(&'a str),
    Blank,
    /// A line of the curator's, without the second `>` and one space after it.
    Gloss(&'a str),
    /// A line that Markdown counts to the quote although it has no `>`.
    Lazy(&'a str),
}

/// The lines of a block quote, each with the byte at which its words start.
pub fn quoted_lines(block: &str) -> Vec<(usize, Quoted<'_>)> {
    let place = |part: &str| part.as_ptr() as usize - block.as_ptr() as usize;
    let read = |line| {
        let line: &str = line;
        let Some(inner) = line.trim_start_matches(' ').strip_prefix('>') else {
            let words = line.trim();
            return (place(words), Quoted::Lazy(words));
        };
        let words = inner.trim();
        match words.strip_prefix('>') {
            Some(gloss) => {
                let gloss = gloss.strip_prefix(' ').unwrap_or(gloss);
                (place(gloss), Quoted::Gloss(gloss))
            }
            None if words.is_empty() => (place(inner), Quoted::Blank),
            None => (place(words), Quoted::Words(words)),
        }
    };
    block.split('\n').map(read).collect()
}

/// Whether a blank line stands between words and a gloss: Markdown tools put one there, and it parts no paragraphs of
/// the source.
fn beside_gloss(lines: &[(usize, Quoted)], blank: usize) -> bool {
    let is_blank = |line: &&(usize, Quoted)| line.1 == Quoted::Blank;
    let is_gloss = |line: &(usize, Quoted)| matches!(line.1, Quoted::Gloss(_));
    let before = lines[..blank].iter().rev().find(|line| !is_blank(line));
    let after = lines[blank..].iter().find(|line| !is_blank(line));
    before.is_some_and(is_gloss) || after.is_some_and(is_gloss)
}

/// A line that others follow, without the backslash by which Markdown breaks it.
pub fn unbroken(words: &str) -> &str {
    let backslashes = words.len() - words.trim_end_matches('\\').len();
    match backslashes % 2 {
        1 => words[..words.len() - 1].trim_end(),
        _ => words,
    }
}

impl Quotation {
    /// Adds the words of a line that starts at a place of the file, without their escapes.
    fn add_line(&mut self, breaks: &str, words: &str, place: usize) {
        if !self.lines.is_empty() {
            self.text.push_str(breaks);
        }
        let mut next = None;
        for (at, c, _) in escape::letters(words) {
            if next != Some(at) {
                self.lines.push((self.text.len(), place + at));
            }
            self.text.push(c);
            next = Some(at + c.len_utf8());
        }
    }
}

fn lazy(file: FileId, words: &str, start: usize) -> Diagnostic {
    Diagnostic::new(
        Rule::LazyQuotation,
        Span::new(file, start, start + words.len()),
        "Markdown counts this line to the quotation above, but it has no `>`",
    )
    .label("start it with `> `, or leave an empty line before it")
    .fix(Span::new(file, start, start), "> ")
}
