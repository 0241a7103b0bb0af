//! A web page: the words that a reader sees, by `html2text`, which parses as browsers do.
//!
//! Lines are not wrapped, tables are read cell by cell, links and images leave their words. Scripts and styles are not words.

use std::cell::Cell;

use html2text::config::{self, Config};
use html2text::render::TrivialDecorator;
use html2text::{Element, Handle, RcDom};
use html5ever::interface::Tracer;
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, ns, parse_document};

use super::decode::decoded;
use super::{ExtractError, Extracted, library};

/// The largest page that is read, in bytes: its elements take seventy times its size, about.
pub const LARGEST: usize = 32 << 20;
/// No line is longer, so none is wrapped.
const WIDTH: usize = 1 << 24;
/// How deep elements may be nested. Browsers stop at a tenth of this; the work of laying a page out grows with its square.
const DEEPEST: usize = 5_000;
/// After so many bytes it is looked how many elements are open: the work of parsing grows with that, too.
const PIECE: usize = 4 << 10;

pub fn extract(bytes: &[u8]) -> Result<Extracted, ExtractError> {
    if bytes.len() > LARGEST {
        return Err(ExtractError::LargePage);
    }
    let (page, _) = decoded(bytes, declared(bytes).as_deref())?;
    let dom = parsed(&page)?;
    let (lang, title) = about(&dom)?;
    Ok(Extracted {
        text: rendered(&dom)?,
        title: title.map(|title| rendered(&alone(&title))).transpose()?,
        lang,
        extractor: Some(library("html2text")),
    })
}

/// What a reader sees of some HTML.
pub fn shown(html: &str) -> Result<String, ExtractError> {
    let dom = parsed(html)?;
    about(&dom)?;
    rendered(&dom)
}

fn rendered(dom: &RcDom) -> Result<String, ExtractError> {
    let config = reader();
    let damaged = |error: html2text::Error| ExtractError::Damaged(error.to_string());
    let tree = config.dom_to_render_tree(dom).map_err(damaged)?;
    let text = config.render_to_string(tree, WIDTH).map_err(damaged)?;
    Ok(tidy(&text))
}

fn reader() -> Config<TrivialDecorator> {
    config::with_decorator(TrivialDecorator::new())
        .raw_mode(true)
        .no_table_borders()
        .allow_width_overflow()
}

/// Parses a page, as `html2text` does by itself, and ends when too many of its elements are open.
fn parsed(page: &str) -> Result<RcDom, ExtractError> {
    let options = ParseOpts {
        tree_builder: TreeBuilderOpts {
            scripting_enabled: false,
            ..TreeBuilderOpts::default()
        },
        ..ParseOpts::default()
    };
    let mut parser = parse_document(RcDom::default(), options);
    let mut rest = page;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.ceil_char_boundary(PIECE));
        parser.process(StrTendril::from_slice(piece));
        let open = Open::default();
        parser.tokenizer.sink.trace_handles(&open);
        if open.0.get() > DEEPEST {
            return Err(ExtractError::Nested(open.0.get()));
        }
        rest = after;
    }
    Ok(parser.finish())
}

/// Counts the elements that a parser holds on to: those that are open, and those that it will open again.
#[derive(Default)]
struct Open(Cell<usize>);

impl Tracer for Open {
    type Handle = Handle;

    fn trace_handle(&self, _: &Handle) {
        self.0.set(self.0.get() + 1);
    }
}

/// The encoding that the page declares in its beginning.
fn declared(bytes: &[u8]) -> Option<String> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_lowercase();
    let (_, after) = start.split_once("charset=")?;
    let label = after.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c)));
    Some(label[..end.unwrap_or(label.len())].to_owned())
}

/// The language that a page says, and the element with its title, if it isn't nested too deep to be read.
fn about(dom: &RcDom) -> Result<(Option<String>, Option<Handle>), ExtractError> {
    let (mut lang, mut title) = (None, None);
    let mut open: Vec<(Handle, usize)> = vec![(dom.document.clone(), 0)];
    while let Some((node, depth)) = open.pop() {
        if depth > DEEPEST {
            return Err(ExtractError::Nested(depth));
        }
        if let Element { name, attrs, .. } = &node.data
            && name.ns == ns!(html)
        {
            match &*name.local {
                "html" => {
                    let attrs = attrs.borrow();
                    let given = attrs.iter().find(|attr| &*attr.name.local == "lang");
                    lang = lang.or(given.map(|attr| attr.value.trim().to_owned()));
                }
                "title" => title = title.or(Some(node.clone())),
                _ => {}
            }
        }
        let children = node.children.borrow();
        let in_order = children.iter().rev();
        open.extend(in_order.map(|child| (child.clone(), depth + 1)));
    }
    Ok((lang, title))
}

/// What stands in an element as a page of its own: a title is no part of what its page shows.
fn alone(element: &Handle) -> RcDom {
    let dom = RcDom::default();
    let children = element.children.borrow().clone();
    dom.document.children.borrow_mut().extend(children);
    dom
}

/// A text without blanks at the ends of lines, and with one empty line at most between others.
pub fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() {
            empty += 1;
            continue;
        }
        if empty > 0 && !tidy.is_empty() {
            tidy.push('\n');
        }
        empty = 0;
        tidy.push_str(line);
        tidy.push('\n');
    }
    tidy
}
