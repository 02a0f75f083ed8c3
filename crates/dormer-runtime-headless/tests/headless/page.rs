//! Calls and answers, both ways; overlap, order and the end of pages.

use std::sync::atomic::Ordering;
use std::time::Duration;

use bytes::Bytes;
use dormer_runtime::wire::{Body, ToPage};
use dormer_runtime::{Carrier, SendError};
use dormer_runtime_headless::CallId;

use crate::fixture::{Fixture, VIEW, WINDOW};

#[test]
fn calls_reach_the_core_whole_and_answers_come_back() {
    let fixture = Fixture::new();
    fixture.open(1);
    let page = fixture.control.page(VIEW);
    assert_eq!(page.invoke("echo", "{\"a\":1}"), Ok(Body::json("{\"a\":1}")));
    assert_eq!(page.invoke("what", "{}"), Err(Body::json("\"unknown\"")));
    let raw = page.call_raw("echo", vec![1, 0, 255], &[("x-name", "a \"b\"")]);
    assert_eq!(page.reply(raw), Ok(Body::raw(vec![1, 0, 255])));
    let blobs = page.call_with_blobs("echo", "{}", vec![Bytes::from_static(b"one"), Bytes::new()]);
    assert_eq!((blobs, page.reply(blobs)), (CallId(4), Ok(Body::json("{}"))));
    assert_eq!(page.reply_count(blobs), 1);

    let core = fixture.host.page();
    let calls = core.calls.lock().unwrap().clone();
    assert_eq!(calls[2].headers, Bytes::from_static(b"[[\"x-name\",\"a \\\"b\\\"\"]]"));
    assert_eq!(calls[3].blobs, [Bytes::from_static(b"one"), Bytes::new()]);
    assert_eq!(core.link.carrier(), Carrier::Memory);
    fixture.end();
}

#[test]
fn events_and_channels_come_in_order() {
    let fixture = Fixture::new();
    fixture.open(1);
    let (page, link) = (fixture.control.page(VIEW), fixture.host.page().link.clone());
    let event = |name: &str| ToPage::Event {
        name: name.into(),
        listeners: vec![(3, 4)],
        payload: Bytes::from_static(b"[1]"),
    };
    let message = |index| ToPage::Message { callback: 9, index, body: Body::raw(vec![index as u8]) };
    let sent = [event("one"), message(0), event("two"), message(1), ToPage::End { callback: 9, index: 2 }];
    sent.iter().for_each(|message| link.send(message.clone()).unwrap());
    assert_eq!(page.next_message().body, Some(Body::raw(vec![0])));
    let first = page.next_event();
    assert_eq!((&*first.name, first.listeners, &*first.payload), ("one", vec![(3, 4)], "[1]"));
    assert_eq!(&*page.next_event().name, "two");
    assert_eq!(page.try_event(), None);
    assert_eq!(page.next_message().index, 1);
    let end = page.next_message();
    assert_eq!((end.callback, end.index, end.body), (9, 2, None));
    assert_eq!(page.try_message(), None);
    assert_eq!(page.messages(), sent);
    fixture.end();
}

#[test]
fn a_slow_call_does_not_hold_up_the_next_one() {
    let fixture = Fixture::new();
    fixture.control.set_call_patience(Duration::from_millis(1));
    fixture.open(1);
    let page = fixture.control.page(VIEW);
    let slow = page.call("slow", "{}");
    assert_eq!(page.invoke("echo", "1"), Ok(Body::json("1")));
    assert_eq!(page.reply_count(slow), 0);
    fixture.host.page().gate.open();
    assert_eq!(page.reply(slow), Ok(Body::json("\"slow\"")));
    fixture.end();
}

#[test]
fn calls_start_in_the_order_sent() {
    let fixture = Fixture::new();
    fixture.control.set_call_patience(Duration::from_secs(60));
    fixture.open(1);
    let page = fixture.control.page(VIEW);
    let calls: Vec<_> = (0..500).map(|number| page.call("echo", &number.to_string())).collect();
    for (number, call) in calls.iter().enumerate() {
        assert_eq!(page.reply(*call), Ok(Body::json(number.to_string())));
    }
    let started: Vec<_> =
        fixture.host.page().calls.lock().unwrap().iter().map(|call| CallId(call.id)).collect();
    assert_eq!(started, calls);
    fixture.end();
}

#[test]
fn a_page_ends_once_whoever_ends_it() {
    let fixture = Fixture::new();
    fixture.open(1);
    let page = fixture.control.page(VIEW);
    let core = fixture.host.page();
    page.close();
    page.close();
    assert_eq!(core.closed.load(Ordering::SeqCst), 1);
    assert_eq!(core.link.send(ToPage::End { callback: 1, index: 0 }), Err(SendError::Closed));

    let second = fixture.control.open_page(VIEW, "dormer://localhost/second");
    second.call("close", "{}");
    second.wait_closed();
    assert_eq!(fixture.host.page().closed.load(Ordering::SeqCst), 1);

    let third = fixture.control.open_page(VIEW, "dormer://localhost/third");
    fixture.control.destroy_window(WINDOW);
    third.wait_closed();
    assert!(third.is_closed());
    fixture.join();
}

#[test]
fn a_wait_in_vain_says_what_it_waited_for() {
    let fixture = Fixture::new();
    fixture.control.set_wait_limit(Duration::from_millis(30));
    fixture.open(1);
    let page = fixture.control.page(VIEW);
    let call = page.call("silent", "{}");
    let panic = std::panic::catch_unwind(|| page.reply(call)).unwrap_err();
    let text = panic.downcast_ref::<String>().unwrap();
    assert!(text.contains("the answer to call 1, but the wait limit is over"), "{text}");
    let panic = std::panic::catch_unwind(|| fixture.control.wait_closed(WINDOW)).unwrap_err();
    let text = panic.downcast_ref::<String>().unwrap();
    assert!(text.contains("WindowId(1) to be destroyed, but the wait limit is over"), "{text}");
    fixture.end();
}
