//! Other people's programs read what `citable coverage` writes: a browser and axe-core the page, LCOV the tracefile.

use std::path::PathBuf;
use std::process::Command;

use libtest_mimic::{Completion, Failed, Trial};

use super::support::{Sandbox, root};
use super::{here, missing, on_path, target};

/// The projects whose coverage is read, each the folders that are laid over one another: the example, one of which
/// little is read, and one with hostile texts.
const PROJECTS: [(&str, &[&str]); 3] = [
    ("example", &[""]),
    ("lighthouse", &["tests/projects/lighthouse"]),
    (
        "odd-texts",
        &["tests/base", "tests/cases/cli/coverage-of-odd-texts/input"],
    ),
];

pub fn trials() -> Vec<Trial> {
    let of_project = |(name, folders): (&'static str, &'static [&'static str])| {
        [
            Trial::ignorable_test(format!("{name}/coverage/page/axe-core"), move || {
                page(folders)
            }),
            Trial::ignorable_test(format!("{name}/coverage/lcov/genhtml"), move || {
                lines(folders)
            }),
        ]
    };
    PROJECTS.into_iter().flat_map(of_project).collect()
}

/// Opens the page wide and narrow, light and dark.
fn page(project: &[&str]) -> Result<Completion, Failed> {
    let modules = ["playwright-core", "axe-core"].map(|name| target("node_modules").join(name));
    if !on_path("node") || !on_path("chromium") || !modules.iter().all(|module| module.exists()) {
        return missing("chromium with playwright-core and axe-core");
    }
    let folder = Sandbox::new();
    let page = written(project, &folder, "coverage.html")?;
    let script = here("page_reader.js");
    let output = Command::new("node").arg(script).arg(page).output()?;
    match output.status.success() {
        true => Ok(Completion::Completed),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned().into()),
    }
}

/// Has `genhtml` read the tracefile and the texts, and compares the numbers of lines.
fn lines(project: &[&str]) -> Result<Completion, Failed> {
    if !on_path("genhtml") {
        return missing("genhtml");
    }
    let folder = Sandbox::new();
    let tracefile = written(project, &folder, "coverage.info")?;
    let output = Command::new("genhtml")
        .args(["--output-directory", "lines"])
        .arg(&tracefile)
        .current_dir(folder.path())
        .output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        return Err(format!("genhtml complains: {said}{errors}").into());
    }
    let trace = std::fs::read_to_string(tracefile)?;
    let sum = |key: &str| -> usize {
        let lines = trace.lines().filter_map(|line| line.strip_prefix(key));
        lines
            .filter_map(|number| number.parse::<usize>().ok())
            .sum()
    };
    let expected = format!("({} of {} line", sum("LH:"), sum("LF:"));
    match said.contains(&expected) {
        true => Ok(Completion::Completed),
        false => Err(format!("`{expected}` is not in what genhtml says: {said}").into()),
    }
}

fn written(project: &[&str], folder: &Sandbox, name: &str) -> Result<PathBuf, Failed> {
    for part in project {
        folder.lay(&root().join(part))?;
    }
    let output = folder.citable(&["coverage", "-o", name]).output()?;
    match output.status.success() {
        true => Ok(folder.path().join(name)),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned().into()),
    }
}
