//! Counts of what the core holds, to find leaks.

use crate::app::Shared;

/// What the core holds for pages at one moment. After a page is gone its part is zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Diagnostics {
    /// Documents with a link.
    pub pages: usize,
    /// Calls that are not answered yet.
    pub calls: usize,
    /// Event listeners, of pages and of Rust code.
    pub listeners: usize,
    /// Channels of current documents that are alive.
    pub channels: usize,
    /// Entries of all resource tables.
    pub resources: usize,
    /// Open windows.
    pub windows: usize,
}

impl Diagnostics {
    pub(crate) fn of(shared: &Shared) -> Self {
        let pages = shared.live_pages();
        let lock = |table: &std::sync::Mutex<crate::ResourceTable>| {
            table.lock().unwrap_or_else(std::sync::PoisonError::into_inner).len()
        };
        let windows = shared.windows.all();
        Self {
            pages: pages.iter().filter(|page| !page.is_closed()).count(),
            calls: pages.iter().map(|page| page.open_calls()).sum(),
            listeners: shared.listeners.count(),
            channels: pages.iter().map(|page| page.channels().count()).sum(),
            resources: lock(&shared.resources)
                + pages.iter().map(|page| lock(page.resources())).sum::<usize>()
                + windows
                    .iter()
                    .map(|window| lock(window.window.resources()) + lock(window.webview.resources()))
                    .sum::<usize>(),
            windows: windows.len(),
        }
    }
}
