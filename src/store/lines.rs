//! The quads of a build in the order of their lines, in bounded memory.
//!
//! Every part has its quads sorted already, so this is a merge of parts: by subjects, as most subjects are in one
//! part only, and all their quads are handed out as they stand there. The quads of a subject that several parts
//! speak of are sorted again.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::io::{self, Write};

use super::StoreError;
use super::dictionary::Stored;
use super::level::{Place, Triples};
use super::levels::Levels;

/// A subject and all that is said of it.
#[derive(Debug)]
pub struct Subject<'a> {
    /// Its N-Triples.
    pub text: &'a str,
    /// Predicate, object and the graph's IRI, sorted by predicate, object and graph as they are written, each once.
    pub quads: &'a [(TermRef<'a>, TermRef<'a>, &'a str)],
}

/// A term as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermRef<'a> {
    /// Its canonical N-Triples.
    pub text: &'a str,
    /// Of a triple term, the N-Triples of its parts.
    pub triple: Option<[&'a str; 3]>,
}

/// A quad of the subject that is handed out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Said {
    pub predicate: u32,
    pub object: u32,
    pub graph: u32,
}

/// A part that is read.
struct Part<'a> {
    triples: Triples<'a>,
    graph: u32,
    next: [u32; 3],
    /// The text of the next subject.
    subject: &'a str,
}

impl PartialEq for Part<'_> {
    fn eq(&self, other: &Part) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Part<'_> {}

impl PartialOrd for Part<'_> {
    fn partial_cmp(&self, other: &Part) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The first subject is the greatest, as a heap gives the greatest first.
impl Ord for Part<'_> {
    fn cmp(&self, other: &Part) -> Ordering {
        if self.next[0] == other.next[0] {
            return Ordering::Equal;
        }
        other.subject.cmp(self.subject)
    }
}

/// Calls `visit` with every subject.
pub fn subjects(
    levels: &Levels,
    graph: Option<&str>,
    visit: &mut dyn FnMut(&Subject) -> io::Result<()>,
) -> Result<(), StoreError> {
    let mut merge = Merge::new(levels, in_graph(levels, graph)?)?;
    while let Some((_, subject)) = merge.next()? {
        let texts = Texts::of(levels, &merge.said)?;
        let mut quads = texts.quads(levels, &merge.said)?;
        if merge.is_mixed {
            quads.sort_unstable_by(in_lines);
            quads.dedup();
        }
        let subject = Subject {
            text: subject,
            quads: &quads,
        };
        visit(&subject).map_err(StoreError::Output)?;
    }
    Ok(())
}

/// How the lines of one subject compare. An IRI that another one begins with is followed by `>` there.
fn in_lines(
    (p, o, g): &(TermRef, TermRef, &str),
    (q, r, h): &(TermRef, TermRef, &str),
) -> Ordering {
    let end = [b'>'];
    (p, o)
        .cmp(&(q, r))
        .then_with(|| g.bytes().chain(end).cmp(h.bytes().chain(end)))
}

/// A part in force: the number of its graph, its level, and its place there.
pub type InForce = (u32, usize, Place);

/// All parts, or those of one graph.
fn in_graph(levels: &Levels, graph: Option<&str>) -> Result<Vec<InForce>, StoreError> {
    let only = match graph {
        Some(iri) => Some(levels.number_of(&format!("<{iri}>"))?),
        None => None,
    };
    let wanted = levels
        .named
        .iter()
        .filter(|graph| only.is_none_or(|only| only == Some(graph.number)));
    let parts = wanted.flat_map(|graph| {
        let parts = graph.parts.iter();
        parts.map(|&(level, place)| (graph.number, level, place))
    });
    Ok(parts.collect())
}

/// Goes through the subjects of parts.
pub struct Merge<'a> {
    levels: &'a Levels,
    heap: BinaryHeap<Part<'a>>,
    /// What is said of the subject at hand.
    pub said: Vec<Said>,
    /// Whether that comes from more than one part.
    is_mixed: bool,
}

impl<'a> Merge<'a> {
    pub fn new(levels: &'a Levels, parts: Vec<InForce>) -> Result<Merge<'a>, StoreError> {
        let mut heap = BinaryHeap::new();
        for (graph, level, place) in parts {
            let triples = levels.list[level].triples(place);
            heap.extend(begin(levels, triples, graph)?);
        }
        Ok(Merge {
            levels,
            heap,
            said: Vec::new(),
            is_mixed: false,
        })
    }

    /// Collects what is said of the next subject, of which it gives the number and the text.
    pub fn next(&mut self) -> Result<Option<(u32, &'a str)>, StoreError> {
        self.said.clear();
        self.is_mixed = false;
        let Some(first) = self.heap.peek() else {
            return Ok(None);
        };
        let (number, text) = (first.next[0], first.subject);
        while let Some(mut part) = self.heap.peek_mut() {
            if part.next[0] != number {
                break;
            }
            self.is_mixed |= !self.said.is_empty();
            if !read(self.levels, &mut part, &mut self.said)? {
                std::collections::binary_heap::PeekMut::pop(part);
            }
        }
        Ok(Some((number, text)))
    }
}

/// A part at its first quad, if it has one.
fn begin<'a>(
    levels: &'a Levels,
    mut triples: Triples<'a>,
    graph: u32,
) -> Result<Option<Part<'a>>, StoreError> {
    let Some(next) = triples.next().transpose()? else {
        return Ok(None);
    };
    Ok(Some(Part {
        subject: levels.text(next[0])?,
        triples,
        graph,
        next,
    }))
}

/// Reads the quads of the part's next subject; whether there is another subject after it.
fn read<'a>(
    levels: &'a Levels,
    part: &mut Part<'a>,
    said: &mut Vec<Said>,
) -> Result<bool, StoreError> {
    let [subject, mut predicate, mut object] = part.next;
    loop {
        said.push(Said {
            predicate,
            object,
            graph: part.graph,
        });
        let Some(next) = part.triples.next().transpose()? else {
            return Ok(false);
        };
        if next[0] != subject {
            part.next = next;
            part.subject = levels.text(next[0])?;
            return Ok(true);
        }
        [_, predicate, object] = next;
    }
}

// --- Texts ----------------------------------------------------------------------------------------

/// The texts that a subject's triple terms are made of, which are not stored whole.
pub struct Texts {
    /// For each quad whose object is a triple term: its text, and those of its parts where they are triple terms.
    composed: Vec<(String, [String; 3])>,
}

impl Texts {
    pub fn of(levels: &Levels, said: &[Said]) -> Result<Texts, StoreError> {
        let mut composed = Vec::new();
        for said in said {
            if let Stored::Triple(parts) = levels.term(said.object)? {
                let mut texts = [String::new(), String::new(), String::new()];
                for (text, part) in texts.iter_mut().zip(parts) {
                    compose(levels, part, text)?;
                }
                let whole = format!("<<( {} {} {} )>>", texts[0], texts[1], texts[2]);
                composed.push((whole, texts));
            }
        }
        Ok(Texts { composed })
    }

    /// The quads in the order of `said`, as they are written.
    pub fn quads<'a>(
        &'a self,
        levels: &'a Levels,
        said: &[Said],
    ) -> Result<Vec<(TermRef<'a>, TermRef<'a>, &'a str)>, StoreError> {
        let mut composed = self.composed.iter();
        let mut quad = |said: &Said| {
            let predicate = TermRef {
                text: levels.text(said.predicate)?,
                triple: None,
            };
            let object = match levels.term(said.object)? {
                Stored::Text(text) => TermRef { text, triple: None },
                Stored::Triple(_) => {
                    let (text, parts) = composed.next().expect("every triple term was composed");
                    TermRef {
                        text,
                        triple: Some([&parts[0], &parts[1], &parts[2]]),
                    }
                }
            };
            Ok((predicate, object, levels.iri(said.graph)?))
        };
        said.iter().map(&mut quad).collect()
    }
}

/// Adds the N-Triples of a term.
pub fn compose(levels: &Levels, number: u32, out: &mut String) -> Result<(), StoreError> {
    match levels.term(number)? {
        Stored::Text(text) => out.push_str(text),
        Stored::Triple(parts) => {
            out.push_str("<<(");
            for part in parts {
                out.push(' ');
                compose(levels, part, out)?;
            }
            out.push_str(" )>>");
        }
    }
    Ok(())
}

// --- Lines ----------------------------------------------------------------------------------------

/// Writes the lines.
pub fn write(levels: &Levels, graph: Option<&str>, out: &mut dyn Write) -> Result<(), StoreError> {
    const FULL: usize = 1 << 16;
    let mut bytes = Vec::with_capacity(2 * FULL);
    subjects(levels, graph, &mut |subject| {
        for (predicate, object, graph) in subject.quads {
            for text in [
                subject.text,
                " ",
                predicate.text,
                " ",
                object.text,
                " <",
                graph,
                "> .\n",
            ] {
                bytes.extend_from_slice(text.as_bytes());
            }
        }
        if bytes.len() >= FULL {
            out.write_all(&bytes)?;
            bytes.clear();
        }
        Ok(())
    })?;
    out.write_all(&bytes)
        .and_then(|()| out.flush())
        .map_err(StoreError::Output)
}
