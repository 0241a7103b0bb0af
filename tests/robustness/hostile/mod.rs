//! Files that nobody would write: each gets a diagnostic or an error, in bounded time and memory.

mod large;
mod many;
mod paths;
mod pdf;
mod words;

use libtest_mimic::{Failed, Trial};

use crate::inputs::project;
use crate::run::citable_in;
use crate::support::Sandbox;

/// How deep or long what is deep or long is.
pub const DEEP: usize = 10_000;

/// An input, and what is said of it.
pub struct Case {
    name: &'static str,
    lay: fn(&Sandbox) -> Result<(), Failed>,
    command: &'static str,
    code: i32,
    told: &'static [&'static str],
}

/// A case of `check`, in which `told` is said and nothing else is an error.
pub const fn check(
    name: &'static str,
    code: i32,
    told: &'static [&'static str],
    lay: fn(&Sandbox) -> Result<(), Failed>,
) -> Case {
    Case {
        name,
        lay,
        command: "check",
        code,
        told,
    }
}

pub const fn build(
    name: &'static str,
    code: i32,
    told: &'static [&'static str],
    lay: fn(&Sandbox) -> Result<(), Failed>,
) -> Case {
    Case {
        name,
        lay,
        command: "build",
        code,
        told,
    }
}

pub fn trials() -> impl Iterator<Item = Trial> {
    let groups: [&'static [Case]; 5] = [
        large::LARGE,
        words::CHARACTERS,
        words::NESTED,
        paths::PATHS,
        many::MANY,
    ];
    let checked = groups.into_iter().flatten().map(|case| {
        Trial::test(format!("hostile: {}", case.name), move || {
            let sandbox = project()?;
            (case.lay)(&sandbox)?;
            let arguments = [case.command, "--format", "short"];
            citable_in(sandbox.path(), &arguments)?.expect(case.code, case.told)?;
            Ok(())
        })
    });
    checked.chain(pdf::trials())
}
