//! Diagnostics, shown to the person or the program that asked for them.

use std::io::{self, IsTerminal, Write};

use crate::compile::Compilation;
use crate::diagnostic::{Diagnostic, Format, Summary, render};
use crate::files::Files;

/// The width of pictures where there is no terminal to ask.
const WIDTH: usize = 100;

/// Writes all diagnostics of a run to `out`; the summary goes to standard error, for people alone.
pub fn report(
    run: &Compilation,
    format: Format,
    out: &mut (impl Write + IsTerminal),
) -> io::Result<()> {
    show(&run.diagnostics, &run.files, format, out)
}

/// Writes diagnostics about files to `out`; the summary goes to standard error, for people alone.
pub fn show(
    diagnostics: &[Diagnostic],
    files: &Files,
    format: Format,
    out: &mut (impl Write + IsTerminal),
) -> io::Result<()> {
    let colour = colours(out);
    let width = terminal_width().unwrap_or(WIDTH);
    render(diagnostics, files, format, colour, width, out)?;
    out.flush()?;
    if matches!(format, Format::Full | Format::Short) && !diagnostics.is_empty() {
        eprintln!("{}", Summary::of(diagnostics));
    }
    Ok(())
}

/// Whether what is written there has colours.
pub fn colours(out: &impl IsTerminal) -> bool {
    out.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// The columns of the terminal, if there is one.
pub fn terminal_width() -> Option<usize> {
    comfy_table::Table::new().width().map(usize::from)
}
