//! QuickStatements, version 1 (<https://www.wikidata.org/wiki/Help:QuickStatements>): a command a line, its parts with tabs or bars between.

use super::rows::lines;
use super::wikibase::{
    self, DEPRECATED, Snak, Statement, WIKIDATA, in_language, point, say, string,
};
use crate::import::found::{Found, Rank, Text};
use crate::import::{ImportError, Source};

pub fn read(source: &Source, found: &mut Found) -> Result<(), ImportError> {
    let mut reader = Reader { found, created: 0 };
    lines(source, |number, line| {
        // In addresses, commands have two bars between them.
        let commands: Vec<&str> = match line.contains('\t') {
            true => vec![line],
            false => split(line, "||"),
        };
        for command in commands.into_iter().map(str::trim) {
            if !command.is_empty() {
                let done = reader.command(command);
                done.map_err(|message| source.wrong(number, message))?;
            }
        }
        Ok(())
    })
}

/// Whether a line begins as a command does.
pub fn is_command(line: &str) -> bool {
    let first = line.split(['\t', '|']).next().unwrap_or_default().trim();
    let first = first.strip_prefix('-').unwrap_or(first);
    matches!(first, "CREATE" | "LAST" | "MERGE")
        || is_id(first, &['Q', 'P', 'L']) && line.contains(['\t', '|'])
}

fn is_id(text: &str, letters: &[char]) -> bool {
    let digits = text.strip_prefix(letters);
    digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// Cuts at a delimiter, outside of strings.
fn split<'a>(line: &'a str, delimiter: &str) -> Vec<&'a str> {
    let (mut parts, mut start, mut is_string) = (Vec::new(), 0, false);
    let mut skip = 0;
    for (at, c) in line.char_indices() {
        if c == '"' {
            is_string = !is_string;
        }
        if !is_string && at >= skip && line[at..].starts_with(delimiter) {
            parts.push(&line[start..at]);
            start = at + delimiter.len();
            skip = start;
        }
    }
    parts.push(&line[start..]);
    parts
}

struct Reader<'a> {
    found: &'a mut Found,
    /// How many items were created.
    created: usize,
}

impl Reader<'_> {
    fn command(&mut self, command: &str) -> Result<(), String> {
        let parts = match command.contains('\t') {
            true => command.split('\t').collect(),
            false => split(command, "|"),
        };
        let is_remark = |part: &&str| part.starts_with("/*") && part.ends_with("*/");
        let parts: Vec<&str> = parts
            .into_iter()
            .map(str::trim)
            .filter(|part| !part.is_empty() && !is_remark(part))
            .collect();
        match parts.as_slice() {
            [] => Ok(()),
            ["CREATE"] => {
                self.created += 1;
                Ok(())
            }
            ["MERGE" | "CREATE_PROPERTY", ..] => {
                self.found
                    .left
                    .out("commands that merge items or make properties", command);
                Ok(())
            }
            [first, ..] if first.starts_with('-') => {
                self.found
                    .left
                    .out("commands that take something away", command);
                Ok(())
            }
            [subject, what, value, rest @ ..] => {
                let subject = self.subject(subject)?;
                self.say(&subject, what, value, rest)
            }
            _ => Err(format!(
                "`{command}` is no command: expected an item, a property and a value, with tabs or bars between"
            )),
        }
    }

    /// The key of the thing that a command is about.
    fn subject(&mut self, text: &str) -> Result<String, String> {
        if is_id(text, &['Q', 'P', 'L']) {
            return Ok(format!("{WIKIDATA}entity/{text}"));
        }
        match text {
            "LAST" if self.created > 0 => Ok(format!("_:created-{}", self.created)),
            "LAST" => Err("`LAST` is the item that was created last, and none was: expected `CREATE` before it".to_owned()),
            _ => Err(format!("`{text}` is no item: expected its number, as Q42, or `LAST`")),
        }
    }

    fn say(&mut self, subject: &str, what: &str, value: &str, rest: &[&str]) -> Result<(), String> {
        if is_id(what, &['P']) {
            return self.statement(subject, what, value, rest);
        }
        let letter = what.chars().next().unwrap_or_default();
        let lang = what.get(1..).unwrap_or_default();
        let Some(words) = unquoted(value).filter(|_| "LADS".contains(letter)) else {
            return Err(format!(
                "`{what}` is neither a property nor a label, alias or description: expected P31, Len, Aen or Den"
            ));
        };
        if letter == 'S' {
            self.found.left.out(
                "links to pages of Wikipedia and its sisters",
                format!("{subject} {what}"),
            );
            return Ok(());
        }
        let text = Text {
            text: words,
            lang: Some(lang.to_owned()),
        };
        let number = subject.rsplit('/').next().unwrap_or_default();
        if is_id(number, &['P']) {
            let property = wikibase::property(WIKIDATA, number, self.found);
            if letter == 'L' {
                self.found.term_mut(property).labels.push(text);
            }
            return Ok(());
        }
        if !self.found.wants(subject) {
            return Ok(());
        }
        let thing = self.found.thing(subject);
        let thing = self.found.thing_mut(thing);
        thing.is_described = true;
        match letter {
            'L' => thing.labels.push(text),
            'A' => thing.aliases.push(text),
            _ => thing.definitions.push(text),
        }
        Ok(())
    }

    fn statement(
        &mut self,
        subject: &str,
        property: &str,
        value: &str,
        rest: &[&str],
    ) -> Result<(), String> {
        let mut statement = Statement {
            root: WIKIDATA,
            subject: subject.to_owned(),
            property: property.to_owned(),
            value: snak(value, self.created)?,
            qualifiers: Vec::new(),
            rank: Rank::Normal,
            references: Vec::new(),
        };
        let mut rest = rest.iter();
        while let Some(part) = rest.next() {
            statement.rank = match *part {
                "R+" => Rank::Preferred,
                "R-" => Rank::Deprecated(DEPRECATED.to_owned()),
                "R0" => Rank::Normal,
                part => {
                    let value = rest.next();
                    let value = value.ok_or_else(|| format!("`{part}` has no value after it"))?;
                    let value = snak(value, self.created)?;
                    more(&mut statement, part, value)?;
                    continue;
                }
            };
        }
        say(statement, self.found);
        Ok(())
    }
}

/// Takes in a qualifier (`P580`), or a part of a reference (`S854`; with `!` a new one begins).
fn more(statement: &mut Statement, what: &str, value: Snak) -> Result<(), String> {
    if is_id(what, &['P']) {
        statement.qualifiers.push((what.to_owned(), value));
        return Ok(());
    }
    let (begins, source) = match what.strip_prefix('!') {
        Some(source) => (true, source),
        None => (statement.references.is_empty(), what),
    };
    if !is_id(source, &['S']) {
        return Err(format!(
            "`{what}` is neither a qualifier nor a source: expected P580 or S854"
        ));
    }
    if begins {
        statement.references.push(Vec::new());
    }
    let property = format!("P{}", &source[1..]);
    if let Some(parts) = statement.references.last_mut() {
        parts.push((property, value));
    }
    Ok(())
}

fn unquoted(text: &str) -> Option<String> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    Some(inner.replace("\"\"", "\""))
}

/// A value, as commands have it.
fn snak(text: &str, created: usize) -> Result<Snak, String> {
    if let Some(words) = unquoted(text) {
        return Ok(string(&words));
    }
    let in_lang = text
        .split_once(':')
        .and_then(|(lang, words)| Some((lang, unquoted(words)?)));
    if let Some((lang, words)) = in_lang {
        return Ok(in_language(&words, lang));
    }
    if is_id(text, &['Q', 'P', 'L']) {
        return Ok(Snak::Entity(format!("{WIKIDATA}entity/{text}")));
    }
    match text {
        "LAST" if created > 0 => return Ok(Snak::Entity(format!("_:created-{created}"))),
        "somevalue" => return Ok(Snak::Odd(wikibase::json::SOME)),
        "novalue" => return Ok(Snak::Odd(wikibase::json::NONE)),
        _ => {}
    }
    if let Some((latitude, longitude)) = text.strip_prefix('@').and_then(|at| at.split_once('/')) {
        return Ok(point(latitude, longitude));
    }
    let read = if text.contains('T') {
        time(text)
    } else {
        quantity(text)
    };
    read.ok_or_else(|| {
        format!("`{text}` is no value: expected an item as Q42, a \"string\", en:\"words\", a time as +1990-00-00T00:00:00Z/9, or a number")
    })
}

/// `+1990-05-31T00:00:00Z/11`, with `/J` after it in the Julian calendar.
pub fn time(text: &str) -> Option<Snak> {
    let (rest, calendar) = match text.strip_suffix("/J") {
        Some(rest) => (rest, "Q1985786"),
        None => (text, "Q1985727"),
    };
    let (time, precision) = rest.split_once('/').unwrap_or((rest, "11"));
    let starts = time.trim_start_matches(['+', '-']);
    starts
        .starts_with(|c: char| c.is_ascii_digit())
        .then_some(())?;
    Some(Snak::Time {
        time: time.to_owned(),
        precision: precision.parse().ok()?,
        calendar: format!("{WIKIDATA}entity/{calendar}"),
    })
}

/// `10`, `10~1`, `10[9,11]`, and `U11573` after it for the unit. Tolerances are let go of.
fn quantity(text: &str) -> Option<Snak> {
    let (number, unit) = match text.split_once('U') {
        Some((number, unit)) if unit.bytes().all(|byte| byte.is_ascii_digit()) => {
            (number, Some(format!("{WIKIDATA}entity/Q{unit}")))
        }
        Some(_) => return None,
        None => (text, None),
    };
    let amount = number.split(['~', '[']).next()?.trim();
    amount
        .parse::<f64>()
        .ok()
        .filter(|number| number.is_finite())?;
    Some(Snak::Quantity {
        amount: amount.to_owned(),
        unit,
    })
}
