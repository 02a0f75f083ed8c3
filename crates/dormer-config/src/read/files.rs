//! Names of configuration files, and which of them a folder holds.

use std::path::{Path, PathBuf};

/// Whose name a file bears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// `dormer.conf.json` and its like.
    Dormer,
    /// `tauri.conf.json` and its like.
    Tauri,
}

impl Family {
    /// The family of a file by its name.
    pub(super) fn of(path: &Path) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        if name.starts_with("tauri") { Self::Tauri } else { Self::Dormer }
    }

    /// The three names in order of preference; `platform` gives those of an overlay.
    pub(super) fn names(self, platform: Option<&str>) -> [String; 3] {
        let (lower, upper) = match self {
            Self::Dormer => ("dormer", "Dormer"),
            Self::Tauri => ("tauri", "Tauri"),
        };
        let infix = platform.map(|platform| format!(".{platform}")).unwrap_or_default();
        [
            format!("{lower}{infix}.conf.json"),
            format!("{lower}{infix}.conf.json5"),
            format!("{upper}{infix}.toml"),
        ]
    }
}

/// The files of one folder that bear names of a configuration, best first.
pub(super) fn bases(dir: &Path) -> Vec<PathBuf> {
    present(dir, Family::Dormer.names(None).into_iter().chain(Family::Tauri.names(None)))
}

/// The overlays of one folder for a platform, best first.
pub(super) fn overlays(dir: &Path, family: Family, platform: &str) -> Vec<PathBuf> {
    present(dir, family.names(Some(platform)).into_iter())
}

fn present(dir: &Path, names: impl Iterator<Item = String>) -> Vec<PathBuf> {
    names.map(|name| dir.join(name)).filter(|path| path.is_file()).collect()
}

/// Names of all bases, for errors.
pub(super) fn all_names() -> String {
    let names = Family::Dormer.names(None).into_iter().chain(Family::Tauri.names(None));
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The platform in names of overlays for a target triple.
pub(super) fn platform(target: &str) -> &'static str {
    match target {
        _ if target.contains("darwin") => "macos",
        _ if target.contains("windows") => "windows",
        _ if target.contains("android") => "android",
        _ if target.contains("ios") => "ios",
        _ => "linux",
    }
}
