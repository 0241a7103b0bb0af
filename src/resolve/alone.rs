//! A line that stands in no file: what a person asks about, in the words of a dossier.

use oxrdf::{NamedNode, Term};

use super::{Asked, Scope, World, declaration, names, statement, vocabulary_words};
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::{Literal, Object};
use crate::parse;
use crate::span::FileId;
use crate::syntax::Bullet;
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

/// What a line says, or what is wrong with it. `file` holds the text.
pub fn read(file: FileId, text: &str, world: &World) -> Result<Said, Vec<Diagnostic>> {
    let mut diagnostics = Vec::new();
    let bullet = parse::alone(file, text, &mut diagnostics);
    if bullet.broken {
        return Err(diagnostics);
    }
    let asked = Asked::default();
    let scope = Scope::new(world, None, &asked);
    let said = if super::is_declaration(world.ontology, &bullet) {
        class(&scope, &bullet, &mut diagnostics)
    } else {
        fact(&scope, &bullet, &mut diagnostics)
    };
    said.filter(|_| diagnostics.is_empty()).ok_or(diagnostics)
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
