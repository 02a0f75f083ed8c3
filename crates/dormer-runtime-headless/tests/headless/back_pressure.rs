//! A page that stops reading: its queue is bounded, senders wait, and in the end fail.

use std::time::Duration;

use dormer_runtime::SendError;
use dormer_runtime::wire::{Body, ToPage};

use crate::fixture::{Fixture, VIEW};

fn message(index: u32, length: usize) -> ToPage {
    ToPage::Message { callback: 1, index, body: Body::raw(vec![0; length]) }
}

#[test]
fn senders_wait_for_room_and_keep_their_order() {
    let fixture = Fixture::new();
    fixture.control.set_queue_bound(10_000);
    fixture.open(1);
    let (page, link) = (fixture.control.page(VIEW), fixture.host.page().link.clone());
    page.stop_reading();
    let sender = std::thread::spawn(move || (0..100).try_for_each(|index| link.send(message(index, 984))));
    let stats = page.wait_stats(|stats| stats.blocked_senders == 1 && stats.queued_messages == 10);
    assert_eq!(stats.queued_bytes, 10_000);
    page.read(3);
    page.wait_stats(|stats| {
        stats.blocked_senders == 1 && stats.received_messages == 3 && stats.queued_messages == 10
    });
    page.resume();
    sender.join().unwrap().unwrap();
    let order: Vec<_> = (0..100).map(|_| page.next_message().index).collect();
    assert_eq!(order, (0..100).collect::<Vec<_>>());
    let stats = page.stats();
    assert_eq!((stats.peak_bytes, stats.queued_bytes, stats.received_bytes), (10_000, 0, 100_000));
    fixture.end();
}

#[test]
fn a_full_queue_that_stands_still_fails_the_senders() {
    let fixture = Fixture::new();
    fixture.control.set_queue_bound(1_000);
    fixture.control.set_stall_after(Duration::from_millis(40));
    fixture.open(1);
    let (page, link) = (fixture.control.page(VIEW), fixture.host.page().link.clone());
    page.stop_reading();
    assert_eq!(link.send(message(0, 5_000)), Ok(()), "an empty queue takes a message of any length");
    assert_eq!(link.send(message(1, 1)), Err(SendError::Stalled));
    assert_eq!(page.stats().blocked_senders, 0);
    page.resume();
    assert_eq!(link.send(message(2, 1)), Ok(()));
    let read: Vec<_> = page.messages().iter().map(|message| message.body().unwrap().len()).collect();
    assert_eq!(read, [5_000, 1], "the failed message was not sent");
    fixture.end();
}

#[test]
fn closing_lets_the_senders_go() {
    let fixture = Fixture::new();
    fixture.control.set_queue_bound(1);
    fixture.open(1);
    let (page, link) = (fixture.control.page(VIEW), fixture.host.page().link.clone());
    page.stop_reading();
    link.send(message(0, 1)).unwrap();
    let senders: Vec<_> = (1..5)
        .map(|index| {
            let link = link.clone();
            std::thread::spawn(move || link.send(message(index, 1)))
        })
        .collect();
    page.wait_stats(|stats| stats.blocked_senders == 4);
    page.close();
    for sender in senders {
        assert_eq!(sender.join().unwrap(), Err(SendError::Closed));
    }
    fixture.end();
}

#[test]
fn the_ui_thread_never_waits() {
    let fixture = Fixture::new();
    fixture.control.set_queue_bound(10);
    fixture.control.set_stall_after(Duration::from_secs(3600));
    fixture.open(1);
    let (page, link) = (fixture.control.page(VIEW), fixture.host.page().link.clone());
    page.stop_reading();
    fixture.handle.run_on_ui(Box::new(move || {
        (0..50).for_each(|index| link.send(message(index, 100)).unwrap());
    }));
    fixture.control.settle();
    assert_eq!(page.stats().queued_messages, 50);
    fixture.end();
}
