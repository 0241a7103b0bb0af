//! A line that stands in no file: what a person asks about, in the words of a dossier.

use oxrdf::{NamedNode, Term};

use super::{Asked, Scope, World, declaration, names, statement, vocabulary_words};
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::{Literal, Object, SourceId};
use crate::parse;
use crate::span::FileId;
use crate::syntax::{Bullet, TokenKind};
use crate::time::Time;
use crate::vocab::rdf;

/// What a line says, in terms.
#[derive(Debug)]
pub struct Said {
    pub subject: NamedNode,
    pub predicate: NamedNode,
    /// One; of `NAME is a CLASS and CLASS` several.
    pub objects: Vec<Term>,
    pub unit: Option<NamedNode>,
    pub negated: bool,
    pub time: Time,
    pub roles: Vec<(NamedNode, Term)>,
    pub id: Option<String>,
}

/// Whether a text is a line: it has a predicate, and is not as a whole what an entity is called.
pub fn is_line(file: FileId, text: &str, world: &World) -> bool {
    let bullet = parse::alone(file, text, &mut Vec::new());
    let name = crate::syntax::text_of(&bullet.head);
    let is_name = bullet.qualifiers.is_empty() && !world.called(&name).is_empty();
    !is_name && !vocabulary_words(world.ontology, &bullet.head).is_empty()
}

/// What a line may say, or what is wrong with it. `file` holds the text. A line that was copied from a dossier may name its
/// source by a word that means another one elsewhere: then it says what it would in each of them.
pub fn read(file: FileId, text: &str, world: &World) -> Result<Vec<Said>, Vec<Diagnostic>> {
    let mut diagnostics = Vec::new();
    let bullet = parse::alone(file, text, &mut diagnostics);
    if bullet.broken {
        return Err(diagnostics);
    }
    let asked = Asked::default();
    let alone = said(&Scope::new(world, None, &asked), &bullet);
    let sources = world.model.sources.len() as u32;
    if !names_source(world, &bullet) || sources == 0 {
        return alone.map(|said| vec![said]);
    }
    let mut found = Vec::new();
    let mut first = None;
    for source in (0..sources).map(SourceId) {
        match said(&Scope::new(world, Some(source), &asked), &bullet) {
            Ok(said) => found.push(said),
            // What is wrong in every dossier need not be looked for in all.
            Err(problems) if !problems.iter().all(is_of_source) => return Err(problems),
            Err(problems) => {
                first.get_or_insert(problems);
            }
        }
    }
    match found.is_empty() {
        true => Err(first.unwrap_or_default()),
        false => Ok(found),
    }
}

fn said(scope: &Scope, bullet: &Bullet) -> Result<Said, Vec<Diagnostic>> {
    let mut diagnostics = Vec::new();
    let said = if super::is_declaration(scope.ontology, bullet) {
        class(scope, bullet, &mut diagnostics)
    } else {
        fact(scope, bullet, &mut diagnostics)
    };
    said.filter(|_| diagnostics.is_empty()).ok_or(diagnostics)
}

/// Whether a word may mean the source of a dossier, its day of publication, or one of its quotations.
fn names_source(world: &World, bullet: &Bullet) -> bool {
    let qualifiers = bullet.qualifiers.iter().flat_map(|it| &it.tokens);
    let object = bullet.id.iter().map(|id| &id.value);
    let mut references = bullet
        .head
        .iter()
        .chain(qualifiers.clone())
        .filter(|token| token.kind == TokenKind::Reference)
        .map(|token| &token.text)
        .chain(object);
    let mut tokens = bullet.head.iter().chain(qualifiers);
    tokens.any(|token| token.is_word("this") || token.is_word("publication"))
        || references.any(|id| !world.has_statement(id))
}

/// Whether what is wrong may be right in the dossier on another source.
fn is_of_source(diagnostic: &Diagnostic) -> bool {
    let rules = [
        Rule::ThisWithoutSource,
        Rule::NoPublicationDate,
        Rule::UnknownId,
    ];
    rules.contains(&diagnostic.rule)
}

/// Whether what is wrong is a predicate that was mistyped.
pub fn is_slip(diagnostics: &[Diagnostic]) -> bool {
    let is_slip = |one: &Diagnostic| one.rule == Rule::NoPredicate && one.fix.is_some();
    diagnostics.iter().any(is_slip)
}

fn fact(scope: &Scope, bullet: &Bullet, diagnostics: &mut Vec<Diagnostic>) -> Option<Said> {
    let reading = statement::read(scope, bullet, None, diagnostics)?;
    let (model, base) = (&scope.world.model, &scope.project.base);
    let property = |id| scope.ontology.property(id).iri.clone();
    let statement = reading.statement;
    let unit = match &statement.object {
        Object::Literal(Literal { unit, .. }) => *unit,
        Object::Resource(_) => None,
    };
    let roles = statement.roles.iter();
    let roles = roles.map(|(role, value)| (property(*role), value.term(model, base)));
    Some(Said {
        subject: statement.subject.iri(model, base),
        predicate: property(statement.predicate),
        objects: vec![statement.object.term(model, base)],
        unit: unit.map(|unit| scope.ontology.unit(unit).iri.clone()),
        negated: statement.negated,
        roles: roles.collect(),
        time: statement.time,
        id: reading.id.map(|id| id.value),
    })
}

/// `NAME is a CLASS`, of which only what comes before a semicolon is asked.
fn class(scope: &Scope, bullet: &Bullet, diagnostics: &mut Vec<Diagnostic>) -> Option<Said> {
    let words = vocabulary_words(scope.ontology, &bullet.head);
    let (&is, others) = words.split_first()?;
    if let Some(&second) = others.first() {
        let (first, second) = (&bullet.head[is], &bullet.head[second]);
        diagnostics.push(statement::two_predicates(first, second));
        return None;
    }
    let subject = names::resource(scope, &bullet.head[..is]);
    let subject = subject.map_err(|diagnostic| diagnostics.push(*diagnostic));
    let classes = declaration::classes(
        scope.ontology,
        scope.project,
        &bullet.head[is..],
        diagnostics,
    );
    let class = |id| Term::from(scope.ontology.class(id).iri.clone());
    Some(Said {
        subject: subject.ok()?.iri(&scope.world.model, &scope.project.base),
        predicate: rdf::TYPE.into_owned(),
        objects: classes.into_iter().map(class).collect(),
        unit: None,
        negated: false,
        time: Time::default(),
        roles: Vec::new(),
        id: None,
    })
}
