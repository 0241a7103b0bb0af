//! The corner cases of form, format and layout.

use std::collections::BTreeSet;

use oxrdfio::{RdfFormat, RdfParser};

use super::*;
use crate::date::Date;

const BUILD: &str = include_str!("../../tests/readers/odd.nq");

fn context() -> Context {
    Context {
        base: "http://x/".to_owned(),
        lang: "en".to_owned(),
        prefixes: vec![("v".to_owned(), "http://x/v#".to_owned())],
    }
}

fn request<'a>(form: &str, format: &str) -> Request<'a> {
    Request {
        form: Some(Form::named(form).expect("a form")),
        format: Format::named(format).expect("a format"),
        graph: None,
        as_of: None,
        around: None,
    }
}

fn write(nquads: &str, request: &Request, context: &Context) -> (String, Report) {
    let prepared = prepare_dataset(Dataset::read(nquads), request, context).expect("an export");
    let report = prepared.report().clone();
    let mut bytes = Vec::new();
    prepared.write(&mut bytes).expect("it can be written");
    (String::from_utf8(bytes).expect("UTF-8"), report)
}

/// An export of quads written with the prefixes of Turtle, after `@prefix` lines.
fn body(nquads: &str, form: &str, format: &str) -> String {
    let (text, _) = write(nquads, &request(form, format), &context());
    text.lines()
        .filter(|line| !line.starts_with("@prefix"))
        .map(|line| format!("{line}\n"))
        .collect()
}

fn quads(text: &str, format: RdfFormat) -> BTreeSet<String> {
    let quads = RdfParser::from_format(format).for_slice(text.as_bytes());
    quads
        .map(|quad| quad.expect("it parses").to_string())
        .collect()
}

#[test]
fn an_asserted_triple_is_annotated_and_another_is_not_asserted() {
    let build = "\
<http://x/entity/a> <http://x/v#p> <http://x/entity/b> <http://x/g> .
<http://x/statement/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( <http://x/entity/a> <http://x/v#p> <http://x/entity/b> )>> <http://x/g> .
<http://x/statement/1> <http://x/v#since> \"1990\" <http://x/g> .
<http://x/statement/2> <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( <http://x/entity/a> <http://x/v#p> <http://x/entity/c> )>> <http://x/g> .
";
    assert_eq!(
        body(build, "rdf12", "turtle"),
        "
e:a
    v:p e:b
        ~ st:1 {|
            v:since \"1990\" ;
        |} ;
.

st:2
    rdf:reifies <<( e:a v:p e:c )>> ;
.
"
    );
}

#[test]
fn an_annotation_is_in_the_graph_of_both() {
    let build = "\
<http://x/entity/a> <http://x/v#p> <http://x/entity/b> <http://x/g1> .
<http://x/statement/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( <http://x/entity/a> <http://x/v#p> <http://x/entity/b> )>> <http://x/g2> .
";
    assert_eq!(
        body(build, "rdf12", "trig"),
        "
<http://x/g1> {
e:a
    v:p e:b ;
.
}

<http://x/g2> {
st:1
    rdf:reifies <<( e:a v:p e:b )>> ;
.
}
"
    );
    let (trig, _) = write(build, &request("rdf12", "trig"), &context());
    assert_eq!(
        quads(&trig, RdfFormat::TriG),
        quads(build, RdfFormat::NQuads)
    );
}

#[test]
fn reifiers_of_each_other_come_to_an_end() {
    let reifies = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies>";
    let build = format!("\
<http://x/1> <http://x/v#p> <http://x/a> .
<http://x/2> <http://x/v#p> <http://x/a> .
<http://x/1> {reifies} <<( <http://x/2> <http://x/v#p> <http://x/a> )>> .
<http://x/2> {reifies} <<( <http://x/1> <http://x/v#p> <http://x/a> )>> .
<http://x/3> {reifies} <<( <http://x/3> {reifies} <<( <http://x/1> <http://x/v#p> <http://x/a> )>> )>> .
<http://x/3> {reifies} <<( <http://x/1> <http://x/v#p> <http://x/a> )>> .
");
    let (turtle, _) = write(&build, &request("rdf12", "turtle"), &context());
    assert_eq!(
        quads(&turtle, RdfFormat::Turtle),
        quads(&build, RdfFormat::NQuads),
        "{turtle}"
    );
    let (_, report) = write(&build, &request("rdf11", "turtle"), &context());
    assert_eq!(report.losses, [Loss::TripleTerms(1), Loss::Ambiguous(1)]);
}

#[test]
fn only_used_prefixes_are_declared() {
    let (turtle, _) = write(
        "<http://x/v#a> <http://x/v#p> \"1\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n",
        &request("rdf11", "turtle"),
        &context(),
    );
    assert_eq!(
        turtle,
        "@prefix v: <http://x/v#> .\n\nv:a\n    v:p 1 ;\n.\n"
    );
}

#[test]
fn every_form_is_the_same_however_often_it_is_made() {
    for form in FORMS {
        for format in FORMATS
            .iter()
            .filter(|format| format.is_rdf())
            .filter(|format| form.fits(format))
        {
            let request = request(form.name, format.name);
            assert_eq!(
                write(BUILD, &request, &context()).0,
                write(BUILD, &request, &context()).0
            );
        }
    }
}

#[test]
fn the_lines_of_the_whole_are_those_of_the_build() {
    let (lines, report) = write(BUILD, &request("rdf12", "nquads"), &context());
    assert_eq!(lines, BUILD);
    assert_eq!(report, Report::default());
}

#[test]
fn plain_has_nothing_of_the_machinery() {
    let context = Context {
        base: "https://example.org/interpol/".to_owned(),
        ..context()
    };
    let (lines, report) = write(BUILD, &request("plain", "nquads"), &context);
    for word in [
        "/statement/",
        "/quotation/",
        "#r1",
        "reifies",
        "startEarliest",
        "graph/meta",
        "sha256",
    ] {
        assert!(!lines.contains(word), "{word}");
    }
    for word in [
        "v#memberOf",
        "source/interpol-in-russia> <https://schema.org/name>",
        "wikidata",
    ] {
        let word = word.replace("v#", "vocabulary#");
        assert!(lines.contains(&word), "{word}");
    }
    assert_eq!(
        report.losses,
        [Loss::Evidence(16), Loss::Unasserted(3), Loss::About(1)]
    );
}

#[test]
fn a_snapshot_has_what_held() {
    let context = Context {
        base: "https://example.org/interpol/".to_owned(),
        ..context()
    };
    let held = |day: &str, property: &str| {
        let as_of = Some(Date::parse(day).expect("a date").earliest());
        let (lines, _) = write(
            BUILD,
            &Request {
                as_of,
                ..request("plain", "ntriples")
            },
            &context,
        );
        lines.contains(&format!(
            "#{property}> <https://example.org/interpol/entity/"
        ))
    };
    // Since 1990; but another statement of the same triple, throughout 1995, has no earliest start.
    assert!(held("1950-01-01", "memberOf"));
    assert!(held("1990-01-01", "hasMember"));
    assert!(!held("1989-12-31", "hasMember"));
    assert!(held("2024-12-31", "headOf"));
    assert!(!held("2025-01-01", "headOf"));
    assert!(held("2020-12-31", "partnersWith"));
    assert!(!held("2021-01-01", "partnersWith"));
    // A state without time stays, an event without time goes.
    assert!(held("1900-01-01", "unitOf"));
    assert!(!held("2023-09-01", "signed"));
}

#[test]
fn a_doubted_statement_does_not_lend_its_time() {
    let build = "\
<http://x/a> <http://x/v#p> <http://x/b> .
<http://x/s1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( <http://x/a> <http://x/v#p> <http://x/b> )>> .
<http://x/s1> <https://w3id.org/citable/ns#startEarliest> \"2000-01-01\"^^<http://www.w3.org/2001/XMLSchema#date> .
<http://x/s2> <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( <http://x/a> <http://x/v#p> <http://x/b> )>> .
<http://x/r2> <http://www.w3.org/ns/oa#hasBody> <http://x/s2> .
<http://x/r2> <https://w3id.org/citable/ns#status> <https://w3id.org/citable/ns#Unconfirmed> .
<http://x/r2> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/citable/ns#Reading> .
";
    let as_of = Some(Date::parse("1995-01-01").expect("a date").earliest());
    let (lines, report) = write(
        build,
        &Request {
            as_of,
            ..request("plain", "ntriples")
        },
        &context(),
    );
    assert_eq!(lines, "");
    assert_eq!(
        report.as_of,
        Some(AsOf {
            left_out: 1,
            ..AsOf::default()
        })
    );
}

#[test]
fn a_graph_is_picked_by_its_short_name() {
    let context = Context {
        base: "https://example.org/interpol/".to_owned(),
        ..context()
    };
    let links = Request {
        graph: Some("graph/links"),
        ..request("rdf11", "nquads")
    };
    let (lines, _) = write(BUILD, &links, &context);
    assert!(!lines.is_empty() && lines.lines().all(|line| line.ends_with("graph/links> .")));
    let nearest = |wanted| match prepare_dataset(
        Dataset::read(BUILD),
        &Request {
            graph: Some(wanted),
            ..links
        },
        &context,
    ) {
        Err(ExportError::Graph { nearest, .. }) => nearest,
        other => panic!("{other:?}"),
    };
    for wanted in ["graph/lniks", "links", "lniks"] {
        assert_eq!(nearest(wanted).as_deref(), Some("graph/links"), "{wanted}");
    }
}

#[test]
fn what_does_not_go_together_is_refused_with_a_way_out() {
    let refused = |request: &Request| request.check().expect_err("refused").to_string();
    assert!(refused(&request("rdf12", "jsonld")).contains("--form rdf11"));
    assert!(refused(&request("rdf12", "rdfxml")).contains("turtle, trig, ntriples, nquads"));
    let as_of = Some(Date::parse("2020-01-01").expect("a date").earliest());
    assert!(
        refused(&Request {
            as_of,
            ..request("rdf11", "turtle")
        })
        .contains("--form plain")
    );
    assert!(refused(&request("nanopub", "turtle")).contains("trig, nquads, jsonld"));
    for legacy in ["ntriples-star", "rdf-star"] {
        assert!(matches!(Form::named(legacy), Err(ExportError::Legacy(_))));
        assert!(matches!(Format::named(legacy), Err(ExportError::Legacy(_))));
    }
}

#[test]
fn xml_refuses_what_it_cannot_hold() {
    for (line, what) in [
        (
            "<http://x/a> <http://x/12> \"b\" .",
            "property <http://x/12>",
        ),
        ("<http://x/a> <http://x/p> \"\\u0001\" .", "U+0001"),
        (
            "<http://x/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://x/12> .",
            "class <http://x/12>",
        ),
    ] {
        let prepared =
            prepare_dataset(Dataset::read(line), &request("rdf11", "rdfxml"), &context())
                .expect("it is prepared");
        let error = prepared
            .write(Vec::new())
            .expect_err("it is refused")
            .to_string();
        assert!(error.contains(what), "{error}");
    }
}

#[test]
fn names_of_the_context_never_hide_an_iri() {
    let context = Context {
        prefixes: vec![("urn".to_owned(), "http://x/urn/".to_owned())],
        ..context()
    };
    let build = "<urn:a:b> <http://x/urn/p> <http://x/urn/c> .\n<http://x/urn/d> <http://x/q> <http://x///e> .\n";
    let (json, _) = write(build, &request("rdf11", "jsonld"), &context);
    let format = RdfFormat::from_extension("jsonld").expect("JSON-LD");
    assert_eq!(
        quads(&json, format),
        quads(build, RdfFormat::NQuads),
        "{json}"
    );
}

#[test]
fn json_has_the_default_graph_beside_named_ones() {
    let build = "\
<http://x/a> <http://x/p> <http://x/b> .
<http://x/b> <http://x/p> \"7\"^^<http://www.w3.org/2001/XMLSchema#integer> .
<http://x/a> <http://x/p> \"c\" <http://x/g1> .
<http://x/a> <http://x/p> \"c\"@en <http://x/g2> .
";
    let (json, _) = write(build, &request("rdf11", "jsonld"), &context());
    let format = RdfFormat::from_extension("jsonld").expect("JSON-LD");
    assert_eq!(
        quads(&json, format),
        quads(build, RdfFormat::NQuads),
        "{json}"
    );
}

#[test]
fn base_directions_are_told_as_lost() {
    let build = "<http://x/a> <http://x/p> \"x\"@ar--rtl .\n";
    assert_eq!(
        write(build, &request("rdf12", "ntriples"), &context()).0,
        build
    );
    let (lines, report) = write(build, &request("rdf11", "ntriples"), &context());
    assert_eq!(lines, "<http://x/a> <http://x/p> \"x\"@ar .\n");
    assert_eq!(report.losses, [Loss::Directions(1)]);
}
