//! A difference for reading, with the marks that differences of text have.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::Difference;
use super::outline::{self, Chapter, Detail, Item, Mark};
use super::statements::StatementChange;
use crate::diagnostic::visible_line;

/// So many things of little interest are shown.
const MINOR: usize = 10;
/// Of a text with more characters than both together, so many are shown from its beginning and from its end, where it is told
/// what it is from.
const SHOWN: [usize; 2] = [160, 80];

/// Writes all of it.
pub fn write(
    difference: &Difference,
    [before, after]: [&str; 2],
    colour: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let chapters = outline::chapters(difference);
    let summary = outline::summary(difference, &chapters);
    writeln!(out, "{before} → {after}: {summary}")?;
    for chapter in &chapters {
        writeln!(out)?;
        write_chapter(chapter, colour, out)?;
    }
    if !chapters.is_empty() {
        let (removed, added) = (difference.quads.removed.len(), difference.quads.added.len());
        writeln!(out, "\nquads: {removed} removed, {added} added")?;
    }
    Ok(())
}

/// Writes what has happened to statements, a line each with what belongs to it.
pub fn statements(
    changes: &[StatementChange],
    colour: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    for chapter in outline::statements(changes) {
        for item in &chapter.items {
            write_item(item, colour, out)?;
        }
    }
    Ok(())
}

fn write_chapter(chapter: &Chapter, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    let bold = styled(Style::new().bold(), colour);
    writeln!(
        out,
        "{bold}{} ({}){bold:#}",
        chapter.title,
        chapter.items.len()
    )?;
    let shown = match chapter.minor {
        true => MINOR,
        false => usize::MAX,
    };
    for item in chapter.items.iter().take(shown) {
        write_item(item, colour, out)?;
    }
    let hidden = chapter.items.len().saturating_sub(shown);
    if hidden > 0 {
        writeln!(out, "  … and {hidden} more, which `--format json` has")?;
    }
    Ok(())
}

fn write_item(item: &Item, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    let (sign, style) = mark(item.mark, colour);
    writeln!(out, "{style}{sign} {}{style:#}", shown(&item.line))?;
    if item.mark != Mark::Changed {
        for quotation in &item.quotations {
            writeln!(out, "    {}", shown(quotation))?;
        }
    }
    for detail in &item.details {
        let (old, new) = (mark(Mark::Removed, colour), mark(Mark::Added, colour));
        match detail {
            Detail::Note(text) => writeln!(out, "    {}", shown(text))?,
            Detail::Turned(name, before, after) => writeln!(
                out,
                "    {}: {} → {}",
                shown(name),
                shown(before),
                shown(after)
            )?,
            Detail::Gone(text) => writeln!(out, "    {1}{0} {2}{1:#}", old.0, old.1, shown(text))?,
            Detail::New(text) => writeln!(out, "    {1}{0} {2}{1:#}", new.0, new.1, shown(text))?,
        }
    }
    Ok(())
}

fn mark(mark: Mark, colour: bool) -> (char, Style) {
    let (sign, of) = match mark {
        Mark::Added => ('+', AnsiColor::Green),
        Mark::Removed => ('-', AnsiColor::Red),
        Mark::Changed => ('~', AnsiColor::Yellow),
    };
    (sign, styled(of.on_default(), colour))
}

fn styled(style: Style, colour: bool) -> Style {
    if colour { style } else { Style::new() }
}

/// A text as one line that a terminal takes for nothing but text, without its middle where it is very long.
fn shown(text: &str) -> String {
    let line = visible_line(text);
    let [first, last] = SHOWN;
    let mut places = line.char_indices().map(|(at, _)| at);
    let Some(start) = places.nth(first) else {
        return line;
    };
    match places.nth_back(last - 1) {
        Some(end) => format!("{} […] {}", &line[..start], &line[end..]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn a_long_text_keeps_its_ends() {
        let whole = "ä".repeat(240);
        assert_eq!(shown(&whole), whole);
        let long = format!("{}{}", "ä".repeat(200), "z".repeat(100));
        let cut = format!("{} […] {}", "ä".repeat(160), "z".repeat(80));
        assert_eq!(shown(&long), cut);
        assert_eq!(shown("a\nb\u{1b}"), "a b<U+001B>");
    }
}
