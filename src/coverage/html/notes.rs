//! Notes: what is read off quotations, with links to them.

use crate::coverage::collect::shortened;
use std::fmt::Write;
use std::ops::Range;

use super::escape::escape;
use crate::coverage::{Note, Quotation, Said, Source, Text};

/// How many characters of a quotation's words are shown beside a text that has them.
const SHOWN: usize = 48;

/// The notes with these numbers.
pub fn list(source: &Source, numbers: Range<usize>, out: &mut String) {
    if numbers.is_empty() {
        return;
    }
    out.push_str("<ol class=\"notes\">\n");
    for number in numbers {
        let id = escape(&source.id);
        let _ = writeln!(out, "<li id=\"{id}.n{n}\" value=\"{n}\">", n = number + 1);
        let note = &source.notes[number];
        for (index, of_note) in note.quotations.iter().enumerate() {
            quotation(source, number, index, of_note, out);
        }
        outcome(note, out);
        let _ = writeln!(
            out,
            "<p class=\"soft path\">{}:{}</p>\n</li>",
            escape(&note.file),
            note.line
        );
    }
    out.push_str("</ol>\n");
}

/// The words of a quotation; a link to where they stand in the text.
fn quotation(source: &Source, note: usize, index: usize, quotation: &Quotation, out: &mut String) {
    let lang = escape(&source.lang);
    let words = match source.text {
        Text::Stored { .. } => shortened(&quotation.words, SHOWN),
        Text::None(_) => quotation.words.clone(),
    };
    let words = format!("<q lang=\"{lang}\" dir=\"auto\">{}</q>", escape(&words));
    let _ = match quotation.pieces.is_empty() {
        true => write!(out, "<p>{words}"),
        false => write!(
            out,
            "<p><a href=\"#{id}.q{}-{}\">{words}</a>",
            note + 1,
            index + 1,
            id = escape(&source.id)
        ),
    };
    if let Some(locator) = &quotation.locator {
        let _ = write!(out, " <bdi class=\"soft\">{}</bdi>", escape(locator));
    }
    out.push_str("</p>\n");
}

/// The statements; or why there are none.
fn outcome(note: &Note, out: &mut String) {
    if let Some(dismissed) = &note.dismissed {
        let tag = match dismissed.draft {
            true => "<span class=\"sample draft\">draft</span>",
            false => "<span class=\"sample dismissed\">dismissed</span>",
        };
        let _ = writeln!(out, "<p>{tag} <bdi>{}</bdi></p>", escape(&dismissed.words));
        return;
    }
    if note.said.is_empty() {
        out.push_str(
            "<p><span class=\"sample quoted\">quoted</span> nothing is read off it yet</p>\n",
        );
        return;
    }
    out.push_str("<ul>\n");
    for said in &note.said {
        self::said(said, out);
    }
    out.push_str("</ul>\n");
}

fn said(said: &Said, out: &mut String) {
    let draft = match said.draft {
        true => "<span class=\"sample draft\">draft</span> ",
        false => "",
    };
    let _ = writeln!(
        out,
        "<li>{draft}<code dir=\"auto\">{}</code></li>",
        escape(&said.words)
    );
}
