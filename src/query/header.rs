//! The header of a saved query: YAML in the lines that begin with `#+`, as
//! [grlc](https://grlc.readthedocs.io/en/latest/decorators/) has it.
//!
//! ```text
//! #+ summary: Who is a member of an organization, and since when
//! #+ tags:
//! #+   - membership
//! #+ defaults:
//! #+   - organization: Interpol
//! ```

use std::ops::Range;

use saphyr::{LoadableYamlNode, MarkedYaml, YamlData};

use super::{FORMATS, Mistake, QueryError};
use crate::diagnostic::did_you_mean;

const KEYS: [&str; 6] = [
    "summary",
    "description",
    "tags",
    "defaults",
    "enumerate",
    "format",
];

/// Keys of grlc that only mean something to its server. They are let be, so that one file serves both.
const OF_THE_SERVER: [&str; 6] = [
    "endpoint",
    "endpoint_in_url",
    "method",
    "pagination",
    "transform",
    "endpoint-method",
];

/// What a saved query says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// The question, in one line.
    pub summary: String,
    pub description: String,
    pub tags: Vec<String>,
    /// The value of a parameter that is not set, by the parameter's name.
    pub defaults: Vec<(String, String)>,
    /// The only values of a parameter, by its name. If none are listed, any value will do, and those
    /// that have an answer are looked up when they are asked for.
    pub enumerate: Vec<(String, Vec<String>)>,
    /// The name of the format in which the answer is written if none is asked for.
    pub format: Option<String>,
}

/// Reads the header in the text of a query. A text without one has an empty header.
pub fn read(origin: &str, text: &str) -> Result<Header, QueryError> {
    let lines = Lines::of(text);
    let wrong = |error: Wrong| {
        QueryError::Mistake(Box::new(Mistake {
            origin: origin.to_owned(),
            text: text.to_owned(),
            span: lines.place(error.line),
            message: error.message,
            label: error.label,
            help: error.help,
        }))
    };
    let documents = MarkedYaml::load_from_str(&lines.yaml).map_err(|error| {
        wrong(Wrong::new(
            error.marker().line(),
            format!("the header is not YAML: {}", error.info()),
        ))
    })?;
    match documents.first() {
        Some(document) => header(document).map_err(wrong),
        None => Ok(Header::default()),
    }
}

/// The header's YAML, and the place of each of its lines in the text.
struct Lines {
    yaml: String,
    places: Vec<Range<usize>>,
}

impl Lines {
    fn of(text: &str) -> Lines {
        let mut lines = Lines {
            yaml: String::new(),
            places: Vec::new(),
        };
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let words = line.trim_end();
            if let Some(yaml) = words.strip_prefix("#+") {
                lines.yaml += yaml.strip_prefix(' ').unwrap_or(yaml);
                lines.yaml.push('\n');
                lines.places.push(start..start + words.len());
            }
            start += line.len();
        }
        lines
    }

    /// The place of a line of the YAML, counted from 1.
    fn place(&self, line: usize) -> Range<usize> {
        let index = line
            .saturating_sub(1)
            .min(self.places.len().saturating_sub(1));
        self.places.get(index).cloned().unwrap_or(0..0)
    }
}

#[derive(Debug)]
struct Wrong {
    line: usize,
    message: String,
    label: String,
    help: Vec<String>,
}

impl Wrong {
    fn new(line: usize, message: impl Into<String>) -> Wrong {
        Wrong {
            line,
            message: message.into(),
            label: String::new(),
            help: Vec::new(),
        }
    }
}

type Node<'a> = MarkedYaml<'a>;

fn header(document: &Node<'_>) -> Result<Header, Wrong> {
    let YamlData::Mapping(entries) = &document.data else {
        return Err(expected(document, "keys with values, such as `summary: …`"));
    };
    let mut header = Header::default();
    for (key, value) in entries {
        match scalar(key)?.as_str() {
            "summary" => header.summary = one_line(&scalar(value)?),
            "description" => header.description = scalar(value)?.trim().to_owned(),
            "tags" => header.tags = list(value)?.iter().map(scalar).collect::<Result<_, _>>()?,
            "defaults" => header.defaults = defaults(value)?,
            "enumerate" => header.enumerate = enumerate(value)?,
            "format" => header.format = Some(format(value)?),
            other if OF_THE_SERVER.contains(&other) => {}
            other => return Err(unknown_key(key, other)),
        }
    }
    Ok(header)
}

fn defaults(value: &Node<'_>) -> Result<Vec<(String, String)>, Wrong> {
    let pair = |item: &Node<'_>| {
        let (name, value) = single(item)?;
        Ok((scalar(name)?, scalar(value)?))
    };
    list(value)?.iter().map(pair).collect()
}

fn enumerate(value: &Node<'_>) -> Result<Vec<(String, Vec<String>)>, Wrong> {
    let entry = |item: &Node<'_>| {
        if let YamlData::Mapping(_) = &item.data {
            let (name, values) = single(item)?;
            let values = list(values)?.iter().map(scalar).collect::<Result<_, _>>()?;
            return Ok((scalar(name)?, values));
        }
        Ok((scalar(item)?, Vec::new()))
    };
    list(value)?.iter().map(entry).collect()
}

fn format(value: &Node<'_>) -> Result<String, Wrong> {
    let name = scalar(value)?;
    if FORMATS.iter().any(|format| format.name == name) {
        return Ok(name);
    }
    let mut wrong = Wrong::new(line(value), format!("there is no format `{name}`"));
    let names = FORMATS.iter().map(|format| format.name);
    wrong.help.push(match did_you_mean(&name, names.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the formats are {}", names.collect::<Vec<_>>().join(", ")),
    });
    Err(wrong)
}

fn unknown_key(key: &Node<'_>, name: &str) -> Wrong {
    let mut wrong = Wrong::new(line(key), format!("a header has no key `{name}`"));
    wrong.help.push(match did_you_mean(name, KEYS) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the keys are {}", KEYS.join(", ")),
    });
    wrong
}

// --- YAML -----------------------------------------------------------------------------------

fn line(node: &Node<'_>) -> usize {
    node.span.start.line()
}

fn expected(node: &Node<'_>, what: &str) -> Wrong {
    let mut wrong = Wrong::new(line(node), "the header has another shape than it should");
    wrong.label = format!("expected {what}");
    wrong
}

fn list<'a, 'b>(node: &'a Node<'b>) -> Result<&'a Vec<Node<'b>>, Wrong> {
    match &node.data {
        YamlData::Sequence(items) => Ok(items),
        _ => Err(expected(
            node,
            "a list, each item in a line that begins with `- `",
        )),
    }
}

/// The only entry of a mapping, as in `- name: value`.
fn single<'a, 'b>(node: &'a Node<'b>) -> Result<(&'a Node<'b>, &'a Node<'b>), Wrong> {
    match &node.data {
        YamlData::Mapping(entries) if entries.len() == 1 => {
            Ok(entries.iter().next().expect("its length is 1"))
        }
        _ => Err(expected(node, "a name and a value, as in `- name: value`")),
    }
}

/// A scalar as text: YAML's guess at its type is undone, the parameter knows its own.
fn scalar(node: &Node<'_>) -> Result<String, Wrong> {
    use saphyr::Scalar;
    match &node.data {
        YamlData::Value(Scalar::String(text)) => Ok(text.to_string()),
        YamlData::Value(Scalar::Integer(number)) => Ok(number.to_string()),
        YamlData::Value(Scalar::FloatingPoint(number)) => Ok(number.to_string()),
        YamlData::Value(Scalar::Boolean(value)) => Ok(value.to_string()),
        YamlData::Representation(text, ..) => Ok(text.to_string()),
        _ => Err(expected(
            node,
            "a single value; quote it if it holds `:` or `#`",
        )),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_read() {
        let text = "#+ summary: Who joined,\n#+   and when\n#+ tags: [membership]\n#+ endpoint: http://x/\n#+ defaults:\n#+   - year: 1990\n#+   - organization: \"Interpol\"\n#+ enumerate:\n#+   - year: [1990, 1991]\n#+   - organization\n#+ format: csv\n\nASK {}\n";
        let header = read("q.rq", text).unwrap();
        assert_eq!(header.summary, "Who joined, and when");
        assert_eq!(header.tags, ["membership"]);
        let defaults = [("year", "1990"), ("organization", "Interpol")];
        assert_eq!(header.defaults, defaults.map(|(a, b)| (a.into(), b.into())));
        assert_eq!(header.enumerate[0].1, ["1990", "1991"]);
        assert!(header.enumerate[1].1.is_empty());
        assert_eq!(header.format.as_deref(), Some("csv"));
    }

    #[test]
    fn mistakes_name_file_and_line() {
        for (text, place, says) in [
            (
                "#+ summary: x\n#+ tag: [y]\nASK {}",
                "q.rq:2:1",
                "did you mean `tags`?",
            ),
            ("# x\n#+ tags: y\nASK {}", "q.rq:2:1", "expected a list"),
            ("#+ summary: x: y\nASK {}", "q.rq:1:1", "not YAML"),
            (
                "#+ summary: x\n#+ format: markdwn\nASK {}",
                "q.rq:2:1",
                "did you mean `markdown`?",
            ),
        ] {
            let shown = read("q.rq", text).unwrap_err().render();
            assert!(shown.contains(place) && shown.contains(says), "{shown}");
        }
    }
}
