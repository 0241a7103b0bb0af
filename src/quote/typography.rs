//! What a typesetter changes and a typist does not type: one table, by character.
//!
//! The table is short on purpose. NFKC would also fold `²` to `2` and `½` to `1⁄2`, which changes
//! what a source says; here only marks that are read alike are alike.

/// What stands for `c` in the typography fold, if it is not `c` itself. Dashes are not here: a run
/// of hyphens can be one dash, see [`is_dash`].
pub(super) fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        // Single quote marks, apostrophes, primes.
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | '′' | '‵' | '´' | '`' | 'ʼ' | '＇' | '❛' | '❜' => {
            "'"
        }
        // Double quote marks and double primes.
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '‶' | '〝' | '〞' | '〟' | '＂' | '❝' | '❞'
        | '「' | '」' | '『' | '』' => "\"",
        '…' => "...",
        '‥' => "..",
        // Latin ligatures. U+FB05 is a long s with t.
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        _ => return None,
    })
}

/// Whether `c` is a hyphen, a dash or a minus.
pub(super) fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'..='\u{2015}' | '⁃' | '−' | '⸺' | '⸻' | '﹘' | '﹣' | '－'
    )
}

/// Whether `c` is a hyphen, which may divide a word at a line's end; the longer dashes do not.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}')
}
