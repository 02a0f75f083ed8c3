//! [`Place`]: where something was read, so that a complaint can point into it.

use std::sync::Arc;

use dormer_config::read::{Document, Location, Step};

/// The text that something was read from, and the steps to it.
#[derive(Debug, Clone)]
pub struct Place {
    name: String,
    document: Option<Arc<Document>>,
    steps: Vec<Step>,
}

impl Place {
    /// The root of a document.
    #[must_use]
    pub fn root(document: Document) -> Self {
        Self { name: document.name().to_owned(), document: Some(Arc::new(document)), steps: Vec::new() }
    }

    /// A part of a text that is not at hand; only its name is known.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned(), document: None, steps: Vec::new() }
    }

    /// A part of this place.
    #[must_use]
    pub fn inside(&self, steps: &[Step]) -> Self {
        let mut place = self.clone();
        place.steps.extend_from_slice(steps);
        place
    }

    /// Where a part of this place stands.
    #[must_use]
    pub fn at(&self, steps: &[Step]) -> Location {
        let steps = [&self.steps, steps].concat();
        match &self.document {
            Some(document) => document.locate(&steps),
            None => Location { file: self.name.clone(), position: None },
        }
    }

    /// Path of the file, or name of the text.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.name
    }
}
