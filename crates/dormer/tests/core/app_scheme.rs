//! The app's own pages over its scheme: types, fallbacks, conditional and partial requests, headers, hooks.

use dormer_runtime_headless::TestPage;
use http::{Request, StatusCode};
use serde_json::{Value, json};

use crate::fixture::{Fixture, HOME, Program};

fn program() -> Program {
    Program::new()
        .asset("/index.html", "<!doctype html><p>home")
        .asset("/about.html", "<p>about")
        .asset("/docs/index.html", "<p>docs")
        .asset("/app.js", "let answer = 42;")
        .asset("/style.css", "p {}")
        .asset("/a b/ü.svg", "<svg/>")
        .asset("/data.json", "{}")
        .asset("/code.wasm", "\0asm")
        .asset("/unknown.bin", vec![0, 255])
}

fn get(fixture: &Fixture, path: &str) -> http::Response<bytes::Bytes> {
    fixture.request(Request::get(format!("{HOME}{path}")))
}

#[test]
fn assets_have_types_and_routes_have_fallbacks() {
    let fixture = program().start();
    let check = |path: &str, mime: &str, body: &str| {
        let answer = get(&fixture, path);
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        let found = answer.headers()["content-type"].to_str().unwrap();
        assert_eq!(found.split(';').next(), Some(mime), "{path}");
        assert_eq!(*answer.body(), body, "{path}");
    };
    let home = "<!doctype html><p>home";
    check("", "text/html", home);
    check("index.html", "text/html", home);
    check("index.html?q=1", "text/html", home);
    check("route/of/the/app", "text/html", home);
    check("about", "text/html", "<p>about");
    check("docs", "text/html", "<p>docs");
    check("docs/", "text/html", "<p>docs");
    check("app.js", "text/javascript", "let answer = 42;");
    check("style.css", "text/css", "p {}");
    check("a%20b/%C3%BC.svg", "image/svg+xml", "<svg/>");
    check("data.json", "application/json", "{}");
    check("code.wasm", "application/wasm", "\0asm");
    assert_eq!(get(&fixture, "unknown.bin").headers()["content-type"], "application/octet-stream");
}

#[test]
fn what_is_not_there() {
    let fixture = program().start();
    for path in ["missing.js", "docs/missing.css", "..%2F..%2Fetc/passwd.txt", "%00.js"] {
        let answer = get(&fixture, path);
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(answer.body().starts_with(b"asset not found: /"), "{answer:?}");
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let answer = fixture.request(Request::builder().method(method).uri(HOME));
        assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED, "{method}");
        assert_eq!(*answer.body(), format!("{method} is not possible here"));
    }
}

#[test]
fn a_page_that_did_not_change_is_not_sent_again() {
    let fixture = program().start();
    let first = get(&fixture, "app.js");
    let tag = first.headers()["etag"].to_str().unwrap().to_owned();
    assert!(tag.starts_with('"') && tag.ends_with('"'), "{tag}");
    assert_ne!(get(&fixture, "style.css").headers()["etag"], tag.as_str());
    let with =
        |value: &str| fixture.request(Request::get(format!("{HOME}app.js")).header("if-none-match", value));
    for value in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".into()] {
        let answer = with(&value);
        assert_eq!((answer.status(), answer.body().len()), (StatusCode::NOT_MODIFIED, 0), "{value}");
        assert_eq!(answer.headers()["etag"], tag.as_str());
    }
    assert_eq!(with("\"x\"").body(), "let answer = 42;");
}

#[test]
fn parts_of_an_asset() {
    let fixture = program().start();
    let length = "let answer = 42;".len();
    let check = |range: &str, status: StatusCode, content_range: Option<&str>, body: &str| {
        let answer = fixture.request(Request::get(format!("{HOME}app.js")).header("range", range));
        assert_eq!(answer.status(), status, "{range}");
        let found = answer.headers().get("content-range").map(|value| value.to_str().unwrap());
        assert_eq!(found, content_range, "{range}");
        assert_eq!(*answer.body(), body, "{range}");
    };
    let partial = StatusCode::PARTIAL_CONTENT;
    assert_eq!(length, 16);
    check("bytes=4-9", partial, Some("bytes 4-9/16"), "answer");
    check("bytes=12-", partial, Some("bytes 12-15/16"), " 42;");
    check("bytes=-3", partial, Some("bytes 13-15/16"), "42;");
    check("bytes=12-99", partial, Some("bytes 12-15/16"), " 42;");
    check("bytes=16-", StatusCode::RANGE_NOT_SATISFIABLE, Some("bytes */16"), "");
    check("lines=1-2", StatusCode::OK, None, "let answer = 42;");
    check("bytes=1-2,4-5", StatusCode::OK, None, "let answer = 42;");
    assert_eq!(get(&fixture, "app.js").headers()["accept-ranges"], "bytes");
}

#[test]
fn a_head_request_gets_the_headers_alone() {
    let fixture = program().start();
    let answer = fixture.request(Request::head(format!("{HOME}app.js")));
    assert_eq!((answer.status(), answer.body().len()), (StatusCode::OK, 0));
    assert_eq!(answer.headers()["etag"], get(&fixture, "app.js").headers()["etag"]);
    let missing = fixture.request(Request::head(format!("{HOME}missing.js")));
    assert_eq!(missing.status(), StatusCode::NOT_FOUND);
}

#[test]
fn the_policy_goes_with_html_alone() {
    let policy = |config: Value, path: &str| {
        let fixture = program().config(json!({ "app": { "security": config } })).start();
        let answer = get(&fixture, path);
        answer.headers().get("content-security-policy").map(|value| value.to_str().unwrap().to_owned())
    };
    let config = || json!({ "csp": "default-src 'self'" });
    for path in ["", "about", "route"] {
        assert_eq!(policy(config(), path).as_deref(), Some("default-src 'self'"), "{path}");
    }
    for path in ["app.js", "style.css", "a%20b/%C3%BC.svg"] {
        assert_eq!(policy(config(), path), None, "{path}");
    }
    let map = json!({ "csp": { "default-src": "'self'", "img-src": ["data:", "https:"] } });
    assert_eq!(policy(map, "").as_deref(), Some("default-src 'self'; img-src data: https:"));
    let dev = json!({ "csp": "default-src 'self'", "devCsp": "default-src *" });
    let expected = if dormer::is_dev() { "default-src *" } else { "default-src 'self'" };
    assert_eq!(policy(dev, "").as_deref(), Some(expected));
    assert_eq!(policy(json!({}), ""), None);
}

#[test]
fn configured_headers_go_with_assets() {
    let headers = json!({
        "Timing-Allow-Origin": ["https://a", "https://b"],
        "Cross-Origin-Opener-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Permissions-Policy": "bad\nvalue",
    });
    let fixture = program().config(json!({ "app": { "security": { "headers": headers } } })).start();
    for path in ["", "app.js", "a%20b/%C3%BC.svg"] {
        let answer = get(&fixture, path);
        assert_eq!(answer.headers()["timing-allow-origin"], "https://a, https://b", "{path}");
        assert_eq!(answer.headers()["cross-origin-opener-policy"], "same-origin", "{path}");
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff", "{path}");
        assert!(!answer.headers().contains_key("permissions-policy"), "{path}");
    }
    assert!(!get(&fixture, "missing.js").headers().contains_key("x-content-type-options"));
}

#[test]
fn the_scheme_has_the_name_that_the_configuration_gives() {
    let fixture = program().config(json!({ "app": { "scheme": "shell" } })).start();
    assert_eq!(fixture.control.schemes()[0], "shell");
    assert_eq!(fixture.main().url(), "shell://localhost/");
    assert_eq!(fixture.request(Request::get("shell://localhost/about")).body(), "<p>about");
}

#[test]
fn windows_open_at_the_page_they_name() {
    let fixture = program()
        .config(json!({ "app": { "windows": [{ "title": "main", "url": "docs/index.html?x#y" }] } }))
        .start();
    let page: TestPage = fixture.main();
    assert_eq!(page.url(), "dormer://localhost/docs/index.html?x#y");
}

#[test]
fn a_window_may_change_the_answers_it_gets() {
    let fixture = program().start();
    let log = crate::wait::Log::default();
    let seen = log.clone();
    fixture.open_with("hooked", |builder| {
        builder.on_web_resource_request(move |request, response| {
            seen.add(std::thread::current().name().unwrap_or_default());
            if request.uri().path() == "/app.js" {
                response.headers_mut().insert("x-hook", "1".parse().unwrap());
                *response.body_mut() = b"changed".as_slice().into();
            }
        })
    });
    let ask = |label: &str, path: &str| {
        let request = Request::get(format!("{HOME}{path}")).body(bytes::Bytes::new()).unwrap();
        fixture.control.request(fixture.ids(label).1, request)
    };
    let answer = ask("hooked", "app.js");
    assert_eq!(
        (answer.body(), &answer.headers()["x-hook"]),
        (&bytes::Bytes::from("changed"), &"1".parse().unwrap())
    );
    assert_eq!(ask("hooked", "style.css").body(), "p {}");
    assert_eq!(ask("main", "app.js").body(), "let answer = 42;");
    assert_eq!(log.lines().len(), 2);
    assert!(!log.lines().contains(&"ui".to_owned()), "the hook runs off the UI thread");
}
