//! Numbers in quotations: in digits of any script, with any separators, with a word of scale, in Roman or Chinese
//! numerals, or written out.

use rustc_hash::FxHashSet;
use text2num::{get_interpreter_for, replace_numbers_in_text};

use super::lexicon::{PERCENT, SCALES, WRITTEN_OUT};
use super::{Words, fold};

impl Words<'_> {
    /// Whether they have a number, however it is written.
    pub fn have_number(&self, number: &str) -> bool {
        let number = normal(number);
        if self.have_as_it_is(&number) {
            return true;
        }
        let has = |number: &str| self.numbers().contains(number) || self.is_written_out(number);
        has(&number)
            || (self.speak_of_percent() && has(&shifted(&number, 2)))
            || self.may_write_out(&number)
    }

    /// Whether these digits stand in them, and no others beside, not even after a separator: so most numbers do.
    fn have_as_it_is(&self, number: &str) -> bool {
        let goes_on = |beside: &mut dyn Iterator<Item = char>| {
            let next = beside.next();
            let next = match next {
                Some(',' | '.' | '’' | '\'') => beside.next(),
                next => next,
            };
            next.is_some_and(|c| c.is_ascii_digit())
        };
        self.folded.match_indices(number).any(|(at, _)| {
            let (before, after) = (&self.folded[..at], &self.folded[at + number.len()..]);
            !goes_on(&mut before.chars().rev()) && !goes_on(&mut after.chars())
        })
    }

    /// The numbers that need no language to be read.
    pub fn numbers(&self) -> &FxHashSet<String> {
        self.numbers.get_or_init(|| {
            let mut numbers = FxHashSet::default();
            in_digits(&self.folded, &mut numbers);
            numbers.extend(self.words().iter().filter_map(|word| roman(word)));
            chinese(&self.folded, &mut numbers);
            numbers
        })
    }

    fn is_written_out(&self, number: &str) -> bool {
        self.written_out().contains(number)
            || WRITTEN_OUT.iter().any(|(digits, words)| {
                *digits == number
                    && self
                        .words()
                        .iter()
                        .any(|word| words.contains(&word.as_str()))
            })
    }

    /// The numbers that are written out in the language of the source, or in English.
    pub fn written_out(&self) -> &FxHashSet<String> {
        self.written_out.get_or_init(|| {
            let mut numbers = FxHashSet::default();
            for lang in [primary(self.lang), "en"] {
                if let Some(interpreter) = get_interpreter_for(lang) {
                    let text = replace_numbers_in_text(&self.text, &interpreter, 0.0);
                    in_digits(&fold(&text), &mut numbers);
                }
            }
            numbers
        })
    }

    /// Whether a number may stand in them in words that nobody here can read: it is one that people write out.
    fn may_write_out(&self, number: &str) -> bool {
        let is_short = matches!(number.parse::<u32>(), Ok(number) if number <= 20
            || (number <= 100 && number % 10 == 0)
            || number == 1000);
        is_short && get_interpreter_for(primary(self.lang)).is_none()
    }

    fn speak_of_percent(&self) -> bool {
        PERCENT.iter().any(|word| self.folded.contains(word))
    }
}

/// The language of a tag, without region and script.
fn primary(lang: &str) -> &str {
    lang.split('-').next().unwrap_or(lang)
}

/// A number without sign, needless zeros and exponent, so that equal numbers are equal.
fn normal(number: &str) -> String {
    let plain = number.trim().trim_start_matches(['+', '-']);
    let (digits, exponent) = match plain.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, exponent.parse().unwrap_or(0)),
        None => (plain, 0),
    };
    shifted(digits, exponent)
}

/// How far the point of a number is moved at most: further is no number that a source has.
const FURTHEST: i32 = 40;

/// A number times a power of ten, in its normal form.
fn shifted(number: &str, by: i32) -> String {
    let by = by.clamp(-FURTHEST, FURTHEST);
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let digits = format!("{whole}{part}");
    let zeros = "0".repeat(by.unsigned_abs() as usize);
    let padded = match by < 0 {
        true => format!("{zeros}{digits}"),
        false => format!("{digits}{zeros}"),
    };
    // Zeros in front move the point to the right by as many places as it is to be moved to the left.
    let point = match by < 0 {
        true => whole.len(),
        false => whole.len() + zeros.len(),
    };
    let (whole, part) = padded.split_at_checked(point).unwrap_or((&padded, ""));
    let (whole, part) = (whole.trim_start_matches('0'), part.trim_end_matches('0'));
    let whole = if whole.is_empty() { "0" } else { whole };
    match part {
        "" => whole.to_owned(),
        part => format!("{whole}.{part}"),
    }
}

/// Adds the numbers in a folded text, in every way to read their separators, and with the word of scale that follows.
fn in_digits(folded: &str, numbers: &mut FxHashSet<String>) {
    let bytes = folded.as_bytes();
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(u8::is_ascii_digit) {
        let start = at + next;
        at = end_of_number(folded, start);
        let scale = scale(&folded[at..]);
        for reading in readings(&folded[start..at]) {
            if let Some(scale) = scale {
                numbers.insert(shifted(&reading, scale));
            }
            numbers.insert(normal(&reading));
        }
    }
}

/// Where digits end that have nothing but separators between them.
fn end_of_number(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut chars = text[start..].char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let digit_follows = chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        if c.is_ascii_digit() {
            end = start + at + 1;
        } else if !is_separator(c) || !digit_follows {
            break;
        }
    }
    end
}

fn is_separator(c: char) -> bool {
    matches!(c, ',' | '.' | ' ' | '\u{A0}' | '\u{202F}' | '’' | '\'')
}

/// What digits with separators between them may mean.
fn readings(written: &str) -> Vec<String> {
    let digits = |text: &str, keeps: fn(char) -> bool| -> String {
        text.chars()
            .filter(|&c| c.is_ascii_digit() || keeps(c))
            .collect()
    };
    let mut readings = vec![digits(written, |_| false)];
    // What only white space joins may be several numbers: `in 2023 12.5 km`.
    for part in written.split(char::is_whitespace).chain([written]) {
        readings.push(digits(part, |c| c == '.'));
        readings.push(digits(part, |c| c == ',').replace(',', "."));
    }
    for part in written.split(char::is_whitespace) {
        let pieces: Vec<&str> = part.split(is_separator).collect();
        if !are_one_number(&pieces) {
            readings.extend(pieces.into_iter().map(str::to_owned));
        }
    }
    readings.retain(|reading| reading.matches('.').count() < 2);
    readings
}

/// Whether digits between separators are the groups or the decimals of one number: `1,195`, `12.5`, `1.200.000,50`.
/// Otherwise they are a date, as `17.10.2022` and `5.2012`, or a list.
fn are_one_number(pieces: &[&str]) -> bool {
    match pieces {
        [_] => true,
        [whole, part] => part.len() != 4 || (whole.len() > 2 && whole.len() != 4),
        [first, inner @ .., _] => {
            (1..=3).contains(&first.len()) && inner.iter().all(|group| group.len() == 3)
        }
        [] => true,
    }
}

/// By how many zeros the word that follows a number makes it greater.
fn scale(after: &str) -> Option<i32> {
    let word = after.trim_start_matches([' ', '\u{A0}', '\u{202F}', '-']);
    let found = SCALES.iter().find(|(_, stems)| {
        stems.iter().any(|stem| match stem.strip_suffix('$') {
            Some(whole) => word
                .strip_prefix(whole)
                .is_some_and(|rest| !rest.starts_with(char::is_alphabetic)),
            None => word.starts_with(stem),
        })
    });
    found.map(|(zeros, _)| *zeros)
}

/// A digit of any script as a plain one, and the Arabic separators as ours.
pub fn plain(c: char) -> char {
    /// The zeros of scripts, after which their other digits stand.
    const ZEROS: &[char] = &[
        '\u{660}', '\u{6F0}', '\u{7C0}', '\u{966}', '\u{9E6}', '\u{A66}', '\u{AE6}', '\u{B66}',
        '\u{BE6}', '\u{C66}', '\u{CE6}', '\u{D66}', '\u{E50}', '\u{ED0}', '\u{F20}', '\u{1040}',
        '\u{17E0}', '\u{1810}',
    ];
    match c {
        '\u{66B}' => '.',
        '\u{66C}' => ',',
        _ if c.is_ascii() => c,
        _ => {
            let digit = ZEROS.iter().find_map(|&zero| {
                let digit = u32::from(c).checked_sub(u32::from(zero))?;
                char::from_digit(digit, 10)
            });
            digit.unwrap_or(c)
        }
    }
}

/// The number that a folded word is in Roman numerals.
fn roman(word: &str) -> Option<String> {
    const NUMERALS: &[(u32, &str)] = &[
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut rest = word;
    let mut number = 0;
    for &(value, numeral) in NUMERALS {
        let most = if numeral.len() == 1 && value.to_string().starts_with('1') {
            3
        } else {
            1
        };
        for _ in 0..most {
            let Some(after) = rest.strip_prefix(numeral) else {
                break;
            };
            (number, rest) = (number + value, after);
        }
    }
    (rest.is_empty() && number > 0).then(|| number.to_string())
}

/// Adds the numbers in Chinese numerals: digit by digit, as years are written, or with words of scale.
fn chinese(folded: &str, numbers: &mut FxHashSet<String>) {
    if folded.is_ascii() {
        return;
    }
    let is_numeral = |c: &char| chinese_digit(*c).is_some() || chinese_scale(*c).is_some();
    for run in folded
        .split(|c: char| !is_numeral(&c))
        .filter(|run| !run.is_empty())
    {
        let digits: Option<String> = run
            .chars()
            .map(|c| char::from_digit(chinese_digit(c)?, 10))
            .collect();
        match digits {
            Some(digits) => numbers.insert(normal(&digits)),
            None => numbers.insert(chinese_number(run).to_string()),
        };
    }
}

fn chinese_number(run: &str) -> u64 {
    let (mut total, mut section, mut digit): (u64, u64, u64) = (0, 0, 0);
    for c in run.chars() {
        match (chinese_digit(c), chinese_scale(c)) {
            (Some(value), _) => digit = value.into(),
            (None, Some(scale)) if scale < 10_000 => {
                section = section.saturating_add(digit.max(1).saturating_mul(scale));
                digit = 0;
            }
            (None, scale) => {
                let whole = total.saturating_add(section).saturating_add(digit);
                total = whole.saturating_mul(scale.unwrap_or(1));
                (section, digit) = (0, 0);
            }
        }
    }
    total.saturating_add(section).saturating_add(digit)
}

fn chinese_digit(c: char) -> Option<u32> {
    match c {
        '〇' | '零' => Some(0),
        '一' => Some(1),
        '二' | '两' | '兩' => Some(2),
        '三' => Some(3),
        '四' => Some(4),
        '五' => Some(5),
        '六' => Some(6),
        '七' => Some(7),
        '八' => Some(8),
        '九' => Some(9),
        _ => None,
    }
}

fn chinese_scale(c: char) -> Option<u64> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        '万' | '萬' => Some(10_000),
        '亿' | '億' => Some(100_000_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(text: &str, lang: &str, number: &str) -> bool {
        Words::of(text.to_owned(), lang).have_number(number)
    }

    #[test]
    fn in_several_habits_of_writing() {
        let text = "1,234 units, 1 500 more, 12.5 km, 3,5 kg, 1.200.000 Euro, 7'000 francs and two others of 1990.";
        for number in [
            "1234", "1500", "12.5", "12.50", "3.5", "2", "1990", "+1234", "1200000", "1.2E6",
            "7000", "1234.0",
        ] {
            assert!(has(text, "en", number), "{number}");
        }
        for number in ["8", "4", "125", "1235", "0.5", "1.3E6"] {
            assert_eq!(has(text, "en", number), number == "125", "{number}");
        }
    }

    #[test]
    fn whole_and_not_by_a_part() {
        for (text, number) in [
            ("1,195 members", "195"),
            ("1,195 members", "1"),
            ("12.5 km", "5"),
            ("1.200.000 Euro", "200"),
            ("7'000 francs", "7"),
        ] {
            assert!(!has(text, "en", number), "{number} in {text}");
        }
        for (text, number) in [
            ("on 17.10.2022", "2022"),
            ("on 17.10.2022", "10"),
            ("05.2012", "2012"),
            ("1990,1991", "1991"),
            ("195, 196", "195"),
            ("It has 195.", "195"),
        ] {
            assert!(has(text, "en", number), "{number} in {text}");
        }
    }

    #[test]
    fn with_words_of_scale_and_in_percent() {
        for (text, number) in [
            ("1.2 million people", "1200000"),
            ("3,5 Mrd. Euro", "3500000000"),
            ("€5m", "5000000"),
            ("около 40 тысяч человек", "40000"),
            ("2 εκατομμύρια ευρώ", "2000000"),
            ("1.2万人", "12000"),
            ("12 percent", "0.12"),
            ("12%", "12"),
            ("στο 7,5 τοις εκατό", "0.075"),
        ] {
            assert!(has(text, "en", number), "{text}");
            assert!(!has(text, "en", "77"), "{text}");
        }
        assert!(!has("12 people", "en", "0.12"));
    }

    #[test]
    fn written_out() {
        for (text, lang, number) in [
            ("Twelve men and two hundred and five women", "en", "205"),
            ("Twelve men", "en-GB", "12"),
            ("the twenty-first time", "en", "21"),
            ("the ninetieth assembly", "en", "90"),
            ("vierundzwanzig Mitglieder", "de", "24"),
            ("vingt-quatre membres", "fr", "24"),
            ("half of them", "en", "50"),
            ("a dozen ships", "en", "12"),
            ("Louis XIV", "fr", "14"),
            ("Δώδεκα μέλη", "el", "12"),
            ("二十四名成员", "zh", "24"),
            ("三千二百人", "zh", "3200"),
            ("٢٤ عضوا", "ar", "24"),
        ] {
            assert!(has(text, lang, number), "{text}");
            assert!(!has(text, lang, "77"), "{text}");
        }
        assert!(!has("Δώδεκα μέλη", "el", "24"));
    }

    #[test]
    fn odd_texts_do_no_harm() {
        for text in [
            "",
            "\u{0}",
            "1.",
            ".5.,",
            "e",
            "1e999999999",
            "٫٬",
            "万万万亿亿亿亿亿亿",
            "and and hundred",
        ] {
            for lang in ["en", "de", "fr", "", "-", "zz"] {
                let _ = has(text, lang, text);
                let _ = has(text, lang, "5");
            }
        }
        assert_eq!(normal("1e999999999"), shifted("1", FURTHEST));
        assert_eq!(normal("007.500"), "7.5");
        assert_eq!(normal("1E-3"), "0.001");
    }
}
