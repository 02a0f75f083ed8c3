//! What files that exist already mean, row by row. Not here: the syntax of identifiers, globs and patterns (beside
//! their code), and what is stricter here than elsewhere (`stricter.rs`).

use crate::common::{authority, capability, local, manifests, resolved};
use dormer_acl::{
    Authority, Caller, ExpandError, Options, Origin, ResolveError, Scope, Target, Verdict, expand, resolve,
};
use serde_json::json;
use url::Url;

fn url(text: &str) -> Url {
    text.parse().unwrap()
}

fn may(authority: &Authority, caller: &Caller<'_>, command: &str) -> bool {
    authority.rights(caller).check(command).is_ok()
}

fn shown(scope: &Scope) -> String {
    format!("{:?} {:?}", scope.allow(), scope.deny())
}

fn fault(permissions: serde_json::Value) -> ResolveError {
    let one = capability(json!({ "permissions": permissions }));
    resolve(&manifests(), &[one], Target::Linux, &Options::default()).unwrap_err()
}

#[test]
fn commands_have_the_name_of_their_plugin() {
    let authority = authority(&[json!({ "permissions": ["core:default", "fs:allow-write"] })]);
    for (command, expected) in [
        ("plugin:window|title", true),
        ("plugin:fs|write", true),
        ("plugin:fs|read", false),
        ("plugin:core:window|title", false),
        ("title", true), // a command of the app, whose commands are open
        ("", true),
        ("plugin:", false),
        ("plugin:fs|unknown", false),
    ] {
        assert_eq!(may(&authority, &local("main"), command), expected, "{command}");
    }
}

#[test]
fn origins_are_apart() {
    let remote = json!({ "local": false, "remote": { "urls": ["https://*.x.dev"] }, "permissions": ["fs:allow-read"] });
    let authority = authority(&[remote]);
    let (inside, outside) = (url("https://a.x.dev/p?q"), url("https://x.dev/"));
    let caller = |origin| Caller { origin, ..local("main") };
    assert!(!may(&authority, &caller(Origin::Local), "plugin:fs|read"));
    assert!(may(&authority, &caller(Origin::Remote(&inside)), "plugin:fs|read"));
    assert!(!may(&authority, &caller(Origin::Remote(&outside)), "plugin:fs|read"));
}

#[test]
fn a_denial_stays_with_its_origin() {
    let open = json!({ "identifier": "a", "permissions": ["fs:allow-read"], "remote": { "urls": ["https://x.dev"] } });
    let remote = json!({
        "identifier": "b", "local": false, "remote": { "urls": ["https://x.dev"] }, "permissions": ["fs:deny-read"],
    });
    let here = json!({ "identifier": "b", "permissions": ["fs:deny-read"] });
    let address = url("https://x.dev/");
    let there = Caller { origin: Origin::Remote(&address), ..local("main") };
    for (denial, is_local, is_remote) in [(remote, true, false), (here, false, true)] {
        let authority = authority(&[open.clone(), denial]);
        assert_eq!(may(&authority, &local("main"), "plugin:fs|read"), is_local);
        assert_eq!(may(&authority, &there, "plugin:fs|read"), is_remote);
    }
}

#[test]
fn either_label_suffices() {
    let authority = authority(&[json!({ "webviews": ["child-*"], "permissions": ["fs:allow-read"] })]);
    for (window, webview, expected) in
        [("main", "x", true), ("x", "child-1", true), ("main", "child-1", true), ("x", "main", false)]
    {
        let caller = Caller { window, webview, origin: Origin::Local };
        assert_eq!(may(&authority, &caller, "plugin:fs|read"), expected, "{window} {webview}");
    }
    let nobody = crate::common::authority(&[json!({ "windows": [], "permissions": ["fs:allow-read"] })]);
    assert!(!may(&nobody, &local("main"), "plugin:fs|read"));
}

#[test]
fn scopes_of_several_capabilities_follow_each_other() {
    let authority = authority(&[
        json!({ "identifier": "b", "permissions": [{ "identifier": "fs:read-docs", "deny": [3] }] }),
        json!({ "identifier": "a", "permissions": [{ "identifier": "fs:allow-read", "allow": [1], "deny": [2] }] }),
        json!({ "identifier": "c", "windows": ["other"], "permissions": [{ "identifier": "fs:allow-read", "allow": [9] }] }),
    ]);
    let rights = authority.rights(&local("main"));
    let grant = rights.check("plugin:fs|read").unwrap();
    assert_eq!(shown(grant.scope()), r#"[1, "$DOC/*"] [2, 3]"#);
    assert!(rights.global_scope("fs").is_empty());
}

#[test]
fn values_beside_a_set_reach_every_permission_of_it() {
    let entry = json!({ "identifier": "fs:default", "allow": [{ "path": "/x" }] });
    let rights = authority(&[json!({ "permissions": [entry] })]).rights(&local("main"));
    assert_eq!(shown(rights.check("plugin:fs|read").unwrap().scope()), r#"[{"path":"/x"}] []"#);
    assert_eq!(shown(rights.global_scope("fs")), r#"[{"path":"/x"}, "$HOME/*"] ["$HOME/.*"]"#);
    assert!(rights.global_scope("http").is_empty());
    let scope = json!({ "permissions": [{ "identifier": "fs:scope", "allow": ["/y"] }] });
    let rights = authority(&[scope]).rights(&local("main"));
    assert_eq!(shown(rights.global_scope("fs")), r#"["/y"] []"#);
}

#[test]
fn sets_lead_across_plugins() {
    let manifests = manifests();
    let leaves = |name: &str| -> Vec<String> {
        let leaves = expand(&manifests, &name.parse().unwrap(), Target::Linux).unwrap();
        leaves.iter().map(|leaf| format!("{}:{}", leaf.key, leaf.permission.identifier)).collect()
    };
    let expected = [
        "dialog:allow-save",
        "fs:allow-read",
        "fs:scope-home",
        "fs:allow-write",
        "fs:scope",
        "http:allow-fetch",
        "http:allow-cancel",
    ];
    assert_eq!(leaves("dialog:extra"), expected);
    assert_eq!(leaves("core:default"), ["core:window:allow-title"]);
    assert_eq!(leaves("http:default"), [""; 0]);
    assert_eq!(leaves("fs:read-docs-too"), ["fs:read-docs"]);
    assert_eq!(leaves("fs:win-only"), [""; 0]);
    let windows = expand(&manifests, &"fs:win-only".parse().unwrap(), Target::Windows).unwrap();
    assert_eq!(windows.len(), 1);
}

#[test]
fn faults_are_named() {
    let table = [
        ("none:default", "unknown ACL for none, expected one of core, core:window, dialog, fs, http"),
        (
            "http:x",
            "Permission http:x not found, expected one of set, allow-cancel, allow-fetch, deny-cancel, deny-fetch",
        ),
        ("own", "Permission own not found, expected one of none, since there are none"),
        ("fs:broken", "permission nothing not found from set fs:broken"),
        ("fs:loop-a", "sets contain each other: fs:loop-a → fs:loop-b → fs:loop-a"),
    ];
    for (name, expected) in table {
        let ResolveError::Reference { capability, source } = fault(json!([name])) else { panic!("{name}") };
        assert_eq!((capability.as_str(), source.to_string().as_str()), ("main", expected));
    }
    let twice =
        [capability(json!({ "permissions": [] })), capability(json!({ "permissions": ["fs:default"] }))];
    let error = resolve(&manifests(), &twice, Target::Linux, &Options::default()).unwrap_err();
    assert_eq!(error.to_string(), "capability with identifier `main` already exists");
    let globs = [capability(json!({ "windows": ["a**"], "permissions": [] }))];
    let error = resolve(&manifests(), &globs, Target::Linux, &Options::default()).unwrap_err();
    assert!(matches!(error, ResolveError::Glob { .. }));
    let remote = [capability(json!({ "remote": { "urls": ["x.dev"] }, "permissions": [] }))];
    let error = resolve(&manifests(), &remote, Target::Linux, &Options::default()).unwrap_err();
    assert!(matches!(error, ResolveError::Pattern { .. }));
}

#[test]
fn sets_that_are_deep_or_wide_end() {
    let mut manifests = manifests();
    let fs = manifests.get_mut("fs").unwrap();
    for level in 0..100 {
        let next = format!("level-{}", level + 1);
        let set =
            json!({ "identifier": format!("level-{level}"), "permissions": [next, next, "allow-read"] });
        fs.sets.insert(format!("level-{level}"), serde_json::from_value(set).unwrap());
    }
    let last = json!({ "identifier": "level-100", "permissions": ["allow-write"] });
    fs.sets.insert("level-100".to_owned(), serde_json::from_value(last).unwrap());
    let leaves = expand(&manifests, &"fs:level-40".parse().unwrap(), Target::Linux).unwrap();
    assert_eq!(leaves.len(), 2);
    let error = expand(&manifests, &"fs:level-0".parse().unwrap(), Target::Linux).unwrap_err();
    assert!(matches!(error, ExpandError::Depth(path) if path.len() == 65));
}

#[test]
fn other_systems_are_passed_over() {
    let elsewhere = json!({ "platforms": ["macOS"], "permissions": ["none:such"] });
    let all = resolved(&[elsewhere], &Options::default());
    assert_eq!(all.capabilities().count(), 0);
    let authority = authority(&[json!({ "permissions": ["fs:win-only"] })]);
    assert!(!may(&authority, &local("main"), "plugin:fs|watch"));
}

#[test]
fn commands_of_the_app() {
    let address = url("https://x.dev/");
    let remote = Caller { origin: Origin::Remote(&address), ..local("main") };
    let mut manifests = manifests();
    let give = |manifests: &_, options: &Options| {
        let one =
            capability(json!({ "remote": { "urls": ["https://x.dev"] }, "permissions": ["core:default"] }));
        Authority::new(resolve(manifests, &[one], Target::Linux, options).unwrap())
    };
    let open = give(&manifests, &Options::default());
    assert!(may(&open, &local("other"), "own") && !may(&open, &remote, "own"));
    assert_eq!(open.explain(&local("other"), "own").verdict, Verdict::Open);
    let strict = give(&manifests, &Options { strict: true, ..Options::default() });
    assert!(!may(&strict, &local("main"), "own"));
    let own = json!({ "permissions": { "allow-own": { "identifier": "allow-own", "commands": { "allow": ["own"] } } } });
    manifests.insert(dormer_acl::APP_KEY.to_owned(), serde_json::from_value(own).unwrap());
    let closed = give(&manifests, &Options::default());
    assert!(!may(&closed, &local("main"), "own"));
    let one = capability(json!({ "remote": { "urls": ["https://x.dev"] }, "permissions": ["allow-own"] }));
    let given = Authority::new(resolve(&manifests, &[one], Target::Linux, &Options::default()).unwrap());
    assert!(may(&given, &local("main"), "own") && may(&given, &remote, "own"));
    assert!(!may(&given, &local("other"), "own") && !may(&given, &local("main"), "other"));
    manifests.insert(dormer_acl::APP_KEY.to_owned(), dormer_acl::Manifest::default());
    assert!(may(&give(&manifests, &Options::default()), &local("main"), "own"));
}
