//! What happens to a source between two visits: sentences come, go, move, are said again and are worded anew.

use std::collections::HashSet;

use crate::prose::{Language, Prose, Sentence, Word};
use crate::random::Random;

/// Changes a text as an editor does, more or less.
pub fn edit(prose: &mut Prose, language: &Language, random: &mut Random) {
    let much = *random.pick(&[1, 2, 4, 8]);
    prose.number();
    let before = prose.clone();
    // Some editors only work on the end of a text.
    let from = match random.percent(20) {
        true => prose.paragraphs.len() * 2 / 3,
        false => 0,
    };
    for paragraph in &mut prose.paragraphs[from..] {
        let old = std::mem::take(paragraph);
        for sentence in old {
            match random.below(100) {
                n if n < 2 * much => paragraph.push(language.sentence(random)),
                n if n < 4 * much => paragraph.push(reworded(sentence, language, random)),
                n if n < 5 * much => {} // deleted
                _ => paragraph.push(sentence),
            }
        }
    }
    let moved = match from {
        0 => moves(prose, &before, much, random),
        _ => HashSet::new(),
    };
    repeats(prose, &before, &moved, much, from, random);
    if from == 0 && random.percent(30) {
        let at = random.below(prose.paragraphs.len());
        let foreword = (0..3).map(|_| language.sentence(random)).collect();
        prose.paragraphs.insert(at, foreword);
    }
    prose.paragraphs.retain(|paragraph| !paragraph.is_empty());
}

/// Some sentences, or a whole paragraph, stand elsewhere. Hands out the words of the sentences that were moved alone.
fn moves(prose: &mut Prose, before: &Prose, much: usize, random: &mut Random) -> HashSet<String> {
    let mut moved = HashSet::new();
    for _ in 0..random.below(much + 1) {
        let from = random.below(prose.paragraphs.len());
        let to = random.below(prose.paragraphs.len());
        if prose.paragraphs[from].is_empty() {
            continue;
        }
        if random.percent(30) {
            let paragraph = prose.paragraphs.remove(from);
            let to = to.min(prose.paragraphs.len());
            prose.paragraphs.insert(to, paragraph);
            continue;
        }
        let at = random.below(prose.paragraphs[from].len());
        let words = text(&prose.paragraphs[from][at]);
        let alike = before.paragraphs.iter().flatten();
        if alike.filter(|sentence| text(sentence) == words).count() > 1 {
            continue; // nobody could tell which of them was moved
        }
        moved.insert(words);
        let sentence = prose.paragraphs[from].remove(at);
        let place = random.below(prose.paragraphs[to].len() + 1);
        prose.paragraphs[to].insert(place, sentence);
    }
    moved
}

fn text(sentence: &Sentence) -> String {
    let words: Vec<&str> = sentence.iter().map(|word| word.text.as_str()).collect();
    words.join(" ")
}

/// Some sentences of the text as it was are said once more, elsewhere: as a summary does, or a list of what was said. Not
/// those that are no longer there, neither as they were nor worded anew, which would be to move them; nor those that were
/// moved, or right beside themselves: nobody could tell which of the two is the one that was quoted.
fn repeats(
    prose: &mut Prose,
    before: &Prose,
    moved: &HashSet<String>,
    much: usize,
    from: usize,
    random: &mut Random,
) {
    for _ in 0..random.below(much + 1) {
        let mut copy = random_sentence(before, random);
        let words = text(&copy);
        if moved.contains(&words) || !are_left(prose, before, &words) {
            continue;
        }
        for word in &mut copy {
            *word = Word::new(std::mem::take(&mut word.text));
        }
        let to = random.between(from, prose.paragraphs.len() - 1);
        let near = &prose.paragraphs[to.saturating_sub(1)..(to + 2).min(prose.paragraphs.len())];
        if near
            .iter()
            .flatten()
            .any(|sentence| is_alike(sentence, &copy))
        {
            continue;
        }
        let place = random.below(prose.paragraphs[to].len() + 1);
        prose.paragraphs[to].insert(place, copy);
    }
}

/// Whether of each sentence with these words half is still there. Others of the same form don't count: they are told apart
/// by their numbers.
fn are_left(prose: &Prose, before: &Prose, words: &str) -> bool {
    let sentences = before.paragraphs.iter().flatten();
    let mut alike = sentences.filter(|sentence| text(sentence) == words);
    alike.all(|sentence| {
        let origin = sentence[0].origin;
        let now = prose.paragraphs.iter().flatten().flatten();
        now.filter(|word| word.origin == origin).count() * 2 > sentence.len()
    })
}

fn is_alike(sentence: &Sentence, copy: &Sentence) -> bool {
    let copy: Vec<&str> = copy.iter().map(|word| word.text.as_str()).collect();
    shares(sentence, &copy)
}

/// Whether a sentence has half of some words.
fn shares(sentence: &Sentence, words: &[&str]) -> bool {
    let both = sentence
        .iter()
        .filter(|word| words.contains(&word.text.as_str()));
    both.count() * 2 > words.len()
}

fn random_sentence(prose: &Prose, random: &mut Random) -> Sentence {
    let paragraph = random.pick(&prose.paragraphs);
    random.pick(paragraph).clone()
}

/// The sentence in other words: one or two, or every third; some left out, some put in.
fn reworded(mut sentence: Sentence, language: &Language, random: &mut Random) -> Sentence {
    let count = match random.percent(60) {
        true => random.between(1, 2),
        false => (sentence.len() / 3).max(1),
    };
    for _ in 0..count {
        let at = random.below(sentence.len());
        let quoted = sentence[at]
            .quoted
            .map(|(quotation, _)| (quotation, usize::MAX));
        let ending = sentence[at].text.ends_with('.');
        match random.below(4) {
            0 if sentence.len() > 4 && !ending => {
                sentence.remove(at);
            }
            1 if !ending => {
                let text = language.word(random);
                let within = quoted.filter(|_| sentence[at + 1].quoted.is_some());
                let word = Word {
                    quoted: within,
                    ..Word::new(text)
                };
                sentence.insert(at + 1, word);
            }
            _ => {
                let stop = if ending { "." } else { "" };
                let text = other(&sentence[at].text, language, random) + stop;
                sentence[at] = Word {
                    quoted,
                    ..Word::new(text)
                };
            }
        }
    }
    sentence
}

/// Another word than this.
fn other(word: &str, language: &Language, random: &mut Random) -> String {
    loop {
        let text = language.word(random);
        if text != word.trim_end_matches('.') {
            return text;
        }
    }
}
