//! What is known of a window and what was asked for. Not here: how it is asked for.

use dormer_runtime::dpi::{LogicalSize, PhysicalPosition, PhysicalSize, Position, Size};
use dormer_runtime::{Monitor, WindowSpec, WindowState};
use gtk4::gdk;
use gtk4::prelude::*;

use super::{Limits, Window};

/// What the program asked for, as far as GTK does not keep it.
#[derive(Debug, Clone)]
pub(super) struct Wishes {
    pub(super) size: LogicalSize<f64>,
    pub(super) min_size: Option<LogicalSize<f64>>,
    pub(super) max_size: Option<Size>,
    pub(super) position: Option<Position>,
    pub(super) center: bool,
    pub(super) visible: bool,
    pub(super) focused: bool,
    pub(super) enabled: bool,
    pub(super) resizable: bool,
    pub(super) maximizable: bool,
    pub(super) minimizable: bool,
    pub(super) closable: bool,
    pub(super) always_on_top: bool,
    pub(super) always_on_bottom: bool,
    pub(super) all_workspaces: bool,
    pub(super) cursor: Option<String>,
    pub(super) cursor_hidden: bool,
    pub(super) ignores_cursor: bool,
}

impl From<&WindowSpec> for Wishes {
    fn from(spec: &WindowSpec) -> Self {
        Self {
            size: spec.size,
            min_size: spec.min_size,
            max_size: None,
            position: None,
            center: false,
            visible: spec.visible,
            focused: spec.focused,
            enabled: true,
            resizable: spec.resizable,
            maximizable: spec.maximizable,
            minimizable: spec.minimizable,
            closable: spec.closable,
            always_on_top: false,
            always_on_bottom: false,
            all_workspaces: false,
            cursor: None,
            cursor_hidden: false,
            ignores_cursor: false,
        }
    }
}

impl Wishes {
    /// The sizes for the inside. A window that cannot be resized has exactly one.
    pub(super) fn limits(&self) -> Limits {
        let natural = pixels(self.size);
        let least = if self.resizable { self.min_size.map_or((1, 1), pixels) } else { natural };
        Limits { least, natural }
    }

    pub(super) fn functions(&self) -> Functions {
        Functions {
            resize: self.resizable,
            maximize: self.maximizable,
            minimize: self.minimizable,
            close: self.closable,
        }
    }
}

/// What the user may do with a window through its frame.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(not(feature = "x11"), expect(dead_code, reason = "only X11 window managers are told"))]
pub(crate) struct Functions {
    pub(crate) resize: bool,
    pub(crate) maximize: bool,
    pub(crate) minimize: bool,
    pub(crate) close: bool,
}

/// Where a window is and how large, in physical pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Geometry {
    pub(crate) inner_position: PhysicalPosition<i32>,
    pub(crate) outer_position: PhysicalPosition<i32>,
    pub(crate) inner_size: PhysicalSize<u32>,
    /// What the frame adds to the inner size.
    pub(crate) frame: PhysicalSize<u32>,
}

impl Geometry {
    pub(super) fn has_frame(&self) -> bool {
        self.frame.width > 0 || self.frame.height > 0
    }
}

/// GTK's pixels: whole, and at least one.
pub(super) fn pixels(size: LogicalSize<f64>) -> (i32, i32) {
    let whole = |length: f64| length.round().clamp(1.0, 32_767.0) as i32;
    (whole(size.width), whole(size.height))
}

/// GTK's pixels as a size, once there is one.
pub(super) fn logical(width: i32, height: i32) -> Option<LogicalSize<f64>> {
    (width > 0 && height > 0).then(|| LogicalSize::new(f64::from(width), f64::from(height)))
}

pub(super) fn contains(monitor: &Monitor, place: PhysicalPosition<i32>) -> bool {
    let within = |place: i32, start: i32, length: u32| place >= start && place - start < length as i32;
    within(place.x, monitor.position.x, monitor.size.width)
        && within(place.y, monitor.position.y, monitor.size.height)
}

impl Window {
    /// Tells all threads how the window is now.
    pub(crate) fn publish(&self) {
        if !self.closed.get() {
            self.shared.windows.put(self.id, self.read_state());
        }
    }

    /// Physical pixels per GTK pixel. GTK 4.8 knows whole numbers only.
    pub(super) fn scale(&self) -> f64 {
        f64::from(self.surface().map_or_else(|| self.native.scale_factor(), |surface| surface.scale_factor()))
    }

    pub(super) fn inner_size(&self) -> PhysicalSize<u32> {
        let (mut width, mut height) = (self.content.width(), self.content.height());
        if width == 0 || height == 0 {
            (width, height) = pixels(self.wishes.borrow().size);
        }
        LogicalSize::new(width, height).to_physical(self.scale())
    }

    /// The inner size that the window will have on the screen, in GTK's pixels.
    pub(crate) fn expected_size(&self) -> (i32, i32) {
        let monitors = self.shared.monitors.list();
        let of = |size: PhysicalSize<u32>, monitor: &Monitor| pixels(size.to_logical(monitor.scale_factor));
        match monitors.first() {
            Some(monitor) if self.native.is_fullscreen() => of(monitor.size, monitor),
            Some(monitor) if self.native.is_maximized() => of(monitor.work_area_size, monitor),
            _ => pixels(self.wishes.borrow().size),
        }
    }

    pub(super) fn outer_size(&self) -> PhysicalSize<u32> {
        let inner = self.inner_size();
        match self.geometry.get() {
            Some(Geometry { frame, .. }) => {
                PhysicalSize::new(inner.width + frame.width, inner.height + frame.height)
            }
            None => inner,
        }
    }

    fn read_state(&self) -> WindowState {
        let native = &self.native;
        let toplevel = self.surface().and_downcast::<gdk::Toplevel>();
        let native_state = toplevel.map_or(gdk::ToplevelState::empty(), |toplevel| toplevel.state());
        let wishes = self.wishes.borrow();
        let geometry = self.geometry.get().filter(|_| native.is_mapped());
        WindowState {
            title: native.title().map(Into::into).unwrap_or_default(),
            scale_factor: self.scale(),
            inner_size: self.inner_size(),
            outer_size: self.outer_size(),
            inner_position: geometry.map(|geometry| geometry.inner_position),
            outer_position: geometry.map(|geometry| geometry.outer_position),
            visible: wishes.visible,
            focused: native.is_active(),
            enabled: wishes.enabled,
            maximized: native.is_maximized(),
            minimized: native_state.contains(gdk::ToplevelState::MINIMIZED),
            fullscreen: native.is_fullscreen(),
            resizable: wishes.resizable,
            maximizable: wishes.maximizable,
            minimizable: wishes.minimizable,
            closable: wishes.closable,
            decorated: native.is_decorated(),
            always_on_top: wishes.always_on_top,
            theme: self.theme(),
        }
    }
}

#[cfg(test)]
mod tests {
    use dormer_runtime::WindowId;

    use super::*;

    #[test]
    fn a_fixed_window_has_one_size_and_another_has_a_least_one() {
        let mut spec = WindowSpec::new(WindowId(1), "");
        spec.size = LogicalSize::new(640.4, 480.6);
        spec.min_size = Some(LogicalSize::new(320.0, 0.0));
        let limits = Wishes::from(&spec).limits();
        assert_eq!((limits.least, limits.natural), ((320, 1), (640, 481)));
        spec.resizable = false;
        let limits = Wishes::from(&spec).limits();
        assert_eq!((limits.least, limits.natural), ((640, 481), (640, 481)));
    }

    #[test]
    fn sizes_that_no_screen_has_are_cut() {
        assert_eq!(pixels(LogicalSize::new(-4.0, f64::INFINITY)), (1, 32_767));
        assert_eq!(pixels(LogicalSize::new(f64::NAN, 2.0)).1, 2);
    }

    #[test]
    fn a_place_belongs_to_the_monitor_it_is_on() {
        let monitor = Monitor {
            name: None,
            size: PhysicalSize::new(100, 100),
            position: PhysicalPosition::new(-100, 0),
            work_area_position: PhysicalPosition::new(-100, 0),
            work_area_size: PhysicalSize::new(100, 100),
            scale_factor: 1.0,
        };
        assert!(contains(&monitor, PhysicalPosition::new(-100, 99)));
        assert!(!contains(&monitor, PhysicalPosition::new(0, 0)));
    }
}
