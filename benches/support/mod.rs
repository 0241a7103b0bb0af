//! What the benchmarks stand on: projects that are generated, and measured processes.

mod chronicle;
pub mod generate;
pub mod measure;
mod notes;
mod random;
mod reading;
mod sentences;
mod world;
