//! A difference as SPARQL Update that turns the one version into the other: ground quads only, which `DELETE DATA` and
//! `INSERT DATA` take as they are ([SPARQL 1.2 Update](https://www.w3.org/TR/sparql12-update/), section 3.1).

use std::io::{self, Write};

use oxrdf::{GraphName, Quad};

use crate::store::Difference;
use crate::version::UNNAMED_GRAPH;

pub fn write(difference: &Difference, out: &mut dyn Write) -> io::Result<()> {
    if difference.is_empty() {
        return writeln!(out, "# nothing differs");
    }
    let both = !difference.removed.is_empty() && !difference.added.is_empty();
    data("DELETE DATA", &difference.removed, out)?;
    if both {
        writeln!(out, ";")?;
    }
    data("INSERT DATA", &difference.added, out)
}

fn data(operation: &str, quads: &[Quad], out: &mut dyn Write) -> io::Result<()> {
    if quads.is_empty() {
        return Ok(());
    }
    let mut quads: Vec<&Quad> = quads.iter().collect();
    quads.sort_by_cached_key(|quad| quad.graph_name.to_string());
    writeln!(out, "{operation} {{")?;
    for quads in quads.chunk_by(|a, b| a.graph_name == b.graph_name) {
        let graph = named(&quads[0].graph_name);
        let indent = if graph.is_some() { "    " } else { "  " };
        if let Some(graph) = graph {
            writeln!(out, "  GRAPH {graph} {{")?;
        }
        for quad in quads {
            let object = sparql(&quad.object.to_string());
            writeln!(
                out,
                "{indent}{} {} {object} .",
                quad.subject, quad.predicate
            )?;
        }
        if graph.is_some() {
            writeln!(out, "  }}")?;
        }
    }
    writeln!(out, "}}")
}

/// The graph of quads, if they are in one.
pub fn named(graph: &GraphName) -> Option<&GraphName> {
    match graph {
        GraphName::DefaultGraph => None,
        GraphName::NamedNode(node) if node.as_str() == UNNAMED_GRAPH => None,
        graph => Some(graph),
    }
}

/// A term of N-Triples as SPARQL has it. SPARQL replaces `\u` and digits before it reads anything (section 19.2), and would
/// do so behind a backslash that is escaped: the letter is written as such an escape itself, the long one, since some readers
/// take up to eight digits of the short one.
fn sparql(term: &str) -> String {
    let mut out = String::with_capacity(term.len());
    let mut chars = term.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(c);
        if c != '\\' {
            continue;
        }
        let escaped = chars.next();
        out.extend(escaped);
        if escaped == Some('\\')
            && let Some(letter) = chars.next_if(|c| matches!(c, 'u' | 'U'))
        {
            out += &format!("\\U{:08X}", letter as u32);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxrdf::{Literal, NamedNode};
    use spargebra::SparqlParser;

    #[test]
    fn every_string_comes_back() {
        for text in [
            "",
            "a \"b\" \\ 'c' \n \r \t \u{8} \u{c} \u{7f} \u{0}",
            "\\u0041 \\\\u0041 \\U00000041 \\n",
            "C:\\users\\Ursula",
            "'''\"\"\" { } . ; # <<( )>>",
            "日本 😀 \u{200f}",
        ] {
            let node = NamedNode::new_unchecked("a:a");
            let literal = Literal::new_simple_literal(text);
            let quad = Quad::new(node.clone(), node.clone(), literal, node);
            let mut written = Vec::new();
            let difference = Difference {
                removed: Vec::new(),
                added: vec![quad.clone()],
            };
            write(&difference, &mut written).unwrap();
            let written = String::from_utf8(written).unwrap();
            let update = SparqlParser::new().parse_update(&written).unwrap();
            let [spargebra::GraphUpdateOperation::InsertData { data }] = &update.operations[..]
            else {
                panic!("{update}");
            };
            let read = data[0].object.to_string();
            assert_eq!(read, quad.object.to_string(), "{written}");
        }
    }
}
