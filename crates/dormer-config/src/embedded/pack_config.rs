//! Which fields of the configuration lie in the embedded file, in which order.
//!
//! A field that is added to a type must be named here, or this file does not compile; the exceptions are the
//! sections that programs carry in part only (`build`, `bundle`).

use super::pack::{Pack, Unpacker};
use crate::{
    AppConfig, AppDirectories, AppDirectoriesOverride, AssetProtocolConfig, BackgroundThrottlingPolicy,
    BuildConfig, BundleConfig, Color, Config, Csp, CspDirectiveSources, DisabledCspModificationKind,
    FrontendDist, FsScope, HeaderConfig, HeaderSource, LogicalPosition, PatternKind, PermissionRequests,
    PluginConfig, PreventOverflowConfig, PreventOverflowMargin, SandboxMode, ScrollBarStyle, SecurityConfig,
    Theme, TitleBarStyle, TrayIconConfig, WindowConfig, WindowEffect, WindowEffectState, WindowEffectsConfig,
    WindowUrl,
};

/// A type with all its fields. Those after `left out` are as by default in a program, and those after
/// `build only` are not even there.
macro_rules! pack {
    (
        $type:ident { $($field:tt),* $(,)? }
        $(left out { $($default:ident),* })?
        $(build only { $($build:ident),* $(,)? })?
    ) => {
        impl Pack for $type {
            #[cfg(feature = "build")]
            fn pack(&self, out: &mut Vec<u8>) {
                let Self { $($field: _,)* $($($default: _,)*)? $($($build: _,)*)? } = self;
                $(self.$field.pack(out);)*
            }

            fn unpack(from: &mut Unpacker<'_>) -> Self {
                Self {
                    $($field: Pack::unpack(from),)*
                    $($($default: Default::default(),)*)?
                    $($(#[cfg(feature = "build")] $build: Default::default(),)*)?
                }
            }
        }
    };
}

/// One of several names.
macro_rules! pack_name {
    ($type:ident: $($name:ident),* $(,)?) => {
        impl Pack for $type {
            #[cfg(feature = "build")]
            fn pack(&self, out: &mut Vec<u8>) {
                const ALL: &[$type] = &[$($type::$name),*];
                // Makes a name that is missing here an error.
                match self { $(Self::$name => {})* }
                let place = ALL.iter().position(|one| one == self).unwrap_or_default();
                out.push(u8::try_from(place).unwrap_or(u8::MAX));
            }

            fn unpack(from: &mut Unpacker<'_>) -> Self {
                const ALL: &[$type] = &[$($type::$name),*];
                ALL[from.below(ALL.len())]
            }
        }
    };
}

/// One of several kinds of value, numbered from 0; the last stands alone.
macro_rules! pack_kind {
    ($type:ident: $($number:literal = $kind:ident),*; $last_number:literal = $last:ident) => {
        impl Pack for $type {
            #[cfg(feature = "build")]
            fn pack(&self, out: &mut Vec<u8>) {
                match self {
                    $(Self::$kind(value) => { out.push($number); value.pack(out); })*
                    Self::$last(value) => { out.push($last_number); value.pack(out); }
                }
            }

            fn unpack(from: &mut Unpacker<'_>) -> Self {
                match from.below($last_number + 1) {
                    $($number => Self::$kind(Pack::unpack(from)),)*
                    _ => Self::$last(Pack::unpack(from)),
                }
            }
        }
    };
}

pack!(Config { product_name, main_binary_name, version, identifier, app, build, bundle, plugins } left out { schema });
pack!(PluginConfig { 0 });

pack!(AppConfig {
    windows,
    security,
    tray_icon,
    macos_private_api,
    with_global_tauri,
    enable_gtk_app_id,
    app_directories_override,
    scheme,
});
pack_kind!(AppDirectoriesOverride: 0 = Root; 1 = Each);
pack!(AppDirectories { config, data, local_data, cache, log });

pack!(WindowConfig {
    label,
    create,
    url,
    user_agent,
    drag_drop_enabled,
    center,
    x,
    y,
    width,
    height,
    min_width,
    min_height,
    max_width,
    max_height,
    prevent_overflow,
    resizable,
    maximizable,
    minimizable,
    closable,
    title,
    fullscreen,
    focus,
    focusable,
    transparent,
    maximized,
    visible,
    decorations,
    always_on_bottom,
    always_on_top,
    visible_on_all_workspaces,
    content_protected,
    skip_taskbar,
    window_classname,
    no_redirection_bitmap,
    theme,
    title_bar_style,
    traffic_light_position,
    hidden_title,
    accept_first_mouse,
    tabbing_identifier,
    additional_browser_args,
    shadow,
    window_effects,
    incognito,
    parent,
    proxy_url,
    zoom_hotkeys_enabled,
    browser_extensions_enabled,
    use_https_scheme,
    devtools,
    background_color,
    background_throttling,
    javascript_disabled,
    allow_link_preview,
    disable_input_accessory_view,
    data_directory,
    data_store_identifier,
    scroll_bar_style,
    limit_navigations_to_app_bound_domains,
    activity_name,
    created_by_activity_name,
    requested_by_scene_identifier,
    general_autofill_enabled,
});
pack!(LogicalPosition { x, y });
pack_kind!(PreventOverflowConfig: 0 = Enable; 1 = Margin);
pack!(PreventOverflowMargin { width, height });
pack!(Color { 0, 1, 2, 3 });
pack_name!(Theme: Light, Dark);
pack_name!(TitleBarStyle: Visible, Transparent, Overlay);
pack_name!(BackgroundThrottlingPolicy: Disabled, Suspend, Throttle);
pack_name!(ScrollBarStyle: Default, FluentOverlay);
pack!(WindowEffectsConfig { effects, state, radius, color, interactive });
pack_name!(WindowEffectState: FollowsWindowActiveState, Active, Inactive);
pack_name!(WindowEffect:
    AppearanceBased, Light, Dark, MediumLight, UltraDark, Titlebar, Selection, Menu, Popover, Sidebar,
    HeaderView, Sheet, WindowBackground, HudWindow, FullScreenUI, Tooltip, ContentBackground,
    UnderWindowBackground, UnderPageBackground, LiquidGlassRegular, LiquidGlassClear, Mica, MicaDark,
    MicaLight, Tabbed, TabbedDark, TabbedLight, Blur, Acrylic,
);

// Capabilities are resolved at build time.
pack!(SecurityConfig {
    csp, dev_csp, freeze_prototype, dangerous_disable_asset_csp_modification, asset_protocol, pattern, headers,
    strict, shared_scopes, permission_requests, sandbox,
} left out { capabilities });
pack_kind!(Csp: 0 = Policy; 1 = DirectiveMap);
pack_kind!(CspDirectiveSources: 0 = Inline; 1 = List);
pack_kind!(DisabledCspModificationKind: 0 = Flag; 1 = List);
pack!(AssetProtocolConfig { scope, enable });
pack!(HeaderConfig { 0 });
pack_kind!(HeaderSource: 0 = Inline, 1 = List; 2 = Map);
pack!(PermissionRequests { 0 });
pack_name!(SandboxMode: Required, Preferred);
pack!(TrayIconConfig {
    id,
    icon_path,
    icon_as_template,
    menu_on_left_click,
    show_menu_on_left_click,
    title,
    tooltip,
});

pack!(BuildConfig { dev_url, frontend_dist } build only {
    runner, before_dev_command, before_build_command, before_bundle_command, features, remove_unused_commands,
    additional_watch_folders, windows,
});
pack!(BundleConfig {
    active, publisher, homepage, copyright, license, category, short_description, long_description, external_bin,
} build only {
    icon, resources, license_file, targets, create_updater_artifacts, file_associations, use_local_tools_dir,
    windows, linux, macos, ios, android,
});

/// An allowed list is a scope of which only `allow` is given.
impl Pack for FsScope {
    #[cfg(feature = "build")]
    fn pack(&self, out: &mut Vec<u8>) {
        match self {
            Self::AllowedPaths(paths) => {
                false.pack(out);
                paths.pack(out);
            }
            Self::Scope { allow, deny, require_literal_leading_dot } => {
                true.pack(out);
                allow.pack(out);
                deny.pack(out);
                require_literal_leading_dot.pack(out);
            }
        }
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        let is_object = bool::unpack(from);
        let allow = Pack::unpack(from);
        if !is_object {
            return Self::AllowedPaths(allow);
        }
        Self::Scope { allow, deny: Pack::unpack(from), require_literal_leading_dot: Pack::unpack(from) }
    }
}

impl Pack for PatternKind {
    #[cfg(feature = "build")]
    fn pack(&self, out: &mut Vec<u8>) {
        let dir = match self {
            Self::Brownfield => None,
            Self::Isolation { dir } => Some(dir.clone()),
        };
        dir.pack(out);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        Option::unpack(from).map_or(Self::Brownfield, |dir| Self::Isolation { dir })
    }
}

/// An address if it is one, and a path otherwise.
impl Pack for WindowUrl {
    #[cfg(feature = "build")]
    fn pack(&self, out: &mut Vec<u8>) {
        match self {
            Self::App(path) => {
                None::<url::Url>.pack(out);
                path.pack(out);
            }
            Self::External(url) | Self::CustomProtocol(url) => Some(url.clone()).pack(out),
        }
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        match Option::<url::Url>::unpack(from) {
            Some(url) => Self::of_url(url),
            None => Self::App(Pack::unpack(from)),
        }
    }
}

impl Pack for FrontendDist {
    #[cfg(feature = "build")]
    fn pack(&self, out: &mut Vec<u8>) {
        match self {
            Self::Url(url) => Some(url.clone()).pack(out),
            Self::Directory(path) => {
                None::<url::Url>.pack(out);
                true.pack(out);
                path.pack(out);
            }
            Self::Files(paths) => {
                None::<url::Url>.pack(out);
                false.pack(out);
                paths.pack(out);
            }
        }
    }

    fn unpack(from: &mut Unpacker<'_>) -> Self {
        match Option::<url::Url>::unpack(from) {
            Some(url) => Self::Url(url),
            None if bool::unpack(from) => Self::Directory(Pack::unpack(from)),
            None => Self::Files(Pack::unpack(from)),
        }
    }
}
