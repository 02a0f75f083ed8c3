//! Every call is answered exactly once, whatever the command does.

use dormer::generate_handler;
use dormer::ipc::{Invoke, InvokeResponseBody, Response};
use serde::Serialize;

use crate::fixture::{Fixture, check, check_on, check_refused};

#[derive(Serialize)]
struct Point {
    x: i32,
    y: Option<i32>,
}

#[dormer::command]
fn unit() {}
#[dormer::command]
fn point() -> Point {
    Point { x: -1, y: None }
}
#[dormer::command]
fn fails(text: Option<String>) -> Result<u8, Option<String>> {
    Err(text)
}
#[dormer::command]
fn core_error() -> dormer::Result<()> {
    Err(dormer::Error::Other("out of luck".into()))
}
#[dormer::command]
fn bytes() -> Response {
    Response::new(vec![1, 2, 255])
}
#[dormer::command]
fn numbers() -> Vec<u8> {
    vec![1, 2, 255]
}
#[dormer::command]
async fn ready_made() -> Result<InvokeResponseBody, ()> {
    Ok(InvokeResponseBody::Json("{\"a\": 1}".into()))
}
#[dormer::command]
async fn later(text: &str) -> Result<String, ()> {
    dormer::async_runtime::spawn(async {}).await.unwrap();
    Ok(text.to_uppercase())
}
#[dormer::command(async)]
fn blocking(text: String) -> String {
    text.to_uppercase()
}
#[dormer::command(rename = "short")]
fn a_long_name() -> u8 {
    7
}

#[test]
fn values_and_errors_reach_the_page() {
    let fixture = Fixture::with(generate_handler![
        unit,
        point,
        fails,
        core_error,
        bytes,
        numbers,
        ready_made,
        later,
        blocking,
        a_long_name
    ]);
    let page = fixture.main();
    let check = |command: &str, arguments: &str, expected| check_on(&page, command, arguments, expected);
    check("unit", "{}", Ok("null"));
    check("unit", "", Ok("null"));
    check("point", "{}", Ok(r#"{"x":-1,"y":null}"#));
    check("fails", r#"{"text": "no \"luck\""}"#, Err("no \"luck\""));
    check("fails", "{}", Err("null"));
    check("core_error", "{}", Err("out of luck"));
    check("bytes", "{}", Ok("bytes [1, 2, 255]"));
    check("numbers", "{}", Ok("[1,2,255]"));
    check("ready_made", "{}", Ok("{\"a\": 1}"));
    check("later", r#"{"text": "abc"}"#, Ok("\"ABC\""));
    check("blocking", r#"{"text": "abc"}"#, Ok("\"ABC\""));
    check("short", "{}", Ok("7"));
}

#[test]
fn names_that_nobody_answers() {
    let fixture = Fixture::with(generate_handler![unit, a_long_name]);
    let page = fixture.main();
    let check = |command: &str, expected| check_on(&page, command, "{}", Err(expected));
    check("nope", "Command nope not found");
    check("a_long_name", "Command a_long_name not found");
    check("", "Command  not found");
    check("plugin:nope|unit", "plugin nope not found");
    check_refused(&page, "plugin:event|nope");
    check_refused(&page, "plugin:event|");
    check("plugin:event", "invalid command name plugin:event");
    check("plugin:", "invalid command name plugin:");
}

#[test]
fn a_program_without_handler_answers_too() {
    let fixture = crate::fixture::Program::new().start();
    check_on(&fixture.main(), "unit", "{}", Err("Command unit not found"));
}

#[dormer::command]
fn sync_panic() -> u8 {
    panic!("on purpose")
}
#[dormer::command]
async fn async_panic() -> u8 {
    panic!("on purpose")
}
#[dormer::command]
async fn late_panic(number: u8) -> u8 {
    dormer::async_runtime::spawn(async {}).await.unwrap();
    panic!("on purpose, with {number}")
}
#[dormer::command(async)]
fn blocking_panic() -> u8 {
    panic!("on purpose")
}

#[test]
fn panics_are_answered_and_end_nothing_else() {
    let fixture = Fixture::with(generate_handler![
        sync_panic,
        async_panic,
        late_panic,
        blocking_panic,
        unit,
        later,
        blocking
    ]);
    let page = fixture.main();
    for _ in 0..3 {
        check_on(&page, "sync_panic", "{}", Err("command sync_panic panicked"));
        check_on(&page, "async_panic", "{}", Err("command async_panic panicked: on purpose"));
        check_on(
            &page,
            "late_panic",
            r#"{"number": 5}"#,
            Err("command late_panic panicked: on purpose, with 5"),
        );
        check_on(&page, "blocking_panic", "{}", Err("command blocking_panic panicked"));
        check_on(&page, "unit", "{}", Ok("null"));
        check_on(&page, "later", r#"{"text": "a"}"#, Ok("\"A\""));
        check_on(&page, "blocking", r#"{"text": "a"}"#, Ok("\"A\""));
    }
    fixture.wait_diagnostics(|now| now.calls == 0);
}

#[test]
fn handlers_written_by_hand() {
    let check = |handler: fn(Invoke) -> bool, expected| check(handler, "by_hand", "{}", expected);
    check(
        |invoke| {
            drop(invoke);
            true
        },
        Err("command by_hand ended without an answer"),
    );
    check(|_| panic!("on purpose"), Err("command by_hand panicked"));
    check(
        |invoke| {
            std::thread::spawn(move || invoke.resolver.resolve(invoke.message.command().to_owned()));
            true
        },
        Ok("\"by_hand\""),
    );
    check(
        |invoke| {
            invoke.resolver.reject(serde_json::json!({ "code": 7 }));
            false
        },
        Err(r#"{"code":7}"#),
    );
    check(
        |invoke| {
            invoke.resolver.respond_async(async { Ok(InvokeResponseBody::Raw(vec![9])) });
            true
        },
        Ok("bytes [9]"),
    );
}

#[test]
fn many_calls_at_once_are_answered_once_each() {
    let fixture = Fixture::with(generate_handler![later, blocking, fails, sync_panic]);
    let page = fixture.main();
    let calls: Vec<_> = (0..400)
        .map(|number| {
            let command = ["later", "blocking", "fails", "nope"][number % 4];
            page.call(command, &format!(r#"{{"text": "t{number}"}}"#))
        })
        .collect();
    for (number, call) in calls.iter().enumerate() {
        let expected = match number % 4 {
            0 | 1 => Ok(format!("\"T{number}\"")),
            2 => Err(format!("t{number}")),
            _ => Err("Command nope not found".to_owned()),
        };
        assert_eq!(crate::fixture::text(page.reply(*call)), expected);
    }
    fixture.wait_diagnostics(|now| now.calls == 0);
    assert!(calls.iter().all(|call| page.reply_count(*call) == 1));
}
