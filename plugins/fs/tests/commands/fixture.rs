//! A program with the plugin, its page, and a folder. Not here: what is tested.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use dormer::{AppHandle, Builder, Config, Context, PackageInfo, WebviewUrl, WebviewWindowBuilder};
use dormer_acl::core_permissions::core_manifests;
use dormer_acl::files::read_manifests;
use dormer_acl::{Capability, Options, Resolved, Target, resolve};
use dormer_config::embedded::Assets;
use dormer_runtime::wire::Body;
use dormer_runtime::{WebviewId, WindowId};
use dormer_runtime_headless::{Headless, TestPage};
use serde_json::{Value, json};

/// A directory that ends with this value.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("dormer-fs-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path.canonicalize().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        self.path(name)
    }

    pub(crate) fn link(&self, name: &str, target: impl AsRef<Path>) -> String {
        std::os::unix::fs::symlink(target, self.0.join(name)).unwrap();
        self.path(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        String::from_utf8(std::fs::read(self.0.join(name)).unwrap()).unwrap()
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        std::fs::symlink_metadata(self.0.join(name)).is_ok()
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
    let mut entries: Vec<Value> = commands
        .map(|one| json!({ "identifier": format!("{}:{}", plugin.name, one.identifier), "allow": allow, "deny": deny }))
        .collect();
    entries.push(json!("core:resources:default"));
    let capability = json!({ "identifier": "all", "windows": ["*"], "permissions": entries });
    let capability: Capability = serde_json::from_value(capability).unwrap();
    let mut manifests = core_manifests();
    manifests.insert(plugin.name, plugin.manifest);
    resolve(&manifests, &[capability], Target::Linux, &Options::default()).unwrap()
}

/// A running program. Ends with this value.
pub(crate) struct Fixture {
    pub(crate) control: Headless,
    pub(crate) app: AppHandle,
    pub(crate) folder: Folder,
    ui: Option<JoinHandle<i32>>,
}

impl Fixture {
    /// Pages may reach everything in `in` of the folder.
    pub(crate) fn new() -> Self {
        Self::with(&["in", "in/**"], &[], Value::Null)
    }

    /// Pages may reach these patterns below the folder; `config` is that of the plugin.
    pub(crate) fn with(allow: &[&str], deny: &[&str], config: Value) -> Self {
        let folder = Folder::new();
        std::fs::create_dir(folder.0.join("in")).unwrap();
        let values = |patterns: &[&str]| -> Vec<Value> {
            patterns.iter().map(|text| json!(folder.path(text))).collect()
        };
        let permissions = granted(&values(allow), &values(deny));
        let config = json!({
            "identifier": "dev.dormer.fs",
            "app": { "windows": [{ "title": "main" }] },
            "plugins": { "fs": config }
        });
        let (control, _start) = Headless::new();
        let (starter, (sender, built)) = (control.clone(), mpsc::channel());
        let ui = std::thread::spawn(move || {
            let config: Config = serde_json::from_value(config).unwrap();
            let package =
                PackageInfo { name: "fs".into(), version: "1.0.0".into(), ..PackageInfo::default() };
            let assets = Assets::from_pairs(vec![("/index.html", b"<!doctype html>".to_vec())]);
            let app = Builder::new()
                .with_backend(starter.start())
                .plugin(dormer_plugin_fs::init())
                .build(Context::new(config, package, assets).with_permissions(permissions))
                .unwrap();
            sender.send(app.handle().clone()).unwrap();
            app.run_return(|_, _| {})
        });
        let app = built.recv_timeout(Duration::from_secs(10)).expect("the program is built");
        control.wait_ready();
        control.settle();
        Self { control, app, folder, ui: Some(ui) }
    }

    pub(crate) fn ids(&self, label: &str) -> (WindowId, WebviewId) {
        let opened = self.control.opened();
        let window = opened.iter().rev().find(|opening| opening.window.title == label).unwrap();
        (window.window.id, window.webview.as_ref().unwrap().id)
    }

    pub(crate) fn open(&self, label: &str) {
        WebviewWindowBuilder::new(&self.app, label, WebviewUrl::default()).title(label).build().unwrap();
        self.control.settle();
    }

    pub(crate) fn page(&self, label: &str) -> TestPage {
        self.control.page(self.ids(label).1)
    }

    /// Calls a command of the plugin from the first window.
    pub(crate) fn call(&self, command: &str, arguments: Value) -> Result<Body, String> {
        error_text(self.page("main").invoke(&format!("plugin:fs|{command}"), &arguments.to_string()))
    }

    /// As [`Fixture::call`], for answers that are JSON.
    #[track_caller]
    pub(crate) fn json(&self, command: &str, arguments: Value) -> Result<Value, String> {
        self.call(command, arguments).map(|body| {
            assert!(!body.is_raw(), "{command} answers with JSON");
            serde_json::from_slice(body.bytes()).unwrap()
        })
    }

    /// As [`Fixture::call`], for answers that are bytes.
    #[track_caller]
    pub(crate) fn bytes(&self, command: &str, arguments: Value) -> Result<Vec<u8>, String> {
        self.call(command, arguments).map(|body| {
            assert!(body.is_raw(), "{command} answers with bytes");
            body.bytes().to_vec()
        })
    }

    /// Writes as the client does: bytes as the body, path and options as headers.
    pub(crate) fn write(&self, path: &str, options: &str, bytes: &[u8]) -> Result<(), String> {
        let escaped: String = path.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let page = self.page("main");
        let headers = [("path", escaped.as_str()), ("options", options)];
        let call = page.call_raw("plugin:fs|write_file", bytes.to_vec(), &headers);
        error_text(page.reply(call)).map(|_| ())
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        self.app.exit(0);
        self.control.wait_exit();
        self.ui.take().unwrap().join().unwrap();
    }
}

fn error_text(outcome: Result<Body, Body>) -> Result<Body, String> {
    outcome.map_err(|body| {
        let error: Value = serde_json::from_slice(body.bytes()).unwrap();
        error.as_str().expect("errors are plain strings").to_owned()
    })
}
