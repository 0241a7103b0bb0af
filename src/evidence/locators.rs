//! What a locator means: the paragraph or the page of a text, counted from 1.

use std::ops::Range;

use crate::model::Quotation;
use crate::quote::{Place, Text};

/// The one of several places that the locator means, if it names a paragraph or a page.
pub(super) fn located(quotation: &Quotation, places: &[Place], text: &Text) -> Option<Place> {
    let part = part(quotation.locator.as_ref()?, text.as_str())?;
    let mut within = places
        .iter()
        .filter(|place| part.start <= place.bytes.start && place.bytes.end <= part.end);
    match (within.next(), within.next()) {
        (Some(place), None) => Some(place.clone()),
        _ => None,
    }
}

/// A locator of the same form that names the part in which a byte of the text is; nothing if the locator names no paragraph
/// and no page.
pub fn locator_at(locator: &str, text: &str, at: usize) -> Option<String> {
    let digits = locator.find(|c: char| c.is_ascii_digit())?;
    let (unit, number) = locator.split_at(digits);
    let _: usize = number.trim().parse().ok()?;
    let index = parts(unit, text)?
        .iter()
        .position(|part| part.contains(&at))?;
    Some(format!("{unit}{}", index + 1))
}

/// Whether a locator names the part of the text in which a byte is; nothing if it names no paragraph and no page.
pub fn locates(locator: &str, text: &str, at: usize) -> Option<bool> {
    let known = locator_at(locator, text, at)?;
    Some(known.trim() == locator.trim())
}

/// The bytes of the paragraph (between empty lines) or page (between form feeds) that a locator such as
/// `para. 9`, `¶ 9`, `p. 3` or `page 3` names, counted from 1.
fn part(locator: &str, text: &str) -> Option<Range<usize>> {
    let digits = locator.find(|c: char| c.is_ascii_digit())?;
    let (unit, number) = locator.split_at(digits);
    let number: usize = number.trim().parse().ok()?;
    parts(unit, text)?.into_iter().nth(number.checked_sub(1)?)
}

/// The parts of a text that a unit of locators counts.
fn parts(unit: &str, text: &str) -> Option<Vec<Range<usize>>> {
    match unit.trim().trim_end_matches('.').to_lowercase().as_str() {
        "para" | "paragraph" | "par" | "¶" => Some(paragraphs(text)),
        "p" | "page" => Some(pages(text)),
        _ => None,
    }
}

fn pages(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    text.split('\u{000C}')
        .map(|page| {
            let range = start..start + page.len();
            start = range.end + 1;
            range
        })
        .collect()
}

fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut paragraphs: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    let mut open = false;
    for line in text.split_inclusive('\n') {
        let empty = line.trim().is_empty();
        match paragraphs.last_mut() {
            Some(last) if open && !empty => last.end = at + line.len(),
            _ if !empty => paragraphs.push(at..at + line.len()),
            _ => {}
        }
        open = !empty;
        at += line.len();
    }
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locators_name_paragraphs_and_pages() {
        let text = "One\none.\n\nTwo.\n\n\nThree.\u{000C}Page two.";
        let words = |locator| part(locator, text).map(|range| text[range].trim());
        assert_eq!(words("para. 1"), Some("One\none."));
        assert_eq!(words("¶ 2"), Some("Two."));
        assert_eq!(words("p. 2"), Some("Page two."));
        assert_eq!(words("para. 9"), None);
        assert_eq!(words("para. 0"), None);
        assert_eq!(words("chapter 1"), None);
        assert_eq!(words("p. 1-2"), None);
    }

    #[test]
    fn a_locator_is_told_for_a_place() {
        let text = "One.\n\nTwo.\u{000C}Page two.";
        let at = |locator, words| locator_at(locator, text, text.find(words).unwrap());
        assert_eq!(at("para. 9", "Two").as_deref(), Some("para. 2"));
        assert_eq!(at("p. 1", "Page").as_deref(), Some("p. 2"));
        assert_eq!(at("ch. 1", "Page"), None);
        assert_eq!(locates("¶ 1", text, 0), Some(true));
        assert_eq!(locates("p. 2", text, 0), Some(false));
    }
}
