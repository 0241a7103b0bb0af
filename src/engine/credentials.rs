//! By what an engine knows who asks: the header `Authorization` (RFC 9110, section 11.6.2).

use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use digest_auth::{AuthContext, HttpMethod, WwwAuthenticateHeader};

use super::EngineError;
use crate::project::{Auth, EngineSettings};

/// Who asks, with the secret that the environment holds. It has no `Debug`, so nothing can show it by mistake.
pub enum Credentials {
    None,
    /// What is sent is the same each time (RFC 7617, RFC 6750).
    Fixed {
        header: String,
        secrets: Vec<String>,
    },
    /// What is sent answers the last challenge of the engine (RFC 7616).
    Digest {
        user: String,
        password: String,
        challenge: Mutex<Option<WwwAuthenticateHeader>>,
    },
}

impl Credentials {
    pub fn of(
        settings: &EngineSettings,
        variable: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Credentials, EngineError> {
        let secret = |name: &str| {
            let failed = |what| EngineError::NoVariable {
                engine: settings.name.clone(),
                variable: name.to_owned(),
                what,
            };
            let secret = variable(name).ok_or_else(|| failed("not set"))?;
            match secret.chars().any(char::is_control) {
                _ if secret.is_empty() => Err(failed("empty")),
                true => Err(failed(
                    "set to something with control characters, such as a line break",
                )),
                false => Ok(secret),
            }
        };
        Ok(match &settings.auth {
            Auth::None => Credentials::None,
            Auth::Basic { user, password_env } => {
                let password = secret(password_env)?;
                let encoded = BASE64_STANDARD.encode(format!("{user}:{password}"));
                Credentials::Fixed {
                    header: format!("Basic {encoded}"),
                    secrets: vec![encoded, password],
                }
            }
            Auth::Digest { user, password_env } => Credentials::Digest {
                user: user.clone(),
                password: secret(password_env)?,
                challenge: Mutex::default(),
            },
            Auth::Bearer { token_env } => {
                let token = secret(token_env)?;
                Credentials::Fixed {
                    header: format!("Bearer {token}"),
                    secrets: vec![token],
                }
            }
        })
    }

    /// What is sent with a request for a path, with its query; nothing if the engine has to be heard first.
    pub fn header(&self, method: &str, path: &str) -> Option<String> {
        match self {
            Credentials::None => None,
            Credentials::Fixed { header, .. } => Some(header.clone()),
            Credentials::Digest {
                user,
                password,
                challenge,
            } => {
                let mut challenge = challenge.lock().unwrap_or_else(PoisonError::into_inner);
                let method = HttpMethod::from(method);
                let context =
                    AuthContext::new_with_method(user, password, path, None::<&[u8]>, method);
                let answer = challenge.as_mut()?.respond(&context).ok()?;
                Some(answer.to_header_string())
            }
        }
    }

    /// Whether the engine has to be heard before anything can be sent that it would take.
    pub fn wants_challenge(&self) -> bool {
        match self {
            Credentials::Digest { challenge, .. } => challenge
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .is_none(),
            _ => false,
        }
    }

    /// Hears the challenges of an answer that lets nobody in; whether it makes sense to ask again.
    pub fn hear<'a>(&self, challenges: impl Iterator<Item = &'a str>) -> bool {
        let Credentials::Digest { challenge, .. } = self else {
            return false;
        };
        let is_digest = |text: &&str| {
            let scheme = text.trim_start().get(..6);
            scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("digest"))
        };
        let mut heard = challenges
            .filter(is_digest)
            .filter_map(|text| digest_auth::parse(text.trim_start().get(6..)?).ok());
        let Some(heard) = heard.next() else {
            return false;
        };
        *challenge.lock().unwrap_or_else(PoisonError::into_inner) = Some(heard);
        true
    }

    /// Takes the secrets out of what an engine says, should it repeat them.
    pub fn redact(&self, mut text: String) -> String {
        let secrets: Vec<&String> = match self {
            Credentials::None => Vec::new(),
            Credentials::Fixed { secrets, .. } => secrets.iter().collect(),
            Credentials::Digest { password, .. } => vec![password],
        };
        for secret in secrets {
            text = text.replace(secret, "…");
        }
        text
    }
}
