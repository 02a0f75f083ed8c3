//! Schemes that programs and plugins register.

use std::borrow::Cow;

use bytes::Bytes;
use http::{Request, Response, StatusCode};

use crate::fixture::{Fixture, Program};
use crate::wait::Log;

fn program(log: &Log) -> Fixture {
    let (sync, later, plugin) = (log.clone(), log.clone(), log.clone());
    let here = || std::thread::current().name().unwrap_or("no name").to_owned();
    Program::new()
        .build(move |builder| {
            let plugin = dormer::plugin::Builder::<()>::new("with-scheme")
                .register_uri_scheme_protocol("of-plugin", move |_, _| {
                    plugin.add(here());
                    Response::builder().status(201).body(Cow::Borrowed(&b"plugin"[..])).unwrap()
                })
                .build();
            builder
                .plugin(plugin)
                .register_uri_scheme_protocol("Notes", move |context, request| {
                    sync.add(here());
                    if request.uri().path() == "/panic" {
                        panic!("on purpose");
                    }
                    let about = format!(
                        "{} {} {} {} {:?}",
                        context.webview_label(),
                        request.method(),
                        request.uri(),
                        request.headers()["x-mark"].to_str().unwrap(),
                        request.body()
                    );
                    Response::builder().header("content-type", "text/plain").body(about.into_bytes()).unwrap()
                })
                .register_asynchronous_uri_scheme_protocol("later", move |context, request, responder| {
                    later.add(here());
                    let label = context.webview_label().to_owned();
                    match request.uri().path() {
                        "/drop" => drop(responder),
                        "/panic" => panic!("on purpose"),
                        _ => {
                            std::thread::spawn(move || responder.respond(Response::new(label.into_bytes())));
                        }
                    }
                })
        })
        .start()
}

fn get(fixture: &Fixture, url: &str) -> Response<Bytes> {
    fixture.request(Request::get(url).header("x-mark", "m"))
}

#[test]
fn handlers_see_the_request_and_answer_off_the_ui_thread() {
    let log = Log::default();
    let fixture = program(&log);
    assert_eq!(fixture.control.schemes(), ["dormer", "later", "notes", "of-plugin"]);
    let request =
        Request::post("notes://any/path?q=1").header("x-mark", "m").body(Bytes::from_static(&[1, 2]));
    let answer = fixture.control.request(fixture.ids("main").1, request.unwrap());
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["content-type"], "text/plain");
    assert_eq!(*answer.body(), "main POST notes://any/path?q=1 m [1, 2]");
    assert_eq!(get(&fixture, "later://x/").body(), "main");
    let answer = get(&fixture, "of-plugin://x/");
    assert_eq!((answer.status().as_u16(), &answer.body()[..]), (201, &b"plugin"[..]));
    let threads = log.lines();
    assert_eq!(threads.len(), 3);
    assert!(!threads.contains(&"ui".to_owned()), "{threads:?}");
}

#[test]
fn requests_without_an_answer_end_with_status_500() {
    let log = Log::default();
    let fixture = program(&log);
    for url in ["later://x/drop", "later://x/panic", "notes://x/panic"] {
        assert_eq!(get(&fixture, url).status(), StatusCode::INTERNAL_SERVER_ERROR, "{url}");
    }
    assert_eq!(get(&fixture, "later://x/").body(), "main", "the handler lives on");
}

#[test]
fn a_slow_handler_holds_up_nobody() {
    let gate = crate::wait::Gate::default();
    let pass = gate.clone();
    let fixture = Program::new()
        .build(move |builder| {
            builder.register_uri_scheme_protocol("slow", move |_, _| {
                pass.pass();
                Response::new(&b"slow"[..])
            })
        })
        .start();
    std::thread::scope(|scope| {
        let slow = scope.spawn(|| get(&fixture, "slow://x/"));
        assert_eq!(get(&fixture, "dormer://localhost/").status(), StatusCode::OK);
        fixture.control.settle();
        gate.open();
        assert_eq!(slow.join().unwrap().body(), "slow");
    });
}

#[test]
fn a_program_can_answer_its_own_scheme() {
    let fixture = Program::new()
        .build(|builder| builder.register_uri_scheme_protocol("dormer", |_, _| Response::new(&b"mine"[..])))
        .start();
    assert_eq!(get(&fixture, "dormer://localhost/").body(), "mine");
    assert_eq!(fixture.control.schemes(), ["dormer"]);
}
