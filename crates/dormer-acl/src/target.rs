//! [`Target`]: the system that a program is made for, as permission and capability files spell it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A system that permissions and capabilities can be limited to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Target {
    /// Linux and other free desktops.
    #[serde(rename = "linux")]
    Linux,
    /// macOS.
    #[serde(rename = "macOS")]
    MacOs,
    /// Windows.
    #[serde(rename = "windows")]
    Windows,
    /// Android.
    #[serde(rename = "android")]
    Android,
    /// iOS.
    #[serde(rename = "iOS")]
    Ios,
}

impl Target {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Linux, Self::MacOs, Self::Windows, Self::Android, Self::Ios];

    /// The system of a compiler triple; free desktops other than Linux count as Linux.
    #[must_use]
    pub fn from_triple(triple: &str) -> Self {
        if triple.contains("android") {
            Self::Android
        } else if triple.contains("-ios") {
            Self::Ios
        } else if triple.contains("darwin") {
            Self::MacOs
        } else if triple.contains("windows") {
            Self::Windows
        } else {
            Self::Linux
        }
    }

    /// The spelling in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Linux => "linux",
            Self::MacOs => "macOS",
            Self::Windows => "windows",
            Self::Android => "android",
            Self::Ios => "iOS",
        }
    }

    /// Whether a list of platforms, where none means all, holds this one.
    #[must_use]
    pub fn is_in(self, platforms: Option<&[Self]>) -> bool {
        platforms.is_none_or(|list| list.contains(&self))
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::Target;

    #[test]
    fn triples_name_a_system() {
        let table = [
            ("x86_64-unknown-linux-gnu", Target::Linux),
            ("aarch64-linux-android", Target::Android),
            ("armv7-linux-androideabi", Target::Android),
            ("aarch64-apple-darwin", Target::MacOs),
            ("aarch64-apple-ios-sim", Target::Ios),
            ("x86_64-pc-windows-msvc", Target::Windows),
            ("x86_64-unknown-freebsd", Target::Linux),
        ];
        for (triple, target) in table {
            assert_eq!(Target::from_triple(triple), target, "{triple}");
        }
    }

    #[test]
    fn names_are_those_of_files() {
        for target in Target::ALL {
            assert_eq!(serde_json::to_value(target).unwrap(), target.name());
        }
    }
}
