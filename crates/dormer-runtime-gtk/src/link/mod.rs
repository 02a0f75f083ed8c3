//! The link between pages and the core: the direct channel, and script messages where that cannot be had.
//!
//! Lives here: [`Links`] (one per program), [`ViewLink`] (one per web view), and below them the carriers.
//! Not here: what messages mean (the core) and how they are laid out (`dormer-wire`).

mod direct;
mod extension;
mod fallback;
mod pump;
mod script_value;
mod views;
mod watchdog;
mod writer;

pub(crate) use views::{Links, ViewLink};
