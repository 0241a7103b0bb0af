//! [Parquet](https://parquet.apache.org/docs/file-format/), for DuckDB, Spark, pandas and Polars: things in `nodes.parquet`,
//! relations in `edges.parquet`, and in `values.parquet` each value with its own time and evidence.
//!
//! Columns have types: days, numbers and truth values are such, and lists are lists of strings. Rows are made and written
//! some thousands at a time, so the memory of an export is that of a row group.

use std::io::{self, Write};
use std::sync::Arc;

use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, ListBuilder, StringBuilder,
};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field as Column, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use rayon::prelude::*;

use super::names::Names;
use super::relation::{self, RoleColumns};
use super::row::{self, Field, Kind, Row};
use super::{Carries, Graph, Output, Style, View, thing};
use crate::date::Day;
use crate::export::Folder;

pub const STYLE: Style = Style {
    write: Output::Folder(write),
    carries: Carries::Everything,
    is_xml: false,
    most: None,
};

/// Where a relation leads from and to, and what tells it from all others.
const OF_EDGES: [(&str, Kind); 3] = [
    ("source", Kind::Text),
    ("target", Kind::Text),
    ("id", Kind::Text),
];

/// What a value is of, and what it is.
const OF_VALUES: [(&str, Kind); 7] = [
    ("thing", Kind::Text),
    ("id", Kind::Text),
    ("value", Kind::Text),
    ("datatype", Kind::Text),
    ("language", Kind::Text),
    ("unit", Kind::Text),
    ("unitIri", Kind::Text),
];

/// How many rows are made at a time, and how many stand in a group, which a reader reads alone.
const ROWS: usize = 1 << 12;
const GROUP: usize = 1 << 17;

fn write(graph: &Graph, folder: &mut Folder) -> io::Result<()> {
    let view = View::of_database(graph);
    let terms = &graph.terms;
    folder.file("nodes.parquet", |out| {
        let row = |&thing: &_| view.thing(thing);
        table(&view.thing_columns(), &graph.things, row, out)
    })?;
    let mut edges = OF_EDGES.to_vec();
    edges.extend(view.relation_columns());
    folder.file("edges.parquet", |out| {
        table(
            &edges,
            &graph.relations,
            |said| {
                let mut row = view.relation(said);
                row.text("source", terms.text(said.triple[0]));
                row.text("target", terms.text(said.triple[2]));
                row.text("id", view.details.id(said));
                row
            },
            out,
        )
    })?;
    let roles = roles_of_values(&view);
    let mut values = OF_VALUES.to_vec();
    values.extend(relation::COLUMNS);
    values.extend(roles.list.iter().map(|(name, kind)| (name.as_str(), *kind)));
    folder.file("values.parquet", |out| {
        table(
            &values,
            &graph.values,
            |said| {
                let mut row = thing::value(terms, &view.details, said);
                row.text("thing", terms.text(said.triple[0]));
                row.text("id", view.details.id(said));
                roles.tell(&view.details, said, &mut row);
                row
            },
            out,
        )
    })
}

/// The columns of the roles that values have.
fn roles_of_values(view: &View) -> RoleColumns {
    let mut roles = RoleColumns::of(&view.details, &view.graph.values);
    let keys: Vec<_> = roles.keys().map(|role| (role, None)).collect();
    let taken = relation::COLUMNS.into_iter().chain(OF_VALUES);
    let names = Names::of(
        &view.graph.terms,
        keys.iter().copied(),
        taken.map(|column| column.0),
    );
    for (column, key) in roles.list.iter_mut().zip(keys) {
        names.column(key).clone_into(&mut column.0);
    }
    roles
}

/// Writes a table.
fn table<T: Sync>(
    columns: &[(&str, Kind)],
    items: &[T],
    row: impl Fn(&T) -> Row + Sync,
    out: &mut (dyn Write + Send),
) -> io::Result<()> {
    let fields = columns
        .iter()
        .map(|(name, kind)| Column::new(*name, type_of(*kind), true));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let properties = WriterProperties::builder()
        .set_created_by("citable".to_owned())
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(GROUP))
        .build();
    let mut writer = ArrowWriter::try_new(out, Arc::clone(&schema), Some(properties))?;
    for items in items.chunks(ROWS) {
        let rows: Vec<Row> = items.par_iter().map(&row).collect();
        let arrays = columns
            .par_iter()
            .map(|(name, kind)| array(name, *kind, &rows));
        let batch = RecordBatch::try_new(Arc::clone(&schema), arrays.collect());
        writer.write(&batch.map_err(io::Error::other)?)?;
    }
    writer.close()?;
    Ok(())
}

fn type_of(kind: Kind) -> DataType {
    match kind {
        Kind::Text => DataType::Utf8,
        Kind::List => DataType::new_list(DataType::Utf8, true),
        Kind::Integer => DataType::Int64,
        Kind::Number => DataType::Float64,
        Kind::Flag => DataType::Boolean,
        Kind::Day => DataType::Date32,
    }
}

/// The fields of a column; what is absent is null.
fn array(name: &str, kind: Kind, rows: &[Row]) -> ArrayRef {
    let fields = rows.iter().map(|row| row.get(name));
    match kind {
        Kind::Text => {
            let mut column = StringBuilder::new();
            fields.for_each(|field| column.append_option(field.map(Field::flat)));
            Arc::new(column.finish())
        }
        Kind::List => {
            let mut column = ListBuilder::new(StringBuilder::new());
            for field in fields {
                match field {
                    Some(Field::List(texts)) => column.append_value(texts.iter().map(Some)),
                    Some(other) => column.append_value([Some(other.flat())]),
                    None => column.append_null(),
                }
            }
            Arc::new(column.finish())
        }
        Kind::Integer => {
            let mut column = Int64Builder::new();
            fields.for_each(|field| {
                column.append_option(match field {
                    Some(Field::Integer(number)) => Some(*number),
                    _ => None,
                });
            });
            Arc::new(column.finish())
        }
        Kind::Number => {
            let mut column = Float64Builder::new();
            fields.for_each(|field| {
                column.append_option(match field {
                    Some(Field::Number(number)) => Some(*number),
                    _ => None,
                });
            });
            Arc::new(column.finish())
        }
        Kind::Flag => {
            let mut column = BooleanBuilder::new();
            fields.for_each(|field| {
                column.append_option(match field {
                    Some(Field::Flag(flag)) => Some(*flag),
                    _ => None,
                });
            });
            Arc::new(column.finish())
        }
        Kind::Day => {
            let mut column = Date32Builder::new();
            fields.for_each(|field| {
                column.append_option(match field {
                    Some(Field::Text(text)) => row::day(text).and_then(since_1970),
                    _ => None,
                });
            });
            Arc::new(column.finish())
        }
    }
}

/// How many days after the first of January 1970 a day is.
fn since_1970(Day { year, month, day }: Day) -> Option<i32> {
    let (year, month) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?);
    let day = jiff::civil::Date::new(year, month, i8::try_from(day).ok()?).ok()?;
    let hours = day.duration_since(jiff::civil::date(1970, 1, 1)).as_hours();
    i32::try_from(hours.div_euclid(24)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        let day = |year, month, day| since_1970(Day { year, month, day });
        assert_eq!(day(1970, 1, 1), Some(0));
        assert_eq!(day(1969, 12, 31), Some(-1));
        assert_eq!(day(2000, 3, 1), Some(11_017));
        assert_eq!(day(1, 1, 1), Some(-719_162));
    }
}
