//! Work on all cores whose results come in order, a few at a time.
//!
//! What a file becomes is written as soon as it is its turn, and then let go: so the memory of a build is that of a few
//! files and not of all, and yet the outcome does not depend on which core was faster.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::{Condvar, Mutex};
use std::thread;

/// How many results may wait for their turn, for each core.
const WAITING: usize = 4;

/// Does `work` on every item, on all cores, and hands each result to `take` in the order of the items, on this thread. The
/// first error of `take` ends it.
pub fn in_order<T: Sync, R: Send, E>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(&T, R) -> Result<(), E>,
) -> Result<(), E> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let desk = Desk {
        state: Mutex::new(State {
            next: 0,
            taken: 0,
            done: BTreeMap::new(),
            stopped: false,
        }),
        changed: Condvar::new(),
        window: cores * WAITING,
    };
    thread::scope(|scope| {
        for _ in 0..cores.min(items.len()) {
            scope.spawn(|| {
                let _stop = Stop {
                    desk: &desk,
                    always: false,
                };
                while let Some(index) = desk.next(items.len()) {
                    desk.put(index, work(&items[index]));
                }
            });
        }
        let _stop = Stop {
            desk: &desk,
            always: true,
        };
        for (index, item) in items.iter().enumerate() {
            match desk.take(index) {
                Some(result) => take(item, result)?,
                None => break, // a worker has panicked, which the scope hands on
            }
        }
        Ok(())
    })
}

/// Where results wait for their turn.
struct Desk<R> {
    state: Mutex<State<R>>,
    changed: Condvar,
    window: usize,
}

struct State<R> {
    /// The next item to work on.
    next: usize,
    /// How many results were taken.
    taken: usize,
    done: BTreeMap<usize, R>,
    /// Whether nothing more is wanted, or to be had.
    stopped: bool,
}

impl<R> Desk<R> {
    /// The next item to work on, once its result won't wait too long.
    fn next(&self, items: usize) -> Option<usize> {
        let mut state = self.state.lock().ok()?;
        while !state.stopped && state.next < items && state.next >= state.taken + self.window {
            state = self.changed.wait(state).ok()?;
        }
        let index = state.next;
        (index < items && !state.stopped).then(|| {
            state.next += 1;
            index
        })
    }

    fn put(&self, index: usize, result: R) {
        if let Ok(mut state) = self.state.lock() {
            state.done.insert(index, result);
        }
        self.changed.notify_all();
    }

    /// The result of an item; nothing if it will never come.
    fn take(&self, index: usize) -> Option<R> {
        let mut state = self.state.lock().ok()?;
        loop {
            if let Some(result) = state.done.remove(&index) {
                state.taken = index + 1;
                self.changed.notify_all();
                return Some(result);
            }
            if state.stopped {
                return None;
            }
            state = self.changed.wait(state).ok()?;
        }
    }
}

/// Stops all work when it is dropped: always, or if its thread panics.
struct Stop<'a, R> {
    desk: &'a Desk<R>,
    always: bool,
}

impl<R> Drop for Stop<'_, R> {
    fn drop(&mut self) {
        if !self.always && !thread::panicking() {
            return;
        }
        if let Ok(mut state) = self.desk.state.lock() {
            state.stopped = true;
        }
        self.desk.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_however_long_each_takes() {
        let items: Vec<u64> = (0..100).collect();
        let mut taken = Vec::new();
        let work = |&item: &u64| {
            thread::sleep(std::time::Duration::from_micros(item * 37 % 11 * 100));
            item * 2
        };
        in_order(&items, work, |&item, result| {
            taken.push((item, result));
            Ok::<_, ()>(())
        })
        .unwrap();
        let expected: Vec<_> = items.iter().map(|&item| (item, item * 2)).collect();
        assert_eq!(taken, expected);
    }

    #[test]
    fn the_first_error_ends_it() {
        let items: Vec<usize> = (0..1000).collect();
        let end = |_: &usize, result| if result < 10 { Ok(()) } else { Err(result) };
        assert_eq!(in_order(&items, |&item| item, end), Err(10));
    }

    #[test]
    #[should_panic = "a scoped thread panicked"]
    fn a_panic_is_handed_on() {
        let items = [0, 1, 2];
        let work = |&item: &i32| assert!(item != 1);
        let _ = in_order(&items, work, |_, ()| Ok::<_, ()>(()));
    }
}
