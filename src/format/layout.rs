//! The blocks of a file, each in its normal form, with one blank line between two.

use super::block::{Block, blocks};
use super::{bullet, quotation, said};
use crate::parse::{self, container};

/// The normal form of a text whose line ends are line feeds.
pub fn layout(text: &str) -> String {
    let Some(body) = parse::body(text) else {
        return text.to_owned();
    };
    let front = front_matter(&text[..body]);
    let formatted = blocks(text, body).into_iter().map(|block| {
        let before = &text[block.range()];
        let after = match &block {
            Block::Quotation(_) => quotation::format(before),
            Block::Anchor(_) => anchor(before),
            Block::Bullets(_, items) => bullet::format(text, items),
            Block::Verbatim(_) => return before.to_owned(),
        };
        match said::in_block(before) == said::in_block(&after) {
            true => after,
            false => before.to_owned(),
        }
    });
    let blocks: Vec<String> = front.into_iter().chain(formatted).collect();
    match blocks.is_empty() {
        true => String::new(),
        false => blocks.join("\n\n") + "\n",
    }
}

/// Front matter without blanks at the ends of its lines.
fn front_matter(front: &str) -> Option<String> {
    let lines: Vec<&str> = front
        .lines()
        .map(|line| line.trim_end_matches([' ', '\t']))
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// `^id (locator)`, if it is that.
fn anchor(paragraph: &str) -> String {
    let Some((id, locator)) = container::anchor_parts(paragraph.trim()) else {
        return paragraph.to_owned();
    };
    let id = id.map(|id| format!("^{id}"));
    let locator =
        locator.map(|words| format!("({})", crate::escape::escape(&crate::escape::words(&words))));
    let parts: Vec<String> = id.into_iter().chain(locator).collect();
    parts.join(" ")
}
