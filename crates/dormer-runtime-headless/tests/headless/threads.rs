//! Many threads at once.

use std::sync::atomic::Ordering;

use dormer_runtime::wire::Body;
use dormer_runtime::{
    Event, WebviewChange, WebviewId, WebviewSpec, WindowChange, WindowEvent, WindowId, WindowSpec,
};

use crate::fixture::{Fixture, HOME};

#[test]
fn sixteen_threads_open_use_and_close_windows() {
    const THREADS: u32 = 16;
    const ROUNDS: u32 = 10;
    let fixture = Fixture::with(|_, event| {
        if let Event::ExitRequested { code: None, veto } = event {
            veto.prevent();
        }
    });
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let (handle, control) = (fixture.handle.clone(), fixture.control.clone());
            scope.spawn(move || {
                for round in 0..ROUNDS {
                    let id = thread * ROUNDS + round;
                    let (window, view) = (WindowId(id), WebviewId(id));
                    let spec = WindowSpec::new(window, id.to_string());
                    handle.open(spec, Some(WebviewSpec::new(view, HOME))).unwrap();
                    let page = control.page(view);
                    assert_eq!(page.invoke("echo", &id.to_string()), Ok(Body::json(id.to_string())));
                    handle.change_window(window, WindowChange::Title(format!("{id}!"))).unwrap();
                    handle.change_webview(view, WebviewChange::Reload).unwrap();
                    control.wait_window(window, |state| state.title == format!("{id}!"));
                    handle.change_window(window, WindowChange::Close).unwrap();
                    control.wait_closed(window);
                    page.wait_closed();
                    assert_eq!(handle.window_state(window), None);
                }
            });
        }
    });
    fixture.control.settle();
    assert_eq!(fixture.control.windows(), []);
    let events = fixture.control.events();
    let destroyed = events.iter().filter(|event| matches!(event, Event::Window(_, WindowEvent::Destroyed)));
    assert_eq!(destroyed.count() as u32, THREADS * ROUNDS);
    assert_eq!(fixture.host.page().closed.load(Ordering::SeqCst), 1);
    assert_eq!(fixture.end(), 7);
}
