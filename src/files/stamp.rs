//! What the file system says of a file without opening it.
//!
//! To read a million statements only to find that none has changed would take longer than compiling the one that has. So
//! a file whose stamp is the recorded one is taken to have the recorded digest. The stamp holds what an editor changes
//! (size and time of modification), and what no program can set back at will (the time at which the file system changed the
//! file's entry, and which entry it is): a file that was written over and given its old time again has another stamp.
//!
//! The clock of a file system is coarse: two writes within one tick leave one stamp. A stamp that is younger than
//! [`TICK`] when it is taken therefore settles nothing, and the file is read again the next time.

use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// No file system's clock is coarser than this.
const TICK: Duration = Duration::from_secs(2);

/// The stamp of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// In bytes.
    pub size: u64,
    /// When the content was changed last, when the entry was, and which entry it is; as one number that means nothing
    /// but itself. It is 0 where it settles nothing.
    pub mark: u64,
}

impl Stamp {
    /// The stamp in `about`, taken at `now`.
    pub fn of(about: &Metadata, now: SystemTime) -> Stamp {
        let modified = about.modified().unwrap_or(UNIX_EPOCH);
        let (changed, entry) = entry(about);
        let youngest = modified.max(changed);
        let is_old = now.duration_since(youngest).is_ok_and(|age| age > TICK);
        let nanoseconds = |time: SystemTime| {
            time.duration_since(UNIX_EPOCH)
                .map_or(0, |since| since.as_nanos() as u64)
        };
        let numbers = [nanoseconds(modified), nanoseconds(changed), entry];
        let bytes: Vec<u8> = numbers
            .iter()
            .flat_map(|number| number.to_le_bytes())
            .collect();
        Stamp {
            size: about.len(),
            mark: if is_old {
                crate::symbol::hash(&bytes).max(1)
            } else {
                0
            },
        }
    }

    /// Whether a file with this stamp has the content that it had when it had the other one.
    pub fn settles(self, other: Stamp) -> bool {
        self == other && self.mark != 0
    }
}

/// When the entry of a file was changed, and its number.
#[cfg(unix)]
fn entry(about: &Metadata) -> (SystemTime, u64) {
    use std::os::unix::fs::MetadataExt;
    let seconds = Duration::from_secs(about.ctime().max(0) as u64);
    let rest = Duration::from_nanos(about.ctime_nsec().max(0) as u64);
    (UNIX_EPOCH + seconds + rest, about.ino())
}

#[cfg(not(unix))]
fn entry(about: &Metadata) -> (SystemTime, u64) {
    (about.created().unwrap_or(UNIX_EPOCH), 0)
}
