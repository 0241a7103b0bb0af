//! `citable reconcile` with real counterparts on this machine: OpenRefine, client libraries and a server by other people, and
//! a service that fails in every way that a service can.
//!
//! `tests/reconcile/install` installs them. One that is missing is skipped and said so, unless `CITABLE_REQUIRE_READERS` is
//! set: then it fails. What needs none of them runs always.

#[path = "reconcile/answers.rs"]
mod answers;
#[path = "reconcile/failing.rs"]
mod failing;
#[path = "reconcile/linked.rs"]
mod linked;
#[path = "reconcile/others.rs"]
mod others;
#[path = "reconcile/raw.rs"]
mod raw;
#[path = "reconcile/refusals.rs"]
mod refusals;
#[path = "reconcile/resuming.rs"]
mod resuming;
#[path = "reconcile/served.rs"]
mod served;
mod support;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials: Vec<Trial> = [
        answers::all(),
        refusals::all(),
        failing::all(),
        linked::all(),
        others::all(),
        resuming::all(),
    ]
    .into_iter()
    .flatten()
    .collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}
