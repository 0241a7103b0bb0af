//! A small build for the tests of this room: ten statements of two sources, and one inferred.

use crate::project::Context;
use crate::store::Store;

pub fn store() -> Store {
    Store::from_quads(include_bytes!("fixture.nq"))
}

pub fn context() -> Context {
    let prefixes = [
        ("e", "https://example.org/entity/"),
        ("st", "https://example.org/statement/"),
        ("v", "https://example.org/vocabulary#"),
    ];
    Context {
        base: "https://example.org/".to_owned(),
        lang: "en".to_owned(),
        prefixes: prefixes.map(|(name, iri)| (name.into(), iri.into())).into(),
    }
}
