//! The opener on the headless backend, as pages call it, with scripts in place of the user's programs.

#![expect(clippy::unwrap_used, reason = "helpers of tests, which the lint does not take for tests")]

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use dormer::plugin::Plugin;
use dormer::{AppHandle, Builder, Config, Context, PackageInfo};
use dormer_acl::files::read_manifests;
use dormer_acl::{Capability, Manifests, Options, Resolved, Target, resolve};
use dormer_config::embedded::Assets;
use dormer_runtime_headless::{Headless, TestPage};
use serde_json::{Value, json};

#[path = "../build/permissions.rs"]
mod permissions;

/// A directory with a program `open.sh` that writes its arguments to `log`. Ends with this value.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("dormer-opener-{}-{number}", std::process::id()));
        std::fs::create_dir_all(path.join("in")).unwrap();
        let folder = Self(path.canonicalize().unwrap());
        folder.script("open.sh", &format!("printf '%s\\n' \"$@\" >> '{}'", folder.0.join("log").display()));
        folder
    }

    fn script(&self, name: &str, body: &str) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        self.path(name)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    fn file(&self, name: &str) -> String {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, "x").unwrap();
        self.path(name)
    }

    /// What the program was given since the last look.
    fn log(&self) -> Vec<String> {
        let text = std::fs::read_to_string(self.0.join("log")).unwrap_or_default();
        let _gone = std::fs::remove_file(self.0.join("log")).is_ok();
        text.lines().map(str::to_owned).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.0).is_ok();
    }
}

/// Every command of the plugin, with these scope values.
fn granted(allow: &[Value], deny: &[Value]) -> Resolved {
    let file = env!("DORMER_PLUGIN_MANIFEST");
    let plugins = read_manifests([("DEP_IT_DORMER_MANIFEST".to_owned(), file.to_owned())]).unwrap();
    let plugin = plugins.into_iter().next().unwrap();
    let commands = plugin
        .manifest
        .permissions
        .values()
        .filter(|one| one.identifier.starts_with("allow-") && !one.commands.allow.is_empty());
    let entries: Vec<Value> = commands
        .map(|one| json!({ "identifier": format!("{}:{}", plugin.name, one.identifier), "allow": allow, "deny": deny }))
        .collect();
    let capability = json!({ "identifier": "all", "windows": ["*"], "permissions": entries });
    let capability: Capability = serde_json::from_value(capability).unwrap();
    let manifests = Manifests::from([(plugin.name, plugin.manifest)]);
    resolve(&manifests, &[capability], Target::Linux, &Options::default()).unwrap()
}

struct Fixture {
    control: Headless,
    app: AppHandle,
    ui: Option<JoinHandle<()>>,
}

impl Fixture {
    fn new(allow: Value, deny: Value) -> Self {
        let permissions = granted(allow.as_array().unwrap(), deny.as_array().unwrap());
        let config =
            json!({ "identifier": "dev.dormer.opener", "app": { "windows": [{ "title": "main" }] } });
        let (control, _start) = Headless::new();
        let (starter, (sender, built)) = (control.clone(), mpsc::channel());
        let ui = std::thread::spawn(move || {
            let config: Config = serde_json::from_value(config).unwrap();
            let assets = Assets::from_pairs(vec![("/index.html", b"<!doctype html>".to_vec())]);
            let app = Builder::new()
                .with_backend(starter.start())
                .plugin(dormer_plugin_opener::init())
                .build(Context::new(config, PackageInfo::default(), assets).with_permissions(permissions))
                .unwrap();
            sender.send(app.handle().clone()).unwrap();
            app.run_return(|_, _| {});
        });
        let app = built.recv_timeout(Duration::from_secs(10)).unwrap();
        control.wait_ready();
        control.settle();
        Self { control, app, ui: Some(ui) }
    }

    fn page(&self) -> TestPage {
        self.control.page(self.control.opened()[0].webview.as_ref().unwrap().id)
    }

    fn call(&self, command: &str, arguments: Value) -> Result<(), String> {
        match self.page().invoke(&format!("plugin:opener|{command}"), &arguments.to_string()) {
            Ok(body) => {
                assert_eq!(body.bytes()[..], *b"null");
                Ok(())
            }
            Err(body) => Err(serde_json::from_slice::<String>(body.bytes()).unwrap()),
        }
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.app.exit(0);
            self.control.wait_exit();
            self.ui.take().unwrap().join().unwrap();
        }
    }
}

#[test]
fn address_and_program_are_allowed_by_one_entry() {
    let folder = Folder::new();
    let (program, other) = (folder.path("open.sh"), folder.script("other.sh", "exit 0"));
    let fixture = Fixture::new(
        json!([
            { "url": "https://a.example/*", "app": program },
            { "url": "https://b.example/*", "app": true },
            { "url": "https://c.example/*", "app": false },
            { "url": "https://d.example/*" },
        ]),
        json!([{ "url": "https://b.example/private*", "app": true }]),
    );
    for (url, with, expected) in [
        ("https://a.example/x", &program, true),
        ("https://a.example/x", &other, false),
        ("https://b.example/x", &other, true),
        ("https://b.example/private/x", &other, false),
        ("https://c.example/x", &program, false),
        ("https://d.example/x", &program, false),
        ("https://evil.example/a.example/", &program, false),
    ] {
        let outcome = fixture.call("open_url", json!({ "url": url, "with": with }));
        match expected {
            true => outcome.unwrap(),
            false => {
                assert_eq!(outcome.unwrap_err(), format!("not allowed to open url {url} with {with}"));
            }
        }
    }
    assert_eq!(folder.log(), ["https://a.example/x"]);
    let error = fixture.call("open_url", json!({ "url": "https://c.example/x" })).unwrap_err();
    assert_eq!(error, "not allowed to open url https://c.example/x");
    let error = fixture.call("open_url", json!({ "url": "--help" })).unwrap_err();
    assert!(error.contains("is not a url"), "{error}");
}

#[test]
fn what_was_judged_is_what_is_opened() {
    let folder = Folder::new();
    let fixture = Fixture::new(json!([{ "url": "https://a.example/ok/*", "app": true }]), json!([]));
    let with = folder.path("open.sh");
    fixture
        .call("open_url", json!({ "url": "HTTPS://A.example/x/../ok/y", "with": format!("{with} --new") }))
        .unwrap();
    assert_eq!(folder.log(), ["--new", "https://a.example/ok/y"]);
}

#[test]
fn path_and_program_are_allowed_by_one_entry() {
    let folder = Folder::new();
    let (program, other) = (folder.path("open.sh"), folder.script("other.sh", "exit 0"));
    let (a, b) = (folder.file("in/a/x"), folder.file("in/b/x"));
    let (secret, outside) = (folder.file("in/a/secret/x"), folder.file("out/x"));
    std::os::unix::fs::symlink(folder.0.join("out"), folder.0.join("in/a/way")).unwrap();
    let fixture = Fixture::new(
        json!([
            { "path": folder.path("in/a/**"), "app": program },
            { "path": folder.path("in/b/**"), "app": other },
        ]),
        json!([{ "path": folder.path("in/a/secret/**") }]),
    );
    for (path, with, expected) in [
        (&a, &program, true),
        (&a, &other, false),
        (&b, &program, false),
        (&b, &other, true),
        (&secret, &program, false),
        (&outside, &program, false),
        (&folder.path("in/a/way/x"), &program, false),
        (&folder.file("in/a/.hidden"), &program, false),
    ] {
        let outcome = fixture.call("open_path", json!({ "path": path, "with": with }));
        match expected {
            true => outcome.unwrap(),
            false => {
                assert_eq!(outcome.unwrap_err(), format!("not allowed to open path {path} with {with}"));
            }
        }
    }
    assert_eq!(folder.log(), [a.as_str()]);
    let missing = folder.path("in/a/missing");
    let error = fixture.call("open_path", json!({ "path": missing, "with": program })).unwrap_err();
    assert!(error.starts_with(&format!("failed to open {missing}: ")), "{error}");
}

#[test]
fn a_program_that_fails_is_an_error() {
    let folder = Folder::new();
    let failing = folder.script("fail.sh", "exit 3");
    let fixture = Fixture::new(json!([{ "url": "*", "app": true }]), json!([]));
    let call = |with: &str| fixture.call("open_url", json!({ "url": "x:y", "with": with }));
    let error = call(&failing).unwrap_err();
    assert!(error.starts_with("no program opened x:y: ") && error.contains("exit status: 3"), "{error}");
    let error = call("/nothing/there").unwrap_err();
    assert!(error.contains("/nothing/there: "), "{error}");
    call(&folder.script("long.sh", "sleep 30")).unwrap();
}

#[test]
fn showing_keeps_to_the_entries_that_there_are() {
    let folder = Folder::new();
    let (inside, outside) = (folder.file("in/x"), folder.file("out/x"));
    let entry = json!([{ "path": folder.path("in/**") }]);
    for (allow, deny, path) in [
        (entry.clone(), json!([]), &outside),
        (json!([]), entry.clone(), &inside),
        (entry.clone(), entry, &inside),
    ] {
        let fixture = Fixture::new(allow, deny);
        let error = fixture.call("reveal_item_in_dir", json!({ "paths": [path] })).unwrap_err();
        assert_eq!(error, format!("not allowed to open path {path}"));
    }
    let fixture = Fixture::new(json!([]), json!([]));
    fixture.call("reveal_item_in_dir", json!({ "paths": [] })).unwrap();
    let missing = folder.path("missing");
    let error = fixture.call("reveal_item_in_dir", json!({ "paths": [inside, missing] })).unwrap_err();
    assert!(error.starts_with(&format!("failed to open {missing}: ")), "{error}");
}

/// Runs this test again as a process of its own with another environment; true in that process.
fn in_a_process(name: &str, path: &Path) -> bool {
    if std::env::var_os("DORMER_OPENER_CHILD").is_some() {
        return true;
    }
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture"])
        .env("DORMER_OPENER_CHILD", "1")
        .env("PATH", path)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    false
}

#[test]
fn launchers_are_tried_in_turn() {
    let folder = Folder::new();
    let bin = folder.0.join("bin");
    std::fs::create_dir(&bin).unwrap();
    folder.script("bin/xdg-open", "exit 4");
    folder.script("bin/gio", "[ \"$1 $2\" = 'open https://a.example/' ] || exit 5");
    if in_a_process("launchers_are_tried_in_turn", &bin) {
        let opened = dormer_plugin_opener::open_url("https://a.example/", None::<&str>);
        assert!(opened.is_ok(), "{opened:?}");
        let error =
            dormer_plugin_opener::open_url("https://b.example/", None::<&str>).unwrap_err().to_string();
        assert!(
            error.contains("xdg-open: failed with exit status: 4; gio: failed with exit status: 5"),
            "{error}"
        );
    }
}

#[test]
fn the_script_for_links_can_be_left_out() {
    let scripts = |builder: dormer_plugin_opener::Builder| Plugin::initialization_scripts(&builder.build());
    let with = scripts(dormer_plugin_opener::Builder::new());
    assert_eq!(with.len(), 1);
    assert!(with[0].source.contains("plugin:opener|open_url") && !with[0].all_frames);
    assert!(scripts(dormer_plugin_opener::Builder::new().open_js_links_on_click(false)).is_empty());
}

#[test]
fn permissions_are_well_formed() {
    let file: toml::Table = permissions::text().parse().unwrap();
    let names: Vec<&str> = file["permission"]
        .as_array()
        .unwrap()
        .iter()
        .map(|permission| permission["identifier"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "allow-default-urls",
            "allow-open-path",
            "deny-open-path",
            "allow-open-url",
            "deny-open-url",
            "allow-reveal-item-in-dir",
            "deny-reveal-item-in-dir"
        ]
    );
    for member in file["default"]["permissions"].as_array().unwrap() {
        assert!(names.contains(&member.as_str().unwrap()), "{member}");
    }
    for value in file["permission"][0]["scope"]["allow"].as_array().unwrap() {
        dormer_plugin_opener::UrlPattern::new(value["url"].as_str().unwrap()).unwrap();
    }
}
