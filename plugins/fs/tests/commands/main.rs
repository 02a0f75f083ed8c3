//! The file plugin on the headless backend, as pages call it.

#![expect(clippy::unwrap_used, reason = "helpers of tests, which the lint does not take for tests")]

mod advisories;
mod dropped;
mod files;
mod fixture;
mod handles;
mod permissions;
mod refusals;
#[cfg(feature = "watch")]
mod watch;
mod whole;
