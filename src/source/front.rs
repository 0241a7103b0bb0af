//! Keys of front matter, set.

use std::fmt::Write;

use super::SourceError;
use crate::compile::Readings;
use crate::edit::Edits;
use crate::files::File;
use crate::model::Source;
use crate::syntax::{Entry, FrontMatter};
use crate::unit;

/// The dossier of a source, and its front matter. One that cannot be read to its end is an error: a key could be there
/// already.
pub fn of(readings: &Readings, source: &Source) -> Result<(File, FrontMatter), SourceError> {
    let (file, _) = readings.files().read(source.file)?;
    match unit::parse(source.file, &file).0.front_matter {
        Some(front) if !front.broken => Ok((file, front)),
        _ => Err(SourceError::Data(format!(
            "the front matter of `{}` cannot be read: `citable check` says why",
            file.path
        ))),
    }
}

/// Sets a key: its value is replaced, or a line is added at the end.
pub fn set(front: &FrontMatter, file: &File, key: &str, value: &str, edits: &mut Edits) {
    match entry(front, key) {
        Some(known) if known.value.value == value => {}
        Some(known) => {
            // An empty value has no place of its own, and that of a folded one begins after its mark.
            let after = known.key_span.end as usize;
            let colon = file.text[after..]
                .find(':')
                .map_or(after, |at| after + at + 1);
            let end = colon.max(known.value.span.end as usize);
            let end = colon + file.text[colon..end].trim_end().len();
            edits.replace(file, colon..end, format!(" {value}"));
        }
        None => {
            let end = front.span.end as usize - "---".len();
            edits.replace(file, end..end, format!("{key}: {value}\n"));
        }
    }
}

/// Takes a key away, with its line.
pub fn remove(front: &FrontMatter, file: &File, key: &str, edits: &mut Edits) {
    let Some(entry) = entry(front, key) else {
        return;
    };
    let start = entry.key_span.start as usize;
    let after = entry.key_span.end.max(entry.value.span.end) as usize;
    let end = file.text[after..]
        .find('\n')
        .map_or(file.text.len(), |at| after + at + 1);
    edits.replace(file, start..end, "");
}

fn entry<'f>(front: &'f FrontMatter, key: &str) -> Option<&'f Entry> {
    front.entries.iter().find(|entry| entry.key == key)
}

/// A value as it may stand in YAML: in quotation marks unless it is plainly a word.
pub fn value(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " -_./()".contains(c);
    match text.chars().all(is_plain)
        && text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '.')
    {
        true => text.to_owned(),
        false => string(text),
    }
}

/// A text as a value of YAML 1.2 (section 7.3.1), on one line.
pub fn string(text: &str) -> String {
    let mut string = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => string.extend(['\\', c]),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => {
                write!(string, "\\u{:04X}", u32::from(c)).expect("a String can be written to");
            }
            c => string.push(c),
        }
    }
    string.push('"');
    string
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::{Files, Kind};

    fn set_in(front: &str, key: &str, to: &str) -> String {
        let text = format!("---\n{front}---\n");
        let files = Files::from_memory([("data/a.dossier.md".to_owned(), Kind::Dossier, text)]);
        let id = files.ids().next().unwrap();
        let keys = unit::parse(id, files.get(id)).0.front_matter.unwrap();
        let mut edits = Edits::new();
        set(&keys, files.get(id), key, to, &mut edits);
        let after = edits.changes().unwrap().remove(0).after;
        let inner = after.strip_prefix("---\n");
        let inner = inner.and_then(|inner| inner.strip_suffix("---\n"));
        inner.unwrap().to_owned()
    }

    #[test]
    fn a_value_is_replaced_however_it_is_written() {
        assert_eq!(
            set_in("sha256: 1\nurl: x\n", "sha256", "2"),
            "sha256: 2\nurl: x\n"
        );
        assert_eq!(
            set_in("sha256:\nurl: x\n", "sha256", "2"),
            "sha256: 2\nurl: x\n"
        );
        assert_eq!(
            set_in("url: x\nsha256: \n", "sha256", "2"),
            "url: x\nsha256: 2 \n"
        );
        let folded = "original: >\n  one\n  two\nurl: x\n";
        assert_eq!(
            set_in(folded, "original", "\"b\""),
            "original: \"b\"\nurl: x\n"
        );
        assert_eq!(set_in("url: x\n", "sha256", "2"), "url: x\nsha256: 2\n");
    }

    #[test]
    fn strings_are_on_one_line() {
        assert_eq!(string("a\n\"b\" \\ \u{1b}"), r#""a\u000A\"b\" \\ \u001B""#);
        assert_eq!(value("a b.txt"), "a b.txt");
        assert_eq!(value("1990"), "\"1990\"");
    }
}
