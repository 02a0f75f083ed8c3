//! Range headers and addresses of the app's scheme from noise: some seconds each, with fixed seeds and a generator that
//! always does the same. `DORMER_FUZZ_SECONDS` sets the time, 2 when absent. Ranges are a target in the folder `fuzz` too.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

use http::Request;

use crate::bodies::ranges;
use crate::fixture::Program;

/// Rounds that are always made, however slow the machine.
const FEWEST: usize = 500;

const RANGES: &[&str] =
    &["bytes=0-9", "bytes=-3", "bytes=4-", "bytes=0-1,5-6, -1", "Bytes = 1-2", "bytes=99999999999999999999-"];
const ADDRESSES: &[&str] = &[
    "dormer://localhost/index.html?q=1#x",
    "dormer://localhost/a%20b/%C3%BC.svg",
    "dormer://localhost/docs/../../etc/passwd",
    "dormer://localhost/%2e%2e%2fCargo.toml",
    "dormer://user@localhost:80//app.js",
    "dormer://other/app.js",
];
const PIECES: &[&str] = &[
    "bytes=",
    "-",
    ",",
    "0",
    "18446744073709551615",
    " ",
    "=",
    "%",
    "%2F",
    "%00",
    "..",
    "/",
    "//",
    "\\",
    "?",
    "#",
    "é",
    "app.js",
    ".html",
    "@",
    ":",
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
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len() + 1);
            let end = (at + self.below(8)).min(bytes.len());
            match self.below(3) {
                0 => drop(bytes.drain(at..end)),
                1 => drop(bytes.splice(at..end, PIECES[self.below(PIECES.len())].bytes())),
                _ => drop(bytes.splice(at..at, PIECES[self.below(PIECES.len())].bytes())),
            }
        }
        bytes
    }
}

fn run(mut round: impl FnMut(&mut Random) -> Vec<u8>, target: impl Fn(&[u8])) {
    let seconds = std::env::var("DORMER_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(2);
    let limit = Duration::from_secs(seconds);
    let (mut random, start, mut rounds) = (Random(0x9e37_79b9_7f4a_7c15), Instant::now(), 0);
    while rounds < FEWEST || start.elapsed() < limit {
        let input = round(&mut random);
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| target(&input))) {
            eprintln!("input: {input:?}\nas text: {}", String::from_utf8_lossy(&input));
            resume_unwind(panic);
        }
        rounds += 1;
    }
    println!("{rounds} inputs");
}

#[test]
fn range_headers() {
    let round = |random: &mut Random| {
        let mut input: Vec<u8> = (0..8).map(|_| u8::try_from(random.below(256)).unwrap()).collect();
        input[7] %= 12;
        input.extend(random.mutate(RANGES));
        input
    };
    run(round, ranges::ranges);
}

/// Whatever is asked for, the answer is an asset, a part of one as its headers say, or a refusal.
#[test]
fn addresses_of_the_apps_scheme() {
    const ASSETS: &[(&str, &str)] = &[
        ("/index.html", "<!doctype html>"),
        ("/app.js", "let answer = 42;"),
        ("/docs/index.html", "<p>docs"),
        ("/a b/ü.svg", "<svg/>"),
    ];
    let program = ASSETS[1..].iter().fold(Program::new(), |program, (path, body)| program.asset(path, *body));
    let fixture = program.start();
    let round = |random: &mut Random| {
        let mut input = random.mutate(ADDRESSES);
        input.push(b'\n');
        input.extend(random.mutate(RANGES));
        input
    };
    run(round, |input| {
        let text = String::from_utf8_lossy(input);
        let (address, range) = text.split_once('\n').unwrap_or((&text, ""));
        let Ok(request) = Request::get(address).header("range", range).body(bytes::Bytes::new()) else {
            return;
        };
        if request.uri().scheme_str() != Some("dormer") {
            return;
        }
        let answer = fixture.control.request(fixture.ids("main").1, request);
        let body = std::str::from_utf8(answer.body()).unwrap();
        match answer.status().as_u16() {
            200 => assert!(ASSETS.iter().any(|(_, whole)| *whole == body), "{text}: {body}"),
            206 => {
                let told = answer.headers()["content-range"].to_str().unwrap();
                let (part, length) = told.strip_prefix("bytes ").unwrap().split_once('/').unwrap();
                let (start, end) = part.split_once('-').unwrap();
                let (start, end): (usize, usize) = (start.parse().unwrap(), end.parse().unwrap());
                let fits =
                    |whole: &str| whole.len().to_string() == length && whole.get(start..=end) == Some(body);
                assert!(ASSETS.iter().any(|(_, whole)| fits(whole)), "{text}: {told} {body}");
            }
            416 => assert!(body.is_empty(), "{text}: {body}"),
            404 => assert!(body.starts_with("asset not found: "), "{text}: {body}"),
            other => panic!("{text}: {other} {body}"),
        }
    });
}
