//! Statements: how a line splits into subject, predicate, object and time, and what the parts mean.
//!
//! The vocabulary decides the split: the first predicate at the second token or later. Only the border
//! between an object and its time can lie in several places; then exactly one must give a declared name.

use std::collections::BTreeSet;

use oxrdf::NamedNode;

use super::names::Unresolved;
use super::{Scope, literal, names, qualifier, row, slips, time};
use crate::diagnostic::{Diagnostic, Rule, did_you_mean};
use crate::model::{Object, Places, Reading, Resource, Statement};
use crate::ontology::{Lookup, Ontology, Property, PropertyId, Range};
use crate::span::Span;
use crate::syntax::{Bullet, Token, TokenKind, span_of, text_of};
use crate::time::Phrase;

/// Reads a bullet as a statement; nothing if a diagnostic says why not.
pub fn read(
    scope: &Scope,
    bullet: &Bullet,
    group: Option<usize>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Reading> {
    if let Some(is) = bullet.head.first().filter(|first| first.is_word("is")) {
        // Whether its qualifiers are those of a statement is not known.
        diagnostics.push(missing_subject(is));
        return None;
    }
    let is_row = bullet.head.first().is_some_and(Token::is_cell);
    let head = if is_row {
        row::head(scope, bullet, diagnostics)
    } else {
        head(scope, bullet, diagnostics)
    };
    let (found, complete) = qualifier::read(scope, &bullet.qualifiers, diagnostics);
    let mut head = head?;
    if !complete {
        return None;
    }
    head.statement.roles = found.roles;
    head.places.roles = found.role_places;
    head.places.according_to = found.according_to_place;
    Some(Reading {
        statement: head.statement,
        key: String::new(),
        id: bullet.id.clone().filter(|_| !head.id_is_object),
        group,
        draft: bullet.draft,
        unconfirmed: found.unconfirmed,
        rank: found.rank,
        confidence: found.confidence,
        according_to: found.according_to,
        because: found.because,
        inferred_from: found.inferred_from,
        see: found.see,
        notes: found.notes,
        places: head.places,
        span: bullet.span,
    })
}

/// Whether the trailing `^id` of a bullet is its object: nothing else follows the predicate.
pub fn is_object(ontology: &Ontology, bullet: &Bullet) -> bool {
    bullet.qualifiers.is_empty()
        && super::vocabulary_words(ontology, &bullet.head).first()
            == Some(&(bullet.head.len().wrapping_sub(1)))
}

/// What stands before the first semicolon, or what a row says with subject, predicate, object and time.
pub struct Head {
    pub statement: Statement,
    pub places: Places,
    pub id_is_object: bool,
}

fn head(scope: &Scope, bullet: &Bullet, diagnostics: &mut Vec<Diagnostic>) -> Option<Head> {
    let tokens = &bullet.head;
    let words = super::vocabulary_words(scope.ontology, tokens);
    let Some(&at) = words.first() else {
        diagnostics.push(no_predicate(scope, bullet));
        return None;
    };
    if let Some(&second) = words.get(1) {
        diagnostics.push(two_predicates(&tokens[at], &tokens[second]));
        return None;
    }
    let predicate = predicate(scope, &tokens[at], diagnostics)?;
    let id_is_object = is_object(scope.ontology, bullet);
    let reference = bullet.id.as_ref().filter(|_| id_is_object).map(|id| Token {
        kind: TokenKind::Reference,
        text: id.value.clone(),
        span: id.span,
    });
    let object: Vec<Token> = tokens[at + 1..].iter().cloned().chain(reference).collect();
    let subject = subject(scope, &tokens[..at], diagnostics);
    let object = self::object(scope, predicate, &tokens[at], &object, diagnostics);
    let ((subject, negated), object) = (subject?, object?);
    let event = scope.ontology.property(predicate).event == Some(true);
    let statement = Statement {
        subject: subject.value,
        predicate,
        object: object.value,
        negated,
        time: object
            .time
            .as_ref()
            .map(|time| time.phrase.time(event))
            .unwrap_or_default(),
        phrase: object.time.as_ref().map(|time| time.phrase.clone()),
        roles: Vec::new(),
    };
    let places = Places {
        subject: subject.span,
        predicate: tokens[at].span,
        object: object.span,
        time: object.time.map(|time| time.span),
        roles: Vec::new(),
        according_to: None,
    };
    Some(Head {
        statement,
        places,
        id_is_object,
    })
}

// --- Predicates -------------------------------------------------------------------------------

fn predicate(
    scope: &Scope,
    token: &Token,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<PropertyId> {
    match scope.ontology.find_property(&token.text) {
        Lookup::One(id) => Some(id),
        Lookup::Several(ids) => {
            let iris = ids
                .iter()
                .map(|&id| scope.ontology.property(id).iri.as_str());
            diagnostics.push(ambiguous_term(
                &token.text,
                token.span,
                iris,
                scope.ontology,
            ));
            None
        }
        Lookup::NoPrefix(_) | Lookup::None => None,
    }
}

/// The diagnostic for a local name that several namespaces define.
pub fn ambiguous_term<'a>(
    word: &str,
    span: Span,
    iris: impl Iterator<Item = &'a str>,
    ontology: &Ontology,
) -> Diagnostic {
    let curie = |iri: &str| {
        let found = ontology
            .prefixes
            .iter()
            .find(|(_, namespace)| iri.starts_with(namespace.as_str()));
        match found {
            Some((prefix, namespace)) => format!("`{prefix}:{}`", &iri[namespace.len()..]),
            None => format!("<{iri}>"),
        }
    };
    let options: Vec<String> = iris.map(curie).collect();
    Diagnostic::new(
        Rule::AmbiguousTerm,
        span,
        format!("`{word}` may be {}", options.join(" or ")),
    )
    .label(format!("write {}", options.join(" or ")))
}

/// The diagnostic for a second word of the vocabulary in a line.
pub fn two_predicates(first: &Token, second: &Token) -> Diagnostic {
    Diagnostic::new(
        Rule::TwoPredicates,
        second.span,
        format!("`{}` is a second predicate in this line", second.text),
    )
    .label("one line, one statement")
    .related(first.span, "this is the first")
    .help(if first.is_word("is") {
        format!(
            "`is` declares an entity; a statement does without it: `NAME {0} …`, or `NAME not {0} …`",
            second.text
        )
    } else {
        format!(
            "if `{}` belongs to a name, put the whole name in brackets; if it is a statement of its own, give it a bullet of its own",
            second.text
        )
    })
}

fn missing_subject(before: &Token) -> Diagnostic {
    Diagnostic::new(
        Rule::MissingSubject,
        before.span,
        format!("nothing stands before `{}`", before.text),
    )
    .label("expected a subject before it")
}

fn no_predicate(scope: &Scope, bullet: &Bullet) -> Diagnostic {
    let tokens = &bullet.head;
    let span = span_of(tokens).unwrap_or(bullet.span);
    let first = tokens.first();
    if let Some(first) = first.filter(|first| super::is_predicate(scope.ontology, &first.text)) {
        return missing_subject(first);
    }
    if let [nothing, because, ..] = tokens.as_slice()
        && nothing.is_word("nothing")
        && because.is_word("because")
    {
        return no_semicolon(nothing, span);
    }
    let words = scope.ontology.predicate_words();
    let near = tokens
        .iter()
        .skip(1)
        .filter(|token| token.kind == TokenKind::Word)
        .find_map(|token| {
            let near = did_you_mean(&token.text, &words)?;
            Some((token, near))
        });
    if let Some(diagnostic) = spelt_apart(tokens, &words) {
        return diagnostic;
    }
    match near {
        Some((token, near)) => not_a_property(&token.text, token.span, &near),
        None => Diagnostic::new(Rule::NoPredicate, span, "this line has no predicate")
            .label("expected subject, predicate and object; or `NAME is a CLASS`")
            .help("a predicate is a property of the vocabulary, by its name there; if this is prose, take away the bullet"),
    }
}

/// A dismissal without its semicolon.
fn no_semicolon(nothing: &Token, line: Span) -> Diagnostic {
    let end = nothing.span.end as usize;
    Diagnostic::new(Rule::NoPredicate, line, "this line has no predicate")
        .label("did you mean `nothing; because \"…\"`?")
        .fix(Span::new(line.file, end, end), ";")
}

fn not_a_property(text: &str, span: Span, near: &str) -> Diagnostic {
    let message = format!("`{text}` is not a property of the vocabulary");
    Diagnostic::new(Rule::NoPredicate, span, message)
        .label(format!("did you mean `{near}`?"))
        .fix(span, near)
}

/// A property that is written as several words: `member of`.
fn spelt_apart(tokens: &[Token], words: &BTreeSet<&str>) -> Option<Diagnostic> {
    (2..=3).rev().find_map(|count| {
        let mut runs = tokens.get(1..)?.windows(count);
        runs.find_map(|run| {
            if run.iter().any(|token| token.kind != TokenKind::Word) {
                return None;
            }
            let joined: String = run.iter().map(|token| token.text.to_lowercase()).collect();
            let near = words.iter().find(|word| word.to_lowercase() == joined)?;
            Some(not_a_property(&text_of(run), span_of(run)?, near))
        })
    })
}

// --- Subjects ---------------------------------------------------------------------------------

struct Subject {
    value: Resource,
    span: Span,
}

/// The subject, and whether the predicate is denied of it.
fn subject(
    scope: &Scope,
    tokens: &[Token],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(Subject, bool)> {
    let read = |tokens: &[Token]| -> Result<Subject, Unresolved> {
        let span = span_of(tokens).expect("it is not empty");
        let value = names::attempt(scope, tokens)?;
        Ok(Subject { value, span })
    };
    let (last, before) = tokens
        .split_last()
        .expect("a predicate has a token before it");
    if last.is_word("not") && before.is_empty() && !is_declared(scope, tokens) {
        diagnostics.push(missing_subject(last));
        return None;
    }
    if !last.is_word("not") || before.is_empty() {
        return read(tokens)
            .map(|subject| (subject, false))
            .map_err(|why| diagnostics.push(*why.diagnostic(scope)))
            .ok();
    }
    match (read(before), read(tokens)) {
        (Ok(_), Ok(longer)) => {
            let text = text_of(tokens);
            let readings = [
                format!("`{}`, of which something is denied", text_of(before)),
                format!("`{text}`, of which it is said"),
            ];
            diagnostics.push(two_readings(
                longer.span,
                &readings,
                &[format!("[{}] not", text_of(before)), format!("[{text}]")],
            ));
            None
        }
        (Ok(subject), Err(_)) => Some((subject, true)),
        (Err(_), Ok(subject)) => Some((subject, false)),
        (Err(why), Err(_)) => {
            diagnostics.push(*why.diagnostic(scope));
            None
        }
    }
}

fn two_readings(span: Span, readings: &[String], brackets: &[String]) -> Diagnostic {
    Diagnostic::new(
        Rule::TwoReadings,
        span,
        format!("this can be read in two ways: {}", readings.join("; or ")),
    )
    .label("brackets say where the name ends")
    .help(format!(
        "write {}",
        brackets
            .iter()
            .map(|text| format!("`{text}`"))
            .collect::<Vec<_>>()
            .join(" or ")
    ))
}

// --- Objects ----------------------------------------------------------------------------------

struct Timed<T> {
    value: T,
    span: Span,
    time: Option<When>,
}

pub struct When {
    pub phrase: Phrase,
    pub span: Span,
}

fn object(
    scope: &Scope,
    predicate: PropertyId,
    word: &Token,
    tokens: &[Token],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Timed<Object>> {
    let property = scope.ontology.property(predicate);
    if waits_for_publication(scope, tokens) {
        return None; // the front matter's date is told, and this line waits for it
    }
    let tails = time::tails(scope, tokens);
    if tokens.is_empty()
        || tails
            .first()
            .is_some_and(|&(at, _)| at == 0 && !is_declared(scope, tokens))
    {
        diagnostics.push(
            Diagnostic::new(
                Rule::MissingObject,
                word.span.after(),
                format!("`{}` has no object", word.text),
            )
            .label("expected a name or a value here"),
        );
        return None;
    }
    let tails: Vec<_> = tails.into_iter().filter(|&(at, _)| at > 0).collect();
    let outcome = match literal_range(property, tokens) {
        Some(datatype) => value(scope, property, &datatype, tokens, tails),
        None => no_literal(scope, property, tokens).and_then(|()| name(scope, tokens, tails)),
    };
    outcome
        .map_err(|diagnostic| diagnostics.push(*diagnostic))
        .ok()
}

/// Whether a time is that of a publication whose date cannot be read.
pub fn waits_for_publication(scope: &Scope, tokens: &[Token]) -> bool {
    let source = scope.source();
    source.is_some_and(|source| source.published_is_wrong) && time::is_of_publication(tokens)
}

fn is_declared(scope: &Scope, tokens: &[Token]) -> bool {
    !scope.called(&text_of(tokens)).is_empty()
}

/// The datatype that the object has to have; nothing if it is a resource.
pub fn literal_range(property: &Property, tokens: &[Token]) -> Option<NamedNode> {
    match &property.range {
        Range::Literal(datatype) => Some(datatype.clone()),
        Range::Resource => None,
        Range::Any => literal::guess(&tokens[0]).map(|datatype| datatype.into_owned()),
    }
}

/// Says so where a literal stands and the property takes an entity.
pub fn no_literal(
    scope: &Scope,
    property: &Property,
    tokens: &[Token],
) -> Result<(), Box<Diagnostic>> {
    let first = &tokens[0];
    let is_quoted = matches!(first.kind, TokenKind::Quoted { .. });
    let is_value = tokens.len() == 1 && literal::is_literal(first) && !is_declared(scope, tokens);
    if !is_quoted && !is_value {
        return Ok(());
    }
    let classes: Vec<&str> = property
        .ranges
        .iter()
        .flatten()
        .map(|&class| scope.ontology.class(class).word.as_str())
        .collect();
    let diagnostic = Diagnostic::new(
        Rule::EntityExpected,
        first.span,
        format!("`{}` takes an entity, and this is a value", property.word),
    )
    .label(if classes.is_empty() {
        "expected a declared name".to_owned()
    } else {
        format!("expected the name of a declared {}", classes.join(" or "))
    });
    Err(Box::new(if is_quoted && is_declared(scope, &tokens[..1]) {
        diagnostic.fix(first.span, format!("[{}]", first.text))
    } else {
        diagnostic
    }))
}

type Tails = Vec<(usize, time::Reading)>;

/// A value, and after it at most a time.
fn value(
    scope: &Scope,
    property: &Property,
    datatype: &NamedNode,
    tokens: &[Token],
    tails: Tails,
) -> Result<Timed<Object>, Box<Diagnostic>> {
    let longest = tails.into_iter().next();
    let (end, time) = match longest {
        Some((at, phrase)) => (at, Some(when(tokens, at, phrase)?)),
        None => (tokens.len(), None),
    };
    let words = &tokens[..end];
    let literal =
        literal::read(scope, property, datatype, words).map_err(
            |diagnostic| match time::explain(tokens) {
                Some((at, better))
                    if time.is_none() && at > 0 && literal::is_literal(&tokens[0]) =>
                {
                    Box::new(better)
                }
                _ => diagnostic,
            },
        )?;
    let span = span_of(words).expect("a time tail leaves the value");
    Ok(Timed {
        value: Object::Literal(literal),
        span,
        time,
    })
}

fn when(tokens: &[Token], at: usize, phrase: time::Reading) -> Result<When, Box<Diagnostic>> {
    let span = span_of(&tokens[at..]).expect("a time has words");
    Ok(When {
        phrase: phrase?,
        span,
    })
}

/// A name, and after it at most a time: of all borders between the two, one must give a declared name.
fn name(scope: &Scope, tokens: &[Token], tails: Tails) -> Result<Timed<Object>, Box<Diagnostic>> {
    let mut borders: Tails = tails;
    let mut fits = Vec::new();
    let mut first_problem = None;
    let ends: Vec<usize> = borders
        .iter()
        .map(|&(at, _)| at)
        .chain([tokens.len()])
        .collect();
    for &end in &ends {
        match names::attempt(scope, &tokens[..end]) {
            Ok(resource) => fits.push((end, resource)),
            Err(problem) => {
                first_problem.get_or_insert(problem);
            }
        }
    }
    let (end, resource) = match fits.len() {
        0 => return Err(unreadable(scope, tokens, borders.is_empty(), first_problem)),
        1 => fits.remove(0),
        _ => return Err(Box::new(several_borders(tokens, &fits))),
    };
    let time = match borders.iter().position(|&(at, _)| at == end) {
        Some(index) => Some(when(tokens, end, borders.swap_remove(index).1)?),
        None => None,
    };
    let span = span_of(&tokens[..end]).expect("a time tail leaves the name");
    Ok(Timed {
        value: Object::Resource(resource),
        span,
        time,
    })
}

/// Why no border gives a name: often the words after it are a time with a mistake.
fn unreadable(
    scope: &Scope,
    tokens: &[Token],
    timeless: bool,
    problem: Option<Unresolved>,
) -> Box<Diagnostic> {
    let as_it_is = names::attempt(scope, tokens);
    if let (Err(Unresolved::Undeclared(..)), Some(slip)) = (as_it_is, slips::object(scope, tokens))
    {
        return Box::new(slip);
    }
    if timeless
        && let Some((at, diagnostic)) = time::explain(tokens)
        && names::attempt(scope, &tokens[..at]).is_ok()
    {
        return Box::new(diagnostic);
    }
    let why = problem.expect("no border fits, so each has a problem");
    why.diagnostic(scope)
}

fn several_borders(tokens: &[Token], fits: &[(usize, Resource)]) -> Diagnostic {
    let span = span_of(tokens).expect("there is a name");
    let describe = |end: usize| {
        let name = text_of(&tokens[..end]);
        match text_of(&tokens[end..]) {
            time if time.is_empty() => (format!("`{name}`"), format!("[{name}]")),
            time => (
                format!("`{name}` with the time `{time}`"),
                format!("[{name}] {time}"),
            ),
        }
    };
    let (readings, brackets): (Vec<_>, Vec<_>) = fits.iter().map(|&(end, _)| describe(end)).unzip();
    two_readings(span, &readings, &brackets)
}
