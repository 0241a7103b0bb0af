use std::fmt::Write as _;
use std::io::{self, Write};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::progress::Progress;
use super::project::Project;
use super::report::report;
use super::{Exit, Usage};
use crate::compile::{self, Compilation};
use crate::date::Date;
use crate::diagnostic::{Format as Shown, did_you_mean};
use crate::edit::{self, EditError};
use crate::files::Files;
use crate::query::without_controls;
use crate::review::{self, Change, Entry, SignError, State};
use crate::tally::counted;

/// List what no second person has reviewed, or write down a review
///
/// A review is over the very words of a dossier or table: any later edit voids it, and then the list says since which change.
/// A dossier names its review in its front matter; the review of a table is a file beside it. Nobody reviews their own
/// work: the curator of a dossier cannot review it, nor a table that cites its source.
#[derive(Args)]
#[command(after_help = "\
Examples:
  citable review                                what no second person has reviewed
  citable review --check                        the same, and fail if there is anything
  citable review interpol-note --by ben         write down that ben has reviewed this dossier
  citable review members.facts.tsv --by ben     the same of a table
  citable review --format markdown              a list to paste into an issue

The day is today's in UTC, or that of SOURCE_DATE_EPOCH.

Exit codes: 0 done, 1 it cannot be reviewed, or with --check something isn't, 2 it was asked wrongly, 3 the disk failed.")]
pub struct Review {
    /// The id of a dossier's source, or the path of a dossier or table
    #[arg(value_name = "ID|FILE", requires = "by")]
    what: Option<String>,

    /// Who has reviewed it
    #[arg(long, value_name = "NAME", requires = "what")]
    by: Option<String>,

    /// How the list is shown
    #[arg(long, value_enum, default_value_t = Format::Text, conflicts_with = "what")]
    format: Format,

    /// Fail if something is not reviewed
    #[arg(long, conflicts_with = "what")]
    check: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs
    Json,
    /// To paste where people talk
    Markdown,
}

/// What the list says.
#[derive(Serialize)]
struct List {
    files: usize,
    reviewed: usize,
    statements: usize,
    statements_reviewed: usize,
    unreviewed: Vec<Entry>,
}

impl Review {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        let progress = Progress::new();
        let stage = |stage| progress.stage(stage);
        let before = super::build::known_build(&project.root)?;
        let mut entries = None;
        let run = compile::survey(
            &project.root,
            before.as_ref(),
            &stage,
            &mut |files, memos| {
                entries = Some(review::list(files, memos));
            },
        )?;
        drop(progress);
        let Some(entries) = entries else {
            report(&run, Shown::Full, &mut io::stderr())?;
            return Ok(Exit::Data);
        };
        let mut entries = entries?;
        review::count(&mut entries, &run.diagnostics);
        match (&self.what, &self.by) {
            (Some(what), Some(by)) => sign(project, &run, &entries, what, by),
            _ => self.list(project, entries),
        }
    }

    fn list(&self, project: &Project, entries: Vec<Entry>) -> anyhow::Result<Exit> {
        let statements = |entries: &[Entry]| entries.iter().map(|entry| entry.statements).sum();
        let (files, all) = (entries.len(), statements(&entries));
        let (reviewed, mut unreviewed): (Vec<Entry>, Vec<Entry>) =
            entries.into_iter().partition(Entry::is_reviewed);
        for entry in &mut unreviewed {
            if let State::Void { sha256, .. } = &entry.state {
                entry.since = review::since(&project.root, &entry.path, sha256);
            }
        }
        let list = List {
            files,
            reviewed: reviewed.len(),
            statements: all,
            statements_reviewed: statements(&reviewed),
            unreviewed,
        };
        let mut out = io::stdout().lock();
        match self.format {
            Format::Text => out.write_all(without_controls(&text(&list)).as_bytes())?,
            Format::Markdown => out.write_all(without_controls(&markdown(&list)).as_bytes())?,
            Format::Json => super::output::json(&list, &mut out)?,
        }
        match self.check && !list.unreviewed.is_empty() {
            true => Ok(Exit::Data),
            false => Ok(Exit::Done),
        }
    }
}

/// Writes down that `by` has reviewed a file.
fn sign(
    project: &Project,
    run: &Compilation,
    entries: &[Entry],
    what: &str,
    by: &str,
) -> anyhow::Result<Exit> {
    let Some(entry) = review::find(entries, what) else {
        return Err(unknown(&run.files, entries, what).into());
    };
    let edits = match review::sign(&run.files, entry, by, &today()?) {
        Ok(edits) => edits,
        Err(error @ (SignError::Name | SignError::Hidden)) => {
            return Err(Usage(error.to_string()).into());
        }
        Err(SignError::Files(error)) => return Err(error.into()),
        Err(error) => {
            eprintln!("error: {}", without_controls(&error.to_string()));
            return Ok(Exit::Data);
        }
    };
    match edit::write(&project.root, &edits.changes()?) {
        Ok(()) => {}
        Err(error @ EditError::Changed { .. }) => {
            eprintln!("error: {error}");
            return Ok(Exit::Data);
        }
        Err(error) => return Err(error.into()),
    }
    eprintln!("{}: reviewed by {}", entry.path, review::written(by));
    if entry.drafts > 0 || entry.warnings > 0 {
        eprintln!(
            "note: it has {}; what is done about them voids the review",
            open(entry)
        );
    }
    Ok(Exit::Done)
}

fn unknown(files: &Files, entries: &[Entry], what: &str) -> Usage {
    let is_input = files
        .at_path(what)
        .or_else(|| files.at_path(&format!("data/{what}")));
    if is_input.is_some() {
        return Usage(format!(
            "`{what}` is neither a dossier nor a table of statements"
        ));
    }
    let near = did_you_mean(what, entries.iter().map(Entry::name));
    let hint = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
    Usage(format!("there is no dossier or table `{what}`{hint}"))
}

/// The day on which a review is written down.
pub(super) fn today() -> anyhow::Result<Date> {
    let now = match super::build::epoch()? {
        Some(seconds) => jiff::Timestamp::from_second(seconds),
        None => Ok(jiff::Timestamp::now()),
    };
    let now = now.context("SOURCE_DATE_EPOCH lies beyond the calendar")?;
    let day: String = now.to_string().chars().take(10).collect();
    Date::parse(&day).map_err(|_| anyhow::anyhow!("{day} is no day of a review"))
}

/// What is still to be done about a file.
fn open(entry: &Entry) -> String {
    let parts = [
        (entry.drafts, "draft", "drafts"),
        (entry.errors, "error", "errors"),
        (entry.warnings, "warning", "warnings"),
        (entry.hints, "hint", "hints"),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| counted(count, one, many))
        .collect();
    parts.join(", ")
}

/// How a review stands, in words.
fn standing(entry: &Entry) -> String {
    match &entry.state {
        State::Unreviewed => "not reviewed".to_owned(),
        State::ByCurator { by, on } => format!("reviewed on {on} by its own curator, {by}"),
        State::Reviewed { by, on } => format!("reviewed on {on} by {by}"),
        State::Void { by, on, .. } => {
            let since = match &entry.since {
                Some(Change::Commit {
                    commit,
                    author,
                    date,
                    title,
                }) => format!("changed since by {author} on {date}: {commit} {title}"),
                Some(Change::Uncommitted) => "changed since, and not committed yet".to_owned(),
                None => "changed since".to_owned(),
            };
            format!("reviewed on {on} by {by}; {since}")
        }
    }
}

/// How much of the project is reviewed, in a sentence.
fn summary(list: &List) -> String {
    format!(
        "{} of {} reviewed, with {} of {}",
        list.reviewed,
        counted(list.files, "file", "files"),
        list.statements_reviewed,
        counted(list.statements, "statement", "statements"),
    )
}

fn text(list: &List) -> String {
    let mut out = String::new();
    for entry in &list.unreviewed {
        let _ = writeln!(out, "{}", entry.path);
        let _ = writeln!(out, "  {}", standing(entry));
        let mut parts = vec![counted(entry.statements, "statement", "statements")];
        parts.extend(Some(open(entry)).filter(|open| !open.is_empty()));
        if !entry.curators.is_empty() {
            parts.push(format!("curated by {}", entry.curators.join(", ")));
        }
        let _ = writeln!(out, "  {}", parts.join(", "));
    }
    let _ = writeln!(out, "{}", summary(list));
    out
}

fn markdown(list: &List) -> String {
    let mut out = String::new();
    if !list.unreviewed.is_empty() {
        out.push_str(
            "| file | review | curator | statements | drafts | errors | warnings | hints |\n",
        );
        out.push_str("|---|---|---|--:|--:|--:|--:|--:|\n");
    }
    for entry in &list.unreviewed {
        let numbers = [
            entry.statements,
            entry.drafts,
            entry.errors,
            entry.warnings,
            entry.hints,
        ];
        let numbers = numbers.map(|number| number.to_string()).join(" | ");
        let cells = [&entry.path, &standing(entry), &entry.curators.join(", ")];
        let cells = cells.map(|cell| cell.replace('|', "\\|")).join(" | ");
        let _ = writeln!(out, "| {cells} | {numbers} |");
    }
    if !list.unreviewed.is_empty() {
        out.push('\n');
    }
    let _ = writeln!(out, "{}.", summary(list));
    out
}
