//! Proposals and decisions about links, while what makes them is killed.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

use libtest_mimic::Failed;

use crate::run::{citable_in, start};
use crate::state::Trials;
use crate::support::{Sandbox, citable, root};

pub const TRIALS: Trials = &[
    (
        "a review of links that is killed loses no decision, and the next goes on",
        killed_review,
    ),
    (
        "proposals that are killed leave the old ones or the new ones",
        killed_proposals,
    ),
];

const DECISIONS: &str = "data/mappings/wikidata.sssom.tsv";
const PROPOSALS: &str = "data/mappings/wikidata.proposed.sssom.tsv";
/// Far more than a key takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// A project with data sets, built.
pub fn atlas() -> Result<Sandbox, Failed> {
    let sandbox = Sandbox::new();
    sandbox.lay(&root().join("tests/projects/atlas"))?;
    citable_in(sandbox.path(), &["build"])?.expect(0, &[])?;
    Ok(sandbox)
}

/// A review in a terminal of its own, which `script` gives it.
struct Terminal {
    child: Child,
    keys: ChildStdin,
    /// How many screens were waited for.
    screens: usize,
}

/// What stands under each screen.
const ASKS: &str = "q quit";

impl Terminal {
    fn open(folder: &Path) -> Result<Terminal, Failed> {
        let command =
            "stty cols 100; echo $$ > pid; exec \"$CITABLE\" link review wikidata --by Ana";
        let mut child = Command::new("script")
            .args(["-qfec", command, "/dev/null"])
            .env("CITABLE", citable())
            .env("TERM", "xterm")
            .env("SOURCE_DATE_EPOCH", "1714521600")
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(File::create(folder.join("screen"))?)
            .stderr(Stdio::null())
            .spawn()?;
        let keys = child.stdin.take().ok_or("there are no keys")?;
        Ok(Terminal {
            child,
            keys,
            screens: 0,
        })
    }

    /// Waits for the next screen, and gives all that was shown.
    fn screen(&mut self, folder: &Path) -> Result<String, Failed> {
        self.screens += 1;
        let start = Instant::now();
        loop {
            let shown = String::from_utf8_lossy(&fs::read(folder.join("screen"))?).into_owned();
            if shown.matches(ASKS).count() >= self.screens {
                return Ok(shown);
            }
            if start.elapsed() > PATIENCE {
                self.child.kill()?;
                return Err(format!("no screen {} came; shown: {shown}", self.screens).into());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn key(&mut self, key: &str) -> Result<(), Failed> {
        self.keys.write_all(key.as_bytes())?;
        Ok(self.keys.flush()?)
    }

    /// Waits for the end.
    fn end(mut self) -> Result<(), Failed> {
        let start = Instant::now();
        while self.child.try_wait()?.is_none() {
            if start.elapsed() > PATIENCE {
                self.child.kill()?;
                return Err("it did not end".into());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }
}

fn has_script() -> bool {
    let mut script = Command::new("script");
    script.arg("--version").stdout(Stdio::null());
    script.stderr(Stdio::null()).status().is_ok()
}

fn decided(folder: &Path) -> String {
    fs::read_to_string(folder.join(DECISIONS)).unwrap_or_default()
}

fn killed_review() -> Result<(), Failed> {
    if !has_script() {
        eprintln!("skipped: there is no `script`, which gives a terminal");
        return Ok(());
    }
    let sandbox = atlas()?;
    let folder = sandbox.path();
    citable_in(folder, &["link", "propose", "wikidata"])?.expect(0, &["Georgia"])?;

    let mut terminal = Terminal::open(folder)?;
    let first = terminal.screen(folder)?;
    assert!(first.contains("entity 1 of"), "{first}");
    terminal.key("a")?;
    terminal.screen(folder)?;
    assert_eq!(decided(folder).matches("ManualMappingCuration").count(), 1);
    terminal.key("n")?;
    terminal.screen(folder)?;
    assert!(decided(folder).contains("sssom:NoTermFound"));
    // A key that says nothing changes nothing.
    terminal.key("z")?;
    terminal.screen(folder)?;
    terminal.key("u")?;
    terminal.screen(folder)?;
    let one = decided(folder);
    assert!(!one.contains("sssom:NoTermFound"));
    let pid = fs::read_to_string(folder.join("pid"))?;
    let killed = Command::new("kill").args(["-9", pid.trim()]).status()?;
    assert!(killed.success());
    terminal.end()?;
    assert_eq!(decided(folder), one, "what was decided is there");

    // The next review shows what is open, and not what is decided.
    let mut terminal = Terminal::open(folder)?;
    let again = terminal.screen(folder)?;
    let entities = |shown: &str| -> Option<usize> {
        let rest = shown.split("entity 1 of ").nth(1)?;
        rest.split(',').next()?.trim().parse().ok()
    };
    let (before, after) = (entities(&first), entities(&again));
    assert_eq!(before, after.map(|count| count + 1), "{first}\n{again}");
    terminal.key("r")?;
    terminal.screen(folder)?;
    assert!(decided(folder).contains("\tNot\t"));
    terminal.key("q")?;
    terminal.end()?;

    // And the file is one that is built from.
    citable_in(folder, &["build"])?.expect(0, &[])?;
    Ok(())
}

fn killed_proposals() -> Result<(), Failed> {
    let sandbox = atlas()?;
    let folder = sandbox.path();
    many_things(folder)?;
    let propose = ["link", "propose", "wikidata"];
    let begin = Instant::now();
    citable_in(folder, &propose)?.expect(0, &[])?;
    let (whole, took) = (fs::read(folder.join(PROPOSALS))?, begin.elapsed());
    for moment in 0..20 {
        // At first nothing is kept of the data set; later something is, and some proposals are there.
        if [0, 2].contains(&(moment % 4)) {
            fs::remove_dir_all(folder.join(".citable/datasets"))?;
        }
        if moment % 4 < 2 {
            fs::remove_file(folder.join(PROPOSALS))?;
        }
        let before = fs::read(folder.join(PROPOSALS)).ok();
        let mut running = start(folder, &propose)?;
        std::thread::sleep(took * moment / 20);
        running.child.kill()?;
        running.child.wait()?;
        let after = fs::read(folder.join(PROPOSALS)).ok();
        assert!(after == before || after.as_ref() == Some(&whole));
        citable_in(folder, &propose)?.expect(0, &[])?;
        assert!(fs::read(folder.join(PROPOSALS))? == whole);
    }
    Ok(())
}

/// Things enough that reading them takes a while.
fn many_things(folder: &Path) -> Result<(), Failed> {
    let path = folder.join("dumps/wikidata.json");
    let mut dump = fs::read_to_string(&path)?;
    dump.truncate(dump.trim_end().trim_end_matches(']').trim_end().len());
    for number in 0..20_000 {
        dump.push_str(&format!(
            ",\n{{\"id\":\"Q9{number:05}\",\"labels\":{{\"en\":{{\"language\":\"en\",\"value\":\"Place {number}\"}}}},\"claims\":{{}}}}"
        ));
    }
    dump.push_str("\n]\n");
    Ok(fs::write(path, dump)?)
}
