//! Named gates: one thread waits until another one opens. Not here: who uses them.

use std::collections::HashSet;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

static OPEN: Mutex<Option<HashSet<String>>> = Mutex::new(None);
static CHANGED: Condvar = Condvar::new();

/// How long anybody waits.
const LIMIT: Duration = Duration::from_secs(25);

/// Opens a gate for good.
pub(crate) fn open(name: &str) {
    let mut gates = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    gates.get_or_insert_default().insert(name.to_owned());
    CHANGED.notify_all();
}

/// Waits for a gate; false when the time is up.
pub(crate) fn pass(name: &str) -> bool {
    let gates = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    let shut = |gates: &mut Option<HashSet<String>>| !gates.as_ref().is_some_and(|open| open.contains(name));
    let (_gates, timeout) =
        CHANGED.wait_timeout_while(gates, LIMIT, shut).unwrap_or_else(PoisonError::into_inner);
    !timeout.timed_out()
}
