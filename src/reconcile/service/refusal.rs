//! Why a request is not answered.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::query::QueryError;

/// A request that cannot be answered, and why: a problem of [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub status: StatusCode,
    /// What is wrong, in a sentence.
    pub detail: String,
    /// Where in what was sent, as a JSON pointer (RFC 6901).
    pub pointer: Option<String>,
}

impl Refusal {
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Refusal {
        Refusal {
            status,
            detail: detail.into(),
            pointer: None,
        }
    }

    /// Of a request that says what cannot be.
    pub fn bad(detail: impl Into<String>) -> Refusal {
        Refusal::new(StatusCode::BAD_REQUEST, detail)
    }

    /// Of something at a place in what was sent.
    pub fn at(pointer: impl Into<String>, detail: impl Into<String>) -> Refusal {
        Refusal {
            pointer: Some(pointer.into()),
            ..Refusal::bad(detail)
        }
    }

    /// Of something that is not there.
    pub fn not_found(detail: impl Into<String>) -> Refusal {
        Refusal::new(StatusCode::NOT_FOUND, detail)
    }

    /// As it is sent.
    pub fn to_json(&self) -> Value {
        let mut problem = json!({
            "title": self.status.canonical_reason().unwrap_or("Failed"),
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        if let Some(pointer) = &self.pointer {
            problem["pointer"] = json!(pointer);
        }
        problem
    }
}

/// The store failed, which is nobody's mistake who asks.
impl<E: Into<QueryError>> From<E> for Refusal {
    fn from(error: E) -> Refusal {
        Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, error.into().to_string())
    }
}
