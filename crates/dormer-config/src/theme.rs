//! [`Theme`] and [`TitleBarStyle`]: enums that are read in any case.

use serde::de::{self, Deserializer};
use serde::{Deserialize, Serialize};

/// Light or dark look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Theme {
    /// Dark text on a light ground.
    Light,
    /// Light text on a dark ground.
    Dark,
}

/// macOS: how the title bar is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub enum TitleBarStyle {
    /// A usual title bar.
    #[default]
    Visible,
    /// A title bar in the color of the window.
    Transparent,
    /// A see-through title bar above the page.
    Overlay,
}

/// Picks the choice whose name equals the text in any case.
fn any_case<'de, D: Deserializer<'de>, T: Copy>(
    deserializer: D,
    choices: &'static [(&'static str, T)],
    expected: &'static str,
) -> Result<T, D::Error> {
    let text = String::deserialize(deserializer)?;
    choices
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(&text))
        .map(|(_, value)| *value)
        .ok_or_else(|| de::Error::invalid_value(de::Unexpected::Str(&text), &expected))
}

impl<'de> Deserialize<'de> for Theme {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        any_case(deserializer, &[("Light", Self::Light), ("Dark", Self::Dark)], "`Light` or `Dark`")
    }
}

impl<'de> Deserialize<'de> for TitleBarStyle {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const CHOICES: &[(&str, TitleBarStyle)] = &[
            ("Visible", TitleBarStyle::Visible),
            ("Transparent", TitleBarStyle::Transparent),
            ("Overlay", TitleBarStyle::Overlay),
        ];
        any_case(deserializer, CHOICES, "`Visible`, `Transparent` or `Overlay`")
    }
}
