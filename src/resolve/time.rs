//! Times: which tail of a line is one, and what it says.

use super::{Scope, slips};
use crate::date::{Date, DateError};
use crate::diagnostic::{Diagnostic, Rule};
use crate::span::Span;
use crate::syntax::{Token, TokenKind, span_of, text_of};
use crate::time::{End, Hedge, OPENERS, Phrase};

/// The longest time has eight words: `from at least D to at least D`.
const LONGEST: usize = 8;

/// A time that was read, or why it is none although it has the form of one.
pub type Reading = Result<Phrase, Box<Diagnostic>>;

/// The tails of `tokens` that are wholly a time, longest first: where each starts, and what it says.
pub fn tails(scope: &Scope, tokens: &[Token]) -> Vec<(usize, Reading)> {
    (tokens.len().saturating_sub(LONGEST)..tokens.len())
        .filter(|&at| opens(&tokens[at]))
        .filter_map(|at| Some((at, phrase(scope, &tokens[at..])?)))
        .collect()
}

fn opens(token: &Token) -> bool {
    token.kind == TokenKind::Word && OPENERS.contains(&token.text.as_str())
}

/// Whether tokens end with `as of publication`.
pub fn is_of_publication(tokens: &[Token]) -> bool {
    matches!(tokens, [.., r#as, of, publication]
        if r#as.is_word("as") && of.is_word("of") && publication.is_word("publication"))
}

/// Says what is wrong with a tail that starts like a time and isn't one, if there is such a tail; it is
/// for lines that otherwise cannot be read.
pub fn explain(tokens: &[Token]) -> Option<(usize, Diagnostic)> {
    let looks_dated = |token: &Token| token.text.starts_with(|c: char| c.is_ascii_digit());
    let dated = tokens.iter().rposition(looks_dated)?;
    let at = (1..dated).rev().find(|&at| opens(&tokens[at]))?;
    let span = span_of(&tokens[at..])?;
    let text = text_of(&tokens[at..]);
    let wrong = tokens[at + 1..]
        .iter()
        .find(|token| looks_dated(token) && Date::parse(&token.text).is_err());
    if let Some(meant) = slips::phrase(&text) {
        let message = format!("`{text}` is not a time");
        let diagnostic = Diagnostic::new(Rule::InvalidTime, span, message)
            .label(format!("did you mean `{meant}`?"))
            .fix(span, meant);
        return Some((at, diagnostic));
    }
    let diagnostic = match wrong {
        Some(token) if is_followed(token, tokens) => comma(token),
        Some(token) => invalid_date(token.span, &token.text, DateError::Form),
        None => Diagnostic::new(Rule::InvalidTime, span, format!("`{text}` is not a time")).label(
            "expected one of: since D, until D, from D to D, between D and D, in P, throughout P, on DAY, before D, after D, as of D",
        ),
    };
    Some((at, diagnostic))
}

/// Whether a word ends with a comma and has something after it.
fn is_followed(token: &Token, tokens: &[Token]) -> bool {
    let is_last = tokens.last().is_some_and(|last| last.span == token.span);
    token.text.ends_with(',') && !is_last
}

fn comma(token: &Token) -> Diagnostic {
    let message = format!("`{}` is not a date: it has a comma", token.text);
    let semicolon = format!("{};", token.text.trim_end_matches(','));
    Diagnostic::new(Rule::InvalidDate, token.span, message)
        .label("what qualifies a statement stands after a semicolon")
        .fix(token.span, semicolon)
}

/// The diagnostic for what should be a date and is none.
pub fn invalid_date(span: Span, text: &str, error: DateError) -> Diagnostic {
    match error {
        DateError::Calendar => Diagnostic::new(
            Rule::InvalidDate,
            span,
            format!("the calendar has no `{text}`"),
        )
        .label("expected a day or month that exists"),
        DateError::Form => {
            let diagnostic =
                Diagnostic::new(Rule::InvalidDate, span, format!("`{text}` is not a date"));
            match slips::date(text) {
                Some(meant) => diagnostic
                    .label(format!("did you mean `{meant}`?"))
                    .fix(span, meant),
                None => diagnostic.label(
                    "expected YYYY-MM-DD, YYYY-MM, YYYY-21 to -24 (seasons), YYYY, YYYX or YYXX, then `?`, `~` or `%` if need be",
                ),
            }
        }
    }
}

/// Reads tokens that are wholly a time; nothing if they haven't its form.
pub fn phrase(scope: &Scope, tokens: &[Token]) -> Option<Reading> {
    if tokens.iter().any(|token| token.kind != TokenKind::Word) {
        return None;
    }
    let mut cursor = Cursor {
        scope,
        tokens,
        problem: None,
    };
    let phrase = cursor.phrase()?;
    if !cursor.tokens.is_empty() {
        return None;
    }
    if let Some(problem) = cursor.problem {
        return Some(Err(Box::new(problem)));
    }
    Some(if phrase.is_reversed() {
        Err(Box::new(reversed(span_of(tokens)?)))
    } else {
        Ok(phrase)
    })
}

fn reversed(span: Span) -> Diagnostic {
    Diagnostic::new(
        Rule::ReversedInterval,
        span,
        "this interval ends before it begins",
    )
    .label("the earlier date comes first")
}

struct Cursor<'a> {
    scope: &'a Scope<'a>,
    tokens: &'a [Token],
    /// The first thing that is wrong with a time that has the form of one.
    problem: Option<Diagnostic>,
}

impl<'a> Cursor<'a> {
    fn next(&mut self) -> Option<&'a Token> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    fn word(&mut self, word: &str) -> bool {
        let found = self.tokens.first().is_some_and(|token| token.text == word);
        if found {
            self.tokens = &self.tokens[1..];
        }
        found
    }

    fn problem(&mut self, diagnostic: Diagnostic) {
        self.problem.get_or_insert(diagnostic);
    }

    fn phrase(&mut self) -> Option<Phrase> {
        let opener = self.next()?;
        match opener.text.as_str() {
            "since" => {
                let since = Some(self.end()?);
                let until = if self.word("until") {
                    Some(self.end()?)
                } else {
                    None
                };
                Some(Phrase::Interval { since, until })
            }
            "until" => Some(Phrase::Interval {
                since: None,
                until: Some(self.end()?),
            }),
            "from" => {
                let since = Some(self.end()?);
                let until = if self.word("to") {
                    Some(self.end()?)
                } else {
                    return None;
                };
                Some(Phrase::Interval { since, until })
            }
            "between" => {
                let start = self.date()?;
                if !self.word("and") {
                    return None;
                }
                Some(Phrase::Between(start, self.date()?))
            }
            "in" => {
                let (about, date) = self.about()?;
                Some(Phrase::At {
                    about,
                    date: self.sized(date, false, opener),
                })
            }
            "on" => {
                let (about, date) = self.about()?;
                Some(Phrase::At {
                    about,
                    date: self.sized(date, true, opener),
                })
            }
            "throughout" => {
                let (about, date) = self.about()?;
                Some(Phrase::Throughout { about, date })
            }
            "before" => Some(Phrase::Before(self.date()?)),
            "after" => Some(Phrase::After(self.date()?)),
            "as" if self.word("of") => self.as_of(),
            _ => None,
        }
    }

    /// `on` takes a day, and `in` a longer period.
    fn sized(&mut self, date: Date, day: bool, opener: &Token) -> Date {
        if date.is_day() != day {
            let (right, takes) = if day {
                ("in", "a day")
            } else {
                ("on", "a period")
            };
            self.problem(
                Diagnostic::new(
                    Rule::InvalidTime,
                    opener.span,
                    format!("`{}` takes {takes}, and `{date}` is none", opener.text),
                )
                .label(format!("write `{right} {date}`"))
                .fix(opener.span, right),
            );
        }
        date
    }

    fn as_of(&mut self) -> Option<Phrase> {
        let token = *self.tokens.first().as_ref()?;
        if !self.word("publication") {
            return Some(Phrase::AsOf(self.date()?));
        }
        match self
            .scope
            .source()
            .and_then(|source| source.published.as_ref())
        {
            Some(published) => Some(Phrase::AsOf(published.value.clone())),
            None => {
                self.problem(no_publication(token.span));
                // Any date will do: the statement is left out.
                Date::parse("0001").ok().map(Phrase::AsOf)
            }
        }
    }

    fn about(&mut self) -> Option<(bool, Date)> {
        let about = self.word("about");
        Some((about, self.date()?))
    }

    fn end(&mut self) -> Option<End> {
        let hedge = if self.word("about") {
            Hedge::About
        } else if self.word("at") {
            if !self.word("least") {
                return None;
            }
            Hedge::AtLeast
        } else {
            Hedge::None
        };
        Some(End {
            hedge,
            date: self.date()?,
        })
    }

    /// A word that has the form of a date; one that the calendar doesn't have is a problem.
    fn date(&mut self) -> Option<Date> {
        let token = self.next()?;
        match Date::parse(&token.text) {
            Ok(date) => Some(date),
            Err(DateError::Form) => None,
            Err(error) => {
                self.problem(invalid_date(token.span, &token.text, error));
                // The year alone, to go on with.
                Date::parse(token.text.get(..4)?).ok()
            }
        }
    }
}

fn no_publication(span: Span) -> Diagnostic {
    Diagnostic::new(
        Rule::NoPublicationDate,
        span,
        "the front matter doesn't say when the source was published",
    )
    .label("so this has no date")
    .help("add `published: YYYY-MM-DD` to the front matter, or write the date itself: `as of YYYY`")
}
