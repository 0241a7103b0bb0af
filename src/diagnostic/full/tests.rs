//! Pictures as they come out, above all of hostile text.

use crate::diagnostic::render::render;
use crate::diagnostic::render::tests::{files, place, rendered};
use crate::diagnostic::{Diagnostic, Format, Rule};
use crate::files::Files;
use crate::span::{FileId, Span};

#[track_caller]
fn shows(diagnostics: &[Diagnostic], files: &Files, expected: &str) {
    let shown = rendered(diagnostics, files, Format::Full);
    let shown: Vec<&str> = shown.lines().map(str::trim_end).collect();
    let shown = shown.join("\n");
    assert!(
        shown.trim_end() == expected.trim(),
        "it shows:\n{shown}\n\nnot:\n{expected}"
    );
}

/// The picture of one mistake in a file of one text, without a note on the rule.
#[track_caller]
fn pictures(text: &str, wrong: &str, expected: &str) {
    let files = files(&[("a", text)]);
    let diagnostic =
        Diagnostic::new(Rule::UnknownName, place(&files, 0, wrong), "wrong").label("here");
    let note = "  = note: `citable explain unknown-name` tells more";
    let shown = rendered(&[diagnostic], &files, Format::Full);
    let lines: Vec<&str> = shown
        .lines()
        .map(str::trim_end)
        .filter(|line| line.trim() != note.trim())
        .collect();
    let shown = lines.join("\n");
    assert!(
        shown.trim_end() == expected.trim(),
        "it shows:\n{shown}\n\nnot:\n{expected}"
    );
}

#[test]
fn all_parts_of_a_diagnostic() {
    let text = "# Russia\n\n- Rusia memberOf Interpol since 1990\n\
                - Interpol is an InternationalOrganization; id interpol\n";
    let files = files(&[
        ("data/a.dossier.md", text),
        ("data/b.entities.md", "- Russia is a Country; id russia\n"),
        ("data/large.dossier.md", ""),
    ]);
    let wrong = place(&files, 0, "Rusia");
    let diagnostics = [
        Diagnostic::new(Rule::UnknownName, wrong, "`Rusia` is not declared")
            .label("no entity has this name")
            .related(place(&files, 0, "Interpol is an"), "declared here")
            .related(place(&files, 1, "Russia"), "this is near")
            .related(Span::new(FileId(2), 0, 0), "this was not read")
            .help("declare it, or correct the name")
            .help("two\nlines")
            .fix(wrong, "Russia"),
        Diagnostic::new(Rule::UnknownName, place(&files, 0, "1990"), "again")
            .fix(place(&files, 1, "id "), ""),
    ];
    shows(
        &diagnostics,
        &files,
        r#"
error[unknown-name]: `Rusia` is not declared
 --> data/a.dossier.md:3:3
  |
3 | - Rusia memberOf Interpol since 1990
  |   ^^^^^ no entity has this name
4 | - Interpol is an InternationalOrganization; id interpol
  |   -------------- declared here
  |
 ::: data/b.entities.md:1:3
  |
1 | - Russia is a Country; id russia
  |   ------ this is near
  |
 ::: data/large.dossier.md
  = note: this was not read
  = help: declare it, or correct the name
  = help: two
          lines
help: type this:
  |
3 | - Russia memberOf Interpol since 1990
  |      +
  = note: `citable explain unknown-name` tells more

error[unknown-name]: again
 --> data/a.dossier.md:3:33
  |
3 | - Rusia memberOf Interpol since 1990
  |                                 ^^^^
  |
help: delete this:
 --> data/b.entities.md:1:24
  |
1 - - Russia is a Country; id russia
1 + - Russia is a Country; russia
  |
"#,
    );
}

#[test]
fn a_file_without_text_is_shown_by_its_path() {
    let files = files(&[("data/large.dossier.md", "")]);
    let at = Span::new(FileId(0), 0, 0);
    let diagnostics = [
        Diagnostic::new(Rule::FileTooLarge, at, "too large").help("split it"),
        Diagnostic::new(Rule::MissingFrontMatter, at, "empty")
            .label("it is missing")
            .fix(at, "---"),
        Diagnostic::new(
            Rule::UnusedEntity,
            Span::new(FileId(0), 7, 9),
            "a place that is not there",
        ),
    ];
    shows(
        &diagnostics,
        &files,
        r#"
error[file-too-large]: too large
--> data/large.dossier.md
 = help: split it
 = note: `citable explain file-too-large` tells more

error[missing-front-matter]: empty
--> data/large.dossier.md
 = note: it is missing
 = help: type this: ---
 = note: `citable explain missing-front-matter` tells more

hint[unused-entity]: a place that is not there
--> data/large.dossier.md
 = note: `citable explain unused-entity` tells more
"#,
    );
}

#[test]
fn empty_places_and_the_end_of_the_file() {
    let files = files(&[("a", "one\ntwo\n"), ("b", "x"), ("c", "x\r\ny\r\n")]);
    let at = |file, start, end| {
        Diagnostic::new(Rule::UnusedEntity, Span::new(FileId(file), start, end), "m").label("here")
    };
    let diagnostics = [
        at(0, 3, 3),
        at(0, 8, 8),
        at(0, 0, 4),
        at(1, 1, 1),
        at(1, 1, 900),
        at(2, 2, 3),
    ];
    shows(
        &diagnostics,
        &files,
        r#"
hint[unused-entity]: m
 --> a:1:1
  |
1 | one
  | ^^^ here
  |
  = note: `citable explain unused-entity` tells more

hint[unused-entity]: m
 --> a:1:4
  |
1 | one
  |    ^ here

hint[unused-entity]: m
 --> a:3:1
  |
3 |
  | ^ here

hint[unused-entity]: m
 --> b:1:2
  |
1 | x
  |  ^ here

hint[unused-entity]: m
 --> b:1:2
  |
1 | x
  |  ^ here

hint[unused-entity]: m
 --> c:1:3
  |
1 |   x
  |  __^
2 | | y
  | |_^ here
"#,
    );
}

#[test]
fn a_long_line_is_cut() {
    let text = format!("{}wrong{}", "ä ".repeat(50_000), " b".repeat(50_000));
    pictures(
        &text,
        "wrong",
        r#"
error[unknown-name]: wrong
 --> a:1:100001
  |
1 | …ä ä ä ä ä ä ä ä ä ä ä ä ä ä ä ä wrong b b b b b b b b b b b b b b b b…
  |                                  ^^^^^ here
  |
"#,
    );
}

#[test]
fn a_long_place_in_a_long_line_is_cut() {
    let wrong = "w ".repeat(40_000);
    pictures(
        &format!("> {wrong}."),
        &wrong,
        r#"
error[unknown-name]: wrong
 --> a:1:3
  |
1 | > w w w w w w w w w w w w w… w w w w w w w w w w w w .
  |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ here
  |
"#,
    );
}

#[test]
fn many_lines_are_folded() {
    let lines: Vec<String> = (1..=40).map(|n| format!("> line {n}")).collect();
    let text = lines.join("\n");
    pictures(
        &format!("# A\n\n{text}\n\nend\n"),
        &text,
        r#"
error[unknown-name]: wrong
  --> a:3:1
   |
 3 | / > line 1
 4 | | > line 2
 5 | | > line 3
 6 | | > line 4
...  |
41 | | > line 39
42 | | > line 40
   | |_________^ here
   |
"#,
    );
}

#[test]
fn tabs_wide_and_combining_characters() {
    pictures(
        "\t-\tx\n",
        "x",
        r#"
error[unknown-name]: wrong
 --> a:1:4
  |
1 |     -    x
  |          ^ here
  |
"#,
    );
    pictures(
        "- 国際刑事警察機構 memberOf Interpol\n",
        "memberOf",
        r#"
error[unknown-name]: wrong
 --> a:1:12
  |
1 | - 国際刑事警察機構 memberOf Interpol
  |                    ^^^^^^^^ here
  |
"#,
    );
    pictures(
        "- Ju\u{308}rgen e\u{301}\u{327} x\n",
        "x",
        r#"
error[unknown-name]: wrong
 --> a:1:15
  |
1 | - Jürgen ȩ́ x
  |            ^ here
  |
"#,
    );
    pictures(
        "- 👩\u{200d}🚒 x\n",
        "x",
        r#"
error[unknown-name]: wrong
 --> a:1:7
  |
1 | - 👩🚒 x
  |        ^ here
  |
"#,
    );
}

#[test]
fn right_to_left_text() {
    pictures(
        "- الإنتربول memberOf روسيا\n",
        "memberOf",
        r#"
error[unknown-name]: wrong
 --> a:1:13
  |
1 | - الإنتربول memberOf روسيا
  |             ^^^^^^^^ here
  |
"#,
    );
    pictures(
        "- שלום x\n",
        "שלום",
        r#"
error[unknown-name]: wrong
 --> a:1:3
  |
1 | - שלום x
  |   ^^^^ here
  |
"#,
    );
}

#[test]
fn hidden_characters_are_spelled_out() {
    pictures(
        "- a\u{202e}b\u{1b}[31m\u{0}c\u{feff} wrong\u{2028}\n",
        "wrong",
        r#"
error[unknown-name]: wrong
 --> a:1:15
  |
1 | - a<U+202E>b<U+001B>[31m<U+0000>c<U+FEFF> wrong<U+2028>
  |                                           ^^^^^ here
  |
"#,
    );
    pictures(
        "- a\u{202e}b\n",
        "\u{202e}",
        r#"
error[unknown-name]: wrong
 --> a:1:4
  |
1 | - a<U+202E>b
  |    ^^^^^^^^ here
  |
"#,
    );
    pictures(
        "- a\u{fdd0}b\n",
        "b",
        r#"
error[unknown-name]: wrong
 --> a:1:5
  |
1 | - a<U+FDD0>b
  |            ^ here
  |
"#,
    );
}

#[test]
fn messages_and_fixes_are_made_harmless_too() {
    let files = files(&[("a\u{1b}[2J", "- x\n")]);
    let wrong = place(&files, 0, "x");
    let diagnostic = Diagnostic::new(Rule::UnknownName, wrong, "\u{1b}]0;title\u{7}\nnext")
        .label("\u{202e}label")
        .help("\u{9b}31m")
        .fix(wrong, "\u{200b}y\u{fdd0}");
    shows(
        &[diagnostic],
        &files,
        r#"
error[unknown-name]: <U+001B>]0;title<U+0007> next
 --> a<U+001B>[2J:1:3
  |
1 | - x
  |   ^ <U+202E>label
  |
  = help: <U+009B>31m
help: type this:
  |
1 - - x
1 + - <U+200B>y<U+FDD0>
  |
  = note: `citable explain unknown-name` tells more
"#,
    );
}

#[test]
fn a_fix_of_many_lines_is_told() {
    let text = "line\n".repeat(60);
    let files = files(&[("a", &text)]);
    let all = Span::new(FileId(0), 0, text.len());
    let some = Span::new(FileId(0), 0, 12);
    let diagnostics = [
        Diagnostic::new(Rule::TwoIds, some, "some").fix(some, "one\n\ttwo"),
        Diagnostic::new(Rule::UnknownId, some, "all").fix(all, "x"),
    ];
    shows(
        &diagnostics,
        &files,
        r#"
error[unknown-id]: all
 --> a:1:1
  |
1 | / line
2 | | line
3 | | line
  | |__^
  |
  = help: type this from line 1 to line 61: x
  = note: `citable explain unknown-id` tells more

error[two-ids]: some
 --> a:1:1
  |
1 | / line
2 | | line
3 | | line
  | |__^
  |
help: type this:
  |
1 + one
2 ~     twone
  |
  = note: `citable explain two-ids` tells more
"#,
    );
}

#[test]
fn colour_adds_nothing_but_colour() {
    let files = files(&[("a", "- Rusia memberOf Interpol\n")]);
    let wrong = place(&files, 0, "Rusia");
    let diagnostics = [Diagnostic::new(Rule::UnknownName, wrong, "m")
        .label("l")
        .fix(wrong, "Russia")];
    let mut coloured = Vec::new();
    render(&diagnostics, &files, Format::Full, true, 80, &mut coloured).expect("memory");
    let coloured = String::from_utf8(coloured).expect("UTF-8");
    assert!(coloured.contains("\u{1b}["));
    let mut plain = String::new();
    for part in coloured.split('\u{1b}') {
        let is_style = part.starts_with('[');
        plain += if is_style {
            part.split_once('m').map_or("", |(_, rest)| rest)
        } else {
            part
        };
    }
    assert_eq!(plain, rendered(&diagnostics, &files, Format::Full));
}
