//! The IRIs that a project mints, and the hashes in them.
//!
//! Every IRI of the RDF model is made here from the project's base, so that what a thing is called never
//! depends on who asks. Hash keys are the first 80 bits of a SHA-256.

/// Bytes in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| DIGITS[nibble as usize] as char;
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

/// Whether a text is a slug: lower-case letters and digits, with single hyphens between.
pub fn is_slug(text: &str) -> bool {
    text.split('-').all(|part| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}

/// A slug for a name, to propose: what is Latin in it, or nothing.
pub fn slug(name: &str) -> Option<String> {
    use unicode_normalization::UnicodeNormalization;
    let plain: String = name
        .nfd()
        .filter(char::is_ascii)
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                ' '
            }
        })
        .collect();
    let slug = plain.split_whitespace().collect::<Vec<_>>().join("-");
    (!slug.is_empty()).then_some(slug)
}

/// What stands after the last slash or number sign of an IRI: `Q159` in `http://www.wikidata.org/entity/Q159`.
pub fn last_part(iri: &str) -> &str {
    let iri = iri.trim_end_matches('/');
    iri.rsplit(['/', '#']).next().unwrap_or(iri)
}

/// An IRI up to its last `/`, `#` or `:`.
pub fn namespace(iri: &str) -> &str {
    let end = iri
        .rfind(['/', '#', ':'])
        .map_or(iri.len(), |place| place + 1);
    &iri[..end]
}

/// The hash key of a canonical text: 20 hexadecimal digits.
pub fn key(canonical: &str) -> String {
    use sha2::{Digest, Sha256};
    hex(&Sha256::digest(canonical.as_bytes())[..10])
}

/// The hash key of a quotation without an id: of its source, its locator and its words, so that it stays when the text
/// around it changes.
pub fn quotation_key(source: &str, locator: Option<&str>, exact: &str) -> String {
    key(&format!("{source}\n{}\n{exact}", locator.unwrap_or("")))
}

/// The project's base IRI, from which all of its own IRIs are made. It ends in `/` or `#`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base(String);

impl Base {
    /// Takes an absolute IRI (RFC 3987) that ends in `/` or `#`; the error says what is wrong with it.
    pub fn new(iri: &str) -> Result<Base, String> {
        if let Err(error) = oxiri::Iri::parse(iri) {
            return Err(format!("it is not an absolute IRI: {error}"));
        }
        if !iri.ends_with(['/', '#']) {
            return Err("it has to end in `/` or `#`, since names are appended to it".to_owned());
        }
        Ok(Base(iri.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn entity(&self, id: &str) -> String {
        format!("{}entity/{id}", self.0)
    }

    pub fn source(&self, id: &str) -> String {
        format!("{}source/{id}", self.0)
    }

    /// A quotation, by its hash key or by `SOURCE/ID` where its anchor has an id.
    pub fn quotation(&self, key: &str) -> String {
        format!("{}quotation/{key}", self.0)
    }

    /// A statement, by its hash key or its `^id`.
    pub fn statement(&self, key: &str) -> String {
        format!("{}statement/{key}", self.0)
    }

    /// Statements that contest each other, by a hash key of them.
    pub fn contest(&self, key: &str) -> String {
        format!("{}contest/{key}", self.0)
    }

    /// A dossier: also the graph of what it says.
    pub fn dossier(&self, id: &str) -> String {
        format!("{}dossier/{id}", self.0)
    }

    /// A table of statements, by its path below `data/`: also the graph of what it says.
    pub fn table(&self, path: &str) -> String {
        format!("{}table/{}", self.0, percent_encode(path))
    }

    /// A mapping set, by its path below `data/`: also the graph of its mappings.
    pub fn mappings(&self, path: &str) -> String {
        format!("{}mappings/{}", self.0, percent_encode(path))
    }

    /// One of the graphs beside those of dossiers: `entities`, `ontology`, `links`, `inferred`, `meta`.
    pub fn graph(&self, name: &str) -> String {
        format!("{}graph/{name}", self.0)
    }

    /// An input file, by its path from the project's root.
    pub fn file(&self, path: &str) -> String {
        format!("{}file/{}", self.0, percent_encode(path))
    }

    /// The skolem IRI of a blank node of an input file (RDF 1.1 Concepts, section 3.5).
    pub fn skolem(&self, path: &str, number: usize) -> String {
        format!(
            "{}.well-known/genid/{}/{number}",
            self.0,
            percent_encode(path)
        )
    }
}

/// A path as it may stand in an IRI: all but unreserved characters and `/` percent-encoded.
pub fn percent_encode(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(byte as char);
        } else {
            encoded.push('%');
            encoded.push_str(&hex(&[byte]).to_uppercase());
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs() {
        for good in ["a", "interpol", "ncb-russia", "199", "a-1-b"] {
            assert!(is_slug(good), "{good}");
        }
        for bad in ["", "-", "a-", "-a", "a--b", "A", "a_b", "ü", "a b"] {
            assert!(!is_slug(bad), "{bad}");
        }
        assert_eq!(slug("Jürgen  Stock").as_deref(), Some("jurgen-stock"));
        assert_eq!(slug("Россия"), None);
    }

    #[test]
    fn a_base_is_absolute_and_ends_where_a_name_can_follow() {
        assert!(Base::new("https://example.org/x/").is_ok());
        assert!(Base::new("https://example.org/x#").is_ok());
        for bad in ["", "x/", "https://example.org/x", "https://exa mple.org/"] {
            assert!(Base::new(bad).is_err(), "{bad}");
        }
    }
}
