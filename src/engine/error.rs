//! Why an engine did not do what it was asked.

use std::io;
use std::time::Duration;

/// An engine failed, or could not be reached.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The environment lacks a secret.
    #[error(
        "the engine `{engine}` needs the variable {variable} in the environment, which is {what}"
    )]
    NoVariable {
        engine: String,
        variable: String,
        what: &'static str,
    },
    /// It is asked for what citable.toml gives no address for.
    #[error("the engine `{engine}` has no `{key}` in citable.toml, to which this would be sent")]
    NoAddress { engine: String, key: &'static str },
    /// It refused the name, the secret, or what they are allowed to do.
    #[error("{url} does not let us in ({status}): {}", credentials(*status))]
    Unauthorized { url: String, status: u16 },
    /// It answers elsewhere; nobody follows, as the credentials are for this address only.
    #[error(
        "{url} answers elsewhere ({status}): if you trust it, write the address of the engine in citable.toml as {to}"
    )]
    Redirected {
        url: String,
        status: u16,
        to: String,
    },
    /// It answered with another status of failure, and with these words.
    #[error("{url} answered {status}{}", words(.message))]
    Refused {
        url: String,
        status: u16,
        message: String,
        /// How long it wants to be left alone.
        retry_after: Option<Duration>,
    },
    /// No connection, or one that broke.
    #[error("{url}: {cause}")]
    Broken { url: String, cause: io::Error },
    /// A name of the public internet that leads to an address of this machine or its network, where it may not.
    #[error(
        "{url} is not asked: its name leads to {address}, which is no address of the public internet"
    )]
    Private {
        url: String,
        address: std::net::IpAddr,
    },
    /// Too long without an answer.
    #[error("{url} took longer than {} s {what}", .limit.as_secs())]
    TimedOut {
        url: String,
        what: &'static str,
        limit: Duration,
    },
    /// What cannot be sent, or what is no HTTP.
    #[error("{url}: {message}")]
    Protocol { url: String, message: String },
    /// It answered something that is no answer to what it was asked.
    #[error("{url} answered what cannot be read: {message}")]
    Unreadable { url: String, message: String },
}

fn credentials(status: u16) -> &'static str {
    match status {
        401 => {
            "look at `auth` and `user` in citable.toml, and at the variable that holds the secret"
        }
        _ => "the user is known, but not allowed to do this",
    }
}

fn words(message: &str) -> String {
    if message.is_empty() {
        return String::new();
    }
    format!(": {message}")
}

impl EngineError {
    /// Whether the same request may be answered later: the engine could not be reached, took too long, or says itself that it
    /// is too busy (429, 502, 503, 504), or that one of two transactions had to give way (Virtuoso: SQLSTATE 40001).
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Broken { cause, .. } => is_of_the_network(cause.kind()),
            Self::TimedOut { .. } => true,
            Self::Refused {
                status, message, ..
            } => {
                [429, 502, 503, 504].contains(status)
                    || *status == 500 && message.contains("Virtuoso 40001")
            }
            _ => false,
        }
    }

    /// How long the engine wants to be left alone, if it says so.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Refused { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

/// Whether an error is of the connection, rather than of its address, of the certificate at its other end, or of what is sent.
fn is_of_the_network(kind: io::ErrorKind) -> bool {
    use io::ErrorKind::*;
    !matches!(
        kind,
        NotFound | InvalidData | InvalidInput | PermissionDenied | AddrNotAvailable | Unsupported
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_pass_is_tried_again() {
        let url = String::new;
        let broken = |kind: io::ErrorKind| EngineError::Broken {
            url: url(),
            cause: kind.into(),
        };
        let refused = |status| EngineError::Refused {
            url: url(),
            status,
            message: String::new(),
            retry_after: None,
        };
        assert!(broken(io::ErrorKind::ConnectionReset).may_pass());
        assert!(broken(io::ErrorKind::Other).may_pass());
        assert!(!broken(io::ErrorKind::InvalidData).may_pass());
        assert!(
            [429, 502, 503, 504]
                .into_iter()
                .all(|status| refused(status).may_pass())
        );
        assert!(
            [400, 404, 413, 500]
                .into_iter()
                .all(|status| !refused(status).may_pass())
        );
    }
}
