//! The part of the chores that the end-to-end tests share: virtual displays and programs that run on them.
//!
//! Not here: the commands of `cargo xtask`, which belong to the binary.

pub mod display;
pub mod program;
