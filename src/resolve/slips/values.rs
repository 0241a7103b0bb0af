//! Values and qualifiers as people write them elsewhere.

use text2num::{get_interpreter_for, text2digits};

use super::super::Scope;
use crate::diagnostic::{Diagnostic, Rule};
use crate::ontology::{Lookup, Ontology};
use crate::syntax::{Token, TokenKind, span_of, text_of};

/// Words that should be a string, in straight quotation marks; nothing if they have a string among them.
pub fn quoted(tokens: &[Token]) -> Option<String> {
    let are_words = |token: &Token| matches!(token.kind, TokenKind::Word | TokenKind::Comma);
    if tokens.is_empty() || !tokens.iter().all(are_words) {
        return None;
    }
    let marks = ['“', '”', '„', '‟', '«', '»', '‘', '’', '\''];
    let text = text_of(tokens);
    let text = text.trim_matches(marks).replace('"', "\\\"");
    Some(format!("\"{text}\""))
}

/// A confidence in percent, as the number that it is.
pub fn confidence(tokens: &[Token]) -> Option<String> {
    let text: String = tokens.iter().map(|token| token.text.as_str()).collect();
    let percent: u32 = text.strip_suffix('%')?.parse().ok()?;
    match percent {
        0..100 => Some(format!("0.{percent:02}").trim_end_matches('0').to_owned()),
        100 => Some("1".to_owned()),
        _ => None,
    }
    .map(|number| {
        if number == "0." {
            "0".to_owned()
        } else {
            number
        }
    })
}

/// A number in words of the project's language or English, or with its unit glued to it, as the notation has it.
pub fn number(scope: &Scope, tokens: &[Token]) -> Option<String> {
    let text = text_of(tokens);
    let glued = text.find(|c: char| !c.is_ascii_digit() && c != '.');
    if let Some(at) = glued.filter(|&at| at > 0)
        && scope.ontology.find_unit(&text[at..]).is_some()
    {
        return Some(format!("{} {}", &text[..at], &text[at..]));
    }
    let own = scope.project.lang.split('-').next().unwrap_or_default();
    let languages = [own, "en"].into_iter().filter_map(get_interpreter_for);
    let mut numbers = languages.filter_map(|language| text2digits(&text, &language).ok());
    numbers.find(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A role with a colon after it, as in a list of keys and values.
pub fn role(ontology: &Ontology, tokens: &[Token]) -> Option<Diagnostic> {
    let word = tokens.first()?;
    let bare = word.text.strip_suffix(':')?;
    let is_role =
        matches!(ontology.find_property(bare), Lookup::One(id) if ontology.property(id).role);
    is_role.then(|| {
        let span = span_of(&tokens[..1]).unwrap_or(word.span);
        Diagnostic::new(
            Rule::UnknownQualifier,
            span,
            format!("`{}` is no qualifier of a statement", word.text),
        )
        .label(format!("a role has no colon: `{bare}`"))
        .fix(span, bare)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::{FileId, Span};

    fn words(text: &str) -> Vec<Token> {
        let word = |text: &str| Token {
            kind: TokenKind::Word,
            text: text.to_owned(),
            span: Span::new(FileId(0), 0, text.len()),
        };
        text.split(' ').map(word).collect()
    }

    #[test]
    fn percent_as_numbers() {
        for (text, number) in [("80%", "0.8"), ("8 %", "0.08"), ("0%", "0"), ("100%", "1")] {
            assert_eq!(confidence(&words(text)).as_deref(), Some(number), "{text}");
        }
        for text in ["80", "101%", "%", "high"] {
            assert_eq!(confidence(&words(text)), None, "{text}");
        }
    }

    #[test]
    fn words_as_strings() {
        assert_eq!(
            quoted(&words("she said so")).as_deref(),
            Some("\"she said so\"")
        );
        assert_eq!(
            quoted(&words("“so it is”")).as_deref(),
            Some("\"so it is\"")
        );
        assert_eq!(quoted(&[]), None);
    }
}
