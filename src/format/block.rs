//! A file cut into its blocks, so that each is formatted by itself and one blank line stands between two.

use std::ops::Range;

use crate::parse::container::{self, Item, Part};

/// A block at the top level.
pub enum Block {
    Quotation(Range<usize>),
    /// A paragraph right after a quotation, which may be its anchor.
    Anchor(Range<usize>),
    /// Bullet lists with nothing between them, of which every bullet is one paragraph.
    Bullets(Range<usize>, Vec<Item>),
    /// What is left as it is.
    Verbatim(Range<usize>),
}

impl Block {
    pub fn range(&self) -> Range<usize> {
        match self {
            Block::Quotation(range)
            | Block::Anchor(range)
            | Block::Bullets(range, _)
            | Block::Verbatim(range) => range.clone(),
        }
    }
}

/// The blocks of `text` from the byte `body` on. What no block of Markdown covers, such as the definition of a link, is
/// left as it is.
pub fn blocks(text: &str, body: usize) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut done = body;
    for part in container::top_level(&text[body..], body) {
        let range = lines(text, &part, done);
        add_gap(text, done..range.start, &mut blocks);
        done = range.end.max(done);
        match (part, blocks.last_mut()) {
            _ if text[range.clone()].contains('\r') => blocks.push(Block::Verbatim(range)),
            (Part::Quote(_), _) => blocks.push(Block::Quotation(range)),
            (Part::Bullets(_, items), _) if !items.iter().all(is_plain) => {
                blocks.push(Block::Verbatim(range));
            }
            (Part::Bullets(_, more), Some(Block::Bullets(before, items))) => {
                before.end = range.end;
                items.extend(more);
            }
            (Part::Bullets(_, items), _) => blocks.push(Block::Bullets(range, items)),
            (Part::Paragraph(_), Some(Block::Quotation(_))) => blocks.push(Block::Anchor(range)),
            (Part::Paragraph(_) | Part::Other(_), _) => blocks.push(Block::Verbatim(range)),
        }
    }
    add_gap(text, done..text.len(), &mut blocks);
    blocks
}

/// The lines of a block, without blank ones after it.
fn lines(text: &str, part: &Part, after: usize) -> Range<usize> {
    let (Part::Quote(range)
    | Part::Bullets(range, _)
    | Part::Paragraph(range)
    | Part::Other(range)) = part;
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let start = start.max(after);
    let end = start
        + text[start..range.end.max(start)]
            .trim_end_matches(['\n', ' '])
            .len();
    // Blanks at the end of a line are part of it.
    let end = end + text[end..].find('\n').unwrap_or(text.len() - end);
    start..end
}

fn add_gap(text: &str, gap: Range<usize>, blocks: &mut Vec<Block>) {
    let raw = text.get(gap.clone()).unwrap_or_default();
    if raw.trim().is_empty() {
        return;
    }
    let start = gap.start + raw.len() - raw.trim_start_matches('\n').len();
    let end = gap.start + raw.trim_end_matches('\n').len();
    blocks.push(Block::Verbatim(start..end));
}

fn is_plain(item: &Item) -> bool {
    item.extra.is_none()
}
