//! What a name means: the entity that is called so, an IRI, an id, or `this`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use oxrdf::NamedNode;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Scope, slips};
use crate::diagnostic::{Diagnostic, Rule, did_you_mean};
use crate::memo::Ids;
use crate::model::{Entities, EntityId, Resource};
use crate::ontology::Ontology;
use crate::span::{FileId, Span, Spanned};
use crate::symbol::{Space, Symbol, symbol};
use crate::syntax::{Token, TokenKind, span_of, text_of};

/// Everything that entities are called, by symbols. A symbol is a hash, so what it leads to is held against the name.
#[derive(Debug, Default)]
pub struct Names {
    called: FxHashMap<Symbol, Few>,
    labels: FxHashSet<Symbol>,
    by_id: FxHashMap<Symbol, EntityId>,
}

/// Mostly one.
#[derive(Debug)]
enum Few {
    One(EntityId),
    Several(Vec<EntityId>),
}

impl Few {
    fn ids(&self) -> &[EntityId] {
        match self {
            Few::One(id) => std::slice::from_ref(id),
            Few::Several(ids) => ids,
        }
    }
}

impl Names {
    /// Adds the label of an entity. A label that two entities have is told as such; here it means the first, so that its
    /// uses are not told as well.
    pub fn add_label(&mut self, name: Symbol, id: EntityId) {
        if self.labels.insert(name) {
            self.add(name, id);
        }
    }

    /// Adds another name. All labels were added before.
    pub fn add(&mut self, name: Symbol, id: EntityId) {
        match self.called.entry(name) {
            Entry::Vacant(entry) => {
                entry.insert(Few::One(id));
            }
            Entry::Occupied(mut entry) => {
                let known = entry.get().ids();
                if !known.contains(&id) {
                    let several = known.iter().copied().chain([id]).collect();
                    entry.insert(Few::Several(several));
                }
            }
        }
    }

    pub fn add_id(&mut self, id: Symbol, entity: EntityId) {
        self.by_id.entry(id).or_insert(entity);
    }

    /// The entities that are called so.
    pub fn get(&self, name: &str, entities: &Entities) -> Cow<'_, [EntityId]> {
        let found = self.called.get(&symbol(Space::Name, name));
        let ids = found.map_or(&[][..], Few::ids);
        let is_called = |id: &EntityId| {
            let mut names = entities.get(*id).names();
            names.any(|other| other.text == name)
        };
        if ids.iter().all(is_called) {
            return Cow::Borrowed(ids);
        }
        Cow::Owned(ids.iter().copied().filter(is_called).collect())
    }

    /// The entity with this id.
    pub fn with_id(&self, id: &str, entities: &Entities) -> Option<EntityId> {
        let found = self.by_id.get(&symbol(Space::Entity, id)).copied();
        found.filter(|&found| entities.get(found).id == id)
    }
}

/// The ids that statements and quotations have, each with where it stands first.
#[derive(Debug, Default)]
pub struct Known {
    statements: HashMap<String, Span>,
    /// By the id of the source and their own: with a hash of the words.
    quotations: HashMap<(String, String), (Span, u64)>,
    /// What is wrong between the ids of files.
    pub conflicts: Vec<Diagnostic>,
}

impl Known {
    /// Adds the ids that a file gives. A dossier and tables may quote the same words of a source under one id; other words
    /// may not have it.
    pub fn add(&mut self, file: FileId, ids: &Ids) {
        for (id, place) in &ids.statements {
            let span = place.of(file);
            self.statements.entry(id.clone()).or_insert(span);
        }
        for quoted in &ids.quotations {
            let span = quoted.place.of(file);
            let key = (quoted.source.clone(), quoted.id.clone());
            let (first, words) = *self.quotations.entry(key).or_insert((span, quoted.words));
            if words != quoted.words && first.file != file {
                self.conflicts
                    .push(super::duplicate_id(&quoted.id, span, first));
            }
        }
    }

    pub fn statement(&self, id: &str) -> Option<Span> {
        self.statements.get(id).copied()
    }

    pub fn quotation(&self, source: &str, id: &str) -> Option<Span> {
        let key = (source.to_owned(), id.to_owned());
        self.quotations.get(&key).map(|(span, _)| *span)
    }

    /// The ids of all statements, in no order.
    pub fn of_statements(&self) -> impl Iterator<Item = &String> {
        self.statements.keys()
    }
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
            TokenKind::Word if token.text == "this" => Ok(this(scope, span, false)?),
            TokenKind::Word => word(scope, &token.text, span),
            TokenKind::Cell { .. } => cell(scope, token.text.trim(), span),
            _ => Err(Box::new(not_a_name(scope, tokens, span)).into()),
        },
        _ if tokens.iter().all(is_name_part) => named(scope, &text_of(tokens), span),
        _ => Err(Box::new(not_a_name(scope, tokens, span)).into()),
    }
}

fn is_name_part(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Word | TokenKind::Comma)
}

fn not_a_name(scope: &Scope, tokens: &[Token], span: Span) -> Diagnostic {
    if let Some(slip) = slips::subject(scope, tokens) {
        return slip;
    }
    Diagnostic::new(Rule::UnknownName, span, "this is no name")
        .label("expected a declared name, `^id`, a CURIE, `<IRI>` or `this`")
        .help("brackets hold a whole name, and nothing stands beside them: `[Trend Micro]`")
}

/// A whole cell: what a line would have in brackets or without, `^id`, `<IRI>`, a CURIE or `this`.
fn cell(scope: &Scope, text: &str, span: Span) -> Result<Resource, Unresolved> {
    let between = |open, close| text.strip_prefix(open)?.strip_suffix(close);
    let token = |kind, text: &str| Token {
        kind,
        text: text.to_owned(),
        span,
    };
    if text == "this" {
        return Ok(this(scope, span, true)?);
    }
    if let Some(id) = text.strip_prefix('^').filter(|id| crate::iri::is_slug(id)) {
        return Ok(reference(scope, &token(TokenKind::Reference, id))?);
    }
    if let Some(inner) = between('<', '>') {
        return known(scope, iri(&token(TokenKind::Iri, inner))?, span);
    }
    if let Some(inner) = between('[', ']')
        && scope.called(text).is_empty()
    {
        let double = inner
            .strip_prefix('[')
            .and_then(|inner| inner.strip_suffix(']'));
        return named(scope, double.unwrap_or(inner).trim(), span);
    }
    if text.contains("  ") || text.contains(['\n', '\t', '\r']) {
        let words: Vec<&str> = text.split_ascii_whitespace().collect();
        return named(scope, &words.join(" "), span);
    }
    word(scope, text, span)
}

fn word(scope: &Scope, text: &str, span: Span) -> Result<Resource, Unresolved> {
    let declared = scope.called(text);
    match scope.ontology.expand(text) {
        None => named(scope, text, span),
        Some(Ok(iri)) if declared.is_empty() => match NamedNode::new(iri) {
            Ok(iri) => known(scope, iri, span),
            Err(error) => Err(Box::new(invalid_iri(span, &error.to_string())).into()),
        },
        Some(Ok(iri)) => Err(Box::new(name_or_curie(text, &iri, span)).into()),
        Some(Err(_)) if !declared.is_empty() => named(scope, text, span),
        Some(Err(prefix)) => Err(Box::new(undeclared_prefix(scope.ontology, prefix, span)).into()),
    }
}

/// An IRI; one of the project's own entities has to be declared, like any name.
fn known(scope: &Scope, iri: NamedNode, span: Span) -> Result<Resource, Unresolved> {
    let entities = scope.project.base.entity("");
    match iri.as_str().strip_prefix(&entities) {
        None => Ok(Resource::Iri(iri)),
        Some(id) => match scope.with_id(id) {
            Some(entity) => Ok(Resource::Entity(entity)),
            None => Err(Box::new(unknown_entity(scope, id, span)).into()),
        },
    }
}

fn unknown_entity(scope: &Scope, id: &str, span: Span) -> Diagnostic {
    let message = format!("no declared entity has the id `{id}`");
    let diagnostic = Diagnostic::new(Rule::UnknownName, span, message);
    match did_you_mean(id, scope.world.entity_ids()) {
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
    let (statement, quotation) = (scope.statement(id), scope.quotation(id));
    match (statement, quotation) {
        (Some(_), None) => Ok(Resource::Statement(id.clone())),
        (None, Some((source, _))) => Ok(Resource::Quotation(source, id.clone())),
        (Some(statement), Some((_, quotation))) => {
            let message = format!("`^{id}` is a quotation of this dossier, and a statement");
            let diagnostic = Diagnostic::new(Rule::TwoReadings, token.span, message)
                .label("which of the two is meant?")
                .related(quotation, "the quotation")
                .related(statement, "the statement")
                .help("give one of the two another id");
            Err(Box::new(diagnostic))
        }
        (None, None) => {
            let known = scope.world.ids();
            Err(Box::new(unknown_id(id, token.span, known.of_statements())))
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

fn this(scope: &Scope, span: Span, in_row: bool) -> Result<Resource, Box<Diagnostic>> {
    if let Some((source, _)) = scope.source {
        return Ok(Resource::Source(source));
    }
    let message = if in_row {
        "`this` is the source that a row cites, and this row cites none"
    } else {
        "`this` is the source of a dossier, and an entity register has none"
    };
    let diagnostic = Diagnostic::new(Rule::ThisWithoutSource, span, message);
    Err(Box::new(diagnostic.label("name what is meant")))
}

fn named(scope: &Scope, name: &str, span: Span) -> Result<Resource, Unresolved> {
    match &*scope.called(name) {
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
    let near = if !scope.may_suggest() {
        None
    } else if let Some(bare) = slips::bare(scope, name) {
        let entity = scope.entity(scope.called(&bare)[0]);
        return diagnostic
            .label(format!("did you mean `{bare}`?"))
            .related(entity.span, format!("`{bare}` is declared here"))
            .help("names stand without any marks beside them")
            .fix(span, bare);
    } else {
        scope.world.nearest_name(name)
    };
    let diagnostic = match near {
        Some(near) => {
            let entity = scope.entity(scope.called(&near)[0]);
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
