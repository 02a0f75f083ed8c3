//! The table of all keys that a configuration file may hold, with their other spellings.
//!
//! It drives the renaming of aliases, the refusal of unknown keys and the hints for misspelled ones.
//! The types beside this module say what the values are; a test holds both to the same names.

/// What a key holds, as far as names of keys go.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    /// Anything; keys inside are left alone.
    Any,
    /// If an object, one with only these keys.
    Object(&'static [Key]),
    /// If an object, one with these keys and others.
    Open(&'static [Key]),
    /// If a list, its objects have only these keys.
    List(&'static [Key]),
}

/// One key.
pub(super) struct Key {
    /// The spelling that everything after this module sees.
    pub(super) name: &'static str,
    /// Spellings besides `name` and its kebab-case form.
    aliases: &'static [&'static str],
    /// What it holds.
    pub(super) shape: Shape,
    /// Why it should no longer be used.
    pub(super) deprecated: Option<&'static str>,
}

impl Key {
    const fn of(mut self, shape: Shape) -> Self {
        self.shape = shape;
        self
    }

    const fn or(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    const fn deprecated(mut self, reason: &'static str) -> Self {
        self.deprecated = Some(reason);
        self
    }

    /// Whether a file may write this key so.
    pub(super) fn is_written(&self, spelling: &str) -> bool {
        self.name == spelling || self.aliases.contains(&spelling) || kebab(self.name) == spelling
    }
}

const fn key(name: &'static str) -> Key {
    Key { name, aliases: &[], shape: Shape::Any, deprecated: None }
}

/// `devUrl` as `dev-url`; a run of capitals is one word.
fn kebab(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut kebab = String::with_capacity(name.len() + 4);
    for (index, letter) in chars.iter().enumerate() {
        let after_lower = index > 0 && !chars[index - 1].is_ascii_uppercase();
        let before_lower = chars.get(index + 1).is_some_and(char::is_ascii_lowercase);
        if index > 0 && letter.is_ascii_uppercase() && (after_lower || before_lower) {
            kebab.push('-');
        }
        kebab.push(letter.to_ascii_lowercase());
    }
    kebab
}

/// The whole file.
pub(super) const ROOT: &[Key] = &[
    key("$schema"),
    key("productName"),
    key("mainBinaryName"),
    key("version"),
    key("identifier"),
    key("app").of(Shape::Object(APP)),
    key("build").of(Shape::Object(BUILD)),
    key("bundle").of(Shape::Object(BUNDLE)),
    key("plugins"),
];

pub(super) const APP: &[Key] = &[
    key("windows").of(Shape::List(WINDOW)),
    key("security").of(Shape::Object(SECURITY)),
    key("trayIcon").of(Shape::Object(TRAY_ICON)),
    key("macOSPrivateApi").or(&["macos-private-api"]).deprecated("it has no effect"),
    key("withGlobalTauri"),
    key("enableGTKAppId"),
    key("appDirectoriesOverride").of(Shape::Object(APP_DIRECTORIES)),
    key("scheme"),
];

pub(super) const APP_DIRECTORIES: &[Key] =
    &[key("config"), key("data"), key("localData").or(&["local_data"]), key("cache"), key("log")];

#[rustfmt::skip]
pub(super) const WINDOW: &[Key] = &[
    key("label"), key("create"), key("url"), key("userAgent"), key("dragDropEnabled"), key("center"),
    key("x"), key("y"), key("width"), key("height"), key("minWidth"), key("minHeight"), key("maxWidth"),
    key("maxHeight"), key("preventOverflow"), key("resizable"), key("maximizable"), key("minimizable"),
    key("closable"), key("title"), key("fullscreen"), key("focus"), key("focusable"), key("transparent"),
    key("maximized"), key("visible"), key("decorations"), key("alwaysOnBottom"), key("alwaysOnTop"),
    key("visibleOnAllWorkspaces"), key("contentProtected"), key("skipTaskbar"), key("windowClassname"),
    key("noRedirectionBitmap"), key("theme"), key("titleBarStyle"), key("trafficLightPosition"),
    key("hiddenTitle"), key("acceptFirstMouse"), key("tabbingIdentifier"), key("additionalBrowserArgs"),
    key("shadow"), key("windowEffects").of(Shape::Object(WINDOW_EFFECTS)), key("incognito"), key("parent"),
    key("proxyUrl"), key("zoomHotkeysEnabled"), key("browserExtensionsEnabled"), key("useHttpsScheme"),
    key("devtools"), key("backgroundColor"), key("backgroundThrottling"), key("javascriptDisabled"),
    key("allowLinkPreview"), key("disableInputAccessoryView").or(&["disable_input_accessory_view"]),
    key("dataDirectory"), key("dataStoreIdentifier"), key("scrollBarStyle"),
    key("limitNavigationsToAppBoundDomains"), key("activityName"), key("createdByActivityName"),
    key("requestedBySceneIdentifier"), key("generalAutofillEnabled"),
];

pub(super) const WINDOW_EFFECTS: &[Key] =
    &[key("effects"), key("state"), key("radius"), key("color"), key("interactive")];

pub(super) const SECURITY: &[Key] = &[
    key("csp"),
    key("devCsp"),
    key("freezePrototype"),
    key("dangerousDisableAssetCspModification"),
    key("assetProtocol").of(Shape::Object(ASSET_PROTOCOL)),
    key("pattern"),
    key("capabilities"),
    key("headers"),
    key("permissionRequests"),
    key("sandbox"),
    key("strict"),
];

pub(super) const ASSET_PROTOCOL: &[Key] = &[key("scope").of(Shape::Open(SCOPE)), key("enable")];

pub(super) const SCOPE: &[Key] = &[key("allow"), key("deny"), key("requireLiteralLeadingDot")];

pub(super) const TRAY_ICON: &[Key] = &[
    key("id"),
    key("iconPath"),
    key("iconAsTemplate"),
    key("menuOnLeftClick").deprecated("it has no effect; use `showMenuOnLeftClick`"),
    key("showMenuOnLeftClick"),
    key("title"),
    key("tooltip"),
];

pub(super) const BUILD: &[Key] = &[
    key("runner"),
    key("devUrl"),
    key("frontendDist"),
    key("beforeDevCommand"),
    key("beforeBuildCommand"),
    key("beforeBundleCommand"),
    key("features"),
    key("removeUnusedCommands"),
    key("additionalWatchFolders").or(&["additional-watch-directories"]),
    key("windows").of(Shape::Object(BUILD_WINDOWS)),
];

pub(super) const BUILD_WINDOWS: &[Key] = &[key("staticVCRuntime").or(&["staticVcRuntime"])];

#[rustfmt::skip]
pub(super) const BUNDLE: &[Key] = &[
    key("active"), key("targets"), key("createUpdaterArtifacts"), key("publisher"), key("homepage"),
    key("icon"), key("resources"), key("copyright"), key("license"), key("licenseFile"), key("category"),
    key("fileAssociations").of(Shape::List(FILE_ASSOCIATION)), key("shortDescription"),
    key("longDescription"), key("useLocalToolsDir"), key("externalBin"),
    key("windows").of(Shape::Object(BUNDLE_WINDOWS)), key("linux").of(Shape::Object(LINUX)),
    key("macOS").or(&["macos"]).of(Shape::Object(MACOS)), key("iOS").or(&["ios"]).of(Shape::Object(IOS)),
    key("android").of(Shape::Object(ANDROID)),
];

const FILE_ASSOCIATION: &[Key] = &[
    key("ext"),
    key("contentTypes"),
    key("name"),
    key("description"),
    key("role"),
    key("mimeType"),
    key("rank"),
    key("exportedType").of(Shape::Object(&[key("identifier"), key("conformsTo")])),
    key("androidIntentActionFilters"),
];

const BUNDLE_WINDOWS: &[Key] = &[
    key("digestAlgorithm"),
    key("certificateThumbprint"),
    key("timestampUrl"),
    key("tsp"),
    key("webviewInstallMode"),
    key("allowDowngrades"),
    key("minimumWebview2Version"),
    key("signCommand"),
    key("bundleVCRuntime").or(&["bundleVcRuntime"]),
    key("wix").of(Shape::Object(WIX)),
    key("nsis").of(Shape::Object(NSIS)),
];

#[rustfmt::skip]
const WIX: &[Key] = &[
    key("version"), key("upgradeCode"), key("language"), key("template"), key("fragmentPaths"),
    key("componentGroupRefs"), key("componentRefs"), key("featureGroupRefs"), key("featureRefs"),
    key("mergeRefs"), key("enableElevatedUpdateTask"), key("bannerPath"), key("dialogImagePath"),
    key("fipsCompliant"),
];

#[rustfmt::skip]
const NSIS: &[Key] = &[
    key("template"), key("headerImage"), key("sidebarImage"),
    key("installerIcon").or(&["install-icon"]), key("uninstallerIcon"), key("uninstallerHeaderImage"),
    key("installerHooks"), key("installMode"), key("languages"), key("customLanguageFiles"),
    key("displayLanguageSelector"), key("compression"), key("startMenuFolder"),
    key("minimumWebview2Version").deprecated("use `bundle.windows.minimumWebview2Version`"),
];

const LINUX: &[Key] = &[
    key("appimage").of(Shape::Object(&[key("bundleMediaFramework"), key("files")])),
    key("deb").of(Shape::Object(DEB)),
    key("rpm").of(Shape::Object(RPM)),
];

#[rustfmt::skip]
const DEB: &[Key] = &[
    key("depends"), key("recommends"), key("provides"), key("conflicts"), key("replaces"), key("files"),
    key("section"), key("priority"), key("changelog"), key("desktopTemplate"), key("preInstallScript"),
    key("postInstallScript"), key("preRemoveScript"), key("postRemoveScript"),
];

#[rustfmt::skip]
const RPM: &[Key] = &[
    key("depends"), key("recommends"), key("provides"), key("conflicts"), key("obsoletes"), key("release"),
    key("epoch"), key("files"), key("desktopTemplate"), key("preInstallScript"), key("postInstallScript"),
    key("preRemoveScript"), key("postRemoveScript"), key("compression"),
];

#[rustfmt::skip]
const MACOS: &[Key] = &[
    key("frameworks"), key("files"), key("bundleVersion"), key("bundleName"), key("minimumSystemVersion"),
    key("exceptionDomain"), key("signingIdentity"), key("hardenedRuntime"), key("providerShortName"),
    key("entitlements"), key("infoPlist"), key("dmg").of(Shape::Object(DMG)),
];

const DMG: &[Key] = &[
    key("background"),
    key("windowPosition"),
    key("windowSize"),
    key("appPosition"),
    key("applicationFolderPosition"),
];

const IOS: &[Key] = &[
    key("template"),
    key("frameworks"),
    key("developmentTeam"),
    key("bundleVersion"),
    key("minimumSystemVersion"),
    key("infoPlist"),
];

const ANDROID: &[Key] = &[
    key("minSdkVersion"),
    key("versionCode"),
    key("autoIncrementVersionCode"),
    key("debugApplicationIdSuffix"),
];

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;
    use serde_json::json;

    use super::{APP, APP_DIRECTORIES, ASSET_PROTOCOL, BUILD, BUILD_WINDOWS, BUNDLE, Key, ROOT, SECURITY};
    use super::{TRAY_ICON, WINDOW, WINDOW_EFFECTS, kebab};
    use crate::{
        AppConfig, AppDirectories, AssetProtocolConfig, BuildConfig, BundleConfig, Config, SecurityConfig,
        TrayIconConfig, WindowConfig, WindowEffectsConfig, WindowsBuildConfig,
    };

    /// Holds the table to the keys that the type itself lists when it refuses an unknown one.
    #[track_caller]
    fn check<T: DeserializeOwned>(table: &[Key]) {
        let refusal = serde_json::from_value::<T>(json!({ "?": 0 })).err().map(|error| error.to_string());
        let refusal = refusal.expect("unknown keys are refused");
        let (_, expected) = refusal.split_once("expected ").expect("known keys are listed");
        let spellings: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
        let is_alias =
            |text: &&&str| text.contains(['-', '_']) || ["macos", "ios", "staticVcRuntime"].contains(*text);
        let mut names: Vec<&str> = spellings.iter().filter(|text| !is_alias(text)).copied().collect();
        names.sort_unstable();
        let mut listed: Vec<&str> = table.iter().map(|key| key.name).collect();
        listed.sort_unstable();
        assert_eq!(listed, names);
        for spelling in spellings {
            let keys = table.iter().filter(|key| key.is_written(spelling)).count();
            assert_eq!(keys, 1, "`{spelling}` belongs to {keys} keys");
        }
    }

    #[test]
    fn the_table_agrees_with_the_types() {
        check::<Config>(ROOT);
        check::<AppConfig>(APP);
        check::<AppDirectories>(APP_DIRECTORIES);
        check::<WindowConfig>(WINDOW);
        check::<WindowEffectsConfig>(WINDOW_EFFECTS);
        check::<SecurityConfig>(SECURITY);
        check::<AssetProtocolConfig>(ASSET_PROTOCOL);
        check::<TrayIconConfig>(TRAY_ICON);
        check::<BuildConfig>(BUILD);
        check::<WindowsBuildConfig>(BUILD_WINDOWS);
        check::<BundleConfig>(BUNDLE);
    }

    #[test]
    fn runs_of_capitals_are_one_word() {
        for (name, expected) in [
            ("devUrl", "dev-url"),
            ("enableGTKAppId", "enable-gtk-app-id"),
            ("staticVCRuntime", "static-vc-runtime"),
            ("minimumWebview2Version", "minimum-webview2-version"),
            ("x", "x"),
        ] {
            assert_eq!(kebab(name), expected);
        }
    }
}
