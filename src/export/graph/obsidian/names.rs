//! Names of files that every system takes, and links to them.
//!
//! Windows refuses some characters and some names, and doesn't tell `a` from `A`; macOS writes accents otherwise; a link ends at
//! some signs; a name has at most 255 bytes. So names are cut to what all of them take. Where several things would have
//! the same name then, each has the last part of its IRI behind it, so that none loses its name when another comes or goes.

use std::collections::{BTreeMap, HashSet};

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::super::prose::text;
use crate::export::dataset::Id;
use crate::iri;

/// How many bytes a name has at most, and what is put behind it.
const LONGEST: usize = 120;
const LONGEST_PART: usize = 60;

/// What a note may be named, by what its thing is called and by its IRI.
type Naming = fn(&str, &str) -> String;

/// The names of notes, without `.md`.
#[derive(Debug)]
pub struct FileNames(FxHashMap<Id, String>);

impl FileNames {
    /// Names notes by what they are called and by their IRIs; `taken` are names that no note may have.
    pub fn of(called: impl Iterator<Item = (Id, String, String)>, taken: &[&str]) -> FileNames {
        let called: Vec<(Id, String, String)> = called.collect();
        let mut taken: HashSet<String> = taken.iter().map(|name| folded(name)).collect();
        let mut names = FxHashMap::default();
        let wanted: [Naming; 3] = [
            |name, _| safe(name, LONGEST),
            |name, iri| with(name, &safe(iri::last_part(iri), LONGEST_PART)),
            |name, iri| with(name, &iri::key(iri)),
        ];
        for wanted in wanted {
            let mut same: BTreeMap<String, Vec<(Id, String)>> = BTreeMap::new();
            for (id, name, iri) in called.iter().filter(|(id, ..)| !names.contains_key(id)) {
                let name = wanted(name, iri);
                same.entry(folded(&name)).or_default().push((*id, name));
            }
            // Names that several want are nobody's, also in the next round.
            let mut contested = Vec::new();
            for (folded, notes) in same {
                match <[_; 1]>::try_from(notes) {
                    Ok([(id, name)]) if taken.insert(folded.clone()) => {
                        names.insert(id, name);
                    }
                    _ => contested.push(folded),
                }
            }
            taken.extend(contested);
        }
        for (id, _, iri) in called {
            // Somebody is called by another's key: a number after it is free at some time.
            names.entry(id).or_insert_with(|| {
                let mut numbered = (1..).map(|number| format!("{} {number}", iri::key(&iri)));
                let free = numbered.find(|name| taken.insert(folded(name)));
                free.expect("there is no end of numbers")
            });
        }
        FileNames(names)
    }

    /// The name of a note that was named.
    pub fn get(&self, note: Id) -> &str {
        &self.0[&note]
    }

    /// A link to a note, which shows what the thing is called if a link can.
    pub fn link(&self, note: Id, shown: &str) -> String {
        let name = self.get(note);
        let ends = |c| is_markup(c) || matches!(c, '|' | '*' | '_' | '\\' | '<' | '>');
        // An address becomes a link of its own.
        let ends = shown.contains(ends) || shown.contains("://");
        match shown == name || shown.is_empty() || ends {
            true => format!("[[{name}]]"),
            false => format!("[[{name}|{}]]", text::isolated(shown)),
        }
    }
}

fn with(name: &str, part: &str) -> String {
    format!("{} ({part})", safe(name, LONGEST))
}

/// As systems compare names that tell neither case nor composition apart.
fn folded(name: &str) -> String {
    let folded: String = name.nfkc().collect();
    folded.to_uppercase().to_lowercase().nfc().collect()
}

/// A name that every system takes, of so many bytes at most.
fn safe(name: &str, longest: usize) -> String {
    let mut plain = String::new();
    for c in text::line(name).nfc() {
        match c {
            '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}' | '\u{FEFF}' => {}
            c if is_refused(c) || is_markup(c) => {
                if !plain.ends_with('-') {
                    plain.push('-');
                }
            }
            c => plain.push(c),
        }
    }
    let mut cut = String::new();
    let trimmed = plain.trim_matches(is_edge);
    for letter in trimmed.graphemes(true) {
        if cut.len() + letter.len() > longest {
            break;
        }
        cut.push_str(letter);
    }
    let cut = cut.trim_end_matches(is_edge);
    match cut {
        "" => "unnamed".to_owned(),
        cut if is_device(cut) => format!("_{cut}"),
        cut => cut.to_owned(),
    }
}

/// What Windows has in no name.
fn is_refused(c: char) -> bool {
    matches!(c, '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*')
}

/// What a link ends at, or what is markup to a program that reads notes, even in a link.
fn is_markup(c: char) -> bool {
    matches!(c, '#' | '^' | '[' | ']' | '%' | '`' | '~' | '=' | '$')
}

/// What a name neither begins nor ends with: Windows drops it, and files that begin with a dot are hidden.
fn is_edge(c: char) -> bool {
    c.is_whitespace() || matches!(c, '.' | '-')
}

/// Whether Windows takes a name for a device, also with an extension.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let stem = stem.to_ascii_uppercase();
    let numbered = ["COM", "LPT"].iter().any(|device| {
        let number = stem.strip_prefix(device);
        number.is_some_and(|number| {
            matches!(
                number,
                "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9"
            ) || matches!(number, "¹" | "²" | "³")
        })
    });
    numbered
        || matches!(
            stem.as_str(),
            "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$"
        )
}

/// The names of blocks in one note: letters, digits and hyphens.
#[derive(Debug, Default)]
pub struct Blocks(HashSet<String>);

impl Blocks {
    /// The name of a statement's block, by the last part of its IRI.
    pub fn of(&mut self, part: &str) -> String {
        let is_plain = part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let plain = match is_plain && !part.is_empty() {
            true => part.to_owned(),
            false => iri::key(part),
        };
        let numbered = (2..).map(|number| format!("{plain}-{number}"));
        let mut names = std::iter::once(plain.clone()).chain(numbered);
        let free = names.find(|name| self.0.insert(name.clone()));
        free.expect("there is no end of numbers")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(called: &[(&str, &str)]) -> Vec<String> {
        let called = (0..).zip(called);
        let called = called.map(|(id, (name, iri))| (id, (*name).to_owned(), (*iri).to_owned()));
        let called: Vec<_> = called.collect();
        let names = FileNames::of(called.clone().into_iter(), &["Index"]);
        called
            .iter()
            .map(|(id, ..)| names.get(*id).to_owned())
            .collect()
    }

    #[test]
    fn every_system_takes_a_name() {
        for (name, safe) in [
            ("AC/DC: \"live\"", "AC-DC- -live"),
            ("nul", "_nul"),
            ("Com1.txt", "_Com1.txt"),
            ("...", "unnamed"),
            ("a\nb ", "a b"),
            (".hidden", "hidden"),
            ("Order No. 199.", "Order No. 199"),
        ] {
            assert_eq!(self::safe(name, LONGEST), safe);
        }
        assert!(self::safe(&"国".repeat(300), LONGEST).len() <= LONGEST);
    }

    #[test]
    fn those_that_are_called_alike_all_say_which_they_are() {
        assert_eq!(
            names(&[
                ("Georgia", "https://a.b/country"),
                ("georgia", "https://a.b/state"),
                ("Delhi", "https://a.b/delhi"),
                ("Index", "https://a.b/index"),
            ]),
            [
                "Georgia (country)",
                "georgia (state)",
                "Delhi",
                "Index (index)"
            ]
        );
        let alike = names(&[
            ("A", "https://a.b/x"),
            ("A", "https://c.d/x"),
            ("A (x)", "https://e.f/y"),
        ]);
        let all: HashSet<&String> = alike.iter().collect();
        assert_eq!(all.len(), 3, "{alike:?}");
    }
}
