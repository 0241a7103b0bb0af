//! One file → its quads, what there is to say about it, and what is to be remembered of it.
//!
//! This is the whole way of a file through the compiler, once it is known what all files declare: parsed, resolved, held
//! against the stored texts, checked and lowered. What it asked others for is in its [`Memo`].

mod mappings;

use std::collections::BTreeSet;

use crate::check;
use crate::contest;
use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{self, Evidence};
use crate::files::{File, Files, FilesError, Kind};
use crate::infer::{self, Premise, Rules, Triple};
use crate::lower;
use crate::memo::{Claim, Declared, Memo, Reasoning, Unverified, Value, ValueMark};
use crate::model::{Dossier, Object, Rank, Reading, Resource, Review, Statement};
use crate::ontology::Ontology;
use crate::parse;
use crate::project::Project;
use crate::resolve::{self, Pins, Resolved, World};
use crate::review;
use crate::span::{FileId, Place, Placed};
use crate::store::Segment;
use crate::symbol::{Hasher, Offer, Space, Symbol, hash, symbol};
use crate::syntax;
use crate::table;
use crate::tally::Tally;

/// What a file is compiled with.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub world: &'a World<'a>,
    pub pins: &'a Pins<'a>,
    pub rules: &'a Rules<'a>,
    pub files: &'a Files,
    /// Whether quads are wanted.
    pub quads: bool,
}

/// A compiled file.
pub struct Unit {
    pub diagnostics: Vec<Diagnostic>,
    /// In bytes, for a [`View`](crate::memo::View).
    pub memo: Vec<u8>,
    /// Whether every line could be read, whatever is wrong with what the lines say.
    pub whole: bool,
    /// If quads are wanted, and nothing is wrong.
    pub segment: Option<Segment>,
}

/// The tree of a file.
pub fn parse(id: FileId, file: &File) -> (syntax::Dossier, Vec<Diagnostic>) {
    match file.kind {
        Kind::Facts | Kind::Entities => table::parse(id, file),
        // Mappings are no lines of the notation.
        Kind::Mappings => (syntax::Dossier::empty(id, file.kind), Vec::new()),
        _ => parse::parse(id, file),
    }
}

/// What a file declares. What is wrong with it is told when it is compiled.
pub fn declared(
    id: FileId,
    files: &Files,
    ontology: &Ontology,
    project: &Project,
) -> Result<Declared, FilesError> {
    let (file, _) = files.read(id)?;
    if file.broken {
        return Ok(Declared::default());
    }
    let (tree, _) = parse(id, &file);
    Ok(resolve::declare(&tree, ontology, project).0)
}

/// Compiles a file. `key` is the digest of what it is compiled from, but for what it asks others for.
pub fn compile(id: FileId, key: u64, context: Context) -> Result<Unit, FilesError> {
    let Context { world, files, .. } = context;
    let (file, problem) = files.read(id)?;
    if file.broken {
        return Ok(broken(problem));
    }
    if file.kind == Kind::Mappings {
        return mappings::compile(id, key, &file, context);
    }
    let (tree, mut diagnostics) = parse(id, &file);
    let (declared, problems) = resolve::declare(&tree, world.ontology, world.project);
    diagnostics.extend(problems);
    let (mut resolved, problems) = resolve::resolve(&tree, world, context.pins);
    diagnostics.extend(problems);
    if let Some(beside) = review::beside(files, &file) {
        let (review, problem) = reviewed(beside, files)?;
        resolved.dossier.review = review;
        diagnostics.extend(problem);
    }
    let whole = is_sound(&diagnostics);
    let dossier = &resolved.dossier;
    if let Some(text) = own_text(dossier, world) {
        files.digest(text)?;
    }
    let (evidence, problems) = evidence::verify(dossier, &world.model, files)?;
    diagnostics.extend(problems);
    diagnostics.extend(check::check(check::Context {
        dossier,
        entities: &resolved.entities,
        evidence: &evidence,
        file: &file,
        model: &world.model,
        ontology: world.ontology,
        files,
        lang: &world.project.lang,
    }));
    let segment = (context.quads && is_sound(&diagnostics)).then(|| {
        lower::lower(lower::Input {
            dossier,
            entities: &resolved.entities,
            evidence: &evidence,
            file: &file,
            model: &world.model,
            ontology: world.ontology,
            project: world.project,
            files,
        })
    });
    let tally = Tally::of(&tree, dossier, resolved.entities.len(), &world.model);
    let looked_into = looked_into(id, dossier, &diagnostics, context)?;
    let memo = Memo {
        key,
        tally,
        files: looked_into,
        diagnostics: diagnostics.clone(),
        ..remembered(declared, resolved, &evidence, &file, context)
    };
    Ok(Unit {
        memo: memo.to_bytes(id, |id| files.path(id)),
        diagnostics,
        whole,
        segment,
    })
}

/// What the review file of a table says.
fn reviewed(
    beside: FileId,
    files: &Files,
) -> Result<(Option<Review>, Option<Diagnostic>), FilesError> {
    let (file, problem) = files.read(beside)?;
    if file.broken {
        return Ok((None, problem));
    }
    let text = review::text_of(beside, &file.text);
    Ok(match review::read(&text) {
        Some(review) => (Some(review), None),
        None => (None, Some(resolve::not_a_review(text.span))),
    })
}

fn is_sound(diagnostics: &[Diagnostic]) -> bool {
    diagnostics
        .iter()
        .all(|diagnostic| diagnostic.severity() != Severity::Error)
}

/// A file that cannot be read as text: the rest of the project is told what it says otherwise.
fn broken(problem: Option<Diagnostic>) -> Unit {
    Unit {
        diagnostics: problem.into_iter().collect(),
        memo: Memo::default().to_bytes(FileId(0), |_| ""),
        whole: false,
        segment: None,
    }
}

/// The stored text of the source that a dossier declares.
fn own_text(dossier: &Dossier, world: &World) -> Option<FileId> {
    dossier.source.and_then(|id| world.model.source(id).text)
}

/// The other files that matter: stored texts, and those to which a diagnostic points.
fn looked_into(
    own: FileId,
    dossier: &Dossier,
    diagnostics: &[Diagnostic],
    context: Context,
) -> Result<Vec<(String, String)>, FilesError> {
    let model = &context.world.model;
    let cited = dossier.groups.iter().filter_map(|group| group.source);
    let sources = cited
        .chain(dossier.source)
        .map(|source| model.source(source));
    let mut others: BTreeSet<FileId> = sources
        .flat_map(|source| [source.text, source.offsets])
        .flatten()
        .collect();
    for diagnostic in diagnostics {
        let mut diagnostic = diagnostic.clone();
        diagnostic.each_span(&mut |span| {
            others.insert(span.file);
        });
    }
    others.remove(&own);
    let files = context.files;
    let digested = |id: FileId| Ok((files.path(id).to_owned(), files.digest(id)?.to_owned()));
    others.into_iter().map(digested).collect()
}

/// What is to be remembered of what a file says.
fn remembered(
    declared: Declared,
    resolved: Resolved,
    evidence: &Evidence,
    file: &File,
    context: Context,
) -> Memo {
    let dossier = &resolved.dossier;
    let mut memo = Memo {
        offers: declared.offers(declared.source.as_ref()),
        readings: readings(&resolved, evidence, context.world),
        asks: resolved.asked,
        ..Memo::default()
    };
    for pin in &resolved.pins {
        memo.pinned.push(Offer {
            symbol: symbol(Space::Pinned, &pin.key),
            meaning: hash(pin.id.as_bytes()),
        });
    }
    let mut used = BTreeSet::new();
    let mut verified = BTreeSet::new();
    for (reading, key) in dossier.readings.iter().zip(&resolved.hashes) {
        memo.asks_pinned.push(symbol(Space::Pinned, key));
        let said = symbol(Space::Said, key);
        if !reading.draft {
            let line = file.position(reading.span.start as usize).line;
            memo.lines.push((hash(reading.key.as_bytes()), line as u64));
            memo.exported.push(said);
            memo.references.extend(references(reading));
        }
        used.extend(entities(reading, context.world));
        if !reading.inferred_from.is_empty() {
            let from = reading.inferred_from.iter();
            memo.reasonings.push(Reasoning {
                key: reading.key.clone(),
                from: from.map(|id| (id.value.clone(), id.span.place())).collect(),
            });
        }
        memo.claims
            .extend(claims(reading, dossier, evidence, context.world));
        if reading.asserts() {
            let origin = origin(reading, dossier, context);
            memo.values.extend(value(reading, &origin, context.world));
            match unverified(reading, said, &origin, (dossier, evidence), context.world) {
                Some(reading) => memo.unverified.push(reading),
                None => {
                    verified.insert(said);
                }
            }
            infer_from(reading, said, file, &mut memo, context);
        }
    }
    memo.lines.sort_unstable();
    memo.unverified
        .retain(|reading| !verified.contains(&reading.said));
    memo.used = used.into_iter().collect();
    memo.pins = resolved.pins;
    memo.declared = declared;
    for offers in [&mut memo.pinned, &mut memo.says] {
        offers.sort_unstable();
        offers.dedup();
    }
    for symbols in [
        &mut memo.asks_pinned,
        &mut memo.asks_said,
        &mut memo.exported,
    ] {
        symbols.sort_unstable();
        symbols.dedup();
    }
    memo
}

/// For each reading a hash of its statement and of the words that it was read off, and where it stands. Readings
/// without quotations are nobody's duplicates in another file.
fn readings(resolved: &Resolved, evidence: &Evidence, world: &World) -> Vec<(u64, Place)> {
    let dossier = &resolved.dossier;
    let mut marks = Vec::with_capacity(dossier.readings.len());
    for (reading, hash) in dossier.readings.iter().zip(&resolved.hashes) {
        let source = world.model.source_of(dossier, reading.group);
        let (Some(group), Some(source)) = (reading.group, source) else {
            continue;
        };
        let quotations = dossier.groups[group].quotations.clone();
        if quotations.is_empty() {
            continue;
        }
        let mut hasher = Hasher::default();
        hasher.add(hash.as_bytes());
        hasher.add(source.id.as_bytes());
        for index in quotations {
            match evidence.witness(index) {
                Some(witness) => hasher.number(witness.place.bytes.start as u64),
                None => hasher.add(dossier.quotations[index].text.as_bytes()),
            }
        }
        marks.push((hasher.finish(), reading.span.place()));
    }
    marks
}

/// What a reading says or denies under each of its quotations.
fn claims(
    reading: &Reading,
    dossier: &Dossier,
    evidence: &Evidence,
    world: &World,
) -> Vec<(u64, Claim)> {
    let source = world.model.source_of(dossier, reading.group);
    let (Some(group), Some(source)) = (reading.group, source) else {
        return Vec::new();
    };
    if matches!(reading.rank, Rank::Deprecated(_)) {
        return Vec::new();
    }
    let statement = &reading.statement;
    let (model, ontology, base) = (&world.model, world.ontology, &world.project.base);
    let mut said = Hasher::default();
    said.add(source.id.as_bytes());
    said.add(statement.subject.iri(model, base).as_str().as_bytes());
    said.number(u64::from(statement.predicate.0));
    said.add(statement.object.canonical(model, ontology, base).as_bytes());
    said.number(roles(statement, world));
    if let Some(speaker) = &reading.according_to {
        said.add(speaker.iri(model, base).as_str().as_bytes());
    }
    let said = said.finish();
    let claim = |index: usize| {
        let mut hasher = Hasher::default();
        hasher.number(said);
        match evidence.witness(index) {
            Some(witness) => {
                hasher.number(witness.place.bytes.start as u64);
                hasher.number(witness.place.bytes.end as u64);
            }
            None => hasher.add(dossier.quotations[index].text.as_bytes()),
        }
        let claim = Claim {
            negated: statement.negated,
            bounds: statement.time.bounds,
            place: reading.span.place(),
        };
        (hasher.finish(), claim)
    };
    dossier.groups[group]
        .quotations
        .clone()
        .map(claim)
        .collect()
}

/// Where the words come from that a reading rests on; nothing if it rests on none.
fn origin(reading: &Reading, dossier: &Dossier, context: Context) -> Vec<u64> {
    let world = context.world;
    let source = world.model.source_of(dossier, reading.group);
    let quotes = !dossier.quotations_of(reading.group).is_empty();
    let Some(source) = source.filter(|_| quotes) else {
        return Vec::new();
    };
    let text = source.text.and_then(|text| context.files.digest(text).ok());
    let speaker = reading.according_to.as_ref();
    let speaker = speaker.map(|who| who.iri(&world.model, &world.project.base));
    contest::origin(source, text, speaker.as_ref().map(|iri| iri.as_str()))
}

/// What an asserted statement is remembered by if it was read off a source without a stored text, and nobody who holds
/// the text has seen the words in it.
fn unverified(
    reading: &Reading,
    said: Symbol,
    origin: &[u64],
    (dossier, evidence): (&Dossier, &Evidence),
    world: &World,
) -> Option<Unverified> {
    let source = world.model.source_of(dossier, reading.group)?;
    let mut quotations = reading
        .group
        .map_or(0..0, |group| dossier.groups[group].quotations.clone());
    let is_open =
        source.without_text && !quotations.all(|index| evidence.elsewhere(index).is_some());
    (is_open && !origin.is_empty()).then(|| Unverified {
        said,
        source: source.id.clone(),
        origin: origin.to_vec(),
        place: reading.span.place(),
    })
}

/// The statements, by their ids, that an exported one speaks of.
fn references(reading: &Reading) -> Vec<(String, Place)> {
    let named = reading
        .named()
        .filter_map(|(resource, span)| match resource {
            Resource::Statement(id) => Some((id.clone(), span.place())),
            _ => None,
        });
    let premises = reading.inferred_from.iter();
    named
        .chain(premises.map(|id| (id.value.clone(), id.span.place())))
        .collect()
}

/// The entities that a reading names.
fn entities(reading: &Reading, world: &World) -> Vec<Symbol> {
    let statement = &reading.statement;
    let values = statement.roles.iter().map(|(_, value)| value);
    let resources = values
        .chain([&statement.object])
        .filter_map(|value| match value {
            Object::Resource(resource) => Some(resource),
            Object::Literal(_) => None,
        });
    resources
        .chain([&statement.subject])
        .chain(&reading.according_to)
        .filter_map(|resource| match resource {
            Resource::Entity(id) => Some(symbol(Space::Entity, &world.model.entity(*id).id)),
            _ => None,
        })
        .collect()
}

/// The value of a functional property.
fn value(reading: &Reading, origin: &[u64], world: &World) -> Option<(ValueMark, Value)> {
    let statement = &reading.statement;
    let property = world.ontology.property(statement.predicate);
    if !property.functional {
        return None;
    }
    let base = &world.project.base;
    let subject = statement.subject.iri(&world.model, base);
    let mut of = Hasher::default();
    of.add(property.iri.as_str().as_bytes());
    of.add(subject.as_str().as_bytes());
    let mut value = Hasher::default();
    value.add(
        statement
            .object
            .canonical(&world.model, world.ontology, base)
            .as_bytes(),
    );
    let mark = ValueMark {
        of: of.finish(),
        value: value.finish(),
    };
    let value = Value {
        property: property.word.clone(),
        subject: statement.subject.name(&world.model),
        predicate: property.iri.as_str().to_owned(),
        about: subject.into_string(),
        value: shown(&statement.object, world),
        statement: reading.key.clone(),
        origin: origin.to_vec(),
        place: reading.places.object.place(),
        preferred: reading.rank == Rank::Preferred,
        bounds: statement.time.bounds,
        roles: roles(statement, world),
    };
    Some((mark, value))
}

/// A hash of a statement's roles.
fn roles(statement: &Statement, world: &World) -> u64 {
    let mut roles = Hasher::default();
    for (role, value) in &statement.roles {
        let value = value.canonical(&world.model, world.ontology, &world.project.base);
        roles.add(world.ontology.property(*role).iri.as_str().as_bytes());
        roles.add(value.as_bytes());
    }
    roles.finish()
}

/// How messages show a value.
fn shown(object: &Object, world: &World) -> String {
    match object {
        Object::Resource(resource) => resource.name(&world.model),
        Object::Literal(literal) => match literal.unit {
            Some(unit) => format!("{} {}", literal.value, world.ontology.unit(unit).notation),
            None => literal.value.clone(),
        },
    }
}

/// Notes what an asserted statement offers to inference, and what inference from it depends on.
fn infer_from(reading: &Reading, said: Symbol, file: &File, memo: &mut Memo, context: Context) {
    let Context { world, rules, .. } = context;
    let statement = &reading.statement;
    let (is_premise, is_inferable) = (
        rules.are_premises(statement.predicate),
        rules.are_inferable(statement.predicate),
    );
    if !is_premise && !is_inferable {
        return;
    }
    let base = &world.project.base;
    let subject = statement.subject.iri(&world.model, base).to_string();
    let object = statement.object.term(&world.model, base).to_string();
    let premise = Premise {
        key: reading.key.clone(),
        said,
        triple: Triple {
            subject,
            predicate: statement.predicate,
            object,
        },
        bounds: statement.time.bounds,
        place: reading.span.place(),
    };
    if is_inferable {
        memo.says.push(Offer {
            symbol: premise.triple.asserted(premise.bounds),
            meaning: 1,
        });
    }
    if !is_premise {
        return;
    }
    memo.says.push(Offer {
        symbol: said,
        meaning: hash(file.path.as_bytes()),
    });
    memo.asks_said.push(said);
    let asks = &mut memo.asks_said;
    infer::follow(&premise, rules, &mut |symbol| {
        asks.push(symbol);
        false
    });
    if rules.are_chained(statement.predicate) {
        memo.chained.push(premise.clone());
    }
    memo.premises.push(premise);
}
