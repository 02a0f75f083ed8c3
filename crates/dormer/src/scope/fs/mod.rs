//! The file scope: which paths pages may reach, and opening files so that what was checked is what gets opened.
//!
//! A [`Pattern`] is a path with wildcards, a set of [`Rules`] allows and denies by patterns, a [`Scope`] is a set of
//! rules that grows while the program runs, and a [`Judge`] decides by several sets at once: what one denies is
//! denied, what is left must be allowed by one.
//!
//! A decision is about the *real* path: where the system ends up after following links. Looking first and opening
//! later would leave time for exchanging a directory for a link, so [`Judge::open`], [`Judge::target`] and
//! [`Judge::place`] take hold of the file or directory first, ask the system what they hold, judge that, and hand
//! out what they hold.
//!
//! ```
//! use dormer::scope::fs::Scope;
//! let folder = std::env::temp_dir().join("dormer [scope] example");
//! std::fs::create_dir_all(&folder)?;
//! let scope = Scope::default();
//! scope.allow_directory(&folder, false)?;
//! assert!(scope.is_allowed(folder.join("new.txt")));
//! assert!(!scope.is_allowed(folder.join("deeper/new.txt")));
//! scope.forbid_file(folder.join("new.txt"))?;
//! assert!(!scope.is_allowed(folder.join("new.txt")));
//! # std::fs::remove_dir_all(folder)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod access;
mod event;
mod glob;
mod judge;
mod open_options;
mod pattern;
mod platform;
mod real_path;
mod rules;
mod scope;
mod window_scopes;

pub use access::{AccessError, Place, Target};
pub use event::{Event, ScopeEventId};
pub use glob::PatternError;
pub use judge::Judge;
pub use open_options::OpenOptions;
pub use pattern::Pattern;
pub use rules::{LITERAL_LEADING_DOT, Rules};
pub use scope::{Grant, Reach, Scope};
pub use window_scopes::WindowScopes;

#[cfg(test)]
#[cfg(unix)]
mod tests;
