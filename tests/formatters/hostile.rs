//! Dossiers that are sound, and written as badly as the notation allows: marks of Markdown in words, names and strings,
//! escapes where none are needed, lines that look like other blocks. The same number gives the same dossier.

use std::fmt::Write as _;

/// Numbers that look random, the same in every run.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Chance {
        let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66);
        chance.below(2);
        chance
    }

    /// A number below `limit`.
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 20) as usize % limit
    }

    /// Whether something of this percentage happens.
    fn is(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn of<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }
}

const WORDS: &[&str] = &[
    "the",
    "club",
    "joined",
    "in",
    "May",
    "*star*",
    "**bold**",
    "snake_case",
    "_under_",
    "__init__",
    "[sic]",
    "[…]",
    "`code`",
    "``",
    "<b>",
    "a<b",
    "</div>",
    "<!--c-->",
    "R&D",
    "&amp;",
    "&copy;",
    "&#38;",
    "C:\\dir",
    "\\",
    "\\*",
    "\\[x\\]",
    "#1",
    "#",
    "##",
    "1990.",
    "1.",
    "2)",
    "-",
    "--",
    "---",
    "+",
    "*",
    "**",
    "—",
    "…",
    "|",
    "||",
    "a|b",
    "|---|",
    "|:-:|",
    "~~x~~",
    "~5",
    "~~~",
    "```",
    "$x$",
    "$$",
    "http://x.org/a_b",
    "www.x.org",
    "mail@x.org",
    "<http://x.org>",
    "(see",
    "p.",
    "3)",
    "[1](u)",
    "[x]:",
    "[^1]",
    "[^1]:",
    "[a [b]]",
    "\"quoted\"",
    "'s",
    "“q”",
    "Ελλάδα",
    "Ωμέγα_",
    "مرحبا",
    "国际",
    "_刑警_",
    "e\u{301}te",
    "ﬁn",
    "50%",
    "!",
    "![x](y)",
    ":::",
    "{{x}}",
    "{%y%}",
    "==x==",
    "===",
    "=",
    "^up^",
    "^id",
    "@user",
    ">",
    ">>",
    "=>",
    "10^5",
    "3*4*5",
    "a\u{a0}b",
    "- [ ]",
    "(c)[d]",
    "\\\\",
    "no.",
    "~",
    "a~b~c",
    "x_",
    "_",
    "Setext",
    "<",
    "<5",
    ":",
    "[",
    "]",
    "):",
    "][",
    "&lt;b&gt;",
    ";",
    "^x^ (p. 2)",
    "'",
    "#tag",
];

/// The names of the entities, and whether they may stand without brackets anywhere in a line.
const PERSONS: &[(&str, bool)] = &[
    ("Ada Lovelace", true),
    ("a_b_ Ltd", true),
    ("Tick, Tock", true),
    ("C:\\dir", true),
    ("مرحبا", true),
    ("e\u{301}te *x*", true),
    ("Ada is Fun", false),
    ("# Hash", false),
    ("Bob [x]", false),
    ("\"Q\" [y] Person", false),
    ("`code`", true),
    ("- dash", false),
];
const CLUBS: &[(&str, bool)] = &[
    ("Chess Club", true),
    ("C*lub *x*", true),
    ("R&amp;D _all_", false),
    ("Ελλάδα Όμιλος", true),
    ("国际_刑警", true),
    ("Knit; Purl", false),
    ("1990. Club", false),
    ("House in 1990", false),
    ("<b> Co", false),
    ("+ plus", false),
];

/// The register of all names.
pub fn register() -> String {
    let mut register = String::from("# Names\n\n");
    for (index, (name, _)) in PERSONS.iter().chain(CLUBS).enumerate() {
        let class = if index < PERSONS.len() {
            "Person"
        } else {
            "Club"
        };
        let also = name
            .replace('\\', "\\\\")
            .replace('"', "\\\"")
            .replace(' ', "* ");
        let also = if name.contains('"') {
            "Q*".to_owned()
        } else {
            also
        };
        let name = name.replace('\\', "\\\\");
        writeln!(
            register,
            "* [{name}]   is a {class} ;id e{index};also \"{also}-{index}\" , \"_{index}_\"@de"
        )
        .expect("a string takes everything");
    }
    register
}

/// A dossier and the text of its source.
pub struct Dossier {
    pub dossier: String,
    pub text: String,
}

/// The dossier of a number. `plain`: without what one of the formatters is known to damage.
pub fn dossier(number: usize, plain: bool) -> Dossier {
    let mut writer = Writer {
        chance: Chance::new(number as u64),
        number,
        plain,
        count: 0,
        text: String::new(),
    };
    let body = writer.body();
    let front = format!(
        "---\ndossier: 1\nid: d{number}\ntitle: \"Dossier {number}: hostile\"\nlang: en\ntext: sources/d{number}.txt\n---\n"
    );
    let mut dossier = front + &body;
    if writer.chance.is(10) {
        dossier = dossier.replace('\n', "\r\n");
    }
    if writer.chance.is(5) {
        dossier.insert(0, '\u{FEFF}');
    }
    Dossier {
        dossier,
        text: writer.text,
    }
}

struct Writer {
    chance: Chance,
    number: usize,
    plain: bool,
    count: usize,
    text: String,
}

impl Writer {
    fn body(&mut self) -> String {
        let mut body = String::new();
        for _ in 0..1 + self.chance.below(4) {
            if self.chance.is(60) {
                body += &self.prose();
                body += &self.gap();
            }
            for _ in 0..1 + self.chance.below(2) {
                body += &self.quotation();
                body += &self.gap();
                if self.chance.is(30) {
                    body += &self.anchor();
                    body += &self.gap();
                }
            }
            body += &self.bullets();
            body += &self.gap();
        }
        body
    }

    fn gap(&mut self) -> String {
        "\n".repeat(1 + [1, 1, 1, 2, 3][self.chance.below(5)])
    }

    fn prose(&mut self) -> String {
        self.chance
            .of(&[
                "# Heading with _stars_",
                "Setext\n---",
                "Setext\n===",
                "A paragraph with *stars*\nand `code`  \nand more.",
                "1. one\n2. two\n   - three",
                "```\n> no quotation\n\n- no bullet\n```",
                "~~~ text\n# no heading\n~~~",
                "<!-- a comment -->",
                "<div>\nHTML\n</div>",
                "| a | b |\n|---|---|\n| 1 | 2 |",
                "[link]: https://example.org/x_y",
                "***",
                "Before code.\n\n    code\n\n    more",
            ])
            .to_owned()
    }

    /// Words that nobody else has.
    fn words(&mut self) -> Vec<String> {
        self.count += 1;
        let length = 3 + self.chance.below(12);
        let mut words: Vec<String> = (0..length)
            .map(|_| self.chance.of(WORDS).to_owned())
            .collect();
        let at = self.chance.below(length + 1);
        words.insert(at, format!("no{}x{}", self.number, self.count));
        words
    }

    fn quotation(&mut self) -> String {
        let words = self.words();
        let double = if !self.plain && self.chance.is(30) {
            "  "
        } else {
            " "
        };
        self.text += &words.join(double);
        self.text += "\n\n";
        let mut lines = vec![String::new()];
        for word in words {
            let line = lines.last_mut().expect("it starts with one");
            if !line.is_empty() && self.chance.is(20) {
                lines.push(word);
            } else {
                if !line.is_empty() {
                    line.push_str(double);
                }
                line.push_str(&word);
            }
        }
        let mut written = Vec::new();
        let last = lines.len() - 1;
        for (index, line) in lines.iter().enumerate() {
            // Indented, the first line would belong to the bullet above it.
            let prefix = match index {
                0 => self.chance.of(&["> ", "> ", ">", ">  "]),
                _ => self
                    .chance
                    .of(&["> ", "> ", "> ", ">", ">  ", " > ", "   >"]),
            };
            let breaks = index < last && self.chance.is(5);
            let end = if breaks { "\\" } else { "" };
            written.push(format!("{prefix}{}{end}", self.escaped(line)));
            if breaks {
                continue; // a backslash breaks a line only before another
            }
            if self.chance.is(5) {
                written.push(">".to_owned());
            }
            if self.chance.is(8) {
                let gloss = self.chance.of(&[
                    "> > a gloss *x*",
                    "> >gloss",
                    ">> gloss\n>> goes on",
                    "> > > deep",
                ]);
                written.push(gloss.to_owned());
            }
        }
        written.join("\n")
    }

    /// Words with some escapes that are needed, and some that are not.
    fn escaped(&mut self, line: &str) -> String {
        let characters: Vec<char> = line.chars().collect();
        let mut written = String::new();
        for (at, &c) in characters.iter().enumerate() {
            let next = characters.get(at + 1);
            let needs = match c {
                '\\' => next.is_none_or(char::is_ascii_punctuation),
                '>' => at == 0,
                _ => false,
            };
            if needs || (c.is_ascii_punctuation() && self.chance.is(15)) {
                written.push('\\');
            }
            written.push(c);
        }
        written
    }

    fn anchor(&mut self) -> String {
        self.count += 1;
        let (number, count) = (self.number, self.count);
        let id = format!("^q{number}-{count}");
        match self.chance.below(3) {
            0 => id,
            1 => format!("{id}   (see *3* & _4_ {count})"),
            _ => format!("(p. {count} [x] \\* `y`)"),
        }
    }

    fn bullets(&mut self) -> String {
        let marker = self.chance.of(&["-", "*", "+"]);
        let mut bullets = Vec::new();
        let unique = self.strings();
        let person = self.name(PERSONS);
        bullets.push(vec![person, "code".to_owned(), unique]);
        if self.chance.is(50) {
            let (one, other) = (self.name(PERSONS), self.name(CLUBS));
            bullets.push(vec![
                one,
                "memberOf".to_owned(),
                other,
                "since 1990".to_owned(),
            ]);
        }
        if self.chance.is(30) {
            let (one, other) = (self.name(PERSONS), self.name(PERSONS));
            bullets.push(vec![one, "not knows".to_owned(), other]);
        }
        if self.chance.is(30) {
            let (club, motto) = (self.name(CLUBS), self.strings());
            bullets.push(vec![club, "motto".to_owned(), motto + "@en"]);
        }
        let mut list = String::new();
        for bullet in bullets {
            let space = " ".repeat(1 + self.chance.below(4));
            let content = self.line(bullet);
            list += &format!("{marker}{space}{content}\n");
            if self.chance.is(10) {
                list.push('\n');
            }
        }
        list
    }

    /// A line, with white space of any kind between its parts.
    fn line(&mut self, mut parts: Vec<String>) -> String {
        let mut line = String::new();
        if self.chance.is(10) {
            line += self.chance.of(&["[ ] ", "[x] "]);
        }
        let qualifiers = self.chance.below(3);
        for _ in 0..qualifiers {
            let semicolon = self.chance.of(&[";", " ; ", "; ", " ;", ";\n  "]);
            let qualifier = match self.chance.below(2) {
                0 => format!("note {}", self.strings()),
                _ => "see ^s0, ^s1".to_owned(),
            };
            parts.push(format!("{semicolon}{qualifier}"));
        }
        for (index, part) in parts.into_iter().enumerate() {
            if index > 0 && !part.starts_with([';', ' ']) {
                let may_wrap = part.starts_with(|c: char| c.is_alphanumeric() || c == '"');
                let blanks = ["\n", "\n   ", "  ", "\t"];
                match self.chance.below(8) {
                    at if at < 2 && may_wrap => line += blanks[at],
                    2 => line += "  ",
                    3 => line += "\t",
                    _ => line.push(' '),
                }
            }
            line += &part;
        }
        line
    }

    fn name(&mut self, names: &[(&str, bool)]) -> String {
        let (name, may_be_plain) = names[self.chance.below(names.len())];
        let mut written = String::new();
        for c in name.chars() {
            let needs = c == '\\';
            let may = c.is_ascii_punctuation() && !"[];\"".contains(c) && self.chance.is(30);
            if needs || may {
                written.push('\\');
            }
            written.push(c);
        }
        match may_be_plain && self.chance.is(60) {
            true => written,
            false => self
                .chance
                .of(&["[N]", "[N]", "[ N ]", "[[N]]"])
                .replace('N', &written),
        }
    }

    /// A string that nobody else has.
    fn strings(&mut self) -> String {
        let mut words = self.words();
        words.retain(|word| !word.contains('"') && !word.contains('\u{a0}'));
        if !self.plain && self.chance.is(30) {
            words.insert(1, "\\\"so\\\"".to_owned());
        }
        let raw: Vec<String> = words
            .iter()
            .map(|word| match word.contains("\\\"") {
                true => word.clone(),
                false => word.replace('\\', "\\\\"),
            })
            .collect();
        format!("\"{}\"", raw.join(" "))
    }
}
