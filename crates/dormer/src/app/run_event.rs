//! What happens while a program runs.

use dormer_runtime::DragDropEvent;
use dpi::{PhysicalPosition, PhysicalSize};

use super::{CloseRequestApi, ExitRequestApi};
use crate::Theme;

/// Something that happened, for the callback of [`App::run`](crate::App::run). Delivered on the UI thread.
#[derive(Debug)]
#[non_exhaustive]
pub enum RunEvent {
    /// The loop has started, the configured windows exist and setup is done.
    Ready,
    /// The program is about to end.
    ExitRequested {
        /// The exit code asked for; `None` when the last window closed.
        code: Option<i32>,
        /// Can keep the program running.
        api: ExitRequestApi,
    },
    /// The program ends now.
    Exit,
    /// Something happened to a window.
    WindowEvent {
        /// The window's label.
        label: String,
        /// What happened.
        event: WindowEvent,
    },
    /// Something happened to a web view.
    WebviewEvent {
        /// The web view's label.
        label: String,
        /// What happened.
        event: WebviewEvent,
    },
    /// The program came back from being suspended. Never sent on desktops.
    Resumed,
    /// All events of one turn of the loop were delivered. Never sent: turns are the backend's matter.
    MainEventsCleared,
    /// The system asks to open files or addresses. macOS only.
    Opened {
        /// What to open.
        urls: Vec<url::Url>,
    },
    /// The program was started again while running. macOS only.
    Reopen {
        /// Whether any window is visible.
        has_visible_windows: bool,
    },
}

/// Something that happened to a window. Physical pixels.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum WindowEvent {
    /// New inner size.
    Resized(PhysicalSize<u32>),
    /// New outer position.
    Moved(PhysicalPosition<i32>),
    /// Somebody wants the window closed.
    CloseRequested {
        /// Can keep it open.
        api: CloseRequestApi,
    },
    /// The window is gone.
    Destroyed,
    /// The window got (true) or lost the keyboard.
    Focused(bool),
    /// The scale of the window's monitor changed.
    #[non_exhaustive]
    ScaleFactorChanged {
        /// Physical pixels per logical pixel.
        scale_factor: f64,
        /// Inner size at the new scale.
        new_inner_size: PhysicalSize<u32>,
    },
    /// Files are dragged over the window.
    DragDrop(DragDropEvent),
    /// The theme in force changed.
    ThemeChanged(Theme),
}

/// Something that happened to a web view.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum WebviewEvent {
    /// Files are dragged over the view.
    DragDrop(DragDropEvent),
    /// The process that runs the page died. Its calls are over.
    #[non_exhaustive]
    Crashed {
        /// What the system says about it.
        reason: String,
        /// Whether the page is loaded again by itself.
        reloads: bool,
    },
}
