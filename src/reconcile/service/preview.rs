//! An entity on a small page: what it is called and is, what is said of it, and the words that say so.

use std::fmt::Write;

use super::suggest::unknown;
use super::{Catalogue, Refusal};
use crate::compile::Sight;
use crate::export::escape_xml as escape;
use crate::files::Files;
use crate::show::{self, Entry, Group, Portrait};
use crate::why::{Archive, Part, WhyError};

/// How many statements a page shows.
const SHOWN: usize = 20;

const STYLE: &str = "body{font:13px/1.4 sans-serif;margin:8px}h1{font-size:16px;margin:0}\
    p{margin:2px 0 6px}dt{font-weight:bold}dd{margin:0 0 4px 12px}ol{padding-left:20px;color:#444}small{color:#555}";

impl Catalogue {
    /// The page of an entity, as HTML.
    pub fn preview(&self, id: &str) -> Result<String, Refusal> {
        let entity = self.entity(id).ok_or_else(|| unknown("entity", id))?;
        let iri = self.iri(&self.entities[entity].id);
        let mut files = Files::from_memory([]);
        let line = files.hold("the entity", "");
        // The vocabulary and the places of readings are not looked up in files: a page is of the build.
        let sight = Sight {
            files: &files,
            line,
            readings: None,
        };
        let archive = Archive::new(&self.store, &self.context, &sight);
        let portrait = show::show(&archive, iri.as_str()).map_err(|error| match error {
            WhyError::Query(error) => Refusal::from(error),
            error => Refusal::new(
                axum::http::StatusCode::INTERNAL_SERVER_ERROR,
                error.to_string(),
            ),
        })?;
        let classes = self.types(entity).into_iter().map(|class| class.name);
        Ok(page(
            &portrait,
            &classes.collect::<Vec<_>>().join(", "),
            &self.context.lang,
        ))
    }
}

fn page(portrait: &Portrait, classes: &str, lang: &str) -> String {
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{}</title><style>{STYLE}</style></head><body>\
         \n<h1>{}</h1>\n<p><small>{}</small></p>\n",
        escape(lang),
        escape(&portrait.label),
        escape(&portrait.label),
        escape(classes),
    );
    for definition in &portrait.definitions {
        let _ = writeln!(html, "<p>{}</p>", escape(&definition.text));
    }
    let aliases: Vec<&str> = portrait
        .aliases
        .iter()
        .map(|name| name.text.as_str())
        .collect();
    if !aliases.is_empty() {
        let _ = writeln!(html, "<p>also: {}</p>", escape(&aliases.join("; ")));
    }
    let groups = portrait.said.iter().chain(&portrait.inferred);
    let all: Vec<(&Group, &Entry)> = groups
        .flat_map(|group| group.entries.iter().map(move |entry| (group, entry)))
        .collect();
    let shown = &all[..all.len().min(SHOWN)];
    html.push_str("<dl>\n");
    let mut before: Option<&Group> = None;
    for (group, entry) in shown {
        if !before.is_some_and(|before| std::ptr::eq(before, *group)) {
            let _ = writeln!(html, "<dt>{}</dt>", escape(&heading(group)));
            before = Some(group);
        }
        let _ = writeln!(html, "<dd>{}</dd>", escape(&show::text::line(entry)));
    }
    html.push_str("</dl>\n");
    if all.len() > shown.len() {
        let _ = writeln!(
            html,
            "<p><small>and {} more statements</small></p>",
            all.len() - shown.len()
        );
    }
    footnotes(portrait, shown, &mut html);
    html.push_str("</body></html>\n");
    html
}

/// What the statements that are shown rest on, by the numbers that stand behind them.
fn footnotes(portrait: &Portrait, shown: &[(&Group, &Entry)], html: &mut String) {
    let marks = shown.iter().flat_map(|(_, entry)| &entry.footnotes);
    let last = marks.map(|mark| mark.number).max().unwrap_or(0);
    html.push_str("<ol>\n");
    for footnote in portrait
        .footnotes
        .iter()
        .take_while(|footnote| footnote.number <= last)
    {
        let _ = writeln!(
            html,
            "<li>{}</li>",
            escape(&show::text::ground(&footnote.ground))
        );
    }
    html.push_str("</ol>\n");
}

fn heading(group: &Group) -> String {
    match group.part {
        Part::Object => format!("← {}", group.property.label),
        _ => group.property.label.clone(),
    }
}
