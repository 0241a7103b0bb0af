//! The list of saved queries.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use serde_json::json;

use super::{Failure, exit_code};
use crate::cli::Exit;
use crate::project::Context;
use crate::query::{self, Parameter, QueryError, Question};

/// Prints the saved queries of the project at `root`.
pub fn list(root: &Path, context: &Context, format: Option<&str>) -> Result<Exit, Failure> {
    let mut read = Vec::new();
    let mut code = Exit::Done;
    for saved in query::saved(root)? {
        match saved.read(context) {
            Ok(question) => read.push((saved, question)),
            Err(error) => {
                eprintln!("{}", error.render());
                code = exit_code(&error);
            }
        }
    }
    let terminal = if io::stdout().is_terminal() {
        "table"
    } else {
        "tsv"
    };
    let text = match format.unwrap_or(terminal) {
        "json" => listed_in_json(&read),
        "tsv" => listed(&read, "\t"),
        "table" if read.is_empty() => "no saved queries: put one at queries/NAME.rq\n".to_owned(),
        "table" => listed_in_table(&read),
        other => {
            return Err(QueryError::Usage {
                message: format!("the list of queries is not written as `{other}`"),
                help: vec!["take table, tsv or json".to_owned()],
            }
            .into());
        }
    };
    let written = io::stdout().lock().write_all(text.as_bytes());
    written.map_err(QueryError::from)?;
    Ok(code)
}

type Listed = [(query::Saved, Question)];

fn listed(list: &Listed, separator: &str) -> String {
    let mut text = ["name", "summary", "parameters"].join(separator) + "\n";
    for (saved, question) in list {
        let row = [&saved.name, &question.header.summary, &parameters(question)];
        text += &(row.map(String::as_str).join(separator) + "\n");
    }
    text
}

fn listed_in_table(list: &Listed) -> String {
    let mut table = comfy_table::Table::new();
    table
        .load_style(comfy_table::presets::UTF8_FULL_CONDENSED)
        .set_content_arrangement(comfy_table::ContentArrangement::Dynamic)
        .set_header(["name", "summary", "parameters"]);
    for (saved, question) in list {
        table.add_row([&saved.name, &question.header.summary, &parameters(question)]);
    }
    table.trim_fmt() + "\n"
}

/// As they are told to people: `name` must be set, `name=value` has a default, `[name]` may be left out.
fn parameters(question: &Question) -> String {
    let shown = |parameter: &Parameter| match &parameter.default {
        Some(default) => format!("{}={default}", parameter.name),
        None if parameter.optional => format!("[{}]", parameter.name),
        None => parameter.name.clone(),
    };
    let shown: Vec<_> = question.parameters.iter().map(shown).collect();
    shown.join(", ")
}

fn listed_in_json(list: &Listed) -> String {
    let parameter = |parameter: &Parameter| {
        json!({
            "name": parameter.name,
            "takes": parameter.datatype.expected(),
            "optional": !parameter.is_mandatory(),
            "default": parameter.default,
            "values": parameter.values,
        })
    };
    let entry = |(saved, question): &(query::Saved, Question)| {
        json!({
            "name": saved.name,
            "path": saved.path,
            "summary": question.header.summary,
            "description": question.header.description,
            "tags": question.header.tags,
            "parameters": question.parameters.iter().map(parameter).collect::<Vec<_>>(),
        })
    };
    let list: Vec<_> = list.iter().map(entry).collect();
    format!("{:#}\n", serde_json::Value::from(list))
}
