//! What a name means: the entity that is called so, an IRI, an id, or `this`.

use std::collections::HashMap;

use oxrdf::NamedNode;

use super::Scope;
use crate::diagnostic::{Diagnostic, Rule, did_you_mean};
use crate::model::{DossierId, Entity, EntityId, Resource};
use crate::ontology::Ontology;
use crate::span::{Span, Spanned};
use crate::syntax::{Token, TokenKind, span_of, text_of};

/// Everything that entities are called, in NFC.
#[derive(Debug, Default)]
pub struct Names {
    called: HashMap<String, Vec<EntityId>>,
    by_id: HashMap<String, EntityId>,
}

impl Names {
    /// Collects the names of all entities. A label that two entities have is told by `declare`; here it
    /// means the first, so that its uses are not told as well.
    pub fn new(entities: &[Entity]) -> Names {
        let mut names = Names::default();
        let mut labels: HashMap<&str, EntityId> = HashMap::new();
        for (id, entity) in numbered(entities) {
            if labels.contains_key(entity.label.text.as_str()) {
                continue;
            }
            labels.insert(&entity.label.text, id);
            names.add(&entity.label.text, id);
        }
        for (id, entity) in numbered(entities) {
            names.by_id.entry(entity.id.clone()).or_insert(id);
            for name in entity.names().skip(1) {
                names.add(&name.text, id);
            }
        }
        names
    }

    fn add(&mut self, name: &str, id: EntityId) {
        match self.called.get_mut(name) {
            // Entities come in order, so one that is in the list is its last, or the label's, which is its first.
            Some(ids) if ids.first() == Some(&id) || ids.last() == Some(&id) => {}
            Some(ids) => ids.push(id),
            None => {
                self.called.insert(name.to_owned(), vec![id]);
            }
        }
    }

    /// The entities that are called so.
    pub fn get(&self, name: &str) -> &[EntityId] {
        self.called.get(name).map_or(&[], Vec::as_slice)
    }

    /// The entity with this id.
    pub fn with_id(&self, id: &str) -> Option<EntityId> {
        self.by_id.get(id).copied()
    }

    /// The ids of all entities, in no order.
    pub fn ids(&self) -> impl Iterator<Item = &String> {
        self.by_id.keys()
    }

    /// The declared name nearest to one that isn't declared.
    pub fn nearest(&self, name: &str) -> Option<String> {
        did_you_mean(name, self.called.keys())
    }
}

fn numbered(entities: &[Entity]) -> impl Iterator<Item = (EntityId, &Entity)> {
    (0..).map(EntityId).zip(entities)
}

/// The ids that statements and quotations have.
#[derive(Debug, Default)]
pub struct Ids {
    pub statements: HashMap<String, Span>,
    pub quotations: HashMap<(DossierId, String), Span>,
}

/// Why the tokens of a name mean nothing.
pub enum Unresolved {
    /// No entity is called so. To say it well, all names are compared; that is left for when it is said.
    Undeclared(String, Span),
    Other(Box<Diagnostic>),
}

impl Unresolved {
    pub fn diagnostic(self, scope: &Scope) -> Box<Diagnostic> {
        match self {
            Unresolved::Undeclared(name, span) => Box::new(unknown_name(scope, &name, span)),
            Unresolved::Other(diagnostic) => diagnostic,
        }
    }
}

impl From<Box<Diagnostic>> for Unresolved {
    fn from(diagnostic: Box<Diagnostic>) -> Self {
        Unresolved::Other(diagnostic)
    }
}

/// What the tokens of a name mean, or the diagnostic that says why they mean nothing.
pub fn resource(scope: &Scope, tokens: &[Token]) -> Result<Resource, Box<Diagnostic>> {
    attempt(scope, tokens).map_err(|why| why.diagnostic(scope))
}

/// The same for tokens that are perhaps no name: to find out costs no more than a look-up.
pub fn attempt(scope: &Scope, tokens: &[Token]) -> Result<Resource, Unresolved> {
    let span = span_of(tokens).expect("the caller has looked that there is a token");
    match tokens {
        [token] => match token.kind {
            TokenKind::Iri => known(scope, iri(token)?, span),
            TokenKind::Reference => Ok(reference(scope, token)?),
            TokenKind::Bracketed => named(scope, &token.text, span),
            TokenKind::Word if token.text == "this" => Ok(this(scope, span)?),
            TokenKind::Word => word(scope, token),
            _ => Err(Box::new(not_a_name(span)).into()),
        },
        _ if tokens.iter().all(is_name_part) => named(scope, &text_of(tokens), span),
        _ => Err(Box::new(not_a_name(span)).into()),
    }
}

fn is_name_part(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Word | TokenKind::Comma)
}

fn not_a_name(span: Span) -> Diagnostic {
    Diagnostic::new(Rule::UnknownName, span, "this is no name")
        .label("expected a declared name, `^id`, a CURIE, `<IRI>` or `this`")
        .help("brackets hold a whole name, and nothing stands beside them: `[Trend Micro]`")
}

fn word(scope: &Scope, token: &Token) -> Result<Resource, Unresolved> {
    let declared = scope.names.get(&token.text);
    match scope.ontology.expand(&token.text) {
        None => named(scope, &token.text, token.span),
        Some(Ok(iri)) if declared.is_empty() => match NamedNode::new(iri) {
            Ok(iri) => known(scope, iri, token.span),
            Err(error) => Err(Box::new(invalid_iri(token.span, &error.to_string())).into()),
        },
        Some(Ok(iri)) => Err(Box::new(name_or_curie(&token.text, &iri, token.span)).into()),
        Some(Err(_)) if !declared.is_empty() => named(scope, &token.text, token.span),
        Some(Err(prefix)) => {
            Err(Box::new(undeclared_prefix(scope.ontology, prefix, token.span)).into())
        }
    }
}

/// An IRI; one of the project's own entities has to be declared, like any name.
fn known(scope: &Scope, iri: NamedNode, span: Span) -> Result<Resource, Unresolved> {
    let entities = scope.project.base.entity("");
    match iri.as_str().strip_prefix(&entities) {
        None => Ok(Resource::Iri(iri)),
        Some(id) => match scope.names.with_id(id) {
            Some(entity) => Ok(Resource::Entity(entity)),
            None => Err(Box::new(unknown_entity(scope, id, span)).into()),
        },
    }
}

fn unknown_entity(scope: &Scope, id: &str, span: Span) -> Diagnostic {
    let message = format!("no declared entity has the id `{id}`");
    let diagnostic = Diagnostic::new(Rule::UnknownName, span, message);
    match did_you_mean(id, scope.names.ids()) {
        Some(near) => diagnostic.label(format!("did you mean the id `{near}`?")),
        None => diagnostic.label("expected the IRI of a declared entity"),
    }
}

fn name_or_curie(text: &str, iri: &str, span: Span) -> Diagnostic {
    let message = format!("`{text}` is a declared name, and the IRI <{iri}> as well");
    Diagnostic::new(Rule::TwoReadings, span, message)
        .label("which of the two is meant?")
        .help(format!(
            "write `[{text}]` for the name, or `<{iri}>` for the IRI"
        ))
}

/// The diagnostic for a prefix that nothing declares; `span` starts with it.
pub fn undeclared_prefix(ontology: &Ontology, prefix: &str, span: Span) -> Diagnostic {
    let prefixes = &ontology.prefixes;
    let place = Span {
        end: span.start + prefix.len() as u32,
        ..span
    };
    let message = format!("the prefix `{prefix}:` is not declared");
    let diagnostic = Diagnostic::new(Rule::UnknownPrefix, place, message).help(format!(
        "declare it in citable.toml, under [prefixes]: {prefix} = \"https://…\""
    ));
    match did_you_mean(prefix, prefixes.keys()) {
        Some(near) => diagnostic
            .label(format!("did you mean `{near}:`?"))
            .fix(place, near),
        None => diagnostic.label("no file of the vocabulary, nor citable.toml, has it"),
    }
}

fn iri(token: &Token) -> Result<NamedNode, Box<Diagnostic>> {
    NamedNode::new(&token.text)
        .map_err(|error| Box::new(invalid_iri(token.span, &error.to_string())))
}

/// The diagnostic for what should be an IRI and is none.
pub fn invalid_iri(span: Span, why: &str) -> Diagnostic {
    Diagnostic::new(
        Rule::InvalidValue,
        span,
        format!("this is no absolute IRI: {why}"),
    )
    .label("expected an IRI as in `<https://example.org/thing>`")
}

fn reference(scope: &Scope, token: &Token) -> Result<Resource, Box<Diagnostic>> {
    let id = &token.text;
    let statement = scope.ids.statements.get(id);
    let quotation = scope.ids.quotations.get(&(scope.dossier, id.clone()));
    match (statement, quotation) {
        (Some(_), None) => Ok(Resource::Statement(id.clone())),
        (None, Some(_)) => Ok(Resource::Quotation(scope.dossier, id.clone())),
        (Some(&statement), Some(&quotation)) => {
            let message = format!("`^{id}` is a quotation of this dossier, and a statement");
            let diagnostic = Diagnostic::new(Rule::TwoReadings, token.span, message)
                .label("which of the two is meant?")
                .related(quotation, "the quotation")
                .related(statement, "the statement")
                .help("give one of the two another id");
            Err(Box::new(diagnostic))
        }
        (None, None) => {
            let known = &scope.ids.statements;
            Err(Box::new(unknown_id(id, token.span, known.keys())))
        }
    }
}

/// The diagnostic for an `^id` that nothing has.
pub fn unknown_id<'a>(id: &str, span: Span, known: impl Iterator<Item = &'a String>) -> Diagnostic {
    let diagnostic = Diagnostic::new(Rule::UnknownId, span, format!("nothing has the id `^{id}`"));
    match did_you_mean(id, known) {
        Some(near) => diagnostic
            .label(format!("did you mean `^{near}`?"))
            .fix(span, format!("^{near}")),
        None => diagnostic
            .label("expected the id of a statement")
            .help(format!(
                "write `^{id}` at the end of the statement that is meant"
            )),
    }
}

fn this(scope: &Scope, span: Span) -> Result<Resource, Box<Diagnostic>> {
    if scope.source.is_some() {
        return Ok(Resource::Source(scope.dossier));
    }
    let message = "`this` is the source of a dossier, and an entity register has none";
    let diagnostic = Diagnostic::new(Rule::ThisWithoutSource, span, message);
    Err(Box::new(diagnostic.label("name what is meant")))
}

fn named(scope: &Scope, name: &str, span: Span) -> Result<Resource, Unresolved> {
    match scope.names.get(name) {
        [] => Err(Unresolved::Undeclared(name.to_owned(), span)),
        [id] => Ok(Resource::Entity(*id)),
        several => Err(Box::new(ambiguous(scope, name, several, span)).into()),
    }
}

fn unknown_name(scope: &Scope, name: &str, span: Span) -> Diagnostic {
    let message = if name.is_empty() {
        "a name is missing here".to_owned()
    } else {
        format!("`{name}` is not declared")
    };
    let diagnostic = Diagnostic::new(Rule::UnknownName, span, message);
    let diagnostic = match scope.names.nearest(name) {
        Some(near) => {
            let entity = scope.entity(scope.names.get(&near)[0]);
            diagnostic
                .label(format!("did you mean `{near}`?"))
                .related(entity.span, format!("`{near}` is declared here"))
                .fix(span, near)
        }
        None => diagnostic.label("expected a declared name"),
    };
    if name.is_empty() {
        return diagnostic;
    }
    let slug = crate::iri::slug(name).unwrap_or_else(|| "SLUG".to_owned());
    diagnostic.help(format!(
        "if it is new, declare it: `- {name} is a CLASS; id {slug}`"
    ))
}

fn ambiguous(scope: &Scope, name: &str, several: &[EntityId], span: Span) -> Diagnostic {
    let labels: Vec<String> = several
        .iter()
        .map(|&id| format!("`{}`", scope.entity(id).label.text))
        .collect();
    let message = format!("`{name}` may mean {}", labels.join(" or "));
    let is_label = several
        .iter()
        .any(|&id| scope.entity(id).label.text == name);
    let help = if is_label {
        format!(
            "one is called so and another has it as an alias: take `{name}` away from that one's aliases, or rename the first"
        )
    } else {
        format!(
            "write the label of the one that is meant: {}",
            labels.join(" or ")
        )
    };
    let mut diagnostic = Diagnostic::new(Rule::AmbiguousAlias, span, message)
        .label("an alias that is shared cannot be used in a line")
        .help(help);
    for &id in several {
        let entity = scope.entity(id);
        let text = format!("`{}` is declared here", entity.label.text);
        diagnostic = diagnostic.related(entity.span, text);
    }
    diagnostic
}

/// A reference to a statement alone, as `inferred from` and `see` have it.
pub fn statement(scope: &Scope, token: &Token) -> Result<Spanned<String>, Box<Diagnostic>> {
    match reference(scope, token)? {
        Resource::Statement(id) => Ok(Spanned::new(id, token.span)),
        _ => Err(Box::new(
            Diagnostic::new(
                Rule::UnknownId,
                token.span,
                format!(
                    "`^{}` is a quotation, and a statement is expected",
                    token.text
                ),
            )
            .label("expected the id of a statement"),
        )),
    }
}
