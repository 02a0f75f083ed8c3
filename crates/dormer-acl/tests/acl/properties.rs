//! What holds for all capabilities: a denial wins, order does not matter, nobody gains or loses by what names others.
//!
//! The expected answers come from a second, slow implementation that works on the files' own words (`oracle`).

use dormer_acl::{
    APP_KEY, Authority, Caller, Capability, Manifests, Options, Origin, PermissionEntry, Target, expand,
    resolve,
};
use url::Url;

use crate::common::manifests;
use crate::generator::{ADDRESSES, COMMANDS, Generator, LABELS};

const ROUNDS: u64 = 120;

fn authority(manifests: &Manifests, capabilities: &[Capability]) -> Authority {
    Authority::new(resolve(manifests, capabilities, Target::Linux, &Options::default()).unwrap())
}

/// Every kind of caller.
fn callers(addresses: &[Url]) -> Vec<Caller<'_>> {
    let origins: Vec<_> =
        std::iter::once(Origin::Local).chain(addresses.iter().map(Origin::Remote)).collect();
    let labels = || LABELS.iter().copied();
    labels()
        .flat_map(|window| labels().map(move |webview| (window, webview)))
        .flat_map(|(window, webview)| {
            origins.iter().map(move |origin| Caller { window, webview, origin: *origin })
        })
        .collect()
}

fn addresses() -> Vec<Url> {
    ADDRESSES.iter().map(|text| text.parse().unwrap()).collect()
}

/// Everything that a caller sees: per command refused, or the scope; then global scopes.
fn seen(authority: &Authority, caller: &Caller<'_>) -> Vec<Option<String>> {
    let rights = authority.rights(caller);
    let commands = COMMANDS.iter().map(|command| rights.check(command).ok().map(|one| format!("{one:?}")));
    let globals = ["fs", "http", "core:window"].map(|key| Some(format!("{:?}", rights.global_scope(key))));
    commands.chain(globals).collect()
}

fn names(capability: &Capability, caller: &Caller<'_>) -> bool {
    let glob = |text: &String, label| glob::Pattern::new(text).unwrap().matches(label);
    let labels = capability.windows.iter().any(|text| glob(text, caller.window))
        || capability.webviews.iter().any(|text| glob(text, caller.webview));
    let origin = match caller.origin {
        Origin::Local => capability.local,
        Origin::Remote(url) => {
            capability.remote.iter().flat_map(|remote| &remote.urls).any(|pattern| match pattern.as_str() {
                "https://*.x.dev" => url.host_str().unwrap().ends_with(".x.dev"),
                "https://y.dev:*" => url.host_str() == Some("y.dev"),
                "*://z.dev/app/*" => url.host_str() == Some("z.dev") && url.path().starts_with("/app/"),
                other => panic!("{other}"),
            })
        }
    };
    labels && origin
}

/// Whether a caller may call a command, from the words of the files.
fn oracle(manifests: &Manifests, capabilities: &[Capability], caller: &Caller<'_>, command: &str) -> bool {
    if !command.starts_with("plugin:") {
        return caller.origin == Origin::Local && !manifests.contains_key(APP_KEY);
    }
    let leaves = || {
        let named = capabilities.iter().filter(|one| names(one, caller));
        named
            .flat_map(|one| &one.permissions)
            .flat_map(|entry| expand(manifests, entry.identifier(), Target::Linux).unwrap())
    };
    let full = |key: &str, name: &str| format!("plugin:{}|{name}", key.trim_start_matches("core:"));
    let is_allowed =
        leaves().any(|leaf| leaf.permission.commands.allow.iter().any(|c| full(leaf.key, c) == command));
    let is_denied =
        leaves().any(|leaf| leaf.permission.commands.deny.iter().any(|c| full(leaf.key, c) == command));
    is_allowed && !is_denied
}

#[test]
fn answers_are_those_of_the_words() {
    let (manifests, addresses) = (manifests(), addresses());
    let (mut allowed, mut refused) = (0, 0);
    for seed in 0..ROUNDS {
        let capabilities = Generator(seed).capabilities();
        let authority = authority(&manifests, &capabilities);
        for caller in callers(&addresses) {
            let rights = authority.rights(&caller);
            for command in COMMANDS {
                let expected = oracle(&manifests, &capabilities, &caller, command);
                assert_eq!(rights.check(command).is_ok(), expected, "seed {seed}: {caller:?} {command}");
                if expected { allowed += 1 } else { refused += 1 }
            }
        }
    }
    assert!(allowed > 10_000 && refused > 10_000, "{allowed} allowed, {refused} refused");
}

#[test]
fn a_denial_wins() {
    let (manifests, addresses) = (manifests(), addresses());
    let mut changed = 0;
    for seed in 0..ROUNDS {
        let mut generator = Generator(seed);
        let mut capabilities = generator.capabilities();
        let before = authority(&manifests, &capabilities);
        let mut denial = generator.capability("denial");
        denial.permissions = vec![PermissionEntry::Reference("fs:deny-read".parse().unwrap())];
        capabilities.push(denial.clone());
        let after = authority(&manifests, &capabilities);
        for caller in callers(&addresses) {
            let (before, after) = (seen(&before, &caller), seen(&after, &caller));
            if names(&denial, &caller) {
                assert_eq!(after[0], None, "seed {seed}: {caller:?}");
                changed += usize::from(before[0].is_some());
            } else {
                assert_eq!(before[0], after[0], "seed {seed}: {caller:?}");
            }
            assert_eq!(before[1..], after[1..], "seed {seed}: {caller:?}");
        }
    }
    assert!(changed > 100, "{changed}");
}

#[test]
fn order_does_not_matter() {
    let (manifests, addresses) = (manifests(), addresses());
    for seed in 0..ROUNDS {
        let mut generator = Generator(seed);
        let mut capabilities = generator.capabilities();
        let options = Options { keep_names: true, ..Options::default() };
        let first = resolve(&manifests, &capabilities, Target::Linux, &options).unwrap();
        generator.shuffle(&mut capabilities);
        let second = resolve(&manifests, &capabilities, Target::Linux, &options).unwrap();
        assert_eq!(first, second, "seed {seed}");
        let (first, second) = (Authority::new(first), Authority::new(second));
        for caller in callers(&addresses).iter().step_by(7) {
            assert_eq!(seen(&first, caller), seen(&second, caller), "seed {seed}");
        }
    }
}

#[test]
fn what_names_others_changes_nothing() {
    let (manifests, addresses) = (manifests(), addresses());
    let mut unnamed = 0;
    for seed in 0..ROUNDS {
        let mut generator = Generator(seed);
        let mut capabilities = generator.capabilities();
        let before = authority(&manifests, &capabilities);
        let more = generator.capability("more");
        capabilities.insert(generator.number(capabilities.len() + 1), more.clone());
        let after = authority(&manifests, &capabilities);
        for caller in callers(&addresses).iter().filter(|caller| !names(&more, caller)) {
            assert_eq!(seen(&before, caller), seen(&after, caller), "seed {seed}: {caller:?}");
            unnamed += 1;
        }
    }
    assert!(unnamed > 10_000, "{unnamed}");
}

#[test]
fn what_opens_takes_nothing_from_anyone() {
    let (manifests, addresses) = (manifests(), addresses());
    for seed in 0..ROUNDS {
        let mut generator = Generator(seed);
        let mut capabilities = generator.capabilities();
        let before = authority(&manifests, &capabilities);
        let mut more = generator.capability("more");
        more.permissions.retain(|entry| !entry.identifier().base().starts_with("deny"));
        capabilities.push(more);
        let after = authority(&manifests, &capabilities);
        for caller in callers(&addresses) {
            let (before, after) = (before.rights(&caller), after.rights(&caller));
            for command in COMMANDS {
                assert!(
                    before.check(command).is_err() || after.check(command).is_ok(),
                    "seed {seed}: {command}"
                );
            }
        }
    }
}

#[test]
fn a_label_outside_of_the_globs_never_gets_in() {
    let manifests = manifests();
    let alphabet: Vec<char> = "abemiw0139-_/:*?[]!".chars().collect();
    let mut tested = 0;
    for seed in 0..ROUNDS {
        let mut generator = Generator(seed);
        let capabilities = generator.capabilities();
        let authority = authority(&manifests, &capabilities);
        for _ in 0..50 {
            let label = generator.text(&alphabet, 8);
            let caller = Caller { window: &label, webview: &label, origin: Origin::Local };
            if capabilities.iter().any(|one| names(one, &caller)) {
                continue;
            }
            tested += 1;
            let rights = authority.rights(&caller);
            assert!(
                COMMANDS[..8].iter().all(|command| rights.check(command).is_err()),
                "seed {seed}: {label}"
            );
            assert!(rights.global_scope("fs").is_empty());
        }
    }
    assert!(tested > 1_000, "{tested}");
}
