//! The container: which block of a Markdown file is a quotation, a statement, or prose.

use pulldown_cmark::{Event, Parser, Tag};
use std::ops::Range;

use super::line;
use crate::diagnostic::{Diagnostic, Rule};
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
enum Part {
    Quote(Range<usize>),
    Bullets(Vec<Item>),
    Paragraph(Range<usize>),
    Other,
}

/// A list item: its range, and the first block in it that is not its one paragraph.
struct Item {
    range: Range<usize>,
    has_paragraph: bool,
    extra: Option<Range<usize>>,
}

/// The blocks at the top level, whose ranges are shifted by `shift`.
fn top_level(markdown: &str, shift: usize) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut depth = 0usize;
    for (event, range) in Parser::new(markdown).into_offset_iter() {
        let range = range.start + shift..range.end + shift;
        match event {
            Event::Start(tag) => {
                match (depth, &tag) {
                    (0, Tag::BlockQuote(_)) => parts.push(Part::Quote(range)),
                    (0, Tag::List(None)) => parts.push(Part::Bullets(Vec::new())),
                    (0, Tag::Paragraph) => parts.push(Part::Paragraph(range)),
                    (0, _) => parts.push(Part::Other),
                    (1, Tag::Item) => add_item(parts.last_mut(), range),
                    _ => item_holds(parts.last_mut(), &tag, depth, range),
                }
                depth += 1;
            }
            Event::End(_) => depth -= 1,
            Event::Rule | Event::Html(_) if depth == 0 => parts.push(Part::Other),
            _ => {}
        }
    }
    parts
}

fn add_item(part: Option<&mut Part>, range: Range<usize>) {
    if let Some(Part::Bullets(items)) = part {
        items.push(Item {
            range,
            has_paragraph: false,
            extra: None,
        });
    }
}

/// Notes a block inside a list item that is not the item's first paragraph.
fn item_holds(part: Option<&mut Part>, tag: &Tag, depth: usize, range: Range<usize>) {
    let Some(Part::Bullets(items)) = part else {
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
            Part::Bullets(items) => self.bullets(items),
            Part::Paragraph(range) => self.paragraph(range),
            Part::Other => self.close(),
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
        let raw = &self.text[item.range.clone()];
        let inner = raw.trim_start().get(1..).unwrap_or("");
        let content = inner.trim();
        if content.is_empty() {
            self.structure(item.range, "this bullet is empty");
            return None;
        }
        let start =
            item.range.start + (raw.len() - inner.len()) + (inner.len() - inner.trim_start().len());
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
    Some(Anchor {
        id: id.map(place),
        locator: locator.map(place),
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
    let mut at = range.start;
    for raw in block.split_inclusive('\n') {
        let line = raw.trim_end_matches(['\n', '\r']);
        quoted_line(file, line, at, &mut quotation, diagnostics);
        at += raw.len();
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

fn quoted_line(
    file: FileId,
    line: &str,
    at: usize,
    quotation: &mut Quotation,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let Some(inner) = line[indent..].strip_prefix('>') else {
        return diagnostics.push(lazy(file, line, at, indent));
    };
    let words = inner.strip_prefix(' ').unwrap_or(inner);
    if words.trim_start().starts_with('>') {
        return; // a gloss
    }
    if !quotation.lines.is_empty() {
        quotation.text.push('\n');
    }
    let place = at + (line.len() - words.len());
    quotation.lines.push((quotation.text.len(), place));
    quotation.text.push_str(words);
}

fn lazy(file: FileId, line: &str, at: usize, indent: usize) -> Diagnostic {
    let start = at + indent;
    Diagnostic::new(
        Rule::LazyQuotation,
        Span::new(file, start, at + line.trim_end().len()),
        "Markdown counts this line to the quotation above, but it has no `>`",
    )
    .label("start it with `> `, or leave an empty line before it")
    .fix(Span::new(file, start, start), "> ")
}
