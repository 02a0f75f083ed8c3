//! Turns serde's refusals into words for people who write configuration files, not Rust.

/// A refusal of serde in plain words. What it does not know passes unchanged.
pub(super) fn plain(refusal: &str) -> String {
    let refusal = refusal.rsplit_once(" at line ").map_or(refusal, |(words, _)| words);
    let wrong = ["invalid type: ", "invalid value: ", "invalid length "];
    if let Some(rest) = wrong.iter().find_map(|prefix| refusal.strip_prefix(prefix))
        && let Some((found, expected)) = rest.rsplit_once(", expected ")
    {
        return format!("expected {}, found {}", wanted(expected), given(found));
    }
    if let Some(key) = quoted(refusal, "missing field ") {
        return format!("the key `{key}` is missing");
    }
    if let Some((key, expected)) = refusal.split_once(", expected ") {
        if let Some(key) = quoted(key, "unknown field ") {
            return format!("unknown key `{key}`, expected {expected}");
        }
        if let Some(value) = quoted(key, "unknown variant ") {
            return format!("`{value}` is not known, expected {expected}");
        }
    }
    refusal.to_owned()
}

fn quoted<'a>(refusal: &'a str, prefix: &str) -> Option<&'a str> {
    refusal.strip_prefix(prefix)?.strip_prefix('`')?.strip_suffix('`')
}

fn wanted(expected: &str) -> &str {
    match expected {
        "f64" | "f32" => "a number",
        "u8" => "a whole number from 0 to 255",
        "u16" | "u32" | "u64" | "usize" => "a whole number, 0 or more",
        "a boolean" => "`true` or `false`",
        "a sequence" => "a list",
        "path string" => "a path",
        "string or map" => "a string",
        "a map" => "an object",
        _ if expected.starts_with("struct ") => "an object",
        _ => expected,
    }
}

fn given(found: &str) -> String {
    match found.split_once(' ') {
        Some(("string", text)) => format!("the string {text}"),
        Some(("integer", number)) => format!("the number {}", number.trim_matches('`')),
        Some(("floating", number)) => {
            format!("the number {}", number.trim_start_matches("point ").trim_matches('`'))
        }
        Some(("boolean", flag)) => flag.to_owned(),
        Some((items, _)) if items.parse::<usize>().is_ok() => items.to_owned(),
        _ => match found {
            "map" => "an object".to_owned(),
            "sequence" => "a list".to_owned(),
            "unit value" | "unit" => "null".to_owned(),
            other => other.to_owned(),
        },
    }
}
