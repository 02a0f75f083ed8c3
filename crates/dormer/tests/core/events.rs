//! Events among Rust code: listening, emitting, panics, many threads. Not here: pages (`page_events`).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use dormer::{Emitter, Event, EventTarget, Listener, Manager};
use serde_json::json;

use crate::fixture::{Fixture, Program};
use crate::wait::Log;

fn plain() -> Fixture {
    Program::new().start()
}

fn recorder(log: &Log, name: &'static str) -> impl Fn(Event) + Send + Sync + 'static {
    let log = log.clone();
    move |event| log.add(format!("{name} {}", event.payload()))
}

#[test]
fn who_hears_what() {
    let fixture = plain();
    let (log, window) = (Log::default(), fixture.window("main"));
    fixture.app.listen("a", recorder(&log, "app"));
    fixture.app.listen_any("a", recorder(&log, "any"));
    AsRef::<dormer::Window>::as_ref(&window).listen("a", recorder(&log, "window"));
    AsRef::<dormer::Webview>::as_ref(&window).listen("a", recorder(&log, "webview"));
    window.listen("a", recorder(&log, "both"));
    let check = |target: EventTarget, expected: &str| {
        fixture.app.emit_to(target.clone(), "a", 1).unwrap();
        let heard: Vec<_> = log.lines().iter().map(|line| line.replace(" 1", "")).collect();
        assert_eq!(heard.join(" "), expected, "{target:?}");
        log.clear();
    };
    check(EventTarget::Any, "app any window webview both");
    check(EventTarget::App, "app any");
    check(EventTarget::labeled("main"), "any window webview both");
    check(EventTarget::window("main"), "any window");
    check(EventTarget::webview("main"), "any webview");
    check(EventTarget::webview_window("main"), "any both");
    check(EventTarget::window("other"), "any");
    fixture.app.emit("a", 1).unwrap();
    assert_eq!(log.lines().len(), 5);
    log.clear();
    window.emit_to("main", "a", 1).unwrap();
    assert_eq!(log.lines().len(), 4);
}

#[test]
fn payloads_are_json_text() {
    let fixture = plain();
    let log = Log::default();
    fixture.app.listen("a", recorder(&log, ""));
    fixture.app.emit("a", ()).unwrap();
    fixture.app.emit("a", json!({ "text": "</script>\u{2028}" })).unwrap();
    fixture.app.emit_str("a", "[1, 2]".into()).unwrap();
    fixture.app.emit_str_to(EventTarget::App, "a", "\"app\"".into()).unwrap();
    fixture.app.emit_str_to("main", "a", "\"main\"".into()).unwrap();
    fixture.app.emit_str_filter("a", "3".into(), |target| *target == EventTarget::App).unwrap();
    let expected = [" null", " {\"text\":\"</script>\u{2028}\"}", " [1, 2]", " \"app\"", " 3"];
    assert_eq!(log.lines(), expected);
}

#[test]
fn filters_choose_among_targets() {
    let fixture = plain();
    fixture.open("two");
    let log = Log::default();
    fixture.window("main").listen("a", recorder(&log, "main"));
    fixture.window("two").listen("a", recorder(&log, "two"));
    fixture.app.listen("a", recorder(&log, "app"));
    fixture.app.listen_any("a", recorder(&log, "any"));
    let only_two = |target: &EventTarget| *target == EventTarget::webview_window("two");
    fixture.app.emit_filter("a", 1, only_two).unwrap();
    assert_eq!(log.lines(), ["two 1", "any 1"]);
}

#[test]
fn names_are_checked() {
    let fixture = plain();
    let expected = "only alphanumeric, '-', '/', ':', '_' permitted for event names: \"a b\"";
    assert_eq!(fixture.app.emit("a b", 1).unwrap_err().to_string(), expected);
    let app = fixture.app.clone();
    let panic = std::thread::spawn(move || app.listen("a b", |_| {})).join().unwrap_err();
    assert_eq!(panic.downcast_ref::<String>().map(String::as_str), Some(expected));
}

#[test]
fn a_listener_that_panics_spoils_nothing() {
    let fixture = plain();
    let log = Log::default();
    fixture.app.listen("a", recorder(&log, "first"));
    fixture.app.listen("a", |_| panic!("on purpose"));
    fixture.app.once("a", |_| panic!("on purpose, once"));
    fixture.app.listen("a", recorder(&log, "last"));
    for _ in 0..2 {
        fixture.app.emit("a", 1).unwrap();
    }
    assert_eq!(log.lines(), ["first 1", "last 1", "first 1", "last 1"]);
    assert_eq!(fixture.app.diagnostics().listeners, 3);
}

#[test]
fn once_and_unlisten() {
    let fixture = plain();
    let log = Log::default();
    let seen = log.clone();
    let once =
        fixture.app.once("a", move |event| seen.add(format!("once {} {}", event.id(), event.payload())));
    let id = fixture.app.listen("a", recorder(&log, "always"));
    fixture.app.emit("a", 1).unwrap();
    fixture.app.emit("a", 2).unwrap();
    fixture.app.unlisten(id);
    fixture.app.unlisten(id);
    fixture.app.unlisten(once);
    fixture.app.emit("a", 3).unwrap();
    assert_eq!(log.lines(), [format!("once {once} 1"), "always 1".into(), "always 2".into()]);
    assert_eq!(fixture.app.diagnostics().listeners, 0);
}

#[test]
fn listeners_may_emit_listen_and_unlisten() {
    let fixture = plain();
    let log = Log::default();
    let (app, seen) = (fixture.app.clone(), log.clone());
    fixture.app.listen("outer", move |event| {
        seen.add("outer");
        app.emit("inner", 1).unwrap();
        let late = seen.clone();
        app.listen("inner", move |_| late.add("late"));
        app.unlisten(event.id());
    });
    fixture.app.listen("inner", recorder(&log, "inner"));
    fixture.app.emit("outer", ()).unwrap();
    fixture.app.emit("outer", ()).unwrap();
    assert_eq!(log.lines(), ["outer", "inner 1"]);
    fixture.app.emit("inner", 2).unwrap();
    assert_eq!(log.lines()[2..], ["inner 2", "late"]);
}

#[test]
fn an_event_may_be_emitted_again_by_its_own_listener() {
    let fixture = plain();
    let log = Log::default();
    let (app, seen) = (fixture.app.clone(), log.clone());
    fixture.app.listen("again", move |event| {
        let depth: u32 = event.payload().parse().unwrap();
        seen.add(depth.to_string());
        if depth < 3 {
            app.emit("again", depth + 1).unwrap();
        }
    });
    fixture.app.emit("again", 1).unwrap();
    assert_eq!(log.lines(), ["1", "2", "3"]);
}

#[test]
fn many_threads_emit_while_others_listen_and_leave() {
    const EMITTERS: usize = 16;
    const EVENTS: usize = 500;
    let fixture = plain();
    let page = fixture.main();
    crate::fixture::listen(&page, "storm", json!({ "kind": "Any" }), 1);
    let (heard, stop) = (Arc::new(AtomicUsize::new(0)), AtomicBool::new(false));
    let count = heard.clone();
    fixture.app.listen("storm", move |_| {
        count.fetch_add(1, Ordering::SeqCst);
    });
    std::thread::scope(|scope| {
        let emitters: Vec<_> = (0..EMITTERS)
            .map(|thread| {
                let app = &fixture.app;
                scope.spawn(move || (0..EVENTS).for_each(|n| app.emit("storm", [thread, n]).unwrap()))
            })
            .collect();
        for _ in 0..4 {
            scope.spawn(|| {
                while !stop.load(Ordering::SeqCst) {
                    let app = fixture.app.clone();
                    let id = fixture.app.listen("storm", move |_| drop(app.app_handle().clone()));
                    fixture.app.unlisten(id);
                }
            });
        }
        emitters.into_iter().for_each(|emitter| emitter.join().unwrap());
        stop.store(true, Ordering::SeqCst);
    });
    assert_eq!(heard.load(Ordering::SeqCst), EMITTERS * EVENTS, "a listener that stays hears everything");
    assert_eq!(fixture.app.diagnostics().listeners, 2);
    // The page has all of them, and those of one thread in their order.
    let mut next = [0; EMITTERS];
    for _ in 0..EMITTERS * EVENTS {
        let [thread, n]: [usize; 2] = serde_json::from_str(&page.next_event().payload).unwrap();
        assert_eq!(n, next[thread]);
        next[thread] += 1;
    }
    assert_eq!(page.try_event(), None);
}
