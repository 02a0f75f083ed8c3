//! What comes out of folders with permission and capability files, above all the words of complaints.

use std::path::{Path, PathBuf};

use dormer_config::CapabilityEntry;
use dormer_config::read::{Document, Format};
use serde_json::json;

use super::*;
use crate::test_folder::Folder;
use crate::{APP_KEY, Manifest, Target};

const NOTHING: Selection<'static> = Selection { entries: &[], name: "dormer.conf.json", documents: &[] };

fn project(dir: &Path) -> Project<'_> {
    Project {
        dir,
        target: Target::Linux,
        commands: &[],
        permissions_pattern: None,
        capabilities_pattern: None,
        plugins: &[],
        inline_plugins: &[],
        selection: NOTHING,
        extra_capabilities: &[],
        windows: &[],
        opens_windows: false,
    }
}

fn fs_plugin() -> PluginManifest {
    let text = r#"
        [default]
        permissions = ["allow-read-file", "deny-default"]
        [[set]]
        identifier = "deny-default"
        description = ""
        permissions = ["deny-write-file"]
    "#;
    let document = Document::parse("fs.toml", text, Format::Toml).unwrap();
    let source = PermissionSource::parse(document, &mut Vec::new()).unwrap();
    PluginManifest { name: "fs".to_owned(), manifest: manifest_of(&[source], ["read_file", "write_file"]) }
}

/// Collects, and compares the error with `expected`, which is empty for none.
#[track_caller]
fn refuses(files: &[(&str, &str)], expected: &str) {
    let folder = Folder::with(files);
    let plugins = [fs_plugin()];
    let collected = collect(&Project { plugins: &plugins, ..project(&folder.0) });
    let error = collected.err().map(|error| folder.strip(&error)).unwrap_or_default();
    assert_eq!(error, expected);
}

#[test]
fn a_project_is_collected() {
    let folder = Folder::with(&[
        ("permissions/a.toml", "[[permission]]\nidentifier = 'allow-a'\ncommands.allow = ['a']"),
        ("permissions/schemas/schema.json", "no JSON"),
        ("permissions/notes.md", "# Notes"),
        (
            "permissions/inner/b.json5",
            "{ set: [{ identifier: 'both', description: '', permissions: ['allow-a'] }] }",
        ),
        ("permissions/clock/c.json", r#"{ "permission": [{ "identifier": "allow-tick" }] }"#),
        (
            "capabilities/one.json",
            r#"{ "identifier": "one", "windows": ["main"], "permissions": ["core:default", "both"] }"#,
        ),
        (
            "capabilities/deep/er/list.toml",
            "[[capabilities]]\nidentifier = 'two'\nwindows = ['*']\npermissions = ['fs:default']",
        ),
        (
            "capabilities/many.json5",
            "[{ identifier: 'three', windows: ['*'], permissions: ['clock:default'] }]",
        ),
        ("more.json", r#"{ "identifier": "two", "windows": ["x"], "permissions": ["b-c"] }"#),
    ]);
    let plugins = [fs_plugin()];
    let clock = InlinePlugin {
        name: "clock",
        commands: &["now", "set_time"],
        default: InlineDefault::AllCommands,
        permissions_pattern: None,
    };
    let mut project = Project {
        commands: &["b_c"],
        plugins: &plugins,
        inline_plugins: std::slice::from_ref(&clock),
        extra_capabilities: &["more.json".into()],
        ..project(&folder.0)
    };
    // References of extra files are checked too.
    let error = folder.strip(&collect(&project).unwrap_err());
    assert_eq!(error, "more.json:1:58: no permission `b-c`: did you mean `allow-b-c`?");

    project.extra_capabilities = &[];
    let collection = collect(&project).unwrap();
    let identifiers: Vec<_> = collection.plain_capabilities().into_iter().map(|one| one.identifier).collect();
    assert_eq!(identifiers, ["one", "three", "two"]);
    let app = &collection.manifests[APP_KEY];
    assert_eq!(app.permissions.keys().collect::<Vec<_>>(), ["allow-a", "allow-b-c", "deny-b-c"]);
    assert!(app.sets.contains_key("both"));
    let clock = &collection.manifests["clock"];
    assert_eq!(clock.default.as_ref().unwrap().permissions, ["allow-now", "allow-set-time"]);
    assert!(clock.permissions.contains_key("allow-tick") && clock.permissions.contains_key("deny-now"));
    assert!(collection.manifests.contains_key("core:window") && collection.manifests.contains_key("fs"));
    assert!(collection.watched.contains(&folder.0.join("capabilities/deep/er/list.toml")));
    assert_eq!(collection.warnings, []);
}

#[test]
fn an_app_without_permissions_has_no_manifest() {
    let folder = Folder::with(&[]);
    let collection = collect(&project(&folder.0)).unwrap();
    assert!(!collection.manifests.contains_key(APP_KEY) && collection.capabilities.is_empty());
}

#[test]
fn faults_of_files_name_their_place() {
    let table: &[(&str, &str, &str)] = &[
        ("capabilities/a.json", "{\n", "capabilities/a.json:2:0: EOF while parsing an object"),
        (
            "capabilities/a.json",
            "1",
            "capabilities/a.json: expected a capability or a list of them, found the number 1",
        ),
        (
            "capabilities/a.json",
            "{\n \"identifier\": \"a\" }",
            "capabilities/a.json: the key `permissions` is missing: What the named callers may do.",
        ),
        (
            "capabilities/a.json",
            "[{ \"identifier\": \"a\",\n \"permissions\": [\"fs:read_file\"] }]",
            "capabilities/a.json:2:18: the identifier `fs:read_file` holds `_`: letters, digits and `-` are permitted",
        ),
        (
            "capabilities/a.toml",
            "identifier = 'a'\nwindows = 'main'\npermissions = []",
            "capabilities/a.toml:2:1: expected a list, found the string \"main\"",
        ),
        (
            "capabilities/a.toml",
            "identifier = 'a'\npermissions = [{ identifier = 'fs:default', allow = 1 }]",
            "capabilities/a.toml:2:45: expected a list, found the number 1",
        ),
        (
            "capabilities/a.toml",
            "identifier = 'a'\npermissions = [1]\nplatforms = ['macos', 'solaris']",
            "capabilities/a.toml:2:16: expected the name of a permission, or an object with `identifier`, `allow` \
             and `deny`, found the number 1\n\
             capabilities/a.toml:3:14: no system `macos`: did you mean `macOS`?\n\
             capabilities/a.toml:3:23: no system `solaris`: expected one of `linux`, `macOS`, `windows`, `android`, \
             `iOS`",
        ),
        (
            "capabilities/a.json5",
            "{ capabilities: {} }",
            "capabilities/a.json5:1:3: expected a list of capabilities, found an object",
        ),
        (
            "permissions/a.toml",
            "[[permission]]\ncommands.allow = ['a', 2]",
            "permissions/a.toml:2:24: expected a string, found the number 2\n\
             permissions/a.toml:1:1: the key `identifier` is missing: The name, unique in the manifest.",
        ),
        (
            "permissions/a.toml",
            "[default]\nversion = 0\npermissions = []",
            "permissions/a.toml:2:1: expected a whole number, 1 or more, found the number 0",
        ),
    ];
    for (name, text, expected) in table {
        refuses(&[(name, text)], expected);
    }
}

#[test]
fn faults_of_references_name_what_was_meant() {
    let table = [
        ("core:default", ""),
        ("fs:deny-default", ""),
        ("fs:read-file", "no permission `fs:read-file`: did you mean `fs:allow-read-file`?"),
        ("fs:allow-raed-file", "no permission `fs:allow-raed-file`: did you mean `fs:allow-read-file`?"),
        ("fs:deny-wrte-file", "no permission `fs:deny-wrte-file`: did you mean `fs:deny-write-file`?"),
        (
            "fs:scope-everything",
            "no permission `fs:scope-everything`: `fs` has `allow-read-file`, `allow-write-file`, `deny-read-file`, \
             `deny-write-file`, `deny-default`",
        ),
        (
            "core:window:allow-teleport",
            "no permission `core:window:allow-teleport`: none of the 158 permissions of `core:window` is like it",
        ),
        ("window:allow-close", "no permission `window:allow-close`: did you mean `core:window:allow-close`?"),
        (
            "sf:default",
            "no permission `sf:default`, because there is no plugin `sf`: add its crate to the dependencies, or \
             remove this line",
        ),
        (
            "core:windwo:default",
            "no permission `core:windwo:default`, because there is no plugin `core:windwo`: did you mean \
             `core:window:default`?",
        ),
        (
            "allow-read-file",
            "no permission `allow-read-file`: the app declares no permissions of its own: did you mean \
             `fs:allow-read-file`?",
        ),
        (
            "allow-greet",
            "no permission `allow-greet`: the app declares no permissions of its own; references to those of \
             plugins read `plugin:name`",
        ),
    ];
    for (reference, expected) in table {
        let text = format!("identifier = 'a'\nwindows = ['*']\npermissions = [\n '{reference}'\n]");
        let place = if expected.is_empty() { "" } else { "capabilities/a.toml:4:2: " };
        refuses(&[("capabilities/a.toml", &text)], &format!("{place}{expected}"));
    }
}

#[test]
fn faults_of_globs_and_origins_are_found() {
    let text = "identifier = 'a'\nwindows = ['***']\nwebviews = ['[']\npermissions = []\n\
                remote.urls = ['https://(.*)']";
    refuses(
        &[("capabilities/a.toml", text)],
        "capabilities/a.toml:2:12: the glob `***` has more than two `*` in a row\n\
         capabilities/a.toml:3:13: the glob `[` has an incomplete `[…]`\n\
         capabilities/a.toml:5:16: the URL pattern `https://(.*)` holds a regular expression, which is not \
         supported: use `*`, `:name` or `{…}`",
    );
    // Not active here, so its references and patterns may be unknown.
    refuses(&[("capabilities/a.toml", &format!("platforms = ['windows']\n{text}"))], "");
}

#[test]
fn members_of_sets_must_exist_and_not_go_round() {
    let set =
        |members: &str| format!("[[set]]\nidentifier = 's'\ndescription = ''\npermissions = [{members}]");
    refuses(&[("permissions/a.toml", &set("'fs:default', 'fs:allow-read-file'"))], "");
    refuses(
        &[("permissions/a.toml", &set("'t', 'fs:scope', 'a b'"))],
        "permissions/a.toml:4:16: no permission `t`: the app has `s`\n\
         permissions/a.toml:4:21: no permission `fs:scope`: `fs` has `allow-read-file`, `allow-write-file`, \
         `deny-read-file`, `deny-write-file`, `deny-default`\n\
         permissions/a.toml:4:33: the identifier `a b` holds ` `: letters, digits and `-` are permitted",
    );
    refuses(
        &[
            ("permissions/a.toml", &set("'s'")),
            ("capabilities/a.toml", "identifier = 'a'\nwindows = ['*']\npermissions = ['s']"),
        ],
        "capabilities/a.toml:3:16: sets contain each other: s → s",
    );
}

#[test]
fn equal_identifiers_are_refused() {
    let text = "identifier = 'a'\npermissions = []";
    refuses(
        &[("capabilities/1.toml", text), ("capabilities/2.toml", &format!("\n{text}"))],
        "capabilities/2.toml:2:1: the capability `a` exists already, at capabilities/1.toml:1:1: rename one of them",
    );
}

#[test]
fn the_configuration_selects() {
    let folder = Folder::with(&[
        ("capabilities/a.toml", "identifier = 'a'\ndescription = 'file'\nwindows = ['*']\npermissions = []"),
        ("capabilities/b.toml", "identifier = 'b'\nwindows = ['*']\npermissions = []"),
    ]);
    let select = |entries: &[CapabilityEntry], text: &str| {
        let documents = [Document::parse("dormer.conf.json", text, Format::Json).unwrap()];
        let selection = Selection { entries, name: "dormer.conf.json", documents: &documents };
        let collected = collect(&Project { selection, ..project(&folder.0) });
        match collected {
            Ok(collection) => collection
                .capabilities
                .iter()
                .map(|source| {
                    format!("{} {}", source.capability.identifier, folder.strip(&source.place.at(&[])))
                })
                .collect::<Vec<_>>()
                .join(", "),
            Err(error) => error.to_string(),
        }
    };
    let name = |name: &str| CapabilityEntry::Reference(name.to_owned());
    let inline = |value| CapabilityEntry::Inlined(value);
    assert_eq!(select(&[], "{}"), "a capabilities/a.toml, b capabilities/b.toml");
    assert_eq!(select(&[name("b")], "{}"), "b capabilities/b.toml");
    let object = json!({ "identifier": "a", "windows": ["main"], "permissions": [] });
    let text = format!("{{ \"app\": {{ \"security\": {{ \"capabilities\": [\n {object}] }} }} }}");
    assert_eq!(select(&[inline(object.clone())], &text), "a dormer.conf.json:2:2");
    assert_eq!(select(&[inline(object.clone()), name("a")], "{}"), "a capabilities/a.toml");
    assert_eq!(select(&[name("a"), inline(object)], "{}"), "a dormer.conf.json");
    assert_eq!(
        select(&[name("mian")], "{}"),
        "dormer.conf.json: app.security.capabilities: no capability `mian`: the files have `a`, `b`"
    );
    let faulty = inline(json!({ "identifier": "x", "permissions": ["x:y:z"] }));
    assert_eq!(
        select(&[faulty], "{}"),
        "dormer.conf.json: the identifier `x:y:z` has more than one `:`, which only those of `core:` may have"
    );
}

#[test]
fn patterns_choose_files() {
    let folder = Folder::with(&[
        ("caps/a.json", ""),
        ("caps/b.toml", ""),
        ("caps/deep/c.json", ""),
        ("caps/deep/er/d.json", ""),
        ("other/e.json", ""),
    ]);
    let table = [
        ("./caps/**/*", "caps/a.json caps/b.toml caps/deep/c.json caps/deep/er/d.json"),
        ("caps/*.json", "caps/a.json"),
        ("caps/*/*", "caps/deep/c.json"),
        ("caps/**/[cd].json", "caps/deep/c.json caps/deep/er/d.json"),
        ("*/?.json", "caps/a.json other/e.json"),
        ("caps/b.toml", "caps/b.toml"),
        ("none/*", ""),
    ];
    for (pattern, expected) in table {
        let found = files_matching(&folder.0, pattern).unwrap();
        let found: Vec<_> = found.iter().map(|path| folder.strip(&path.display())).collect();
        assert_eq!(found.join(" "), expected, "{pattern}");
    }
}

#[test]
fn manifests_travel_through_a_file() {
    let folder = Folder::with(&[("one/x", ""), ("two/x", ""), ("old/dormer-manifest.json", "{}")]);
    let plugin = fs_plugin();
    let path = write_manifest(&folder.0.join("one"), &plugin).unwrap();
    let modified = || path.metadata().unwrap().modified().unwrap();
    let first = modified();
    assert_eq!(write_manifest(&folder.0.join("one"), &plugin).unwrap(), path);
    assert_eq!(modified(), first, "a file that is up to date is not touched");

    let variable = |name: &str, path: &Path| (name.to_owned(), path.display().to_string());
    let ours = variable("DEP_DORMER_FS_DORMER_MANIFEST", &path);
    let environment = [ours.clone(), variable("DEP_Z_VERSION", Path::new("1")), variable("PATH", &path)];
    assert_eq!(read_manifests(environment).unwrap(), std::slice::from_ref(&plugin));

    let other = write_manifest(&folder.0.join("two"), &plugin).unwrap();
    let twice = read_manifests([ours, variable("DEP_OTHER_DORMER_MANIFEST", &other)]).unwrap_err();
    assert_eq!(
        folder.strip(&twice),
        "two/dormer-manifest.json: the plugin `fs` exists already, in `one/dormer-manifest.json`: two crates bear \
         this name, or two versions of one"
    );
    let old = folder.0.join("old/dormer-manifest.json");
    let error = read_manifests([variable("DEP_A_DORMER_MANIFEST", &old)]).unwrap_err();
    assert_eq!(
        folder.strip(&error),
        "old/dormer-manifest.json: missing field `name`: the plugin was built with another version, build it anew"
    );
    let gone = read_manifests([variable("DEP_A_DORMER_MANIFEST", &folder.0.join("gone"))]).unwrap_err();
    assert_eq!(folder.strip(&gone), "`gone` cannot be read");
}

#[test]
fn names_of_plugins() {
    for name in ["fs", "clipboard-manager", "myPlugin2"] {
        assert_eq!(check_plugin_name(name), Ok(()));
    }
    for (name, expected) in [
        ("window", "the core uses it itself"),
        ("core", "the core uses it itself"),
        ("core:x", "it holds `:`"),
        ("a_b", "holds `_`"),
        ("", "incomplete"),
    ] {
        let error = check_plugin_name(name).unwrap_err();
        assert!(error.contains(expected), "{error}");
        let plugin = PluginManifest { name: name.to_owned(), manifest: Manifest::default() };
        assert!(
            write_manifest(&PathBuf::from("/nowhere"), &plugin).unwrap_err().to_string().contains(expected)
        );
    }
}

#[test]
fn unknown_keys_are_told() {
    let table = [
        (
            "capabilities/a.json",
            "{ \"identifier\": \"a\", \"window\": [\"main\"],\n \"windows\": [\"*\"], \"permissions\": [] }",
            "capabilities/a.json:1:22: the key `window` means nothing here: did you mean `windows`?",
        ),
        (
            "capabilities/a.toml",
            "identifier = 'a'\nwindows = ['*']\nplateforms = ['linux']\npermissions = []",
            "capabilities/a.toml:3:1: the key `plateforms` means nothing here: did you mean `platforms`?",
        ),
        (
            "capabilities/a.json5",
            "{ identifier: 'a', windows: ['*'], permissions: [{ identifier: 'core:default', scope: {} }] }",
            "capabilities/a.json5:1:80: the key `scope` means nothing here: expected one of `identifier`, `allow`, \
             `deny`",
        ),
        (
            "capabilities/a.json5",
            "{ $schema: '', title: 'x', capabilities: [] }",
            "capabilities/a.json5:1:16: the key `title` means nothing beside `capabilities`",
        ),
        (
            "permissions/a.toml",
            "[[permissions]]\nidentifier = 'allow-a'",
            "permissions/a.toml:1:3: the key `permissions` means nothing here: did you mean `permission`?",
        ),
        (
            "permissions/a.toml",
            "[[permission]]\nidentifier = 'allow-a'\nallow = ['a']",
            "permissions/a.toml:3:1: the key `allow` means nothing here: expected one of `version`, `identifier`, \
             `description`, `commands`, `scope`, `platforms`",
        ),
    ];
    for (name, text, expected) in table {
        let folder = Folder::with(&[(name, text)]);
        let collection = collect(&project(&folder.0)).unwrap();
        assert_eq!(folder.strip(&collection.warnings[0]), expected);
    }
}
