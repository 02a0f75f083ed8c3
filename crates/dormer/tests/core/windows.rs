//! The life of windows: opening, labels, closing, and what the core keeps of them.

use dormer::{EventTarget, Listener, Manager, WebviewUrl, WebviewWindowBuilder, WindowEvent};
use dormer_runtime::WindowChange;
use serde_json::json;

use crate::fixture::{Fixture, Program, listen, text};
use crate::wait::Log;

fn plain() -> Fixture {
    Program::new().start()
}

#[test]
fn labels_that_cannot_be_given() {
    let fixture = plain();
    let check = |label: &str, expected: &str| {
        let error =
            WebviewWindowBuilder::new(&fixture.app, label, WebviewUrl::default()).build().unwrap_err();
        assert_eq!(error.to_string(), expected);
    };
    check("main", "a webview with label `main` already exists");
    for label in ["", "a b", "a.b", "a\n"] {
        check(
            label,
            &format!(
                "window labels must only include alphanumeric characters, `-`, `/`, `:` and `_`: `{label}`"
            ),
        );
    }
    fixture.open("größe-1/a:b_c");
    assert_eq!(fixture.app.webview_windows().len(), 2);
}

#[test]
fn a_refusal_of_the_system_frees_the_label() {
    let fixture = plain();
    fixture.control.fail_next_open("no room");
    let open = || WebviewWindowBuilder::new(&fixture.app, "two", WebviewUrl::default()).title("two").build();
    let expected = "window two did not open: the system refused to open a window: no room";
    assert_eq!(open().unwrap_err().to_string(), expected);
    assert!(fixture.app.get_webview_window("two").is_none());
    open().unwrap();
}

#[test]
fn rust_can_keep_a_window_open() {
    let fixture = plain();
    let (id, _) = fixture.ids("main");
    let log = Log::default();
    let seen = log.clone();
    fixture.window("main").on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api } = event {
            seen.add("asked");
            api.prevent_close();
        }
    });
    fixture.control.close_window(id);
    fixture.control.settle();
    fixture.window("main").close().unwrap();
    fixture.control.settle();
    assert_eq!(log.lines(), ["asked", "asked"]);
    assert_eq!(fixture.control.windows(), [id]);

    let two = fixture.open("two");
    fixture.window("main").destroy().unwrap();
    fixture.control.wait_closed(id);
    fixture.control.settle();
    assert!(fixture.app.get_webview_window("main").is_none(), "destroying does not ask");
    assert_eq!(log.lines().len(), 2);
    assert_eq!(fixture.app.webview_windows()["two"], two);
}

#[test]
fn a_page_can_keep_its_window_open() {
    for kind in ["Window", "WebviewWindow"] {
        let fixture = plain();
        fixture.open("other");
        let (id, _) = fixture.ids("main");
        let page = fixture.main();
        let target = json!({ "kind": kind, "label": "main" });
        let listener = listen(&page, "tauri://close-requested", target, 5);
        fixture.control.close_window(id);
        fixture.control.settle();
        assert!(fixture.control.windows().contains(&id), "{kind}");
        let event = page.next_event();
        assert_eq!((&*event.name, &*event.payload), ("tauri://close-requested", "null"));
        assert_eq!(event.listeners, [(5, listener)]);

        page.call("plugin:window|destroy", "{}");
        fixture.control.wait_closed(id);
    }
}

#[test]
fn only_listeners_of_that_window_keep_it_open() {
    let fixture = plain();
    fixture.open("other");
    let (id, _) = fixture.ids("main");
    let page = fixture.main();
    for target in [
        json!({ "kind": "Any" }),
        json!({ "kind": "App" }),
        json!({ "kind": "AnyLabel", "label": "main" }),
        json!({ "kind": "Window", "label": "other" }),
        json!({ "kind": "Webview", "label": "main" }),
    ] {
        listen(&page, "tauri://close-requested", target, 1);
    }
    let left = listen(&page, "tauri://close-requested", json!({ "kind": "Window", "label": "main" }), 2);
    let unlisten = json!({ "event": "tauri://close-requested", "eventId": left }).to_string();
    assert_eq!(text(page.invoke("plugin:event|unlisten", &unlisten)), Ok("null".into()));
    fixture.window("main").listen("tauri://close-requested", |_| {});
    fixture.control.close_window(id);
    fixture.control.wait_closed(id);
}

#[test]
fn a_label_is_free_again_when_its_window_is_gone() {
    let fixture = plain();
    fixture.open("other");
    for round in 0..3 {
        let window = fixture.window("main");
        let (id, _) = fixture.ids("main");
        fixture.control.close_window(id);
        fixture.control.wait_closed(id);
        fixture.control.settle();
        let error = window.set_title("late").unwrap_err().to_string();
        assert_eq!(error, "window main: the window is closed", "round {round}");
        assert_eq!(window.is_visible().unwrap_err().to_string(), error);
        let next = fixture.open("main");
        assert_ne!(next, window);
        next.set_title("main").unwrap();
    }
    assert_eq!(fixture.app.diagnostics().windows, 2);
}

#[test]
fn windows_close_each_other_from_pages() {
    let fixture = plain();
    fixture.open("two");
    let page = fixture.main();
    assert_eq!(
        text(page.invoke("plugin:window|close", r#"{"label": "nobody"}"#)),
        Err("window not found".into())
    );
    assert_eq!(text(page.invoke("plugin:window|close", r#"{"label": "two"}"#)), Ok("null".into()));
    fixture.control.wait_closed(fixture.ids("two").0);
    fixture.control.settle();
    assert_eq!(text(page.invoke("plugin:window|get_all_windows", "{}")), Ok(r#"["main"]"#.into()));
}

#[test]
fn setters_reach_the_system_in_order() {
    let fixture = plain();
    let window = fixture.window("main");
    window.set_title("one").unwrap();
    window.hide().unwrap();
    window.set_title("two").unwrap();
    window.show().unwrap();
    fixture.control.settle();
    let changes = fixture.control.changes(fixture.ids("main").0);
    assert_eq!(
        changes,
        [
            WindowChange::Title("one".into()),
            WindowChange::Visible(false),
            WindowChange::Title("two".into()),
            WindowChange::Visible(true),
        ]
    );
    assert_eq!(window.title().unwrap(), "two");
}

#[test]
fn what_a_system_cannot_do_is_an_error_with_its_reason() {
    let fixture = plain();
    fixture.control.refuse_changes(|change| match change {
        WindowChange::AlwaysOnTop(_) => Some("windows above others on Wayland"),
        _ => None,
    });
    let error = fixture.window("main").set_always_on_top(true).unwrap_err();
    assert_eq!(error.to_string(), "window main: not supported here: windows above others on Wayland");
}

#[test]
fn opening_is_told_to_everybody() {
    let fixture = plain();
    let log = Log::default();
    for event in ["tauri://window-created", "tauri://webview-created"] {
        let seen = log.clone();
        fixture.app.listen(event, move |created| seen.add(format!("{event} {}", created.payload())));
    }
    fixture.open("two");
    assert_eq!(
        log.wait(2),
        [r#"tauri://window-created {"label":"two"}"#, r#"tauri://webview-created {"label":"two"}"#]
    );
}

#[test]
fn rust_listeners_of_a_window_go_with_it() {
    let fixture = plain();
    let two = fixture.open("two");
    let before = fixture.app.diagnostics().listeners;
    two.listen("a", |_| {});
    AsRef::<dormer::Webview>::as_ref(&two).listen("a", |_| {});
    AsRef::<dormer::Window>::as_ref(&two).listen("a", |_| {});
    two.listen_any("a", |_| {});
    fixture.app.listen("a", |_| {});
    assert_eq!(fixture.app.diagnostics().listeners, before + 5);
    two.destroy().unwrap();
    fixture.control.wait_closed(fixture.ids("two").0);
    fixture.control.settle();
    assert_eq!(fixture.app.diagnostics().listeners, before + 2);
    assert_eq!(EventTarget::from("x"), EventTarget::labeled("x"));
}
