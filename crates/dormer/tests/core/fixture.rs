//! A program on the headless backend, its UI thread, and its pages. Not here: what is tested.

use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use bytes::Bytes;
use dormer::ipc::Invoke;
use dormer::{
    AppHandle, Builder, Config, Context, Diagnostics, Manager, PackageInfo, RunEvent, WebviewUrl,
    WebviewWindow, WebviewWindowBuilder,
};
use dormer_acl::core_permissions::core_manifests;
use dormer_acl::{Capability, Manifest, Manifests, Options, Target, encode_manifests, resolve};
use dormer_config::embedded::Assets;
use dormer_runtime::wire::Body;
use dormer_runtime::{WebviewId, WindowId};
use dormer_runtime_headless::{Headless, TestPage};
use http::{Request, Response};
use serde_json::{Value, json};

use crate::wait::LIMIT;

/// The address of the app's own first page.
pub(crate) const HOME: &str = "dormer://localhost/";

type Build = Box<dyn FnOnce(Builder) -> Builder + Send>;
type OnEvent = Box<dyn FnMut(&AppHandle, RunEvent) + Send>;

/// A program that is to run.
pub(crate) struct Program {
    config: Value,
    assets: Vec<(&'static str, Vec<u8>)>,
    manifests: Manifests,
    capabilities: Vec<Capability>,
    build: Build,
    on_event: OnEvent,
    prepare: Box<dyn FnOnce(&Headless)>,
}

impl Program {
    /// A program with one window, `main`. All windows of these tests have their label as title.
    pub(crate) fn new() -> Self {
        Self {
            config: json!({ "identifier": "dev.dormer.core", "app": { "windows": [{ "title": "main" }] } }),
            assets: vec![("/index.html", b"<!doctype html>".to_vec())],
            manifests: core_manifests(),
            capabilities: vec![capability(
                json!({ "identifier": "core", "windows": ["*"], "permissions": all_of_the_core() }),
            )],
            build: Box::new(|builder| builder),
            on_event: Box::new(|_, _| {}),
            prepare: Box::new(|_| {}),
        }
        .allow("nope", &["x", "unit"])
    }

    /// Merges into the configuration; `null` removes.
    pub(crate) fn config(mut self, patch: Value) -> Self {
        merge(&mut self.config, patch);
        self
    }

    pub(crate) fn asset(mut self, path: &'static str, bytes: impl Into<Vec<u8>>) -> Self {
        self.assets.push((path, bytes.into()));
        self
    }

    pub(crate) fn build(mut self, build: impl FnOnce(Builder) -> Builder + Send + 'static) -> Self {
        self.build = Box::new(build);
        self
    }

    pub(crate) fn on_event(mut self, on_event: impl FnMut(&AppHandle, RunEvent) + Send + 'static) -> Self {
        self.on_event = Box::new(on_event);
        self
    }

    /// Lets pages of all windows call these commands of a plugin.
    pub(crate) fn allow(self, plugin: &str, commands: &[&str]) -> Self {
        let permission = json!({ "identifier": "all", "commands": { "allow": commands } });
        self.permissions(plugin, json!({ "permission": [permission] })).capability(json!({
            "identifier": plugin, "windows": ["*"], "permissions": [format!("{plugin}:all")]
        }))
    }

    /// The permissions of a plugin, as they stand in a file.
    pub(crate) fn permissions(mut self, plugin: &str, file: Value) -> Self {
        let file = serde_json::from_value(file).unwrap();
        self.manifests.insert(plugin.to_owned(), Manifest::from_files([file]));
        self
    }

    /// One more capability.
    pub(crate) fn capability(mut self, one: Value) -> Self {
        self.capabilities.push(capability(one));
        self
    }

    /// No capability at all.
    pub(crate) fn without_capabilities(mut self) -> Self {
        self.capabilities.clear();
        self
    }

    /// Runs before the program is built.
    pub(crate) fn prepare(mut self, prepare: impl FnOnce(&Headless) + 'static) -> Self {
        self.prepare = Box::new(prepare);
        self
    }

    fn context(
        config: Value,
        assets: Vec<(&'static str, Vec<u8>)>,
        manifests: &Manifests,
        capabilities: &[Capability],
    ) -> Context {
        let config: Config = serde_json::from_value(config).unwrap();
        let options = Options { strict: config.app.security.strict, keep_names: true, ..Options::default() };
        let permissions = resolve(manifests, capabilities, Target::Linux, &options).unwrap();
        let file = encode_manifests(manifests, Target::Linux).unwrap();
        let package = PackageInfo { name: "core".into(), version: "1.2.3".into(), ..PackageInfo::default() };
        Context::new(config, package, Assets::from_pairs(assets))
            .with_permissions(permissions)
            .with_manifests(file.leak())
    }

    /// Starts it and waits until it is ready and its first pages are there.
    pub(crate) fn start(self) -> Fixture {
        let fixture = self.launch();
        fixture.control.wait_ready();
        fixture.control.settle();
        fixture
    }

    /// Starts it.
    pub(crate) fn launch(self) -> Fixture {
        let (control, _start) = Headless::new();
        (self.prepare)(&control);
        let starter = control.clone();
        let (sender, built) = mpsc::channel();
        let Self { config, assets, manifests, capabilities, build, on_event, .. } = self;
        let ui = std::thread::Builder::new()
            .name("ui".into())
            .spawn(move || {
                let builder = build(Builder::new().with_backend(starter.start()));
                let app = builder.build(Self::context(config, assets, &manifests, &capabilities)).unwrap();
                sender.send(app.handle().clone()).unwrap();
                app.run_return(on_event)
            })
            .unwrap();
        let app = built.recv_timeout(LIMIT).expect("the program is built");
        Fixture { control, app, ui: Some(ui) }
    }

    /// Builds and runs it here, to get the error of a start that fails.
    pub(crate) fn start_error(self) -> String {
        let (_control, start) = Headless::new();
        let builder = (self.build)(Builder::new().with_backend(start));
        let error = builder.run(Self::context(self.config, self.assets, &self.manifests, &self.capabilities));
        error.expect_err("the program must not start").to_string()
    }
}

fn capability(value: Value) -> Capability {
    serde_json::from_value(value).unwrap()
}

/// The names of the permissions to call each command of the core.
fn all_of_the_core() -> Vec<String> {
    let manifests = core_manifests();
    let allowing = manifests.iter().flat_map(|(key, manifest)| {
        let names = manifest.permissions.keys().filter(|name| name.starts_with("allow-"));
        names.map(move |name| format!("{key}:{name}"))
    });
    allowing.collect()
}

fn merge(into: &mut Value, patch: Value) {
    match (into, patch) {
        (Value::Object(into), Value::Object(patch)) => {
            for (key, value) in patch {
                if value.is_null() {
                    into.remove(&key);
                } else {
                    merge(into.entry(key).or_insert(Value::Null), value);
                }
            }
        }
        (into, patch) => *into = patch,
    }
}

/// A running program. Ends with this value.
pub(crate) struct Fixture {
    pub(crate) control: Headless,
    pub(crate) app: AppHandle,
    ui: Option<JoinHandle<i32>>,
}

impl Fixture {
    /// A program with these commands.
    pub(crate) fn with(handler: impl Fn(Invoke) -> bool + Send + Sync + 'static) -> Self {
        Program::new().build(|builder| builder.invoke_handler(handler)).start()
    }

    /// The backend's names of the window that was opened last under this label.
    pub(crate) fn ids(&self, label: &str) -> (WindowId, WebviewId) {
        let opened = self.control.opened();
        let last = opened.iter().rev().find(|opening| opening.window.title == label);
        let last = last.unwrap_or_else(|| panic!("no window {label} was opened"));
        (last.window.id, last.webview.as_ref().unwrap().id)
    }

    pub(crate) fn window(&self, label: &str) -> WebviewWindow {
        self.app.get_webview_window(label).unwrap_or_else(|| panic!("window {label} is not open"))
    }

    /// Opens one more window from this thread and waits for its page.
    pub(crate) fn open(&self, label: &str) -> WebviewWindow {
        self.open_with(label, |builder| builder)
    }

    pub(crate) fn open_with(
        &self,
        label: &str,
        with: impl FnOnce(WebviewWindowBuilder) -> WebviewWindowBuilder,
    ) -> WebviewWindow {
        let builder = WebviewWindowBuilder::new(&self.app, label, WebviewUrl::default()).title(label);
        let window = with(builder).build().unwrap();
        self.control.settle();
        window
    }

    /// The page of a window.
    pub(crate) fn page(&self, label: &str) -> TestPage {
        self.control.page(self.ids(label).1)
    }

    /// The page of the first window.
    pub(crate) fn main(&self) -> TestPage {
        self.page("main")
    }

    /// The page of window `main` asks for an address.
    pub(crate) fn request(&self, request: http::request::Builder) -> Response<Bytes> {
        let request: Request<Bytes> = request.body(Bytes::new()).unwrap();
        self.control.request(self.ids("main").1, request)
    }

    /// Waits until the core holds what `fits` accepts.
    pub(crate) fn wait_diagnostics(&self, fits: impl Fn(&Diagnostics) -> bool) {
        let deadline = Instant::now() + LIMIT;
        loop {
            let now = self.app.diagnostics();
            if fits(&now) {
                return;
            }
            assert!(Instant::now() < deadline, "the core still holds {now:?}");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Asks for the end and waits for it.
    pub(crate) fn end(mut self) -> i32 {
        self.app.exit(0);
        self.join()
    }

    /// Waits for the end that something else brings about.
    pub(crate) fn join(&mut self) -> i32 {
        let code = self.control.wait_exit();
        let ui = self.ui.take().expect("a program ends once");
        assert_eq!(ui.join().unwrap(), code);
        code
    }

    /// Leaves the UI thread to itself: it never ends.
    pub(crate) fn abandon(mut self) {
        drop(self.ui.take());
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        if self.ui.is_some() && !std::thread::panicking() {
            self.app.exit(0);
            self.join();
        }
    }
}

/// An answer as text: JSON as it is, bytes as `bytes […]`, an error that is a string without its quotes.
pub(crate) fn text(outcome: Result<Body, Body>) -> Result<String, String> {
    match outcome {
        Ok(Body::Json(text)) => Ok(String::from_utf8(text.to_vec()).unwrap()),
        Ok(Body::Raw(bytes)) => Ok(format!("bytes {:?}", &bytes[..])),
        Err(body) => {
            assert!(!body.is_raw(), "errors are JSON");
            let error: Value = serde_json::from_slice(body.bytes()).unwrap();
            Err(error.as_str().map_or_else(|| error.to_string(), str::to_owned))
        }
    }
}

/// A page calls a command; the answer must be this.
#[track_caller]
pub(crate) fn check_on(page: &TestPage, command: &str, arguments: &str, expected: Result<&str, &str>) {
    let call = page.call(command, arguments);
    let answer = text(page.reply(call));
    assert_eq!(answer.as_deref().map_err(String::as_str), expected, "{command}({arguments})");
    assert_eq!(page.reply_count(call), 1, "{command}({arguments}) is answered once");
}

/// Starts a program with these commands, calls one of them from its page, and compares the answer.
#[track_caller]
pub(crate) fn check(
    handler: impl Fn(Invoke) -> bool + Send + Sync + 'static,
    command: &str,
    arguments: &str,
    expected: Result<&str, &str>,
) {
    let fixture = Fixture::with(handler);
    check_on(&fixture.main(), command, arguments, expected);
    assert_eq!(fixture.end(), 0);
}

/// Listens to an event from a page; returns the listener's number.
#[track_caller]
pub(crate) fn listen(page: &TestPage, event: &str, target: Value, callback: u32) -> u32 {
    let arguments = json!({ "event": event, "target": target, "handler": callback });
    let id = text(page.invoke("plugin:event|listen", &arguments.to_string())).unwrap();
    id.parse().unwrap()
}

/// Calls a command and expects that permissions refuse it; gives the text of the refusal.
#[track_caller]
pub(crate) fn check_refused(page: &TestPage, command: &str) -> String {
    let refusal = text(page.invoke(command, "{}")).expect_err("nothing allows it");
    let expected = format!("command `{command}` is not allowed on window");
    assert!(refusal.starts_with(&expected), "{refusal}");
    refusal
}
