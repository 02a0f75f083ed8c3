//! What pages reach for: other addresses, new windows, downloads, permissions. Closed unless somebody named it.

use std::path::PathBuf;

use dormer::webview::{DownloadEvent, NewWindowResponse, PermissionKind, PermissionResponse};
use dormer::{Url, WebviewUrl, WebviewWindowBuilder};
use dormer_runtime::{DownloadRequest, Event, WebviewEvent};
use serde_json::{Value, json};

use crate::fixture::{Fixture, HOME, Program};
use crate::wait::Log;

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

fn program(security: Value) -> Program {
    Program::new().config(json!({ "app": { "security": security } })).build(|builder| {
        builder.register_uri_scheme_protocol("extra", |_, _| http::Response::new(Vec::new()))
    })
}

#[test]
fn a_page_stays_where_it_belongs() {
    let fixture = program(json!({})).start();
    let view = fixture.ids("main").1;
    for (address, expected) in [
        ("dormer://localhost/other", true),
        ("extra://anything/x", true),
        ("about:blank", true),
        ("https://example.com/", false),
        ("http://localhost/", false),
        ("dormer://elsewhere/", false),
        ("file:///etc/passwd", false),
        ("data:text/html,x", false),
        ("blob:dormer://localhost/1", false),
        ("javascript:void 0", false),
        ("no address", false),
    ] {
        assert_eq!(fixture.control.navigate(view, address), expected, "{address}");
    }
}

#[test]
fn frames_show_what_the_policy_admits() {
    let check = |security: Value, address: &str, expected: bool| {
        let fixture = program(security).start();
        assert_eq!(fixture.control.allows_frame(fixture.ids("main").1, address), expected, "{address}");
    };
    check(json!({}), "https://video.example/1", true);
    check(json!({}), "file:///etc/passwd", false);
    check(json!({}), "smb://host/x", false);
    check(json!({}), "data:text/html,x", true);
    check(json!({ "csp": "default-src 'self'" }), "https://video.example/1", false);
    let policy = || json!({ "csp": "default-src 'self'; frame-src https://video.example" });
    check(policy(), "https://video.example/1", true);
    check(policy(), "https://video.example.evil/1", false);
    // The page itself may not go there all the same.
    let fixture = program(policy()).start();
    assert!(!fixture.control.navigate(fixture.ids("main").1, "https://video.example/1"));
}

#[test]
fn where_the_program_goes_its_pages_may_go() {
    let fixture = program(json!({})).start();
    let (window, view) = (fixture.window("main"), fixture.ids("main").1);
    window.navigate(url("https://docs.example/start")).unwrap();
    fixture.control.wait_page(view, "https://docs.example/start");
    assert!(fixture.control.navigate(view, "https://docs.example/next"));
    assert!(!fixture.control.navigate(view, "http://docs.example/next"));
    assert!(!fixture.control.navigate(view, "https://docs.example:8443/"));
    assert!(fixture.control.navigate(view, HOME));

    let other =
        WebviewWindowBuilder::new(&fixture.app, "site", WebviewUrl::External(url("https://site.example/")))
            .title("site")
            .build()
            .unwrap();
    fixture.control.settle();
    let view = fixture.ids("site").1;
    assert_eq!(other.url().unwrap().as_str(), "https://site.example/");
    assert!(fixture.control.navigate(view, "https://site.example/deep"));
    assert!(
        !fixture.control.navigate(view, "https://docs.example/"),
        "another window's site is not this one's"
    );
}

#[test]
fn a_handler_decides_once_for_each_address() {
    let fixture = program(json!({})).start();
    let log = Log::default();
    let seen = log.clone();
    fixture.open_with("guarded", |builder| {
        builder.on_navigation(move |url| {
            seen.add(url.to_string());
            url.scheme() != "https" || url.host_str() == Some("good.example")
        })
    });
    let view = fixture.ids("guarded").1;
    assert!(fixture.control.navigate(view, "https://good.example/"));
    assert!(!fixture.control.navigate(view, "https://bad.example/"));
    assert_eq!(log.lines(), [HOME, "https://good.example/", "https://bad.example/"]);
}

#[test]
fn pages_open_no_windows_unless_a_handler_does() {
    let fixture = program(json!({})).start();
    let opened = |fixture: &Fixture| {
        fixture.control.settle();
        fixture.control.opened().len()
    };
    fixture.control.want_window(fixture.ids("main").1, "dormer://localhost/x");
    assert_eq!(opened(&fixture), 1);

    let app = fixture.app.clone();
    fixture.open_with("opener", |builder| {
        builder.on_new_window(move |url, features| {
            assert!(features.size().is_none() && features.position().is_none());
            match url.host_str() {
                Some("allow.example") => NewWindowResponse::Allow,
                Some("create.example") => {
                    let window = WebviewWindowBuilder::new(&app, "created", WebviewUrl::default());
                    NewWindowResponse::Create { window: window.title("created").build().unwrap() }
                }
                _ => NewWindowResponse::Deny,
            }
        })
    });
    let view = fixture.ids("opener").1;
    for address in ["https://deny.example/", "", "not a url"] {
        fixture.control.want_window(view, address);
    }
    assert_eq!(opened(&fixture), 2);
    fixture.control.want_window(view, "https://create.example/x");
    fixture.control.wait_page(fixture.ids("created").1, "https://create.example/x");
    fixture.control.want_window(view, "https://allow.example/y");
    assert_eq!(opened(&fixture), 4);
    let allowed = fixture.control.opened().pop().unwrap().webview.unwrap();
    assert_eq!(allowed.url, "https://allow.example/y");
}

#[test]
fn downloads_come_from_known_places() {
    let fixture = program(json!({})).start();
    let download = |label: &str, asked: &str, url: &str| {
        let request = DownloadRequest { url: url.into(), asked: asked.into(), destination: "/tmp/x".into() };
        fixture.control.download(fixture.ids(label).1, request)
    };
    let there = Some(PathBuf::from("/tmp/x"));
    let same = |url: &str| download("main", url, url);
    for url in ["dormer://localhost/a", "extra://x/a", "data:,x", "blob:dormer://localhost/1"] {
        assert_eq!(same(url), there, "{url}");
    }
    for url in ["https://x.example/a", "blob:https://x.example/1", "file:///etc/passwd", "no url"] {
        assert_eq!(same(url), None, "{url}");
    }
    assert_eq!(download("main", "dormer://localhost/a", "https://x.example/a"), None, "redirected away");

    let log = Log::default();
    let seen = log.clone();
    fixture.open_with("handled", |builder| {
        builder.on_download(move |webview, event| match event {
            DownloadEvent::Requested { url, destination } => {
                *destination = destination.with_file_name("y");
                url.host_str() == Some("x.example")
            }
            DownloadEvent::Finished { url, path, success } => {
                seen.add(format!("{} {url} {path:?} {success}", webview.label()));
                true
            }
            _ => false,
        })
    });
    let handled = |url: &str| download("handled", url, url);
    assert_eq!(handled("https://x.example/a"), Some("/tmp/y".into()));
    assert_eq!(handled("dormer://localhost/a"), None);
    fixture.control.emit(Event::Webview(
        fixture.ids("handled").1,
        WebviewEvent::Downloaded { url: "https://x.example/a".into(), path: None, success: false },
    ));
    fixture.control.settle();
    assert_eq!(log.lines(), ["handled https://x.example/a None false"]);
}

#[test]
fn permissions_are_refused_unless_configured() {
    let fixture = program(json!({ "permissionRequests": ["camera"] })).start();
    let view = fixture.ids("main").1;
    let given = |view| {
        let all = PermissionKind::ALL.iter().copied();
        all.filter(|kind| fixture.control.ask_permission(view, *kind)).collect::<Vec<_>>()
    };
    assert_eq!(given(view), [PermissionKind::Camera]);
    // The configuration speaks of the app's own pages.
    fixture.window("main").navigate(url("https://site.example/")).unwrap();
    fixture.control.wait_page(view, "https://site.example/");
    assert_eq!(given(view), []);

    fixture.open_with("asking", |builder| {
        builder.on_permission_request(|_, kind| match kind {
            PermissionKind::Camera => PermissionResponse::Deny,
            PermissionKind::Geolocation => PermissionResponse::Allow,
            _ => PermissionResponse::Default,
        })
    });
    assert_eq!(given(fixture.ids("asking").1), [PermissionKind::Geolocation]);
    assert_eq!(given(dormer_runtime::WebviewId(9999)), []);
}
