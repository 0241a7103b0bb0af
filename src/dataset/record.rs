//! Things, each with all by which it can be known.

use std::path::Path;

use oxrdf::Term;
use serde::{Deserialize, Serialize};

use super::roles::{Role, Roles};
use super::sort::Sorter;
use super::{DatasetError, Said, Skipped};

/// A thing of a data set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub iri: String,
    pub labels: Vec<Text>,
    pub aliases: Vec<Text>,
    /// IRIs, or the words of a table.
    pub types: Vec<String>,
    /// Properties, and dates as they are written.
    pub dates: Vec<(String, String)>,
    /// Properties, and values.
    pub identifiers: Vec<(String, String)>,
    /// IRIs of things that it is connected with, or their names.
    pub neighbours: Vec<String>,
    /// The thing that has taken its place.
    pub redirect: Option<String>,
}

/// A text, with its language (BCP 47) if it has one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Text {
    pub text: String,
    pub lang: Option<String>,
}

/// What is said of one thing is kept up to here; nobody has more names, but hostile files do.
const MOST: usize = 10_000;
/// A longer name is a text.
const LONGEST: usize = 1_000;

impl Record {
    /// All that it is called.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let all = self.labels.iter().chain(&self.aliases);
        all.map(|text| text.text.as_str())
    }

    /// What it is called in a language, or else in any.
    pub fn label(&self, lang: &str) -> Option<&str> {
        let of = |wanted: &str| {
            let mut labels = self.labels.iter();
            labels.find(|text| text.lang.as_deref() == Some(wanted))
        };
        let label = of(lang).or_else(|| of("en")).or_else(|| of("mul"));
        let label = label.or(self.labels.first()).or(self.aliases.first());
        label.map(|text| text.text.as_str())
    }
}

/// Something by which a thing is known.
#[derive(Serialize, Deserialize)]
enum Fact {
    Label(Text),
    Alias(Text),
    Type(String),
    Date(String, String),
    Identifier(String, String),
    Neighbour(String),
    Redirect(String),
}

/// What is said of things, until all is there.
pub struct Facts {
    sorter: Sorter,
    folder: std::path::PathBuf,
}

impl Facts {
    pub fn new(folder: &Path) -> Facts {
        Facts {
            sorter: Sorter::new(folder),
            folder: folder.to_owned(),
        }
    }

    /// Keeps what is said, if it matters.
    pub fn take(&mut self, roles: &Roles, said: &Said) -> Result<(), DatasetError> {
        for role in roles.of_property(said.property) {
            if let Some(fact) = fact(*role, roles, said) {
                let fact = postcard::to_allocvec(&fact).expect("memory takes everything");
                let put = self.sorter.push(said.subject.as_bytes(), &fact);
                put.map_err(|cause| DatasetError::Write {
                    folder: self.folder.clone(),
                    cause,
                })?;
            }
        }
        Ok(())
    }

    /// Hands out the things, in the order of their IRIs.
    pub fn records(
        self,
        skipped: &mut Skipped,
        visit: &mut dyn FnMut(Record) -> Result<(), DatasetError>,
    ) -> Result<(), DatasetError> {
        let folder = self.folder;
        let failed = |cause| DatasetError::Write {
            folder: folder.clone(),
            cause,
        };
        let mut sorted = self.sorter.finish().map_err(failed)?;
        let mut record = Record::default();
        let mut facts = 0;
        while let Some((subject, fact)) = sorted.entry().map_err(failed)? {
            if subject != record.iri.as_bytes() {
                if !record.iri.is_empty() {
                    visit(std::mem::take(&mut record))?;
                }
                record.iri = String::from_utf8_lossy(subject).into_owned();
                facts = 0;
            }
            facts += 1;
            if facts > MOST {
                let iri = &record.iri;
                skipped.add("more than 10,000 names and dates of one thing", || {
                    iri.clone()
                });
                continue;
            }
            let fact = postcard::from_bytes(fact)
                .map_err(|_| failed(std::io::Error::other("a temporary file was changed")))?;
            record.add(fact);
        }
        if !record.iri.is_empty() {
            visit(record)?;
        }
        Ok(())
    }
}

impl Record {
    fn add(&mut self, fact: Fact) {
        fn put<T: PartialEq>(list: &mut Vec<T>, one: T) {
            if !list.contains(&one) {
                list.push(one);
            }
        }
        match fact {
            Fact::Label(text) => put(&mut self.labels, text),
            Fact::Alias(text) => put(&mut self.aliases, text),
            Fact::Type(class) => put(&mut self.types, class),
            Fact::Date(property, date) => put(&mut self.dates, (property, date)),
            Fact::Identifier(property, value) => put(&mut self.identifiers, (property, value)),
            Fact::Neighbour(other) => put(&mut self.neighbours, other),
            Fact::Redirect(to) => self.redirect = self.redirect.take().or(Some(to)),
        }
    }
}

fn fact(role: Role, roles: &Roles, said: &Said) -> Option<Fact> {
    let property = || said.property.to_owned();
    let value = match &said.object {
        Term::NamedNode(iri) => iri.as_str(),
        Term::Literal(literal) => literal.value().trim(),
        _ => return None,
    };
    if value.is_empty() || value.len() > LONGEST {
        return None;
    }
    let text = || {
        let Term::Literal(literal) = &said.object else {
            return None;
        };
        Some(Text {
            text: value.to_owned(),
            lang: literal.language().map(str::to_owned),
        })
    };
    Some(match role {
        Role::Label => Fact::Label(text()?),
        Role::Alias => Fact::Alias(text()?),
        Role::Type => Fact::Type(value.to_owned()),
        Role::Date => Fact::Date(property(), value.to_owned()),
        Role::Identifier => Fact::Identifier(property(), value.to_owned()),
        Role::Neighbour => Fact::Neighbour(value.to_owned()),
        Role::Redirect => match roles.redirects(said.property, said.subject, value) {
            true => Fact::Redirect(value.to_owned()),
            false => return None,
        },
    })
}
