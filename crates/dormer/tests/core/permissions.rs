//! Who may call what: windows, origins, strictness, and capabilities that come and go. Not here: the rules themselves
//! (`dormer-acl`), and scope values (`scopes`).

use dormer::ipc::CapabilityBuilder;
use dormer::{Manager, generate_handler};
use dormer_runtime_headless::TestPage;
use serde_json::{Value, json};

use crate::fixture::{Fixture, Program, check_on, check_refused};

#[dormer::command]
fn greet() -> &'static str {
    "hello"
}

fn program() -> Program {
    Program::new().without_capabilities().build(|builder| builder.invoke_handler(generate_handler![greet]))
}

/// A capability for the window `main`.
fn for_main(permissions: Value) -> Value {
    json!({ "identifier": "for-main", "windows": ["main"], "permissions": permissions })
}

fn page_at(fixture: &Fixture, url: &str) -> TestPage {
    fixture.window("main").navigate(dormer::Url::parse(url).unwrap()).unwrap();
    fixture.control.wait_page(fixture.ids("main").1, url)
}

const NAME: &str = "plugin:app|name";
const NAMED: Result<&str, &str> = Ok("\"core\"");
const GREETED: Result<&str, &str> = Ok("\"hello\"");

#[test]
fn without_capabilities_only_the_apps_own_commands_are_open() {
    let fixture = program().start();
    check_on(&fixture.main(), "greet", "{}", GREETED);
    check_refused(&fixture.main(), NAME);
}

#[test]
fn a_strict_program_has_nothing_open() {
    let strict = json!({ "app": { "security": { "strict": true } } });
    let fixture = program().config(strict.clone()).start();
    check_refused(&fixture.main(), "greet");
    let app = json!({ "permission": [{ "identifier": "allow-greet", "commands": { "allow": ["greet"] } }] });
    let fixture = program()
        .config(strict)
        .permissions(dormer_acl::APP_KEY, app)
        .capability(for_main(json!(["allow-greet"])))
        .start();
    check_on(&fixture.main(), "greet", "{}", GREETED);
}

#[test]
fn a_capability_is_for_the_windows_that_it_names() {
    let fixture = program().capability(for_main(json!(["core:app:default"]))).start();
    check_on(&fixture.main(), NAME, "{}", NAMED);
    fixture.open("other");
    let refusal = check_refused(&fixture.page("other"), NAME);
    assert!(refusal.contains("window `other`") && refusal.contains("for-main"), "{refusal}");
}

#[test]
fn other_origins_need_a_capability_that_names_them() {
    let remote = json!({
        "identifier": "remote", "windows": ["*"], "local": false,
        "remote": { "urls": ["https://example.com/app/*"] }, "permissions": ["core:app:allow-name"]
    });
    let fixture = program().capability(remote).start();
    check_refused(&fixture.main(), NAME);
    check_on(&page_at(&fixture, "https://example.com/app/page?q"), NAME, "{}", NAMED);
    for url in ["https://example.com/", "https://example.com.evil.net/app/x", "http://example.com/app/x"] {
        check_refused(&page_at(&fixture, url), NAME);
    }
    check_refused(&page_at(&fixture, "https://example.com/app/"), "greet");
}

#[test]
fn pages_may_go_where_a_capability_names_the_address() {
    let fixture = program().start();
    let view = fixture.ids("main").1;
    assert!(!fixture.control.navigate(view, "https://example.com/app/"));
    let capability = CapabilityBuilder::new("site").window("main").remote("https://example.com/app/*");
    fixture.app.add_capability(capability).unwrap();
    assert!(fixture.control.navigate(view, "https://example.com/app/"));
    assert!(!fixture.control.navigate(view, "https://example.org/app/"));
}

#[test]
fn capabilities_come_and_go_while_a_page_is_open() {
    let fixture = program().start();
    let page = fixture.main();
    check_refused(&page, NAME);
    fixture.app.add_capability(for_main(json!(["core:app:allow-name"])).to_string()).unwrap();
    check_on(&page, NAME, "{}", NAMED);
    let twice = fixture.app.add_capability(CapabilityBuilder::new("for-main")).unwrap_err();
    assert_eq!(twice.to_string(), "the capability `for-main` was added already: remove it first");
    assert!(fixture.app.remove_capability("for-main"));
    assert!(!fixture.app.remove_capability("for-main"));
    check_refused(&page, NAME);
    let built = CapabilityBuilder::new("built").window("ma*").permission("core:app:default");
    fixture.app.add_capability(built).unwrap();
    check_on(&page, NAME, "{}", NAMED);
}

#[test]
fn faulty_capabilities_change_nothing_and_say_why() {
    let fixture = program().start();
    let check = |capability: Value, expected: &str| {
        let error = fixture.app.add_capability(capability.to_string()).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
    };
    check(json!("text"), "this is no capability: ");
    check(json!({ "identifier": "a" }), "this is no capability: missing field `permissions`");
    check(for_main(json!(["nobody:default"])), "the capabilities cannot be resolved: ");
    check(for_main(json!(["core:app:nothing"])), "the capabilities cannot be resolved: ");
    let two = json!([for_main(json!(["core:app:default"])), { "identifier": "b", "permissions": ["x:y"] }]);
    check(two, "the capabilities cannot be resolved: ");
    check_refused(&fixture.main(), NAME);
    let error = fixture.app.add_capability(CapabilityBuilder::new("a").permission("A_b")).unwrap_err();
    assert!(error.to_string().starts_with("`A_b` is no name of a permission: "), "{error}");
}
