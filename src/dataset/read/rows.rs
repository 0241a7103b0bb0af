//! Tables: what a column stands for is said in the settings.

use std::io::Read;

use csv::{ByteRecord, ReaderBuilder};

use super::{Column, Source, columns, say, subject};
use crate::dataset::{Dataset, DatasetError, Skipped, Visit};

pub fn read(
    source: &Source,
    dataset: Dataset,
    reader: Box<dyn Read>,
    delimiter: u8,
    skipped: &mut Skipped,
    visit: Visit,
) -> Result<(), DatasetError> {
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        // Tab-separated tables are written without quotation marks, and those that are there belong to the words.
        .quoting(delimiter == b',')
        .flexible(true)
        .has_headers(false)
        .from_reader(reader);
    let mut row = ByteRecord::new();
    let failed = |error: csv::Error| {
        let line = error.position().map_or(0, csv::Position::line);
        match error.into_kind() {
            csv::ErrorKind::Io(cause) => source.failed(cause),
            kind => source.wrong(line, format!("this is no table: {kind:?}")),
        }
    };
    let mut header = dataset.settings.header.clone();
    if header.is_empty() {
        reader.read_byte_record(&mut row).map_err(failed)?;
        let cells = row.iter().map(|cell| {
            let cell = String::from_utf8_lossy(cell);
            cell.trim_start_matches('\u{FEFF}').trim().to_owned()
        });
        header = cells.collect();
    }
    let (id, places) = places(source, dataset, &header)?;
    while reader.read_byte_record(&mut row).map_err(failed)? {
        let place = || {
            let line = row.position().map_or(0, csv::Position::line);
            format!("{}:{line}", source.name)
        };
        let text = |at: usize| row.get(at).map(std::str::from_utf8);
        let Some(Ok(name)) = text(id) else {
            skipped.add("rows without the column of the thing itself", place);
            continue;
        };
        let Some(iri) = subject(dataset, name) else {
            skipped.add("rows whose thing has no IRI", place);
            continue;
        };
        for (at, property, lang) in &places {
            match text(*at) {
                Some(Ok(cell)) => say(
                    source,
                    dataset,
                    &iri,
                    (property, lang.as_deref()),
                    cell,
                    visit,
                )?,
                Some(Err(_)) => skipped.add("cells that are not UTF-8", place),
                None => {}
            }
        }
    }
    Ok(())
}

/// The column of the thing itself, and those of properties with their languages.
type Places = (usize, Vec<(usize, String, Option<String>)>);

fn places(source: &Source, dataset: Dataset, header: &[String]) -> Result<Places, DatasetError> {
    let (mut id, mut places) = (None, Vec::new());
    for (name, column) in columns(dataset, source.name)? {
        let Some(at) = header.iter().position(|known| *known == name) else {
            let near = crate::diagnostic::did_you_mean(&name, header.iter().map(String::as_str));
            let mut message = format!("there is no column `{name}`, which `columns` names");
            match near {
                Some(near) => message.push_str(&format!("; did you mean `{near}`?")),
                None => message.push_str(&format!("; there are {}", shown(header))),
            }
            return Err(source.wrong(1, message));
        };
        match column {
            Column::Id => id = Some(at),
            Column::Property(property, lang) => places.push((at, property, lang)),
        }
    }
    places.sort_unstable();
    let id = id.ok_or_else(|| source.wrong(1, "no column stands for the thing itself"))?;
    Ok((id, places))
}

fn shown(header: &[String]) -> String {
    const SHOWN: usize = 20;
    let names: Vec<String> = header
        .iter()
        .take(SHOWN)
        .map(|name| format!("`{}`", name.chars().take(40).collect::<String>()))
        .collect();
    names.join(", ")
}
