//! Coverage as one page for people: each text with its quotations marked, and beside it what is read off them.
//!
//! The page needs nothing but itself: no script, no font, no picture. Text and notes are linked both ways: a number
//! after a quotation leads to its note, and the words in the note lead to the quotation. What a sentence has come to is
//! told by its ground and by the line under it, so that nobody needs to tell colours apart.

mod escape;
mod marked;
mod notes;

use std::fmt::Write;

use super::collect::one_line;
use super::percent::shown;
use super::{Count, Coverage, Source, Standing, Text};
use crate::tally::counted;
use escape::escape;

const STYLE: &str = include_str!("page.css");

pub fn write(coverage: &Coverage) -> String {
    let title = format!("Coverage of {}", coverage.project);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n",
        title = escape(&title)
    );
    numbers(&coverage.count(), &mut out);
    legend(&mut out);
    out.push_str("</header>\n");
    index(coverage, &mut out);
    out.push_str("<main>\n");
    for source in &coverage.sources {
        section(source, &mut out);
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// `36 sentences, 97.2 % read: 34 stated, 1 dismissed, 1 untouched`, and a bar of it.
fn numbers(count: &Count, out: &mut String) {
    let sentences = counted(count.sentences(), "sentence", "sentences");
    let all = Standing::ALL.into_iter();
    let all: Vec<(Standing, usize)> = all
        .map(|standing| (standing, count.of_standing(standing)))
        .filter(|(_, number)| *number > 0)
        .collect();
    let words: Vec<String> = all
        .iter()
        .map(|(standing, number)| format!("{number} {}", standing.name()))
        .collect();
    let _ = writeln!(
        out,
        "<p class=\"numbers\">{sentences}, {} read: {}</p>",
        shown(count.percent()),
        if words.is_empty() {
            "there is nothing to read".to_owned()
        } else {
            words.join(", ")
        }
    );
    out.push_str("<div class=\"bar\" aria-hidden=\"true\">");
    for (standing, number) in all {
        let _ = write!(
            out,
            "<span class=\"{}\" style=\"flex-grow:{number}\"></span>",
            standing.name()
        );
    }
    out.push_str("</div>\n");
}

fn legend(out: &mut String) {
    out.push_str("<ul class=\"legend\" aria-label=\"What the marks mean\">\n");
    for standing in Standing::ALL {
        let meaning = match standing {
            Standing::Stated => "a statement or declaration rests on it",
            Standing::Dismissed => "read, and nothing is stated, for a reason",
            Standing::Draft => "what is read off it is a draft",
            Standing::Quoted => "quoted, and nothing is read off it yet",
            Standing::Untouched => "nobody has quoted it",
        };
        let name = standing.name();
        let _ = writeln!(
            out,
            "<li><span class=\"sample {name}\">{name}</span> {meaning}</li>"
        );
    }
    out.push_str("</ul>\n");
}

/// Links to the sources, if there are several.
fn index(coverage: &Coverage, out: &mut String) {
    if coverage.sources.len() < 2 {
        return;
    }
    out.push_str("<nav aria-label=\"Sources\">\n<ul>\n");
    for source in &coverage.sources {
        let number = match source.text {
            Text::Stored { .. } => format!("{} read", shown(source.count().percent())),
            Text::None(_) => "no stored text".to_owned(),
        };
        let _ = writeln!(
            out,
            "<li><a href=\"#{id}\"><bdi lang=\"{lang}\">{title}</bdi></a> <span class=\"soft\">{number}</span></li>",
            id = escape(&source.id),
            lang = escape(&source.lang),
            title = escape(&source.title),
        );
    }
    out.push_str("</ul>\n</nav>\n");
}

fn section(source: &Source, out: &mut String) {
    let _ = writeln!(
        out,
        "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\" lang=\"{lang}\" dir=\"auto\">{title}</h2>",
        id = escape(&source.id),
        lang = escape(&source.lang),
        title = escape(&source.title),
    );
    about(source, out);
    match &source.text {
        Text::Stored { content, .. } => {
            numbers(&source.count(), out);
            left(source, content, out);
            out.push_str("<h3>The text, and what is read off it</h3>\n");
            marked::write(source, content, out);
        }
        Text::None(why) => {
            let why = why.as_deref().unwrap_or_default();
            let unverified = counted(source.unverified(), "quotation", "quotations");
            let _ = writeln!(
                out,
                "<p>There is no stored text to hold {unverified} against. <bdi>{}</bdi></p>",
                escape(why)
            );
            notes::list(source, 0..source.notes.len(), out);
        }
    }
    out.push_str("</section>\n");
}

/// Who wrote the source, when, and where it and its dossier are.
fn about(source: &Source, out: &mut String) {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(
        source
            .author
            .as_deref()
            .map(|author| format!("<bdi>{}</bdi>", escape(author))),
    );
    parts.extend(source.published.as_deref().map(escape));
    parts.extend(source.url.as_deref().map(link));
    if let Text::Stored { path, .. } = &source.text {
        parts.push(format!("<span class=\"path\">{}</span>", escape(path)));
    }
    parts.push(format!(
        "<span class=\"path\">{}</span>",
        escape(&source.dossier)
    ));
    let _ = writeln!(out, "<p class=\"soft\">{}</p>", parts.join(" · "));
}

/// An address on the web as a link; any other as it is.
fn link(url: &str) -> String {
    let address = escape(url);
    match url.starts_with("https://") || url.starts_with("http://") {
        true => format!("<a href=\"{address}\">{address}</a>"),
        false => address,
    }
}

/// The reading list: what is not read, with the known entities in it.
fn left(source: &Source, content: &str, out: &mut String) {
    let sentences = source.sentences().iter().enumerate();
    let left: Vec<_> = sentences
        .filter(|(_, sentence)| !sentence.standing.is_read())
        .collect();
    if left.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "<details open>\n<summary>Left to read: {}</summary>\n<ol class=\"left\">",
        counted(left.len(), "sentence", "sentences")
    );
    for (number, sentence) in left {
        let standing = sentence.standing.name();
        let _ = write!(
            out,
            "<li><a href=\"#{id}.s{number}\">line {line}</a> <span class=\"sample {standing}\">{standing}</span> \
             <span lang=\"{lang}\" dir=\"auto\">{words}</span>",
            id = escape(&source.id),
            line = sentence.lines.0,
            lang = escape(&source.lang),
            words = escape(&one_line(&content[sentence.bytes.clone()])),
        );
        if !sentence.known.is_empty() {
            let known = sentence.known.iter();
            let known: Vec<String> = known
                .map(|name| format!("<bdi>{}</bdi>", escape(name)))
                .collect();
            let _ = write!(
                out,
                " <span class=\"soft\">names {}</span>",
                known.join(", ")
            );
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n</details>\n");
}
