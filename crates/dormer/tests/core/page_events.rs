//! Events between Rust code and pages: targets, order, the built-in events of windows.

use dormer::{Emitter, EventTarget, Listener};
use dormer_runtime::dpi::{PhysicalPosition, PhysicalSize};
use dormer_runtime::{DragDropEvent, Event, Theme, WebviewEvent};
use dormer_runtime_headless::TestPage;
use serde_json::{Value, json};

use crate::fixture::{Fixture, Program, check_on, listen, text};
use crate::wait::Log;

fn plain() -> Fixture {
    Program::new().start()
}

/// Callback numbers of the listeners that the next event is for.
fn reached(page: &TestPage) -> Vec<u32> {
    page.next_event().listeners.into_iter().map(|(callback, _)| callback).collect()
}

#[test]
fn the_table_of_targets_end_to_end() {
    let fixture = plain();
    let page = fixture.main();
    let of = |kind: &str, label: &str| json!({ "kind": kind, "label": label });
    let listeners = [
        (1, json!({ "kind": "Any" })),
        (2, json!({ "kind": "App" })),
        (3, of("AnyLabel", "l")),
        (4, of("Window", "l")),
        (5, of("Webview", "l")),
        (6, of("WebviewWindow", "l")),
        (7, of("AnyLabel", "other")),
        (8, of("Window", "other")),
    ];
    for (callback, target) in listeners {
        listen(&page, "a", target, callback);
    }
    let check = |target: EventTarget, expected: &[u32]| {
        fixture.app.emit_to(target.clone(), "a", 1).unwrap();
        assert_eq!(reached(&page), expected, "{target:?}, from Rust");
        let arguments = json!({ "target": target, "event": "a", "payload": 1 });
        check_on(&page, "plugin:event|emit_to", &arguments.to_string(), Ok("null"));
        assert_eq!(reached(&page), expected, "{target:?}, from the page");
    };
    check(EventTarget::Any, &[1, 2, 3, 4, 5, 6, 7, 8]);
    check(EventTarget::App, &[1, 2]);
    check(EventTarget::labeled("l"), &[1, 3, 4, 5, 6]);
    check(EventTarget::window("l"), &[1, 3, 4]);
    check(EventTarget::webview("l"), &[1, 3, 5]);
    check(EventTarget::webview_window("l"), &[1, 3, 6]);
    fixture.app.emit("a", 1).unwrap();
    assert_eq!(reached(&page), [1, 2, 3, 4, 5, 6, 7, 8]);
    fixture.app.emit_filter("a", 1, |target| *target == EventTarget::window("other")).unwrap();
    assert_eq!(reached(&page), [1, 8]);
}

#[test]
fn an_event_is_one_message_for_each_page() {
    let fixture = plain();
    fixture.open("two");
    let (main, two) = (fixture.main(), fixture.page("two"));
    let ids = [1, 2].map(|callback| listen(&main, "a", json!({ "kind": "Any" }), callback));
    let other = listen(&two, "a", json!({ "kind": "Any" }), 1);
    fixture.app.emit("a", json!({ "b": [1] })).unwrap();
    let (event, same) = (main.next_event(), two.next_event());
    assert_eq!(event.listeners, [(1, ids[0]), (2, ids[1])]);
    assert_eq!(same.listeners, [(1, other)]);
    assert_eq!((&*event.name, &*event.payload), ("a", r#"{"b":[1]}"#));
    assert_eq!((main.try_event(), two.try_event()), (None, None));
}

#[test]
fn pages_emit_to_rust_and_to_each_other() {
    let fixture = plain();
    fixture.open("two");
    let (main, two, log) = (fixture.main(), fixture.page("two"), Log::default());
    let seen = log.clone();
    fixture.app.listen("a", move |event| seen.add(event.payload()));
    listen(&two, "a", json!({ "kind": "WebviewWindow", "label": "two" }), 9);
    let check = |arguments: &str, payload: &str| {
        check_on(&main, "plugin:event|emit", arguments, Ok("null"));
        assert_eq!(two.next_event().payload, payload);
        assert_eq!(log.lines(), [payload]);
        log.clear();
    };
    check(r#"{"event": "a", "payload": {"x": 1.50, "y": [ ]}}"#, r#"{"x": 1.50, "y": [ ]}"#);
    check(r#"{"event": "a", "payload": "text"}"#, "\"text\"");
    check(r#"{"event": "a", "payload": null}"#, "null");
    check(r#"{"event": "a"}"#, "null");
}

#[test]
fn a_page_ends_only_its_own_listeners() {
    let fixture = plain();
    fixture.open("two");
    let (main, two) = (fixture.main(), fixture.page("two"));
    let id = listen(&main, "a", json!({ "kind": "Any" }), 1);
    let unlisten = json!({ "event": "a", "eventId": id }).to_string();
    check_on(&two, "plugin:event|unlisten", &unlisten, Ok("null"));
    fixture.app.emit("a", 1).unwrap();
    assert_eq!(main.next_event().listeners, [(1, id)]);
    check_on(&main, "plugin:event|unlisten", &unlisten, Ok("null"));
    check_on(&main, "plugin:event|unlisten", &unlisten, Ok("null"));
    fixture.app.emit("a", 2).unwrap();
    check_on(&main, "plugin:app|version", "{}", Ok("\"1.2.3\""));
    assert_eq!(main.try_event(), None);
}

#[test]
fn bad_requests_to_listen_are_refused() {
    let fixture = plain();
    let page = fixture.main();
    let refused = |arguments: Value, key: &str| {
        let error = text(page.invoke("plugin:event|listen", &arguments.to_string())).unwrap_err();
        assert!(error.starts_with(&format!("invalid args `{key}` for command `listen`: ")), "{error}");
    };
    let any = json!({ "kind": "Any" });
    refused(json!({ "event": "a b", "target": any, "handler": 1 }), "event");
    refused(json!({ "event": "a", "target": { "kind": "Tab" }, "handler": 1 }), "target");
    refused(json!({ "event": "a", "target": any, "handler": "f" }), "handler");
    refused(json!({ "event": "a", "handler": 1 }), "target");
    assert_eq!(fixture.app.diagnostics().listeners, 0);
}

/// Checks what an event of window `main` tells, and whom.
struct BuiltIn {
    fixture: Fixture,
    page: TestPage,
}

impl BuiltIn {
    fn new(event: &str) -> Self {
        let fixture = plain();
        fixture.open("two");
        // The last one opened has the keyboard; the events are those of `main`.
        fixture.control.focus_window(Some(fixture.ids("main").0));
        fixture.control.settle();
        let page = fixture.page("two");
        let of = |kind: &str, label: &str| json!({ "kind": kind, "label": label });
        let targets = [
            json!({ "kind": "Any" }),
            json!({ "kind": "App" }),
            of("AnyLabel", "main"),
            of("Window", "main"),
            of("Webview", "main"),
            of("WebviewWindow", "main"),
            of("Window", "two"),
        ];
        for (callback, target) in (1..).zip(targets) {
            listen(&page, event, target, callback);
        }
        Self { fixture, page }
    }

    fn expect(&self, payload: Value, callbacks: &[u32]) {
        let event = self.page.next_event();
        let found: Value = serde_json::from_str(&event.payload).unwrap();
        assert_eq!(found, payload, "{}", event.name);
        let listeners: Vec<_> = event.listeners.iter().map(|(callback, _)| *callback).collect();
        assert_eq!(listeners, callbacks, "{}", event.name);
        self.fixture.control.settle();
        assert_eq!(self.page.try_event(), None);
    }
}

/// `Any`, the window, and the window with its view.
const WINDOW: &[u32] = &[1, 4, 6];
/// `Any`, and everything of that label.
const LABEL: &[u32] = &[1, 3, 4, 5, 6];

#[test]
fn size_place_and_scale_reach_pages() {
    let case = BuiltIn::new("tauri://resize");
    let (id, _) = case.fixture.ids("main");
    case.fixture.control.resize_window(id, PhysicalSize::new(640, 480));
    case.expect(json!({ "width": 640, "height": 480 }), WINDOW);

    let case = BuiltIn::new("tauri://move");
    let (id, _) = case.fixture.ids("main");
    case.fixture.control.move_window(id, PhysicalPosition::new(-5, 70));
    case.expect(json!({ "x": -5, "y": 70 }), WINDOW);

    let case = BuiltIn::new("tauri://scale-change");
    let (id, _) = case.fixture.ids("main");
    case.fixture.control.set_scale_factor(id, 2.0);
    case.expect(json!({ "scaleFactor": 2.0, "size": { "width": 1600, "height": 1200 } }), WINDOW);
}

#[test]
fn keyboard_theme_and_end_reach_pages() {
    let case = BuiltIn::new("tauri://blur");
    case.fixture.control.focus_window(None);
    case.expect(Value::Null, WINDOW);

    let case = BuiltIn::new("tauri://focus");
    let (id, _) = case.fixture.ids("main");
    case.fixture.control.focus_window(None);
    case.fixture.control.focus_window(Some(id));
    case.expect(Value::Null, WINDOW);

    let case = BuiltIn::new("tauri://theme-changed");
    case.fixture.window("main").set_theme(Some(dormer::Theme::Dark)).unwrap();
    case.expect(json!("dark"), WINDOW);

    let case = BuiltIn::new("tauri://destroyed");
    case.fixture.window("main").destroy().unwrap();
    case.expect(Value::Null, WINDOW);
}

#[test]
fn the_themes_of_the_system_reach_every_window() {
    let case = BuiltIn::new("tauri://theme-changed");
    case.fixture.control.set_theme(Theme::Dark);
    let mut reached: Vec<_> = (0..2).map(|_| reached(&case.page)).collect();
    reached.sort();
    assert_eq!(reached, [vec![1, 4, 6], vec![1, 7]]);
}

#[test]
fn drags_of_files_reach_pages() {
    let position = PhysicalPosition::new(1.5, 2.0);
    let at = json!({ "x": 1.5, "y": 2.0 });
    let paths = vec!["/tmp/a b".into(), "/tmp/ü".into()];
    for (event, drag, payload) in [
        (
            "tauri://drag-enter",
            DragDropEvent::Enter { paths: paths.clone(), position },
            json!({ "paths": ["/tmp/a b", "/tmp/ü"], "position": at }),
        ),
        ("tauri://drag-over", DragDropEvent::Over { position }, json!({ "position": at })),
        (
            "tauri://drag-drop",
            DragDropEvent::Drop { paths, position },
            json!({ "paths": ["/tmp/a b", "/tmp/ü"], "position": at }),
        ),
        ("tauri://drag-leave", DragDropEvent::Leave, Value::Null),
    ] {
        let case = BuiltIn::new(event);
        let (_, view) = case.fixture.ids("main");
        case.fixture.control.emit(Event::Webview(view, WebviewEvent::DragDrop(drag)));
        case.expect(payload, LABEL);
    }
}

#[test]
fn rust_hears_of_drags_as_window_and_webview_events() {
    let log = Log::default();
    let (window, view, run) = (log.clone(), log.clone(), log.clone());
    let fixture = Program::new()
        .build(move |builder| {
            builder
                .on_window_event(move |of, event| {
                    if matches!(event, dormer::WindowEvent::DragDrop(_)) {
                        window.add(format!("window {}", of.label()));
                    }
                })
                .on_webview_event(move |of, event| {
                    if matches!(event, dormer::WebviewEvent::DragDrop(_)) {
                        view.add(format!("view {}", of.label()));
                    }
                })
        })
        .on_event(move |_, event| {
            if let dormer::RunEvent::WebviewEvent { label, .. } = event {
                run.add(format!("run {label}"));
            }
        })
        .start();
    let drag = WebviewEvent::DragDrop(DragDropEvent::Leave);
    fixture.control.emit(Event::Webview(fixture.ids("main").1, drag));
    assert_eq!(log.wait(3), ["view main", "window main", "run main"]);
}
