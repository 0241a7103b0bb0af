//! The columns of tables: which there are, and which a header has.

use crate::diagnostic::{Diagnostic, Rule, did_you_mean};
use crate::span::{FileId, Span, Spanned};

use super::cells::{Cell, Row};

/// What the cells of a column say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    /// One of the words of the notation, as the header has it.
    Word(&'static str),
    /// A label, alias or definition in the language that the header gives after `@`.
    InLanguage(&'static str, String),
    /// No word of the notation: a role, if the vocabulary has it; with the language of its values.
    Role(Spanned<String>, Option<String>),
    /// A diagnostic says what is wrong with it.
    Broken,
}

impl Column {
    /// The name of a column that is perhaps a role.
    pub fn role(&self) -> Option<&Spanned<String>> {
        match self {
            Column::Role(name, _) => Some(name),
            _ => None,
        }
    }
}

/// The columns of a kind of table.
pub struct Columns {
    /// What such a table is called.
    pub what: &'static str,
    /// Those without which a row says nothing.
    pub required: &'static [&'static str],
    /// All, in groups.
    groups: &'static [&'static [&'static str]],
    /// Those that may stand several times, each cell with a value of its own.
    pub repeated: &'static [&'static str],
    /// Those that may have a language after `@`.
    pub in_language: &'static [&'static str],
    /// Whether other columns are roles.
    pub roles: bool,
}

impl Columns {
    /// The names of all columns but roles.
    pub fn known(&self) -> Vec<&'static str> {
        self.groups.concat()
    }
}

/// The words with which times begin, in the order in which a line has them.
pub const TIMES: &[&str] = &[
    "since",
    "until",
    "from",
    "to",
    "between",
    "and",
    "in",
    "throughout",
    "on",
    "before",
    "after",
    "as_of",
];

/// The columns of what is said of a statement or of its reading, beside roles.
pub const QUALIFIERS: &[&str] = &[
    "confidence",
    "according_to",
    "because",
    "inferred_from",
    "see",
    "status",
    "deprecated_because",
    "note",
];

/// A statement a row.
pub const FACTS: Columns = Columns {
    what: "a table of statements",
    required: &["subject", "predicate", "object"],
    groups: &[
        &["subject", "not", "predicate", "object", "lang", "unit"],
        TIMES,
        QUALIFIERS,
        &["source", "quote", "locator", "quote_id", "id"],
    ],
    repeated: &["note", "quote", "locator", "quote_id"],
    in_language: &[],
    roles: true,
};

/// A declaration a row.
pub const ENTITIES: Columns = Columns {
    what: "a table of entities",
    required: &["id", "name", "class"],
    groups: &[&[
        "id",
        "name",
        "class",
        "also",
        "formerly",
        "label",
        "described",
        "note",
        "same_as",
        "close_to",
        "merged_into",
        "status",
    ]],
    repeated: &[
        "also",
        "formerly",
        "label",
        "described",
        "note",
        "same_as",
        "close_to",
    ],
    in_language: &["also", "formerly", "label", "described", "note"],
    roles: false,
};

/// Reads a header. The second value says whether rows can be read under it.
pub fn read(
    file: FileId,
    row: Row,
    columns: &Columns,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Column>, bool) {
    let mut header = Header {
        file,
        columns,
        missing: missing(row, columns),
        found: Vec::with_capacity(row.len()),
        diagnostics,
    };
    let whole = header.missing.is_empty();
    for cell in row.cells() {
        let column = header.column(cell);
        header.found.push(column);
    }
    header.depends(row);
    header.tell_missing(row);
    (header.found, whole)
}

/// The required columns that a header lacks.
fn missing(row: Row, columns: &Columns) -> Vec<&'static str> {
    let required = columns.required.iter().copied();
    required
        .filter(|name| !row.cells().any(|cell| cell.value() == *name))
        .collect()
}

struct Header<'a> {
    file: FileId,
    columns: &'a Columns,
    missing: Vec<&'static str>,
    found: Vec<Column>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Header<'_> {
    fn tell(&mut self, diagnostic: Diagnostic) -> Column {
        self.diagnostics.push(diagnostic);
        Column::Broken
    }

    fn column(&mut self, cell: Cell) -> Column {
        let span = Span::new(self.file, cell.start, cell.end());
        let text = cell.value();
        if text.is_empty() {
            let diagnostic = Diagnostic::new(Rule::TableSyntax, span, "this column has no name")
                .label("the first row of a table names its columns");
            return self.tell(diagnostic);
        }
        let (name, lang) = match text.rsplit_once('@') {
            Some((name, lang)) => (name, Some(lang)),
            None => (text.as_ref(), None),
        };
        let known = self
            .columns
            .known()
            .into_iter()
            .find(|known| *known == name);
        match (known, lang) {
            (Some(word), None) => self.once(word, span),
            (Some(word), Some(lang)) if self.columns.in_language.contains(&word) => {
                self.in_language(word, lang, span)
            }
            (None, lang) if self.columns.roles => self.role(name, lang, span),
            _ => self.unknown(&text, span),
        }
    }

    fn once(&mut self, word: &'static str, span: Span) -> Column {
        let column = Column::Word(word);
        if self.found.contains(&column) && !self.columns.repeated.contains(&word) {
            let message = format!("there is a column `{word}` already");
            let diagnostic =
                Diagnostic::new(Rule::TableSyntax, span, message).label("a table has it once");
            return self.tell(diagnostic);
        }
        column
    }

    fn in_language(&mut self, word: &'static str, lang: &str, span: Span) -> Column {
        match oxilangtag::LanguageTag::parse(lang) {
            Ok(_) => Column::InLanguage(word, lang.to_owned()),
            Err(error) => {
                let message = format!("`@{lang}` is no language tag: {error}");
                let diagnostic = Diagnostic::new(Rule::UnknownColumn, span, message)
                    .label("expected a BCP 47 tag such as @en or @zh-Hant");
                self.tell(diagnostic)
            }
        }
    }

    /// A column that is perhaps a role; one that looks like a required column which isn't there is none.
    fn role(&mut self, name: &str, lang: Option<&str>, span: Span) -> Column {
        if let Some(near) = did_you_mean(name, &self.missing) {
            self.missing.retain(|missing| *missing != near);
            return self.unknown(name, span);
        }
        let name = Spanned::new(name.to_owned(), span);
        Column::Role(name, lang.map(str::to_owned))
    }

    fn unknown(&mut self, name: &str, span: Span) -> Column {
        let near = did_you_mean(name, self.columns.known());
        if let Some(near) = &near {
            self.missing.retain(|missing| missing != near);
        }
        let columns = self.columns;
        let diagnostic = unknown(name, span, near, columns.what, &columns.known());
        self.tell(diagnostic)
    }

    /// Columns that say nothing without another.
    fn depends(&mut self, row: Row) {
        for (word, other) in [
            ("quote", "source"),
            ("locator", "quote"),
            ("quote_id", "quote"),
        ] {
            let count = |word| {
                let column = Column::Word(word);
                self.found.iter().filter(|found| **found == column).count()
            };
            let enough = match other {
                "source" => count(word) == 0 || count(other) > 0,
                _ => count(word) <= count(other),
            };
            let Some(at) = self
                .found
                .iter()
                .rposition(|found| *found == Column::Word(word))
                .filter(|_| !enough)
            else {
                continue;
            };
            let cell = row.cell(at);
            let span = Span::new(self.file, cell.start, cell.end());
            let message = format!("the column `{word}` needs a column `{other}`");
            self.diagnostics.push(
                Diagnostic::new(Rule::MissingColumn, span, message)
                    .label(format!("expected a column `{other}` beside it")),
            );
            self.found[at] = Column::Broken;
        }
    }

    fn tell_missing(&mut self, row: Row) {
        let (start, end) = row.range();
        for name in &self.missing {
            let span = Span::new(self.file, start, end);
            let message = format!("this table has no column `{name}`");
            let required = self.columns.required.join("`, `");
            self.diagnostics.push(
                Diagnostic::new(Rule::MissingColumn, span, message)
                    .label(format!("the first row names the columns: `{required}`, …")),
            );
        }
    }
}

/// The diagnostic for a column that tables of its kind don't have.
pub fn unknown(
    name: &str,
    span: Span,
    near: Option<String>,
    table: &str,
    known: &[&str],
) -> Diagnostic {
    let message = format!("`{name}` is no column of {table}");
    let diagnostic = Diagnostic::new(Rule::UnknownColumn, span, message);
    match near {
        Some(near) => diagnostic
            .label(format!("did you mean `{near}`?"))
            .fix(span, near),
        None => diagnostic.label(format!("expected one of: {}", known.join(", "))),
    }
}
