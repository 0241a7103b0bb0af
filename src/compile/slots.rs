//! The files of a project that are compiled one by one, and what is known of each: what an earlier build remembers, as
//! long as that holds, or what has come out of it now.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::Diagnostic;
use crate::files::{Files, FilesError, Kind};
use crate::memo::{Memo, Pin, View};
use crate::ontology::Ontology;
use crate::project::Project;
use crate::resolve::{Declaration, Pins, Rest};
use crate::review;
use crate::span::{FileId, Placed};
use crate::store::{Build, Writer};
use crate::symbol::{Hasher, Offer, Symbol, differences};
use crate::tally::Tally;
use crate::unit::{self, Unit};

/// The names of units that are no files.
pub const VOCABULARY: &str = "vocabulary";
pub const DESCRIPTION: &str = "description";
pub const CHAINS: &str = "chains";
pub const CONTESTS: &str = "contests";
/// Before the name of a file: what is inferred from it.
pub const INFERRED: &str = "inferred from ";

/// The files, in reading order.
pub struct Slots<'b> {
    slots: Vec<Slot<'b>>,
    /// What is remembered of files that are no longer there, by their names.
    gone: Vec<(&'b str, View<'b>)>,
    /// The digest of what is common to all.
    pub environment: u64,
}

struct Slot<'b> {
    file: FileId,
    name: String,
    /// The digest of what it is compiled from, but for what it asks others for.
    key: u64,
    /// What an earlier build remembers of it, whether that holds or not.
    old: Option<View<'b>>,
    /// Whether it does hold.
    fresh: bool,
    /// What has come out of it now.
    new: Option<Unit>,
}

impl Slot<'_> {
    fn view(&self) -> Option<View<'_>> {
        match &self.new {
            Some(unit) => View::new(&unit.memo),
            None => self.old.filter(|_| self.fresh),
        }
    }
}

impl<'b> Slots<'b> {
    /// Looks up what `before` remembers of each file, and whether the file, and those that it has looked into, are as they
    /// were. `environment` is the digest of what is common to all.
    pub fn new(
        files: &mut Files,
        before: Option<&'b Build>,
        environment: u64,
    ) -> Result<Slots<'b>, FilesError> {
        let kinds = [
            Kind::Register,
            Kind::Entities,
            Kind::Dossier,
            Kind::Facts,
            Kind::Mappings,
        ];
        let ids: Vec<FileId> = kinds.iter().flat_map(|&kind| files.of(kind)).collect();
        let known = &*files;
        ids.par_iter()
            .try_for_each(|&id| known.digest(id).map(drop))?;
        let mut slots = Vec::with_capacity(ids.len());
        for id in ids {
            let mut key = Hasher::default();
            key.number(environment);
            key.add(files.path(id).as_bytes());
            key.add(files.digest(id)?.as_bytes());
            let review = files.at_path(&format!("{}{}", files.path(id), review::SUFFIX));
            if let Some(review) = review {
                key.add(files.digest(review)?.as_bytes());
            }
            let key = key.finish();
            let name = files.path(id).to_owned();
            let old = before.and_then(|before| View::new(before.record(&name)?));
            let fresh = match old {
                Some(old) => old.key() == key && has_same_files(old, files)?,
                None => false,
            };
            slots.push(Slot {
                file: id,
                name,
                key,
                old,
                fresh,
                new: None,
            });
        }
        let gone = gone(before, files);
        Ok(Slots {
            slots,
            gone,
            environment,
        })
    }

    /// What every file declares.
    pub fn declared(
        &self,
        files: &Files,
        ontology: &Ontology,
        project: &Project,
    ) -> Result<Vec<Declaration<'b>>, FilesError> {
        let declared = |slot: &Slot<'b>| {
            let known = slot.old.filter(|_| slot.fresh);
            let known = known.and_then(|old| Some((old, old.source(slot.file)?)));
            let (source, rest) = match known {
                Some((old, source)) => (source, Rest::Old(old)),
                None => {
                    let mut new = unit::declared(slot.file, files, ontology, project)?;
                    (new.source.take(), Rest::New(Box::new(new)))
                }
            };
            Ok(Declaration {
                file: slot.file,
                source,
                rest,
            })
        };
        self.slots.par_iter().map(declared).collect()
    }

    /// Lets go of what is remembered of files that have asked for something which is now declared otherwise. Says whether
    /// anything is.
    pub fn mark_touched(&mut self, declared: &[Declaration]) -> bool {
        let mut changed = Changes::default();
        for (slot, declaration) in self.slots.iter().zip(declared) {
            if let Rest::New(new) = &declaration.rest {
                let before = offered(slot.old, View::offers);
                changed.add(&before, &new.offers(declaration.source.as_ref()));
            }
        }
        for (_, memo) in &self.gone {
            changed.add(&offered(Some(*memo), View::offers), &[]);
        }
        if changed.are_none() {
            return false;
        }
        self.slots.par_iter_mut().for_each(|slot| {
            let touched = |old: View| old.asks().any(|symbol| changed.has(symbol));
            if slot.fresh && slot.old.is_some_and(touched) {
                slot.fresh = false;
            }
        });
        true
    }

    /// The files that have to be compiled.
    pub fn stale(&self) -> Vec<usize> {
        self.indices_where(|_, slot| !slot.fresh && slot.new.is_none())
    }

    fn indices_where(&self, test: impl Fn(usize, &Slot<'b>) -> bool) -> Vec<usize> {
        let numbered = self.slots.iter().enumerate();
        numbered
            .filter(|&(index, slot)| test(index, slot))
            .map(|(index, _)| index)
            .collect()
    }

    /// The files in which a statement has, or had, an id from another file that they were compiled without: of those that
    /// were not compiled, by an id that has changed; of those that were, by any that another of them gives.
    pub fn touched_by_pins(&self) -> Vec<usize> {
        let (mut changed, mut given) = (By::default(), By::default());
        for (index, slot) in self.slots.iter().enumerate() {
            if let Some(unit) = &slot.new {
                let old = offered(slot.old, View::pinned);
                let new = offered(View::new(&unit.memo), View::pinned);
                changed.note(differences(&old, &new), Some(index));
                given.note(new.iter().map(|offer| offer.symbol), Some(index));
            }
        }
        for (_, memo) in &self.gone {
            changed.note(memo.pinned().map(|offer| offer.symbol), None);
        }
        self.indices_where(|index, slot| {
            let by_another = match slot.new {
                Some(_) => &given,
                None => &changed,
            };
            let touches = |symbol| by_another.another(symbol, index);
            !by_another.0.is_empty()
                && slot
                    .view()
                    .is_some_and(|memo| memo.asks_pinned().any(touches))
        })
    }

    /// Takes in what has come out of files.
    pub fn take(&mut self, compiled: Vec<(usize, Unit)>) {
        for (index, unit) in compiled {
            self.slots[index].new = Some(unit);
        }
    }

    /// Whether every line of every file could be read.
    pub fn are_whole(&self) -> bool {
        let mut compiled = self.slots.iter().filter_map(|slot| slot.new.as_ref());
        compiled.all(|unit| unit.whole)
    }

    pub fn file(&self, index: usize) -> FileId {
        self.slots[index].file
    }

    pub fn key(&self, index: usize) -> u64 {
        self.slots[index].key
    }

    pub fn name(&self, index: usize) -> &str {
        &self.slots[index].name
    }

    /// How many files there are.
    pub fn count(&self) -> usize {
        self.slots.len()
    }

    /// What is known of a file, and whether it was compiled now.
    pub fn memo(&self, index: usize) -> Option<(View<'_>, bool)> {
        let slot = &self.slots[index];
        Some((slot.view()?, slot.new.is_some()))
    }

    /// Of every file that was compiled now or is gone: what an earlier build remembers of it, and what has come out.
    pub fn replaced(&self) -> impl Iterator<Item = (Option<View<'_>>, Option<View<'_>>)> {
        let compiled = self.slots.iter().filter(|slot| slot.new.is_some());
        let gone = self.gone.iter().map(|(_, memo)| (Some(*memo), None));
        compiled.map(|slot| (slot.old, slot.view())).chain(gone)
    }

    /// What is known of all files, in reading order.
    pub fn memos(&self) -> Vec<(FileId, View<'_>)> {
        let slots = self.slots.iter();
        slots
            .filter_map(|slot| Some((slot.file, slot.view()?)))
            .collect()
    }

    /// The ids that files give to statements, where they give any.
    pub fn pinned(&self) -> Vec<(FileId, Vec<Pin>)> {
        let memos = self.memos().into_iter();
        memos
            .map(|(file, memo)| (file, memo.pins()))
            .filter(|(_, pins)| !pins.is_empty())
            .collect()
    }

    /// The same, by what the statements say.
    pub fn pins(&self) -> Pins<'_> {
        let mut pins = Pins::default();
        for (_, memo) in self.memos() {
            pins.remember(memo);
        }
        pins
    }

    /// Whether a file gives other ids to statements than it did, or one more does, or one less.
    pub fn are_pins_changed(&self) -> bool {
        self.replaced()
            .any(|(before, now)| offered(before, View::pinned) != offered(now, View::pinned))
    }

    /// What all files hold.
    pub fn tally(&self) -> Tally {
        let memos = self.memos().into_iter();
        memos
            .filter_map(|(_, memo)| memo.tally())
            .fold(Tally::default(), Tally::with)
    }

    /// How many files were compiled, and how many there are.
    pub fn compiled(&self) -> (usize, usize) {
        let compiled = self.slots.iter().filter(|slot| slot.new.is_some());
        (compiled.count(), self.slots.len())
    }

    /// What there is to say about the files, each for itself.
    pub fn diagnostics(&mut self, files: &Files) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        for slot in &mut self.slots {
            match &mut slot.new {
                Some(unit) => diagnostics.append(&mut unit.diagnostics),
                None => {
                    let number = |path: &str| files.at_path(path);
                    let old = slot.old.and_then(|old| old.diagnostics(slot.file, number));
                    diagnostics.extend(old.unwrap_or_default());
                }
            }
        }
        diagnostics
    }

    /// Takes the files out of the build that are no longer there.
    pub fn remove_gone(&self, writer: &mut Writer) {
        for (name, _) in &self.gone {
            writer.remove(name);
            writer.remove(&format!("{INFERRED}{name}"));
        }
    }
}

/// What a file offers of one kind, if there is anything known of it.
pub fn offered<'m, O: Iterator<Item = Offer>>(
    memo: Option<View<'m>>,
    kind: impl Fn(&View<'m>) -> O,
) -> Vec<Offer> {
    memo.map_or(Vec::new(), |memo| kind(&memo).collect())
}

/// Symbols with the file by which they have come up; with none, if several have.
#[derive(Default)]
struct By(FxHashMap<Symbol, Option<usize>>);

impl By {
    fn note(&mut self, symbols: impl IntoIterator<Item = Symbol>, index: Option<usize>) {
        for symbol in symbols {
            let by = self.0.entry(symbol).or_insert(index);
            if *by != index {
                *by = None;
            }
        }
    }

    /// Whether another file than this one has come up with a symbol.
    fn another(&self, symbol: Symbol, index: usize) -> bool {
        self.0.get(&symbol).is_some_and(|by| *by != Some(index))
    }
}

/// Symbols that mean something else than before.
#[derive(Default)]
pub struct Changes(FxHashSet<Symbol>);

impl Changes {
    /// Adds those of which a file offers something else than it did. Both lists are sorted.
    pub fn add(&mut self, before: &[Offer], now: &[Offer]) {
        self.0.extend(differences(before, now));
    }

    pub fn are_none(&self) -> bool {
        self.0.is_empty()
    }

    pub fn has(&self, symbol: Symbol) -> bool {
        self.0.contains(&symbol)
    }
}

/// Whether all files that a file has looked into are as they were.
fn has_same_files(old: View, files: &mut Files) -> Result<bool, FilesError> {
    let Some(looked_into) = old.files() else {
        return Ok(false);
    };
    for (path, digest) in looked_into {
        let Some(id) = files.find_text(&path) else {
            return Ok(false);
        };
        if files.digest(id)? != digest {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The units of files that are no longer there.
fn gone<'b>(before: Option<&'b Build>, files: &Files) -> Vec<(&'b str, View<'b>)> {
    let Some(before) = before else {
        return Vec::new();
    };
    let is_file = |name: &str| name.contains('/') && !name.starts_with(INFERRED);
    before
        .units()
        .filter(|(name, _)| is_file(name) && files.at_path(name).is_none())
        .filter_map(|(name, memo)| Some((name, View::new(memo)?)))
        .collect()
}

/// A memo that says only what something was made of.
pub fn key_only(key: u64) -> Vec<u8> {
    let memo = Memo {
        key,
        ..Memo::default()
    };
    memo.to_bytes(FileId(0), |_| "")
}

/// Whether all that an earlier build remembers can be read. If not, it is not known either what others have asked of
/// what is lost, so that nothing of it holds.
pub fn are_legible(before: &Build) -> bool {
    let mut units = before.units();
    units.all(|(_, memo)| View::new(memo).is_some())
}

/// Whether an earlier build has a unit that was made of the same.
pub fn remembers(before: Option<&Build>, name: &str, key: u64) -> bool {
    let memo = before.and_then(|before| View::new(before.record(name)?));
    memo.is_some_and(|memo| memo.key() == key)
}

/// Loads the files to which diagnostics point.
pub fn load_shown(files: &Files, diagnostics: &mut [Diagnostic]) -> Result<(), FilesError> {
    let mut shown = FxHashSet::default();
    for diagnostic in diagnostics {
        diagnostic.each_span(&mut |span| {
            shown.insert(span.file);
        });
    }
    let shown: Vec<FileId> = shown.into_iter().collect();
    shown
        .par_iter()
        .try_for_each(|&id| files.load(id).map(drop))
}
