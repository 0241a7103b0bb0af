//! The place of a syntax error, made exact.
//!
//! The parser tells the furthest byte that it looked at. At every token it tries keywords, and each reads as
//! many characters as the keyword has; so a long keyword tried early looks further than a short token that
//! is wrong. With more space between tokens than any keyword is long, the furthest byte is always within the
//! token that is wrong, or in the space after it.

use std::ops::Range;

use super::lexer::Token;

/// A text with its tokens far apart, on one line.
pub struct Spread {
    pub text: String,
    /// The byte at which each token begins, and its place in the text as it was.
    tokens: Vec<(usize, Range<usize>)>,
    end: usize,
}

/// What the parser told, with the place in the text as it was.
pub struct Told {
    pub place: Range<usize>,
    pub expected: Vec<String>,
}

impl Spread {
    /// Spaces are put only where there is one, so that no token falls apart. They are more than the
    /// longest keyword has letters.
    pub fn new(tokens: &[Token<'_>], text: &str) -> Spread {
        const SPACE: &str = "                    ";
        let mut spread = Spread {
            text: String::new(),
            tokens: Vec::new(),
            end: text.len(),
        };
        let mut last = 0;
        for token in tokens {
            if token.start > last {
                spread.text += SPACE;
            }
            spread.tokens.push((spread.text.len(), token.range()));
            spread.text += token.text;
            last = token.range().end;
        }
        spread.text += SPACE;
        spread
    }

    /// Takes the parser's message on the spread text apart.
    pub fn told(&self, error: &str) -> Told {
        let (at, expected) = self.taken_apart(error);
        let after = self.tokens.iter().rfind(|(start, _)| *start <= at);
        let place = match after {
            Some((_, place)) if at < self.text.len() => place.clone(),
            _ => self.end..self.end,
        };
        Told { place, expected }
    }

    /// The byte that the message points to, and the list of what was expected there.
    fn taken_apart(&self, error: &str) -> (usize, Vec<String>) {
        let parts = error
            .strip_prefix("error at ")
            .and_then(|rest| rest.split_once(": expected "));
        let Some((place, expected)) = parts else {
            return (0, vec![error.to_owned()]);
        };
        let mut numbers = place.split(':').map(|number| number.parse().unwrap_or(1));
        let (line, column) = (numbers.next().unwrap_or(1), numbers.next().unwrap_or(1));
        let expected = expected.strip_prefix("one of ").unwrap_or(expected);
        let mut items: Vec<String> = Vec::new();
        for item in expected.split(", ") {
            match items.last_mut() {
                Some(last) if last == "\"" => *last += &format!(", {item}"),
                _ => items.push(item.to_owned()),
            }
        }
        (byte_at(&self.text, line, column), items)
    }
}

/// The byte at a line and column, both counted from 1. Only strings still hold line breaks.
fn byte_at(text: &str, line: usize, column: usize) -> usize {
    let lines = text.split_inclusive('\n').take(line.saturating_sub(1));
    let start: usize = lines.map(str::len).sum();
    text[start..]
        .char_indices()
        .nth(column.saturating_sub(1))
        .map_or(text.len(), |(byte, _)| start + byte)
}
