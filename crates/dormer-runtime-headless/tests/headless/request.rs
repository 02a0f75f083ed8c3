//! Requests for URLs of the host's schemes.

use bytes::Bytes;
use dormer_runtime::http::{Request, Response, StatusCode};

use crate::fixture::{Fixture, VIEW};

fn get(uri: &str) -> Request<Bytes> {
    Request::builder().uri(uri).body(Bytes::from_static(b"body")).unwrap()
}

#[test]
fn answers_come_at_once_later_or_as_status_500() {
    let fixture = Fixture::new();
    fixture.open(1);
    let answer = fixture.control.request(VIEW, get("dormer://localhost/echo"));
    assert_eq!((answer.status(), answer.into_body()), (StatusCode::OK, Bytes::from_static(b"body")));
    assert_eq!(fixture.control.request(VIEW, get("dormer://localhost/drop")).status(), 500);

    let control = fixture.control.clone();
    let waiting = std::thread::spawn(move || control.request(VIEW, get("dormer://localhost/keep")));
    let respond = loop {
        // The host keeps the responder in a turn of the loop.
        fixture.control.settle();
        if let Some(respond) = fixture.host.kept.lock().unwrap().pop() {
            break respond;
        }
        std::thread::yield_now();
    };
    respond(Response::builder().status(404).body(Bytes::new().into()).unwrap());
    assert_eq!(waiting.join().unwrap().status(), 404);
    fixture.end();
}

#[test]
fn only_registered_schemes_reach_the_host() {
    let fixture = Fixture::new();
    fixture.open(1);
    let ask = || std::panic::catch_unwind(|| fixture.control.request(VIEW, get("extra://localhost/a")));
    let panic = ask().unwrap_err();
    assert!(panic.downcast_ref::<String>().unwrap().contains("does not answer `extra://localhost/a`"));
    fixture.handle.register_scheme("extra");
    assert_eq!(fixture.control.schemes(), ["dormer", "extra"]);
    assert_eq!(ask().unwrap().status(), 200);
    fixture.end();
}
