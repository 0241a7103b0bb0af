//! What the benchmarks stand on: projects that are generated, and measured processes.

pub mod generate;
pub mod measure;
mod random;
mod sentences;
mod world;
