//! Tests of reading: files in temporary folders, exact texts of errors and of warnings.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Inline, ReadError, Reading, Source, fold, read};
use crate::{Color, Theme, WindowUrl};

/// A folder that is removed at the end of the test.
struct Folder(PathBuf);

impl Folder {
    fn with(files: &[(&str, &str)]) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("dormer-config-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = Self(std::env::temp_dir().join(name));
        fs::create_dir_all(&folder.0).unwrap();
        for (name, text) in files {
            fs::write(folder.0.join(name), text).unwrap();
        }
        folder
    }

    fn read(&self, inline: &[(&str, &str)]) -> Result<Reading, ReadError> {
        let text =
            |(name, text): &(&str, &str)| Inline { name: (*name).to_owned(), text: (*text).to_owned() };
        read(&Source {
            dir: self.0.clone(),
            file: None,
            target: "x86_64-unknown-linux-gnu".to_owned(),
            inline: inline.iter().map(text).collect(),
        })
    }

    /// The text of an error or warning without the name of this folder.
    fn strip(&self, text: &impl ToString) -> String {
        text.to_string()
            .replace(&format!("{}/", self.0.display()), "")
            .replace(&self.0.display().to_string(), "DIR")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Reads the files and compares the resolved configuration, written as JSON.
#[track_caller]
fn check(files: &[(&str, &str)], inline: &[(&str, &str)], expected: &str) {
    let folder = Folder::with(files);
    let reading = folder.read(inline).map_err(|error| folder.strip(&error));
    let actual = reading.map(|reading| serde_json::to_string(&reading.config).unwrap());
    assert_eq!(actual.as_deref(), Ok(expected));
}

/// Reads the files and compares the text of the error.
#[track_caller]
fn check_error(files: &[(&str, &str)], inline: &[(&str, &str)], expected: &str) {
    let folder = Folder::with(files);
    let error = folder.read(inline).map(|reading| reading.value).expect_err("should be refused");
    assert_eq!(folder.strip(&error), expected);
}

/// Reads the files and compares the texts of all warnings.
#[track_caller]
fn check_warnings(files: &[(&str, &str)], expected: &[&str]) {
    let folder = Folder::with(files);
    let reading = folder.read(&[]).map_err(|error| folder.strip(&error)).unwrap();
    let actual: Vec<String> = reading.warnings.iter().map(|warning| folder.strip(warning)).collect();
    assert_eq!(actual, expected);
}

const ID: &str = r#"{ "identifier": "a.b" }"#;

#[test]
fn the_first_known_name_counts() {
    check(
        &[("dormer.conf.json", r#"{ "identifier": "d.j" }"#), ("tauri.conf.json", ID)],
        &[],
        r#"{"identifier":"d.j"}"#,
    );
    check(
        &[("dormer.conf.json5", "{ identifier: 'd.5' }"), ("Dormer.toml", "")],
        &[],
        r#"{"identifier":"d.5"}"#,
    );
    check(&[("Dormer.toml", "identifier = 'd.t'"), ("tauri.conf.json", ID)], &[], r#"{"identifier":"d.t"}"#);
    check(
        &[("tauri.conf.json", ID), ("Tauri.toml", "")],
        &[],
        r#"{"identifier":"a.b","app":{"scheme":"tauri"}}"#,
    );
    check(&[("tauri.conf.json5", ID)], &[], r#"{"identifier":"a.b","app":{"scheme":"tauri"}}"#);
    check(
        &[("Tauri.toml", "identifier = 'a.b'\n[app]\nscheme = 'mine'")],
        &[],
        r#"{"identifier":"a.b","app":{"scheme":"mine"}}"#,
    );
}

#[test]
fn layers_merge_whatever_their_format_and_spelling() {
    check(
        &[
            (
                "dormer.conf.json",
                r#"{ "identifier": "a.b", "productName": "A", "build": { "dev-url": "http://a" } }"#,
            ),
            ("Dormer.linux.toml", "[build]\ndevUrl = 'http://b'\nfrontend-dist = 'ui'\n"),
            ("dormer.windows.conf.json", "{ not read"),
        ],
        &[
            ("FIRST", "{ productName: null, build: { 'frontend-dist': 'x' } }"),
            ("SECOND", r#"{ "build": { "devUrl": null } }"#),
            ("THIRD", ""),
        ],
        r#"{"identifier":"a.b","build":{"frontendDist":"x"}}"#,
    );
}

#[test]
fn json_may_hold_comments_and_a_byte_order_mark() {
    check(
        &[("dormer.conf.json", "\u{feff}{ // note\n \"identifier\": \"a.b\", }")],
        &[],
        r#"{"identifier":"a.b"}"#,
    );
}

#[test]
fn the_version_may_stand_in_a_file() {
    let base = r#"{ "identifier": "a.b", "version": "package.json" }"#;
    check(
        &[("dormer.conf.json", base), ("package.json", r#"{ "version": "1.2.3-beta.1", "name": "x" }"#)],
        &[],
        r#"{"version":"1.2.3-beta.1","identifier":"a.b"}"#,
    );
    check_error(
        &[("dormer.conf.json", base), ("package.json", "{\n  \"version\": \"one\" }")],
        &[],
        "package.json:2:3: version: \"one\" is not a version such as `1.2.3`",
    );
    check_error(
        &[("dormer.conf.json", base), ("package.json", "{}")],
        &[],
        "package.json: the key `version` is missing",
    );
    check_error(
        &[("dormer.conf.json", base)],
        &[],
        "dormer.conf.json:1:24: version: `package.json` is neither a version such as `1.2.3` nor a JSON file that has one",
    );
}

#[test]
fn values_become_types() {
    let text = r##"{ "identifier": "a.b", "app": { "windows": [{ "theme": "dark", "url": "https://x.y",
        "backgroundColor": "#f80", "width": 640, "preventOverflow": { "width": 1, "height": 2 } }] } }"##;
    let folder = Folder::with(&[("dormer.conf.json", text)]);
    let config = folder.read(&[]).unwrap().config;
    let window = &config.app.windows[0];
    assert_eq!((window.theme, window.background_color), (Some(Theme::Dark), Some(Color(255, 136, 0, 255))));
    assert!(matches!(&window.url, WindowUrl::External(url) if url.as_str() == "https://x.y/"));
    let again: crate::Config = serde_json::from_str(&serde_json::to_string(&config).unwrap()).unwrap();
    assert_eq!(again, config);
}

#[test]
fn errors_point_at_the_text() {
    let name = "dormer.conf.json";
    let cases: &[(&str, &str)] = &[
        (
            "{\n  \"identifier\": \"a.b\",\n  \"app\": { \"windows\": [\n    { \"titel\": \"x\" }] } }",
            "dormer.conf.json:4:7: unknown key `titel` in app.windows[0]: did you mean `title`?",
        ),
        (
            "{ \"identifier\": \"a.b\",\n \"app\": { \"windows\": [{}, { \"width\": \"wide\" }] } }",
            "dormer.conf.json:2:29: app.windows[1].width: expected a number, found the string \"wide\"",
        ),
        ("{ \"identifier\": 5 }", "dormer.conf.json:1:3: identifier: expected a string, found the number 5"),
        (
            "{ \"productName\": \"A\" }",
            "dormer.conf.json: the key `identifier` is missing: add a reverse-domain name such as `com.example.notes`",
        ),
        ("{\n  \"identifier\": \"a.b\"\n  \"app\": {} }", "dormer.conf.json:3:3: expected `,` or `}`"),
        ("[]", "dormer.conf.json: expected an object with the keys of the configuration"),
        (
            "{ \"identifier\": \"../b\" }",
            "dormer.conf.json:1:3: identifier: `../b` is not a reverse-domain name such as `com.example.notes`",
        ),
        (
            "{ \"identifier\": \"a.b\", \"productName\": \"a/b\" }",
            "dormer.conf.json:1:24: productName: `a/b` holds `/`, which file names cannot have",
        ),
        (
            "{ \"identifier\": \"a.b\", \"build\": { \"dev-url\": \"localhost\" } }",
            "dormer.conf.json:1:35: build.devUrl: `localhost` is not a URL: relative URL without a base",
        ),
        (
            "{ \"identifier\": \"a.b\", \"build\": { \"frontendDist\": \"http://[\" } }",
            "dormer.conf.json:1:35: build.frontendDist: `http://[` is not a URL: invalid IPv6 address",
        ),
        (
            "{ \"identifier\": \"a.b\", \"build\": { \"frontendDist\": 1 } }",
            "dormer.conf.json:1:35: build.frontendDist: expected a folder, a list of files or a URL, found the number 1",
        ),
        (
            "{ \"identifier\": \"a.b\", \"build\": { \"features\": [\"a\", 1] } }",
            "dormer.conf.json:1:53: build.features[1]: expected a string, found the number 1",
        ),
        (
            "{ \"identifier\": \"a.b\", \"build\": { \"beforeDevCommand\": { \"cwd\": \"a\" } } }",
            "dormer.conf.json:1:35: build.beforeDevCommand: the key `script` is missing",
        ),
        (
            "{ \"identifier\": \"a.b\", \"app\": { \"windows\": [{ \"theme\": \"drak\" }] } }",
            "dormer.conf.json:1:47: app.windows[0].theme: expected `Light` or `Dark`, found the string \"drak\"",
        ),
        (
            "{ \"identifier\": \"a.b\", \"app\": { \"windows\": [{}, { \"label\": \"main\" }] } }",
            "dormer.conf.json:1:51: app.windows[1].label: `main` is the label of app.windows[0] already: give each window its own",
        ),
        (
            "{ \"identifier\": \"a.b\", \"app\": { \"windows\": [{}, {}] } }",
            "dormer.conf.json:1:49: app.windows[1].label: `main` is the label of app.windows[0] already: give each window its own",
        ),
        (
            "{ \"identifier\": \"a.b\", \"app\": { \"windows\": [{ \"label\": \"a b\" }] } }",
            "dormer.conf.json:1:47: app.windows[0].label: `a b` is not a label: letters, digits, `-`, `/`, `:` and `_`",
        ),
        (
            "{ \"identifier\": \"a.b\", \"app\": { \"scheme\": \"https\" } }",
            "dormer.conf.json:1:33: app.scheme: the scheme `https` means something else already",
        ),
        (
            "{ \"identifier\": \"a.b\", \"app\": { \"trayIcon\": { \"id\": \"x\" } } }",
            "dormer.conf.json:1:33: app.trayIcon: the key `iconPath` is missing",
        ),
        (
            "{ \"identifier\": \"a.b\", \"app\": { \"security\": { \"headers\": { \"Server\": \"x\" } } } }",
            "dormer.conf.json:1:47: app.security.headers: unknown key `Server`, expected one of \
             `Access-Control-Allow-Credentials`, `Access-Control-Allow-Headers`, `Access-Control-Allow-Methods`, \
             `Access-Control-Expose-Headers`, `Access-Control-Max-Age`, `Cross-Origin-Embedder-Policy`, \
             `Cross-Origin-Opener-Policy`, `Cross-Origin-Resource-Policy`, `Permissions-Policy`, \
             `Service-Worker-Allowed`, `Tauri-Custom-Header`, `Timing-Allow-Origin`, `X-Content-Type-Options`",
        ),
        (
            "{ \"identifier\": \"a.b\", \"bundle\": { \"icon\": \"a.png\" } }",
            "dormer.conf.json:1:36: bundle.icon: expected a list, found the string \"a.png\"",
        ),
        (
            "{ \"tauri\": {} }",
            "dormer.conf.json:1:3: unknown key `tauri` at the top level: this looks like version 1 of the format; \
             version 2 has `app` and `bundle` at the top level",
        ),
    ];
    for (text, expected) in cases {
        check_error(&[(name, text)], &[], expected);
    }
}

#[test]
fn errors_in_other_formats_point_at_the_text() {
    check_error(
        &[("dormer.conf.json5", "{\n identifier: 'a.b',\n app: ] }")],
        &[],
        "dormer.conf.json5:3:7: expected value",
    );
    check_error(
        &[("dormer.conf.json5", "{ identifier: 'a.b',\n /* x */ biuld: {} }")],
        &[],
        "dormer.conf.json5:2:10: unknown key `biuld` at the top level: did you mean `build`?",
    );
    check_error(
        &[("Dormer.toml", "identifier = 'a.b'\n[app\n")],
        &[],
        "Dormer.toml:2:5: unclosed table, expected `]`",
    );
    check_error(
        &[(
            "Dormer.toml",
            "identifier = 'a.b'\n[[app.windows]]\ntitle = 'x'\n[[app.windows]]\n  x = 'left'\n",
        )],
        &[],
        "Dormer.toml:5:3: app.windows[1].x: expected a number, found the string \"left\"",
    );
}

#[test]
fn errors_name_the_layer_that_is_wrong() {
    let base = ("dormer.conf.json", r#"{ "identifier": "a.b", "app": { "windows": [{ "width": 1 }] } }"#);
    check_error(
        &[base, ("Dormer.linux.toml", "[[app.windows]]\nlabel = ''\n")],
        &[],
        "Dormer.linux.toml:2:1: app.windows[0].label: `` is not a label: letters, digits, `-`, `/`, `:` and `_`",
    );
    check_error(
        &[base],
        &[("TAURI_CONFIG", "{ \"bild\": {} }")],
        "TAURI_CONFIG:1:3: unknown key `bild` at the top level: did you mean `build`?",
    );
    check_error(&[base], &[("TAURI_CONFIG", "{ \"app\" }")], "TAURI_CONFIG:1:9: expected `:`");
    check_error(
        &[base],
        &[("TAURI_CONFIG", "{ \"build\": { \"devUrl\": \"x\" } }")],
        "TAURI_CONFIG:1:14: build.devUrl: `x` is not a URL: relative URL without a base",
    );
}

#[test]
fn a_folder_without_a_configuration_is_named() {
    check_error(
        &[],
        &[],
        "no configuration in `DIR`: expected one of `dormer.conf.json`, `dormer.conf.json5`, `Dormer.toml`, \
         `tauri.conf.json`, `tauri.conf.json5`, `Tauri.toml`",
    );
}

#[test]
fn a_certain_file_may_be_asked_for() {
    let folder = Folder::with(&[("dormer.conf.json", "{"), ("other.toml", "identifier = 'o.t'")]);
    let source = Source { dir: folder.0.clone(), file: Some("other.toml".into()), ..Source::default() };
    assert_eq!(read(&source).unwrap().config.identifier, "o.t");
    let source = Source { file: Some("none.json".into()), ..source };
    assert_eq!(folder.strip(&read(&source).unwrap_err()), "`none.json` cannot be read");
}

#[test]
fn doubts_are_warnings() {
    check_warnings(&[("dormer.conf.json", ID)], &[]);
    check_warnings(
        &[
            (
                "dormer.conf.json",
                "{ \"identifier\": \"com.my_notes.app\",\n \"app\": { \"macos-private-api\": true } }",
            ),
            ("Dormer.toml", ""),
            ("tauri.linux.conf.json", "{}"),
        ],
        &[
            "Dormer.toml: not read, because the configuration is `dormer.conf.json`",
            "tauri.linux.conf.json: not read, because the configuration is `dormer.conf.json`",
            "dormer.conf.json:2:11: `app.macos-private-api` is deprecated: it has no effect",
            "dormer.conf.json:1:3: identifier: `com.my_notes.app` has other characters than letters, digits, `-` and `.`, which packages refuse",
            "dormer.conf.json:1:3: identifier: `com.my_notes.app` ends in `.app`, which macOS takes for a bundle",
        ],
    );
}

#[test]
fn unknown_keys_of_packagers_are_kept() {
    let folder = Folder::with(&[(
        "dormer.conf.json",
        r#"{ "identifier": "a.b", "bundle": { "active": true, "snap": { "base": "core24" } } }"#,
    )]);
    let reading = folder.read(&[]).unwrap();
    assert_eq!(reading.value["bundle"]["snap"]["base"], "core24");
    let warnings: Vec<String> = reading.warnings.iter().map(|warning| folder.strip(warning)).collect();
    let expected = "dormer.conf.json:1:52: unknown key `snap` in bundle: kept, but nothing here reads it";
    assert_eq!(warnings, [expected]);
}

#[test]
fn patches_of_a_command_line() {
    let folder = Folder::with(&[
        (
            "dormer.conf.json",
            r#"{ "identifier": "a.b", "version": "1.0.0", "build": { "devUrl": "http://a/" } }"#,
        ),
        ("more.toml", "[build]\ndev-url = 'http://b/'\n"),
        ("less.json", "{ version: null }"),
    ]);
    let patch = |argument: &str| Inline::from_argument("--config", argument, &folder.0);
    let patches: Vec<Inline> = ["more.toml", "less.json", "{ 'productName': 'X' }"]
        .into_iter()
        .map(|argument| patch(argument).unwrap())
        .collect();
    let folded = fold(&patches).unwrap();
    assert_eq!(folded.to_string(), r#"{"build":{"devUrl":"http://b/"},"productName":"X","version":null}"#);
    let source = Source { dir: folder.0.clone(), inline: patches, ..Source::default() };
    let all = read(&source).unwrap().config;
    assert_eq!((all.version.as_deref(), all.product_name.as_deref()), (None, Some("X")));
    // What the processes started by a tool see.
    let handed_on = Inline { name: "DORMER_CONFIG".into(), text: folded.to_string() };
    let source = Source { inline: vec![handed_on], ..source };
    assert_eq!(read(&source).unwrap().config, all);
    let missing = patch("none.json").unwrap_err();
    assert_eq!(folder.strip(&missing), "`none.json` cannot be read");
    check_error(
        &[("dormer.conf.json", ID)],
        &[("x.toml", "biuld = 1")],
        "x.toml:1:1: unknown key `biuld` at the top level: did you mean `build`?",
    );
}

#[test]
fn sections_of_packagers_are_typed() {
    let name = "dormer.conf.json";
    let cases: &[(&str, &str)] = &[
        (r#""targets": "DEB""#, ""),
        (
            r#""targets": ["deb", "snap"]"#,
            "1:36: bundle.targets: expected one of `deb`, `rpm`, `appimage`, `msi`, `nsis`, `app`, `dmg`, found the string \"snap\"",
        ),
        (
            r#""createUpdaterArtifacts": "v2""#,
            "1:36: bundle.createUpdaterArtifacts: expected `true`, `false` or `v1Compatible`, found the string \"v2\"",
        ),
        (
            r#""linux": { "deb": { "depends": "a" } }"#,
            "1:56: bundle.linux.deb.depends: expected a list, found the string \"a\"",
        ),
        (
            r#""windows": { "wix": { "upgradeCode": "x" } }"#,
            "1:58: bundle.windows.wix.upgradeCode: expected a UUID such as `6b4c39bb-9c0f-4f2a-8f0c-1c2f6cbbd2f1`, found the string \"x\"",
        ),
        (
            r#""android": { "versionCode": 0 }"#,
            "1:49: bundle.android.versionCode: expected a whole number from 1 to 2100000000, found the number 0",
        ),
        (r#""fileAssociations": [{ "ext": [".a", "b"] }]"#, ""),
        (
            r#""fileAssociations": [{ "ext": ["a"] }, { "name": "x" }]"#,
            "1:75: bundle.fileAssociations[1]: the key `ext` is missing",
        ),
        (
            r#""windows": { "webviewInstallMode": { "type": "fixedRuntime" } }"#,
            "1:49: bundle.windows.webviewInstallMode: the key `path` is missing",
        ),
        (r#""macOS": { "minimumSystemVersion": "" }"#, ""),
    ];
    for (section, expected) in cases {
        let text = format!(r#"{{ "identifier": "a.b", "bundle": {{ {section} }} }}"#);
        let folder = Folder::with(&[(name, &text)]);
        let error = folder.read(&[]).err().map(|error| folder.strip(&error)).unwrap_or_default();
        let expected = if expected.is_empty() { String::new() } else { format!("{name}:{expected}") };
        assert_eq!(error, expected, "{section}");
    }
}
