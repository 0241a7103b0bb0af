//! `quotation-too-long`: a quotation that is longer than its source may be quoted.

use unicode_segmentation::UnicodeSegmentation;

use super::Context;
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::{Limit, QuoteLimit};

pub fn check(context: Context, diagnostics: &mut Vec<Diagnostic>) {
    let dossier = context.dossier;
    for (at, group) in dossier.groups.iter().enumerate() {
        let source = context.model.source_of(dossier, Some(at));
        let Some(limit) = source.and_then(|source| source.quote_limit.as_ref()) else {
            continue;
        };
        for index in group.quotations.clone() {
            let quotation = &dossier.quotations[index];
            // The build has all words from the first to the last, those too that `[…]` leaves out.
            let words = match context.evidence.witness(index) {
                Some(witness) => &witness.exact,
                None => &quotation.text,
            };
            let length = length(words, limit.value);
            if length > limit.value.most {
                let message = format!(
                    "this quotation has {}, and the source may be quoted with {} at most",
                    limit.value.counted(length),
                    limit.value
                );
                diagnostics.push(
                    Diagnostic::new(Rule::QuotationTooLong, quotation.span, message)
                        .label("the build would publish all of it")
                        .related(limit.span, "the limit")
                        .help("quote only the words that say it; what `[…]` leaves out counts, since the build has it"),
                );
            }
        }
    }
}

/// How long words are, in what the limit counts.
fn length(words: &str, limit: QuoteLimit) -> u32 {
    let length = match limit.of {
        Limit::Words => words.unicode_words().count(),
        Limit::Characters => {
            let words: Vec<&str> = words.split_whitespace().collect();
            let letters: usize = words.iter().map(|word| word.chars().count()).sum();
            letters + words.len().saturating_sub(1)
        }
    };
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_characters_of_any_script() {
        let count = |words, of| length(words, QuoteLimit { most: 1, of });
        assert_eq!(count("Ada  joined,\nin 1990.", Limit::Words), 4);
        assert_eq!(count("Ada  joined,\nin 1990.", Limit::Characters), 20);
        assert_eq!(count("Η Ζωή", Limit::Characters), 5);
        assert_eq!(count("", Limit::Characters), 0);
        assert_eq!(count(" ", Limit::Words), 0);
    }
}
