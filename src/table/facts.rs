//! A row as a statement, in the form that a line has it.

use super::cells::{Cell, Row};
use super::columns::{Column, QUALIFIERS, TIMES};
use super::groups::{self, Cited, Quote};
use super::row::{Reader, listed, word};
use crate::diagnostic::{Diagnostic, Rule};
use crate::span::{Span, Spanned};
use crate::syntax::{Block, Bullet, Qualifier, Token, TokenKind};

/// Which times a row may have, by the words of its columns.
const TIME_FORMS: &[&[&str]] = &[
    &["since"],
    &["until"],
    &["since", "until"],
    &["from", "to"],
    &["between", "and"],
    &["in"],
    &["throughout"],
    &["on"],
    &["before"],
    &["after"],
    &["as_of"],
];

/// Reads the rows under a header.
pub fn read<'a>(
    reader: &mut Reader,
    header: &[Column],
    rows: impl Iterator<Item = Row<'a>>,
) -> Vec<Block> {
    let layout = Layout::new(header);
    let mut blocks = Vec::new();
    let mut last: Option<Row> = None;
    for row in rows {
        if !reader.is_whole(row) {
            continue;
        }
        let bullet = Statement {
            reader: &mut *reader,
            layout: &layout,
            row,
        }
        .bullet();
        match blocks.last_mut() {
            Some(Block::Group(group))
                if last.is_some_and(|last| layout.cited.is_alike(last, row)) =>
            {
                group.bullets.push(bullet);
            }
            _ => groups::push(&mut blocks, layout.cited.block(reader, row, bullet)),
        }
        last = Some(row);
    }
    blocks
}

/// Where the columns are.
struct Layout {
    subject: usize,
    predicate: usize,
    object: usize,
    not: Option<usize>,
    lang: Option<usize>,
    unit: Option<usize>,
    id: Option<usize>,
    cited: Cited,
    /// By the words of the notation's order.
    times: Vec<(&'static str, usize)>,
    /// The rest, in the header's order.
    qualifiers: Vec<(Column, usize)>,
}

impl Layout {
    fn new(header: &[Column]) -> Layout {
        let one = |word| all(header, word).next();
        let required = |word| one(word).expect("the header has it");
        let is_qualifier = |column: &Column| match column {
            Column::Role(..) => true,
            Column::Word(word) => QUALIFIERS.contains(word),
            _ => false,
        };
        let qualifiers = header.iter().cloned().zip(0..);
        Layout {
            subject: required("subject"),
            predicate: required("predicate"),
            object: required("object"),
            not: one("not"),
            lang: one("lang"),
            unit: one("unit"),
            id: one("id"),
            cited: cited(header),
            times: TIMES
                .iter()
                .filter_map(|&word| Some((word, one(word)?)))
                .collect(),
            qualifiers: qualifiers
                .filter(|(column, _)| is_qualifier(column))
                .collect(),
        }
    }
}

/// The columns of a word of the notation, in the header's order.
fn all<'h>(header: &'h [Column], word: &'static str) -> impl Iterator<Item = usize> + 'h {
    let is_it = move |column: &Column| matches!(column, Column::Word(it) if *it == word);
    let columns = header.iter().enumerate();
    columns
        .filter(move |(_, column)| is_it(column))
        .map(|(at, _)| at)
}

/// The columns of what a row cites: the second locator is that of the second quotation.
pub fn cited(header: &[Column]) -> Cited {
    let quote = |(n, quote)| Quote {
        quote,
        locator: all(header, "locator").nth(n),
        id: all(header, "quote_id").nth(n),
    };
    Cited {
        source: all(header, "source").next(),
        quotes: all(header, "quote").enumerate().map(quote).collect(),
    }
}

/// The cell of a column, if there is such a column and the cell says something.
pub fn given(row: Row<'_>, column: Option<usize>) -> Option<Cell<'_>> {
    Some(row.cell(column?)).filter(|cell| !cell.is_empty())
}

pub fn spanned(reader: &mut Reader, cell: Cell) -> Spanned<String> {
    let token = reader.cell(cell, None);
    Spanned::new(token.text.trim().to_owned(), token.span)
}

/// An id, with or without its `^`.
pub fn id(reader: &mut Reader, cell: Cell) -> Spanned<String> {
    let mut id = spanned(reader, cell);
    if let Some(rest) = id.value.strip_prefix('^') {
        id.value = rest.to_owned();
    }
    id
}

/// One row, as it is read.
struct Statement<'r, 'a> {
    reader: &'r mut Reader,
    layout: &'r Layout,
    row: Row<'a>,
}

impl<'a> Statement<'_, 'a> {
    fn bullet(mut self) -> Bullet {
        let before = self.reader.diagnostics.len();
        let mut draft = false;
        let head = self.head();
        let broken = self.reader.diagnostics.len() > before;
        let mut qualifiers = Vec::new();
        let layout = self.layout;
        for (column, at) in &layout.qualifiers {
            let Some(cell) = given(self.row, Some(*at)) else {
                continue;
            };
            match column {
                Column::Word("status") => draft |= self.status(cell, &mut qualifiers),
                Column::Word(word) => qualifiers.push(self.qualifier(word, cell)),
                Column::Role(name, lang) => {
                    let value = self.reader.cell(cell, lang.as_deref());
                    let mut role = self.reader.qualifier(cell, &[&name.value], vec![value]);
                    role.tokens[0].span = name.span;
                    qualifiers.push(role);
                }
                _ => {}
            }
        }
        Bullet {
            span: self.reader.span_of(self.row),
            draft,
            head,
            qualifiers,
            id: given(self.row, layout.id).map(|cell| id(self.reader, cell)),
            broken,
        }
    }

    fn head(&mut self) -> Vec<Token> {
        let mut head = Vec::with_capacity(5);
        let layout = self.layout;
        if self.is_dismissal() {
            return self.dismissal();
        }
        let lang = given(self.row, layout.lang).map(Cell::value);
        self.needed(layout.subject, Rule::MissingSubject, "subject");
        self.needed(layout.predicate, Rule::NoPredicate, "predicate");
        self.needed(layout.object, Rule::MissingObject, "object");
        head.push(self.reader.cell(self.row.cell(layout.subject), None));
        head.extend(given(self.row, layout.not).and_then(|cell| self.not(cell)));
        head.push(self.reader.cell(self.row.cell(layout.predicate), None));
        let lang = lang.as_deref().map(str::trim);
        head.push(self.reader.cell(self.row.cell(layout.object), lang));
        if let Some(unit) = given(self.row, layout.unit) {
            head.push(self.reader.cell(unit, None));
        }
        self.time(&mut head);
        head
    }

    /// Whether the row says that there is nothing to read off what it quotes.
    fn is_dismissal(&self) -> bool {
        let layout = self.layout;
        let is_empty = |column| self.row.cell(column).is_empty();
        let subject = self.row.cell(layout.subject);
        subject.value().trim() == "nothing" && is_empty(layout.predicate) && is_empty(layout.object)
    }

    fn dismissal(&mut self) -> Vec<Token> {
        let layout = self.layout;
        let times = layout.times.iter().map(|(_, at)| Some(*at));
        let columns = [layout.not, layout.lang, layout.unit].into_iter();
        for cell in columns
            .chain(times)
            .filter_map(|column| given(self.row, column))
        {
            let message = "this is for statements, and this row dismisses what it quotes";
            let diagnostic =
                Diagnostic::new(Rule::MisplacedQualifier, self.reader.span(cell), message)
                    .label("expected nothing here");
            self.reader.tell(diagnostic);
        }
        let subject = self.row.cell(layout.subject);
        vec![word("nothing", self.reader.span(subject))]
    }

    fn needed(&mut self, column: usize, rule: Rule, what: &str) {
        let cell = self.row.cell(column);
        if cell.is_empty() {
            let message = format!("this row has no {what}");
            let label = format!("expected something in the column `{what}`");
            let diagnostic = Diagnostic::new(rule, self.reader.span(cell), message).label(label);
            self.reader.tell(diagnostic);
        }
    }

    fn not(&mut self, cell: Cell) -> Option<Token> {
        let span = self.reader.span(cell);
        match cell.value().trim() {
            "not" | "true" => Some(word("not", span)),
            "false" => None,
            text => {
                let message = format!("`{text}` doesn't say whether the statement is denied");
                let diagnostic = Diagnostic::new(Rule::QualifierValue, span, message)
                    .label("expected `not`, or nothing");
                self.reader.tell(diagnostic);
                None
            }
        }
    }

    /// The words of the time, as a line would have them.
    fn time(&mut self, head: &mut Vec<Token>) {
        let layout = self.layout;
        let row = self.row;
        let times = layout.times.iter();
        let times: Vec<(&str, Cell)> = times
            .filter_map(|&(word, at)| Some((word, given(row, Some(at))?)))
            .collect();
        let words: Vec<&str> = times.iter().map(|(word, _)| *word).collect();
        let Some((_, last)) = times.last() else {
            return;
        };
        if !TIME_FORMS.contains(&words.as_slice()) {
            let diagnostic = no_time(&words, self.reader.span(*last));
            return self.reader.tell(diagnostic);
        }
        for (keyword, cell) in times {
            let span = self.reader.span(cell);
            let keywords = keyword.split('_');
            head.extend(keywords.map(|keyword| word(keyword, span)));
            head.extend(self.reader.words(cell));
        }
    }

    fn qualifier(&mut self, word: &str, cell: Cell) -> Qualifier {
        match word {
            "confidence" => {
                let value = self.reader.words(cell);
                self.reader.qualifier(cell, &["confidence"], value)
            }
            "according_to" => {
                let who = self.reader.cell(cell, None);
                self.reader.qualifier(cell, &["according", "to"], vec![who])
            }
            "because" => self.reader.text(cell, &["because"], None),
            "deprecated_because" => self.reader.text(cell, &["deprecated", "because"], None),
            "inferred_from" => self.references(cell, &["inferred", "from"]),
            "see" => self.references(cell, &["see"]),
            _ => self.reader.text(cell, &[word], None),
        }
    }

    /// Ids of statements, with or without their `^`, with commas or bars between.
    fn references(&mut self, cell: Cell, words: &[&str]) -> Qualifier {
        let items = self.reader.items(cell);
        let references = items.into_iter().flat_map(|item| {
            let ids = item.value.split(',').map(str::trim);
            ids.map(|id| Token {
                kind: TokenKind::Reference,
                text: id.trim_start_matches('^').to_owned(),
                span: item.span,
            })
            .collect::<Vec<_>>()
        });
        let values = listed(references);
        self.reader.qualifier(cell, words, values)
    }

    /// Reads the status; whether the row is a draft.
    fn status(&mut self, cell: Cell, qualifiers: &mut Vec<Qualifier>) -> bool {
        let mut draft = false;
        for item in self.reader.items(cell) {
            match item.value.as_str() {
                "draft" => draft = true,
                "unconfirmed" | "preferred" => {
                    let status = self.reader.qualifier(cell, &[&item.value], Vec::new());
                    qualifiers.push(status);
                }
                _ => self.reader.tell(no_status(&item)),
            }
        }
        draft
    }
}

fn no_status(item: &Spanned<String>) -> Diagnostic {
    let message = format!("`{}` is no status", item.value);
    let diagnostic = Diagnostic::new(Rule::QualifierValue, item.span, message)
        .label("expected draft, unconfirmed or preferred, with `|` between");
    if item.value == "deprecated" {
        return diagnostic
            .help("a statement is withdrawn for a reason: the column `deprecated_because`");
    }
    diagnostic
}

fn no_time(words: &[&str], span: Span) -> Diagnostic {
    let half = |word: &str| match word {
        "from" => Some("to"),
        "to" => Some("from"),
        "between" => Some("and"),
        "and" => Some("between"),
        _ => None,
    };
    let message = match words {
        [one] => format!(
            "`{one}` is half a time: the cell of `{}` is empty",
            half(one).unwrap_or("")
        ),
        several => format!("`{}` don't go together", several.join("`, `")),
    };
    Diagnostic::new(Rule::InvalidTime, span, message).label(
        "a row has one time: one column, or `since` and `until`, `from` and `to`, `between` and `and`",
    )
}
