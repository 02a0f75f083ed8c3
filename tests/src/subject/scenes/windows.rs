//! Windows and what they are told: labels, addresses, events between them, closing by request.

use dormer::{Emitter, EventTarget, Manager, Url, WebviewUrl, WebviewWindowBuilder};
use serde_json::json;

use super::stage::{Play, check, text};

fn refused(play: &Play, label: &str, url: WebviewUrl, part: &str) -> Result<(), String> {
    match WebviewWindowBuilder::new(&play.app, label, url).build() {
        Ok(_) => Err(format!("window `{label}` opened; expected a refusal with `{part}`")),
        Err(error) => check(error.to_string().contains(part), || format!("window `{label}`: {error}")),
    }
}

pub(crate) fn labels(play: &mut Play) -> Result<(), String> {
    play.open("main")?;
    refused(play, "main", WebviewUrl::default(), "a webview with label `main` already exists")?;
    for label in ["", "a b", "a.b", "a\0", "a\u{2013}"] {
        refused(
            play,
            label,
            WebviewUrl::default(),
            "window labels must only include alphanumeric characters",
        )?;
    }
    for label in ["a-/:_9", "größe", "事件"] {
        play.open(label)?;
    }
    let count = play.app.webview_windows().len();
    check(count == 4, || format!("{count} windows"))?;
    check(play.get("größe")?.label() == "größe", || "the label".into())
}

pub(crate) fn addresses(play: &mut Play) -> Result<(), String> {
    let data = Url::parse("data:text/html,<p>x").map_err(text)?;
    refused(play, "data", WebviewUrl::External(data), "webview-data-url")?;
    play.settles("after the refusal", |now| now.windows == 0)?;
    let window = play.open("main")?;
    let view: &dormer::Webview = window.as_ref();
    let error =
        view.convert_file_src("x", Some("no scheme")).map(|url| format!("got {url}")).unwrap_or_else(text);
    check(error.contains("not a url"), || error.clone())?;
    let url = window.url().map_err(text)?;
    check(url.as_str() == "dormer://localhost/scene.html", || format!("at {url}"))?;
    window.close().map_err(text)?;
    play.settles("after closing", |now| now.windows == 0)?;
    let error = window.eval("1").map(|()| "it worked".to_owned()).unwrap_or_else(text);
    check(error.contains("main"), || format!("eval in a closed window: {error}"))
}

/// An event for one window is not heard in the other.
pub(crate) fn events_between_windows(play: &mut Play) -> Result<(), String> {
    let one = play.open("one")?;
    let two = play.open("two")?;
    for window in [&one, &two] {
        let label = window.label();
        window
            .eval(format!(
                "window.heard = [];
                 const target = {{ kind: 'WebviewWindow', label: '{label}' }};
                 Promise.all([
                   listen('parted', ({{ payload }}) => heard.push(payload), {{ target }}),
                   listen('last', () => say('heard', heard)),
                 ]).then(() => say('listens'))"
            ))
            .map_err(text)?;
        play.heard(label, "listens")?;
    }
    let app = play.app.clone();
    app.emit_to(EventTarget::webview_window("one"), "parted", 1).map_err(text)?;
    app.emit_to("two", "parted", 2).map_err(text)?;
    two.emit("parted", 3).map_err(text)?;
    one.eval("emitTo('two', 'parted', 4).then(() => emit('last'))").map_err(text)?;
    let (first, second) = (play.heard("one", "heard")?, play.heard("two", "heard")?);
    check(first == json!([1, 3]), || format!("one heard {first}"))?;
    check(second == json!([2, 3, 4]), || format!("two heard {second}"))
}

/// A page that listens to the request keeps its window until it destroys it.
pub(crate) fn close_requested(play: &mut Play) -> Result<(), String> {
    let window = play.open("main")?;
    window
        .eval(
            "listen('tauri://close-requested', () => say('asked'), { target: { kind: 'Window', label: 'main' } })
               .then(() => say('listens'))",
        )
        .map_err(text)?;
    play.heard("main", "listens")?;
    window.close().map_err(text)?;
    play.heard("main", "asked")?;
    check(window.title().is_ok(), || "the window went although its page listens".into())?;
    // After a reload nobody listens any more, so the window closes.
    window.reload().map_err(text)?;
    play.heard("main", "ready")?;
    play.settles("after the reload", |now| now.listeners == 0)?;
    window.close().map_err(text)?;
    play.settles("after closing", |now| now.windows == 0)?;
    Ok(())
}
