//! What rows cite: consecutive ones that quote the same words of the same source are a group, as under one
//! quotation in a dossier.

use super::cells::{Cell, Row};
use super::facts::{given, id, spanned};
use super::row::Reader;
use crate::diagnostic::{Diagnostic, Rule};
use crate::span::{Span, Spanned};
use crate::syntax::{Anchor, Block, Bullet, Group, Quotation};

/// Adds a block; if it goes on with the quotations of the last one, or both have none, it is one with that.
pub fn push(blocks: &mut Vec<Block>, block: Block) {
    match (blocks.last_mut(), block) {
        (Some(Block::Group(last)), Block::Group(mut group)) if is_continued(last, &group) => {
            last.bullets.append(&mut group.bullets);
        }
        (Some(Block::Declarations(last)), Block::Declarations(mut bullets)) => {
            last.append(&mut bullets);
        }
        (_, block) => blocks.push(block),
    }
}

fn is_continued(last: &Group, next: &Group) -> bool {
    let value = |text: Option<&Spanned<String>>| text.map(|text| text.value.clone());
    let anchor = |quotation: &Quotation| {
        let anchor = quotation.anchor.as_ref();
        anchor.map(|anchor| (value(anchor.id.as_ref()), value(anchor.locator.as_ref())))
    };
    let alike = |(a, b): (&Quotation, &Quotation)| a.text == b.text && anchor(a) == anchor(b);
    value(last.source.as_ref()) == value(next.source.as_ref())
        && last.quotations.len() == next.quotations.len()
        && last.quotations.iter().zip(&next.quotations).all(alike)
}

/// The columns of what a row cites.
pub struct Cited {
    pub source: Option<usize>,
    pub quotes: Vec<Quote>,
}

/// The columns of one quotation.
pub struct Quote {
    pub quote: usize,
    pub locator: Option<usize>,
    pub id: Option<usize>,
}

impl Cited {
    /// Whether two rows cite the same words of the same source.
    pub fn is_alike(&self, one: Row, other: Row) -> bool {
        let quotes = self.quotes.iter();
        let columns = quotes.flat_map(|quote| [Some(quote.quote), quote.locator, quote.id]);
        columns
            .chain([self.source])
            .flatten()
            .all(|column| one.cell(column).raw() == other.cell(column).raw())
    }

    /// A row's bullet, under what the row cites.
    pub fn block(&self, reader: &mut Reader, row: Row, mut bullet: Bullet) -> Block {
        let cell = |column: Option<usize>| given(row, column);
        let source = cell(self.source).map(|cell| spanned(reader, cell));
        let mut quotations = Vec::new();
        for quote in &self.quotes {
            let Some(words) = cell(Some(quote.quote)) else {
                let lost = cell(quote.locator).or(cell(quote.id));
                let lost = lost.map(|cell| lonely(reader.span(cell)));
                reader.diagnostics.extend(lost);
                continue;
            };
            let locator = cell(quote.locator).map(|cell| spanned(reader, cell));
            let id = cell(quote.id).map(|cell| id(reader, cell));
            quotations.push(quotation(reader, words, locator, id));
        }
        if source.is_none() && !quotations.is_empty() {
            reader.tell(unsourced(quotations[0].span));
            bullet.broken = true;
        }
        if source.is_none() {
            return Block::Declarations(vec![bullet]);
        }
        Block::Group(Group {
            source,
            quotations,
            bullets: vec![bullet],
        })
    }
}

fn quotation(
    reader: &Reader,
    cell: Cell,
    locator: Option<Spanned<String>>,
    id: Option<Spanned<String>>,
) -> Quotation {
    let anchored = locator.is_some() || id.is_some();
    Quotation {
        span: reader.span(cell),
        text: cell.value().into_owned(),
        lines: cell.pieces(),
        anchor: anchored.then_some(Anchor { id, locator }),
    }
}

fn unsourced(span: Span) -> Diagnostic {
    Diagnostic::new(
        Rule::UnknownSource,
        span,
        "this row doesn't say which source it quotes",
    )
    .label("expected the id of a dossier's source in the column `source`")
}

fn lonely(span: Span) -> Diagnostic {
    Diagnostic::new(
        Rule::QualifierValue,
        span,
        "this is said of a quotation, and the row has none",
    )
    .label("expected a quotation in the column `quote`, or nothing here")
}
