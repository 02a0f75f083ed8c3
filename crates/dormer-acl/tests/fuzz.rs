//! The fuzz targets of this crate as tests: some seconds each, with fixed seeds and a generator that always does the
//! same. `DORMER_FUZZ_SECONDS` sets the time. The targets proper are in the folder `fuzz`.
#![cfg(feature = "build")]

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

#[path = "bodies/files.rs"]
mod files;
#[path = "bodies/patterns.rs"]
mod patterns;

/// Rounds that are always made, however slow the machine.
const FEWEST: usize = 500;

const PERMISSION_SEEDS: &[&str] = &[
    "\0{ \"default\": { \"permissions\": [\"allow-greet\"] }, \"set\": [{ \"identifier\": \"s\", \"description\": \"\", \"permissions\": [\"s\", \"core:default\"] }] }",
    "\0{ \"permission\": [{ \"identifier\": \"p\", \"version\": 1, \"commands\": { \"allow\": [\"a\"], \"deny\": [] }, \"scope\": { \"allow\": [1, null, {}], \"deny\": null }, \"platforms\": [\"linux\", \"macOS\"] }] }",
    "\u{1}{ permission: [ { identifier: 'p', /* x */ commands: { allow: ['b',], }, }, ], } // end",
    "\u{2}\"$schema\" = \"x\"\n[default]\ndescription = \"\"\"\nmany\nlines\"\"\"\npermissions = [\"allow-greet\", 'deny-greet']\n[[permission]]\nidentifier = \"p\"\ncommands.allow = [\"p\"]\nscope.deny = [1979-05-27, 0.5]\n[[set]]\nidentifier = 'p'\ndescription = ''\npermissions = ['p']\n",
];

const CAPABILITY_SEEDS: &[&str] = &[
    "\0{ \"identifier\": \"a\", \"windows\": [\"main\", \"set*\"], \"permissions\": [\"core:default\", { \"identifier\": \"core:window:deny-close\", \"allow\": [1] }] }",
    "\0[{ \"identifier\": \"a\", \"local\": false, \"remote\": { \"urls\": [\"https://*.a.example:*/x/*\"] }, \"webviews\": [\"**/x\"], \"permissions\": [] }, { \"identifier\": \"b\", \"permissions\": [\"core:window:allow-close\"] }]",
    "\u{1}{ capabilities: [{ identifier: 'a', platforms: ['linux'], permissions: ['core:app:default'], windows: ['[!a]?'] }], $schema: '' }",
    "\u{2}identifier = \"a\"\nwindows = [\"*\"]\nplatforms = ['macOS']\n[[permissions]]\nidentifier = 'core:event:default'\n[[permissions]]\nidentifier = 'core:tray:deny-new'\n[remote]\nurls = ['http://localhost']\n",
];

const PATTERN_SEEDS: &[&str] = &[
    "https://*.example.com:8080/a/*?q=:name#x https://b.example.com:8080/a/b?q=1#x",
    "http{s}?://{a.}*b.:tld/:x+/y{/z}? http://a.a.b.c/x/y/z",
    "*://[\\:\\:1]:*/ http://[::1]:80/",
    "app:* app:x",
];

const WORDS: &[&str] = &[
    "\"",
    "{",
    "}",
    "[",
    "]",
    "[[",
    "]]",
    ":",
    ",",
    "\n",
    "null",
    "true",
    "0",
    "-1",
    "1e999",
    "'",
    "*",
    "**",
    "?",
    "\\",
    "://",
    "core:default",
    "core:window:allow-close",
    "identifier",
    "permissions",
    "allow",
    "deny",
    "windows",
    "platforms",
    "\u{feff}",
    "é",
    "//",
    "/*",
    "=",
    "default",
    "set",
    "permission",
    "linux",
    "(",
    "+",
];

/// A small generator; not for anything that must be unforeseeable.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).unwrap_or_default()
    }

    /// A seed with some changes.
    fn mutate(&mut self, seeds: &[&str]) -> Vec<u8> {
        let mut bytes = seeds[self.below(seeds.len())].as_bytes().to_vec();
        for _ in 0..=self.below(6) {
            let at = self.below(bytes.len() + 1);
            let end = (at + self.below(12)).min(bytes.len());
            match self.below(6) {
                0 => drop(bytes.drain(at..end)),
                1 => drop(bytes.splice(at..at, WORDS[self.below(WORDS.len())].bytes())),
                2 => drop(bytes.splice(at..end, WORDS[self.below(WORDS.len())].bytes())),
                3 => {
                    let part = bytes[at..end].to_vec();
                    let to = self.below(bytes.len() + 1);
                    drop(bytes.splice(to..to, part));
                }
                4 => {
                    let other = seeds[self.below(seeds.len())].as_bytes();
                    let from = self.below(other.len());
                    bytes.truncate(at);
                    bytes.extend_from_slice(&other[from..]);
                }
                _ => {
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte = u8::try_from(self.below(256)).unwrap_or_default();
                    }
                }
            }
        }
        bytes
    }

    fn bytes(&mut self, most: usize) -> Vec<u8> {
        let count = self.below(most);
        (0..count).map(|_| u8::try_from(self.below(256)).unwrap_or_default()).collect()
    }
}

/// Runs a target on its seeds, then on changes of them; `noise` adds inputs that are nothing but noise.
fn run(target: fn(&[u8]), seeds: &[&str], noise: bool) {
    let seconds = std::env::var("DORMER_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(2);
    let limit = Duration::from_secs(seconds);
    let try_one = |input: &[u8]| {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| target(input))) {
            eprintln!("input: {:?}\nas text: {}", input, String::from_utf8_lossy(input));
            resume_unwind(panic);
        }
    };
    seeds.iter().for_each(|seed| try_one(seed.as_bytes()));
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let start = Instant::now();
    let mut rounds = 0;
    while rounds < FEWEST || start.elapsed() < limit {
        let input = if noise && random.below(2) == 0 { random.bytes(64) } else { random.mutate(seeds) };
        try_one(&input);
        rounds += 1;
    }
    println!("{rounds} inputs");
}

#[test]
fn permission_files() {
    run(files::permissions, PERMISSION_SEEDS, false);
}

#[test]
fn capability_files() {
    run(files::capabilities, CAPABILITY_SEEDS, false);
}

#[test]
fn label_globs() {
    run(patterns::globs, PATTERN_SEEDS, true);
}

#[test]
fn url_patterns() {
    run(patterns::urls, PATTERN_SEEDS, true);
}
