//! An account in Markdown: the statement, and footnotes ready to paste.

use std::io::{self, Write};

use super::Archive;
use super::account::{Account, Item};
use super::passage::{Passage, State};
use super::quotation::Quotation;
use super::reading::Reading;
use super::source::Source;
use super::text::{place, remarks, status};
use crate::query::without_controls;

/// Writes each statement that was asked about with the marks of its footnotes, and then the footnotes.
pub fn write(archive: &Archive, account: &Account, out: &mut dyn Write) -> io::Result<()> {
    let mut notes: Vec<(String, String)> = Vec::new();
    for iri in &account.answers {
        let Some(item) = account.item(iri) else {
            continue;
        };
        let mut marks = String::new();
        for ground in account.grounds(iri) {
            for (mark, text) in footnotes(archive, ground) {
                marks += &format!("[^{mark}]");
                if !notes.iter().any(|(known, _)| *known == mark) {
                    notes.push((mark, text));
                }
            }
        }
        let how = match item {
            Item::Statement(statement) => match statement.standing {
                super::Standing::Asserted => String::new(),
                other => format!(" ({})", other.name()),
            },
            _ => String::new(),
        };
        writeln!(out, "{}{how}{marks}\n", first_word(&escaped(item.line())))?;
    }
    for (mark, text) in notes {
        writeln!(out, "[^{mark}]: {text}")?;
    }
    Ok(())
}

/// The footnotes of an item: one for each reading.
fn footnotes(archive: &Archive, item: &Item) -> Vec<(String, String)> {
    let last = item
        .iri()
        .trim_end_matches('>')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    // A key is twenty digits, and the first eight tell it apart from others on a page.
    let is_key = last.len() == 20 && last.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mark = if is_key { &last[..8] } else { last };
    match item {
        Item::Statement(statement) => {
            let one = statement.readings.len() == 1;
            let mark = |number: usize| {
                if one {
                    mark.to_owned()
                } else {
                    format!("{mark}-{number}")
                }
            };
            let readings = (1..).zip(&statement.readings);
            let short = archive.short(&statement.iri);
            readings
                .map(|(number, reading)| (mark(number), footnote(archive, reading, &short)))
                .collect()
        }
        Item::Declaration(declaration) => {
            let words = declaration.quotations.iter().map(quoted);
            let place = format!("Declared in `{}`.", place(&declaration.place));
            let text: Vec<String> = words.chain([place]).collect();
            vec![(mark.to_owned(), text.join(" "))]
        }
        Item::External { files, .. } => {
            let text = format!("External data: `{}`.", files.join("`, `"));
            vec![("external".to_owned(), text)]
        }
    }
}

/// A reading as a footnote: the words in their sentences, the source, who read it, and where.
fn footnote(archive: &Archive, reading: &Reading, statement: &str) -> String {
    let mut parts: Vec<String> = reading.quotations.iter().map(quoted).collect();
    let mut who = match &reading.curator {
        Some(curator) => format!(
            "Read by {}, {}",
            escaped(curator),
            escaped(&status(reading))
        ),
        None => first_upper(&escaped(&status(reading))),
    };
    for remark in remarks(archive, reading) {
        who += &format!("; {}", escaped(remark.trim_end_matches('.')));
    }
    let file = match &reading.place.file {
        Some(_) => place(&reading.place),
        None => reading.container.clone(),
    };
    parts.push(format!("{who}; `{file}`, `{statement}`."));
    parts.join(" ")
}

fn first_upper(text: &str) -> String {
    let mut rest = text.chars();
    match rest.next() {
        Some(first) => first.to_uppercase().chain(rest).collect(),
        None => String::new(),
    }
}

/// The words of a quotation in their sentences, and the source.
fn quoted(quotation: &Quotation) -> String {
    let Passage {
        before,
        words,
        after,
        text,
    } = &quotation.passage;
    // The words stay as far apart as they stand in the text.
    let space = |gap: bool| if gap { " " } else { "" };
    let (before_gap, after_gap) = (
        before.ends_with(char::is_whitespace),
        after.starts_with(char::is_whitespace),
    );
    let kept = match text {
        State::Same | State::None => "",
        State::Changed => " (The stored text has changed since.)",
        State::Gone => " (The stored text is not there any more.)",
    };
    format!(
        "“{}{}**{}**{}{}” {}{kept}",
        escaped(before),
        space(before_gap),
        escaped(words),
        space(after_gap),
        escaped(after),
        cited(&quotation.source, quotation.locator.as_deref()),
    )
}

/// A source as a footnote cites it.
pub fn cited(source: &Source, locator: Option<&str>) -> String {
    let mut parts: Vec<String> = source.author.iter().map(|author| escaped(author)).collect();
    parts.push(format!("*{}*", escaped(&source.title)));
    let others = [
        source.publisher.as_deref(),
        source.published.as_deref(),
        locator,
    ];
    parts.extend(others.into_iter().flatten().map(escaped));
    let mut text = parts.join(", ");
    if !text.ends_with('.') {
        text.push('.');
    }
    let url = source.url.as_ref().or(source.archived.as_ref());
    text + &url.map(|url| format!(" <{url}>")).unwrap_or_default()
}

/// A text on one line, with what Markdown would read otherwise escaped.
pub fn escaped(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut escaped = String::new();
    for c in without_controls(&words.join(" ")).chars() {
        if "\\`*_[]<>~|&$".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// A paragraph whose first word would make it a heading or a list is none.
pub fn first_word(text: &str) -> String {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if text.starts_with(['#', '-', '+', '=', ':']) {
        return format!("\\{text}");
    }
    if digits > 0 && text[digits..].starts_with(['.', ')']) {
        return format!("{}\\{}", &text[..digits], &text[digits..]);
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_markup() {
        assert_eq!(
            escaped("a *b* [c]\n<d>\t_e_"),
            "a \\*b\\* \\[c\\] \\<d\\> \\_e\\_"
        );
        assert_eq!(escaped("a\u{1b}[31m"), "a\u{FFFD}\\[31m");
        assert_eq!(first_word("1990. a"), "1990\\. a");
        assert_eq!(first_word("# a"), "\\# a");
        assert_eq!(first_word("a # b"), "a # b");
    }
}
