//! Windows: state, events and records; closing with and without a veto.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use dormer_runtime::dpi::{LogicalSize, PhysicalPosition, PhysicalSize};
use dormer_runtime::{ChangeError, Event, OpenError, Theme, WindowChange, WindowEvent, WindowId, WindowSpec};

use crate::fixture::{Fixture, VIEW, WINDOW};

/// Window events so far, as debug text without the ids.
fn seen(fixture: &Fixture, window: WindowId) -> Vec<String> {
    fixture.control.settle();
    let events = fixture.control.events().into_iter();
    let of_window = events.filter_map(|event| match event {
        Event::Window(id, event) if id == window => Some(event),
        _ => None,
    });
    of_window.map(|event| format!("{event:?}")).collect()
}

#[test]
fn changes_alter_the_state_tell_of_it_and_are_recorded() {
    let fixture = Fixture::new();
    fixture.open(1);
    let changes = [
        WindowChange::Title("new".into()),
        WindowChange::MinSize(Some(LogicalSize::new(300.0, 200.0).into())),
        WindowChange::Size(LogicalSize::new(100.0, 400.0).into()),
        WindowChange::Position(PhysicalPosition::new(11, 22).into()),
        WindowChange::Maximized(true),
        WindowChange::Maximized(false),
        WindowChange::SkipTaskbar(true),
    ];
    for change in &changes {
        fixture.handle.change_window(WINDOW, change.clone()).unwrap();
    }
    assert_eq!(
        seen(&fixture, WINDOW),
        [
            "Focused(true)",
            "Resized(PhysicalSize { width: 300, height: 400 })",
            "Moved(PhysicalPosition { x: 11, y: 22 })",
            "Moved(PhysicalPosition { x: 0, y: 40 })",
            "Resized(PhysicalSize { width: 1920, height: 1010 })",
            "Moved(PhysicalPosition { x: 11, y: 22 })",
            "Resized(PhysicalSize { width: 300, height: 400 })",
        ]
    );
    assert_eq!(fixture.control.changes(WINDOW), changes);
    let state = fixture.handle.window_state(WINDOW).unwrap();
    assert_eq!(state.title, "new");
    assert_eq!(state.outer_size, PhysicalSize::new(300, 430));
    assert_eq!(state.inner_position, Some(PhysicalPosition::new(11, 52)));
    fixture.end();
}

#[test]
fn the_keyboard_is_with_one_window_at_most() {
    let fixture = Fixture::new();
    fixture.open(1);
    fixture.open(2);
    fixture.handle.change_window(WINDOW, WindowChange::Focus).unwrap();
    fixture.handle.change_window(WINDOW, WindowChange::Minimized(true)).unwrap();
    assert_eq!(
        seen(&fixture, WINDOW),
        ["Focused(true)", "Focused(false)", "Focused(true)", "Focused(false)"]
    );
    assert_eq!(seen(&fixture, WindowId(2)), ["Focused(true)", "Focused(false)"]);
    fixture.control.focus_window(Some(WINDOW));
    let state = fixture.control.wait_window(WINDOW, |state| state.focused);
    assert!(!state.minimized);
    fixture.end();
}

#[test]
fn user_and_system_act_within_the_limits_of_the_window() {
    let fixture = Fixture::new();
    fixture.open(1);
    let control = &fixture.control;
    control.resize_window(WINDOW, PhysicalSize::new(640, 480));
    fixture.handle.change_window(WINDOW, WindowChange::Resizable(false)).unwrap();
    control.settle();
    control.resize_window(WINDOW, PhysicalSize::new(10, 10));
    control.set_scale_factor(WINDOW, 2.0);
    control.set_theme(Theme::Dark);
    assert_eq!(
        seen(&fixture, WINDOW),
        [
            "Focused(true)",
            "Resized(PhysicalSize { width: 640, height: 480 })",
            "ScaleFactorChanged { scale_factor: 2.0, size: PhysicalSize { width: 1280, height: 960 } }",
            "Resized(PhysicalSize { width: 1280, height: 960 })",
            "ThemeChanged(Dark)",
        ]
    );
    fixture.end();
}

#[test]
fn closing_asks_and_a_veto_holds() {
    let veto_next = Arc::new(AtomicBool::new(true));
    let decision = veto_next.clone();
    let fixture = Fixture::with(move |_, event| {
        if let Event::Window(_, WindowEvent::CloseRequested(veto)) = event
            && decision.swap(false, Ordering::SeqCst)
        {
            veto.prevent();
        }
    });
    fixture.open(1);
    fixture.open(2);
    fixture.control.close_window(WINDOW);
    fixture.control.settle();
    assert!(!veto_next.load(Ordering::SeqCst), "the program was asked");
    assert_eq!(fixture.control.windows(), [WINDOW, WindowId(2)]);

    fixture.handle.change_window(WINDOW, WindowChange::Close).unwrap();
    fixture.control.wait_closed(WINDOW);
    assert_eq!(fixture.control.windows(), [WindowId(2)]);
    assert_eq!(fixture.handle.window_state(WINDOW), None);
    assert_eq!(fixture.handle.webview_state(VIEW), None);
    assert_eq!(fixture.handle.change_window(WINDOW, WindowChange::Focus), Err(ChangeError::Gone));
    assert_eq!(
        fixture.control.changes(WINDOW),
        [WindowChange::Close],
        "orders for closed windows are not kept"
    );
    fixture.end();
}

#[test]
fn users_cannot_close_what_is_not_closable() {
    let fixture = Fixture::new();
    fixture.open(1);
    fixture.handle.change_window(WINDOW, WindowChange::Closable(false)).unwrap();
    fixture.control.settle();
    fixture.control.close_window(WINDOW);
    assert_eq!(seen(&fixture, WINDOW), ["Focused(true)"]);
    fixture.control.destroy_window(WINDOW);
    assert_eq!(fixture.join(), 0);
}

#[test]
fn openings_fail_as_told_and_for_good_reasons() {
    let fixture = Fixture::new();
    fixture.control.fail_next_open("out of colors");
    let open = |spec| fixture.handle.open(spec, None);
    let text = open(WindowSpec::new(WINDOW, "")).unwrap_err().to_string();
    assert_eq!(text, "the system refused to open a window: out of colors");
    let orphan = WindowSpec { parent: Some(WindowId(9)), ..WindowSpec::new(WINDOW, "") };
    assert!(matches!(open(orphan), Err(OpenError::NoParent)));
    open(WindowSpec::new(WINDOW, "")).unwrap();
    assert!(matches!(open(WindowSpec::new(WINDOW, "")), Err(OpenError::System(_))), "ids are used once");

    let refuse =
        |change: &WindowChange| matches!(change, WindowChange::Position(_)).then_some("no positions");
    fixture.control.refuse_changes(refuse);
    let position = WindowChange::Position(PhysicalPosition::new(1, 1).into());
    assert_eq!(fixture.handle.change_window(WINDOW, position), Err(ChangeError::Unsupported("no positions")));
    assert_eq!(fixture.handle.change_window(WINDOW, WindowChange::Center), Ok(()));
    assert_eq!(fixture.control.changes(WINDOW), [WindowChange::Center]);
    let handle = fixture.handle.clone();
    fixture.end();
    assert!(matches!(handle.open(WindowSpec::new(WindowId(3), ""), None), Err(OpenError::Ended)));
}
