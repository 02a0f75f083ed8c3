//! The isolation frame: all calls pass its hook, nothing passes it by, and a page that loses the frame is told.

use dormer::utils::config::PatternKind;
use dormer::{Config, Emitter, WebviewUrl, WebviewWindow, WebviewWindowBuilder};
use serde_json::{Value, json};

use super::stage::{ISOLATED, Play, check, text};

pub(crate) fn with_frame(config: &mut Config) {
    config.app.security.pattern = ISOLATED.get().cloned().unwrap_or(PatternKind::Brownfield);
}

pub(crate) fn with_frame_and_policy(config: &mut Config) {
    super::walls::with_policy(config);
    with_frame(config);
}

fn ask(play: &mut Play, window: &WebviewWindow, script: &str) -> Result<Value, String> {
    window.eval(format!("tell('answer', (async () => {{ {script} }})())")).map_err(text)?;
    play.heard(window.label(), "answer").map_err(|error| format!("`{script}`: {error}"))
}

fn expect(play: &mut Play, window: &WebviewWindow, script: &str, expected: &Value) -> Result<(), String> {
    let got = ask(play, window, script)?;
    check(got == *expected, || format!("`{script}` gave {got}, not {expected}"))
}

/// Calls, answers, channels, events and bytes pass the hook, which changes and refuses what it wants.
pub(crate) fn isolated(play: &mut Play) -> Result<(), String> {
    let window = play.open("main")?;
    for (script, expected) in [
        ("return invoke('echo', { value: { a: [1, 'é', null] } })", json!({ "a": [1, "é", null] })),
        ("return invoke('echo_async', { value: 1, hook: 'later' })", json!(1)),
        ("return invoke('nothing', { value: 7, hook: 'change' })", json!("changed from nothing 7")),
        ("return invoke('echo', { data: new Uint8Array(40).fill(9), hook: 'bytes' })", json!([40, 9])),
        (
            "return invoke('echo', { hook: 'shape' })",
            json!([
                ["cmd", "string"],
                ["callback", "number"],
                ["error", "number"],
                ["payload", "object"],
                ["options", "undefined"]
            ]),
        ),
        ("return invoke('echo', { hook: 'reach' })", json!(["undefined", "isolation", 2, "undefined"])),
        ("return invoke('echo', { hook: 'fetches' })", json!("kept in")),
        ("return invoke('echo', { hook: 'refuse' })", json!({ "failed": "the hook says no" })),
        ("return invoke('echo', { hook: 'refuse_later' })", json!({ "failed": "the hook says no later" })),
        (
            "return invoke('header_values', { hook: 'header' }, { headers: { 'x-page': 'page' } })",
            json!({ "x-hook": ["page and hook"] }),
        ),
        (
            "return invoke('echo', { hook: 'nothing' })",
            json!({ "failed": "the isolation hook gave no call back" }),
        ),
        (
            "const got = [];
             await listen('heard', (event) => got.push(event.payload));
             await emit('heard', { a: 1 });
             return got",
            json!([{ "a": 1 }]),
        ),
    ] {
        expect(play, &window, script, &expected)?;
    }
    // Every call is seen: those between two counts, and the second count itself.
    let before = ask(play, &window, "return invoke('echo', { hook: 'count' })")?;
    let script =
        "for (let at = 0; at < 100; at++) invoke('nothing'); return invoke('echo', { hook: 'count' })";
    let after = ask(play, &window, script)?;
    // One more is the page's answer to the scene.
    check(after.as_u64() == before.as_u64().map(|count| count + 102), || {
        format!("{before}, then {after} calls")
    })?;
    window.emit("heard", json!({ "a": 2 })).map_err(text)
}

/// There is no way round the frame.
pub(crate) fn walls(play: &mut Play) -> Result<(), String> {
    let window = play.open("main")?;
    expect(play, &window, "return typeof window.__DORMER_LINK__", &json!("undefined"))?;
    expect(
        play,
        &window,
        "const handler = window.webkit?.messageHandlers?.dormer;
         if (!handler) return [];
         const tries = [['', 1, 'open'], ['0'.repeat(32), 2, 'open'], [undefined, 1, 'poll'], 'open', {}, [], 7];
         const ends = await Promise.allSettled(tries.map((value) => handler.postMessage(value)));
         return ends.filter((end) => end.status !== 'rejected')",
        &json!([]),
    )?;
    // The frame is another origin.
    expect(
        play,
        &window,
        "const frame = document.getElementById('__tauri_isolation__').contentWindow;
         const tries = [() => frame.document, () => frame.__TAURI_ISOLATION_HOOK__, () => frame.eval, () => frame.__DORMER_LINK__];
         return tries.map((look) => { try { return String(look()) } catch (error) { return error.name } })",
        &json!(["SecurityError", "SecurityError", "SecurityError", "SecurityError"]),
    )?;
    // A frame beside it, and a second isolation frame: neither has a link or reaches the first one's.
    let count = "return invoke('echo', { hook: 'count' })";
    let before = ask(play, &window, count)?;
    let beside = "const frame = document.createElement('iframe');
         frame.srcdoc = `<script>(async () => {
             const frame = parent.document.getElementById('__tauri_isolation__').contentWindow;
             frame.postMessage('dormer-isolation', '*');
             frame.postMessage([1, 'echo', '', '{\"value\":1}'], '*');
             await new Promise((resolve) => setTimeout(resolve, 200));
             parent.postMessage([typeof window.__DORMER_LINK__], '*');
         })()</script>`;
         const heard = new Promise((resolve) => window.addEventListener('message', (event) => resolve(event.data), { once: true }));
         document.body.append(frame);
         return heard";
    expect(play, &window, beside, &json!(["undefined"]))?;
    let after = ask(play, &window, count)?;
    // The frame's answer to the scene, and this count.
    check(after.as_u64() == before.as_u64().map(|count| count + 3), || {
        format!("{before}, then {after} calls")
    })?;
    let second = "const frame = document.createElement('iframe');
        frame.src = document.getElementById('__tauri_isolation__').src;
        await new Promise((resolve) => { frame.onload = resolve; document.body.append(frame); });
        const got = [];
        window.addEventListener('message', (event) => { if (event.source === frame.contentWindow) got.push(event.data); });
        frame.contentWindow.postMessage('dormer-isolation', '*');
        frame.contentWindow.postMessage([1, 'echo', '', JSON.stringify({ value: 1 })], '*');
        await new Promise((resolve) => setTimeout(resolve, 300));
        frame.remove();
        return [got.length > 0, got.filter((message) => message[0] === 16).length]";
    expect(play, &window, second, &json!([true, 0]))?;
    // A message to the page itself is no answer.
    expect(
        play,
        &window,
        "window.postMessage([16, 1, 0, '1', ''], '*');
         window.postMessage('dormer-isolation', '*');
         return invoke('echo', { value: 'still' })",
        &json!("still"),
    )?;
    expect(
        play,
        &window,
        "return invoke('echo', { hook: 'refuse' })",
        &json!({ "failed": "the hook says no" }),
    )
}

/// A page that takes the frame away has no link any more, and is told; the next page has one.
pub(crate) fn lost(play: &mut Play) -> Result<(), String> {
    for (label, act, why) in [
        ("removed", "frame.remove()", "the isolation frame was removed from the page"),
        ("elsewhere", "frame.src = 'about:blank'", "the isolation frame went elsewhere"),
    ] {
        let window = play.open(label)?;
        let listening = "await listen('x', () => {}); return 'listens'";
        expect(play, &window, listening, &json!("listens"))?;
        // What it would say it cannot say; the title is told without a link.
        window
            .eval(format!(
                "(async () => {{
                    const frame = document.getElementById('__tauri_isolation__');
                    const waits = invoke('wait_for_gate_async', {{ name: 'never' }}).catch(String);
                    await new Promise((resolve) => setTimeout(resolve, 50));
                    {act};
                    sessionStorage.setItem('lost', JSON.stringify([await waits, await invoke('nothing').catch(String)]));
                    location.reload();
                }})()"
            ))
            .map_err(text)?;
        play.heard(label, "ready")?;
        let script = "return JSON.parse(sessionStorage.getItem('lost'))";
        expect(play, &window, script, &json!([why, why]))?;
        window.destroy().map_err(text)?;
    }
    play.settles("links of lost frames", |now| now.windows == 0).map(drop)
}

/// The page's policy lets the frame in, and nothing else.
pub(crate) fn policy(play: &mut Play) -> Result<(), String> {
    let window = WebviewWindowBuilder::new(&play.app, "main", WebviewUrl::App("walls.html".into()))
        .build()
        .map_err(text)?;
    play.heard("main", "ready")?;
    expect(play, &window, "return invoke('echo', { value: 1 })", &json!(1))?;
    expect(
        play,
        &window,
        "const blocked = new Promise((resolve) => document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective)));
         const frame = document.createElement('iframe');
         frame.src = 'data:text/html,x';
         document.body.append(frame);
         return blocked",
        &json!("frame-src"),
    )
}

/// Prints what a call costs, one after another and a thousand at once.
pub(crate) fn speed(play: &mut Play) -> Result<(), String> {
    let window = play.open("main")?;
    let script = "const one = async (count) => { for (let at = 0; at < count; at++) await invoke('echo', { value: at }); };
        const all = (count) => Promise.all(Array.from({ length: count }, (_, at) => invoke('echo', { value: at })));
        const time = async (run, count) => {
            await run(count);
            const start = performance.now();
            await run(count);
            return (performance.now() - start) * 1000 / count;
        };
        const body = new Uint8Array(1 << 20);
        const bytes = async (count) => { for (let at = 0; at < count; at++) await invoke('raw_echo', body); };
        return [await time(one, 5000), await time(all, 1000), await time(bytes, 50)]";
    let got = ask(play, &window, script)?;
    println!(
        "SPEED µs per call, one after another, a thousand at once, and a mebibyte there and back: {got}"
    );
    Ok(())
}
