//! The made-up desktop that windows lie on.

use dormer_runtime::dpi::{PhysicalPosition, PhysicalSize};
use dormer_runtime::{Monitor, Theme};

/// Monitors, theme and pointer.
pub(crate) struct Desk {
    /// The primary one first.
    pub(crate) monitors: Vec<Monitor>,
    /// The system's theme.
    pub(crate) theme: Theme,
    /// Where the pointer is; `None` where the system does not tell.
    pub(crate) cursor: Option<PhysicalPosition<f64>>,
}

impl Default for Desk {
    /// One monitor of 1920 × 1080 with a panel of 40 pixels at its upper edge, so that positions are not all zero.
    fn default() -> Self {
        let monitor = Monitor {
            name: Some("headless".into()),
            size: PhysicalSize::new(1920, 1080),
            position: PhysicalPosition::new(0, 0),
            work_area_position: PhysicalPosition::new(0, 40),
            work_area_size: PhysicalSize::new(1920, 1040),
            scale_factor: 1.0,
        };
        Self { monitors: vec![monitor], theme: Theme::Light, cursor: Some(PhysicalPosition::new(0.0, 0.0)) }
    }
}
