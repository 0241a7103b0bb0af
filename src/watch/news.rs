//! News of files, from the system or, where it has none, by looking now and then.
//!
//! Only the places that inputs lie in are watched: a project may have folders of other things beside them, with more files
//! than a system can watch. They are watched anew after each piece of news, since a folder that was deleted and made again is
//! another one.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::{Config, Event, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

/// News that come together are one: an editor writes a file in several steps.
const QUIET: Duration = Duration::from_millis(60);
/// Files that never come to rest are looked at nevertheless.
const PATIENCE: Duration = Duration::from_millis(800);
/// How often is looked where the system doesn't tell.
const POLL: Duration = Duration::from_millis(700);

/// Neither the system nor looking gives news.
#[derive(Debug, thiserror::Error)]
#[error("the project's files cannot be watched: {0}")]
pub struct NewsError(#[from] notify::Error);

/// Waits for news of a project's files.
pub struct News {
    root: PathBuf,
    watcher: Box<dyn Watcher>,
    /// Whether the system tells, and is not asked again and again.
    is_told: bool,
    watched: Vec<PathBuf>,
    /// Folders beside the usual ones, of which each file concerns the project.
    others: Vec<PathBuf>,
    sender: Sender<notify::Result<Event>>,
    receiver: Receiver<notify::Result<Event>>,
}

impl News {
    /// Begins to watch the project at `root`.
    pub fn of(root: &Path) -> Result<News, NewsError> {
        let (sender, receiver) = channel();
        let (watcher, is_told): (Box<dyn Watcher>, bool) =
            match RecommendedWatcher::new(sender.clone(), Config::default()) {
                Ok(watcher) => (Box::new(watcher), true),
                Err(_) => (polling(sender.clone())?, false),
            };
        let mut news = News {
            root: root.to_owned(),
            watcher,
            is_told,
            watched: Vec::new(),
            others: Vec::new(),
            sender,
            receiver,
        };
        news.watch(&[])?;
        Ok(news)
    }

    /// Whether the system tells of changes.
    pub fn is_told(&self) -> bool {
        self.is_told
    }

    /// Whether one of these folders is there and not watched.
    pub fn lacks(&self, folders: &[PathBuf]) -> bool {
        let mut folders = folders.iter();
        folders.any(|folder| folder.is_dir() && !self.watched.contains(folder))
    }

    /// Watches the folders of the project as they are now, and `others`.
    pub fn watch(&mut self, others: &[PathBuf]) -> Result<(), NewsError> {
        for path in std::mem::take(&mut self.watched) {
            let _ = self.watcher.unwatch(&path); // it may be gone, and is no longer watched then
        }
        self.others = others.to_vec();
        let usual = [("", false), ("data", true), ("ontology", true)];
        let usual = usual.map(|(name, deep)| (self.root.join(name), deep));
        let others = others.iter().map(|folder| (folder.clone(), false));
        for (path, deep) in usual.into_iter().chain(others) {
            let mode = match deep {
                true => RecursiveMode::Recursive,
                false => RecursiveMode::NonRecursive,
            };
            match self.watcher.watch(&path, mode) {
                Ok(()) => self.watched.push(path),
                Err(_) if !path.is_dir() => {} // the folder above it will tell
                Err(_) if self.is_told => return self.look_instead(),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Looks now and then from here on: the system has no more room, or no way to tell.
    fn look_instead(&mut self) -> Result<(), NewsError> {
        self.watcher = polling(self.sender.clone())?;
        self.is_told = false;
        self.watched.clear();
        let others = std::mem::take(&mut self.others);
        self.watch(&others)
    }

    /// Waits until something has changed and come to rest, or until `patience` is over: the paths from the root that have
    /// changed, sorted.
    pub fn wait(&self, patience: Option<Duration>) -> Vec<String> {
        let start = Instant::now();
        let mut paths = Vec::new();
        let mut first: Option<Instant> = None;
        loop {
            let left = match (first, patience) {
                (Some(_), _) => Some(QUIET),
                (None, patience) => patience.map(|all| all.saturating_sub(start.elapsed())),
            };
            let event = match left {
                Some(left) => self.receiver.recv_timeout(left),
                None => self
                    .receiver
                    .recv()
                    .map_err(|_| RecvTimeoutError::Disconnected),
            };
            match event {
                Ok(event) => {
                    if self.note(event, &mut paths) {
                        first.get_or_insert_with(Instant::now);
                    }
                    if first.is_some_and(|first| first.elapsed() > PATIENCE) {
                        break;
                    }
                }
                Err(_) => break,
            }
        }
        paths.sort();
        paths.dedup();
        paths
    }

    /// Whether an event may concern the project.
    fn note(&self, event: notify::Result<Event>, paths: &mut Vec<String>) -> bool {
        let Ok(event) = event else {
            return true; // what was missed has to be looked for
        };
        if event.need_rescan() {
            return true;
        }
        if event.kind.is_access() {
            return false; // the build itself opens files
        }
        let mut concerns = false;
        for path in event.paths.iter().filter(|path| self.concerns(path)) {
            concerns = true;
            let own = path.strip_prefix(&self.root).unwrap_or(path);
            let parts = own
                .components()
                .map(|part| part.as_os_str().to_string_lossy());
            paths.push(parts.collect::<Vec<_>>().join("/"));
        }
        concerns
    }

    /// Whether an input may lie at a path, or below it. Beside them people keep what they like, as what this very command
    /// prints.
    fn concerns(&self, path: &Path) -> bool {
        let own = path.strip_prefix(&self.root).unwrap_or(path);
        let is_usual = ["citable.toml", "data", "ontology"]
            .iter()
            .any(|usual| own.starts_with(usual));
        let is_other = |folder: &PathBuf| folder == path || Some(folder.as_path()) == path.parent();
        let is_inner = own.starts_with(crate::store::FOLDER) || own.starts_with(".git");
        is_usual || (!is_inner && self.others.iter().any(is_other))
    }
}

fn polling(sender: Sender<notify::Result<Event>>) -> Result<Box<dyn Watcher>, NewsError> {
    let config = Config::default().with_poll_interval(POLL);
    Ok(Box::new(PollWatcher::new(sender, config)?))
}
