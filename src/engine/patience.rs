//! Requests that are sent again, after pauses that grow.

use std::thread;
use std::time::Duration;

use super::{Engine, EngineError};

/// The first pause; each is twice as long as the one before.
const FIRST: Duration = Duration::from_millis(250);
/// No pause of ours is longer.
const LONGEST: Duration = Duration::from_secs(60);
/// An engine that wants to be left alone for longer is not waited for.
const PATIENCE: Duration = Duration::from_secs(600);

impl Engine {
    /// Does what may fail for a while, until it is done, or fails for good, or has failed as often as the settings
    /// allow. `tell` hears of each failure that is borne, and how long the pause after it is.
    pub fn persist<T>(
        &self,
        tell: &dyn Fn(&EngineError, Duration),
        work: impl FnMut() -> Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        self.persist_while(EngineError::may_pass, tell, work)
    }

    /// The same, where it is for the caller to say which errors may pass.
    pub fn persist_while<T>(
        &self,
        may_pass: fn(&EngineError) -> bool,
        tell: &dyn Fn(&EngineError, Duration),
        mut work: impl FnMut() -> Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        let mut failures = 0;
        loop {
            let error = match work() {
                Ok(done) => return Ok(done),
                Err(error) => error,
            };
            let wanted = error.retry_after().unwrap_or_default();
            if !may_pass(&error) || failures >= self.settings().retries || wanted > PATIENCE {
                return Err(error);
            }
            let pause = pause(failures).max(wanted);
            tell(&error, pause);
            thread::sleep(pause);
            failures += 1;
        }
    }
}

fn pause(failures: u32) -> Duration {
    let factor = 2u32.checked_pow(failures).unwrap_or(u32::MAX);
    FIRST.saturating_mul(factor).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_a_minute() {
        let pauses = [0, 1, 2, 3, 8, 40].map(|failures| pause(failures).as_millis());
        assert_eq!(pauses, [250, 500, 1000, 2000, 60_000, 60_000]);
    }
}
