//! Windows: what they are made from, what can be changed, what is known of them.

use dpi::{LogicalPosition, LogicalSize, PhysicalPosition, PhysicalSize, Position, Size};

use crate::{Color, Theme, WebviewId};

/// Names a window in the talk between core and backend. Chosen by the core, never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WindowId(pub u32);

/// What opening gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    /// The window.
    pub window: WindowId,
    /// Its web view.
    pub webview: Option<WebviewId>,
}

/// What a window is made from. Sizes are logical pixels of the inside.
#[derive(Debug, Clone)]
pub struct WindowSpec {
    /// The core's name for it.
    pub id: WindowId,
    /// Title.
    pub title: String,
    /// Inner size.
    pub size: LogicalSize<f64>,
    /// Smallest inner size.
    pub min_size: Option<LogicalSize<f64>>,
    /// Largest inner size.
    pub max_size: Option<LogicalSize<f64>>,
    /// Outer position; the system's choice when absent.
    pub position: Option<LogicalPosition<f64>>,
    /// Center on the monitor.
    pub center: bool,
    /// Appears as soon as its page has painted. A hidden one waits for [`WindowChange::Visible`].
    pub visible: bool,
    /// Gets the keyboard when it appears.
    pub focused: bool,
    /// Can get the keyboard at all.
    pub focusable: bool,
    /// The user can resize it.
    pub resizable: bool,
    /// The user can maximize it.
    pub maximizable: bool,
    /// The user can minimize it.
    pub minimizable: bool,
    /// The user can close it.
    pub closable: bool,
    /// Starts maximized.
    pub maximized: bool,
    /// Starts on the whole screen.
    pub fullscreen: bool,
    /// Has a frame and a title bar.
    pub decorations: bool,
    /// Lets the desktop shine through.
    pub transparent: bool,
    /// Stays above others.
    pub always_on_top: bool,
    /// Stays below others.
    pub always_on_bottom: bool,
    /// Has no entry in the task bar.
    pub skip_taskbar: bool,
    /// Is on every workspace.
    pub visible_on_all_workspaces: bool,
    /// Ground before the page paints.
    pub background: Option<Color>,
    /// Theme; the system's when absent.
    pub theme: Option<Theme>,
    /// The window it belongs to.
    pub parent: Option<WindowId>,
}

impl WindowSpec {
    /// A window with the usual properties: 800 × 600, visible, resizable, decorated.
    pub fn new(id: WindowId, title: impl Into<String>) -> Self {
        Self {
            id,
            title: title.into(),
            size: LogicalSize::new(800.0, 600.0),
            min_size: None,
            max_size: None,
            position: None,
            center: false,
            visible: true,
            focused: true,
            focusable: true,
            resizable: true,
            maximizable: true,
            minimizable: true,
            closable: true,
            maximized: false,
            fullscreen: false,
            decorations: true,
            transparent: false,
            always_on_top: false,
            always_on_bottom: false,
            skip_taskbar: false,
            visible_on_all_workspaces: false,
            background: None,
            theme: None,
            parent: None,
        }
    }
}

/// One change of a window. A new property of windows is a new variant here.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum WindowChange {
    /// Title.
    Title(String),
    /// Inner size.
    Size(Size),
    /// Smallest inner size; `None` removes the limit.
    MinSize(Option<Size>),
    /// Largest inner size; `None` removes the limit.
    MaxSize(Option<Size>),
    /// Outer position.
    Position(Position),
    /// Center on the monitor.
    Center,
    /// Show or hide.
    Visible(bool),
    /// Bring to the front with the keyboard.
    Focus,
    /// Whether it can get the keyboard.
    Focusable(bool),
    /// Whether it takes input at all.
    Enabled(bool),
    /// Maximize or restore.
    Maximized(bool),
    /// Minimize or restore.
    Minimized(bool),
    /// Cover the whole screen.
    Fullscreen(bool),
    /// Whether the user can resize it.
    Resizable(bool),
    /// Whether the user can maximize it.
    Maximizable(bool),
    /// Whether the user can minimize it.
    Minimizable(bool),
    /// Whether the user can close it.
    Closable(bool),
    /// Frame and title bar.
    Decorations(bool),
    /// Above others.
    AlwaysOnTop(bool),
    /// Below others.
    AlwaysOnBottom(bool),
    /// No entry in the task bar.
    SkipTaskbar(bool),
    /// On every workspace.
    VisibleOnAllWorkspaces(bool),
    /// Theme; `None` is the system's.
    Theme(Option<Theme>),
    /// Ground before the page paints.
    Background(Option<Color>),
    /// Ask for the user's attention; `None` stops asking.
    Attention(Option<AttentionKind>),
    /// Shape of the pointer.
    Cursor(CursorIcon),
    /// Show or hide the pointer.
    CursorVisible(bool),
    /// Let the pointer act on what lies below.
    IgnoreCursor(bool),
    /// Start moving the window with the pointer.
    StartDragging,
    /// Start resizing the window with the pointer.
    StartResizing(ResizeDirection),
    /// Ask to close, as the user does: can be prevented.
    Close,
    /// Close without asking.
    Destroy,
}

/// How urgently attention is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttentionKind {
    /// Until the window gets the keyboard.
    Critical,
    /// Once.
    Informational,
}

/// An edge or corner of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "eight directions that say it themselves")]
pub enum ResizeDirection {
    East,
    North,
    NorthEast,
    NorthWest,
    South,
    SouthEast,
    SouthWest,
    West,
}

/// Shape of the pointer, by its name in CSS (`default`, `pointer`, `ew-resize`, …).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CursorIcon(pub String);

/// A window as the backend last saw it.
#[derive(Debug, Clone, PartialEq)]
pub struct WindowState {
    /// Title.
    pub title: String,
    /// Physical pixels per logical pixel.
    pub scale_factor: f64,
    /// Inner size, physical.
    pub inner_size: PhysicalSize<u32>,
    /// Outer size with frame, physical; the inner size where the system does not tell.
    pub outer_size: PhysicalSize<u32>,
    /// Inner position, physical; `None` where the system does not tell.
    pub inner_position: Option<PhysicalPosition<i32>>,
    /// Outer position, physical; `None` where the system does not tell.
    pub outer_position: Option<PhysicalPosition<i32>>,
    /// Shown on the screen.
    pub visible: bool,
    /// Has the keyboard.
    pub focused: bool,
    /// Takes input.
    pub enabled: bool,
    /// Is maximized.
    pub maximized: bool,
    /// Is minimized.
    pub minimized: bool,
    /// Covers the screen.
    pub fullscreen: bool,
    /// The user can resize it.
    pub resizable: bool,
    /// The user can maximize it.
    pub maximizable: bool,
    /// The user can minimize it.
    pub minimizable: bool,
    /// The user can close it.
    pub closable: bool,
    /// Has a frame.
    pub decorated: bool,
    /// Stays above others.
    pub always_on_top: bool,
    /// The theme in force.
    pub theme: Theme,
}
