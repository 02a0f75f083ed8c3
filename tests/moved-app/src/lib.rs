//! A program written for another framework: its sources say `tauri::` throughout, and only its manifest knows better.

mod app;
mod commands;
mod counter;
mod error;
mod events;
mod store;
mod windows;

pub use app::{builder, context, on_event, run};
