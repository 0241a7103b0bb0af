//! A difference as a comment on a pull request: the summary first, then what was said anew, and the rest to unfold.

use std::io::{self, Write};

use super::Difference;
use super::outline::{self, Chapter, Detail, Item, Mark};
use crate::diagnostic::visible_line;

/// A chapter with more is folded, so that a page stays one that is read.
const LONG: usize = 20;
/// A comment has a bound on forges, so there is one here.
const LONGEST: usize = 300;

pub fn write(
    difference: &Difference,
    [before, after]: [&str; 2],
    out: &mut dyn Write,
) -> io::Result<()> {
    let chapters = outline::chapters(difference);
    let summary = outline::summary(difference, &chapters);
    writeln!(out, "## {} → {}\n", plain(before), plain(after))?;
    writeln!(out, "{summary}.")?;
    for chapter in &chapters {
        writeln!(out)?;
        write_chapter(chapter, out)?;
    }
    if !chapters.is_empty() {
        let (removed, added) = (difference.quads.removed.len(), difference.quads.added.len());
        writeln!(out, "\nQuads: {removed} removed, {added} added.")?;
    }
    Ok(())
}

fn write_chapter(chapter: &Chapter, out: &mut dyn Write) -> io::Result<()> {
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
    for item in chapter.items.iter().take(LONGEST) {
        write_item(item, out)?;
    }
    if count > LONGEST {
        writeln!(out, "- … and {} more", count - LONGEST)?;
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

/// Text that Markdown leaves as it is: nothing in it is a mark, a tag, or calls upon a person or an issue.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in visible_line(text).chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '|' | '!' => plain.extend(['\\', c]),
            '<' | '>' | '&' | '@' | '#' => plain += &format!("&#{};", c as u32),
            c => plain.push(c),
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
        Parser::new(markdown).filter_map(text).collect()
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
