//! An account, for people: each statement, under it its readings, and in each the quotation in its sentences.
//!
//! ```text
//! Russia memberOf Interpol since 1990
//!   statement/b8580ed940f11fa0ab48, asserted
//!
//!   Interpol in Russia: a background note, para. 3
//!     | the sentence before
//!     > the words that are quoted
//!     | the sentence after
//!   data/interpol-in-russia.dossier.md:42, read by ana, verified
//! ```

use std::io::{self, Write};

use super::Archive;
use super::account::{Account, Item};
use super::declaration::Declaration;
use super::passage::{Passage, State};
use super::place::Place;
use super::quotation::Quotation;
use super::reading::Reading;
use super::source::Source;
use super::statement::{Standing, Statement};
use crate::query::without_controls;

/// Writes paragraphs to a width.
pub struct Layout<'a> {
    pub out: &'a mut dyn Write,
    pub width: usize,
}

impl Layout<'_> {
    pub fn blank(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// A paragraph behind `first`; its other lines stand behind as much space.
    pub fn paragraph(&mut self, first: &str, text: &str) -> io::Result<()> {
        self.filled(
            first,
            &" ".repeat(textwrap::core::display_width(first)),
            text,
        )
    }

    /// A paragraph of which every line stands behind `mark`.
    pub fn marked(&mut self, mark: &str, text: &str) -> io::Result<()> {
        self.filled(mark, mark, text)
    }

    fn filled(&mut self, first: &str, rest: &str, text: &str) -> io::Result<()> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let text = without_controls(&words.join(" "));
        // Addresses stay whole, but scripts without spaces are wrapped between their characters.
        let separator = match text.contains(|c| c >= '\u{2E80}') {
            true => textwrap::WordSeparator::UnicodeBreakProperties,
            false => textwrap::WordSeparator::AsciiSpace,
        };
        let options = textwrap::Options::new(self.width.max(40))
            .initial_indent(first)
            .subsequent_indent(rest)
            .word_separator(separator)
            .break_words(false)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        for line in textwrap::wrap(&text, options) {
            writeln!(self.out, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// Writes an account.
pub fn write(archive: &Archive, account: &Account, layout: &mut Layout) -> io::Result<()> {
    let numbered = account.items.len() > 1;
    for (number, item) in (1..).zip(&account.items) {
        if number > 1 {
            layout.blank()?;
        }
        let first = if numbered {
            format!("{number}. ")
        } else {
            String::new()
        };
        layout.paragraph(&first, item.line())?;
        match item {
            Item::Statement(one) => statement(archive, account, one, layout)?,
            Item::Declaration(one) => declaration(one, layout)?,
            Item::External { files, .. } => {
                layout.paragraph("  ", &format!("external data: {}", files.join(", ")))?
            }
        }
    }
    Ok(())
}

fn statement(
    archive: &Archive,
    account: &Account,
    statement: &Statement,
    layout: &mut Layout,
) -> io::Result<()> {
    let short = archive.short(&statement.iri);
    let number = |premise: &String| match account.number(premise) {
        Some(number) => number.to_string(),
        None => archive.short(premise),
    };
    let premises: Vec<String> = statement.premises.iter().map(number).collect();
    let mut about = format!("{short}, {}", standing(statement.standing));
    if let Some(rule) = &statement.rule {
        about += &format!(" by the rule «{}»", rule.label);
    }
    if !premises.is_empty() {
        let reasoned = if statement.rule.is_none() {
            ", reasoned"
        } else {
            ""
        };
        about += &format!("{reasoned} from {}", premises.join(" and "));
    }
    layout.paragraph("  ", &about)?;
    for reading in &statement.readings {
        layout.blank()?;
        for quotation in &reading.quotations {
            self::quotation(quotation, layout)?;
        }
        self::reading(archive, reading, layout)?;
    }
    Ok(())
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Asserted => "asserted",
        Standing::Inferred => "inferred",
        Standing::Denied => "denied: a source says that it is not so",
        Standing::Unconfirmed => "unconfirmed: recorded, and not asserted",
        Standing::Deprecated => "deprecated: withdrawn, and not asserted",
    }
}

fn declaration(declaration: &Declaration, layout: &mut Layout) -> io::Result<()> {
    layout.paragraph("  ", &format!("declared in {}", place(&declaration.place)))?;
    for one in &declaration.quotations {
        quotation(one, layout)?;
    }
    Ok(())
}

/// The source and the words of a quotation.
fn quotation(quotation: &Quotation, layout: &mut Layout) -> io::Result<()> {
    layout.paragraph(
        "  ",
        &cited(&quotation.source, quotation.locator.as_deref()),
    )?;
    let Passage {
        before,
        words,
        after,
        text,
    } = &quotation.passage;
    for (mark, words) in [("    | ", before), ("    > ", words), ("    | ", after)] {
        if !words.trim().is_empty() {
            layout.marked(mark, words)?;
        }
    }
    let path = quotation
        .source
        .text
        .as_deref()
        .unwrap_or("the stored text");
    let note = match text {
        State::Same => return Ok(()),
        State::None => {
            let why = quotation
                .source
                .text_why
                .as_deref()
                .map(|why| format!(": {why}"));
            format!("no stored text{}", why.unwrap_or_default())
        }
        State::Changed => {
            format!("{path} has changed since the build: these are the words of the build")
        }
        State::Gone => format!("{path} is not there any more: these are the words of the build"),
    };
    layout.paragraph("    ", &format!("({note})"))
}

/// A source as one cites it, in a line.
pub fn cited(source: &Source, locator: Option<&str>) -> String {
    let mut parts = vec![source.title.clone()];
    parts.extend(locator.map(str::to_owned));
    let of = [&source.author, &source.publisher, &source.published];
    parts.extend(of.into_iter().flatten().cloned());
    let url = source.url.as_ref().map(|url| format!(" <{url}>"));
    parts.join(", ") + &url.unwrap_or_default()
}

/// Where something stands, as far as it is known.
pub fn place(place: &Place) -> String {
    match (&place.file, place.line) {
        (Some(file), Some(line)) if place.changed => {
            format!("{file}:{line} (read off other words now)")
        }
        (Some(file), Some(line)) => format!("{file}:{line}"),
        (Some(file), None) if place.unread => {
            format!("{file} (read otherwise now: names or the vocabulary have changed)")
        }
        (Some(file), None) => format!("{file} (it no longer stands there)"),
        (None, _) => "a file that is not there any more".to_owned(),
    }
}

fn reading(archive: &Archive, reading: &Reading, layout: &mut Layout) -> io::Result<()> {
    let mut about = match &reading.place.file {
        Some(_) => place(&reading.place),
        None if archive.sight.readings.is_none() => reading.container.clone(),
        None => format!("{} (its file is not there any more)", reading.container),
    };
    if let Some(curator) = &reading.curator {
        about += &format!(", read by {curator}");
    }
    if let Some(reviewer) = &reading.reviewed_by {
        about += &format!(", reviewed by {reviewer}");
    }
    layout.paragraph("  ", &format!("{about}, {}", status(reading)))?;
    for remark in remarks(archive, reading) {
        layout.paragraph("  ", &remark)?;
    }
    Ok(())
}

/// How well a reading stands, in a few words.
pub fn status(reading: &Reading) -> String {
    let mut words = vec![reading.status.name().to_owned()];
    let tiers: Vec<&str> = reading
        .quotations
        .iter()
        .filter_map(|one| one.tier.as_deref())
        .collect();
    let forgiven = tiers.into_iter().rfind(|tier| *tier != "exact");
    words.extend(forgiven.map(|tier| format!("({tier})")));
    let mut words = vec![words.join(" ")];
    words.extend(reading.unconfirmed.then(|| "unconfirmed".to_owned()));
    words.extend(reading.preferred.then(|| "preferred".to_owned()));
    words.extend(
        reading
            .confidence
            .as_ref()
            .map(|confidence| format!("confidence {confidence}")),
    );
    words.join(", ")
}

/// What else a reading says, a sentence each.
pub fn remarks(archive: &Archive, reading: &Reading) -> Vec<String> {
    let mut remarks = Vec::new();
    remarks.extend(
        reading
            .according_to
            .as_ref()
            .map(|who| format!("according to {}", who.label)),
    );
    remarks.extend(
        reading
            .because
            .as_ref()
            .map(|reason| format!("because: {reason}")),
    );
    let deprecated = reading.deprecated_because.as_ref();
    remarks.extend(deprecated.map(|reason| format!("deprecated because: {reason}")));
    remarks.extend(reading.notes.iter().map(|note| format!("note: {note}")));
    let see: Vec<String> = reading.see.iter().map(|iri| archive.short(iri)).collect();
    remarks.extend((!see.is_empty()).then(|| format!("see {}", see.join(", "))));
    remarks
}
