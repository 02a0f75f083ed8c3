//! A monitor.

use dpi::{PhysicalPosition, PhysicalSize};

/// A monitor of the desktop, in physical pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct Monitor {
    /// The system's name for it.
    pub name: Option<String>,
    /// Resolution.
    pub size: PhysicalSize<u32>,
    /// Upper left corner on the desktop.
    pub position: PhysicalPosition<i32>,
    /// Upper left corner of the part that panels leave free.
    pub work_area_position: PhysicalPosition<i32>,
    /// Size of the part that panels leave free.
    pub work_area_size: PhysicalSize<u32>,
    /// Physical pixels per logical pixel.
    pub scale_factor: f64,
}
