//! A program that ends and starts again.

#![expect(clippy::unwrap_used, reason = "helpers of tests, which the lint does not take for tests")]

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use dormer::{AppHandle, Builder, Config, Context, PackageInfo, WebviewUrl, WebviewWindowBuilder};
use dormer_config::embedded::Assets;
use dormer_plugin_fs::FsExt;
use dormer_plugin_persisted_scope::PersistedScopeExt;
use dormer_runtime::{DragDropEvent, Event, WebviewEvent};
use dormer_runtime_headless::Headless;
use serde_json::json;

/// A directory that ends with this value: `data` is the program's.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("dormer-persisted-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path.canonicalize().unwrap())
    }

    fn file(&self, name: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, "x").unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.0).is_ok();
    }
}

struct Fixture {
    control: Headless,
    app: AppHandle,
    ui: Option<JoinHandle<()>>,
}

impl Fixture {
    fn start(folder: &Folder) -> Self {
        let config = json!({
            "identifier": "dev.dormer.persisted",
            "app": { "windows": [{ "title": "main" }], "appDirectoriesOverride": folder.0.join("data") }
        });
        let (control, _start) = Headless::new();
        let (starter, (sender, built)) = (control.clone(), mpsc::channel());
        let ui = std::thread::spawn(move || {
            let config: Config = serde_json::from_value(config).unwrap();
            let assets = Assets::from_pairs(vec![("/index.html", b"<!doctype html>".to_vec())]);
            let app = Builder::new()
                .with_backend(starter.start())
                .plugin(dormer_plugin_fs::init())
                .plugin(dormer_plugin_persisted_scope::init())
                .build(Context::new(config, PackageInfo::default(), assets))
                .unwrap();
            sender.send(app.handle().clone()).unwrap();
            app.run_return(|_, _| {});
        });
        let app = built.recv_timeout(Duration::from_secs(10)).unwrap();
        control.wait_ready();
        control.settle();
        Self { control, app, ui: Some(ui) }
    }

    fn drop_on(&self, label: &str, path: &Path) {
        let opened = self.control.opened();
        let view =
            opened.iter().rev().find(|o| o.window.title == label).unwrap().webview.as_ref().unwrap().id;
        let event = DragDropEvent::Drop { paths: vec![path.into()], position: (1.0, 1.0).into() };
        self.control.emit(Event::Webview(view, WebviewEvent::DragDrop(event)));
        self.control.settle();
    }

    fn open(&self, label: &str) {
        WebviewWindowBuilder::new(&self.app, label, WebviewUrl::default()).title(label).build().unwrap();
        self.control.settle();
    }

    fn allows(&self, label: &str, path: &Path) -> bool {
        self.app.fs().scopes().judge(label).is_allowed(path)
    }

    fn end(mut self) {
        self.app.exit(0);
        self.control.wait_exit();
        self.ui.take().unwrap().join().unwrap();
    }
}

#[test]
fn grants_come_back_to_the_windows_that_had_them() {
    let folder = Folder::new();
    let (own, common, other) = (folder.file("a/[x]"), folder.file("b/c/d"), folder.file("e"));
    let first = Fixture::start(&folder);
    first.open("two");
    first.drop_on("two", &own);
    first.app.fs_scope().allow_directory(folder.0.join("b"), true).unwrap();
    first.app.fs_scope().forbid_file(folder.0.join("b/secret")).unwrap();
    first.end();
    let text = std::fs::read_to_string(folder.0.join("data/.persisted-scope.jsonl")).unwrap();
    assert_eq!(text.lines().count(), 3, "{text}");

    let second = Fixture::start(&folder);
    assert!(second.allows("main", &common) && !second.allows("main", &own));
    assert!(!second.allows("main", &folder.file("b/secret")));
    second.open("two");
    assert!(second.allows("two", &own) && !second.allows("two", &other));
    assert!(!second.allows("two", &folder.file("a/x")), "a name is no pattern after a restart either");
    assert_eq!(second.app.persisted_scope().grants().len(), 3);
    assert!(second.app.persisted_scope().revoke(&own));
    assert!(!second.app.persisted_scope().revoke(&own));
    assert!(!second.allows("two", &own));
    second.end();

    let third = Fixture::start(&folder);
    third.open("two");
    assert!(!third.allows("two", &own) && third.allows("two", &common));
    third.app.persisted_scope().clear();
    assert!(!third.allows("two", &common));
    third.end();
}

#[test]
fn the_file_is_out_of_reach() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let fixture = Fixture::start(&folder);
    fixture.app.fs_scope().allow_directory(folder.0.join("data"), true).unwrap();
    let file = folder.0.join("data/.persisted-scope.jsonl");
    for _ in 0..500 {
        if file.exists() {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(fixture.allows("main", &folder.0.join("data/other")));
    assert!(!fixture.allows("main", &file));
    fixture.end();
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(!text.contains(".persisted-scope"), "the file does not remember itself: {text}");
}

#[test]
fn the_old_file_is_read_once() {
    let folder = Folder::new();
    let file = folder.file("a");
    let text = file.to_str().unwrap();
    let mut bytes = 1_u64.to_le_bytes().to_vec();
    bytes.extend((text.len() as u64).to_le_bytes());
    bytes.extend(text.as_bytes());
    bytes.extend(0_u64.to_le_bytes());
    std::fs::create_dir_all(folder.0.join("data")).unwrap();
    std::fs::write(folder.0.join("data/.persisted-scope"), bytes).unwrap();
    let first = Fixture::start(&folder);
    assert!(first.allows("main", &file));
    first.end();
    std::fs::remove_file(folder.0.join("data/.persisted-scope")).unwrap();
    let second = Fixture::start(&folder);
    assert!(second.allows("main", &file), "it was taken over");
    second.end();
}

#[test]
fn a_broken_file_grants_nothing_and_the_program_starts() {
    let folder = Folder::new();
    let file = folder.file("a");
    std::fs::create_dir_all(folder.0.join("data")).unwrap();
    for name in [".persisted-scope", ".persisted-scope.jsonl"] {
        std::fs::write(folder.0.join("data").join(name), b"\xff\xfe rubbish").unwrap();
        let fixture = Fixture::start(&folder);
        assert!(!fixture.allows("main", &file));
        fixture.end();
    }
}

#[test]
fn the_file_plugin_comes_first() {
    let (_control, start) = Headless::new();
    let config: Config = serde_json::from_value(json!({ "identifier": "dev.dormer.persisted" })).unwrap();
    let context =
        Context::new(config, PackageInfo::default(), Assets::from_pairs(Vec::<(String, Vec<u8>)>::new()));
    let built = Builder::new().with_backend(start).plugin(dormer_plugin_persisted_scope::init()).run(context);
    let error = built.unwrap_err().to_string();
    assert!(error.contains("add it before this one"), "{error}");
}
