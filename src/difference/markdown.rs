//! A difference as a comment on a pull request: the summary first, then what was said anew, and the rest to unfold.

use std::io::{self, Write};

use super::Difference;
use super::outline::{self, Chapter, Detail, Item, Mark};
use crate::diagnostic::visible_line;

/// A chapter with more is folded, so that a page stays one that is read.
const LONG: usize = 20;
/// How many bytes of items there are at most: GitHub takes a comment of 65,536 characters.
const LONGEST: usize = 60_000;

pub fn write(
    difference: &Difference,
    [before, after]: [&str; 2],
    out: &mut dyn Write,
) -> io::Result<()> {
    let chapters = outline::chapters(difference);
    let summary = outline::summary(difference, &chapters);
    writeln!(out, "## {} → {}\n", plain(before), plain(after))?;
    writeln!(out, "{summary}.")?;
    let mut left = LONGEST;
    for chapter in &chapters {
        writeln!(out)?;
        write_chapter(chapter, &mut left, out)?;
    }
    if !chapters.is_empty() {
        let (removed, added) = (difference.quads.removed.len(), difference.quads.added.len());
        writeln!(out, "\nQuads: {removed} removed, {added} added.")?;
    }
    Ok(())
}

/// Writes as many items as `left` bytes have room for, and takes what they need off these.
fn write_chapter(chapter: &Chapter, left: &mut usize, out: &mut dyn Write) -> io::Result<()> {
    let count = chapter.items.len();
    let is_folded = chapter.minor || count > LONG;
    match is_folded {
        true => writeln!(
            out,
            "<details>\n<summary>{} ({count})</summary>\n",
            chapter.title
        )?,
        false => writeln!(out, "### {} ({count})\n", chapter.title)?,
    }
    let mut written = 0;
    for item in &chapter.items {
        let mut text = Vec::new();
        write_item(item, &mut text)?;
        let Some(rest) = left.checked_sub(text.len()) else {
            *left = 0; // what comes later is no less grave, and is left out as well
            break;
        };
        *left = rest;
        written += 1;
        out.write_all(&text)?;
    }
    if written < count {
        writeln!(out, "- … and {} more", count - written)?;
    }
    if is_folded {
        writeln!(out, "\n</details>")?;
    }
    Ok(())
}

fn write_item(item: &Item, out: &mut dyn Write) -> io::Result<()> {
    let line = match item.is_notation {
        true => code(&item.line),
        false => plain(&item.line),
    };
    let sign = match item.mark {
        Mark::Added => "➕",
        Mark::Removed => "➖",
        Mark::Changed => "✏️",
    };
    writeln!(out, "- {sign} {line}")?;
    for (number, quotation) in item.quotations.iter().enumerate() {
        if number > 0 {
            writeln!(out)?; // else the two were one
        }
        writeln!(out, "  > {}", plain(quotation))?;
    }
    for detail in &item.details {
        match detail {
            Detail::Note(text) => writeln!(out, "  - {}", plain(text))?,
            Detail::Turned(name, before, after) => writeln!(
                out,
                "  - {}: {} → {}",
                plain(name),
                plain(before),
                plain(after)
            )?,
            Detail::Gone(text) => writeln!(out, "  - no longer: {}", plain(text))?,
            Detail::New(text) => writeln!(out, "  - now: {}", plain(text))?,
        }
    }
    Ok(())
}

/// A code span (CommonMark 0.31, section 6.1): its fence is longer than any run of backticks in it.
fn code(text: &str) -> String {
    let text = visible_line(text);
    let runs = text.split(|c| c != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or(0) + 1);
    match text.starts_with('`') || text.ends_with('`') {
        true => format!("{fence} {text} {fence}"),
        false => format!("{fence}{text}{fence}"),
    }
}

/// Parts on whose two sides forges look to call upon a person or an issue, or to make a link.
const CALLS: [&str; 5] = ["@", "#", "GH-", "www.", ":/"];

/// What is seen as nothing, and keeps two parts of a text from being taken together.
const APART: char = '\u{200B}';

/// Text that Markdown leaves as it is: nothing in it is a mark, a tag or a link, or calls upon a person or an issue.
fn plain(text: &str) -> String {
    let text = visible_line(text);
    let mut plain = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '|' | '!' => plain.extend(['\\', c]),
            '<' | '>' | '&' => plain += &format!("&#{};", u32::from(c)),
            c => plain.push(c),
        }
        let (head, tail) = text.split_at(at + c.len_utf8());
        let goes_on = tail.starts_with(|c: char| c.is_alphanumeric() || c == '/');
        if goes_on && CALLS.iter().any(|call| head.ends_with(call)) {
            plain.push(APART);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::{Event, Parser};

    /// The words that a reader of Markdown sees.
    fn seen(markdown: &str) -> String {
        let text = |event| match event {
            Event::Text(text) | Event::Code(text) => Some(text.into_string()),
            Event::Start(_) | Event::End(_) => None,
            other => panic!("{other:?}"),
        };
        let seen: String = Parser::new(markdown).filter_map(text).collect();
        seen.replace(APART, "")
    }

    #[test]
    fn nobody_is_called_upon() {
        let text =
            "@ada, see #12, GH-12, ada/club#12, https://example.org/issues/12 and www.example.org";
        let written = plain(text);
        for call in ["@ada", "#12", "GH-12", "://", "www.example"] {
            assert!(!written.contains(call), "{call} in {written}");
        }
    }

    #[test]
    fn a_comment_has_room_for_it() {
        let item = || Item {
            mark: Mark::Added,
            line: "Ada memberOf Chess Club".repeat(10),
            is_notation: true,
            details: Vec::new(),
            quotations: Vec::new(),
        };
        let chapter = Chapter {
            title: "Statements added",
            counted: ["statement added", "statements added"],
            items: std::iter::repeat_with(item).take(1000).collect(),
            minor: false,
        };
        let mut out = Vec::new();
        let mut left = LONGEST;
        write_chapter(&chapter, &mut left, &mut out).unwrap();
        assert!(out.len() < LONGEST + 200, "{}", out.len());
        let out = String::from_utf8(out).unwrap();
        let written = out.matches("➕").count();
        assert!(written > 100);
        assert!(out.contains(&format!("and {} more", 1000 - written)));
    }

    #[test]
    fn whatever_is_quoted_is_seen_as_it_is() {
        for text in [
            "*a* _b_ `c` [d](e) <b>f</b> &amp; # 1 @g !h ~i~ \\j |k|",
            "``x` y",
            "`",
            "> a",
            "https://example.org/a_b_c",
            "Ελλάδα 日本 عربي",
        ] {
            assert_eq!(seen(&format!("x {}", plain(text))), format!("x {text}"));
            assert_eq!(seen(&code(text)), text);
        }
    }
}
