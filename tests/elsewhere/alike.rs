//! Answers of engines and of the store, without the differences that SPARQL and RDF leave to an engine.

/// One spelling for truth, one type for whole numbers, which engines keep by their value; and one order for what GROUP_CONCAT puts
/// together, which SPARQL does not order.
pub fn alike(cell: &str) -> String {
    let xsd = "http://www.w3.org/2001/XMLSchema#";
    let text = cell
        .replace(&format!("\"1\"^^<{xsd}boolean>"), "true")
        .replace(&format!("\"0\"^^<{xsd}boolean>"), "false")
        .replace(
            &format!("{xsd}nonNegativeInteger"),
            &format!("{xsd}integer"),
        );
    let text = match text.strip_suffix(&format!("\"^^<{xsd}integer>")) {
        Some(number) if number.starts_with('"') => number[1..].to_owned(),
        _ => text,
    };
    for separator in [" / ", " | ", ", "] {
        let inner = text
            .split_once('"')
            .and_then(|(_, rest)| rest.rsplit_once('"'));
        if let Some((together, after)) = inner
            && together.contains(separator)
        {
            let mut pieces: Vec<_> = together.split(separator).collect();
            pieces.sort_unstable();
            return format!("\"{}\"{after}", pieces.join(separator));
        }
    }
    text
}
