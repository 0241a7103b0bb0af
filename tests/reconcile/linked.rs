//! A project whose data set is a reconciliation service: what it offers is proposed, and what it says of linked things fetched.

use std::fs;

use libtest_mimic::{Failed, Trial};

use crate::served::Served;
use crate::support::{Sandbox, root};

pub fn all() -> Vec<Trial> {
    vec![Trial::test(
        "linked/a service is asked for candidates and for what it says of them",
        linked,
    )]
}

const SETTINGS: &str = r#"
[datasets.notes]
reconcile = "URL"
iri = "https://example.org/interpol/entity/"
fetch = ["skos:altLabel", "https://example.org/interpol/vocabulary#locatedIn"]
"#;

const FETCHED: &str = "\
<https://example.org/interpol/entity/delhi> <https://example.org/interpol/vocabulary#locatedIn> <https://example.org/interpol/entity/india> .
<https://example.org/interpol/entity/russia> <http://www.w3.org/2004/02/skos/core#altLabel> \"Russian Federation\" .
";

/// Runs citable in a project, and gives what it prints on both streams.
fn run(project: &Sandbox, arguments: &[&str], code: i32) -> Result<String, Failed> {
    let output = project.citable(arguments).output()?;
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    match output.status.code() == Some(code) {
        true => Ok(said),
        false => Err(format!("{arguments:?} ended with {}: {said}", output.status).into()),
    }
}

fn linked() -> Result<(), Failed> {
    let served = Served::example()?;
    let project = Sandbox::new();
    project.lay(&root().join("tests/projects/atlas"))?;
    let config = project.path().join("citable.toml");
    let settings = SETTINGS.replace("URL", &served.url());
    fs::write(&config, fs::read_to_string(&config)? + &settings)?;
    run(&project, &["build"], 0)?;

    let proposed = run(&project, &["link", "propose", "notes"], 0)?;
    for target in ["delhi", "india", "russia"] {
        let target = format!("/{target}  ");
        assert!(proposed.contains(&target), "{proposed}");
    }
    for entity in ["delhi", "russia"] {
        let pair = format!("{entity}=https://example.org/interpol/entity/{entity}");
        run(
            &project,
            &["link", "accept", "notes", &pair, "--by", "Ana"],
            0,
        )?;
    }
    let fetch = ["link", "fetch", "notes"];
    let said = run(&project, &fetch, 0)?;
    assert!(said.contains("2 triples of 2 things"), "{said}");
    let path = project.path().join("data/external/notes.nt");
    let first = fs::read_to_string(&path)?;
    let triples = |text: &str| -> String {
        let lines = text.split_inclusive('\n');
        lines.filter(|line| !line.starts_with('#')).collect()
    };
    assert_eq!(triples(&first), FETCHED);
    assert!(
        first.contains(&format!("# from {}\n", served.url())),
        "{first}"
    );

    // What is kept needs no service, and what is not is told.
    served.stop("-TERM")?;
    fs::remove_file(&path)?;
    run(&project, &[&fetch[..], &["--offline"]].concat(), 0)?;
    assert_eq!(triples(&fs::read_to_string(&path)?), FETCHED);
    let pair = "india=https://example.org/interpol/entity/india";
    run(
        &project,
        &["link", "accept", "notes", pair, "--by", "Ana"],
        0,
    )?;
    let said = run(&project, &[&fetch[..], &["--offline"]].concat(), 3)?;
    assert!(
        said.contains("1 of 3") && said.contains("`india`"),
        "{said}"
    );
    assert_eq!(triples(&fs::read_to_string(&path)?), FETCHED);
    run(&project, &["build"], 0)?;
    Ok(())
}
