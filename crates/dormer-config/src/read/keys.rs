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
    /// If an object, it has any keys, and objects below them have only these.
    Map(&'static [Key]),
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

const APP: &[Key] = &[
    key("windows").of(Shape::List(WINDOW)),
    key("security").of(Shape::Object(SECURITY)),
    key("trayIcon").of(Shape::Object(TRAY_ICON)),
    key("macOSPrivateApi").or(&["macos-private-api"]).deprecated("it has no effect"),
    key("withGlobalTauri"),
    key("enableGTKAppId"),
    key("appDirectoriesOverride").of(Shape::Object(APP_DIRECTORIES)),
    key("scheme"),
];

const APP_DIRECTORIES: &[Key] =
    &[key("config"), key("data"), key("localData").or(&["local_data"]), key("cache"), key("log")];

#[rustfmt::skip]
const WINDOW: &[Key] = &[
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

const WINDOW_EFFECTS: &[Key] =
    &[key("effects"), key("state"), key("radius"), key("color"), key("interactive")];

const SECURITY: &[Key] = &[
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
    key("sharedScopes"),
];

const ASSET_PROTOCOL: &[Key] = &[key("scope").of(Shape::Open(SCOPE)), key("enable")];

const SCOPE: &[Key] = &[key("allow"), key("deny"), key("requireLiteralLeadingDot")];

const TRAY_ICON: &[Key] = &[
    key("id"),
    key("iconPath"),
    key("iconAsTemplate"),
    key("menuOnLeftClick").deprecated("it has no effect; use `showMenuOnLeftClick`"),
    key("showMenuOnLeftClick"),
    key("title"),
    key("tooltip"),
];

const BUILD: &[Key] = &[
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

const BUILD_WINDOWS: &[Key] = &[key("staticVCRuntime").or(&["staticVcRuntime"])];

#[rustfmt::skip]
const BUNDLE: &[Key] = &[
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
    key("version"), key("upgradeCode"), key("language").of(Shape::Map(&[key("localePath")])), key("template"), key("fragmentPaths"),
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
    use serde_json::{Map, Value};

    use super::{Key, ROOT, Shape, kebab};
    use crate::schema::schema;

    /// Follows references and alternatives to the description of an object or a list.
    fn resolve<'a>(node: &'a Value, schema: &'a Value, wanted: &str) -> Option<&'a Value> {
        if node.get(wanted).is_some_and(Value::is_object) {
            return Some(node);
        }
        if let Some(target) = node["$ref"].as_str() {
            return resolve(schema.pointer(target.strip_prefix('#')?)?, schema, wanted);
        }
        let parts = ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|key| node[key].as_array()).flatten();
        parts.into_iter().find_map(|part| resolve(part, schema, wanted))
    }

    fn properties<'a>(node: &'a Value, schema: &'a Value) -> Option<&'a Map<String, Value>> {
        resolve(node, schema, "properties")?["properties"].as_object()
    }

    /// Holds a table to the keys that the types have, at every level.
    fn check(table: &[Key], node: &Value, schema: &Value, place: &str, checked: &mut usize) {
        let properties = properties(node, schema).unwrap_or_else(|| panic!("{place} has no keys"));
        let mut names: Vec<&str> = properties.keys().map(String::as_str).collect();
        let mut listed: Vec<&str> = table.iter().map(|key| key.name).collect();
        names.sort_unstable();
        listed.sort_unstable();
        assert_eq!(listed, names, "{place}");
        for key in table {
            *checked += 1;
            let place = format!("{place}.{}", key.name);
            let node = &properties[key.name];
            let written = table.iter().filter(|other| other.is_written(&kebab(key.name))).count();
            assert_eq!(written, 1, "the kebab-case form of {place} belongs to {written} keys");
            match key.shape {
                Shape::Object(keys) | Shape::Open(keys) => check(keys, node, schema, &place, checked),
                Shape::List(keys) => {
                    let list = resolve(node, schema, "items").expect("a list");
                    check(keys, &list["items"], schema, &place, checked);
                }
                Shape::Map(keys) => {
                    let map = resolve(node, schema, "additionalProperties").expect("a map");
                    check(keys, &map["additionalProperties"], schema, &place, checked);
                }
                Shape::Any => no_other_spellings(node, schema, &place),
            }
        }
    }

    /// What the table does not describe has no keys of several words.
    fn no_other_spellings(node: &Value, schema: &Value, place: &str) {
        // Names of values rather than keys.
        if matches!(place, "$.app.security.headers" | "$.app.security.permissionRequests") {
            return;
        }
        for (name, node) in properties(node, schema).into_iter().flatten() {
            assert_eq!(kebab(name), *name, "in {place}");
            no_other_spellings(node, schema, &format!("{place}.{name}"));
        }
    }

    #[test]
    fn the_table_agrees_with_the_types() {
        let schema = schema();
        let mut checked = 0;
        check(ROOT, &schema, &schema, "$", &mut checked);
        assert!(checked > 200, "only {checked} keys");
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
