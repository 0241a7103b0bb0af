//! The prefixes that an export shortens IRIs with.

use oxrdf::NamedNode;

use crate::project::Context;

/// Prefixes for the rooms of a project's own IRIs, where the project leaves name and namespace free.
const ROOMS: [(&str, &str); 6] = [
    ("e", "entity/"),
    ("st", "statement/"),
    ("q", "quotation/"),
    ("src", "source/"),
    ("d", "dossier/"),
    ("g", "graph/"),
];

/// Prefixes, by name.
#[derive(Clone, Debug, Default)]
pub struct Prefixes {
    /// Name and namespace, sorted by name.
    pub list: Vec<(String, String)>,
    /// Places in the list, the longest namespace first.
    by_length: Vec<usize>,
    base: String,
}

impl Prefixes {
    /// The project's prefixes, the well-known ones, and those of the project's own IRIs. Those of the rooms that a form has
    /// stand in the place of others with their names.
    pub fn of(context: &Context, of_form: &[(&str, &str)]) -> Prefixes {
        let mut list = context.all_prefixes();
        list.retain(|(taken, _)| of_form.iter().all(|(name, _)| taken != name));
        list.extend(
            of_form
                .iter()
                .map(|(name, room)| ((*name).to_owned(), format!("{}{room}", context.base))),
        );
        for (name, room) in ROOMS {
            let namespace = format!("{}{room}", context.base);
            if !list
                .iter()
                .any(|(taken, iri)| taken == name || *iri == namespace)
            {
                list.push((name.to_owned(), namespace));
            }
        }
        list.retain(|(name, namespace)| is_prefix(name) && NamedNode::new(namespace).is_ok());
        Prefixes {
            base: context.base.clone(),
            ..Prefixes::new(list)
        }
    }

    /// Of several names for one namespace the first is taken.
    fn new(mut list: Vec<(String, String)>) -> Prefixes {
        list.sort();
        let mut by_length: Vec<usize> = (0..list.len()).collect();
        by_length.sort_by_key(|&index| std::cmp::Reverse(list[index].1.len()));
        Prefixes {
            list,
            by_length,
            base: String::new(),
        }
    }

    /// With others, where their names are free.
    pub fn and(&self, others: &[(&str, &str)]) -> Prefixes {
        let mut list = self.list.clone();
        for (name, namespace) in others {
            if list.iter().all(|(taken, _)| taken != name) {
                list.push(((*name).to_owned(), (*namespace).to_owned()));
            }
        }
        Prefixes {
            base: self.base.clone(),
            ..Prefixes::new(list)
        }
    }

    /// Only the prefixes that `keep` takes, by name and namespace.
    pub fn filtered(&self, keep: impl Fn(&str, &str) -> bool) -> Prefixes {
        let kept = self
            .list
            .iter()
            .filter(|(name, namespace)| keep(name, namespace));
        Prefixes {
            base: self.base.clone(),
            ..Prefixes::new(kept.cloned().collect())
        }
    }

    /// The prefix, by its place in the list, and the local name of an IRI, if `is_local` takes what is left of it.
    pub fn shorten<'i>(
        &self,
        iri: &'i str,
        is_local: impl Fn(&str) -> bool,
    ) -> Option<(usize, &'i str)> {
        self.by_length.iter().find_map(|&index| {
            let local = iri.strip_prefix(&self.list[index].1)?;
            is_local(local).then_some((index, local))
        })
    }

    /// The same, for the IRIs of the project alone.
    pub fn shorten_own<'i>(
        &self,
        iri: &'i str,
        is_local: impl Fn(&str) -> bool,
    ) -> Option<(usize, &'i str)> {
        if self.own(iri).is_some() {
            self.shorten(iri, is_local)
        } else {
            None
        }
    }

    /// What follows the base in an IRI of the project's own.
    pub fn own<'i>(&self, iri: &'i str) -> Option<&'i str> {
        let own = iri.strip_prefix(&self.base);
        own.filter(|_| !self.base.is_empty())
    }

    /// The name of a prefix.
    pub fn name(&self, index: usize) -> &str {
        &self.list[index].0
    }

    /// The prefixes at the marked places.
    pub fn marked<'p>(&'p self, used: &'p [bool]) -> impl Iterator<Item = (&'p str, &'p str)> {
        let used = self.list.iter().zip(used).filter(|(_, used)| **used);
        used.map(|((name, namespace), _)| (name.as_str(), namespace.as_str()))
    }
}

/// PN_PREFIX of Turtle (or nothing), but for dots, which XML and people take amiss.
fn is_prefix(name: &str) -> bool {
    let mut chars = name.chars();
    chars
        .next()
        .is_none_or(|first| first != '_' && is_name_start(first))
        && chars.all(is_name_char)
}

/// Whether a local name can stand after a prefix without escapes: PN_LOCAL of Turtle, but for what readers are
/// known to differ on (colons, `%` and the escaped characters). Everything else is written as a full IRI.
pub fn is_local(name: &str) -> bool {
    let mut chars = name.chars();
    let starts = chars
        .next()
        .is_some_and(|first| is_name_start(first) || first.is_ascii_digit());
    starts && chars.all(|c| is_name_char(c) || c == '.') && !name.ends_with('.')
}

/// PN_CHARS_U.
fn is_name_start(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '_' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}'
        | '\u{FDF0}'..='\u{FFEF}' | '\u{10000}'..='\u{1FFFD}')
}

/// PN_CHARS.
fn is_name_char(c: char) -> bool {
    is_name_start(c)
        || matches!(c, '-' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_names() {
        for good in [
            "a",
            "1990",
            "Интерпол",
            "a-b",
            "a.b",
            "国际刑警",
            "_x",
            "a·b",
        ] {
            assert!(is_local(good), "{good}");
        }
        for bad in [
            "", "-a", "a.", ".a", "a/b", "a:b", "a%20b", "a#b", "a b", "a'b", "a(b)", "a~b", "·a",
        ] {
            assert!(!is_local(bad), "{bad}");
        }
    }

    #[test]
    fn the_longest_namespace_with_a_local_name_is_taken() {
        let list = [
            ("a", "http://x/"),
            ("b", "http://x/y/"),
            ("c", "http://x/y/"),
        ];
        let prefixes = Prefixes::new(
            list.map(|(name, iri)| (name.to_owned(), iri.to_owned()))
                .to_vec(),
        );
        let shorten = |iri| {
            prefixes
                .shorten(iri, is_local)
                .map(|(index, local)| (prefixes.name(index), local))
        };
        assert_eq!(shorten("http://x/y/z"), Some(("b", "z")));
        assert_eq!(shorten("http://x/w"), Some(("a", "w")));
        assert_eq!(shorten("http://x/y/z/"), None);
    }

    #[test]
    fn the_projects_prefixes_come_before_our_own() {
        let context = Context {
            base: "https://example.org/p/".to_owned(),
            lang: "en".to_owned(),
            prefixes: vec![("st".to_owned(), "https://example.org/streets/".to_owned())],
        };
        let prefixes = Prefixes::of(&context, &[]);
        let of = |name: &str| {
            prefixes
                .list
                .iter()
                .find(|(taken, _)| taken == name)
                .map(|(_, iri)| iri.as_str())
        };
        assert_eq!(of("st"), Some("https://example.org/streets/"));
        assert_eq!(of("e"), Some("https://example.org/p/entity/"));
    }
}
