//! Rules about manifests and lock files. Not here: licenses and advisories, which cargo-deny holds.

use super::Finding;
use super::source::Source;

/// The benchmark's peer program is another framework's, on purpose.
const PEER: &str = "bench/peer/";

pub(super) fn lints(file: &Source, findings: &mut Vec<Finding>) {
    let is_member =
        file.path.contains('/') && file.text.contains("[package]") && !file.text.contains("[workspace]");
    if file.name() == "Cargo.toml" && is_member && !inherits_lints(&file.text) {
        findings.push(file.finding(
            1,
            "the workspace's lints are not inherited",
            "add `[lints]` with `workspace = true`",
        ));
    }
}

fn inherits_lints(manifest: &str) -> bool {
    let mut lines = manifest.lines().map(str::trim).skip_while(|line| *line != "[lints]").skip(1);
    lines.find(|line| !line.is_empty()) == Some("workspace = true")
}

pub(super) fn peer_crates(file: &Source, findings: &mut Vec<Finding>) {
    if file.path.starts_with(PEER) {
        return;
    }
    for (at, line) in file.text.lines().enumerate() {
        let line = line.trim();
        let found = match file.name() {
            "Cargo.lock" => line.starts_with("name = \"tauri"),
            "Cargo.toml" => {
                let key = line.starts_with("tauri") && !line.contains("package = \"dormer");
                let table = line.starts_with('[') && line.contains("dependencies.tauri");
                key || table || line.contains("package = \"tauri")
            }
            _ => false,
        };
        if found {
            let way_out = "only bench/peer may depend on it; an app renames ours: `tauri = { package = \"dormer\", … }`";
            findings.push(file.finding(at + 1, "a crate of another framework", way_out));
        }
    }
}

/// Lock files are read on every machine, so they name the public registries and nothing else.
pub(super) fn package_sources(file: &Source, findings: &mut Vec<Finding>) {
    let (key, public) = match file.name() {
        "Cargo.lock" => ("source = \"", "registry+https://github.com/rust-lang/crates.io-index\""),
        "package-lock.json" => ("\"resolved\": \"", "https://registry.npmjs.org/"),
        _ => return,
    };
    for (at, line) in file.text.lines().enumerate() {
        if let Some(source) = line.trim().strip_prefix(key)
            && !source.starts_with(public)
        {
            let way_out =
                "name the public registry, or leave the address out (npm: omit-lockfile-registry-resolved)";
            findings.push(file.finding(at + 1, "a package from elsewhere", way_out));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;

    #[test]
    fn members_inherit_the_lints() {
        check(lints, "crates/a/Cargo.toml", "[package]\nname = \"a\"\n", &[1]);
        check(lints, "crates/a/Cargo.toml", "[package]\n[lints]\nworkspace = true\n", &[]);
        check(lints, "crates/a/Cargo.toml", "[package]\n[lints]\n[dependencies]\na.workspace = true\n", &[1]);
        check(lints, "Cargo.toml", "[workspace]\n", &[]);
        check(lints, "bench/peer/Cargo.toml", "[package]\n[workspace]\n", &[]);
    }

    #[test]
    fn the_other_framework_stays_outside() {
        check(peer_crates, "tests/Cargo.toml", "tauri = { package = \"dormer\", path = \"..\" }\n", &[]);
        check(peer_crates, "tests/Cargo.toml", "a = 1\ntauri-build = \"2\"\n", &[2]);
        check(peer_crates, "tests/Cargo.toml", "[build-dependencies.tauri-build]\n", &[1]);
        check(peer_crates, "tests/Cargo.toml", "t = { package = \"tauri\" }\n", &[1]);
        check(peer_crates, "Cargo.lock", "[[package]]\nname = \"tauri-utils\"\n", &[2]);
        check(peer_crates, "bench/peer/Cargo.lock", "name = \"tauri\"\n", &[]);
    }

    #[test]
    fn packages_come_from_the_public_registries() {
        let good = "source = \"registry+https://github.com/rust-lang/crates.io-index\"\n";
        check(package_sources, "Cargo.lock", good, &[]);
        check(package_sources, "Cargo.lock", "source = \"git+https://example.org/a\"\n", &[1]);
        let npm = "    \"resolved\": \"https://registry.npmjs.org/a/-/a-1.0.0.tgz\",\n";
        check(package_sources, "tests/page/package-lock.json", npm, &[]);
        check(
            package_sources,
            "a/package-lock.json",
            "\"resolved\": \"https://mirror.example.org/a.tgz\",\n",
            &[1],
        );
    }
}
