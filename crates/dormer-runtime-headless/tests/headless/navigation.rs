//! Web views: loads, what the host allows, crashes, scripts, manual pages.

use std::sync::atomic::Ordering;
use std::sync::mpsc;

use dormer_runtime::{Event, PageLoad, WebviewChange, WebviewEvent, WebviewId};

use crate::fixture::{Fixture, HOME, VIEW};

/// Stages of loads so far.
fn loads(fixture: &Fixture) -> Vec<(String, PageLoad)> {
    fixture.control.settle();
    let events = fixture.control.events().into_iter();
    let loads = events.filter_map(|event| match event {
        Event::Webview(VIEW, WebviewEvent::PageLoad { url, stage }) => Some((url, stage)),
        _ => None,
    });
    loads.collect()
}

#[test]
fn navigation_closes_the_old_page_and_opens_the_new_one() {
    let fixture = Fixture::new();
    fixture.open(1);
    let old = (fixture.control.page(VIEW), fixture.host.page());
    assert_eq!(old.1.url, HOME);
    let next = format!("{HOME}next");
    fixture.handle.change_webview(VIEW, WebviewChange::Navigate(next.clone())).unwrap();
    let new = fixture.control.wait_page(VIEW, &next);
    old.0.wait_closed();
    assert_eq!(old.1.closed.load(Ordering::SeqCst), 1);
    assert!(!new.is_closed());
    fixture.handle.change_webview(VIEW, WebviewChange::Reload).unwrap();
    let stages = loads(&fixture);
    let expected: Vec<_> = [HOME, &next, &next]
        .into_iter()
        .flat_map(|url| [(url.to_owned(), PageLoad::Started), (url.to_owned(), PageLoad::Finished)])
        .collect();
    assert_eq!(stages, expected);
    assert!(new.is_closed(), "the page that was loaded again is another one");
    assert_eq!((fixture.host.page_count(), fixture.control.page(VIEW).url()), (3, &*next));
    assert_eq!(fixture.handle.webview_state(VIEW).unwrap().url, next);
    fixture.end();
}

#[test]
fn the_host_keeps_a_view_from_going_where_it_must_not() {
    let fixture = Fixture::new();
    fixture.open(1);
    let page = fixture.control.page(VIEW);
    assert!(!fixture.control.navigate(VIEW, "https://evil.example/"));
    assert!(!page.is_closed());
    assert_eq!(fixture.control.refused_navigations(VIEW), ["https://evil.example/"]);
    assert_eq!(fixture.handle.webview_state(VIEW).unwrap().url, HOME);
    assert!(fixture.control.navigate(VIEW, "https://good.example/"));
    assert_eq!(fixture.control.page(VIEW).url(), "https://good.example/");
    assert!(!fixture.control.navigate(WebviewId(9), HOME), "there is no such view");
    fixture.end();
}

#[test]
fn a_crash_ends_the_page_is_told_and_loads_again() {
    let fixture = Fixture::new();
    fixture.open(1);
    let page = fixture.control.page(VIEW);
    fixture.control.crash(VIEW);
    page.wait_closed();
    let crashed =
        |event: &Event| matches!(event, Event::Webview(VIEW, WebviewEvent::Crashed { reloads: true, .. }));
    fixture.control.wait_event("a crash", crashed);
    assert!(!fixture.control.page(VIEW).is_closed());
    assert_eq!(fixture.host.page_count(), 2);
    fixture.end();
}

#[test]
fn manual_pages_are_opened_by_the_test_alone() {
    let fixture = Fixture::new();
    fixture.control.manual_pages();
    fixture.open(1);
    assert_eq!((loads(&fixture).len(), fixture.host.page_count()), (2, 0));
    let page = fixture.control.open_page(VIEW, HOME);
    assert_eq!((page.url(), page.webview(), fixture.host.page_count()), (HOME, VIEW, 1));
    let frame = fixture.control.open_page(VIEW, "dormer://localhost/frame");
    assert!(!page.is_closed() && !frame.is_closed());
    assert!(fixture.control.navigate(VIEW, HOME));
    assert!(page.is_closed() && frame.is_closed());
    fixture.end();
}

#[test]
fn changes_of_views_are_recorded_and_scripts_give_what_the_test_says() {
    let fixture = Fixture::new();
    fixture.open(1);
    fixture.control.on_eval(|_, script| format!("\"{script}!\""));
    let (sender, result) = mpsc::channel();
    let done = Box::new(move |text| sender.send(text).unwrap());
    for change in [
        WebviewChange::Eval("one()".into()),
        WebviewChange::EvalWithResult("two()".into(), done),
        WebviewChange::Zoom(1.5),
        WebviewChange::Devtools(true),
        WebviewChange::WithNative(Box::new(|view| assert_eq!(view.downcast_ref(), Some(&VIEW)))),
    ] {
        fixture.handle.change_webview(VIEW, change).unwrap();
    }
    assert_eq!(result.recv().unwrap(), "\"two()!\"");
    fixture.control.settle();
    assert_eq!(fixture.control.scripts(VIEW), ["one()", "two()"]);
    assert_eq!(
        fixture.control.webview_changes(VIEW),
        ["Eval(\"one()\")", "EvalWithResult(\"two()\")", "Zoom(1.5)", "Devtools(true)", "WithNative"]
    );
    let state = fixture.handle.webview_state(VIEW).unwrap();
    assert_eq!(
        (state.zoom, state.devtools_open),
        (1.5, false),
        "developer tools were not asked for in the beginning"
    );
    fixture.end();
}

#[test]
fn a_frame_may_go_where_its_page_may_not() {
    let fixture = Fixture::new();
    fixture.open(1);
    let address = format!("{HOME}frame");
    assert!(fixture.control.allows_frame(VIEW, &address));
    assert!(!fixture.control.navigate(VIEW, &address));
    assert!(!fixture.control.allows_frame(VIEW, "https://evil.example/frame"));
    fixture.end();
}
