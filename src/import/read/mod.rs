//! Readers: one format, one file. A reader says what a file says as [`Found`](super::found::Found), and what it cannot carry.

mod described;
pub mod ftm;
pub mod graph;
pub mod kgtk;
pub mod quickstatements;
pub mod rdf;
pub mod reified;
pub mod rows;
pub mod sssom;
pub mod wikibase;
