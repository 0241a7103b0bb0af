//! The whole project as an [RO-Crate](https://w3id.org/ro/crate/1.2): dossiers, tables, vocabulary, queries, exports, and what
//! is known of the sources.
//!
//! Texts of sources go along only where their `rights` say that they may be passed on; of the others the description is there,
//! with the digest of the text that was read.

use std::fs;
use std::io::Write;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::exports::{Exported, Measured, exports};
use super::facts::{Facts, Source};
use super::{Query, catalogue};
use crate::export::{ExportError, Folder, Format};
use crate::iri;
use crate::store::Build;

const SPECIFICATION: &str = "https://w3id.org/ro/crate/1.2";
/// The name of the description for catalogues in the folder.
const CATALOGUE: &str = "catalogue.ttl";
const SPARQL: &str = "https://www.w3.org/TR/sparql12-query/";
const TOOL: &str = "https://w3id.org/citable/tool";

/// What became of it.
#[derive(Debug, Default)]
pub struct Packed {
    /// How many files there are, without the metadata.
    pub files: usize,
    /// The texts that stay behind, by their paths.
    pub withheld: Vec<String>,
    /// What exports leave out: the path of each, and that in words.
    pub losses: Vec<(String, String)>,
    /// The keys of `citable.toml` that catalogues ask for, and that are not there.
    pub unsaid: Vec<&'static str>,
}

/// Packs the project at `root`; its files must be as they were when it was built.
pub fn pack(
    build: &Build,
    facts: &Facts,
    root: &Path,
    queries: &[Query],
    place: &Path,
) -> Result<Packed, ExportError> {
    let (Some(license), Some(date)) = (&facts.license, facts.date()) else {
        let missing = match facts.license {
            None => "license",
            Some(_) => "published",
        };
        return Err(ExportError::Unsaid(missing));
    };
    let mut folder = Folder::begin(place)?;
    let mut crated = Crated::default();
    crated.inputs(build, facts, root, &mut folder)?;
    for query in queries {
        let written = file(&mut folder, &query.path, |out| {
            Ok(out.write_all(query.text.as_bytes())?)
        })?;
        crated.query(query, written);
    }
    let exports = exports(build, &facts.name, |path, prepared| {
        file(&mut folder, path, |mut out| prepared.write(&mut out))
    })?;
    exports.iter().for_each(|export| crated.export(export));
    let written = file(&mut folder, CATALOGUE, |out| {
        Ok(catalogue::write(facts, &exports, queries, out)?)
    })?;
    let about = "The data set and its distributions, for catalogues: DCAT and VoID";
    crated.file(CATALOGUE, about, written, json!({}));
    for source in &facts.sources {
        crated.source(source);
    }
    let files = crated.parts.len();
    let metadata = crated.metadata(facts, license, date);
    folder.file("ro-crate-metadata.json", |out| {
        serde_json::to_writer_pretty(&mut *out, &metadata)?;
        writeln!(out)
    })?;
    folder.put()?;
    Ok(Packed {
        files,
        withheld: crated.withheld,
        losses: losses(&exports),
        unsaid: Vec::new(),
    })
}

/// Writes a file of the folder; its size and digest.
fn file(
    folder: &mut Folder,
    path: &str,
    write: impl FnOnce(&mut dyn Write) -> Result<(), ExportError>,
) -> Result<(u64, String), ExportError> {
    let mut outcome = Ok((0, String::new()));
    folder.file(path, |out| {
        let mut measured = Measured::new(out);
        match write(&mut measured) {
            Ok(()) => outcome = Ok(measured.finish()),
            Err(error) => outcome = Err(error),
        }
        Ok(())
    })?;
    outcome
}

fn losses(exports: &[Exported]) -> Vec<(String, String)> {
    let of = |export: &Exported| {
        let path = export.path.clone();
        let losses = export.losses.clone().into_iter();
        losses
            .map(move |loss| (path.clone(), loss))
            .collect::<Vec<_>>()
    };
    exports.iter().flat_map(of).collect()
}

/// What the metadata say.
#[derive(Default)]
struct Crated {
    /// The entities, but for the crate itself.
    entities: Vec<Value>,
    /// The ids of its files.
    parts: Vec<String>,
    inputs: Vec<String>,
    exports: Vec<String>,
    withheld: Vec<String>,
}

impl Crated {
    /// The files of the project that were built.
    fn inputs(
        &mut self,
        build: &Build,
        facts: &Facts,
        root: &Path,
        folder: &mut Folder,
    ) -> Result<(), ExportError> {
        for input in &build.inputs {
            let path = input.path.as_str();
            let source = facts
                .sources
                .iter()
                .find(|source| source.text.as_deref() == Some(path));
            if source.is_some_and(|source| !may_be_passed_on(source)) {
                self.withheld.push(path.to_owned());
                continue;
            }
            let bytes = fs::read(root.join(path)).map_err(|cause| ExportError::Input {
                path: root.join(path),
                cause,
            })?;
            let written = file(folder, path, |out| Ok(out.write_all(&bytes)?))?;
            if written.1 != input.sha256 {
                return Err(ExportError::Changed(path.to_owned()));
            }
            let more = match source {
                Some(source) => json!({ "license": source.rights, "about": id(source_id(source)) }),
                None => json!({}),
            };
            self.inputs.push(iri::percent_encode(path));
            self.file(path, about_input(path), written, more);
        }
        Ok(())
    }

    /// A file; `more` are further properties of it.
    fn file(&mut self, path: &str, about: &str, (size, sha256): (u64, String), more: Value) {
        let id = iri::percent_encode(path);
        let mut entity = json!({
            "@id": id,
            "@type": "File",
            "name": path,
            "description": about,
            "encodingFormat": media_type(path),
            "contentSize": size.to_string(),
            "sha256": sha256,
        });
        if let (Some(entity), Value::Object(more)) = (entity.as_object_mut(), more) {
            entity.extend(more.into_iter().filter(|(_, value)| !value.is_null()));
        }
        self.parts.push(id);
        self.entities.push(entity);
    }

    fn query(&mut self, query: &Query, written: (u64, String)) {
        let about = match query.summary.as_str() {
            "" => "A saved query",
            summary => summary,
        };
        let more = json!({
            "@type": ["File", "SoftwareSourceCode"],
            "programmingLanguage": id(SPARQL),
        });
        self.file(&query.path, about, written, more);
    }

    fn export(&mut self, export: &Exported) {
        let about = match export.losses.as_slice() {
            [] => export.about(),
            losses => format!("{}. Left out: {}", export.about(), losses.join("; ")),
        };
        let more = json!({ "encodingFormat": export.format.media_type });
        let written = (export.size, export.sha256.clone());
        self.exports.push(iri::percent_encode(&export.path));
        self.file(&export.path, &about, written, more);
    }

    fn source(&mut self, source: &Source) {
        let Source {
            title,
            language,
            author,
            publisher,
            published,
            url,
            archived,
            rights,
            sha256,
            ..
        } = source;
        let entity = json!({
            "@id": source_id(source),
            "@type": "CreativeWork",
            "identifier": source.iri,
            "name": title,
            "inLanguage": language,
            "author": author,
            "publisher": publisher,
            "datePublished": published,
            "url": url,
            "archivedAt": archived,
            "license": rights,
            "sha256": sha256,
        });
        self.entities.push(without_nulls(entity));
    }

    /// All of the metadata document.
    fn metadata(&mut self, facts: &Facts, license: &str, date: &str) -> Value {
        let mut graph = vec![
            json!({
                "@id": "ro-crate-metadata.json",
                "@type": "CreativeWork",
                "about": id("./"),
                "conformsTo": id(SPECIFICATION),
            }),
            self.root(facts, license, date),
        ];
        graph.append(&mut self.entities);
        graph.extend(self.context(facts, license));
        json!({ "@context": format!("{SPECIFICATION}/context"), "@graph": graph })
    }

    fn root(&self, facts: &Facts, license: &str, date: &str) -> Value {
        let mut sources: Vec<Value> = facts.sources.iter().map(|s| id(source_id(s))).collect();
        sources.dedup();
        without_nulls(json!({
            "@id": "./",
            "@type": "Dataset",
            "identifier": facts.dataset,
            "name": facts.title,
            "description": facts.about(),
            "datePublished": date,
            "inLanguage": facts.context.lang,
            "license": id(license),
            "publisher": facts.publisher.as_ref().map(|_| id("#publisher")),
            "url": facts.url,
            "author": facts.curators.iter().map(|name| id(curator(name))).collect::<Vec<_>>(),
            "isBasedOn": sources,
            "hasPart": self.parts.iter().map(id).collect::<Vec<_>>(),
            "mentions": id("#build"),
        }))
    }

    /// People, the licence, the tool, and what it did.
    fn context(&self, facts: &Facts, license: &str) -> Vec<Value> {
        let person =
            |name: &String| json!({ "@id": curator(name), "@type": "Person", "name": name });
        let mut entities: Vec<Value> = facts.curators.iter().map(person).collect();
        if let Some(name) = &facts.publisher {
            let publisher = json!({ "@id": "#publisher", "@type": "Organization", "name": name });
            entities.push(publisher);
        }
        entities.push(json!({
            "@id": license,
            "@type": "CreativeWork",
            "name": license,
            "description": "The licence of what is written in this project; the sources have their own",
        }));
        entities.push(json!({
            "@id": SPARQL,
            "@type": "ComputerLanguage",
            "name": "SPARQL 1.2",
            "url": SPARQL,
        }));
        entities.push(json!({
            "@id": TOOL,
            "@type": "SoftwareApplication",
            "name": env!("CARGO_PKG_NAME"),
            "version": env!("CARGO_PKG_VERSION"),
            "softwareVersion": env!("CARGO_PKG_VERSION"),
            "url": TOOL,
        }));
        entities.push(without_nulls(json!({
            "@id": "#build",
            "@type": "CreateAction",
            "name": "The files of the project were compiled, and exported",
            "instrument": id(TOOL),
            "object": self.inputs.iter().map(id).collect::<Vec<_>>(),
            "result": self.exports.iter().map(id).collect::<Vec<_>>(),
            "endTime": facts.built,
        })));
        entities
    }
}

fn id(iri: impl AsRef<str>) -> Value {
    json!({ "@id": iri.as_ref() })
}

fn curator(name: &str) -> String {
    format!("#curator-{}", iri::key(name))
}

/// A source is what stands at its address.
fn source_id(source: &Source) -> &str {
    source.url.as_deref().unwrap_or(&source.iri)
}

fn without_nulls(entity: Value) -> Value {
    match entity {
        Value::Object(map) => {
            let kept = map.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(kept.collect::<Map<_, _>>())
        }
        other => other,
    }
}

/// Whether a text may be passed on, by what its dossier says of its rights: a licence of Creative Commons, or none needed.
fn may_be_passed_on(source: &Source) -> bool {
    let Some(rights) = &source.rights else {
        return false;
    };
    let plain = rights.to_ascii_lowercase().replace(['_', ' '], "-");
    let open = [
        "cc0",
        "cc-by",
        "cc-pddc",
        "public-domain",
        "pddl",
        "http://creativecommons.org/",
        "https://creativecommons.org/",
        "odbl",
        "odc-by",
    ];
    !source.is_limited && open.iter().any(|licence| plain.starts_with(licence))
}

/// What a file of a project is, by its name.
fn about_input(path: &str) -> &'static str {
    const KINDS: [(&str, &str); 6] = [
        (
            ".dossier.md",
            "Reading notes on a source: quotations, and what they say",
        ),
        (".entities.md", "A register of people and things"),
        (".entities.tsv", "A register of people and things"),
        (".entities.csv", "A register of people and things"),
        (".facts.tsv", "A table of statements with their sources"),
        (".facts.csv", "A table of statements with their sources"),
    ];
    let kind = KINDS.iter().find(|(suffix, _)| path.ends_with(suffix));
    match kind {
        Some((_, about)) => about,
        None if path == "citable.toml" => "The project's own description",
        None if path.starts_with("ontology/") => "The vocabulary",
        None if path.starts_with("data/external/") => "RDF from elsewhere",
        None if path.ends_with(".reviewed") => "Who has reviewed the table",
        None => "The text of a source",
    }
}

/// The media type of a file, by its extension.
fn media_type(path: &str) -> &'static str {
    let extension = path.rsplit('.').next().unwrap_or_default();
    match extension {
        "md" => "text/markdown",
        "toml" => "application/toml",
        "tsv" => "text/tab-separated-values",
        "csv" => "text/csv",
        "rq" => "application/sparql-query",
        "txt" | "reviewed" => "text/plain",
        "gz" => "application/gzip",
        "zst" => "application/zstd",
        other => Format::of_extension(other)
            .map_or("application/octet-stream", |format| format.media_type),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_go_along_where_their_rights_say_so() {
        let passes = |rights: Option<&str>, is_limited| {
            may_be_passed_on(&Source {
                rights: rights.map(str::to_owned),
                is_limited,
                ..Source::default()
            })
        };
        for rights in [
            "CC0-1.0",
            "CC BY 4.0",
            "cc-by-sa-4.0",
            "Public domain",
            "https://creativecommons.org/licenses/by/4.0/",
        ] {
            assert!(passes(Some(rights), false), "{rights}");
            assert!(!passes(Some(rights), true), "{rights}");
        }
        for rights in [
            None,
            Some("© The Times"),
            Some("all rights reserved"),
            Some(""),
        ] {
            assert!(!passes(rights, false), "{rights:?}");
        }
    }
}
