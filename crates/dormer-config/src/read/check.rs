//! Rules that the types cannot express: names, labels, versions.

use std::path::Path;

use super::identifier::{IdentifierError, check_identifier};
use super::normalize::Finding;
use super::path::KeyPath;
use crate::Config;

/// Schemes that mean something else already.
const TAKEN_SCHEMES: &[&str] =
    &["about", "asset", "blob", "data", "file", "ftp", "http", "https", "ipc", "javascript", "ws", "wss"];

/// Checks a typed configuration. What is only doubtful is added to `warnings`.
pub(super) fn check(config: &Config, warnings: &mut Vec<Finding>) -> Result<(), Finding> {
    identifier(&config.identifier, warnings)?;
    file_name("productName", config.product_name.as_deref())?;
    file_name("mainBinaryName", config.main_binary_name.as_deref())?;
    scheme(&config.app.scheme)?;
    version_code(config.bundle.android.version_code)?;
    labels(config)
}

fn finding(keys: &[&str], message: &str) -> Finding {
    Finding { path: KeyPath::of(keys), message: format!("{}: {message}", KeyPath::of(keys)) }
}

fn identifier(identifier: &str, warnings: &mut Vec<Finding>) -> Result<(), Finding> {
    let keys = &["identifier"];
    match check_identifier(identifier) {
        Err(error @ IdentifierError::Shape(_)) => return Err(finding(keys, &error.to_string())),
        Err(error) => warnings.push(finding(keys, &error.to_string())),
        Ok(()) => {}
    }
    if identifier.ends_with(".app") {
        warnings
            .push(finding(keys, &format!("`{identifier}` ends in `.app`, which macOS takes for a bundle")));
    }
    Ok(())
}

/// The number that stores compare.
fn version_code(code: Option<u32>) -> Result<(), Finding> {
    const MOST: u32 = 2_100_000_000;
    match code {
        Some(code) if !(1..=MOST).contains(&code) => {
            let text = format!("expected a whole number from 1 to {MOST}, found the number {code}");
            Err(finding(&["bundle", "android", "versionCode"], &text))
        }
        _ => Ok(()),
    }
}

/// A name that also becomes the name of a file.
fn file_name(key: &str, name: Option<&str>) -> Result<(), Finding> {
    const REFUSED: [char; 9] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];
    match name {
        Some("") => Err(finding(&[key], "expected a name, found an empty string")),
        Some(name) => match name.chars().find(|c| REFUSED.contains(c)) {
            Some(c) => Err(finding(&[key], &format!("`{name}` holds `{c}`, which file names cannot have"))),
            None => Ok(()),
        },
        None => Ok(()),
    }
}

fn scheme(scheme: &str) -> Result<(), Finding> {
    let keys = &["app", "scheme"];
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_lowercase())
        && scheme
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.' | '+'));
    if !is_scheme {
        let text = format!(
            "`{scheme}` is not a scheme: lower-case letters, digits, `-`, `.` and `+`, a letter first"
        );
        return Err(finding(keys, &text));
    }
    if TAKEN_SCHEMES.contains(&scheme) {
        return Err(finding(keys, &format!("the scheme `{scheme}` means something else already")));
    }
    Ok(())
}

fn labels(config: &Config) -> Result<(), Finding> {
    let windows = &config.app.windows;
    for (index, window) in windows.iter().enumerate() {
        let place = KeyPath::of(&["app", "windows"]).index(index);
        let label = &window.label;
        let is_label = !label.is_empty()
            && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | ':' | '_'));
        if !is_label {
            let message =
                format!("{place}.label: `{label}` is not a label: letters, digits, `-`, `/`, `:` and `_`");
            return Err(Finding { path: place.key("label"), message });
        }
        if let Some(first) = windows[..index].iter().position(|other| other.label == *label) {
            let message = format!(
                "{place}.label: `{label}` is the label of app.windows[{first}] already: give each window its own"
            );
            return Err(Finding { path: place.key("label"), message });
        }
    }
    Ok(())
}

/// What the key `version` means: a version, or a JSON file that has one.
pub(super) fn resolve_version(version: &str, dir: &Path) -> Result<VersionSource, Finding> {
    let file = dir.join(version);
    if file.is_file() {
        return Ok(VersionSource::File(file));
    }
    if is_version(version) {
        return Ok(VersionSource::Text);
    }
    let text = format!("`{version}` is neither a version such as `1.2.3` nor a JSON file that has one");
    Err(finding(&["version"], &text))
}

/// What the key `version` means.
pub(super) enum VersionSource {
    /// The version itself.
    Text,
    /// A JSON file with a key `version`.
    File(std::path::PathBuf),
}

/// Whether the text is a semantic version.
pub(super) fn is_version(text: &str) -> bool {
    let (rest, build) = text.split_once('+').map_or((text, None), |(rest, build)| (rest, Some(build)));
    let (core, pre) = rest.split_once('-').map_or((rest, None), |(core, pre)| (core, Some(pre)));
    let is_number = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && (part == "0" || !part.starts_with('0'))
    };
    let is_word = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    core.split('.').count() == 3
        && core.split('.').all(|part| is_number(part) && part.parse::<u64>().is_ok())
        && pre.is_none_or(|pre| {
            pre.split('.').all(|part| is_word(part) && (!is_digits(part) || is_number(part)))
        })
        && build.is_none_or(|build| build.split('.').all(is_word))
}

#[cfg(test)]
mod tests {
    use super::is_version;

    #[test]
    fn versions() {
        for text in ["0.0.0", "1.2.3", "1.2.3-beta.1", "1.2.3-rc-1+build.05", "10.20.30+a"] {
            assert!(is_version(text), "{text}");
        }
        for text in [
            "",
            "1",
            "1.2",
            "1.2.3.4",
            "01.2.3",
            "1.2.x",
            "v1.2.3",
            "1.2.3-",
            "1.2.3-01",
            "1.2.3+",
            "1.2.99999999999999999999",
        ] {
            assert!(!is_version(text), "{text}");
        }
    }
}
