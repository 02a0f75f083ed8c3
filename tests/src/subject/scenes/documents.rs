//! The ends of documents: reloads, navigations, closed windows, dead web processes. What they leave in the core.

use dormer::{Diagnostics, Url, WebviewEvent, WebviewWindow};
use serde_json::{Value, json};

use super::processes;
use super::stage::{Play, check, tell, text};
use crate::gates;

/// Nothing open but the pages and windows themselves.
fn is_clean(now: &Diagnostics, pages: usize) -> bool {
    (now.pages, now.windows) == (pages, pages) && is_empty(now)
}

fn is_empty(now: &Diagnostics) -> bool {
    (now.calls, now.listeners, now.channels, now.resources) == (0, 0, 0, 0)
}

/// The page can still call and is answered.
fn works(play: &mut Play, window: &WebviewWindow) -> Result<(), String> {
    window.eval("tell('works', invoke('echo', { value: 7 }))").map_err(text)?;
    let answer = play.heard(window.label(), "works")?;
    check(answer == json!(7), || format!("the page got {answer}"))
}

/// Opens a window whose page leaves things open in the core, and sees them there.
fn open_busy(play: &mut Play, gate: &str) -> Result<WebviewWindow, String> {
    let window = play.open("main")?;
    play.settles("at the start", |now| is_clean(now, 1))?;
    window.eval(format!("void busy('{gate}')")).map_err(text)?;
    play.heard("main", "busy")?;
    play.settles("while it is busy", |now| {
        (now.pages, now.listeners, now.channels, now.resources) == (1, 20, 20, 5) && now.calls >= 21
    })?;
    Ok(window)
}

/// What belonged to the old document goes at once; running commands and the channels they hold when they end.
fn goes_clean(play: &Play, pages: usize, windows: usize, gate: &str) -> Result<(), String> {
    play.settles("before the commands end", |now| {
        (now.pages, now.windows, now.listeners, now.resources) == (pages, windows, 0, 0)
    })?;
    gates::open(gate);
    play.settles("after the commands ended", |now| {
        (now.pages, now.windows) == (pages, windows) && is_empty(now)
    })?;
    Ok(())
}

pub(crate) fn hello(play: &mut Play) -> Result<(), String> {
    let window = play.open("main")?;
    works(play, &window)
}

pub(crate) fn reload(play: &mut Play) -> Result<(), String> {
    let window = open_busy(play, "reload")?;
    window.reload().map_err(text)?;
    play.heard("main", "ready")?;
    goes_clean(play, 1, 1, "reload")?;
    works(play, &window)
}

pub(crate) fn navigate(play: &mut Play) -> Result<(), String> {
    let window = open_busy(play, "navigate")?;
    window.navigate(Url::parse("dormer://localhost/scene.html?two").map_err(text)?).map_err(text)?;
    let address = play.heard("main", "ready")?;
    check(address == json!("/scene.html?two"), || format!("the page is at {address}"))?;
    goes_clean(play, 1, 1, "navigate")?;
    works(play, &window)
}

/// To a document that is no page of the app, and back.
pub(crate) fn leave(play: &mut Play) -> Result<(), String> {
    let window = open_busy(play, "leave")?;
    window.navigate(Url::parse("about:blank").map_err(text)?).map_err(text)?;
    play.settles("on a blank page", |now| (now.listeners, now.resources) == (0, 0))?;
    gates::open("leave");
    play.settles("on a blank page", is_empty)?;
    window.navigate(Url::parse("dormer://localhost/scene.html").map_err(text)?).map_err(text)?;
    play.heard("main", "ready")?;
    play.settles("back again", |now| is_clean(now, 1))?;
    works(play, &window)
}

pub(crate) fn close(play: &mut Play) -> Result<(), String> {
    let window = open_busy(play, "close")?;
    window.close().map_err(text)?;
    goes_clean(play, 0, 0, "close")?;
    check(window.title().is_err(), || "a closed window still answers".into())?;
    // The label is free again.
    let window = play.open("main")?;
    works(play, &window)
}

/// Closed before its page has said anything.
pub(crate) fn close_unheard(play: &mut Play) -> Result<(), String> {
    for round in 0..10 {
        let window = play.window(&format!("w{round}")).build().map_err(text)?;
        window.destroy().map_err(text)?;
    }
    play.settles("after all are closed", |now| is_clean(now, 0))?;
    let window = play.open("main")?;
    works(play, &window)
}

pub(crate) fn many_reloads(play: &mut Play) -> Result<(), String> {
    let window = play.open("main")?;
    for _ in 0..15 {
        window
            .eval("void listen('x', () => {}); invoke('echo', { value: 1 }); location.reload()")
            .map_err(text)?;
        play.heard("main", "ready")?;
    }
    play.settles("after all reloads", |now| is_clean(now, 1))?;
    works(play, &window)
}

/// The web process dies with a hundred calls open; the page comes back once, and stays away when it dies again at once.
pub(crate) fn crash(play: &mut Play) -> Result<(), String> {
    let window = open_busy(play, "crash")?;
    window.on_webview_event(|event| {
        if let WebviewEvent::Crashed { reason, reloads, .. } = event {
            tell("main", "crashed", json!({ "reason": reason, "reloads": reloads }));
        }
    });
    window
        .eval("for (let at = 0; at < 100; at++) invoke('wait_for_gate_async', { name: 'crash' })")
        .map_err(text)?;
    play.settles("with all calls", |now| now.calls >= 121)?;
    let before = processes::web_processes();
    check(before.len() == 1, || format!("one web process, not {before:?}"))?;
    processes::crash(before[0])?;
    let crashed = play.heard("main", "crashed")?;
    check(crashed["reloads"] == Value::Bool(true), || format!("the event: {crashed}"))?;
    play.heard("main", "ready")?;
    goes_clean(play, 1, 1, "crash")?;
    works(play, &window)?;

    let after = processes::web_processes();
    let fresh: Vec<_> = after.iter().filter(|id| !before.contains(id)).copied().collect();
    check(fresh.len() == 1, || format!("one fresh web process, not {fresh:?}"))?;
    processes::crash(fresh[0])?;
    let crashed = play.heard("main", "crashed")?;
    check(crashed["reloads"] == Value::Bool(false), || format!("the second event: {crashed}"))?;
    play.settles("with a dead page", |now| now.pages == 0 && now.windows == 1 && is_empty(now))?;
    window.reload().map_err(text)?;
    play.heard("main", "ready")?;
    works(play, &window)
}
