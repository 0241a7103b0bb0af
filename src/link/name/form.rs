//! Legal forms and particles: words that say little about whose name it is.
//!
//! A legal form counts as one only at the beginning or the end of a name that has other words: `SA` alone is a name. It
//! may be written with dots, which leaves its letters apart (`S.p.A.`).

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Legal forms as they are folded, those of one line being the same form. The list follows the forms that ISO 20275
/// (entity legal forms) has most companies under, and what they are commonly shortened to.
const FORMS: &[&[&str]] = &[
    // English
    &["ltd", "limited", "ltda", "limitada", "lda"],
    &["inc", "incorporated"],
    &["corp", "corporation"],
    &["co", "company", "cie", "compagnie"],
    &["llc", "lc"],
    &["llp", "lp"],
    &["plc"],
    &["pty", "pte", "pvt", "private", "proprietary"],
    // German
    &["gmbh", "mbh", "ggmbh"],
    &["ag", "aktiengesellschaft"],
    &["kg", "kgaa", "ohg", "gbr", "ug"],
    &["ev"],
    // Romance languages
    &["sa", "sae", "saa", "sab"],
    &["sas", "sasu"],
    &["sarl", "eurl", "srl", "sl", "slu", "scrl", "sprl"],
    &["spa"],
    &["snc", "sci", "scs"],
    // Dutch
    &["bv", "bvba"],
    &["nv"],
    &["vof", "vzw"],
    // Nordic
    &["ab", "aktiebolag", "publ"],
    &["as", "asa", "aps"],
    &["oy", "oyj", "abp"],
    // Slavic, Baltic and their neighbours
    &["ooo", "tov", "too", "ood", "doo", "eood"],
    &["oao", "pao", "pat"],
    &["zao", "nao"],
    &["ao", "ad", "prat"],
    &["ip", "fop"],
    &["sro", "spolsro"],
    &["kft", "zrt", "nyrt", "rt"],
    &["sia", "uab"],
    &["spzoo", "zoo"],
    // Asia
    &["kk", "kabushikikaisha", "kaisha"],
    &["yk"],
    &["gongsi"],
    &["pt", "tbk", "cv"],
    &["bhd", "sdn"],
    &["jsc", "pjsc", "ojsc", "cjsc", "fze", "fzco", "wll"],
];

/// Legal forms in scripts that put no space before them, and what they are written as instead.
const JOINED: &[(&str, &str)] = &[
    ("株式会社", " kk "),
    ("㈱", " kk "),
    ("有限会社", " yk "),
    ("股份有限公司", " gongsi "),
    ("有限责任公司", " gongsi "),
    ("有限公司", " gongsi "),
    ("주식회사", " kk "),
];

/// Articles, conjunctions, and the small words inside names.
const PARTICLES: &[&str] = &[
    "af", "al", "am", "an", "and", "at", "auf", "av", "az", "bin", "bint", "by", "da", "das", "de",
    "dei", "del", "della", "den", "der", "des", "di", "die", "do", "dos", "du", "ed", "el", "en",
    "et", "for", "fur", "ibn", "il", "im", "in", "la", "las", "le", "les", "lo", "los", "na", "of",
    "on", "or", "os", "por", "the", "to", "und", "van", "vom", "von", "zu", "zum", "zur",
];

/// The legal form that a folded word is: the first word of its line in the table.
pub fn legal(word: &str) -> Option<&'static str> {
    static KNOWN: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
        let lines = FORMS.iter().filter_map(|line| Some((line, *line.first()?)));
        let pairs = lines.flat_map(|(line, first)| line.iter().map(move |form| (*form, first)));
        pairs.collect()
    });
    KNOWN.get(word).copied()
}

/// Whether a folded word is a particle; a single letter is rather an initial.
pub fn is_particle(word: &str) -> bool {
    PARTICLES.binary_search(&word).is_ok()
}

/// A name in which legal forms that are written without a space stand apart, in Latin letters.
pub fn set_apart(name: &str) -> Cow<'_, str> {
    let mut apart = Cow::Borrowed(name);
    for (form, latin) in JOINED {
        if apart.contains(form) {
            apart = Cow::Owned(apart.replace(form, latin));
        }
    }
    apart
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::name::fold;

    #[test]
    fn the_tables_are_as_they_are_looked_up() {
        assert!(PARTICLES.is_sorted());
        let mut forms: Vec<&str> = FORMS.concat();
        assert!(forms.iter().all(|form| fold(form) == *form));
        forms.sort_unstable();
        assert!(forms.windows(2).all(|pair| pair[0] != pair[1]), "{forms:?}");
    }
}
