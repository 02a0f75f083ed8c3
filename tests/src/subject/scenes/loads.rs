//! What pages load: custom schemes, refused navigations, changed answers, pages that are not the app's.

use std::thread;

use dormer::http::Response;
use dormer::{Builder, Url, WebviewUrl, WebviewWindowBuilder};
use serde_json::json;

use super::stage::{Play, check, tell, text};
use crate::gates;

/// A page that calls and puts the outcome in its title, which needs no call.
const FOREIGN: &str = "<!doctype html><title>start</title><script>
  const internals = window.__TAURI_INTERNALS__;
  if (!internals) document.title = 'no internals';
  else internals.invoke('nothing').then(() => document.title = 'answered', (error) => document.title = `refused: ${error}`);
</script>";

/// `quick` answers at once, `late` when a gate opens, from another thread.
pub(crate) fn add_schemes(builder: Builder) -> Builder {
    builder
        .register_uri_scheme_protocol("quick", |context, request| {
            let path = request.uri().path().to_owned();
            let (kind, body) = match path.as_str() {
                "/page" => ("text/html", FOREIGN.to_owned()),
                _ => ("text/plain", format!("{} {path} for {}", request.method(), context.webview_label())),
            };
            let status = if path == "/missing" { 404 } else { 200 };
            answer(status, kind, body)
        })
        .register_asynchronous_uri_scheme_protocol("late", |_, request, responder| {
            if request.uri().path() == "/dropped" {
                return;
            }
            thread::spawn(move || {
                let passed = gates::pass("late");
                let text = format!("late {passed} {}", String::from_utf8_lossy(request.body()));
                responder.respond(answer(200, "text/plain", text));
            });
        })
}

fn answer(status: u16, kind: &str, body: String) -> Response<Vec<u8>> {
    Response::builder()
        .status(status)
        .header("content-type", kind)
        .header("access-control-allow-origin", "*")
        .body(body.into_bytes())
        .expect("the parts are valid")
}

pub(crate) fn schemes(play: &mut Play) -> Result<(), String> {
    let window = play.open("main")?;
    let mut ask = |name: &str, call: &str| -> Result<serde_json::Value, String> {
        window.eval(format!("tell('{name}', {call})")).map_err(text)?;
        play.heard("main", name)
    };
    let got = ask("quick", "fetch('quick://localhost/a/b').then(async (a) => [a.status, await a.text()])")?;
    check(got == json!([200, "GET /a/b for main"]), || format!("quick: {got}"))?;
    let got = ask("missing", "fetch('quick://localhost/missing').then((a) => a.status)")?;
    check(got == json!(404), || format!("missing: {got}"))?;
    let got = ask("dropped", "fetch('late://localhost/dropped').then((a) => a.status, () => 'failed')")?;
    check(got == json!(500) || got == json!("failed"), || format!("dropped: {got}"))?;
    window.eval("tell('late', fetch('late://localhost/x').then((a) => a.text()))").map_err(text)?;
    window.eval("tell('meanwhile', invoke('echo', { value: 1 }))").map_err(text)?;
    play.heard("main", "meanwhile")?;
    gates::open("late");
    let got = play.heard("main", "late")?;
    check(got == json!("late true "), || format!("late: {got}"))
}

/// A page of another scheme is not part of the app: its calls are refused.
pub(crate) fn foreign_page(play: &mut Play) -> Result<(), String> {
    let url = Url::parse("quick://localhost/page").map_err(text)?;
    let window = WebviewWindowBuilder::new(&play.app, "foreign", WebviewUrl::CustomProtocol(url))
        .on_document_title_changed(|window, title| {
            if title != "start" {
                tell(window.label(), "title", json!(title));
            }
        })
        .build()
        .map_err(text)?;
    let title = play.heard("foreign", "title")?;
    let title = title.as_str().unwrap_or_default();
    check(title.starts_with("refused: ") && title.contains("not allowed"), || title.to_owned())?;
    // On the app's own page the same view may call again.
    window.navigate(Url::parse("dormer://localhost/scene.html").map_err(text)?).map_err(text)?;
    play.heard("foreign", "ready")?;
    Ok(())
}

pub(crate) fn refused_navigation(play: &mut Play) -> Result<(), String> {
    let window = play
        .window("main")
        .on_navigation(|url| {
            let refused = url.query() == Some("forbidden");
            if refused {
                tell("main", "refused", json!(url.as_str()));
            }
            !refused
        })
        .build()
        .map_err(text)?;
    play.heard("main", "ready")?;
    for script in ["location.href = '/scene.html?forbidden'", "location.replace('/scene.html?forbidden')"] {
        window.eval(script).map_err(text)?;
        play.heard("main", "refused")?;
        window.eval("tell('at', location.search)").map_err(text)?;
        let at = play.heard("main", "at")?;
        check(at == json!(""), || format!("the page is at {at}"))?;
    }
    window.eval("location.href = '/scene.html?allowed'").map_err(text)?;
    let at = play.heard("main", "ready")?;
    check(at == json!("/scene.html?allowed"), || format!("the page is at {at}"))
}

pub(crate) fn changed_answers(play: &mut Play) -> Result<(), String> {
    let window = play
        .window("main")
        .on_web_resource_request(|request, response| {
            if request.uri().path() == "/missing.txt" {
                *response.status_mut() = dormer::http::StatusCode::OK;
                *response.body_mut() = b"from the hook".to_vec().into();
            }
            let value = dormer::http::HeaderValue::from_static("yes");
            response.headers_mut().insert("x-changed", value);
        })
        .build()
        .map_err(text)?;
    play.heard("main", "ready")?;
    let script = "tell('hook', fetch('/missing.txt').then(async (a) => [a.status, a.headers.get('x-changed'), await a.text()]))";
    window.eval(script).map_err(text)?;
    let got = play.heard("main", "hook")?;
    check(got == json!([200, "yes", "from the hook"]), || format!("got {got}"))
}
