//! Much at once: events, channel messages and bodies beyond what a page takes; listeners that fail.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use dormer::ipc::{JavaScriptChannelId, Response};
use dormer::{Emitter, Listener};
use serde_json::{Value, json};

use super::processes::resident;
use super::stage::{Play, check, text};
use crate::runner;

/// Events of one flood; the slower carrier gets a smaller one.
fn events() -> u32 {
    if runner::carrier() == "direct" { 2_000_000 } else { 200_000 }
}

/// What the core may keep for a page that is slow: its queue is bounded by 16 MiB, the rest is the allocator's.
const GROWTH: u64 = 64 << 20;

/// More events than a slow page can take: nothing is lost, the order stays, the core does not grow.
pub(crate) fn slow_handler(play: &mut Play) -> Result<(), String> {
    let events = events();
    let window = play.open("main")?;
    window
        .eval(format!(
            "let next = 0, wrong = 0;
             listen('flood', ({{ payload }}) => {{
               if (payload.number !== next++) wrong++;
               if (next % 5000 === 0) spin(20);
               if (next === {events}) say('flooded', wrong);
             }}).then(() => say('listens'))"
        ))
        .map_err(text)?;
    play.heard("main", "listens")?;
    let before = resident();
    let mut most = before;
    for number in 0..events {
        play.app
            .emit("flood", json!({ "number": number, "text": "some words that make it longer" }))
            .map_err(text)?;
        if number % 10_000 == 0 {
            most = most.max(resident());
        }
    }
    let wrong = play.heard_within("main", "flooded", Duration::from_secs(90))?;
    most = most.max(resident());
    println!("the core grew by {} KiB during {events} events", (most - before) / 1024);
    check(wrong == json!(0), || format!("{wrong} events out of place"))?;
    check(most - before < GROWTH, || format!("the core grew by {} bytes", most - before))
}

/// A page that does not read: whoever sends to it waits, nobody else does, and nothing is lost.
pub(crate) fn busy_page(play: &mut Play) -> Result<(), String> {
    const COUNT: u32 = 200;
    let window = play.open("main")?;
    let other = play.open("other")?;
    window
        .eval(
            "let count = 0, bytes = 0;
             window.channel = new Channel((message) => {
               count++;
               bytes += message.byteLength;
               if (count === 200) say('all', bytes);
             });
             say('channel', channel.toJSON())",
        )
        .map_err(text)?;
    let channel: JavaScriptChannelId =
        serde_json::from_value(play.heard("main", "channel")?).map_err(text)?;
    let channel = channel.channel_on::<Response>(AsRef::<dormer::Webview>::as_ref(&window).clone());
    window.eval("say('spins').then(() => spin(4000))").map_err(text)?;
    play.heard("main", "spins")?;

    let sent = Arc::new(AtomicU32::new(0));
    let sender = thread::spawn({
        let sent = Arc::clone(&sent);
        move || {
            for _ in 0..COUNT {
                channel.send(Response::new(vec![1; 1 << 20]))?;
                sent.fetch_add(1, Ordering::SeqCst);
            }
            Ok::<(), dormer::Error>(())
        }
    });
    for round in 0..100 {
        other.eval(format!("tell('round', invoke('echo', {{ value: {round} }}))")).map_err(text)?;
        let answer = play.heard("other", "round")?;
        check(answer == json!(round), || format!("the other page got {answer}"))?;
    }
    let meanwhile = sent.load(Ordering::SeqCst);
    check(meanwhile < COUNT, || "the sender did not wait".into())?;
    let bytes = play.heard("main", "all")?;
    check(bytes == json!(u64::from(COUNT) << 20), || format!("{bytes} bytes arrived"))?;
    sender.join().map_err(|_| "the sender panicked")?.map_err(text)
}

/// Sixteen threads emit to one page: each thread's events keep their order.
pub(crate) fn sixteen_threads(play: &mut Play) -> Result<(), String> {
    let window = play.open("main")?;
    window
        .eval(
            "const next = new Array(16).fill(0); let wrong = 0, count = 0;
             listen('many', ({ payload: [thread, number] }) => {
               if (number !== next[thread]++) wrong++;
               if (++count === 32000) say('many', wrong);
             }).then(() => say('listens'))",
        )
        .map_err(text)?;
    play.heard("main", "listens")?;
    let heard = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&heard);
    play.app.listen_any("many", move |_| {
        count.fetch_add(1, Ordering::SeqCst);
    });
    let threads: Vec<_> = (0..16u32)
        .map(|thread| {
            let app = play.app.clone();
            thread::spawn(move || (0..2000u32).try_for_each(|number| app.emit("many", (thread, number))))
        })
        .collect();
    for thread in threads {
        thread.join().map_err(|_| "an emitter panicked")?.map_err(text)?;
    }
    let wrong = play.heard("main", "many")?;
    check(wrong == json!(0), || format!("{wrong} events out of place"))?;
    let heard = heard.load(Ordering::SeqCst);
    check(heard == 32_000, || format!("a listener in Rust heard {heard}"))
}

/// Half a gigabyte each way.
pub(crate) fn huge_bodies(play: &mut Play) -> Result<(), String> {
    let window = play.open("main")?;
    let start = std::time::Instant::now();
    window
        .eval(
            "const size = 512 * 1024 * 1024;
             const large = new Uint8Array(size);
             large[size - 1] = 9;
             tell('to-core', invoke('last_byte', large))",
        )
        .map_err(text)?;
    let answer = play.heard_within("main", "to-core", Duration::from_secs(60))?;
    check(answer == json!([512 << 20, 9]), || format!("to the core: {answer}"))?;
    window
        .eval(
            "tell('to-page', invoke('zeros', { size: 512 * 1024 * 1024, last: 5 }).then((buffer) => {
               const bytes = new Uint8Array(buffer);
               return [bytes.length, bytes[bytes.length - 1]];
             }))",
        )
        .map_err(text)?;
    println!("to the core after {:?}", start.elapsed());
    let answer = play.heard_within("main", "to-page", Duration::from_secs(60))?;
    check(answer == json!([512 << 20, 5]), || format!("to the page: {answer}"))
}

/// Beyond the limit of a body both ways: refused with a text, and the page goes on.
pub(crate) fn too_large_bodies(play: &mut Play) -> Result<(), String> {
    let window = play.open("main")?;
    let asks = [
        ("to-core", "invoke('last_byte', new Uint8Array(2 ** 30 + 1))"),
        ("to-page", "invoke('zeros', { size: 2 ** 30 + 1, last: 0 })"),
    ];
    for (name, call) in asks {
        window.eval(format!("tell('{name}', {call})")).map_err(text)?;
        let answer = play.heard("main", name)?;
        println!("{name}: {answer}");
        let failed = answer["failed"].as_str().unwrap_or_default().to_owned();
        check(failed.contains("large") || failed.contains("limit"), || format!("{name}: {answer}"))?;
        window.eval("tell('after', invoke('echo', { value: 1 }))").map_err(text)?;
        let after = play.heard("main", "after")?;
        check(after == json!(1), || format!("after {name}: {after}"))?;
    }
    Ok(())
}

/// A listener that panics takes neither the emitter nor the other listeners with it.
pub(crate) fn panicking_listener(play: &mut Play) -> Result<(), String> {
    let window = play.open("main")?;
    window
        .eval("listen('boom', ({ payload }) => say('boom', payload)).then(() => say('listens'))")
        .map_err(text)?;
    play.heard("main", "listens")?;
    let heard = Arc::new(AtomicU32::new(0));
    play.app.listen("boom", |_| panic!("expected by a test"));
    let count = Arc::clone(&heard);
    play.app.listen("boom", move |_| {
        count.fetch_add(1, Ordering::SeqCst);
    });
    for round in 0..2 {
        play.app.emit("boom", round).map_err(text)?;
        let payload = play.heard("main", "boom")?;
        check(payload == json!(round), || format!("the page heard {payload}"))?;
    }
    check(heard.load(Ordering::SeqCst) == 2, || "the other listener was passed over".into())?;
    // From a page, too: its call is answered.
    window.eval("tell('emitted', emit('boom', 5))").map_err(text)?;
    let answer = play.heard("main", "emitted")?;
    check(answer == Value::Null, || format!("the page's emit: {answer}"))
}
