//! The core on the headless backend, as programs and pages meet it. Not here: real windows (the end-to-end tests).

#![expect(clippy::unwrap_used, reason = "helpers of tests, which the lint does not take for tests")]

mod advisories;
mod answers;
mod app_scheme;
mod arguments;
mod bodies {
    //! What fuzz targets and tests do with an input.
    pub(crate) mod ranges;
}
mod channels;
mod events;
mod exit;
mod fixture;
mod fuzz;
mod order;
mod origin;
mod page_end;
mod page_events;
mod permissions;
mod plugins;
// The reader of range headers is no part of what the crate offers.
#[path = "../../src/range.rs"]
mod range;
mod reach;
mod schemes;
mod scopes;
mod send_sync;
mod setup;
mod stalled;
mod ui_thread;
mod wait;
mod windows;
