//! A portrait, for people.

use std::io;

use super::entry::{Entry, Group, Mark};
use super::footnote::{Ground, Words};
use super::portrait::{Name, Portrait};
use crate::why::text::{cited, place};
use crate::why::{Layout, Part, with_article};

/// Writes a portrait.
pub fn write(portrait: &Portrait, layout: &mut Layout) -> io::Result<()> {
    layout.paragraph("", &portrait.label)?;
    for line in description(portrait) {
        layout.paragraph("  ", &line)?;
    }
    for part in [Part::Subject, Part::Object, Part::Role] {
        groups(heading(part), &portrait.said, part, layout)?;
    }
    for part in [Part::Subject, Part::Object, Part::Role] {
        groups(inferred_heading(part), &portrait.inferred, part, layout)?;
    }
    if portrait.said.is_empty() && portrait.inferred.is_empty() {
        layout.blank()?;
        layout.paragraph("", "Nothing is said of it.")?;
    }
    for (number, footnote) in portrait.footnotes.iter().enumerate() {
        if number == 0 {
            layout.blank()?;
        }
        let mark = format!("[{}] ", footnote.number);
        layout.paragraph(&mark, &ground(&footnote.ground))?;
    }
    Ok(())
}

/// What the entity is and is called, a line each.
pub fn description(portrait: &Portrait) -> Vec<String> {
    let mut lines = Vec::new();
    let mut kind = portrait.short.clone();
    if !portrait.classes.is_empty() {
        kind += &format!(", {}", with_article(&portrait.classes.join(" and ")));
    }
    lines.push(kind);
    let mut list = |what: &str, items: Vec<String>| {
        if !items.is_empty() {
            lines.push(format!("{what} {}", items.join(", ")));
        }
    };
    list("by inference", portrait.inferred_classes.clone());
    for (what, names) in [
        ("label", &portrait.labels),
        ("also", &portrait.aliases),
        ("formerly", &portrait.former),
    ] {
        list(what, names.iter().map(quoted).collect());
    }
    list("same as", portrait.same_as.clone());
    list("close to", portrait.close_to.clone());
    for decision in &portrait.decisions {
        list("mapping:", vec![decision.line()]);
    }
    let merged = portrait.merged.iter().map(|one| one.label.clone());
    list("merged into it:", merged.collect());
    for (what, names) in [
        ("described:", &portrait.definitions),
        ("note:", &portrait.notes),
    ] {
        for name in names {
            list(what, vec![name.text.clone()]);
        }
    }
    if portrait.declared.file.is_some() {
        list("declared in", vec![place(&portrait.declared)]);
    }
    lines
}

fn quoted(name: &Name) -> String {
    match &name.lang {
        Some(lang) => format!("\"{}\"@{lang}", name.text),
        None => format!("\"{}\"", name.text),
    }
}

/// What is over the statements in which the entity has a part.
pub fn heading(part: Part) -> &'static str {
    match part {
        Part::Subject => "What is said of it",
        Part::Object => "Where it is the object",
        Part::Role => "Where it takes part",
    }
}

/// The same of what only follows.
pub fn inferred_heading(part: Part) -> &'static str {
    match part {
        Part::Subject => "What follows of it",
        Part::Object => "What follows where it is the object",
        Part::Role => "What follows where it takes part",
    }
}

fn groups(heading: &str, groups: &[Group], part: Part, layout: &mut Layout) -> io::Result<()> {
    let mut groups = groups.iter().filter(|group| group.part == part).peekable();
    if groups.peek().is_none() {
        return Ok(());
    }
    layout.blank()?;
    layout.paragraph("", heading)?;
    for group in groups {
        let word = &group.word;
        layout.paragraph(
            "  ",
            &if part == Part::Object {
                format!("← {word}")
            } else {
                word.clone()
            },
        )?;
        for entry in &group.entries {
            layout.paragraph("    ", &line(entry))?;
        }
    }
    Ok(())
}

/// What an entry says, with its marks.
pub fn line(entry: &Entry) -> String {
    let mark = entry
        .mark()
        .map(|mark| format!("({mark}) "))
        .unwrap_or_default();
    let marks = Mark::row(&entry.footnotes, |number| format!("[{number}]"));
    format!("{mark}{} {marks}", entry.words)
}

/// What a footnote says.
pub fn ground(ground: &Ground) -> String {
    match ground {
        Ground::Words { quotations } => quotations.iter().map(words).collect::<Vec<_>>().join("; "),
        Ground::Reason { because, container } => match because {
            Some(because) => format!("reasoned in {container}: {because}"),
            None => format!("reasoned in {container}, from other statements"),
        },
        Ground::Declaration { line } => format!("declared: {line}"),
        Ground::External { files } => format!("external data: {}", files.join(", ")),
    }
}

fn words(words: &Words) -> String {
    format!(
        "“{}” {}",
        words.words,
        cited(&words.source, words.locator.as_deref())
    )
}
