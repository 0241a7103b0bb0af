//! What happens to names: slips of the finger, words in another order, initials, other spellings.

use crate::random::Random;

/// A kind of noise.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Typo,
    Typos,
    Swapped,
    SwappedTypo,
    /// Another name of the record, with a typing error.
    Alias,
    Initials,
    /// Case, accents, punctuation, a legal form that is left out or written otherwise.
    Form,
}

/// All kinds, and how many of a hundred names each has.
pub const KINDS: &[(Kind, usize)] = &[
    (Kind::Typo, 30),
    (Kind::Typos, 15),
    (Kind::Swapped, 15),
    (Kind::SwappedTypo, 10),
    (Kind::Alias, 10),
    (Kind::Initials, 10),
    (Kind::Form, 10),
];

impl Kind {
    pub fn any(random: &mut Random) -> Self {
        let mut left = random.below(100);
        for (kind, share) in KINDS {
            if left < *share {
                return *kind;
            }
            left -= share;
        }
        Kind::Typo
    }

    pub fn name(self) -> &'static str {
        match self {
            Kind::Typo => "typing error",
            Kind::Typos => "two typing errors",
            Kind::Swapped => "swapped words",
            Kind::SwappedTypo => "swapped, typing error",
            Kind::Alias => "alias, typing error",
            Kind::Initials => "initials",
            Kind::Form => "case, accents, form",
        }
    }
}

/// A name that is being spoilt.
pub struct Spoilt(Vec<char>);

impl Spoilt {
    pub fn new(name: &str) -> Self {
        Self(name.chars().collect())
    }

    /// The name with this noise; nothing if the name doesn't lend itself to it.
    pub fn with(mut self, kind: Kind, random: &mut Random) -> Option<String> {
        let before = self.0.clone();
        match kind {
            Kind::Typo | Kind::Alias => self.slip(random)?,
            Kind::Typos => {
                self.slip(random)?;
                self.slip(random)?;
            }
            Kind::Swapped => self.swap(random)?,
            Kind::SwappedTypo => {
                self.swap(random)?;
                self.slip(random)?;
            }
            Kind::Initials => self.initials()?,
            Kind::Form => self.form(random),
        }
        (self.0 != before).then(|| self.0.iter().collect())
    }

    /// One letter left out, put in, changed, or changed with its neighbour.
    fn slip(&mut self, random: &mut Random) -> Option<()> {
        const NEAR: &[&str] = &["qwertyuiop", "asdfghjkl", "zxcvbnm"];
        let letters: Vec<usize> = (0..self.0.len())
            .filter(|at| self.0[*at].is_alphabetic())
            .collect();
        if letters.len() < 5 {
            return None;
        }
        let at = *random.pick(&letters);
        let row = NEAR.iter().find_map(|row| {
            row.find(self.0[at].to_ascii_lowercase())
                .map(|place| (row, place))
        });
        let near =
            row.and_then(|(row, place)| row.chars().nth(if place == 0 { 1 } else { place - 1 }));
        let near = near.unwrap_or('e');
        match random.below(4) {
            0 => {
                self.0.remove(at);
            }
            1 => self.0.insert(at, near),
            2 => self.0[at] = near,
            _ if at + 1 < self.0.len() && self.0[at + 1].is_alphabetic() => self.0.swap(at, at + 1),
            _ => {
                self.0.remove(at);
            }
        }
        Some(())
    }

    /// The last word first, with or without a comma.
    fn swap(&mut self, random: &mut Random) -> Option<()> {
        let name: String = self.0.iter().collect();
        let (rest, last) = name.rsplit_once(' ')?;
        let comma = if random.percent(50) { "," } else { "" };
        self.0 = format!("{last}{comma} {rest}").chars().collect();
        Some(())
    }

    /// All words but the last by their initials.
    fn initials(&mut self) -> Option<()> {
        let name: String = self.0.iter().collect();
        let (rest, last) = name.rsplit_once(' ')?;
        let initials: Option<Vec<String>> = rest
            .split(' ')
            .map(|word| Some(format!("{}.", word.chars().next()?)))
            .collect();
        self.0 = format!("{} {last}", initials?.join(" ")).chars().collect();
        Some(())
    }

    fn form(&mut self, random: &mut Random) {
        let name: String = self.0.iter().collect();
        let name = match random.below(3) {
            0 => name.to_uppercase(),
            1 => name.to_lowercase().replace('-', " "),
            _ => name.replace(' ', "  "),
        };
        let name = name
            .replace(" & ", " and ")
            .replace("GmbH", "Gesellschaft mbH")
            .replace(" Ltd", " Limited");
        let plain = |c: char| match c {
            'é' | 'è' | 'ê' => 'e',
            'á' | 'à' | 'â' | 'ä' | 'å' => 'a',
            'ó' | 'ò' | 'ô' | 'ö' => 'o',
            'ú' | 'ù' | 'û' | 'ü' => 'u',
            'í' | 'ì' | 'î' => 'i',
            'ñ' => 'n',
            'ç' => 'c',
            other => other,
        };
        self.0 = name.chars().map(plain).collect();
    }
}
