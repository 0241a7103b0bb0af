use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, CommandFactory};
use clap_mangen::Man as Page;

use super::{Cli, Exit};

/// Print the manual page, or write one for each command
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    citable man | man -l -\n  \
    citable man --output ~/.local/share/man/man1")]
pub struct Man {
    /// Write citable.1, citable-check.1, … into this folder
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

impl Man {
    pub fn run(self) -> anyhow::Result<Exit> {
        match self.output {
            Some(folder) => {
                std::fs::create_dir_all(&folder)
                    .and_then(|()| clap_mangen::generate_to(Cli::command(), &folder))
                    .with_context(|| {
                        format!("cannot write manual pages into {}", folder.display())
                    })?;
            }
            None => {
                let mut page = Vec::new();
                Page::new(Cli::command()).render(&mut page)?;
                io::stdout().write_all(&page)?;
            }
        }
        Ok(Exit::Done)
    }
}
