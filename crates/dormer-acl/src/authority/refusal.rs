//! [`Refusal`]: a call that was not allowed.

use std::fmt;

use super::Explanation;

/// A call that was not allowed. Its text is for the author of the program, in a log or in development; the page of
/// a released program gets [`Refusal::release_text`].
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    explanation: Box<Explanation>,
}

impl Refusal {
    pub(super) fn new(explanation: Explanation) -> Self {
        Self { explanation: Box::new(explanation) }
    }

    /// What decided.
    #[must_use]
    pub fn explanation(&self) -> &Explanation {
        &self.explanation
    }

    /// The text that gives nothing away.
    #[must_use]
    pub fn release_text(&self) -> String {
        format!("Command {} not allowed by ACL", self.explanation.command)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.explanation.fmt(f)
    }
}

impl std::error::Error for Refusal {}
