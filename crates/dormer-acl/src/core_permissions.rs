//! The table of the core's commands, and the permissions that follow from it.
//!
//! One row per group. Not here: what the commands do, nor permissions of plugins and apps.

use crate::files::{ALLOW, generated};
use crate::{DefaultPermission, Manifest, Manifests};

/// The key whose default set is the union of the default sets of all groups.
pub const CORE_KEY: &str = "core";

/// One group of the core's commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoreGroup {
    /// Name in commands: `window` for `plugin:window|title`. Its key is `core:window`.
    pub name: &'static str,
    /// What its default set allows, in words.
    pub description: &'static str,
    /// Commands of the default set.
    pub default: &'static [&'static str],
    /// Commands that have to be asked for.
    pub on_request: &'static [&'static str],
}

/// All commands of the core.
#[rustfmt::skip]
pub const CORE_GROUPS: &[CoreGroup] = &[
    CoreGroup {
        name: "path",
        description: "Joins, splits and resolves paths. No file is opened.",
        default: &[
            "resolve_directory", "resolve", "normalize", "join", "dirname", "extname", "basename", "is_absolute",
        ],
        on_request: &[],
    },
    CoreGroup {
        name: "event",
        description: "Listens for events and sends them.",
        default: &["listen", "unlisten", "emit", "emit_to"],
        on_request: &[],
    },
    CoreGroup {
        name: "window",
        description: "Reads the state of windows and monitors. Changes nothing.",
        default: &[
            "get_all_windows", "scale_factor", "inner_position", "outer_position", "inner_size", "outer_size",
            "is_fullscreen", "is_minimized", "is_maximized", "is_focused", "is_decorated", "is_resizable",
            "is_maximizable", "is_minimizable", "is_closable", "is_visible", "is_enabled", "title",
            "current_monitor", "primary_monitor", "monitor_from_point", "available_monitors", "cursor_position",
            "theme", "is_always_on_top", "activity_name", "scene_identifier", "internal_toggle_maximize",
        ],
        on_request: &[
            "create", "center", "request_user_attention", "set_enabled", "set_resizable", "set_maximizable",
            "set_minimizable", "set_closable", "set_title", "maximize", "unmaximize", "minimize", "unminimize",
            "show", "hide", "close", "destroy", "set_decorations", "set_shadow", "set_effects",
            "set_always_on_top", "set_always_on_bottom", "set_visible_on_all_workspaces",
            "set_content_protected", "set_size", "set_min_size", "set_size_constraints", "set_max_size",
            "set_position", "set_fullscreen", "set_fullscreen_on_monitor", "set_simple_fullscreen", "set_focus",
            "set_focusable", "set_skip_taskbar", "set_cursor_grab", "set_cursor_visible", "set_cursor_icon",
            "set_cursor_position", "set_ignore_cursor_events", "start_dragging", "start_resize_dragging",
            "set_progress_bar", "set_badge_count", "set_overlay_icon", "set_badge_label", "set_icon",
            "set_title_bar_style", "set_theme", "toggle_maximize", "set_background_color",
        ],
    },
    CoreGroup {
        name: "webview",
        description: "Reads the state of web views. Changes nothing but the developer tools, where these are on.",
        default: &["get_all_webviews", "webview_position", "webview_size", "internal_toggle_devtools"],
        on_request: &[
            "create_webview", "create_webview_window", "webview_close", "set_webview_size",
            "set_webview_position", "set_webview_focus", "set_webview_auto_resize", "set_webview_zoom",
            "webview_hide", "webview_show", "print", "reparent", "clear_all_browsing_data",
            "set_webview_background_color",
        ],
    },
    CoreGroup {
        name: "app",
        description: "Reads facts about the program, such as its name and version.",
        default: &[
            "version", "name", "tauri_version", "identifier", "bundle_type", "register_listener",
            "remove_listener", "supports_multiple_windows",
        ],
        on_request: &[
            "app_show", "app_hide", "exit", "fetch_data_store_identifiers", "remove_data_store",
            "default_window_icon", "set_app_theme", "set_dock_visibility",
        ],
    },
    CoreGroup {
        name: "image",
        description: "Decodes images and reads their pixels.",
        default: &["new", "from_bytes", "from_path", "rgba", "size"],
        on_request: &[],
    },
    CoreGroup {
        name: "resources",
        description: "Releases what the core holds for the page.",
        default: &["close"],
        on_request: &[],
    },
    CoreGroup {
        name: "menu",
        description: "Creates and changes menus.",
        default: &[
            "new", "append", "prepend", "insert", "remove", "remove_at", "items", "get", "popup",
            "create_default", "set_as_app_menu", "set_as_window_menu", "text", "set_text", "is_enabled",
            "set_enabled", "set_accelerator", "set_as_windows_menu_for_nsapp", "set_as_help_menu_for_nsapp",
            "is_checked", "set_checked", "set_icon",
        ],
        on_request: &[],
    },
    CoreGroup {
        name: "tray",
        description: "Creates and changes icons in the system tray.",
        default: &[
            "new", "get_by_id", "remove_by_id", "set_icon", "set_menu", "set_tooltip", "set_title",
            "set_visible", "set_temp_dir_path", "set_icon_as_template", "set_icon_with_as_template",
            "set_show_menu_on_left_click",
        ],
        on_request: &[],
    },
];

/// The manifests of all groups and of [`CORE_KEY`] itself.
pub fn core_manifests() -> Manifests {
    let mut manifests = Manifests::new();
    let mut union = Vec::new();
    for group in CORE_GROUPS {
        let mut manifest = Manifest::default();
        for command in group.default.iter().chain(group.on_request) {
            for permission in generated(command) {
                manifest.permissions.insert(permission.identifier.clone(), permission);
            }
        }
        let key = format!("{CORE_KEY}:{}", group.name);
        manifest.default = Some(default_set(
            group.description,
            group.default.iter().map(|command| format!("{ALLOW}{}", command.replace('_', "-"))),
        ));
        union.push(format!("{key}:default"));
        manifests.insert(key, manifest);
    }
    let default = default_set("The default sets of all groups of the core.", union.into_iter());
    manifests.insert(CORE_KEY.to_owned(), Manifest { default: Some(default), ..Manifest::default() });
    manifests
}

fn default_set(description: &str, permissions: impl Iterator<Item = String>) -> DefaultPermission {
    DefaultPermission {
        description: Some(description.to_owned()),
        permissions: permissions.collect(),
        ..DefaultPermission::default()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{CORE_GROUPS, CORE_KEY, core_manifests};
    use crate::Identifier;

    #[test]
    fn names_are_unique_and_well_formed() {
        let mut groups = BTreeSet::new();
        for group in CORE_GROUPS {
            assert!(groups.insert(group.name), "{} twice", group.name);
            let mut commands = BTreeSet::new();
            for command in group.default.iter().chain(group.on_request) {
                assert!(commands.insert(command), "{command} twice in {}", group.name);
                assert!(command.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{command}");
                let reference = format!("core:{}:allow-{}", group.name, command.replace('_', "-"));
                assert!(reference.parse::<Identifier>().is_ok(), "{reference}");
            }
        }
        assert_eq!(groups.len(), 9);
    }

    #[test]
    fn default_sets_hold_what_exists() {
        let manifests = core_manifests();
        assert_eq!(manifests.len(), CORE_GROUPS.len() + 1);
        for group in CORE_GROUPS {
            let manifest = &manifests[&format!("core:{}", group.name)];
            let default = &manifest.default.as_ref().unwrap().permissions;
            assert_eq!(default.len(), group.default.len());
            assert!(default.iter().all(|member| manifest.permissions.contains_key(member)));
            assert_eq!(manifest.permissions.len(), 2 * (group.default.len() + group.on_request.len()));
        }
        let union = &manifests[CORE_KEY].default.as_ref().unwrap().permissions;
        assert!(union.iter().all(|member| manifests.contains_key(member.strip_suffix(":default").unwrap())));
        let window = &manifests["core:window"].permissions;
        assert_eq!(window["allow-set-size"].commands.allow, ["set_size"]);
        assert_eq!(window["deny-set-size"].commands.deny, ["set_size"]);
    }
}
