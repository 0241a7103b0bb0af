//! All that the files of a project declare together.
//!
//! What is known of files that have not changed is looked into only as far as somebody asks: entities are decoded one by
//! one, and ids when the first reference is resolved.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use super::{Asked, Scope, declaration, names, quotation_name, source};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::memo::{Declared, Ids, Named, View};
use crate::model::{Entity, EntityId, Model, Source, SourceId};
use crate::ontology::Ontology;
use crate::project::Project;
use crate::span::{FileId, Placed, Span};
use crate::symbol::{Hasher, Offer, Space, Symbol, hash, symbol};
use names::{Known, Names};

/// What one file declares.
pub struct Declaration<'a> {
    pub file: FileId,
    pub source: Option<Source>,
    pub rest: Rest<'a>,
}

/// All but the source: as it was read now, or as it is remembered.
pub enum Rest<'a> {
    New(Box<Declared>),
    Old(View<'a>),
}

/// What lines are resolved against.
pub struct World<'a> {
    pub project: &'a Project,
    pub ontology: &'a Ontology,
    pub model: Model<'a>,
    names: Names,
    /// The ids that each file gives, and all of them together once somebody asks.
    ids_of: Vec<(FileId, IdsOf<'a>)>,
    ids: OnceLock<Known>,
    /// The source that each dossier declares.
    of_file: HashMap<FileId, SourceId>,
    /// The sources by their ids; of two with one id, the first.
    of_id: HashMap<String, SourceId>,
    /// What is wrong between declarations.
    conflicts: Vec<Diagnostic>,
}

enum IdsOf<'a> {
    New(Ids),
    Old(View<'a>),
}

impl<'a> World<'a> {
    /// Puts together what files declare, in their order. Where nothing is declared otherwise than in a build that had no
    /// mistakes, `changed` is false, and it need not be looked for conflicts.
    pub fn new(
        declarations: Vec<Declaration<'a>>,
        changed: bool,
        ontology: &'a Ontology,
        project: &'a Project,
    ) -> World<'a> {
        let mut world = World {
            project,
            ontology,
            model: Model::default(),
            names: Names::default(),
            ids_of: Vec::new(),
            ids: OnceLock::new(),
            of_file: HashMap::new(),
            of_id: HashMap::new(),
            conflicts: Vec::new(),
        };
        let mut others = Vec::new();
        let mut merged = Vec::new();
        for declaration in declarations {
            world.add(declaration, &mut others, &mut merged);
        }
        for (name, id) in others {
            world.names.add(name, id);
        }
        world.merge(merged);
        if changed {
            world.look_for_conflicts();
        }
        world
    }

    /// Adds what a file declares. Names that are no labels, and entities that were merged, are left for later.
    fn add(
        &mut self,
        declaration: Declaration<'a>,
        others: &mut Vec<(u64, EntityId)>,
        merged: &mut Vec<EntityId>,
    ) {
        let Declaration { file, source, rest } = declaration;
        if let Some(source) = source {
            let id = SourceId(self.model.sources.len() as u32);
            self.of_file.insert(file, id);
            self.of_id.entry(source.id.clone()).or_insert(id);
            self.model.sources.push(source);
        }
        let first = self.model.entities.len() as u32;
        let number = |index: u32| EntityId(first + index);
        let mut name = |names: &mut Names, named: Named| match named.is_label {
            true => names.add_label(named.symbol, number(named.index)),
            false => others.push((named.symbol, number(named.index))),
        };
        match rest {
            Rest::New(declared) => {
                let ids = declared.entity_ids();
                for named in declared.names() {
                    name(&mut self.names, named);
                }
                let indices = (0..).zip(&declared.entities);
                let are_merged = indices.filter(|(_, entity)| entity.merge.is_some());
                merged.extend(are_merged.map(|(index, _)| number(index)));
                self.ids_of.push((file, IdsOf::New(declared.ids)));
                self.model.entities.add(file, declared.entities, ids);
            }
            Rest::Old(memo) => {
                for named in memo.names() {
                    name(&mut self.names, named);
                }
                merged.extend(memo.merged().map(|index| number(index as u32)));
                self.ids_of.push((file, IdsOf::Old(memo)));
                let ids = memo.entity_ids().collect();
                let entities = &mut self.model.entities;
                entities.add_packed(file, memo.entities(), ids);
            }
        }
        for id in first..self.model.entities.len() as u32 {
            let id = EntityId(id);
            self.names.add_id(self.model.entities.symbol(id), id);
        }
    }

    /// Resolves `merged into`, for which all declarations must be known.
    fn merge(&mut self, merged: Vec<EntityId>) {
        let asked = Asked::default();
        let mut targets = Vec::new();
        let mut conflicts = Vec::new();
        for id in merged {
            let Some(merge) = &self.model.entity(id).merge else {
                continue;
            };
            match declaration::target(&Scope::new(self, None, &asked), merge) {
                Ok(target) => targets.push((id, target)),
                Err(diagnostic) => conflicts.push(*diagnostic),
            }
        }
        self.conflicts.append(&mut conflicts);
        self.model.merged.extend(targets);
    }

    fn look_for_conflicts(&mut self) {
        let entities: Vec<&Entity> = self.model.entities.iter().collect();
        let mut conflicts = Vec::new();
        declaration::unique(&entities, &mut conflicts);
        source::unique_ids(&self.model.sources, &mut conflicts);
        conflicts.extend_from_slice(&self.ids().conflicts);
        self.conflicts.append(&mut conflicts);
    }

    /// The ids of all statements and quotations.
    pub(super) fn ids(&self) -> &Known {
        self.ids.get_or_init(|| {
            let mut known = Known::default();
            for (file, of) in &self.ids_of {
                match of {
                    IdsOf::New(ids) => known.add(*file, ids),
                    IdsOf::Old(memo) => known.add(*file, &memo.ids()),
                }
            }
            known
        })
    }

    /// Whether a line gives a statement this id.
    pub fn has_statement(&self, id: &str) -> bool {
        self.ids().statement(id).is_some()
    }

    /// The entities that are called so.
    pub fn called(&self, name: &str) -> Cow<'_, [EntityId]> {
        self.names.get(name, &self.model.entities)
    }

    /// The entity with this id.
    pub fn entity_with(&self, id: &str) -> Option<EntityId> {
        self.names.with_id(id, &self.model.entities)
    }

    /// The declared name nearest to one that isn't declared.
    pub(super) fn nearest_name(&self, name: &str) -> Option<String> {
        let entities = self.model.entities.iter();
        did_you_mean(
            name,
            entities.flat_map(Entity::names).map(|name| &name.text),
        )
    }

    /// The ids of all statements that have one, in no order.
    pub fn statement_ids(&self) -> impl Iterator<Item = &String> {
        self.ids().of_statements()
    }

    /// The ids of all entities.
    pub(super) fn entity_ids(&self) -> impl Iterator<Item = &String> {
        self.model.entities.iter().map(|entity| &entity.id)
    }

    /// The entities that a file declares, drafts left out.
    pub fn entities_of(&self, file: FileId) -> impl Iterator<Item = &Entity> {
        let entities = self.model.entities.of(file);
        let entities = entities.map(|id| self.model.entity(id));
        entities.filter(|entity| !entity.draft)
    }

    /// What is wrong between the declarations of files, which is nobody's own fault.
    pub fn conflicts(&self) -> &[Diagnostic] {
        &self.conflicts
    }

    /// The source that a dossier declares.
    pub fn source_in(&self, file: FileId) -> Option<SourceId> {
        self.of_file.get(&file).copied()
    }

    /// The source with this id.
    pub(super) fn source_with(&self, id: &str) -> Option<SourceId> {
        self.of_id.get(id).copied()
    }

    /// The ids of all sources, in no order.
    pub(super) fn source_ids(&self) -> impl Iterator<Item = &String> {
        self.of_id.keys()
    }

    /// The entity with an id, or the one that it was merged into; with what was asked for to find it.
    pub fn standing(&self, id: &str) -> (Option<EntityId>, Vec<Symbol>) {
        let asked = Asked::default();
        asked.ask(Space::Entity, id);
        let found = self.entity_with(id);
        if let Some(found) = found {
            self.ask_for_merges(found, &asked);
        }
        let standing = found.map(|found| self.model.survivor(found));
        (standing, asked.symbols())
    }

    /// Notes what the IRI of an entity depends on that was merged into another one.
    pub(super) fn ask_for_merges(&self, id: EntityId, asked: &Asked) {
        let next = |&id: &EntityId| self.model.merged_into(id);
        let steps = std::iter::successors(Some(id), next).take(self.model.merged.len() + 1);
        for id in steps {
            let entity = self.model.entity(id);
            let Some(merge) = &entity.merge else { return };
            asked.ask(Space::Name, &crate::syntax::text_of(&merge.target));
            if let Some(target) = self.model.merged_into(id) {
                asked.ask(Space::Entity, &self.model.entity(target).id);
            }
        }
    }
}

impl Declared {
    /// What is offered to other files; sorted. The source is given apart.
    pub fn offers(&self, source: Option<&Source>) -> Vec<Offer> {
        let mut offers = Vec::new();
        let mut offer = |space, name: &str, meaning| {
            let symbol = symbol(space, name);
            offers.push(Offer { symbol, meaning });
        };
        for entity in &self.entities {
            let meaning = meaning(entity);
            offer(Space::Entity, &entity.id, meaning);
            for (index, name) in entity.names().enumerate() {
                let is_label = u64::from(index == 0);
                offer(Space::Name, &name.text, meaning.wrapping_add(is_label));
            }
        }
        if let Some(source) = source {
            offer(Space::Source, &source.id, meaning_of_source(source));
        }
        for (id, _) in &self.ids.statements {
            offer(Space::Statement, id, 1);
        }
        for quoted in &self.ids.quotations {
            let name = quotation_name(&quoted.source, &quoted.id);
            offer(Space::Quotation, &name, quoted.words);
        }
        // What is declared twice is offered twice, so that it is noticed.
        offers.sort_unstable();
        offers
    }
}

/// A hash of all of an entity that others can tell: not of what only its own file makes of it.
fn meaning(entity: &Entity) -> u64 {
    let mut hasher = Hasher::default();
    hasher.add(entity.id.as_bytes());
    hasher.number(u64::from(entity.draft));
    for name in entity.names() {
        hasher.add(name.text.as_bytes());
        hasher.add(name.lang.as_bytes());
    }
    hasher.number(entity.classes.len() as u64);
    for class in &entity.classes {
        hasher.number(u64::from(class.0));
    }
    if let Some(merge) = &entity.merge {
        hasher.add(crate::syntax::text_of(&merge.target).as_bytes());
    }
    hasher.finish()
}

/// A hash of all that a source is, wherever it is declared.
fn meaning_of_source(source: &Source) -> u64 {
    let mut source = source.clone();
    let nowhere = Span::new(FileId(0), 0, 0);
    source.file = nowhere.file;
    source.each_span(&mut |span| *span = nowhere);
    hash(&postcard::to_stdvec(&source).expect("memory takes everything"))
}
