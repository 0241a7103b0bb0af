//! The answer to «why»: the statements that are asked about, and all that they rest on, each once.

use std::collections::{BTreeSet, HashMap, HashSet};

use oxrdf::{NamedNode, Triple};
use serde::Serialize;

use super::WhyError;
use super::about::{Part, about};
use super::archive::Archive;
use super::declaration::{self, Declaration};
use super::question::{self, Question};
use super::statement::{self, Raw, Standing, Statement, bare};
use crate::vocab::rdf;

/// What is asked, and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Account {
    /// As it was asked.
    pub question: String,
    /// The IRIs of what is asked about.
    pub answers: Vec<String>,
    /// What is asked about, each followed by what it was inferred from. An item is there once; what refers to it does so by
    /// its IRI.
    pub items: Vec<Item>,
    /// How many more statements follow from those alone that are shown.
    pub more: usize,
    /// Which item has an IRI.
    #[serde(skip)]
    places: HashMap<String, usize>,
}

/// Something that can be read somewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Item {
    Statement(Box<Statement>),
    Declaration(Declaration),
    /// A triple of external data, and the files that state it.
    External {
        iri: String,
        line: String,
        files: Vec<String>,
    },
}

impl Item {
    pub fn iri(&self) -> &str {
        match self {
            Item::Statement(statement) => &statement.iri,
            Item::Declaration(declaration) => &declaration.iri,
            Item::External { iri, .. } => iri,
        }
    }

    pub fn line(&self) -> &str {
        match self {
            Item::Statement(statement) => &statement.line,
            Item::Declaration(declaration) => &declaration.line,
            Item::External { line, .. } => line,
        }
    }
}

impl Account {
    fn new(question: &str) -> Account {
        Account {
            question: question.trim().to_owned(),
            answers: Vec::new(),
            items: Vec::new(),
            more: 0,
            places: HashMap::new(),
        }
    }

    fn push(&mut self, item: Item) {
        self.places.insert(item.iri().to_owned(), self.items.len());
        self.items.push(item);
    }

    /// The number, from 1, under which an item is told.
    pub fn number(&self, iri: &str) -> Option<usize> {
        Some(1 + self.places.get(iri)?)
    }

    /// The item with this IRI.
    pub fn item(&self, iri: &str) -> Option<&Item> {
        Some(&self.items[*self.places.get(iri)?])
    }

    /// What an item rests on in the end: statements with readings, and declarations; itself if it is one. In their order.
    pub fn grounds(&self, iri: &str) -> Vec<&Item> {
        let mut seen = BTreeSet::new();
        let mut open: Vec<usize> = self.places.get(iri).copied().into_iter().collect();
        while let Some(place) = open.pop() {
            if seen.insert(place)
                && let Item::Statement(statement) = &self.items[place]
            {
                let premises = statement.premises.iter();
                open.extend(premises.filter_map(|premise| self.places.get(premise)));
            }
        }
        let all = seen.into_iter().map(|place| &self.items[place]);
        all.filter(|item| !matches!(item, Item::Statement(one) if one.readings.is_empty()))
            .collect()
    }
}

/// Tells why: `text` is an IRI, a line or an entity.
pub fn why(archive: &Archive, text: &str) -> Result<Account, WhyError> {
    let mut account = Account::new(text);
    match question::understand(archive, text)? {
        Question::Declaration(entity) => account.declaration(archive, &entity)?,
        Question::External(triple) => {
            let graphs = archive.store.graphs_of(&triple)?;
            let files = graphs.iter().map(|graph| archive.short(graph.as_str()));
            account.external(archive, &triple, files.collect())?;
        }
        Question::Statements(iris) => account.statements(archive, &iris)?,
        Question::About(entity) => account.about(archive, &entity)?,
    }
    Ok(account)
}

impl Account {
    fn declaration(&mut self, archive: &Archive, entity: &NamedNode) -> Result<(), WhyError> {
        self.answers.push(entity.as_str().to_owned());
        let declaration = declaration::read(archive, entity)?;
        self.push(Item::Declaration(declaration));
        Ok(())
    }

    /// Tells a triple of external data, and the files that state it.
    fn external(
        &mut self,
        archive: &Archive,
        triple: &Triple,
        files: Vec<String>,
    ) -> Result<(), WhyError> {
        let iri = triple.to_string();
        let line = bare(archive, triple, false)?;
        self.answers.push(iri.clone());
        self.push(Item::External { iri, line, files });
        Ok(())
    }

    /// Tells statements in the order of what they say, each with all that it rests on.
    fn statements(&mut self, archive: &Archive, iris: &[NamedNode]) -> Result<(), WhyError> {
        let mut statements = Vec::new();
        for iri in iris {
            statements.extend(statement::read(archive, iri)?);
        }
        statements.sort_by_cached_key(order);
        self.answers = statements.iter().map(|one| one.iri.clone()).collect();
        for statement in statements {
            self.tell(archive, statement)?;
        }
        Ok(())
    }

    /// Tells a statement and its premises, from the top down. What was told is not told again, so circles end.
    fn tell(&mut self, archive: &Archive, statement: Statement) -> Result<(), WhyError> {
        let mut open = vec![statement.iri.clone()];
        let mut known = Some(statement);
        while let Some(iri) = open.pop() {
            if self.places.contains_key(&iri) {
                continue;
            }
            let iri = NamedNode::new_unchecked(iri);
            let item = match known.take() {
                Some(statement) => Some(statement),
                None => statement::read(archive, &iri)?,
            };
            self.push(match item {
                Some(statement) => {
                    open.extend(statement.premises.iter().rev().cloned());
                    Item::Statement(Box::new(statement))
                }
                None => Item::Declaration(declaration::read(archive, &iri)?),
            });
        }
        Ok(())
    }

    /// All that is said of an entity. What is inferred from such statements alone adds nothing that they don't say, and is
    /// counted.
    fn about(&mut self, archive: &Archive, entity: &NamedNode) -> Result<(), WhyError> {
        let about = about(archive, entity)?;
        let said: HashSet<NamedNode> = about
            .statements
            .iter()
            .map(|(_, _, iri)| iri.clone())
            .collect();
        let mut asked = Vec::new();
        let mut follows: HashSet<&NamedNode> = HashSet::new();
        for (part, predicate, iri) in &about.statements {
            let is_class = *part == Part::Subject && *predicate == rdf::TYPE;
            let premises = match Raw::read(archive, iri)? {
                Some(raw) if raw.is_inferred() => raw.premises(archive),
                _ => Vec::new(),
            };
            let follows_alone =
                !premises.is_empty() && premises.iter().all(|premise| said.contains(premise));
            if is_class || follows_alone {
                follows.insert(iri);
            } else {
                asked.push(iri.clone());
            }
        }
        asked.sort();
        asked.dedup();
        self.more = follows.len();
        let external = about.external(archive)?;
        if asked.is_empty() && follows.is_empty() && external.is_empty() {
            let name = archive.name(&entity.clone().into())?;
            return Err(WhyError::Unsaid {
                message: format!("nothing is said of `{name}`"),
                instead: Vec::new(),
            });
        }
        self.statements(archive, &asked)?;
        for (triple, files) in external {
            self.external(archive, triple, files)?;
        }
        Ok(())
    }
}

/// Statements are told by what they say; what holds comes before what doesn't.
fn order(statement: &Statement) -> (Standing, String, String, String) {
    (
        statement.standing,
        statement.predicate.label.clone(),
        statement.line.clone(),
        statement.iri.clone(),
    )
}
