//! What one input contributes, ready to be stored: its terms once each, and its quads as numbers of terms.
//!
//! Many threads build segments at once, one each; all that can be done without knowing the rest of the project is
//! done here: terms are hashed and sorted, quads sorted and made unique, and every graph's part of them digested.
//! A [`Writer`](super::Writer) then only has to replace numbers by numbers.

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use super::dictionary::{text_hash, triple_hash};
use super::slots::Slots;
use crate::iri::hex;

/// The quads of a unit. Terms are numbered in the order of their bytes, and quads sorted by those of their lines.
#[derive(Debug)]
pub struct Segment {
    pub(super) terms: Terms,
    pub(super) parts: Vec<SegmentPart>,
    /// Subject, predicate and object of all quads, part by part.
    pub(super) triples: Vec<[u32; 3]>,
}

/// The quads of one graph in a segment.
#[derive(Debug)]
pub(super) struct SegmentPart {
    /// The number of the graph's IRI.
    pub graph: u32,
    /// Where its triples are.
    pub start: usize,
    pub end: usize,
    /// The SHA-256 of its lines of N-Quads.
    pub digest: [u8; 32],
}

impl Segment {
    /// How many quads there are.
    pub fn quads(&self) -> usize {
        self.triples.len()
    }

    /// A digest of all that is in it, in hexadecimal.
    pub fn digest(&self) -> String {
        self.parts.iter().map(|part| hex(&part.digest)).collect()
    }

    pub fn is_empty(&self) -> bool {
        self.triples.is_empty()
    }

    /// The graphs by their IRIs, with their numbers of quads.
    pub fn graphs(&self) -> impl Iterator<Item = (&str, usize)> {
        self.parts.iter().map(|part| {
            let text = self.terms.text(part.graph);
            (text.trim_matches(['<', '>']), part.end - part.start)
        })
    }
}

/// Terms, each once.
#[derive(Debug, Default)]
pub(super) struct Terms {
    /// The canonical N-Triples of all one after another; nothing of triple terms.
    texts: String,
    /// Where each text ends.
    ends: Vec<usize>,
    /// The hashes of the texts.
    pub hashes: Vec<u128>,
    /// The triple terms with their numbers, each after those inside it.
    pub triples: Vec<(u32, [u32; 3])>,
}

impl Terms {
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text of a term; nothing if it is a triple term.
    pub fn text(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.texts[start..self.ends[number]]
    }

    fn push(&mut self, text: &str, hash: u128) -> u32 {
        let number =
            u32::try_from(self.len()).expect("an input has no four thousand million terms");
        self.texts.push_str(text);
        self.ends.push(self.texts.len());
        self.hashes.push(hash);
        number
    }
}

/// Takes the terms and quads of a unit, in any order.
#[derive(Debug, Default)]
pub struct SegmentBuilder {
    terms: Terms,
    slots: Slots,
    triples: FxHashMap<[u32; 3], u32>,
    /// Graph, subject, predicate, object.
    quads: Vec<[u32; 4]>,
}

impl SegmentBuilder {
    /// The number of an absolute IRI `<…>` or a literal, given as its canonical N-Triples.
    pub fn term(&mut self, text: &str) -> u32 {
        let hash = text_hash(text);
        let terms = &mut self.terms;
        let is = |number: u32| terms.hashes[number as usize] == hash && terms.text(number) == text;
        if let Some(number) = self.slots.find(hash as u64, is) {
            return number;
        }
        let number = terms.push(text, hash);
        let hashes = &terms.hashes;
        self.slots
            .insert(hash as u64, number, |number| hashes[number as usize] as u64);
        number
    }

    /// The number of a triple term (RDF 1.2).
    pub fn triple(&mut self, subject: u32, predicate: u32, object: u32) -> u32 {
        let parts = [subject, predicate, object];
        if let Some(&number) = self.triples.get(&parts) {
            return number;
        }
        // It takes a slot as well, in which no text is found: slots are numbered as terms are.
        let hash = triple_hash(parts);
        let number = self.terms.push("", hash);
        let hashes = &self.terms.hashes;
        self.slots
            .insert(hash as u64, number, |number| hashes[number as usize] as u64);
        self.triples.insert(parts, number);
        self.terms.triples.push((number, parts));
        number
    }

    /// Adds a quad. A quad may be added more than once.
    pub fn quad(&mut self, graph: u32, subject: u32, predicate: u32, object: u32) {
        self.quads.push([graph, subject, predicate, object]);
    }

    /// Sorts everything.
    pub fn finish(self) -> Segment {
        let (terms, ranks) = sorted(self.terms);
        let mut quads = self.quads;
        for quad in &mut quads {
            *quad = quad.map(|number| ranks[number as usize]);
        }
        quads.sort_unstable();
        quads.dedup();
        let mut segment = Segment {
            terms,
            parts: Vec::new(),
            triples: quads.iter().map(|&[_, s, p, o]| [s, p, o]).collect(),
        };
        let mut start = 0;
        for part in quads.chunk_by(|a, b| a[0] == b[0]) {
            let end = start + part.len();
            let digest = digest(&segment.terms, part);
            let graph = part[0][0];
            segment.parts.push(SegmentPart {
                graph,
                start,
                end,
                digest,
            });
            start = end;
        }
        segment
    }
}

/// The terms in the order of their bytes, and the place of each in it.
///
/// A literal begins with `"`, a triple term with `<<(`, and an absolute IRI with `<` and a letter, so triple terms
/// come between the two. Among themselves they compare as their parts do: no text that another one begins
/// with is followed by a byte that could go on in it.
fn sorted(terms: Terms) -> (Terms, Vec<u32>) {
    let mut triples = vec![None; terms.len()];
    for &(number, parts) in &terms.triples {
        triples[number as usize] = Some(parts);
    }
    let mut texts: Vec<(&str, u32)> = (0..terms.len() as u32)
        .filter(|&number| triples[number as usize].is_none())
        .map(|number| (terms.text(number), number))
        .collect();
    texts.sort_unstable();
    let literals = texts.partition_point(|(text, _)| text.starts_with('"'));
    let mut order: Vec<u32> = texts.into_iter().map(|(_, number)| number).collect();
    let mut places = vec![0; terms.len()];
    for (place, &number) in order.iter().enumerate() {
        places[number as usize] = place as u32;
    }
    let compared = Order {
        triples: &triples,
        places: &places,
        literals: literals as u32,
    };
    let mut quoted: Vec<u32> = terms.triples.iter().map(|&(number, _)| number).collect();
    quoted.sort_unstable_by(|&a, &b| compared.compare(a, b));
    order.splice(literals..literals, quoted);
    rearranged(&terms, &order)
}

/// How terms compare, of which the texts are sorted.
struct Order<'a> {
    triples: &'a [Option<[u32; 3]>],
    places: &'a [u32],
    /// Texts before this place are literals.
    literals: u32,
}

impl Order<'_> {
    fn compare(&self, a: u32, b: u32) -> std::cmp::Ordering {
        match (self.triples[a as usize], self.triples[b as usize]) {
            (Some(a), Some(b)) => (0..3)
                .map(|at| self.compare(a[at], b[at]))
                .fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then),
            _ => self.key(a).cmp(&self.key(b)),
        }
    }

    fn key(&self, number: u32) -> (u8, u32) {
        let place = self.places[number as usize];
        match self.triples[number as usize] {
            Some(_) => (1, 0),
            None if place < self.literals => (0, place),
            None => (2, place),
        }
    }
}

/// The terms in this order, and the place of each in it.
fn rearranged(terms: &Terms, order: &[u32]) -> (Terms, Vec<u32>) {
    let mut ranks = vec![0; order.len()];
    let mut arranged = Terms {
        texts: String::with_capacity(terms.texts.len()),
        ..Terms::default()
    };
    for &number in order {
        ranks[number as usize] = arranged.push(terms.text(number), terms.hashes[number as usize]);
    }
    let rank = |number: u32| ranks[number as usize];
    arranged.triples = terms
        .triples
        .iter()
        .map(|&(number, parts)| (rank(number), parts.map(rank)))
        .collect();
    (arranged, ranks)
}

/// The SHA-256 of the lines of a part.
fn digest(terms: &Terms, quads: &[[u32; 4]]) -> [u8; 32] {
    const FULL: usize = 1 << 14;
    let triples: FxHashMap<u32, [u32; 3]> = terms.triples.iter().copied().collect();
    let mut digest = Sha256::new();
    let mut lines = String::with_capacity(2 * FULL);
    for &[graph, subject, predicate, object] in quads {
        for number in [subject, predicate, object, graph] {
            write(terms, &triples, number, &mut lines);
            lines.push(' ');
        }
        lines.push_str(".\n");
        if lines.len() >= FULL {
            digest.update(&lines);
            lines.clear();
        }
    }
    digest.update(&lines);
    digest.finalize().into()
}

fn write(terms: &Terms, triples: &FxHashMap<u32, [u32; 3]>, number: u32, out: &mut String) {
    let text = terms.text(number);
    if !text.is_empty() {
        return out.push_str(text);
    }
    out.push_str("<<(");
    for part in triples[&number] {
        out.push(' ');
        write(terms, triples, part, out);
    }
    out.push_str(" )>>");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(lines: &str) -> Segment {
        super::super::nquads::segment(lines.as_bytes()).unwrap()
    }

    const LINES: &str = "<a:s> <a:p> \"a\" <a:g> .\n\
        <a:s> <a:p> \"a\"@en <a:g> .\n\
        <a:s> <a:p> <<( <a:s> <a:p> \"a\" )>> <a:g> .\n\
        <a:s> <a:p> <<( <a:s> <a:p> \"a\"@en )>> <a:g> .\n\
        <a:s> <a:p> <<( <a:s> <a:p> <<( <a:s> <a:p> \"a\" )>> )>> <a:g> .\n\
        <a:s> <a:p> <<( <a:s> <a:p> <a:o> )>> <a:g> .\n\
        <a:s> <a:p> <a:o/o> <a:g> .\n\
        <a:s> <a:p> <a:o> <a:g> .\n";

    #[test]
    fn a_part_is_digested_as_its_sorted_lines() {
        let mut lines: Vec<&str> = LINES.lines().collect();
        lines.reverse();
        lines.push(lines[0]);
        let segment = segment(&lines.join("\n"));
        assert_eq!(segment.quads(), 8);
        assert_eq!(segment.graphs().collect::<Vec<_>>(), [("a:g", 8)]);
        assert_eq!(
            segment.parts[0].digest,
            <[u8; 32]>::from(Sha256::digest(LINES))
        );
    }

    #[test]
    fn every_graph_is_a_part() {
        let segment = segment(
            "<a:s> <a:p> <a:o> <a:h> .\n<a:s> <a:p> <a:o> <a:g> .\n<a:t> <a:p> <a:o> <a:g> .\n",
        );
        assert_eq!(
            segment.graphs().collect::<Vec<_>>(),
            [("a:g", 2), ("a:h", 1)]
        );
        assert!(SegmentBuilder::default().finish().is_empty());
    }
}
