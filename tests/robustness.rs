//! What must hold when the world is hostile: processes that are killed, disks that are full, files that nobody
//! would write.
//!
//! Every command runs under a watchdog that kills it by its process, and with bounded memory; none may panic. Inputs
//! are generated, and chance is a fixed sequence, so that a failure comes back.

#[path = "robustness/endpoint.rs"]
mod endpoint;
#[path = "robustness/hostile/mod.rs"]
mod hostile;
#[path = "robustness/inputs.rs"]
mod inputs;
#[path = "robustness/killed.rs"]
mod killed;
#[path = "robustness/linked.rs"]
mod linked;
#[path = "robustness/run.rs"]
mod run;
#[path = "robustness/state.rs"]
mod state;
mod support;

use libtest_mimic::{Arguments, Trial};

fn main() {
    let trials: Vec<Trial> = killed::TRIALS
        .iter()
        .chain(state::TRIALS)
        .chain(linked::TRIALS)
        .chain(endpoint::TRIALS)
        .map(|&(name, trial)| Trial::test(name, trial))
        .chain(hostile::trials())
        .collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}
