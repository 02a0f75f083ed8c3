//! What happens to windows and pages, as a backend reports it on the UI thread.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use dpi::{PhysicalPosition, PhysicalSize};

use crate::{Theme, WebviewId, WindowId};

/// Lets the receiver of an event forbid what would follow. Clones share the decision.
#[derive(Debug, Clone, Default)]
pub struct Veto(Arc<AtomicBool>);

impl Veto {
    /// Forbids it.
    pub fn prevent(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// Whether it was forbidden.
    pub fn is_prevented(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// Something that happened.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Event {
    /// The event loop runs. First of all events.
    Ready,
    /// Something happened to a window.
    Window(WindowId, WindowEvent),
    /// Something happened to a web view.
    Webview(WebviewId, WebviewEvent),
    /// The last window closed (`code` is `None`), or the program asked for its end.
    ExitRequested {
        /// The exit code asked for.
        code: Option<i32>,
        /// Keeps the program alive.
        veto: Veto,
    },
    /// The loop ends now. Last of all events.
    Exit,
}

/// Something that happened to a window. Sizes and positions are in physical pixels.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum WindowEvent {
    /// New inner size.
    Resized(PhysicalSize<u32>),
    /// New outer position.
    Moved(PhysicalPosition<i32>),
    /// Somebody wants the window closed; unless prevented it is.
    CloseRequested(Veto),
    /// The window is gone.
    Destroyed,
    /// The window got or lost the keyboard.
    Focused(bool),
    /// The window moved to a monitor with another scale.
    ScaleFactorChanged {
        /// Physical pixels per logical pixel.
        scale_factor: f64,
        /// The inner size at the new scale.
        size: PhysicalSize<u32>,
    },
    /// The theme in force changed.
    ThemeChanged(Theme),
}

/// Something that happened to a web view.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum WebviewEvent {
    /// Loading of a page reached a stage.
    PageLoad {
        /// The page's address.
        url: String,
        /// The stage.
        stage: PageLoad,
    },
    /// The page has a new title.
    TitleChanged(String),
    /// The web process died.
    Crashed {
        /// What the system says about it.
        reason: String,
        /// Whether the backend loads the page again by itself.
        reloads: bool,
    },
    /// Files are dragged over the view.
    DragDrop(DragDropEvent),
    /// A download is over.
    Downloaded {
        /// The address that was asked for.
        url: String,
        /// The file, when there is one.
        path: Option<PathBuf>,
        /// Whether it is whole.
        success: bool,
    },
    /// The system does not wall off the web process, though [`StartOptions::needs_sandbox`] says that it must; its pages
    /// get no link.
    ///
    /// [`StartOptions::needs_sandbox`]: crate::StartOptions::needs_sandbox
    NoSandbox,
}

/// Stage of loading a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageLoad {
    /// The document is committed: the old page is gone.
    Started,
    /// The document and what it needs are loaded.
    Finished,
}

/// A drag of files. Positions are in physical pixels relative to the view.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum DragDropEvent {
    /// The drag came in.
    Enter {
        /// The files.
        paths: Vec<PathBuf>,
        /// The pointer.
        position: PhysicalPosition<f64>,
    },
    /// The drag moved.
    Over {
        /// The pointer.
        position: PhysicalPosition<f64>,
    },
    /// The files were dropped.
    Drop {
        /// The files.
        paths: Vec<PathBuf>,
        /// The pointer.
        position: PhysicalPosition<f64>,
    },
    /// The drag left.
    Leave,
}
