//! What people often write where the notation has something else for it: told with what they meant.
//!
//! Nothing here is ever read as if it were right. Only where a line cannot be read do these look whether it is one of the
//! common slips, so that the message says what to type, and not only that this is no name.

mod names;
mod time;
mod values;

pub use names::{bare, object, subject};
pub use time::{date, phrase};
pub use values::{confidence, number, quoted, role};
