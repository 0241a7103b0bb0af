//! The example, built and served; and processes that are stopped by their ids.

use std::io::{BufRead, BufReader, Read};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use libtest_mimic::{Completion, Failed};

use crate::support::{Sandbox, root};

/// How long something may take that is waited for.
pub const BOUND: Duration = Duration::from_secs(120);

/// A service of a project in a folder of its own; both go away with it.
pub struct Served {
    pub sandbox: Sandbox,
    pub port: u16,
    process: Running,
}

/// A process that is killed when it is dropped, if it still runs.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Running {
    /// Waits until it has ended.
    pub fn wait(&mut self) -> Result<ExitStatus, Failed> {
        let start = Instant::now();
        while start.elapsed() < BOUND {
            if let Some(status) = self.0.try_wait()? {
                return Ok(status);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Err("it has not ended in time".into())
    }
}

impl Served {
    /// Serves the example, as it is in the repository.
    pub fn example() -> Result<Served, Failed> {
        Served::of(|_| Ok(()))
    }

    /// Serves the example after something was done to it.
    pub fn of(change: impl FnOnce(&Sandbox) -> std::io::Result<()>) -> Result<Served, Failed> {
        let sandbox = Sandbox::new();
        sandbox.lay(&root())?;
        change(&sandbox)?;
        let built = sandbox.citable(&["build"]).output()?;
        if !built.status.success() {
            return Err(String::from_utf8_lossy(&built.stderr).into_owned().into());
        }
        let mut process = sandbox
            .citable(&["reconcile", "serve", "--port", "0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let out = process.stdout.take().expect("it is piped");
        let process = Running(process);
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line)?;
        let port = line.trim().trim_end_matches('/').rsplit(':').next();
        let port = port.and_then(|port| port.parse().ok());
        Ok(Served {
            port: port.ok_or_else(|| format!("no address: {line}"))?,
            sandbox,
            process,
        })
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// Asks it to end, and waits until it has.
    pub fn stop(mut self, signal: &str) -> Result<ExitStatus, Failed> {
        let id = self.process.0.id().to_string();
        Command::new("kill").args([signal, &id]).status()?;
        self.process.wait()
    }
}

/// The example, served once for all trials that only ask.
pub fn example() -> Result<&'static Served, Failed> {
    static EXAMPLE: OnceLock<Result<Served, String>> = OnceLock::new();
    let served = EXAMPLE.get_or_init(|| {
        Served::example()
            .map_err(|failed| failed.message().unwrap_or("it cannot be served").to_owned())
    });
    served.as_ref().map_err(|failed| failed.as_str().into())
}

/// A program of the folder that `tests/reconcile/install` fills, if it was filled.
pub fn installed(name: &str) -> Option<PathBuf> {
    let path = root().join("target/readers/reconcile/bin").join(name);
    path.exists().then_some(path)
}

pub fn missing(name: &str) -> Result<Completion, Failed> {
    let message = format!("{name} is not installed: tests/reconcile/install");
    match std::env::var_os("CITABLE_REQUIRE_READERS") {
        Some(_) => Err(message.into()),
        None => Ok(Completion::ignored_with(message)),
    }
}

pub fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Waits until somebody listens to a port.
pub fn reachable(port: u16, process: &mut Running) -> Result<(), Failed> {
    let start = Instant::now();
    while start.elapsed() < BOUND {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Ok(());
        }
        if let Some(status) = process.0.try_wait()? {
            let mut said = String::new();
            if let Some(mut stderr) = process.0.stderr.take() {
                let _ = stderr.read_to_string(&mut said);
            }
            return Err(format!("it has ended ({status}): {said}").into());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Err("nobody listens in time".into())
}
