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
use super::files::{about_input, may_be_passed_on, media_type};
use super::{Query, catalogue};
use crate::export::{ExportError, Folder};
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
        file(&mut folder, path, |out| prepared.write(out))
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
                Some(source) => json!({ "license": source.rights, "about": id(&source.iri) }),
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
            "@id": source.iri,
            "@type": "CreativeWork",
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
        without_nulls(json!({
            "@id": "./",
            "@type": "Dataset",
            "name": facts.title,
            "description": facts.about(),
            "datePublished": date,
            "inLanguage": facts.context.lang,
            "license": id(license),
            "publisher": facts.publisher.as_ref().map(|_| id("#publisher")),
            "url": facts.url,
            "author": all(facts.curators.iter().map(|name| id(curator(name)))),
            "isBasedOn": all(facts.sources.iter().map(|source| id(&source.iri))),
            "hasPart": all(self.parts.iter().map(id)),
            "mentions": id("#build"),
        }))
    }

    /// People, the licence, the tool, and what it did.
    fn context(&self, facts: &Facts, license: &str) -> Vec<Value> {
        let person =
            |name: &String| json!({ "@id": curator(name), "@type": "Person", "name": name });
        let mut entities: Vec<Value> = facts.curators.iter().map(person).collect();
        if let Some(name) = &facts.publisher {
            entities.push(without_nulls(json!({
                "@id": "#publisher",
                "@type": "Organization",
                "name": name,
                "url": facts.url,
            })));
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
            "name": "SPARQL",
            "version": "1.2",
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
            "object": all(self.inputs.iter().map(id)),
            "result": all(self.exports.iter().map(id)),
            "endTime": facts.built,
        })));
        entities
    }
}

fn id(iri: impl AsRef<str>) -> Value {
    json!({ "@id": iri.as_ref() })
}

/// Values of a property: one stands alone, and of none nothing is said.
fn all(values: impl Iterator<Item = Value>) -> Value {
    let mut values: Vec<Value> = values.collect();
    match values.len() {
        0 => Value::Null,
        1 => values.remove(0),
        _ => Value::Array(values),
    }
}

/// A curator who is named by an IRI, such as an ORCID, is that.
fn curator(name: &str) -> String {
    match oxiri::Iri::parse(name) {
        Ok(_) if name.starts_with("http") => name.to_owned(),
        _ => format!("#curator-{}", iri::key(name)),
    }
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
