//! Qualifiers of a statement: roles, and what belongs to its reading.

use super::{Scope, literal, names, row, slips, statement};
use crate::diagnostic::{Diagnostic, Rule, did_you_mean};
use crate::model::{Confidence, Object, Rank, Resource};
use crate::ontology::{Lookup, Ontology, PropertyId};
use crate::span::{Span, Spanned};
use crate::syntax::{Qualifier, Token, TokenKind, span_of, text_of};

/// The qualifiers of a statement that are words of the notation; the rest are roles of the vocabulary.
const KEYWORDS: &[&str] = &[
    "confidence",
    "according to",
    "because",
    "inferred from",
    "see",
    "unconfirmed",
    "preferred",
    "deprecated because",
    "note",
];

/// The qualifiers that only a declaration has.
const OF_DECLARATIONS: &[&str] = &[
    "id",
    "also",
    "formerly",
    "label",
    "described",
    "same as",
    "close to",
    "merged into",
];

/// What the qualifiers of a statement say.
#[derive(Debug)]
pub struct Qualifiers {
    pub roles: Vec<(PropertyId, Object)>,
    /// Where the word and the value of each role stand.
    pub role_places: Vec<(Span, Span)>,
    pub confidence: Option<Confidence>,
    pub according_to: Option<Resource>,
    pub according_to_place: Option<Span>,
    pub because: Option<String>,
    pub inferred_from: Vec<Spanned<String>>,
    pub see: Vec<Spanned<String>>,
    pub notes: Vec<String>,
    pub unconfirmed: bool,
    pub rank: Rank,
}

/// The items of a list with commas between; nothing if it isn't one.
pub fn items(tokens: &[Token]) -> Option<Vec<Token>> {
    let mut items: Vec<Token> = Vec::new();
    let mut expect_item = true;
    for token in tokens {
        match (&token.kind, expect_item) {
            (TokenKind::Comma, false) => expect_item = true,
            (TokenKind::Comma, true) | (_, false) => return None,
            (_, true) => {
                let mut token = token.clone();
                // A comma after a word sticks to it.
                expect_item = token.kind == TokenKind::Word && token.text.ends_with(',');
                if expect_item {
                    token.text.pop();
                    token.span.end -= 1;
                }
                items.push(token);
            }
        }
    }
    (!expect_item).then_some(items)
}

/// Says what should follow the keyword of a qualifier.
pub fn value_expected(qualifier: &Qualifier, what: &str) -> Diagnostic {
    Diagnostic::new(
        Rule::QualifierValue,
        qualifier.span,
        format!("`{}` cannot be read", keyword(qualifier)),
    )
    .label(format!("expected {what}"))
}

/// The same where a string should follow; words without quotation marks get them.
pub fn string_expected(qualifier: &Qualifier, what: &str, values: &[Token]) -> Diagnostic {
    let diagnostic = value_expected(qualifier, what);
    match (slips::quoted(values), span_of(values)) {
        (Some(quoted), Some(span)) if !values[0].is_cell() => diagnostic.fix(span, quoted),
        _ => diagnostic,
    }
}

/// The word or two with which a qualifier starts.
fn keyword(qualifier: &Qualifier) -> String {
    let two = text_of(&qualifier.tokens[..qualifier.tokens.len().min(2)]);
    if KEYWORDS.contains(&two.as_str()) || OF_DECLARATIONS.contains(&two.as_str()) {
        return two;
    }
    qualifier.tokens[0].text.clone()
}

/// Says that a qualifier stands twice where once is right.
pub fn repeated(keyword: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        Rule::RepeatedQualifier,
        span,
        format!("`{keyword}` stands here again"),
    )
    .label("a line has it once")
}

/// Says what is wrong with a qualifier that a line of this kind doesn't have.
pub fn foreign(qualifier: &Qualifier, ontology: &Ontology, in_declaration: bool) -> Diagnostic {
    let Some(first) = qualifier.tokens.first() else {
        return Diagnostic::new(
            Rule::UnknownQualifier,
            qualifier.span,
            "nothing stands between this semicolon and the next or the end",
        )
        .label("expected a qualifier, or no semicolon");
    };
    let two = text_of(&qualifier.tokens[..qualifier.tokens.len().min(2)]);
    let is_one_of =
        |list: &[&str]| list.contains(&first.text.as_str()) || list.contains(&two.as_str());
    let is_role = matches!(ontology.find_property(&first.text), Lookup::One(id) if ontology.property(id).role);
    let (own, others, what, other) = if in_declaration {
        (OF_DECLARATIONS, KEYWORDS, "declaration", "statements")
    } else {
        (KEYWORDS, OF_DECLARATIONS, "statement", "declarations")
    };
    if is_one_of(others) || (in_declaration && is_role) {
        let word = if others.contains(&two.as_str()) {
            &two
        } else {
            &first.text
        };
        return Diagnostic::new(
            Rule::MisplacedQualifier,
            qualifier.span,
            format!("`{word}` is for {other}, and this is a {what}"),
        )
        .label(format!("a {what} has: {}", own.join(", ")));
    }
    let mut known: Vec<&str> = own.to_vec();
    if in_declaration {
        known.push("note");
    } else {
        known.extend(ontology.role_words());
    }
    let diagnostic = Diagnostic::new(
        Rule::UnknownQualifier,
        first.span,
        format!("`{}` is no qualifier of a {what}", first.text),
    );
    if let TokenKind::Quoted { .. } = first.kind {
        return diagnostic
            .label("expected a keyword before it")
            .help("a remark of your own is `note \"…\"`, and a reason `because \"…\"`");
    }
    match did_you_mean(&first.text, &known) {
        Some(near) => diagnostic
            .label(format!("did you mean `{near}`?"))
            .fix(first.span, near),
        None => diagnostic
            .label(format!("expected one of: {}", known.join(", ")))
            .help(
                "a semicolon starts a qualifier; if it belongs to a name, put the name in brackets",
            ),
    }
}

/// Reads all qualifiers of a statement. The second value says whether all could be read.
pub fn read(
    scope: &Scope,
    qualifiers: &[Qualifier],
    diagnostics: &mut Vec<Diagnostic>,
) -> (Qualifiers, bool) {
    let mut reader = Reader {
        scope,
        told: Vec::new(),
        skipped: false,
        found: Qualifiers {
            roles: Vec::new(),
            role_places: Vec::new(),
            confidence: None,
            according_to: None,
            according_to_place: None,
            because: None,
            inferred_from: Vec::new(),
            see: Vec::new(),
            notes: Vec::new(),
            unconfirmed: false,
            rank: Rank::Normal,
        },
    };
    for qualifier in qualifiers {
        reader.qualifier(qualifier);
    }
    let complete = reader.told.is_empty() && !reader.skipped;
    diagnostics.append(&mut reader.told);
    (reader.found, complete)
}

struct Reader<'a> {
    scope: &'a Scope<'a>,
    told: Vec<Diagnostic>,
    /// Whether a qualifier was left out that is told elsewhere.
    skipped: bool,
    found: Qualifiers,
}

impl Reader<'_> {
    fn qualifier(&mut self, qualifier: &Qualifier) {
        let words: Vec<&str> = qualifier
            .tokens
            .iter()
            .take(2)
            .map(|token| if token.is_cell() { "" } else { &token.text })
            .collect();
        let is_plain = qualifier
            .tokens
            .first()
            .is_some_and(|token| token.kind == TokenKind::Word);
        if !is_plain {
            return self
                .told
                .push(foreign(qualifier, self.scope.ontology, false));
        }
        let rest = |skip: usize| &qualifier.tokens[skip..];
        match words.as_slice() {
            ["confidence", ..] => self.confidence(qualifier, rest(1)),
            ["according", "to"] => self.according_to(qualifier, rest(2)),
            ["because", ..] => self.because(qualifier, rest(1)),
            ["inferred", "from"] => {
                self.references(qualifier, rest(2), |found| &mut found.inferred_from)
            }
            ["see", ..] => self.references(qualifier, rest(1), |found| &mut found.see),
            ["unconfirmed"] => self.unconfirmed(qualifier),
            ["preferred"] => self.rank(qualifier, Rank::Preferred),
            ["unconfirmed" | "preferred", ..] => self.expected(
                qualifier,
                "nothing after it; a reason is a qualifier of its own: `because \"…\"`",
            ),
            ["deprecated", "because"] => self.deprecated(qualifier, rest(2)),
            ["note", ..] => {
                if let Some(note) = self.string(qualifier, rest(1)) {
                    self.found.notes.push(note);
                }
            }
            _ => self.role(qualifier),
        }
    }

    fn expected(&mut self, qualifier: &Qualifier, what: &str) {
        self.told.push(value_expected(qualifier, what));
    }

    fn once(&mut self, qualifier: &Qualifier, given: bool) {
        if given {
            self.told
                .push(repeated(&keyword(qualifier), qualifier.span));
        }
    }

    fn string(&mut self, qualifier: &Qualifier, values: &[Token]) -> Option<String> {
        match values {
            [token] if matches!(token.kind, TokenKind::Quoted { lang: None }) => {
                Some(token.text.clone())
            }
            _ => {
                self.told.push(string_expected(
                    qualifier,
                    "one string in straight quotation marks: \"…\"",
                    values,
                ));
                None
            }
        }
    }

    fn confidence(&mut self, qualifier: &Qualifier, values: &[Token]) {
        self.once(qualifier, self.found.confidence.is_some());
        let level = |text: &str| {
            ["high", "medium", "low"]
                .into_iter()
                .find(|level| *level == text)
        };
        let number = |text: &str| {
            let is_plain = text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'.');
            let within = text
                .parse::<f64>()
                .is_ok_and(|number| (0.0..=1.0).contains(&number));
            is_plain && within
        };
        self.found.confidence = match values {
            [token] if level(&token.text).is_some() => level(&token.text).map(Confidence::Level),
            [token] if number(&token.text) => Some(Confidence::Number(token.text.clone())),
            _ => {
                let diagnostic =
                    value_expected(qualifier, "high, medium, low, or a number from 0 to 1");
                let meant = slips::confidence(values).zip(span_of(values));
                return self.told.push(match meant {
                    Some((meant, span)) => diagnostic.fix(span, meant),
                    None => diagnostic,
                });
            }
        };
    }

    fn according_to(&mut self, qualifier: &Qualifier, values: &[Token]) {
        self.once(qualifier, self.found.according_to.is_some());
        if values.is_empty() {
            return self.expected(qualifier, "the name of who said it");
        }
        match names::resource(self.scope, values) {
            Ok(resource) => {
                self.found.according_to = Some(resource);
                self.found.according_to_place = span_of(values);
            }
            Err(diagnostic) => self.told.push(*diagnostic),
        }
    }

    fn because(&mut self, qualifier: &Qualifier, values: &[Token]) {
        self.once(qualifier, self.found.because.is_some());
        self.found.because = self.string(qualifier, values);
    }

    fn references(
        &mut self,
        qualifier: &Qualifier,
        values: &[Token],
        into: impl Fn(&mut Qualifiers) -> &mut Vec<Spanned<String>>,
    ) {
        let items = match items(values) {
            Some(items) if items.iter().all(|item| item.kind == TokenKind::Reference) => items,
            _ => return self.expected(qualifier, "ids of statements, as ^one, ^two"),
        };
        for item in items {
            match names::statement(self.scope, &item) {
                Ok(id) => into(&mut self.found).push(id),
                Err(diagnostic) => self.told.push(*diagnostic),
            }
        }
    }

    fn unconfirmed(&mut self, qualifier: &Qualifier) {
        self.once(qualifier, self.found.unconfirmed);
        self.found.unconfirmed = true;
    }

    fn rank(&mut self, qualifier: &Qualifier, rank: Rank) {
        match (&self.found.rank, &rank) {
            (Rank::Normal, _) => {}
            (Rank::Preferred, Rank::Preferred) | (Rank::Deprecated(_), Rank::Deprecated(_)) => {
                self.once(qualifier, true);
            }
            _ => self.told.push(
                Diagnostic::new(
                    Rule::RepeatedQualifier,
                    qualifier.span,
                    "a statement is preferred or deprecated, and not both",
                )
                .label("delete one of the two"),
            ),
        }
        self.found.rank = rank;
    }

    fn deprecated(&mut self, qualifier: &Qualifier, values: &[Token]) {
        if let Some(why) = self.string(qualifier, values) {
            self.rank(qualifier, Rank::Deprecated(why));
        }
    }

    fn role(&mut self, qualifier: &Qualifier) {
        let (word, values) = qualifier
            .tokens
            .split_first()
            .expect("the caller has looked");
        let ontology = self.scope.ontology;
        let role = match ontology.find_property(&word.text) {
            Lookup::One(id) if ontology.property(id).role => id,
            _ if values.first().is_some_and(Token::is_cell) => {
                self.skipped = true; // told at the head of the column
                return;
            }
            Lookup::Several(ids) => {
                let iris = ids.iter().map(|&id| ontology.property(id).iri.as_str());
                return self.told.push(statement::ambiguous_term(
                    &word.text, word.span, iris, ontology,
                ));
            }
            Lookup::NoPrefix(prefix) => {
                if let Some(slip) = slips::role(ontology, &qualifier.tokens) {
                    return self.told.push(slip);
                }
                return self
                    .told
                    .push(names::undeclared_prefix(ontology, &prefix, word.span));
            }
            _ => return self.told.push(foreign(qualifier, ontology, false)),
        };
        if values.is_empty() {
            return self.expected(qualifier, "a name or a value after it");
        }
        match self.role_value(role, values) {
            Ok(value) if self.found.roles.contains(&(role, value.clone())) => {
                self.told.push(repeated(&word.text, qualifier.span));
            }
            Ok(value) => {
                let place = span_of(values).expect("the value has words");
                self.found.roles.push((role, value));
                self.found.role_places.push((word.span, place));
            }
            Err(diagnostic) => self.told.push(*diagnostic),
        }
    }

    fn role_value(&self, role: PropertyId, values: &[Token]) -> Result<Object, Box<Diagnostic>> {
        let property = self.scope.ontology.property(role);
        if values[0].is_cell() {
            return row::value(self.scope, property, values);
        }
        match statement::literal_range(property, values) {
            Some(datatype) => {
                literal::read(self.scope, property, &datatype, values).map(Object::Literal)
            }
            None => {
                statement::no_literal(self.scope, property, values)?;
                names::resource(self.scope, values).map(Object::Resource)
            }
        }
    }
}
