//! Rows as a table, for a terminal or in Markdown, with names in place of IRIs.

use std::io::Write;

use comfy_table::{ContentArrangement, Table, presets};

use super::names::Names;
use super::results::{cited_columns, quotations, sources};
use super::{QueryError, Row, Solutions};

/// Writes a table, wrapped to `width` columns of a terminal, and gives the number of its rows.
pub fn write(
    solutions: Solutions<'_>,
    names: &mut Names<'_>,
    width: Option<u16>,
    out: &mut dyn Write,
) -> Result<usize, QueryError> {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_FULL_CONDENSED)
        .force_no_tty()
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(header(&solutions));
    if let Some(width) = width {
        table.set_width(width);
    }
    let cited = solutions.cited;
    let mut count = 0;
    for row in solutions {
        table.add_row(cells(&row?, cited, names)?);
        count += 1;
    }
    writeln!(out, "{}", table.trim_fmt())?;
    Ok(count)
}

/// Writes a table in Markdown, and gives the number of its rows.
pub fn write_markdown(
    solutions: Solutions<'_>,
    names: &mut Names<'_>,
    out: &mut dyn Write,
) -> Result<usize, QueryError> {
    let header = header(&solutions);
    writeln!(
        out,
        "| {} |\n|{}",
        header.join(" | "),
        "---|".repeat(header.len())
    )?;
    let cited = solutions.cited;
    let mut count = 0;
    for row in solutions {
        let cells: Vec<_> = cells(&row?, cited, names)?
            .iter()
            .map(|cell| cell.replace('|', "\\|").replace('\n', "<br>"))
            .collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
        count += 1;
    }
    Ok(count)
}

fn header(solutions: &Solutions<'_>) -> Vec<String> {
    let names = solutions
        .variables
        .iter()
        .map(|variable| variable.as_str().to_owned());
    let mut header: Vec<_> = names.collect();
    if solutions.cited {
        header.extend(cited_columns(&solutions.variables));
    }
    header
}

fn cells(row: &Row, cited: bool, names: &mut Names<'_>) -> Result<Vec<String>, QueryError> {
    let mut cells = Vec::new();
    for value in &row.values {
        cells.push(match value {
            Some(value) => names.of(value)?,
            None => String::new(),
        });
    }
    if cited {
        cells.push(quotations(row).join("\n"));
        cells.push(sources(row).join("\n"));
    }
    Ok(cells)
}
