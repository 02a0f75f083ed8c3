//! [`Generator`]: made-up capabilities, the same ones in every run. Not here: what should hold for them.

use dormer_acl::Capability;
use serde_json::{Value, json};

use crate::common::capability;

/// A stream of numbers (SplitMix64) and what is made from them.
pub(crate) struct Generator(pub(crate) u64);

pub(crate) const ORIGINS: [&str; 3] = ["https://*.x.dev", "https://y.dev:*", "*://z.dev/app/*"];
pub(crate) const GLOBS: [&str; 6] = ["main", "*", "edit-*", "w[0-9]", "*-popup", "?"];
pub(crate) const LABELS: [&str; 6] = ["main", "edit-1", "w3", "a-popup", "x", "other"];
pub(crate) const ADDRESSES: [&str; 4] =
    ["https://a.x.dev/", "https://y.dev:8080/p", "custom://z.dev/app/1", "https://evil.example/x.dev"];
pub(crate) const COMMANDS: [&str; 9] = [
    "plugin:fs|read",
    "plugin:fs|write",
    "plugin:fs|watch",
    "plugin:http|fetch",
    "plugin:http|cancel",
    "plugin:window|title",
    "plugin:window|close",
    "plugin:dialog|save",
    "own",
];
const REFERENCES: [&str; 16] = [
    "core:default",
    "core:window:allow-close",
    "core:window:deny-title",
    "fs:default",
    "fs:allow-read",
    "fs:deny-read",
    "fs:write",
    "fs:read-docs",
    "fs:scope-home",
    "fs:scope",
    "http:set",
    "http:default",
    "http:deny-fetch",
    "dialog:extra",
    "dialog:deny-save",
    "fs:win-only",
];

impl Generator {
    pub(crate) fn number(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % below as u64).unwrap()
    }

    pub(crate) fn one<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.number(from.len())]
    }

    pub(crate) fn some<T: Copy>(&mut self, from: &[T], most: usize) -> Vec<T> {
        (0..self.number(most + 1)).map(|_| self.one(from)).collect()
    }

    pub(crate) fn text(&mut self, alphabet: &[char], most: usize) -> String {
        self.some(alphabet, most).into_iter().collect()
    }

    fn entry(&mut self) -> Value {
        let name = self.one(&REFERENCES);
        match self.number(4) {
            0 => json!({ "identifier": name, "allow": [self.number(9)] }),
            1 => json!({ "identifier": name, "deny": [self.number(9)], "allow": [] }),
            _ => json!(name),
        }
    }

    pub(crate) fn capability(&mut self, identifier: &str) -> Capability {
        let permissions: Vec<_> = (0..1 + self.number(4)).map(|_| self.entry()).collect();
        capability(json!({
            "identifier": identifier,
            "local": self.number(4) > 0,
            "remote": { "urls": self.some(&ORIGINS, 2) },
            "windows": self.some(&GLOBS, 2),
            "webviews": self.some(&GLOBS, 1),
            "permissions": permissions,
        }))
    }

    pub(crate) fn capabilities(&mut self) -> Vec<Capability> {
        (0..self.number(6)).map(|at| self.capability(&format!("c{at}"))).collect()
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            let other = self.number(at + 1);
            items.swap(at, other);
        }
    }
}
