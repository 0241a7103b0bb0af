use std::io::{self, Write};

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, Exit};

/// Print completions for a shell
#[derive(Args)]
#[command(after_help = "Example:\n  \
    citable completions bash > ~/.local/share/bash-completion/completions/citable")]
pub struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub fn run(self) -> anyhow::Result<Exit> {
        // Into memory first: the generator panics where a pipe is closed before it ends.
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "citable", &mut script);
        io::stdout().write_all(&script)?;
        Ok(Exit::Done)
    }
}
