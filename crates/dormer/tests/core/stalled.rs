//! A page that stops reading: senders wait, then fail; the UI thread never waits.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use dormer::ipc::{Channel, Response};
use dormer::{Emitter, Manager, State, generate_handler};
use serde_json::json;

use crate::fixture::{Fixture, Program, check_on, listen};

type Kept = Mutex<Option<Channel<Response>>>;

#[dormer::command]
fn keep(channel: Channel<Response>, kept: State<'_, Kept>) {
    *kept.lock().unwrap() = Some(channel);
}
#[dormer::command]
fn big() -> Response {
    Response::new(vec![0; 2000])
}

/// A program whose page `main` holds 1,000 bytes and counts as stalled after `patience`.
fn program(patience: Duration) -> (Fixture, Channel<Response>) {
    let fixture = Program::new()
        .prepare(move |control| {
            control.set_queue_bound(1000);
            control.set_stall_after(patience);
        })
        .build(|builder| builder.invoke_handler(generate_handler![keep, big]).manage(Kept::default()))
        .start();
    check_on(&fixture.main(), "keep", r#"{"channel": "__CHANNEL__:1"}"#, Ok("null"));
    let channel = fixture.app.state::<Kept>().lock().unwrap().take().unwrap();
    (fixture, channel)
}

fn message(bytes: usize) -> Response {
    Response::new(vec![7; bytes])
}

const PATIENT: Duration = Duration::from_secs(60);
const HASTY: Duration = Duration::from_millis(50);

#[test]
fn a_sender_waits_until_the_page_reads() {
    let (fixture, channel) = program(PATIENT);
    let page = fixture.main();
    page.stop_reading();
    channel.send(message(1500)).unwrap();
    std::thread::scope(|scope| {
        let sender = scope.spawn(|| channel.send(message(10)));
        page.wait_stats(|stats| stats.blocked_senders == 1);
        assert!(!sender.is_finished());
        page.read(1);
        sender.join().unwrap().unwrap();
    });
    page.resume();
    assert_eq!([0, 1], [page.next_message().index, page.next_message().index]);
}

#[test]
fn a_page_that_reads_nothing_for_long_counts_as_stalled() {
    let (fixture, channel) = program(HASTY);
    let page = fixture.main();
    page.stop_reading();
    channel.send(message(1500)).unwrap();
    let error = channel.send(message(10)).unwrap_err();
    assert_eq!(error.to_string(), "the page stopped reading");
    let stats = page.stats();
    assert_eq!((stats.queued_messages, stats.blocked_senders), (1, 0));
    page.resume();
    channel.send(message(10)).unwrap();
    let numbers = [page.next_message().index, page.next_message().index];
    assert_eq!(numbers, [0, 1], "what failed has no number");
}

#[test]
fn emitting_to_a_stalled_page_fails_and_others_get_the_event() {
    let (fixture, channel) = program(HASTY);
    fixture.open("two");
    let (main, two) = (fixture.main(), fixture.page("two"));
    for page in [&main, &two] {
        listen(page, "a", json!({ "kind": "Any" }), 1);
    }
    main.stop_reading();
    channel.send(message(1500)).unwrap();
    assert_eq!(fixture.app.emit("a", 1).unwrap_err().to_string(), "the page stopped reading");
    assert_eq!(two.next_event().payload, "1");
    main.resume();
    fixture.app.emit("a", 2).unwrap();
    assert_eq!(main.next_event().payload, "2");
}

#[test]
fn the_ui_thread_never_waits_for_a_page() {
    let (fixture, channel) = program(PATIENT);
    let page = fixture.main();
    listen(&page, "a", json!({ "kind": "Any" }), 1);
    page.stop_reading();
    channel.send(message(1500)).unwrap();
    let (app, begin) = (fixture.app.clone(), Instant::now());
    let (done, result) = std::sync::mpsc::channel();
    fixture
        .app
        .run_on_main_thread(move || {
            let sent: Vec<_> = (0..100).map(|_| channel.send(message(500))).collect();
            done.send((sent.into_iter().all(|sent| sent.is_ok()), app.emit("a", 1).is_ok())).unwrap();
        })
        .unwrap();
    assert_eq!(result.recv_timeout(Duration::from_secs(30)), Ok((true, true)));
    assert!(begin.elapsed() < PATIENT / 2);
    // The program goes on: its windows' events reach that page too.
    fixture.control.focus_window(None);
    fixture.control.settle();
    assert_eq!(
        page.stats().queued_messages,
        1 + 100 + 1 + 1,
        "one before, messages, the event, the end of the channel"
    );
    page.resume();
    assert_eq!(page.next_event().payload, "1");
}

/// An answer that cannot be sent must not leave the page's promise hanging.
#[test]
fn a_stalled_page_whose_answer_cannot_be_sent_ends() {
    let (fixture, channel) = program(HASTY);
    fixture.open("two");
    let page = fixture.main();
    page.stop_reading();
    channel.send(message(1500)).unwrap();
    page.call("big", "{}");
    page.wait_closed();
    fixture.wait_diagnostics(|now| (now.pages, now.calls) == (1, 0));
    assert_eq!(channel.send(message(1)).unwrap_err().to_string(), "the page is gone");
}

#[test]
fn closing_frees_senders_that_wait() {
    let (fixture, channel) = program(PATIENT);
    fixture.open("two");
    let page = fixture.main();
    page.stop_reading();
    channel.send(message(1500)).unwrap();
    std::thread::scope(|scope| {
        let senders: Vec<_> = (0..4).map(|_| scope.spawn(|| channel.clone().send(message(10)))).collect();
        page.wait_stats(|stats| stats.blocked_senders > 0);
        fixture.window("main").destroy().unwrap();
        for sender in senders {
            assert_eq!(sender.join().unwrap().unwrap_err().to_string(), "the page is gone");
        }
    });
}
