//! What the commands on sources say to people.

use std::io::{self, Write};

use super::say_written;
use crate::diagnostic::visible_line;
use crate::source::{
    Addition, Checked, Dependent, Item, Line, Link, Piece, Pinned, Said, Update, Verification,
};
use crate::tally::counted;

/// How much of a quotation is shown, in characters.
const SHOWN: usize = 90;

pub fn addition(added: &Addition) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let pages = match added.pages {
        1 => String::new(),
        pages => format!(" on {}", counted(pages, "page", "pages")),
    };
    writeln!(out, "{}: {}", added.id, added.title)?;
    writeln!(
        out,
        "  text     {}, {}{pages}",
        added.text,
        counted(added.characters, "character", "characters")
    )?;
    writeln!(out, "  dossier  {}", added.dossier)?;
    writeln!(
        out,
        "  by       {}",
        added.extractor.as_deref().unwrap_or("the file itself")
    )?;
    if added.lang_is_assumed {
        eprintln!(
            "note: neither the file nor its words say the language: `lang: {}` is the project's; correct it if need be",
            added.lang
        );
    }
    Ok(())
}

pub fn pinned(pinned: &Pinned) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for id in &pinned.pinned {
        writeln!(out, "{id}: pinned")?;
    }
    for id in &pinned.anew {
        writeln!(out, "{id}: pinned anew, to another text than before")?;
    }
    for id in &pinned.other {
        writeln!(
            out,
            "{id}: is pinned to another text, and stays so; `citable source pin {id}` pins this one"
        )?;
    }
    let mut rest = Vec::new();
    for (id, path) in &pinned.missing {
        writeln!(
            out,
            "{id}: its text `{}` cannot be read; `citable check` says why",
            visible_line(path)
        )?;
    }
    if pinned.before > 0 {
        rest.push(format!("{} pinned before", pinned.before));
    }
    if pinned.without > 0 {
        rest.push(format!("{} without text", pinned.without));
    }
    if !rest.is_empty() {
        eprintln!("{}", rest.join(", "));
    }
    Ok(())
}

pub fn status(lines: &[Line], has_build: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in lines {
        writeln!(out, "{}: {}", line.source, visible_line(&line.title))?;
        match &line.text {
            Some(text) => writeln!(out, "  text        {text}, {}", text_state(line))?,
            None => writeln!(out, "  text        none")?,
        }
        writeln!(out, "  quotations  {}", quotations(line))?;
        if let Some(why) = &line.offsets_problem {
            writeln!(out, "  offsets     cannot be used: {}", visible_line(why))?;
        }
        writeln!(
            out,
            "  quoted      {}, the longest {}; {}",
            counted(line.quoted, "character", "characters"),
            line.longest,
            counted(line.statements, "statement", "statements")
        )?;
    }
    if !has_build {
        eprintln!("note: there is no build to compare with; `citable build` makes one");
    }
    Ok(())
}

fn text_state(line: &Line) -> String {
    let pin = match line.pin {
        "pinned" => "as it was pinned",
        "other" => "not the text that was pinned",
        _ => "not pinned",
    };
    let size = format!("{} of at most {} MiB", size(line.bytes), line.limit >> 20);
    match line.readable {
        true => format!("{pin}, {size}"),
        false => "which cannot be read".to_owned(),
    }
}

fn size(bytes: usize) -> String {
    match bytes {
        0..10_000 => counted(bytes, "byte", "bytes"),
        10_000..10_000_000 => format!("{} KiB", bytes >> 10),
        _ => format!("{} MiB", bytes >> 20),
    }
}

fn quotations(line: &Line) -> String {
    let counts = [
        (line.same, "same"),
        (line.moved, "moved"),
        (line.changed, "changed"),
        (line.gone, "gone"),
        (line.new, "new"),
        (
            line.unchecked,
            "not held against a text, as it cannot be read",
        ),
        (line.unverified, "unverified"),
        (line.verified_elsewhere, "of them verified elsewhere"),
    ];
    let told: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{count} {name}"))
        .collect();
    match told.is_empty() {
        true => "none".to_owned(),
        false => told.join(", "),
    }
}

pub fn update(update: &Update) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for item in update.quotations.iter().filter(|item| is_told(item)) {
        show(item, &mut out)?;
    }
    if !update.dependents.is_empty() {
        writeln!(
            out,
            "what depends on statements whose quotations have changed or are gone:"
        )?;
        for dependent in &update.dependents {
            writeln!(out, "  {}", depends(dependent))?;
        }
        writeln!(out)?;
    }
    let counts = ["same", "moved", "changed", "gone"].map(|fate| (update.count(fate), fate));
    let told: Vec<String> = counts
        .iter()
        .map(|(count, fate)| format!("{count} {fate}"))
        .collect();
    let others = match update.others.as_slice() {
        [] => String::new(),
        [other] => format!(" and {other}, which has the same text"),
        others => format!(" and {}, which have the same text", others.join(", ")),
    };
    writeln!(
        out,
        "{}{others}: {}: {}",
        update.source,
        counted(update.quotations.len(), "quotation", "quotations"),
        told.join(", ")
    )
}

/// Those that simply are the same or moved are only counted.
fn is_told(item: &Item) -> bool {
    item.needs || item.locator.is_some() || matches!(item.fate, "changed" | "gone")
}

fn show(item: &Item, out: &mut impl Write) -> io::Result<()> {
    let accepted = if item.accepted { ", accepted" } else { "" };
    writeln!(out, "{}: {}{accepted}", item.fate, item.quotation)?;
    writeln!(out, "  --> {}:{}", item.file, item.line)?;
    if let Some(why) = item.why {
        writeln!(out, "  {why}")?;
    }
    match item.difference.is_empty() {
        true => writeln!(out, "  > {}", cut(&item.words))?,
        false => writeln!(out, "  > {}", differences(&item.difference))?,
    }
    if let Some([old, new]) = &item.locator {
        writeln!(
            out,
            "  its locator `{old}` means another part now; this is `{new}`"
        )?;
    }
    for said in &item.statements {
        writeln!(out, "  - {}", statement(said))?;
    }
    writeln!(out)
}

/// Words with what is taken out and put in, as `wdiff` marks it.
fn differences(pieces: &[Piece]) -> String {
    let mark = |piece: &Piece| match piece.kind {
        "removed" => format!("[-{}-]", piece.text),
        "added" => format!("{{+{}+}}", piece.text),
        _ => piece.text.clone(),
    };
    let marked: String = pieces.iter().map(mark).collect();
    visible_line(&marked)
}

fn statement(said: &Said) -> String {
    format!("{} ({}:{})", cut(&said.text), said.file, said.line)
}

fn depends(dependent: &Dependent) -> String {
    let how = match dependent.link {
        Link::InferredFrom => "inferred from it",
        Link::About => "speaks of it",
        Link::See => "points to it",
        Link::Rule => "follows from it",
    };
    let place = match (&dependent.file, dependent.line) {
        (Some(file), Some(line)) => format!(" ({file}:{line})"),
        _ => String::new(),
    };
    format!("{}: {}{place}", how, cut(&dependent.text))
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", visible_line(&text[..at])),
        None => visible_line(text),
    }
}

/// Says what was done, and what is left to do.
pub fn outcome(update: &Update, dry_run: bool) {
    if update.settled && dry_run {
        eprintln!("the new text can be put in place; nothing was written");
        return;
    }
    if update.settled {
        return match update.changes.is_empty() {
            true => eprintln!("the text is the same; nothing was written"),
            false => say_written(&update.changes),
        };
    }
    let open = update
        .quotations
        .iter()
        .filter(|item| item.needs && !item.accepted);
    let open: Vec<&Item> = open.collect();
    let moved_only = open
        .iter()
        .all(|item| item.fate != "changed" && item.fate != "gone");
    let stays = match moved_only && open.iter().all(|item| item.locator.is_some()) {
        true => "as long as locators mean other parts of the new one",
        false => "as long as quotations don't stand in the new one",
    };
    eprintln!("nothing was written, and the old text stays, {stays}");
    for way in WAYS_OUT {
        let names = names(&open, way);
        if !names.is_empty() {
            eprintln!("{} {names}", way.1);
        }
    }
}

/// What is to be done about a quotation, by why nothing can be proposed for it, or by whether something is.
type WayOut = (fn(&Item) -> bool, &'static str);

const WAYS_OUT: [WayOut; 4] = [
    (is_offered, "to write what stands there now: --accept"),
    (
        |item| !is_offered(item) && item.blocked == Some("several"),
        "which of several places is meant, only a locator can say: write one after the quotation, as `(para. 2)` or `(p. 3)`, and update again:",
    ),
    (
        |item| !is_offered(item) && item.blocked == Some("control-characters"),
        "to be quoted once the control characters are taken out of the new text:",
    ),
    (
        |item| !is_offered(item) && item.blocked.is_none(),
        "to be taken out of the dossier, or kept with the old text:",
    ),
];

fn is_offered(item: &Item) -> bool {
    item.proposal.is_some() || item.locator.is_some()
}

/// The names of the quotations that have a way out, each once.
fn names(open: &[&Item], (has, _): WayOut) -> String {
    let mut names: Vec<&str> = Vec::new();
    for item in open.iter().filter(|item| has(item)) {
        if !names.contains(&item.quotation.as_str()) {
            names.push(&item.quotation);
        }
    }
    names.join(" ")
}

pub fn verification(verified: &Verification) -> io::Result<()> {
    let is_elsewhere = |checked: &Checked| checked.outcome == "elsewhere";
    let mut out = io::stdout().lock();
    for checked in &verified.quotations {
        let place = match checked.place {
            Some([start, end]) => format!("{start}..{end}"),
            None => "nowhere".to_owned(),
        };
        let outcome = match checked.outcome {
            "as-recorded" => "as it was recorded",
            "recorded" => "recorded",
            "not-recorded" => "not recorded before",
            "elsewhere" => "recorded at another place",
            _ => "not found, or more than once",
        };
        writeln!(
            out,
            "{}  {place}  {outcome}\n  > {}",
            checked.quotation,
            cut(&checked.words)
        )?;
    }
    if verified.other_text {
        eprintln!(
            "this is another text than the one that was recorded; nothing was written. To record this one, delete `{}` and the line `offsets:` first",
            verified.offsets
        );
    } else if verified.quotations.iter().any(is_elsewhere) {
        eprintln!(
            "nothing was written, as what was recorded stays. If it is wrong, delete `{}` and the line `offsets:`, and verify again",
            verified.offsets
        );
    }
    say_written(&verified.changes);
    Ok(())
}
