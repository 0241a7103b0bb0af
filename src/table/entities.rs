//! A row as a declaration, in the form that a line has it.

use super::cells::{Cell, Row};
use super::columns::Column;
use super::row::{Reader, listed, word};
use crate::diagnostic::{Diagnostic, Rule};
use crate::span::{Span, Spanned};
use crate::syntax::{Block, Bullet, Qualifier, Token, TokenKind};

/// Reads the rows under a header.
pub fn read<'a>(
    reader: &mut Reader,
    header: &[Column],
    rows: impl Iterator<Item = Row<'a>>,
) -> Vec<Block> {
    let mut bullets = Vec::new();
    for row in rows {
        if reader.is_whole(row) {
            bullets.push(bullet(reader, header, row));
        }
    }
    if bullets.is_empty() {
        return Vec::new();
    }
    vec![Block::Declarations(bullets)]
}

fn bullet(reader: &mut Reader, header: &[Column], row: Row) -> Bullet {
    let mut declaration = Declaration {
        name: None,
        classes: Vec::new(),
        qualifiers: Vec::new(),
        draft: false,
    };
    for (column, cell) in header.iter().zip(row.cells()) {
        if cell.is_empty() {
            declaration.missing(reader, column, cell);
            continue;
        }
        match column {
            Column::Word(word) => declaration.cell(reader, word, None, cell),
            Column::InLanguage(word, lang) => declaration.cell(reader, word, Some(lang), cell),
            _ => {}
        }
    }
    let broken = declaration.name.is_none();
    Bullet {
        span: reader.span_of(row),
        draft: declaration.draft,
        head: declaration.head(reader.span_of(row)),
        qualifiers: declaration.qualifiers,
        id: None,
        broken,
    }
}

/// One row, as it is read.
struct Declaration {
    name: Option<Token>,
    classes: Vec<Token>,
    qualifiers: Vec<Qualifier>,
    draft: bool,
}

impl Declaration {
    /// The name's cell, `is`, and the classes with `and` between; the name may be missing, which is told.
    fn head(&mut self, row: Span) -> Vec<Token> {
        let name = self.name.take().unwrap_or(Token {
            kind: TokenKind::Cell { lang: None },
            text: String::new(),
            span: row,
        });
        let mut head = vec![word("is", name.span)];
        head.insert(0, name);
        for (at, class) in self.classes.drain(..).enumerate() {
            if at > 0 {
                head.push(word("and", class.span));
            }
            head.push(class);
        }
        head
    }

    /// A name without which the row declares nothing.
    fn missing(&mut self, reader: &mut Reader, column: &Column, cell: Cell) {
        if *column == Column::Word("name") {
            let span = reader.span(cell);
            reader.tell(
                Diagnostic::new(Rule::MissingSubject, span, "this row has no name")
                    .label("expected the name that is declared"),
            );
        }
    }

    fn cell(&mut self, reader: &mut Reader, word: &'static str, lang: Option<&str>, cell: Cell) {
        match word {
            "name" => {
                let mut name = reader.cell(cell, None);
                name.text = name.text.trim().to_owned();
                self.name = Some(name);
            }
            "class" => {
                let classes = reader.items(cell).into_iter();
                self.classes.extend(classes.map(|item| Token {
                    kind: TokenKind::Cell { lang: None },
                    text: item.value,
                    span: item.span,
                }));
            }
            "id" => {
                let id = reader.words(cell);
                self.qualifiers.push(reader.qualifier(cell, &["id"], id));
            }
            "merged_into" => {
                let target = reader.cell(cell, None);
                let merged = reader.qualifier(cell, &["merged", "into"], vec![target]);
                self.qualifiers.push(merged);
            }
            "status" => self.status(reader, cell),
            "same_as" => self.list(reader, &["same", "as"], cell, link),
            "close_to" => self.list(reader, &["close", "to"], cell, link),
            "also" | "formerly" => self.list(reader, &[word], cell, |item| Token {
                kind: TokenKind::Quoted {
                    lang: lang.map(str::to_owned),
                },
                text: item.value,
                span: item.span,
            }),
            _ => self.qualifiers.push(reader.text(cell, &[word], lang)),
        }
    }

    fn list(
        &mut self,
        reader: &mut Reader,
        words: &[&str],
        cell: Cell,
        item: impl Fn(Spanned<String>) -> Token,
    ) {
        let items = reader.items(cell).into_iter().map(item);
        let values = listed(items);
        self.qualifiers.push(reader.qualifier(cell, words, values));
    }

    fn status(&mut self, reader: &mut Reader, cell: Cell) {
        if cell.value().trim() == "draft" {
            self.draft = true;
            return;
        }
        let message = format!("`{}` is no status of a declaration", cell.value());
        let span = reader.span(cell);
        reader.tell(Diagnostic::new(Rule::QualifierValue, span, message).label("expected draft"));
    }
}

/// A link to another data set: an IRI, bare or in angle brackets, or a CURIE.
fn link(item: Spanned<String>) -> Token {
    let bare = item.value.strip_prefix('<');
    let iri = bare.and_then(|rest| rest.strip_suffix('>'));
    let (kind, text) = match iri {
        Some(iri) => (TokenKind::Iri, iri.to_owned()),
        None if item.value.contains("://") => (TokenKind::Iri, item.value),
        None => (TokenKind::Word, item.value),
    };
    Token {
        kind,
        text,
        span: item.span,
    }
}
