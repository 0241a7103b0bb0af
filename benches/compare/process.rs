//! One process, measured from its start to its end.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Instant;

/// What a process cost.
pub struct Usage {
    pub seconds: f64,
    /// The most memory that it had, or that one of the processes had that it waited for; in KiB, and 0 where the
    /// system doesn't say.
    pub peak: u64,
}

/// Runs a command; a failure is the last line that it wrote to standard error.
pub fn run(command: &mut Command, errors: &Path) -> io::Result<Result<Usage, String>> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(File::create(errors)?);
    let start = Instant::now();
    let child = command.spawn()?;
    let (status, peak) = wait(child)?;
    let seconds = start.elapsed().as_secs_f64();
    if status.success() {
        return Ok(Ok(Usage { seconds, peak }));
    }
    let errors = String::from_utf8_lossy(&fs::read(errors)?).into_owned();
    let last = errors.lines().rfind(|line| !line.trim().is_empty());
    Ok(Err(format!("failed: {}", last.unwrap_or("without a word"))))
}

/// Waits for the end of a process, and asks what memory it had, which the standard library cannot tell.
#[cfg(unix)]
fn wait(child: Child) -> io::Result<(ExitStatus, u64)> {
    use std::os::unix::process::ExitStatusExt;

    let id = libc::pid_t::try_from(child.id()).expect("the system's own numbers fit its type");
    let mut status = 0;
    // SAFETY: it has nothing but numbers, and zero is one.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: both pointers are of places of this function; nobody else waits for the child.
    while unsafe { libc::wait4(id, &raw mut status, 0, &raw mut usage) } < 0 {
        let error = io::Error::last_os_error();
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
    let peak = u64::try_from(usage.ru_maxrss).unwrap_or(0);
    let unit = if cfg!(target_vendor = "apple") {
        1024
    } else {
        1
    }; // macOS counts bytes
    Ok((ExitStatus::from_raw(status), peak / unit))
}

#[cfg(not(unix))]
fn wait(mut child: Child) -> io::Result<(ExitStatus, u64)> {
    Ok((child.wait()?, 0))
}
