//! How a text is set: its lines, its hyphens, its quote marks. The words are the same in every setting.

use std::ops::Range;

use crate::prose::{Prose, Word};
use crate::random::Random;

/// A way to set a text.
#[derive(Clone, Debug)]
pub struct Setting {
    width: Option<usize>,
    hyphenates: bool,
    straight: bool,
    ligatures: bool,
    unseen: bool,
    breaks: &'static str,
}

/// A text that was set.
pub struct Set {
    pub text: String,
    /// Where each quotation stands, in code points, and whether it has all of its words in their order.
    pub quoted: Vec<Option<Quoted>>,
}

#[derive(Clone, Copy, Debug)]
pub struct Quoted {
    pub start: usize,
    pub end: usize,
    pub whole: bool,
}

impl Setting {
    pub fn any(random: &mut Random) -> Setting {
        let width = *random.pick(&[None, Some(60), Some(72), Some(94)]);
        Setting {
            width,
            hyphenates: width.is_some() && random.percent(50),
            straight: random.percent(40),
            ligatures: random.percent(20),
            unseen: random.percent(15),
            breaks: if random.percent(15) { "\r\n" } else { "\n" },
        }
    }

    /// Sets a text with quotations of these words.
    pub fn set(&self, prose: &Prose, quotations: &[Vec<String>]) -> Set {
        let mut page = Page {
            setting: self,
            text: String::new(),
            chars: 0,
            column: 0,
            seen: quotations.iter().map(|_| Vec::new()).collect(),
            words: Vec::new(),
            number: 0,
        };
        for paragraph in &prose.paragraphs {
            if !page.text.is_empty() {
                page.put(&self.breaks.repeat(2));
            }
            page.column = 0;
            for word in paragraph.iter().flatten() {
                page.word(word);
            }
        }
        page.finish(quotations)
    }

    /// A word as it is set, but for what happens at the line's end.
    fn spelt(&self, word: &str) -> String {
        let mut spelt = word.to_owned();
        if self.straight {
            spelt = spelt
                .replace(['“', '”'], "\"")
                .replace('’', "'")
                .replace('–', "--");
        }
        if self.ligatures {
            spelt = spelt.replace("fi", "ﬁ").replace("fl", "ﬂ");
        }
        spelt
    }
}

struct Page<'s> {
    setting: &'s Setting,
    text: String,
    chars: usize,
    column: usize,
    /// The words of each quotation as they come.
    seen: Vec<Vec<Seen>>,
    /// All words, with where they stand.
    words: Vec<(String, Range<usize>)>,
    number: usize,
}

/// A word of a quotation: which one, which word of the text it is, and where it stands.
struct Seen {
    number: usize,
    at: usize,
    start: usize,
    end: usize,
}

impl Page<'_> {
    fn put(&mut self, piece: &str) {
        self.text.push_str(piece);
        let chars = piece.chars().count();
        self.chars += chars;
        self.column += chars;
    }

    fn word(&mut self, word: &Word) {
        let spelt = self.setting.spelt(&word.text);
        let length = spelt.chars().count();
        let room = self
            .setting
            .width
            .map(|width| width.saturating_sub(self.column + 1));
        let fits = room.is_none_or(|room| room >= length);
        let divides =
            self.setting.hyphenates && length >= 7 && spelt.chars().all(char::is_alphabetic);
        let broken = !(fits || divides && room.is_some_and(|room| room > 5));
        if self.column > 0 {
            match broken {
                true => self.put(self.setting.breaks),
                false if self.setting.unseen && self.number.is_multiple_of(9) => self.put("\u{a0}"),
                false => self.put(" "),
            }
        }
        if broken {
            self.column = 0;
        }
        let start = self.chars;
        match !fits && !broken {
            true => self.divided(&spelt),
            false => self.put(&spelt),
        }
        self.note(word, start);
        self.number += 1;
    }

    fn divided(&mut self, spelt: &str) {
        let half = spelt
            .char_indices()
            .nth(4)
            .map_or(spelt.len(), |(at, _)| at);
        self.put(&spelt[..half]);
        self.put("-");
        self.put(self.setting.breaks);
        self.column = 0;
        self.put(&spelt[half..]);
    }

    fn note(&mut self, word: &Word, start: usize) {
        self.words.push((word.text.clone(), start..self.chars));
        if let Some((quotation, number)) = word.quoted {
            self.seen[quotation].push(Seen {
                number,
                at: self.number,
                start,
                end: self.chars,
            });
        }
    }

    fn finish(self, quotations: &[Vec<String>]) -> Set {
        let quoted = self.seen.iter().zip(quotations).map(|(seen, quotation)| {
            let quoted = place(seen, quotation.len())?;
            let again = || self.again(&quoted, quotation);
            Some(match quoted.whole {
                true => quoted,
                false => again().unwrap_or(quoted),
            })
        });
        Set {
            quoted: quoted.collect(),
            text: self.text,
        }
    }

    /// The words of a quotation where it stands, made up of what was put in as well: `re` may have come in before `re`, or the
    /// same sentence may have stood before that which was taken out. Nobody could tell that the words are not the quoted ones.
    fn again(&self, quoted: &Quoted, quotation: &[String]) -> Option<Quoted> {
        let is_it = |words: &&[(String, Range<usize>)]| {
            let (start, end) = (words[0].1.start, words[words.len() - 1].1.end);
            let is_there = start < quoted.end && quoted.start < end;
            is_there && words.iter().map(|(text, _)| text).eq(quotation)
        };
        let words = self.words.windows(quotation.len()).find(is_it)?;
        Some(Quoted {
            start: words[0].1.start,
            end: words[words.len() - 1].1.end,
            whole: true,
        })
    }
}

/// So many words between two of a quotation, and they are no longer one passage.
const APART: usize = 30;

/// Where a quotation stands: the most of its words that are together.
fn place(seen: &[Seen], length: usize) -> Option<Quoted> {
    let together = |a: &Seen, b: &Seen| b.at - a.at <= APART;
    let most = seen.chunk_by(together).max_by_key(|words| words.len())?;
    let follows = |pair: &[Seen]| {
        pair[1].number == pair[0].number.wrapping_add(1) && pair[1].at == pair[0].at + 1
    };
    let whole = most.len() == length && most[0].number == 0 && most.windows(2).all(follows);
    Some(Quoted {
        start: most[0].start,
        end: most[most.len() - 1].end,
        whole,
    })
}

/// The words of each quotation.
pub fn words(prose: &Prose, count: usize) -> Vec<Vec<String>> {
    let mut words = vec![Vec::new(); count];
    for word in prose.paragraphs.iter().flatten().flatten() {
        if let Some((quotation, _)) = word.quoted {
            words[quotation].push(word.text.clone());
        }
    }
    words
}
