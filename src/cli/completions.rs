use std::io;

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
        clap_complete::generate(
            self.shell,
            &mut Cli::command(),
            "citable",
            &mut io::stdout(),
        );
        Ok(Exit::Done)
    }
}
