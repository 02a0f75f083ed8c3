//! The configuration's values as the backends know them. Not here: windows as a whole (`builder`).

use dormer_config::{Color, Theme};

/// A color for the backend.
pub(crate) fn color_to(color: Color) -> dormer_runtime::Color {
    dormer_runtime::Color(color.0, color.1, color.2, color.3)
}

/// A theme for the backend.
pub(crate) fn theme_to(theme: Theme) -> dormer_runtime::Theme {
    match theme {
        Theme::Dark => dormer_runtime::Theme::Dark,
        _ => dormer_runtime::Theme::Light,
    }
}

/// A theme from the backend.
pub(crate) fn theme_from(theme: dormer_runtime::Theme) -> Theme {
    match theme {
        dormer_runtime::Theme::Dark => Theme::Dark,
        dormer_runtime::Theme::Light => Theme::Light,
    }
}
