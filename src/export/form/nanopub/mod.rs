//! A nanopublication a statement ([the guidelines](https://nanopub.net/guidelines/working_draft/)): what is said, where it was
//! read, and who published it, each in a graph of its own, under a [trusty URI](trusty).
//!
//! | graph | holds |
//! |---|---|
//! | `#Head` | that it is a nanopublication, and which its graphs are |
//! | `#assertion` | the triple where it holds; the statement with its time and roles, as in RDF 1.1 |
//! | `#provenance` | readings, quotations with their selectors, sources, dossiers; premises and the rule |
//! | `#pubinfo` | curators, licence, date, data set |

mod trusty;

use std::collections::BTreeSet;

use oxrdf::NamedNode;
use rustc_hash::FxHashSet;

use super::Scope;
use super::said::{About, Said, said};
use crate::export::dataset::{Dataset, Id, Quad, Value};
use crate::export::report::{Loss, Report};
use crate::vocab::{citable, dcterms, np, oa, prov, rdf};
use trusty::{Line, Object, PLACE};

/// The prefix of nanopublications; what follows the project's base.
pub const ROOMS: [(&str, &str); 1] = [("nanopub", "nanopub/")];

/// What no nanopublication has.
const UNSTATED: [&str; 2] = [
    "triple that belongs to no statement: names, classes and links of things, the vocabulary",
    "triples that belong to no statement: names, classes and links of things, the vocabulary",
];

pub fn rewrite(dataset: &mut Dataset, scope: &Scope, report: &mut Report) {
    let about = About::of(dataset, scope);
    let statements = said(dataset, &about, report);
    let words = Words::of(dataset);
    let mut publisher = Publisher {
        reified: statements.iter().map(|said| said.triple).collect(),
        issue: Issue::of(dataset, scope, &words),
        base: &scope.context.base,
        about: &about,
        words: &words,
        meta: scope.meta,
        told: FxHashSet::default(),
        quads: Vec::new(),
        dataset,
    };
    for said in &statements {
        publisher.publish(said);
    }
    let Publisher { quads, told, .. } = publisher;
    let is_left_out = |quad: &&Quad| {
        let is_meta = scope.graph.is_none() && quad.graph == scope.meta;
        !is_meta && quad.predicate != words.reifies && !told.contains(&quad.triple())
    };
    let unstated = about.all().iter().filter(is_left_out).count();
    report.lose(Loss::Special(unstated, UNSTATED));
    dataset.quads = quads;
}

/// The graphs of a nanopublication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Head,
    Assertion,
    Provenance,
    Pubinfo,
}

const PARTS: [(Part, &str); 4] = [
    (Part::Head, "#Head"),
    (Part::Assertion, "#assertion"),
    (Part::Provenance, "#provenance"),
    (Part::Pubinfo, "#pubinfo"),
];

/// A term of a nanopublication before its own name is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Term {
    /// The nanopublication itself.
    This,
    /// One of its graphs.
    Graph(Part),
    Other(Id),
}

/// Its quads, each once.
type Draft = BTreeSet<(Part, Term, Id, Term)>;

struct Words {
    a: Id,
    statement: Id,
    parts: [Id; 3],
    reifies: Id,
    derived: Id,
    creator: Id,
    created: Id,
    license: Id,
    title: Id,
    part_of: Id,
    rule: Id,
    source: Id,
    selector: Id,
    independent: Id,
    nanopublication: Id,
    /// By [`PARTS`], without the first.
    links: [Id; 3],
}

impl Words {
    fn of(dataset: &mut Dataset) -> Words {
        let mut id = |word| dataset.intern(word);
        Words {
            a: id(rdf::TYPE),
            statement: id(rdf::STATEMENT),
            parts: [rdf::SUBJECT, rdf::PREDICATE, rdf::OBJECT].map(&mut id),
            reifies: id(rdf::REIFIES),
            derived: id(prov::WAS_DERIVED_FROM),
            creator: id(dcterms::CREATOR),
            created: id(dcterms::CREATED),
            license: id(dcterms::LICENSE),
            title: id(dcterms::TITLE),
            part_of: id(dcterms::IS_PART_OF),
            rule: id(citable::RULE),
            source: id(oa::HAS_SOURCE),
            selector: id(oa::HAS_SELECTOR),
            independent: id(citable::INDEPENDENT_PUBLISHERS),
            nanopublication: id(np::NANOPUBLICATION),
            links: [
                np::HAS_ASSERTION,
                np::HAS_PROVENANCE,
                np::HAS_PUBLICATION_INFO,
            ]
            .map(&mut id),
        }
    }
}

/// What all nanopublications of a build have in common.
struct Issue {
    dataset: Id,
    titles: Vec<Id>,
    licences: Vec<Id>,
    /// When the data set was published or, if it doesn't say so, built.
    created: Option<Id>,
}

impl Issue {
    fn of(dataset: &mut Dataset, scope: &Scope, words: &Words) -> Issue {
        let base = &scope.context.base;
        let node = dataset.intern_made(&format!("{base}graph/meta#dataset"));
        let build = dataset.intern_made(&format!("{base}graph/meta#build"));
        let (issued, ended) = (
            dataset.find(dcterms::ISSUED),
            dataset.find(prov::ENDED_AT_TIME),
        );
        let meta = dataset
            .quads
            .iter()
            .filter(|quad| scope.meta.is_some() && quad.graph == scope.meta);
        let objects = |subject: Id, predicate: Option<Id>| {
            let quads = meta.clone();
            let quads = quads
                .filter(move |quad| quad.subject == subject && Some(quad.predicate) == predicate);
            quads.map(|quad| quad.object)
        };
        Issue {
            dataset: node,
            titles: objects(node, Some(words.title)).collect(),
            licences: objects(node, Some(words.license)).collect(),
            created: objects(node, issued).chain(objects(build, ended)).next(),
        }
    }
}

struct Publisher<'p, 'b> {
    dataset: &'p mut Dataset<'b>,
    base: &'p str,
    about: &'p About,
    words: &'p Words,
    /// The graph of the build's description.
    meta: Option<Id>,
    issue: Issue,
    /// The triples of statements.
    reified: FxHashSet<[Id; 3]>,
    /// The triples of the build that some nanopublication has.
    told: FxHashSet<[Id; 3]>,
    quads: Vec<Quad>,
}

impl Publisher<'_, '_> {
    fn publish(&mut self, said: &Said) {
        let mut draft = Draft::new();
        self.head(&mut draft);
        self.assertion(said, &mut draft);
        self.provenance(said, &mut draft);
        self.pubinfo(said, &mut draft);
        self.name(&draft);
    }

    fn head(&self, draft: &mut Draft) {
        let words = self.words;
        let class = Term::Other(words.nanopublication);
        draft.insert((Part::Head, Term::This, words.a, class));
        for ((part, _), link) in PARTS[1..].iter().zip(words.links) {
            draft.insert((Part::Head, Term::This, link, Term::Graph(*part)));
        }
    }

    /// What is said: the triple where it holds, and the statement with all that belongs to itself.
    fn assertion(&mut self, said: &Said, draft: &mut Draft) {
        let words = self.words;
        if said.asserted {
            self.copy(Part::Assertion, said.triple, draft);
        }
        let mut say = |predicate, object| {
            let subject = Term::Other(said.statement);
            draft.insert((Part::Assertion, subject, predicate, Term::Other(object)));
        };
        say(words.a, words.statement);
        for (predicate, object) in words.parts.into_iter().zip(said.triple) {
            say(predicate, object);
        }
        let others = [words.derived, words.rule, words.reifies, words.independent];
        for quad in self.about.term(said.statement) {
            if !others.contains(&quad.predicate) {
                self.copy(Part::Assertion, quad.triple(), draft);
            }
        }
    }

    /// Where it comes from: the dossiers, the readings in them, the quotations and their sources, or the premises.
    fn provenance(&mut self, said: &Said, draft: &mut Draft) {
        let words = self.words;
        let assertion = Term::Graph(Part::Assertion);
        let mut derive = |from| {
            draft.insert((
                Part::Provenance,
                assertion,
                words.derived,
                Term::Other(from),
            ));
        };
        said.graphs
            .iter()
            .flatten()
            .for_each(|&graph| derive(graph));
        let froms: BTreeSet<Id> = self
            .about
            .objects(said.statement, Some(words.derived))
            .collect();
        froms.iter().for_each(|&from| derive(from));
        let how = self.about.term(said.statement).iter();
        let how = how.filter(|quad| [words.derived, words.rule].contains(&quad.predicate));
        for quad in how {
            self.copy(Part::Provenance, quad.triple(), draft);
        }
        let mut nodes: BTreeSet<Id> = said.readings.iter().copied().collect();
        nodes.extend(said.graphs.iter().flatten());
        for &quotation in &froms {
            let sources = self.about.objects(quotation, Some(words.source));
            let sources: Vec<Id> = sources.collect();
            if !sources.is_empty() {
                nodes.insert(quotation);
                nodes.extend(sources);
                nodes.extend(self.about.objects(quotation, Some(words.selector)));
            }
        }
        for node in nodes {
            for quad in self.about.term(node) {
                // What is said of a source is in nanopublications of its own; and the description of the build, which changes with
                // every line of a dossier, would change the name of each.
                if !self.reified.contains(&quad.triple()) && !self.is_meta(quad) {
                    self.copy(Part::Provenance, quad.triple(), draft);
                }
            }
        }
    }

    /// Who published it, as part of what, when, and under which licence.
    fn pubinfo(&mut self, said: &Said, draft: &mut Draft) {
        let words = self.words;
        let creators: BTreeSet<Id> = said
            .readings
            .iter()
            .flat_map(|&reading| self.about.objects(reading, Some(words.creator)))
            .collect();
        let creators: Vec<Id> = creators.into_iter().map(|name| self.agent(name)).collect();
        let mut say = |predicate, object| {
            draft.insert((Part::Pubinfo, Term::This, predicate, Term::Other(object)));
        };
        creators
            .iter()
            .for_each(|&creator| say(words.creator, creator));
        let Issue { licences, .. } = &self.issue;
        licences
            .iter()
            .for_each(|&licence| say(words.license, licence));
        self.issue
            .created
            .iter()
            .for_each(|&day| say(words.created, day));
        say(words.part_of, self.issue.dataset);
        for &title in &self.issue.titles {
            let (dataset, title) = (Term::Other(self.issue.dataset), Term::Other(title));
            draft.insert((Part::Pubinfo, dataset, words.title, title));
        }
    }

    /// A curator who is named by an IRI, such as an ORCID, is that.
    fn agent(&mut self, name: Id) -> Id {
        let Value::Literal(literal) = self.dataset.value(name) else {
            return name;
        };
        let text = literal.value();
        if !text.starts_with("https://") && !text.starts_with("http://") {
            return name;
        }
        let iri = NamedNode::new(text);
        iri.map_or(name, |iri| self.dataset.intern(iri.as_ref()))
    }

    fn is_meta(&self, quad: &Quad) -> bool {
        self.meta.is_some() && quad.graph == self.meta
    }

    /// Takes a triple of the build over.
    fn copy(&mut self, part: Part, triple: [Id; 3], draft: &mut Draft) {
        let [subject, predicate, object] = triple;
        // A triple term is told by `said` as lost.
        if self.dataset.triple(object).is_some() {
            return;
        }
        self.told.insert(triple);
        draft.insert((part, Term::Other(subject), predicate, Term::Other(object)));
    }

    /// Finds the name by all that is said, and puts it in its places.
    fn name(&mut self, draft: &Draft) {
        let lines = draft.iter().map(|(part, subject, predicate, object)| Line {
            graph: self.text(Term::Graph(*part)),
            subject: self.text(*subject),
            predicate: self.text(Term::Other(*predicate)),
            object: self.object(*object),
        });
        let code = trusty::code(lines.collect());
        let iri = format!("{}nanopub/{code}", self.base);
        let this = self.dataset.intern_made(&iri);
        let graphs = PARTS.map(|(_, suffix)| self.dataset.intern_made(&format!("{iri}{suffix}")));
        let id = |term: Term| match term {
            Term::This => this,
            Term::Graph(part) => graphs[part as usize],
            Term::Other(id) => id,
        };
        let quads = draft
            .iter()
            .map(|&(part, subject, predicate, object)| Quad {
                graph: Some(graphs[part as usize]),
                subject: id(subject),
                predicate,
                object: id(object),
            });
        self.quads.extend(quads);
    }

    /// An IRI as it is hashed.
    fn text(&self, term: Term) -> String {
        let suffix = match term {
            Term::This => "",
            Term::Graph(part) => PARTS[part as usize].1,
            Term::Other(id) => return self.dataset.iri(id).unwrap_or_default().to_owned(),
        };
        format!("{}nanopub/{PLACE}{suffix}", self.base)
    }

    fn object(&self, term: Term) -> Object {
        let Term::Other(id) = term else {
            return Object::Iri(self.text(term));
        };
        match self.dataset.value(id) {
            Value::Literal(literal) => {
                let language = literal.language().map(str::to_owned);
                let datatype = language
                    .is_none()
                    .then(|| literal.datatype().as_str().to_owned());
                Object::Literal(literal.value().to_owned(), datatype, language)
            }
            _ => Object::Iri(self.text(term)),
        }
    }
}
