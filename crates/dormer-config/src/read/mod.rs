//! Reads a configuration from its files: base, overlay of the platform, texts passed in.
//!
//! Lives here: finding files, formats, other spellings, merging, checks, and errors that point at a line.
//! Not here: the environment; callers pass in what they took from it.
//!
//! Each text is parsed, its keys get their usual spelling, and only then are the texts merged (RFC 7396).
//!
//! ```no_run
//! use dormer_config::read::{Source, read};
//!
//! let target = "x86_64-unknown-linux-gnu".to_owned();
//! let reading = read(&Source { dir: ".".into(), target, ..Source::default() })?;
//! println!("{} in {}", reading.config.identifier, reading.file.display());
//! # Ok::<(), dormer_config::read::ReadError>(())
//! ```

mod check;
mod document;
mod error;
mod files;
mod identifier;
mod inline;
mod json5_value;
mod keys;
mod nearest;
mod normalize;
mod path;
mod reader;
mod scan;
#[cfg(test)]
mod tests;
mod toml_value;
mod words;

pub use document::{Document, Format};
pub use error::{Location, ReadError, Warning};
pub use identifier::{IdentifierError, check_identifier};
pub use inline::{Inline, fold};
pub use nearest::nearest;
pub use path::Step;
pub use reader::{Reading, Source, read};
