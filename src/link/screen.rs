//! A pair as a terminal shows it: both sides beside each other, and under them what speaks for it.

use unicode_width::UnicodeWidthStr;

use super::proposals::word;
use super::review::Pair;
use crate::dataset::{Terms, Text};
use crate::query::without_controls;

/// The keys, as they are shown.
pub const KEYS: &str = "a accept   r reject   n none there   s skip   u undo   q quit";

/// The widths of a screen that can be read.
const NARROWEST: usize = 40;
const WIDEST: usize = 140;
/// How much of each kind is shown: names, classes, dates, identifiers, neighbours.
const SHOWN: usize = 6;
/// The width of the words on the left.
const KEY: usize = 8;
const LONGEST_QUOTATION: usize = 400;

/// The lines of the screen; `label` gives what an IRI is called.
pub fn lines(
    pair: &Pair,
    terms: &Terms,
    label: &dyn Fn(&str) -> Option<String>,
    width: usize,
) -> Vec<String> {
    let width = width.clamp(NARROWEST, WIDEST);
    let (entity, candidate) = (pair.entity_of, pair.candidate_of);
    let proposal = pair.proposal;
    let mut head = format!(
        "entity {} of {}, candidate {} of {}: {}, {:.2}",
        entity.0,
        entity.1,
        candidate.0,
        candidate.1,
        word(proposal.outcome),
        proposal.confidence
    );
    if proposal.tied > 1 {
        head.push_str(&format!(" (tied with {} others)", proposal.tied - 1));
    }
    let mut lines = vec![head, String::new()];
    for (key, left, right) in rows(pair, terms, label) {
        beside(key, &left, &right, width, &mut lines);
    }
    lines.push(String::new());
    put("because", &proposal.grounds(), width, &mut lines);
    if !proposal.taken.is_empty() {
        let taken = proposal.taken.join(", ");
        put(
            "taken",
            &format!("already linked with {taken}"),
            width,
            &mut lines,
        );
    }
    for quotation in &pair.quotations {
        let words = quotation.split_whitespace().collect::<Vec<_>>().join(" ");
        let words: String = words.chars().take(LONGEST_QUOTATION).collect();
        put("read in", &format!("«{words}»"), width, &mut lines);
    }
    lines.iter().map(|line| without_controls(line)).collect()
}

/// A kind of evidence, and what both sides have of it.
type Row = (&'static str, Vec<String>, Vec<String>);

fn rows(pair: &Pair, terms: &Terms, label: &dyn Fn(&str) -> Option<String>) -> Vec<Row> {
    let entity = pair.entity;
    let named = |iri: &str| match label(iri) {
        Some(label) => format!("{label} ({})", terms.shorten(iri)),
        None => terms.shorten(iri),
    };
    let said =
        |(property, value): &(String, String)| format!("{} {value}", terms.shorten(property));
    let all = |pairs: &[(String, String)]| pairs.iter().map(said).collect::<Vec<_>>();
    let iris = |iris: &mut dyn Iterator<Item = &String>| iris.map(|iri| named(iri)).collect();
    let record = pair.record.as_ref();
    let object = &pair.proposal.object;
    let of = |list: fn(&crate::dataset::Record) -> &Vec<(String, String)>| {
        record.map(|record| all(list(record))).unwrap_or_default()
    };
    vec![
        (
            "",
            vec![entity.label.clone(), format!("entity/{}", entity.id)],
            vec![object.label.clone(), terms.shorten(&object.iri)],
        ),
        (
            "called",
            texts(entity.names.iter(), &entity.label),
            record.map_or_else(Vec::new, |record| {
                let all = record.labels.iter().chain(&record.aliases);
                texts(all, &object.label)
            }),
        ),
        (
            "is a",
            iris(&mut entity.classes.iter()),
            record.map_or_else(Vec::new, |record| iris(&mut record.types.iter())),
        ),
        ("dates", all(&entity.dates), of(|record| &record.dates)),
        (
            "values",
            all(&entity.values),
            of(|record| &record.identifiers),
        ),
        (
            "with",
            iris(&mut entity.neighbours.iter().map(|(_, iri)| iri)),
            record.map_or_else(Vec::new, |record| iris(&mut record.neighbours.iter())),
        ),
    ]
}

/// Names that aren't the label, each once, in whatever language.
fn texts<'t>(names: impl Iterator<Item = &'t Text>, label: &str) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for name in names {
        if name.text != label && !texts.contains(&name.text) {
            texts.push(name.text.clone());
        }
    }
    texts
}

/// Puts two lists beside each other.
fn beside(key: &str, left: &[String], right: &[String], width: usize, lines: &mut Vec<String>) {
    if left.is_empty() && right.is_empty() {
        return;
    }
    let half = (width - KEY - 3) / 2;
    let wrapped = |list: &[String]| {
        let mut wrapped = Vec::new();
        for one in list.iter().take(SHOWN) {
            let one = without_controls(one).replace('\n', " ");
            wrapped.extend(
                textwrap::wrap(&one, half)
                    .into_iter()
                    .map(|line| line.into_owned()),
            );
        }
        if list.len() > SHOWN {
            wrapped.push(format!("and {} more", list.len() - SHOWN));
        }
        wrapped
    };
    let (left, right) = (wrapped(left), wrapped(right));
    for at in 0..left.len().max(right.len()) {
        let key = if at == 0 { key } else { "" };
        let of = |side: &[String]| side.get(at).cloned().unwrap_or_default();
        let (left, right) = (of(&left), of(&right));
        let gap = half.saturating_sub(left.width());
        let line = format!("{key:<KEY$}{left}{} | {right}", " ".repeat(gap));
        lines.push(line.trim_end().to_owned());
    }
}

fn put(key: &str, text: &str, width: usize, lines: &mut Vec<String>) {
    let indent = " ".repeat(KEY);
    let first = format!("{key:<KEY$}");
    let options = textwrap::Options::new(width)
        .initial_indent(&first)
        .subsequent_indent(&indent);
    let wrapped = textwrap::wrap(text, options);
    lines.extend(wrapped.into_iter().map(|line| line.into_owned()));
}
