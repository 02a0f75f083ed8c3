//! Preventing what would follow an event.

use dormer_runtime::Veto;

/// Keeps a window open that somebody wants closed.
#[derive(Debug, Clone)]
pub struct CloseRequestApi(pub(crate) Veto);

impl CloseRequestApi {
    /// Keeps the window open.
    pub fn prevent_close(&self) {
        self.0.prevent();
    }
}

/// Keeps a program running that would end.
#[derive(Debug, Clone)]
pub struct ExitRequestApi {
    pub(crate) veto: Veto,
    pub(crate) restart: bool,
}

impl ExitRequestApi {
    /// Keeps the program running. Has no effect on a restart.
    pub fn prevent_exit(&self) {
        if !self.restart {
            self.veto.prevent();
        }
    }
}
