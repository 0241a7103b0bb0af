//! `citable publish` and `citable query --engine` against real engines on this machine: Oxigraph's server, Virtuoso, and Apache
//! Jena's store.
//!
//! Each is started on a free port with data of its own, and stopped at the end. It is published to in both ways, with a Graph
//! Store and by updates alone, from projects with bases of their own. `tests/engines/install` installs the engines. One
//! that is missing is skipped and said so, unless `CITABLE_REQUIRE_READERS` is set: then it fails.

#[path = "elsewhere/alike.rs"]
mod alike;
#[path = "engines/asking.rs"]
mod asking;
#[path = "engines/checkout.rs"]
mod checkout;
#[allow(dead_code)] // only a part of this is used here
#[path = "robustness/inputs.rs"]
mod inputs;
#[path = "engines/proxy.rs"]
mod proxy;
#[path = "engines/server.rs"]
mod server;
mod support;
#[path = "engines/trials.rs"]
mod trials;

use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Completion, Trial};
use server::Server;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    if arguments.list {
        return libtest_mimic::run(&arguments, all(&[])).exit_code();
    }
    // They are dropped, and so stopped, when all has ended.
    let servers: Vec<Arc<Server>> = server::ENGINES.iter().filter_map(Server::start).collect();
    let conclusion = libtest_mimic::run(&arguments, all(&servers));
    drop(servers);
    conclusion.exit_code()
}

/// Every engine in both ways, each tried in the same manner.
fn all(servers: &[Arc<Server>]) -> Vec<Trial> {
    let mut all = asking::all(servers);
    for engine in &server::ENGINES {
        let server = servers
            .iter()
            .find(|server| server.engine.name == engine.name);
        for way in checkout::WAYS {
            for (name, trial) in trials::TRIALS {
                let server = server.cloned();
                let name = format!("{}/{}/{name}", engine.name, way.name);
                all.push(Trial::ignorable_test(name, move || match &server {
                    Some(server) => trial(server, way).map(|()| Completion::Completed),
                    None => server::missing(engine.name),
                }));
            }
        }
    }
    all
}
