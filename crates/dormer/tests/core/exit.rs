//! The end of a program, and the order of its events.

use dormer::{AppHandle, Manager, RESTART_EXIT_CODE, RunEvent, WindowEvent};
use dormer_runtime::Event;
use serde_json::json;

use crate::fixture::Program;
use crate::wait::Log;

/// What happened, in a few words; nothing for events that do not matter here.
fn line(event: &RunEvent) -> Option<String> {
    Some(match event {
        RunEvent::Ready => "ready".into(),
        RunEvent::ExitRequested { code, .. } => format!("exit requested {code:?}"),
        RunEvent::Exit => "exit".into(),
        RunEvent::WindowEvent { label, event: WindowEvent::CloseRequested { .. } } => {
            format!("close {label}")
        }
        RunEvent::WindowEvent { label, event: WindowEvent::Destroyed } => format!("destroyed {label}"),
        _ => return None,
    })
}

fn recorder(log: &Log) -> impl FnMut(&AppHandle, RunEvent) + Send + 'static {
    let log = log.clone();
    move |_, event| line(&event).into_iter().for_each(|line| log.add(line))
}

#[test]
fn events_have_an_order() {
    let log = Log::default();
    let (setup, plugin) = (log.clone(), log.clone());
    let mut fixture = Program::new()
        .on_event(recorder(&log))
        .build(move |builder| {
            let plugin = dormer::plugin::Builder::<()>::new("order")
                .on_event(move |_, event| {
                    line(event).into_iter().for_each(|line| plugin.add(format!("plugin {line}")));
                })
                .build();
            builder.plugin(plugin).setup(move |_| {
                setup.add("setup");
                Ok(())
            })
        })
        .start();
    fixture.control.close_window(fixture.ids("main").0);
    assert_eq!(fixture.join(), 0);
    let expected = ["ready", "close main", "destroyed main", "exit requested None", "exit"];
    let mut both = vec!["setup".to_owned()];
    both.extend(expected.iter().flat_map(|line| [format!("plugin {line}"), (*line).to_owned()]));
    assert_eq!(log.lines(), both);
}

#[test]
fn a_program_can_outlive_its_last_window() {
    let log = Log::default();
    let mut record = recorder(&log);
    let mut fixture = Program::new()
        .on_event(move |app, event| {
            if let RunEvent::ExitRequested { code: None, api } = &event {
                api.prevent_exit();
            }
            record(app, event);
        })
        .start();
    for _ in 0..2 {
        fixture.control.close_window(fixture.ids("main").0);
        fixture.control.settle();
        assert!(fixture.app.webview_windows().is_empty());
        fixture.open("main");
    }
    log.clear();
    fixture.app.exit(3);
    assert_eq!(fixture.join(), 3);
    assert_eq!(log.lines(), ["exit requested Some(3)", "exit"]);
}

#[test]
fn a_program_without_windows_runs_on() {
    let fixture = Program::new().config(json!({ "app": { "windows": [] } })).start();
    fixture.open("later");
    assert_eq!(fixture.end(), 0);
}

#[test]
fn an_exit_can_be_prevented() {
    let log = Log::default();
    let mut record = recorder(&log);
    let mut fixture = Program::new()
        .on_event(move |app, event| {
            if let RunEvent::ExitRequested { code: Some(1), api } = &event {
                api.prevent_exit();
            }
            record(app, event);
        })
        .start();
    fixture.app.exit(1);
    fixture.control.settle();
    assert_eq!(log.lines(), ["ready", "exit requested Some(1)"]);
    fixture.window("main").set_title("still here").unwrap();
    fixture.app.exit(2);
    assert_eq!(fixture.join(), 2);
}

#[test]
fn a_restart_cannot_be_prevented() {
    let log = Log::default();
    let mut record = recorder(&log);
    let fixture = Program::new()
        .on_event(move |app, event| {
            if let RunEvent::ExitRequested { api, .. } = &event {
                api.prevent_exit();
            }
            let ends = matches!(event, RunEvent::Exit);
            record(app, event);
            // The restart itself would start this test's program again.
            if ends {
                loop {
                    std::thread::park();
                }
            }
        })
        .start();
    fixture.app.request_restart();
    assert_eq!(
        log.wait(3),
        ["ready".to_owned(), format!("exit requested Some({RESTART_EXIT_CODE})"), "exit".to_owned()]
    );
    let asked =
        fixture.control.wait_event("the question", |event| matches!(event, Event::ExitRequested { .. }));
    let Event::ExitRequested { veto, .. } = asked else { unreachable!("it was waited for") };
    assert!(!veto.is_prevented());
    fixture.abandon();
}

#[test]
fn the_end_closes_resources_once() {
    struct Told(Log, &'static str);
    impl dormer::Resource for Told {
        fn close(self: std::sync::Arc<Self>) {
            self.0.add(self.1);
        }
    }
    let log = Log::default();
    let fixture = Program::new().start();
    fixture.app.resources_table().add(Told(log.clone(), "app"));
    let window = fixture.window("main");
    window.resources_table().add(Told(log.clone(), "web view"));
    AsRef::<dormer::Window>::as_ref(&window).resources_table().add(Told(log.clone(), "window"));
    assert_eq!(fixture.end(), 0);
    let mut lines = log.lines();
    lines.sort();
    assert_eq!(lines, ["app", "web view", "window"]);
}

#[test]
fn opening_after_the_end_is_an_error() {
    let mut fixture = Program::new().start();
    fixture.app.exit(0);
    fixture.join();
    let late = dormer::WebviewWindowBuilder::new(&fixture.app, "late", dormer::WebviewUrl::default()).build();
    assert_eq!(late.unwrap_err().to_string(), "window late did not open: the event loop has ended");
}

#[test]
fn setup_may_ask_for_the_end() {
    let log = Log::default();
    let mut fixture = Program::new()
        .on_event(recorder(&log))
        .build(|builder| {
            builder.setup(|app| {
                app.exit(5);
                Ok(())
            })
        })
        .launch();
    assert_eq!(fixture.join(), 5);
    assert_eq!(log.lines(), ["ready", "exit requested Some(5)", "exit"]);
}
