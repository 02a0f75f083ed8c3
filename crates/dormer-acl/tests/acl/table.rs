//! The table and the manifests of a program: what is written is read, and damage never panics.

use dormer_acl::{Authority, Options, Resolved, TableError, Target, encode_manifests, resolve};
use serde_json::json;

use crate::common::{authority, capability, local, manifests, resolved};
use crate::generator::{COMMANDS, Generator, LABELS};

fn sample(options: &Options) -> Resolved {
    resolved(
        &[
            json!({ "remote": { "urls": ["https://x.dev/*"] }, "webviews": ["w[0-9]"],
                    "permissions": ["core:default", { "identifier": "fs:default", "allow": [{ "path": "ü" }] }] }),
            json!({ "identifier": "b", "permissions": ["fs:deny-write", "dialog:extra"], "local": false }),
        ],
        options,
    )
}

/// Uses everything in a table.
fn touch(resolved: Resolved) {
    let authority = Authority::new(resolved);
    for label in LABELS {
        let rights = authority.rights(&local(label));
        for command in COMMANDS {
            if let Err(refusal) = rights.check(command) {
                assert!(!refusal.to_string().is_empty());
            }
        }
        let _ = rights.global_scope("fs").typed::<serde_json::Value>();
    }
}

#[test]
fn what_is_written_is_read() {
    for bits in 0..8 {
        let options = Options { strict: bits & 1 > 0, shared_scopes: bits & 2 > 0, keep_names: bits & 4 > 0 };
        let first = sample(&options);
        let bytes = first.encode();
        let second = Resolved::decode(bytes.clone().leak()).unwrap();
        assert_eq!((second.encode(), second.app_commands()), (bytes, first.app_commands()));
        if !options.keep_names {
            assert_eq!(second, first);
        }
        touch(second);
    }
}

#[test]
fn a_table_answers_as_what_it_was_made_of() {
    for seed in 0..100 {
        let capabilities = Generator(seed).capabilities();
        let options = Options { keep_names: true, ..Options::default() };
        let first = resolve(&manifests(), &capabilities, Target::Linux, &options).unwrap();
        let second = Authority::new(Resolved::decode(first.encode().leak()).unwrap());
        let first = Authority::new(first);
        for (caller, command) in
            LABELS.iter().flat_map(|label| COMMANDS.map(|command| (local(label), command)))
        {
            let (first, second) = (first.rights(&caller), second.rights(&caller));
            assert_eq!(first.check(command), second.check(command), "seed {seed}");
        }
    }
}

#[test]
fn other_bytes_are_refused() {
    let table = sample(&Options::default()).encode();
    for (bytes, expected) in [
        (Vec::new(), TableError::Foreign),
        (b"\x89ACX".to_vec(), TableError::Foreign),
        (table[..4].to_vec(), TableError::Damaged),
        ([&table[..4], &[9, 0]].concat(), TableError::Version(9)),
        ([&table[..5], &[0x80]].concat(), TableError::Damaged),
        ([&table[..], &[0]].concat(), TableError::Damaged),
    ] {
        assert_eq!(Resolved::decode(bytes.leak()).unwrap_err(), expected);
    }
}

#[test]
fn a_truncated_table_is_refused() {
    let table: &'static [u8] = sample(&Options { keep_names: true, ..Options::default() }).encode().leak();
    for len in 0..table.len() {
        assert!(Resolved::decode(&table[..len]).is_err(), "{len}");
    }
}

#[test]
fn damage_never_panics() {
    let table = sample(&Options { keep_names: true, ..Options::default() }).encode();
    let (mut noticed, mut all) = (0, 0);
    let mut attempt = |bytes: Vec<u8>| {
        all += 1;
        match Resolved::decode(bytes.leak()) {
            Ok(resolved) => touch(resolved),
            Err(_) => noticed += 1,
        }
    };
    for at in 0..table.len() {
        for bit in 0..8 {
            let mut damaged = table.clone();
            damaged[at] ^= 1 << bit;
            attempt(damaged);
        }
        for huge in [&[0xff, 0xff, 0xff, 0xff, 0x0f][..], &[0xff; 9]] {
            let mut damaged = table.clone();
            damaged.splice(at..at + 1, huge.iter().copied());
            attempt(damaged);
        }
    }
    let mut generator = Generator(4);
    for _ in 0..20_000 {
        let mut bytes = table[..6].to_vec();
        bytes.extend((0..generator.number(60)).map(|_| u8::try_from(generator.number(256)).unwrap()));
        attempt(bytes);
    }
    assert!(noticed > all / 2, "only {noticed} of {all} were noticed");
}

#[test]
fn manifests_are_short_and_complete() {
    let manifests = manifests();
    let blob: &'static [u8] = encode_manifests(&manifests, Target::Linux).unwrap().leak();
    assert!(blob.len() * 2 < serde_json::to_vec(&manifests).unwrap().len());
    for seed in 0..100 {
        let capabilities = Generator(seed).capabilities();
        let options = Options { keep_names: true, ..Options::default() };
        let built = Authority::new(resolve(&manifests, &capabilities, Target::Linux, &options).unwrap());
        let added = authority(&[]).with_manifests(blob);
        added.add(&capabilities).unwrap();
        for (caller, command) in
            LABELS.iter().flat_map(|label| COMMANDS.map(|command| (local(label), command)))
        {
            assert_eq!(built.explain(&caller, command), added.explain(&caller, command), "seed {seed}");
            assert_eq!(
                built.rights(&caller).check(command),
                added.rights(&caller).check(command),
                "seed {seed}"
            );
        }
    }
    let one = authority(&[]).with_manifests(blob);
    assert!(one.add(&[capability(json!({ "permissions": ["fs:win-only"] }))]).is_ok());
    for len in 0..blob.len() {
        assert!(authority(&[]).with_manifests(&blob[..len]).add(&[]).is_err(), "{len}");
    }
}
