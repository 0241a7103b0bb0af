//! What holds for every picture, tried on text and places that nobody would think of.

use crate::diagnostic::render::tests::{files, rendered};
use crate::diagnostic::render::visible::is_hidden;
use crate::diagnostic::{Diagnostic, Format, Rule};
use crate::span::{FileId, Span};

const PIECES: [&str; 22] = [
    "a",
    "b c",
    " ",
    "\n",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "é",
    "e\u{301}",
    "\u{301}",
    "国",
    "שלום",
    "👩\u{200d}🚒",
    "\u{202e}",
    "\u{1b}[1m",
    "\u{0}",
    "\u{feff}",
    "\u{fdd0}",
    "| ^^^",
    "long words ",
    "{}",
];

/// Numbers that look random and are the same in every run (a linear congruential generator).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn text(&mut self, pieces: usize) -> String {
        (0..self.roll(pieces))
            .map(|_| PIECES[self.roll(PIECES.len())])
            .collect()
    }

    /// A place in a text of that length, or a little beyond its end, or within a character.
    fn span(&mut self, file: usize, length: usize) -> Span {
        let (one, other) = (self.roll(length + 3), self.roll(length + 3));
        let near = one + self.roll(6);
        let end = if self.roll(2) == 0 {
            near
        } else {
            one.max(other)
        };
        Span::new(
            FileId(u32::try_from(file).expect("it is small")),
            one.min(end),
            end,
        )
    }

    fn diagnostic(&mut self, lengths: [usize; 2]) -> Diagnostic {
        let span = |dice: &mut Dice| {
            let file = dice.roll(2);
            dice.span(file, lengths[file])
        };
        let at = span(self);
        let mut diagnostic =
            Diagnostic::new(Rule::UnknownName, at, self.text(9)).label(self.text(4));
        for _ in 0..self.roll(4) {
            diagnostic = diagnostic.related(span(self), self.text(4));
        }
        match self.roll(3) {
            0 => diagnostic,
            1 => diagnostic.fix(at, self.text(9)),
            _ => diagnostic.fix(span(self), self.text(9)),
        }
    }
}

#[test]
fn a_picture_is_always_drawn_and_always_harmless() {
    let mut dice = Dice(1);
    for round in 0..3000 {
        let texts = [dice.text(120), dice.text(20)];
        let files = files(&[("a", &texts[0]), ("b", &texts[1])]);
        let diagnostic = dice.diagnostic([texts[0].len(), texts[1].len()]);
        for format in [Format::Full, Format::Short, Format::Json, Format::Sarif] {
            let shown = rendered(std::slice::from_ref(&diagnostic), &files, format);
            let hidden = shown.chars().find(|&c| c != '\n' && is_hidden(c));
            let harmless = hidden.is_none() || matches!(format, Format::Json | Format::Sarif);
            assert!(harmless, "round {round}: {hidden:?} in {shown}");
        }
    }
}
