//! The end of the loop: last window, requests, vetoes, what becomes of the rest.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use dormer_runtime::{Event, Host, StartOptions, WindowChange, WindowEvent, WindowId, WindowSpec};
use dormer_runtime_headless::Headless;

use crate::fixture::{FakeHost, Fixture, WINDOW};

#[test]
fn the_last_window_ends_the_program_in_the_known_order() {
    let fixture = Fixture::new();
    fixture.handle.open(WindowSpec::new(WINDOW, ""), None).unwrap();
    fixture.handle.open(WindowSpec::new(WindowId(2), ""), None).unwrap();
    fixture.control.close_window(WINDOW);
    fixture.control.settle();
    let control = fixture.control.clone();
    control.close_window(WindowId(2));
    assert_eq!(fixture.join(), 0);
    let events = control.events();
    assert!(matches!(events[0], Event::Ready));
    assert!(matches!(
        &events[events.len() - 4..],
        [
            Event::Window(WindowId(2), WindowEvent::CloseRequested(_)),
            Event::Window(WindowId(2), WindowEvent::Destroyed),
            Event::ExitRequested { code: None, .. },
            Event::Exit,
        ]
    ));
}

#[test]
fn an_exit_can_be_vetoed_and_asked_for_again() {
    let fixture = Fixture::with(|_, event| {
        if let Event::ExitRequested { code: None | Some(1), veto } = event {
            veto.prevent();
        }
    });
    fixture.handle.open(WindowSpec::new(WINDOW, ""), None).unwrap();
    fixture.handle.change_window(WINDOW, WindowChange::Destroy).unwrap();
    fixture.handle.request_exit(1);
    fixture.control.settle();
    let vetoed = fixture
        .control
        .events()
        .into_iter()
        .filter(|event| matches!(event, Event::ExitRequested { veto, .. } if veto.is_prevented()));
    assert_eq!(vetoed.count(), 2);
    fixture.handle.request_exit(2);
    assert_eq!(fixture.join(), 2);
}

#[test]
fn a_window_opened_in_place_of_the_last_one_keeps_the_program_alive() {
    let fixture = Fixture::with(|handle, event| {
        if let Event::Window(WINDOW, WindowEvent::Destroyed) = event {
            handle.open(WindowSpec::new(WindowId(2), "second"), None).unwrap();
        }
    });
    fixture.handle.open(WindowSpec::new(WINDOW, "first"), None).unwrap();
    fixture.control.close_window(WINDOW);
    fixture.control.settle();
    assert_eq!(fixture.control.windows(), [WindowId(2)]);
    assert_eq!(fixture.end(), 7);
}

#[test]
fn the_program_is_never_entered_again_while_it_handles_an_event() {
    let inside = Arc::new(AtomicBool::new(false));
    let order = Arc::new(Mutex::new(Vec::new()));
    let log = order.clone();
    let fixture = Fixture::with(move |handle, event| {
        assert!(!inside.swap(true, Ordering::SeqCst));
        if let Event::Ready = event {
            assert!(handle.is_ui_thread());
            handle.open(WindowSpec::new(WINDOW, ""), None).unwrap();
            handle.change_window(WINDOW, WindowChange::Title("now".into())).unwrap();
            assert_eq!(handle.window_state(WINDOW).unwrap().title, "now");
            handle.change_window(WINDOW, WindowChange::Close).unwrap();
            let log = log.clone();
            handle.run_on_ui(Box::new(move || log.lock().unwrap().push("task".to_owned())));
        }
        log.lock().unwrap().push(format!("{event:?}"));
        inside.store(false, Ordering::SeqCst);
    });
    assert_eq!(fixture.join(), 0);
    let order = order.lock().unwrap();
    assert_eq!(order[..2], ["task", "Ready"], "a task on the UI thread runs at once");
    assert_eq!(order[2], "Window(WindowId(1), Focused(true))");
    assert_eq!(order.last().unwrap(), "Exit");
}

#[test]
fn what_waits_for_a_loop_that_never_runs_is_let_go() {
    let (control, start) = Headless::new();
    let host: Arc<dyn Host> = Arc::new(FakeHost::default());
    let backend = start(host.clone(), StartOptions::default()).unwrap();
    assert!(control.start()(host.clone(), StartOptions::default()).is_err(), "a backend starts once");
    let handle = backend.handle();
    let waiting = std::thread::spawn(move || handle.open(WindowSpec::new(WINDOW, ""), None));
    // Dropping ends the wait, whether the order comes before or after it.
    drop(backend);
    assert!(waiting.join().unwrap().is_err());
    assert_eq!(Arc::strong_count(&host), 1, "the backend lets the core go");
}
