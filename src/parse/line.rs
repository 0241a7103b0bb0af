//! The tokens of a line.
//!
//! White space separates words; `[…]`, `"…"` and `<…>` hold white space and semicolons. A backslash before
//! ASCII punctuation is Markdown's escape and is taken away.

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::diagnostic::{Diagnostic, Rule};
use crate::escape;
use crate::span::{FileId, Span, Spanned};
use crate::syntax::{Bullet, Qualifier, Token, TokenKind};

/// Reads the bullet whose content, without the list marker, is `start..end` of `text`.
pub fn bullet(
    file: FileId,
    text: &str,
    (start, end): (usize, usize),
    diagnostics: &mut Vec<Diagnostic>,
) -> Bullet {
    let content = &text[start..end];
    let (draft, skip) = mark(content);
    let before = diagnostics.len();
    let mut parts = parts(file, text, (start + skip, end), diagnostics);
    let id = trailing_id(&mut parts);
    let mut parts = parts.into_iter();
    Bullet {
        span: Span::new(file, start, end),
        draft,
        head: parts.next().map(|part| part.tokens).unwrap_or_default(),
        qualifiers: parts.collect(),
        id,
        broken: diagnostics.len() > before,
    }
}

/// Reads a line that stands alone, as the command line gives it: with or without the mark of a bullet before it.
pub fn alone(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Bullet {
    let start = text.len() - text.trim_start().len();
    let mark = ["- ", "* ", "+ "]
        .iter()
        .find(|mark| text[start..].starts_with(**mark));
    let start = start + mark.map_or(0, |mark| mark.len());
    bullet(file, text, (start, text.len()), diagnostics)
}

/// The tokens of a text that is one part, as the command line or a table's cell gives it.
pub fn tokens(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<Token> {
    parts(file, text, (0, text.len()), diagnostics)
        .into_iter()
        .flat_map(|part| part.tokens)
        .collect()
}

/// Whether a bullet is a draft, and the length of its mark.
fn mark(content: &str) -> (bool, usize) {
    for (mark, draft) in [("[ ]", true), ("[x]", false), ("[X]", false)] {
        if let Some(rest) = content.strip_prefix(mark)
            && rest.starts_with(char::is_whitespace)
        {
            return (draft, mark.len());
        }
    }
    (false, 0)
}

/// Cuts the `^id` at the very end. In a list of references (`inferred from ^a, ^b`) the last one belongs to
/// the list: what follows the keyword or a comma is no id.
fn trailing_id(parts: &mut [Qualifier]) -> Option<Spanned<String>> {
    let is_head = parts.len() == 1;
    let tokens = &mut parts.last_mut()?.tokens;
    let (last, before) = tokens.split_last()?;
    let listed = match before.last() {
        None => false,
        Some(token) if token.kind == TokenKind::Comma => true,
        Some(_) if is_head => false,
        Some(_) => {
            matches!(before, [see] if see.is_word("see"))
                || matches!(before, [inferred, from] if inferred.is_word("inferred") && from.is_word("from"))
        }
    };
    if last.kind != TokenKind::Reference || listed {
        return None;
    }
    let token = tokens.pop()?;
    Some(Spanned::new(token.text, token.span))
}

/// The tokens between the semicolons.
fn parts(
    file: FileId,
    text: &str,
    (start, end): (usize, usize),
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Qualifier> {
    let mut lexer = Lexer {
        file,
        text: &text[..end],
        at: start,
        diagnostics,
    };
    let mut parts = vec![(start, Vec::new())];
    while let Some(next) = lexer.next() {
        match next {
            Piece::Semicolon => parts.push((lexer.at, Vec::new())),
            Piece::Token(token) => {
                if let Some((_, tokens)) = parts.last_mut() {
                    tokens.push(token);
                }
            }
        }
    }
    // Several semicolons in a row are one mistake.
    parts.dedup_by(|next, before| next.1.is_empty() && before.1.is_empty());
    parts
        .into_iter()
        .map(|(at, tokens)| Qualifier {
            span: crate::syntax::span_of(&tokens).unwrap_or(Span::new(file, at, at)),
            tokens,
        })
        .collect()
}

enum Piece {
    Token(Token),
    Semicolon,
}

struct Lexer<'a> {
    file: FileId,
    text: &'a str,
    at: usize,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Lexer<'_> {
    fn next(&mut self) -> Option<Piece> {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        let first = self.text[self.at..].chars().next()?;
        let token = match first {
            ';' => {
                self.at += 1;
                return Some(Piece::Semicolon);
            }
            ',' => self.take(TokenKind::Comma, 1),
            '[' => self.bracketed(),
            '\\' if self.escaped_end().is_some() => self.escaped_brackets(),
            '"' => self.quoted(),
            '<' if self.iri_end().is_some() => self.iri(),
            _ => self.word(),
        };
        self.visible(&token);
        Some(Piece::Token(token))
    }

    fn take(&mut self, kind: TokenKind, length: usize) -> Token {
        let start = self.at;
        self.at += length;
        self.token(kind, start, start, self.at)
    }

    /// A token from `start` to where the lexer stands, whose text is the given range.
    fn token(&self, kind: TokenKind, start: usize, from: usize, to: usize) -> Token {
        let raw = &self.text[from..to];
        let text = match kind {
            TokenKind::Quoted { .. } => clean(raw, false),
            _ => clean(raw.trim(), true),
        };
        Token {
            kind,
            text,
            span: Span::new(self.file, start, self.at),
        }
    }

    fn word(&mut self) -> Token {
        let start = self.at;
        let mut escaped = false;
        let end = self.text[start..]
            .char_indices()
            .find(|&(_, c)| {
                let ends = !escaped && (c.is_whitespace() || c == ';');
                escaped = !escaped && c == '\\';
                ends
            })
            .map_or(self.text.len(), |(at, _)| start + at);
        if self.text[start..].starts_with('^') {
            let end = self.text[start..end].find(',').map_or(end, |at| start + at);
            self.at = end;
            return self.token(TokenKind::Reference, start, start + 1, end);
        }
        self.at = end;
        self.token(TokenKind::Word, start, start, end)
    }

    /// `[…]` with the brackets in it balanced, or `[[…]]`.
    fn bracketed(&mut self) -> Token {
        let start = self.at;
        let mut depth = 0usize;
        for (at, byte) in self.text.bytes().enumerate().skip(start) {
            match byte {
                b'[' => depth += 1,
                b']' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                self.at = at + 1;
                let inner = &self.text[start + 1..at];
                let double = inner.starts_with('[') && inner.ends_with(']');
                let inset = if double { 2 } else { 1 };
                return self.token(TokenKind::Bracketed, start, start + inset, self.at - inset);
            }
        }
        self.unclosed(Rule::UnclosedBracket, "bracket", "]");
        self.rest(TokenKind::Bracketed)
    }

    /// The end of `\[… [x] …\]`: brackets around brackets, of which Markdown tools escape the outer ones. Those around
    /// plain words they leave, so that `\[x\]` is the curator's own.
    fn escaped_end(&self) -> Option<usize> {
        let rest = self.text[self.at..].strip_prefix("\\[")?;
        let (mut depth, mut holds) = (1usize, false);
        for (at, c, _) in escape::letters(rest) {
            match c {
                '[' => (depth, holds) = (depth + 1, true),
                ']' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                let after = rest[at + 1..].chars().next();
                let is_whole = after.is_none_or(|c| c.is_whitespace() || c == ';');
                return (holds && is_whole).then_some(self.at + 2 + at + 1);
            }
        }
        None
    }

    fn escaped_brackets(&mut self) -> Token {
        let start = self.at;
        self.at = self.escaped_end().expect("looked up by the caller");
        let inner = &self.text[start + 2..self.at - 1];
        let inner = inner.strip_suffix('\\').unwrap_or(inner);
        let between = |open: &str, close: &str| inner.strip_prefix(open)?.strip_suffix(close);
        let (inset, inner) = match (between("\\[", "\\]"), between("[", "]")) {
            (Some(double), _) => (4, double),
            (None, Some(double)) => (3, double),
            (None, None) => (2, inner),
        };
        let length = inner.len();
        let (from, to) = (start + inset, start + inset + length);
        self.token(TokenKind::Bracketed, start, from, to)
    }

    fn quoted(&mut self) -> Token {
        let start = self.at;
        let mut escaped = false;
        let close = self.text[start + 1..].bytes().position(|byte| {
            let ends = !escaped && byte == b'"';
            escaped = !escaped && byte == b'\\';
            ends
        });
        let Some(close) = close else {
            self.unclosed(Rule::UnclosedString, "quotation mark", "\"");
            return self.rest(TokenKind::Quoted { lang: None });
        };
        let end = start + 1 + close;
        self.at = end + 1;
        let lang = self.lang();
        self.token(TokenKind::Quoted { lang }, start, start + 1, end)
    }

    /// `@lang` right after a string.
    fn lang(&mut self) -> Option<String> {
        let tag = self.text[self.at..].strip_prefix('@')?;
        let length = tag
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
            .count();
        self.at += 1 + length;
        Some(tag[..length].to_owned())
    }

    /// The end of the IRI that starts here: `>` before any white space.
    fn iri_end(&self) -> Option<usize> {
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| c == '>' || c.is_whitespace())?;
        (rest.as_bytes()[end] == b'>' && end > 1).then_some(self.at + end)
    }

    fn iri(&mut self) -> Token {
        let start = self.at;
        let end = self.iri_end().expect("looked up by the caller");
        self.at = end + 1;
        self.token(TokenKind::Iri, start, start + 1, end)
    }

    fn rest(&mut self, kind: TokenKind) -> Token {
        let start = self.at;
        self.at = self.text.len();
        self.token(kind, start, start + 1, self.at)
    }

    fn unclosed(&mut self, rule: Rule, what: &str, close: &str) {
        let span = Span::new(self.file, self.at, self.at + 1);
        let end = Span::new(self.file, self.text.len(), self.text.len());
        self.diagnostics.push(
            Diagnostic::new(rule, span, format!("this {what} is never closed"))
                .label(format!(
                    "a `{close}` is expected after the last word that it holds"
                ))
                .fix(end, close),
        );
    }

    /// A character that cannot be seen makes two names differ that look the same.
    fn visible(&mut self, token: &Token) {
        let raw = &self.text[token.span.range()];
        self.diagnostics.extend(invisible(raw, token.span));
    }
}

/// Says where an invisible character stands in a piece of a line, if one does.
pub fn invisible(raw: &str, place: Span) -> Option<Diagnostic> {
    if raw.is_ascii() {
        return None;
    }
    let (at, c) = raw.char_indices().find(|&(_, c)| is_invisible(c))?;
    let start = place.start as usize + at;
    let span = Span::new(place.file, start, start + c.len_utf8());
    let message = format!(
        "the invisible character U+{:04X} stands in this line",
        u32::from(c)
    );
    Some(
        Diagnostic::new(Rule::InvisibleCharacter, span, message)
            .label("here")
            .help("delete it, so that what is compared is what is seen")
            .fix(span, ""),
    )
}

/// Characters that change what is compared or how it is shown without being seen. Joiners are not among
/// them: several scripts write words with them.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}'
            | '\u{200B}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
    )
}

/// A token's text without escapes, in NFC. Wrapping carries no meaning, so white space that holds a line
/// feed is one space; in names any white space is.
fn clean(raw: &str, is_name: bool) -> String {
    if raw.is_ascii() && !raw.contains(['\\', '\n', '\t', '\r']) && !raw.contains("  ") {
        return raw.to_owned();
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        let next = rest[length..].chars().next();
        if c == '\\' && next.is_some_and(escape::is_escapable) {
            text.extend(next);
            length += 1;
        } else if c.is_whitespace() {
            length = rest.len() - rest.trim_start().len();
            let wrapped = rest[..length].contains('\n');
            text.push_str(if is_name || wrapped {
                " "
            } else {
                &rest[..length]
            });
        } else {
            text.push(c);
        }
        rest = &rest[length..];
    }
    if is_nfc(&text) {
        text
    } else {
        text.nfc().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Bullet, Vec<Rule>) {
        let mut diagnostics = Vec::new();
        let bullet = bullet(FileId(0), text, (0, text.len()), &mut diagnostics);
        (bullet, diagnostics.iter().map(|d| d.rule).collect())
    }

    fn show(tokens: &[Token]) -> String {
        let token = |token: &Token| match &token.kind {
            TokenKind::Word => token.text.clone(),
            TokenKind::Bracketed => format!("[{}]", token.text),
            TokenKind::Quoted { lang } => {
                format!("{:?}@{}", token.text, lang.as_deref().unwrap_or(""))
            }
            TokenKind::Iri => format!("<{}>", token.text),
            TokenKind::Reference => format!("^{}", token.text),
            TokenKind::Comma => ",".to_owned(),
            TokenKind::Cell { .. } => unreachable!("a line has no cells"),
        };
        tokens.iter().map(token).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn a_line_splits_into_head_qualifiers_and_id() {
        let (bullet, problems) =
            read(r#"[ ] [A; B] knows <http://x/;y>; note "a; \"b\"" ; purpose x y ^id-1"#);
        assert!(problems.is_empty() && bullet.draft);
        assert_eq!(show(&bullet.head), "[A; B]|knows|<http://x/;y>");
        assert_eq!(show(&bullet.qualifiers[0].tokens), r#"note|"a; \"b\""@"#);
        assert_eq!(show(&bullet.qualifiers[1].tokens), "purpose|x|y");
        assert_eq!(bullet.id.expect("an id").value, "id-1");
    }

    #[test]
    fn a_list_of_references_keeps_its_last_one() {
        for (text, id) in [
            ("A p B; inferred from ^a, ^b", None),
            ("A p B; inferred from ^a, ^b ^c", Some("c")),
            ("A p B; see ^a", None),
            ("A p B ^c", Some("c")),
            ("A p B; confidence high ^c", Some("c")),
        ] {
            assert_eq!(read(text).0.id.map(|id| id.value).as_deref(), id, "{text}");
        }
    }

    #[test]
    fn names_are_cleaned_and_compared_in_nfc() {
        let (bullet, _) = read("Cafe\u{301} \\*Star\\*  knows [[Two\n  lines]]");
        assert_eq!(show(&bullet.head), "Caf\u{e9}|*Star*|knows|[Two lines]");
    }

    #[test]
    fn brackets_around_brackets_may_be_escaped() {
        for (text, shown) in [
            (r"\[Bob [x]\] knows \[[Ada]\]", "[Bob [x]]|knows|[Ada]"),
            (r"\[Bob [x] is\]; note", "[Bob [x] is]"),
            (r"\[\[A [x] b\]\] knows", "[A [x] b]|knows"),
            (r"\[x\] knows \[y", "[x]|knows|[y"),
        ] {
            assert_eq!(show(&read(text).0.head), shown, "{text}");
        }
    }

    #[test]
    fn what_is_not_closed_is_told_once() {
        assert_eq!(read("[A p B; note \"x\"").1, [Rule::UnclosedBracket]);
        assert_eq!(read("A p \"B; note [x").1, [Rule::UnclosedString]);
        assert_eq!(read(&"[".repeat(10_000)).1, [Rule::UnclosedBracket]);
        assert_eq!(read("A\u{202E} p B").1, [Rule::InvisibleCharacter]);
    }
}
