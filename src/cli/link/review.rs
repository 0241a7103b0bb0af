use std::collections::BTreeMap;
use std::io::{self, Write};

use clap::Args;
use console::{Key, Term};

use super::asked::{self, By};
use crate::cli::project::Project;
use crate::cli::{Exit, Usage};
use crate::link::{self, Answer, Linking, Session, Shelf};
use crate::query::Names;
use crate::tally::counted;

/// Decide what was proposed, with one key for each pair
///
/// Both sides stand beside each other, with what speaks for them and the words that the entity was read from. Each decision is
/// written to data/mappings/NAME.sssom.tsv before the next pair is shown, so nothing is lost when the terminal goes away; the
/// next review goes on with what is open.
///
///   a or y   accept: it is the same
///   r or x   reject: it is another thing; this pair is never proposed again
///   n        none there: the data set has no such thing; nothing is proposed for the entity again
///   s        skip: not now
///   u        undo what was said last
///   q        quit
#[derive(Args)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Examples:
  citable link review wikidata
  citable link review wikidata --by Ana

Without a terminal: citable link accept, reject and none.

Exit codes: 0 done, 1 the data cannot be read, 2 it was asked wrongly, 3 the disk failed."
)]
pub struct Review {
    /// The data set, as citable.toml calls it
    name: String,
    #[command(flatten)]
    by: By,
    /// Build first, if an input has changed
    #[arg(long)]
    build: bool,
}

impl Review {
    pub fn run(self, project: &Project) -> anyhow::Result<Exit> {
        let term = Term::stdout();
        if !term.is_term() {
            let message =
                "a review needs a terminal; `citable link accept`, `reject` and `none` do without";
            return Err(Usage(message.to_owned()).into());
        }
        let reviewer = self.by.reviewer(project)?;
        asked::with(project, self.build, |linking| {
            let settings = linking.settings(&self.name)?;
            let shelf = asked::kept(linking, settings)?;
            let mut session = Session::new(linking, settings, shelf.as_ref(), reviewer)?;
            if session.is_empty() {
                eprintln!(
                    "nothing is open: `citable link propose {}` looks for more",
                    self.name
                );
                return Ok(Exit::Done);
            }
            let labels = Labels::new(linking, shelf.as_ref());
            ask(&term, &mut session, linking, &labels)?;
            term.clear_screen()?;
            writeln!(
                io::stdout(),
                "{} in {}",
                counted(session.decided, "decision", "decisions"),
                session.path()
            )?;
            Ok(Exit::Done)
        })
    }
}

/// Shows pair after pair, until there is none or nobody wants more.
fn ask(
    term: &Term,
    session: &mut Session,
    linking: &Linking,
    labels: &Labels,
) -> anyhow::Result<()> {
    loop {
        let (_, columns) = term.size();
        let Some(pair) = session.pair()? else {
            term.clear_screen()?;
            writeln!(io::stdout(), "all pairs were shown   u undo   q quit")?;
            match term.read_key()? {
                Key::Char('u') => session.answer(Answer::Undo)?,
                Key::Char('q') | Key::Enter | Key::Escape | Key::CtrlC => return Ok(()),
                _ => {}
            }
            continue;
        };
        let label = |iri: &str| labels.of(iri);
        let lines = link::screen_lines(&pair, &linking.terms, &label, usize::from(columns));
        drop(pair);
        term.clear_screen()?;
        let mut out = io::stdout().lock();
        for line in lines {
            writeln!(out, "{line}")?;
        }
        writeln!(out, "\n{}", link::KEYS)?;
        out.flush()?;
        drop(out);
        let answer = match term.read_key()? {
            Key::Char('a' | 'y') => Answer::Accept,
            Key::Char('r' | 'x') => Answer::Reject,
            Key::Char('n') => Answer::NoneThere,
            Key::Char('s') | Key::ArrowRight => Answer::Skip,
            Key::Char('u') | Key::ArrowLeft | Key::Backspace => Answer::Undo,
            Key::Char('q') | Key::CtrlC | Key::Escape => return Ok(()),
            _ => continue,
        };
        session.answer(answer)?;
    }
}

/// What IRIs of both sides are called.
struct Labels<'a> {
    linking: &'a Linking<'a>,
    shelf: Option<&'a Shelf>,
    own: BTreeMap<&'a str, &'a str>,
}

impl<'a> Labels<'a> {
    fn new(linking: &'a Linking<'a>, shelf: Option<&'a Shelf>) -> Labels<'a> {
        Labels {
            linking,
            shelf,
            own: linking.labels(),
        }
    }

    fn of(&self, iri: &str) -> Option<String> {
        if let Some(own) = self.own.get(iri) {
            return Some((*own).to_owned());
        }
        let lang = &self.linking.context.lang;
        let there = self.shelf.and_then(|shelf| shelf.find(iri).ok().flatten());
        if let Some(label) = there.as_ref().and_then(|record| record.label(lang)) {
            return Some(label.to_owned());
        }
        let node = oxrdf::NamedNode::new(iri).ok()?;
        let store = self.linking.store;
        store.describes(node.as_ref()).ok().filter(|is| *is)?;
        let mut names = Names::new(store, self.linking.context, &[]);
        names.of(&node.into()).ok()
    }
}
