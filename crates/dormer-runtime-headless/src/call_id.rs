//! The number of a call that a test's page made.

/// The number of a call, unique within its page. The core sees it as `Call::id`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CallId(pub u32);
