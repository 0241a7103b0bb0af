//! `[engines.NAME]` of `citable.toml`: the engines that a project is published to.
//!
//! A secret never stands there: `password-env` and `token-env` name variables of the environment that hold it. Should somebody
//! write one all the same, under whatever key, no message may show it. So what is wrong with a key is told at the head of
//! the table, and only what is wrong with the value of a known key is told where it stands.

use std::collections::BTreeMap;
use std::ops::Range;
use std::time::Duration;

use toml::{Spanned, Value};

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::iri::is_slug;

/// An engine that speaks SPARQL 1.1 Protocol, and what it wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EngineSettings {
    /// What the project calls it: a slug.
    pub name: String,
    /// The URL of SPARQL 1.1 Query.
    pub query: String,
    /// The URL of SPARQL 1.1 Update; one that is only queried needs none.
    pub update: Option<String>,
    /// The URL of the Graph Store Protocol, to which `?graph=` is added.
    pub graph_store: Option<String>,
    /// What a statement becomes there.
    pub form: EngineForm,
    pub auth: Auth,
    /// How long the engine may say nothing.
    pub timeout: Duration,
    /// How long it may take until a connection stands.
    pub connect_timeout: Duration,
    /// How many triples one update carries at most.
    pub batch: usize,
    /// How often something is tried again that may work later.
    pub retries: u32,
}

impl EngineSettings {
    /// Of what is known by its URL alone, and only asked.
    pub fn of_url(url: &str) -> EngineSettings {
        EngineSettings {
            name: url.to_owned(),
            query: url.to_owned(),
            update: None,
            graph_store: None,
            form: EngineForm::Rdf11,
            auth: Auth::None,
            timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(10),
            batch: 1,
            retries: 8,
        }
    }
}

/// Which RDF an engine reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EngineForm {
    Rdf11,
    Rdf12,
}

/// By what an engine knows who asks (RFC 7617, RFC 7616, RFC 6750).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Auth {
    None,
    /// The user, and the variable that holds the password.
    Basic {
        user: String,
        password_env: String,
    },
    Digest {
        user: String,
        password_env: String,
    },
    /// The variable that holds the token.
    Bearer {
        token_env: String,
    },
}

/// A table of `citable.toml`, of which nothing is known yet.
pub type Table = BTreeMap<Spanned<String>, Spanned<Value>>;

/// All keys of an engine.
const KEYS: [&str; 12] = [
    "query",
    "update",
    "graph-store",
    "form",
    "auth",
    "user",
    "password-env",
    "token-env",
    "timeout",
    "connect-timeout",
    "batch",
    "retries",
];

/// Keys under which people may write a secret.
const SECRETS: [(&str, &str); 6] = [
    ("password", "password-env"),
    ("pass", "password-env"),
    ("token", "token-env"),
    ("secret", "password-env"),
    ("api-key", "token-env"),
    ("bearer", "token-env"),
];

/// Makes a diagnostic at a place of `citable.toml`.
pub type Wrong<'a> = &'a dyn Fn(Range<usize>, String) -> Diagnostic;

/// Reads the engines of a project, by name.
pub fn read(
    tables: &BTreeMap<Spanned<String>, Table>,
    wrong: Wrong,
) -> Result<BTreeMap<String, EngineSettings>, Box<Diagnostic>> {
    let mut engines = BTreeMap::new();
    for (name, table) in tables {
        let reader = Reader { name, table, wrong };
        engines.insert(name.get_ref().clone(), reader.read()?);
    }
    Ok(engines)
}

struct Reader<'a> {
    name: &'a Spanned<String>,
    table: &'a Table,
    wrong: Wrong<'a>,
}

impl Reader<'_> {
    fn read(&self) -> Result<EngineSettings, Box<Diagnostic>> {
        if !is_slug(self.name.get_ref()) {
            return Err(self.at_head(
                "the name of an engine is lower-case letters, digits and hyphens".to_owned(),
            ));
        }
        self.check_keys()?;
        let query = self.url("query")?;
        Ok(EngineSettings {
            name: self.name.get_ref().clone(),
            query: query.ok_or_else(|| self.missing("query", "the URL of its SPARQL queries"))?,
            update: self.url("update")?,
            graph_store: self.url("graph-store")?,
            form: self.one_of(
                "form",
                &[("rdf11", EngineForm::Rdf11), ("rdf12", EngineForm::Rdf12)],
            )?,
            auth: self.auth()?,
            timeout: self.seconds("timeout", 300)?,
            connect_timeout: self.seconds("connect-timeout", 10)?,
            batch: self.number("batch", 10_000, 1..=10_000_000)?,
            retries: self.number("retries", 8, 0..=100)?,
        })
    }

    fn check_keys(&self) -> Result<(), Box<Diagnostic>> {
        for key in self.table.keys().map(Spanned::get_ref) {
            if KEYS.contains(&key.as_str()) {
                continue;
            }
            if let Some((_, instead)) = SECRETS.iter().find(|(secret, _)| secret == key) {
                let message = format!("`{key}` does not belong in citable.toml");
                let help =
                    format!("`{instead}` names the variable of the environment that holds it");
                return Err(Box::new(self.head(message).help(help)));
            }
            let diagnostic = self.head(format!("an engine has no key `{key}`"));
            return Err(Box::new(match did_you_mean(key, KEYS) {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                None => diagnostic.help(format!("the keys are: {}", KEYS.join(", "))),
            }));
        }
        Ok(())
    }

    fn auth(&self) -> Result<Auth, Box<Diagnostic>> {
        #[derive(Clone, Copy)]
        enum Scheme {
            None,
            Basic,
            Digest,
            Bearer,
        }
        let schemes = [
            ("none", Scheme::None),
            ("basic", Scheme::Basic),
            ("digest", Scheme::Digest),
            ("bearer", Scheme::Bearer),
        ];
        let scheme = self.one_of("auth", &schemes)?;
        let (user, token) = (["user", "password-env"], ["token-env"]);
        let unused: &[&str] = match scheme {
            Scheme::None => &[user[0], user[1], token[0]],
            Scheme::Basic | Scheme::Digest => &token,
            Scheme::Bearer => &user,
        };
        if let Some(key) = unused.iter().find(|key| self.value(key).is_some()) {
            let help = "`auth = \"basic\"` and \"digest\" have `user` and `password-env`, and \"bearer\" has `token-env`";
            let message = format!("`{key}` does not go with this `auth`");
            return Err(Box::new(self.head(message).help(help)));
        }
        let of_user = || -> Result<(String, String), Box<Diagnostic>> {
            let name = self.text(user[0])?;
            let name = name.ok_or_else(|| self.missing(user[0], "who publishes"))?;
            Ok((name, self.variable("password-env")?))
        };
        Ok(match scheme {
            Scheme::None => Auth::None,
            Scheme::Basic => {
                let (user, password_env) = of_user()?;
                Auth::Basic { user, password_env }
            }
            Scheme::Digest => {
                let (user, password_env) = of_user()?;
                Auth::Digest { user, password_env }
            }
            Scheme::Bearer => Auth::Bearer {
                token_env: self.variable(token[0])?,
            },
        })
    }

    /// The name of a variable of the environment. What is none may be the secret itself.
    fn variable(&self, key: &str) -> Result<String, Box<Diagnostic>> {
        let what = "the variable of the environment that holds it";
        let name = self.text(key)?.ok_or_else(|| self.missing(key, what))?;
        let is_name = |name: &str| {
            let mut chars = name.chars();
            let starts = chars
                .next()
                .is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
            starts && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
        };
        if is_name(&name) {
            return Ok(name);
        }
        let message = format!("`{key}` is no name of a variable of the environment");
        Err(Box::new(self.head(message).help(
            "letters, digits and underscores, as in LIBRARY_PASSWORD; what it holds is never written in citable.toml",
        )))
    }

    /// An HTTP URL. What stands before an `@` in it is a secret.
    fn url(&self, key: &str) -> Result<Option<String>, Box<Diagnostic>> {
        let Some(text) = self.text(key)? else {
            return Ok(None);
        };
        // What cannot be read may have a user in it all the same.
        let place = match text.contains('@') {
            true => self.name.span(),
            false => self.place(key),
        };
        let iri = match oxiri::Iri::parse(text.as_str()) {
            Ok(iri) => iri,
            Err(error) => return Err(self.at(place, format!("`{key}` is no URL: {error}"))),
        };
        let authority = iri.authority().unwrap_or_default();
        if authority.contains('@') {
            let message = format!("`{key}` has a user in it, who does not belong in a URL");
            let help = "say `auth`, `user`, and by `password-env` the variable of the environment with the password";
            return Err(Box::new(self.head(message).help(help)));
        }
        let is_http = ["http", "https"].contains(&iri.scheme()) && !authority.is_empty();
        if !is_http || !text.is_ascii() || iri.fragment().is_some() {
            let message =
                format!("`{key}` is no URL of http or https that requests can be sent to");
            return Err(self.at(place, message));
        }
        Ok(Some(text))
    }

    fn one_of<T: Copy>(&self, key: &str, known: &[(&str, T)]) -> Result<T, Box<Diagnostic>> {
        let Some(text) = self.text(key)? else {
            return Ok(known[0].1);
        };
        if let Some((_, value)) = known.iter().find(|(name, _)| *name == text) {
            return Ok(*value);
        }
        let names: Vec<_> = known.iter().map(|(name, _)| *name).collect();
        let message = format!("`{key}` is one of {}", names.join(", "));
        let diagnostic = (self.wrong)(self.place(key), message);
        Err(Box::new(match did_you_mean(&text, names) {
            Some(near) => diagnostic.label(format!("did you mean `{near}`?")),
            None => diagnostic,
        }))
    }

    fn seconds(&self, key: &str, default: u64) -> Result<Duration, Box<Diagnostic>> {
        self.number(key, default, 1..=86_400)
            .map(Duration::from_secs)
    }

    fn number<T>(
        &self,
        key: &str,
        default: T,
        allowed: std::ops::RangeInclusive<T>,
    ) -> Result<T, Box<Diagnostic>>
    where
        T: TryFrom<i64> + PartialOrd + std::fmt::Display,
    {
        let Some(value) = self.value(key) else {
            return Ok(default);
        };
        let number = value.get_ref().as_integer();
        match number.and_then(|number| T::try_from(number).ok()) {
            Some(number) if allowed.contains(&number) => Ok(number),
            _ => {
                let (least, most) = (allowed.start(), allowed.end());
                let message = format!("`{key}` is a whole number from {least} to {most}");
                Err(self.at(value.span(), message))
            }
        }
    }

    fn text(&self, key: &str) -> Result<Option<String>, Box<Diagnostic>> {
        match self.value(key).map(|value| (value, value.get_ref())) {
            None => Ok(None),
            Some((_, Value::String(text))) => Ok(Some(text.clone())),
            Some((value, _)) => Err(self.at(
                value.span(),
                format!("`{key}` is a string, in quotation marks"),
            )),
        }
    }

    fn value(&self, key: &str) -> Option<&Spanned<Value>> {
        let found = self.table.iter().find(|(name, _)| name.get_ref() == key);
        found.map(|(_, value)| value)
    }

    fn place(&self, key: &str) -> Range<usize> {
        self.value(key).map_or(self.name.span(), Spanned::span)
    }

    fn missing(&self, key: &str, what: &str) -> Box<Diagnostic> {
        self.at_head(format!("the engine has no `{key}`: {what}"))
    }

    fn at_head(&self, message: String) -> Box<Diagnostic> {
        Box::new(self.head(message))
    }

    fn head(&self, message: String) -> Diagnostic {
        (self.wrong)(self.name.span(), message)
    }

    fn at(&self, place: Range<usize>, message: String) -> Box<Diagnostic> {
        Box::new((self.wrong)(place, message))
    }
}
