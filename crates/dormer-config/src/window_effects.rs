//! [`WindowEffectsConfig`]: materials that the system draws behind a window.

use serde::{Deserialize, Serialize};

use crate::Color;
use crate::skip::is_default;

/// Materials that the system draws behind a transparent window: `windowEffects`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WindowEffectsConfig {
    /// Materials in order of preference; the first one that the system knows is used.
    pub effects: Vec<WindowEffect>,
    /// macOS: whether the material follows the focus of the window.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<WindowEffectState>,
    /// macOS: radius of the corners, in logical pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub radius: Option<f64>,
    /// Windows: color laid over the material.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<Color>,
    /// macOS: the material reacts to the pointer.
    #[serde(default, skip_serializing_if = "is_default")]
    pub interactive: bool,
}

/// macOS: whether a material follows the focus of its window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum WindowEffectState {
    /// Active while the window is.
    FollowsWindowActiveState,
    /// Always active.
    Active,
    /// Never active.
    Inactive,
}

/// A material behind a window. Each is known to one system only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum WindowEffect {
    /// macOS, deprecated: follows the appearance of the view.
    AppearanceBased,
    /// macOS, deprecated: light.
    Light,
    /// macOS, deprecated: dark.
    Dark,
    /// macOS, deprecated: medium light.
    MediumLight,
    /// macOS, deprecated: very dark.
    UltraDark,
    /// macOS: title bar.
    Titlebar,
    /// macOS: selection.
    Selection,
    /// macOS: menu.
    Menu,
    /// macOS: popover.
    Popover,
    /// macOS: side bar.
    Sidebar,
    /// macOS: header view.
    HeaderView,
    /// macOS: sheet.
    Sheet,
    /// macOS: window background.
    WindowBackground,
    /// macOS: floating control panel.
    HudWindow,
    /// macOS: full-screen interface.
    #[serde(rename = "fullScreenUI")]
    FullScreenUI,
    /// macOS: tooltip.
    Tooltip,
    /// macOS: content background.
    ContentBackground,
    /// macOS: under the window.
    UnderWindowBackground,
    /// macOS: under a page.
    UnderPageBackground,
    /// macOS 26: liquid glass.
    LiquidGlassRegular,
    /// macOS 26: clear liquid glass.
    LiquidGlassClear,
    /// Windows 11: mica, following the theme.
    Mica,
    /// Windows 11: dark mica.
    MicaDark,
    /// Windows 11: light mica.
    MicaLight,
    /// Windows 11: tabbed mica, following the theme.
    Tabbed,
    /// Windows 11: dark tabbed mica.
    TabbedDark,
    /// Windows 11: light tabbed mica.
    TabbedLight,
    /// Windows: blur.
    Blur,
    /// Windows 10 and 11: acrylic.
    Acrylic,
}
