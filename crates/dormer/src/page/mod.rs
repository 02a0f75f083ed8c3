//! One document and its link: what the core keeps for as long as the document lives.
//!
//! Lives here: [`PageSession`], the order of its sync commands, and the script that each document starts with.
//! Not here: commands (`ipc`), the socket (the backend).

mod lane;
mod script;
mod session;

pub(crate) use script::{FrameConfig, ScriptConfig, internals_script};
pub(crate) use session::{PageRef, PageSession};
