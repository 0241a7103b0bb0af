//! How fast RDF is exported, and in how much memory, beside `oxigraph dump` of the same quads in the same run.
//!
//! `cargo bench --bench export`: ten million quads of a generated project, or as many as `CITABLE_QUADS` says, each dump
//! once, or as often as `CITABLE_ROUNDS` says. Oxigraph is that of `benches/others/install`; without it citable is measured alone. What a dump
//! has in memory is told twice: all of it, and what is no page of a file, since those of the store are its cache, which the
//! system takes back when it wants. The tools take turns, so that a machine that slows down slows both.

mod support;

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use support::generate::{self, Layout};
use support::measure::Times;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// About how many quads a statement of a generated project becomes, with its quotation and its reading.
const PER_STATEMENT: usize = 31;

/// The formats: name, extension, and the store of Oxigraph that has the quads. One without graphs is of all graphs together.
const FORMATS: [(&str, &str, &str); 4] = [
    ("Turtle", "ttl", "triples"),
    ("N-Triples", "nt", "triples"),
    ("TriG", "trig", "quads"),
    ("N-Quads", "nq", "quads"),
];

fn main() -> Outcome<()> {
    let quads = number("CITABLE_QUADS", 10_000_000)?;
    let rounds = number("CITABLE_ROUNDS", 1)?;
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [option, folder, statements] = arguments.as_slice()
        && option == "--generate"
    {
        let folder = Path::new(folder);
        return Ok(generate::project(folder, statements.parse()?, Layout::Tables).map(drop)?);
    }
    let field = Field::new(quads / PER_STATEMENT)?;
    println!(
        "{} quads, {} once all graphs are one; the build has {} on disk\n",
        field.quads,
        field.triples,
        megabytes(field.built)
    );
    println!(
        "{:<10} {:>24} {:>12} {:>24} {:>7}",
        "", "citable export", "beyond files", "oxigraph dump", "ratio"
    );
    for (name, extension, store) in FORMATS {
        field.measure(name, extension, store, rounds)?;
    }
    Ok(())
}

/// A number that the environment may give.
fn number(name: &str, otherwise: usize) -> Outcome<usize> {
    match std::env::var(name) {
        Ok(text) => text
            .replace('_', "")
            .parse()
            .map_err(|_| format!("{name} is no number: {text}").into()),
        Err(_) => Ok(otherwise),
    }
}

/// A folder with a built project and, if there is an Oxigraph, its stores of the same quads.
struct Field {
    folder: tempfile::TempDir,
    oxigraph: Option<PathBuf>,
    quads: usize,
    triples: usize,
    built: u64,
}

impl Field {
    fn new(statements: usize) -> Outcome<Field> {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
        let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/others/venv/bin/oxigraph");
        let mut field = Field {
            folder,
            oxigraph: Some(place).filter(|place| place.exists()),
            quads: 0,
            triples: 0,
            built: 0,
        };
        // By another process: memory that this one once had would count as its children's.
        let mut generator = Command::new(std::env::current_exe()?);
        generator.arg("--generate").arg(field.project());
        run(generator.arg(statements.to_string()))?;
        run(field.citable().arg("build"))?;
        field.built = bytes(&field.project().join(".citable"))?;
        field.quads = field.load("quads", "nq")?;
        field.triples = field.load("triples", "nt")?;
        Ok(field)
    }

    fn project(&self) -> PathBuf {
        self.folder.path().join("project")
    }

    fn citable(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_citable"));
        command.current_dir(self.project());
        command
    }

    /// Loads an export into a store, and counts its lines.
    fn load(&self, store: &str, extension: &str) -> Outcome<usize> {
        let file = self.folder.path().join(format!("all.{extension}"));
        run(&mut self.export(&file))?;
        if let Some(oxigraph) = &self.oxigraph {
            let mut command = Command::new(oxigraph);
            command.arg("load").arg("--location");
            command.arg(self.folder.path().join(store));
            run(command.arg("--file").arg(&file))?;
        }
        let mut lines = 0;
        for line in BufReader::new(File::open(&file)?).split(b'\n') {
            line?;
            lines += 1;
        }
        fs::remove_file(file)?;
        Ok(lines)
    }

    fn export(&self, file: &Path) -> Command {
        let mut command = self.citable();
        command.args(["export", "--form", "rdf12", "-o"]).arg(file);
        command
    }

    /// Has both write a format in turn, and prints what it took.
    fn measure(&self, name: &str, extension: &str, store: &str, rounds: usize) -> Outcome<()> {
        let file = self.folder.path().join(format!("out.{extension}"));
        let mut ours = Measured::default();
        let mut theirs = Measured::default();
        for _ in 0..rounds.max(1) {
            ours.add(run(&mut self.export(&file))?);
            fs::remove_file(&file)?;
            if let Some(oxigraph) = &self.oxigraph {
                let mut command = Command::new(oxigraph);
                command.arg("dump").arg("--location");
                command.arg(self.folder.path().join(store));
                command.arg("--file").arg(&file);
                if store == "triples" {
                    command.args(["--graph", "default"]);
                }
                theirs.add(run(&mut command)?);
                fs::remove_file(&file)?;
            }
        }
        let ratio = match &self.oxigraph {
            Some(_) => format!("{:.3}", ours.times.median() / theirs.times.median()),
            None => String::new(),
        };
        let told = match &self.oxigraph {
            Some(_) => theirs.told(),
            None => "not installed".to_owned(),
        };
        println!(
            "{name:<10} {:>24} {:>12} {told:>24} {ratio:>7}",
            ours.told(),
            megabytes(ours.beyond)
        );
        Ok(())
    }
}

/// What several runs took: the most memory that one of them had.
#[derive(Default)]
struct Measured {
    times: Times,
    peak: u64,
    beyond: u64,
}

impl Measured {
    fn add(&mut self, usage: Usage) {
        self.times.add(usage.seconds);
        self.peak = self.peak.max(usage.peak);
        self.beyond = self.beyond.max(usage.beyond);
    }

    fn told(&self) -> String {
        let (least, most) = (self.times.least(), self.times.most());
        let spread = match most > least {
            true => format!(" ({least:.1} to {most:.1})"),
            false => String::new(),
        };
        let median = self.times.median();
        format!("{median:.2} s{spread}, {}", megabytes(self.peak))
    }
}

/// What a process cost: seconds, and bytes of memory, 0 where the system doesn't say.
struct Usage {
    seconds: f64,
    /// The most that it had at a time.
    peak: u64,
    /// The most that was no page of a file.
    beyond: u64,
}

/// Runs a command to its end, and looks at its memory meanwhile.
fn run(command: &mut Command) -> Outcome<Usage> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let start = Instant::now();
    let mut child = command.spawn()?;
    let mut usage = Usage {
        seconds: 0.0,
        peak: 0,
        beyond: 0,
    };
    let errors = child.stderr.take();
    // A pipe that nobody reads would stop it.
    let errors = thread::spawn(move || errors.map(std::io::read_to_string));
    let status = loop {
        usage.peak = usage.peak.max(memory(&child, "VmHWM:"));
        usage.beyond = usage.beyond.max(memory(&child, "RssAnon:"));
        match child.try_wait()? {
            Some(status) => break status,
            None => thread::sleep(Duration::from_millis(5)),
        }
    };
    usage.seconds = start.elapsed().as_secs_f64();
    if status.success() {
        return Ok(usage);
    }
    let errors = errors.join().ok().flatten().transpose()?;
    Err(format!("{command:?} failed: {}", errors.unwrap_or_default()).into())
}

/// A line of what Linux says of a process, in bytes.
fn memory(child: &Child, line: &str) -> u64 {
    let told = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let found = told.lines().find_map(|told| told.strip_prefix(line));
    let number = found.and_then(|told| told.split_whitespace().next()?.parse::<u64>().ok());
    number.unwrap_or(0) * 1024
}

/// How many bytes a folder has, with all in it.
fn bytes(path: &Path) -> Outcome<u64> {
    let about = fs::symlink_metadata(path)?;
    if !about.is_dir() {
        return Ok(about.len());
    }
    fs::read_dir(path)?.map(|entry| bytes(&entry?.path())).sum()
}

fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes / 1_000_000)
}
