//! A small project as values, of which every part can be changed for itself, and what it looks like on disk.
//!
//! Names, ids and words stand in the values as text, so that a change in one file leaves the others as they are, whatever
//! they mean after it.

use std::collections::BTreeMap;

use crate::line::facts;

/// What is on disk: content by path.
pub type OnDisk = BTreeMap<String, String>;

#[derive(Clone, Default)]
pub struct Project {
    pub base: usize,
    pub lang: usize,
    pub prefix: usize,
    pub title: usize,
    pub properties: Vec<Property>,
    /// Words of the vocabulary that mean nothing to statements.
    pub comments: usize,
    pub files: BTreeMap<String, Content>,
}

#[derive(Clone)]
pub enum Content {
    /// Declarations; the suffix of the path says in which form.
    Register(Vec<Entity>),
    Dossier(Dossier),
    Facts(Vec<Row>),
    /// The sentences of a stored text.
    Text(Vec<String>),
    /// The lines of an external RDF file.
    External(Vec<String>),
    Mappings(Vec<Mapping>),
}

/// A row of a mapping set.
#[derive(Clone, Default)]
pub struct Mapping {
    pub id: String,
    pub predicate: &'static str,
    /// Nothing where there is no such thing.
    pub target: Option<usize>,
    pub rejected: bool,
    pub confidence: Option<&'static str>,
}

#[derive(Clone, Default)]
pub struct Property {
    pub word: String,
    /// The local name of a datatype of XSD, if the values are literals.
    pub datatype: Option<&'static str>,
    pub domain: Option<&'static str>,
    pub parent: Option<String>,
    pub inverse: Option<String>,
    /// Which of [`TRAITS`] it has.
    pub traits: [bool; TRAITS.len()],
}

/// What a property may be, and how the vocabulary says it.
pub const TRAITS: [&str; 6] = [
    "a owl:SymmetricProperty",
    "a owl:TransitiveProperty",
    "a owl:FunctionalProperty",
    "a citable:EventProperty",
    "a citable:RoleProperty",
    "owl:deprecated true",
];

pub const CLASSES: [&str; 4] = ["Person", "Writer", "Place", "Thing"];

#[derive(Clone, Default)]
pub struct Entity {
    pub id: String,
    pub label: String,
    pub class: &'static str,
    pub also: Vec<String>,
    pub described: Option<usize>,
    pub same_as: Option<usize>,
    pub merged: Option<String>,
    pub draft: bool,
}

#[derive(Clone, Default)]
pub struct Dossier {
    pub id: String,
    pub published: Option<usize>,
    /// The path of its stored text, from the project's root.
    pub text: Option<String>,
    pub prose: usize,
    pub declared: Vec<Entity>,
    pub groups: Vec<Group>,
    /// Statements that rest on a reason.
    pub loose: Vec<Statement>,
}

#[derive(Clone, Default)]
pub struct Group {
    pub words: Vec<String>,
    pub id: Option<String>,
    pub statements: Vec<Statement>,
}

#[derive(Clone, Default)]
pub struct Row {
    pub source: Option<String>,
    pub words: Option<String>,
    pub quote_id: Option<String>,
    pub statement: Statement,
}

#[derive(Clone, Default, PartialEq)]
pub struct Statement {
    pub subject: String,
    pub denied: bool,
    pub predicate: String,
    /// As in a cell.
    pub object: String,
    pub is_text: bool,
    /// The word and the year, if it is not `as of publication`.
    pub time: Option<(&'static str, usize)>,
    pub role: Option<(String, String)>,
    pub according_to: Option<String>,
    pub because: bool,
    pub from: Vec<String>,
    pub see: Option<String>,
    pub status: Option<&'static str>,
    pub note: Option<usize>,
    pub draft: bool,
    pub pin: Option<String>,
}

impl Project {
    /// The IRI from which all others are made.
    pub fn base(&self) -> String {
        format!("https://example.org/base{}/", self.base)
    }

    pub fn on_disk(&self) -> OnDisk {
        let mut disk = OnDisk::new();
        disk.insert("citable.toml".to_owned(), self.config());
        disk.insert("ontology/terms.ttl".to_owned(), self.vocabulary());
        for (path, content) in &self.files {
            let text = match content {
                Content::Register(entities) => register(path, entities),
                Content::Dossier(dossier) => dossier.text(path),
                Content::Facts(rows) => facts(path, rows),
                Content::Text(sentences) => sentences.join("\n\n") + "\n",
                Content::External(lines) => lines.join("\n") + "\n",
                Content::Mappings(rows) => self.mappings(rows),
            };
            disk.insert(path.clone(), text);
        }
        disk
    }

    fn config(&self) -> String {
        let base = self.base();
        let lang = ["en", "el"][self.lang % 2];
        format!(
            "[project]\nname = \"small\"\ntitle = \"Title {}\"\nbase = \"{base}\"\nlang = \"{lang}\"\n\n\
             [prefixes]\ne = \"{base}entity/\"\nx = \"https://example.org/x{}#\"\n",
            self.title, self.prefix
        )
    }

    fn mappings(&self, rows: &[Mapping]) -> String {
        let mut text = format!(
            "#curie_map:\n#  e: {}entity/\n#  x: https://example.org/there/\n#license: https://example.org/l\n\
             subject_id\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\tconfidence\n",
            self.base()
        );
        for row in rows {
            let target = row.target.map(|number| format!("x:{number}"));
            text += &format!(
                "e:{}\t{}\t{}\t{}\tsemapv:ManualMappingCuration\t{}\n",
                row.id,
                row.predicate,
                if row.rejected { "Not" } else { "" },
                target.as_deref().unwrap_or("sssom:NoTermFound"),
                row.confidence.unwrap_or_default(),
            );
        }
        text
    }

    fn vocabulary(&self) -> String {
        let mut text = PREFIXES.to_owned();
        for number in 0..self.comments {
            text += &format!("v:Person rdfs:comment \"Comment {number}.\"@en .\n");
        }
        for property in &self.properties {
            text += &property.text();
        }
        text
    }
}

const PREFIXES: &str = "@prefix citable: <https://w3id.org/citable/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix v: <https://example.org/terms#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

v:Person a owl:Class .
v:Writer a owl:Class ; rdfs:subClassOf v:Person .
v:Place a owl:Class .
v:Thing a owl:Class .
";

impl Property {
    fn text(&self) -> String {
        let kind = match self.datatype {
            Some(_) => "Datatype",
            None => "Object",
        };
        let mut text = format!("v:{} a owl:{kind}Property", self.word);
        for (said, has) in TRAITS.iter().zip(self.traits) {
            if has {
                text += &format!(" ;\n    {said}");
            }
        }
        if !self.traits[3] {
            text += " ;\n    a citable:StateProperty";
        }
        for (word, term) in [
            ("rdfs:domain v", self.domain),
            ("rdfs:range xsd", self.datatype),
            ("rdfs:subPropertyOf v", self.parent.as_deref()),
            ("owl:inverseOf v", self.inverse.as_deref()),
        ] {
            if let Some(term) = term {
                text += &format!(" ;\n    {word}:{term}");
            }
        }
        text + " .\n"
    }
}

fn register(path: &str, entities: &[Entity]) -> String {
    if path.ends_with(".md") {
        return entities.iter().map(Entity::line).collect();
    }
    let head = [
        "id",
        "name",
        "class",
        "also",
        "described",
        "same_as",
        "merged_into",
        "status",
    ];
    let rows = entities.iter().map(|entity| {
        vec![
            entity.id.clone(),
            entity.label.clone(),
            entity.class.to_owned(),
            entity.also.join("|"),
            entity.described.map_or(String::new(), described),
            entity.same_as.map_or(String::new(), |n| format!("x:{n}")),
            entity.merged.clone().unwrap_or_default(),
            if entity.draft { "draft" } else { "" }.to_owned(),
        ]
    });
    table(path, &head, rows)
}

fn described(number: usize) -> String {
    format!("Description {number}")
}

impl Entity {
    fn line(&self) -> String {
        let mut line = format!(
            "- {}{} is a {}; id {}",
            mark(self.draft),
            self.label,
            self.class,
            self.id
        );
        for name in &self.also {
            line += &format!("; also \"{name}\"");
        }
        if let Some(number) = self.described {
            line += &format!("; described \"{}\"", described(number));
        }
        if let Some(number) = self.same_as {
            line += &format!("; same as x:{number}");
        }
        if let Some(target) = &self.merged {
            line += &format!("; merged into {target}");
        }
        line + "\n"
    }
}

pub fn mark(draft: bool) -> &'static str {
    if draft { "[ ] " } else { "" }
}

impl Dossier {
    fn text(&self, path: &str) -> String {
        let up = "../".repeat(path.matches('/').count());
        let text = match &self.text {
            Some(text) => format!("text: {up}{text}"),
            None => "text: none\ntext-why: \"It is lost.\"".to_owned(),
        };
        let mut out = format!(
            "---\ndossier: 1\nid: {}\ntitle: \"A source\"\nlang: en\n{text}\n",
            self.id
        );
        if let Some(year) = self.published {
            out += &format!("published: {year}\n");
        }
        out += &format!("---\n\nProse {}.\n\n", self.prose);
        out.extend(self.declared.iter().map(Entity::line));
        for group in &self.groups {
            for words in &group.words {
                out += &format!("\n> {words}\n");
            }
            if let Some(id) = &group.id {
                out += &format!("\n^{id} (p. 1)\n");
            }
            out += "\n";
            out.extend(group.statements.iter().map(Statement::line));
        }
        if !self.loose.is_empty() {
            out += "\nAnd further:\n\n";
        }
        out.extend(self.loose.iter().map(Statement::line));
        out
    }
}

pub fn table(path: &str, head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let delimiter = if path.ends_with(".csv") { "," } else { "\t" };
    let mut text = head.join(delimiter) + "\n";
    for row in rows {
        text += &(row.join(delimiter) + "\n");
    }
    text
}
