//! A page that tries everything against a program that gives it one command of one plugin. What counts is which calls
//! arrive at the program's handlers. What the page tries is in `page/src/hostile.js`.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use dormer::ipc::{Invoke, InvokeBody};
use dormer::{Builder, Listener, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder};
use dormer_acl::core_permissions::core_manifests;
use dormer_acl::{Capability, Manifest, Options, PermissionFile, Resolved, Target, resolve};
use serde_json::{Value, json};

use super::stage::{LIMIT, Play, check, tell, text};

/// Calls that arrived: the command, and who the caller says it is.
static ARRIVED: Mutex<Vec<(String, String)>> = Mutex::new(Vec::new());

/// A page that calls while it goes to the app's own page.
const RUNNER: &str = "<!doctype html><title>foreign</title><script>
  const internals = window.__TAURI_INTERNALS__;
  const call = () => {
    internals?.invoke('plugin:vault|open', { from: 'foreign' }).catch(() => {});
    internals?.invoke('plugin:vault|open', { from: 'foreign', text: 'x'.repeat(20000) }).catch(() => {});
    internals?.invoke('plugin:vault|open', new Uint8Array(100000)).catch(() => {});
  };
  for (const name of ['beforeunload', 'pagehide', 'unload', 'visibilitychange']) addEventListener(name, call);
  call();
  const rounds = Number(location.search.slice(1));
  addEventListener('load', () => setTimeout(() => {
    for (let at = 0; at < 20; at++) call();
    if (location.hash === '#back') history.back();
    else location.href = 'dormer://localhost/hostile-home.html?' + rounds;
    for (let at = 0; at < 20; at++) call();
    const pump = new MessageChannel();
    pump.port1.onmessage = () => { call(); pump.port2.postMessage(0); };
    pump.port2.postMessage(0);
  }));
</script>";

/// The permissions: `vault|open` for the window `hostile`, and not even the app's own commands.
pub(crate) fn permissions() -> Resolved {
    let command =
        |name: &str| json!({ "identifier": format!("allow-{name}"), "commands": { "allow": [name] } });
    let vault: PermissionFile =
        serde_json::from_value(json!({ "permission": [command("open"), command("shut")] }))
            .expect("it is a permission file");
    let only = json!({ "identifier": "only", "windows": ["hostile"], "permissions": ["vault:allow-open"] });
    let only: Capability = serde_json::from_value(only).expect("it is a capability");
    let mut manifests = core_manifests();
    manifests.insert("vault".to_owned(), Manifest::from_files([vault]));
    let options = Options { strict: true, ..Options::default() };
    resolve(&manifests, &[only], Target::Linux, &options).expect("what it refers to is there")
}

/// Handlers that note what arrives, and a scheme of the program whose pages are not the app's own.
pub(crate) fn prepare(builder: Builder) -> Builder {
    let vault = dormer::plugin::Builder::<()>::new("vault").invoke_handler(|invoke| note("vault", invoke));
    builder.plugin(vault.build()).invoke_handler(|invoke| note("app", invoke)).register_uri_scheme_protocol(
        "foreign",
        |_, request| {
            let body = match request.uri().path() {
                "/frame" => {
                    "<!doctype html><script src=\"/knock.js\"></script><script>
                   knock('foreign', false).then((outcome) => parent.postMessage({ outcome }, '*'));</script>"
                }
                "/knock.js" => include_str!("../../../page/src/hostile-knock.js"),
                _ => RUNNER,
            };
            let kind = if request.uri().path().ends_with(".js") { "text/javascript" } else { "text/html" };
            dormer::http::Response::builder()
                .header("content-type", kind)
                .header("access-control-allow-origin", "*")
                .body(body.as_bytes().to_vec())
                .expect("the parts are valid")
        },
    )
}

fn note(place: &str, invoke: Invoke) -> bool {
    let from = match invoke.message.payload() {
        InvokeBody::Json(value) => value["from"].as_str().unwrap_or("nobody").to_owned(),
        InvokeBody::Raw(_) => "bytes".to_owned(),
    };
    let command = invoke.message.command().to_owned();
    arrived().push((format!("{place}|{command}"), from));
    invoke.resolver.resolve(command);
    true
}

fn arrived() -> std::sync::MutexGuard<'static, Vec<(String, String)>> {
    ARRIVED.lock().unwrap_or_else(PoisonError::into_inner)
}

fn open(play: &Play, page: &str) -> Result<WebviewWindow, String> {
    let url = match Url::parse(page) {
        Ok(url) => WebviewUrl::CustomProtocol(url),
        Err(_) => WebviewUrl::App(page.into()),
    };
    WebviewWindowBuilder::new(&play.app, "hostile", url)
        .title("as it was")
        .on_document_title_changed(|window, title| {
            if let Some((name, value)) = title.split_once(' ') {
                tell(window.label(), name, serde_json::from_str(value).unwrap_or(json!(value)));
            }
        })
        .build()
        .map_err(text)
}

/// Nothing that commands could have done has happened.
fn is_untouched(play: &Play, window: &WebviewWindow) -> Result<(), String> {
    let now = play.app.diagnostics();
    check((now.windows, now.listeners, now.channels, now.resources) == (1, 0, 0, 0), || {
        format!("the core holds {now:?}")
    })?;
    let title = window.title().map_err(text)?;
    check(title == "as it was", || format!("the window is called {title}"))
}

pub(crate) fn page(play: &mut Play) -> Result<(), String> {
    let listener = play.app.listen_any("hostile", |_| arrived().push(("event".into(), "page".into())));
    let window = open(play, "hostile.html")?;
    let said = play.heard("hostile", "done")?;
    check(said["wrong"] == json!([]) && said["stolen"] == json!(""), || format!("the page: {said}"))?;
    let calls = std::mem::take(&mut *arrived());
    let (allowed, others): (Vec<_>, Vec<_>) =
        calls.into_iter().partition(|(command, from)| command == "vault|open" && from == "page");
    check(json!(allowed.len()) == said["open"] && allowed.len() == 6, || {
        format!("{} calls of the page arrived, it knows of {}", allowed.len(), said["open"])
    })?;
    let strange = |(command, from): &&(String, String)| command == "vault|open" && from == "strange";
    check(others.iter().filter(|call| !strange(call)).count() == 0, || format!("arrived: {others:?}"))?;
    play.app.unlisten(listener);
    is_untouched(play, &window)?;
    let count = said["contexts"].as_u64().unwrap_or(0);
    let all = (0..count).map(|_| play.heard("hostile", "context")).collect::<Result<Vec<_>, _>>()?;
    contexts(&all)
}

/// The contexts that there should have been were there, and found nothing but what is no way to the core.
fn contexts(outcomes: &[Value]) -> Result<(), String> {
    for context in [
        "page itself",
        "own",
        "srcdoc",
        "blank",
        "data",
        "blob",
        "nested",
        "sandboxed",
        "sandboxed own",
        "foreign",
        "written",
        "dedicated",
        "blob worker",
    ] {
        let ran = outcomes.iter().any(|one| one["from"] == context && one["silent"] != json!(true));
        check(ran, || format!("{context} did not run: {outcomes:?}"))?;
    }
    for one in outcomes {
        let found = one["found"].as_array().cloned().unwrap_or_default();
        let own = |name: &Value| {
            let name = name.as_str().unwrap_or_default();
            // Frames of the app's own origin see the page's object, as the page does, and the name of the engine's
            // message handler, which takes no message from them.
            name.ends_with(".handler") || ["parent.internals", "top.internals"].contains(&name)
        };
        let is_foreign =
            ["data", "sandboxed", "sandboxed file", "foreign"].iter().any(|name| one["from"] == *name);
        let mut odd =
            found.iter().filter(|name| if is_foreign { *name != "self.handler" } else { !own(name) });
        check(odd.next().is_none() && one["answered"] == json!([]), || format!("{one}"))?;
    }
    Ok(())
}

/// Documents of other origins call while they give way to the app's own page, which may call.
pub(crate) fn navigations(play: &mut Play) -> Result<(), String> {
    let rounds = 8;
    let window = open(play, &format!("foreign://localhost/?{rounds}"))?;
    play.heard_within("hostile", "home", LIMIT)?;
    // Late calls have had time to arrive.
    std::thread::sleep(Duration::from_millis(500));
    let calls = std::mem::take(&mut *arrived());
    let expected = ("vault|open".to_owned(), "home".to_owned());
    check(calls.iter().all(|call| *call == expected), || format!("arrived: {calls:?}"))?;
    check(calls.len() > rounds, || format!("{} calls arrived", calls.len()))?;
    is_untouched(play, &window)
}
