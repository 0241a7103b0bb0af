//! Rows and booleans in the W3C's formats: SPARQL results in JSON, XML, CSV and TSV.

use std::io::Write;

use oxrdf::{Literal, Term, Variable};
use sparesults::{QueryResultsFormat, QueryResultsSerializer};

use super::{QueryError, Row, Solutions};

/// Writes rows as they come, and gives their number.
pub fn write(
    solutions: Solutions<'_>,
    format: QueryResultsFormat,
    out: &mut dyn Write,
) -> Result<usize, QueryError> {
    let mut variables = solutions.variables.clone();
    let cited = solutions.cited;
    if cited {
        let added = cited_columns(&solutions.variables);
        variables.extend(added.map(Variable::new_unchecked));
    }
    let mut writer = QueryResultsSerializer::from_format(format)
        .serialize_solutions_to_writer(out, variables.clone())?;
    let mut count = 0;
    for row in solutions {
        let mut row = row?;
        if cited {
            row.values.push(joined(quotations(&row)));
            row.values.push(joined(sources(&row)));
        }
        let bound = variables.iter().zip(&row.values);
        writer
            .serialize(bound.filter_map(|(variable, value)| Some((variable, value.as_ref()?))))?;
        count += 1;
    }
    let out = writer.finish()?;
    if let QueryResultsFormat::Json | QueryResultsFormat::Xml = format {
        writeln!(out)?;
    }
    Ok(count)
}

/// Writes yes or no.
pub fn write_boolean(
    value: bool,
    format: QueryResultsFormat,
    out: &mut dyn Write,
) -> Result<(), QueryError> {
    let serializer = QueryResultsSerializer::from_format(format);
    writeln!(serializer.serialize_boolean_to_writer(out, value)?)?;
    Ok(())
}

/// The names of the columns for citations, beside those that the query has.
pub fn cited_columns(variables: &[Variable]) -> [String; 2] {
    ["quotation", "source"].map(|name| {
        let mut name = name.to_owned();
        while variables.iter().any(|variable| variable.as_str() == name) {
            name = format!("cited_{name}");
        }
        name
    })
}

/// The words of a row's quotations.
pub fn quotations(row: &Row) -> Vec<String> {
    row.citations
        .iter()
        .map(|citation| citation.words.clone())
        .collect()
}

/// The sources of a row's quotations, each once.
pub fn sources(row: &Row) -> Vec<String> {
    let mut sources = Vec::new();
    for citation in &row.citations {
        if !sources.contains(&citation.source) {
            sources.push(citation.source.clone());
        }
    }
    sources
}

fn joined(texts: Vec<String>) -> Option<Term> {
    (!texts.is_empty()).then(|| Literal::from(texts.join(" | ")).into())
}
