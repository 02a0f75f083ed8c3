//! Where each system keeps the user's directories. Not here: the program's own directories (`resolver`).

#[cfg(not(windows))]
use std::ffi::OsString;
use std::path::PathBuf;

use super::BaseDirectory;

/// The places of one system, as seen by one process. Variables are read when asked, so a program may set them
/// at start.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places {
    #[cfg(not(windows))]
    pub(super) home: fn() -> Option<PathBuf>,
    #[cfg(not(windows))]
    #[cfg_attr(target_os = "macos", expect(dead_code, reason = "no variable counts there"))]
    pub(super) var: fn(&str) -> Option<OsString>,
}

impl Places {
    /// Those of this process.
    pub(super) fn of_process() -> Self {
        Self {
            #[cfg(not(windows))]
            home: std::env::home_dir,
            #[cfg(not(windows))]
            var: |name| std::env::var_os(name),
        }
    }

    /// Where the system keeps this directory; `None` if it has none, or if the directory is the program's.
    pub(super) fn get(&self, directory: BaseDirectory) -> Option<PathBuf> {
        #[cfg(all(unix, not(target_vendor = "apple")))]
        return xdg::get(self, directory);
        #[cfg(target_vendor = "apple")]
        return apple::get(self, directory);
        #[cfg(windows)]
        return windows::get(directory);
    }

    #[cfg(not(windows))]
    fn home(&self) -> Option<PathBuf> {
        (self.home)().filter(|home| home.is_absolute())
    }

    /// The place for logs of the program with this identifier, where the system has one of its own for that.
    pub(super) fn logs(&self, identifier: &str) -> Option<PathBuf> {
        #[cfg(target_vendor = "apple")]
        return Some(self.home()?.join("Library/Logs").join(identifier));
        #[cfg(not(target_vendor = "apple"))]
        return Some(self.get(BaseDirectory::LocalData)?.join(identifier).join("logs"));
    }
}

/// The XDG base directories, and the user's directories from `user-dirs.dirs`.
#[cfg(any(test, all(unix, not(target_vendor = "apple"))))]
mod xdg {
    use std::path::{Path, PathBuf};

    use super::{BaseDirectory, Places};

    pub(super) fn get(places: &Places, directory: BaseDirectory) -> Option<PathBuf> {
        match directory {
            BaseDirectory::Home => places.home(),
            BaseDirectory::Cache => base(places, "XDG_CACHE_HOME", ".cache"),
            BaseDirectory::Config => base(places, "XDG_CONFIG_HOME", ".config"),
            BaseDirectory::Data | BaseDirectory::LocalData => base(places, "XDG_DATA_HOME", ".local/share"),
            BaseDirectory::Executable => base(places, "XDG_BIN_HOME", ".local/bin"),
            BaseDirectory::Font => Some(get(places, BaseDirectory::Data)?.join("fonts")),
            BaseDirectory::Runtime => absolute(places, "XDG_RUNTIME_DIR"),
            BaseDirectory::Audio => user(places, "XDG_MUSIC_DIR"),
            BaseDirectory::Desktop => user(places, "XDG_DESKTOP_DIR"),
            BaseDirectory::Document => user(places, "XDG_DOCUMENTS_DIR"),
            BaseDirectory::Download => user(places, "XDG_DOWNLOAD_DIR"),
            BaseDirectory::Picture => user(places, "XDG_PICTURES_DIR"),
            BaseDirectory::Public => user(places, "XDG_PUBLICSHARE_DIR"),
            BaseDirectory::Template => user(places, "XDG_TEMPLATES_DIR"),
            BaseDirectory::Video => user(places, "XDG_VIDEOS_DIR"),
            BaseDirectory::Resource
            | BaseDirectory::Temp
            | BaseDirectory::AppConfig
            | BaseDirectory::AppData
            | BaseDirectory::AppLocalData
            | BaseDirectory::AppCache
            | BaseDirectory::AppLog => None,
        }
    }

    /// The variable's value; relative ones are to be ignored.
    fn absolute(places: &Places, variable: &str) -> Option<PathBuf> {
        (places.var)(variable).map(PathBuf::from).filter(|path| path.is_absolute())
    }

    fn base(places: &Places, variable: &str, below_home: &str) -> Option<PathBuf> {
        absolute(places, variable).or_else(|| Some(places.home()?.join(below_home)))
    }

    fn user(places: &Places, key: &str) -> Option<PathBuf> {
        let file = get(places, BaseDirectory::Config)?.join("user-dirs.dirs");
        in_user_dirs(&std::fs::read_to_string(file).ok()?, &places.home()?, key)
    }

    /// Finds `KEY="$HOME/…"` or `KEY="/…"`; the last one counts. The home itself means: there is no such
    /// directory.
    pub(super) fn in_user_dirs(text: &str, home: &Path, key: &str) -> Option<PathBuf> {
        let value = text.lines().rev().find_map(|line| {
            let (name, value) = line.trim().split_once('=')?;
            (name.trim() == key).then_some(value.trim())
        })?;
        let value = value.strip_prefix('"')?.strip_suffix('"')?;
        let path = match value.strip_prefix("$HOME") {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => {
                home.join(unescape(rest.trim_start_matches('/')))
            }
            _ => PathBuf::from(unescape(value)),
        };
        // Compared and returned without a separator at the end.
        let path: PathBuf = path.components().collect();
        (path.is_absolute() && path != home).then_some(path)
    }

    fn unescape(text: &str) -> String {
        let mut plain = String::with_capacity(text.len());
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            plain.extend(if c == '\\' { chars.next() } else { Some(c) });
        }
        plain
    }
}

/// The fixed places below the home.
#[cfg(any(test, target_vendor = "apple"))]
mod apple {
    use std::path::PathBuf;

    use super::{BaseDirectory, Places};

    pub(super) fn get(places: &Places, directory: BaseDirectory) -> Option<PathBuf> {
        let below_home = match directory {
            BaseDirectory::Home => "",
            BaseDirectory::Audio => "Music",
            BaseDirectory::Cache => "Library/Caches",
            BaseDirectory::Config | BaseDirectory::Data | BaseDirectory::LocalData => {
                "Library/Application Support"
            }
            BaseDirectory::Desktop => "Desktop",
            BaseDirectory::Document => "Documents",
            BaseDirectory::Download => "Downloads",
            BaseDirectory::Font => "Library/Fonts",
            BaseDirectory::Picture => "Pictures",
            BaseDirectory::Public => "Public",
            BaseDirectory::Video => "Movies",
            _ => return None,
        };
        let home = places.home()?;
        Some(if below_home.is_empty() { home } else { home.join(below_home) })
    }
}

/// The known folders, which users can move and only the system can tell.
#[cfg(windows)]
mod windows {
    use std::path::PathBuf;

    use super::BaseDirectory;

    pub(super) fn get(directory: BaseDirectory) -> Option<PathBuf> {
        match directory {
            BaseDirectory::Home => dirs::home_dir(),
            BaseDirectory::Audio => dirs::audio_dir(),
            BaseDirectory::Cache => dirs::cache_dir(),
            BaseDirectory::Config => dirs::config_dir(),
            BaseDirectory::Data => dirs::data_dir(),
            BaseDirectory::LocalData => dirs::data_local_dir(),
            BaseDirectory::Desktop => dirs::desktop_dir(),
            BaseDirectory::Document => dirs::document_dir(),
            BaseDirectory::Download => dirs::download_dir(),
            BaseDirectory::Picture => dirs::picture_dir(),
            BaseDirectory::Public => dirs::public_dir(),
            BaseDirectory::Template => dirs::template_dir(),
            BaseDirectory::Video => dirs::video_dir(),
            _ => None,
        }
    }
}

#[cfg(test)]
#[cfg(not(windows))]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::path::base_directory::every;

    fn home() -> Option<PathBuf> {
        Some("/home/u".into())
    }

    type Get = fn(&Places, BaseDirectory) -> Option<PathBuf>;

    /// Writes down where every directory is that the system has.
    fn listing(get: Get, places: &Places) -> String {
        let lines = every()
            .filter_map(|directory| Some(format!("{directory:?} {}", get(places, directory)?.display())));
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn xdg_without_any_variable() {
        let places = Places { home, var: |_| None };
        let want = "Cache /home/u/.cache\nConfig /home/u/.config\nData /home/u/.local/share\n\
            LocalData /home/u/.local/share\nExecutable /home/u/.local/bin\nFont /home/u/.local/share/fonts\n\
            Home /home/u";
        assert_eq!(listing(xdg::get, &places), want);
    }

    #[test]
    fn xdg_with_variables() {
        let var = |name: &str| match name {
            "XDG_CACHE_HOME" => Some("/c".into()),
            "XDG_DATA_HOME" => Some("/d".into()),
            "XDG_CONFIG_HOME" => Some("relative".into()),
            "XDG_BIN_HOME" => Some("".into()),
            "XDG_RUNTIME_DIR" => Some("/run/user/1".into()),
            _ => None,
        };
        let want = "Cache /c\nConfig /home/u/.config\nData /d\nLocalData /d\nExecutable /home/u/.local/bin\n\
            Font /d/fonts\nHome /home/u\nRuntime /run/user/1";
        assert_eq!(listing(xdg::get, &Places { home, var }), want);
        let homeless = "Cache /c\nData /d\nLocalData /d\nFont /d/fonts\nRuntime /run/user/1";
        assert_eq!(listing(xdg::get, &Places { home: || None, var }), homeless);
        assert_eq!(listing(xdg::get, &Places { home: || Some("u".into()), var }), homeless);
    }

    #[test]
    fn user_dirs_file() {
        let text = "# a comment\nXDG_DESKTOP_DIR=\"$HOME/Desktop\"\n XDG_MUSIC_DIR = \"/data/My \\\"Music\\\"/\"\n\
            XDG_VIDEOS_DIR=\"$HOME/\"\nXDG_PICTURES_DIR=\"$HOME\"\nXDG_TEMPLATES_DIR=\"$HOMELESS/x\"\n\
            XDG_PUBLICSHARE_DIR=\"relative\"\nXDG_DOWNLOAD_DIR=/bare\nXDG_DOCUMENTS_DIR=\"$HOME/old\"\n\
            XDG_DOCUMENTS_DIR=\"$HOME/Dokumente/\"\n#XDG_DOCUMENTS_DIR=\"$HOME/no\"\n";
        for (key, want) in [
            ("XDG_DESKTOP_DIR", Some("/home/u/Desktop")),
            ("XDG_MUSIC_DIR", Some("/data/My \"Music\"")),
            ("XDG_DOCUMENTS_DIR", Some("/home/u/Dokumente")),
            ("XDG_VIDEOS_DIR", None),
            ("XDG_PICTURES_DIR", None),
            ("XDG_TEMPLATES_DIR", None),
            ("XDG_PUBLICSHARE_DIR", None),
            ("XDG_DOWNLOAD_DIR", None),
            ("XDG_OTHER_DIR", None),
        ] {
            let got = xdg::in_user_dirs(text, Path::new("/home/u"), key);
            assert_eq!(got.as_deref(), want.map(Path::new), "{key}");
        }
    }

    #[test]
    fn user_dirs_are_read_from_the_config_directory() {
        let config = std::env::temp_dir().join(format!("dormer-user-dirs-{}", std::process::id()));
        std::fs::create_dir_all(&config).unwrap();
        std::fs::write(config.join("user-dirs.dirs"), "XDG_MUSIC_DIR=\"$HOME/Tunes\"\n").unwrap();
        let places = Places {
            home,
            var: |name| {
                let path = std::env::temp_dir().join(format!("dormer-user-dirs-{}", std::process::id()));
                (name == "XDG_CONFIG_HOME").then(|| path.into())
            },
        };
        assert_eq!(xdg::get(&places, BaseDirectory::Audio), Some("/home/u/Tunes".into()));
        assert_eq!(xdg::get(&places, BaseDirectory::Video), None);
        std::fs::remove_dir_all(config).unwrap();
    }

    #[test]
    fn apple_places() {
        let places = Places { home, var: |_| None };
        let want = "Audio /home/u/Music\nCache /home/u/Library/Caches\nConfig /home/u/Library/Application Support\n\
            Data /home/u/Library/Application Support\nLocalData /home/u/Library/Application Support\n\
            Document /home/u/Documents\nDownload /home/u/Downloads\nPicture /home/u/Pictures\n\
            Public /home/u/Public\nVideo /home/u/Movies\nDesktop /home/u/Desktop\nFont /home/u/Library/Fonts\n\
            Home /home/u";
        assert_eq!(listing(apple::get, &places), want);
    }
}
