//! A quotation: `> ` before every line, escapes where Markdown would take words for its own, glosses apart.

use crate::escape::{escape, unescape, words};
use crate::parse::container::{Quoted, quoted_lines, unbroken};

/// The normal form of a block quote.
pub fn format(block: &str) -> String {
    let lines = lines(block);
    let mut written: Vec<String> = Vec::with_capacity(lines.len());
    let mut before: Option<Quoted> = None;
    let mut is_blank = false;
    for line in lines {
        if line == Quoted::Blank {
            is_blank = true;
            continue;
        }
        let is_gloss = |line: Quoted| matches!(line, Quoted::Gloss(_));
        if before.is_some_and(|before| is_blank || is_gloss(before) != is_gloss(line)) {
            written.push(">".to_owned());
        }
        written.push(match line {
            Quoted::Gloss(gloss) => format!("> > {gloss}").trim_end().to_owned(),
            Quoted::Words(raw) | Quoted::Lazy(raw) => {
                format!("> {}", escape(&words(&unescape(raw))))
            }
            Quoted::Blank => unreachable!("it was passed over"),
        });
        (before, is_blank) = (Some(line), false);
    }
    written.join("\n")
}

/// The lines of a block quote, without the backslashes by which Markdown breaks them. A line that has nothing else is blank.
fn lines(block: &str) -> Vec<Quoted<'_>> {
    let lines: Vec<Quoted> = quoted_lines(block.trim_end())
        .into_iter()
        .map(|(_, line)| line)
        .collect();
    let unbroken = |index: usize| {
        let goes_on = matches!(lines.get(index + 1), Some(Quoted::Words(_)));
        match lines[index] {
            Quoted::Words(raw) | Quoted::Lazy(raw) if goes_on => match unbroken(raw) {
                "" => Quoted::Blank,
                raw => Quoted::Words(raw),
            },
            line => line,
        }
    };
    (0..lines.len()).map(unbroken).collect()
}
