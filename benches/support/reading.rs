//! What a curator reads off a sentence, and the two ways to write it down: a line of a dossier, or a row of a table.

use std::borrow::Cow;
use std::fmt::Write;

/// A statement, before it is written down.
pub struct Reading {
    subject: String,
    predicate: &'static str,
    object: Value,
    denied: bool,
    /// Keywords, each with the words that follow it: `since`, `about 1990`.
    time: Vec<Part>,
    /// Qualifiers by the name of their column; roles are among them.
    qualifiers: Vec<(&'static str, Value)>,
}

/// A keyword of a time, and the words that follow it.
pub type Part = (&'static str, String);

/// What a statement or a qualifier says of something.
pub enum Value {
    /// A name, or a word that needs no quotation marks: a date, `true`, `high`.
    Word(String),
    /// A number and its unit.
    Number(String, Option<&'static str>),
    /// A string and its language.
    Text(String, Option<&'static str>),
}

impl Value {
    pub fn word(word: impl Into<String>) -> Self {
        Self::Word(word.into())
    }

    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into(), None)
    }

    /// As a line has it.
    fn line(&self) -> String {
        match self {
            Self::Word(word) => word.clone(),
            Self::Number(number, Some(unit)) => format!("{number} {unit}"),
            Self::Number(number, None) => number.clone(),
            Self::Text(text, Some(lang)) => format!("\"{text}\"@{lang}"),
            Self::Text(text, None) => format!("\"{text}\""),
        }
    }

    /// As a cell has it, where the column says what it is.
    fn cell(&self) -> &str {
        let (Self::Word(cell) | Self::Number(cell, _) | Self::Text(cell, _)) = self;
        cell
    }
}

impl Reading {
    pub fn new(subject: &str, predicate: &'static str, object: Value) -> Self {
        Self {
            subject: subject.to_owned(),
            predicate,
            object,
            denied: false,
            time: Vec::new(),
            qualifiers: Vec::new(),
        }
    }

    pub fn time(mut self, time: &[Part]) -> Self {
        self.time = time.to_vec();
        self
    }

    pub fn with(mut self, column: &'static str, value: Value) -> Self {
        self.qualifiers.push((column, value));
        self
    }

    pub fn denied(mut self) -> Self {
        self.denied = true;
        self
    }

    /// The line of a dossier, without bullet and id.
    pub fn line(&self) -> String {
        let mut line = self.subject.clone();
        if self.denied {
            line.push_str(" not");
        }
        let _ = write!(line, " {} {}", self.predicate, self.object.line());
        for (keyword, words) in &self.time {
            let _ = write!(line, " {} {words}", keyword.replace('_', " "));
        }
        for (column, value) in &self.qualifiers {
            let _ = match *column {
                "status" => write!(line, "; {}", value.line()),
                _ => write!(line, "; {} {}", column.replace('_', " "), value.line()),
            };
        }
        line
    }

    /// The cells of a row, in the order of [`COLUMNS`]; `evidence` has the source, the quotation, the locator and the id.
    pub fn row(&self, evidence: [&str; 4]) -> String {
        let mut row = String::new();
        for (at, column) in COLUMNS.iter().enumerate() {
            let separator = if at == 0 { "" } else { "\t" };
            let _ = write!(row, "{separator}{}", cell(self.cell(column, evidence)));
        }
        row.push('\n');
        row
    }

    fn cell<'a>(&'a self, column: &str, [source, quote, locator, id]: [&'a str; 4]) -> &'a str {
        match (column, &self.object) {
            ("subject", _) => &self.subject,
            ("predicate", _) => self.predicate,
            ("object", object) => object.cell(),
            ("lang", Value::Text(_, Some(lang))) => lang,
            ("unit", Value::Number(_, Some(unit))) => unit,
            ("not", _) if self.denied => "not",
            ("source", _) => source,
            ("quote", _) => quote,
            ("locator", _) => locator,
            ("id", _) => id,
            _ => self.qualifier(column),
        }
    }

    fn qualifier(&self, column: &str) -> &str {
        let time = self.time.iter().find(|(keyword, _)| *keyword == column);
        let other = self.qualifiers.iter().find(|(name, _)| *name == column);
        time.map(|(_, words)| words.as_str())
            .or(other.map(|(_, value)| value.cell()))
            .unwrap_or_default()
    }
}

/// The columns of a facts table.
pub const COLUMNS: &[&str] = &[
    "subject",
    "not",
    "predicate",
    "object",
    "unit",
    "lang",
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
    "at",
    "purpose",
    "capacity",
    "confidence",
    "according_to",
    "status",
    "note",
    "source",
    "quote",
    "locator",
    "id",
];

/// A cell of a table, in quotation marks where it needs them.
pub fn cell(text: &str) -> Cow<'_, str> {
    match text.contains(['\t', '\n', '"']) {
        true => Cow::Owned(format!("\"{}\"", text.replace('"', "\"\""))),
        false => Cow::Borrowed(text),
    }
}
