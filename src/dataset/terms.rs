//! The terms in the settings of a data set as IRIs.

use oxrdf::NamedNode;

use super::DatasetError;
use crate::project::DatasetSettings;

/// Prefixes, and the namespaces that they stand for.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    prefixes: Vec<(String, String)>,
}

/// Prefixes of data sets that are linked with again and again; those of the project come first.
const WELL_KNOWN: [(&str, &str); 7] = [
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("geo", "http://www.w3.org/2003/01/geo/wgs84_pos#"),
    ("gn", "http://www.geonames.org/ontology#"),
    ("wd", "http://www.wikidata.org/entity/"),
    ("wikidata", "http://www.wikidata.org/entity/"),
    ("wdt", "http://www.wikidata.org/prop/direct/"),
    ("semapv", "https://w3id.org/semapv/vocab/"),
];

impl Terms {
    /// From the prefixes of a project.
    pub fn new(mut prefixes: Vec<(String, String)>) -> Terms {
        for (name, namespace) in WELL_KNOWN {
            if !prefixes.iter().any(|(known, _)| known == name) {
                prefixes.push((name.to_owned(), namespace.to_owned()));
            }
        }
        Terms { prefixes }
    }

    /// The IRI of a term that is written in full or with a prefix; nothing if it is neither.
    pub fn expand(&self, text: &str) -> Option<String> {
        let (prefix, local) = text.split_once(':')?;
        let known = self.prefixes.iter().find(|(name, _)| name == prefix);
        let iri = match known {
            Some((_, namespace)) => format!("{namespace}{local}"),
            None if local.starts_with("//") || prefix == "urn" => text.to_owned(),
            None => return None,
        };
        NamedNode::new(iri).ok().map(NamedNode::into_string)
    }

    /// The IRI with a prefix, where that can be read as it.
    pub fn shorten(&self, iri: &str) -> String {
        let fits = |local: &str| {
            let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
            !local.is_empty() && local.chars().all(plain)
        };
        let short = self.prefixes.iter().find_map(|(name, namespace)| {
            let local = iri.strip_prefix(namespace.as_str())?;
            fits(local).then(|| format!("{name}:{local}"))
        });
        short.unwrap_or_else(|| iri.to_owned())
    }

    /// The namespace of a prefix, and the prefix of a namespace.
    pub fn prefixes(&self) -> &[(String, String)] {
        &self.prefixes
    }

    /// The IRI of a term that stands under a key of the settings.
    pub fn of_key(
        &self,
        settings: &DatasetSettings,
        key: &str,
        text: &str,
    ) -> Result<String, DatasetError> {
        self.expand(text).ok_or_else(|| {
            let why = match text.split_once(':') {
                Some((prefix, _)) => format!(
                    "`{text}` has the prefix `{prefix}`, which nobody has declared: add it to [prefixes]"
                ),
                None => format!("`{text}` is neither an IRI nor a name with a prefix"),
            };
            DatasetError::Term {
                dataset: settings.name.clone(),
                key: key.to_owned(),
                why,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_come_and_go_with_their_prefixes() {
        let terms = Terms::new(vec![("v".to_owned(), "https://x.example/v#".to_owned())]);
        assert_eq!(terms.expand("v:City").unwrap(), "https://x.example/v#City");
        assert_eq!(
            terms.expand("wd:Q1").unwrap(),
            "http://www.wikidata.org/entity/Q1"
        );
        assert_eq!(
            terms.expand("https://a.example/b").unwrap(),
            "https://a.example/b"
        );
        assert_eq!(terms.expand("w:City"), None);
        assert_eq!(terms.expand("name"), None);
        assert_eq!(terms.expand("v:a b"), None);
        assert_eq!(terms.shorten("https://x.example/v#City"), "v:City");
        assert_eq!(
            terms.shorten("https://x.example/v#"),
            "https://x.example/v#"
        );
    }
}
