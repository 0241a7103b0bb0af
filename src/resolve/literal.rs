//! Literals: whether words are a value of the datatype that the predicate's range demands.

use std::str::FromStr;

use oxrdf::{NamedNode, NamedNodeRef};

use super::{Scope, slips};
use crate::date::{Date, Precision};
use crate::diagnostic::{Diagnostic, Rule, did_you_mean};
use crate::model::Literal;
use crate::ontology::{Property, UnitId};
use crate::span::Span;
use crate::syntax::{Token, TokenKind, span_of, text_of};
use crate::vocab::{edtf, rdf, rdfs, xsd};
use crate::vocab::{is_date, is_integral, is_numeric};

type Outcome<T> = Result<T, Box<Diagnostic>>;

/// Reads the tokens as a value of a property whose range is `datatype`.
pub fn read(
    scope: &Scope,
    property: &Property,
    datatype: &NamedNode,
    tokens: &[Token],
) -> Outcome<Literal> {
    let (first, rest) = tokens
        .split_first()
        .expect("the caller has looked that there is a token");
    let numeric = is_numeric(datatype.as_ref());
    let unit = match rest {
        [] => None,
        rest if numeric => match unit(scope, property, rest) {
            Ok(unit) => Some(unit),
            Err(diagnostic) => return Err(meant(scope, tokens, diagnostic)),
        },
        _ => return Err(Box::new(too_long(datatype, tokens))),
    };
    let mut literal = value(scope, datatype, first).map_err(|diagnostic| match numeric {
        true => meant(scope, tokens, diagnostic),
        false => diagnostic,
    })?;
    literal.unit = unit;
    if unit.is_none() && numeric && !property.units.is_empty() {
        return Err(Box::new(missing_unit(scope, property, first.span)));
    }
    Ok(literal)
}

/// What is wrong with a number, and what was meant if that can be told.
fn meant(scope: &Scope, tokens: &[Token], diagnostic: Box<Diagnostic>) -> Box<Diagnostic> {
    let is_word = diagnostic.fix.is_none() && !is_literal(&tokens[0]) && !tokens[0].is_cell();
    match (slips::number(scope, tokens), span_of(tokens)) {
        (Some(number), Some(span)) if is_word => {
            let message = format!("`{}` is not a number in digits", text_of(tokens));
            let told = Diagnostic::new(Rule::InvalidLiteral, span, message);
            Box::new(
                told.label(format!("did you mean `{number}`?"))
                    .fix(span, number),
            )
        }
        _ => diagnostic,
    }
}

/// What a token is on its own, where the vocabulary doesn't say: nothing if it is no literal.
pub fn guess(token: &Token) -> Option<NamedNodeRef<'static>> {
    match &token.kind {
        TokenKind::Quoted { lang: Some(_) } => Some(rdf::LANG_STRING),
        TokenKind::Quoted { lang: None } => Some(xsd::STRING),
        TokenKind::Word => match token.text.as_str() {
            "true" | "false" => Some(xsd::BOOLEAN),
            text if is_integer(text) => Some(xsd::INTEGER),
            text if is_decimal(text) => Some(xsd::DECIMAL),
            text if Date::parse(text).is_ok() => Some(edtf::EDTF),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a token can only be a literal.
pub fn is_literal(token: &Token) -> bool {
    guess(token).is_some()
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_decimal(text: &str) -> bool {
    match text.split_once('.') {
        Some((whole, part)) => {
            is_integer(whole) && !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
        }
        None => is_integer(text),
    }
}

fn is_double(text: &str) -> bool {
    match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => is_decimal(mantissa) && is_integer(exponent),
        None => is_decimal(text),
    }
}

fn value(scope: &Scope, datatype: &NamedNode, token: &Token) -> Outcome<Literal> {
    let literal = |value: &str, datatype: NamedNodeRef, lang: Option<&str>| Literal {
        value: value.to_owned(),
        datatype: datatype.into_owned(),
        lang: lang.map(str::to_owned),
        unit: None,
    };
    let wanted = datatype.as_ref();
    if wanted == rdfs::LITERAL {
        let guessed = guess(token).ok_or_else(|| Box::new(expected(datatype, token)))?;
        return value(scope, &guessed.into_owned(), token);
    }
    let text = token.text.as_str();
    match &token.kind {
        TokenKind::Quoted { lang } => match (lang, wanted) {
            (Some(lang), rdf::LANG_STRING) => {
                language(lang, token.span)?;
                Ok(literal(text, rdf::LANG_STRING, Some(lang)))
            }
            (None, rdf::LANG_STRING) => Err(Box::new(untagged(scope, token.span))),
            (Some(_), _) => Err(Box::new(tagged(token))),
            (None, xsd::STRING) => Ok(literal(text, xsd::STRING, None)),
            (None, xsd::ANY_URI) => any_uri(token).map(|()| literal(text, xsd::ANY_URI, None)),
            (None, _) if is_numeric(wanted) || is_date(wanted) || wanted == xsd::BOOLEAN => {
                Err(Box::new(quoted(datatype, token)))
            }
            (None, other) if is_lexical(text, other) => Ok(literal(text, other, None)),
            (None, _) => Err(Box::new(not_lexical(datatype, token))),
        },
        TokenKind::Iri if wanted == xsd::ANY_URI => {
            any_uri(token).map(|()| literal(text, xsd::ANY_URI, None))
        }
        TokenKind::Word if fits(text, wanted) => {
            let found = match wanted {
                edtf::EDTF => return Ok(date_literal(text)),
                other => other,
            };
            Ok(literal(text, found, None))
        }
        _ => Err(Box::new(expected(datatype, token))),
    }
}

/// Whether a text is a lexical form of one of XSD's datatypes that have no words of their own in the notation.
/// Of datatypes that XSD doesn't define nothing is known.
fn is_lexical(text: &str, datatype: NamedNodeRef) -> bool {
    match datatype {
        xsd::DATE_TIME => oxsdatatypes::DateTime::from_str(text).is_ok(),
        xsd::TIME => oxsdatatypes::Time::from_str(text).is_ok(),
        xsd::DURATION => oxsdatatypes::Duration::from_str(text).is_ok(),
        xsd::HEX_BINARY => {
            text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
        }
        _ => true,
    }
}

fn not_lexical(datatype: &NamedNode, token: &Token) -> Diagnostic {
    let message = format!("`{}` is no value of {datatype}", token.text);
    Diagnostic::new(Rule::InvalidLiteral, token.span, message)
        .label("expected a lexical form of this datatype (XML Schema, part 2)")
}

/// A date's literal, in the datatype that its form has.
fn date_literal(text: &str) -> Literal {
    let date = Date::parse(text).expect("the caller has looked that it is a date");
    let literal = oxrdf::Literal::from(&date.literal());
    Literal {
        value: literal.value().to_owned(),
        datatype: literal.datatype().into_owned(),
        lang: None,
        unit: None,
    }
}

/// Whether a word is a lexical form of the datatype.
fn fits(text: &str, datatype: NamedNodeRef) -> bool {
    let plain = |precision| {
        Date::parse(text).is_ok_and(|date| date.precision() == precision && !date.is_marked())
    };
    match datatype {
        xsd::NON_NEGATIVE_INTEGER => is_integer(text) && !text.starts_with('-'),
        xsd::POSITIVE_INTEGER => {
            is_integer(text)
                && !text.starts_with('-')
                && text.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
        }
        other if is_integral(other) => is_integer(text),
        xsd::DECIMAL => is_decimal(text),
        xsd::DOUBLE | xsd::FLOAT => is_double(text),
        xsd::BOOLEAN => matches!(text, "true" | "false"),
        xsd::DATE => plain(Precision::Day),
        xsd::G_YEAR => plain(Precision::Year),
        xsd::G_YEAR_MONTH => plain(Precision::Month),
        edtf::EDTF => Date::parse(text).is_ok(),
        _ => false,
    }
}

/// What a value of a datatype looks like, for messages.
fn description(datatype: NamedNodeRef) -> &'static str {
    match datatype {
        xsd::INTEGER => "a whole number, as 195",
        xsd::NON_NEGATIVE_INTEGER => "a whole number from 0 on, as 195",
        xsd::POSITIVE_INTEGER => "a whole number from 1 on, as 195",
        xsd::DECIMAL => "a number, as 12.5",
        xsd::DOUBLE | xsd::FLOAT => "a number, as 12.5 or 1.2e6",
        other if is_integral(other) => "a whole number, as 195",
        xsd::BOOLEAN => "true or false",
        xsd::DATE => "a day, as 2023-08-18",
        xsd::G_YEAR => "a year, as 1990",
        xsd::G_YEAR_MONTH => "a month, as 2023-08",
        edtf::EDTF => "a date, as 2023-08 or 199X",
        rdf::LANG_STRING => "a string with its language, as \"order\"@en",
        xsd::ANY_URI => "an IRI, as <https://example.org/>",
        _ => "a string in straight quotation marks, as \"order\"",
    }
}

/// What a value of a datatype is, without an example.
fn kind(datatype: NamedNodeRef) -> &'static str {
    let description = description(datatype);
    description
        .split_once(", as ")
        .map_or(description, |(kind, _)| kind)
}

fn expected(datatype: &NamedNode, token: &Token) -> Diagnostic {
    let is_no_day = Date::parse(&token.text) == Err(crate::date::DateError::Calendar);
    if is_date(datatype.as_ref()) && is_no_day {
        let error = crate::date::DateError::Calendar;
        return super::time::invalid_date(token.span, &token.text, error);
    }
    let wanted = description(datatype.as_ref());
    let is_value = is_literal(token) || token.text.starts_with(|c: char| c.is_ascii_digit());
    let (rule, message) = if is_value {
        (
            Rule::InvalidLiteral,
            format!("`{}` is not {}", token.text, kind(datatype.as_ref())),
        )
    } else {
        (
            Rule::LiteralExpected,
            format!("a value is expected here, and `{}` is none", token.text),
        )
    };
    let diagnostic = Diagnostic::new(rule, token.span, message).label(format!("expected {wanted}"));
    let grouped: String = token
        .text
        .chars()
        .filter(|c| !matches!(c, ',' | '\u{A0}' | '\'' | '’'))
        .collect();
    if is_numeric(datatype.as_ref()) && grouped != token.text && is_decimal(&grouped) {
        return diagnostic
            .help("write numbers without separators between thousands")
            .fix(token.span, grouped);
    }
    if token.kind == TokenKind::Word && datatype.as_ref() == xsd::STRING && !is_typographic(token) {
        return diagnostic.fix(token.span, format!("\"{}\"", token.text));
    }
    if is_typographic(token) {
        return diagnostic.help("strings have straight quotation marks: \"…\"");
    }
    diagnostic
}

/// Whether a word starts with a quotation mark that is not straight.
fn is_typographic(token: &Token) -> bool {
    token.text.starts_with(['“', '”', '„', '«', '‘', '’'])
}

/// Several words where the datatype takes one value.
fn too_long(datatype: &NamedNode, tokens: &[Token]) -> Diagnostic {
    let span = span_of(tokens).expect("there are several");
    let text = text_of(tokens);
    let rest = &tokens[1..];
    if is_literal(&tokens[0]) {
        let rest_span = span_of(rest).expect("there are several");
        return Diagnostic::new(
            Rule::InvalidTime,
            rest_span,
            format!(
                "`{}` is not a time, and nothing else follows a value",
                text_of(rest)
            ),
        )
        .label("expected a time, a semicolon or the end of the line");
    }
    let mut diagnostic = Diagnostic::new(
        Rule::LiteralExpected,
        span,
        format!("a value is expected here, and `{text}` is none"),
    )
    .label(format!("expected {}", description(datatype.as_ref())));
    if datatype.as_ref() == xsd::STRING {
        diagnostic = diagnostic.fix(span, format!("\"{text}\""));
    }
    diagnostic
}

fn quoted(datatype: &NamedNode, token: &Token) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Rule::InvalidLiteral,
        token.span,
        format!("this is a string, and not {}", kind(datatype.as_ref())),
    )
    .label("expected no quotation marks");
    if fits(&token.text, datatype.as_ref()) {
        return diagnostic.fix(token.span, token.text.clone());
    }
    diagnostic
}

fn untagged(scope: &Scope, span: Span) -> Diagnostic {
    let lang = scope
        .source()
        .map_or(&scope.project.lang, |source| &source.lang);
    Diagnostic::new(
        Rule::InvalidLiteral,
        span,
        "this string doesn't say its language",
    )
    .label("expected a language tag after it")
    .fix(span.after(), format!("@{lang}"))
}

fn tagged(token: &Token) -> Diagnostic {
    Diagnostic::new(
        Rule::InvalidLiteral,
        token.span,
        "this property takes a string that is in no language",
    )
    .label("expected no language tag")
    .fix(token.span, format!("\"{}\"", token.text))
}

/// Says whether a text is a language tag (BCP 47).
pub fn language(tag: &str, span: Span) -> Outcome<()> {
    oxilangtag::LanguageTag::parse(tag)
        .map(|_| ())
        .map_err(|error| {
            Box::new(
                Diagnostic::new(
                    Rule::InvalidLiteral,
                    span,
                    format!("`@{tag}` is no language tag: {error}"),
                )
                .label("expected a BCP 47 tag such as @en or @zh-Hant"),
            )
        })
}

fn any_uri(token: &Token) -> Outcome<()> {
    match oxiri::IriRef::parse(token.text.as_str()) {
        Ok(_) => Ok(()),
        Err(error) => Err(Box::new(super::names::invalid_iri(
            token.span,
            &error.to_string(),
        ))),
    }
}

// --- Units ------------------------------------------------------------------------------------

fn unit(scope: &Scope, property: &Property, tokens: &[Token]) -> Outcome<UnitId> {
    let notation = text_of(tokens);
    let span = span_of(tokens).expect("the caller has looked that there is a token");
    // Two units may be written alike; those of the property are looked at alone.
    let is_meant = |unit: &&UnitId| scope.ontology.unit(**unit).notation == notation;
    match property.units.iter().find(is_meant) {
        Some(&unit) => Ok(unit),
        None => {
            let known = scope.ontology.find_unit(&notation).is_some();
            let diagnostic = wrong_unit(scope, property, &notation, known, span);
            Err(Box::new(diagnostic))
        }
    }
}

fn notations<'a>(scope: &'a Scope, property: &Property) -> Vec<&'a str> {
    let units = property.units.iter();
    units
        .map(|&unit| scope.ontology.unit(unit).notation.as_str())
        .collect()
}

fn wrong_unit(
    scope: &Scope,
    property: &Property,
    notation: &str,
    known: bool,
    span: Span,
) -> Diagnostic {
    let allowed = notations(scope, property);
    if allowed.is_empty() {
        let message = format!(
            "a value of `{}` has no unit, and `{notation}` is no time",
            property.word
        );
        return Diagnostic::new(Rule::UnknownUnit, span, message)
            .label("expected a time, a semicolon or the end of the line");
    }
    let message = if known {
        format!(
            "values of `{}` are not given in `{notation}`",
            property.word
        )
    } else {
        format!("the vocabulary has no unit `{notation}`")
    };
    let diagnostic = Diagnostic::new(Rule::UnknownUnit, span, message)
        .label(format!("expected one of: {}", allowed.join(", ")));
    match did_you_mean(notation, allowed) {
        Some(near) => diagnostic.fix(span, near),
        None => diagnostic,
    }
}

fn missing_unit(scope: &Scope, property: &Property, span: Span) -> Diagnostic {
    let allowed = notations(scope, property);
    let message = format!("a value of `{}` says its unit", property.word);
    let diagnostic = Diagnostic::new(Rule::MissingUnit, span.after(), message)
        .label(format!("expected one of: {}", allowed.join(", ")));
    match allowed.as_slice() {
        [one] => diagnostic.fix(span.after(), format!(" {one}")),
        _ => diagnostic,
    }
}
