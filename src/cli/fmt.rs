//! `citable fmt`: dossiers and registers in their normal form.

use std::collections::BTreeSet;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;

use super::project::Project;
use super::report::show;
use super::{Exit, Usage};
use crate::diagnostic::{Diagnostic, Format, did_you_mean};
use crate::edit::{self, Change};
use crate::format::{self, Formatter};
use crate::tally::counted;

/// Bring dossiers and registers into their normal form
///
/// Says the same in the same words: nothing is re-wrapped or re-ordered, prose and front matter stay, and in quotations
/// only escapes are put in or taken away. Lines of a quotation without `>` get it, and declarations without an id get one.
#[derive(Args)]
#[command(after_help = "\
Examples:
  citable fmt                             all dossiers and registers of the project
  citable fmt data/minutes.dossier.md     one file; a folder stands for the files in it
  citable fmt --check                     change nothing; list what would change
  citable fmt --diff                      change nothing; show what would change
  citable fmt - < notes.md                standard input to standard output

Exit codes: 0 done, 1 something would change (--check) or has mistakes of form and was left as it is there,
2 wrong usage, 3 the disk failed.")]
pub struct Fmt {
    /// Files or folders; `-` is standard input [default: all]
    #[arg(value_name = "FILES")]
    files: Vec<PathBuf>,
    /// Change nothing, list the files that would change, and fail if there are any
    #[arg(long)]
    check: bool,
    /// Change nothing, and show what would change as a unified difference
    #[arg(long)]
    diff: bool,
}

impl Fmt {
    pub fn run(self, project: &Project, directory: &Path) -> anyhow::Result<Exit> {
        let mut formatter = Formatter::new(&project.root)?;
        let is_stdin = |path: &PathBuf| path.as_os_str() == "-";
        match self.files.iter().any(is_stdin) {
            true if self.files.len() > 1 => {
                Err(Usage("`-` is standard input, and stands alone".to_owned()).into())
            }
            true => self.standard_input(&mut formatter),
            false => self.in_place(project, directory, &mut formatter),
        }
    }

    fn standard_input(&self, formatter: &mut Formatter) -> anyhow::Result<Exit> {
        let mut content = Vec::new();
        io::stdin()
            .read_to_end(&mut content)
            .context("cannot read standard input")?;
        let content = match String::from_utf8(content) {
            Ok(content) => content,
            Err(error) => {
                let sound = &error.as_bytes()[..error.utf8_error().valid_up_to()];
                let line = 1 + sound.iter().filter(|&&byte| byte == b'\n').count();
                eprintln!("error: standard input is not UTF-8: see line {line}");
                return Ok(Exit::Data);
            }
        };
        let change = formatter.text(content)?;
        let sound = !is_changed(&change) || !self.check;
        if self.diff {
            print(&change.diff())?;
        } else if !self.check {
            print(&change.after)?;
        }
        self.exit(&[change], Vec::new(), formatter, sound)
    }

    fn in_place(
        &self,
        project: &Project,
        directory: &Path,
        formatter: &mut Formatter,
    ) -> anyhow::Result<Exit> {
        let paths = self.paths(project, directory, formatter)?;
        let (mut read, mut unreadable) = (Vec::new(), Vec::new());
        for path in &paths {
            match formatter.file(path)? {
                Ok(change) => read.push(change),
                Err(problem) => unreadable.push(problem),
            }
        }
        let changes: Vec<Change> = read.iter().filter(|it| is_changed(it)).cloned().collect();
        if self.diff {
            for change in &changes {
                print(&change.diff())?;
            }
        } else if self.check {
            for change in &changes {
                print(&format!("{}\n", change.path))?;
            }
        } else {
            edit::write(&project.root, &changes)?;
        }
        let looked = counted(paths.len(), "file", "files");
        let done = if self.check || self.diff {
            "would change"
        } else {
            "changed"
        };
        eprintln!("{looked}, {} {done}", changes.len());
        self.exit(
            &read,
            unreadable,
            formatter,
            changes.is_empty() || !self.check,
        )
    }

    /// Tells what could not be formatted.
    fn exit(
        &self,
        changes: &[Change],
        unreadable: Vec<Diagnostic>,
        formatter: &Formatter,
        sound: bool,
    ) -> anyhow::Result<Exit> {
        let left = |change: &Change| {
            let text = match &change.before {
                Some(before) if self.check || self.diff => before,
                _ => &change.after,
            };
            (change.path.clone(), text.clone())
        };
        let (files, problems) = format::problems(changes.iter().map(left));
        for (files, problems) in [(&files, &problems), (formatter.files(), &unreadable)] {
            show(problems, files, Format::Full, &mut io::stderr())?;
        }
        let is_clean = problems.is_empty() && unreadable.is_empty();
        Ok(if is_clean && sound {
            Exit::Done
        } else {
            Exit::Data
        })
    }

    /// The paths that are asked for, in the project.
    fn paths(
        &self,
        project: &Project,
        directory: &Path,
        formatter: &Formatter,
    ) -> anyhow::Result<BTreeSet<String>> {
        let all = formatter.paths();
        if self.files.is_empty() {
            return Ok(all.into_iter().map(str::to_owned).collect());
        }
        let mut wanted = BTreeSet::new();
        for file in &self.files {
            let full = directory.join(file);
            let full = match full.canonicalize() {
                Ok(full) => full,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    let file = file.display();
                    return Err(Usage(format!("there is no file or folder `{file}`")).into());
                }
                Err(error) => {
                    let cannot = format!("cannot open {}", file.display());
                    return Err(anyhow::Error::new(error).context(cannot));
                }
            };
            let root = project.root.canonicalize()?;
            let inside = full.strip_prefix(&root).ok().map(Path::to_path_buf);
            let is_under = |path: &&str| {
                inside
                    .as_ref()
                    .is_some_and(|it| Path::new(path).starts_with(it))
            };
            let under: Vec<&str> = all.iter().copied().filter(is_under).collect();
            if under.is_empty() {
                return Err(self.not_ours(file, &all).into());
            }
            wanted.extend(under.into_iter().map(str::to_owned));
        }
        Ok(wanted)
    }

    fn not_ours(&self, file: &Path, all: &[&str]) -> Usage {
        let file = file.display().to_string();
        let near = did_you_mean(&file, all).map(|near| format!("; did you mean `{near}`?"));
        Usage(format!(
            "`{file}` is no dossier or register of this project: those end in `.dossier.md` or `.entities.md`, under data/{}",
            near.unwrap_or_default()
        ))
    }
}

fn is_changed(change: &Change) -> bool {
    change.before.as_ref() != Some(&change.after)
}

fn print(text: &str) -> io::Result<()> {
    io::stdout().lock().write_all(text.as_bytes())
}
