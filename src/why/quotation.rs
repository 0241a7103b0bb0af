//! A quotation: the words, where they stand, and the source.

use oxrdf::{NamedNode, Term};
use serde::Serialize;

use super::WhyError;
use super::archive::Archive;
use super::passage::{self, Passage, State};
use super::source::{self, Source};
use crate::evidence::CONTEXT;
use crate::vocab::{citable, oa, prov};

/// Words of a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Quotation {
    pub iri: String,
    pub source: Source,
    pub locator: Option<String>,
    /// What was forgiven when the words were found in the stored text; nothing if there is none.
    pub tier: Option<String>,
    /// Where they stand in the stored text, in code points; nothing if there is none.
    pub start: Option<usize>,
    pub end: Option<usize>,
    pub passage: Passage,
}

/// What the selectors of a quotation say.
#[derive(Default)]
struct Selected {
    exact: String,
    prefix: String,
    suffix: String,
    start: Option<usize>,
    end: Option<usize>,
}

/// Reads a quotation from the build, and the words around it from the stored text.
pub fn read(archive: &Archive, iri: &NamedNode) -> Result<Quotation, WhyError> {
    let source = match archive.link(iri, prov::WAS_QUOTED_FROM)? {
        Some(source) => source::read(archive, &source)?,
        None => Source::default(),
    };
    let selected = selected(archive, iri)?;
    let text = |predicate| {
        let mut objects = archive.store.objects(iri, predicate)?.into_iter();
        Ok::<_, WhyError>(objects.find_map(value))
    };
    Ok(Quotation {
        iri: iri.as_str().to_owned(),
        locator: text(citable::LOCATOR)?,
        tier: text(citable::MATCH_TIER)?,
        start: selected.start,
        end: selected.end,
        passage: passage(archive, &source, selected)?,
        source,
    })
}

fn selected(archive: &Archive, iri: &NamedNode) -> Result<Selected, WhyError> {
    let mut selected = Selected::default();
    for selector in archive.links(iri, oa::HAS_SELECTOR)? {
        for (predicate, object) in archive.store.about(selector.as_ref())? {
            let Some(value) = value(object) else { continue };
            match predicate.as_ref() {
                oa::EXACT => selected.exact = value,
                oa::PREFIX => selected.prefix = value,
                oa::SUFFIX => selected.suffix = value,
                oa::START => selected.start = value.parse().ok(),
                oa::END => selected.end = value.parse().ok(),
                _ => {}
            }
        }
    }
    Ok(selected)
}

fn passage(archive: &Archive, source: &Source, selected: Selected) -> Result<Passage, WhyError> {
    // What the build keeps is cut anywhere, if the text didn't begin or end before that.
    let cut = |kept: &str| {
        if kept.chars().count() < CONTEXT {
            ""
        } else {
            "…"
        }
    };
    let kept = |text| Passage {
        before: format!("{}{}", cut(&selected.prefix), selected.prefix),
        words: selected.exact.clone(),
        after: format!("{}{}", selected.suffix, cut(&selected.suffix)),
        text,
    };
    let (Some(path), Some(start), Some(end)) = (&source.text, selected.start, selected.end) else {
        return Ok(kept(State::None));
    };
    if !archive.looks_up() {
        return Ok(kept(State::Same));
    }
    let text = archive.text(path)?;
    let Some(text) = &*text else {
        return Ok(kept(State::Gone));
    };
    if source.sha256.as_ref() != Some(&text.file.sha256) {
        return Ok(kept(State::Changed));
    }
    let lang = source.lang.as_deref().unwrap_or_default();
    let bytes = text.bytes(start..end);
    let found = bytes.and_then(|bytes| passage::at(&text.file.text, lang, bytes));
    Ok(found.unwrap_or_else(|| kept(State::Changed)))
}

fn value(term: Term) -> Option<String> {
    match term {
        Term::Literal(literal) => Some(literal.value().to_owned()),
        _ => None,
    }
}
