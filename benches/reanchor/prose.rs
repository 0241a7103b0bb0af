//! Texts to quote from: paragraphs of sentences in three scripts, with words as frequent as words are, and with what makes
//! finding a sentence again hard: sentences that stand several times, and forms that differ in one word.

use crate::random::Random;

/// A word, and the quotation that it belongs to.
#[derive(Clone, Debug)]
pub struct Word {
    pub text: String,
    /// Which word of which quotation it is.
    pub quoted: Option<(usize, usize)>,
    /// Of which sentence of the text before an edit it is; nothing of a word that came in by the edit.
    pub origin: Option<usize>,
}

impl Word {
    /// A word that is of no quotation, and new.
    pub fn new(text: String) -> Word {
        Word {
            text,
            quoted: None,
            origin: None,
        }
    }
}

pub type Sentence = Vec<Word>;

/// Paragraphs of sentences.
#[derive(Clone, Debug, Default)]
pub struct Prose {
    pub paragraphs: Vec<Vec<Sentence>>,
}

/// The words of a language that nobody speaks.
pub struct Language {
    words: Vec<String>,
}

const LATIN: &[&str] = &[
    "an", "ber", "co", "den", "ex", "fra", "ge", "hu", "ing", "ka", "li", "mor", "ne", "or", "pre",
    "qui", "re", "sti", "to", "um", "ver", "wa", "za", "fi", "flo", "al", "er", "is", "on", "tra",
];
const GREEK: &[&str] = &[
    "αν", "βο", "γε", "δη", "ερ", "ζω", "θα", "κα", "λο", "μέ", "νος", "ξε", "ου", "πρό", "ρι",
    "σμα", "της", "φα", "χή", "ων",
];
const CYRILLIC: &[&str] = &[
    "ба", "во", "гра", "де", "жи", "за", "ко", "ло", "мен", "ный", "об", "пре", "ра", "ско", "то",
    "уч", "фи", "хо", "ше", "ые",
];

impl Language {
    /// The language of a text: mostly in Latin letters.
    pub fn new(random: &mut Random) -> Language {
        let syllables = match random.below(10) {
            0 => GREEK,
            1 => CYRILLIC,
            _ => LATIN,
        };
        let word = |number: usize, random: &mut Random| {
            // The most frequent words are short.
            let length = 1 + usize::from(number > 12) + usize::from(number > 120) + random.below(2);
            (0..length)
                .map(|_| *random.pick(syllables))
                .collect::<String>()
        };
        Language {
            words: (0..1_500).map(|number| word(number, random)).collect(),
        }
    }

    /// Whether it is written in Latin letters.
    pub fn is_latin(&self) -> bool {
        self.words[0].is_ascii()
    }

    /// A word, by Zipf's law.
    pub fn word(&self, random: &mut Random) -> String {
        let uniform = random.below(1_000_000) as f64 / 1_000_000.0;
        let rank = (self.words.len() as f64).powf(uniform) - 1.0;
        self.words[(rank as usize).min(self.words.len() - 1)].clone()
    }

    /// A sentence with a capital, commas, now and then a year, a quotation or a dash, and a full stop.
    pub fn sentence(&self, random: &mut Random) -> Sentence {
        let length = random.between(5, 26);
        let mut words: Vec<String> = (0..length)
            .map(|_| match random.below(40) {
                0 => random.between(1850, 2026).to_string(),
                1 => format!("{}’s", self.word(random)),
                2 => format!("{}-{}", self.word(random), self.word(random)),
                _ => self.word(random),
            })
            .collect();
        words[0] = capital(&words[0]);
        for word in &mut words[1..length - 1] {
            match random.below(14) {
                0 => word.push(','),
                1 => *word = format!("“{word}”"),
                2 => word.push_str(" –"),
                _ => {}
            }
        }
        words[length - 1].push('.');
        sentence(words)
    }

    /// A line of a form: of the same kind, differing in a name and a number.
    pub fn line(&self, form: usize, random: &mut Random) -> Sentence {
        let fixed = |at: usize| self.words[(form * 37 + at * 11) % self.words.len()].clone();
        let mut words: Vec<String> = (0..10).map(fixed).collect();
        words[0] = capital(&words[0]);
        words[4] = capital(&self.word(random));
        words[8] = random.between(1, 31).to_string();
        words[9].push('.');
        sentence(words)
    }
}

fn sentence(words: Vec<String>) -> Sentence {
    words.into_iter().map(Word::new).collect()
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

impl Prose {
    /// A text of some pages.
    pub fn new(language: &Language, random: &mut Random) -> Prose {
        let mut prose = Prose::default();
        let is_form = random.percent(15);
        for _ in 0..random.between(8, 16) {
            let mut paragraph: Vec<Sentence> = Vec::new();
            for _ in 0..random.between(2, 7) {
                let sentence = match random.below(100) {
                    0..4 => prose.any(random).cloned(),
                    4..30 if is_form => Some(language.line(random.below(3), random)),
                    _ => None,
                };
                paragraph.push(sentence.unwrap_or_else(|| language.sentence(random)));
            }
            prose.paragraphs.push(paragraph);
        }
        prose
    }

    /// One of the sentences.
    fn any(&self, random: &mut Random) -> Option<&Sentence> {
        let paragraph = match self.paragraphs.len() {
            0 => return None,
            count => &self.paragraphs[random.below(count)],
        };
        Some(&paragraph[random.below(paragraph.len())])
    }

    /// Numbers the sentences, so that each is known again after an edit.
    pub fn number(&mut self) {
        for (number, sentence) in self.paragraphs.iter_mut().flatten().enumerate() {
            sentence
                .iter_mut()
                .for_each(|word| word.origin = Some(number));
        }
    }

    /// Marks `count` quotations: a sentence, a part of one, or two in a row. Hands out how many there are.
    pub fn quote(&mut self, count: usize, random: &mut Random) -> usize {
        let mut marked = 0;
        for _ in 0..count * 4 {
            if marked == count {
                break;
            }
            let at = random.below(self.paragraphs.len());
            let paragraph = &mut self.paragraphs[at];
            let first = random.below(paragraph.len());
            let last = (first + usize::from(random.percent(15))).min(paragraph.len() - 1);
            let mut words: Vec<&mut Word> = paragraph[first..=last].iter_mut().flatten().collect();
            let (start, end) = match random.percent(30) {
                true => part(words.len(), random),
                false => (0, words.len()),
            };
            let words = &mut words[start..end];
            if words.iter().any(|word| word.quoted.is_some()) {
                continue;
            }
            for (number, word) in words.iter_mut().enumerate() {
                word.quoted = Some((marked, number));
            }
            marked += 1;
        }
        marked
    }
}

/// A part of so many words: not less than four.
fn part(length: usize, random: &mut Random) -> (usize, usize) {
    let size = random.between(4.min(length), length);
    let start = random.below(length - size + 1);
    (start, start + size)
}
