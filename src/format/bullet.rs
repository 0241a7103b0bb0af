//! A bullet list: `- ` before every bullet, one space between words, `; ` between qualifiers, escapes where Markdown
//! would take a word for its own. Lines end where they did.

use std::ops::Range;

use crate::escape::{Letter, Nature, escape, letters};
use crate::parse::container::Item;
use crate::parse::line;
use crate::span::FileId;
use crate::syntax::{Bullet, Token, TokenKind};

/// The normal form of a list. If it has a blank line between two bullets, which Markdown sets with space between all, it
/// has one between all.
pub fn format(text: &str, items: &[Item]) -> String {
    let contents: Vec<(usize, &str)> = items.iter().map(|item| item.content(text)).collect();
    let is_loose = contents.windows(2).any(|pair| {
        let (start, content) = pair[0];
        let between = &text[start + content.len()..pair[1].0];
        between.matches('\n').count() > 1
    });
    let bullets: Vec<String> = contents
        .into_iter()
        .map(|(start, content)| format!("- {}", bullet(text, start..start + content.len())))
        .collect();
    bullets.join(if is_loose { "\n\n" } else { "\n" })
}

/// The normal form of a bullet's content.
fn bullet(text: &str, range: Range<usize>) -> String {
    let read = line::bullet(FileId(0), text, (range.start, range.end), &mut Vec::new());
    let lines: Vec<String> = if read.broken {
        text[range]
            .lines()
            .map(|line| line.trim().to_owned())
            .collect()
    } else {
        let written = written(text, &range, &read);
        written
            .split(|&(c, _)| c == '\n')
            .map(|line| escape(trimmed(line)))
            .collect()
    };
    lines.join("\n  ")
}

/// A line without spaces around it.
fn trimmed(line: &[Letter]) -> &[Letter] {
    let is_space = |letter: &&Letter| letter.0 == ' ';
    let start = line.iter().take_while(is_space).count();
    let rest = &line[start..];
    let end = rest.iter().rev().take_while(is_space).count();
    &rest[..rest.len() - end]
}

/// All tokens of a bullet, in their order.
fn tokens(bullet: &Bullet) -> Vec<Token> {
    let qualifiers = bullet.qualifiers.iter().flat_map(|it| &it.tokens);
    let id = bullet.id.as_ref().map(|id| Token {
        kind: TokenKind::Reference,
        text: id.value.clone(),
        span: id.span,
    });
    bullet
        .head
        .iter()
        .chain(qualifiers)
        .cloned()
        .chain(id)
        .collect()
}

/// The letters of a bullet, with one space or line feed wherever there is white space.
fn written(text: &str, range: &Range<usize>, bullet: &Bullet) -> Vec<Letter> {
    let mut written: Vec<Letter> = Vec::with_capacity(range.len());
    let mark = |written: &mut Vec<Letter>, words: &str| {
        written.extend(words.chars().map(|c| (c, Nature::Mark)));
    };
    let tokens = tokens(bullet);
    let mut done = range.start;
    let mut before: [Option<&TokenKind>; 2] = [None, None];
    for token in &tokens {
        let place = token.span.range();
        let gap = &text[done..place.start];
        if done == range.start {
            // The mark of a draft, or a semicolon before all.
            mark(&mut written, gap.trim());
            mark(&mut written, if gap.is_empty() { "" } else { " " });
        } else {
            mark(&mut written, &between(gap, before, &token.kind));
        }
        written.extend(token_letters(&text[place.clone()], &token.kind));
        before = [before[1], Some(&token.kind)];
        done = place.end;
    }
    mark(&mut written, text[done..range.end].trim());
    written
}

/// What stands between two tokens: a semicolon if one does, and a space or a line's end.
fn between(gap: &str, [first, second]: [Option<&TokenKind>; 2], next: &TokenKind) -> String {
    let blank = |gap: &str| match gap {
        gap if gap.contains('\n') => "\n",
        "" => "",
        _ => " ",
    };
    let ends_item = |kind: Option<&TokenKind>| {
        matches!(
            kind,
            Some(TokenKind::Quoted { .. } | TokenKind::Iri | TokenKind::Reference)
        )
    };
    let parts: Vec<&str> = gap.split(';').collect();
    match parts.as_slice() {
        [gap] if *next == TokenKind::Comma && ends_item(second) => match blank(gap) {
            "\n" => "\n".to_owned(),
            _ => String::new(),
        },
        [""] if second == Some(&TokenKind::Comma) && ends_item(first) => " ".to_owned(),
        [gap] => blank(gap).to_owned(),
        [before, after] => match (blank(before), blank(after)) {
            ("\n", _) => "\n; ".to_owned(),
            (_, "\n") => ";\n".to_owned(),
            _ => "; ".to_owned(),
        },
        _ => gap.to_owned(),
    }
}

/// The letters of a token.
fn token_letters(raw: &str, kind: &TokenKind) -> Vec<Letter> {
    match kind {
        // A backslash before a space doesn't end a word, but the space is none of its letters.
        TokenKind::Word => letters(raw.trim_end())
            .enumerate()
            .map(|(at, (_, c, is_escaped))| (c, word(c, is_escaped, at == 0)))
            .collect(),
        TokenKind::Bracketed => bracketed(raw),
        TokenKind::Quoted { .. } => quoted(raw),
        _ => raw.chars().map(|c| (c, Nature::Mark)).collect(),
    }
}

/// What is a mark of the notation unless a backslash stands before it keeps the backslash.
fn word(c: char, is_escaped: bool, is_first: bool) -> Nature {
    match c {
        '[' | ']' | ';' if is_escaped => Nature::Escaped,
        '"' | '^' | ',' if is_escaped && is_first => Nature::Escaped,
        '[' | ']' => Nature::Mark,
        _ => Nature::Words,
    }
}

/// A name in brackets. Of brackets around brackets Markdown tools escape all but the innermost: that is undone.
fn bracketed(raw: &str) -> Vec<Letter> {
    let escaped = raw
        .strip_prefix("\\[")
        .and_then(|rest| rest.strip_suffix(']'));
    let were_escaped = escaped.is_some();
    let inner = match escaped {
        Some(inner) => inner.strip_suffix('\\').unwrap_or(inner),
        None => raw[1..].strip_suffix(']').unwrap_or(&raw[1..]),
    };
    let inside = one_space(inner.trim());
    let inner = letters(&inside).map(|(_, c, is_escaped)| match c {
        '[' | ']' if is_escaped && !were_escaped => (c, Nature::Escaped),
        '[' | ']' => (c, Nature::Mark),
        _ => (c, Nature::Words),
    });
    let open = [('[', Nature::Mark)].into_iter();
    open.chain(inner).chain([(']', Nature::Mark)]).collect()
}

fn quoted(raw: &str) -> Vec<Letter> {
    let mut is_open = false;
    let mut is_closed = false;
    let wrapped = one_break(raw);
    letters(&wrapped)
        .map(|(_, c, is_escaped)| match c {
            '"' if is_escaped => (c, Nature::Escaped),
            '"' => {
                (is_open, is_closed) = (true, is_open);
                (c, Nature::Mark)
            }
            _ if is_closed => (c, Nature::Mark),
            _ => (c, Nature::Words),
        })
        .collect()
}

/// A text with one space or one line feed for each run of white space.
fn one_space(text: &str) -> String {
    runs(text, |run| {
        if run.contains('\n') { "\n" } else { " " }.to_owned()
    })
}

/// A text with one line feed for each run of white space that has one.
fn one_break(text: &str) -> String {
    runs(text, |run| {
        if run.contains('\n') {
            "\n".to_owned()
        } else {
            run.to_owned()
        }
    })
}

fn runs(text: &str, write: impl Fn(&str) -> String) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = rest.len() - rest.trim_start().len();
        if length > 0 {
            written.push_str(&write(&rest[..length]));
            rest = &rest[length..];
        } else {
            written.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    written
}
