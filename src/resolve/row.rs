//! The head of a row: which cell is what is known, and what a cell means the predicate's range says.

use oxrdf::NamedNodeRef;

use super::statement::{Head, When};
use super::{Scope, literal, names, statement, time};
use crate::date::{Date, DateError};
use crate::diagnostic::{Diagnostic, Rule, did_you_mean};
use crate::model::{Object, Places, Resource, Statement};
use crate::ontology::{Lookup, Property, PropertyId, Range};
use crate::span::Span;
use crate::syntax::{Bullet, Token, TokenKind, span_of, text_of};
use crate::table::damage;
use crate::vocab::{is_date, is_numeric, rdf, rdfs, xsd};

type Outcome<T> = Result<T, Box<Diagnostic>>;

/// Reads the head of a row; nothing if a diagnostic says why not.
pub fn head(scope: &Scope, bullet: &Bullet, diagnostics: &mut Vec<Diagnostic>) -> Option<Head> {
    let negated = bullet.head[1].is_word("not");
    let (subject, rest) = bullet.head.split_first()?;
    let (predicate, rest) = rest[usize::from(negated)..].split_first()?;
    let cells = rest.iter().take_while(|token| token.is_cell()).count();
    let (object, time) = rest.split_at(cells);
    if statement::waits_for_publication(scope, time) {
        return None; // the front matter's date is told, and this row waits for it
    }
    let mut told = |diagnostic: Box<Diagnostic>| diagnostics.push(*diagnostic);
    let found = self::predicate(scope, predicate).map_err(&mut told).ok();
    let who = name(scope, subject).map_err(&mut told).ok();
    let when = when(scope, time).map_err(&mut told).ok();
    let id = found?;
    let property = scope.ontology.property(id);
    let what = value(scope, property, object).map_err(&mut told).ok();
    let event = property.event == Some(true);
    let (subject_value, object_value, when) = (who?, what?, when?);
    let phrase = when.as_ref().map(|when| when.phrase.clone());
    let statement = Statement {
        subject: subject_value,
        predicate: id,
        object: object_value,
        negated,
        time: phrase
            .as_ref()
            .map(|phrase| phrase.time(event))
            .unwrap_or_default(),
        phrase,
        roles: Vec::new(),
    };
    let places = Places {
        subject: subject.span,
        predicate: predicate.span,
        object: object[0].span,
        time: when.map(|when| when.span),
        roles: Vec::new(),
        according_to: None,
    };
    Some(Head {
        statement,
        places,
        id_is_object: false,
    })
}

fn predicate(scope: &Scope, cell: &Token) -> Outcome<PropertyId> {
    let ontology = scope.ontology;
    let word = cell.text.trim();
    let diagnostic = match ontology.find_property(word) {
        Lookup::One(id) if ontology.property(id).predicate => return Ok(id),
        Lookup::Several(ids) => {
            let iris = ids.iter().map(|&id| ontology.property(id).iri.as_str());
            statement::ambiguous_term(word, cell.span, iris, ontology)
        }
        Lookup::NoPrefix(prefix) => names::undeclared_prefix(ontology, &prefix, cell.span),
        Lookup::One(_) => no_predicate(cell, "is a role, and no predicate")
            .label("a role has a column of its own"),
        Lookup::None if word == "is" => no_predicate(cell, "makes a declaration")
            .label("declarations stand in a table of entities: `*.entities.tsv`"),
        Lookup::None => damage::explain(cell).unwrap_or_else(|| unknown_predicate(scope, cell)),
    };
    Err(Box::new(diagnostic))
}

fn no_predicate(cell: &Token, why: &str) -> Diagnostic {
    Diagnostic::new(
        Rule::NoPredicate,
        cell.span,
        format!("`{}` {why}", cell.text.trim()),
    )
}

fn unknown_predicate(scope: &Scope, cell: &Token) -> Diagnostic {
    let diagnostic = no_predicate(cell, "is not a property of the vocabulary");
    match did_you_mean(&cell.text, scope.ontology.predicate_words()) {
        Some(near) => diagnostic
            .label(format!("did you mean `{near}`?"))
            .fix(cell.span, near),
        None => diagnostic.label("expected a property of the vocabulary, by its name there"),
    }
}

/// The resource that a cell names. What a spreadsheet has done to it is told as such.
fn name(scope: &Scope, cell: &Token) -> Outcome<Resource> {
    names::attempt(scope, std::slice::from_ref(cell)).map_err(|why| match damage::explain(cell) {
        Some(damage) => Box::new(damage),
        None => why.diagnostic(scope),
    })
}

/// The object or the value of a role that cells say: one, and perhaps one with its unit.
pub fn value(scope: &Scope, property: &Property, cells: &[Token]) -> Outcome<Object> {
    let cell = &cells[0];
    match &property.range {
        Range::Literal(datatype) if datatype.as_ref() != rdfs::LITERAL => {
            let tokens = tokens(cells, datatype.as_ref());
            language(property, cell, datatype.as_ref())?;
            let read = literal::read(scope, property, datatype, &tokens);
            read.map(Object::Literal)
                .map_err(|why| mended(cell, datatype.as_ref(), why))
        }
        Range::Literal(datatype) => {
            let token = loose(cell);
            let read = literal::read(scope, property, datatype, &[token]);
            read.map(Object::Literal)
        }
        Range::Any => {
            let token = loose(cell);
            match literal::guess(&token).map(NamedNodeRef::into_owned) {
                Some(datatype) => {
                    let tokens: Vec<Token> = std::iter::once(token)
                        .chain(
                            cells[1..]
                                .iter()
                                .map(|unit| with_kind(unit, TokenKind::Word)),
                        )
                        .collect();
                    literal::read(scope, property, &datatype, &tokens).map(Object::Literal)
                }
                None => entity(scope, property, cells).map(Object::Resource),
            }
        }
        Range::Resource => entity(scope, property, cells).map(Object::Resource),
    }
}

fn entity(scope: &Scope, property: &Property, cells: &[Token]) -> Outcome<Resource> {
    let cell = &cells[0];
    if let TokenKind::Cell { lang: Some(lang) } = &cell.kind {
        let message = format!(
            "`{}` takes an entity, and an entity is in no language",
            property.word
        );
        return Err(Box::new(
            Diagnostic::new(Rule::InvalidLiteral, cell.span, message)
                .label(format!("expected no `{lang}` in the column `lang`")),
        ));
    }
    if let Some(unit) = cells.get(1) {
        let message = format!("`{}` takes an entity, which has no unit", property.word);
        return Err(Box::new(
            Diagnostic::new(Rule::UnknownUnit, unit.span, message).label("expected nothing here"),
        ));
    }
    name(scope, cell).map_err(|why| {
        let plain = [with_kind(cell, TokenKind::Word)];
        match statement::no_literal(scope, property, &plain) {
            Err(value) if why.rule == Rule::UnknownName => value,
            _ => why,
        }
    })
}

/// Says so where a language is missing, or given and out of place.
fn language(property: &Property, cell: &Token, datatype: NamedNodeRef) -> Outcome<()> {
    let given = matches!(&cell.kind, TokenKind::Cell { lang: Some(_) });
    let (message, label) = match (given, datatype == rdf::LANG_STRING) {
        (true, true) | (false, false) => return Ok(()),
        (false, true) => (
            "this string doesn't say its language".to_owned(),
            "expected a language tag in the column `lang`, or after the column's name: `@en`",
        ),
        (true, false) => (
            format!("`{}` takes a value that is in no language", property.word),
            "expected nothing in the column `lang`",
        ),
    };
    Err(Box::new(
        Diagnostic::new(Rule::InvalidLiteral, cell.span, message).label(label),
    ))
}

/// What a spreadsheet has done to a number or a date is told as such.
fn mended(cell: &Token, datatype: NamedNodeRef, why: Box<Diagnostic>) -> Box<Diagnostic> {
    let is_shown = is_numeric(datatype) || is_date(datatype);
    let is_of_value = matches!(
        why.rule,
        Rule::InvalidLiteral | Rule::LiteralExpected | Rule::UnknownUnit
    );
    match damage::explain(cell) {
        Some(damage) if is_shown && is_of_value => Box::new(damage),
        _ => why,
    }
}

/// A cell as the tokens that a line would have for a value of this datatype.
fn tokens(cells: &[Token], datatype: NamedNodeRef) -> Vec<Token> {
    let cell = &cells[0];
    let is_plain = is_numeric(datatype) || is_date(datatype) || datatype == xsd::BOOLEAN;
    if !is_plain {
        return vec![match &cell.kind {
            TokenKind::Cell { lang } => with_kind(cell, TokenKind::Quoted { lang: lang.clone() }),
            _ => cell.clone(),
        }];
    }
    let text = cell.text.trim();
    let word = |text: &str, span: Span| Token {
        kind: TokenKind::Word,
        text: text.to_owned(),
        span,
    };
    let mut tokens = Vec::with_capacity(2);
    match text.split_once(' ') {
        Some((number, unit)) if is_numeric(datatype) && cells.len() == 1 => {
            tokens.push(word(number, cell.span));
            tokens.push(word(unit.trim(), cell.span));
        }
        _ => tokens.push(word(text, cell.span)),
    }
    tokens.extend(
        cells[1..]
            .iter()
            .map(|unit| word(unit.text.trim(), unit.span)),
    );
    tokens
}

/// A cell where the vocabulary doesn't say what it holds: a string is in quotation marks, or has a language.
fn loose(cell: &Token) -> Token {
    let text = cell.text.trim();
    let lang = match &cell.kind {
        TokenKind::Cell { lang } => lang.clone(),
        _ => None,
    };
    let quoted = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    match (quoted, lang) {
        (Some(inner), lang) => Token {
            kind: TokenKind::Quoted { lang },
            text: inner.to_owned(),
            span: cell.span,
        },
        (None, lang @ Some(_)) => with_kind(cell, TokenKind::Quoted { lang }),
        (None, None) => Token {
            kind: TokenKind::Word,
            text: text.to_owned(),
            span: cell.span,
        },
    }
}

fn with_kind(cell: &Token, kind: TokenKind) -> Token {
    Token {
        kind,
        text: cell.text.clone(),
        span: cell.span,
    }
}

/// The time that the words of a row are; all of them have to be.
fn when(scope: &Scope, tokens: &[Token]) -> Outcome<Option<When>> {
    let Some(span) = span_of(tokens) else {
        return Ok(None);
    };
    match time::phrase(scope, tokens) {
        Some(phrase) => phrase.map(|phrase| Some(When { phrase, span })),
        None => Err(Box::new(no_time(tokens, span))),
    }
}

/// Why the words of a row's time are none.
fn no_time(tokens: &[Token], span: Span) -> Diagnostic {
    let dated = |token: &&Token| token.text.starts_with(|c: char| c.is_ascii_digit());
    let wrong = |token: &&Token| dated(token) && Date::parse(&token.text).is_err();
    let damage = tokens.iter().skip(1).find_map(damage::explain);
    let damage = damage.or_else(|| damage::explain(&joined(&tokens[1..])?));
    if let Some(damage) = damage {
        return damage;
    }
    if let Some(token) = tokens.iter().find(wrong) {
        return time::invalid_date(token.span, &token.text, DateError::Form);
    }
    let message = format!("`{}` is not a time", text_of(tokens));
    Diagnostic::new(Rule::InvalidTime, span, message).label(
        "expected a date in each of these cells, and before it at most `about` or `at least`",
    )
}

/// Words as one.
fn joined(tokens: &[Token]) -> Option<Token> {
    Some(Token {
        kind: TokenKind::Word,
        text: text_of(tokens),
        span: span_of(tokens)?,
    })
}
