//! Trees × ontology → (model, diagnostics): what every name and word means.
//!
//! Three passes, since a line may use what another file declares: the sources, the declarations, then the
//! statements of each dossier on their own. What cannot be resolved is reported and left out.

mod declaration;
mod keys;
mod literal;
mod names;
mod qualifier;
mod source;
mod statement;
mod time;

use std::collections::HashMap;

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Rule};
use crate::model::{Dossier, DossierId, Entity, EntityId, Group, Model, Quotation, Source};
use crate::ontology::{Lookup, Ontology};
use crate::project::Project;
use crate::span::{FileId, Span};
use crate::syntax::{self, Block, Bullet, Token, TokenKind};
use names::{Ids, Names};

/// Which file holds the stored text of the source of a dossier (by the dossier's file).
pub type Texts = HashMap<FileId, FileId>;

/// Resolves all trees of a project.
pub fn resolve(
    trees: &[syntax::Dossier],
    texts: &Texts,
    ontology: &Ontology,
    project: &Project,
) -> (Model, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut model = Model::default();
    for tree in trees {
        let source = source::read(
            tree,
            texts.get(&tree.file).copied(),
            ontology,
            &mut diagnostics,
        );
        model.dossiers.push(container(tree, source));
    }
    source::unique_ids(trees, &model, &mut diagnostics);
    model.entities = declaration::entities(trees, ontology, project, &mut diagnostics);
    let names = Names::new(&model.entities);
    let ids = ids(trees, ontology, &mut diagnostics);
    let shared = Shared {
        project,
        ontology,
        names: &names,
        ids: &ids,
    };
    declaration::merges(trees, &mut model, &shared, &mut diagnostics);
    let resolved: Vec<_> = trees
        .par_iter()
        .enumerate()
        .map(|(index, tree)| readings(tree, DossierId(index as u32), &model, &shared))
        .collect();
    for (dossier, (readings, mut problems)) in model.dossiers.iter_mut().zip(resolved) {
        dossier.readings = readings;
        diagnostics.append(&mut problems);
    }
    keys::assign(&mut model, ontology, project, &mut diagnostics);
    (model, diagnostics)
}

/// What all dossiers share.
struct Shared<'a> {
    project: &'a Project,
    ontology: &'a Ontology,
    names: &'a Names,
    ids: &'a Ids,
}

impl<'a> Shared<'a> {
    /// What the lines of a dossier are resolved against.
    fn scope(&self, model: &'a Model, dossier: DossierId) -> Scope<'a> {
        Scope {
            project: self.project,
            ontology: self.ontology,
            names: self.names,
            ids: self.ids,
            entities: &model.entities,
            dossier,
            source: model.dossier(dossier).source.as_ref(),
            published_is_wrong: false,
        }
    }
}

/// What a line is resolved against.
struct Scope<'a> {
    project: &'a Project,
    ontology: &'a Ontology,
    names: &'a Names,
    ids: &'a Ids,
    entities: &'a [Entity],
    dossier: DossierId,
    /// The source of the dossier; a register has none.
    source: Option<&'a Source>,
    /// Whether the front matter gives a date of publication that cannot be read, which is told there.
    published_is_wrong: bool,
}

impl Scope<'_> {
    fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.0 as usize]
    }
}

/// The quotations and groups of a tree, without what is read off them.
fn container(tree: &syntax::Dossier, source: Option<Source>) -> Dossier {
    let mut dossier = Dossier {
        file: tree.file,
        source,
        quotations: Vec::new(),
        groups: Vec::new(),
        readings: Vec::new(),
    };
    for block in &tree.blocks {
        let Block::Group(group) = block else { continue };
        let start = dossier.quotations.len();
        for quotation in &group.quotations {
            let anchor = quotation.anchor.as_ref();
            let text =
                |part: Option<&crate::span::Spanned<String>>| part.map(|part| part.value.clone());
            dossier.quotations.push(Quotation {
                text: quotation.text.clone(),
                lines: quotation.lines.clone(),
                id: text(anchor.and_then(|anchor| anchor.id.as_ref())),
                locator: text(anchor.and_then(|anchor| anchor.locator.as_ref())),
                span: quotation.span,
            });
        }
        dossier.groups.push(Group {
            quotations: start..dossier.quotations.len(),
            bullets: group.bullets.len(),
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

/// Where the words of the vocabulary stand in a line, from the second token on; `is` counts as one.
fn vocabulary_words(ontology: &Ontology, tokens: &[Token]) -> Vec<usize> {
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

/// All ids that statements and quotations have; one dossier uses an id once.
fn ids(trees: &[syntax::Dossier], ontology: &Ontology, diagnostics: &mut Vec<Diagnostic>) -> Ids {
    let mut ids = Ids::default();
    for (index, tree) in (0..).zip(trees) {
        let mut here: HashMap<&str, Span> = HashMap::new();
        let mut add = |id: &'_ crate::span::Spanned<String>, known: Option<Span>| {
            if !crate::iri::is_slug(&id.value) {
                diagnostics.push(invalid_id(&id.value, id.span));
            }
            if let Some(first) = known {
                diagnostics.push(duplicate_id(&id.value, id.span, first));
            }
        };
        let quotations = tree.blocks.iter().filter_map(|block| match block {
            Block::Group(group) => Some(&group.quotations),
            Block::Declarations(_) => None,
        });
        for quotation in quotations.flatten() {
            if let Some(id) = quotation
                .anchor
                .as_ref()
                .and_then(|anchor| anchor.id.as_ref())
            {
                add(id, here.insert(&id.value, id.span));
                ids.quotations
                    .insert((DossierId(index), id.value.clone()), id.span);
            }
        }
        for (_, bullet) in bullets(tree) {
            if let Some(id) = &bullet.id
                && !is_declaration(ontology, bullet)
                && !statement::is_object(ontology, bullet)
            {
                add(id, here.insert(&id.value, id.span));
                ids.statements.entry(id.value.clone()).or_insert(id.span);
            }
        }
    }
    ids
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

/// The statements of one dossier.
fn readings(
    tree: &syntax::Dossier,
    id: DossierId,
    model: &Model,
    shared: &Shared,
) -> (Vec<crate::model::Reading>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let source = model.dossier(id).source.as_ref();
    let given = tree
        .front_matter
        .as_ref()
        .and_then(|front| front.get("published"));
    let scope = Scope {
        published_is_wrong: given.is_some()
            && source.is_none_or(|source| source.published.is_none()),
        ..shared.scope(model, id)
    };
    let readings = bullets(tree)
        .filter(|(_, bullet)| !bullet.broken && !is_declaration(shared.ontology, bullet))
        .filter_map(|(group, bullet)| statement::read(&scope, bullet, group, &mut diagnostics))
        .collect();
    (readings, diagnostics)
}
