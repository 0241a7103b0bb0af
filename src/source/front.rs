//! Keys of front matter, set.

use crate::edit::Edits;
use crate::files::File;
use crate::span::FileId;
use crate::syntax::FrontMatter;
use crate::unit;

/// The front matter of a dossier.
pub fn read(id: FileId, file: &File) -> Option<FrontMatter> {
    unit::parse(id, file).0.front_matter
}

/// Sets a key: its value is replaced, or a line is added at the end.
pub fn set(front: &FrontMatter, file: &File, key: &str, value: &str, edits: &mut Edits) {
    match front.get(key) {
        Some(known) if known.value == value => {}
        Some(known) => edits.replace(file, known.span.range(), value),
        None => {
            let end = front.span.end as usize - "---".len();
            edits.replace(file, end..end, format!("{key}: {value}\n"));
        }
    }
}

/// Takes a key away, with its line.
pub fn remove(front: &FrontMatter, file: &File, key: &str, edits: &mut Edits) {
    let Some(entry) = front.entries.iter().find(|entry| entry.key == key) else {
        return;
    };
    let start = entry.key_span.start as usize;
    let after = entry.value.span.end as usize;
    let end = file.text[after..]
        .find('\n')
        .map_or(file.text.len(), |at| after + at + 1);
    edits.replace(file, start..end, "");
}

/// A text as a value of YAML.
pub fn string(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}
