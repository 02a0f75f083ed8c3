//! Setup, managed state, and starts that fail.

use std::sync::Mutex;

use dormer::{Builder, Manager, State, generate_handler};
use serde_json::json;

use crate::fixture::{Program, check_on};
use crate::wait::Log;

#[dormer::command]
fn count(counter: State<'_, Mutex<u32>>) -> u32 {
    let mut counter = counter.lock().unwrap();
    *counter += 1;
    *counter
}

#[dormer::command]
fn stateless(name: State<'_, String>) -> usize {
    name.len()
}

#[test]
fn setup_runs_on_the_ui_thread_when_the_configured_windows_exist() {
    let log = Log::default();
    let seen = log.clone();
    let fixture = Program::new()
        .config(json!({ "app": { "windows": [{ "title": "main" }, { "title": "no", "label": "no", "create": false }] } }))
        .build(move |builder| {
            builder.setup(move |app| {
                seen.add(std::thread::current().name().unwrap_or_default());
                let mut labels: Vec<_> = app.webview_windows().into_keys().collect();
                labels.sort();
                seen.add(labels.join(","));
                Ok(())
            })
        })
        .start();
    assert_eq!(log.lines(), ["ui", "main"]);
    assert_eq!(fixture.control.opened().len(), 1);
}

#[test]
fn state_is_one_value_for_all() {
    let fixture = Program::new()
        .build(|builder| {
            builder.invoke_handler(generate_handler![count]).setup(|app| {
                assert!(app.manage(Mutex::new(10_u32)));
                assert!(!app.manage(Mutex::new(99_u32)), "the second value of a type is refused");
                Ok(())
            })
        })
        .start();
    check_on(&fixture.main(), "count", "{}", Ok("11"));
    check_on(&fixture.main(), "count", "{}", Ok("12"));
    assert_eq!(*fixture.app.state::<Mutex<u32>>().lock().unwrap(), 12);
    assert_eq!(*fixture.window("main").state::<Mutex<u32>>().lock().unwrap(), 12);
    assert!(fixture.app.try_state::<Mutex<u64>>().is_none());
}

#[test]
fn missing_state_rejects_the_call_and_says_what_to_do() {
    let fixture =
        Program::new().build(|builder| builder.invoke_handler(generate_handler![stateless])).start();
    check_on(
        &fixture.main(),
        "stateless",
        "{}",
        Err("state not managed for field `name` on command `stateless`: call `.manage(…)` with a \
             `alloc::string::String` before using this command"),
    );
    fixture.app.manage(String::from("four"));
    check_on(&fixture.main(), "stateless", "{}", Ok("4"));
}

#[test]
#[should_panic(expected = "state for type `u8` is already being managed")]
fn a_builder_refuses_a_second_value_of_a_type() {
    let _builder = Builder::new().manage(1_u8).manage(2_u8);
}

#[test]
#[should_panic(expected = "state() called before manage() for u8")]
fn asking_for_state_that_was_not_given_panics() {
    let fixture = Program::new().start();
    let _state = fixture.app.state::<u8>();
}

#[test]
fn starts_that_fail_say_why() {
    let check = |program: Program, expected: &str| assert_eq!(program.start_error(), expected);
    check(
        Program::new().build(|builder| builder.setup(|_| Err("no disk".into()))),
        "the setup hook failed: no disk",
    );
    check(
        Program::new().config(json!({ "app": { "windows": [{ "label": "a b" }] } })),
        "window labels must only include alphanumeric characters, `-`, `/`, `:` and `_`: `a b`",
    );
    check(
        Program::new().config(json!({ "app": { "windows": [{ "parent": "nobody" }] } })),
        "window main: its parent nobody is not open",
    );
}

#[test]
fn a_failed_setup_tells_no_event_of_a_running_program() {
    let log = Log::default();
    let seen = log.clone();
    let (control, start) = dormer_runtime_headless::Headless::new();
    let app = Builder::new()
        .with_backend(start)
        .setup(|_| Err("no disk".into()))
        .build(dormer::Context::new(
            serde_json::from_value(json!({ "identifier": "dev.dormer.core" })).unwrap(),
            dormer::PackageInfo::default(),
            dormer_config::embedded::Assets::empty(),
        ))
        .unwrap();
    let code = app.run_return(move |_, event| seen.add(format!("{event:?}")));
    assert_eq!((code, log.lines()), (1, vec!["Exit".to_owned()]));
    assert_eq!(control.windows(), []);
}
