//! A window as an app sees it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use dormer_runtime::{AttentionKind, ChangeError, Monitor, WindowChange, WindowId, WindowState};
use dpi::{PhysicalPosition, PhysicalSize, Position, Size};

use super::{Color, CursorIcon, ResizeDirection, UserAttentionType};
use crate::{AppHandle, Error, ResourceTable, Result, Theme, WindowEvent};

type OnWindowEvent = Arc<dyn Fn(&WindowEvent) + Send + Sync>;

/// A window. Cheap to clone; the window lives on when the last handle is dropped. Getters answer from what the backend
/// last saw and never wait for the UI thread; setters are carried out by the UI thread in the order given.
#[derive(Clone)]
pub struct Window {
    app: AppHandle,
    shared: Arc<Shared>,
}

struct Shared {
    id: WindowId,
    label: String,
    resources: Mutex<ResourceTable>,
    handlers: Mutex<Vec<OnWindowEvent>>,
}

impl Window {
    pub(crate) fn new(app: AppHandle, id: WindowId, label: String) -> Self {
        let shared = Shared { id, label, resources: Mutex::default(), handlers: Mutex::default() };
        Self { app, shared: Arc::new(shared) }
    }

    pub(crate) fn id(&self) -> WindowId {
        self.shared.id
    }

    pub(crate) fn app(&self) -> &AppHandle {
        &self.app
    }

    pub(crate) fn resources(&self) -> &Mutex<ResourceTable> {
        &self.shared.resources
    }

    /// The window's name in the program.
    pub fn label(&self) -> &str {
        &self.shared.label
    }

    /// Calls `handler` for each event of this window, on the UI thread.
    pub fn on_window_event<F: Fn(&WindowEvent) + Send + Sync + 'static>(&self, handler: F) {
        self.handlers().push(Arc::new(handler));
    }

    pub(crate) fn tell(&self, event: &WindowEvent) {
        let handlers = self.handlers().clone();
        handlers.iter().for_each(|handler| handler(event));
    }

    fn handlers(&self) -> std::sync::MutexGuard<'_, Vec<OnWindowEvent>> {
        self.shared.handlers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs a function on the UI thread: at once when already there.
    ///
    /// # Errors
    /// Never now; kept for the shape that apps know.
    pub fn run_on_main_thread<F: FnOnce() + Send + 'static>(&self, function: F) -> Result<()> {
        self.app.run_on_main_thread(function)
    }

    fn state(&self) -> Result<Arc<WindowState>> {
        self.app.runtime().window_state(self.id()).ok_or_else(|| self.error(&ChangeError::Gone))
    }

    fn change(&self, change: WindowChange) -> Result<()> {
        self.app.runtime().change_window(self.id(), change).map_err(|error| self.error(&error))
    }

    fn error(&self, error: &ChangeError) -> Error {
        Error::Window(format!("window {}: {error}", self.label()))
    }

    /// The primary monitor.
    ///
    /// # Errors
    /// Never now; kept for the shape that apps know.
    pub fn primary_monitor(&self) -> Result<Option<Monitor>> {
        self.app.primary_monitor()
    }

    /// All monitors, the primary one first.
    ///
    /// # Errors
    /// Never now; kept for the shape that apps know.
    pub fn available_monitors(&self) -> Result<Vec<Monitor>> {
        self.app.available_monitors()
    }

    /// The monitor that shows a point of the desktop, in physical pixels.
    ///
    /// # Errors
    /// Never now; kept for the shape that apps know.
    pub fn monitor_from_point(&self, x: f64, y: f64) -> Result<Option<Monitor>> {
        self.app.monitor_from_point(x, y)
    }

    /// The monitor that shows the window's middle. `None` where the system does not tell positions and there are
    /// several monitors.
    ///
    /// # Errors
    /// The window is closed.
    pub fn current_monitor(&self) -> Result<Option<Monitor>> {
        let state = self.state()?;
        let monitors = self.app.available_monitors()?;
        match state.outer_position {
            Some(at) => {
                let middle = |start: i32, length: u32| f64::from(start) + f64::from(length) / 2.0;
                self.app.monitor_from_point(
                    middle(at.x, state.outer_size.width),
                    middle(at.y, state.outer_size.height),
                )
            }
            None => Ok(if monitors.len() == 1 { monitors.into_iter().next() } else { None }),
        }
    }

    /// Where the pointer is on the desktop, in physical pixels.
    ///
    /// # Errors
    /// The system does not tell (Wayland).
    pub fn cursor_position(&self) -> Result<PhysicalPosition<f64>> {
        self.app.cursor_position()
    }

    /// Outer position, physical.
    ///
    /// # Errors
    /// The window is closed, or the system does not tell (Wayland).
    pub fn outer_position(&self) -> Result<PhysicalPosition<i32>> {
        self.state()?.outer_position.ok_or_else(|| self.error(&ChangeError::Unsupported("window positions")))
    }

    /// Inner position, physical.
    ///
    /// # Errors
    /// The window is closed, or the system does not tell (Wayland).
    pub fn inner_position(&self) -> Result<PhysicalPosition<i32>> {
        self.state()?.inner_position.ok_or_else(|| self.error(&ChangeError::Unsupported("window positions")))
    }

    /// The theme in force.
    ///
    /// # Errors
    /// The window is closed.
    pub fn theme(&self) -> Result<Theme> {
        Ok(crate::webview::theme_from(self.state()?.theme))
    }

    /// Title.
    ///
    /// # Errors
    /// The window is closed.
    pub fn title(&self) -> Result<String> {
        Ok(self.state()?.title.clone())
    }

    /// Physical pixels per logical pixel.
    ///
    /// # Errors
    /// The window is closed.
    pub fn scale_factor(&self) -> Result<f64> {
        Ok(self.state()?.scale_factor)
    }

    /// Inner size, physical.
    ///
    /// # Errors
    /// The window is closed.
    pub fn inner_size(&self) -> Result<PhysicalSize<u32>> {
        Ok(self.state()?.inner_size)
    }

    /// Outer size, physical.
    ///
    /// # Errors
    /// The window is closed.
    pub fn outer_size(&self) -> Result<PhysicalSize<u32>> {
        Ok(self.state()?.outer_size)
    }

    /// Whether it covers the screen.
    ///
    /// # Errors
    /// The window is closed.
    pub fn is_fullscreen(&self) -> Result<bool> {
        Ok(self.state()?.fullscreen)
    }

    /// Whether it is minimized.
    ///
    /// # Errors
    /// The window is closed.
    pub fn is_minimized(&self) -> Result<bool> {
        Ok(self.state()?.minimized)
    }

    /// Whether it is maximized.
    ///
    /// # Errors
    /// The window is closed.
    pub fn is_maximized(&self) -> Result<bool> {
        Ok(self.state()?.maximized)
    }

    /// Whether it has the keyboard.
    ///
    /// # Errors
    /// The window is closed.
    pub fn is_focused(&self) -> Result<bool> {
        Ok(self.state()?.focused)
    }

    /// Whether it has a frame.
    ///
    /// # Errors
    /// The window is closed.
    pub fn is_decorated(&self) -> Result<bool> {
        Ok(self.state()?.decorated)
    }

    /// Whether the user can resize it.
    ///
    /// # Errors
    /// The window is closed.
    pub fn is_resizable(&self) -> Result<bool> {
        Ok(self.state()?.resizable)
    }

    /// Whether the user can maximize it.
    ///
    /// # Errors
    /// The window is closed.
    pub fn is_maximizable(&self) -> Result<bool> {
        Ok(self.state()?.maximizable)
    }

    /// Whether the user can minimize it.
    ///
    /// # Errors
    /// The window is closed.
    pub fn is_minimizable(&self) -> Result<bool> {
        Ok(self.state()?.minimizable)
    }

    /// Whether the user can close it.
    ///
    /// # Errors
    /// The window is closed.
    pub fn is_closable(&self) -> Result<bool> {
        Ok(self.state()?.closable)
    }

    /// Whether it is shown.
    ///
    /// # Errors
    /// The window is closed.
    pub fn is_visible(&self) -> Result<bool> {
        Ok(self.state()?.visible)
    }

    /// Whether it takes input.
    ///
    /// # Errors
    /// The window is closed.
    pub fn is_enabled(&self) -> Result<bool> {
        Ok(self.state()?.enabled)
    }

    /// Whether it stays above others.
    ///
    /// # Errors
    /// The window is closed.
    pub fn is_always_on_top(&self) -> Result<bool> {
        Ok(self.state()?.always_on_top)
    }

    /// Sets the title.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn set_title(&self, title: &str) -> Result<()> {
        self.change(WindowChange::Title(title.to_owned()))
    }

    /// Sets the inner size.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn set_size(&self, size: impl Into<Size>) -> Result<()> {
        self.change(WindowChange::Size(size.into()))
    }

    /// Sets the smallest inner size; `None` removes it.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn set_min_size(&self, size: Option<impl Into<Size>>) -> Result<()> {
        self.change(WindowChange::MinSize(size.map(Into::into)))
    }

    /// Sets the largest inner size; `None` removes it.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn set_max_size(&self, size: Option<impl Into<Size>>) -> Result<()> {
        self.change(WindowChange::MaxSize(size.map(Into::into)))
    }

    /// Moves the window.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn set_position(&self, position: impl Into<Position>) -> Result<()> {
        self.change(WindowChange::Position(position.into()))
    }

    /// Centers the window on its monitor.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn center(&self) -> Result<()> {
        self.change(WindowChange::Center)
    }

    /// Shows the window.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn show(&self) -> Result<()> {
        self.change(WindowChange::Visible(true))
    }

    /// Hides the window.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn hide(&self) -> Result<()> {
        self.change(WindowChange::Visible(false))
    }

    /// Brings the window to the front with the keyboard.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn set_focus(&self) -> Result<()> {
        self.change(WindowChange::Focus)
    }

    /// Sets whether it can get the keyboard.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn set_focusable(&self, focusable: bool) -> Result<()> {
        self.change(WindowChange::Focusable(focusable))
    }

    /// Sets whether it takes input.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn set_enabled(&self, enabled: bool) -> Result<()> {
        self.change(WindowChange::Enabled(enabled))
    }

    /// Maximizes the window.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn maximize(&self) -> Result<()> {
        self.change(WindowChange::Maximized(true))
    }

    /// Restores a maximized window.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn unmaximize(&self) -> Result<()> {
        self.change(WindowChange::Maximized(false))
    }

    /// Minimizes the window.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn minimize(&self) -> Result<()> {
        self.change(WindowChange::Minimized(true))
    }

    /// Restores a minimized window.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn unminimize(&self) -> Result<()> {
        self.change(WindowChange::Minimized(false))
    }

    /// Covers the whole screen, or stops it.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn set_fullscreen(&self, fullscreen: bool) -> Result<()> {
        self.change(WindowChange::Fullscreen(fullscreen))
    }

    /// Sets whether the user can resize it.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn set_resizable(&self, resizable: bool) -> Result<()> {
        self.change(WindowChange::Resizable(resizable))
    }

    /// Sets whether the user can maximize it.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn set_maximizable(&self, maximizable: bool) -> Result<()> {
        self.change(WindowChange::Maximizable(maximizable))
    }

    /// Sets whether the user can minimize it.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn set_minimizable(&self, minimizable: bool) -> Result<()> {
        self.change(WindowChange::Minimizable(minimizable))
    }

    /// Sets whether the user can close it.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn set_closable(&self, closable: bool) -> Result<()> {
        self.change(WindowChange::Closable(closable))
    }

    /// Sets whether it has a frame.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn set_decorations(&self, decorations: bool) -> Result<()> {
        self.change(WindowChange::Decorations(decorations))
    }

    /// Keeps it above others.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn set_always_on_top(&self, on_top: bool) -> Result<()> {
        self.change(WindowChange::AlwaysOnTop(on_top))
    }

    /// Keeps it below others.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn set_always_on_bottom(&self, on_bottom: bool) -> Result<()> {
        self.change(WindowChange::AlwaysOnBottom(on_bottom))
    }

    /// Sets whether it has no entry in the task bar.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn set_skip_taskbar(&self, skip: bool) -> Result<()> {
        self.change(WindowChange::SkipTaskbar(skip))
    }

    /// Sets whether it is on every workspace.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn set_visible_on_all_workspaces(&self, everywhere: bool) -> Result<()> {
        self.change(WindowChange::VisibleOnAllWorkspaces(everywhere))
    }

    /// Sets the theme; `None` is the system's.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn set_theme(&self, theme: Option<Theme>) -> Result<()> {
        self.change(WindowChange::Theme(theme.map(crate::webview::theme_to)))
    }

    /// Sets the ground before the page paints.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn set_background_color(&self, color: Option<Color>) -> Result<()> {
        self.change(WindowChange::Background(color.map(crate::webview::color_to)))
    }

    /// Sets the shape of the pointer.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn set_cursor_icon(&self, icon: CursorIcon) -> Result<()> {
        self.change(WindowChange::Cursor(icon))
    }

    /// Shows or hides the pointer.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn set_cursor_visible(&self, visible: bool) -> Result<()> {
        self.change(WindowChange::CursorVisible(visible))
    }

    /// Lets the pointer act on what lies below.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn set_ignore_cursor_events(&self, ignore: bool) -> Result<()> {
        self.change(WindowChange::IgnoreCursor(ignore))
    }

    /// Starts moving the window with the pointer.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn start_dragging(&self) -> Result<()> {
        self.change(WindowChange::StartDragging)
    }

    /// Starts resizing the window with the pointer.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn start_resize_dragging(&self, direction: ResizeDirection) -> Result<()> {
        self.change(WindowChange::StartResizing(direction))
    }

    /// Asks to close the window, as the user does: `CloseRequested` may prevent it.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn close(&self) -> Result<()> {
        self.change(WindowChange::Close)
    }

    /// Closes the window without asking.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn destroy(&self) -> Result<()> {
        self.change(WindowChange::Destroy)
    }

    /// Asks for the user's attention; `None` stops asking.
    ///
    /// # Errors
    /// The window is closed, or the system cannot do it.
    pub fn request_user_attention(&self, kind: Option<UserAttentionType>) -> Result<()> {
        self.change(WindowChange::Attention(kind.map(|kind| match kind {
            UserAttentionType::Critical => AttentionKind::Critical,
            UserAttentionType::Informational => AttentionKind::Informational,
        })))
    }
}

impl PartialEq for Window {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id() && Arc::ptr_eq(self.app.shared(), other.app.shared())
    }
}

impl Eq for Window {}

impl fmt::Debug for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Window").field("label", &self.label()).finish_non_exhaustive()
    }
}
