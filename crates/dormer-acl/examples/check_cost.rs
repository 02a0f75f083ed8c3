//! Prints what a check costs, and what it costs to make rights ready. Run it with `--release`.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use dormer_acl::{
    Authority, Caller, Capability, Commands, DefaultPermission, Manifest, Manifests, Options, Origin,
    Permission, Resolved, Target, resolve,
};
use serde_json::json;

/// Nine plugins of twelve commands each: about as many as the core's own default sets open.
fn manifests() -> Manifests {
    let permission = |plugin: usize, at: usize| {
        let identifier = format!("allow-command-{at}");
        let commands = Commands { allow: vec![format!("command_{at}")], deny: Vec::new() };
        let value = json!({ "path": format!("$HOME/{plugin}/{at}/*") });
        let scope = if at == 0 { json!({ "allow": [value] }) } else { json!({}) };
        let scope = serde_json::from_value(scope).unwrap_or_default();
        (identifier.clone(), Permission { identifier, commands, scope, ..Permission::default() })
    };
    let manifest = |plugin| {
        let permissions: BTreeMap<_, _> = (0..12).map(|at| permission(plugin, at)).collect();
        let members = permissions.keys().cloned().collect();
        let default = DefaultPermission { permissions: members, ..DefaultPermission::default() };
        Manifest { default: Some(default), permissions, ..Manifest::default() }
    };
    (0..9).map(|plugin| (format!("core:p{plugin}"), manifest(plugin))).collect()
}

fn capabilities() -> Result<Vec<Capability>, serde_json::Error> {
    let defaults: Vec<_> = (0..9).map(|plugin| format!("core:p{plugin}:default")).collect();
    serde_json::from_value(json!([
        { "identifier": "main", "windows": ["main", "editor-*"], "permissions": defaults },
        { "identifier": "remote", "windows": ["*"], "local": false,
          "remote": { "urls": ["https://*.example.org/*"] }, "permissions": ["core:p1:default"] },
    ]))
}

/// The shortest of several runs, per turn.
fn cost<T>(turns: u32, mut work: impl FnMut() -> T) -> Duration {
    let runs = (0..7).map(|_| {
        let start = Instant::now();
        for _ in 0..turns {
            black_box(work());
        }
        start.elapsed() / turns
    });
    runs.min().unwrap_or_default()
}

fn show(what: &str, cost: Duration) {
    println!("{what:<52} {:>9.3} µs", cost.as_secs_f64() * 1e6);
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (manifests, capabilities) = (manifests(), capabilities()?);
    let make = || resolve(&manifests, &capabilities, Target::Linux, &Options::default());
    let resolved: Resolved = make()?;
    show("resolve 108 permissions", cost(200, make));
    #[cfg(feature = "build")]
    {
        let table: &'static [u8] = resolved.encode().leak();
        println!("table of {} bytes", table.len());
        show("decode the table", cost(2_000, || Resolved::decode(black_box(table))));
    }
    let caller = Caller { window: "main", webview: "main", origin: Origin::Local };
    let first = || Authority::new(black_box(resolved.clone())).rights(&caller);
    show("first rights() of a program", cost(500, first));
    let authority = Authority::new(resolved.clone());
    show("rights() for one more page", cost(20_000, || authority.rights(black_box(&caller))));
    let address = "https://www.example.org/a/b".parse()?;
    let remote = Caller { origin: Origin::Remote(&address), ..caller };
    show("rights() for a page from elsewhere", cost(20_000, || authority.rights(black_box(&remote))));
    let rights = authority.rights(&caller);
    for (what, command) in [
        ("check of an allowed command", "plugin:p4|command_7"),
        ("check of an allowed command with a scope", "plugin:p4|command_0"),
        ("check of an open command of the app", "greet"),
    ] {
        show(what, cost(1_000_000, || rights.check(black_box(command)).is_ok()));
    }
    show("check of a refused command", cost(20_000, || rights.check(black_box("plugin:p4|x"))));
    show("generation()", cost(1_000_000, || black_box(&authority).generation()));
    let grant = rights.check("plugin:p4|command_0")?.clone();
    show("typed scope, once parsed", cost(1_000_000, || grant.scope().typed::<serde_json::Value>()));
    Ok(())
}
