//! Parameters of commands: names, injected types, bytes, headers, and the texts of refusals.

use bytes::Bytes;
use dormer::ipc::{Channel, InvokeBody, Request};
use dormer::{AppHandle, Webview, WebviewWindow, Window, generate_handler};
use serde::Deserialize;

use crate::fixture::{Fixture, check, check_on, text};

#[dormer::command]
fn greet(first_name: &str, age: u8, title: Option<String>) -> String {
    format!("{first_name} {age} {title:?}")
}
#[dormer::command]
async fn greet_later(first_name: String, age: u8) -> String {
    format!("{first_name} {age}")
}
#[dormer::command(rename_all = "snake_case")]
fn snake(first_name: String) -> String {
    first_name
}

#[test]
fn parameters_go_by_name() {
    let fixture = Fixture::with(generate_handler![greet, greet_later, snake]);
    let page = fixture.main();
    let check = |command: &str, arguments: &str, expected| check_on(&page, command, arguments, expected);
    check("greet", r#"{"age": 7, "extra": [], "firstName": "Ann"}"#, Ok("\"Ann 7 None\""));
    check("greet", r#"{"age": 7, "firstName": "Ann", "title": null}"#, Ok("\"Ann 7 None\""));
    check("greet", r#"{"age": 7, "firstName": "Ann", "title": "Dr"}"#, Ok(r#""Ann 7 Some(\"Dr\")""#));
    check("snake", r#"{"first_name": "Ann"}"#, Ok("\"Ann\""));
    let missing =
        "invalid args `firstName` for command `greet`: command greet missing required key firstName";
    check("greet", "{}", Err(missing));
    check("greet", "", Err(missing));
    check("greet", r#"{"first_name": "Ann", "age": 1}"#, Err(missing));
    check(
        "snake",
        r#"{"firstName": "Ann"}"#,
        Err("invalid args `first_name` for command `snake`: command snake missing required key first_name"),
    );
    check(
        "greet",
        r#"{"firstName": "Ann"}"#,
        Err("invalid args `age` for command `greet`: command greet missing required key age"),
    );
    check(
        "greet_later",
        r#"{"firstName": "Ann"}"#,
        Err("invalid args `age` for command `greet_later`: command greet_later missing required key age"),
    );
}

/// The position that serde_json adds counts from the start of the parameter.
#[test]
fn a_wrong_value_is_told_in_the_words_of_serde() {
    let check = |arguments: &str, key: &str, reason: &str| {
        let expected = format!("invalid args `{key}` for command `greet`: {reason}");
        check(generate_handler![greet], "greet", arguments, Err(&expected));
    };
    check(r#"{"firstName": 3}"#, "firstName", "invalid type: integer `3`, expected a borrowed string");
    check(r#"{"firstName": "a", "age": "x"}"#, "age", "invalid type: string \"x\", expected u8");
    check(r#"{"firstName": "a", "age": 300}"#, "age", "invalid value: integer `300`, expected u8");
}

#[test]
fn bytes_where_names_are_expected() {
    let fixture = Fixture::with(generate_handler![greet]);
    let page = fixture.main();
    let call = page.call_raw("greet", vec![1, 2], &[]);
    assert_eq!(
        text(page.reply(call)),
        Err("invalid args `firstName` for command `greet`: command greet expected a value for key firstName but the \
             IPC call used a bytes payload"
            .into())
    );
}

#[dormer::command]
fn whole(request: Request<'_>) -> String {
    let body = match request.body() {
        InvokeBody::Json(value) => value.to_string(),
        InvokeBody::Raw(bytes) => format!("{bytes:?}"),
    };
    let headers: Vec<_> =
        request.headers().iter().map(|(name, value)| format!("{name}={}", value.to_str().unwrap())).collect();
    format!("{body} {}", headers.join(" "))
}

#[derive(Deserialize)]
struct Image {
    rgba: Vec<u8>,
    width: u32,
}

#[dormer::command]
fn size(image: Image, other: Vec<u8>) -> String {
    format!("{} {} {}", image.rgba.len(), image.width, other.len())
}

#[test]
fn whole_bodies_headers_and_nested_bytes() {
    let fixture = Fixture::with(generate_handler![whole, size]);
    let page = fixture.main();
    let call = page.call_raw("whole", vec![7, 8], &[("X-Mark", "one"), ("bad name", "x"), ("Accept", "a/b")]);
    assert_eq!(text(page.reply(call)), Ok("\"[7, 8] x-mark=one accept=a/b\"".into()));
    check_on(&page, "whole", r#"{"a":1}"#, Ok(r#""{\"a\":1} ""#));

    let arguments =
        r#"{"image": {"rgba": {"__DORMER_BYTES__": 1}, "width": 2}, "other": {"__DORMER_BYTES__": 0}}"#;
    let blobs = vec![Bytes::from_static(b"abc"), Bytes::from(vec![0; 100_000])];
    let call = page.call_with_blobs("size", arguments, blobs);
    assert_eq!(text(page.reply(call)), Ok("\"100000 2 3\"".into()));
    check_on(&page, "size", r#"{"image": {"rgba": [1, 2], "width": 2}, "other": []}"#, Ok("\"2 2 0\""));
}

#[dormer::command]
fn injected(app: AppHandle, window: Window, webview: Webview, both: WebviewWindow) -> Vec<String> {
    vec![app.package_info().name.clone(), window.label().into(), webview.label().into(), both.label().into()]
}

/// Written as for another framework: the parameter `R` goes.
#[dormer::command]
async fn moved<R: dormer::Runtime>(app: AppHandle<R>, window: Window<R>) -> String {
    format!("{} {}", app.package_info().version, window.label())
}

#[test]
fn the_core_injects_what_it_knows() {
    let fixture = Fixture::with(generate_handler![injected, moved]);
    fixture.open("two");
    for label in ["main", "two"] {
        let expected = format!(r#"["core","{label}","{label}","{label}"]"#);
        check_on(&fixture.page(label), "injected", "{}", Ok(&expected));
        check_on(&fixture.page(label), "moved", "{}", Ok(&format!("\"1.2.3 {label}\"")));
    }
}

#[dormer::command]
fn stream(on_event: Channel<u32>) -> u32 {
    on_event.id()
}

#[test]
fn channels_and_event_names_have_their_own_texts() {
    let fixture = Fixture::with(generate_handler![stream]);
    let page = fixture.main();
    check_on(&page, "stream", r#"{"onEvent": "__CHANNEL__:7"}"#, Ok("7"));
    for bad in ["7", "__CHANNEL__:", "__CHANNEL__:x", "__CHANNEL__:-1"] {
        let expected = format!(
            "invalid channel value `{bad}` for `onEvent` of command `stream`, expected a string in the \
             `__CHANNEL__:ID` format"
        );
        check_on(&page, "stream", &format!(r#"{{"onEvent": "{bad}"}}"#), Err(&expected));
    }
    let answer = text(page.invoke("plugin:event|emit", r#"{"event": "a b", "payload": 1}"#)).unwrap_err();
    let expected = "invalid args `event` for command `emit`: Event name must include only alphanumeric characters, `-`, \
                    `/`, `:` and `_`.";
    assert!(answer.starts_with(expected), "{answer}");
}
