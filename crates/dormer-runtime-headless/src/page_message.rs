//! A message of a channel as a page got it.

use dormer_runtime::wire::Body;

/// A message of a channel, or the channel's end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageMessage {
    /// The page's callback for the channel.
    pub callback: u32,
    /// Position in the channel; for the end, the number of messages before it.
    pub index: u32,
    /// The message; `None` is the end of the channel.
    pub body: Option<Body>,
}
