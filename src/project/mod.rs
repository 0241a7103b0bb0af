//! `citable.toml`: what a project says of itself.

mod datasets;
mod engines;
mod links;

use std::collections::BTreeMap;

use oxilangtag::LanguageTag;
use serde::Deserialize;

use crate::date::{Date, Day};
use crate::diagnostic::{Diagnostic, LEVELS, LevelError, Levels, Rule, did_you_mean};
use crate::files::{Files, Kind};
use crate::iri::Base;
use crate::span::{FileId, Span};

pub use datasets::{DatasetSettings, Link, Origin, Pair};
pub use engines::{Auth, EngineForm, EngineSettings};

/// A project's own description.
#[derive(Clone, Debug)]
pub struct Project {
    pub name: String,
    pub title: String,
    /// From which all IRIs of the project are made.
    pub base: Base,
    /// The language (BCP 47) of names that have no tag of their own.
    pub lang: String,
    /// Prefixes for CURIEs, beside those that the vocabulary declares.
    pub prefixes: BTreeMap<String, String>,
    /// How it is published.
    pub publication: Publication,
    /// How grave it wants the rules to be.
    pub levels: Levels,
    /// The engines that it is published to, by name.
    pub engines: BTreeMap<String, EngineSettings>,
    /// The data sets that its entities are linked with, by name.
    pub datasets: BTreeMap<String, DatasetSettings>,
}

/// How a project is published: what catalogues want to know of it. All of it may be left open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publication {
    /// What it is about, in the project's language.
    pub description: Option<String>,
    /// The licence of what is written in it, by its IRI.
    pub license: Option<String>,
    /// Who publishes it, by name.
    pub publisher: Option<String>,
    /// The day on which it is published, or was last.
    pub published: Option<Day>,
    /// Where it is published: a page, or a folder that ends in `/`.
    pub url: Option<String>,
}

/// The names that a build is known by: with them a build can be queried and exported on its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// The IRI under which the project's own IRIs are.
    pub base: String,
    /// The language (BCP 47) in which labels are shown.
    pub lang: String,
    /// Prefixes, without their colon, and namespaces; sorted.
    pub prefixes: Vec<(String, String)>,
}

impl Project {
    /// The project's names, with the prefixes of its vocabulary.
    pub fn context(&self, prefixes: &BTreeMap<String, String>) -> Context {
        Context {
            base: self.base.as_str().to_owned(),
            lang: self.lang.clone(),
            prefixes: prefixes.clone().into_iter().collect(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Config {
    project: Table,
    #[serde(default)]
    prefixes: BTreeMap<String, toml::Spanned<String>>,
    #[serde(default)]
    rules: BTreeMap<toml::Spanned<String>, toml::Spanned<String>>,
    #[serde(default)]
    engines: BTreeMap<toml::Spanned<String>, engines::Table>,
    #[serde(default)]
    datasets: BTreeMap<toml::Spanned<String>, engines::Table>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    name: String,
    title: Option<String>,
    base: toml::Spanned<String>,
    #[serde(default = "english")]
    lang: toml::Spanned<String>,
    description: Option<String>,
    license: Option<toml::Spanned<String>>,
    publisher: Option<String>,
    published: Option<toml::Spanned<String>>,
    url: Option<toml::Spanned<String>>,
}

fn english() -> toml::Spanned<String> {
    toml::Spanned::new(0..0, "en".to_owned())
}

/// Reads the project's `citable.toml`, which is loaded, or says what is wrong with it.
pub fn read(files: &Files) -> Result<Project, Box<Diagnostic>> {
    let file = files.of(Kind::Config).next();
    let file = file.expect("a run always has a citable.toml");
    let config = files.get(file);
    parse(file, &config.text)
}

fn parse(file: FileId, text: &str) -> Result<Project, Box<Diagnostic>> {
    let wrong = |place: std::ops::Range<usize>, message: String| {
        Diagnostic::new(
            Rule::InvalidConfig,
            Span::new(file, place.start.min(text.len()), place.end.min(text.len())),
            message,
        )
    };
    let config: Config = toml::from_str(text).map_err(|error| {
        let diagnostic = wrong(error.span().unwrap_or(0..0), one_line(error.message()));
        Box::new(diagnostic.help(
            "the keys are: [project] name, title, base, lang, description, license, publisher, published, url; \
             [prefixes] PREFIX = \"NAMESPACE\"; [rules] RULE = \"LEVEL\"; [engines.NAME], of which docs/engines.md tells; \
             [datasets.NAME], of which docs/linking.md tells",
        ))
    })?;
    let publication = publication(&config.project, &wrong)?;
    let Table {
        name,
        title,
        base,
        lang,
        ..
    } = config.project;
    let iri = Base::new(base.get_ref())
        .map_err(|why| Box::new(wrong(base.span(), format!("`base` cannot be used: {why}"))))?;
    if let Err(error) = LanguageTag::parse(lang.get_ref().as_str()) {
        let message = format!("`lang` is no language tag: {error}");
        return Err(Box::new(wrong(lang.span(), message)));
    }
    let mut prefixes = BTreeMap::new();
    for (prefix, namespace) in config.prefixes {
        if let Err(error) = oxiri::Iri::parse(namespace.get_ref().as_str()) {
            let message = format!("the namespace of `{prefix}` is no absolute IRI: {error}");
            return Err(Box::new(wrong(namespace.span(), message)));
        }
        prefixes.insert(prefix, namespace.into_inner());
    }
    let levels = levels(&config.rules, &wrong)?;
    let engines = engines::read(&config.engines, &wrong)?;
    let datasets = datasets::read(&config.datasets, &wrong)?;
    Ok(Project {
        title: title.unwrap_or_else(|| name.clone()),
        name,
        base: iri,
        lang: lang.into_inner(),
        prefixes,
        publication,
        levels,
        engines,
        datasets,
    })
}

/// Reads how a project is published.
fn publication(
    table: &Table,
    wrong: &dyn Fn(std::ops::Range<usize>, String) -> Diagnostic,
) -> Result<Publication, Box<Diagnostic>> {
    let iri = |key: &str, value: &Option<toml::Spanned<String>>, example: &str| {
        let Some(value) = value else { return Ok(None) };
        match oxiri::Iri::parse(value.get_ref().as_str()) {
            Ok(_) => Ok(Some(value.get_ref().clone())),
            Err(error) => {
                let message = format!("`{key}` is no absolute IRI: {error}");
                let help = format!("give its address, as `{key} = \"{example}\"`");
                Err(Box::new(wrong(value.span(), message).help(help)))
            }
        }
    };
    let license = "https://creativecommons.org/licenses/by/4.0/";
    let published = match &table.published {
        None => None,
        Some(value) => match Date::parse(value.get_ref()) {
            Ok(date) if date.is_day() && !date.is_marked() => Some(date.earliest()),
            _ => {
                let message = "`published` is no day".to_owned();
                let diagnostic = wrong(value.span(), message);
                return Err(Box::new(diagnostic.label("expected a day, as 2026-11-28")));
            }
        },
    };
    Ok(Publication {
        description: table.description.clone(),
        license: iri("license", &table.license, license)?,
        publisher: table.publisher.clone(),
        published,
        url: iri("url", &table.url, "https://example.org/interpol/")?,
    })
}

/// Reads how grave a project wants the rules to be.
fn levels(
    rules: &BTreeMap<toml::Spanned<String>, toml::Spanned<String>>,
    wrong: &dyn Fn(std::ops::Range<usize>, String) -> Diagnostic,
) -> Result<Levels, Box<Diagnostic>> {
    let mut levels = Levels::default();
    for (name, level) in rules {
        let Some(rule) = Rule::named(name.get_ref()) else {
            return Err(Box::new(unknown_rule(name, wrong)));
        };
        let diagnostic = match levels.set(rule, level.get_ref()) {
            Ok(()) => continue,
            Err(LevelError::Unknown) => {
                let message = format!("`{}` is no level of a rule", level.get_ref());
                wrong(level.span(), message).label(format!("expected {}", LEVELS.join(", ")))
            }
            Err(LevelError::Lowered) => {
                let message = format!("`{rule}` is an error, and cannot be anything less");
                wrong(level.span(), message)
                    .label("warnings and hints can be raised, lowered or put off")
                    .help("what cannot be read cannot be built: correct it, or mark the line as a draft with `[ ]`")
            }
        };
        return Err(Box::new(diagnostic));
    }
    Ok(levels)
}

fn unknown_rule(
    name: &toml::Spanned<String>,
    wrong: &dyn Fn(std::ops::Range<usize>, String) -> Diagnostic,
) -> Diagnostic {
    let message = format!("there is no rule `{}`", name.get_ref());
    let diagnostic = wrong(name.span(), message);
    match did_you_mean(name.get_ref(), Rule::ALL.iter().map(|rule| rule.name())) {
        Some(near) => diagnostic
            .label(format!("did you mean `{near}`?"))
            .help("`citable explain --list` lists the rules"),
        None => diagnostic.label("`citable explain --list` lists the rules"),
    }
}

fn one_line(message: &str) -> String {
    message.lines().collect::<Vec<_>>().join(" ")
}
