//! A window as data: how changes alter it and which events follow.

use std::sync::Arc;

use dormer_runtime::dpi::{PhysicalPosition, PhysicalSize, Size};
use dormer_runtime::{Theme, WebviewId, WindowChange, WindowEvent, WindowSpec, WindowState};

use crate::desk::Desk;

/// Height of a title bar in logical pixels.
const TITLE_BAR: f64 = 30.0;

/// An open window.
pub(crate) struct Window {
    /// What is told about it.
    pub(crate) state: Arc<WindowState>,
    /// The view inside.
    pub(crate) webview: Option<WebviewId>,
    /// Can get the keyboard.
    pub(crate) focusable: bool,
    /// Inner size when neither maximized nor on the whole screen.
    size: PhysicalSize<u32>,
    /// Outer position then.
    position: PhysicalPosition<i32>,
    min: Option<Size>,
    max: Option<Size>,
    /// The program's choice of theme.
    theme: Option<Theme>,
}

impl Window {
    /// A window at the place that its specification and the desktop give.
    pub(crate) fn new(spec: &WindowSpec, webview: Option<WebviewId>, desk: &Desk) -> Self {
        let monitor = desk.monitors.first();
        let scale = monitor.map_or(1.0, |monitor| monitor.scale_factor);
        let corner = monitor.map_or(PhysicalPosition::new(0, 0), |monitor| monitor.work_area_position);
        let state = WindowState {
            title: spec.title.clone(),
            scale_factor: scale,
            inner_size: PhysicalSize::new(0, 0),
            outer_size: PhysicalSize::new(0, 0),
            inner_position: None,
            outer_position: None,
            visible: spec.visible,
            focused: false,
            enabled: true,
            maximized: spec.maximized,
            minimized: false,
            fullscreen: spec.fullscreen,
            resizable: spec.resizable,
            maximizable: spec.maximizable,
            minimizable: spec.minimizable,
            closable: spec.closable,
            decorated: spec.decorations,
            always_on_top: spec.always_on_top,
            theme: desk.theme,
        };
        let mut window = Self {
            state: Arc::new(state),
            webview,
            focusable: spec.focusable,
            size: spec.size.to_physical(scale),
            position: spec.position.map_or(corner, |position| position.to_physical(scale)),
            min: spec.min_size.map(Size::from),
            max: spec.max_size.map(Size::from),
            theme: spec.theme,
        };
        // Events of the first layout are of no interest: nobody has seen the window before.
        window.edit(desk, |window, state| {
            if spec.center {
                window.center(desk, state);
            }
        });
        window
    }

    /// Alters the window and returns the events that follow from the difference.
    pub(crate) fn edit(
        &mut self,
        desk: &Desk,
        alter: impl FnOnce(&mut Self, &mut WindowState),
    ) -> Vec<WindowEvent> {
        let old = self.state.clone();
        let mut new = WindowState::clone(&old);
        alter(self, &mut new);
        self.lay_out(desk, &mut new);
        let mut events = Vec::new();
        if new.scale_factor != old.scale_factor {
            let (scale_factor, size) = (new.scale_factor, new.inner_size);
            events.push(WindowEvent::ScaleFactorChanged { scale_factor, size });
        }
        if let Some(position) = new.outer_position.filter(|_| new.outer_position != old.outer_position) {
            events.push(WindowEvent::Moved(position));
        }
        if new.inner_size != old.inner_size {
            events.push(WindowEvent::Resized(new.inner_size));
        }
        if new.theme != old.theme {
            events.push(WindowEvent::ThemeChanged(new.theme));
        }
        if new.focused != old.focused {
            events.push(WindowEvent::Focused(new.focused));
        }
        self.state = Arc::new(new);
        events
    }

    /// Applies a change that concerns this window alone. Closing and the keyboard are the world's business.
    pub(crate) fn apply(&mut self, desk: &Desk, state: &mut WindowState, change: WindowChange) {
        match change {
            WindowChange::Title(title) => state.title = title,
            WindowChange::Size(size) => self.size = size.to_physical(state.scale_factor),
            WindowChange::MinSize(size) => self.min = size,
            WindowChange::MaxSize(size) => self.max = size,
            WindowChange::Position(position) => self.position = position.to_physical(state.scale_factor),
            WindowChange::Center => self.center(desk, state),
            WindowChange::Visible(visible) => state.visible = visible,
            WindowChange::Focusable(focusable) => self.focusable = focusable,
            WindowChange::Enabled(enabled) => state.enabled = enabled,
            WindowChange::Maximized(maximized) => state.maximized = maximized,
            WindowChange::Minimized(minimized) => state.minimized = minimized,
            WindowChange::Fullscreen(fullscreen) => state.fullscreen = fullscreen,
            WindowChange::Resizable(resizable) => state.resizable = resizable,
            WindowChange::Maximizable(maximizable) => state.maximizable = maximizable,
            WindowChange::Minimizable(minimizable) => state.minimizable = minimizable,
            WindowChange::Closable(closable) => state.closable = closable,
            WindowChange::Decorations(decorated) => state.decorated = decorated,
            WindowChange::AlwaysOnTop(on_top) => state.always_on_top = on_top,
            WindowChange::AlwaysOnBottom(true) => state.always_on_top = false,
            WindowChange::Theme(theme) => self.theme = theme,
            // The rest shows on a screen only: it is in the record of changes.
            _ => {}
        }
    }

    /// Gives the window a size as the user does; nothing happens where the user may not.
    pub(crate) fn resize(&mut self, state: &WindowState, size: PhysicalSize<u32>) {
        if state.resizable && !state.maximized && !state.fullscreen {
            self.size = size;
        }
    }

    /// Gives the window a position as the user does.
    pub(crate) fn move_to(&mut self, state: &mut WindowState, position: PhysicalPosition<i32>) {
        if !state.fullscreen {
            state.maximized = false;
            self.position = position;
        }
    }

    /// Puts the window on a monitor with another scale: its logical size stays.
    pub(crate) fn rescale(&mut self, state: &mut WindowState, scale: f64) {
        self.size = self.size.to_logical::<f64>(state.scale_factor).to_physical(scale);
        state.scale_factor = scale;
    }

    fn center(&mut self, desk: &Desk, state: &WindowState) {
        let Some(monitor) = desk.monitors.first() else { return };
        self.limit(state.scale_factor);
        let middle = |start: i32, room: u32, length: u32| {
            let offset = (i64::from(room) - i64::from(length)) / 2;
            (i64::from(start) + offset) as i32
        };
        let (corner, room) = (monitor.work_area_position, monitor.work_area_size);
        let height = self.size.height.saturating_add(title_bar(state));
        self.position = PhysicalPosition::new(
            middle(corner.x, room.width, self.size.width),
            middle(corner.y, room.height, height),
        );
    }

    /// Keeps the size within its limits; the smallest size wins over the largest.
    fn limit(&mut self, scale: f64) {
        if let Some(max) = self.max.map(|max| max.to_physical::<u32>(scale)) {
            self.size = PhysicalSize::new(self.size.width.min(max.width), self.size.height.min(max.height));
        }
        if let Some(min) = self.min.map(|min| min.to_physical::<u32>(scale)) {
            self.size = PhysicalSize::new(self.size.width.max(min.width), self.size.height.max(min.height));
        }
    }

    /// Brings what depends on other properties in line with them.
    fn lay_out(&mut self, desk: &Desk, state: &mut WindowState) {
        self.limit(state.scale_factor);
        state.theme = self.theme.unwrap_or(desk.theme);
        state.focused &= state.visible && !state.minimized;
        let bar = title_bar(state);
        let (position, inner) = match desk.monitors.first() {
            Some(monitor) if state.fullscreen => (monitor.position, monitor.size),
            Some(monitor) if state.maximized => {
                let PhysicalSize { width, height } = monitor.work_area_size;
                (monitor.work_area_position, PhysicalSize::new(width, height.saturating_sub(bar)))
            }
            _ => (self.position, self.size),
        };
        state.inner_size = inner;
        state.outer_size = PhysicalSize::new(inner.width, inner.height.saturating_add(bar));
        state.outer_position = Some(position);
        state.inner_position =
            Some(PhysicalPosition::new(position.x, position.y.saturating_add_unsigned(bar)));
    }
}

/// Height of the window's title bar in physical pixels.
fn title_bar(state: &WindowState) -> u32 {
    if state.decorated && !state.fullscreen { (TITLE_BAR * state.scale_factor).round() as u32 } else { 0 }
}
