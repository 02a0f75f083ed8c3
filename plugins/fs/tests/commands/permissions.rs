//! The permissions that the build script makes.

use std::collections::BTreeSet;

#[path = "../../build/permissions.rs"]
mod generator;

fn parsed() -> Vec<(String, toml::Table)> {
    let names = ["mkdir", "open", "write_file", "read_text_file_lines"];
    let parse = |(name, text): (String, String)| {
        let table = text.parse().unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
        (name, table)
    };
    generator::files(&names).into_iter().map(parse).collect()
}

fn items<'a>(table: &'a toml::Table, key: &str) -> impl Iterator<Item = &'a toml::Value> {
    table.get(key).and_then(toml::Value::as_array).into_iter().flatten()
}

#[test]
fn there_are_three_scopes_and_six_sets_for_each_directory() {
    let files = parsed();
    assert_eq!(files.len(), 5 + 24);
    let mut known = BTreeSet::new();
    for (_, table) in &files {
        for item in items(table, "permission").chain(items(table, "set")) {
            let name = item["identifier"].as_str().unwrap();
            assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{name}");
            assert!(known.insert(name.to_owned()), "{name} is there twice");
        }
    }
    for directory in ["app", "home", "log", "exe", "temp", "applog"] {
        for suffix in ["", "-recursive", "-index"] {
            assert!(known.contains(&format!("scope-{directory}{suffix}")), "{directory}{suffix}");
        }
        for kind in ["read", "write", "meta"] {
            assert!(known.contains(&format!("allow-{directory}-{kind}")), "{directory} {kind}");
            assert!(known.contains(&format!("allow-{directory}-{kind}-recursive")), "{directory} {kind}");
        }
    }
    let commands = 2 * 4;
    let groups = 8;
    let defaults = 3 + 2;
    assert_eq!(known.len(), commands + groups + defaults + 25 * 9);
}

#[test]
fn members_of_sets_exist() {
    let files = parsed();
    let all = |key| files.iter().flat_map(move |(_, table)| items(table, key));
    let known: BTreeSet<&str> =
        all("permission").chain(all("set")).map(|item| item["identifier"].as_str().unwrap()).collect();
    let default = files.iter().find_map(|(_, table)| table.get("default")).unwrap();
    for set in all("set").chain([default]) {
        for member in set["permissions"].as_array().unwrap() {
            assert!(known.contains(member.as_str().unwrap()), "{member}");
        }
    }
}

#[test]
fn some_permissions_in_full() {
    let files = parsed();
    let find = |name: &str| {
        let all = files.iter().flat_map(|(_, table)| items(table, "permission").chain(items(table, "set")));
        all.into_iter().find(|item| item["identifier"].as_str() == Some(name)).unwrap().to_string()
    };
    assert!(find("allow-write-file").contains(r#"allow = ["write_file", "open", "write"]"#));
    assert!(find("deny-write-file").contains(r#"deny = ["write_file"]"#));
    assert!(find("scope-home").contains(r#"path = "$HOME/*""#));
    assert!(find("scope-home-recursive").contains(r#"path = "$HOME/**""#));
    assert!(!find("scope-home-index").contains('*'));
    assert!(find("allow-home-meta").contains(r#"["read-meta", "scope-home-index"]"#));
    let denied = find("deny-webview-data-linux");
    assert!(denied.contains(r#"platforms = ["linux"]"#) && denied.contains("$APPLOCALDATA/cookies"));
}
