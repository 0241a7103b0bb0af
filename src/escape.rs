//! Markdown's backslash escapes, taken away and put in.
//!
//! A backslash before a mark of ASCII punctuation stands for that mark ([CommonMark](https://spec.commonmark.org/), 2.4).
//! In words of a source, in names and in strings escapes mean nothing else: Markdown tools put them in and take them
//! away, each by its own taste. [`escape`] puts one before every mark that Markdown would take for its own, and before
//! no other, so that such tools have nothing left to change.

use std::borrow::Cow;

/// Whether the backslash before this character is an escape.
pub fn is_escapable(c: char) -> bool {
    c.is_ascii_punctuation()
}

/// The characters of a text as it is written: each with its place, and whether a backslash stands before it, which is
/// left out.
pub fn letters(raw: &str) -> impl Iterator<Item = (usize, char, bool)> {
    let mut characters = raw.char_indices().peekable();
    std::iter::from_fn(move || {
        let (at, c) = characters.next()?;
        match characters.peek() {
            Some(&(next, mark)) if c == '\\' && is_escapable(mark) => {
                characters.next();
                Some((next, mark, true))
            }
            _ => Some((at, c, false)),
        }
    })
}

/// A text without its escapes.
pub fn unescape(raw: &str) -> Cow<'_, str> {
    if raw.contains('\\') {
        Cow::Owned(letters(raw).map(|(_, c, _)| c).collect())
    } else {
        Cow::Borrowed(raw)
    }
}

/// What a character of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// One of the words: escaped if Markdown would take it for its own.
    Words,
    /// A mark of the notation, or of Markdown: never escaped.
    Mark,
    /// One that has to be escaped, or it would be a mark of the notation.
    Escaped,
}

/// A character of a line, without its escape.
pub type Letter = (char, Nature);

/// The letters of plain words.
pub fn words(plain: &str) -> Vec<Letter> {
    plain.chars().map(|c| (c, Nature::Words)).collect()
}

/// A line, without white space around it, with escapes where they are needed.
pub fn escape(line: &[Letter]) -> String {
    let plain: Vec<char> = line.iter().map(|&(c, _)| c).collect();
    let mut taken: Vec<bool> = (0..plain.len()).map(|at| is_inline(&plain, at)).collect();
    let marks = brackets(&plain).into_iter().chain(strikes(&plain));
    for at in marks.chain(opening(&plain)) {
        taken[at] = true;
    }
    let mut escaped = String::with_capacity(line.len() + 8);
    for (&(c, nature), taken) in line.iter().zip(taken) {
        let is_escaped = match nature {
            Nature::Words => taken,
            Nature::Mark => false,
            Nature::Escaped => true,
        };
        if is_escaped {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Whether a character may open or close emphasis, code, a link or HTML, or stand for another one.
fn is_inline(line: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| line[before]);
    let after = line.get(at + 1).copied();
    let is_space = |c: Option<char>| c.is_some_and(char::is_whitespace);
    let is_inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let stands_alone = is_space(before) && is_space(after);
    match line[at] {
        '\\' | '`' => true,
        '*' => !stands_alone,
        '_' => !(stands_alone || (is_inside(before) && is_inside(after))),
        '<' => after != Some(' '),
        '&' => is_reference(&line[at + 1..]),
        _ => false,
    }
}

/// The tildes that could strike words through, which takes two: the first of every two that stand together.
fn strikes(line: &[char]) -> Vec<usize> {
    let mut strikes = Vec::new();
    let mut at = 0;
    while at < line.len() {
        let is_pair = line[at] == '~' && line.get(at + 1) == Some(&'~');
        strikes.extend(is_pair.then_some(at));
        at += if is_pair { 2 } else { 1 };
    }
    strikes
}

/// Whether what follows an `&` makes it a character reference: `amp;`, `#38;`, `#x26;`.
fn is_reference(after: &[char]) -> bool {
    let Some(end) = after.iter().take(40).position(|&c| c == ';') else {
        return false;
    };
    match &after[..end] {
        ['#', 'x' | 'X', digits @ ..] => {
            !digits.is_empty() && digits.iter().all(char::is_ascii_hexdigit)
        }
        ['#', digits @ ..] => !digits.is_empty() && digits.iter().all(char::is_ascii_digit),
        [first, rest @ ..] => {
            first.is_ascii_alphabetic() && rest.iter().all(char::is_ascii_alphanumeric)
        }
        [] => false,
    }
}

/// The square brackets that could be part of a link: those that have no other half, that hold others, or that `:` or
/// `(` follows.
fn brackets(line: &[char]) -> Vec<usize> {
    let mut alone = Vec::new();
    let mut open = None;
    for (at, c) in line.iter().enumerate() {
        match (c, open) {
            ('[', before) => {
                alone.extend(before);
                open = Some(at);
            }
            (']', None) => alone.push(at),
            (']', Some(start)) => {
                if matches!(line.get(at + 1), Some(':' | '(')) {
                    alone.extend([start, at]);
                }
                open = None;
            }
            _ => {}
        }
    }
    alone.extend(open);
    alone
}

/// The character by which a line would open a block: a heading, a list, a quotation, a rule, a table, a fence, a formula.
fn opening(line: &[char]) -> Option<usize> {
    let run = |of: &dyn Fn(char) -> bool| line.iter().take_while(|&&c| of(c)).count();
    let ends_word = |at: usize| matches!(line.get(at), None | Some(' ' | '\t'));
    let is_all = |mark: char| line.iter().all(|&c| c == mark || c == ' ' || c == '\t');
    let count = |mark: char| line.iter().filter(|&&c| c == mark).count();
    let first = *line.first()?;
    let digits = run(&|c| c.is_ascii_digit());
    let is_opening = match first {
        '>' => true,
        '#' => run(&|c| c == '#') <= 6 && ends_word(run(&|c| c == '#')),
        '~' => run(&|c| c == '~') >= 3,
        '$' => run(&|c| c == '$') >= 2,
        '=' => line.iter().all(|&c| c == '='),
        '-' | '*' | '+' if ends_word(1) => true,
        '-' if is_all('-') => count('-') >= 3 || line.iter().all(|&c| c == '-'),
        '*' | '_' if is_all(first) => count(first) >= 3,
        _ => false,
    };
    if is_opening {
        return Some(0);
    }
    if digits > 0 && matches!(line.get(digits), Some('.' | ')')) && ends_word(digits + 1) {
        return Some(digits);
    }
    let is_ruler = line.iter().all(|c| "|-: \t".contains(*c)) && count('|') + count(':') > 0;
    let dash = line.iter().position(|&c| c == '-')?;
    is_ruler.then_some(dash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_markdown_would_take_is_escaped_and_nothing_else() {
        for (plain, written) in [
            (
                "plain words, as ever; 5 * 3 = 15 - 1 + 2 > 7",
                "plain words, as ever; 5 * 3 = 15 - 1 + 2 > 7",
            ),
            ("*star* snake_case _all_", r"\*star\* snake_case \_all\_"),
            ("`code` C:\\dir", r"\`code\` C:\\dir"),
            (
                "a < b <b> R&D &amp; &#38; &;",
                r"a < b \<b> R&D \&amp; \&#38; &;",
            ),
            (
                "[…] [sic] [a](b) [c]: d [e [f]]",
                r"[…] [sic] \[a\](b) \[c\]: d \[e [f]\]",
            ),
            ("] [", r"\] \["),
            ("# one", r"\# one"),
            ("#one 1. two", "#one 1. two"),
            ("1990. It", r"1990\. It"),
            ("1) It", r"1\) It"),
            ("- it", r"\- it"),
            ("-it", "-it"),
            ("---", r"\---"),
            ("===", r"\==="),
            ("~~~ ~~x~~ ~", r"\~~~ \~~x\~~ ~"),
            ("$$ x", r"\$$ x"),
            ("|---|:-:|", r"|\---|:-:|"),
            ("> it", r"\> it"),
            ("Ελλάδα_ 國_際", "Ελλάδα\\_ 國_際"),
        ] {
            assert_eq!(escape(&words(plain)), written);
            assert_eq!(unescape(written), plain);
        }
    }

    #[test]
    fn taking_escapes_away_undoes_putting_them_in() {
        let marks: Vec<char> = r"\`*_<>&;#+-=~~|:.()[]!1 aé".chars().collect();
        let mut state = 1u64;
        for _ in 0..20_000 {
            let line: String = (0..12)
                .map(|_| {
                    state = state
                        .wrapping_mul(6364136223846793005)
                        .wrapping_add(1442695040888963407);
                    marks[(state >> 33) as usize % marks.len()]
                })
                .collect();
            let escaped = escape(&words(&line));
            assert_eq!(unescape(&escaped), line);
            assert_eq!(escape(&words(&unescape(&escaped))), escaped);
        }
    }
}
