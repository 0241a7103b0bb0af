//! A web page: the words that a reader sees, by `html2text`, which parses as browsers do.
//!
//! Lines are not wrapped, tables are read cell by cell, links and images leave their words. Scripts and styles are not words.

use html2text::config::{self, Config};
use html2text::render::TrivialDecorator;
use html2text::{Element, Handle, RcDom};

use super::decode::decoded;
use super::{ExtractError, Extracted, library};

/// No line is longer, so none is wrapped.
const WIDTH: usize = 1 << 24;
/// How deep elements may be nested. Browsers stop at a tenth of this; the work of laying a page out grows with its square.
const DEEPEST: usize = 5_000;

/// How many elements may be open at once, as far as that is told without parsing: that, too, grows with its square.
const MOST_UNCLOSED: usize = 20_000;
/// The elements that have no end, or need none.
const ENDLESS: [&str; 28] = [
    "area", "base", "body", "br", "col", "dd", "dt", "embed", "head", "hr", "html", "img", "input",
    "li", "link", "meta", "option", "p", "param", "rp", "rt", "source", "tbody", "td", "th", "tr",
    "track", "wbr",
];

pub fn extract(bytes: &[u8]) -> Result<Extracted, ExtractError> {
    let (page, _) = decoded(bytes, declared(bytes).as_deref())?;
    let unclosed = most_unclosed(&page);
    if unclosed > MOST_UNCLOSED {
        return Err(ExtractError::Nested(unclosed));
    }
    let config = reader();
    let damaged = |error: html2text::Error| ExtractError::Damaged(error.to_string());
    let dom = config.parse_html(page.as_bytes()).map_err(damaged)?;
    let lang = lang(&dom)?;
    let tree = config.dom_to_render_tree(&dom).map_err(damaged)?;
    let text = config.render_to_string(tree, WIDTH).map_err(damaged)?;
    Ok(Extracted {
        text: tidy(&text),
        title: title(&page),
        lang,
        extractor: Some(library("html2text")),
    })
}

fn reader() -> Config<TrivialDecorator> {
    config::with_decorator(TrivialDecorator::new())
        .raw_mode(true)
        .no_table_borders()
        .allow_width_overflow()
}

/// The most elements that are open at once.
fn most_unclosed(page: &str) -> usize {
    let (mut open, mut most) = (0usize, 0);
    for (at, _) in page.match_indices('<') {
        let rest = &page.as_bytes()[at + 1..];
        let length = rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric())
            .count();
        match rest.first() {
            Some(b'/') => open = open.saturating_sub(1),
            Some(_) if length > 0 => {
                let name = page[at + 1..at + 1 + length].to_ascii_lowercase();
                open += usize::from(!ENDLESS.contains(&name.as_str()));
                most = most.max(open);
            }
            _ => {}
        }
    }
    most
}

/// The encoding that the page declares in its beginning.
fn declared(bytes: &[u8]) -> Option<String> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_lowercase();
    let (_, after) = start.split_once("charset=")?;
    let label = after.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c)));
    Some(label[..end.unwrap_or(label.len())].to_owned())
}

/// The language that a page says, if it isn't nested too deep to be read.
fn lang(dom: &RcDom) -> Result<Option<String>, ExtractError> {
    let mut lang = None;
    let mut open: Vec<(Handle, usize)> = vec![(dom.document.clone(), 0)];
    while let Some((node, depth)) = open.pop() {
        if depth > DEEPEST {
            return Err(ExtractError::Nested(depth));
        }
        if let Element { name, attrs, .. } = &node.data
            && &*name.local == "html"
        {
            let attrs = attrs.borrow();
            let given = attrs.iter().find(|attr| &*attr.name.local == "lang");
            lang = lang.or(given.map(|attr| attr.value.trim().to_owned()));
        }
        let children = node.children.borrow();
        open.extend(children.iter().map(|child| (child.clone(), depth + 1)));
    }
    Ok(lang)
}

/// The title of a page, which is no part of what it shows: the words of the element, with its character references read.
fn title(page: &str) -> Option<String> {
    let lower = page.to_ascii_lowercase();
    let start = lower.find("<title")?;
    let start = start + lower[start..].find('>')? + 1;
    let end = start + lower[start..].find("</title")?;
    let words = page[start..end].replace('<', "&lt;");
    reader()
        .string_from_read(format!("<p>{words}</p>").as_bytes(), WIDTH)
        .ok()
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
