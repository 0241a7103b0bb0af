//! A dossier as it is written: every part with its place, and names that mean nothing yet.
//!
//! The tree is the same for dossiers, entity registers and tables. What a line says cannot be told without a
//! vocabulary, so a bullet is kept as tokens: the head, the qualifiers, and the trailing id.

use serde::{Deserialize, Serialize};

use crate::files::Kind;
use crate::span::{FileId, Span, Spanned};

/// A dossier, an entity register, or a table of either.
#[derive(Clone, Debug)]
pub struct Dossier {
    pub file: FileId,
    pub kind: Kind,
    /// Present in a dossier; a register needs none.
    pub front_matter: Option<FrontMatter>,
    /// The columns of a table that are no words of the notation: roles, if the vocabulary has them.
    pub roles: Vec<Spanned<String>>,
    pub blocks: Vec<Block>,
}

impl Dossier {
    /// A file that has nothing of what a tree has.
    pub fn empty(file: FileId, kind: Kind) -> Dossier {
        Dossier {
            file,
            kind,
            front_matter: None,
            roles: Vec::new(),
            blocks: Vec::new(),
        }
    }
}

/// The front matter: the keys that were given, as text. Their names are those of [`KEYS`].
#[derive(Clone, Debug)]
pub struct FrontMatter {
    pub span: Span,
    pub entries: Vec<Entry>,
    /// Whether it could not be read to its end, so that keys may be missing here that are written.
    pub broken: bool,
}

/// One line of front matter.
#[derive(Clone, Debug)]
pub struct Entry {
    pub key: &'static str,
    pub key_span: Span,
    pub value: Spanned<String>,
}

/// The keys that front matter may have, and whether a dossier needs them.
pub const KEYS: &[(&str, bool)] = &[
    ("dossier", true),
    ("id", true),
    ("title", true),
    ("lang", true),
    ("text", true),
    ("text-why", false),
    ("sha256", false),
    ("original", false),
    ("original-sha256", false),
    ("extractor", false),
    ("offsets", false),
    ("url", false),
    ("author", false),
    ("publisher", false),
    ("published", false),
    ("retrieved", false),
    ("archived", false),
    ("type", false),
    ("rights", false),
    ("curator", false),
    ("reviewed", false),
    ("quote-limit", false),
];

impl FrontMatter {
    /// The value of a key, if it was given.
    pub fn get(&self, key: &str) -> Option<&Spanned<String>> {
        self.entries
            .iter()
            .find(|entry| entry.key == key)
            .map(|entry| &entry.value)
    }
}

/// A part of the body that is read; prose is not.
#[derive(Clone, Debug)]
pub enum Block {
    Group(Group),
    Declarations(Vec<Bullet>),
}

/// Adjacent quotations, and the bullets that they support together.
#[derive(Clone, Debug)]
pub struct Group {
    /// The id of the source that the rows of a table cite; in a dossier the source is its own.
    pub source: Option<Spanned<String>>,
    pub quotations: Vec<Quotation>,
    pub bullets: Vec<Bullet>,
}

/// A block quote: words of the source.
#[derive(Clone, Debug)]
pub struct Quotation {
    /// The whole block, as it stands in the file.
    pub span: Span,
    /// The quoted words: the lines without their `>`, without glosses and without escapes, joined by line feeds.
    pub text: String,
    /// For each piece of `text` that stands in the file as it is (a line, or what lies between escapes in it; in a cell
    /// what lies between doubled quotation marks): where it starts there, and where in the file.
    pub lines: Vec<(usize, usize)>,
    pub anchor: Option<Anchor>,
}

/// `^id (locator)` after a quotation.
#[derive(Clone, Debug)]
pub struct Anchor {
    pub id: Option<Spanned<String>>,
    pub locator: Option<Spanned<String>>,
}

/// A bullet or a row: a statement or a declaration, in tokens. The head of a row is the subject's cell, `not` if it
/// is denied, the predicate's cell, the object's, the unit's if it has one, and the words of its time; or a name's
/// cell, `is`, and the cells of its classes.
#[derive(Clone, Debug)]
pub struct Bullet {
    pub span: Span,
    /// Whether it is marked `[ ]`: checked, but not exported.
    pub draft: bool,
    pub head: Vec<Token>,
    pub qualifiers: Vec<Qualifier>,
    /// The trailing `^id`, without the caret.
    pub id: Option<Spanned<String>>,
    /// Whether a diagnostic already says that its tokens cannot be told.
    pub broken: bool,
}

impl Bullet {
    /// Whether it says that there is nothing to read off the quotations above it. One word alone is no statement.
    pub fn is_dismissal(&self) -> bool {
        matches!(self.head.as_slice(), [only] if only.is_word("nothing"))
    }
}

/// What stands between two semicolons.
#[derive(Clone, Debug)]
pub struct Qualifier {
    pub span: Span,
    pub tokens: Vec<Token>,
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    pub kind: TokenKind,
    /// What it says: without its delimiters, escapes resolved, in NFC.
    pub text: String,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TokenKind {
    /// A run of characters between white space.
    Word,
    /// `[…]` or `[[…]]`: a whole name.
    Bracketed,
    /// `"…"`, with its language tag if it has one.
    Quoted { lang: Option<String> },
    /// `<…>`
    Iri,
    /// `^id`
    Reference,
    /// A comma between the items of a list.
    Comma,
    /// A whole cell of a table: a name or a value, as the predicate's range demands, with the language that the
    /// row gives for it.
    Cell { lang: Option<String> },
}

impl Token {
    /// Whether it is a whole cell of a table.
    pub fn is_cell(&self) -> bool {
        matches!(self.kind, TokenKind::Cell { .. })
    }

    /// Whether it is this word, outside brackets and quotation marks.
    pub fn is_word(&self, word: &str) -> bool {
        self.kind == TokenKind::Word && self.text == word
    }
}

/// The place of a run of tokens, if there is any.
pub fn span_of(tokens: &[Token]) -> Option<Span> {
    let (first, last) = (tokens.first()?.span, tokens.last()?.span);
    // Cells stand in the order of the columns, whatever the order of what they say.
    Some(Span {
        start: first.start.min(last.start),
        end: first.end.max(last.end),
        ..first
    })
}

/// The words of a run of tokens, with one space between.
pub fn text_of(tokens: &[Token]) -> String {
    let words: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
    words.join(" ")
}
