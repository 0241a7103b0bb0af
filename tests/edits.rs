//! A build that knows the one before it is a clean build: the same quads, the same counts, the same diagnostics.
//!
//! Projects and edits are made by chance, from seeds, so that a failure comes back; it is told with the fewest edits that
//! still show it. `CITABLE_SEQUENCES` is how many sequences are made, and `CITABLE_SEED` the first of them.

#[path = "edits/chance.rs"]
mod chance;
#[path = "edits/declared.rs"]
mod declared;
#[path = "edits/files.rs"]
mod files;
#[path = "edits/line.rs"]
mod line;
#[path = "edits/outcome.rs"]
mod outcome;
#[path = "edits/project.rs"]
mod project;
#[path = "edits/said.rs"]
mod said;
#[path = "edits/sequence.rs"]
mod sequence;
#[path = "edits/whole.rs"]
mod whole;

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use sequence::{Count, Sequence};

/// As many as take less than a minute on two slow cores.
const SEQUENCES: u64 = 150;

fn from_environment(name: &str, otherwise: u64) -> u64 {
    let given = std::env::var(name).ok();
    given.map_or(otherwise, |text| text.parse().expect("it is a number"))
}

#[test]
fn an_incremental_build_is_a_clean_build() {
    let first = from_environment("CITABLE_SEED", 1);
    let next = AtomicU64::new(first);
    let end = first + from_environment("CITABLE_SEQUENCES", SEQUENCES);
    let work = || {
        let mut count = Count::default();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= end {
                return (count, None);
            }
            let sequence = Sequence::new(seed);
            if sequence.run(&mut count).is_err() {
                next.store(end, Ordering::Relaxed);
                return (count, Some(sequence));
            }
        }
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let (count, failed) = thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        let ends = workers
            .into_iter()
            .map(|worker| worker.join().expect("no build panics"));
        ends.fold(
            (Count::default(), None),
            |(count, failed), (more, other)| (count + more, failed.or(other)),
        )
    });
    println!("{count}");
    if let Some(sequence) = failed {
        panic!("{}", story(sequence.shrunk()));
    }
}

/// What is wrong with a sequence, and how to see it again.
fn story(sequence: Sequence) -> String {
    let seed = sequence.seed;
    match sequence.run(&mut Count::default()) {
        Ok(()) => format!("CITABLE_SEED={seed} fails now and then"),
        Err(failure) => {
            let steps: Vec<String> = failure
                .story
                .iter()
                .map(|step| format!("  {step}\n"))
                .collect();
            format!("CITABLE_SEED={seed}\n{}{}", steps.concat(), failure.what)
        }
    }
}
