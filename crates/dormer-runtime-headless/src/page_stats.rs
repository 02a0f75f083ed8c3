//! Numbers about one page's link.

/// Numbers about what the core sent to a page. Bytes count names and heads of messages too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PageStats {
    /// Messages that the page has not read yet.
    pub queued_messages: usize,
    /// Bytes that the page has not read yet.
    pub queued_bytes: usize,
    /// The most bytes that ever waited.
    pub peak_bytes: usize,
    /// Messages that the page has read.
    pub received_messages: usize,
    /// Bytes that the page has read.
    pub received_bytes: usize,
    /// Threads that wait in `send` for room in the queue.
    pub blocked_senders: usize,
}
