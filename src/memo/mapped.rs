//! What is remembered of a row of a mapping set, to be held against those of other sets.

use serde::{Deserialize, Serialize};

use crate::mapping::{self, Decision, Row};
use crate::span::{FileId, Place, Span};
use crate::sssom::MappingSet;

/// A decision about an entity of ours and a thing elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapped {
    /// The IRI of the entity.
    pub entity: String,
    /// The data set that it is about.
    pub dataset: String,
    /// What the predicate says, all that say that both are one thing being the same; empty for those.
    pub relation: String,
    /// The IRI of the thing; empty where there is none.
    pub target: String,
    pub decision: Decision,
    pub place: Place,
}

impl Mapped {
    /// What is to be remembered of a row; nothing if it is about no entity of ours.
    pub fn of(row: &Row, set: &MappingSet) -> Option<Mapped> {
        let predicate = row.predicate.clone().unwrap_or_default();
        let place = set.place(row.row, "object_id");
        let place = Span::new(FileId(0), place.start, place.end).place();
        row.is_ours.then(|| Mapped {
            entity: row.subject.clone().unwrap_or_default(),
            dataset: row.dataset.clone(),
            relation: match mapping::is_identity(&predicate) {
                true => String::new(),
                false => predicate,
            },
            target: row.object.clone().unwrap_or_default(),
            decision: row.decision,
            place,
        })
    }
}
