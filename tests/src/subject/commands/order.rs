//! Commands about the order in which commands run.

use std::sync::{Mutex, PoisonError};

use dormer::command;

use crate::gates;

static JOURNAL: Mutex<Vec<u32>> = Mutex::new(Vec::new());

#[command]
pub(crate) fn append(number: u32) -> u32 {
    JOURNAL.lock().unwrap_or_else(PoisonError::into_inner).push(number);
    number
}

#[command]
pub(crate) async fn append_async(number: u32) -> u32 {
    JOURNAL.lock().unwrap_or_else(PoisonError::into_inner).push(number);
    number
}

/// Empties the journal and gives what it held.
#[command]
pub(crate) fn taken() -> Vec<u32> {
    std::mem::take(&mut *JOURNAL.lock().unwrap_or_else(PoisonError::into_inner))
}

#[command]
pub(crate) fn wait_for_gate(name: &str) -> bool {
    gates::pass(name)
}

#[command(async)]
pub(crate) fn wait_for_gate_async(name: String) -> bool {
    gates::pass(&name)
}

#[command]
pub(crate) async fn open_gate(name: String) {
    gates::open(&name);
}
