//! Published advisories of programs of this kind, as far as the core without an engine can show them: one test each,
//! named by its id, with the guard whose removal makes it fail. The whole list, with what does not apply, is
//! `tests/ADVISORIES.md`.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use dormer_runtime::DownloadRequest;
use dormer_runtime_headless::TestPage;
use http::Request;
use serde_json::{Value, json};

use crate::fixture::{Fixture, HOME, Program, check_on, check_refused};

/// A program that counts the calls that reach its own commands and those of a plugin `vault`.
fn counting(program: Program) -> (Fixture, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let (own, plugin) = (count.clone(), count.clone());
    let program = program.build(move |builder| {
        let vault = dormer::plugin::Builder::<()>::new("vault").invoke_handler(move |invoke| {
            plugin.fetch_add(1, Ordering::SeqCst);
            invoke.resolver.resolve("opened");
            true
        });
        builder
            .plugin(vault.build())
            .invoke_handler(move |invoke| {
                own.fetch_add(1, Ordering::SeqCst);
                invoke.resolver.resolve("own");
                true
            })
            .register_uri_scheme_protocol("notes", |_, _| http::Response::new(Vec::new()))
    });
    (program.start(), count)
}

/// The program goes there; pages could not.
fn at(fixture: &Fixture, url: &str) -> TestPage {
    fixture.window("main").navigate(dormer::Url::parse(url).unwrap()).unwrap();
    fixture.control.wait_page(fixture.ids("main").1, url)
}

fn remote(urls: Value, permissions: Value) -> Value {
    json!({ "identifier": "remote", "windows": ["*"], "remote": { "urls": urls }, "permissions": permissions })
}

// Guard: the origin that `PageSession::new` gets, which is that of the document, not of the window
// (`Shared::origin_of`). With `Origin::Local` for every document this fails.
#[test]
fn cve_2023_31134_a_window_that_leaves_the_app_leaves_its_commands() {
    let (fixture, count) = counting(Program::new().allow("vault", &["open"]));
    check_on(&fixture.main(), "plugin:vault|open", "{}", Ok("\"opened\""));
    let before = count.load(Ordering::SeqCst);
    let page = at(&fixture, "https://elsewhere.example/");
    for command in ["plugin:vault|open", "own", "plugin:app|name", "plugin:event|listen"] {
        check_refused(&page, command);
    }
    assert_eq!(count.load(Ordering::SeqCst), before);
    check_on(&at(&fixture, HOME), "plugin:vault|open", "{}", Ok("\"opened\""));
}

// Guard: `Shared::origin_of` compares scheme, whole host and port. A comparison by the first label of the host, or by the
// beginning of the address, lets one of these in.
#[test]
fn cve_2026_42184_hosts_that_look_like_the_apps_own_are_remote() {
    let (fixture, count) = counting(Program::new().allow("vault", &["open"]));
    for url in [
        "http://dormer.localhost/",
        "https://dormer.localhost/",
        "http://dormer.evil.example/",
        "https://dormer.localhost.evil.example/",
        "dormer://localhost.evil.example/",
        "dormer://evil.example/",
        "dormer://localhost:1234/",
        "dormer-x://localhost/",
        "https://localhost/",
        "https://evil.example/dormer://localhost/",
        "https://dormer@evil.example/",
        "https://notes.localhost/",
        "notes://localhost/",
    ] {
        let page = at(&fixture, url);
        check_refused(&page, "plugin:vault|open");
        check_refused(&page, "own");
    }
    assert_eq!(count.load(Ordering::SeqCst), 0);
}

// Guard: `Rights::check` for every command of every origin (`PageSession::call`); a program without an application
// manifest opens its own commands to local pages only (`dormer_acl::authority`).
#[test]
fn tauri_2_0_6_remote_pages_do_not_get_the_apps_own_commands_for_free() {
    let site = remote(json!(["https://site.example/*"]), json!(["vault:all"]));
    let vault = json!({ "permission": [{ "identifier": "all", "commands": { "allow": ["open"] } }] });
    let (fixture, count) =
        counting(Program::new().without_capabilities().permissions("vault", vault).capability(site));
    check_on(&fixture.main(), "own", "{}", Ok("\"own\""));
    let page = at(&fixture, "https://site.example/x");
    check_on(&page, "plugin:vault|open", "{}", Ok("\"opened\""));
    check_refused(&page, "own");
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

// Guard: frames are no documents with a link: `allows_navigation` for `Frame::Main` keeps pages where they are, and the
// core makes a session for what the backend reports as a committed main document only. The engine's side is the scene
// `hostile_page`.
#[test]
fn cve_2024_35222_what_a_frame_shows_is_no_caller() {
    let (fixture, count) = counting(Program::new().allow("vault", &["open"]));
    let view = fixture.ids("main").1;
    let pages = fixture.app.diagnostics().pages;
    for url in ["https://ads.example/", "data:text/html,x", "blob:dormer://localhost/1", "about:srcdoc"] {
        assert!(fixture.control.allows_frame(view, url), "{url}");
        assert!(url == "about:srcdoc" || !fixture.control.navigate(view, url), "{url}");
    }
    assert_eq!(fixture.app.diagnostics().pages, pages);
    assert_eq!(count.load(Ordering::SeqCst), 0);
}

// Guard: the resolver of a call holds the session of its own document (`InvokeResolver`, `PageSession::send`), so an
// answer has nowhere else to go.
#[test]
fn cve_2020_26272_an_answer_goes_to_the_document_that_asked() {
    let gate = crate::wait::Gate::default();
    let pass = gate.clone();
    let fixture = Fixture::with(move |invoke| {
        let pass = pass.clone();
        std::thread::spawn(move || {
            pass.pass();
            invoke.resolver.resolve("for the old document");
        });
        true
    });
    let old = fixture.main();
    let call = old.call("slow", "{}");
    fixture.wait_diagnostics(|now| now.calls == 1);
    let new = at(&fixture, "https://elsewhere.example/");
    gate.open();
    fixture.wait_diagnostics(|now| now.calls == 0);
    fixture.control.settle();
    assert_eq!(new.reply_count(call), 0);
}

// Guard: `wants_window` opens nothing without a handler, and `rights_of` asks for the label of the window itself, so an
// opened window has no part in its opener's capabilities.
#[test]
fn cve_2018_1000136_and_cve_2022_29247_new_windows_inherit_nothing() {
    let vault = json!({ "permission": [{ "identifier": "all", "commands": { "allow": ["open"] } }] });
    let only = json!({ "identifier": "only", "windows": ["main", "opener"], "permissions": ["vault:all"] });
    let (fixture, count) =
        counting(Program::new().without_capabilities().permissions("vault", vault).capability(only));
    fixture.control.want_window(fixture.ids("main").1, HOME);
    fixture.control.settle();
    assert_eq!(fixture.control.opened().len(), 1);
    fixture.open_with("opener", |builder| {
        builder.on_new_window(|_, _| dormer::webview::NewWindowResponse::Allow)
    });
    fixture.control.want_window(fixture.ids("opener").1, HOME);
    fixture.control.settle();
    let opened = fixture.control.opened();
    assert_eq!(opened.len(), 3);
    let view = opened[2].webview.as_ref().unwrap().id;
    let page = fixture.control.page(view);
    assert_eq!(page.url(), HOME);
    check_refused(&page, "plugin:vault|open");
    assert_eq!(count.load(Ordering::SeqCst), 0);
    check_on(&fixture.page("opener"), "plugin:vault|open", "{}", Ok("\"opened\""));
}

// Guard: `reach::allows_navigation`, asked for every kind of navigation and again for the main frame. Redirects and forms
// in a real engine are the scenes `redirects` and `stays`.
#[test]
fn cve_2020_15174_no_page_goes_where_nobody_named() {
    let (fixture, _) = counting(Program::new());
    let view = fixture.ids("main").1;
    for url in [
        "https://evil.example/",
        "http://localhost/",
        "dormer://evil.example/",
        "file:///etc/passwd",
        "data:text/html,x",
        "blob:dormer://localhost/1",
        "javascript:alert(1)",
        "view-source:dormer://localhost/",
        "about:config",
    ] {
        assert!(!fixture.control.navigate(view, url), "{url}");
    }
    assert!(fixture.control.navigate(view, "dormer://localhost/next"));
}

// Guard: `reach::navigation` and `reach::download` name the schemes that may be; `file:`, with or without a host, is none
// of them.
#[test]
fn cve_2022_36077_no_way_to_files_of_other_machines() {
    let (fixture, _) = counting(Program::new());
    let view = fixture.ids("main").1;
    for url in [
        "file://evil.example/share/x",
        "file:////evil.example/share/x",
        "smb://evil.example/x",
        "\\\\evil\\x",
    ] {
        assert!(!fixture.control.navigate(view, url), "page to {url}");
        assert!(!fixture.control.allows_frame(view, url), "frame to {url}");
        let request = DownloadRequest {
            url: url.to_owned(),
            asked: url.to_owned(),
            destination: std::env::temp_dir().join("x"),
        };
        assert_eq!(fixture.control.download(view, request), None, "download of {url}");
    }
}

// Guard: assets are looked up by name in a table inside the binary (`find_asset`); no file is ever opened for a page of
// the app, wherever the program is started and whatever lies there.
#[test]
fn cve_2023_39956_and_cve_2023_44402_pages_come_from_the_binary_alone() {
    let (fixture, _) = counting(Program::new());
    let folder = std::env::current_dir().unwrap();
    let file = folder.join("Cargo.toml");
    assert!(file.is_file(), "the tests run in a folder with such a file");
    let encoded = file.display().to_string().replace('/', "%2F");
    for path in
        ["Cargo.toml", "./Cargo.toml", "..%2Fdormer%2FCargo.toml", &encoded, &file.display().to_string()]
    {
        let answer = fixture.request(Request::get(format!("{HOME}{path}")));
        assert_eq!(answer.status(), http::StatusCode::NOT_FOUND, "{path}");
        assert!(!answer.body().windows(9).any(|part| part == b"[package]"), "{path}");
    }
}
