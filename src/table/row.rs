//! What rows of both kinds have in common: cells as tokens, and what is wrong with the form of a row.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::cells::{Cell, Malformed, Row};
use super::damage;
use crate::diagnostic::{Diagnostic, Rule};
use crate::span::{FileId, Span, Spanned};
use crate::syntax::{Qualifier, Token, TokenKind};

/// Reads the rows of a table, or of a part of it.
pub struct Reader {
    pub file: FileId,
    /// How many cells a row has.
    width: usize,
    pub diagnostics: Vec<Diagnostic>,
}

impl Reader {
    pub fn new(file: FileId, width: usize) -> Reader {
        Reader {
            file,
            width,
            diagnostics: Vec::new(),
        }
    }

    pub fn tell(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub fn span(&self, cell: Cell) -> Span {
        Span::new(self.file, cell.start, cell.end())
    }

    pub fn span_of(&self, row: Row) -> Span {
        let (start, end) = row.range();
        Span::new(self.file, start, end)
    }

    /// Whether a row has the form of one and says anything; what is wrong with it is told.
    pub fn is_whole(&mut self, row: Row) -> bool {
        let before = self.diagnostics.len();
        for cell in row.cells() {
            if cell.raw().starts_with('"') {
                let malformed = cell.malformed();
                self.diagnostics
                    .extend(malformed.map(|what| quoting(self.file, cell, what)));
            }
            let span = self.span(cell);
            self.diagnostics
                .extend(damage::error_value(cell.raw(), span));
        }
        if row.len() != self.width && self.diagnostics.len() == before {
            self.tell(wrong_width(row, self.span_of(row), self.width));
        }
        self.diagnostics.len() == before && !row.cells().all(Cell::is_empty)
    }

    /// A whole cell as a token; a character that cannot be seen is told.
    pub fn cell(&mut self, cell: Cell, lang: Option<&str>) -> Token {
        let lang = lang.map(str::to_owned);
        self.token(cell, TokenKind::Cell { lang })
    }

    /// A whole cell as a token of some other kind.
    pub fn token(&mut self, cell: Cell, kind: TokenKind) -> Token {
        let span = self.span(cell);
        self.diagnostics
            .extend(crate::parse::invisible(cell.raw(), span));
        let text = composed(cell.value());
        Token { kind, text, span }
    }

    /// The words of a cell.
    pub fn words(&mut self, cell: Cell) -> Vec<Token> {
        let value = cell.value();
        let whole = self.span(cell);
        let split = value.split_whitespace();
        let base = value.as_ptr() as usize;
        split
            .map(|word| Token {
                kind: TokenKind::Word,
                text: composed(Cow::Borrowed(word)),
                span: match &value {
                    Cow::Borrowed(_) => {
                        let quote = usize::from(cell.is_quoted());
                        let start = cell.start + quote + (word.as_ptr() as usize - base);
                        Span::new(self.file, start, start + word.len())
                    }
                    Cow::Owned(_) => whole,
                },
            })
            .collect()
    }

    /// The items of a cell, with `|` between them; `\|` is a bar of an item.
    pub fn items(&mut self, cell: Cell) -> Vec<Spanned<String>> {
        let value = cell.value();
        let whole = self.span(cell);
        let text = value.replace("\\|", "\u{0}");
        let is_shifted = matches!(value, Cow::Owned(_)) || text.len() != value.len();
        let start = cell.start + usize::from(cell.is_quoted());
        let mut at = 0;
        let mut items = Vec::new();
        for part in text.split('|') {
            let item = part.trim();
            let from = start + at + (part.len() - part.trim_start().len());
            at += part.len() + 1;
            if item.is_empty() {
                continue;
            }
            let span = if is_shifted {
                whole
            } else {
                Span::new(self.file, from, from + item.len())
            };
            let item = composed(Cow::Owned(item.replace('\u{0}', "|")));
            items.push(Spanned::new(item, span));
        }
        items
    }

    /// A qualifier of these words, and of what the cell says.
    pub fn qualifier(&mut self, cell: Cell, words: &[&str], values: Vec<Token>) -> Qualifier {
        let span = self.span(cell);
        let mut tokens: Vec<Token> = Vec::with_capacity(words.len() + values.len());
        tokens.extend(words.iter().map(|text| word(text, span)));
        tokens.extend(values);
        Qualifier { span, tokens }
    }

    /// A qualifier whose value is the text of the cell.
    pub fn text(&mut self, cell: Cell, words: &[&str], lang: Option<&str>) -> Qualifier {
        let lang = lang.map(str::to_owned);
        let text = self.token(cell, TokenKind::Quoted { lang });
        self.qualifier(cell, words, vec![text])
    }
}

/// A word at a place.
pub fn word(text: &str, span: Span) -> Token {
    Token {
        kind: TokenKind::Word,
        text: text.to_owned(),
        span,
    }
}

/// Tokens with commas between.
pub fn listed(tokens: impl IntoIterator<Item = Token>) -> Vec<Token> {
    let mut list: Vec<Token> = Vec::new();
    for token in tokens {
        if !list.is_empty() {
            list.push(Token {
                kind: TokenKind::Comma,
                text: ",".to_owned(),
                span: token.span,
            });
        }
        list.push(token);
    }
    list
}

/// A text in NFC.
fn composed(text: Cow<str>) -> String {
    if text.is_ascii() || is_nfc(&text) {
        text.into_owned()
    } else {
        text.nfc().collect()
    }
}

fn wrong_width(row: Row, span: Span, width: usize) -> Diagnostic {
    let count = |n: usize| crate::tally::counted(n, "cell", "cells");
    let message = format!("this row has {}, and the header {width}", count(row.len()));
    let diagnostic = Diagnostic::new(Rule::TableSyntax, span, message);
    if row.len() < width {
        diagnostic.label("a cell without anything is written as well: its delimiter is")
    } else {
        diagnostic.label("a cell that holds the delimiter is put in quotation marks: \"…\"")
    }
}

fn quoting(file: FileId, cell: Cell, what: Malformed) -> Diagnostic {
    let first = Span::new(file, cell.start, cell.start + 1);
    let tell = |span, message| Diagnostic::new(Rule::TableSyntax, span, message);
    match what {
        Malformed::Unclosed => tell(first, "this quotation mark is never closed")
            .label("a cell that starts with `\"` ends with one, before the delimiter or the line's end")
            .help("if the cell starts with a quotation mark of its own, put the cell in quotation marks and double those in it: \"\"\"so\"\" they said\""),
        Malformed::After(at) => tell(Span::new(file, at, cell.end()), "this stands after the cell's closing quotation mark")
            .label("expected the delimiter or the line's end")
            .help("a quotation mark in a quoted cell is doubled: \"they said \"\"so\"\" in court\""),
        Malformed::Before => tell(first, "white space stands before this cell's quotation mark")
            .label("a quoted cell starts right after the delimiter"),
    }
}
