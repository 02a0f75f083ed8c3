//! The search: walks the folder and reads files on all cores, hands batches of rows to one consumer.
//! Not here: what to look for (`query`), how rows are packed (`batch`), who receives them (`commands`).
//!
//! Invariant: memory is bounded. A worker owns one batch, at most [`QUEUE`] more wait, and a consumer
//! that stands still stands the workers still.

use std::cell::{Cell, RefCell};
use std::fs::File;
use std::io::{self, Read};
use std::ops::{ControlFlow, Range};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::Relaxed};
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use grep_matcher::Matcher;
use grep_searcher::{BinaryDetection, Searcher, SearcherBuilder, Sink, SinkMatch};
use ignore::{DirEntry, WalkBuilder, WalkState};
use serde::Serialize;

use crate::batch::{Batch, Batcher};
use crate::query::{Query, plain};

/// Batches that may wait for the consumer.
const QUEUE: usize = 8;
/// Progress is told this often.
const PROGRESS_EVERY: Duration = Duration::from_millis(100);
/// How many errors are told in words; the others are only counted.
const TOLD_ERRORS: usize = 5;
/// The longest line that a worker holds in memory, bytes; a file with a longer one is an error.
const MAX_LINE: usize = 64 << 20;
/// Folders of the system that hold no files to search; some of them never end.
const PSEUDO_FOLDERS: [&str; 3] = ["/proc", "/sys", "/dev"];

/// What the consumer receives while the search runs.
#[derive(Debug)]
pub(crate) enum Update {
    /// New rows.
    Batch(Batch),
    /// The numbers so far, at most ten times a second.
    Progress(Progress),
}

/// The numbers so far.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Progress {
    /// Files searched.
    pub(crate) files: u64,
    /// Bytes read.
    pub(crate) bytes: u64,
    /// Lines that match.
    pub(crate) matches: u64,
}

/// How a search ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Summary {
    /// Lines that match.
    pub(crate) matches: u64,
    /// Files with at least one of them.
    pub(crate) files_with_matches: u64,
    /// Files searched.
    pub(crate) files_searched: u64,
    /// Bytes read.
    pub(crate) bytes: u64,
    /// Duration, milliseconds.
    pub(crate) elapsed_ms: u64,
    /// Stopped by the user or by a newer search.
    pub(crate) cancelled: bool,
    /// There are more matches than the search was allowed to find.
    pub(crate) limit_hit: bool,
    /// The first few files and folders that could not be read.
    pub(crate) errors: Vec<String>,
    /// How many could not be read.
    pub(crate) error_count: u64,
}

/// Runs a search to its end on the calling thread and its own workers. `cancel` ends it from elsewhere,
/// and so does a consumer that breaks.
pub(crate) fn run(
    query: &Query,
    cancel: &AtomicBool,
    consumer: &mut dyn FnMut(Update) -> ControlFlow<()>,
) -> Summary {
    let started = Instant::now();
    let shared = Shared::new(query, cancel);
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(QUEUE);
        let shared = &shared;
        scope.spawn(move || walk(shared, &sender));
        let mut told = Instant::now();
        while !shared.is_over() {
            let flow = match receiver.recv_timeout(PROGRESS_EVERY.saturating_sub(told.elapsed())) {
                Ok(batch) => consumer(Update::Batch(batch)),
                Err(RecvTimeoutError::Timeout) => ControlFlow::Continue(()),
                Err(RecvTimeoutError::Disconnected) => break,
            };
            let flow = match flow {
                ControlFlow::Continue(()) if told.elapsed() >= PROGRESS_EVERY => {
                    told = Instant::now();
                    consumer(Update::Progress(shared.progress()))
                }
                flow => flow,
            };
            if flow.is_break() {
                shared.gone.store(true, Relaxed);
            }
        }
        // Dropping the receiver wakes the workers that wait for room in the queue.
    });
    shared.summary(started.elapsed())
}

/// What the workers of one search have in common.
struct Shared<'a> {
    query: &'a Query,
    cancel: &'a AtomicBool,
    gone: AtomicBool,
    full: AtomicBool,
    next_file: AtomicU32,
    matches: AtomicU64,
    files: AtomicU64,
    bytes: AtomicU64,
    errors: Mutex<Vec<String>>,
    error_count: AtomicU64,
}

impl<'a> Shared<'a> {
    fn new(query: &'a Query, cancel: &'a AtomicBool) -> Self {
        Self {
            query,
            cancel,
            gone: AtomicBool::new(false),
            full: AtomicBool::new(false),
            next_file: AtomicU32::new(0),
            matches: AtomicU64::new(0),
            files: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            errors: Mutex::default(),
            error_count: AtomicU64::new(0),
        }
    }

    /// Nobody wants more rows.
    fn is_over(&self) -> bool {
        self.cancel.load(Relaxed) || self.gone.load(Relaxed)
    }

    /// Workers stop; what they have is still wanted when only the limit was hit.
    fn is_stopped(&self) -> bool {
        self.is_over() || self.full.load(Relaxed)
    }

    /// Takes one of the allowed matches; false when there is none left.
    fn take_match(&self) -> bool {
        let free = self.matches.fetch_add(1, Relaxed) < self.query.max_matches;
        if !free {
            self.full.store(true, Relaxed);
        }
        free
    }

    fn error(&self, text: String) {
        self.error_count.fetch_add(1, Relaxed);
        let mut errors = self.errors.lock().unwrap_or_else(PoisonError::into_inner);
        if errors.len() < TOLD_ERRORS {
            errors.push(text);
        }
    }

    fn progress(&self) -> Progress {
        Progress {
            files: self.files.load(Relaxed),
            bytes: self.bytes.load(Relaxed),
            matches: self.matches.load(Relaxed).min(self.query.max_matches),
        }
    }

    fn summary(self, elapsed: Duration) -> Summary {
        let Progress { files, bytes, matches } = self.progress();
        Summary {
            matches,
            files_with_matches: self.next_file.load(Relaxed).into(),
            files_searched: files,
            bytes,
            elapsed_ms: elapsed.as_millis() as u64,
            cancelled: self.is_over(),
            limit_hit: self.full.load(Relaxed),
            errors: self.errors.into_inner().unwrap_or_else(PoisonError::into_inner),
            error_count: self.error_count.into_inner(),
        }
    }
}

/// Visits every wanted file, as many at a time as there are cores.
fn walk(shared: &Shared<'_>, sender: &SyncSender<Batch>) {
    let root = &shared.query.root;
    let only_visible = !shared.query.hidden;
    let walk = WalkBuilder::new(root)
        .standard_filters(only_visible)
        .require_git(false)
        .threads(std::thread::available_parallelism().map_or(1, Into::into))
        .filter_entry(|entry| {
            entry.depth() == 0 || !PSEUDO_FOLDERS.iter().any(|path| entry.path() == Path::new(path))
        })
        .build_parallel();
    walk.run(|| {
        let mut worker = Worker::new(shared, sender.clone());
        Box::new(move |entry| {
            match entry {
                Ok(entry) => worker.visit(&entry),
                Err(error) => shared.error(error.to_string()),
            }
            if shared.is_stopped() { WalkState::Quit } else { WalkState::Continue }
        })
    });
}

/// One thread of the search.
struct Worker<'a> {
    searcher: Searcher,
    out: Outbox<'a>,
}

impl<'a> Worker<'a> {
    fn new(shared: &'a Shared<'a>, sender: SyncSender<Batch>) -> Self {
        let searcher = SearcherBuilder::new()
            .line_number(true)
            .binary_detection(BinaryDetection::quit(0))
            .heap_limit(Some(MAX_LINE))
            .build();
        Self {
            searcher,
            out: Outbox { shared, sender, batcher: RefCell::default(), begun: Cell::new(false) },
        }
    }

    fn visit(&mut self, entry: &DirEntry) {
        let shared = self.out.shared;
        if !entry.file_type().is_some_and(|kind| kind.is_file()) {
            return;
        }
        let path = entry.path();
        let path = path.strip_prefix(&shared.query.root).unwrap_or(path);
        if !shared.query.filter.wants(path) {
            return;
        }
        let file = match File::open(entry.path()) {
            Ok(file) => file,
            Err(error) => return shared.error(format!("{}: {}", path.display(), plain(&error))),
        };
        let reader = Tap { file, out: &self.out };
        let rows = Rows { out: &self.out, path, file: None, hits: Vec::new() };
        if let Err(error) = self.searcher.search_reader(&shared.query.matcher, reader, rows) {
            shared.error(format!("{}: {error}", path.display()));
        }
        shared.files.fetch_add(1, Relaxed);
        self.out.begun.set(false);
        self.out.flush_if_due();
    }
}

impl Drop for Worker<'_> {
    fn drop(&mut self) {
        self.out.flush();
    }
}

/// The rows that a worker has found and not yet sent.
struct Outbox<'a> {
    shared: &'a Shared<'a>,
    sender: SyncSender<Batch>,
    batcher: RefCell<Batcher>,
    /// The current file has been named in the current batch.
    begun: Cell<bool>,
}

impl Outbox<'_> {
    fn flush_if_due(&self) {
        if self.batcher.borrow().is_due() {
            self.flush();
        }
    }

    /// Waits while the queue is full.
    fn flush(&self) {
        let batch = {
            let mut batcher = self.batcher.borrow_mut();
            if batcher.is_empty() {
                return;
            }
            batcher.take()
        };
        self.begun.set(false);
        if self.sender.send(batch).is_err() {
            self.shared.gone.store(true, Relaxed);
        }
    }
}

/// Reads a file; on the way it counts, sends rows that are due, and ends early when the search is stopped,
/// so that a huge file without hits holds up neither.
struct Tap<'a> {
    file: File,
    out: &'a Outbox<'a>,
}

impl Read for Tap<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.out.shared.is_stopped() {
            return Ok(0);
        }
        let count = self.file.read(buffer)?;
        self.out.shared.bytes.fetch_add(count as u64, Relaxed);
        self.out.flush_if_due();
        Ok(count)
    }
}

/// Turns the matching lines of one file into rows.
struct Rows<'a> {
    out: &'a Outbox<'a>,
    path: &'a Path,
    file: Option<u32>,
    hits: Vec<Range<usize>>,
}

impl Sink for Rows<'_> {
    type Error = io::Error;

    fn matched(&mut self, _: &Searcher, found: &SinkMatch<'_>) -> Result<bool, io::Error> {
        let shared = self.out.shared;
        if shared.is_stopped() || !shared.take_match() {
            return Ok(false);
        }
        let line = found.bytes();
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        self.hits.clear();
        let matcher = &shared.query.matcher;
        let find = matcher.find_iter(line, |hit| {
            self.hits.push(hit.start()..hit.end());
            self.hits.len() < 256
        });
        find.map_err(io::Error::other)?;
        {
            let mut batcher = self.out.batcher.borrow_mut();
            if !self.out.begun.replace(true) {
                let first = self.file.is_none();
                let file = *self.file.get_or_insert_with(|| shared.next_file.fetch_add(1, Relaxed));
                batcher.begin_file(file, first.then(|| self.path.to_string_lossy().into_owned()));
            }
            batcher.push(found.line_number().unwrap_or(0), line, &self.hits);
        }
        self.out.flush_if_due();
        Ok(true)
    }
}

#[cfg(test)]
mod tests;
