//! Configuration files in JSON, JSON5 and TOML: any text is read or refused, never a panic. The first byte picks the
//! format. Run with `cargo +nightly fuzz run config`.
#![no_main]

use dormer_config::Config;
use dormer_config::read::{Document, Format, Inline, fold};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &str)| {
    let (format, name) = match input.0 % 3 {
        0 => (Format::Json, "x.json"),
        1 => (Format::Json5, "x.json5"),
        _ => (Format::Toml, "x.toml"),
    };
    let Ok(document) = Document::parse(name, input.1, format) else { return };
    let at = document.locate(&["app".into(), "windows".into(), 0.into(), "title".into()]);
    assert!(at.position.is_none_or(|(line, column)| line > 0 && column > 0));
    let patch = Inline { name: name.to_owned(), text: input.1.to_owned() };
    if let Ok(config) = fold(&[patch]).map(serde_json::from_value::<Config>)
        && let Ok(config) = config
    {
        let text = serde_json::to_string(&config).expect("a configuration can be written");
        let again: Config = serde_json::from_str(&text).expect("what was written can be read");
        assert_eq!(again, config);
    }
});
