//! What scenes are made with: windows whose pages say things, waiting for what they say, checking.

use std::process::ExitCode;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use dormer::utils::config::PatternKind;
use dormer::{
    AppHandle, Builder, Config, Diagnostics, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    command,
};
use dormer_acl::Resolved;
use serde_json::Value;

use crate::commands;

/// A scene.
#[derive(Clone, Copy)]
pub(crate) struct Scene {
    /// Adds to the program before it is built.
    pub(crate) prepare: fn(Builder) -> Builder,
    /// Changes the configuration before that.
    pub(crate) configure: fn(&mut Config),
    /// What pages may call, when it is not what the program was built with.
    pub(crate) permissions: Option<fn() -> Resolved>,
    /// Runs beside the loop.
    pub(crate) play: fn(&mut Play) -> Result<(), String>,
}

/// How long a scene waits for anything.
pub(crate) const LIMIT: Duration = Duration::from_secs(40);

/// What a page said.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    /// Label of its window.
    pub(crate) label: String,
    /// What it is about.
    pub(crate) name: String,
    /// More.
    pub(crate) value: Value,
}

/// What the configuration says of the isolation frame. Scenes have none unless they ask for it.
pub(crate) static ISOLATED: OnceLock<PatternKind> = OnceLock::new();

static HEARER: Mutex<Option<Sender<Said>>> = Mutex::new(None);

/// Pages call this. Async, so that a waiting command does not keep pages silent.
#[command]
pub(crate) async fn say(window: WebviewWindow, name: String, value: Value) {
    tell(window.label(), &name, value);
}

/// Rust code of a scene says something in place of a page.
pub(crate) fn tell(label: &str, name: &str, value: Value) {
    let said = Said { label: label.to_owned(), name: name.to_owned(), value };
    if let Some(hearer) = &*HEARER.lock().unwrap_or_else(PoisonError::into_inner) {
        // The scene may be over.
        let _ = hearer.send(said);
    }
}

/// A running scene.
pub(crate) struct Play {
    pub(crate) app: AppHandle,
    said: Receiver<Said>,
    kept: Vec<Said>,
}

impl Play {
    /// Builds the program and plays the scene on a thread.
    pub(crate) fn run(scene: Scene) -> ExitCode {
        let (hearer, said) = channel();
        *HEARER.lock().unwrap_or_else(PoisonError::into_inner) = Some(hearer);
        let mut context = dormer::generate_context!();
        let security = &mut context.config_mut().app.security;
        let isolated = std::mem::take(&mut security.pattern);
        let _ = ISOLATED.set(isolated);
        (scene.configure)(context.config_mut());
        if let Some(permissions) = scene.permissions {
            context = context.with_permissions(permissions());
        }
        let app = match (scene.prepare)(commands::add(Builder::default())).build(context) {
            Ok(app) => app,
            Err(error) => {
                eprintln!("error: {error}");
                return ExitCode::FAILURE;
            }
        };
        let handle = app.handle().clone();
        let mut start = Some(move || {
            std::thread::spawn(move || {
                let app = handle.clone();
                let mut play = Self { app: handle, said, kept: Vec::new() };
                match (scene.play)(&mut play) {
                    Ok(()) => println!("PLAYED"),
                    Err(why) => {
                        println!("FAILED {why}");
                        app.exit(9);
                        return;
                    }
                }
                app.exit(0);
            });
        });
        let code = app.run_return(move |_, event| match event {
            dormer::RunEvent::Ready => {
                if let Some(start) = start.take() {
                    start();
                }
            }
            // Scenes may close their last window.
            dormer::RunEvent::ExitRequested { code: None, api } => api.prevent_exit(),
            _ => {}
        });
        ExitCode::from(u8::try_from(code).unwrap_or(1))
    }

    /// Begins a window with the page of the scenes.
    pub(crate) fn window(&self, label: &str) -> WebviewWindowBuilder {
        WebviewWindowBuilder::new(&self.app, label, WebviewUrl::App("scene.html".into())).title(label)
    }

    /// Opens a window and waits until its page is there.
    pub(crate) fn open(&mut self, label: &str) -> Result<WebviewWindow, String> {
        let window = self.window(label).build().map_err(|error| error.to_string())?;
        self.heard(label, "ready")?;
        Ok(window)
    }

    /// Waits until the page of this window says `name`; what it says otherwise is kept for later.
    pub(crate) fn heard(&mut self, label: &str, name: &str) -> Result<Value, String> {
        self.heard_within(label, name, LIMIT)
    }

    /// As [`Play::heard`], with a bound.
    pub(crate) fn heard_within(&mut self, label: &str, name: &str, limit: Duration) -> Result<Value, String> {
        let is = |said: &Said| said.label == label && said.name == name;
        if let Some(at) = self.kept.iter().position(is) {
            return Ok(self.kept.remove(at).value);
        }
        let end = Instant::now() + limit;
        loop {
            match self.said.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(said) if is(&said) => return Ok(said.value),
                Ok(said) => self.kept.push(said),
                Err(_) => return Err(format!("{label} did not say {name} in time; kept: {:?}", self.kept)),
            }
        }
    }

    /// Waits until the core holds what `wanted` accepts. Nothing announces a count, so this looks again and again.
    pub(crate) fn settles(
        &self,
        what: &str,
        wanted: impl Fn(&Diagnostics) -> bool,
    ) -> Result<Diagnostics, String> {
        let end = Instant::now() + LIMIT;
        loop {
            let now = self.app.diagnostics();
            if wanted(&now) {
                return Ok(now);
            }
            if Instant::now() > end {
                return Err(format!("{what}: the core still holds {now:?}"));
            }
            std::thread::yield_now();
        }
    }

    /// The window of this label.
    pub(crate) fn get(&self, label: &str) -> Result<WebviewWindow, String> {
        self.app.get_webview_window(label).ok_or_else(|| format!("there is no window {label}"))
    }
}

/// Fails with `what` unless it holds.
pub(crate) fn check(holds: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what()) }
}

/// Any error as the text of a failed scene.
pub(crate) fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}
