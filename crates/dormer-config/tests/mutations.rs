//! Damaged texts, in every format, are read or refused, never a panic; and complaints point into the text.
//!
//! As the fuzz target `config`, but on stable and from fixed texts. `DORMER_FUZZ_SECONDS` says for how long; 2 when
//! absent.

use std::path::Path;
use std::time::{Duration, Instant};

use dormer_config::read::{Document, Format, Inline, Location, ReadError, fold};

const EVERY_KEY: &str = include_str!("files/every-key.json");
const JSON5: &str = "// note\n{ identifier: 'a.b', /* x */ app: { windows: [{ width: +1e2, 'x': .5, y: 0x1F, title: \"\\u00e9\\\n\", },], }, }";
const TOML: &str = "identifier = \"a.b\"\n[build]\ndev-url = 'http://a'\n[[app.windows]]\nwidth = 1_0.5e1\ntitle = \"\"\"\\u00e9\n\"\"\"\n[app.windows.window-effects]\neffects = [ 'mica', ]\n[plugins]\na = { b = 1979-05-27T07:32:00Z, c = 0x1f, d.e = true }\n";

/// A small generator; the same numbers on every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound.max(1) as u64).expect("below a usize")
    }
}

/// Pieces that matter to one of the parsers.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "[[",
    "]]",
    ":",
    ",",
    "\"",
    "'",
    "\"\"\"",
    "\\",
    "\\u",
    "\\ud800",
    "//",
    "/*",
    "*/",
    "#",
    "\n",
    "\r",
    "\t",
    "=",
    ".",
    "-",
    "+",
    "0x",
    "1e999",
    "-0",
    "NaN",
    "Infinity",
    "nan",
    "inf",
    "null",
    "true",
    "é",
    "\u{feff}",
    "\u{2028}",
    "\0",
    "99999999999999999999",
    "1979-05-27",
    "$schema",
    "identifier",
    "app",
    "windows",
    "bundle",
    "devUrl",
    "dev-url",
    "[[[[[[[[",
    "{a:{a:{a:",
    "a.a.a.a.a.",
];

/// The text with a few changes.
fn mutate(text: &str, numbers: &mut Numbers) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=numbers.next(6) {
        let at = numbers.next(bytes.len() + 1);
        let to = (at + numbers.next(24)).min(bytes.len());
        match numbers.next(6) {
            0 => drop(bytes.drain(at..to)),
            1 => drop(bytes.splice(at..at, PIECES[numbers.next(PIECES.len())].bytes())),
            2 => drop(bytes.splice(at..to, PIECES[numbers.next(PIECES.len())].bytes())),
            3 => bytes.truncate(at),
            4 => {
                let piece = bytes[at..to].to_vec();
                let place = numbers.next(bytes.len() + 1);
                drop(bytes.splice(place..place, piece));
            }
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << numbers.next(7);
                }
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Reads a text in every way, and checks what is said of it. Tells whether it was a configuration.
fn read_all(text: &str, format: Format) -> bool {
    let name = if format == Format::Toml { "x.toml" } else { "x" };
    if let Ok(document) = Document::parse(name, text, format) {
        for path in [vec!["app".into(), "windows".into(), 0.into()], vec![0.into()], vec!["bundle".into()]] {
            check_location(&document.locate(&path), text);
        }
    }
    match fold(&[Inline { name: name.to_owned(), text: text.to_owned() }]) {
        Ok(value) => serde_json::from_value::<dormer_config::Config>(value).is_ok(),
        Err(ReadError::Syntax { at, .. } | ReadError::Invalid { at, .. }) => {
            check_location(&at, text);
            false
        }
        Err(other) => panic!("{other}"),
    }
}

fn check_location(at: &Location, text: &str) {
    let Some((line, column)) = at.position else { return };
    let lines = text.split('\n').count();
    assert!((1..=lines + 1).contains(&line), "line {line} of {lines}");
    let longest = text.split('\n').map(|line| line.chars().count() + 3).max().unwrap_or(0);
    // Columns of JSON count bytes.
    assert!(column <= longest * 4, "column {column} of {longest}");
}

#[test]
fn damaged_texts_never_panic() {
    let seconds = std::env::var("DORMER_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok());
    let end = Instant::now() + Duration::from_secs(seconds.unwrap_or(2));
    let mut texts = vec![
        (EVERY_KEY.to_owned(), Format::Json),
        (JSON5.to_owned(), Format::Json5),
        (TOML.to_owned(), Format::Toml),
    ];
    assert!(texts.iter().all(|(text, format)| read_all(text, *format)), "a fixed text is no configuration");
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/config");
    for entry in std::fs::read_dir(corpus).into_iter().flatten().take(30) {
        let path = entry.unwrap().path();
        texts.push((std::fs::read_to_string(&path).unwrap(), Format::of(&path)));
    }
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let (mut runs, mut accepted) = (0_u32, 0_u32);
    while Instant::now() < end {
        for (text, format) in &texts {
            accepted += u32::from(read_all(&mutate(text, &mut numbers), *format));
            runs += 1;
        }
    }
    println!("{runs} texts, {accepted} of them configurations");
    assert!(accepted > 0 && accepted < runs);
}
