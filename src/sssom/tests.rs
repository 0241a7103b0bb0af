use super::*;

/// Everything that a set can have, and some that none has.
const SET: &str = "#curie_map:\n#  e: https://example.org/entity/\n#  w: http://www.wikidata.org/entity/\n\
#mapping_set_id: https://example.org/set\n#license: https://creativecommons.org/publicdomain/zero/1.0/\n\
#mapping_date: 2020-02-01\n#our_own: [a, \"b: c\"]\n\
subject_id\tpredicate_id\tobject_id\tmapping_justification\tcomment\tnobody_knows\n\
e:a\tskos:exactMatch\tw:Q1\tsemapv:ManualMappingCuration\t\"says \"\"yes\"\"\n\tand more\"\tx\n\
\ne:c\tskos:exactMatch\tw:Q3\tsemapv:ManualMappingCuration\t\t";

fn read(text: &str) -> MappingSet {
    let (set, problems) = MappingSet::read(text);
    assert_eq!(problems, []);
    set
}

#[test]
fn what_is_read_is_written_byte_for_byte() {
    let windows = SET.replace('\n', "\r\n");
    let marked = format!("\u{FEFF}{SET}");
    let spaced = SET.replace('#', "# ");
    for text in [SET, &windows, &marked, &spaced, &format!("{SET}\n\n\n")] {
        assert_eq!(read(text).write(), text);
    }
}

#[test]
fn what_cannot_be_read_is_told_and_kept() {
    let broken = [
        "",
        "\n\n",
        "#a: [\nsubject_id\tpredicate_id\tobject_id\n",
        "#a: *b\nsubject_id\tpredicate_id\tobject_id\n",
        "#just words\nsubject_id\tpredicate_id\tobject_id\n",
        "subject_id,predicate_id,object_id\na,b,c\n",
        "subject_id\tpredicate_id\tobject_id\na\tb\na\tb\tc\td\n",
        "subject_id\tpredicate_id\tobject_id\na\tb\t\"c\n",
        "subject_id\tpredicate_id\tobject_id\n\"a\"x\tb\tc\n",
        "subject_id\tsubject_id\tpredicate_id\tobject_id\n",
    ];
    for text in broken {
        let (set, problems) = MappingSet::read(text);
        assert!(!problems.is_empty(), "{text:?}");
        assert_eq!(set.write(), text);
        for problem in problems {
            assert!(problem.place.end <= text.len(), "{problem:?}");
        }
    }
}

#[test]
fn places_are_those_of_the_text() {
    for text in [
        SET.to_owned(),
        format!("\u{FEFF}{}", SET.replace('\n', "\r\n")),
    ] {
        let set = read(&text);
        assert_eq!(&text[set.place(1, "object_id")], "w:Q3");
        assert_eq!((set.line(0), set.line(1)), (9, 12));
        assert!(text[set.columns_place()].starts_with("subject_id"));
    }
}

#[test]
fn mappings_are_understood() {
    let set = read(SET);
    let first = set.mapping(0);
    assert_eq!(first.comment, Some("says \"yes\"\n\tand more"));
    assert_eq!(first.date, Some("2020-02-01"));
    assert_eq!(
        set.expand(first.object).as_deref(),
        Some("http://www.wikidata.org/entity/Q1")
    );
    assert_eq!(set.expand("x:y"), None);
    assert_eq!(set.shorten("https://example.org/entity/z"), "e:z");
    assert_eq!(set.metadata_values("our_own"), ["a", "b: c"]);
}

#[test]
fn a_change_leaves_all_else_as_it_is() {
    let mut set = read(SET);
    set.set(1, "comment", "a\tb");
    set.set_metadata("mapping_set_id", "https://example.org/other");
    let expected = SET
        .replace("Curation\t\t", "Curation\t\"a\tb\"\t\n")
        .replace("example.org/set", "example.org/other");
    // The blank line before the row goes with it.
    assert_eq!(set.write(), expected.replace("x\n\ne:c", "x\ne:c"));
}

#[test]
fn a_row_stands_where_it_belongs() {
    let mut set = read(SET);
    let cells = [
        ("subject_id", "e:b"),
        ("object_id", "w:Q2"),
        ("confidence", "0.9"),
    ];
    assert_eq!(set.push(cells), 1);
    set.declare("x", "https://example.org/x#");
    let text = set.write();
    let again = read(&text);
    assert_eq!(again.get(1, "confidence"), Some("0.9"));
    assert_eq!(again.mapping(2).subject, "e:c");
    assert_eq!(
        again.expand("x:1").as_deref(),
        Some("https://example.org/x#1")
    );
    assert_eq!(again.metadata_values("our_own"), ["a", "b: c"]);
    assert_eq!(again.get(0, "nobody_knows"), Some("x"));
}

#[test]
fn rows_of_two_people_merge() {
    let new = |subject: &str| {
        let mut set = MappingSet::new(
            [("license", "https://example.org/l")],
            [("e", "https://example.org/")],
        );
        for known in ["e:b", "e:d", "e:f"].into_iter().chain([subject]) {
            set.push([("subject_id", known)]);
        }
        set.write()
    };
    let (one, other) = (new("e:a"), new("e:e"));
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (one, other) = (lines(&one), lines(&other));
    assert_eq!(one[..5], [&other[..4], &one[4..5]].concat()[..]);
    let mut sorted = one[5..].to_vec();
    sorted.sort();
    assert_eq!(sorted, one[5..]);
}

#[test]
fn what_is_added_stands_on_a_line_of_its_own() {
    for text in ["", "\u{FEFF}", "#a: b", "subject_id\tobject_id", SET] {
        let (mut set, _) = MappingSet::read(text);
        set.set_metadata("license", "https://example.org/l");
        set.push([
            ("subject_id", "e:z"),
            ("predicate_id", "p:q"),
            ("object_id", "e:y"),
        ]);
        let again = read(&set.write());
        let last = again.mapping(again.len() - 1);
        assert_eq!((last.subject, last.object), ("e:z", "e:y"), "{text:?}");
        assert_eq!(again.metadata("license"), Some("https://example.org/l"));
    }
}

#[test]
fn several_values_come_back() {
    let values = ["a|b", "c\\", "d"];
    assert_eq!(split(&join(values)), values);
    assert_eq!(split("a\\b|c"), ["a\\b", "c"]);
    assert_eq!(split(""), [""; 0]);
}
