//! What page-load hooks get.

use url::Url;

/// A stage of loading a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageLoadEvent {
    /// The document is there; the old one is gone.
    Started,
    /// The document and what it needs are loaded.
    Finished,
}

/// Which page reached which stage.
#[derive(Debug, Clone)]
pub struct PageLoadPayload<'a> {
    pub(crate) url: &'a Url,
    pub(crate) event: PageLoadEvent,
}

impl<'a> PageLoadPayload<'a> {
    /// The page's address.
    pub fn url(&self) -> &'a Url {
        self.url
    }

    /// The stage.
    pub fn event(&self) -> PageLoadEvent {
        self.event
    }
}
