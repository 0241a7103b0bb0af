//! A portrait in Markdown, with footnotes.

use std::io::{self, Write};

use super::entry::{Entry, Group, Mark};
use super::footnote::{Ground, Words};
use super::portrait::Portrait;
use super::text::{description, heading, inferred_heading};
use crate::why::Part;
use crate::why::markdown::{cited, escaped, first_word};

/// Writes a portrait.
pub fn write(portrait: &Portrait, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}\n", escaped(&portrait.label))?;
    for line in description(portrait) {
        writeln!(out, "- {}", first_word(&escaped(&line)))?;
    }
    for part in [Part::Subject, Part::Object, Part::Role] {
        groups(heading(part), &portrait.said, part, out)?;
    }
    for part in [Part::Subject, Part::Object, Part::Role] {
        groups(inferred_heading(part), &portrait.inferred, part, out)?;
    }
    if portrait.said.is_empty() && portrait.inferred.is_empty() {
        writeln!(out, "\nNothing is said of it.")?;
    }
    if !portrait.footnotes.is_empty() {
        writeln!(out)?;
    }
    for footnote in &portrait.footnotes {
        writeln!(out, "[^{}]: {}", footnote.number, ground(&footnote.ground))?;
    }
    Ok(())
}

fn groups(heading: &str, groups: &[Group], part: Part, out: &mut dyn Write) -> io::Result<()> {
    let mut groups = groups.iter().filter(|group| group.part == part).peekable();
    if groups.peek().is_none() {
        return Ok(());
    }
    writeln!(out, "\n## {heading}\n")?;
    for group in groups {
        writeln!(out, "- **{}**", escaped(&group.word))?;
        for entry in &group.entries {
            writeln!(out, "  - {}", line(entry))?;
        }
    }
    Ok(())
}

fn line(entry: &Entry) -> String {
    let mark = entry
        .mark()
        .map(|mark| format!("*({})* ", escaped(&mark)))
        .unwrap_or_default();
    let remarked = |mark: &Mark| Mark {
        number: mark.number,
        remarks: mark.remarks.iter().map(|remark| escaped(remark)).collect(),
    };
    let marks: Vec<Mark> = entry.footnotes.iter().map(remarked).collect();
    let marks = Mark::row(&marks, |number| format!("[^{number}]"));
    let words = escaped(&entry.words);
    let words = if mark.is_empty() {
        first_word(&words)
    } else {
        words
    };
    format!("{mark}{words}{marks}")
}

fn ground(ground: &Ground) -> String {
    match ground {
        Ground::Words { quotations } => quotations.iter().map(words).collect::<Vec<_>>().join(" "),
        Ground::Reason { because, container } => match because {
            Some(because) => format!("Reasoned in `{container}`: {}", escaped(because)),
            None => format!("Reasoned in `{container}`, from other statements."),
        },
        Ground::Declaration { line } => format!("Declared: {}.", escaped(line)),
        Ground::External { files } => format!("External data: `{}`.", files.join("`, `")),
    }
}

fn words(words: &Words) -> String {
    format!(
        "“{}” {}",
        escaped(&words.words),
        cited(&words.source, words.locator.as_deref())
    )
}
