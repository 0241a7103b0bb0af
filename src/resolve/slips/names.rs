//! Names with something beside them that isn't theirs, or that the notation has elsewhere.

use super::time;
use crate::diagnostic::{Diagnostic, Rule};
use crate::resolve::{Scope, names};
use crate::syntax::{Token, TokenKind, span_of, text_of};

/// A declared name with marks around it that Markdown or a habit puts there: `**Ada**`, `Ada ->`.
pub fn bare(scope: &Scope, name: &str) -> Option<String> {
    let bare = name.trim_matches(|c: char| !c.is_alphanumeric());
    (bare != name && !scope.called(bare).is_empty()).then(|| bare.to_owned())
}

/// What is wrong with a subject that is no name: one in quotation marks, or a link.
pub fn subject(scope: &Scope, tokens: &[Token]) -> Option<Diagnostic> {
    let span = span_of(tokens)?;
    let told =
        |message: &str, label: &str| Diagnostic::new(Rule::UnknownName, span, message).label(label);
    match tokens {
        [token] if matches!(token.kind, TokenKind::Quoted { .. }) => {
            let is_declared = !scope.called(&token.text).is_empty();
            let diagnostic = told(
                "a name stands here, and this is a string",
                "names have no quotation marks",
            );
            Some(match is_declared {
                true => diagnostic.fix(span, format!("[{}]", token.text)),
                false => diagnostic.help("a name is written as it was declared; brackets hold it together: `[Trend Micro]`"),
            })
        }
        [name, link] if name.kind == TokenKind::Bracketed && link.text.starts_with('(') => {
            let diagnostic = told("this is a link", "a name in brackets has nothing beside it");
            Some(diagnostic.fix(span, format!("[{}]", name.text)))
        }
        _ => None,
    }
}

/// What is wrong with an object that is no name, if it is one with something else beside it.
pub fn object(scope: &Scope, tokens: &[Token]) -> Option<Diagnostic> {
    let is_declared = |tokens: &[Token]| names::attempt(scope, tokens).is_ok();
    if let Some((first, rest)) = tokens.split_first()
        && first.is_word("not")
        && (1..=rest.len()).any(|end| is_declared(&rest[..end]))
    {
        return Some(
            Diagnostic::new(
                Rule::UnknownName,
                first.span,
                "`not` stands in front of the object",
            )
            .label("it belongs before the predicate")
            .help("a denial is written `SUBJECT not PREDICATE OBJECT`"),
        );
    }
    if let Some(at) =
        (1..tokens.len()).find(|&at| is_declared(&tokens[at..]) && is_time(&tokens[..at]))
    {
        return Some(time_first(tokens, at));
    }
    let end = (1..tokens.len())
        .rev()
        .find(|&end| is_declared(&without_comma(&tokens[..end])))?;
    beside(scope, tokens, end)
}

/// What stands beside a declared name, which ends before the token `end`.
fn beside(scope: &Scope, tokens: &[Token], end: usize) -> Option<Diagnostic> {
    let rest = &tokens[end..];
    let (span, text) = (span_of(rest)?, text_of(rest));
    if let Some(meant) = time::phrase(&text) {
        let message = format!("`{text}` is not a time");
        return Some(
            Diagnostic::new(Rule::InvalidTime, span, message)
                .label(format!("did you mean `{meant}`?"))
                .fix(span, meant),
        );
    }
    if text.starts_with('(') && text.ends_with(')') {
        return Some(
            Diagnostic::new(Rule::UnknownName, span, "a remark stands beside the name")
                .label("it is neither a name nor a time")
                .help("a remark is a qualifier: `; note \"…\"`"),
        );
    }
    let next = rest
        .iter()
        .position(|token| token.is_word("and"))
        .map(|at| at + 1);
    let next = next.or_else(|| tokens[end - 1].text.ends_with(',').then_some(0))?;
    let other = (next + 1..=rest.len()).any(|end| names::attempt(scope, &rest[next..end]).is_ok());
    other.then(|| {
        let span = span_of(&rest[next..]).unwrap_or(span);
        Diagnostic::new(
            Rule::UnknownName,
            span,
            "a second object stands in this line",
        )
        .label("one line, one statement")
        .help("give each object a bullet of its own")
    })
}

/// Tokens without the comma that sticks to the last one.
fn without_comma(tokens: &[Token]) -> Vec<Token> {
    let mut tokens = tokens.to_vec();
    if let Some(last) = tokens.last_mut()
        && let Some(bare) = last.text.strip_suffix(',')
    {
        last.text = bare.to_owned();
    }
    tokens
}

fn is_time(tokens: &[Token]) -> bool {
    let text = text_of(tokens);
    let is_dated = text.contains(|c: char| c.is_ascii_digit());
    let opener = [
        "since ",
        "until ",
        "from ",
        "in ",
        "on ",
        "before ",
        "after ",
        "between ",
        "throughout ",
        "as of ",
    ];
    is_dated && opener.iter().any(|word| text.starts_with(word))
}

fn time_first(tokens: &[Token], at: usize) -> Diagnostic {
    let (when, what) = (text_of(&tokens[..at]), text_of(&tokens[at..]));
    let span = span_of(&tokens[..at]).expect("a time has words");
    let all = span_of(tokens).expect("a time has words");
    Diagnostic::new(
        Rule::InvalidTime,
        span,
        format!("`{when}` stands in front of the object"),
    )
    .label("a time stands after it")
    .fix(all, format!("{what} {when}"))
}
