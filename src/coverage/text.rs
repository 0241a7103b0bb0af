//! Coverage for the terminal: a table of numbers, then the reading list.

use std::fmt::Write;

use super::collect::{one_line, shortened};
use super::percent::shown;
use super::{Count, Coverage, Source, Standing, Text};
use crate::query::without_controls;
use crate::tally::counted;

/// How much of a sentence is shown.
const SHOWN: usize = 160;

pub fn write(coverage: &Coverage) -> String {
    let mut out = String::new();
    numbers(coverage, &mut out);
    for source in &coverage.sources {
        reading_list(source, &mut out);
    }
    without_controls(&out)
}

/// A row a source, and one for all of them.
fn numbers(coverage: &Coverage, out: &mut String) {
    let head = ["source", "sentences"]
        .into_iter()
        .chain(Standing::ALL.map(Standing::name))
        .chain(["read", "letters read"]);
    let mut rows: Vec<Vec<String>> = vec![head.map(str::to_owned).collect()];
    for source in &coverage.sources {
        rows.push(match &source.text {
            Text::Stored { .. } => row(&source.id, &source.count()),
            Text::None(_) => vec![source.id.clone(), without_text(source)],
        });
    }
    rows.push(row("total", &coverage.count()));
    let of_columns = |row: &&Vec<String>| row.len() > 2;
    let widths: Vec<usize> = (0..rows[0].len())
        .map(|column| {
            let cells = rows.iter().filter(|row| column == 0 || of_columns(row));
            cells
                .map(|row| row[column].chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    for row in &rows {
        let mut line = format!("{:<width$}", row[0], width = widths[0]);
        for (cell, width) in row[1..].iter().zip(&widths[1..]) {
            let width = if row.len() > 2 { *width } else { 0 };
            let _ = write!(line, "  {cell:>width$}");
        }
        out.push_str(&line);
        out.push('\n');
    }
}

fn row(name: &str, count: &Count) -> Vec<String> {
    let standings = Standing::ALL.map(|standing| count.of_standing(standing).to_string());
    [name.to_owned(), count.sentences().to_string()]
        .into_iter()
        .chain(standings)
        .chain([shown(count.percent()), shown(count.percent_of_letters())])
        .collect()
}

/// What there is to say of a source that has no stored text.
fn without_text(source: &Source) -> String {
    let quotations = counted(
        source.unverified(),
        "unverified quotation",
        "unverified quotations",
    );
    match &source.text {
        Text::None(Some(why)) => format!("no stored text, {quotations}: {}", one_line(why)),
        _ => format!("no stored text, {quotations}"),
    }
}

/// The sentences that are not read, each with the known entities that it names.
fn reading_list(source: &Source, out: &mut String) {
    let Text::Stored {
        path,
        content,
        sentences,
    } = &source.text
    else {
        return;
    };
    for sentence in sentences
        .iter()
        .filter(|sentence| !sentence.standing.is_read())
    {
        let words = one_line(&content[sentence.bytes.clone()]);
        let standing = sentence.standing.name();
        let _ = writeln!(
            out,
            "\n{path}:{}: {standing}: {}",
            sentence.lines.0,
            shortened(&words, SHOWN)
        );
        if !sentence.known.is_empty() {
            let _ = writeln!(out, "  names {}", sentence.known.join(", "));
        }
    }
}
