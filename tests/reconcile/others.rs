//! Programs by other people that ask our service: OpenRefine, two client libraries, and a validator of JSON Schema.

use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use libtest_mimic::{Completion, Failed, Trial};
use serde_json::{Value, json};

use crate::served::{Running, example, free_port, installed, missing, reachable};
use crate::support::root;

pub fn all() -> Vec<Trial> {
    vec![
        Trial::ignorable_test("others/every answer is valid", valid),
        Trial::ignorable_test("others/two client libraries reconcile and extend", clients),
        Trial::ignorable_test(
            "others/OpenRefine reconciles a column and extends it",
            openrefine,
        ),
    ]
}

/// Runs a script of this folder in the virtual environment, and gives what it prints.
fn script(name: &str, arguments: &[&str]) -> Result<Option<String>, Failed> {
    let Some(python) = installed("python") else {
        return Ok(None);
    };
    let output = Command::new("timeout")
        .arg("240")
        .arg(python)
        .arg(root().join("tests/reconcile").join(name))
        .args(arguments)
        .output()?;
    if output.status.success() {
        return Ok(Some(String::from_utf8_lossy(&output.stdout).into_owned()));
    }
    Err(String::from_utf8_lossy(&output.stderr).into_owned().into())
}

fn valid() -> Result<Completion, Failed> {
    let Some(said) = script("validate.py", &[&example()?.url()])? else {
        return missing("jsonschema");
    };
    assert!(said.contains("answers are valid"), "{said}");
    Ok(Completion::Completed)
}

fn clients() -> Result<Completion, Failed> {
    let Some(said) = script("clients.py", &[&example()?.url()])? else {
        return missing("reconciler");
    };
    let said: Value = serde_json::from_str(&said)?;
    let best = |at: usize| &said["batch"][at][0];
    assert_eq!(
        (best(0), best(1), best(2)),
        (&json!("interpol"), &json!("delhi"), &json!("russia"))
    );
    assert_eq!(said["batch"][3], json!([]));
    assert_eq!(said["match"], true);
    assert_eq!(
        said["table"],
        json!({ "Interpol": "interpol", "Trend Micro": "trend-micro", "Singapore": "singapore" })
    );
    let rows = &said["extended"]["rows"];
    assert_eq!(
        rows["singapore"]["rdf:type"],
        json!([{ "str": "city" }, { "str": "country" }])
    );
    assert_eq!(
        rows["interpol"]["v:partnersWith"],
        json!([{ "id": "trend-micro", "name": "Trend Micro" }])
    );
    Ok(Completion::Completed)
}

fn openrefine() -> Result<Completion, Failed> {
    let program = Path::new("/usr/bin/openrefine");
    if !program.exists() || installed("python").is_none() {
        return missing("openrefine");
    }
    let folder = tempfile::tempdir()?;
    let port = free_port()?;
    // Its program starts others, which end with their group.
    let child = Command::new("timeout")
        .args([
            "300",
            "/usr/bin/openrefine",
            "-i",
            "127.0.0.1",
            "-m",
            "512M",
            "-x",
            "refine.headless=true",
        ])
        .args(["-p", &port.to_string(), "-d"])
        .arg(folder.path())
        .env("HOME", folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()?;
    let mut refine = Group(Running(child));
    reachable(port, &mut refine.0)?;
    let said = script(
        "openrefine.py",
        &[&format!("http://127.0.0.1:{port}"), &example()?.url()],
    )?;
    let said: Value = serde_json::from_str(&said.unwrap_or_default())?;
    assert_eq!(
        said["matched"],
        json!(["interpol", "russia", null, null]),
        "{said}"
    );
    assert_eq!(
        said["columns"],
        json!(["who", "member of", "class", "note"])
    );
    let cells = &said["cells"];
    assert_eq!(
        cells[2],
        json!(["Russia", "Interpol", "country", ""]),
        "{said}"
    );
    assert_eq!(cells[1][2], "international organization", "{said}");
    assert_eq!(
        cells[4],
        json!(["Nobody in particular", "", "", "not there"])
    );
    Ok(Completion::Completed)
}

/// A process with all that it has started.
struct Group(Running);

impl Drop for Group {
    fn drop(&mut self) {
        let group = format!("-{}", self.0.0.id());
        let _ = Command::new("kill").args(["-TERM", "--", &group]).status();
        // It saves its workspace before it ends.
        for _ in 0..100 {
            if matches!(self.0.0.try_wait(), Ok(Some(_))) {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
    }
}
