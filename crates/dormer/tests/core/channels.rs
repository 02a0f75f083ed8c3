//! Channels: order, numbering, end, and what happens when the page is gone first.

use std::sync::Mutex;

use dormer::ipc::{Channel, InvokeResponseBody, JavaScriptChannelId, Response};
use dormer::{Manager, State, Webview, generate_handler};
use dormer_runtime::wire::{Body, ToPage};
use dormer_runtime_headless::{PageMessage, TestPage};
use serde::Deserialize;

use crate::fixture::{Fixture, Program, check_on};

type Kept = Mutex<Vec<Channel<serde_json::Value>>>;

#[dormer::command]
fn count(to: u32, channel: Channel<u32>) {
    (0..to).for_each(|n| channel.send(n).unwrap());
}
#[dormer::command]
fn bytes(channel: Channel<Response>) {
    channel.send(Response::new(vec![1, 2])).unwrap();
    channel.send(Response::new(String::from("{\"json\": true}"))).unwrap();
}
#[dormer::command]
fn keep(channel: Channel<serde_json::Value>, kept: State<'_, Kept>) {
    kept.lock().unwrap().push(channel);
}
#[dormer::command]
fn twice(first: Channel<u32>, second: Channel<u32>) {
    first.send(1).unwrap();
    second.send(2).unwrap();
    drop(first);
    second.send(3).unwrap();
}

#[derive(Deserialize)]
struct Options {
    on_event: JavaScriptChannelId,
}

#[dormer::command]
fn nested(webview: Webview, options: Options) {
    options.on_event.channel_on::<u32>(webview).send(5).unwrap();
}

fn program() -> Fixture {
    Program::new()
        .build(|builder| {
            builder
                .invoke_handler(generate_handler![count, bytes, keep, twice, nested])
                .manage(Kept::default())
        })
        .start()
}

fn keep_one(fixture: &Fixture, page: &TestPage, id: u32) -> Channel<serde_json::Value> {
    check_on(page, "keep", &format!(r#"{{"channel": "__CHANNEL__:{id}"}}"#), Ok("null"));
    fixture.app.state::<Kept>().lock().unwrap().pop().unwrap()
}

fn message(callback: u32, index: u32, body: &str) -> PageMessage {
    PageMessage { callback, index, body: Some(Body::json(body)) }
}

fn end(callback: u32, index: u32) -> PageMessage {
    PageMessage { callback, index, body: None }
}

#[test]
fn messages_are_numbered_and_the_end_is_told() {
    let fixture = program();
    let page = fixture.main();
    check_on(&page, "count", r#"{"to": 3, "channel": "__CHANNEL__:8"}"#, Ok("null"));
    let expected = [message(8, 0, "0"), message(8, 1, "1"), message(8, 2, "2"), end(8, 3)];
    assert_eq!(expected.clone().map(|_| page.next_message()), expected);
    check_on(&page, "count", r#"{"to": 0, "channel": "__CHANNEL__:9"}"#, Ok("null"));
    assert_eq!(page.next_message(), end(9, 0));
    assert_eq!(fixture.app.diagnostics().channels, 0);
}

#[test]
fn bodies_are_json_or_bytes() {
    let fixture = program();
    let page = fixture.main();
    check_on(&page, "bytes", r#"{"channel": "__CHANNEL__:1"}"#, Ok("null"));
    assert_eq!(page.next_message().body, Some(Body::raw(vec![1, 2])));
    assert_eq!(page.next_message().body, Some(Body::json("{\"json\": true}")));
}

#[test]
fn the_messages_of_a_command_come_before_its_answer() {
    let fixture = program();
    let page = fixture.main();
    let call = page.call("count", r#"{"to": 100, "channel": "__CHANNEL__:8"}"#);
    page.reply(call).unwrap();
    let kinds: Vec<_> =
        page.messages().iter().map(|message| matches!(message, ToPage::Reply { .. })).collect();
    let answer = kinds.iter().position(|is_reply| *is_reply).unwrap();
    assert!(answer >= 100, "the answer came as message {answer}");
}

#[test]
fn eight_threads_send_in_one_order() {
    const THREADS: usize = 8;
    const EACH: usize = 300;
    let fixture = program();
    let page = fixture.main();
    let channel = keep_one(&fixture, &page, 4);
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let channel = channel.clone();
            scope
                .spawn(move || (0..EACH).for_each(|n| channel.send(serde_json::json!([thread, n])).unwrap()));
        }
    });
    drop(channel);
    let mut next = [0; THREADS];
    for index in 0..(THREADS * EACH) as u32 {
        let message = page.next_message();
        assert_eq!((message.callback, message.index), (4, index), "numbers agree with places");
        let [thread, n]: [usize; 2] = serde_json::from_slice(message.body.unwrap().bytes()).unwrap();
        assert_eq!(n, next[thread], "one thread's messages keep their order");
        next[thread] += 1;
    }
    assert_eq!(page.next_message(), end(4, (THREADS * EACH) as u32));
    assert_eq!(page.try_message(), None);
}

#[test]
fn two_values_of_one_callback_have_one_numbering() {
    let fixture = program();
    let page = fixture.main();
    let same = r#"{"first": "__CHANNEL__:6", "second": "__CHANNEL__:6"}"#;
    check_on(&page, "twice", same, Ok("null"));
    let expected = [message(6, 0, "1"), message(6, 1, "2"), message(6, 2, "3"), end(6, 3)];
    assert_eq!(expected.clone().map(|_| page.next_message()), expected);

    let (one, two) = (keep_one(&fixture, &page, 7), keep_one(&fixture, &page, 7));
    one.send(1.into()).unwrap();
    drop(one);
    two.send(2.into()).unwrap();
    drop(two);
    let expected = [message(7, 0, "1"), message(7, 1, "2"), end(7, 2)];
    assert_eq!(expected.clone().map(|_| page.next_message()), expected);
}

#[test]
fn channels_inside_other_arguments() {
    let fixture = program();
    let page = fixture.main();
    check_on(&page, "nested", r#"{"options": {"on_event": "__CHANNEL__:3"}}"#, Ok("null"));
    assert_eq!([page.next_message(), page.next_message()], [message(3, 0, "5"), end(3, 1)]);
    let error = crate::fixture::text(page.invoke("nested", r#"{"options": {"on_event": "3"}}"#)).unwrap_err();
    assert!(
        error.starts_with("invalid args `options` for command `nested`: invalid channel value `3`"),
        "{error}"
    );
}

#[test]
fn sending_to_a_page_that_is_gone_is_an_error() {
    let fixture = program();
    fixture.open("other");
    let page = fixture.main();
    let channel = keep_one(&fixture, &page, 4);
    channel.send(1.into()).unwrap();
    page.close();
    for _ in 0..2 {
        assert_eq!(channel.send(2.into()).unwrap_err().to_string(), "the page is gone");
    }
    fixture.wait_diagnostics(|now| now.channels == 0);
    drop(channel);
    assert_eq!(page.messages().len(), 2, "the answer of the command and the first message");
}

#[test]
fn channels_without_a_page_call_a_function() {
    let seen = crate::wait::Log::default();
    let log = seen.clone();
    let channel = Channel::<Option<u8>>::new(move |body| {
        log.add(format!("{body:?}"));
        match body {
            InvokeResponseBody::Json(text) if text == "null" => Err(dormer::Error::Other("full".into())),
            _ => Ok(()),
        }
    });
    channel.send(Some(1)).unwrap();
    assert_eq!(channel.send(None).unwrap_err().to_string(), "full");
    assert_eq!(seen.lines(), ["Json(\"1\")", "Json(\"null\")"]);
    let same: JavaScriptChannelId = serde_json::from_value(serde_json::to_value(&channel).unwrap()).unwrap();
    assert_eq!(format!("__CHANNEL__:{}", channel.id()).parse(), Ok(same));
}
