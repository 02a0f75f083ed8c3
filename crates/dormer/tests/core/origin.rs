//! Which pages may call: the app's own, and no others.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use dormer_runtime_headless::TestPage;
use serde_json::{Value, json};

use crate::fixture::{Fixture, HOME, Program, check_on, check_refused};

/// A program that counts the calls that get through.
fn program(config: Value) -> (Fixture, Arc<AtomicUsize>) {
    let calls = Arc::new(AtomicUsize::new(0));
    let count = calls.clone();
    let fixture = Program::new()
        .config(config)
        .build(move |builder| {
            builder
                .invoke_handler(move |invoke| {
                    count.fetch_add(1, Ordering::SeqCst);
                    invoke.resolver.resolve("own");
                    true
                })
                .register_uri_scheme_protocol("notes", |_, _| http::Response::new(Vec::new()))
        })
        .start();
    (fixture, calls)
}

fn page_at(fixture: &Fixture, url: &str) -> TestPage {
    // A program built to be shipped is there already, whatever the address of a development server.
    if fixture.main().url() == url {
        return fixture.main();
    }
    // The program goes there; a page could not.
    fixture.window("main").navigate(dormer::Url::parse(url).unwrap()).unwrap();
    fixture.control.wait_page(fixture.ids("main").1, url)
}

#[test]
fn other_origins_are_refused_with_a_text_that_says_why() {
    let (fixture, calls) = program(json!({}));
    for (url, shown) in [
        ("https://example.com/a?b#c", "https://example.com/a\n"),
        ("http://localhost/", "http://localhost/"),
        ("dormer://other/", "dormer://other/"),
        ("dormer://localhost.example.com/", "dormer://localhost.example.com/"),
        ("about:blank", "about:"),
        ("data:text/html,x", "data:"),
        ("file:///etc/passwd", "file:///etc/passwd"),
    ] {
        let page = page_at(&fixture, url);
        for command in ["greet", "plugin:event|listen", "plugin:window|close", "plugin:nope|x"] {
            let refusal = check_refused(&page, command);
            assert!(refusal.contains(&format!("origin {shown}")), "{refusal}");
        }
    }
    assert_eq!(calls.load(Ordering::SeqCst), 0);
    check_on(&page_at(&fixture, &format!("{HOME}deep/page.html?q#f")), "greet", "{}", Ok("\"own\""));
}

#[test]
fn events_do_not_reach_other_origins() {
    let (fixture, _) = program(json!({}));
    let page = page_at(&fixture, "https://example.com/");
    let listen = json!({ "event": "a", "target": { "kind": "Any" }, "handler": 1 }).to_string();
    assert!(page.invoke("plugin:event|listen", &listen).is_err());
    dormer::Emitter::emit(&fixture.app, "a", 1).unwrap();
    fixture.control.settle();
    assert_eq!(page.try_event(), None);
}

#[test]
fn the_development_server_is_the_apps_own_and_its_neighbors_are_not() {
    let (fixture, _) = program(json!({ "build": { "devUrl": "http://localhost:5173" } }));
    let page = fixture.main();
    check_on(&page, "greet", "{}", Ok("\"own\""));
    let server = page_at(&fixture, "http://localhost:5173/deep?q");
    // A program built to carry its pages has no development server, whatever its configuration says.
    if dormer::is_dev() {
        assert_eq!(page.url(), "http://localhost:5173/");
        check_on(&server, "greet", "{}", Ok("\"own\""));
    } else {
        assert_eq!(page.url(), HOME);
        assert!(server.invoke("greet", "{}").is_err());
    }
    for url in ["http://localhost:5174/", "https://localhost:5173/", "http://localhost.example.com:5173/"] {
        assert!(page_at(&fixture, url).invoke("greet", "{}").is_err(), "{url}");
    }
}

#[test]
fn the_apps_scheme_stays_its_own_beside_a_development_server() {
    let (fixture, _) = program(json!({ "build": { "devUrl": "http://localhost:5173" } }));
    check_on(&page_at(&fixture, HOME), "greet", "{}", Ok("\"own\""));
}

#[test]
fn schemes_that_the_program_registers_are_not_its_own_pages() {
    let (fixture, calls) = program(json!({}));
    assert!(page_at(&fixture, "notes://any/page").invoke("greet", "{}").is_err());
    assert_eq!(calls.load(Ordering::SeqCst), 0);
}

#[test]
fn a_page_elsewhere_can_be_the_front_end() {
    let (fixture, _) = program(json!({ "build": { "frontendDist": "https://app.example.com/" } }));
    assert_eq!(fixture.main().url(), "https://app.example.com/");
    check_on(&fixture.main(), "greet", "{}", Ok("\"own\""));
}
