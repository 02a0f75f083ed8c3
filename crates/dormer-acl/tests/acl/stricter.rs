//! Where rights are kept apart that other frameworks mix: denials, global scopes, typed values, names of plugins;
//! and the texts of refusals. Not here: what files mean elsewhere too (`conformance.rs`).

use std::sync::Arc;

use crate::common::{authority, capability, local, manifests, resolved};
use dormer_acl::{Authority, Caller, ExpandError, Options, Origin, ResolveError, Target, resolve};
use serde_json::json;

#[test]
fn a_denial_hits_only_whom_its_capability_names() {
    let authority = authority(&[
        json!({ "identifier": "all", "windows": ["*"], "permissions": ["fs:allow-read"] }),
        json!({ "identifier": "guest", "windows": ["guest-*"], "permissions": ["fs:deny-read"] }),
    ]);
    for (label, expected) in [("main", true), ("guest-1", false), ("guest", true)] {
        assert_eq!(authority.rights(&local(label)).check("plugin:fs|read").is_ok(), expected, "{label}");
    }
}

#[test]
fn a_denial_also_closes_open_commands_of_the_app() {
    let mut manifests = manifests();
    let own = json!({ "permissions": { "deny-own": { "identifier": "deny-own", "commands": { "deny": ["own"] } } } });
    manifests.insert(dormer_acl::APP_KEY.to_owned(), serde_json::from_value(own).unwrap());
    let one = capability(json!({ "permissions": ["deny-own"] }));
    let authority = Authority::new(resolve(&manifests, &[one], Target::Linux, &Options::default()).unwrap());
    assert!(authority.rights(&local("main")).check("own").is_err());
}

#[test]
fn global_scopes_stay_with_their_callers() {
    let capabilities = [
        json!({ "identifier": "admin", "windows": ["admin"],
                "permissions": ["fs:allow-read", { "identifier": "fs:scope", "allow": ["/**"] }] }),
        json!({ "identifier": "main", "permissions": ["fs:default"] }),
        json!({ "identifier": "remote", "local": false, "windows": ["*"], "remote": { "urls": ["https://x.dev"] },
                "permissions": [{ "identifier": "fs:scope", "allow": ["/remote"] }] }),
    ];
    let count =
        |authority: &Authority, label| authority.rights(&local(label)).global_scope("fs").allow().len();
    let apart = Authority::new(resolved(&capabilities, &Options::default()));
    assert_eq!(["admin", "main", "other"].map(|label| count(&apart, label)), [1, 1, 0]);
    let shared = Options { shared_scopes: true, ..Options::default() };
    let shared = Authority::new(resolved(&capabilities, &shared));
    assert_eq!(["admin", "main", "other"].map(|label| count(&shared, label)), [3, 3, 3]);
}

#[test]
fn typed_values_are_not_shared_between_plugins() {
    let rights = authority(&[json!({ "permissions": [
        { "identifier": "fs:allow-read", "allow": ["a"] }, { "identifier": "http:allow-fetch", "allow": ["b"] },
        { "identifier": "fs:scope", "allow": ["c"] },
        "fs:allow-write", "http:allow-cancel",
    ] })])
    .rights(&local("main"));
    let typed = |command: &str| rights.check(command).unwrap().scope().typed::<String>().unwrap();
    assert_eq!(*typed("plugin:fs|read").allow[0], "a");
    assert_eq!(*typed("plugin:http|fetch").allow[0], "b");
    assert_eq!(*rights.global_scope("fs").typed::<String>().unwrap().allow[0], "c");
    assert!(rights.global_scope("http").typed::<String>().unwrap().allow.is_empty());
    let grant = |command: &str| rights.check(command).unwrap().clone();
    assert!(!Arc::ptr_eq(&grant("plugin:fs|write"), &grant("plugin:http|cancel")));
    assert!(Arc::ptr_eq(&typed("plugin:fs|read"), &typed("plugin:fs|read")));
}

#[test]
fn a_plugin_may_not_pass_for_the_core() {
    let mut manifests = manifests();
    manifests.insert("window".to_owned(), manifests["fs"].clone());
    let one = capability(json!({ "permissions": ["window:default"] }));
    let error = resolve(&manifests, &[one], Target::Linux, &Options::default()).unwrap_err();
    let ResolveError::Reference { source, .. } = error else { panic!("{error}") };
    assert_eq!(source, ExpandError::Collision("window".to_owned()));
}

#[test]
fn refusals_say_what_would_help() {
    let authority = authority(&[
        json!({ "identifier": "a", "windows": ["other*"], "permissions": ["fs:allow-read"] }),
        json!({ "identifier": "b", "permissions": ["fs:allow-write"] }),
        json!({ "identifier": "c", "permissions": ["fs:deny-write"] }),
    ]);
    let address = "https://u:secret@x.dev/p?token=1".parse().unwrap();
    let remote = Caller { window: "main", webview: "view", origin: Origin::Remote(&address) };
    let table = [
        (
            local("main"),
            "plugin:fs|read",
            "command `plugin:fs|read` is not allowed on window `main`, web view `main`, origin local
  opened by capability `a`, permission `fs:allow-read`, but not for this window and web view: windows `other*`, local pages
  to allow it, give this caller one of these permissions: fs:allow-read, fs:read-docs",
        ),
        (
            local("main"),
            "plugin:fs|write",
            "command `plugin:fs|write` is explicitly denied on window `main`, web view `main`, origin local
  closed by capability `c`, permission `fs:deny-write`
  opened by capability `b`, permission `fs:allow-write`",
        ),
        (
            remote,
            "plugin:fs|write",
            "command `plugin:fs|write` is not allowed on window `main`, web view `view`, origin https://x.dev/p
  closed by capability `c`, permission `fs:deny-write`, but not for pages of this origin: windows `main`, local pages
  opened by capability `b`, permission `fs:allow-write`, but not for pages of this origin: windows `main`, local pages
  to allow it, give this caller one of these permissions: fs:allow-write",
        ),
        (
            local("main"),
            "plugin:fs|x\ny",
            "command `plugin:fs|x\\ny` is not allowed on window `main`, web view `main`, origin local
  no permission opens it: is its name right, and is its plugin in the program?",
        ),
    ];
    for (caller, command, expected) in table {
        let refusal = authority.rights(&caller).check(command).unwrap_err();
        assert_eq!(refusal.to_string(), expected);
        assert_eq!(refusal.release_text(), format!("Command {command} not allowed by ACL"));
        assert_eq!(*refusal.explanation(), authority.explain(&caller, command));
    }
    let text = authority.explain(&local("other1"), "plugin:fs|read").to_string();
    assert_eq!(
        text,
        "command `plugin:fs|read` is allowed on window `other1`, web view `other1`, origin local
  opened by capability `a`, permission `fs:allow-read`"
    );
}
