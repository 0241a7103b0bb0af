//! A knowledge graph in which every statement leads back to the words it was read from.
//!
//! citable is a compiler with an embedded database behind it. It reads dossiers (Markdown: quotations from a
//! source, and under each what it says, one line a statement), holds every quotation against the stored text, resolves
//! names against a vocabulary, and compiles all of it to RDF 1.2, which it queries and exports.
//!
//! # The way of the data
//!
//! [`compile`](mod@compile) is the pipeline on one page. It takes two steps, because a line may use what another file declares:
//!
//! ```text
//! disk ─files→ Files ─ontology→ Ontology ──────────────────────┐
//!                └─parse · table→ trees ─declare→ World ────────┤           (all files together)
//!                                                              ▼
//!      each file:  tree ─resolve→ Dossier ─evidence→ Evidence ─check→ () ─lower→ Segment ──→ store
//!                    └───────────── what is remembered of it: Memo ─────────────────────────┘
//!                                                              │
//!      all memos: contest · check_project→ () · infer→ Segments┴──→ store → query · export
//! ```
//!
//! Every arrow also yields [diagnostics](diagnostic). While one of them is an error nothing is built, and what was
//! built before stays as it is.
//!
//! A file goes its way alone ([`unit`](mod@unit)), so all cores work and the memory of a build is that of a few files. What an
//! earlier build remembers of a file ([`memo`]) stands in for it while nothing that it depends on has changed: its own bytes, the
//! vocabulary, the texts that it quotes, and the [symbols](symbol) that it has asked other files for. So a build after a
//! change compiles what the change bears on, and its outcome is that of a clean build.
//!
//! # The rooms
//!
//! Nouns hold, verbs do. A room uses only the rooms above it in this list.
//!
//! | room | what it is for | what it never does |
//! |---|---|---|
//! | [`span`], [`symbol`], [`diagnostic`], [`files`], [`iri`], [`date`], [`time`], [`vocab`], [`ntriples`], [`algebra`], [`in_order`], [`escape`] | the ground: places, mistakes, the door to the disk, names, times, the algebra of SPARQL, escapes | know what a dossier is |
//! | [`sentence`] | the sentences of a text | cut half a sentence off |
//! | [`edit`] | changes to the user's files, many together | write over what has changed since it was read |
//! | [`project`], [`rdf`], [`ontology`] | `citable.toml`, RDF files, and the terms a statement may use | know what a statement is |
//! | [`syntax`] · [`parse`] · [`table`] | a file as written · Markdown → tree · rows → the same tree | know a vocabulary, or fail |
//! | [`model`] · [`memo`] · [`review`] · [`resolve`] | what files say, every name an IRI · what is remembered of a file · that a second person has read it · trees → model | guess |
//! | [`sssom`] | mapping sets as they are written | know what an entity is |
//! | [`notation`] | names and values → as a line or a cell has them | write what would be read otherwise |
//! | [`quote`] · [`drift`] · [`offsets`] · [`evidence`] | where words stand in a text · what became of them in another text · where they stand in a text that is elsewhere · all quotations of a file | take a look-alike for the original |
//! | [`extract`] | files as they were found → texts | guess what cannot be read |
//! | [`contest`] | values of several files that contest each other | decide between them |
//! | [`check`] | model → diagnostics; one rule, one file | change anything |
//! | [`mapping`] | mapping sets × entities → what is decided about whom | judge whether a pair is right |
//! | [`store`] | what a build leaves, and the database that answers; the only room that names it | reach the network |
//! | [`infer`] · [`lower`] | what follows from the vocabulary · model → quads | complain |
//! | [`unit`](mod@unit) · [`compile`](mod@compile) | the way of one file · the pipeline | decide anything itself |
//! | [`format`](mod@format) · [`rename`] | the same said, in normal form · under another name | change what is said |
//! | [`source`] | sources are added, pinned, looked over, replaced | write a file |
//! | [`engine`] | engines elsewhere, by HTTP; the only room that reaches the network | know what a request is for |
//! | [`dataset`] | data sets elsewhere, as a stream of things | keep a whole one in memory |
//! | [`query`] · [`export`] | saved queries, parameters, solutions · RDF, graphs and tables for others, and descriptions of the whole | print |
//! | [`publish`] | a build goes to an engine, and only what has changed | touch a graph that is not ours |
//! | [`import`](mod@import) | statements of other tools → drafts | change a file that is there, or vouch for anything |
//! | [`link`](mod@link) | names compared and found among millions; what entities are in data sets elsewhere: proposed, decided, looked over, fetched | decide what a person decides |
//! | [`coverage`](mod@coverage) | which sentences of the sources are read, as text, data and a page | change anything |
//! | [`version`] · [`difference`] · [`watch`] | states of a project, each as a build · what differs between two · builds as files change | change the project's files |
//! | [`why`] · [`show`] · [`find`] | what statements rest on · all that is said of an entity · entities by what they are called | print |
//! | [`reconcile`] | services of others are asked for candidates, and such questions are answered about our own entities | print |
//! | [`cli`] | one subcommand, one file; sees the terminal, the environment and the clock | compute |
//!
//! No output depends on hash order, the clock or the machine, nor on what was built before: the same inputs give the same
//! quads.
//!
//! # When something is wrong
//!
//! The user's text gives a [`Diagnostic`](diagnostic::Diagnostic), a value, and all of a run are collected. The world
//! (disk, store, arguments) gives a typed error that names the path, and the first one ends the command. A mistake of
//! our own is an `expect` that says why it cannot happen.

pub mod algebra;
pub mod check;
pub mod cli;
pub mod compile;
pub mod contest;
pub mod coverage;
pub mod dataset;
pub mod date;
pub mod diagnostic;
pub mod difference;
pub mod drift;
pub mod edit;
pub mod engine;
pub mod escape;
pub mod evidence;
pub mod export;
pub mod extract;
pub mod files;
pub mod find;
pub mod format;
pub mod import;
pub mod in_order;
pub mod infer;
pub mod iri;
pub mod link;
pub mod lower;
pub mod mapping;
pub mod memo;
pub mod model;
pub mod notation;
pub mod ntriples;
pub mod offsets;
pub mod ontology;
pub mod parse;
pub mod project;
pub mod publish;
pub mod query;
pub mod quote;
pub mod rdf;
pub mod reconcile;
pub mod rename;
pub mod resolve;
pub mod review;
pub mod sentence;
pub mod show;
pub mod source;
pub mod span;
pub mod sssom;
pub mod store;
pub mod symbol;
pub mod syntax;
pub mod table;
pub mod tally;
pub mod texts;
pub mod time;
pub mod unit;
pub mod version;
pub mod vocab;
pub mod watch;
pub mod why;
