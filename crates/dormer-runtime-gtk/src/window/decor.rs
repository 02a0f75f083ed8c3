//! How windows look: the theme of the program, the ground of a window, and the title bar that GTK draws on Wayland.
//!
//! Not here: what the page draws.

use std::cell::RefCell;
use std::sync::Arc;

use dormer_runtime::{Color, Theme, WindowId};
use gtk4::prelude::*;
use gtk4::{CssProvider, HeaderBar, Settings};

use crate::handle::Shared;
use crate::ui::Ui;
use crate::window::{DesktopLink, System};

/// What all windows have in common.
pub(crate) struct Decor {
    settings: Option<Settings>,
    system: System,
    /// The way to the window manager, on X11.
    pub(crate) desktop: DesktopLink,
}

impl Decor {
    pub(crate) fn new(shared: &Arc<Shared>) -> Self {
        Self {
            settings: Settings::default(),
            system: shared.system,
            desktop: DesktopLink::connect(shared.system),
        }
    }

    /// Tells every window when the theme changes.
    pub(crate) fn follow_theme(&self) {
        let Some(settings) = &self.settings else { return };
        let tell = |_: &Settings| {
            for window in Ui::current().map(|ui| ui.windows()).unwrap_or_default() {
                window.theme_changed();
            }
        };
        settings.connect_gtk_application_prefer_dark_theme_notify(tell);
        settings.connect_gtk_theme_name_notify(tell);
    }

    /// The theme in force.
    pub(crate) fn theme(&self) -> Theme {
        let Some(settings) = &self.settings else { return Theme::Light };
        let by_name = settings.gtk_theme_name().is_some_and(|name| light_name(&name).is_some());
        if settings.is_gtk_application_prefer_dark_theme() || by_name { Theme::Dark } else { Theme::Light }
    }

    /// Sets the theme of the whole program: GTK and the engine know no other.
    pub(crate) fn set_theme(&self, theme: Option<Theme>) {
        let Some(settings) = &self.settings else { return };
        settings.reset_property("gtk-theme-name");
        match theme {
            None => settings.reset_property("gtk-application-prefer-dark-theme"),
            Some(Theme::Dark) => settings.set_gtk_application_prefer_dark_theme(true),
            Some(Theme::Light) => {
                settings.set_gtk_application_prefer_dark_theme(false);
                let name = settings.gtk_theme_name();
                if let Some(light) = name.as_deref().and_then(light_name) {
                    settings.set_gtk_theme_name(Some(light));
                }
            }
        }
    }

    /// The title bar for a window: on Wayland GTK draws it in any case, and this one can leave buttons out.
    pub(crate) fn title_bar(&self) -> Option<HeaderBar> {
        (self.system == System::Wayland).then(|| {
            let bar = HeaderBar::new();
            bar.add_css_class("default-decoration");
            bar
        })
    }

    /// Shows only the buttons of things that the user can do.
    pub(crate) fn set_buttons(&self, bar: &HeaderBar, maximize: bool, minimize: bool) {
        let layout = self.settings.as_ref().and_then(Settings::gtk_decoration_layout);
        let layout = layout.as_deref().unwrap_or("menu:minimize,maximize,close");
        bar.set_decoration_layout(Some(&without_buttons(layout, maximize, minimize)));
    }
}

/// The name of the light theme that a dark theme goes with.
fn light_name(name: &str) -> Option<&str> {
    name.strip_suffix("-dark").or_else(|| name.strip_suffix("-Dark"))
}

fn without_buttons(layout: &str, maximize: bool, minimize: bool) -> String {
    let keep = |button: &&str| match *button {
        "maximize" => maximize,
        "minimize" => minimize,
        _ => true,
    };
    let side = |side: &str| side.split(',').filter(keep).collect::<Vec<_>>().join(",");
    layout.split(':').map(side).collect::<Vec<_>>().join(":")
}

/// The ground of one window, as a style of its own.
pub(crate) struct Ground {
    class: String,
    provider: RefCell<Option<CssProvider>>,
    transparent: bool,
}

impl Ground {
    pub(crate) fn new(window: WindowId, transparent: bool) -> Self {
        Self { class: format!("dormer-window-{}", window.0), provider: RefCell::default(), transparent }
    }

    /// Paints the window's ground; `None` is the theme's, or nothing for a transparent window.
    pub(crate) fn paint(&self, window: &gtk4::Window, color: Option<Color>) {
        self.remove(window);
        let Some(rule) = rule(color, self.transparent) else { return };
        let provider = CssProvider::new();
        provider.load_from_data(&format!("window.{} {{ {rule} }}", self.class));
        window.add_css_class(&self.class);
        gtk4::style_context_add_provider_for_display(
            &WidgetExt::display(window),
            &provider,
            gtk4::STYLE_PROVIDER_PRIORITY_APPLICATION,
        );
        self.provider.replace(Some(provider));
    }

    pub(crate) fn remove(&self, window: &gtk4::Window) {
        if let Some(provider) = self.provider.take() {
            gtk4::style_context_remove_provider_for_display(&WidgetExt::display(window), &provider);
        }
    }
}

fn rule(color: Option<Color>, transparent: bool) -> Option<String> {
    match color {
        Some(Color(red, green, blue, alpha)) => {
            let alpha = if transparent { f32::from(alpha) / 255.0 } else { 1.0 };
            Some(format!("background: rgba({red}, {green}, {blue}, {alpha});"))
        }
        None if transparent => Some("background: none;".to_owned()),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buttons_are_taken_out_of_the_desktops_own_layout() {
        assert_eq!(without_buttons("menu:minimize,maximize,close", false, true), "menu:minimize,close");
        assert_eq!(without_buttons("close,minimize,maximize:", false, false), "close:");
    }

    #[test]
    fn only_a_transparent_window_has_a_ground_that_shines_through() {
        assert_eq!(rule(Some(Color(1, 2, 3, 0)), false).as_deref(), Some("background: rgba(1, 2, 3, 1);"));
        assert_eq!(rule(Some(Color(1, 2, 3, 0)), true).as_deref(), Some("background: rgba(1, 2, 3, 0);"));
        assert_eq!(rule(None, true).as_deref(), Some("background: none;"));
        assert_eq!(rule(None, false), None);
    }

    #[test]
    fn a_dark_theme_is_known_by_its_name() {
        assert_eq!(light_name("Adwaita-dark"), Some("Adwaita"));
        assert_eq!(light_name("Adwaita"), None);
    }
}
