//! The UI thread: tasks for it, and what is answered without it.

use std::sync::mpsc;

use dormer::{Manager, PhysicalSize, Theme};

use crate::fixture::{Program, check_on};
use crate::wait::{Gate, LIMIT, Log};

#[test]
fn tasks_run_there_in_order_and_at_once_when_already_there() {
    let fixture = Program::new().start();
    let log = Log::default();
    for number in 0..3 {
        let (seen, app) = (log.clone(), fixture.app.clone());
        fixture
            .window("main")
            .run_on_main_thread(move || {
                let inner = seen.clone();
                app.run_on_main_thread(move || inner.add(format!("inner {number}"))).unwrap();
                seen.add(format!("{} {number}", std::thread::current().name().unwrap_or_default()));
            })
            .unwrap();
    }
    assert_eq!(log.wait(6), ["inner 0", "ui 0", "inner 1", "ui 1", "inner 2", "ui 2"]);
}

#[test]
fn getters_and_calls_do_not_need_the_ui_thread() {
    let fixture = Program::new().start();
    let (began, busy) = mpsc::channel();
    let gate = Gate::default();
    let pass = gate.clone();
    fixture
        .app
        .run_on_main_thread(move || {
            began.send(()).unwrap();
            pass.pass();
        })
        .unwrap();
    busy.recv_timeout(LIMIT).unwrap();

    let window = fixture.window("main");
    assert_eq!(window.title().unwrap(), "main");
    assert_eq!(window.inner_size().unwrap(), PhysicalSize::new(800, 600));
    assert!(window.is_visible().unwrap() && !window.is_maximized().unwrap());
    assert_eq!(window.theme().unwrap(), Theme::Light);
    assert_eq!(window.url().unwrap().as_str(), "dormer://localhost/");
    assert!(window.outer_position().is_ok() && window.scale_factor().is_ok());
    assert_eq!(fixture.app.available_monitors().unwrap().len(), 1);
    assert!(fixture.app.get_webview_window("main").is_some());
    window.set_title("later").unwrap();
    check_on(&fixture.main(), "plugin:app|name", "{}", Ok("\"core\""));

    assert_eq!(window.title().unwrap(), "main", "the setter waits for the UI thread, its caller does not");
    gate.open();
    fixture.control.settle();
    assert_eq!(window.title().unwrap(), "later");
}

#[test]
fn windows_can_be_opened_from_any_thread() {
    let fixture = Program::new().start();
    let log = Log::default();
    std::thread::scope(|scope| {
        for number in 0..4 {
            let fixture = &fixture;
            scope.spawn(move || fixture.open(&format!("from-thread-{number}")));
        }
    });
    let (app, seen) = (fixture.app.clone(), log.clone());
    fixture
        .app
        .run_on_main_thread(move || {
            let url = dormer::WebviewUrl::App("from-ui.html".into());
            let window =
                dormer::WebviewWindowBuilder::new(&app, "from-ui", url).title("from-ui").build().unwrap();
            seen.add(window.label());
        })
        .unwrap();
    assert_eq!(log.wait(1), ["from-ui"]);
    fixture.control.settle();
    assert_eq!(fixture.app.webview_windows().len(), 6);
    assert_eq!(fixture.page("from-ui").url(), "dormer://localhost/from-ui.html");
}

#[test]
fn hooks_of_windows_and_pages_run_there() {
    let log = Log::default();
    let (load, event, run) = (log.clone(), log.clone(), log.clone());
    let here = |log: &Log, what: &str| {
        log.add(format!("{what} {}", std::thread::current().name().unwrap_or_default()));
    };
    let fixture = Program::new()
        .build(move |builder| {
            builder
                .on_page_load(move |_, payload| here(&load, &format!("{:?}", payload.event())))
                .on_window_event(move |_, _| here(&event, "window"))
        })
        .on_event(move |_, event| {
            if matches!(event, dormer::RunEvent::Ready) {
                here(&run, "ready");
            }
        })
        .start();
    fixture.control.focus_window(None);
    fixture.control.settle();
    let lines = log.lines();
    for expected in ["ready ui", "Started ui", "Finished ui", "window ui"] {
        assert!(lines.contains(&expected.to_owned()), "{expected}: {lines:?}");
    }
    assert!(lines.iter().all(|line| line.ends_with(" ui")), "{lines:?}");
}

#[test]
fn scripts_reach_the_page_and_their_results_come_back() {
    let fixture =
        Program::new().prepare(|control| control.on_eval(|_, script| format!("[{}]", script.len()))).start();
    let window = fixture.window("main");
    let (sender, result) = mpsc::channel();
    window.eval("one()").unwrap();
    window.eval_with_callback("three()", move |result| sender.send(result).unwrap()).unwrap();
    assert_eq!(result.recv_timeout(LIMIT), Ok("[7]".into()));
    assert_eq!(fixture.control.scripts(fixture.ids("main").1), ["one()", "three()"]);
}
