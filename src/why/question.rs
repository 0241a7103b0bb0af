//! What a person asks about: a statement by its IRI or as a line, or an entity.

use oxrdf::{NamedNode, Term, Triple};
use unicode_normalization::UnicodeNormalization;

use super::WhyError;
use super::archive::Archive;
use super::merged;
use super::statement::{Raw, bare};
use crate::diagnostic::did_you_mean;
use crate::iri;
use crate::query::{self, QueryError};
use crate::resolve::alone::{self, Said};
use crate::vocab::{citable, oa, prov, rdf};

/// What is asked about.
pub enum Question {
    /// These statements.
    Statements(Vec<NamedNode>),
    /// What an entity is declared as.
    Declaration(NamedNode),
    /// A triple of external data, which no statement is about.
    External(Triple),
    /// All that is said of an entity, a source or another IRI.
    About(NamedNode),
}

/// Understands what a person types.
pub fn understand(archive: &Archive, text: &str) -> Result<Question, WhyError> {
    let text = text.trim();
    if text.is_empty() {
        let help = "name a statement by its IRI or as a line, or an entity";
        return Err(QueryError::usage("nothing is asked about")
            .help(help)
            .into());
    }
    if let Some(iri) = written_out(archive, text)? {
        return of_iri(archive, iri);
    }
    let line = archive.sight.line;
    let Some(readings) = archive.sight.readings else {
        return of_iri(archive, entity(archive, text)?);
    };
    if alone::is_line(line, text, readings.world) {
        let said = alone::read(line, text, readings.world).map_err(WhyError::Line)?;
        return of_line(archive, text, &said);
    }
    match entity(archive, text) {
        Ok(iri) => of_iri(archive, iri),
        // What has a slip in its predicate is told as a line.
        Err(error) => match alone::read(line, text, readings.world) {
            Err(slips) if alone::is_slip(&slips) => Err(WhyError::Line(slips)),
            _ => Err(error.into()),
        },
    }
}

/// The entity that is meant by a name, an alias, an id, an IRI, or the IRI or the id of the same in another data set; of one
/// that was merged, the one that stays.
pub fn entity(archive: &Archive, text: &str) -> Result<NamedNode, QueryError> {
    let mut iri = match written_out(archive, text)? {
        Some(iri) => iri,
        None => match declared(archive, text)? {
            Some(iri) => iri,
            None => query::entity(text, archive.store, archive.context, &[])?,
        },
    };
    iri = query::mapped(text, iri, archive.store, archive.context)?;
    if !archive.store.mentions(iri.as_ref())? {
        return Err(unknown(archive, &iri)?);
    }
    merged::stays(archive.store, iri)
}

/// The one entity that is declared with a name. To look among the names of declarations costs nothing; to look among those
/// of the build is to read them all. What may be an id is left to those who look for ids first.
fn declared(archive: &Archive, text: &str) -> Result<Option<NamedNode>, QueryError> {
    let Some(readings) = archive.sight.readings else {
        return Ok(None);
    };
    let name: String = text.trim().nfc().collect();
    if iri::is_slug(&name) {
        return Ok(None);
    }
    let [id] = *readings.world.called(&name) else {
        return Ok(None);
    };
    let id = &readings.world.model.entity(id).id;
    let iri = archive.own(&format!("entity/{id}"));
    Ok(archive.store.describes(iri.as_ref())?.then_some(iri))
}

/// `^id`, `<IRI>`, or an IRI of the project without its base.
fn written_out(archive: &Archive, text: &str) -> Result<Option<NamedNode>, QueryError> {
    if let Some(id) = text.strip_prefix('^')
        && !text.contains(char::is_whitespace)
    {
        let iri = NamedNode::new(archive.own("statement/").into_string() + id);
        let known = match iri {
            Ok(iri) if archive.store.describes(iri.as_ref())? => return Ok(Some(iri)),
            _ => archive
                .sight
                .readings
                .map(|readings| readings.world.statement_ids()),
        };
        let error = QueryError::usage(format!("no statement has the id `^{id}`"));
        return Err(match did_you_mean(id, known.into_iter().flatten()) {
            Some(near) => error.help(format!("did you mean `^{near}`?")),
            None => error,
        });
    }
    relative(archive, text)
}

/// The kinds of IRIs of a project, by what stands after its base.
const ROOMS: &[&str] = &[
    "statement/",
    "quotation/",
    "dossier/",
    "table/",
    "entity/",
    "source/",
];

/// An IRI of the project without its base; it has to be in the build.
fn relative(archive: &Archive, text: &str) -> Result<Option<NamedNode>, QueryError> {
    let bare = text
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'))
        .unwrap_or(text);
    let path = bare.strip_prefix(&archive.context.base).unwrap_or(bare);
    let is_path =
        ROOMS.iter().any(|room| path.starts_with(room)) && !path.contains(char::is_whitespace);
    let Some(iri) = NamedNode::new(format!("{}{path}", archive.context.base))
        .ok()
        .filter(|_| is_path)
    else {
        return Ok(None);
    };
    match archive.store.describes(iri.as_ref())? {
        true => Ok(Some(iri)),
        false => Err(unknown(archive, &iri)?),
    }
}

/// What to say of an IRI that is not in the build.
fn unknown(archive: &Archive, iri: &NamedNode) -> Result<QueryError, QueryError> {
    let short = archive.short(iri.as_str());
    let error = QueryError::usage(format!("`{short}` is not in this build"));
    let room = iri.as_str().rfind(['/', '#']).map_or(0, |at| at + 1);
    let (room, last) = iri.as_str().split_at(room);
    let mut peers = Vec::new();
    let predicate = if room.ends_with("statement/") {
        rdf::REIFIES
    } else {
        rdf::TYPE
    };
    archive.store.pairs(predicate, |subject, _| {
        peers.extend(subject.as_str().strip_prefix(room).map(str::to_owned));
    })?;
    Ok(match did_you_mean(last, &peers) {
        Some(near) => error.help(format!(
            "did you mean `{}`?",
            archive.short(&format!("{room}{near}"))
        )),
        None => error,
    })
}

/// What an IRI is: a statement, a reading, a quotation, or something that statements are about.
fn of_iri(archive: &Archive, iri: NamedNode) -> Result<Question, WhyError> {
    let classes = archive.store.objects(&iri, rdf::TYPE)?;
    let is = |class| classes.iter().any(|known| *known == Term::from(class));
    if is(citable::STATEMENT) || is(citable::INFERRED_STATEMENT) {
        return Ok(Question::Statements(vec![iri]));
    }
    if is(citable::READING) {
        return Ok(Question::Statements(archive.links(&iri, oa::HAS_BODY)?));
    }
    if is(citable::QUOTATION) {
        let derived = archive
            .store
            .subjects(prov::WAS_DERIVED_FROM, iri.clone())?;
        let mut statements = Vec::new();
        for one in derived {
            if Raw::read(archive, &one)?.is_some() {
                statements.push(one);
            }
        }
        return Ok(Question::Statements(statements));
    }
    let text = iri.as_str().to_owned();
    Ok(Question::About(entity(archive, &format!("<{text}>"))?))
}

// --- Lines ------------------------------------------------------------------------------------

/// The statements that say what a line says. What it leaves open may be anything: the time, the roles; and where it says
/// no `not`, what is denied is shown as well.
fn of_line(archive: &Archive, text: &str, readings: &[Said]) -> Result<Question, WhyError> {
    let mut alike = Vec::new();
    let mut statements = Vec::new();
    for said in readings {
        for object in &said.objects {
            let triple = Triple::new(said.subject.clone(), said.predicate.clone(), object.clone());
            let same = archive.store.subjects(rdf::REIFIES, triple.clone())?;
            if same.is_empty() && !archive.store.graphs_of(&triple)?.is_empty() {
                return Ok(match said.predicate == rdf::TYPE {
                    true => Question::Declaration(said.subject.clone()),
                    false => Question::External(triple),
                });
            }
            for iri in same {
                if let Some(raw) = Raw::read(archive, &iri)?
                    && is_said(archive, &iri, &raw, said)?
                {
                    statements.push(iri.clone());
                }
                alike.push(iri);
            }
        }
    }
    statements.sort_unstable();
    statements.dedup();
    if statements.is_empty() {
        alike.sort_unstable();
        alike.dedup();
        return Err(unsaid(archive, text, readings, &alike)?);
    }
    Ok(Question::Statements(statements))
}

/// Whether a statement of the same triple says all that a line says.
fn is_said(archive: &Archive, iri: &NamedNode, raw: &Raw, said: &Said) -> Result<bool, QueryError> {
    let id = said
        .id
        .as_ref()
        .map(|id| archive.own("statement/").into_string() + id);
    let unit = said.unit.as_ref();
    let roles = match said.roles.is_empty() {
        true => Vec::new(),
        false => raw.roles(archive, iri)?,
    };
    Ok(id.is_none_or(|id| id == iri.as_str())
        && (!said.negated || raw.is_negated())
        && unit.is_none_or(|unit| raw.has(citable::UNIT, &unit.clone().into()))
        && said.roles.iter().all(|role| roles.contains(role))
        && is_when(raw, said))
}

/// Whether a statement has the time of a line, if that has one; what is inferred has its bounds.
fn is_when(raw: &Raw, said: &Said) -> bool {
    if said.time.literals().next().is_none() {
        return true;
    }
    let has = |name: &str, value: Term| {
        let predicate = NamedNode::new_unchecked(format!("{}{name}", citable::NAMESPACE));
        raw.has(predicate.as_ref(), &value)
    };
    if !raw.is_inferred() {
        let named = ["since", "until", "at", "throughout", "asOf"];
        let known = raw.said.iter().filter(|(predicate, _)| {
            let name = predicate.as_str().strip_prefix(citable::NAMESPACE);
            name.is_some_and(|name| named.contains(&name))
        });
        let mut literals = said.time.literals();
        return known.count() == said.time.literals().count()
            && literals.all(|(name, literal)| has(name, oxrdf::Literal::from(literal).into()));
    }
    let names = ["startEarliest", "startLatest", "endEarliest", "endLatest"];
    let days = names.iter().zip(said.time.bounds.days());
    days.into_iter().all(|(name, day)| match day {
        Some(day) => {
            let literal =
                oxrdf::Literal::new_typed_literal(day.to_string(), crate::vocab::xsd::DATE);
            has(name, literal.into())
        }
        None => !raw
            .said
            .iter()
            .any(|(known, _)| known.as_str() == format!("{}{name}", citable::NAMESPACE)),
    })
}

/// How many other statements are named where none says what is asked.
const NAMED: usize = 5;

/// Nothing says so: what is said instead.
fn unsaid(
    archive: &Archive,
    text: &str,
    readings: &[Said],
    alike: &[NamedNode],
) -> Result<WhyError, WhyError> {
    let mut instead = Vec::new();
    for iri in alike {
        let short = archive.short(iri.as_str());
        let line = super::statement::read(archive, iri)?.map(|statement| statement.line);
        instead.push(format!(
            "it is said: {} ({short})",
            line.unwrap_or_default()
        ));
    }
    // Where a line may be about any source, what is said of them all would be too much.
    if let ([said], []) = (readings, alike) {
        let others = archive.store.about(said.subject.as_ref())?;
        let same = others
            .into_iter()
            .filter(|(predicate, _)| *predicate == said.predicate);
        for (predicate, object) in same {
            let triple = Triple::new(said.subject.clone(), predicate, object);
            instead.push(format!("it is said: {}", bare(archive, &triple, false)?));
        }
    }
    let more = instead.len().saturating_sub(NAMED);
    instead.truncate(NAMED);
    instead.extend((more > 0).then(|| format!("and {more} more")));
    Ok(WhyError::Unsaid {
        message: format!("nothing says `{}`", on_one_line(text)),
        instead,
    })
}

/// What was typed, so that a message can have it.
fn on_one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    query::without_controls(&words.join(" "))
}
