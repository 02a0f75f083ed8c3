//! What a test set on its control handle.

use std::sync::Arc;
use std::time::Duration;

use dormer_runtime::{WebviewId, WindowChange};

/// Says why a change is not supported, or nothing.
pub(crate) type Refusal = Arc<dyn Fn(&WindowChange) -> Option<&'static str> + Send + Sync>;
/// Gives the result of a script as JSON text.
pub(crate) type Eval = Arc<dyn Fn(WebviewId, &str) -> String + Send + Sync>;

/// What a test can set.
#[derive(Clone)]
pub(crate) struct Settings {
    /// Loading opens no page.
    pub(crate) manual_pages: bool,
    /// Bytes that may wait for a page before `send` blocks.
    pub(crate) queue_bound: usize,
    /// How long a full queue may stand still before `send` fails.
    pub(crate) stall_after: Duration,
    /// How long a call may keep the next one waiting.
    pub(crate) call_patience: Duration,
    /// How long helpers for tests wait.
    pub(crate) wait_limit: Duration,
    /// The next opening fails with this text.
    pub(crate) fail_next_open: Option<String>,
    /// Which changes of windows this system cannot do.
    pub(crate) refusal: Option<Refusal>,
    /// What scripts give.
    pub(crate) eval: Option<Eval>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            manual_pages: false,
            queue_bound: 8 * 1024 * 1024,
            stall_after: Duration::from_secs(5),
            // Long against a busy machine that stops a thread between taking a call and starting it.
            call_patience: Duration::from_millis(4),
            wait_limit: Duration::from_secs(10),
            fail_next_open: None,
            refusal: None,
            eval: None,
        }
    }
}
