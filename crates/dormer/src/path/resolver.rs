//! The directories of one program, and paths that begin with a variable. Not here: the system's own places
//! (`platform`).

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use super::platform::Places;
use super::{BaseDirectory, PathError};
use crate::env::Env;
use crate::process::current_binary;

/// Directories of the program that its configuration moves; `None` leaves one where the system wants it.
///
/// Each is absolute, or relative to the directory of the program (of the AppImage, of the `.app` bundle), or
/// starts with a variable like `$HOME` that does not itself depend on the program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AppDirectories {
    /// Settings.
    pub config: Option<PathBuf>,
    /// Data.
    pub data: Option<PathBuf>,
    /// Data that stays on this machine.
    pub local_data: Option<PathBuf>,
    /// Files that may be deleted at any time.
    pub cache: Option<PathBuf>,
    /// Logs.
    pub log: Option<PathBuf>,
}

impl AppDirectories {
    /// Everything below one directory: caches in `caches`, logs in `logs`, the rest in the directory itself.
    #[must_use]
    pub fn at_root(root: &Path) -> Self {
        Self {
            config: Some(root.to_path_buf()),
            data: Some(root.to_path_buf()),
            local_data: Some(root.to_path_buf()),
            cache: Some(root.join("caches")),
            log: Some(root.join("logs")),
        }
    }

    fn iter(&self) -> impl Iterator<Item = &Path> {
        [&self.config, &self.data, &self.local_data, &self.cache, &self.log]
            .into_iter()
            .flatten()
            .map(|p| &**p)
    }
}

/// Tells where the directories of the user and of the program are. None of them need exist.
///
/// Every directory fails with [`PathError::Unknown`] where the system has no such place.
#[derive(Debug, Clone)]
pub struct PathResolver {
    identifier: String,
    /// The program's file; in an AppImage the image.
    binary: Option<PathBuf>,
    resources: Option<PathBuf>,
    overrides: AppDirectories,
    places: Places,
}

impl PathResolver {
    /// Paths of the program with this identifier and product name (which names its directory in `/usr/lib`).
    ///
    /// # Errors
    /// One of `overrides` starts with a variable that may not stand there.
    pub(crate) fn new(
        identifier: String,
        name: &str,
        env: &Env,
        overrides: AppDirectories,
    ) -> Result<Self, PathError> {
        if let Some(bad) = overrides.iter().find(|path| !is_override(path)) {
            return Err(PathError::Override(bad.to_path_buf()));
        }
        let exe = crate::process::starting_binary().ok();
        let resources = match &env.appdir {
            Some(appdir) => Some(Path::new(appdir).join("usr/lib").join(name)),
            None => exe.as_deref().and_then(|exe| resources_of(exe, name)),
        };
        let (binary, places) = (current_binary(env).ok(), Places::of_process());
        Ok(Self { identifier, binary, resources, overrides, places })
    }

    /// The path below a directory; an absolute path replaces it.
    ///
    /// Below [`BaseDirectory::Resource`] it follows the bundler's renaming instead: `..` is `_up_`, a root is
    /// `_root_`.
    ///
    /// # Errors
    /// The system has no such directory.
    pub fn resolve(&self, path: impl AsRef<Path>, directory: BaseDirectory) -> crate::Result<PathBuf> {
        let (mut base, path) = (self.directory(directory)?, path.as_ref());
        if directory == BaseDirectory::Resource {
            base.extend(path.components().filter_map(bundled_part));
        } else if !path.as_os_str().is_empty() {
            base.push(path);
        }
        Ok(base)
    }

    /// The path with a variable like `$APPDATA` at its start replaced, and every `..` left out.
    ///
    /// # Errors
    /// The system has no such directory as the variable stands for.
    pub fn parse(&self, path: impl AsRef<Path>) -> crate::Result<PathBuf> {
        let mut parsed = PathBuf::new();
        for (place, part) in path.as_ref().components().enumerate() {
            match (place, part) {
                (_, Component::ParentDir) => {}
                (0, Component::Normal(text)) => match variable(text) {
                    Some(directory) => parsed = self.directory(directory)?,
                    None => parsed.push(text),
                },
                _ => parsed.push(part),
            }
        }
        Ok(parsed)
    }

    /// The last part of a path; `None` if that is a root or `..`.
    #[must_use]
    pub fn file_name(&self, path: &str) -> Option<String> {
        Path::new(path).file_name().map(|name| name.to_string_lossy().into_owned())
    }

    /// Where a directory is.
    pub(crate) fn directory(&self, directory: BaseDirectory) -> Result<PathBuf, PathError> {
        let found = match directory {
            BaseDirectory::Resource => self.resources.clone(),
            BaseDirectory::Temp => Some(std::env::temp_dir()),
            BaseDirectory::AppConfig => self.own(self.overrides.config.as_deref(), BaseDirectory::Config),
            BaseDirectory::AppData => self.own(self.overrides.data.as_deref(), BaseDirectory::Data),
            BaseDirectory::AppLocalData => {
                self.own(self.overrides.local_data.as_deref(), BaseDirectory::LocalData)
            }
            BaseDirectory::AppCache => self.own(self.overrides.cache.as_deref(), BaseDirectory::Cache),
            BaseDirectory::AppLog => match &self.overrides.log {
                Some(path) => self.moved(path),
                None => self.places.logs(&self.identifier),
            },
            of_system => self.places.get(of_system),
        };
        found.ok_or(PathError::Unknown)
    }

    fn own(&self, moved: Option<&Path>, parent: BaseDirectory) -> Option<PathBuf> {
        match moved {
            Some(path) => self.moved(path),
            None => Some(self.places.get(parent)?.join(&self.identifier)),
        }
    }

    fn moved(&self, path: &Path) -> Option<PathBuf> {
        let mut parts = path.components();
        match parts.next() {
            Some(Component::Normal(text)) if text.to_string_lossy().starts_with('$') => {
                let base = self.directory(variable(text)?).ok()?;
                Some(base.join(parts.as_path()))
            }
            _ if path.is_absolute() => Some(path.to_path_buf()),
            _ => Some(beside(self.binary.as_deref()?)?.join(path)),
        }
    }
}

/// One method for each directory. All fail with [`PathError::Unknown`] where the system has no such place.
impl PathResolver {
    /// The user's music.
    ///
    /// # Errors
    /// The system has no such place.
    pub fn audio_dir(&self) -> crate::Result<PathBuf> {
        Ok(self.directory(BaseDirectory::Audio)?)
    }

    /// Files that may be deleted at any time.
    ///
    /// # Errors
    /// The system has no such place.
    pub fn cache_dir(&self) -> crate::Result<PathBuf> {
        Ok(self.directory(BaseDirectory::Cache)?)
    }

    /// Settings.
    ///
    /// # Errors
    /// The system has no such place.
    pub fn config_dir(&self) -> crate::Result<PathBuf> {
        Ok(self.directory(BaseDirectory::Config)?)
    }

    /// Data of programs.
    ///
    /// # Errors
    /// The system has no such place.
    pub fn data_dir(&self) -> crate::Result<PathBuf> {
        Ok(self.directory(BaseDirectory::Data)?)
    }

    /// Data of programs that stays on this machine.
    ///
    /// # Errors
    /// The system has no such place.
    pub fn local_data_dir(&self) -> crate::Result<PathBuf> {
        Ok(self.directory(BaseDirectory::LocalData)?)
    }

    /// What lies on the user's desktop.
    ///
    /// # Errors
    /// The system has no such place.
    pub fn desktop_dir(&self) -> crate::Result<PathBuf> {
        Ok(self.directory(BaseDirectory::Desktop)?)
    }

    /// The user's documents.
    ///
    /// # Errors
    /// The system has no such place.
    pub fn document_dir(&self) -> crate::Result<PathBuf> {
        Ok(self.directory(BaseDirectory::Document)?)
    }

    /// What the user downloaded.
    ///
    /// # Errors
    /// The system has no such place.
    pub fn download_dir(&self) -> crate::Result<PathBuf> {
        Ok(self.directory(BaseDirectory::Download)?)
    }

    /// The user's own programs. Linux only.
    ///
    /// # Errors
    /// The system has no such place.
    pub fn executable_dir(&self) -> crate::Result<PathBuf> {
        Ok(self.directory(BaseDirectory::Executable)?)
    }

    /// The user's own fonts. Not on Windows.
    ///
    /// # Errors
    /// The system has no such place.
    pub fn font_dir(&self) -> crate::Result<PathBuf> {
        Ok(self.directory(BaseDirectory::Font)?)
    }

    /// The user's home.
    ///
    /// # Errors
    /// The system has no such place.
    pub fn home_dir(&self) -> crate::Result<PathBuf> {
        Ok(self.directory(BaseDirectory::Home)?)
    }

    /// The user's pictures.
    ///
    /// # Errors
    /// The system has no such place.
    pub fn picture_dir(&self) -> crate::Result<PathBuf> {
        Ok(self.directory(BaseDirectory::Picture)?)
    }

    /// What the user shares.
    ///
    /// # Errors
    /// The system has no such place.
    pub fn public_dir(&self) -> crate::Result<PathBuf> {
        Ok(self.directory(BaseDirectory::Public)?)
    }

    /// Sockets and the like of this login. Linux only.
    ///
    /// # Errors
    /// The system has no such place.
    pub fn runtime_dir(&self) -> crate::Result<PathBuf> {
        Ok(self.directory(BaseDirectory::Runtime)?)
    }

    /// Files to start new documents from. Not on macOS.
    ///
    /// # Errors
    /// The system has no such place.
    pub fn template_dir(&self) -> crate::Result<PathBuf> {
        Ok(self.directory(BaseDirectory::Template)?)
    }

    /// The user's videos.
    ///
    /// # Errors
    /// The system has no such place.
    pub fn video_dir(&self) -> crate::Result<PathBuf> {
        Ok(self.directory(BaseDirectory::Video)?)
    }

    /// Files that were installed with the program; during development the directory of its binary.
    ///
    /// # Errors
    /// The system has no such place.
    pub fn resource_dir(&self) -> crate::Result<PathBuf> {
        Ok(self.directory(BaseDirectory::Resource)?)
    }

    /// The program's settings.
    ///
    /// # Errors
    /// The system has no such place.
    pub fn app_config_dir(&self) -> crate::Result<PathBuf> {
        Ok(self.directory(BaseDirectory::AppConfig)?)
    }

    /// The program's data.
    ///
    /// # Errors
    /// The system has no such place.
    pub fn app_data_dir(&self) -> crate::Result<PathBuf> {
        Ok(self.directory(BaseDirectory::AppData)?)
    }

    /// The program's data that stays on this machine.
    ///
    /// # Errors
    /// The system has no such place.
    pub fn app_local_data_dir(&self) -> crate::Result<PathBuf> {
        Ok(self.directory(BaseDirectory::AppLocalData)?)
    }

    /// The program's files that may be deleted at any time.
    ///
    /// # Errors
    /// The system has no such place.
    pub fn app_cache_dir(&self) -> crate::Result<PathBuf> {
        Ok(self.directory(BaseDirectory::AppCache)?)
    }

    /// The program's logs.
    ///
    /// # Errors
    /// The system has no such place.
    pub fn app_log_dir(&self) -> crate::Result<PathBuf> {
        Ok(self.directory(BaseDirectory::AppLog)?)
    }

    /// Files for a moment.
    ///
    /// # Errors
    /// The system has no such place.
    pub fn temp_dir(&self) -> crate::Result<PathBuf> {
        Ok(self.directory(BaseDirectory::Temp)?)
    }
}

fn variable(part: &OsStr) -> Option<BaseDirectory> {
    BaseDirectory::from_variable(part.to_str()?)
}

fn is_override(path: &Path) -> bool {
    match path.components().next() {
        Some(Component::Normal(text)) if text.to_string_lossy().starts_with('$') => {
            variable(text).is_some_and(may_hold_overrides)
        }
        // On Windows `\\x` and `C:x` are neither absolute nor relative to the program.
        Some(Component::RootDir | Component::Prefix(_)) => path.is_absolute(),
        _ => true,
    }
}

fn may_hold_overrides(directory: BaseDirectory) -> bool {
    use BaseDirectory::{
        Audio, Cache, Config, Data, Desktop, Document, Download, Home, LocalData, Picture, Public, Temp,
        Video,
    };
    let allowed = [
        Audio, Cache, Config, Data, Desktop, Document, Download, Home, LocalData, Picture, Public, Temp,
        Video,
    ];
    allowed.contains(&directory)
}

/// The name that the bundler gave to one part of a resource's path.
fn bundled_part(part: Component<'_>) -> Option<&OsStr> {
    match part {
        Component::Prefix(_) | Component::CurDir => None,
        Component::RootDir => Some("_root_".as_ref()),
        Component::ParentDir => Some("_up_".as_ref()),
        Component::Normal(text) => Some(text),
    }
}

/// Where a package puts the resources of the program that it puts at `exe`.
fn resources_of(exe: &Path, name: &str) -> Option<PathBuf> {
    let dir = exe.parent()?;
    if dir.ends_with("Contents/MacOS") {
        return Some(dir.parent()?.join("Resources"));
    }
    match dir.parent() {
        Some(prefix) if dir.file_name() == Some("bin".as_ref()) && std::env::consts::OS != "windows" => {
            Some(prefix.join("lib").join(name))
        }
        _ => Some(dir.to_path_buf()),
    }
}

/// The directory that holds the program as its user sees it.
fn beside(binary: &Path) -> Option<&Path> {
    let dir = binary.parent()?;
    if dir.ends_with("Contents/MacOS") { dir.ancestors().nth(3) } else { Some(dir) }
}

#[cfg(test)]
#[cfg(all(unix, not(target_vendor = "apple")))]
mod tests {
    use super::*;
    use crate::path::base_directory::every;

    fn resolver(overrides: AppDirectories) -> PathResolver {
        let mut resolver =
            PathResolver::new("com.example.app".into(), "App", &Env::default(), overrides).unwrap();
        resolver.binary = Some("/opt/app/app".into());
        resolver.resources = Some("/opt/app".into());
        resolver.places = Places {
            home: || Some("/home/u".into()),
            var: |name| (name == "XDG_CACHE_HOME").then(|| "/c".into()),
        };
        resolver
    }

    fn only_data(path: &str) -> AppDirectories {
        AppDirectories { data: Some(path.into()), ..AppDirectories::default() }
    }

    #[test]
    fn own_directories_carry_the_identifier() {
        let paths = resolver(AppDirectories::default());
        for (got, want) in [
            (paths.app_config_dir(), "/home/u/.config/com.example.app"),
            (paths.app_data_dir(), "/home/u/.local/share/com.example.app"),
            (paths.app_local_data_dir(), "/home/u/.local/share/com.example.app"),
            (paths.app_cache_dir(), "/c/com.example.app"),
            (paths.app_log_dir(), "/home/u/.local/share/com.example.app/logs"),
            (paths.home_dir(), "/home/u"),
            (paths.resource_dir(), "/opt/app"),
        ] {
            assert_eq!(got.unwrap(), Path::new(want));
        }
        assert_eq!(paths.temp_dir().unwrap(), std::env::temp_dir());
        assert!(matches!(paths.audio_dir(), Err(crate::Error::Path(PathError::Unknown))));
    }

    #[test]
    fn methods_and_numbers_agree() {
        let paths = resolver(AppDirectories::default());
        let methods = [
            paths.audio_dir(),
            paths.cache_dir(),
            paths.config_dir(),
            paths.data_dir(),
            paths.local_data_dir(),
            paths.document_dir(),
            paths.download_dir(),
            paths.picture_dir(),
            paths.public_dir(),
            paths.video_dir(),
            paths.resource_dir(),
            paths.temp_dir(),
            paths.app_config_dir(),
            paths.app_data_dir(),
            paths.app_local_data_dir(),
            paths.app_cache_dir(),
            paths.app_log_dir(),
            paths.desktop_dir(),
            paths.executable_dir(),
            paths.font_dir(),
            paths.home_dir(),
            paths.runtime_dir(),
            paths.template_dir(),
        ];
        for (directory, got) in every().zip(methods) {
            assert_eq!(got.ok(), paths.resolve("", directory).ok(), "{directory:?}");
        }
    }

    #[test]
    fn resolving_below_a_directory() {
        let paths = resolver(AppDirectories::default());
        use BaseDirectory::{AppConfig, Home, Resource};
        for (path, directory, want) in [
            ("a/b", Home, "/home/u/a/b"),
            ("", Home, "/home/u"),
            ("../v", Home, "/home/u/../v"),
            ("/etc", Home, "/etc"),
            ("x.json", AppConfig, "/home/u/.config/com.example.app/x.json"),
            ("a/./b", Resource, "/opt/app/a/b"),
            ("../a", Resource, "/opt/app/_up_/a"),
            ("../../a/../b", Resource, "/opt/app/_up_/_up_/a/_up_/b"),
            ("/etc/x", Resource, "/opt/app/_root_/etc/x"),
            ("", Resource, "/opt/app"),
        ] {
            let got = paths.resolve(path, directory).unwrap();
            assert_eq!(got.as_os_str(), want, "{path:?} in {directory:?}");
        }
        assert!(matches!(
            paths.resolve("a", BaseDirectory::Video),
            Err(crate::Error::Path(PathError::Unknown))
        ));
    }

    #[test]
    fn parsing_variables() {
        let paths = resolver(AppDirectories::default());
        for (path, want) in [
            ("$HOME/a", "/home/u/a"),
            ("$HOME", "/home/u"),
            ("$APPCACHE/a/../b", "/c/com.example.app/a/b"),
            ("$RESOURCE/../../etc", "/opt/app/etc"),
            ("../$HOME/x", "$HOME/x"),
            ("../../x", "x"),
            ("/a/../b", "/a/b"),
            ("a/$HOME", "a/$HOME"),
            ("./$HOME", "./$HOME"),
            ("$NOTHING/a", "$NOTHING/a"),
            ("$HOMEX/a", "$HOMEX/a"),
            ("", ""),
        ] {
            assert_eq!(paths.parse(path).unwrap().as_os_str(), want, "{path:?}");
        }
        assert!(matches!(paths.parse("$VIDEO/a"), Err(crate::Error::Path(PathError::Unknown))));
    }

    #[test]
    fn moved_directories() {
        for (path, want) in [
            ("/srv/app", "/srv/app"),
            ("$HOME/.app", "/home/u/.app"),
            ("$CACHE", "/c"),
            ("data", "/opt/app/data"),
            ("./data", "/opt/app/./data"),
        ] {
            let paths = resolver(only_data(path));
            assert_eq!(paths.app_data_dir().unwrap(), Path::new(want), "{path}");
            assert_eq!(paths.parse("$APPDATA/x").unwrap(), Path::new(want).join("x"));
            assert_eq!(paths.app_config_dir().unwrap(), Path::new("/home/u/.config/com.example.app"));
        }
        assert!(matches!(
            resolver(only_data("$VIDEO/x")).app_data_dir(),
            Err(crate::Error::Path(PathError::Unknown))
        ));

        let paths = resolver(AppDirectories::at_root(Path::new("portable")));
        assert_eq!(paths.app_config_dir().unwrap(), Path::new("/opt/app/portable"));
        assert_eq!(paths.app_local_data_dir().unwrap(), Path::new("/opt/app/portable"));
        assert_eq!(paths.app_cache_dir().unwrap(), Path::new("/opt/app/portable/caches"));
        assert_eq!(paths.app_log_dir().unwrap(), Path::new("/opt/app/portable/logs"));
    }

    #[test]
    fn overrides_that_are_refused() {
        for bad in ["$APPDATA/x", "$RESOURCE", "$EXE/x", "$RUNTIME", "$FOO/x", "$home"] {
            let result = PathResolver::new("id".into(), "App", &Env::default(), only_data(bad));
            let error = result.err().unwrap();
            assert_eq!(error, PathError::Override(bad.into()));
            assert!(error.to_string().contains(bad));
        }
    }

    #[test]
    fn resources_lie_where_packages_put_them() {
        for (exe, want) in [
            ("/usr/bin/app", "/usr/lib/App"),
            ("/app/bin/app", "/app/lib/App"),
            ("/w/target/debug/app", "/w/target/debug"),
            ("/Applications/App.app/Contents/MacOS/app", "/Applications/App.app/Contents/Resources"),
            ("/opt/app/app", "/opt/app"),
        ] {
            assert_eq!(resources_of(Path::new(exe), "App").unwrap(), Path::new(want), "{exe}");
        }
        let env = Env { appdir: Some("/tmp/.mount_a".into()), ..Env::default() };
        let paths = PathResolver::new("id".into(), "App", &env, AppDirectories::default()).unwrap();
        assert_eq!(paths.resource_dir().unwrap(), Path::new("/tmp/.mount_a/usr/lib/App"));
    }

    #[test]
    fn relative_overrides_lie_beside_the_program() {
        for (binary, want) in [
            ("/home/u/App.AppImage", "/home/u"),
            ("/Applications/App.app/Contents/MacOS/app", "/Applications"),
            ("/opt/app/app", "/opt/app"),
        ] {
            assert_eq!(beside(Path::new(binary)), Some(Path::new(want)));
        }
    }

    #[test]
    fn names_of_files() {
        let paths = resolver(AppDirectories::default());
        for (path, want) in [("/a/b.txt", Some("b.txt")), ("a/", Some("a")), ("/", None), ("..", None)] {
            assert_eq!(paths.file_name(path).as_deref(), want, "{path}");
        }
    }
}
