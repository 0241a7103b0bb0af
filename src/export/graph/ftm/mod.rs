//! [FollowTheMoney](https://followthemoney.tech/): entities as lines of JSON, as OpenSanctions, Aleph and yente read them, and
//! the same as statements, a value a line.
//!
//! A thing is of the schema that its classes are linked to, or that schema.org, FOAF or ORG have the same word for; else it
//! is a `Thing`. A relation is an entity itself: a `Membership` and the like if its property says so and its ends are
//! such, else an `UnknownLink`. The sources that it was read in are `Document`s, which are its `proof`, and the words are its
//! `summary`. Inferred relations are left out: who counts memberships would count them twice.

mod entity;
mod model;

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::json;

use super::{Carries, Graph, Output, Style, json, write_each};
use crate::export::report::{Loss, Report};
use entity::{Entities, Entity, Lost};

pub const ENTITIES: Style = style(write_entities);
pub const STATEMENTS: Style = style(write_statements);

const fn style(write: fn(&Graph, &mut dyn Write) -> io::Result<()>) -> Style {
    Style {
        write: Output::File(write),
        carries: Carries::Own(tell_losses),
        is_xml: false,
        most: None,
    }
}

fn write_entities(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    write_all(graph, out, |entity, out| {
        let mut properties: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for value in &entity.values {
            let values = properties.entry(&value.property).or_default();
            if !values.contains(&value.text.as_str()) {
                values.push(&value.text);
            }
        }
        let entity = json!({"id": entity.id, "schema": entity.schema, "properties": properties});
        json::write_json(&entity, out)?;
        out.write_all(b"\n")
    })
}

fn write_statements(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let dataset = dataset(graph);
    write_all(graph, out, |entity, out| {
        for value in &entity.values {
            let statement = json!({
                "canonical_id": entity.id,
                "entity_id": entity.id,
                "prop": value.property,
                "schema": entity.schema,
                "value": value.text,
                "dataset": dataset,
                "lang": value.language,
                "external": false,
                "origin": value.origin,
            });
            json::write_json(&statement, out)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    })
}

fn write_all(
    graph: &Graph,
    out: &mut dyn Write,
    text: impl Fn(&Entity, &mut Vec<u8>) -> io::Result<()> + Sync,
) -> io::Result<()> {
    let entities = Entities::of(graph);
    write_each(&graph.things, "", out, |&thing, out| {
        text(&entities.thing(thing, &mut Lost::default()), out)
    })?;
    write_each(&entities.sources(), "", out, |&source, out| {
        text(&entities.thing(source, &mut Lost::default()), out)
    })?;
    write_each(&graph.relations, "", out, |said, out| {
        let relation = entities.relation(said, &mut Lost::default());
        relation.map_or(Ok(()), |entity| text(&entity, out))
    })
}

/// The name of the data set: that of the project, as FollowTheMoney wants names.
fn dataset(graph: &Graph) -> String {
    let name = crate::iri::slug(&graph.title).unwrap_or_else(|| "citable".to_owned());
    name.replace('-', "_")
}

fn tell_losses(graph: &Graph, report: &mut Report) {
    let entities = Entities::of(graph);
    let mut lost = Lost::default();
    for &thing in graph.things.iter().chain(&entities.sources()) {
        entities.thing(thing, &mut lost);
    }
    for said in &graph.relations {
        entities.relation(said, &mut lost);
    }
    let things = |several| ["thing whose class is not mapped, which is a Thing", several];
    for (count, words) in [
        (
            lost.classes,
            things("things whose classes are not mapped, which are a Thing"),
        ),
        (
            lost.relations,
            [
                "relation that is not mapped, which is an UnknownLink",
                "relations that are not mapped, which are an UnknownLink",
            ],
        ),
        (
            lost.inferred,
            [
                "inferred relation, which follows from others",
                "inferred relations, which follow from others",
            ],
        ),
        (
            lost.values,
            ["value that is not mapped", "values that are not mapped"],
        ),
        (
            lost.evidence,
            [
                "value's time, roles and evidence",
                "values' times, roles and evidence",
            ],
        ),
        (
            lost.links,
            [
                "link to another data set than Wikidata",
                "links to other data sets than Wikidata",
            ],
        ),
        (
            lost.times,
            [
                "time that FollowTheMoney has no form for",
                "times that FollowTheMoney has no form for",
            ],
        ),
        (
            lost.roles,
            ["role that is not mapped", "roles that are not mapped"],
        ),
        (
            lost.readings,
            [
                "relation's confidence, status, rank, locators and remarks",
                "relations' confidence, status, rank, locators and remarks",
            ],
        ),
    ] {
        report.lose(Loss::Special(count, words));
    }
}
