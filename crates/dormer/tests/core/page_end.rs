//! What the core keeps for a page ends with the page: on close, navigation and crash.

use std::sync::{Arc, Mutex};

use dormer::ipc::{Channel, InvokeResolver};
use dormer::{Emitter, Manager, Resource, State, Webview, generate_handler};
use dormer_runtime_headless::TestPage;
use serde_json::json;

use crate::fixture::{Fixture, HOME, Program, check_on, listen};
use crate::wait::{Gate, Log, eventually};

struct Told(Log);

impl Resource for Told {
    fn close(self: Arc<Self>) {
        self.0.add("closed");
    }
}

/// What commands keep beyond their end.
#[derive(Default)]
struct Kept {
    channels: Mutex<Vec<Channel<u32>>>,
    resolvers: Mutex<Vec<InvokeResolver>>,
}

#[dormer::command]
fn keep_channel(channel: Channel<u32>, kept: State<'_, Kept>) {
    kept.channels.lock().unwrap().push(channel);
}
#[dormer::command]
fn add_resource(webview: Webview, log: State<'_, Log>) -> u32 {
    webview.resources_table().add(Told(log.inner().clone()))
}
#[dormer::command]
fn hold(gate: State<'_, Gate>, log: State<'_, Log>) {
    log.add("held");
    gate.pass();
}
#[dormer::command]
async fn wait(gate: State<'_, Gate>) -> Result<(), ()> {
    let gate = gate.inner().clone();
    dormer::async_runtime::spawn_blocking(move || gate.pass()).await.unwrap();
    Ok(())
}

fn program() -> Fixture {
    let commands = generate_handler![keep_channel, add_resource, hold, wait];
    let handler = move |invoke: dormer::Invoke| {
        if invoke.message.command() == "never_answer" {
            let kept = invoke.message.webview_ref().app_handle().clone();
            kept.state::<Kept>().resolvers.lock().unwrap().push(invoke.resolver);
            return true;
        }
        commands(invoke)
    };
    let fixture = Program::new()
        .build(|builder| {
            builder
                .invoke_handler(handler)
                .manage(Kept::default())
                .manage(Log::default())
                .manage(Gate::default())
        })
        .start();
    fixture.open("other");
    fixture
}

/// Makes the core keep one of everything for the page of `main`.
fn fill(fixture: &Fixture, page: &TestPage) {
    let before = fixture.app.diagnostics();
    listen(page, "a", json!({ "kind": "Any" }), 1);
    listen(page, "b", json!({ "kind": "Window", "label": "other" }), 2);
    check_on(page, "keep_channel", r#"{"channel": "__CHANNEL__:5"}"#, Ok("null"));
    fixture.app.state::<Kept>().channels.lock().unwrap()[0].send(1).unwrap();
    page.invoke("add_resource", "{}").unwrap();
    page.call("never_answer", "{}");
    page.call("wait", "{}");
    fixture.wait_diagnostics(|now| now.calls == before.calls + 2);
    let now = fixture.app.diagnostics();
    assert_eq!(now.listeners, before.listeners + 2);
    assert_eq!(now.channels, before.channels + 1);
    assert_eq!(now.resources, before.resources + 1);
}

/// The page has ended: nothing of it is left once its running commands have come to their end.
fn nothing_left(fixture: &Fixture, page: &TestPage, pages: usize) {
    page.wait_closed();
    let now = fixture.app.diagnostics();
    assert_eq!((now.listeners, now.resources, now.pages), (0, 0, pages), "these end at once");
    assert_eq!(fixture.app.state::<Log>().lines(), ["closed"]);
    let kept = fixture.app.state::<Kept>();
    let late = kept.channels.lock().unwrap()[0].send(2);
    assert_eq!(late.unwrap_err().to_string(), "the page is gone");
    let resolver = kept.resolvers.lock().unwrap().pop().unwrap();
    resolver.resolve("nobody waits");
    fixture.app.state::<Gate>().open();
    fixture.wait_diagnostics(|now| (now.calls, now.channels) == (0, 0));
    fixture.app.emit("a", 1).unwrap();
}

#[test]
fn closing_the_window_ends_everything_of_its_page() {
    let fixture = program();
    let page = fixture.main();
    fill(&fixture, &page);
    fixture.window("main").destroy().unwrap();
    fixture.control.wait_closed(fixture.ids("main").0);
    fixture.control.settle();
    nothing_left(&fixture, &page, 1);
    assert_eq!(fixture.app.diagnostics().windows, 1);
}

#[test]
fn navigation_ends_everything_and_the_new_page_starts_clean() {
    let fixture = program();
    let page = fixture.main();
    fill(&fixture, &page);
    let next = format!("{HOME}next");
    assert!(fixture.control.navigate(fixture.ids("main").1, &next));
    let new = fixture.control.wait_page(fixture.ids("main").1, &next);
    nothing_left(&fixture, &page, 2);
    assert_eq!(new.messages(), [], "nothing meant for the old page reaches the new one");

    // The same callback number is another channel now.
    check_on(&new, "keep_channel", r#"{"channel": "__CHANNEL__:5"}"#, Ok("null"));
    fixture.app.state::<Kept>().channels.lock().unwrap()[1].send(9).unwrap();
    assert_eq!((new.next_message().index, fixture.app.diagnostics().channels), (0, 1));
}

#[test]
fn a_crash_ends_everything_and_is_told() {
    let fixture = program();
    let log = Log::default();
    let (seen, view) = (log.clone(), fixture.window("main"));
    view.on_webview_event(move |event| {
        if let dormer::WebviewEvent::Crashed { reason, reloads, .. } = event {
            seen.add(format!("{reason}, {reloads}"));
        }
    });
    let page = fixture.main();
    fill(&fixture, &page);
    fixture.control.crash(fixture.ids("main").1);
    fixture.control.settle();
    nothing_left(&fixture, &page, 2);
    assert_eq!(log.lines(), ["the test crashed it, true"]);
    check_on(&fixture.main(), "plugin:app|name", "{}", Ok("\"core\""));
}

#[test]
fn ending_again_and_again_keeps_nothing() {
    let fixture = program();
    let base = fixture.app.diagnostics();
    for round in 0..50 {
        let page = fixture.main();
        listen(&page, "a", json!({ "kind": "Any" }), 1);
        page.call("keep_channel", r#"{"channel": "__CHANNEL__:1"}"#);
        page.invoke("add_resource", "{}").unwrap();
        match round % 3 {
            0 => assert!(fixture.control.navigate(fixture.ids("main").1, HOME)),
            1 => fixture.control.crash(fixture.ids("main").1),
            _ => {
                fixture.window("main").destroy().unwrap();
                fixture.control.wait_closed(fixture.ids("main").0);
                fixture.control.settle();
                fixture.open("main");
            }
        }
        page.wait_closed();
        fixture.control.settle();
    }
    fixture.app.state::<Kept>().channels.lock().unwrap().clear();
    fixture.wait_diagnostics(|now| *now == base);
    let closed = eventually("all resources to close", || {
        Some(fixture.app.state::<Log>().lines().len()).filter(|count| *count >= 50)
    });
    assert_eq!(closed, 50, "each resource is closed once");
}

#[test]
fn pages_close_their_resources_by_number() {
    let fixture = program();
    let page = fixture.main();
    let id = crate::fixture::text(page.invoke("add_resource", "{}")).unwrap();
    check_on(&page, "plugin:resources|close", &format!(r#"{{"rid": {id}}}"#), Ok("null"));
    let gone = format!("The resource id {id} is invalid.");
    check_on(&page, "plugin:resources|close", &format!(r#"{{"rid": {id}}}"#), Err(&gone));
    assert_eq!(fixture.app.state::<Log>().lines(), ["closed"]);
}

/// Commands that run when their page has ended keep nothing for it, and nothing for the page after it.
#[test]
fn what_commands_make_too_late_ends_too() {
    let fixture = program();
    let page = fixture.main();
    page.call("hold", "{}");
    fixture.app.state::<Log>().wait(1);
    page.call(
        "plugin:event|listen",
        &json!({ "event": "a", "target": { "kind": "Any" }, "handler": 1 }).to_string(),
    );
    page.call("add_resource", "{}");
    page.call("keep_channel", r#"{"channel": "__CHANNEL__:1"}"#);
    // Answered past the line of sync commands: all before it have been taken in.
    check_on(&page, "plugin:nope|x", "{}", Err("plugin nope not found"));
    assert!(fixture.control.navigate(fixture.ids("main").1, &format!("{HOME}next")));
    page.wait_closed();
    fixture.app.state::<Gate>().open();
    fixture.wait_diagnostics(|now| now.calls == 0);
    let now = fixture.app.diagnostics();
    assert_eq!((now.listeners, now.resources, now.channels), (0, 0, 0));
}

#[test]
fn listening_while_the_page_ends_leaves_no_listener() {
    let fixture = program();
    let arguments = json!({ "event": "a", "target": { "kind": "Any" }, "handler": 1 }).to_string();
    for _ in 0..50 {
        let page = fixture.main();
        for _ in 0..20 {
            page.call("plugin:event|listen", &arguments);
        }
        assert!(fixture.control.navigate(fixture.ids("main").1, HOME));
        page.wait_closed();
    }
    fixture.wait_diagnostics(|now| (now.calls, now.listeners) == (0, 0));
}
