use super::*;
use std::path::Path;

fn build(folder: &Path, names: &[(u32, &str)]) -> Index {
    let mut builder = Builder::new(&folder.join("names")).unwrap();
    for (record, name) in names {
        builder.add(*record, name).unwrap();
    }
    builder.finish().unwrap()
}

fn first(index: &Index, name: &str) -> Option<u32> {
    index.candidates(name, 1).first().map(|found| found.record)
}

#[test]
fn names_are_found_however_they_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let index = build(
        folder.path(),
        &[
            (1, "Jürgen Stock"),
            (2, "Юрий Гагарин"),
            (3, "Siemens AG"),
            (4, "北京"),
            (5, "!!!"),
        ],
    );
    for (name, record) in [
        ("Stock, Juergen", 1),
        ("Jurgen Stok", 1),
        ("Yuri Gagarin", 2),
        ("SIEMENS Aktiengesellschaft", 3),
        ("Beijing", 4),
        ("!!!", 5),
    ] {
        assert_eq!(first(&index, name), Some(record), "{name}");
    }
    assert_eq!(first(&index, ""), None);
    assert_eq!(first(&index, "\u{0}\u{202e}"), None);
}

fn many(folder: &Path) -> Index {
    let names: Vec<String> = (0..3000)
        .map(|n| format!("name{} of{}", n * 7919 % 3001, n % 97))
        .collect();
    let names: Vec<(u32, &str)> = (0..).zip(names.iter().map(String::as_str)).collect();
    build(folder, &names)
}

#[test]
fn what_is_built_twice_is_the_same() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (first, second) = (many(one.path()), many(other.path()));
    let bytes = |folder: &Path| std::fs::read(folder.join("names")).unwrap();
    assert_eq!(bytes(one.path()), bytes(other.path()));
    for name in ["name17 of3", "of5 name1", "nam99 of"] {
        assert_eq!(first.candidates(name, 5), second.candidates(name, 5));
        assert_eq!(
            first.candidates_of(&[name], 5)[0],
            first.candidates(name, 5)
        );
    }
}

#[test]
fn a_name_finds_itself_and_limits_hold() {
    let folder = tempfile::tempdir().unwrap();
    let index = many(folder.path());
    assert_eq!(index.len(), 3000);
    for (record, name) in [
        (0, "name0 of0"),
        (1, "name1917 of1"),
        (2999, "name2168 of89"),
    ] {
        let found = index.candidates(name, 3);
        assert_eq!(
            found.first().map(|found| (found.record, found.likeness)),
            Some((record, 1.0)),
            "{name}: {found:?}"
        );
        assert!(found.len() <= 3 && found.is_sorted_by(|a, b| a.likeness >= b.likeness));
    }
    assert!(index.candidates("name0", 0).is_empty());
}

#[test]
fn a_record_with_many_names_is_named_once() {
    let folder = tempfile::tempdir().unwrap();
    let index = build(
        folder.path(),
        &[
            (7, "Interpol"),
            (7, "Interpool"),
            (7, "ICPO Interpol"),
            (8, "Interpola"),
        ],
    );
    let found = index.candidates("Interpol", 5);
    let records: Vec<u32> = found.iter().map(|found| found.record).collect();
    assert_eq!(records, [7, 8]);
    assert_eq!(found[0].name, "Interpol");
}

#[test]
fn an_index_of_nothing_finds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let index = build(folder.path(), &[]);
    assert!(index.is_empty() && index.candidates("Interpol", 5).is_empty());
    let index = build(
        folder.path(),
        &[
            (1, ""),
            (2, "\u{0}\u{202e}"),
            (3, &"x".repeat(1 << 20)),
            (4, &"ß".repeat(1 << 20)),
        ],
    );
    assert_eq!(first(&index, &"x".repeat(1 << 20)), Some(3));
    assert!(index.candidates("", 5).is_empty());
}

#[test]
fn a_flipped_bit_is_an_error_that_tells_the_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("names");
    drop(build(
        folder.path(),
        &[(1, "Jürgen Stock"), (2, "Юрий Гагарин"), (3, "Siemens AG")],
    ));
    let whole = std::fs::read(&path).unwrap();
    let other = folder.path().join("other");
    let last = whole.len() - 1;
    let places = (0..whole.len()).step_by(997).chain(last - 80..=last);
    for at in places {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        std::fs::write(&other, &bytes).unwrap();
        let error = Index::open(&other).expect_err("a bit is wrong").to_string();
        assert!(
            error.contains("again") && error.contains("other"),
            "{error}"
        );
    }
}

#[test]
fn a_file_that_is_cut_or_another_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("names");
    drop(build(folder.path(), &[(1, "Jürgen Stock")]));
    let whole = std::fs::read(&path).unwrap();
    let other = folder.path().join("other");
    for end in [0, 1, 47, 48, 100, whole.len() / 2, whole.len() - 1] {
        std::fs::write(&other, &whole[..end]).unwrap();
        assert!(
            matches!(Index::open(&other), Err(IndexError::Foreign { .. })),
            "{end}"
        );
        std::fs::write(&other, &whole[whole.len() - end..]).unwrap();
        assert!(Index::open(&other).is_err(), "{end}");
    }
    let mut next = whole.clone();
    *next.last_mut().unwrap() += 1;
    std::fs::write(&other, &next).unwrap();
    assert!(matches!(
        Index::open(&other),
        Err(IndexError::Foreign { .. })
    ));
    assert!(matches!(
        Index::open(&folder.path().join("none")),
        Err(IndexError::Read { .. })
    ));
}

#[test]
fn an_index_is_in_its_place_only_when_it_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("names");
    drop(build(folder.path(), &[(1, "Interpol")]));
    let mut builder = Builder::new(&path).unwrap();
    builder.add(2, "Europol").unwrap();
    drop(builder);
    assert_eq!(first(&Index::open(&path).unwrap(), "Interpol"), Some(1));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    assert!(Builder::new(&folder.path().join("none/names")).is_err());
}

#[test]
fn names_fill_more_than_one_block() {
    let folder = tempfile::tempdir().unwrap();
    let mut builder = Builder::new(&folder.path().join("names")).unwrap();
    for record in 0..70_000 {
        builder
            .add(record, &format!("{record:x} {}", record % 11))
            .unwrap();
    }
    let index = builder.finish().unwrap();
    for record in [0, 65_535, 65_536, 69_999] {
        assert_eq!(
            first(&index, &format!("{record:x} {}", record % 11)),
            Some(record)
        );
    }
}
