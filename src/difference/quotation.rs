//! Quotations: their words, and what has become of those that both versions have.

use oxrdf::NamedNodeRef;
use serde::Serialize;

use super::room::Touched;
use super::side::{Side, Sides, iri, is_a, text_of, values};
use crate::store::StoreError;
use crate::vocab::{citable, oa};

/// The words that a statement rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Quoted {
    pub iri: String,
    pub words: String,
    /// The source's IRI and what it is called.
    pub source: String,
    pub title: String,
    pub locator: Option<String>,
    /// Where the words stand in the stored text, in code points.
    pub start: Option<u64>,
    pub end: Option<u64>,
    /// How they were found there.
    pub tier: Option<String>,
    /// Why nothing is read off them, where they are dismissed.
    pub dismissed: Option<String>,
}

/// What has become of a quotation.
#[derive(Clone, Debug, Serialize)]
pub struct QuotationChange {
    pub before: Option<Quoted>,
    pub after: Option<Quoted>,
    /// Whether the stored text around it is another, or that is not known.
    pub surroundings: bool,
}

/// Reads a quotation; nothing if the version has no such quotation.
pub fn read(node: &str, side: &Side) -> Result<Option<Quoted>, StoreError> {
    let about = side.about(node)?;
    if !is_a(&about, citable::QUOTATION) {
        return Ok(None);
    }
    let source = values(&about, oa::HAS_SOURCE)
        .find_map(iri)
        .unwrap_or_default();
    let exact = side.about(&format!("{node}#quote"))?;
    let position = side.about(&format!("{node}#position"))?;
    let number = |predicate: NamedNodeRef| text_of(&position, predicate)?.parse().ok();
    let owned = |text: Option<&str>| text.map(str::to_owned);
    Ok(Some(Quoted {
        iri: node.to_owned(),
        words: owned(text_of(&exact, oa::EXACT)).unwrap_or_default(),
        title: side.label(source)?.unwrap_or_else(|| side.short(source)),
        source: source.to_owned(),
        locator: owned(text_of(&about, citable::LOCATOR)),
        start: number(oa::START),
        end: number(oa::END),
        tier: owned(text_of(&about, citable::MATCH_TIER)),
        dismissed: owned(text_of(&about, citable::DISMISSED_BECAUSE)),
    }))
}

/// What has become of the quotations that changed quads speak of.
pub fn changes(touched: &Touched, sides: Sides) -> Result<Vec<QuotationChange>, StoreError> {
    let mut changes = Vec::new();
    for (node, quads) in &touched.quotations {
        let around = [oa::PREFIX, oa::SUFFIX];
        let surroundings = |predicate: NamedNodeRef| around.contains(&predicate);
        let change = QuotationChange {
            before: read(node, sides.before)?,
            after: read(node, sides.after)?,
            surroundings: quads
                .iter()
                .any(|changed| surroundings(changed.predicate.as_ref())),
        };
        if change.before.is_some() || change.after.is_some() {
            changes.push(change);
        }
    }
    changes.sort_by_cached_key(|change| {
        let quoted = change.any();
        (quoted.source.clone(), quoted.start, quoted.iri.clone())
    });
    Ok(changes)
}

impl QuotationChange {
    /// The quotation, as it is now if it still is.
    pub fn any(&self) -> &Quoted {
        let any = self.after.as_ref().or(self.before.as_ref());
        any.expect("a change is of a quotation that there is or was")
    }

    /// What has become of it, in a word.
    pub fn what(&self) -> &'static str {
        match (&self.before, &self.after) {
            (None, _) => "added",
            (_, None) => "removed",
            (Some(before), Some(after)) if before.words != after.words => "reworded",
            (Some(before), Some(after)) if before.start != after.start => "moved",
            (Some(before), Some(after)) if before.end != after.end => "moved",
            (Some(before), Some(after)) if before.locator != after.locator => "relocated",
            (Some(before), Some(after)) if before.dismissed != after.dismissed => "dismissed",
            _ if self.surroundings => "surroundings",
            _ => "otherwise",
        }
    }
}
