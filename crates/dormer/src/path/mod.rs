//! Where files belong: the directories of the system and of the program. Not here: who may open what
//! (scopes).

mod base_directory;
mod error;
pub(crate) mod lexical;
mod platform;
mod resolver;
mod safe;

pub use base_directory::BaseDirectory;
pub use error::PathError;
pub use resolver::{AppDirectories, PathResolver};
pub use safe::SafePathBuf;
