//! The folder that the jobs of one size work in, and what they find there.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Outcome;
use super::edit::Edit;
use super::process;
use super::support::generate::Layout;
use super::tool::{BUILD, Step, Tool};

/// What a job reads, beside the project.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Material {
    /// The quads of the build, as in the store.
    Quads,
    /// The quads as RDF 1.1.
    Quads11,
    /// The triples as RDF 1.1.
    Triples11,
    /// An Oxigraph store of the quads.
    Store,
    /// A copy of that, optimised.
    Optimised,
    /// The statements as tables.
    Tables,
}

/// What is made of a build.
const MADE: &[Material] = &[
    Material::Quads,
    Material::Quads11,
    Material::Triples11,
    Material::Store,
    Material::Optimised,
];

impl Material {
    pub fn name(self) -> &'static str {
        match self {
            Material::Quads => "all.nq",
            Material::Quads11 => "all11.nq",
            Material::Triples11 => "all11.nt",
            Material::Store => "store",
            Material::Optimised => "optimised",
            Material::Tables => "tables",
        }
    }

    /// What it is made of, and how.
    fn recipe(self) -> (&'static [Material], &'static [Step]) {
        const QUADS: &[&str] = &[
            "export", "--form", "rdf12", "--format", "nquads", "-o", "all.nq",
        ];
        const QUADS11: &[&str] = &["export", "--format", "nquads", "-o", "all11.nq"];
        const TRIPLES11: &[&str] = &["export", "--format", "ntriples", "-o", "all11.nt"];
        const STORE: &[&str] = &["load", "--location", "store", "--file", "all.nq"];
        const OPTIMISE: &[&str] = &["optimize", "--location", "optimised"];
        match self {
            Material::Quads => (&[], &[(Tool::Citable, QUADS)]),
            Material::Quads11 => (&[], &[(Tool::Citable, QUADS11)]),
            Material::Triples11 => (&[], &[(Tool::Citable, TRIPLES11)]),
            Material::Store => (&[Material::Quads], &[(Tool::Oxigraph, STORE)]),
            Material::Optimised => (&[Material::Store], &[(Tool::Oxigraph, OPTIMISE)]),
            Material::Tables => (&[], &[]),
        }
    }
}

pub struct Field {
    pub root: PathBuf,
    pub statements: usize,
    pub layout: Layout,
    /// Whether the project has a build, of itself or of what it was before an edit.
    pub is_built: bool,
    edit: Option<Edit>,
}

impl Field {
    /// Generates the project, unless it is there, and builds it.
    pub fn new(root: &Path, statements: usize, layout: Layout) -> Outcome<Self> {
        let mut field = Self {
            root: root.to_owned(),
            statements,
            layout,
            is_built: false,
            edit: None,
        };
        field.generate(layout)?;
        field.sweep()?;
        field.edit = Edit::find(&field.project())?;
        field.build()?;
        field.make(Material::Quads)??;
        if !contains(&field.root.join("all.nq"), "/statement/")? {
            return Err("the build has no statements: does this citable read that layout?".into());
        }
        Ok(field)
    }

    /// A layout has a folder of its own. It is written by another process: memory that this one once had would count as its
    /// children's.
    fn generate(&self, layout: Layout) -> Outcome<()> {
        let folder = self.root.join(layout.name());
        if folder.join("citable.toml").exists() {
            return Ok(());
        }
        let status = Command::new(std::env::current_exe()?)
            .args(["--generate", &self.statements.to_string()])
            .arg(layout.name())
            .arg(folder)
            .status()?;
        match status.success() {
            true => Ok(()),
            false => Err("the project could not be generated".into()),
        }
    }

    /// Removes what another run made of another build.
    fn sweep(&self) -> io::Result<()> {
        MADE.iter()
            .try_for_each(|material| remove(&self.root.join(material.name())))
    }

    /// The folder of the project.
    pub fn project(&self) -> PathBuf {
        self.root.join(self.layout.name())
    }

    /// Where the build is.
    pub fn built(&self) -> PathBuf {
        self.project().join(".citable")
    }

    /// Builds the project, untimed.
    pub fn build(&mut self) -> Outcome<()> {
        if let Err(trouble) = self.step(BUILD)? {
            return Err(format!("`citable build` {trouble}").into());
        }
        self.is_built = true;
        Ok(())
    }

    /// Removes all that an earlier build or check left.
    pub fn clean(&mut self) -> Outcome<()> {
        self.is_built = false;
        Ok(remove(&self.built())?)
    }

    /// Changes one line of the project.
    pub fn edit(&mut self) -> Outcome<()> {
        let edit = self.edit.as_mut();
        Ok(edit.ok_or("there is no line to change")?.again()?)
    }

    /// Makes what a job needs, unless it is there; what keeps it from being made is told in a word.
    pub fn make(&self, material: Material) -> Outcome<Result<(), String>> {
        if material == Material::Tables {
            return self.generate(Layout::Tables).map(Ok);
        }
        if self.root.join(material.name()).exists() {
            return Ok(Ok(()));
        }
        let (needs, steps) = material.recipe();
        for &need in needs {
            if let Err(trouble) = self.make(need)? {
                return Ok(Err(trouble));
            }
        }
        if material == Material::Optimised {
            let [from, to] = [Material::Store, material].map(|it| self.root.join(it.name()));
            copy(&from, &to)?;
        }
        for &step in steps {
            if let Err(trouble) = self.step(step)? {
                return Ok(Err(trouble));
            }
        }
        Ok(Ok(()))
    }

    /// Runs one process in this folder.
    pub fn step(&self, step: Step) -> Outcome<Result<process::Usage, String>> {
        let Some(mut command) = self.command(step) else {
            return Ok(Err("not installed".to_owned()));
        };
        Ok(process::run(&mut command, &self.root.join("errors.txt"))?)
    }

    /// What a process writes to standard output.
    pub fn answer(&self, step: Step) -> Outcome<String> {
        let mut command = self.command(step).ok_or("not installed")?;
        Ok(String::from_utf8(command.output()?.stdout)?)
    }

    fn command(&self, (tool, arguments): Step) -> Option<Command> {
        let mut command = Command::new(tool.find()?);
        command.current_dir(match tool {
            Tool::Citable => self.project(),
            _ => self.root.clone(),
        });
        command.args(
            arguments
                .iter()
                .map(|argument| self.argument(tool, argument)),
        );
        Some(command)
    }

    /// Scripts are in the repository; what citable writes doesn't go into the project.
    fn argument(&self, tool: Tool, argument: &str) -> PathBuf {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
        if argument.ends_with(".py") {
            return repository.join("benches/others").join(argument);
        }
        let is_output = [".nq", ".nt", ".ttl", ".trig"]
            .iter()
            .any(|suffix| argument.ends_with(suffix));
        match tool == Tool::Citable && is_output {
            true => self.root.join(argument),
            false => argument.into(),
        }
    }
}

/// Whether a line of a file contains a text. The file is never in memory as a whole.
fn contains(path: &Path, text: &str) -> io::Result<bool> {
    for line in BufReader::new(File::open(path)?).lines() {
        if line?.contains(text) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// How many bytes a file, or a folder with all in it, has.
pub fn bytes(path: &Path) -> io::Result<u64> {
    let about = fs::symlink_metadata(path)?;
    if !about.is_dir() {
        return Ok(about.len());
    }
    fs::read_dir(path)?.map(|entry| bytes(&entry?.path())).sum()
}

/// Copies a file, or a folder with all in it.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if !from.is_dir() {
        return fs::copy(from, to).map(|_| ());
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}

/// Removes a file or a folder, if there is one.
pub fn remove(path: &Path) -> io::Result<()> {
    let removed = match path.is_dir() {
        true => fs::remove_dir_all(path),
        false => fs::remove_file(path),
    };
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
