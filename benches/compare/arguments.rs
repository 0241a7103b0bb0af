//! What was asked for: sizes, and options in any order.

use std::path::PathBuf;

use super::Outcome;
use super::support::generate::Layout;

const SIZES: &[usize] = &[1_000, 10_000, 100_000];

pub struct Arguments {
    /// Numbers of statements.
    pub sizes: Vec<usize>,
    pub layout: Layout,
    /// Parts of the names of the jobs to run; all, if there is none.
    pub only: Vec<String>,
    /// Where to generate the projects, and leave them; what is there from another run is used again.
    pub keep: Option<PathBuf>,
    rounds: Option<usize>,
}

impl Arguments {
    pub fn read(arguments: &[String]) -> Outcome<Self> {
        let mut read = Self {
            sizes: Vec::new(),
            layout: Layout::Tables,
            only: Vec::new(),
            keep: None,
            rounds: None,
        };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or(format!("{argument} wants a value"));
            match argument.as_str() {
                "--layout" => read.layout = value()?.parse()?,
                "--only" => read.only.push(value()?.clone()),
                "--keep" => read.keep = Some(std::path::absolute(value()?)?),
                "--rounds" => read.rounds = Some(value()?.parse::<usize>()?.max(1)),
                size => read.sizes.push(size.parse().map_err(|_| usage(size))?),
            }
        }
        if read.sizes.is_empty() {
            read.sizes = SIZES.to_vec();
        }
        Ok(read)
    }

    /// How often each job is run: fewer times where one takes long.
    pub fn rounds(&self, statements: usize) -> usize {
        self.rounds.unwrap_or(match statements {
            0..=2_000 => 7,
            2_001..=20_000 => 5,
            _ => 3,
        })
    }
}

fn usage(argument: &str) -> String {
    format!(
        "`{argument}` is neither a size nor an option; there are \
         --layout dossiers|tables|mixed, --only JOB, --rounds N, --keep FOLDER"
    )
}
