//! Characters that are none, and what is nested or repeated without measure.

use super::{Case, DEEP, check};
use crate::inputs::{DOSSIER, FRONT, TEXT, dossier, put};

pub const CHARACTERS: &[Case] = &[
    check(
        "bytes that are no UTF-8, in a dossier",
        1,
        &["data/d.dossier.md:8:1: error[not-utf8]", "1 error"],
        |s| put(s, DOSSIER, [FRONT.as_bytes(), b"\xFF"].concat()),
    ),
    check(
        "bytes that are no UTF-8, in a register",
        1,
        &["data/x.entities.md:1:1: error[not-utf8]", "1 error"],
        |s| put(s, "data/x.entities.md", b"\xFF"),
    ),
    check(
        "bytes that are no UTF-8, in the vocabulary",
        1,
        &["ontology/x.ttl:1:3: error[not-utf8]", "1 error"],
        |s| put(s, "ontology/x.ttl", b"# \xC3\x28"),
    ),
    check(
        "bytes that are no UTF-8, in external RDF",
        1,
        &["data/external/x.nt:1:3: error[not-utf8]", "1 error"],
        |s| put(s, "data/external/x.nt", b"# \xE2\x82"),
    ),
    check(
        "bytes that are no UTF-8, in a stored text",
        1,
        &["data/sources/minutes.txt:1:1: error[not-utf8]", "1 error"],
        |s| put(s, TEXT, b"\xED\xA0\x80"),
    ),
    check(
        "bytes that are no UTF-8, in citable.toml",
        1,
        &["citable.toml:1:1: error[not-utf8]", "1 error"],
        |s| put(s, "citable.toml", b"\xFF"),
    ),
    check(
        "NUL in a dossier",
        1,
        &[
            "data/d.dossier.md:13:6: error[control-character]",
            "1 error",
        ],
        |s| put(s, DOSSIER, dossier("- Ada\0 memberOf Chess Club\n")),
    ),
    check(
        "NUL in a stored text",
        1,
        &[
            "data/sources/minutes.txt:1:1: error[control-character]",
            "1 error",
        ],
        |s| put(s, TEXT, "\0"),
    ),
    check(
        "bidi controls in a name",
        1,
        &[
            "data/d.dossier.md:13:6: error[invisible-character]",
            "1 error",
        ],
        |s| put(s, DOSSIER, dossier("- Ada\u{202E} memberOf Chess Club\n")),
    ),
];

pub const NESTED: &[Case] = &[
    check(
        "10,000 nested brackets",
        1,
        &["data/d.dossier.md:13:3: error[unknown-name]", "1 error"],
        |s| {
            let name = format!("{}Ada{}", "[".repeat(DEEP), "]".repeat(DEEP));
            put(
                s,
                DOSSIER,
                dossier(&format!("- {name} memberOf Chess Club\n")),
            )
        },
    ),
    check(
        "10,000 brackets that are never closed",
        1,
        &["error[unclosed-bracket]", "1 error"],
        |s| put(s, DOSSIER, dossier(&format!("- {}", "[".repeat(DEEP)))),
    ),
    check(
        "10,000 nested block quotes",
        1,
        &["error[empty-quotation]", "1 error"],
        |s| put(s, DOSSIER, dossier(&format!("{} x\n", ">".repeat(DEEP)))),
    ),
    check(
        "10,000 nested lists",
        1,
        &["data/d.dossier.md:13:3: error[bullet-structure]", "1 error"],
        |s| put(s, DOSSIER, dossier(&format!("{}x\n", "- ".repeat(DEEP)))),
    ),
    check(
        "100,000 semicolons",
        1,
        &[
            "data/d.dossier.md:13:27: error[unknown-qualifier]",
            "1 error",
        ],
        |s| {
            put(
                s,
                DOSSIER,
                dossier(&format!(
                    "- Bob memberOf Chess Club{}\n",
                    ";".repeat(100_000)
                )),
            )
        },
    ),
    check(
        "100,000 quotation marks",
        1,
        &["error[qualifier-value]", "1 error"],
        |s| {
            put(
                s,
                DOSSIER,
                dossier(&format!(
                    "- Bob memberOf Chess Club; note {}\n",
                    "\"".repeat(100_000)
                )),
            )
        },
    ),
    check(
        "100,001 quotation marks",
        1,
        &["error[unclosed-string]", "1 error"],
        |s| {
            put(
                s,
                DOSSIER,
                dossier(&format!(
                    "- Bob memberOf Chess Club; note {}\n",
                    "\"".repeat(100_001)
                )),
            )
        },
    ),
    check(
        "prose that a Markdown parser has to think about",
        0,
        &["1 verified"],
        |s| {
            let prose = ["[", "[a](b", "*a_ ", "![[", "<a ", "<!-- ", "`` ` ", "&#"];
            let prose: String = prose
                .iter()
                .map(|words| format!("{}\n\n", words.repeat(30_000)))
                .collect();
            put(s, DOSSIER, dossier(&prose))
        },
    ),
    check(
        "YAML whose aliases multiply",
        1,
        &["data/d.dossier.md:4:8: error[front-matter-syntax]"],
        |s| {
            let yaml = "title: &a [x, x]\nauthor: &b [*a, *a, *a]\npublisher: [*b, *b, *b]\n";
            put(s, DOSSIER, dossier("").replace("title: T\n", yaml))
        },
    ),
    check(
        "YAML that is nested 100,000 deep",
        1,
        &["error[front-matter-syntax]"],
        |s| {
            put(
                s,
                DOSSIER,
                dossier("").replace("title: T", &format!("title: {}", "[".repeat(100_000))),
            )
        },
    ),
    check("Turtle with 10,000 nested nodes", 0, &[], |s| {
        put(
            s,
            "ontology/x.ttl",
            format!(
                "<a:a> <a:b> {}<a:c>{} .",
                "[ <a:b> ".repeat(DEEP),
                " ]".repeat(DEEP)
            ),
        )
    }),
    check("Turtle with 10,000 nested lists", 0, &[], |s| {
        put(
            s,
            "ontology/x.ttl",
            format!("<a:a> <a:b> {}{} .", "(".repeat(DEEP), ")".repeat(DEEP)),
        )
    }),
    check(
        "Turtle with 10,000 brackets",
        1,
        &["error[rdf-syntax]", "1 error"],
        |s| {
            put(
                s,
                "ontology/x.ttl",
                format!("<a:a> <a:b> {}", "[ ".repeat(DEEP)),
            )
        },
    ),
    check(
        "Turtle with 100,000 nested triple terms",
        1,
        &["data/external/x.ttl:1:1: error[rdf-syntax]", "1 error"],
        |s| {
            put(
                s,
                "data/external/x.ttl",
                format!(
                    "<a:a> <a:b> {}<a:c>{} .",
                    "<<( <a:a> <a:b> ".repeat(10 * DEEP),
                    " )>>".repeat(10 * DEEP)
                ),
            )
        },
    ),
    check(
        "JSON with 1,000,000 brackets",
        1,
        &["error[rdf-syntax]", "1 error"],
        |s| put(s, "data/external/x.jsonld", "[".repeat(1_000_000)),
    ),
];
