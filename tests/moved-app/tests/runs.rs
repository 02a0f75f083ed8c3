//! The moved program runs, without a screen.

use std::sync::mpsc;

use dormer_runtime_headless::{Headless, TestPage};
use tauri::Manager;

/// Runs the program as `run` does, on another backend, and hands its page to `test`.
fn with_program(test: impl FnOnce(&Headless, &tauri::AppHandle, &TestPage)) {
    let (control, _start) = Headless::new();
    let starter = control.clone();
    let (sender, started) = mpsc::channel();
    let ui = std::thread::spawn(move || {
        let app = moved_app_lib::builder()
            .with_backend(starter.start())
            .build(moved_app_lib::context())
            .expect("the moved program builds");
        sender.send(app.handle().clone()).expect("the test waits");
        app.run_return(moved_app_lib::on_event)
    });
    let app = started.recv().expect("the moved program starts");
    control.wait_ready();
    control.settle();
    let opened = control.opened();
    let main = opened.iter().find(|opening| opening.window.title.starts_with("Moved")).expect("main is open");
    let page = control.page(main.webview.as_ref().expect("main has a view").id);
    test(&control, &app, &page);
    app.exit(0);
    assert_eq!(control.wait_exit(), 0);
    assert_eq!(ui.join().expect("the UI thread ends well"), 0);
}

fn answer(page: &TestPage, command: &str, arguments: &str) -> Result<String, String> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    page.invoke(command, arguments).map(|body| text(body.bytes())).map_err(|body| text(body.bytes()))
}

#[test]
fn commands_of_every_kind_answer() {
    with_program(|_, _, page| {
        let check = |command: &str, arguments: &str, expected: Result<&str, &str>| {
            let answer = answer(page, command, arguments);
            assert_eq!(answer.as_deref().map_err(String::as_str), expected, "{command}");
        };
        check("greet", r#"{"name": "Ann"}"#, Ok("\"Hello, Ann! You've been greeted from Rust!\""));
        check("remember", r#"{"key": "k", "value": "v"}"#, Ok("null"));
        check("recall", r#"{"key": "k"}"#, Ok("\"v\""));
        check("recall", r#"{"key": "nothing"}"#, Err("\"nothing is known as nothing\""));
        check("fail", r#"{"path": "/no/such/file"}"#, Err("\"No such file or directory (os error 2)\""));
        check("raw", "{}", Ok("\u{1}\u{2}\u{3}"));
        check(
            "who_am_i",
            "{}",
            Ok(r#"{"app":"com.example.moved","window":"main","webview":"main","label":"main"}"#),
        );
        check("slow_double", r#"{"number": 21}"#, Ok("42"));
        check("theme", r#"{"dark": null}"#, Ok("\"light\""));
        check("generic_title", r#"{"title": "Other"}"#, Ok("true"));
        check("plugin:counter|next", "{}", Ok("41"));
        check("plugin:counter|next", "{}", Ok("42"));

        check("count_to", r#"{"limit": 2, "onEvent": "__CHANNEL__:3"}"#, Ok("null"));
        let messages: Vec<_> = (0..4).map(|_| page.next_message().body).collect();
        let texts: Vec<_> = messages
            .into_iter()
            .flatten()
            .map(|body| String::from_utf8_lossy(body.bytes()).into_owned())
            .collect();
        let step = |n| format!(r#"{{"event":"step","data":{{"soFar":{n}}}}}"#);
        assert_eq!(texts, [step(1), step(2), r#"{"event":"done"}"#.into()]);

        let call = page.call_raw("echo_request", b"bytes".to_vec(), &[("x-mark", "some ")]);
        assert_eq!(page.reply(call).expect("bytes are accepted").bytes(), &b"some bytes"[..]);
        check("echo_request", "{}", Err("\"expected bytes\""));
    });
}

#[test]
fn windows_open_and_close() {
    with_program(|control, app, page| {
        assert_eq!(app.webview_windows().len(), 2);
        let about = app.get_webview_window("about").expect("setup opens it");
        assert_eq!(about.title().expect("it is open"), "About");
        assert!(!about.is_visible().expect("it is open"));
        assert_eq!(app.get_webview_window("main").expect("open").title().expect("open"), "Moved 0.3.1");

        for _ in 0..2 {
            assert_eq!(answer(page, "open_settings", "{}"), Ok("\"settings\"".into()));
        }
        assert_eq!(app.webview_windows().len(), 3);
        let facts = answer(page, "window_facts", "{}").expect("facts");
        let facts: serde_json::Value = serde_json::from_str(&facts).expect("facts are JSON");
        assert_eq!(facts["icon"], serde_json::json!([32, 32]));
        assert_eq!((&facts["configured"], &facts["on_main_thread"]), (&1.into(), &true.into()));

        // The window that hides instead of closing does not keep the program alive.
        about.close().expect("it is open");
        control.settle();
        assert_eq!(app.webview_windows().len(), 3);
    });
}

#[test]
fn events_reach_the_page_and_the_program() {
    with_program(|_, app, page| {
        let listen = |event: &str, target: &str, callback: u32| {
            let arguments = format!(r#"{{"event": "{event}", "target": {target}, "handler": {callback}}}"#);
            answer(page, "plugin:event|listen", &arguments).expect("listening is allowed");
        };
        listen("broadcast", r#"{"kind": "Any"}"#, 1);
        listen("for-main", r#"{"kind": "WebviewWindow", "label": "main"}"#, 2);
        listen("for-main", r#"{"kind": "WebviewWindow", "label": "about"}"#, 3);
        listen("filtered", r#"{"kind": "WebviewWindow", "label": "main"}"#, 4);
        assert_eq!(answer(page, "broadcast", r#"{"text": "hi"}"#), Ok("null".into()));
        for (name, callback) in [("broadcast", 1), ("for-main", 2), ("filtered", 4)] {
            let event = page.next_event();
            assert_eq!((&*event.name, &*event.payload), (name, "\"hi\""));
            assert_eq!(event.listeners.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [callback]);
        }
        let emit = r#"{"event": "frontend-ready", "payload": {"ok": true}}"#;
        assert_eq!(answer(page, "plugin:event|emit", emit), Ok("null".into()));
        assert_eq!(answer(page, "recall", r#"{"key": "ready"}"#), Ok(r#""{\"ok\": true}""#.into()));
        assert_eq!(
            answer(page, "recall", r#"{"key": "main"}"#).map(|url| url.ends_with("localhost/\"")),
            Ok(true)
        );
        assert!(app.path().app_data_dir().expect("there is one").ends_with("com.example.moved"));
    });
}
