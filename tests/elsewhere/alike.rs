//! Answers of engines and of the store, without the differences that SPARQL and RDF leave to an engine.

/// One spelling for truth and for doubles, one type for whole numbers, which engines keep by their value; and one order for
/// what GROUP_CONCAT puts together, which SPARQL does not order.
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
    if let Some(double) = double(&text, xsd) {
        return double;
    }
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

/// What ends in a double, with that by its value, whether it is written with its type or, as tables of tab-separated values have
/// it, without.
fn double(text: &str, xsd: &str) -> Option<String> {
    let typed = text.strip_suffix(&format!("\"^^<{xsd}double>"));
    let bare = || text.contains(['e', 'E']).then_some(("", text));
    let (before, number) = typed.and_then(|it| it.rsplit_once('"')).or_else(bare)?;
    let number: f64 = number.parse().ok()?;
    Some(format!("{before}\"{number}\"^^<{xsd}double>"))
}
