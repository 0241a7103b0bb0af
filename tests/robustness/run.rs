//! A command under guard: its time and memory are bounded, and what it says is kept.

use std::fs::File;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use libtest_mimic::Failed;

use crate::support::citable;

/// Far more than any of these commands takes; a loop without end takes longer.
const PATIENCE: Duration = Duration::from_secs(60);
/// The memory that a command may have, in KiB.
const MEMORY: u64 = 4 << 20;

/// How a command ended, and what it said.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ended {
    /// Fails unless the command ended with `code` and each of `words` is on one of its streams.
    pub fn expect(self, code: i32, words: &[&str]) -> Result<Ended, Failed> {
        let said = format!("{}{}", self.out, self.err);
        let missing: Vec<_> = words.iter().filter(|word| !said.contains(**word)).collect();
        if self.code == Some(code) && missing.is_empty() && !said.contains("panicked") {
            return Ok(self);
        }
        let said: String = said.chars().take(2000).collect();
        let code_is = self.code;
        Err(
            format!("expected exit {code}, is {code_is:?}; not said: {missing:?}; said:\n{said}")
                .into(),
        )
    }
}

/// A command that has started, whose streams go to files beside it, so that it never waits for a reader.
pub struct Running {
    pub child: Child,
    streams: tempfile::TempDir,
}

/// Starts `citable` in a folder, under a limit of memory where the system has one.
pub fn start(folder: &Path, arguments: &[&str]) -> Result<Running, Failed> {
    let limited = format!("ulimit -v {MEMORY} 2>/dev/null; exec \"$0\" \"$@\"");
    start_in_shell(folder, &limited, arguments)
}

/// Starts a line of `sh`, in which `"$0" "$@"` is the command.
pub fn start_in_shell(folder: &Path, script: &str, arguments: &[&str]) -> Result<Running, Failed> {
    let streams = tempfile::tempdir()?;
    let child = Command::new("sh")
        .arg("-c")
        .arg(script)
        .arg(citable())
        .args(arguments)
        .current_dir(folder)
        .env_remove("SOURCE_DATE_EPOCH")
        .stdin(Stdio::null())
        .stdout(File::create(streams.path().join("out"))?)
        .stderr(File::create(streams.path().join("err"))?)
        .spawn()?;
    Ok(Running { child, streams })
}

impl Running {
    /// What it has said on standard error until now.
    pub fn said(&self) -> Result<String, Failed> {
        let bytes = std::fs::read(self.streams.path().join("err"))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Waits for the end; a command that has none is killed, and fails the test.
    pub fn end(mut self) -> Result<Ended, Failed> {
        let start = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait()? {
                break status;
            }
            if start.elapsed() > PATIENCE {
                self.child.kill()?;
                self.child.wait()?;
                return Err(format!("it did not end within {PATIENCE:?}").into());
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        let out = std::fs::read(self.streams.path().join("out"))?;
        let err = self.said()?;
        if let Some(signal) = status.signal() {
            return Err(format!("it was ended by signal {signal}; it said:\n{err}").into());
        }
        Ok(Ended {
            code: status.code(),
            out: String::from_utf8_lossy(&out).into_owned(),
            err,
        })
    }
}

/// Runs `citable` in a folder to its end.
pub fn citable_in(folder: &Path, arguments: &[&str]) -> Result<Ended, Failed> {
    start(folder, arguments)?.end()
}
