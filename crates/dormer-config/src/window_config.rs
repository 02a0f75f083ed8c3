//! [`WindowConfig`]: one entry of `app.windows`.
//!
//! Every key is optional; what is absent takes the default shown at [`WindowConfig::default`].

use std::path::PathBuf;

use serde::de::Deserializer;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use crate::skip::{is_default, is_true};
use crate::unexpected::{convert, optional_url, wrong_shape};
use crate::{Color, Theme, TitleBarStyle, WindowEffectsConfig, WindowUrl};

const DEFAULT_LABEL: &str = "main";
const DEFAULT_TITLE: &str = "Dormer App";
const DEFAULT_WIDTH: f64 = 800.0;
const DEFAULT_HEIGHT: f64 = 600.0;

/// A window: one entry of `app.windows`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct WindowConfig {
    /// Name of the window, unique in the app: letters, digits and `-`, `/`, `:`, `_`.
    #[serde(skip_serializing_if = "is_default_label")]
    pub label: String,
    /// Opens the window at start; `false` keeps the settings for a later window.
    #[serde(skip_serializing_if = "is_true")]
    pub create: bool,
    /// What the window shows first.
    #[serde(skip_serializing_if = "is_default")]
    pub url: WindowUrl,
    /// Text by which the web view names itself to servers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// Reports dropped files to the app. On Windows, `false` gives the page its own drag and drop.
    #[serde(skip_serializing_if = "is_true")]
    pub drag_drop_enabled: bool,
    /// Opens the window in the middle of the screen.
    #[serde(skip_serializing_if = "is_default")]
    pub center: bool,
    /// Left edge, in logical pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub x: Option<f64>,
    /// Top edge, in logical pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub y: Option<f64>,
    /// Width of the page area, in logical pixels.
    #[serde(skip_serializing_if = "is_default_width")]
    pub width: f64,
    /// Height of the page area, in logical pixels.
    #[serde(skip_serializing_if = "is_default_height")]
    pub height: f64,
    /// Least width, in logical pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_width: Option<f64>,
    /// Least height, in logical pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_height: Option<f64>,
    /// Greatest width, in logical pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_width: Option<f64>,
    /// Greatest height, in logical pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_height: Option<f64>,
    /// Keeps the window inside the work area when it opens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prevent_overflow: Option<PreventOverflowConfig>,
    /// Lets people resize the window.
    #[serde(skip_serializing_if = "is_true")]
    pub resizable: bool,
    /// Shows a working maximize button.
    #[serde(skip_serializing_if = "is_true")]
    pub maximizable: bool,
    /// Shows a working minimize button.
    #[serde(skip_serializing_if = "is_true")]
    pub minimizable: bool,
    /// Shows a working close button.
    #[serde(skip_serializing_if = "is_true")]
    pub closable: bool,
    /// Title of the window.
    #[serde(skip_serializing_if = "is_default_title")]
    pub title: String,
    /// Opens in full screen.
    #[serde(skip_serializing_if = "is_default")]
    pub fullscreen: bool,
    /// Takes the focus when it opens.
    #[serde(skip_serializing_if = "is_true")]
    pub focus: bool,
    /// Can have the focus at all.
    #[serde(skip_serializing_if = "is_true")]
    pub focusable: bool,
    /// Lets what is behind show through where the page does not paint.
    #[serde(skip_serializing_if = "is_default")]
    pub transparent: bool,
    /// Opens maximized.
    #[serde(skip_serializing_if = "is_default")]
    pub maximized: bool,
    /// Shows the window when it opens.
    #[serde(skip_serializing_if = "is_true")]
    pub visible: bool,
    /// Draws title bar and borders.
    #[serde(skip_serializing_if = "is_true")]
    pub decorations: bool,
    /// Stays below other windows.
    #[serde(skip_serializing_if = "is_default")]
    pub always_on_bottom: bool,
    /// Stays above other windows.
    #[serde(skip_serializing_if = "is_default")]
    pub always_on_top: bool,
    /// Shows on every workspace.
    #[serde(skip_serializing_if = "is_default")]
    pub visible_on_all_workspaces: bool,
    /// Keeps other programs from capturing the window.
    #[serde(skip_serializing_if = "is_default")]
    pub content_protected: bool,
    /// Leaves the window out of the task bar.
    #[serde(skip_serializing_if = "is_default")]
    pub skip_taskbar: bool,
    /// Windows: name of the window class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window_classname: Option<String>,
    /// Windows: avoids a flash when a transparent window opens.
    #[serde(skip_serializing_if = "is_default")]
    pub no_redirection_bitmap: bool,
    /// Forced theme; `None` follows the system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<Theme>,
    /// macOS: how the title bar is drawn.
    #[serde(skip_serializing_if = "is_default")]
    pub title_bar_style: TitleBarStyle,
    /// macOS: place of the window buttons; needs [`TitleBarStyle::Overlay`] and decorations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub traffic_light_position: Option<LogicalPosition>,
    /// macOS: hides the title.
    #[serde(skip_serializing_if = "is_default")]
    pub hidden_title: bool,
    /// macOS: the click that focuses the window also reaches the page.
    #[serde(skip_serializing_if = "is_default")]
    pub accept_first_mouse: bool,
    /// macOS: windows with the same text become tabs of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tabbing_identifier: Option<String>,
    /// Windows: flags for the web view, in place of the built-in ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additional_browser_args: Option<String>,
    /// Draws a shadow.
    #[serde(skip_serializing_if = "is_true")]
    pub shadow: bool,
    /// Materials drawn behind a transparent window.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window_effects: Option<WindowEffectsConfig>,
    /// Keeps nothing of this session on disk.
    #[serde(skip_serializing_if = "is_default")]
    pub incognito: bool,
    /// Label of the window that this one belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Proxy of the web view: `http://…` or `socks5://…`.
    #[serde(deserialize_with = "optional_url", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub proxy_url: Option<Url>,
    /// Lets keys zoom the page.
    #[serde(skip_serializing_if = "is_default")]
    pub zoom_hotkeys_enabled: bool,
    /// Windows: loads extensions of the browser.
    #[serde(skip_serializing_if = "is_default")]
    pub browser_extensions_enabled: bool,
    /// Windows, Android: serves custom schemes at `https` instead of `http`. A change moves the page's storage.
    #[serde(skip_serializing_if = "is_default")]
    pub use_https_scheme: bool,
    /// Inspector of the web view; `None` means on in debug builds only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub devtools: Option<bool>,
    /// Color behind the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background_color: Option<Color>,
    /// What happens to timers of a hidden page; `None` leaves it to the system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background_throttling: Option<BackgroundThrottlingPolicy>,
    /// Runs no scripts of the page.
    #[serde(skip_serializing_if = "is_default")]
    pub javascript_disabled: bool,
    /// macOS, iOS: shows a preview on a long press of a link.
    #[serde(skip_serializing_if = "is_true")]
    pub allow_link_preview: bool,
    /// iOS: hides the bar above the keyboard.
    #[serde(skip_serializing_if = "is_default")]
    pub disable_input_accessory_view: bool,
    /// Windows, Linux: folder of the web view's data, relative to the app's local data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_directory: Option<PathBuf>,
    /// macOS 14, iOS 17: identifier of the web view's data, in place of `data_directory`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_store_identifier: Option<[u8; 16]>,
    /// Windows: how scroll bars are drawn.
    #[serde(skip_serializing_if = "is_default")]
    pub scroll_bar_style: ScrollBarStyle,
    /// iOS 14: keeps the page on the domains that the app declares.
    #[serde(skip_serializing_if = "is_default")]
    pub limit_navigations_to_app_bound_domains: bool,
    /// Android: name of the activity class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity_name: Option<String>,
    /// Android: name of the activity that opens this window.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_by_activity_name: Option<String>,
    /// iOS: scene that opens this window.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_by_scene_identifier: Option<String>,
    /// Windows: fills forms from what was typed before.
    #[serde(skip_serializing_if = "is_true")]
    pub general_autofill_enabled: bool,
}

impl Default for WindowConfig {
    fn default() -> Self {
        Self {
            label: DEFAULT_LABEL.to_owned(),
            create: true,
            url: WindowUrl::default(),
            user_agent: None,
            drag_drop_enabled: true,
            center: false,
            x: None,
            y: None,
            width: DEFAULT_WIDTH,
            height: DEFAULT_HEIGHT,
            min_width: None,
            min_height: None,
            max_width: None,
            max_height: None,
            prevent_overflow: None,
            resizable: true,
            maximizable: true,
            minimizable: true,
            closable: true,
            title: DEFAULT_TITLE.to_owned(),
            fullscreen: false,
            focus: true,
            focusable: true,
            transparent: false,
            maximized: false,
            visible: true,
            decorations: true,
            always_on_bottom: false,
            always_on_top: false,
            visible_on_all_workspaces: false,
            content_protected: false,
            skip_taskbar: false,
            window_classname: None,
            no_redirection_bitmap: false,
            theme: None,
            title_bar_style: TitleBarStyle::default(),
            traffic_light_position: None,
            hidden_title: false,
            accept_first_mouse: false,
            tabbing_identifier: None,
            additional_browser_args: None,
            shadow: true,
            window_effects: None,
            incognito: false,
            parent: None,
            proxy_url: None,
            zoom_hotkeys_enabled: false,
            browser_extensions_enabled: false,
            use_https_scheme: false,
            devtools: None,
            background_color: None,
            background_throttling: None,
            javascript_disabled: false,
            allow_link_preview: true,
            disable_input_accessory_view: false,
            data_directory: None,
            data_store_identifier: None,
            scroll_bar_style: ScrollBarStyle::default(),
            limit_navigations_to_app_bound_domains: false,
            activity_name: None,
            created_by_activity_name: None,
            requested_by_scene_identifier: None,
            general_autofill_enabled: true,
        }
    }
}

fn is_default_label(label: &str) -> bool {
    label == DEFAULT_LABEL
}

fn is_default_title(title: &str) -> bool {
    title == DEFAULT_TITLE
}

fn is_default_width(width: &f64) -> bool {
    *width == DEFAULT_WIDTH
}

fn is_default_height(height: &f64) -> bool {
    *height == DEFAULT_HEIGHT
}

/// A place, in logical pixels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LogicalPosition {
    /// Distance from the left.
    pub x: f64,
    /// Distance from the top.
    pub y: f64,
}

/// Whether a window is kept inside the work area when it opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum PreventOverflowConfig {
    /// Yes or no, without a margin.
    Enable(bool),
    /// Yes, and this far from its edges.
    Margin(PreventOverflowMargin),
}

/// Distance from the edges of the work area, in physical pixels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PreventOverflowMargin {
    /// Left and right together.
    pub width: u32,
    /// Top and bottom together.
    pub height: u32,
}

impl<'de> Deserialize<'de> for PreventOverflowConfig {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Bool(enable) => Ok(Self::Enable(enable)),
            object @ Value::Object(_) => convert(object).map(Self::Margin),
            other => Err(wrong_shape(&other, "`true`, `false` or an object with `width` and `height`")),
        }
    }
}

/// What happens to timers and tasks of a page that cannot be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum BackgroundThrottlingPolicy {
    /// They run as usual.
    Disabled,
    /// They stop.
    Suspend,
    /// They slow down.
    Throttle,
}

/// Windows: how scroll bars are drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum ScrollBarStyle {
    /// As the web view does.
    #[default]
    Default,
    /// Thin ones above the page.
    FluentOverlay,
}
