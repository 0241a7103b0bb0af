//! A statement as a line, and as a row of a table.

use crate::project::{Row, Statement, mark, table};

impl Statement {
    pub fn line(&self) -> String {
        let not = if self.denied { " not" } else { "" };
        let mut line = format!(
            "- {}{}{not} {} ",
            mark(self.draft),
            self.subject,
            self.predicate
        );
        line += &match self.is_text {
            true => format!("\"{}\"", self.object),
            false => self.object.clone(),
        };
        match self.time {
            Some(("as of publication", _)) => line += " as of publication",
            Some((word, year)) => line += &format!(" {word} {year}"),
            None => {}
        }
        for (word, value) in self.qualifiers() {
            line += format!("; {word} {value}").trim_end();
        }
        if let Some(pin) = &self.pin {
            line += &format!(" ^{pin}");
        }
        line + "\n"
    }

    fn qualifiers(&self) -> Vec<(String, String)> {
        let mut list = Vec::new();
        let mut add = |word: &str, value: String| list.push((word.to_owned(), value));
        if let Some((role, value)) = &self.role {
            add(role, value.clone());
        }
        if let Some(name) = &self.according_to {
            add("according to", name.clone());
        }
        if self.because {
            add("because", "\"It follows.\"".to_owned());
        }
        if !self.from.is_empty() {
            let ids: Vec<String> = self.from.iter().map(|id| format!("^{id}")).collect();
            add("inferred from", ids.join(", "));
        }
        if let Some(id) = &self.see {
            add("see", format!("^{id}"));
        }
        if let Some(status) = self.status {
            add(status, String::new());
        }
        if let Some(number) = self.note {
            add("note", format!("\"Note {number}\""));
        }
        list
    }
}

pub fn facts(path: &str, rows: &[Row]) -> String {
    let head = [
        "subject",
        "not",
        "predicate",
        "object",
        "since",
        "until",
        "in",
        "as_of",
        "place",
        "according_to",
        "because",
        "inferred_from",
        "see",
        "status",
        "note",
        "source",
        "quote",
        "quote_id",
        "id",
    ];
    table(path, &head, rows.iter().map(Row::cells))
}

impl Row {
    fn cells(&self) -> Vec<String> {
        let said = &self.statement;
        let time = |word: &str| match said.time {
            Some((it, year)) if it == word => year.to_string(),
            _ => String::new(),
        };
        let as_of = match said.time {
            Some(("as of publication", _)) => "publication",
            _ => "",
        };
        let status = [
            said.status.unwrap_or(""),
            if said.draft { "draft" } else { "" },
        ];
        let status: Vec<&str> = status.into_iter().filter(|it| !it.is_empty()).collect();
        let or_nothing = |text: &Option<String>| text.clone().unwrap_or_default();
        let role = said.role.as_ref().map(|(_, value)| value.clone());
        vec![
            said.subject.clone(),
            if said.denied { "not" } else { "" }.to_owned(),
            said.predicate.clone(),
            said.object.clone(),
            time("since"),
            time("until"),
            time("in"),
            as_of.to_owned(),
            role.unwrap_or_default(),
            or_nothing(&said.according_to),
            if said.because { "It follows." } else { "" }.to_owned(),
            said.from.join("|"),
            or_nothing(&said.see),
            status.join("|"),
            said.note
                .map_or(String::new(), |number| format!("Note {number}")),
            or_nothing(&self.source),
            or_nothing(&self.words),
            or_nothing(&self.quote_id),
            or_nothing(&said.pin),
        ]
    }
}
