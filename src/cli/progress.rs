//! What is being done, on a terminal, once it has taken a second; and how long each stage took, for who asks.

use std::cell::RefCell;
use std::io::{IsTerminal, stderr};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget};

/// How long a command may take before it says what it does.
const PATIENCE: Duration = Duration::from_secs(1);

/// A line on standard error that goes away when it is dropped.
pub struct Progress {
    bar: ProgressBar,
    /// The stages that were begun, each with its start.
    stages: RefCell<Vec<(&'static str, Instant)>>,
}

impl Progress {
    /// A line that shows after a second, if standard error is a terminal.
    pub fn new() -> Progress {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if stderr().is_terminal() {
            let late = bar.clone();
            std::thread::spawn(move || {
                std::thread::sleep(PATIENCE);
                if !late.is_finished() {
                    late.set_draw_target(ProgressDrawTarget::stderr());
                    late.enable_steady_tick(Duration::from_millis(120));
                }
            });
        }
        Progress {
            bar,
            stages: RefCell::default(),
        }
    }

    /// Says what is being done.
    pub fn stage(&self, what: &'static str) {
        self.bar.set_message(what);
        self.stages.borrow_mut().push((what, Instant::now()));
    }

    /// How long each stage took, those of one name together, in the order in which they began; the last ends now.
    pub fn timings(&self) -> Vec<(&'static str, Duration)> {
        let stages = self.stages.borrow();
        let ends = stages.iter().skip(1).map(|(_, start)| *start);
        let mut timings: Vec<(&'static str, Duration)> = Vec::new();
        for ((name, start), end) in stages.iter().zip(ends.chain([Instant::now()])) {
            let took = end - *start;
            match timings.iter_mut().find(|(known, _)| known == name) {
                Some((_, sum)) => *sum += took,
                None => timings.push((name, took)),
            }
        }
        timings
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
