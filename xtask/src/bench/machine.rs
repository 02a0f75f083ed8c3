//! On what the numbers were measured. Not here: the numbers.

use std::fs;
use std::process::Command;

use anyhow::Result;

use crate::workspace::read;

/// Each property of the machine and of the day, with its name.
pub(super) fn describe() -> Result<Vec<(&'static str, String)>> {
    let file = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let field = |text: &str, name: &str| value_of(text, name).unwrap_or("unknown").to_owned();
    let cores = std::thread::available_parallelism()?.get();
    let kilobytes: f64 =
        field(&file("/proc/meminfo"), "MemTotal").trim_end_matches(" kB").parse().unwrap_or(0.0);
    let module = |name: &str| version(Command::new("pkg-config").args(["--modversion", name]));
    Ok(vec![
        ("date", version(Command::new("date").args(["--utc", "+%Y-%m-%d"]))),
        ("processor", format!("{}, {cores} cores", field(&file("/proc/cpuinfo"), "model name"))),
        ("memory", format!("{:.0} GiB", kilobytes / 1024.0 / 1024.0)),
        (
            "system",
            format!(
                "{}, kernel {}",
                field(&file("/etc/os-release"), "PRETTY_NAME").trim_matches('"'),
                file("/proc/sys/kernel/osrelease").trim()
            ),
        ),
        (
            "web view",
            format!(
                "WebKitGTK {} on GTK {} (Dormer), WebKitGTK {} on GTK {} (peer)",
                module("webkitgtk-6.0"),
                module("gtk4"),
                module("webkit2gtk-4.1"),
                module("gtk+-3.0")
            ),
        ),
        ("compiler", version(Command::new("rustc").arg("--version"))),
    ])
}

fn version(command: &mut Command) -> String {
    read(command).map_or_else(|_| "unknown".to_owned(), |text| text.trim().to_owned())
}

/// The value in the first line `name: value` or `name=value`.
fn value_of<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| {
        let (key, value) = line.split_once([':', '='])?;
        (key.trim() == name).then(|| value.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_of_system_files_are_read() {
        assert_eq!(value_of("cpu\t: 1\nmodel name\t: A B\n", "model name"), Some("A B"));
        assert_eq!(value_of("ID=x\nPRETTY_NAME=\"Debian\"\n", "PRETTY_NAME"), Some("\"Debian\""));
        assert_eq!(value_of("", "x"), None);
    }
}
