//! `[datasets.NAME]` of `citable.toml`: the data sets elsewhere that entities are linked with.
//!
//! Terms are kept as they are written: an IRI, or a name with a prefix, which may be one of the vocabulary, of which nothing
//! is known here. They are made IRIs where the data set is read.

use std::collections::BTreeMap;
use std::ops::Range;

use oxrdf::NamedNodeRef;
use toml::{Spanned, Value};

use super::engines::{Table, Wrong};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::iri::is_slug;
use crate::vocab::{owl, schema, skos};

/// A data set elsewhere, and how it says what entities are compared by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatasetSettings {
    /// What the project calls it: a slug.
    pub name: String,
    pub origin: Origin,
    /// The namespace of its things; what is written without one gets it.
    pub iri: Option<String>,
    /// What an accepted link becomes.
    pub predicate: Link,
    /// Properties, as they are written. Where none are given, the usual ones of RDF are taken.
    pub labels: Vec<String>,
    pub aliases: Vec<String>,
    pub types: Vec<String>,
    /// Properties that lead to things by whose names two things can be told apart.
    pub neighbours: Vec<String>,
    /// Properties that say which thing has taken the place of another one.
    pub redirects: Vec<String>,
    pub dates: Vec<Pair>,
    pub identifiers: Vec<Pair>,
    /// For each class of ours, the types in the data set that its entities may have.
    pub classes: BTreeMap<String, Vec<String>>,
    /// The properties that columns of tables, and keys of JSON, stand for; `@id` for the thing itself.
    pub columns: BTreeMap<String, String>,
    /// The names of the columns of a table that has no line with them.
    pub header: Vec<String>,
    /// What stands between several values in a cell of a table.
    pub separator: Option<String>,
    /// The properties that are taken over for linked entities.
    pub fetch: Vec<String>,
}

/// Where a data set is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Files, as paths from the project's root.
    Files(Vec<String>),
    /// The URL of SPARQL 1.1 Query.
    Sparql(String),
    /// The URL of a service of the Reconciliation API.
    Reconcile(String),
}

/// A property of the data set, and the one of ours whose values are compared with its; without one, all of ours are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    pub ours: Option<String>,
    pub theirs: String,
}

/// What says that a thing here is a thing there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Link {
    #[default]
    SchemaSameAs,
    OwlSameAs,
    ExactMatch,
}

impl Link {
    /// Its IRI.
    pub fn iri(self) -> NamedNodeRef<'static> {
        match self {
            Link::SchemaSameAs => schema::SAME_AS,
            Link::OwlSameAs => owl::SAME_AS,
            Link::ExactMatch => skos::EXACT_MATCH,
        }
    }

    /// It, as it is written in `citable.toml` and in mappings.
    pub fn curie(self) -> &'static str {
        match self {
            Link::SchemaSameAs => "schema:sameAs",
            Link::OwlSameAs => "owl:sameAs",
            Link::ExactMatch => "skos:exactMatch",
        }
    }

    const ALL: [Link; 3] = [Link::SchemaSameAs, Link::OwlSameAs, Link::ExactMatch];
}

/// All keys of a data set.
const KEYS: [&str; 17] = [
    "files",
    "sparql",
    "reconcile",
    "iri",
    "predicate",
    "labels",
    "aliases",
    "types",
    "neighbours",
    "redirects",
    "dates",
    "identifiers",
    "classes",
    "columns",
    "header",
    "separator",
    "fetch",
];

const ORIGINS: &str = "one of `files = [\"…\"]`, `sparql = \"URL\"` and `reconcile = \"URL\"`";

/// Reads the data sets of a project, by name.
pub fn read(
    tables: &BTreeMap<Spanned<String>, Table>,
    wrong: Wrong,
) -> Result<BTreeMap<String, DatasetSettings>, Box<Diagnostic>> {
    let mut datasets = BTreeMap::new();
    for (name, table) in tables {
        let reader = Reader { name, table, wrong };
        datasets.insert(name.get_ref().clone(), reader.read()?);
    }
    Ok(datasets)
}

struct Reader<'a> {
    name: &'a Spanned<String>,
    table: &'a Table,
    wrong: Wrong<'a>,
}

type Read<T> = Result<T, Box<Diagnostic>>;

impl Reader<'_> {
    fn read(&self) -> Read<DatasetSettings> {
        if !is_slug(self.name.get_ref()) {
            let message = "the name of a data set is lower-case letters, digits and hyphens";
            return Err(self.at(self.name.span(), message));
        }
        self.check_keys()?;
        Ok(DatasetSettings {
            name: self.name.get_ref().clone(),
            origin: self.origin()?,
            iri: self.namespace()?,
            predicate: self.predicate()?,
            labels: self.list("labels")?,
            aliases: self.list("aliases")?,
            types: self.list("types")?,
            neighbours: self.list("neighbours")?,
            redirects: self.list("redirects")?,
            dates: self.pairs("dates")?,
            identifiers: self.pairs("identifiers")?,
            classes: self.table("classes")?,
            columns: self.columns()?,
            header: self.list("header")?,
            separator: self.text("separator")?.filter(|text| !text.is_empty()),
            fetch: self.list("fetch")?,
        })
    }

    fn check_keys(&self) -> Read<()> {
        let unknown = |key: &&Spanned<String>| !KEYS.contains(&key.get_ref().as_str());
        let Some(key) = self.table.keys().find(unknown) else {
            return Ok(());
        };
        let message = format!("a data set has no key `{}`", key.get_ref());
        let diagnostic = (self.wrong)(key.span(), message);
        Err(Box::new(match did_you_mean(key.get_ref(), KEYS) {
            Some(near) => diagnostic.label(format!("did you mean `{near}`?")),
            None => diagnostic.help(format!("the keys are: {}", KEYS.join(", "))),
        }))
    }

    fn origin(&self) -> Read<Origin> {
        let mut origins = Vec::new();
        if let Some(value) = self.value("files") {
            let files = self.list("files")?;
            if files.is_empty() {
                return Err(self.at(value.span(), "`files` names no file"));
            }
            origins.push(Origin::Files(files));
        }
        origins.extend(self.url("sparql")?.map(Origin::Sparql));
        origins.extend(self.url("reconcile")?.map(Origin::Reconcile));
        let count = origins.len();
        match (origins.pop(), count) {
            (Some(origin), 1) => Ok(origin),
            (_, count) => {
                let message = match count {
                    0 => "nothing says where this data set is",
                    _ => "this data set is at several places",
                };
                let diagnostic = (self.wrong)(self.name.span(), message.to_owned());
                Err(Box::new(diagnostic.help(format!("give {ORIGINS}"))))
            }
        }
    }

    fn url(&self, key: &str) -> Read<Option<String>> {
        let Some(text) = self.text(key)? else {
            return Ok(None);
        };
        let is_url = oxiri::Iri::parse(text.as_str()).is_ok_and(|iri| {
            let authority = iri.authority().unwrap_or_default();
            let is_http = ["http", "https"].contains(&iri.scheme());
            is_http && !authority.is_empty() && !authority.contains('@')
        });
        if is_url && text.is_ascii() && !text.contains('#') {
            return Ok(Some(text));
        }
        let message =
            format!("`{key}` is no URL of http or https, without a user, that can be asked");
        Err(self.at(self.place(key), message))
    }

    fn namespace(&self) -> Read<Option<String>> {
        let text = self.text("iri")?;
        if let Some(text) = &text
            && let Err(error) = oxiri::Iri::parse(text.as_str())
        {
            let message = format!("`iri` is no absolute IRI: {error}");
            let diagnostic = (self.wrong)(self.place("iri"), message);
            let help = "give the namespace of its things, as \"http://www.wikidata.org/entity/\"";
            return Err(Box::new(diagnostic.help(help)));
        }
        Ok(text)
    }

    fn predicate(&self) -> Read<Link> {
        let Some(text) = self.text("predicate")? else {
            return Ok(Link::default());
        };
        let known = Link::ALL.into_iter();
        let mut known = known.filter(|link| link.curie() == text || link.iri().as_str() == text);
        known.next().ok_or_else(|| {
            let names = Link::ALL.map(Link::curie).join(", ");
            self.at(
                self.place("predicate"),
                format!("`predicate` is one of {names}"),
            )
        })
    }

    /// Strings, or one.
    fn list(&self, key: &str) -> Read<Vec<String>> {
        match self.value(key) {
            None => Ok(Vec::new()),
            Some(value) => strings(value.get_ref()).ok_or_else(|| {
                let message = format!("`{key}` is a string, or a list of strings");
                self.at(value.span(), message)
            }),
        }
    }

    /// A list of properties of the data set; or a table, in which a property of ours has those that say the same.
    fn pairs(&self, key: &str) -> Read<Vec<Pair>> {
        let is_table = self
            .value(key)
            .is_some_and(|value| value.get_ref().is_table());
        if !is_table {
            let list = self.list(key)?.into_iter();
            return Ok(list.map(|theirs| Pair { ours: None, theirs }).collect());
        }
        let mut pairs = Vec::new();
        for (ours, theirs) in self.table(key)? {
            pairs.extend(theirs.into_iter().map(|theirs| Pair {
                ours: Some(ours.clone()),
                theirs,
            }));
        }
        Ok(pairs)
    }

    fn table(&self, key: &str) -> Read<BTreeMap<String, Vec<String>>> {
        let Some(value) = self.value(key) else {
            return Ok(BTreeMap::new());
        };
        let wrong = || {
            let message = format!("`{key}` is a table of strings, or of lists of strings");
            let diagnostic = (self.wrong)(value.span(), message);
            Box::new(diagnostic.help(format!("as `{key} = {{ \"v:X\" = [\"their:Y\"] }}`")))
        };
        let table = value.get_ref().as_table().ok_or_else(wrong)?;
        let entry = |(name, value): (&String, &Value)| {
            Ok((name.clone(), strings(value).ok_or_else(wrong)?))
        };
        table.iter().map(entry).collect()
    }

    fn columns(&self) -> Read<BTreeMap<String, String>> {
        let mut columns = BTreeMap::new();
        for (column, mut properties) in self.table("columns")? {
            match (properties.pop(), properties.is_empty()) {
                (Some(property), true) => columns.insert(column, property),
                _ => {
                    let message = format!("the column `{column}` stands for one property");
                    return Err(self.at(self.place("columns"), message));
                }
            };
        }
        if !columns.is_empty() && !columns.values().any(|property| property == "@id") {
            let message = "no column stands for the thing itself";
            let diagnostic = (self.wrong)(self.place("columns"), message.to_owned());
            return Err(Box::new(diagnostic.help("say which, as `id = \"@id\"`")));
        }
        Ok(columns)
    }

    fn text(&self, key: &str) -> Read<Option<String>> {
        match self.value(key).map(|value| (value, value.get_ref())) {
            None => Ok(None),
            Some((_, Value::String(text))) => Ok(Some(text.clone())),
            Some((value, _)) => {
                let message = format!("`{key}` is a string, in quotation marks");
                Err(self.at(value.span(), message))
            }
        }
    }

    fn value(&self, key: &str) -> Option<&Spanned<Value>> {
        let found = self.table.iter().find(|(name, _)| name.get_ref() == key);
        found.map(|(_, value)| value)
    }

    fn place(&self, key: &str) -> Range<usize> {
        self.value(key).map_or(self.name.span(), Spanned::span)
    }

    fn at(&self, place: Range<usize>, message: impl Into<String>) -> Box<Diagnostic> {
        Box::new((self.wrong)(place, message.into()))
    }
}

/// A string, or the strings of a list.
fn strings(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(text) => Some(vec![text.clone()]),
        Value::Array(values) => values
            .iter()
            .map(|value| value.as_str().map(str::to_owned))
            .collect(),
        _ => None,
    }
}
