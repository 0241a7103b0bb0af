//! Cells as they are written.

/// A cell that reads back as `text`: in quotation marks where it needs them.
pub fn cell(text: &str, tabs: bool) -> String {
    let delimiter = if tabs { '\t' } else { ',' };
    let special = |c: char| matches!(c, '"' | '\n' | '\r') || c == delimiter;
    let is_edged = text.starts_with([' ', '\t']) || text.ends_with([' ', '\t']);
    if is_edged || text.contains(special) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
