//! The words of a SPARQL text with their places, as far as an error message needs them.
//!
//! This never judges a query: the parser does. It tells where a word begins and ends, which prefixes the
//! text declares, and where it uses one.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `<…>`.
    Iri,
    /// `prefix:local`.
    Prefixed,
    /// `?name` or `$name`.
    Variable,
    /// A keyword, a number or a language tag.
    Word,
    /// A string in any of the four kinds of quotation marks.
    Text,
    /// A string that is not closed.
    OpenText,
    /// One character of punctuation.
    Mark,
}

/// A token and its place.
#[derive(Clone, Copy, Debug)]
pub struct Token<'a> {
    pub kind: Kind,
    pub text: &'a str,
    /// The byte at which it begins.
    pub start: usize,
}

impl Token<'_> {
    pub fn range(&self) -> std::ops::Range<usize> {
        self.start..self.start + self.text.len()
    }

    /// Whether it is this keyword, in any case of letters.
    pub fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }
}

/// The tokens of a text, without white space and comments.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut start = 0;
    while let Some(first) = text[start..].chars().next() {
        let rest = &text[start..];
        if first.is_whitespace() {
            start += first.len_utf8();
            continue;
        }
        if first == '#' {
            start += rest.find('\n').unwrap_or(rest.len());
            continue;
        }
        let (kind, length) = token(rest, first);
        tokens.push(Token {
            kind,
            text: &rest[..length],
            start,
        });
        start += length;
    }
    tokens
}

fn token(rest: &str, first: char) -> (Kind, usize) {
    match first {
        '<' => iri(rest).map_or((Kind::Mark, 1), |length| (Kind::Iri, length)),
        '"' | '\'' => string(rest, first),
        '?' | '$' => match word_length(&rest[1..]) {
            0 => (Kind::Mark, 1),
            length => (Kind::Variable, length + 1),
        },
        _ if first == ':' || is_word(first) => name(rest),
        _ => (Kind::Mark, first.len_utf8()),
    }
}

fn iri(rest: &str) -> Option<usize> {
    let end = rest[1..].find(|character: char| {
        character <= ' ' || matches!(character, '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`')
    })?;
    rest[1 + end..].starts_with('>').then_some(end + 2)
}

fn string(rest: &str, quote: char) -> (Kind, usize) {
    let long: String = std::iter::repeat_n(quote, 3).collect();
    let mark = if rest.starts_with(&long) {
        &long
    } else {
        &long[..1]
    };
    let mut escaped = false;
    for (at, character) in rest.char_indices().skip(mark.len()) {
        if escaped {
            escaped = false;
        } else if character == '\\' {
            escaped = true;
        } else if rest[at..].starts_with(mark) {
            return (Kind::Text, at + mark.len());
        } else if character == '\n' && mark.len() == 1 {
            return (Kind::OpenText, at);
        }
    }
    (Kind::OpenText, rest.len())
}

/// A word, or a prefixed name if a colon follows it.
fn name(rest: &str) -> (Kind, usize) {
    let is_name = |character: char| is_word(character) || matches!(character, '-' | '.');
    let prefix = rest
        .find(|character| !is_name(character))
        .unwrap_or(rest.len());
    if !rest[prefix..].starts_with(':') {
        return (Kind::Word, word_length(rest).max(1));
    }
    let is_local = |character: char| is_name(character) || matches!(character, ':' | '%' | '\\');
    let after = &rest[prefix + 1..];
    let local = after
        .find(|character| !is_local(character))
        .unwrap_or(after.len());
    let local = after[..local].trim_end_matches('.').len();
    (Kind::Prefixed, prefix + 1 + local)
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

fn word_length(rest: &str) -> usize {
    rest.find(|character| !is_word(character))
        .unwrap_or(rest.len())
}

/// The prefixes that a text declares, in its order: name without colon, and IRI.
pub fn declared_prefixes(tokens: &[Token<'_>]) -> Vec<(String, String)> {
    let mut prefixes = Vec::new();
    for window in tokens.windows(3) {
        let [keyword, name, iri] = window else {
            continue;
        };
        if keyword.is_word("PREFIX") && name.kind == Kind::Prefixed && iri.kind == Kind::Iri {
            let name = name.text.trim_end_matches(':').to_owned();
            let iri = iri.text[1..iri.text.len() - 1].to_owned();
            prefixes.push((name, iri));
        }
    }
    prefixes
}

/// Where a text uses a prefix: the token and the prefix's name.
pub fn used_prefixes<'a>(tokens: &[Token<'a>]) -> Vec<(Token<'a>, &'a str)> {
    let mut used = Vec::new();
    let mut declares = false;
    for token in tokens {
        if token.kind == Kind::Prefixed && !declares {
            let (prefix, _) = token.text.split_once(':').unwrap_or((token.text, ""));
            if prefix != "_" {
                used.push((*token, prefix));
            }
        }
        declares = token.is_word("PREFIX");
    }
    used
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_falls_into_its_tokens() {
        let text = "PREFIX v: <a:b#> # it's\nSELECT ?x { ?x v:p.q 'it\\'s'@en, \"\"\"a\"b\"\"\". <a:b>?y<5 }";
        let words: Vec<_> = tokens(text).iter().map(|token| token.text).collect();
        let expected = "PREFIX|v:|<a:b#>|SELECT|?x|{|?x|v:p.q|'it\\'s'|@|en|,|\"\"\"a\"b\"\"\"|.|<a:b>|?y|<|5|}";
        assert_eq!(words.join("|"), expected);
    }

    #[test]
    fn prefixes_are_found() {
        let tokens = tokens("PREFIX v: <a:> PREFIX : <b:> ASK { :x v:y _:z , w:ä }");
        assert_eq!(
            declared_prefixes(&tokens),
            [("v".into(), "a:".into()), (String::new(), "b:".into())]
        );
        let used: Vec<_> = used_prefixes(&tokens).iter().map(|used| used.1).collect();
        assert_eq!(used, ["", "v", "w"]);
    }

    #[test]
    fn a_string_left_open_is_told() {
        assert_eq!(tokens("'abc")[0].kind, Kind::OpenText);
        assert_eq!(tokens("\"abc\ndef\"")[0].text, "\"abc");
    }
}
