//! The harness of the end-to-end tests: displays, the carriers between page and core, the program under test, what it
//! said.
//!
//! Lives here: [`Stage`], [`Subject`] and [`Launchers`]. Not here: the program under test (`subject`), the tests (`e2e`).

mod launchers;
mod stage;
mod subject_process;

pub use launchers::Launchers;
pub use stage::{Carrier, Stage};
pub use subject_process::Subject;
