//! JSON-LD 1.1 for people: one object a subject, short names from a context, plain strings and numbers where
//! they mean exactly the term.
//!
//! oxjsonld writes expanded JSON-LD, where every value is an object in an array. Here the context says once for each
//! property what kind of values it has, so that most values are strings; and every value stands on one line, so
//! that the difference of two exports can be read.

mod context;

use std::io::{self, Write};

use context::Context;
use serde_json::{Value as Json, json};

use super::arranged::Arranged;
use super::dataset::{Id, Quad, Value};
use super::prefixes::Prefixes;

/// Writes quads in the order of their terms.
pub fn write(arranged: &Arranged, prefixes: &Prefixes, out: &mut impl Write) -> io::Result<()> {
    let context = Context::of(arranged, prefixes);
    write!(out, "{{\n  \"@context\": {{")?;
    for (index, (name, definition)) in context.entries().iter().enumerate() {
        write!(out, "{}\n    {}: {definition}", comma(index), json!(name))?;
    }
    write!(out, "\n  }},\n  \"@graph\": [")?;
    for (index, graph) in arranged
        .quads
        .chunk_by(|a, b| a.graph == b.graph)
        .enumerate()
    {
        write_graph(arranged, &context, graph, index, out)?;
    }
    write!(out, "\n  ]\n}}\n")
}

/// Writes the things of the default graph as they are, those of another inside an object with its name.
fn write_graph(
    arranged: &Arranged,
    context: &Context,
    graph: &[Quad],
    index: usize,
    out: &mut impl Write,
) -> io::Result<()> {
    let Some(name) = graph[0].graph else {
        return Writer {
            arranged,
            context,
            out,
            indent: 4,
        }
        .things(graph);
    };
    let name = Json::from(context.id(&arranged.value(name)));
    write!(
        out,
        "{}\n    {{\n      \"@id\": {name},\n      \"@graph\": [",
        comma(index)
    )?;
    Writer {
        arranged,
        context,
        out: &mut *out,
        indent: 8,
    }
    .things(graph)?;
    write!(out, "\n      ]\n    }}")
}

fn comma(index: usize) -> &'static str {
    if index == 0 { "" } else { "," }
}

struct Writer<'a, W> {
    arranged: &'a Arranged<'a>,
    context: &'a Context,
    out: &'a mut W,
    indent: usize,
}

impl<W: Write> Writer<'_, W> {
    /// The objects of all subjects of one graph.
    fn things(&mut self, graph: &[Quad]) -> io::Result<()> {
        let indent = " ".repeat(self.indent);
        for (index, block) in graph.chunk_by(|a, b| a.subject == b.subject).enumerate() {
            let id = Json::from(self.context.id(&self.arranged.value(block[0].subject)));
            write!(
                self.out,
                "{}\n{indent}{{\n{indent}  \"@id\": {id}",
                comma(index)
            )?;
            for (key, values) in self.properties(block) {
                write!(self.out, ",\n{indent}  {}: ", json!(key))?;
                self.values(&values, &indent)?;
            }
            write!(self.out, "\n{indent}}}")?;
        }
        Ok(())
    }

    /// The keys of one subject with their values, `@type` first.
    fn properties(&self, block: &[Quad]) -> Vec<(String, Vec<Json>)> {
        let mut properties: Vec<(String, Vec<Json>)> = Vec::new();
        for objects in block.chunk_by(|a, b| a.predicate == b.predicate) {
            let (types, others): (Vec<Id>, Vec<Id>) =
                objects.iter().map(|quad| quad.object).partition(|&object| {
                    self.context
                        .is_type(self.arranged, objects[0].predicate, object)
                });
            if !types.is_empty() {
                let class = |&id: &Id| Json::from(self.context.class(id, &self.arranged.value(id)));
                properties.push(("@type".to_owned(), types.iter().map(class).collect()));
            }
            if !others.is_empty() {
                let predicate = objects[0].predicate;
                let value = |&id: &Id| self.context.value(predicate, &self.arranged.value(id));
                let key = self.context.key(predicate, &self.arranged.value(predicate));
                properties.push((key, others.iter().map(value).collect()));
            }
        }
        properties.sort_by(|(a, _), (b, _)| a.cmp(b));
        properties
    }

    /// One value on the line of its key; several on a line each.
    fn values(&mut self, values: &[Json], indent: &str) -> io::Result<()> {
        if let [value] = values {
            return write!(self.out, "{value}");
        }
        write!(self.out, "[")?;
        for (index, value) in values.iter().enumerate() {
            write!(self.out, "{}\n{indent}    {value}", comma(index))?;
        }
        write!(self.out, "\n{indent}  ]")
    }
}

/// An integer or a truth value whose JSON is read back as exactly this literal.
fn native(value: &Value) -> Option<Json> {
    use crate::vocab::xsd;
    let Value::Literal(literal) = value else {
        return None;
    };
    let text = literal.value();
    match literal.datatype() {
        xsd::BOOLEAN if text == "true" => Some(Json::Bool(true)),
        xsd::BOOLEAN if text == "false" => Some(Json::Bool(false)),
        // JSON's numbers are doubles to many readers: beyond 2⁵³ they differ.
        xsd::INTEGER => {
            let number: i64 = text.parse().ok()?;
            (number.to_string() == text && number.unsigned_abs() < 1 << 53)
                .then(|| Json::from(number))
        }
        _ => None,
    }
}
