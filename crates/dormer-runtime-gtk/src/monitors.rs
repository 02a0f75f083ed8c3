//! The monitors as a list that every thread may read. Not here: which window is on which.

use std::sync::{Arc, PoisonError, RwLock};

use dormer_runtime::Monitor;
use dormer_runtime::dpi::{PhysicalPosition, PhysicalSize};
use gtk4::gdk;
use gtk4::gio::prelude::*;
use gtk4::prelude::*;

/// The list, kept up to date by the UI thread.
#[derive(Clone, Default)]
pub(crate) struct Monitors(Arc<RwLock<Vec<Monitor>>>);

impl Monitors {
    /// A copy of the list, the primary monitor first.
    pub(crate) fn list(&self) -> Vec<Monitor> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the monitors of `display`, now and whenever they change.
    pub(crate) fn follow(&self, display: &gdk::Display) {
        self.read(display);
        let (monitors, weak) = (self.clone(), display.downgrade());
        display.monitors().connect_items_changed(move |_, _, _, _| {
            if let Some(display) = weak.upgrade() {
                monitors.read(&display);
            }
        });
    }

    fn read(&self, display: &gdk::Display) {
        let primary = primary(display);
        let mut list: Vec<(bool, Monitor)> = display
            .monitors()
            .iter::<gdk::Monitor>()
            .flatten()
            .map(|monitor| (primary.as_ref() == Some(&monitor), describe(&monitor)))
            .collect();
        list.sort_by_key(|(is_primary, _)| !is_primary);
        let list = list.into_iter().map(|(_, monitor)| monitor).collect();
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = list;
    }
}

fn describe(monitor: &gdk::Monitor) -> Monitor {
    let scale = monitor.scale_factor();
    let (position, size) = physical(&monitor.geometry(), scale);
    let (work_area_position, work_area_size) = physical(&work_area(monitor), scale);
    Monitor {
        name: monitor.connector().or_else(|| monitor.model()).map(Into::into),
        size,
        position,
        work_area_position,
        work_area_size,
        scale_factor: f64::from(scale),
    }
}

/// GDK counts in its own pixels, each `scale` device pixels wide.
fn physical(area: &gdk::Rectangle, scale: i32) -> (PhysicalPosition<i32>, PhysicalSize<u32>) {
    let length = |pixels: i32| u32::try_from(pixels * scale).unwrap_or(0);
    (
        PhysicalPosition::new(area.x() * scale, area.y() * scale),
        PhysicalSize::new(length(area.width()), length(area.height())),
    )
}

#[cfg(feature = "x11")]
fn primary(display: &gdk::Display) -> Option<gdk::Monitor> {
    let display = display.downcast_ref::<gdk4_x11::X11Display>()?;
    // The binding promises a monitor, but there is none while all are unplugged.
    (display.monitors().n_items() > 0).then(|| display.primary_monitor())
}

#[cfg(not(feature = "x11"))]
fn primary(_: &gdk::Display) -> Option<gdk::Monitor> {
    None
}

#[cfg(feature = "x11")]
fn work_area(monitor: &gdk::Monitor) -> gdk::Rectangle {
    monitor
        .downcast_ref::<gdk4_x11::X11Monitor>()
        .map_or_else(|| monitor.geometry(), |monitor| monitor.workarea())
}

#[cfg(not(feature = "x11"))]
fn work_area(monitor: &gdk::Monitor) -> gdk::Rectangle {
    monitor.geometry()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_counted_in_device_pixels() {
        let area = gdk::Rectangle::new(100, -50, 640, 480);
        let (position, size) = physical(&area, 2);
        assert_eq!(position, PhysicalPosition::new(200, -100));
        assert_eq!(size, PhysicalSize::new(1280, 960));
    }
}
