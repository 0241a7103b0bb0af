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
