//! Where a reading's words come from in the end, so that what is only repeated isn't counted twice.
//!
//! Two readings are of one origin if anything of these is the same: the publisher, the address (a copy in a web archive
//! has that of what it is a copy of), the stored text, author and title, or the one to whom both attribute it. A source that
//! names no publisher has that of the site where it stands.

use std::collections::BTreeMap;

use oxrdf::NamedNode;
use unicode_normalization::UnicodeNormalization;

use super::Parts;
use crate::model::Source;
use crate::symbol::Hasher;

/// What an origin is told by.
#[derive(Clone, Copy)]
enum Sign {
    Source = 1,
    Publisher,
    Site,
    Address,
    Text,
    Work,
    Speaker,
}

/// The signs of the origin of what was read off a source, as hashes; sorted. `text` is the SHA-256 of its stored text,
/// `speaker` the IRI of whom it attributes it to.
pub fn origin(source: &Source, text: Option<&str>, speaker: Option<&str>) -> Vec<u64> {
    let mut signs = vec![sign(Sign::Source, &source.id)];
    let url = source.url.as_ref().map(address);
    match (&source.publisher, &url) {
        (Some(publisher), _) => signs.push(sign(Sign::Publisher, name(publisher))),
        (None, Some(url)) => signs.push(sign(Sign::Site, site(url))),
        (None, None) => {}
    }
    let addresses = url.into_iter().chain(source.archived.as_ref().map(address));
    signs.extend(addresses.map(|address| sign(Sign::Address, address)));
    signs.extend(text.map(|digest| sign(Sign::Text, digest)));
    signs.extend(source.author.as_ref().map(|author| {
        let work = format!("{}\n{}", squeezed(author), squeezed(&source.title));
        sign(Sign::Work, work)
    }));
    signs.extend(speaker.map(|iri| sign(Sign::Speaker, iri)));
    signs.sort_unstable();
    signs.dedup();
    signs
}

fn sign(kind: Sign, text: impl AsRef<str>) -> u64 {
    let mut hasher = Hasher::default();
    hasher.add(&[kind as u8]);
    hasher.add(text.as_ref().as_bytes());
    hasher.finish()
}

/// A publisher's name as it is compared: without case, marks and the article.
fn name(publisher: &str) -> String {
    let name = squeezed(
        publisher
            .trim()
            .trim_start_matches("The ")
            .trim_start_matches("the "),
    );
    if name.is_empty() {
        publisher.to_owned()
    } else {
        name
    }
}

fn squeezed(text: &str) -> String {
    let lower = text.nfkc().flat_map(char::to_lowercase);
    lower.filter(|c| c.is_alphanumeric()).collect()
}

/// An address as it is compared: of a copy in an archive, which has the address of what it is a copy of in its own, that;
/// without scheme, `www.`, fragment and a slash at its end.
fn address(iri: &NamedNode) -> String {
    let iri = iri.as_str();
    let start = iri.rfind("://").map_or(0, |at| at + 3);
    let bare = iri[start..].split('#').next().unwrap_or_default();
    let bare = bare
        .strip_prefix("www.")
        .unwrap_or(bare)
        .trim_end_matches('/');
    let (host, path) = bare.split_at(bare.find('/').unwrap_or(bare.len()));
    format!("{}{path}", host.to_lowercase())
}

fn site(address: &str) -> &str {
    address.split('/').next().unwrap_or_default()
}

/// How many origins readings have that share no sign. A reading without signs rests on no source, and doesn't count.
pub fn independent(origins: &[&[u64]]) -> usize {
    let origins: Vec<&[u64]> = origins
        .iter()
        .copied()
        .filter(|signs| !signs.is_empty())
        .collect();
    let mut first: BTreeMap<u64, usize> = BTreeMap::new();
    let mut parts = Parts::new(origins.len());
    for (at, signs) in origins.iter().enumerate() {
        for &sign in *signs {
            let other = *first.entry(sign).or_insert(at);
            parts.join(at, other);
        }
    }
    parts.list().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addressed(iri: &str) -> String {
        address(&NamedNode::new(iri).unwrap())
    }

    #[test]
    fn a_copy_has_the_address_of_what_it_copies() {
        let original = addressed("https://www.Example.org/news/1?a=b#top");
        assert_eq!(original, "example.org/news/1?a=b");
        for copy in [
            "http://example.org/news/1?a=b",
            "https://web.archive.org/web/20230901000000/https://example.org/news/1?a=b",
            "https://archive.ph/2023/http://www.example.org/news/1?a=b#x",
        ] {
            assert_eq!(addressed(copy), original, "{copy}");
        }
        assert_ne!(addressed("https://example.org/news/2"), original);
        assert_eq!(site(&addressed("https://www.example.org/")), "example.org");
        assert_eq!(addressed("urn:isbn:123"), "urn:isbn:123");
    }

    #[test]
    fn names_are_compared_without_case_and_marks() {
        assert_eq!(name("The Guardian"), name("GUARDIAN"));
        assert_eq!(name("Agence France-Presse"), name("agence france presse"));
        assert_ne!(name("Reuters"), name("Routers"));
        assert_ne!(name("—"), name("…"));
    }

    #[test]
    fn what_shares_a_sign_counts_once() {
        assert_eq!(independent(&[]), 0);
        assert_eq!(independent(&[&[], &[]]), 0);
        assert_eq!(independent(&[&[1, 2], &[3, 4], &[]]), 2);
        assert_eq!(independent(&[&[1, 2], &[3, 4], &[2, 3]]), 1);
        assert_eq!(independent(&[&[1], &[1], &[5]]), 2);
    }
}
