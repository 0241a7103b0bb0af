//! A knowledge graph in which every statement leads back to the words it was read from.
//!
//! citable is a compiler with an embedded database behind it. It reads dossiers (Markdown: quotations from a
//! source, and under each what it says, one line a statement), holds every quotation against the stored text, resolves
//! names against a vocabulary, and compiles all of it to RDF 1.2, which it queries and exports.
//!
//! # The way of the data
//!
//! [`compile`](compile::compile) is the pipeline on one page:
//!
//! ```text
//! disk ─files→ Files ─ontology→ Ontology ──────────────────┐
//!                └─parse→ [syntax::Dossier] ─resolve→ Model ┤
//!                                  Files ─evidence→ Evidence ┤
//!                                                 check→ () ─┤
//!                                        infer→ [Inferred] ──┴─lower→ sorted N-Quads ─→ store → query · export
//! ```
//!
//! Every arrow also yields [diagnostics](diagnostic). While one of them is an error no quads leave, and what was
//! built before stays as it is.
//!
//! # The rooms
//!
//! Nouns hold, verbs do. A room uses only the rooms above it in this list.
//!
//! | room | what it is for | what it never does |
//! |---|---|---|
//! | [`span`], [`diagnostic`], [`files`], [`iri`], [`date`], [`time`], [`vocab`] | the ground: places, mistakes, the door to the disk, names, times | know what a dossier is |
//! | [`project`], [`rdf`], [`ontology`] | `citable.toml`, RDF files, and the terms a statement may use | know what a statement is |
//! | [`syntax`] · [`parse`] | a dossier as written · text → tree | know a vocabulary, or fail |
//! | [`model`] · [`resolve`] | what the dossiers say, every name an IRI · trees → model | guess |
//! | [`quote`] · [`evidence`] | where words stand in a text · all quotations of a model | take a look-alike for the original |
//! | [`check`] | model → diagnostics; one rule, one file | change anything |
//! | [`infer`] · [`lower`] | what follows from the vocabulary · model → quads | complain |
//! | [`compile`](mod@compile) | the pipeline | decide anything itself |
//! | [`store`] | what a build leaves, and the database that answers; the only room that names it | reach the network |
//! | [`query`] · [`export`] | saved queries, parameters, solutions · RDF for others | print |
//! | [`cli`] | one subcommand, one file; sees the terminal, the environment and the clock | compute |
//!
//! No output depends on hash order, the clock or the machine: the same inputs give the same bytes.
//!
//! # When something is wrong
//!
//! The user's text gives a [`Diagnostic`](diagnostic::Diagnostic), a value, and all of a run are collected. The world
//! (disk, store, arguments) gives a typed error that names the path, and the first one ends the command. A mistake of
//! our own is an `expect` that says why it cannot happen.

pub mod check;
pub mod cli;
pub mod compile;
pub mod date;
pub mod diagnostic;
pub mod evidence;
pub mod export;
pub mod files;
pub mod infer;
pub mod iri;
pub mod lower;
pub mod model;
pub mod ontology;
pub mod parse;
pub mod project;
pub mod query;
pub mod quote;
pub mod rdf;
pub mod resolve;
pub mod review;
pub mod span;
pub mod store;
pub mod syntax;
pub mod tally;
pub mod texts;
pub mod time;
pub mod vocab;
