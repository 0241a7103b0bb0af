//! What is being done, on a terminal, once it has taken a second.

use std::io::{IsTerminal, stderr};
use std::time::Duration;

use super::project::Project;
use crate::compile::{self, Compilation, Options};
use indicatif::{ProgressBar, ProgressDrawTarget};

/// Compiles a project, and shows on a terminal how far it is.
pub fn compile(project: &Project, options: Options) -> anyhow::Result<Compilation> {
    let progress = Progress::new();
    Ok(compile::compile(&project.root, options, &|stage| {
        progress.stage(stage)
    })?)
}

/// How long a command may take before it says what it does.
const PATIENCE: Duration = Duration::from_secs(1);

/// A line on standard error that goes away when it is dropped.
pub struct Progress(ProgressBar);

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
        Progress(bar)
    }

    /// Says what is being done.
    pub fn stage(&self, what: &'static str) {
        self.0.set_message(what);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
