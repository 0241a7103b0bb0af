//! The files of a project: which of them may be passed on, and what they are.

use super::facts::Source;
use crate::export::Format;

/// Whether a text may be passed on, by what its dossier says of its rights: a licence of Creative Commons, or none needed.
pub fn may_be_passed_on(source: &Source) -> bool {
    let Some(rights) = &source.rights else {
        return false;
    };
    let plain = rights.to_ascii_lowercase().replace(['_', ' '], "-");
    let open = [
        "cc0",
        "cc-by",
        "cc-pddc",
        "public-domain",
        "pddl",
        "http://creativecommons.org/",
        "https://creativecommons.org/",
        "odbl",
        "odc-by",
    ];
    !source.is_limited && open.iter().any(|licence| plain.starts_with(licence))
}

/// What a file of a project is, by its name.
pub fn about_input(path: &str) -> &'static str {
    const KINDS: [(&str, &str); 6] = [
        (
            ".dossier.md",
            "Reading notes on a source: quotations, and what they say",
        ),
        (".entities.md", "A register of people and things"),
        (".entities.tsv", "A register of people and things"),
        (".entities.csv", "A register of people and things"),
        (".facts.tsv", "A table of statements with their sources"),
        (".facts.csv", "A table of statements with their sources"),
    ];
    let kind = KINDS.iter().find(|(suffix, _)| path.ends_with(suffix));
    match kind {
        Some((_, about)) => about,
        None if path == "citable.toml" => "The project's own description",
        None if path.starts_with("ontology/") => "The vocabulary",
        None if path.starts_with("data/external/") => "RDF from elsewhere",
        None if path.ends_with(".reviewed") => "Who has reviewed the table",
        None => "The text of a source",
    }
}

/// The media type of a file, by its extension.
pub fn media_type(path: &str) -> &'static str {
    let extension = path.rsplit('.').next().unwrap_or_default();
    match extension {
        "md" => "text/markdown",
        "toml" => "application/toml",
        "tsv" => "text/tab-separated-values",
        "csv" => "text/csv",
        "rq" => "application/sparql-query",
        "txt" | "reviewed" => "text/plain",
        "gz" => "application/gzip",
        "zst" => "application/zstd",
        "bz2" => "application/x-bzip2",
        other => Format::of_extension(other)
            .map_or("application/octet-stream", |format| format.media_type),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_go_along_where_their_rights_say_so() {
        let passes = |rights: Option<&str>, is_limited| {
            may_be_passed_on(&Source {
                rights: rights.map(str::to_owned),
                is_limited,
                ..Source::default()
            })
        };
        for rights in [
            "CC0-1.0",
            "CC BY 4.0",
            "cc-by-sa-4.0",
            "Public domain",
            "https://creativecommons.org/licenses/by/4.0/",
        ] {
            assert!(passes(Some(rights), false), "{rights}");
            assert!(!passes(Some(rights), true), "{rights}");
        }
        for rights in [
            None,
            Some("© The Times"),
            Some("all rights reserved"),
            Some(""),
        ] {
            assert!(!passes(rights, false), "{rights:?}");
        }
    }
}
