//! The formats of an answer: one list, from which names, help and the choice of a writer come.

use std::io::Write;

use oxrdfio::{JsonLdProfileSet, RdfFormat};
use sparesults::QueryResultsFormat;

use super::names::Names;
use super::{Answer, QueryError, graph, ndjson, results, table};
use crate::diagnostic::did_you_mean;

/// A format in which an answer can be written.
#[derive(Debug)]
pub struct Format {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    writer: Writer,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Writer {
    Table,
    Markdown,
    Ndjson,
    Results(QueryResultsFormat),
    Graph(RdfFormat),
}

const fn format(name: &'static str, about: &'static str, writer: Writer) -> Format {
    Format {
        name,
        about,
        writer,
    }
}

/// All formats: of rows and of yes or no first, then of graphs.
pub static FORMATS: [Format; 13] = {
    use QueryResultsFormat as Q;
    use RdfFormat as R;
    use Writer::{Graph, Results};
    const JSON_LD: RdfFormat = R::JsonLd {
        profile: JsonLdProfileSet::empty(),
    };
    [
        format(
            "table",
            "a table for the terminal, with labels",
            Writer::Table,
        ),
        format(
            "markdown",
            "a table in Markdown, with labels",
            Writer::Markdown,
        ),
        format(
            "tsv",
            "SPARQL results as tab-separated values",
            Results(Q::Tsv),
        ),
        format(
            "csv",
            "SPARQL results as comma-separated values",
            Results(Q::Csv),
        ),
        format("json", "SPARQL results in JSON", Results(Q::Json)),
        format("xml", "SPARQL results in XML", Results(Q::Xml)),
        format(
            "ndjson",
            "a JSON object a line, with plain values",
            Writer::Ndjson,
        ),
        format("turtle", "Turtle", Graph(R::Turtle)),
        format("trig", "TriG", Graph(R::TriG)),
        format("ntriples", "N-Triples", Graph(R::NTriples)),
        format("nquads", "N-Quads", Graph(R::NQuads)),
        format("rdfxml", "RDF/XML", Graph(R::RdfXml)),
        format("jsonld", "JSON-LD", Graph(JSON_LD)),
    ]
};

impl Format {
    /// The format of that name.
    pub fn named(name: &str) -> Result<&'static Format, QueryError> {
        if let Some(format) = FORMATS.iter().find(|format| format.name == name) {
            return Ok(format);
        }
        let names = FORMATS.iter().map(|format| format.name);
        let error = QueryError::usage(format!("there is no format `{name}`"));
        Err(match did_you_mean(name, names.clone()) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error.help(format!(
                "the formats are {}",
                names.collect::<Vec<_>>().join(", ")
            )),
        })
    }

    /// What is written if no format is asked for: a table for people, and for programs what they
    /// read without losing the types.
    pub fn default_of(graph: bool, terminal: bool) -> &'static Format {
        let name = match (graph, terminal) {
            (true, _) => "turtle",
            (false, true) => "table",
            (false, false) => "tsv",
        };
        Format::named(name).expect("the name is in the list")
    }

    /// Whether it holds graphs, rather than rows and yes or no.
    pub fn is_for_graphs(&self) -> bool {
        matches!(self.writer, Writer::Graph(_))
    }

    /// Whether an answer of that kind can be written in it; if not, the error says which formats can.
    pub fn check(&self, graph: bool) -> Result<(), QueryError> {
        if self.is_for_graphs() == graph {
            return Ok(());
        }
        let (what, query) = match graph {
            true => ("a graph", "CONSTRUCT or DESCRIBE"),
            false => ("rows", "SELECT or ASK"),
        };
        let fitting = FORMATS
            .iter()
            .filter(|format| format.is_for_graphs() == graph);
        let names: Vec<_> = fitting.map(|format| format.name).collect();
        Err(QueryError::usage(format!(
            "`{}` does not hold {what}, as {query} answers",
            self.name
        ))
        .help(format!("take one of {}", names.join(", "))))
    }

    /// Writes an answer, and gives the number of its rows or triples; yes counts as one, no as none.
    /// `width` is the terminal's.
    pub fn write(
        &self,
        answer: Answer<'_>,
        names: &mut Names<'_>,
        width: Option<u16>,
        out: &mut dyn Write,
    ) -> Result<usize, QueryError> {
        self.check(matches!(answer, Answer::Graph(_)))?;
        match answer {
            Answer::Graph(triples) => {
                if let Writer::Graph(format) = self.writer {
                    graph::write(&triples, format, names.prefixes(), out)?;
                }
                Ok(triples.len())
            }
            Answer::Boolean(value) => {
                match self.writer {
                    Writer::Results(format) => results::write_boolean(value, format, out)?,
                    Writer::Ndjson => writeln!(out, "{{\"boolean\":{value}}}")?,
                    _ => writeln!(out, "{value}")?,
                }
                Ok(usize::from(value))
            }
            Answer::Solutions(solutions) => match self.writer {
                Writer::Table => table::write(solutions, names, width, out),
                Writer::Markdown => table::write_markdown(solutions, names, out),
                Writer::Ndjson => ndjson::write(solutions, out),
                Writer::Results(format) => results::write(solutions, format, out),
                Writer::Graph(_) => Ok(0),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{ask, fixture};
    use spargebra::SparqlParser;

    fn written(text: &str, format: &str, cite: bool) -> String {
        let context = fixture::context();
        let mut parser = SparqlParser::new();
        for (name, iri) in context.all_prefixes() {
            parser = parser.with_prefix(name, iri).unwrap();
        }
        let store = fixture::store();
        let (answer, _) = ask(parser.parse_query(text).unwrap(), &store, cite).unwrap();
        let mut names = Names::new(&store, &context, &context.prefixes);
        let mut out = Vec::new();
        Format::named(format)
            .unwrap()
            .write(answer, &mut names, None, &mut out)
            .unwrap();
        String::from_utf8(out).unwrap()
    }

    const SINCE: &str =
        "SELECT ?who ?since { ?who v:memberOf e:interpol {| citable:since ?since |} }";

    #[test]
    fn rows_in_every_format() {
        let table = written(SINCE, "table", true);
        assert!(
            table.contains("Russia") && table.contains("1990"),
            "{table}"
        );
        assert!(
            table.contains("Russia joined the organization in 1990"),
            "{table}"
        );
        assert_eq!(
            written(SINCE, "markdown", false),
            "| who | since |\n|---|---|\n| Russia | 1990 |\n"
        );
        assert_eq!(
            written(SINCE, "tsv", false),
            "?who\t?since\n<https://example.org/entity/russia>\t\"1990\"^^<http://www.w3.org/2001/XMLSchema#gYear>\n"
        );
        assert_eq!(
            written(SINCE, "csv", true),
            "who,since,quotation,source\r\nhttps://example.org/entity/russia,1990,Russia joined the organization in 1990 | Russia has belonged to Interpol since 1990,Interpol and Russia: a background note <https://news.example/interpol-note> | A second note <https://news.example/un-note>\r\n"
        );
        let json = written(SINCE, "json", true);
        assert!(
            json.contains("\"vars\":[\"who\",\"since\",\"quotation\",\"source\"]"),
            "{json}"
        );
        assert!(written(SINCE, "xml", false).contains("<binding name=\"who\">"));
        let counts = "SELECT ?n ?x { e:interpol v:memberCount ?n OPTIONAL { ?n v:x ?x } }";
        assert_eq!(
            written(counts, "ndjson", true),
            "{\"n\":195,\"x\":null,\"quotation\":[],\"source\":[]}\n"
        );
    }

    #[test]
    fn labels_are_shown_and_kept_from_breaking_the_table() {
        let text = "SELECT ?p ?where ?c { e:interpol ?p ?where {| a ?c |} FILTER(?p = v:basedIn && ?where = e:singapore) }";
        assert_eq!(
            written(text, "markdown", false),
            "| p | where | c |\n|---|---|---|\n| based in | Singapore \\| the city | citable:Statement |\n"
        );
        let text = "SELECT (\"a\\u001b[1m\\nb\" AS ?x) {}";
        assert_eq!(
            written(text, "markdown", false),
            "| x |\n|---|\n| a\u{FFFD}[1m<br>b |\n"
        );
    }

    #[test]
    fn a_column_of_the_query_keeps_its_name_beside_citations() {
        let text = "SELECT ?quotation { ?x v:memberCount ?quotation }";
        assert!(written(text, "csv", true).starts_with("quotation,cited_quotation,source\r\n"));
    }

    #[test]
    fn yes_or_no_in_every_format() {
        let text = "ASK { ?x v:memberOf ?y }";
        assert_eq!(written(text, "table", false), "true\n");
        assert_eq!(written(text, "tsv", false), "true\n");
        assert_eq!(written(text, "ndjson", false), "{\"boolean\":true}\n");
    }

    #[test]
    fn graphs_in_every_format() {
        let text = "CONSTRUCT { ?x v:memberOf ?y . ?x a [] } WHERE { ?x v:memberOf ?y }";
        let turtle = written(text, "turtle", false);
        assert!(turtle.contains("e:india a _:"), "{turtle}");
        for format in FORMATS.iter().filter(|format| format.is_for_graphs()) {
            let once = written(text, format.name, false);
            assert!(once.contains("india"), "{}: {once}", format.name);
            assert_eq!(once, written(text, format.name, false), "{}", format.name);
        }
        let describe = written("DESCRIBE e:russia", "ntriples", false);
        assert!(describe.contains("\"Russian Federation\"@en"), "{describe}");
    }

    #[test]
    fn a_format_that_does_not_fit_is_told() {
        let error = Format::named("table").unwrap().check(true).unwrap_err();
        assert!(
            error.render().contains("take one of turtle"),
            "{}",
            error.render()
        );
        let error = Format::named("mardown").unwrap_err();
        assert!(error.render().contains("did you mean `markdown`?"));
    }
}
