//! A Markdown file: the words that it shows, by the parser that dossiers are read with.
//!
//! Marks of emphasis, links and headings are gone, line breaks are as they are written. Cells of a table have a bar between them.

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

use super::decode::decoded;
use super::html::tidy;
use super::{ExtractError, Extracted, library};

pub fn extract(bytes: &[u8]) -> Result<Extracted, ExtractError> {
    let (page, _) = decoded(bytes, None)?;
    let mut reader = Reader::default();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    for event in Parser::new_ext(&page, options) {
        reader.event(event);
    }
    Ok(Extracted {
        text: tidy(&reader.text),
        title: reader.title,
        lang: None,
        extractor: Some(library("pulldown-cmark")),
    })
}

#[derive(Default)]
struct Reader {
    text: String,
    /// The first heading.
    title: Option<String>,
    /// Where the heading that is open begins.
    heading: Option<usize>,
    /// Whether what comes is read by programs.
    is_hidden: bool,
    /// Whether a cell of this row has been read.
    has_cell: bool,
}

impl Reader {
    fn event(&mut self, event: Event) {
        match event {
            Event::Start(Tag::MetadataBlock(_)) => self.is_hidden = true,
            Event::End(TagEnd::MetadataBlock(_)) => self.is_hidden = false,
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(words) | Event::Code(words) => self.words(&words),
            Event::FootnoteReference(name) => self.words(&CowStr::from(format!("[{name}]"))),
            Event::SoftBreak | Event::HardBreak => self.text.push('\n'),
            Event::Rule => self.text.push_str("\n\n"),
            // Tags are set by, and comments are for writers; what stands between tags comes as text.
            Event::Html(html) => self.words(&CowStr::from(untagged(&html))),
            _ => {}
        }
    }

    fn words(&mut self, words: &CowStr) {
        if !self.is_hidden {
            self.text.push_str(words);
        }
    }

    fn start(&mut self, tag: &Tag) {
        match tag {
            Tag::Heading { .. } => {
                self.text.push_str("\n\n");
                self.heading = Some(self.text.len());
            }
            Tag::TableCell => {
                let follows = std::mem::replace(&mut self.has_cell, true);
                self.text.push_str(if follows { " | " } else { "" });
            }
            Tag::TableHead | Tag::TableRow => self.has_cell = false,
            Tag::Item if !self.text.ends_with('\n') => self.text.push('\n'),
            Tag::Paragraph
            | Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::BlockQuote(_)
            | Tag::Table(_)
                if !self.text.ends_with("\n\n") =>
            {
                self.text.push_str("\n\n");
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                if let Some(start) = self.heading.take() {
                    self.title
                        .get_or_insert_with(|| self.text[start..].to_owned());
                }
                self.text.push_str("\n\n");
            }
            TagEnd::Item | TagEnd::TableHead | TagEnd::TableRow => self.text.push('\n'),
            TagEnd::Paragraph
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::Table
            | TagEnd::List(_) => {
                self.text.push_str("\n\n");
            }
            _ => {}
        }
    }
}

/// A piece of HTML without its tags.
fn untagged(html: &str) -> String {
    let mut words = String::new();
    let mut is_tag = false;
    for c in html.chars() {
        match c {
            '<' => is_tag = true,
            '>' if is_tag => is_tag = false,
            _ if !is_tag => words.push(c),
            _ => {}
        }
    }
    words
}
