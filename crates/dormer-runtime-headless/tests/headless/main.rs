//! The headless backend as a core and its tests meet it: windows, exit, pages, back-pressure, requests, threads.

#![expect(clippy::unwrap_used, reason = "helpers of tests, which the lint does not take for tests")]

mod back_pressure;
mod exit;
mod fixture;
mod navigation;
mod page;
mod request;
mod threads;
mod window;
