//! A Markdown file: the words that it shows, by the parser that dossiers are read with.
//!
//! Marks of emphasis, links and headings are gone, line breaks are as they are written. Cells of a table have a bar between them.
//! Blocks of HTML are read as a page is.

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

use super::decode::decoded;
use super::html::{self, tidy};
use super::{ExtractError, Extracted, library};

pub fn extract(bytes: &[u8]) -> Result<Extracted, ExtractError> {
    let (page, _) = decoded(bytes, None)?;
    let mut reader = Reader::default();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    for event in Parser::new_ext(&page, options) {
        reader.event(event)?;
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
    /// The block of HTML that is open, as it is written.
    html: String,
}

/// What of a line of words is for programs, from its tag to the one that ends it.
const HIDDEN: [&str; 2] = ["script", "style"];

impl Reader {
    fn event(&mut self, event: Event) -> Result<(), ExtractError> {
        match event {
            Event::Start(Tag::MetadataBlock(_)) => self.is_hidden = true,
            Event::End(TagEnd::MetadataBlock(_)) => self.is_hidden = false,
            Event::Start(tag) => self.start(&tag),
            Event::End(TagEnd::HtmlBlock) => self.block()?,
            Event::End(tag) => self.end(tag),
            Event::Text(words) | Event::Code(words) => self.words(&words),
            Event::FootnoteReference(name) => self.words(&CowStr::from(format!("[{name}]"))),
            Event::SoftBreak | Event::HardBreak => self.text.push('\n'),
            Event::Rule => self.text.push_str("\n\n"),
            Event::Html(html) => self.html.push_str(&html),
            // Of a line, what stands between tags comes as text.
            Event::InlineHtml(tag) => self.tag(&tag),
            _ => {}
        }
        Ok(())
    }

    /// A block of HTML, which has come to its end.
    fn block(&mut self) -> Result<(), ExtractError> {
        let html = std::mem::take(&mut self.html);
        self.text.push_str(&html::shown(&html)?);
        self.text.push_str("\n\n");
        Ok(())
    }

    fn tag(&mut self, tag: &str) {
        let tag = tag.to_ascii_lowercase();
        let name = |mark| {
            let name: &str = tag.strip_prefix(mark)?;
            name.split(|c: char| !c.is_ascii_alphanumeric()).next()
        };
        let is_hidden = |name: Option<&str>| name.is_some_and(|name| HIDDEN.contains(&name));
        if name("<") == Some("br") {
            self.text.push('\n');
        } else if is_hidden(name("</")) {
            self.is_hidden = false;
        } else if is_hidden(name("<")) {
            self.is_hidden = true;
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
            TagEnd::Paragraph => {
                self.is_hidden = false;
                self.text.push_str("\n\n");
            }
            TagEnd::CodeBlock | TagEnd::Table | TagEnd::List(_) => self.text.push_str("\n\n"),
            _ => {}
        }
    }
}
