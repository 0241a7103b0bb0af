//! What coverage is written as: one list, from which names, help and the choice of a writer come.

use super::{Coverage, html, json, lcov, text};

/// A format of coverage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Numbers and the reading list, for the terminal
    Text,
    /// One JSON document
    Json,
    /// A tracefile of LCOV, with the lines of the stored texts
    Lcov,
    /// One page: the texts, with what is read off them beside
    Html,
}

impl Format {
    /// The format that the extension of a file's name says, if it says one.
    pub fn of_extension(extension: &str) -> Option<Format> {
        match extension {
            "txt" => Some(Format::Text),
            "json" => Some(Format::Json),
            "info" | "lcov" => Some(Format::Lcov),
            "html" | "htm" => Some(Format::Html),
            _ => None,
        }
    }

    /// Writes coverage down.
    pub fn write(self, coverage: &Coverage) -> String {
        match self {
            Format::Text => text::write(coverage),
            Format::Json => json::write(coverage),
            Format::Lcov => lcov::write(coverage),
            Format::Html => html::write(coverage),
        }
    }
}
