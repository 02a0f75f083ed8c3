//! A small core that stands on the headless backend, and its loop on a thread of its own.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;

use bytes::Bytes;
use dormer_runtime::wire::{Body, Call, ToPage};
use dormer_runtime::{
    DownloadRequest, Event, Frame, Handle, Host, Link, Page, Permission, Responder, StartOptions, WebviewId,
    WebviewSpec, WindowFeatures, WindowId, WindowSpec, http,
};
use dormer_runtime_headless::Headless;

/// Waits until somebody opens it.
#[derive(Default)]
pub(crate) struct Gate(Mutex<bool>, Condvar);

impl Gate {
    pub(crate) fn open(&self) {
        *self.0.lock().unwrap() = true;
        self.1.notify_all();
    }

    pub(crate) fn pass(&self) {
        drop(self.1.wait_while(self.0.lock().unwrap(), |open| !*open).unwrap());
    }
}

/// Answers calls by command name and remembers everything.
pub(crate) struct FakePage {
    pub(crate) link: Arc<dyn Link>,
    pub(crate) url: String,
    pub(crate) calls: Mutex<Vec<Call>>,
    pub(crate) closed: AtomicUsize,
    /// Holds back calls of `slow`.
    pub(crate) gate: Gate,
    /// Calls that were taken in and not worked on yet.
    waiting: Mutex<VecDeque<Call>>,
}

impl Page for FakePage {
    fn call(&self, call: Call) {
        assert_eq!(self.closed.load(Ordering::SeqCst), 0, "no call starts after the end");
        self.calls.lock().unwrap().push(call.clone());
        self.waiting.lock().unwrap().push_back(call);
    }

    fn work(&self) {
        let Some(call) = self.waiting.lock().unwrap().pop_front() else { return };
        let outcome = match call.command.as_str() {
            "echo" => Ok(call.body),
            "slow" => {
                self.gate.pass();
                Ok(Body::json("\"slow\""))
            }
            "silent" => return,
            "close" => return self.link.close(),
            _ => Err(Body::json("\"unknown\"")),
        };
        // The page may be gone by now.
        let _sent = self.link.send(ToPage::reply(call.id, outcome));
    }

    fn closed(&self) {
        self.closed.fetch_add(1, Ordering::SeqCst);
    }
}

/// A core without a mind of its own.
#[derive(Default)]
pub(crate) struct FakeHost {
    pages: Mutex<Vec<Arc<FakePage>>>,
    /// Responders of `…/keep`.
    pub(crate) kept: Mutex<Vec<Responder>>,
}

impl FakeHost {
    /// The page that was opened last.
    pub(crate) fn page(&self) -> Arc<FakePage> {
        self.pages.lock().unwrap().last().unwrap().clone()
    }

    pub(crate) fn page_count(&self) -> usize {
        self.pages.lock().unwrap().len()
    }
}

impl Host for FakeHost {
    fn page_opened(&self, _webview: WebviewId, url: &str, link: Arc<dyn Link>) -> Arc<dyn Page> {
        let page = Arc::new(FakePage {
            link,
            url: url.into(),
            calls: Mutex::default(),
            closed: AtomicUsize::new(0),
            gate: Gate::default(),
            waiting: Mutex::default(),
        });
        self.pages.lock().unwrap().push(page.clone());
        page
    }

    fn scheme_request(&self, _webview: WebviewId, request: http::Request<Bytes>, respond: Responder) {
        match request.uri().path() {
            "/drop" => drop(respond),
            "/keep" => self.kept.lock().unwrap().push(respond),
            _ => respond(http::Response::new(request.into_body().into())),
        }
    }

    fn allows_navigation(&self, _webview: WebviewId, url: &str, frame: Frame) -> bool {
        // `…/frame` may be shown inside of a page only.
        !(url.starts_with("https://evil") || frame == Frame::Main && url.ends_with("/frame"))
    }

    fn wants_window(&self, _webview: WebviewId, _url: &str, _features: WindowFeatures) {}

    fn download(&self, _webview: WebviewId, request: &DownloadRequest) -> Option<PathBuf> {
        (request.url == request.asked).then(|| request.destination.clone())
    }

    fn allows(&self, _webview: WebviewId, permission: Permission) -> bool {
        permission == Permission::Camera
    }
}

/// A running backend.
pub(crate) struct Fixture {
    pub(crate) control: Headless,
    pub(crate) handle: Arc<dyn Handle>,
    pub(crate) host: Arc<FakeHost>,
    ui: JoinHandle<i32>,
}

pub(crate) const WINDOW: WindowId = WindowId(1);
pub(crate) const VIEW: WebviewId = WebviewId(1);
pub(crate) const HOME: &str = "dormer://localhost/";

impl Fixture {
    /// Runs a loop whose program does nothing.
    pub(crate) fn new() -> Self {
        Self::with(|_, _| {})
    }

    /// Runs a loop whose program handles events with `on_event`.
    pub(crate) fn with(mut on_event: impl FnMut(&Arc<dyn Handle>, Event) + Send + 'static) -> Self {
        let (control, _start) = Headless::new();
        let host = Arc::new(FakeHost::default());
        let (starter, core) = (control.clone(), host.clone());
        let ui = std::thread::spawn(move || {
            let options = StartOptions { schemes: vec!["dormer".into()], ..StartOptions::default() };
            let backend = starter.start()(core, options).unwrap();
            let handle = backend.handle();
            backend.run(Box::new(move |event| on_event(&handle, event)))
        });
        control.wait_ready();
        Self { handle: control.handle(), control, host, ui }
    }

    /// Opens window and view number `id` and waits until the page has loaded.
    pub(crate) fn open(&self, id: u32) {
        let webview = WebviewSpec::new(WebviewId(id), HOME);
        self.handle.open(WindowSpec::new(WindowId(id), format!("window {id}")), Some(webview)).unwrap();
        self.control.settle();
    }

    /// Ends the loop; pages and tasks end with it.
    pub(crate) fn end(self) -> i32 {
        self.handle.request_exit(7);
        self.join()
    }

    /// Waits until the loop has ended.
    pub(crate) fn join(self) -> i32 {
        let code = self.control.wait_exit();
        assert_eq!(self.ui.join().unwrap(), code);
        code
    }
}
