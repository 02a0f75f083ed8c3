//! Capabilities that come and go at run time. Not here: how their manifests are stored (`table.rs`).

use dormer_acl::{AddError, Authority, Options, Target, resolve};
use serde_json::json;

use crate::common::{authority, capability, local, manifests};

#[test]
fn nothing_can_be_added_without_manifests() {
    let authority = authority(&[]);
    let error = authority.add(&[capability(json!({ "permissions": [] }))]).unwrap_err();
    assert!(matches!(error, AddError::NoManifests));
    let authority = authority.with_manifests(b"{\"target\":\"linux\"");
    let error = authority.add(&[capability(json!({ "permissions": [] }))]).unwrap_err();
    assert!(matches!(error, AddError::Manifests(_)));
    assert_eq!(authority.generation(), 0);
}

#[test]
fn capabilities_are_added_and_revoked() {
    let manifests = manifests();
    let blob = dormer_acl::encode_manifests(&manifests, Target::Linux).unwrap();
    let one = capability(
        json!({ "identifier": "z", "permissions": [{ "identifier": "fs:allow-read", "allow": [1] }] }),
    );
    let resolved = resolve(&manifests, &[one], Target::Linux, &Options::default()).unwrap();
    let authority = Authority::new(resolved).with_manifests(blob.leak());
    let scope = || {
        format!(
            "{:?}",
            authority
                .rights(&local("main"))
                .check("plugin:fs|read")
                .map(|one| one.scope().allow().to_vec())
                .ok()
        )
    };
    let old = authority.rights(&local("main"));
    assert_eq!((scope().as_str(), old.generation()), ("Some([1])", authority.generation()));

    let more = json!({ "identifier": "a", "permissions": [{ "identifier": "fs:allow-read", "allow": [2] }, "dialog:extra"] });
    let first = authority.add(&[capability(more.clone())]).unwrap();
    assert_ne!(old.generation(), authority.generation());
    assert_eq!(scope(), "Some([1, 2])");
    assert!(authority.rights(&local("main")).check("plugin:http|fetch").is_ok());
    assert!(authority.rights(&local("other")).check("plugin:http|fetch").is_err());
    let second = authority.add(&[capability(json!({ "permissions": ["fs:deny-read"] }))]).unwrap();
    assert_eq!(scope(), "None");
    assert_eq!(authority.rights(&local("main")).generation(), authority.generation());

    assert!(authority.revoke(&second) && !authority.revoke(&second));
    assert_eq!(scope(), "Some([1, 2])");
    assert!(authority.revoke(&first));
    assert_eq!(scope(), "Some([1])");
    assert!(authority.rights(&local("main")).check("plugin:http|fetch").is_err());

    let generation = authority.generation();
    let twice = [capability(more.clone()), capability(json!({ "permissions": ["none:such"] }))];
    assert!(matches!(authority.add(&twice), Err(AddError::Resolve(_))));
    assert!(matches!(
        authority.add(&[capability(more.clone()), capability(more)]),
        Err(AddError::Resolve(_))
    ));
    assert_eq!((authority.generation(), scope().as_str()), (generation, "Some([1])"));
}

#[test]
fn adding_while_others_ask() {
    let manifests = manifests();
    let blob: &'static [u8] = dormer_acl::encode_manifests(&manifests, Target::Linux).unwrap().leak();
    let authority = authority(&[]).with_manifests(blob);
    let one = [capability(json!({ "permissions": ["fs:allow-read"] }))];
    std::thread::scope(|threads| {
        for _ in 0..3 {
            threads.spawn(|| {
                let mut last = 0;
                for _ in 0..2_000 {
                    let rights = authority.rights(&local("main"));
                    assert!(rights.generation() >= last, "rights went back in time");
                    last = rights.generation();
                    // Odd generations are those with the capability.
                    assert_eq!(rights.check("plugin:fs|read").is_ok(), last % 2 == 1);
                }
            });
        }
        for _ in 0..50 {
            let grant = authority.add(&one).unwrap();
            authority.revoke(&grant);
        }
    });
}
