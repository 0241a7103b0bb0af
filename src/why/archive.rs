//! What questions about statements are answered from: the build, and the project's files as they stand.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use oxrdf::{NamedNode, NamedNodeRef, Term};
use serde::Serialize;

use super::WhyError;
use super::stored_text::StoredText;
use super::written::Written;
use crate::compile::Sight;
use crate::files::{File, Kind};
use crate::ontology::Lookup;
use crate::project::Context;
use crate::query::{Names, QueryError};
use crate::span::FileId;
use crate::store::{Store, as_iri};
use crate::vocab::citable;

/// A file as it is now, and what it says; nothing if it is gone, or cannot be read.
type Opened = Rc<Option<Written>>;

/// The build, and the files.
pub struct Archive<'a> {
    pub store: &'a Store,
    pub context: &'a Context,
    pub sight: &'a Sight<'a>,
    /// Whether the places of readings and the words around quotations are looked up in the files.
    looks_up: Cell<bool>,
    names: RefCell<Names<'a>>,
    /// The file that says what is in a graph, with its number.
    files: HashMap<String, (usize, FileId)>,
    opened: RefCell<HashMap<usize, Opened>>,
    texts: RefCell<HashMap<String, Rc<Option<StoredText>>>>,
}

/// An IRI, and what people call it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Named {
    pub iri: String,
    pub label: String,
}

impl<'a> Archive<'a> {
    pub fn new(store: &'a Store, context: &'a Context, sight: &'a Sight<'a>) -> Archive<'a> {
        Archive {
            store,
            context,
            sight,
            looks_up: Cell::new(true),
            names: RefCell::new(Names::new(store, context, &[])),
            files: files(sight),
            opened: RefCell::default(),
            texts: RefCell::default(),
        }
    }

    /// Leaves the files alone, where it doesn't matter on which line a reading stands, nor in which sentences a quotation.
    pub fn without_places(&self) {
        self.looks_up.set(false);
    }

    pub fn looks_up(&self) -> bool {
        self.looks_up.get()
    }

    /// An IRI of the project, by what follows its base.
    pub fn own(&self, path: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("{}{path}", self.context.base))
    }

    /// What follows the project's base; of other IRIs `prefix:local`, or the IRI.
    pub fn short(&self, iri: &str) -> String {
        self.names.borrow().own(iri)
    }

    pub fn named(&self, iri: &NamedNode) -> Result<Named, QueryError> {
        Ok(Named {
            label: self.name(&iri.clone().into())?,
            iri: iri.as_str().to_owned(),
        })
    }

    /// A term as people read it.
    pub fn name(&self, term: &Term) -> Result<String, QueryError> {
        self.names.borrow_mut().of(term)
    }

    /// The word of the notation for a property, if the vocabulary can be read and the word means it alone; else its short IRI.
    pub fn word(&self, property: &NamedNode) -> String {
        let ontology = self.sight.readings.map(|readings| readings.world.ontology);
        let word = ontology.and_then(|known| {
            let id = known.property_of(property)?;
            let word = &known.property(id).word;
            matches!(known.find_property(word), Lookup::One(found) if found == id).then_some(word)
        });
        match word {
            Some(word) => word.clone(),
            None => self.short(property.as_str()),
        }
    }

    /// The first object that is an IRI.
    pub fn link(
        &self,
        subject: &NamedNode,
        predicate: NamedNodeRef,
    ) -> Result<Option<NamedNode>, QueryError> {
        Ok(self.links(subject, predicate)?.into_iter().next())
    }

    /// The objects that are IRIs.
    pub fn links(
        &self,
        subject: &NamedNode,
        predicate: NamedNodeRef,
    ) -> Result<Vec<NamedNode>, QueryError> {
        let objects = self.store.objects(subject, predicate)?;
        Ok(objects.into_iter().filter_map(as_iri).collect())
    }

    /// What a file says now that is the graph `container`, with its text; nothing if there is none, or it cannot be read.
    pub fn open(&self, container: &str) -> Result<Opened, WhyError> {
        let known = (self.sight.readings, self.files.get(container));
        let (Some(readings), Some(&(number, _))) = known else {
            return Ok(Rc::new(None));
        };
        if let Some(opened) = self.opened.borrow().get(&number) {
            return Ok(opened.clone());
        }
        let read = readings.one(number)?;
        let opened = Rc::new(read.map(|(file, resolved)| Written::new(file, resolved)));
        self.opened.borrow_mut().insert(number, opened.clone());
        Ok(opened)
    }

    /// The one line on which the file that is the graph `container` says a statement, by the last part of its IRI; nothing
    /// if there are several, or the file has changed since the build.
    pub fn line(&self, container: &str, key: &str) -> Option<usize> {
        let (number, _) = *self.files.get(container)?;
        match self.sight.readings?.lines(number, key)?.as_slice() {
            [line] => Some(*line),
            _ => None,
        }
    }

    /// Whether a file is the one that was built from.
    pub fn is_as_built(&self, file: &File) -> Result<bool, QueryError> {
        let Some(readings) = self.sight.readings else {
            return Ok(false);
        };
        let iri = NamedNode::new_unchecked(readings.world.project.base.file(&file.path));
        let digests = self.store.objects(&iri, citable::SHA256)?;
        let is_same =
            |known: &Term| matches!(known, Term::Literal(it) if it.value() == file.sha256);
        Ok(digests.iter().any(is_same))
    }

    /// The path of the file that is the graph `container`.
    pub fn path(&self, container: &str) -> Option<&str> {
        let (_, file) = *self.files.get(container)?;
        Some(self.sight.files.path(file))
    }

    /// A stored text as it is on disk; nothing if it is gone, or cannot be read.
    pub fn text(&self, path: &str) -> Result<Rc<Option<StoredText>>, WhyError> {
        if let Some(text) = self.texts.borrow().get(path) {
            return Ok(text.clone());
        }
        let files = self.sight.files;
        let text = match files.at_path(path) {
            Some(id) => Some(files.read(id)?.0)
                .filter(|file| !file.broken)
                .map(StoredText::new),
            None => None,
        };
        let text = Rc::new(text);
        let mut texts = self.texts.borrow_mut();
        texts.insert(path.to_owned(), text.clone());
        Ok(text)
    }
}

/// Which file is which graph: dossiers by the id of their source, tables and mapping sets by their path.
fn files(sight: &Sight) -> HashMap<String, (usize, FileId)> {
    let Some(readings) = sight.readings else {
        return HashMap::new();
    };
    let base = &readings.world.project.base;
    let graph = |(number, file)| {
        let path = sight.files.path(file);
        let below = path.strip_prefix("data/").unwrap_or(path);
        let graph = match sight.files.kind(file) {
            Kind::Facts => base.table(below),
            Kind::Mappings => base.mappings(below),
            Kind::Dossier => {
                let source = readings.world.source_in(file)?;
                base.dossier(&readings.world.model.source(source).id)
            }
            _ => return None,
        };
        Some((graph, (number, file)))
    };
    readings.numbered().filter_map(graph).collect()
}
