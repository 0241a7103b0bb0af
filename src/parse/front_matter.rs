//! Front matter: flat YAML, every scalar kept as the text that was written.
//!
//! YAML would read `1990` as a number and `no` as false; the notation types each key itself. So the
//! parser's events are used, not its values.

use saphyr_parser::{Event, Marker, Parser};

use crate::diagnostic::{Diagnostic, Rule, did_you_mean};
use crate::span::{FileId, Span, Spanned};
use crate::syntax::{Entry, FrontMatter, KEYS};

const FENCE: &str = "---";

/// The front matter that starts at byte `start` of `text`, and the byte at which the body starts.
pub fn parse(
    file: FileId,
    text: &str,
    start: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Option<FrontMatter>, usize) {
    let mut lines = text[start..].split_inclusive('\n');
    match lines.next() {
        Some(first) if first.trim_end() == FENCE => {}
        _ => return (None, start),
    }
    let inner = start
        + text[start..]
            .find('\n')
            .map_or(text.len() - start, |at| at + 1);
    let mut end = inner;
    for line in lines {
        if line.trim_end() == FENCE {
            let body = end + line.len();
            let mut reader = Reader::new(file, text, inner, end);
            reader.read();
            diagnostics.append(&mut reader.diagnostics);
            let span = Span::new(file, start, end + FENCE.len());
            let front_matter = FrontMatter {
                span,
                entries: reader.entries,
                broken: reader.broken,
            };
            return (Some(front_matter), body);
        }
        end += line.len();
    }
    let opening = Span::new(file, start, start + FENCE.len());
    diagnostics.push(
        Diagnostic::new(
            Rule::FrontMatterSyntax,
            opening,
            "the front matter has no end",
        )
        .label("it starts here")
        .help("close it with a line `---`"),
    );
    (None, text.len())
}

/// A place in YAML; the parser counts characters, places are bytes.
struct Reader<'a> {
    file: FileId,
    yaml: &'a str,
    start: usize,
    entries: Vec<Entry>,
    diagnostics: Vec<Diagnostic>,
    broken: bool,
    /// A character and its byte, in the YAML: where the last place was. The next is mostly after it.
    reached: (usize, usize),
}

impl<'a> Reader<'a> {
    fn new(file: FileId, text: &'a str, start: usize, end: usize) -> Self {
        Self {
            file,
            yaml: &text[start..end],
            start,
            entries: Vec::new(),
            diagnostics: Vec::new(),
            broken: false,
            reached: (0, 0),
        }
    }

    fn read(&mut self) {
        let mut depth = 0;
        let mut key: Option<Spanned<String>> = None;
        for event in Parser::new_from_str(self.yaml) {
            let (event, place) = match event {
                Ok(event) => event,
                Err(error) => {
                    let at = self.offset(error.marker());
                    return match self.unquoted(at) {
                        Some(diagnostic) => {
                            self.broken = true;
                            self.diagnostics.push(diagnostic);
                        }
                        None => self.wrong(self.span(at, at), "this is not YAML", error.info()),
                    };
                }
            };
            let (start, end) = (self.offset(&place.start), self.offset(&place.end));
            let span = self.span(start, end);
            match event {
                Event::MappingStart(..) if depth == 0 => depth = 1,
                Event::MappingEnd if depth == 1 => depth = 0,
                Event::Scalar(text, ..) if depth == 1 => match key.take() {
                    None => key = Some(Spanned::new(text.into_owned(), span)),
                    Some(key) => self.entry(key, Spanned::new(text.into_owned(), span)),
                },
                Event::Scalar(text, ..) if text.is_empty() => {}
                Event::Nothing
                | Event::StreamStart
                | Event::StreamEnd
                | Event::DocumentStart(_)
                | Event::DocumentEnd => {}
                _ => {
                    let what = "front matter is flat: one line `key: value` for each key";
                    return self.wrong(span, "this is not a plain value", what);
                }
            }
        }
    }

    fn entry(&mut self, key: Spanned<String>, value: Spanned<String>) {
        let names = KEYS.iter().map(|(name, _)| *name);
        let Some(name) = names.clone().find(|name| *name == key.value) else {
            return self.unknown(key, names);
        };
        if let Some(first) = self.entries.iter().find(|entry| entry.key == name) {
            let twice = format!("`{name}` is given twice");
            self.diagnostics.push(
                Diagnostic::new(Rule::FrontMatterSyntax, key.span, twice)
                    .label("delete one of the two")
                    .related(first.key_span, "it is given here first"),
            );
            return;
        }
        self.entries.push(Entry {
            key: name,
            key_span: key.span,
            value,
        });
    }

    fn unknown(&mut self, key: Spanned<String>, names: impl Iterator<Item = &'static str> + Clone) {
        let message = format!("front matter has no key `{}`", key.value);
        let mut diagnostic = Diagnostic::new(Rule::UnknownKey, key.span, message);
        match did_you_mean(&key.value, names.clone()) {
            Some(near) => {
                diagnostic = diagnostic
                    .label(format!("did you mean `{near}`?"))
                    .fix(key.span, near);
            }
            None => {
                let all: Vec<_> = names.collect();
                diagnostic = diagnostic.help(format!("the keys are: {}", all.join(", ")));
            }
        }
        self.diagnostics.push(diagnostic);
    }

    /// What is wrong if a value is cut off by a colon, as titles often have one.
    fn unquoted(&self, at: usize) -> Option<Diagnostic> {
        let at = at - self.start;
        let start = self.yaml[..at].rfind('\n').map_or(0, |end| end + 1);
        let line = self.yaml[start..].lines().next()?;
        let (key, value) = line.split_once(": ")?;
        let value = value.trim();
        let is_key = KEYS.iter().any(|(name, _)| *name == key);
        if !is_key || !value.contains(": ") || value.starts_with(['"', '\'', '>', '|', '[', '{']) {
            return None;
        }
        let from = self.start + start + key.len() + 2;
        let value_at = from + line[key.len() + 2..].find(value)?;
        let span = self.span(value_at, value_at + value.len());
        let quoted = value.replace('\\', "\\\\").replace('"', "\\\"");
        Some(
            Diagnostic::new(
                Rule::FrontMatterSyntax,
                span,
                "a value with `: ` in it needs quotation marks",
            )
            .label("else YAML takes it for another key")
            .fix(span, format!("\"{quoted}\"")),
        )
    }

    /// Says what ends the reading.
    fn wrong(&mut self, span: Span, message: &str, help: &str) {
        self.broken = true;
        self.diagnostics
            .push(Diagnostic::new(Rule::FrontMatterSyntax, span, message).help(help));
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let end = end.max(start).min(self.start + self.yaml.len());
        let trimmed = self.yaml[start - self.start..end - self.start].trim_end();
        Span::new(self.file, start, start + trimmed.len())
    }

    fn offset(&mut self, marker: &Marker) -> usize {
        let index = marker.index();
        let (character, byte) = match self.reached {
            reached if reached.0 <= index => reached,
            _ => (0, 0),
        };
        let rest = &self.yaml[byte..];
        let further = rest
            .char_indices()
            .nth(index - character)
            .map_or(rest.len(), |(at, _)| at);
        self.reached = (index, byte + further);
        self.start + byte + further
    }
}
