//! Watching.

use std::time::{Duration, Instant};

use dormer_runtime::wire::Body;
use serde_json::{Value, json};

use crate::fixture::Fixture;

/// Waits for a channel message that `fits`.
fn wait(fixture: &Fixture, fits: impl Fn(&Value) -> bool) -> Value {
    let page = fixture.page("main");
    let deadline = Instant::now() + Duration::from_secs(10);
    let mut seen = Vec::new();
    while Instant::now() < deadline {
        let Some(message) = page.try_message() else {
            std::thread::sleep(Duration::from_millis(5));
            continue;
        };
        if let Some(Body::Json(text)) = message.body {
            let value: Value = serde_json::from_slice(&text).unwrap();
            if fits(&value) {
                return value;
            }
            seen.push(value);
        }
    }
    panic!("no such event among {seen:?}");
}

fn start(fixture: &Fixture, options: Value) -> Value {
    let arguments =
        json!({ "paths": [fixture.folder.path("in")], "options": options, "onEvent": "__CHANNEL__:7" });
    fixture.json("watch", arguments).unwrap()
}

#[test]
fn changes_reach_the_page_raw_and_collected() {
    for options in [json!({}), json!({ "delayMs": 50 })] {
        let fixture = Fixture::new();
        let rid = start(&fixture, options);
        let path = fixture.folder.file("in/a", "x");
        let event = wait(&fixture, |event| event["type"] == json!({ "create": { "kind": "file" } }));
        assert_eq!(event["paths"], json!([path]));
        assert!(event["attrs"].is_object());
        let page = fixture.page("main");
        page.invoke("plugin:resources|close", &json!({ "rid": rid }).to_string()).unwrap();
    }
}

#[test]
fn what_happens_out_of_scope_is_not_told() {
    let fixture = Fixture::with(&["in", "in/**"], &["in/private/**"], Value::Null);
    fixture.folder.file("out/x", "x");
    fixture.folder.file("in/private/x", "x");
    fixture.folder.link("in/way", fixture.folder.path("out"));
    start(&fixture, json!({ "recursive": true }));
    fixture.folder.file("out/secret", "x");
    fixture.folder.file("in/private/secret", "x");
    fixture.folder.file("in/last", "x");
    wait(&fixture, |event| {
        assert!(!event["paths"].to_string().contains("secret"), "{event}");
        event["paths"].to_string().contains("last")
    });
}
