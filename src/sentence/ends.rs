//! Where sentences end, in text without line breaks.
//!
//! Unicode's rules know the marks of all scripts, and stumble over full stops that end no sentence and over the marks of
//! footnotes. So each of their ends is looked at again, and so is each mark after which they see none.

use super::abbreviations::{self, Abbreviation};
use super::evidence::Evidence;

pub(super) struct Ends<'a> {
    evidence: Evidence<'a>,
    has_ordinals: bool,
}

/// Languages that write `3.` for the third.
const ORDINALS: &[&str] = &[
    "bs", "cs", "da", "de", "et", "fi", "fo", "hr", "hu", "is", "lt", "lv", "nb", "nn", "no", "pl",
    "sk", "sl", "sr", "tr",
];

/// A mark that may end a sentence, and what stands around it.
struct Mark<'a> {
    mark: char,
    /// The text before it.
    head: &'a str,
    /// Where the next sentence would begin, and the text from there on.
    next: usize,
    tail: &'a str,
    /// Whether a footnote's mark stands between.
    noted: bool,
}

impl<'a> Ends<'a> {
    pub(super) fn new(text: &'a str, lang: &str) -> Self {
        let primary = lang.split('-').next().unwrap_or(lang).to_ascii_lowercase();
        Self {
            evidence: Evidence::new(text),
            has_ordinals: ORDINALS.contains(&primary.as_str()),
        }
    }

    /// Where in `text` further sentences begin. `bounds` is where they do by Unicode's rules.
    pub(super) fn of(&self, text: &str, bounds: &[usize]) -> Vec<usize> {
        let mut ends: Vec<usize> = bounds
            .iter()
            .map(|&at| before_opening(text, at))
            .filter(|&at| at > 0 && is_end_without_space(text, at))
            .collect();
        for (at, mark) in text.char_indices().filter(|(_, c)| is_mark(*c)) {
            if let Some(mark) = around(text, at, mark)
                && self.is_end(&mark, bounds.binary_search(&mark.next).is_ok())
            {
                ends.push(mark.next);
            }
        }
        ends.sort_unstable();
        ends.dedup();
        ends
    }

    /// Whether a sentence ends with a mark that has white space after it. `bound` is what Unicode's rules say.
    fn is_end(&self, mark: &Mark, bound: bool) -> bool {
        if opening(mark.tail).is_none_or(|c| c.is_lowercase() || matches!(c, ',' | ';' | ':')) {
            return false;
        }
        match mark.mark {
            ';' | '\u{37E}' => is_greek(mark),
            '…' => true,
            '.' if bound || mark.noted => self.is_full_stop(mark),
            '.' => {
                is_digit(mark.tail)
                    && self.evidence.is_word(token(mark.head))
                    && self.is_full_stop(mark)
            }
            _ => bound || mark.noted || is_digit(mark.tail),
        }
    }

    /// Whether a full stop ends a sentence, rather than a word or a number.
    fn is_full_stop(&self, mark: &Mark) -> bool {
        let token = token(mark.head);
        let begins = || self.evidence.begins_sentences(mark.tail);
        if is_spaced_out(token, mark.tail) {
            return false;
        }
        let is_last = is_last_of_spaced_out(token, mark.head);
        if is_last || is_initials(token) || (self.has_ordinals && is_ordinal(token)) {
            return begins();
        }
        match abbreviations::kind(token) {
            Some(Abbreviation::LeadsOn) => false,
            Some(Abbreviation::LeadsToNumber) => !is_number_next(mark.tail),
            Some(Abbreviation::MayEnd) => begins(),
            None => true,
        }
    }
}

/// Marks after which white space is needed.
fn is_mark(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | ';' | '\u{37E}')
}

/// The last of several marks, such as `?!`, with what follows it; nothing if it stands inside a word.
fn around(text: &str, at: usize, mark: char) -> Option<Mark<'_>> {
    let rest = &text[at + mark.len_utf8()..];
    let closed = rest.trim_start_matches(is_closing);
    let closed = guillemet(closed).unwrap_or(closed);
    let mut unnoted = notes(closed).trim_start_matches(is_closing);
    let noted =
        unnoted.len() < closed.len() || closed.len() < rest.trim_start_matches(is_closing).len();
    // Notes in a row may have spaces between them.
    while noted && notes(unnoted.trim_start()).len() < unnoted.trim_start().len() {
        unnoted = notes(unnoted.trim_start());
    }
    let tail = unnoted.trim_start();
    (tail.len() < unnoted.len()).then(|| Mark {
        mark,
        head: &text[..at],
        next: text.len() - tail.len(),
        tail,
        noted,
    })
}

/// What follows the ` »` with which French closes a quotation; where a word follows it, it opens one.
fn guillemet(text: &str) -> Option<&str> {
    let rest = text.trim_start().strip_prefix(['»', '›'])?;
    (!rest.starts_with(char::is_alphanumeric)).then_some(rest)
}

/// A text without the footnotes' marks at its start: `[3]`, `[a]`, `¹²`.
fn notes(text: &str) -> &str {
    let mut rest = text;
    loop {
        let raised = rest.trim_start_matches(|c: char| {
            matches!(c, '⁰'..='⁹' | '¹' | '²' | '³' | '†' | '‡' | '*')
        });
        let next = match bracketed(raised) {
            Some(after) => after,
            None => raised,
        };
        if next.len() == rest.len() {
            return rest;
        }
        rest = next;
    }
}

/// What follows `[3]`, `[note 3]`.
fn bracketed(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('[')?;
    let end = inner.char_indices().take(12).find(|(_, c)| *c == ']')?.0;
    let is_note = |c: char| c.is_alphanumeric() || matches!(c, ' ' | ',' | '-' | '–');
    (end > 0 && inner[..end].chars().all(is_note)).then(|| &inner[end + 1..])
}

/// Whether an end that Unicode's rules see needs no white space: after the marks of scripts that write none.
fn is_end_without_space(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end();
    let head = before.trim_end_matches(|c| is_closing(c) || c == '[');
    let (Some(mark), Some(next)) = (head.chars().next_back(), text[at..].chars().next()) else {
        return false;
    };
    if is_mark(mark) {
        return matches!(mark, '!' | '?') && is_east_asian(next);
    }
    // `「…。」と` goes on: what was said is part of the sentence.
    let is_said = head.len() < before.len() && matches!(next, 'と' | 'っ' | 'な' | '、' | '，');
    !is_said
}

/// Where a sentence begins that Unicode's rules let begin at `at`: they leave the mark that opens it, as in `。《`, to the
/// sentence before.
fn before_opening(text: &str, at: usize) -> usize {
    let is_opening = |c| {
        matches!(
            c,
            '《' | '〈' | '「' | '『' | '（' | '【' | '〔' | '［' | '“' | '‘'
        )
    };
    let head = text[..at].trim_end_matches(is_opening);
    // After white space, and where nothing ends before it, it is none of these.
    match head.ends_with([
        '。', '！', '？', '｡', '…', '”', '’', '」', '』', '）', '】', '》', '〉',
    ]) {
        true => head.len(),
        false => at,
    }
}

/// Marks that close what a sentence opened.
fn is_closing(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | ')'
            | ']'
            | '}'
            | '”'
            | '’'
            | '»'
            | '›'
            | '“'
            | '‘'
            | '」'
            | '』'
            | '）'
            | '】'
            | '》'
            | '〉'
    )
}

/// The first character of a text that opens no quotation or bracket.
fn opening(text: &str) -> Option<char> {
    text.chars().find(|c| {
        !c.is_whitespace()
            && !matches!(
                c,
                '"' | '\''
                    | '('
                    | '['
                    | '“'
                    | '‘'
                    | '„'
                    | '‚'
                    | '«'
                    | '‹'
                    | '»'
                    | '¿'
                    | '¡'
                    | '*'
                    | '_'
            )
    })
}

/// The last word of a text.
fn token(head: &str) -> &str {
    let start = head
        .char_indices()
        .rev()
        .take(24)
        .take_while(|(_, c)| {
            c.is_alphanumeric()
                || matches!(c, '.' | '’' | '\u{300}'..='\u{36F}' | '\u{93C}'..='\u{94D}')
        })
        .last();
    &head[start.map_or(head.len(), |(at, _)| at)..]
}

/// The first letter of an abbreviation that is written with spaces: `z. B.`.
fn is_spaced_out(token: &str, tail: &str) -> bool {
    let mut next = tail.chars();
    let is_letter = next.next().is_some_and(char::is_alphabetic);
    token.chars().count() == 1
        && token.starts_with(char::is_lowercase)
        && is_letter
        && next.next() == Some('.')
}

/// The last letter of such an abbreviation: of `u. a.`.
fn is_last_of_spaced_out(token: &str, head: &str) -> bool {
    let before = head[..head.len() - token.len()].trim_end();
    let first = self::token(before.strip_suffix('.').unwrap_or_default());
    token.chars().count() == 1
        && token.starts_with(char::is_lowercase)
        && first.chars().count() == 1
        && first.starts_with(char::is_alphabetic)
}

/// `J`, `J.R.R`, `U.S`: single letters with full stops between, the first no small one.
fn is_initials(token: &str) -> bool {
    let is_single = |part: &str| {
        let mut chars = part.chars().filter(|c| c.is_alphanumeric());
        chars
            .next()
            .is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
            && chars.next().is_none()
    };
    token.split('.').all(is_single)
}

/// `3`, `31`, `XIV`: a number short enough to count days, wars and kings.
fn is_ordinal(token: &str) -> bool {
    let is_short =
        (1..=2).contains(&token.len()) && token.bytes().all(|byte| byte.is_ascii_digit());
    is_short || is_roman(token)
}

fn is_roman(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|byte| b"IVXLC".contains(&byte))
}

fn is_digit(text: &str) -> bool {
    text.starts_with(char::is_numeric)
}

fn is_number_next(tail: &str) -> bool {
    let word = tail
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or("");
    is_digit(tail) || is_roman(word) || tail.starts_with(['§', '#'])
}

/// Whether a semicolon is a Greek question mark: after Greek letters, and before a capital.
fn is_greek(mark: &Mark) -> bool {
    let is_question = mark.mark == '\u{37E}'
        || mark
            .head
            .ends_with(|c: char| matches!(c, '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}'));
    is_question && opening(mark.tail).is_some_and(|c| !c.is_alphabetic() || c.is_uppercase())
}

fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}
