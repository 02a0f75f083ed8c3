//! What the page may call, and the state behind it. Not here: the search, the preview, the list of recent
//! searches themselves (modules of those names), which know nothing of windows and pages.

use std::io::Write;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dormer::ipc::{Channel, Response};
use dormer::{AppHandle, Emitter, State, async_runtime};
use serde::{Deserialize, Serialize};

use crate::args::Start;
use crate::batch::Batch;
use crate::preview::Preview;
use crate::query::{Field, Query, QueryError, SearchOptions};
use crate::recent::Recent;
use crate::search::{self, Progress, Summary, Update};

/// The event that tells the numbers of a running search.
const PROGRESS: &str = "lens://progress";
/// When this variable is set, the page reports its numbers and they are printed.
const REPORT: &str = "LENS_REPORT";

/// The state of the program.
#[derive(Debug)]
pub(crate) struct Lens {
    start: Start,
    next_id: AtomicU32,
    current: Mutex<Option<Current>>,
    recent: Mutex<Recent>,
}

/// The latest search, running or finished.
#[derive(Debug)]
struct Current {
    id: u32,
    cancel: Arc<AtomicBool>,
    query: Arc<Query>,
}

impl Lens {
    /// The state at the start, before any search.
    pub(crate) fn new(start: Start) -> Self {
        Self { start, next_id: AtomicU32::new(1), current: Mutex::default(), recent: Mutex::default() }
    }

    /// Makes `query` the current search and ends the one before.
    fn begin(&self, query: Query) -> (u32, Arc<Query>, Arc<AtomicBool>) {
        let id = self.next_id.fetch_add(1, Relaxed);
        let (query, cancel) = (Arc::new(query), Arc::<AtomicBool>::default());
        let current = Current { id, cancel: cancel.clone(), query: query.clone() };
        if let Some(before) = lock(&self.current).replace(current) {
            before.cancel.store(true, Relaxed);
        }
        (id, query, cancel)
    }
}

/// State is whole after each statement, so a panic elsewhere does not spoil it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the page fills in before the user does anything.
#[derive(Debug, Serialize)]
pub(crate) struct Initial {
    root: String,
    pattern: String,
    demo: bool,
    report: bool,
}

/// Why a search did not start.
#[derive(Debug, Serialize)]
pub(crate) struct Refusal {
    /// The field to mark, when one is to blame.
    field: Option<Field>,
    /// What to tell the user.
    text: String,
}

impl From<QueryError> for Refusal {
    fn from(error: QueryError) -> Self {
        Self { field: Some(error.field()), text: error.to_string() }
    }
}

/// A message about a running search.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub(crate) enum SearchEvent {
    /// New rows.
    Batch(Batch),
    /// The last message.
    Done(Summary),
}

#[derive(Debug, Clone, Serialize)]
struct ProgressEvent {
    id: u32,
    #[serde(flatten)]
    progress: Progress,
}

/// What the page measured.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all(deserialize = "camelCase"))]
pub(crate) struct Report {
    /// Matching lines in the list.
    matches: u64,
    /// Files in the list.
    files: u64,
    /// Duration of the search, as the core measured it.
    elapsed_ms: f64,
    /// From the call to the first rows in the page.
    first_result_ms: f64,
    /// The longest time between two frames while rows came in.
    longest_frame_ms: f64,
}

/// What the command line asked for.
#[dormer::command]
pub(crate) fn initial(lens: State<'_, Lens>) -> Initial {
    let Start { root, pattern, demo } = &lens.start;
    let report = std::env::var_os(REPORT).is_some();
    Initial { root: root.clone(), pattern: pattern.clone(), demo: *demo, report }
}

/// Starts a search and answers with its number; rows and the end come through `on_event`. A search that is
/// still running ends. Refuses a bad pattern, glob or folder.
#[dormer::command]
pub(crate) async fn start_search(
    app: AppHandle,
    lens: State<'_, Lens>,
    options: SearchOptions,
    on_event: Channel<SearchEvent>,
) -> Result<u32, Refusal> {
    let asked = options.clone();
    let query = async_runtime::spawn_blocking(move || Query::new(&asked)).await;
    let query = query.map_err(|error| Refusal { field: None, text: error.to_string() })??;
    lock(&lens.recent).add(options);
    let (id, query, cancel) = lens.begin(query);
    drop(async_runtime::spawn_blocking(move || search_to(&app, &on_event, id, &query, &cancel)));
    Ok(id)
}

/// Runs a search to its end. A page that went away ends it too: then sending fails.
fn search_to(app: &AppHandle, page: &Channel<SearchEvent>, id: u32, query: &Query, cancel: &AtomicBool) {
    let summary = search::run(query, cancel, &mut |update| {
        let sent = match update {
            Update::Batch(batch) => page.send(SearchEvent::Batch(batch)),
            Update::Progress(progress) => app.emit(PROGRESS, ProgressEvent { id, progress }),
        };
        if sent.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    // Fails only when there is nobody left to tell.
    let _ = page.send(SearchEvent::Done(summary));
}

/// Ends the search with this number; one that has ended already stays as it is.
#[dormer::command]
pub(crate) fn cancel_search(lens: State<'_, Lens>, id: u32) {
    if let Some(current) = lock(&lens.current).as_ref().filter(|current| current.id == id) {
        current.cancel.store(true, Relaxed);
    }
}

/// The part of a file around a line, with the hits of the current search, as bytes (see [`Preview::into_bytes`]).
/// Refuses files outside the searched folder and files without text.
#[dormer::command]
pub(crate) async fn preview(lens: State<'_, Lens>, path: String, line: u64) -> Result<Response, String> {
    let query = lock(&lens.current).as_ref().map(|current| current.query.clone());
    let query = query.ok_or("there is no search yet, so there is no file to show")?;
    let read = async_runtime::spawn_blocking(move || Preview::read(&query.root, &path, line, &query.matcher));
    let preview = read.await.map_err(|error| error.to_string())?.map_err(|error| error.to_string())?;
    Ok(Response::new(preview.into_bytes()))
}

/// The latest searches, newest first.
#[dormer::command]
pub(crate) fn recent_searches(lens: State<'_, Lens>) -> Vec<SearchOptions> {
    lock(&lens.recent).list().to_vec()
}

/// Prints what the page measured as one line, for the automatic run.
#[dormer::command]
pub(crate) fn report(summary: Report) -> Result<(), String> {
    if std::env::var_os(REPORT).is_none() {
        return Ok(());
    }
    let json = serde_json::to_string(&summary).map_err(|error| error.to_string())?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "LENS {json}").and_then(|()| out.flush()).map_err(|error| error.to_string())
}
