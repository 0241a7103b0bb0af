//! Which thing of a data set elsewhere is the one that is meant here.
//!
//! Names are [folded](name) to what is the same in every script and order, an [index] finds those that are near among
//! millions, and a [score] says how likely two things are the same, and why. None of them decides: what comes of it is a
//! [`Proposal`], which a person accepts or rejects ([`Session`], [`Decision`]). Decisions are mapping sets of the project, one
//! for each data set; nothing that is only proposed reaches the graph.
//!
//! ```text
//! dataset ─each→ Shelf (things, index of names)      build → Entity
//!                   └────────── propose ──────────────┘
//!                                  ▼
//!        NAME.proposed.sssom.tsv ─Session→ NAME.sssom.tsv ─→ status · fetch · the next build
//! ```

pub mod index;
pub mod name;
pub mod score;

mod decisions;
mod duplicates;
mod error;
mod fetch;
mod linking;
mod ours;
mod proposals;
mod propose;
mod review;
mod screen;
mod service;
mod shelf;
mod side;
mod status;

pub use decisions::{Decision, Decisions, End, State, Step, Verdict};
pub use duplicates::{Against, Duplicate, NOT_THE_SAME, One, distinct, duplicates};
pub use error::LinkError;
pub use fetch::{Fetched, fetch};
pub use linking::{Linking, Standing};
pub use ours::Entity;
pub use proposals::{
    Proposal, path as proposals_path, read as read_proposals, word, write as write_proposals,
};
pub use propose::propose;
pub use review::{Answer, Pair, Reviewer, Session, decision};
pub use score::Outcome;
pub use screen::{KEYS, lines as screen_lines};
pub use service::propose as propose_by_service;
pub use shelf::Shelf;
pub use status::{Counts, Moved, OfClass, Status, status};
