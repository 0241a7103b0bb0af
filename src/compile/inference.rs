//! What follows from the statements of all files: of each file for itself, and the chains that go through several.
//!
//! Two things of other files matter to what follows from a file: whether a triple is asserted somewhere, which then is
//! not inferred; and which file is the first to make a statement, since what follows from it follows once. Both are
//! symbols that statements offer, so that a change touches no more files than it has to.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::slots::{self, CHAINS, Changes, INFERRED, Slots, offered};
use crate::diagnostic::{Diagnostic, Rule};
use crate::in_order::in_order;
use crate::infer::{self, CHAINS_KEPT, Inferred, Premise, Rules};
use crate::lower;
use crate::memo::{Memo, View};
use crate::ontology::PropertyId;
use crate::resolve::World;
use crate::span::FileId;
use crate::store::{Build, Segment, StoreError, Writer};
use crate::symbol::Symbol;

/// Infers what follows from files that were compiled now, and from those for which something has changed by them.
pub fn infer(
    slots: &Slots,
    before: Option<&Build>,
    world: &World,
    rules: &Rules,
    writer: &mut Writer,
) -> Result<Vec<Diagnostic>, StoreError> {
    let changed = changes(slots);
    let touched = touched(slots, &changed);
    let said = Said::of(slots, &touched);
    let base = &world.project.base;
    let of_file = |&index: &usize| -> Option<Segment> {
        let inferred = follow(index, slots, &said, world, rules);
        (!inferred.is_empty()).then(|| lower::inferred(&inferred, base))
    };
    in_order(&touched, of_file, |&index, segment| {
        let name = format!("{INFERRED}{}", slots.name(index));
        match segment {
            Some(segment) => writer.put(&name, &slots::key_only(0), &segment)?,
            None => writer.remove(&name),
        }
        Ok::<_, StoreError>(())
    })?;
    chains(slots, before, &changed, world, rules, writer)
}

/// What statements offer otherwise than before.
fn changes(slots: &Slots) -> Changes {
    let mut changed = Changes::default();
    for (before, now) in slots.replaced() {
        changed.add(&offered(before, View::says), &offered(now, View::says));
    }
    changed
}

/// The files from which something else may follow than before.
fn touched(slots: &Slots, changed: &Changes) -> Vec<usize> {
    let is_touched = |index: usize| match slots.memo(index) {
        Some((_, true)) => true,
        Some((memo, false)) => {
            !changed.are_none() && memo.asks_said().any(|symbol| changed.has(symbol))
        }
        None => false,
    };
    (0..slots.count())
        .into_par_iter()
        .filter(|&index| is_touched(index))
        .collect()
}

/// Of the symbols that some files ask for, the first file that offers each; nothing where none does.
struct Said(FxHashMap<Symbol, Option<usize>>);

impl Said {
    fn of(slots: &Slots, askers: &[usize]) -> Said {
        let memos = askers.iter().filter_map(|&index| slots.memo(index));
        let asked = memos.flat_map(|(memo, _)| memo.asks_said());
        let mut said: FxHashMap<Symbol, Option<usize>> =
            asked.map(|symbol| (symbol, None)).collect();
        for index in 0..slots.count() {
            let Some((memo, _)) = slots.memo(index) else {
                continue;
            };
            for offer in memo.says() {
                if let Some(first) = said.get_mut(&offer.symbol) {
                    first.get_or_insert(index);
                }
            }
        }
        Said(said)
    }

    fn first(&self, symbol: Symbol) -> Option<usize> {
        self.0.get(&symbol).copied().flatten()
    }
}

/// What follows from one file.
fn follow(index: usize, slots: &Slots, said: &Said, world: &World, rules: &Rules) -> Vec<Inferred> {
    let mut inferred = Vec::new();
    let Some((memo, _)) = slots.memo(index) else {
        return inferred;
    };
    let mut done = FxHashSet::default();
    for premise in memo.premises() {
        if said.first(premise.said) == Some(index) && done.insert(premise.said) {
            let mut is_asserted = |symbol| said.first(symbol).is_some();
            let followed = infer::follow(&premise, rules, &mut is_asserted);
            inferred.extend(followed.into_iter().map(|(_, inferred)| inferred));
        }
    }
    let file = slots.file(index);
    for entity in world.entities_of(file) {
        inferred.extend(infer::classes(entity, world.ontology, &world.project.base));
    }
    inferred
}

/// Infers chains anew, if a statement that may take part in one has changed, or one that stands in the way of one, or the
/// rules.
fn chains(
    slots: &Slots,
    before: Option<&Build>,
    changed: &Changes,
    world: &World,
    rules: &Rules,
    writer: &mut Writer,
) -> Result<Vec<Diagnostic>, StoreError> {
    let old = before.and_then(|before| View::new(before.record(CHAINS)?));
    let holds = |old: View| {
        let is_asked = |symbol| changed.has(symbol);
        old.key() == slots.environment && !old.asks_said().any(is_asked)
    };
    if old.is_some_and(holds) && !are_links_changed(slots) {
        return Ok(Vec::new());
    }
    let mut links: Vec<(Premise, FileId)> = Vec::new();
    for (file, memo) in slots.memos() {
        links.extend(memo.chained().into_iter().map(|link| (link, file)));
    }
    links.sort();
    links.dedup_by(|a, b| a.0.key == b.0.key);
    let premises: Vec<Premise> = links.iter().map(|(link, _)| link.clone()).collect();
    let said = asserted(slots);
    let mut asked = Vec::new();
    let mut is_asserted = |symbol| {
        asked.push(symbol);
        said.contains(&symbol)
    };
    match infer::chains(&premises, rules, &mut is_asserted) {
        Ok(inferred) => {
            asked.sort_unstable();
            asked.dedup();
            let memo = Memo {
                key: slots.environment,
                asks_said: asked,
                ..Memo::default()
            };
            let segment = lower::inferred(&inferred, &world.project.base);
            writer.put(CHAINS, &memo.to_bytes(FileId(0), |_| ""), &segment)?;
            Ok(Vec::new())
        }
        Err(property) => Ok(vec![too_much(property, &links, world)]),
    }
}

/// Whether a file has changed what may take part in chains.
fn are_links_changed(slots: &Slots) -> bool {
    fn links<'m>(memo: Option<View<'m>>) -> &'m [u8] {
        memo.map_or(&[][..], |memo| memo.chained_bytes())
    }
    let mut replaced = slots.replaced();
    replaced.any(|(before, now)| links(before) != links(now))
}

/// All symbols that statements offer.
fn asserted(slots: &Slots) -> FxHashSet<Symbol> {
    let memos = slots.memos().into_iter();
    memos
        .flat_map(|(_, memo)| memo.says())
        .map(|offer| offer.symbol)
        .collect()
}

fn too_much(property: PropertyId, links: &[(Premise, FileId)], world: &World) -> Diagnostic {
    let word = &world.ontology.property(property).word;
    let of_property = |(link, _): &&(Premise, FileId)| link.triple.predicate == property;
    let place = |(link, file): &&(Premise, FileId)| (*file, link.place);
    let first = links.iter().filter(of_property).min_by_key(place);
    let first = first.or_else(|| links.iter().min_by_key(place));
    let (link, file) = first.expect("what follows, follows from a statement");
    let message = format!("more than {CHAINS_KEPT} statements follow from the chains of `{word}`");
    Diagnostic::new(Rule::InferenceLimit, link.place.of(*file), message)
        .label("this is one of those that they follow from")
        .help("if its chains are not meant to be followed, take owl:TransitiveProperty from it")
}
