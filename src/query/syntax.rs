//! SPARQL text → algebra, with syntax errors in words for people.
//!
//! The parser's own errors list every character that it would have taken, and point behind a keyword
//! that it missed. So a text with an error is parsed once more in a form that makes the place exact (see
//! [`super::spread`]), and what was expected is cut down to what helps.

use std::ops::Range;

use spargebra::algebra::GraphPattern;
use spargebra::{Query, SparqlParser};

use super::lexer::{self, Kind, Token};
use super::spread::{Spread, Told};
use super::{Mistake, QueryError, links, walk};
use crate::diagnostic::did_you_mean;
use crate::project::Context;

/// A query as it was parsed.
#[derive(Debug)]
pub struct Parsed {
    pub query: Query,
    /// The prefixes that are in force in it: name without colon, and IRI.
    pub prefixes: Vec<(String, String)>,
}

/// Beyond this many brackets in one another, a query was not written by a person.
const DEEPEST: usize = 100;

/// Beyond this many words and marks, names aside, a query could be nested deeper than [`super::STACK`] bears.
const LONGEST: usize = 50_000;

/// Parses the text of a query. With `offer`, the project's prefixes need not be declared.
pub fn parse(
    origin: &str,
    text: &str,
    context: &Context,
    offer: bool,
) -> Result<Parsed, QueryError> {
    let tokens = lexer::tokens(text);
    if let Some(wrong) = too_deep(&tokens) {
        return Err(wrong.mistake(origin, text));
    }
    let mut prefixes = lexer::declared_prefixes(&tokens);
    if offer {
        for (name, iri) in context.all_prefixes() {
            if !prefixes.iter().any(|(declared, _)| *declared == name) {
                prefixes.push((name, iri));
            }
        }
    }
    let mut parser = SparqlParser::new();
    for (name, iri) in &prefixes {
        // A prefix whose IRI is wrong is left to the parser, which finds it in the text.
        if let Ok(with_prefix) = parser.clone().with_prefix(name, iri) {
            parser = with_prefix;
        }
    }
    match parser.clone().parse_query(text) {
        Ok(mut query) => {
            if selects_all(&tokens) {
                order_columns(&mut query, &tokens);
            }
            links::expand(&mut query);
            Ok(Parsed { query, prefixes })
        }
        Err(_) => {
            let spread = Spread::new(&tokens, text);
            let again = parser.parse_query(&spread.text);
            let error = again.map_or_else(|error| error.to_string(), |_| String::new());
            let wrong = explain(&tokens, &prefixes, context, &spread.told(&error));
            Err(wrong.mistake(origin, text))
        }
    }
}

/// Whether the outermost SELECT names no columns.
fn selects_all(tokens: &[Token<'_>]) -> bool {
    let select = tokens.iter().position(|token| token.is_word("SELECT"));
    let mut after = tokens.iter().skip(select.map_or(tokens.len(), |at| at + 1));
    after
        .find(|token| !token.is_word("DISTINCT") && !token.is_word("REDUCED"))
        .is_some_and(|token| token.text == "*")
}

/// Puts the columns of `SELECT *` in the order in which the query first names them; the parser sorts them.
fn order_columns(query: &mut Query, tokens: &[Token<'_>]) {
    let mut pattern = walk::pattern_mut(query);
    while let GraphPattern::Slice { inner, .. }
    | GraphPattern::Distinct { inner }
    | GraphPattern::Reduced { inner } = pattern
    {
        pattern = inner;
    }
    if let GraphPattern::Project { variables, .. } = pattern {
        let named: Vec<_> = tokens
            .iter()
            .filter(|token| token.kind == Kind::Variable)
            .map(|token| &token.text[1..])
            .collect();
        variables.sort_by_key(|variable| named.iter().position(|name| *name == variable.as_str()));
    }
}

struct Wrong {
    span: Range<usize>,
    message: String,
    label: String,
    help: Vec<String>,
}

impl Wrong {
    fn mistake(self, origin: &str, text: &str) -> QueryError {
        QueryError::Mistake(Box::new(Mistake {
            origin: origin.to_owned(),
            text: text.to_owned(),
            span: self.span,
            message: self.message,
            label: self.label,
            help: self.help,
        }))
    }

    fn new(span: Range<usize>, message: impl Into<String>) -> Wrong {
        Wrong {
            span,
            message: message.into(),
            label: String::new(),
            help: Vec::new(),
        }
    }
}

fn explain(
    tokens: &[Token<'_>],
    prefixes: &[(String, String)],
    context: &Context,
    told: &Told,
) -> Wrong {
    open_text(tokens)
        .or_else(|| not_a_question(tokens))
        .or_else(|| unknown_prefix(tokens, prefixes, context))
        .or_else(|| sentence(tokens, told))
        .unwrap_or_else(|| unexpected(tokens, told))
}

fn too_deep(tokens: &[Token<'_>]) -> Option<Wrong> {
    let (mut depth, mut length) = (0_usize, 0);
    for token in tokens {
        length += usize::from(matches!(token.kind, Kind::Mark | Kind::Word));
        if token.kind == Kind::Mark {
            match token.text {
                "{" | "(" | "[" => depth += 1,
                "}" | ")" | "]" => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        if depth > DEEPEST {
            let message = format!("more than {DEEPEST} brackets stand in one another");
            return Some(Wrong::new(token.range(), message));
        }
        if length > LONGEST {
            return Some(Wrong::new(token.range(), "the query is too long"));
        }
    }
    None
}

fn open_text(tokens: &[Token<'_>]) -> Option<Wrong> {
    let token = tokens.iter().find(|token| token.kind == Kind::OpenText)?;
    let mut wrong = Wrong::new(token.range(), "a string is not closed");
    wrong.label = "it begins here".to_owned();
    Some(wrong)
}

/// An empty text, or an update.
fn not_a_question(tokens: &[Token<'_>]) -> Option<Wrong> {
    const UPDATES: [&str; 9] = [
        "INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY",
    ];
    if tokens.is_empty() {
        return Some(Wrong::new(0..0, "the query is empty"));
    }
    let first = tokens
        .iter()
        .find(|token| UPDATES.iter().any(|word| token.is_word(word)))?;
    let asks = ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"];
    if tokens
        .iter()
        .any(|token| asks.iter().any(|word| token.is_word(word)))
    {
        return None;
    }
    let mut wrong = Wrong::new(first.range(), "this is an update, and a query only reads");
    wrong.help = vec!["what the store holds is changed in the dossiers, and then built".to_owned()];
    Some(wrong)
}

fn unknown_prefix(
    tokens: &[Token<'_>],
    prefixes: &[(String, String)],
    context: &Context,
) -> Option<Wrong> {
    let is_known = |prefix: &str| prefixes.iter().any(|(name, _)| name == prefix);
    let (token, prefix) = lexer::used_prefixes(tokens)
        .into_iter()
        .find(|(_, prefix)| !is_known(prefix))?;
    let span = token.start..token.start + prefix.len() + 1;
    let mut wrong = Wrong::new(span, format!("the prefix `{prefix}:` is not declared"));
    let all = context.all_prefixes();
    if let Some((_, iri)) = all.iter().find(|(name, _)| name == prefix) {
        wrong
            .help
            .push(format!("put this line on top: PREFIX {prefix}: <{iri}>"));
    } else if let Some(near) = did_you_mean(prefix, prefixes.iter().map(|(name, _)| name)) {
        wrong.help.push(format!("did you mean `{near}:`?"));
    }
    Some(wrong)
}

/// What the parser says in a sentence of its own, such as which variable is out of place.
fn sentence(tokens: &[Token<'_>], told: &Told) -> Option<Wrong> {
    let said = told
        .expected
        .iter()
        .find(|item| item.contains(' ') && !item.starts_with(['[', '"']))?;
    if said == "The SELECT contains a variable that is unbound" {
        let select = tokens.iter().find(|token| token.is_word("SELECT"))?;
        let mut wrong = Wrong::new(
            select.range(),
            "a variable in SELECT is neither grouped nor inside an aggregate",
        );
        wrong.help = vec!["name it in GROUP BY, or wrap it: (SAMPLE(?x) AS ?any)".to_owned()];
        return Some(wrong);
    }
    let said = said.trim_end_matches('.');
    let message = said.strip_prefix("The ").map(|rest| format!("the {rest}"));
    Some(Wrong::new(
        told.place.clone(),
        message.unwrap_or_else(|| said.to_owned()),
    ))
}

fn unexpected(tokens: &[Token<'_>], told: &Told) -> Wrong {
    /// The keywords that are worth naming. Of others, the parser names the longest, not the likely.
    const NAMED: [&str; 6] = ["WHERE", "BY", "AS", "IN", "NAMED", "EXISTS"];
    let span = told.place.clone();
    let mut wrong = match tokens.iter().find(|token| token.range() == span) {
        Some(token) => Wrong::new(span, format!("`{}` is not expected here", token.text)),
        None => unclosed(tokens).unwrap_or_else(|| Wrong::new(span, "the query ends too early")),
    };
    let words: Vec<String> = told
        .expected
        .iter()
        .filter(|item| item.starts_with('"') || NAMED.contains(&item.as_str()))
        .map(|item| format!("`{}`", item.trim_matches('"')))
        .collect();
    if wrong.label.is_empty() && (1..=8).contains(&words.len()) {
        wrong.label = format!("expected {}", words.join(", "));
    }
    wrong
}

/// The innermost bracket that is never closed.
fn unclosed(tokens: &[Token<'_>]) -> Option<Wrong> {
    let mut open = Vec::new();
    for token in tokens.iter().filter(|token| token.kind == Kind::Mark) {
        match token.text {
            "{" | "(" | "[" => open.push(token),
            "}" | ")" | "]" => drop(open.pop()),
            _ => {}
        }
    }
    let token = open.pop()?;
    let mut wrong = Wrong::new(
        token.range(),
        format!("this `{}` is never closed", token.text),
    );
    wrong.label = "it opens here".to_owned();
    Some(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::fixture;

    fn wrong(text: &str) -> (String, String) {
        let error = parse("-e", text, &fixture::context(), false).unwrap_err();
        let QueryError::Mistake(mistake) = error else {
            panic!("{error}")
        };
        (mistake.message, mistake.text[mistake.span].to_owned())
    }

    #[test]
    fn syntax_errors_point_at_the_word() {
        for (text, message, place) in [
            (
                "SELECT ?x WHER { ?x a ?y }",
                "`WHER` is not expected here",
                "WHER",
            ),
            (
                "SELECT ?x { ?x a ?y } ORDER ?x",
                "`?x` is not expected here",
                "?x",
            ),
            (
                "SELECT ?x { ?x a ?y FILTER(?x > ) }",
                "`)` is not expected here",
                ")",
            ),
            (
                "SELECT ?x { ?x a ?y FILTER }",
                "`}` is not expected here",
                "}",
            ),
            (
                "SELECT ?x { ?x a ?y } LIMIT x",
                "`x` is not expected here",
                "x",
            ),
            (
                "SELECT ?x\n{ ?x <a:b> <a:c> <a:d> }",
                "`<a:d>` is not expected here",
                "<a:d>",
            ),
            (
                "SELCT ?x { ?x a ?y }",
                "`SELCT` is not expected here",
                "SELCT",
            ),
            ("SELECT ?x { ?x a ?y ", "this `{` is never closed", "{"),
            ("SELECT ?x { ?x a 'b }", "a string is not closed", "'b }"),
            ("", "the query is empty", ""),
            (
                "DELETE WHERE { ?s ?p ?o }",
                "this is an update, and a query only reads",
                "DELETE",
            ),
            (
                "SELECT ?x { ?x v:p ?y }",
                "the prefix `v:` is not declared",
                "v:",
            ),
            (
                "SELECT (COUNT(?x) AS ?n) ?y { ?x a ?y }",
                "a variable in SELECT is neither grouped nor inside an aggregate",
                "SELECT",
            ),
        ] {
            assert_eq!(
                wrong(text),
                (message.to_owned(), place.to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn brackets_without_end_are_told() {
        let (message, _) = wrong(&"{".repeat(10_000));
        assert!(message.contains("more than 100 brackets"), "{message}");
    }

    #[test]
    fn the_message_shows_the_line_and_what_to_type() {
        let error = parse(
            "q.rq",
            "# who\nASK { ?x v:p ?y }",
            &fixture::context(),
            false,
        );
        let text = error.unwrap_err().render();
        assert!(text.contains("q.rq:2:10"), "{text}");
        assert!(text.contains("^^"), "{text}");
        assert!(
            text.contains("PREFIX v: <https://example.org/vocabulary#>"),
            "{text}"
        );
    }

    #[test]
    fn all_columns_stand_in_the_order_of_the_query() {
        let text = "SELECT DISTINCT * { ?who <a:b> ?what . ?alias <a:c> ?who } LIMIT 1";
        let parsed = parse("-e", text, &fixture::context(), false).unwrap();
        let text = parsed.query.to_string();
        assert!(
            text.starts_with("SELECT DISTINCT ?who ?what ?alias"),
            "{text}"
        );
    }

    #[test]
    fn an_ad_hoc_query_has_the_prefixes_of_the_project() {
        let parsed = parse("-e", "ASK { ?x v:p skos:q }", &fixture::context(), true).unwrap();
        assert!(
            parsed
                .query
                .to_string()
                .contains("<https://example.org/vocabulary#p>")
        );
        let own = "PREFIX v: <a:> ASK { ?x v:p ?y }";
        let parsed = parse("-e", own, &fixture::context(), true).unwrap();
        assert!(parsed.query.to_string().contains("<a:p>"));
    }
}
