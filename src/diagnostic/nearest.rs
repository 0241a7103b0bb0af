//! «Did you mean …?»: the name that a mistyped one was probably meant to be.
//!
//! A suggestion that is nonsense costs more trust than a missing one, so there is a limit that grows with
//! the length of what was typed, and nothing beyond it. Four ways of being near count, in this order:
//! the same but for case and accents; the same words in another order; a few slips of the finger
//! (optimal string alignment, so that two letters swapped are one slip); and a name that was only begun.

use rapidfuzz::distance::osa;
use unicode_normalization::UnicodeNormalization;

/// Beyond this many characters nobody mistypes a name, and comparing would take long.
const LONGEST: usize = 300;

/// The candidate that `wanted` was probably meant to be, or nothing if none is near. A candidate that
/// equals `wanted` is passed over. Of several that are equally near, the lexicographically first is given, so
/// the order of the candidates does not matter.
pub fn did_you_mean(
    wanted: &str,
    candidates: impl IntoIterator<Item = impl AsRef<str>>,
) -> Option<String> {
    let wanted = Wanted::new(wanted)?;
    let mut best: Option<(Nearness, String)> = None;
    for candidate in candidates {
        let candidate = candidate.as_ref();
        let bound = best.as_ref().map(|(nearness, _)| nearness.cost);
        let Some(nearness) = wanted.nearness(candidate, bound) else {
            continue;
        };
        let better = best
            .as_ref()
            .is_none_or(|(least, name)| (nearness, candidate) < (*least, name.as_str()));
        if better {
            best = Some((nearness, candidate.to_owned()));
        }
    }
    best.map(|(_, name)| name)
}

/// How near a candidate is; less is nearer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Nearness {
    /// Two for each slip once case and accents are put aside; see the constants below.
    cost: usize,
    /// The slips with case and accents counted, to choose between equals.
    exact: usize,
}

const SLIP: usize = 2;
const WORDS_SWAPPED: usize = 1;
const WORDS_BEGUN: usize = 3;
const WORD_BEGUN: usize = 5;

/// What was typed, prepared once for all candidates.
struct Wanted<'a> {
    typed: &'a str,
    folded: Vec<char>,
    words: Vec<Vec<char>>,
    limit: usize,
    comparator: osa::BatchComparator<char>,
}

impl<'a> Wanted<'a> {
    fn new(typed: &'a str) -> Option<Self> {
        if typed.chars().nth(LONGEST).is_some() {
            return None;
        }
        let folded = fold(typed);
        if folded.is_empty() {
            return None;
        }
        Some(Self {
            typed,
            words: words(&folded),
            limit: limit(&folded),
            comparator: osa::BatchComparator::new(folded.iter().copied()),
            folded,
        })
    }

    /// How near `candidate` is, if it is near enough and costs no more than `bound`.
    fn nearness(&self, candidate: &str, bound: Option<usize>) -> Option<Nearness> {
        if candidate == self.typed || self.is_hopeless(candidate) {
            return None;
        }
        let folded = fold(candidate);
        let cost = [
            self.slips(&folded, bound),
            self.words_swapped(&folded),
            self.begun(&folded),
        ]
        .into_iter()
        .flatten()
        .min()
        .filter(|&cost| bound.is_none_or(|bound| cost <= bound))?;
        let exact = osa::distance(self.typed.chars(), candidate.chars());
        Some(Nearness { cost, exact })
    }

    /// Whether the length alone rules `candidate` out, before any work is done on it. A name that goes on
    /// may be much longer than what was typed, but a character never folds to more than four.
    fn is_hopeless(&self, candidate: &str) -> bool {
        let shortest = self.folded.len().saturating_sub(self.limit);
        candidate.len() > LONGEST * 4 || candidate.len() * 4 < shortest
    }

    fn slips(&self, folded: &[char], bound: Option<usize>) -> Option<usize> {
        let limit = bound.map_or(self.limit, |bound| self.limit.min(bound / SLIP));
        if folded.len().abs_diff(self.folded.len()) > limit {
            return None;
        }
        let args = osa::Args::default().score_cutoff(limit);
        let slips = self
            .comparator
            .distance_with_args(folded.iter().copied(), &args)?;
        // Where every character was changed, nothing of what was typed is left.
        (slips < folded.len().max(self.folded.len())).then_some(slips * SLIP)
    }

    fn words_swapped(&self, folded: &[char]) -> Option<usize> {
        // A comma may come or go: «Stock, Jürgen».
        let near = folded.len().abs_diff(self.folded.len()) <= 2;
        (self.words.len() > 1 && near && words(folded) == self.words).then_some(WORDS_SWAPPED)
    }

    fn begun(&self, folded: &[char]) -> Option<usize> {
        let rest = folded.strip_prefix(self.folded.as_slice())?;
        if self.folded.len() < 3 {
            return None;
        }
        let at_word_end = rest.first().is_some_and(|next| !next.is_alphanumeric());
        Some(if at_word_end { WORDS_BEGUN } else { WORD_BEGUN })
    }
}

/// How many slips are forgiven: none in a single character, one in a short word, a quarter of a long one.
/// In the scripts of East Asia, where a character is a syllable or a word, two are already a short word.
pub fn limit(folded: &[char]) -> usize {
    match folded.len() {
        0 | 1 => 0,
        2 => usize::from(folded.iter().all(|&c| c >= '\u{2E80}')),
        3..=5 => 1,
        6..=11 => 2,
        length => length / 4,
    }
}

/// Text with case put aside, and the accents of the scripts in which they distinguish little. The
/// vowel signs of Indic scripts are marks too, but without them nothing is left of a word.
pub fn fold(text: &str) -> Vec<char> {
    if text.is_ascii() {
        return text.chars().map(|c| c.to_ascii_lowercase()).collect();
    }
    let accent = |c: &char| matches!(c, '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{64B}'..='\u{65F}');
    let letters = text.nfd().filter(|c| !accent(c));
    let mut folded = Vec::with_capacity(text.len());
    for c in letters.flat_map(char::to_lowercase) {
        match plain(c) {
            Some(plain) => folded.extend(plain.chars()),
            None => folded.push(c),
        }
    }
    folded
}

/// A Latin letter without its stroke or in its parts, which Unicode takes for a letter of its own.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ł' => "l",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ŧ' => "t",
        'ı' => "i",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        _ => return None,
    })
}

/// The words of folded text, sorted.
fn words(folded: &[char]) -> Vec<Vec<char>> {
    let mut words: Vec<Vec<char>> = folded
        .split(|c| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(<[char]>::to_vec)
        .collect();
    words.sort();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn among(wanted: &str, candidates: &[&str]) -> Option<String> {
        let forwards = did_you_mean(wanted, candidates);
        let backwards = did_you_mean(wanted, candidates.iter().rev());
        assert_eq!(forwards, backwards, "the order of the candidates mattered");
        forwards
    }

    #[track_caller]
    fn meant(wanted: &str, candidates: &[&str], expected: &str) {
        assert_eq!(among(wanted, candidates).as_deref(), Some(expected));
    }

    #[test]
    fn a_slip_is_forgiven() {
        let properties = ["memberOf", "memberCount", "partnersWith", "regionCount"];
        meant("membreOf", &properties, "memberOf");
        meant("memberof", &properties, "memberOf");
        meant("partnerWith", &properties, "partnersWith");
        meant("titel", &["id", "lang", "text", "title"], "title");
    }

    #[test]
    fn nonsense_is_not_suggested() {
        let names = ["Interpol", "Russia", "Trend Micro", "by", "at"];
        for wanted in ["cryptojacking", "Peru", "in", "x", "", "Micro", "–"] {
            assert_eq!(among(wanted, &names), None, "for {wanted:?}");
        }
        assert_eq!(among("xyz", &["abc"]), None);
        assert_eq!(did_you_mean("x", Vec::<String>::new()), None);
    }

    #[test]
    fn case_and_accents_are_put_aside_but_break_ties() {
        meant(
            "jurgen stock",
            &["Jürgen Stock", "Jürgen Stark"],
            "Jürgen Stock",
        );
        meant("café", &["CAFE", "Cafe", "cafe"], "cafe");
        meant("МОСКВА", &["Москва", "Маска"], "Москва");
        meant(
            "Lodz Strasse",
            &["Łódź Straße", "Lodge Street"],
            "Łódź Straße",
        );
    }

    #[test]
    fn words_may_be_swapped() {
        let names = ["Jürgen Stock", "Interpol General Assembly"];
        meant("Stock, Jürgen", &names, "Jürgen Stock");
        meant(
            "General Assembly Interpol",
            &names,
            "Interpol General Assembly",
        );
    }

    #[test]
    fn a_name_may_be_only_begun() {
        meant(
            "Trend",
            &["Trend Micro", "Trendline Partners"],
            "Trend Micro",
        );
        meant(
            "crypto",
            &["cryptojacking", "cryptocurrency transactions"],
            "cryptojacking",
        );
        assert_eq!(among("Tr", &["Trend Micro"]), None);
    }

    #[test]
    fn any_script() {
        meant("東京都庁", &["東京都廳", "大阪府"], "東京都廳");
        meant("北亰", &["北京", "南京"], "北京");
        meant("الانتربول", &["الإنتربول", "روسيا"], "الإنتربول");
        meant(
            "국제형사경찰기규",
            &["국제형사경찰기구"],
            "국제형사경찰기구",
        );
        // Without their vowel signs these would be the same.
        assert_eq!(among("कि", &["का"]), None);
    }

    #[test]
    fn equals_are_passed_over_and_ties_go_to_the_first() {
        meant("abcd", &["abcd", "abce", "abcf"], "abce");
        assert_eq!(among("abcd", &["abcd"]), None);
    }

    #[test]
    fn very_long_text_is_left_alone() {
        let long = "word ".repeat(100_000);
        assert_eq!(among(&long, &["word"]), None);
        assert_eq!(among("word", &[long.as_str()]), None);
    }

    #[test]
    fn a_hundred_thousand_candidates_are_quick() {
        let names: Vec<String> = (0..100_000).map(|n| format!("Société n° {n}")).collect();
        let start = std::time::Instant::now();
        assert_eq!(
            did_you_mean("Societe n° 100000", &names).as_deref(),
            Some("Société n° 10000")
        );
        assert!(start.elapsed().as_secs() < 2, "took {:?}", start.elapsed());
    }
}
