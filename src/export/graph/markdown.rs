//! One report in Markdown: things by class and name, what is said of each, and as footnotes the words that it was read from.
//!
//! Headings have anchors of their own, since each renderer makes others of a heading's words.

use std::io::{self, Write};

use rustc_hash::FxHashMap;

use super::prose::{self, Links, Teller, text};
use super::{Carries, Graph, Output, Style, write_each};
use crate::export::dataset::{Id, Value};
use crate::iri;
use crate::vocab::schema;

pub const STYLE: Style = Style {
    write: Output::File(write),
    carries: Carries::Own(prose::tell_losses),
    is_xml: false,
    most: None,
};

fn write(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let teller = Teller::of(graph);
    let classes = teller.by_class();
    let things: Vec<Id> = classes
        .iter()
        .flat_map(|(_, of_it)| of_it)
        .copied()
        .collect();
    let notes = Notes::of(&teller, &things);
    head(&teller, &classes, out)?;
    for (class, things) in &classes {
        let anchor = anchor(graph, "class/", *class);
        writeln!(
            out,
            "\n## <a id=\"{anchor}\"></a>{}",
            teller.heading(*class)
        )?;
        write_each(things, "", out, |&thing, out| {
            section(&teller, thing, &notes, out)
        })?;
    }
    if !notes.order.is_empty() {
        out.write_all(b"\n")?;
    }
    write_each(&notes.order, "", out, |&note, out| {
        let told = teller.footnote(note, &Anchors(&teller));
        writeln!(out, "[^{}]: {told}", notes.numbers[&note])
    })
}

/// The footnotes, in the order in which they are first called.
struct Notes {
    order: Vec<Id>,
    numbers: FxHashMap<Id, usize>,
}

impl Notes {
    fn of(teller: &Teller, things: &[Id]) -> Notes {
        let mut notes = Notes {
            order: Vec::new(),
            numbers: FxHashMap::default(),
        };
        for said in things.iter().flat_map(|&thing| teller.said(thing)) {
            for note in teller.footnotes(said) {
                if !notes.numbers.contains_key(&note) {
                    notes.order.push(note);
                    notes.numbers.insert(note, notes.order.len());
                }
            }
        }
        notes
    }
}

/// Title, numbers, and the list of contents.
fn head(teller: &Teller, classes: &[(Option<Id>, Vec<Id>)], out: &mut dyn Write) -> io::Result<()> {
    let graph = teller.graph;
    let title = text::inline(&graph.title);
    let title = if title.is_empty() { "Report" } else { &title };
    writeln!(out, "# {title}\n")?;
    writeln!(
        out,
        "Things: {}; relations between them: {}; values: {}. A footnote has the words that a statement was read from, or \
         says what it follows from. Where nothing else is said, the words stand in the text of the source.",
        graph.things.len(),
        graph.relations.len(),
        graph.values.len(),
    )?;
    writeln!(out, "\n## Contents\n")?;
    for (class, things) in classes {
        let heading = teller.heading(*class);
        writeln!(out, "- [{heading}](#{})", anchor(graph, "class/", *class))?;
        for &thing in things {
            writeln!(out, "  - {}", Anchors(teller).thing(thing))?;
        }
    }
    Ok(())
}

/// What is known of a thing.
fn section(teller: &Teller, thing: Id, notes: &Notes, out: &mut Vec<u8>) -> io::Result<()> {
    let anchor = anchor(teller.graph, "", Some(thing));
    let name = text::inline(&teller.name(thing));
    writeln!(out, "\n### <a id=\"{anchor}\"></a>{name}")?;
    for line in teller.about(thing) {
        writeln!(out, "\n{line}")?;
    }
    let links = Anchors(teller);
    for (index, said) in teller.said(thing).enumerate() {
        if index == 0 {
            writeln!(out)?;
        }
        let sentence = teller.sentence(said, &links, &|note| notes.numbers[&note]);
        writeln!(out, "- {sentence}")?;
    }
    Ok(())
}

/// Links within the report, and from it to the sources.
struct Anchors<'t, 'g, 'b>(&'t Teller<'g, 'b>);

impl Links for Anchors<'_, '_, '_> {
    fn thing(&self, thing: Id) -> String {
        let Anchors(teller) = self;
        let name = text::inline(&teller.name(thing));
        match teller.graph.things.binary_search(&thing) {
            Ok(_) => format!("[{name}](#{})", anchor(teller.graph, "", Some(thing))),
            Err(_) => name,
        }
    }

    fn source(&self, source: Id) -> String {
        let Anchors(teller) = self;
        let name = text::inline(&teller.name(source));
        let mut urls = teller.graph.terms.objects(source, schema::URL);
        let url = urls.next().map(|url| teller.graph.terms.text(url));
        url.map_or_else(|| name.clone(), |url| text::link(&name, &url))
    }
}

/// The name of a place in the report: the short form of the IRI if it is made of plain signs, else a key of it.
fn anchor(graph: &Graph, before: &str, term: Option<Id>) -> String {
    let Some(term) = term else {
        return format!("{before}none");
    };
    let short = graph.terms.short(term);
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '-');
    let is_short = matches!(graph.terms.value(term), Value::Iri(iri) if iri.as_str() != short);
    match is_short && short.chars().all(is_plain) {
        true => format!("{before}{short}"),
        false => format!("{before}{}", iri::key(&graph.terms.text(term))),
    }
}
