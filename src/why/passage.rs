//! A quotation in the sentences around it.
//!
//! The place is the one that the build has stored, in code points of the text. It means something only in the text that was
//! built from; where that is no longer the one on disk, what the build itself keeps of the words around stands in for it.

use std::ops::Range;

use serde::Serialize;

use crate::sentence::sentences;

/// How far from the quotation is looked for the ends of sentences, in bytes.
const REACH: usize = 2000;

/// Words of a source, with those around them. Before and after are whole sentences where the text is at hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Passage {
    pub before: String,
    pub words: String,
    pub after: String,
    pub text: State,
}

/// Where the words around a quotation come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// The stored text, which is the one of the build.
    Same,
    /// The build: the stored text has changed since.
    Changed,
    /// The build: the stored text is gone, or cannot be read.
    Gone,
    /// Nowhere: the source has no stored text.
    None,
}

/// The passage at a range of bytes of a text in a language; nothing if the text has no such place.
pub fn at(text: &str, lang: &str, bytes: Range<usize>) -> Option<Passage> {
    let words = text.get(bytes.clone())?;
    let window = text.floor_char_boundary(bytes.start.saturating_sub(REACH))
        ..text.ceil_char_boundary((bytes.end + REACH).min(text.len()));
    let near = &text[window.clone()];
    let place = bytes.start - window.start..bytes.end - window.start;
    let sentences = sentences(near, lang);
    let start = start(&sentences, place.start);
    let end = end(&sentences, place.end);
    let cut = |is_cut| if is_cut { "…" } else { "" };
    let before = near[start..place.start].trim_start();
    let after = near[place.end..end].trim_end();
    Some(Passage {
        before: format!("{}{before}", cut(start == 0 && window.start > 0)),
        words: words.to_owned(),
        after: format!(
            "{after}{}",
            cut(end == near.len() && window.end < text.len())
        ),
        text: State::Same,
    })
}

/// Where the sentence begins that comes before the one in which a place is.
fn start(sentences: &[Range<usize>], at: usize) -> usize {
    let mut before = sentences
        .iter()
        .rev()
        .skip_while(|sentence| sentence.start >= at)
        .peekable();
    let own = before.next_if(|sentence| sentence.end > at);
    before.next().or(own).map_or(at, |sentence| sentence.start)
}

/// Where the sentence ends that comes after the one in which a place is.
fn end(sentences: &[Range<usize>], at: usize) -> usize {
    let mut after = sentences
        .iter()
        .skip_while(|sentence| sentence.end <= at)
        .peekable();
    let own = after.next_if(|sentence| sentence.start < at);
    after.next().or(own).map_or(at, |sentence| sentence.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn passage(text: &str, words: &str) -> (String, String) {
        let start = text.find(words).expect("the words are in the text");
        let passage = at(text, "en", start..start + words.len()).expect("a place");
        assert_eq!(passage.words, words);
        (passage.before, passage.after)
    }

    #[test]
    fn a_sentence_on_each_side() {
        let text = "One is first. Two is next. Three is here. Four follows. Five is last.";
        assert_eq!(
            passage(text, "Three is here."),
            ("Two is next. ".into(), " Four follows.".into())
        );
        assert_eq!(
            passage(text, "is here"),
            ("Two is next. Three ".into(), ". Four follows.".into())
        );
        assert_eq!(
            passage(text, "One is"),
            (String::new(), " first. Two is next.".into())
        );
        assert_eq!(
            passage(text, "last."),
            ("Four follows. Five is ".into(), String::new())
        );
        assert_eq!(passage(text, text), (String::new(), String::new()));
    }

    #[test]
    fn a_wrapped_line_ends_no_sentence_and_an_empty_one_does() {
        let text = "A heading\n\nThe first\r\nsentence. The\nsecond one\n\nMore.";
        assert_eq!(
            passage(text, "The\nsecond"),
            ("The first\r\nsentence. ".into(), " one\n\nMore.".into())
        );
        assert_eq!(
            passage(text, "first"),
            (
                "A heading\n\nThe ".into(),
                "\r\nsentence. The\nsecond one".into()
            )
        );
    }

    #[test]
    fn any_script_and_no_sentences_at_all() {
        let text = "俄罗斯于1990年加入。国际刑警组织有195个成员国。它成立于1923年。";
        assert_eq!(
            passage(text, "国际刑警组织有195个成员国。"),
            ("俄罗斯于1990年加入。".into(), "它成立于1923年。".into())
        );
        let long = format!("{0}here{0}", "x".repeat(50_000));
        let (before, after) = passage(&long, "here");
        assert!(before.starts_with('…') && before.len() < 2100, "{before}");
        assert!(after.ends_with('…') && after.len() < 2100, "{after}");
        assert_eq!(at("short", "en", 3..9), None);
    }
}
