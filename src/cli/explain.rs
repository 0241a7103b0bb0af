use std::io::{self, Write};

use anyhow::bail;
use clap::Args;

use super::{Exit, Usage};
use crate::diagnostic::{Rule, did_you_mean};

/// Explain a rule: what it means, why it matters, an example, what to do
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    citable explain quote-not-found\n  \
    citable explain --list\n  \
    citable explain --list --format json")]
pub struct Explain {
    /// The name of the rule, as a diagnostic shows it in brackets
    #[arg(required_unless_present = "list")]
    rule: Option<String>,
    /// List all rules with their severity and meaning
    #[arg(long, conflicts_with = "rule")]
    list: bool,
    /// How it is shown
    #[arg(long, value_enum, default_value_t = Format::Markdown)]
    format: Format,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    /// For people
    Markdown,
    /// For programs
    Json,
}

impl Explain {
    pub fn run(self) -> anyhow::Result<Exit> {
        let rules = match &self.rule {
            Some(name) => vec![find(name)?],
            None => Rule::ALL.to_vec(),
        };
        let mut out = io::stdout().lock();
        match (self.format, self.list) {
            (Format::Json, _) => {
                let rules: Vec<_> = rules.into_iter().map(json).collect();
                super::output::json(&rules, &mut out)?;
            }
            (Format::Markdown, true) => {
                for rule in rules {
                    let severity = rule.severity().name();
                    writeln!(out, "{:<28} {severity:<8} {}", rule.name(), meaning(rule))?;
                }
            }
            (Format::Markdown, false) => write!(out, "{}", rules[0].page())?,
        }
        Ok(Exit::Done)
    }
}

fn find(name: &str) -> anyhow::Result<Rule> {
    if let Some(rule) = Rule::named(name) {
        return Ok(rule);
    }
    let near = did_you_mean(name, Rule::ALL.iter().map(|rule| rule.name()));
    let hint = near.map_or_else(
        || "`citable explain --list` lists them".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    bail!(Usage(format!("there is no rule `{name}`; {hint}")))
}

/// The first line of a rule's page, after its name.
fn meaning(rule: Rule) -> &'static str {
    rule.page()
        .lines()
        .skip(1)
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default()
}

fn json(rule: Rule) -> serde_json::Value {
    serde_json::json!({
        "rule": rule.name(),
        "severity": rule.severity().name(),
        "meaning": meaning(rule),
        "page": rule.page(),
    })
}
