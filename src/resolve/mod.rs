//! Trees × vocabulary → what every name and word means, in two steps.
//!
//! [`declare`] takes a tree for itself: the entities, the source and the ids that it declares. All of them together are a
//! [`World`]. [`resolve`] then takes each tree again, on its own: what its lines say, every name an entity, a source or an
//! IRI. What it asks the world for is noted, so that it is known on what the answer depends. What cannot be resolved
//! is reported and left out.

pub mod alone;
mod declaration;
mod dismissal;
mod keys;
mod literal;
mod names;
mod qualifier;
mod row;
mod slips;
mod source;
mod statement;
mod table;
mod time;
mod world;

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use rustc_hash::FxHashSet;

use crate::diagnostic::{Diagnostic, Rule};
use crate::files::Kind;
use crate::memo::{Declared, Ids, Pin, QuotedId};
use crate::model::{Dossier, Entity, EntityId, Group, Quotation, Reading, Source, SourceId};
use crate::ontology::{Lookup, Ontology};
use crate::project::Project;
use crate::span::{Span, Spanned};
use crate::symbol::{Space, Symbol, hash, symbol};
use crate::syntax::{self, Block, Bullet, Token, TokenKind};

pub use keys::{Pins, conflicts as pin_conflicts};
pub use literal::is_literal as is_value;
pub use source::not_a_review;
pub use world::{Declaration, Rest, World};

/// What a tree declares, and what is wrong with its declarations.
pub fn declare(
    tree: &syntax::Dossier,
    ontology: &Ontology,
    project: &Project,
) -> (Declared, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let source = source::read(tree, ontology, &mut diagnostics);
    let entities = declaration::entities(tree, ontology, project, &mut diagnostics);
    let mut declared = Declared {
        entities,
        source,
        ids: Ids::default(),
    };
    ids(tree, ontology, &mut declared, &mut diagnostics);
    (declared, diagnostics)
}

/// A tree, resolved.
pub struct Resolved {
    pub dossier: Dossier,
    /// The entities that it declares.
    pub entities: Vec<EntityId>,
    /// The ids that it gives to statements.
    pub pins: Vec<Pin>,
    /// The hash key of what each reading says, whatever id it has.
    pub hashes: Vec<String>,
    /// What was asked of the world, whether it was there or not.
    pub asked: Vec<Symbol>,
}

/// What the lines of a tree say. `pins` are the ids that all files give to statements, as far as they are known.
pub fn resolve(tree: &syntax::Dossier, world: &World, pins: &Pins) -> (Resolved, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let asked = Asked::default();
    let cited = table::Cited::new(tree, world, &asked, &mut diagnostics);
    table::roles(tree, world.ontology, &mut diagnostics);
    let mut dossier = container(tree, world.source_in(tree.file), &cited);
    dismissal::read(tree, world.ontology, &mut dossier, &mut diagnostics);
    dossier.readings = readings(tree, &dossier, world, &asked, &mut diagnostics);
    let entities: Vec<EntityId> = world.model.entities.of(tree.file).collect();
    for &id in &entities {
        world.ask_for_merges(id, &asked);
    }
    let (hashes, own) = keys::assign(&mut dossier, world, pins);
    let resolved = Resolved {
        dossier,
        entities,
        pins: own,
        hashes,
        asked: asked.symbols(),
    };
    (resolved, diagnostics)
}

/// For how many unknown names of a file the nearest is looked for. That compares all names with each; and where a table
/// has thousands that are unknown, what is wrong isn't how they are spelled.
const SUGGESTIONS: usize = 100;

/// What lines have asked for.
struct Asked {
    symbols: RefCell<FxHashSet<Symbol>>,
    /// For how many more unknown names the nearest is looked for.
    suggestions: Cell<usize>,
}

impl Default for Asked {
    fn default() -> Asked {
        Asked {
            symbols: RefCell::default(),
            suggestions: Cell::new(SUGGESTIONS),
        }
    }
}

impl Asked {
    fn ask(&self, space: Space, name: &str) {
        self.symbols.borrow_mut().insert(symbol(space, name));
    }

    /// The symbols, sorted.
    fn symbols(self) -> Vec<Symbol> {
        let mut symbols: Vec<Symbol> = self.symbols.into_inner().into_iter().collect();
        symbols.sort_unstable();
        symbols
    }
}

/// What a line is resolved against.
struct Scope<'a> {
    project: &'a Project,
    ontology: &'a Ontology,
    world: &'a World<'a>,
    /// The source of the dossier, or the one that a row cites; a register has none.
    source: Option<(SourceId, &'a Source)>,
    asked: &'a Asked,
}

impl<'a> Scope<'a> {
    fn new(world: &'a World, source: Option<SourceId>, asked: &'a Asked) -> Scope<'a> {
        Scope {
            project: world.project,
            ontology: world.ontology,
            world,
            source: source.map(|id| (id, world.model.source(id))),
            asked,
        }
    }

    fn ask(&self, space: Space, name: &str) {
        self.asked.ask(space, name);
    }

    fn entity(&self, id: EntityId) -> &'a Entity {
        self.world.model.entity(id)
    }

    /// Whether to look for the nearest name once more.
    fn may_suggest(&self) -> bool {
        let left = self.asked.suggestions.get();
        self.asked.suggestions.set(left.saturating_sub(1));
        left > 0
    }

    fn source(&self) -> Option<&'a Source> {
        self.source.map(|(_, source)| source)
    }

    /// The entities that are called so.
    fn called(&self, name: &str) -> Cow<'a, [EntityId]> {
        self.ask(Space::Name, name);
        let ids = self.world.called(name);
        for &id in ids.iter() {
            self.world.ask_for_merges(id, self.asked);
        }
        ids
    }

    /// The entity with this id.
    fn with_id(&self, id: &str) -> Option<EntityId> {
        self.ask(Space::Entity, id);
        let found = self.world.entity_with(id)?;
        self.world.ask_for_merges(found, self.asked);
        Some(found)
    }

    /// Where the statement with this id stands.
    fn statement(&self, id: &str) -> Option<Span> {
        self.ask(Space::Statement, id);
        self.world.ids().statement(id)
    }

    /// Where the quotation of the line's source with this id stands.
    fn quotation(&self, id: &str) -> Option<(SourceId, Span)> {
        let (number, source) = self.source?;
        self.ask(Space::Quotation, &quotation_name(&source.id, id));
        Some((number, self.world.ids().quotation(&source.id, id)?))
    }
}

/// The name of a quotation in the space of quotations.
fn quotation_name(source: &str, id: &str) -> String {
    format!("{source} {id}")
}

/// The quotations and groups of a tree, without what is read off them.
fn container(tree: &syntax::Dossier, source: Option<SourceId>, cited: &table::Cited) -> Dossier {
    let mut dossier = Dossier {
        file: tree.file,
        kind: tree.kind,
        source,
        quotations: Vec::new(),
        groups: Vec::new(),
        readings: Vec::new(),
        review: None, // it is looked for where the files are known
    };
    for block in &tree.blocks {
        let Block::Group(group) = block else { continue };
        let start = dossier.quotations.len();
        for quotation in &group.quotations {
            let anchor = quotation.anchor.as_ref();
            let text = |part: Option<&Spanned<String>>| part.map(|part| part.value.clone());
            dossier.quotations.push(Quotation {
                text: quotation.text.clone(),
                lines: quotation.lines.clone(),
                id: text(anchor.and_then(|anchor| anchor.id.as_ref())),
                locator: text(anchor.and_then(|anchor| anchor.locator.as_ref())),
                span: quotation.span,
            });
        }
        dossier.groups.push(Group {
            source: source.or_else(|| cited.source(group.source.as_ref()?)),
            quotations: start..dossier.quotations.len(),
            bullets: group.bullets.len(),
            dismissal: None,
        });
    }
    dossier
}

/// A bullet, with the group under which it stands.
fn bullets(tree: &syntax::Dossier) -> impl Iterator<Item = (Option<usize>, &Bullet)> {
    let mut groups = 0;
    tree.blocks.iter().flat_map(move |block| {
        let (group, bullets) = match block {
            Block::Group(group) => {
                groups += 1;
                (Some(groups - 1), &group.bullets)
            }
            Block::Declarations(bullets) => (None, bullets),
        };
        bullets.iter().map(move |bullet| (group, bullet))
    })
}

/// Where the words of the vocabulary stand in a line, from the second token on; `is` counts as one. In a row it is
/// the predicate's cell, whatever that says.
fn vocabulary_words(ontology: &Ontology, tokens: &[Token]) -> Vec<usize> {
    if let [subject, second, ..] = tokens
        && subject.is_cell()
    {
        return vec![if second.is_word("not") { 2 } else { 1 }];
    }
    (1..tokens.len())
        .filter(|&at| {
            let token = &tokens[at];
            token.kind == TokenKind::Word
                && (token.text == "is" || is_predicate(ontology, &token.text))
        })
        .collect()
}

fn is_predicate(ontology: &Ontology, word: &str) -> bool {
    match ontology.find_property(word) {
        Lookup::One(id) => ontology.property(id).predicate,
        Lookup::Several(ids) => ids.iter().any(|&id| ontology.property(id).predicate),
        Lookup::None | Lookup::NoPrefix(_) => false,
    }
}

/// Whether a bullet is a declaration: its first word of the vocabulary is `is`.
fn is_declaration(ontology: &Ontology, bullet: &Bullet) -> bool {
    vocabulary_words(ontology, &bullet.head)
        .first()
        .is_some_and(|&at| bullet.head[at].is_word("is"))
}

/// The ids that statements and quotations of a tree have; it uses an id once.
fn ids(
    tree: &syntax::Dossier,
    ontology: &Ontology,
    declared: &mut Declared,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut here: HashMap<&str, Span> = HashMap::new();
    let mut quoted: HashMap<(&str, &str), u64> = HashMap::new();
    let mut add = |id: &Spanned<String>, known: Option<Span>| {
        if !crate::iri::is_slug(&id.value) {
            diagnostics.push(invalid_id(&id.value, id.span));
        }
        if let Some(first) = known {
            diagnostics.push(duplicate_id(&id.value, id.span, first));
        }
    };
    let own = declared.source.as_ref().map(|source| source.id.clone());
    for (cited, quotation, id) in quotations(tree) {
        let source = cited.or(own.as_deref()).unwrap_or_default();
        let words = hash(quotation.text.as_bytes());
        let key = (source, id.value.as_str());
        // Rows of a table may quote the same words under one id.
        if tree.kind == Kind::Facts && quoted.get(&key) == Some(&words) {
            add(id, None);
            continue;
        }
        add(id, here.insert(&id.value, id.span));
        if quoted.insert(key, words).is_none() {
            declared.ids.quotations.push(QuotedId {
                source: source.to_owned(),
                id: id.value.clone(),
                place: id.span.place(),
                words,
            });
        }
    }
    let mut known: FxHashSet<&str> = FxHashSet::default();
    for (_, bullet) in bullets(tree) {
        if let Some(id) = &bullet.id
            && !bullet.is_dismissal()
            && !is_declaration(ontology, bullet)
            && !statement::is_object(ontology, bullet)
        {
            add(id, here.insert(&id.value, id.span));
            if known.insert(&id.value) {
                let place = id.span.place();
                declared.ids.statements.push((id.value.clone(), place));
            }
        }
    }
}

/// The quotations of a tree that have an id, each with the id of the source that a row cites.
fn quotations(
    tree: &syntax::Dossier,
) -> impl Iterator<Item = (Option<&str>, &syntax::Quotation, &Spanned<String>)> {
    let groups = tree.blocks.iter().filter_map(|block| match block {
        Block::Group(group) => Some(group),
        Block::Declarations(_) => None,
    });
    groups.flat_map(|group| {
        let source = group.source.as_ref().map(|source| source.value.as_str());
        group.quotations.iter().filter_map(move |quotation| {
            Some((source, quotation, quotation.anchor.as_ref()?.id.as_ref()?))
        })
    })
}

fn duplicate_id(id: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(Rule::DuplicateId, span, format!("the id `{id}` is taken"))
        .label("choose another id")
        .related(first, "it stands here first")
}

fn invalid_id(id: &str, span: Span) -> Diagnostic {
    let message = match id {
        "" => "an id is missing after `^`".to_owned(),
        id => format!("`{id}` cannot be an id"),
    };
    let diagnostic = Diagnostic::new(Rule::InvalidId, span, message)
        .label("an id has lower-case letters a to z and digits, with single hyphens between");
    match crate::iri::slug(id) {
        Some(slug) => diagnostic.help(format!("for instance `{slug}`")),
        None => diagnostic,
    }
}

/// The statements of a dossier or table.
fn readings(
    tree: &syntax::Dossier,
    dossier: &Dossier,
    world: &World,
    asked: &Asked,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Reading> {
    bullets(tree)
        .filter(|(_, bullet)| !bullet.broken && !bullet.is_dismissal())
        .filter(|(_, bullet)| !is_declaration(world.ontology, bullet))
        .filter_map(|(group, bullet)| {
            let scope = Scope::new(world, dossier.source_of(group), asked);
            let before = diagnostics.len();
            let reading = statement::read(&scope, bullet, group, diagnostics);
            if group.is_some() && scope.source.is_none() {
                table::forget_source(diagnostics, before);
            }
            reading
        })
        .collect()
}
