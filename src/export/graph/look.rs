//! How things and relations look in pictures: what is written on them, and in which colour.

use unicode_width::UnicodeWidthStr;

use super::row::{Field, Row};
use super::{Graph, thing};
use crate::export::dataset::Id;

/// A light colour that dark words are legible on, and a dark one of the same hue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    pub fill: &'static str,
    pub dark: &'static str,
}

/// Hues that most people tell apart who tell red and green apart badly.
pub const COLOURS: [Colour; 8] = [
    colour("#d6e6f7", "#1f3a56"),
    colour("#fbe3c8", "#5a3a12"),
    colour("#d5efe6", "#17463a"),
    colour("#f7d9e6", "#572541"),
    colour("#fbf3c4", "#4c4412"),
    colour("#e2dcf5", "#3a2f60"),
    colour("#d9f0f7", "#164652"),
    colour("#e6e6e6", "#3d3d3d"),
];

const fn colour(fill: &'static str, dark: &'static str) -> Colour {
    Colour { fill, dark }
}

/// The place among the colours of a thing's first class: the classes of a graph take them in turn.
pub fn hue(graph: &Graph, thing: Id) -> usize {
    let class = thing::classes(&graph.terms, thing).first().copied();
    let place = class.and_then(|class| graph.classes.binary_search(&class).ok());
    place.map_or(COLOURS.len() - 1, |place| place % COLOURS.len())
}

/// What is written on a relation: what it is, and its time.
pub fn relation(row: &Row) -> Vec<String> {
    let mut lines = vec![line(row.get_text("label"))];
    match row.get_text("time") {
        "" => {}
        time => lines.push(line(time)),
    }
    lines
}

/// What is told of a relation to who looks closer: its sources, and their words.
pub fn tip(row: &Row) -> String {
    let mut lines = relation(row);
    for (name, before, after) in [("sources", "", ""), ("quotations", "“", "”")] {
        if let Some(Field::List(texts)) = row.get(name) {
            lines.extend(
                texts
                    .iter()
                    .map(|text| format!("{before}{}{after}", line(text))),
            );
        }
    }
    lines.join("\n")
}

/// What can be followed; an IRI of another scheme could run a script where the picture is shown.
pub fn link(iri: &str) -> Option<&str> {
    ["http://", "https://"]
        .iter()
        .any(|scheme| iri.starts_with(scheme))
        .then_some(iri)
}

/// Whether a relation is inferred, which is drawn in another way.
pub fn is_inferred(row: &Row) -> bool {
    row.get("inferred") == Some(&Field::Flag(true))
}

/// A text on one line: runs of white space and control characters are a space, and what turns the direction of all that
/// follows is gone.
pub fn line(text: &str) -> String {
    let shown = text.chars().filter(|c| !turns(*c));
    let spaced: String = shown
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The marks that begin and end embeddings, overrides and isolates of directions.
fn turns(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A text on several lines of so many columns, cut at spaces; of words that are longer the rest is on the next line.
pub fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut current = String::new();
    for word in line(text).split(' ') {
        if !current.is_empty() && current.width() + 1 + word.width() > columns {
            lines.push(std::mem::take(&mut current));
        }
        if !current.is_empty() {
            current.push(' ');
        }
        for c in word.chars() {
            if current.width() >= columns {
                lines.push(std::mem::take(&mut current));
            }
            current.push(c);
        }
    }
    lines.push(current);
    lines
}

/// About how many pixels wide a text is in a sans-serif of 12 pixels.
pub fn width(text: &str) -> f64 {
    text.width() as f64 * 7.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_one_line_that_turns_nothing() {
        assert_eq!(line(" a\n\tb\u{202e}c\u{1}d "), "a bc d");
    }

    #[test]
    fn lines_are_no_wider_than_is_asked() {
        assert_eq!(
            wrapped("National Central Bureau", 12),
            ["National", "Central", "Bureau"]
        );
        assert_eq!(wrapped("a bc def", 4), ["a bc", "def"]);
        assert_eq!(wrapped("国际刑警组织", 6), ["国际刑", "警组织"]);
        assert_eq!(wrapped("", 6), [""]);
    }
}
